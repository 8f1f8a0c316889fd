// The modules that take the place of o1js's native addon and wasm module, export by export: each is compared with
// the real one, through o1js's own conversions, or throws an error that names it.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { loadSync } from 'onggi';

import {
  backend,
  circuit,
  field,
  indexAnswers,
  indexOf,
  inO1js,
  proofAnswers,
  prove,
  smallAnswers,
  srsAnswers,
} from './answers.mjs';

const require = createRequire(import.meta.url);
const { wasm: realWasm, withThreadPool } = await import(inO1js('js/node/node-backend.js'));
await withThreadPool(async () => {}); // starts its threads, which it waits for
// The module under test would end them.
/** @type {any} */ (globalThis).terminateWorkers = undefined;

const { nativeModule } = await import(new URL('../../dist/surfaces/o1js/native.mjs', import.meta.url).href);
const { wasmModule } = await import(new URL('../../dist/surfaces/o1js/wasm.mjs', import.meta.url).href);
const { pointers } = await import(new URL('../../dist/surfaces/o1js/wasm_classes.mjs', import.meta.url).href);

const onggi = loadSync();
const native = nativeModule(() => onggi);
const wasm = wasmModule(native, {
  instance: () => onggi,
  askForWorkers() {},
  makeRoom: async () => {},
});

/** @typedef {import('./answers.mjs').Module} Module */
/** @type {{ name: 'native' | 'wasm', real: Module, ours: Module, called: Set<string> }[]} */
const seams = [
  {
    name: 'native',
    real: require(`@o1js/native-${process.platform}-${process.arch}`),
    ours: native,
    called: new Set(),
  },
  { name: 'wasm', real: realWasm, ours: wasm, called: new Set() },
];

/** The module, which notes what is called or constructed. @param {Module} module @param {Set<string>} called */
const recording = (module, called) =>
  new Proxy(module, {
    get(target, name, receiver) {
      if (typeof name === 'string') called.add(name);
      return Reflect.get(target, name, receiver);
    },
  });

const isLong = Boolean(process.env.ONGGI_LONG);
const circuits = {
  // The addon takes no lookup tables from o1js's conversions.
  native: ['fp_recursion_1', 'fq_xor', ...(isLong ? ['fp_lookup_runtime'] : [])],
  wasm: ['fp_lookup_runtime', 'fq_lookup_fixed', ...(isLong ? ['fp_recursion_1'] : [])],
};

for (const { name: kind, real, ours, called } of seams) {
  for (const f of /** @type {const} */ (['fp', 'fq'])) {
    test(`${kind}: the SRS functions of ${f} answer as those of o1js`, () => {
      assert.deepEqual(
        srsAnswers(backend(recording(ours, called), kind, f)),
        srsAnswers(backend(real, kind, f))
      );
    });

    test(`${kind}: shifts, Poseidon and generators of ${f} are those of o1js`, () => {
      const state = [field(f), field(f), field(f)];
      assert.deepEqual(
        smallAnswers(backend(recording(ours, called), kind, f), state),
        smallAnswers(backend(real, kind, f), state)
      );
    });
  }

  for (const name of circuits[kind]) {
    test(`${kind}: ${name}: index, proofs and challenges are those of o1js`, () => {
      const c = circuit(name);
      const mine = backend(recording(ours, called), kind, c.f);
      const theirs = backend(real, kind, c.f);
      const my = indexOf(mine, c);
      const their = indexOf(theirs, c);
      assert.deepEqual(indexAnswers(mine, c, my), indexAnswers(theirs, c, their));
      for (const [prover, index] of /** @type {const} */ ([
        [mine, my.index],
        [theirs, their.index],
      ])) {
        const proof = prove(prover, c, index);
        const answers = proofAnswers(mine, my, proof);
        assert.deepEqual([answers.valid, answers.tampered], [true, false]);
        assert.deepEqual([answers.batch, answers.batchWithTampered], [true, false]);
        assert.deepEqual([answers.outside, answers.batchWithOutside], [false, false]);
        assert.deepEqual(answers, proofAnswers(theirs, their, proof));
        if (kind === 'wasm') {
          const read = mine.module[`Wasm${mine.F}ProverProof`].deserialize(
            Buffer.from(answers.text, 'base64')
          );
          assert.equal(read.serialize(), answers.text);
        }
      }
    });
  }

  test(`${kind}: every export of o1js's module is there, and was compared or is refused by its name`, () => {
    const own = /^__wb(g|indgen)/; // for the module itself
    const names = Object.keys(real).filter((name) => !own.test(name) && !name.startsWith('__'));
    assert.ok(names.length > 140);
    const missing = names.filter((name) => ours[name] === undefined);
    assert.deepEqual(missing, [], 'not there');
    const ofThreads = ['initThreadPool', 'exitThreadPool', 'wbg_rayon_start_worker', 'get_memory'];
    const untested = names.filter((name) => {
      if (called.has(name) || ofThreads.includes(name) || typeof real[name] !== 'function') return false;
      try {
        ours[name]();
      } catch (error) {
        return !(/** @type {any} */ (error.code === 'unsupported' && `${error}`.includes(`${name}: `)));
      }
      return true;
    });
    assert.deepEqual(
      untested.filter((name) => !/^[A-Z]/.test(name)),
      [],
      'neither compared nor refused'
    );
    for (const name of names.filter((each) => typeof real[each] !== 'function' && each === 'GateType')) {
      assert.deepEqual({ ...ours[name] }, { ...real[name] });
    }
  });
}

