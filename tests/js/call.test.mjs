// One call: it gives back what it borrows and allocates, and ends with a handle, bytes or an error.
// These tests use a fake module.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';

import { collectionsAreSeen } from '../../js-glue/runtime/memory/collection.mjs';
import { InstanceDeadError } from '../../js-glue/runtime/errors.mjs';
import { Handle } from '../../js-glue/runtime/handles/handle.mjs';
import { OutOfMemory } from '../../js-glue/runtime/native/instance.mjs';
import { adopt, release } from '../../js-glue/runtime/handles/table.mjs';
import { collect } from './collect.mjs';
import { fakeInstance } from './fake_module.mjs';

const needsRegistry = { skip: !collectionsAreSeen };

describe('arguments', () => {
  test('refuses handles of another class, curve or instance, and values that are not handles', () => {
    const [here, other] = [fakeInstance(), fakeInstance()];
    const call = here.instance.enter('Test.take');
    const elsewhere = other.instance.enter('Test.take');
    class Stranger extends Handle {
      static noun = 'Stranger';
      static type = 'test.Stranger';
    }
    class Elsewhere extends Handle {
      static noun = 'Sample';
      static type = 'other.Sample';
    }
    const mine = here.Sample.make(1);
    for (const [Class, code, story] of [
      [Stranger, 'wrong_type', 'expected a test.Stranger, got a test.Sample'],
      [Elsewhere, 'wrong_curve', 'expected a other.Sample, got a test.Sample'],
      [other.Sample, 'wrong_instance', 'expected a test.Sample, got one of another instance'],
    ]) {
      const message = `Test.take: it: ${story}`;
      const taker = code === 'wrong_instance' ? elsewhere : call;
      assert.throws(() => taker.borrow(mine, /** @type {any} */ (Class), 'it'), { code, message });
    }
    for (const value of [undefined, null, 1, 'text', {}, Object.create(mine)]) {
      assert.throws(() => call.borrow(value, here.Sample, 'it'), { code: 'wrong_type' });
    }
    call.leave();
    mine.free();
    assert.equal(here.module.objects.size, 0);
  });

  test('goes by the class a handle was made with, not by its prototype', () => {
    const { instance, module, Sample } = fakeInstance();
    class Other extends Handle {
      static noun = 'Other';
      static type = 'test.Other';
      static destructor = 0;
    }
    const handle = Sample.make(1);
    const call = instance.enter('Test.take');
    const message = 'Test.take: it: expected a test.Other, got a test.Sample';
    for (const prototype of [Other.prototype, null]) {
      Object.setPrototypeOf(handle, prototype);
      const like = prototype ? [handle, handle.share()] : [handle];
      for (const each of like) {
        assert.throws(() => call.borrow(each, Other, 'it'), { code: 'wrong_type', message });
        assert.equal(typeof call.borrow(each, Sample, 'it'), 'number');
      }
    }
    call.leave();
    instance.close();
    assert.throws(() => call.borrow(handle, Other, 'it'), { code: 'stale_handle', type: 'test.Other' });
    assert.equal(module.objects.size, 1); // closing the instance does not run the destructor
  });

  test('blocks hold a length and the bytes, and are freed even if the call fails', () => {
    const { instance, module } = fakeInstance();
    const call = instance.enter('Test.block');
    const address = call.block(Uint8Array.of(7, 8, 9));
    const view = new DataView(instance.memory.buffer);
    assert.equal(view.getUint32(address, true), 3);
    assert.deepEqual(
      [8, 9, 10].map((at) => view.getUint8(address + at)),
      [7, 8, 9]
    );
    const second = call.block(Uint8Array.of(1));
    assert.notEqual(second, address);
    assert.equal(module.blocks.size, 2);
    module.status = 7;
    assert.throws(() => call.cross(() => {}), { code: 'malformed_json' });
    call.leave();
    assert.equal(module.blocks.size, 0);
  });

  test('throws out_of_memory if there is no memory for a block', () => {
    const { instance, module } = fakeInstance();
    module._malloc = () => 0;
    const call = instance.enter('Test.block');
    assert.throws(() => call.block(new Uint8Array(4)), { code: 'out_of_memory' });
    call.leave();
  });

  test('does not allocate a block whose size does not fit its header', () => {
    const { instance, module } = fakeInstance({ hard: Infinity });
    let asked = 0;
    module._malloc = (size) => ((asked = size), 0);
    const call = instance.enter('Test.block');
    const most = 2 ** 32 - 64;
    for (const [length, expected] of [
      [most + 1, 0],
      [most, most + 8],
    ]) {
      // The pages of an array of zeros are not taken before they are written.
      assert.throws(() => call.block(new Uint8Array(length)), { code: 'out_of_memory' });
      assert.equal(asked, expected);
    }
    call.leave();
  });
});

