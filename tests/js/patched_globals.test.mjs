// Programs replace globals and prototype methods: fake timers of test runners, BigInt.prototype.toJSON and
// the like. What is replaced after the package was imported does not reach it.
import assert from 'node:assert/strict';
import { afterEach, describe, mock, test } from 'node:test';

import { load } from 'onggi';

import { Bin, samples } from './support.mjs';

/** What a program, or one of its libraries, might replace. @type {Record<string, () => void>} */
const patches = {
  'fake timers': () => mock.timers.enable(),
  'all functions that start a task'() {
    const never = () => {};
    for (const name of ['setImmediate', 'setTimeout', 'queueMicrotask', 'clearTimeout']) {
      mock.method(globalThis, /** @type {any} */ (name), never);
    }
    mock.method(performance, 'now', () => 0);
  },
  'toJSON of bigints, objects and arrays'() {
    for (const { prototype } of [BigInt, Object, Array]) {
      Object.defineProperty(prototype, 'toJSON', {
        value() {
          return typeof this === 'bigint' ? String(this) : this;
        },
        configurable: true,
        writable: true,
      });
    }
  },
  'methods of bytes, text and WebAssembly'() {
    for (const [owner, name] of /** @type {[any, any][]} */ ([
      [Uint8Array.prototype, 'set'],
      [TextEncoder.prototype, 'encode'],
      [TextDecoder.prototype, 'decode'],
      [WebAssembly, 'instantiate'],
      [WebAssembly, 'compile'],
      [AbortSignal.prototype, 'throwIfAborted'],
      [AbortSignal.prototype, 'addEventListener'],
    ])) {
      const method = owner[name];
      /** @this {unknown} @param {unknown[]} args */
      const replacement = function (...args) {
        // Node calls some of them itself.
        assert.doesNotMatch(String(new Error().stack), /\/dist\//, `${name} was called`);
        return Reflect.apply(method, this, args);
      };
      mock.method(owner, name, replacement);
    }
  },
};

afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
  for (const { prototype } of [BigInt, Object, Array]) Reflect.deleteProperty(prototype, 'toJSON');
});

/** Uses what waits, converts or calls back. @param {any} onggi */
async function useEverything({ vesta, reserve }) {
  const bin = new Bin();
  await reserve(1000);
  const srs = bin.put(await vesta.Srs.createAsync(256));
  assert.equal(srs.size, 256);
  const index = bin.put(samples.PlonkIndex(vesta, bin));
  const witness = bin.put(samples.Witness(vesta, bin));
  const proof = bin.put(await index.prove(witness));
  assert.ok(bin.put(index.verifierIndex()).verify(proof));
  assert.deepEqual(bin.put(vesta.Vector.fromFields([5n])).fields(), [5n]);
  const controller = new AbortController();
  const { signal } = controller;
  const onProgress = () => controller.abort('enough');
  await assert.rejects(index.prove(witness, { signal, onProgress }), { code: 'cancelled', cause: 'enough' });
  bin.empty();
}

for (const [name, patch] of Object.entries(patches)) {
  describe(name, () => {
    test('do not affect an instance if replaced after load()', async () => {
      const onggi = await load();
      patch();
      await useEverything(onggi);
      onggi.close();
    });

    test('do not affect an instance if replaced before load()', async () => {
      patch();
      const onggi = await load({ softLimit: 1 });
      await useEverything(onggi);
      onggi.close();
    });
  });
}

test('a bigint in JSON is a field element even if BigInt.prototype.toJSON is defined', async () => {
  const onggi = await load();
  patches['toJSON of bigints, objects and arrays']?.();
  const bin = new Bin();
  const columns = Array.from({ length: 15 }, () => [255n]);
  const witness = bin.put(onggi.vesta.Witness.fromJSON({ format: 'kimchi-witness/1', field: 'fp', columns }));
  assert.deepEqual(witness.column(0), [255n]);
  bin.empty();
  onggi.close();
});
