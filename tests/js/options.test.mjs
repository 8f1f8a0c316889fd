// Options of public functions: read once, and refused with a suggestion if they do not exist.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import fs from 'node:fs';

import { load, OnggiError } from 'onggi';
import { expectNoLeaks, leakCheck } from 'onggi/testing';

import { checkOptions } from '../../js-glue/runtime/native/options.mjs';
import { expectWarnings } from './memory_callbacks.mjs';
import { Bin, samples } from './support.mjs';

const onggi = await load();
const { vesta } = onggi;
const bin = new Bin();
const srs = bin.put(samples.Srs(vesta, bin));
const index = bin.put(samples.PlonkIndex(vesta, bin));
const witness = bin.put(samples.Witness(vesta, bin));
const gates = bin.put(samples.GateVector(vesta, bin));

describe('checkOptions', () => {
  const known = ['threads', 'maxMemory', 'onProgress'];
  for (const [option, message] of [
    ['thread', /f: there is no option thread: did you mean threads\?/],
    ['Threads', /did you mean threads\?/],
    ['maxmem', /did you mean maxMemory\?/],
    ['onprogres', /did you mean onProgress\?/],
    ['zebra', /the options are threads, maxMemory, onProgress/],
    ['x'.repeat(5000), /f: there is no option x{40}…: the options are/],
  ]) {
    test(`refuses ${String(option).slice(0, 12)} with a hint`, () => {
      const check = () => checkOptions({ [String(option)]: 1 }, 'f', known);
      assert.throws(check, { code: 'unknown_option', message });
    });
  }

  test('takes undefined or an object', () => {
    assert.deepEqual(checkOptions(undefined, 'f', known), { __proto__: null });
    const all = { __proto__: null, threads: 2, maxMemory: undefined, onProgress: undefined };
    assert.deepEqual(checkOptions({ threads: 2 }, 'f', known), all);
    for (const bad of [null, 7, 'threads', true, [], () => {}]) {
      assert.throws(() => checkOptions(bad, 'f', known), { code: 'wrong_type' });
    }
  });

  test('reads each option once', () => {
    let reads = 0;
    const options = {
      get threads() {
        return ++reads;
      },
    };
    assert.equal(checkOptions(options, 'f', known).threads, 1);
    assert.equal(reads, 1);
  });

  test('throws a typed error if an option cannot be read', () => {
    const refuse = () => {
      throw new TypeError('mine');
    };
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    for (const options of [
      Object.defineProperty({}, 'threads', { get: refuse }),
      new Proxy({}, { ownKeys: refuse }),
      proxy,
    ]) {
      assert.throws(() => checkOptions(options, 'f', known), OnggiError);
    }
  });
});

describe('a misspelt option is refused by', () => {
  const misspelt = { signall: undefined, maxMemry: 1 };
  /** @type {Record<string, () => unknown>} */
  const functions = {
    load: () => load(/** @type {any} */ (misspelt)),
    prove: () => index.prove(witness, misspelt),
    proveSync: () => index.proveSync(witness, misspelt),
    'Srs.createAsync': () => vesta.Srs.createAsync(4, misspelt),
    'PlonkIndex.createAsync': () => vesta.PlonkIndex.createAsync({}, srs, misspelt),
    'PlonkIndex.fromGatesAsync': () => vesta.PlonkIndex.fromGatesAsync(gates, 0, srs, undefined, misspelt),
    'a generated …Async function': () => vesta.Vector.fromFieldsAsync([1n], misspelt),
    'a generated function': () => vesta.Vector.fromFields([1n], misspelt),
    'a generated method': () => index.verifierIndex(misspelt),
    onMemory: () => onggi.onMemory(() => {}, /** @type {any} */ (misspelt)),
    leakCheck: () => leakCheck(onggi, /** @type {any} */ (misspelt)),
    expectNoLeaks: () => expectNoLeaks(onggi, () => {}, /** @type {any} */ (misspelt)),
  };
  for (const [name, call] of Object.entries(functions)) {
    test(name, () => assert.rejects(async () => call(), { code: 'unknown_option' }));
  }

  test('prometheus', async () => {
    const { watch } = await import('onggi/prometheus');
    assert.throws(() => watch(onggi, /** @type {any} */ (misspelt)), { code: 'unknown_option' });
  });
});

test('functions can be callbacks of array methods, which pass further arguments', () => {
  const vector = bin.put(vesta.Vector.fromFields([4n, 5n]));
  assert.deepEqual([1, 0].map(vector.get, vector), [5n, 4n]);
});

test('a generated …Async function stops waiting when its signal is aborted', async () => {
  const small = await load({ softLimit: 1 });
  const first = small.vesta.Vector.fromFieldsAsync([1n]);
  const controller = new AbortController();
  const second = small.vesta.Vector.fromFieldsAsync([1n], { signal: controller.signal });
  controller.abort('enough');
  await assert.rejects(second, { code: 'cancelled', cause: 'enough' });
  await first;
  assert.equal(small.close().length, 1);
});

