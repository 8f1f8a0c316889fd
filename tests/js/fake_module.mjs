// A module without WebAssembly: objects whose size is only a number, and functions in the form that the
// generator produces. It fails if the shim breaks a rule, such as using a destroyed object.
import assert from 'node:assert/strict';

import { callBytes } from '../../js-glue/runtime/native/call.mjs';
import { Handle } from '../../js-glue/runtime/handles/handle.mjs';
import { Instance } from '../../js-glue/runtime/native/instance.mjs';

/** @typedef {import('../../js-glue/runtime/native/instance.mjs').NativeModule} NativeModule */

/** Bytes of arguments that Sample.use has in linear memory while it runs. */
export const useBytes = 3;

/** One native object. */
export class FakeObject {
  destroyed = 0;
  users = 0;

  /** @param {FakeModule} module @param {number} bytes */
  constructor(module, bytes) {
    this.module = module;
    this.bytes = bytes;
    this.address = module.nextAddress += 8;
    module.live += bytes;
    module.objects.set(this.address, this);
  }

  delete() {
    assert.equal(this.destroyed++, 0, 'destroyed twice');
    assert.equal(this.users, 0, 'destroyed while in use');
    assert.equal(this.module.running, 0, 'destroyed while native code runs');
    this.module.live -= this.bytes;
    this.module.objects.delete(this.address);
    this.module.onDestroy?.(this);
  }

  /** @template T @param {() => T} inside @returns {T} */
  use(inside) {
    assert.equal(this.destroyed, 0, 'used after its destruction');
    ++this.users;
    ++this.module.running;
    try {
      return inside();
    } finally {
      --this.module.running;
      --this.users;
    }
  }
}

/** @implements {NativeModule} */
class FakeModule {
  nextAddress = 0;
  nextBlock = 1;
  live = 0;
  /** Bytes that the allocator can hand out. */
  free = Infinity;
  running = 0;
  status = 0;
  /** By address. @type {Map<number, FakeObject>} */
  objects = new Map();
  /** @type {Set<number>} */
  blocks = new Set();
  /** @type {((object: FakeObject) => void) | undefined} */
  onDestroy;

  /** @type {import('../../js-glue/runtime/native/native_functions.mjs').NativeFunctions} */
  functions = {
    status: () => this.status,
    number: () => 0,
    live: () => this.live,
    secure: (bytes) => Number(bytes <= this.free),
    classes: [(address) => this.at(address).delete()],
  };
  _onggi_functions = () => 0;
  _onggi_function_count = () => 0;
  /** The result of a call: its place in linear memory. */
  left = { address: 0, length: 0 };
  /** The allocator's numbers, which an audit reads. */
  heap = { mark: 0, peak: 0, largest: 0 };
  _onggi_bytes = () => this.left.address;
  _onggi_length = () => this.left.length;
  _onggi_release = () => {
    this.status = 0;
    this.left = { address: 0, length: 0 };
  };
  _onggi_memory = () => {};
  _onggi_heap = () => 0;
  _onggi_trace = () => {};
  _onggi_trace_take = () => 0;
  _onggi_trace_lines = () => 0;
  _onggi_most_linear = () => 2 ** 32;
  _onggi_heap_mark = () => this.heap.mark;
  _onggi_heap_peak = () => this.heap.peak;
  _onggi_heap_largest = () => this.heap.largest;
  /** @param {number} size */
  _malloc = (size) => {
    assert.ok(size > 8);
    const address = 8 * (this.nextBlock++ % 4096);
    this.blocks.add(address);
    return address;
  };
  /** @param {number} address */
  _onggi_free_block = (address) => assert.ok(this.blocks.delete(address), 'a block was freed twice');

  /** @param {number} bytes @returns {number} the object's address */
  make(bytes) {
    return new FakeObject(this, bytes).address;
  }

  /** @param {number} address */
  at(address) {
    const object = this.objects.get(address);
    assert.ok(object, 'there is no object at this address');
    return object;
  }
}

/**
 * An instance of a fake module, and its only class.
 * @param {Partial<import('../../js-glue/runtime/native/instance.mjs').InstanceOptions>} [options]
 */
export function fakeInstance(options = {}) {
  const module = new FakeModule();
  const memory = new WebAssembly.Memory({ initial: 1 });
  const codes = new Map([[7, 'malformed_json']]);
  const instance = new Instance(module, module.functions, memory, codes, {
    freesDropped: true,
    hard: 2 ** 30,
    soft: 2 ** 30,
    debug: false,
    ...options,
  });

  class Sample extends Handle {
    static noun = 'Sample';
    static type = 'test.Sample';
    static destructor = 0;

    /** @param {number} bytes @param {Uint8Array} [content] @returns {Sample} */
    static make(bytes, content) {
      const call = instance.enter('test.Sample.make');
      try {
        if (content) call.block(content);
        call.admit(() => bytes - callBytes);
        return call.adopt(
          Sample,
          call.cross(() => module.make(bytes))
        );
      } finally {
        call.leave();
      }
    }

    /** @param {number} bytes @returns {Promise<Sample>} */
    static async makeAsync(bytes) {
      const call = instance.enter('test.Sample.makeAsync');
      try {
        await call.reserve(() => bytes - callBytes);
        call.admit();
        return call.adopt(
          Sample,
          call.cross(() => module.make(bytes))
        );
      } finally {
        call.leave();
      }
    }

    /**
     * A call that uses this and another object.
     * @template T @param {Sample | undefined} other @param {() => T} inside runs within native code
     * @returns {T}
     */
    use(other, inside) {
      const call = instance.enter('test.Sample.use');
      try {
        const self = call.borrow(this, Sample, 'this');
        const argument = other && call.borrow(other, Sample, 'other');
        call.block(new Uint8Array(useBytes));
        return call.cross(() =>
          module.at(self).use(() => (argument ? module.at(argument).use(inside) : inside()))
        );
      } finally {
        call.leave();
      }
    }

    /** A call that takes until the promise has settled. @param {Promise<unknown>} until */
    async useUntil(until) {
      const call = instance.enter('test.Sample.useUntil');
      try {
        const self = module.at(call.borrow(this, Sample, 'this'));
        ++self.users;
        try {
          await until;
        } finally {
          --self.users;
        }
      } finally {
        call.leave();
      }
    }
  }
  /** Sets the module's result. @param {string} text */
  const leave = (text) => {
    const bytes = new TextEncoder().encode(text);
    module.left = { address: 4096, length: bytes.length };
    new Uint8Array(memory.buffer).set(bytes, module.left.address);
  };
  return { instance, module, Sample, leave };
}
