// One call: it gives back what it borrows and allocates, and ends with a handle, bytes or an error.
// These tests use a fake module.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';

import { collectionsAreSeen } from '../../js-glue/runtime/memory/collection.mjs';
import { InstanceDeadError, OnggiError } from '../../js-glue/runtime/errors.mjs';
import { Handle } from '../../js-glue/runtime/handles/handle.mjs';
import { OutOfMemory } from '../../js-glue/runtime/native/instance.mjs';
import { adopt, release } from '../../js-glue/runtime/handles/table.mjs';
import { collect, turn } from './collect.mjs';
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

describe('listeners of the end of native code', () => {
  /** An instance that a listener calls after every native call. @param {string} [result] */
  function overheard(result = '') {
    const { instance, module, Sample, leave } = fakeInstance();
    let number = 0;
    module.functions.number = () => number;
    module._onggi_memory = () => {
      number = 0;
      module.status = 0;
      leave('{}');
    };
    let calls = 0;
    instance.events.native.on(() => void (++calls, instance.report()));
    /** Sets the result of a native function. @param {number} [status] */
    const native = (status = 0) => {
      number = 7;
      module.status = status;
      leave(result);
    };
    return { instance, module, Sample, native, calls: () => calls };
  }

  test("run after the call's number, bytes and error were read", () => {
    const { instance, module, native, calls } = overheard('what it left');
    /** @template T @param {(call: import('../../js-glue/runtime/native/call.mjs').Call) => T} read @param {number} [status] */
    const called = (read, status) => {
      const call = instance.enter('Test.call');
      try {
        call.block(Uint8Array.of(1));
        call.cross(() => native(status));
        return read(call);
      } finally {
        call.leave();
      }
    };
    assert.equal(
      called((call) => call.number()),
      7
    );
    assert.equal(new TextDecoder().decode(called((call) => call.result())), 'what it left');
    const message = 'Test.call: what it left';
    assert.throws(() => called(() => {}, 7), { code: 'malformed_json', message });
    assert.equal(calls(), 3);
    assert.equal(instance.frames, 0);
    assert.equal(module.blocks.size, 0);
  });

  test('run after a new object has its handle, and can free handles', () => {
    const { instance, module, Sample } = fakeInstance();
    const other = Sample.make(1);
    /** @type {number[]} */
    const handles = [];
    instance.events.native.on(({ call }) => {
      if (call !== 'test.Sample.make') return;
      handles.push(instance.handles);
      other.free();
      assert.equal(module.objects.size, 2);
    });
    const made = Sample.make(2);
    assert.deepEqual(handles, [2]);
    assert.equal(module.objects.size, 1);
    made.free();
    assert.equal(instance.frames, 0);
  });

  test('cause a warning if they throw, and do not change the call', () => {
    const { instance, module, Sample } = fakeInstance();
    /** @type {string[]} */
    const warnings = [];
    const { warn } = console;
    const off = instance.events.native.on(() => {
      throw Object.create(null);
    });
    try {
      console.warn = (/** @type {string} */ text) => void warnings.push(text);
      Sample.make(1).free();
      assert.equal(warnings.length, 2);
      assert.match(warnings[0] ?? '', /^onggi: a listener of 'native' threw/);
      console.warn = () => {
        throw new Error('mine');
      };
      Sample.make(1).free();
    } finally {
      console.warn = warn;
      off();
    }
    assert.deepEqual([module.objects.size, instance.frames, instance.handles], [0, 0, 0]);
  });

  test('can each free another handle, 20,000 times in a row', () => {
    const { instance, module, Sample } = fakeInstance();
    const handles = Array.from({ length: 20_000 }, () => Sample.make(1));
    instance.events.native.on(() => handles.pop()?.free());
    handles.pop()?.free();
    assert.deepEqual([handles.length, module.objects.size], [0, 0]);
  });

  test('cannot close the instance while it runs or closes', () => {
    const { instance, Sample } = fakeInstance();
    const refused = { code: 'handle_in_use', message: 'close: native code is running' };
    /** @type {Set<unknown>} */
    const heard = new Set();
    instance.events.native.on(({ call, by }) => {
      heard.add(call ?? by);
      assert.throws(() => instance.close(), refused);
    });
    instance.events.closing.on(() => {
      heard.add('closing');
      assert.throws(() => instance.close(), refused);
    });
    Sample.make(1).free();
    assert.deepEqual(instance.close(), []);
    for (const each of ['test.Sample.make', 'dispose', 'closing']) assert.ok(heard.has(each), each);
  });
});

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

test('dropped handles are freed, except in raw instances', needsRegistry, async () => {
  const [armed, raw] = [fakeInstance(), fakeInstance({ freesDropped: false })];
  (() => void [armed.Sample.make(1), raw.Sample.make(1)])();
  await collect();
  assert.deepEqual([armed.module.live, raw.module.live], [0, 1]);
  raw.instance.close();
});
