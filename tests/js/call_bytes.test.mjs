// The memory that a call takes: it is checked first, charged to the right handle, and in debug mode compared
// with the estimate. These tests use a fake module.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { callBytes } from '../../js-glue/runtime/native/call.mjs';
import { NativeBudgetError } from '../../js-glue/runtime/errors.mjs';
import { Handle } from '../../js-glue/runtime/handles/handle.mjs';
import { bytesOf } from '../../js-glue/runtime/handles/table.mjs';
import { fakeInstance } from './fake_module.mjs';

/** @param {any} handle */
const bytesBehind = (handle) => bytesOf(Handle.tokenOf(handle) ?? NaN);

describe('the memory estimate of a call', () => {
  const hard = 10_000_000;

  test('is checked before the call begins', () => {
    const { module, Sample } = fakeInstance({ hard, soft: hard });
    const first = Sample.make(hard / 2);
    assert.throws(() => Sample.make(hard / 2 + 1), NativeBudgetError);
    assert.equal(module.objects.size, 1);
    const second = Sample.make(hard / 2);
    for (const handle of [first, second]) handle.free();
  });

  test('is reserved by asynchronous calls, which wait for it', async () => {
    const { instance, Sample } = fakeInstance({ hard, soft: hard });
    /** @type {number[]} */
    const reserved = [];
    instance.budget.reserve = async (/** @type {number} */ bytes) => void reserved.push(bytes);
    (await Sample.makeAsync(500)).free();
    assert.deepEqual(reserved, [500]);
  });

  test('includes the bytes of arguments', () => {
    const { instance, module } = fakeInstance({ hard: 1000, soft: 1000 });
    const call = instance.enter('Test.block');
    assert.throws(() => call.block(new Uint8Array(1001)), NativeBudgetError);
    assert.equal(module.blocks.size, 0);
    call.block(new Uint8Array(1000));
    call.leave();
  });

  test('arguments of concurrent calls are added up', async () => {
    const { instance, module, Sample } = fakeInstance({ hard: 1000, soft: 1000 });
    const one = instance.enter('Test.one');
    const other = instance.enter('Test.other');
    one.block(new Uint8Array(400));
    one.block(new Uint8Array(200));
    assert.throws(
      () => other.block(new Uint8Array(401)),
      (/** @type {any} */ error) => {
        assert.ok(error instanceof NativeBudgetError);
        assert.deepEqual([error.needed, error.live, error.limit], [401, 600, 1000]);
        return true;
      }
    );
    other.block(new Uint8Array(400));
    assert.throws(() => Sample.make(1), NativeBudgetError);
    for (const call of [one, other]) call.leave();
    assert.equal(module.blocks.size, 0);
    Sample.make(1000).free();
  });

  test('follows from the arguments if the call has no bound', () => {
    const estimate = (
      /** @type {(call: any, Sample: any) => void} */ prepare,
      /** @type {any[]} */ ...terms
    ) => {
      const { instance, Sample } = fakeInstance({ hard, soft: hard });
      const call = instance.enter('Test.estimate');
      prepare(call, Sample);
      let needed = 0;
      const { admit } = instance.budget;
      instance.budget.admit = (/** @type {number} */ bytes) => (needed = bytes);
      call.admit(...terms);
      instance.budget.admit = admit;
      call.leave();
      return needed;
    };
    const nothing = estimate(() => {});
    assert.equal(nothing, 2 ** 16);
    const block = estimate((call) => call.block(new Uint8Array(1000)));
    assert.equal(block - nothing, 2000);
    const lend = (/** @type {any} */ call, /** @type {any} */ Sample) =>
      call.borrow(Sample.make(1000), Sample, 'it');
    assert.equal(estimate(lend), nothing);
    assert.equal(estimate(lend, () => 70) - nothing, 70);
    assert.equal(
      estimate(
        (call) => call.block(new Uint8Array(1000)),
        () => 70
      ) - nothing,
      70
    );
  });

  test('is computed again after a wait', async () => {
    const { instance } = fakeInstance({ hard, soft: hard });
    const call = instance.enter('Test.estimate');
    let asked = 0;
    const bound = () => (++asked === 1 ? hard + 1 : 1);
    await call.reserve(bound); // more than fits: two collections
    call.admit(bound);
    call.leave();
    assert.equal(asked, 2);
  });

  test('is computed once if the call does not wait', async () => {
    const { instance } = fakeInstance({ hard, soft: hard });
    const call = instance.enter('Test.estimate');
    let asked = 0;
    const bound = () => ++asked;
    await call.reserve(bound);
    call.admit(bound);
    call.leave();
    assert.equal(asked, 1);
  });

  test('growth is charged to the new handle, otherwise to the first borrowed handle', () => {
    const { module, Sample } = fakeInstance();
    const one = Sample.make(100);
    assert.equal(bytesBehind(one), 100);
    one.use(undefined, () => (module.live += 49));
    one.use(undefined, () => (module.live += 1));
    assert.equal(bytesBehind(one), 150);
    /** @type {any} */
    let inner;
    one.use(undefined, () => {
      inner = Sample.make(30);
      module.live += 5;
    });
    assert.deepEqual([bytesBehind(one), bytesBehind(inner)], [155, 30]);
    one.use(inner, () => (module.live += 7));
    assert.deepEqual([bytesBehind(one), bytesBehind(inner)], [162, 30]);
    module.live -= 62;
    one.free();
    inner.free();
    assert.equal(module.live, 0);
  });

  test('growth charged to a new handle is not charged to the first handle too', () => {
    const { instance, module, Sample } = fakeInstance();
    const one = Sample.make(100);
    const call = instance.enter('Test.derive');
    call.borrow(one, Sample, 'this');
    const made = call.adopt(
      Sample,
      call.cross(() => module.make(30))
    );
    call.leave();
    assert.deepEqual([bytesBehind(one), bytesBehind(made)], [100, 30]);
    for (const handle of [one, made]) handle.free();
  });
});

