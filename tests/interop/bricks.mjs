// Bricks are satisfied pieces of circuits, made from a seed or taken from a recorded circuit and stacked by
// composer.mjs. A brick is { rows, tables?, runtimeTables? }; a row is { typ, cells, coeffs, wires? }
// with cells and coefficients as bigints and wires as [row of the brick, column].
import { createHash } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { readJson } from './json_files.mjs';

const circuits = fileURLToPath(new URL('../vectors/circuits/', import.meta.url));

/** Numbers from a seed: the same in every run. */
export class Seeded {
  #seed;
  #drawn = 0;

  /** @param {number | string} seed */
  constructor(seed) {
    this.#seed = seed;
  }

  /** @param {bigint} bound @returns {bigint} */
  below(bound) {
    const hash = createHash('sha512')
      .update(`${this.#seed}/${this.#drawn++}`)
      .digest('hex');
    return BigInt(`0x${hash}`) % bound;
  }

  /** @param {number} bound */
  index(bound) {
    return Number(this.below(BigInt(bound)));
  }
}

const free = (typ, cells = [], coeffs = []) => ({ typ, cells, coeffs });

/** Rows of two random constraints each; half of the left inputs repeat an earlier cell. */
function generic({ seed, size }, modulus) {
  const random = new Seeded(seed);
  const seen = [0n];
  const half = () => {
    const [cl, cr, cm, cc] = Array.from({ length: 4 }, () => random.below(modulus));
    const l = random.index(2) === 0 ? seen[random.index(seen.length)] : random.below(modulus);
    const r = random.below(modulus);
    const o = (cl * l + cr * r + cm * l * r + cc) % modulus;
    seen.push(l, r, o);
    return { cells: [l, r, o], coeffs: [cl, cr, modulus - 1n, cm, cc] };
  };
  const rows = Array.from({ length: size }, () => {
    const [a, b] = [half(), half()];
    return free('Generic', [...a.cells, ...b.cells], [...a.coeffs, ...b.coeffs]);
  });
  return { rows };
}

/** Rows without constraints. */
function zero({ seed, size }, modulus) {
  const random = new Seeded(seed);
  const cells = () => Array.from({ length: 15 }, () => random.below(modulus));
  return { rows: Array.from({ length: size }, () => free('Zero', cells())) };
}

const limb = (value, position, bits) => (value >> BigInt(position)) & ((1n << BigInt(bits)) - 1n);

/** The exclusive or of two random numbers of 16·size bits. */
function xor({ seed, size }) {
  const random = new Seeded(seed);
  const bound = 1n << BigInt(16 * Math.min(size, 15));
  const [a, b] = [random.below(bound), random.below(bound)];
  const rows = [];
  for (let at = 0; at < Math.min(size, 15); at++) {
    const left = [a, b, a ^ b].map((value) => value >> BigInt(16 * at));
    const nibbles = left.flatMap((value) => [0, 4, 8, 12].map((position) => limb(value, position, 4)));
    rows.push(free('Xor16', [...left, ...nibbles]));
  }
  return { rows: [...rows, free('Zero')] };
}

/** Lookups in a fixed or a runtime table of its own. */
function lookups({ seed, size, runtime, position }, modulus) {
  const random = new Seeded(seed);
  const entries = Array.from({ length: 1 + random.index(9) }, () => [
    random.below(modulus),
    random.below(modulus),
  ]);
  // Not 0 or 1, and another one at each position.
  const id = (2 + position + 64 * random.index(2 ** 24)) * (random.index(2) === 0 ? 1 : -1);
  const idElement = id < 0 ? modulus + BigInt(id) : BigInt(id);
  const rows = Array.from({ length: size }, () => {
    const looked = [0, 1, 2].flatMap(() => entries[random.index(entries.length)]);
    return free('Lookup', [idElement, ...looked]);
  });
  const [first, second] = [0, 1].map((column) => entries.map((entry) => entry[column]));
  // A third column makes no difference to those entries where it is zero.
  const third = random.index(2) === 0 ? [] : [entries.map(() => 0n)];
  return runtime
    ? { rows, runtimeTables: [{ id, first, data: second }] }
    : { rows, tables: [{ id, columns: [first, second, ...third] }] };
}

/** Random numbers of 88 bits. */
function rangeCheck0({ seed, size }) {
  const random = new Seeded(seed);
  const rows = Array.from({ length: size }, () => {
    const value = random.below(1n << 88n);
    const limbs = [76, 64, 52, 40, 28, 16].map((position) => limb(value, position, 12));
    const crumbs = [14, 12, 10, 8, 6, 4, 2, 0].map((position) => limb(value, position, 2));
    return free('RangeCheck0', [value, ...limbs, ...crumbs], [0n]);
  });
  return { rows: [...rows, free('Zero')] };
}

/** A recorded circuit, with its public inputs as constants. */
function recorded({ name }) {
  const read = (file) => readJson(path.join(circuits, name, file));
  const { gates, public_input_size: publics } = read('circuit.json');
  const { columns } = read('witness.json');
  const rows = gates.map(({ typ, wires, coeffs }, row) => {
    const cells = columns.map((column) => BigInt(column[row] ?? '0x0'));
    const constants = coeffs.map(BigInt);
    return { typ, cells, wires, coeffs: row < publics ? [1n, 0n, 0n, 0n, -cells[0]] : constants };
  });
  return { rows: [...rows, free('Zero')] };
}

const makers = { generic, zero, xor, lookups, rangeCheck0, recorded };

/** @param {{ kind: string, position: number }} description @param {bigint} modulus */
export const makeBrick = (description, modulus) => makers[description.kind](description, modulus);

/** Recorded circuits that make good bricks, by what their lookups need: a small domain, or 2^13 rows. */
export const recordedBricks = {
  small: ['poseidon', 'complete_add', 'endomul', 'endomul_scalar', 'varbasemul', 'xor'],
  large: ['rot', 'range_check', 'ff_add', 'ff_mul'],
};