test('classes of the wasm module have the members of o1js', () => {
  const { real, ours } = seams[1] ?? assert.fail();
  for (const [name, Class] of Object.entries(real)) {
    if (typeof Class !== 'function' || !/^[A-Z]/.test(name)) continue;
    if (ours[name].prototype === undefined || ours[name].name === '') continue; // refused
    for (const member of Object.getOwnPropertyNames(Class.prototype)) {
      const uncalled = /^(serialize|wasm_clone|[0-6])$/; // by o1js
      assert.ok(member in ours[name].prototype || uncalled.test(member), `${name}.${member}`);
    }
  }
});

test('what the wasm module moves cannot be used again, and what it borrows can', () => {
  const curve = () => wasm.caml_vesta_affine_one();
  const point = curve();
  const comm = new wasm.WasmFpPolyComm([], point);
  assert.throws(() => point.x, { code: 'stale_handle', message: /WasmGVesta was moved/ });
  const raw = comm.__destroy_into_raw();
  assert.throws(() => comm.unshifted, { code: 'stale_handle' });
  assert.equal(pointers.size, 1);
  const list = Uint32Array.of(raw);
  const [back] = [Object.assign(Object.create(wasm.WasmFpPolyComm.prototype), { __wbg_ptr: list[0] })];
  assert.equal(back.shifted.infinity, false);
  assert.equal(pointers.size, 0);
  const srs = wasm.caml_fp_srs_create(2);
  wasm.caml_fp_srs_h(srs);
  assert.equal(wasm.caml_fp_srs_get(srs).length, 3);
});

test('what is moved into a call that is refused is taken, and no pointer is left', () => {
  const comm = () => new wasm.WasmFpPolyComm([], undefined);
  const raw = () => comm().__destroy_into_raw();
  const never = 2 ** 32 - 1;
  const refused = { code: 'stale_handle' };
  const single = comm();
  const { WasmFpProverCommitments: Commitments } = wasm;
  assert.throws(() => new Commitments(Uint32Array.of(raw(), never, raw()), single, comm()), refused);
  assert.throws(() => single.unshifted, refused);
  assert.throws(() => wasm.fp_oracles_create(Uint32Array.of(raw()), comm(), single), refused);
  assert.throws(() => wasm.caml_fp_srs_set_lagrange_basis(undefined, 2, [raw(), raw()]), refused);
  const movedAway = new wasm.WasmFpLookupCommitments([], comm());
  movedAway.free();
  assert.throws(() => (movedAway.sorted = Uint32Array.of(raw())), refused);
  assert.equal(pointers.size, 0);
});

test('points keep their bytes when o1js writes to its array again', () => {
  const point = wasm.caml_pallas_affine_one();
  const scratch = new Uint8Array(32).fill(1);
  point.x = scratch;
  scratch.fill(2);
  assert.equal(point.x[0], 1);
});

test('nothing is left on the way, and only SRS and indexes are alive', () => {
  assert.equal(pointers.size, 0);
  const types = new Set(onggi.leaks().map(({ type }) => type.split('.')[1]));
  assert.deepEqual([...types].sort(), ['PlonkIndex', 'Srs']);
});