describe('memory that the allocator cannot give', () => {
  const noMemory = { code: 'out_of_memory' };

  test('is requested before a call begins; without it the call throws', () => {
    const { instance, module, Sample } = fakeInstance();
    module.free = 1000 + callBytes;
    const call = instance.enter('Test.call');
    assert.throws(() => call.admit(() => 1001), noMemory);
    call.leave();
    assert.equal(module.objects.size, 0);
    Sample.make(1000).free();
  });

  test('is requested without the budget if an object is already charged for it', () => {
    const { instance, module } = fakeInstance({ hard: callBytes + 10, soft: callBytes });
    const call = instance.enter('Test.step');
    call.admitCharged(() => 1000);
    call.leave();
    module.free = 1000;
    const refused = instance.enter('Test.step');
    assert.throws(() => refused.admitCharged(() => 1000), noMemory);
    refused.leave();
  });
});

describe('load({ debug })', () => {
  test('lists the first overrun of each call', () => {
    const { instance, module, Sample, leave } = fakeInstance({ debug: true });
    /** @param {number} allowed @param {number} taken @param {string} name */
    const cross = (allowed, taken, name) => {
      module.heap.mark = 1000; // the allocator's own bytes, and those of other objects
      const call = instance.enter(name);
      call.admit(() => allowed - callBytes);
      call.cross(() => (module.heap.peak = 1000 + taken));
      call.leave();
    };
    cross(10, 10, 'Test.fits');
    cross(10, 11, 'Test.over');
    cross(10, 12, 'Test.over');
    /** @param {string} name @param {'admit' | 'admitTask'} admit @param {number} largest */
    const allocate = (name, admit, largest) => {
      const call = instance.enter(name);
      call[admit](() => 800_000 - callBytes);
      call.cross(() => (module.heap.largest = largest));
      call.leave();
    };
    for (const more of [0, 1]) {
      allocate('Test.large', 'admit', 800_000 + more);
      allocate('Test.task', 'admitTask', 600_000 + more);
    }
    allocate('Test.small', 'admitTask', 2 ** 19);
    module.heap.largest = 0;
    const made = Sample.make(500); // charged in advance, so the mark does not count it
    module.heap.mark = 100;
    module.heap.peak = 501;
    const call = instance.enter('Test.advance');
    call.admit(() => 1 - callBytes);
    call.cross(() => {});
    call.leave();
    const _onggi_memory = () => leave('{ "live": 500 }');
    Object.assign(module, { _onggi_memory });
    const report = instance.report();
    assert.deepEqual(report.overruns, [
      { call: 'Test.over', allowed: 10, taken: 11 },
      { call: 'Test.large in one block', allowed: 800_000, taken: 800_001 },
      { call: 'Test.task in one block', allowed: 600_000, taken: 600_001 },
    ]);
    assert.equal(report.live, 500);
    made.free();
    instance.close();
  });

  test('true: records where each handle was made', () => {
    const { instance, Sample } = fakeInstance({ debug: true });
    const kept = Sample.make(3);
    const [leak] = instance.leaks();
    assert.match(leak?.site ?? '', /call_bytes\.test\.mjs/);
    assert.equal(leak?.bytes, 3);
    kept.free();
    instance.close();
  });

  test("'sample': records one handle in 64", () => {
    const { instance, Sample } = fakeInstance({ debug: 'sample' });
    const kept = Array.from({ length: 128 }, () => Sample.make(1));
    assert.equal(instance.leaks().filter(({ site }) => site !== undefined).length, 2);
    for (const handle of kept) handle.free();
    instance.close();
  });

  test('false: records a handle each time enough bytes were made', () => {
    const { instance, Sample } = fakeInstance({ hard: 2560 });
    const kept = Array.from({ length: 20 }, () => Sample.make(1));
    assert.equal(instance.leaks().filter(({ site }) => site !== undefined).length, 2);
    for (const handle of kept) handle.free();
  });
});
