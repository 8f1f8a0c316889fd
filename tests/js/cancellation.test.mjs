// AbortSignals of this realm, of other realms and of polyfills.
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, test } from 'node:test';

import { isSignal, onAbort, throwIfAborted, unlessAborted } from '../../js-glue/runtime/cancellation.mjs';
import { CancelledError } from '../../js-glue/runtime/errors.mjs';

/** As a polyfill or another realm makes one. */
class ForeignSignal extends EventTarget {
  aborted = false;
  /** @type {unknown} */
  reason;

  /** @param {unknown} reason */
  abort(reason) {
    Object.assign(this, { aborted: true, reason });
    this.dispatchEvent(new Event('abort'));
  }
}

/** Makes a signal, and a function that aborts it. @type {Record<string, () => [AbortSignal, (reason: unknown) => void]>} */
const makers = {
  'of this realm'() {
    const controller = new AbortController();
    return [controller.signal, (reason) => controller.abort(reason)];
  },
  'of another realm'() {
    const signal = new ForeignSignal();
    return [/** @type {any} */ (signal), (reason) => signal.abort(reason)];
  },
};

for (const [name, make] of Object.entries(makers)) {
  describe(`a signal ${name}`, () => {
    test('is recognised', () => assert.ok(isSignal(make()[0])));

    test('throws its reason once it is aborted', () => {
      const [signal, abort] = make();
      throwIfAborted(signal);
      abort('enough');
      assert.throws(() => throwIfAborted(signal), { code: 'cancelled', cause: 'enough' });
    });

    test('calls back once, and not after stop()', () => {
      const [signal, abort] = make();
      /** @type {CancelledError[]} */
      const errors = [];
      onAbort(signal, (error) => errors.push(error));
      const stop = onAbort(signal, () => assert.fail('called after stop()'));
      stop();
      abort('enough');
      abort('again');
      assert.deepEqual(
        errors.map(({ cause }) => cause),
        ['enough']
      );
      assert.ok(errors[0] instanceof CancelledError);
    });

    test('ends a wait, and is not listened to afterwards', async () => {
      const [signal, abort] = make();
      assert.equal(await unlessAborted(7, signal), 7);
      assert.equal(await unlessAborted(Promise.resolve(8), signal), 8);
      await assert.rejects(unlessAborted(Promise.reject(new Error('mine')), signal), { message: 'mine' });
      assert.equal(getEventListeners(signal, 'abort').length, 0);
      const wait = unlessAborted(new Promise(() => {}), signal);
      abort('enough');
      await assert.rejects(wait, { code: 'cancelled', cause: 'enough' });
      await assert.rejects(unlessAborted(7, signal), { code: 'cancelled' });
    });
  });
}

test('a signal whose members throw does not keep the work from ending', async () => {
  const signal = new ForeignSignal();
  Object.assign(signal, {
    removeEventListener() {
      throw new Error('mine');
    },
  });
  const foreign = /** @type {any} */ (signal);
  assert.equal(await unlessAborted('value', foreign), 'value');
  await assert.rejects(unlessAborted(Promise.reject(new Error('theirs')), foreign), { message: 'theirs' });
  onAbort(foreign, () => {})();
  Object.defineProperty(signal, 'reason', {
    get() {
      throw new Error('mine');
    },
  });
  const waiting = unlessAborted(new Promise(() => {}), foreign);
  signal.dispatchEvent(new Event('abort'));
  await assert.rejects(waiting, { code: 'cancelled', cause: undefined });
});

test('without a signal nothing is cancelled', async () => {
  throwIfAborted(undefined);
  onAbort(undefined, () => assert.fail('called'))();
  assert.equal(await unlessAborted(7, undefined), 7);
});

test('other values are not signals', () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const { aborted, addEventListener, removeEventListener } = new ForeignSignal();
  for (const other of [
    undefined,
    null,
    7,
    {},
    proxy,
    Object.create(AbortSignal.prototype),
    { aborted, addEventListener },
    { aborted, removeEventListener },
    { aborted: 1, addEventListener, removeEventListener },
  ]) {
    assert.ok(!isSignal(other));
  }
});
