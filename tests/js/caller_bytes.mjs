// Byte arrays with a wrong or changing length, for every parameter that takes bytes. As a program, it passes
// arrays whose length changes between two reads, and exits with 0 if no other object has changed; it also
// ends if linear memory is damaged.
import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';

import { Bin, jsName, manifest, recordedOf, samples } from './support.mjs';

/** The sample of a class, which many calls share. @typedef {(name: string) => any} SampleOf */

/** Valid bytes of the parameter's kind. @param {any} curve @param {string} name @param {any} param @param {SampleOf} sampleOf */
function rightBytes(curve, name, { kind }, sampleOf) {
  const lengths = { field: 32, integer: 32, fields: 64, columns: 480, point: 64, points: 128 };
  if (kind === 'json') return new TextEncoder().encode(JSON.stringify(recordedOf(curve.name).circuit));
  if (kind !== 'bytes') return new Uint8Array(lengths[/** @type {keyof lengths} */ (kind)]);
  const sample = sampleOf(name);
  return (sample.toBytes ?? sample.encode).call(sample);
}

/** A valid argument of its kind. @param {any} param @param {SampleOf} sampleOf */
function rightValue({ kind, class: className }, sampleOf) {
  if (kind === 'handle') return sampleOf(className);
  /** @type {Record<string, unknown>} */
  const values = { size: 1, cell: 1, cells: [1, 0, 0], text: '{}', json: {}, bytes: new Uint8Array(4) };
  return kind in values
    ? values[kind]
    : new Uint8Array(kind === 'columns' ? 480 : kind.startsWith('point') ? 64 : 32);
}

const byteKinds = ['bytes', 'json', 'field', 'integer', 'fields', 'columns', 'point', 'points'];

/**
 * Every parameter that takes bytes, as a function of the bytes.
 * @param {any} curve
 * @param {(call: (bytes: unknown) => unknown, bytes: Uint8Array, name: string, kind: string) => void} each
 */
export function forEachByteParameter(curve, each) {
  const bin = new Bin();
  /** @type {Map<string, any>} */
  const made = new Map();
  /** @type {SampleOf} */
  const sampleOf = (name) => {
    if (!made.has(name)) made.set(name, bin.put(samples[name]?.(curve, bin)));
    return made.get(name);
  };
  for (const { name, members } of manifest.classes) {
    for (const member of members) {
      member.params.forEach((/** @type {any} */ param, /** @type {number} */ position) => {
        if (!byteKinds.includes(param.kind)) return;
        const target = member.role === 'factory' ? curve[name] : sampleOf(name);
        const args = member.params.map((/** @type {any} */ other) => rightValue(other, sampleOf));
        const entry = jsName(member.name);
        each(
          (bytes) => target[entry](...args.with(position, bytes)),
          rightBytes(curve, name, param, sampleOf),
          `${curve.name}.${name}.${entry}, ${param.name}`,
          param.kind
        );
      });
    }
  }
  bin.empty();
}

/** The error of a call, or the type of its result; a handle is freed. @param {() => any} call */
export function outcomeOf(call) {
  try {
    const result = call();
    result?.free?.();
    return { result: typeof result };
  } catch (error) {
    const { code, message } = /** @type {any} */ (error);
    return { code, message };
  }
}

/** A copy that is made by another realm. @param {Uint8Array} bytes @returns {Uint8Array} */
export function ofAnotherRealm(bytes) {
  const copy = vm.runInNewContext('new Uint8Array(length)', { length: bytes.length });
  copy.set(bytes);
  return copy;
}

/** @param {Uint8Array} bytes @returns {Uint8Array} whose buffer is detached */
export function detached(bytes) {
  const copy = bytes.slice();
  structuredClone(copy.buffer, { transfer: [copy.buffer] });
  return copy;
}

/** @param {Uint8Array} bytes @returns {Uint8Array} behind the end of its buffer, which was resized */
export function outOfBounds(bytes) {
  const buffer = new /** @type {any} */ (ArrayBuffer)(bytes.length + 8, { maxByteLength: bytes.length + 8 });
  const view = new Uint8Array(buffer, 8, bytes.length);
  buffer.resize(8);
  return view;
}

const excess = 1 << 20;

/**
 * Arrays with these bytes whose `length` is wrong or changes.
 * @type {Record<string, (bytes: Uint8Array) => Uint8Array>}
 */
export const liars = {
  'own length, too long': (bytes) => Object.defineProperty(bytes.slice(), 'length', { value: excess }),
  'own length, too short': (bytes) => Object.defineProperty(bytes.slice(), 'length', { value: 1 }),
  'a class with other lengths': (bytes) =>
    Object.setPrototypeOf(
      bytes.slice(),
      class extends Uint8Array {
        get length() {
          return 8;
        }
        get byteLength() {
          return 16;
        }
        get buffer() {
          return new ArrayBuffer(4);
        }
        get [Symbol.toStringTag]() {
          return 'Array';
        }
      }.prototype
    ),
  'shared and growing': (bytes) => {
    const shared = new /** @type {any} */ (SharedArrayBuffer)(bytes.length, {
      maxByteLength: bytes.length + excess,
    });
    const view = new Uint8Array(shared);
    view.set(bytes);
    // Each time that its length is read, the array is longer afterwards, as if another thread grew it.
    return Object.defineProperty(view, 'length', {
      get() {
        const length = view.byteLength;
        if (length === bytes.length) shared.grow(length + excess);
        return length;
      },
    });
  },
};

/** Longer than its `length`: too long for a block of that length. @param {Uint8Array} bytes @returns {Uint8Array} */
function longerThanItSays(bytes) {
  const long = new Uint8Array(bytes.length + excess).fill(0xa5);
  long.set(bytes);
  return Object.defineProperty(long, 'length', { value: bytes.length });
}

async function main() {
  const { load } = await import('onggi');
  const { vesta } = await load();
  const content = Array.from({ length: 64 }, (_, i) => BigInt(i + 1) << 200n);
  forEachByteParameter(vesta, (call, bytes, name) => {
    const neighbours = Array.from({ length: 200 }, () => vesta.Vector.fromFields(content));
    for (const lie of [...Object.values(liars), longerThanItSays]) outcomeOf(() => call(lie(bytes)));
    for (const vector of neighbours) {
      assert.deepEqual(vector.fields(), content, name);
      vector.free();
    }
  });
}

if (process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === import.meta.url) await main();
