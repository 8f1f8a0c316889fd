// The circuit builder's calls wire the cells that they are given: with random inputs, cells that have
// equal values every time are one cycle.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, describe, test } from 'node:test';

import { load } from 'onggi';

import { mod, orderOf, pointOf, times } from './plain_curve.mjs';
import { warmUp } from './support.mjs';

const onggi = await load();
warmUp(onggi);

// Two bits of a value are equal to two others all the time with probability 4^-inputs.
const inputs = 12;
const permuted = 7;

/** Numbers below 2^bits, the same ones for a seed. @param {number} seed */
function randomNumbers(seed) {
  let count = 0;
  return (/** @type {number} */ bits) => {
    const digest = createHash('sha256').update(`${seed} ${++count}`).digest('hex');
    return BigInt(`0x${digest}`) >> BigInt(256 - bits);
  };
}

/** @typedef {{ builder: any, curve: any, random: (bits: number) => bigint }} Site */

/** @param {Site} site @param {...number} bits of each */
const cells = ({ builder, random }, ...bits) => bits.map((each) => builder.variable(random(each)));

/** @param {Site} site */
function point({ builder, curve, random }) {
  const coordinates = times(pointOf(curve), random(64) + 1n, orderOf(curve));
  return coordinates.map((coordinate) => builder.variable(coordinate));
}

/** Limbs of the caller's own. @param {Site} site */
const limbs = (site) => cells(site, 88, 88, 79);

// Not a power of two, whose digits would equal digits of other numbers.
const modulus = 0xb5297a4d68e31da4c3f9e2a175b8064df1c2a3958674d5e0b9a8c7d6e5f40313n;

/** @type {Record<string, (site: Site) => void>} */
const calls = {
  makePublic: (site) => site.builder.makePublic(cells(site, 200)[0]),
  publicInput: ({ builder, random }) =>
    builder.add(...[200, 200].map((bits) => builder.publicInput(random(bits)))),
  assertEqual({ builder, random }) {
    const value = random(200);
    builder.assertEqual(builder.variable(value), builder.variable(value));
  },
  add: (site) => site.builder.add(...cells(site, 200, 200)),
  mul: (site) => site.builder.mul(...cells(site, 200, 200)),
  generic(site) {
    const { builder, curve } = site;
    const p = orderOf(curve);
    const [l, r] = cells(site, 200, 200);
    const o = builder.variable(mod(builder.value(l) + 2n * builder.value(r), p));
    builder.generic([1n, 2n, p - 1n, 0n, 0n], [l, r, o]);
  },
  poseidon: (site) => site.builder.poseidon(cells(site, 200, 200, 200)),
  poseidonHash: (site) => site.builder.poseidonHash(cells(site, 200, 200, 200)),
  completeAdd: (site) => site.builder.completeAdd(point(site), point(site)),
  variableBaseMul: (site) => site.builder.variableBaseMul(point(site), cells(site, 20)[0], 20),
  endoMul: (site) => site.builder.endoMul(point(site), cells(site, 128)[0]),
  endoMulScalar: (site) => site.builder.endoMulScalar(cells(site, 128)[0]),
  rangeCheck64: (site) => site.builder.rangeCheck64(cells(site, 64)[0]),
  multiRangeCheck: (site) => site.builder.multiRangeCheck(cells(site, 88, 88, 88)),
  compactMultiRangeCheck: (site) => site.builder.compactMultiRangeCheck(...cells(site, 176, 88)),
  xor: (site) => site.builder.xor(...cells(site, 64, 64), 64),
  rotate64: (site) => site.builder.rotate64(cells(site, 64)[0], 21),
  foreignField: ({ builder, random }) => builder.foreignField(random(255)),
  foreignFieldAdd: (site) => site.builder.foreignFieldAdd(limbs(site), limbs(site), modulus),
  foreignFieldSub: (site) => site.builder.foreignFieldSub(limbs(site), limbs(site), modulus),
  foreignFieldMul: (site) => site.builder.foreignFieldMul(limbs(site), limbs(site), modulus),
  foreignFieldBoundCheck: (site) => site.builder.foreignFieldBoundCheck(limbs(site), modulus),
  lookup({ builder, random }) {
    const keys = [1n, 2n, 3n, 4n];
    const data = keys.map(() => random(200));
    const table = builder.addRuntimeTable({ id: 9, first_column: keys }, data);
    const entries = [1, 2, 3].map(() => Number(random(2)));
    const pairs = entries.flatMap((entry) => [keys[entry], data[entry]]);
    builder.lookup(
      table,
      pairs.map((value) => builder.variable(value))
    );
  },
};

/** The names of cells by the name of each one's cycle. @param {[row: number, column: number][][]} wires */
function cyclesOf(wires) {
  /** @type {Map<string, string>} */
  const cycles = new Map();
  for (const [row, columns] of wires.entries())
    for (const column of columns.keys()) {
      const name = `${row} ${column}`;
      for (let at = name; !cycles.has(at); ) {
        cycles.set(at, name);
        const [r, c] = at.split(' ').map(Number);
        at = /** @type {any} */ (wires)[r][c].join(' ');
      }
    }
  return cycles;
}

/** The circuit and witness of a call with the input of a seed. @param {any} curve @param {(site: Site) => void} call @param {number} seed */
function made(curve, call, seed) {
  const builder = curve.CircuitBuilder.create();
  call({ builder, curve, random: randomNumbers(seed) });
  const witness = builder.witness();
  const columns = Array.from({ length: permuted }, (_, column) => witness.column(column));
  const { gates } = builder.circuit(0);
  for (const handle of [witness, builder]) handle.free();
  return { columns, gates };
}

describe('equal cells are wired by', () => {
  for (const [name, call] of Object.entries(calls))
    for (const curve of [onggi.vesta, onggi.pallas])
      test(`${curve.name}: ${name}`, () => {
        const all = Array.from({ length: inputs }, (_, seed) => made(curve, call, seed));
        const [{ gates }] = /** @type {[any]} */ (/** @type {unknown} */ (all));
        for (const other of all) assert.deepEqual(other.gates, gates);
        const cycles = cyclesOf(gates.map((/** @type {any} */ gate) => gate.wires));
        /** @type {Map<string, string>} */
        const byValues = new Map();
        for (const cell of cycles.keys()) {
          const [row, column] = /** @type {[number, number]} */ (cell.split(' ').map(Number));
          const values = all.map(({ columns }) => columns[column]?.[row]);
          if (values.every((value) => value === values[0])) continue;
          const first = byValues.get(values.join()) ?? cell;
          byValues.set(values.join(), first);
          assert.equal(cycles.get(cell), cycles.get(first), `${cell} has the values of ${first}`);
        }
        assert.ok(byValues.size > 0);
      });
});

after(() => assert.equal(onggi.memory().handles, 0));
