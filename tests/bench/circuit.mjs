// The benchmark's circuits: those recorded in tests/vectors/bench, and generic_K, 2^K − 8 rows of two
// multiplications of random operands each.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { MODULUS, toHex } from '../interop/field_elements.mjs';
import { readJson } from '../interop/json_files.mjs';

const recorded = fileURLToPath(new URL('../vectors/bench', import.meta.url));

const COLUMNS = 15;

/** A random element of the field of `modulus`. */
export function randomField(modulus) {
  for (;;) {
    const x = BigInt('0x' + randomBytes(32).toString('hex')) >> 1n;
    if (x < modulus) return x;
  }
}

/**
 * Circuit and witness in the formats kimchi-circuit/1 and kimchi-witness/1. Each row is a Generic
 * gate with the coefficients 0, 0, −1, 1, 0 twice; nothing is public, nothing is wired; the SRS has
 * 2^k points.
 * @param {number} k
 * @param {'fp' | 'fq'} field
 */
export function multiplications(k, field = 'fp') {
  const modulus = MODULUS[field];
  const rows = 2 ** k - 8;
  const half = ['0x0', '0x0', toHex(modulus - 1n), '0x1', '0x0'];
  const coeffs = [...half, ...half];
  const gates = Array.from({ length: rows }, (_, row) => ({
    typ: 'Generic',
    wires: Array.from({ length: 7 }, (_, column) => [row, column]),
    coeffs,
  }));
  const columns = Array.from({ length: COLUMNS }, () => new Array(rows).fill('0x0'));
  for (let row = 0; row < rows; row++) {
    for (const first of [0, 3]) {
      const l = randomField(modulus);
      const r = randomField(modulus);
      columns[first][row] = toHex(l);
      columns[first + 1][row] = toHex(r);
      columns[first + 2][row] = toHex((l * r) % modulus);
    }
  }
  return {
    circuit: {
      format: 'kimchi-circuit/1',
      field,
      curve: field === 'fp' ? 'vesta' : 'pallas',
      public_input_size: 0,
      prev_challenges: 0,
      srs_depth: 2 ** k,
      lazy_mode: false,
      lookup_tables: [],
      runtime_table_cfgs: [],
      gates,
    },
    witness: { format: 'kimchi-witness/1', field, rows, columns, runtime_tables: [], prev_challenges: [] },
  };
}

/** Circuit and witness by name. @param {string} name */
export function circuitOf(name) {
  const generic = /^generic_(\d+)$/.exec(name);
  if (generic) return multiplications(Number(generic[1]));
  const [circuit, witness] = ['circuit', 'witness'].map((file) =>
    readJson(path.join(recorded, name, `${file}.json`))
  );
  return { circuit, witness };
}
