// The functions that the library takes from the runtime at load: later patches do not affect them.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import vm from 'node:vm';

import * as intrinsics from '../../js-glue/runtime/intrinsics.mjs';

test('this runtime has every required global', () => {
  assert.deepEqual(intrinsics.missingGlobals, []);
  const missing = Object.keys(intrinsics).filter((name) => Reflect.get(intrinsics, name) === undefined);
  assert.deepEqual(missing, ['crossOriginIsolated']); // in browsers only
});

test('fake timers and clocks do not affect the functions taken at load', async () => {
  const { now, setImmediate, setTimeout } = intrinsics;
  mock.timers.enable();
  mock.method(performance, 'now', () => 0);
  try {
    const before = now();
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setTimeout(resolve, 1));
    assert.ok(now() > before);
  } finally {
    mock.timers.reset();
    mock.restoreAll();
  }
});

test('a patched prototype does not affect the methods taken at load', () => {
  const patched = () => assert.fail('the patched method was called');
  mock.method(Uint8Array.prototype, 'set', patched);
  mock.method(TextEncoder.prototype, 'encode', patched);
  try {
    const out = new Uint8Array(2);
    intrinsics.setBytes(out, intrinsics.encodeUtf8('a'), 1);
    assert.deepEqual([...out], [0, 97]);
  } finally {
    mock.restoreAll();
  }
});

test('the length of a typed array is its true length, not an own property', () => {
  const lying = Object.defineProperty(new Uint8Array(3), 'length', { value: 1e9 });
  assert.equal(intrinsics.byteLengthOf(lying), 3);
  assert.equal(intrinsics.byteLengthOf(vm.runInNewContext('new Uint8Array(5)')), 5);
  const detached = new Uint8Array(4);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });
  assert.equal(intrinsics.byteLengthOf(detached), 0);
});

test('objects of another realm are recognised', async () => {
  const foreign = vm.runInNewContext('({ bytes: new Uint8Array(1), buffer: new ArrayBuffer(7) })');
  assert.equal(intrinsics.typedArrayName(foreign.bytes), 'Uint8Array');
  assert.equal(intrinsics.typedArrayName(Object.create(Uint8Array.prototype)), undefined);
  assert.ok(intrinsics.isView(foreign.bytes));
  assert.ok(intrinsics.isBuffer(foreign.buffer));
  assert.ok(!intrinsics.isBuffer(foreign.bytes));
  const module = vm.runInNewContext('new WebAssembly.Module(bytes)', {
    WebAssembly,
    bytes: new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]),
  });
  assert.ok(intrinsics.isWasmModule(module));
  for (const other of [undefined, {}, Object.create(WebAssembly.Module.prototype)]) {
    assert.ok(!intrinsics.isWasmModule(other));
  }
});