describe('load({ wasm })', () => {
  const file = new URL('../../dist/onggi.wasm', import.meta.url);
  const bytes = fs.readFileSync(file);

  for (const [name, wasm] of /** @type {[string, any][]} */ ([
    ['a URL', file],
    ['the text of a URL', file.href],
    ['a Buffer', bytes],
    ['a DataView', new DataView(bytes.buffer, bytes.byteOffset, bytes.length)],
    ['an ArrayBuffer', new Uint8Array(bytes).buffer],
    ['an ArrayBuffer of another realm', vm.runInNewContext('new Uint8Array(bytes).buffer', { bytes })],
    ['bytes of another realm', vm.runInNewContext('new Uint8Array(bytes)', { bytes })],
    ['a module', new WebAssembly.Module(bytes)],
    ['a URL of another realm', { href: file.href }],
  ])) {
    test(`takes ${name}`, async () => (await load({ wasm })).close());
  }

  for (const [name, wasm, code, message] of /** @type {[string, any, string, RegExp][]} */ ([
    [
      'a file name',
      'onggi.wasm',
      'load_failed',
      /onggi\.wasm is not an absolute URL: pass load\(\{ wasm \}\): a URL, such as new URL/,
    ],
    ['a path', '/tmp/onggi.wasm', 'load_failed', /is not an absolute URL/],
    ['a number', 7, 'wrong_type', /expected a URL, a Response, bytes or a WebAssembly\.Module, got a number/],
    ['null', null, 'wrong_type', /got null/],
    ['an imitation of a module', Object.create(WebAssembly.Module.prototype), 'wrong_type', /expected/],
    ['no bytes', new Uint8Array(0), 'load_failed', /load: CompileError/],
    ['a file that is missing', pathToFileURL('/nowhere.wasm'), 'load_failed', /ENOENT/],
  ])) {
    test(`refuses ${name}`, () => assert.rejects(load({ wasm }), { code, message }));
  }

  test('refuses detached bytes', async () => {
    const wasm = new Uint8Array(bytes);
    structuredClone(wasm.buffer, { transfer: [wasm.buffer] });
    await assert.rejects(load({ wasm }), { code: 'detached_bytes', message: /^load: wasm: / });
  });
});

describe('options whose values cannot be read', () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const throwing = new Proxy(
    {},
    {
      get() {
        throw new Error('mine');
      },
    }
  );
  for (const option of [
    'threads',
    'wasm',
    'worker',
    'maxMemory',
    'softLimit',
    'debug',
    'name',
    'raw',
    'trace',
    'cache',
  ])
    test(`load({ ${option} })`, async () => {
      for (const value of [proxy, throwing]) {
        await assert.rejects(load({ [option]: value }), (/** @type {any} */ error) => {
          assert.ok(error instanceof OnggiError, error.stack);
          assert.match(error.code, /^(?:wrong_type|invalid_argument)$/);
          return true;
        });
      }
    });
});

describe('options that are an object of another class', () => {
  for (const [name, options] of /** @type {[string, any][]} */ ([
    ['a URL', new URL('file:///onggi.wasm')],
    ['an AbortSignal', new AbortController().signal],
    ['a promise', Promise.resolve({ threads: 1 })],
    ['a Map', new Map([['threads', 1]])],
    ['a Date', new Date()],
    ['a Map of another realm', vm.runInNewContext('new Map()')],
  ])) {
    const refused = { code: 'wrong_type', message: /options: expected an object of options, got an object/ };
    test(`are refused: ${name}`, async () => {
      await assert.rejects(load(options), refused);
      const onggi = await load();
      assert.throws(() => onggi.onMemory(() => {}, options), refused);
      await assert.rejects(onggi.vesta.Srs.createAsync(4, options), refused);
      assert.equal(onggi.memory().handles, 0);
      onggi.close();
      await assert.rejects(load({ cache: options }), {
        code: 'wrong_type',
        message: /^load: cache: expected/,
      });
    });
  }

  for (const [name, options] of /** @type {[string, any][]} */ ([
    ['has no prototype', Object.create(null)],
    ['inherits its options', Object.create({ maxMemory: 2 ** 25 })],
    ['inherits from an empty object', Object.create({})],
    [
      'reads its options by getters of its class',
      new (class {
        get maxMemory() {
          return 2 ** 25;
        }
      })(),
    ],
    ['is of another realm', vm.runInNewContext('({ maxMemory: 2 ** 25 })')],
  ])) {
    test(`an object that ${name} is taken`, async () => (await load(options)).close());
  }
});

test('what a program adds to Object.prototype is no option', async () => {
  const names = ['signal', 'onProgress', 'threads', 'maxMemory', 'wasm', 'debug', 'cache', 'interval'];
  try {
    for (const name of names) {
      Object.defineProperty(Object.prototype, name, { value: () => {}, configurable: true, writable: true });
    }
    (await load()).close();
    (await load({ maxMemory: 2 ** 25 })).close();
    onggi.onMemory(() => {}, {})();
    class Getters {
      get onProgress() {
        return () => {};
      }
    }
    for (const options of [undefined, {}, new Getters(), Object.create({ onProgress: () => {} })]) {
      (await index.prove(witness, options)).free();
      (await vesta.Srs.createAsync(4, options)).free();
    }
    await assert.rejects(index.prove(witness, { signal: AbortSignal.abort() }), { code: 'cancelled' });
    await assert.rejects(load(/** @type {any} */ (new Map())), { code: 'wrong_type' });
  } finally {
    for (const name of names) Reflect.deleteProperty(Object.prototype, name);
  }
});

test('a callback of onMemory() that throws or rejects is a warning, and is called again', async (context) => {
  const kept = new Bin();
  await expectWarnings(context, onggi, () => kept.put(vesta.Srs.create(4)));
  kept.empty();
});

test('recycle() uses the options that load() has read', async () => {
  const options = { maxMemory: 2 ** 20 };
  const first = await load(options);
  options.maxMemory = 2 ** 25;
  const second = await first.recycle();
  assert.equal(second.memory().limits.hard, 2 ** 20);
  second.close();
});
