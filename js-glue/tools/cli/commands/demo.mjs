// Builds a circuit, proves and verifies: xᵢ₊₁ = xᵢ², with x₀ public and equal cells wired.
import { scopeAsync } from 'onggi';

import { green, red } from '../colours.mjs';
import { memory, timed, vesta } from '../system.mjs';

const modulus = 0x40000000000000000000000000000000224698fc094cf91b992d30ed00000001n;
const logSize = 10;
const rows = 2 ** logSize - 8;
const rounds = 3;

/** @param {bigint} value */
const hex = (value) => `0x${value.toString(16)}`;

/**
 * Row 0 holds the public input x₀. Row i ≥ 1 holds l = r = xᵢ₋₁ and o = xᵢ, by −o + l·r = 0. The
 * cells of each xᵢ form one cycle of wires.
 */
function squarings() {
  /** @type {[row: number, column: number][][]} the cells of each xᵢ */
  const copies = Array.from({ length: rows }, () => []);
  copies[0]?.push([0, 0]);
  for (let row = 1; row < rows; row++) {
    copies[row - 1]?.push([row, 0], [row, 1]);
    copies[row]?.push([row, 2]);
  }
  const wires = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: 7 }, (_, column) => [row, column])
  );
  for (const cells of copies)
    cells.forEach(([row, column], i) => {
      const next = cells[(i + 1) % cells.length];
      if (next) /** @type {number[][]} */ (wires[row])[column] = next;
    });
  const publicInput = ['0x1', '0x0', '0x0', '0x0', '0x0'];
  const multiplication = ['0x0', '0x0', hex(modulus - 1n), '0x1', '0x0'];
  return {
    format: 'kimchi-circuit/1',
    field: 'fp',
    curve: 'vesta',
    public_input_size: 1,
    prev_challenges: 0,
    srs_depth: 2 ** logSize,
    lazy_mode: false,
    lookup_tables: [],
    runtime_table_cfgs: [],
    gates: wires.map((wires, row) => ({
      typ: 'Generic',
      wires,
      coeffs: row === 0 ? publicInput : multiplication,
    })),
  };
}

/** @param {bigint} x0 @returns {bigint[][]} fifteen columns */
function witnessOf(x0) {
  const columns = Array.from({ length: 15 }, () => new Array(rows).fill(0n));
  let x = x0;
  columns[0][0] = x;
  for (let row = 1; row < rows; row++) {
    columns[0][row] = columns[1][row] = x;
    x = (x * x) % modulus;
    columns[2][row] = x;
  }
  return columns;
}

export async function demo() {
  const setup = await timed(async () =>
    vesta.PlonkIndex.createAsync(squarings(), await vesta.Srs.createAsync(2 ** logSize))
  );
  const index = setup.value;
  const verifier = index.verifierIndex();
  const lines = [`index of ${rows} rows in ${setup.ms} ms`];
  const proofs = [];
  for (let round = 0; round < rounds; round++) {
    const { accepted, prove_ms, verify_ms } = await proveAndVerify(index, verifier, BigInt(round + 2));
    proofs.push({ accepted, prove_ms, verify_ms });
    const verdict = accepted ? green('accepted') : red('rejected');
    lines.push(`proof ${round + 1}: made in ${prove_ms} ms, ${verdict} in ${verify_ms} ms`);
  }
  const forged = await timed(() => forgeryIsRejected(index, verifier));
  lines.push(
    `the same proof for another public input: ${forged.value ? green('rejected') : red('ACCEPTED')}`
  );
  const { live, linear } = memory();
  lines.push(`native memory: ${Math.round(live / 1024)} kB live, ${linear / 2 ** 20} MB linear`);
  const accepted = forged.value && proofs.every((proof) => proof.accepted);
  return {
    exitCode: accepted ? 0 : 1,
    report: { rows, setup_ms: setup.ms, proofs, live, linear },
    lines,
  };
}

/** @param {any} index @param {any} verifier @param {bigint} x0 */
const proveAndVerify = (index, verifier, x0) =>
  scopeAsync(async () => {
    const witness = vesta.Witness.fromColumns(witnessOf(x0));
    const made = await timed(() => index.prove(witness));
    const verdict = await timed(() => verifier.verify(made.value));
    return { accepted: verdict.value, prove_ms: made.ms, verify_ms: verdict.ms };
  });

/** @param {any} index @param {any} verifier */
const forgeryIsRejected = (index, verifier) =>
  scopeAsync(async () => {
    const proof = await index.prove(vesta.Witness.fromColumns(witnessOf(2n)));
    const forged = vesta.ProverProof.fromBytes(proof.toBytes(), [3n]);
    return !verifier.verify(forged);
  });
