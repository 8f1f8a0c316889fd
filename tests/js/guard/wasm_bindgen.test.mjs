// Two guarded modules of wasm-bindgen, of the npm package o1js: one whose glue has finalizers, one of an older
// wasm-bindgen without.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';

import { scope } from 'onggi';
import { guard } from 'onggi/guard';

import { collect } from '../collect.mjs';

const require = createRequire(new URL('../../package.json', import.meta.url));
const entry = require.resolve('o1js');
const folder = path.join(
  entry.slice(0, entry.lastIndexOf(`o1js${path.sep}`)),
  'o1js/dist/node/bindings/compiled/node_bindings'
);

/** A new instance of a module. @param {string} name @returns {any} */
function load(name) {
  const file = path.join(folder, `${name}.cjs`);
  delete require.cache[file];
  return require(file);
}

/** @param {any} wasm */
function gate(wasm) {
  const wires = Array.from({ length: 7 }, (_, column) => wasm.Wire.create(0, column));
  return new wasm.WasmFpGate(wasm.GateType.Generic, new wasm.WasmGateWires(...wires), new Uint8Array(320));
}

for (const name of ['kimchi_wasm', 'plonk_wasm']) {
  test(`${name}: objects that a function takes over are not freed again`, async () => {
    const { exports: wasm, memory, leaks } = guard(load(name));
    const gates = wasm.caml_pasta_fp_plonk_gate_vector_create();
    (() => {
      for (let i = 0; i < 50; ++i) wasm.caml_pasta_fp_plonk_gate_vector_add(gates, gate(wasm));
    })();
    await collect();
    assert.equal(wasm.caml_pasta_fp_plonk_gate_vector_len(gates), 50);
    assert.deepEqual([memory().handles, memory().freed.move], [1, 50 * 9]);
    const one = gate(wasm);
    wasm.caml_pasta_fp_plonk_gate_vector_add(gates, one);
    assert.throws(() => one.wires, { code: 'stale_handle' });
    assert.throws(() => wasm.caml_pasta_fp_plonk_gate_vector_add(gates, one), { code: 'stale_handle' });
    assert.throws(() => wasm.caml_pasta_fp_plonk_gate_vector_add(gates, gates), { code: 'wrong_type' });
    assert.equal(leaks()[0].type, 'WasmFpGateVector');
    gates.free();
    assert.equal(memory().handles, 0);
  });

  test(`${name}: a loop that drops objects keeps linear memory flat`, async () => {
    const { exports: wasm, memory } = guard(load(name));
    const column = new Uint8Array(32 * 2 ** 12);
    const sizes = [];
    for (let i = 0; i < 30; ++i) {
      (() => {
        const witness = new wasm.WasmVecVecFp(2);
        for (let j = 0; j < 2; ++j) witness.push(column);
      })();
      await collect();
      sizes.push(memory().linear);
    }
    assert.equal(sizes.at(-1), sizes[10]);
    assert.equal(memory().handles, 0);
  });

  test(`${name}: lists of pointers pass as handles, and come back by __wrap()`, async () => {
    const { exports: wasm, memory } = guard(load(name), { consumes: { WasmFpPolyComm: [0] } });
    scope(() => {
      const points = [wasm.caml_vesta_affine_one(), wasm.caml_vesta_affine_one()];
      const comm = new wasm.WasmFpPolyComm(points, undefined);
      for (const point of points) assert.throws(() => point.infinity, { code: 'stale_handle' });
      const back = Array.from(comm.unshifted, (pointer) => wasm.WasmGVesta.__wrap(pointer));
      assert.deepEqual(
        back.map(({ infinity }) => infinity),
        [false, false]
      );
    });
    await collect();
    assert.equal(memory().handles, 0);
  });
}
