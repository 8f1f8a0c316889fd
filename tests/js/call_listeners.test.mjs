// Listeners that run when native code has ended.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { fakeInstance } from './fake_module.mjs';

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
