// What is left of an instance that was closed, over a module that only counts.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { InstanceDeadError, OnggiError } from '../../js-glue/runtime/errors.mjs';
import { turn } from './collect.mjs';
import { fakeInstance } from './fake_module.mjs';

describe('a closed instance', () => {
  test('resolves `closed` after everything that depends on it has ended', async () => {
    const { instance } = fakeInstance();
    /** @type {(() => void)[]} */
    const ends = [];
    for (let i = 0; i < 2; ++i) instance.onEnd(() => new Promise((resolve) => ends.push(resolve)));
    let closed = false;
    const whenClosed = instance.closed.then(() => (closed = true));
    instance.close();
    for (const end of ends) {
      await turn();
      assert.ok(!closed);
      end();
    }
    await whenClosed;
    assert.equal(ends.length, 2);
  });

  test('emits one event, holds no memory and frees no blocks', () => {
    const { instance, Sample } = fakeInstance();
    let closings = 0;
    instance.events.closing.on(() => ++closings);
    const kept = Sample.make(1);
    const call = instance.enter('Test.late');
    call.block(new Uint8Array(3));
    instance.close();
    instance.close();
    assert.equal(closings, 1);
    instance.budget.admit(instance.limits.hard, 'Test.late'); // it holds nothing
    assert.deepEqual(
      [instance.native, instance.functions, instance.memory],
      [undefined, undefined, undefined]
    );
    call.leave();
    assert.throws(() => call.cross(() => {}), { code: 'instance_dead', cause: 'it was closed' });
    assert.ok(!kept.live);
  });

  test('keeps the first cause if it had died before', () => {
    const { instance } = fakeInstance();
    let closings = 0;
    instance.events.closing.on(() => ++closings);
    instance.die('a trap');
    instance.close();
    assert.equal(instance.causeOfDeath, 'a trap');
    assert.equal(closings, 0);
  });

  test('refuses new calls, and calls that wait reject', async () => {
    const { instance, Sample } = fakeInstance({ hard: 1000, soft: 10 });
    const [kept, borrowed] = [Sample.make(1), Sample.make(8)];
    let settle = () => {};
    const running = borrowed.useUntil(new Promise((resolve) => (settle = () => resolve(undefined))));
    const waiting = Sample.makeAsync(5);
    kept.use(undefined, () => {
      assert.throws(() => instance.close(), { code: 'handle_in_use' });
    });
    const left = instance.close();
    assert.deepEqual(
      left.map(({ bytes }) => bytes),
      [8, 1]
    );
    assert.deepEqual(instance.close(), []);
    assert.equal(instance.handles, 0);
    for (const use of [() => Sample.make(1), () => kept.use(undefined, () => {}), () => instance.report()]) {
      assert.throws(use, InstanceDeadError);
    }
    await assert.rejects(waiting, OnggiError);
    settle();
    await running;
    assert.ok(!kept.live && !borrowed.live);
    kept.free();
  });
});
