// The field cases in this page or worker.
import '../../js/field-cases/memories.mjs';
import * as onggi from '../../../dist/index.mjs';
import { gc } from '../../js/collect.mjs';
import { casesOn } from '../../js/field-cases/cases.mjs';
import * as assert from './assert.mjs';
import { callInWorker } from './in_worker.mjs';

const folder = '/tests/vectors/circuits/fp_generic';
const [circuit, witness] = await Promise.all(
  ['circuit', 'witness'].map(async (name) => (await fetch(`${folder}/${name}.json`)).json())
);

/** Dropped handles are found between tasks only, and scopes do not follow awaits. */
const cases = casesOn({
  onggi,
  assert: /** @type {any} */ (assert),
  recorded: { circuit, witness },
  searchesHeap: false,
  followsAwaits: false,
  heldMemories: 'gc' in globalThis ? 1 : 2,
  jsHeap: () => (gc(), /** @type {any} */ (performance).memory.usedJSHeapSize),
  async runAlone(program) {
    const { error } = await callInWorker({ module: 'program', name: 'run', args: [program] });
    if (error) throw new Error(error);
  },
});

/** @param {number} number @param {'ours' | 'theirs'} shim */
export async function run(number, shim) {
  await cases[number - 1]?.[shim]();
}

export const list = () => cases.map(({ ours, theirs, ...facts }) => facts);