describe('results', () => {
  test('numbers are returned unchanged', () => {
    const { instance, module } = fakeInstance();
    module.functions.number = () => 7.5;
    const call = instance.enter('Test.number');
    assert.equal(call.number(), 7.5);
    call.leave();
  });

  test('bytes are copied out of linear memory and released there', () => {
    const { instance, module, leave } = fakeInstance();
    const call = instance.enter('Test.result');
    leave('result');
    const bytes = call.result();
    assert.equal(new TextDecoder().decode(bytes), 'result');
    assert.equal(module.left.length, 0);
    new Uint8Array(instance.memory.buffer).fill(0);
    assert.equal(bytes[0], 'r'.charCodeAt(0));
    call.leave();
  });

  test('a failed call throws its error code and text', () => {
    const { instance, module, leave } = fakeInstance();
    const call = instance.enter('Test.fail');
    for (const [status, code] of [
      [7, 'malformed_json'],
      [999, 'unknown'],
    ]) {
      leave('byte 3');
      module.status = Number(status);
      assert.throws(() => call.cross(() => {}), { code, message: 'Test.fail: byte 3' });
      assert.equal(module.status, 0);
    }
    call.leave();
    assert.equal(instance.frames, 0);
  });

  test("report() combines the module's numbers with those of the slot table", () => {
    const { instance, module, Sample, leave } = fakeInstance({ hard: 9, soft: 8 });
    Object.assign(module, { _onggi_memory: () => leave('{ "live": 1 }') });
    const kept = Sample.make(1);
    Sample.make(2).free();
    assert.deepEqual(instance.report(), {
      live: 1,
      handles: 1,
      freed: { dispose: 1, scope: 0, collector: 0, move: 0, close: 0 },
      limits: { hard: 9, soft: 8 },
    });
    kept.free();
  });

  test('refuses to make a second handle for the same object', () => {
    const { instance, module, Sample } = fakeInstance();
    const call = instance.enter('Test.twice');
    const address = call.cross(() => module.make(1));
    const first = call.adopt(Sample, address);
    assert.throws(() => call.adopt(Sample, address), /adopted twice/);
    call.leave();
    assert.ok(first.live && module.objects.size === 1);
    first.free();
  });

  test('treats addresses above 2^31 as unsigned', () => {
    const { instance, module, Sample } = fakeInstance();
    module.nextAddress = 2 ** 31;
    const call = instance.enter('Test.far');
    const handle = call.adopt(
      Sample,
      call.cross(() => module.make(1) | 0)
    );
    assert.equal(call.borrow(handle, Sample, 'it'), 2 ** 31 + 8);
    call.leave();
    handle.free();
    assert.equal(module.objects.size, 0);
  });

  test('inspect() shows class and state but not the token', () => {
    const { Sample } = fakeInstance();
    const handle = Sample.make(1);
    assert.equal(inspect(handle), 'test.Sample {}');
    handle.free();
    assert.equal(inspect(handle), 'test.Sample { freed }');
  });
});

describe('native calls', () => {
  test('after a trap this call and all later calls throw instance_dead', () => {
    const { instance } = fakeInstance();
    const trap = new WebAssembly.RuntimeError('unreachable');
    const call = instance.enter('Test.trap');
    const cross = () =>
      call.cross(() => {
        throw trap;
      });
    assert.throws(cross, (error) => error instanceof InstanceDeadError && error.cause === trap);
    call.leave();
    assert.equal(instance.frames, 0);
    assert.throws(() => instance.enter('Test.next'), { code: 'instance_dead', cause: trap });
    assert.throws(() => instance.report(), { code: 'instance_dead' });
  });

  test('a failed allocation inside native code also ends the instance', () => {
    const { instance } = fakeInstance();
    const call = instance.enter('Test.memory');
    const cross = () =>
      call.cross(() => {
        throw new OutOfMemory('an allocation failed');
      });
    assert.throws(cross, { code: 'out_of_memory' });
    call.leave();
    assert.throws(() => instance.enter('Test.next'), { code: 'instance_dead' });
  });

  test('an object freed while native code runs is destroyed when that code ends', () => {
    const { instance } = fakeInstance();
    const call = instance.enter('Test.frames');
    let destroyed = 0;
    const token = adopt(16, () => ++destroyed, instance, { type: 'Sample' });
    call.cross(() => release(token, 'dispose'));
    assert.equal(destroyed, 0);
    call.leave();
    assert.equal(destroyed, 1);
  });

  test('the end of a nested call does not end the outer call', () => {
    const { instance, Sample } = fakeInstance();
    const [one, other] = [Sample.make(1), Sample.make(2)];
    /** @type {unknown[]} */
    const ended = [];
    instance.events.native.on(({ call, by }) => ended.push(call ?? by));
    one.use(undefined, () => {
      other.free();
      one.use(undefined, () => {});
      assert.deepEqual(ended, []);
    });
    // The call, and then the release that waited for it.
    assert.deepEqual(ended, ['test.Sample.use', 'dispose']);
    one.free();
  });

  test('a call without arguments enters native code once', () => {
    const { instance } = fakeInstance();
    let ended = 0;
    instance.events.native.on(() => ++ended);
    const call = instance.enter('Test.number');
    call.cross(() => {});
    call.leave();
    assert.equal(ended, 1);
  });
});

test('dropped handles are freed, except in raw instances', needsRegistry, async () => {
  const [armed, raw] = [fakeInstance(), fakeInstance({ freesDropped: false })];
  (() => void [armed.Sample.make(1), raw.Sample.make(1)])();
  await collect();
  assert.deepEqual([armed.module.live, raw.module.live], [0, 1]);
  raw.instance.close();
});
