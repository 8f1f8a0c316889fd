// One call: what it lends and allocates goes back, what it may take is asked for first, and what it
// takes is put down to the right handle. Over a module that only pretends.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';

import { InstanceDeadError, NativeBudgetError, OnggiError } from '../../js-glue/src/errors.mjs';
import { Handle } from '../../js-glue/src/handle.mjs';
import { bytesOf } from '../../js-glue/src/table.mjs';
import { fakeInstance } from './fake_module.mjs';

/** @param {any} handle */
const bytesBehind = (handle) => bytesOf(Handle.inside(handle)?.token ?? NaN);

describe('arguments', () => {
  test('a handle is refused by class, curve and instance, whatever else by type', () => {
    const [here, other] = [fakeInstance(), fakeInstance()];
    const call = here.instance.enter('Test.take');
    class Stranger extends Handle {
      static noun = 'Stranger';
      static type = 'test.Stranger';
    }
    class Elsewhere extends Handle {
      static noun = 'Sample';
      static type = 'other.Sample';
    }
    const mine = here.Sample.make(1);
    for (const [Class, code] of [
      [Stranger, 'wrong_type'],
      [Elsewhere, 'wrong_curve'],
      [other.Sample, 'wrong_instance'],
    ]) {
      assert.throws(() => call.borrow(mine, /** @type {any} */ (Class), 'it'), { code, message: /Test\.take: it/ });
    }
    for (const value of [undefined, null, 1, 'text', {}, Object.create(mine)]) {
      assert.throws(() => call.borrow(value, here.Sample, 'it'), { code: 'wrong_type' });
    }
    call.leave();
    mine.free();
    assert.equal(here.module.objects.size, 0);
  });

  test('blocks hold a length and the bytes, and are freed however the call ends', () => {
    const { instance, module } = fakeInstance();
    const call = instance.enter('Test.block');
    const address = call.block(Uint8Array.of(7, 8, 9));
    const view = new DataView(instance.memory.buffer);
    assert.equal(view.getUint32(address, true), 3);
    assert.deepEqual([8, 9, 10].map((at) => view.getUint8(address + at)), [7, 8, 9]);
    const second = call.block(Uint8Array.of(1));
    assert.notEqual(second, address);
    assert.equal(module.blocks.size, 2);
    module.status = 7;
    assert.throws(() => call.cross(() => {}), { code: 'malformed_json' });
    call.leave();
    assert.equal(module.blocks.size, 0);
  });

  test('where there is no memory for a block it is an error', () => {
    const { instance, module } = fakeInstance();
    module._malloc = () => 0;
    const call = instance.enter('Test.block');
    assert.throws(() => call.block(new Uint8Array(4)), { code: 'out_of_memory' });
    call.leave();
  });
});

describe('what a call may take', () => {
  const hard = 10_000_000;

  test('is asked for before it begins', () => {
    const { module, Sample } = fakeInstance({ hard, soft: hard });
    const first = Sample.make(hard / 2);
    assert.throws(() => Sample.make(hard / 2 + 1), NativeBudgetError);
    assert.equal(module.objects.size, 1);
    const second = Sample.make(hard / 2);
    for (const handle of [first, second]) handle.free();
  });

  test('arguments are asked for as well', () => {
    const { instance, module } = fakeInstance({ hard: 1000, soft: 1000 });
    const call = instance.enter('Test.block');
    assert.throws(() => call.block(new Uint8Array(1001)), NativeBudgetError);
    assert.equal(module.blocks.size, 0);
    call.block(new Uint8Array(1000));
    call.leave();
  });

  test('without a bound of its own it is estimated from its arguments', () => {
    const estimate = (/** @type {(call: any, Sample: any) => void} */ prepare) => {
      const { instance, Sample } = fakeInstance({ hard, soft: hard });
      const call = instance.enter('Test.estimate');
      prepare(call, Sample);
      let needed = 0;
      const { admit } = instance.budget;
      instance.budget.admit = (/** @type {number} */ bytes) => (needed = bytes);
      call.admit();
      instance.budget.admit = admit;
      call.leave();
      return needed;
    };
    const nothing = estimate(() => {});
    assert.ok(nothing > 0);
    const block = estimate((call) => call.block(new Uint8Array(1000)));
    assert.equal(block - nothing, 8000);
    const lent = estimate((call, Sample) => call.borrow(Sample.make(1000), Sample, 'it'));
    assert.equal(lent - nothing, 2000);
  });

  test('what it took belongs to the handle it made, or else to its first one', () => {
    const { instance, module, Sample } = fakeInstance();
    const one = Sample.make(100);
    assert.equal(bytesBehind(one), 100);
    one.use(undefined, () => (module.live += 50));
    assert.equal(bytesBehind(one), 150);
    /** @type {any} */
    let inner;
    one.use(undefined, () => {
      inner = Sample.make(30);
      module.live += 5;
    });
    assert.deepEqual([bytesBehind(one), bytesBehind(inner)], [155, 30]);
    module.live -= 55;
    one.free();
    inner.free();
    assert.equal(module.live, 0);
  });
});

describe('results', () => {
  test('an object whose slot cannot be had is given back', () => {
    const { instance, module, Sample } = fakeInstance();
    const first = Sample.make(1);
    const make = () => {
      const call = instance.enter('Test.twice');
      try {
        return call.adopt(
          Sample,
          call.cross(() => {
            const object = module.make(1);
            module.number -= 8; // the address of the first
            return object;
          })
        );
      } finally {
        call.leave();
      }
    };
    assert.throws(make, /adopted twice/);
    assert.equal(module.objects.size, 1);
    first.free();
  });

  test('inspect() shows class and state, and never a token', () => {
    const { Sample } = fakeInstance();
    const handle = Sample.make(1);
    assert.equal(inspect(handle), 'test.Sample {}');
    handle.free();
    assert.equal(inspect(handle), 'test.Sample { freed }');
    assert.doesNotMatch(Handle.asTokens(() => inspect(Sample.prototype)), /^\d+$/);
    assert.match(Handle.asTokens(() => inspect(handle)), /^\d+$/);
    assert.equal(inspect(handle), 'test.Sample { freed }');
  });
});

describe('a closed instance', () => {
  test('lets nothing begin, and what runs ends with an error', async () => {
    const { instance, Sample } = fakeInstance({ hard: 1000, soft: 10 });
    const [kept, lent] = [Sample.make(1), Sample.make(8)];
    let settle = () => {};
    const running = lent.useUntil(new Promise((resolve) => (settle = () => resolve(undefined))));
    const waiting = Sample.makeAsync(5);
    kept.use(undefined, () => {
      assert.throws(() => instance.close(), { code: 'handle_in_use' });
    });
    const left = instance.close();
    assert.deepEqual(left.map(({ bytes }) => bytes), [8, 1]);
    assert.deepEqual(instance.close(), []);
    assert.equal(instance.handles, 0);
    for (const use of [() => Sample.make(1), () => kept.use(undefined, () => {}), () => instance.report()]) {
      assert.throws(use, InstanceDeadError);
    }
    await assert.rejects(waiting, OnggiError);
    settle();
    await running;
    assert.ok(!kept.live && !lent.live);
    kept.free();
  });
});

test('a transfer moves the handle; a class without a way says so', () => {
  const { Sample } = fakeInstance();
  const handle = Sample.make(1);
  assert.throws(() => handle.transfer(), { code: 'unsupported', message: /test\.Sample/ });
  assert.ok(handle.live);
  handle.free();
});
