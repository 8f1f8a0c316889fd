// Builds a circuit and its witness by stacking pieces (bricks), in the formats of the command line.
import { makeBrick, Seeded } from './bricks.mjs';
import { MODULUS, toHex } from './field_elements.mjs';

const COLUMNS = 15;
const PERMUTED = 7;

/** Whether a proof of the rows needs the tables of 4096 or 256 rows. */
const needsRangeTable = (rows) => rows.some(({ typ }) => /^(RangeCheck|Rot64|ForeignFieldMul)/.test(typ));
const needsXorTable = (rows) => rows.some(({ typ }) => typ === 'Xor16');

/** The rows of all bricks, their wires moved to where they stand. */
function stack(publics, bricks) {
  const rows = publics.map((value) => ({ typ: 'Generic', cells: [value], coeffs: [1n] }));
  for (const brick of bricks) {
    const first = rows.length;
    const move = ([row, column]) => [row + first, column];
    for (const row of brick.rows) rows.push({ ...row, wires: row.wires?.map(move) });
  }
  return rows.map(({ typ, cells, coeffs, wires }, row) => ({
    typ,
    coeffs,
    cells: Array.from({ length: COLUMNS }, (_, column) => cells[column] ?? 0n),
    wires: wires ?? Array.from({ length: PERMUTED }, (_, column) => [row, column]),
  }));
}

/**
 * Wires cells of equal values together: exchanging the successors of two cells joins their cycles, or
 * splits the one that they share.
 */
function wireEqualCells(rows, seeds) {
  const places = new Map();
  rows.forEach(({ cells }, row) => {
    for (let column = 0; column < PERMUTED; column++) {
      const key = cells[column];
      if (!places.has(key)) places.set(key, []);
      places.get(key).push([row, column]);
    }
  });
  const groups = [...places.values()].filter((group) => group.length > 1);
  for (const seed of groups.length > 0 ? seeds : []) {
    const random = new Seeded(seed);
    const group = groups[random.index(groups.length)];
    const [[rowA, a], [rowB, b]] = [0, 1].map(() => group[random.index(group.length)]);
    const successor = rows[rowA].wires[a];
    rows[rowA].wires[a] = rows[rowB].wires[b];
    rows[rowB].wires[b] = successor;
  }
}

/** Rows that the domain has to hold, not counting zero-knowledge rows. */
function rowsNeeded(rows, bricks) {
  let table = 1;
  for (const { tables = [], runtimeTables = [] } of bricks) {
    for (const { columns } of tables) table += columns[0].length;
    for (const { first } of runtimeTables) table += first.length;
  }
  if (needsRangeTable(rows)) table += 4096;
  if (needsXorTable(rows)) table += 256;
  return Math.max(rows.length, table + 1, 5);
}

/**
 * @param {{ field: 'fp' | 'fq', publics: number[], bricks: any[], wirings: number[], chunks: number,
 *   largerSrs: boolean }} plan publics and wirings are seeds; `chunks` is a wish: more
 *   zero-knowledge rows may double the domain
 */
export function compose({ field, publics, bricks: descriptions, wirings, chunks, largerSrs }) {
  const modulus = MODULUS[field];
  const bricks = descriptions.map((brick, position) => makeBrick({ ...brick, position }, modulus));
  const inputs = publics.map((seed) => new Seeded(seed).below(modulus));
  // A circuit has two rows at least.
  const padding = Array.from({ length: 2 }, () => ({ typ: 'Zero', cells: [], coeffs: [] }));
  const rows = stack(inputs, [...bricks, { rows: padding }]);
  wireEqualCells(rows, wirings);

  const domain = 2 ** Math.ceil(Math.log2(rowsNeeded(rows, bricks) + 2 * chunks + 3));
  const hex = (value) => toHex(((value % modulus) + modulus) % modulus);
  const tables = bricks.flatMap((brick) => brick.tables ?? []);
  const runtimeTables = bricks.flatMap((brick) => brick.runtimeTables ?? []);
  return {
    circuit: {
      format: 'kimchi-circuit/1',
      field,
      curve: field === 'fp' ? 'vesta' : 'pallas',
      public_input_size: inputs.length,
      prev_challenges: 0,
      srs_depth: largerSrs ? 2 * domain : domain / chunks,
      lazy_mode: false,
      lookup_tables: tables.map(({ id, columns }) => ({ id, columns: columns.map((c) => c.map(hex)) })),
      runtime_table_cfgs: runtimeTables.map(({ id, first }) => ({ id, first_column: first.map(hex) })),
      gates: rows.map(({ typ, wires, coeffs }) => ({ typ, wires, coeffs: coeffs.map(hex) })),
    },
    witness: {
      format: 'kimchi-witness/1',
      field,
      rows: rows.length,
      columns: Array.from({ length: COLUMNS }, (_, c) => rows.map(({ cells }) => hex(cells[c]))),
      runtime_tables: runtimeTables.map(({ id, data }) => ({ id, data: data.map(hex) })),
      prev_challenges: [],
    },
  };
}
