// Circuits made with the builder, family by family, on both curves: the cells hold the values that
// plain integer arithmetic gives, and the circuit is proved and verified.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load } from 'onggi';

import { expanded, mod, orderOf, pointOf, times } from './plain_curve.mjs';
import { Bin, held, recorded, warmUp } from './support.mjs';

const onggi = await load();
warmUp(onggi);

/** A cell with a value. @param {any} builder @param {bigint} value @param {number} cell */
const holds = (builder, cell, value) => assert.equal(builder.value(cell), value);

/**
 * Proves and verifies the builder's circuit; a wrong public input is rejected.
 * @param {any} curve @param {any} builder @param {number} size of the SRS @param {Bin} bin
 */
async function proves(curve, builder, size, bin) {
  const srs = bin.put(await curve.Srs.createAsync(size));
  const index = bin.put(curve.PlonkIndex.create(builder.circuit(size), srs));
  const proof = bin.put(await index.prove(bin.put(builder.witness())));
  const verifier = bin.put(index.verifierIndex());
  assert.equal(verifier.verify(proof), true);
  const json = proof.toJSON();
  assert.equal(json.public.length, builder.publicInputSize);
  json.public[0] = `0x${(BigInt(json.public[0]) ^ 1n).toString(16)}`;
  assert.equal(verifier.verify(bin.put(curve.ProverProof.fromJSON(json))), false);
}

/**
 * @param {string} name @param {(curve: any, builder: any, bin: Bin) => Promise<void> | void} body
 * @param {{ revision?: string, curves?: any[] }} [options]
 */
function buildingTest(name, body, { revision, curves = [onggi.vesta, onggi.pallas] } = {}) {
  for (const curve of curves) {
    test(`${curve.name}: ${name}`, async () => {
      const before = held(onggi);
      const bin = new Bin();
      try {
        await body(curve, bin.put(curve.CircuitBuilder.create(revision)), bin);
      } finally {
        bin.empty();
        assert.deepEqual(held(onggi).types, before.types);
      }
    });
  }
}

describe('each family of calls is proved and verified', () => {
  buildingTest('arithmetic', async (curve, builder, bin) => {
    const p = orderOf(curve);
    const a = builder.publicInput(3n);
    const b = builder.variable(p - 4n);
    holds(builder, builder.add(a, b), p - 1n);
    const product = builder.mul(a, b);
    holds(builder, product, p - 12n);
    // 2·3 − (−12) − 18 = 0
    builder.generic([2n, 0n, p - 1n, 0n, p - 18n], [a, b, product]);
    builder.assertEqual(product, builder.constant(p - 12n));
    builder.makePublic(product);
    assert.equal(builder.publicInputSize, 2);
    await proves(curve, builder, 32, bin);
  });

  buildingTest('Poseidon', async (curve, builder, bin) => {
    // The recorded circuit of one hash holds a permutation: its first and its last row.
    const { circuit, witness } = /** @type {any} */ (
      recorded(`${curve === onggi.vesta ? 'fp' : 'fq'}_poseidon`)
    );
    const first = circuit.gates.findIndex((/** @type {any} */ { typ }) => typ === 'Poseidon');
    const [input, output] = [first, first + 11].map((row) =>
      [0, 1, 2].map((column) => BigInt(witness.columns[column][row]))
    );
    const state = /** @type {bigint[]} */ (input).map((value) => builder.publicInput(value));
    const permuted = builder.poseidon(state);
    assert.deepEqual(
      permuted.map((/** @type {number} */ cell) => builder.value(cell)),
      output
    );

    // The sponge, of permutations and sums.
    const message = [1n, 2n, 3n].map((value) => builder.variable(value));
    const zero = builder.constant(0n);
    const [s0, s1, s2] = builder.poseidon([message[0], message[1], zero]);
    const [digest] = builder.poseidon([builder.add(s0, message[2]), s1, s2]);
    builder.assertEqual(builder.poseidonHash(message), digest);
    builder.assertEqual(builder.poseidonHash([]), builder.poseidon([zero, zero, zero])[0]);
    await proves(curve, builder, 256, bin);
  });

  for (const revision of [undefined, 'mesa'])
    buildingTest(
      `curve points, ${revision ?? 'berkeley'}`,
      async (curve, builder, bin) => {
        const p = orderOf(curve);
        const point = pointOf(curve);
        /** @param {import('./plain_curve.mjs').Point} point */
        const cells = (point) => point.map((coordinate) => builder.publicInput(coordinate));
        /** @param {number[]} cells */
        const values = (cells) => cells.map((cell) => builder.value(cell));
        const base = cells(point);
        const double = builder.completeAdd(base, base);
        assert.deepEqual(values(double), [...times(point, 2n, p), 0n]);
        const triple = builder.completeAdd(double.slice(0, 2), base);
        assert.deepEqual(values(triple), [...times(point, 3n, p), 0n]);
        const negative = [base[0], builder.variable(p - point[1])];
        assert.equal(builder.value(builder.completeAdd(base, negative)[2]), 1n);

        const scaled = builder.variableBaseMul(base, builder.variable(0x2345678n), 29);
        assert.deepEqual(values(scaled), times(point, 2n ** 30n + 2n * 0x2345678n + 1n, p));

        const bits = 2n ** 127n + 12345n;
        const challenge = builder.variable(bits);
        const multiple = builder.endoMul(base, challenge);
        const [here, there] = curve === onggi.vesta ? ['vesta', 'pallas'] : ['pallas', 'vesta'];
        assert.deepEqual(values(multiple), times(point, expanded(bits, there), p));
        const scalar = builder.endoMulScalar(challenge);
        holds(builder, scalar, expanded(bits, here));
        builder.makePublic(scalar);
        await proves(curve, builder, 256, bin);
      },
      { revision }
    );

  buildingTest('xor and lookups', async (curve, builder, bin) => {
    const [a, b] = [0x1234567890abcdefn, 0xfedcba9876543210n];
    const [left, right] = [builder.publicInput(a), builder.variable(b)];
    holds(builder, builder.xor(left, right, 64), a ^ b);
    holds(builder, builder.xor(builder.variable(5n), builder.variable(3n), 3), 6n);
    const table = builder.addTable({
      id: -7,
      columns: [
        [1n, 2n],
        [10n, 20n],
      ],
    });
    const entry = [1n, 10n, 2n, 20n, 1n, 10n].map((value) => builder.variable(value));
    builder.lookup(table, entry);
    const runtime = builder.addRuntimeTable({ id: 9, first_column: ['0x5', '0x6'] }, [50n, 60n]);
    builder.lookup(
      runtime,
      [5n, 50n, 6n, 60n, 6n, 60n].map((value) => builder.variable(value))
    );
    await proves(curve, builder, 512, bin);

    builder.lookup(table, [...entry.slice(0, 5), builder.variable(11n)]);
    await assert.rejects(proves(curve, builder, 512, bin), { code: 'value_not_in_table' });
  });

  buildingTest(
    'range checks, rotations and foreign fields',
    async (curve, builder, bin) => {
      const word = builder.publicInput(0xf000000000000001n);
      builder.rangeCheck64(word);
      holds(builder, builder.rotate64(word, 4), 0x1fn);
      const limbs = [1n, 2n ** 88n - 1n, 7n].map((value) => builder.variable(value));
      builder.multiRangeCheck(limbs);
      const low = builder.variable((3n << 88n) + 5n);
      const split = builder.compactMultiRangeCheck(low, limbs[2]);
      assert.deepEqual(
        split.map((/** @type {number} */ cell) => builder.value(cell)),
        [5n, 3n, 7n]
      );

      const q = 2n ** 256n - 2n ** 32n - 977n; // secp256k1
      const [x, y] = [q - 3n, q / 5n];
      /** @param {number[]} cells */
      const number = (cells) => cells.reduceRight((high, cell) => (high << 88n) + builder.value(cell), 0n);
      const [left, right] = [builder.foreignField(x), builder.foreignField(y)];
      const results = [
        [builder.foreignFieldAdd(left, right, q), mod(x + y, q)],
        [builder.foreignFieldSub(right, left, q), mod(y - x, q)],
        [builder.foreignFieldMul(left, right, q), mod(x * y, q)],
      ];
      for (const [cells, value] of results) {
        assert.equal(number(cells), value);
        builder.foreignFieldBoundCheck(cells, q);
      }
      await proves(curve, builder, 2 ** 13, bin);
    },
    { curves: [onggi.vesta] }
  );
});

describe('the builder', () => {
  buildingTest('returns gates and witness as handles', async (curve, builder, bin) => {
    builder.makePublic(builder.mul(builder.publicInput(3n), builder.variable(4n)));
    const gates = bin.put(builder.gates());
    const witness = bin.put(await builder.witnessAsync());
    assert.equal(gates.length, builder.rows + builder.publicInputSize);
    assert.equal(witness.rows, gates.length);
    assert.deepEqual(witness.column(0).slice(0, 2), [3n, 12n]);
    const circuit = builder.circuit(32);
    assert.equal(circuit.srs_depth, 32);
    assert.deepEqual(bin.put(curve.GateVector.fromJSON(circuit)).toBytes(), gates.toBytes());
    const srs = bin.put(curve.Srs.create(32));
    const index = bin.put(curve.PlonkIndex.fromGates(gates, builder.publicInputSize, srs, circuit));
    const proof = bin.put(index.proveSync(witness));
    assert.deepEqual(proof.publicInput(), [3n, 12n]);
  });

  buildingTest('makes circuits of the revision berkeley by default', (curve, builder) => {
    const mesa = curve.CircuitBuilder.create('mesa');
    for (const each of [builder, mesa]) each.endoMulScalar(each.variable(5n));
    assert.deepEqual({ ...builder.circuit(0), revision: 'mesa' }, mesa.circuit(0));
    assert.equal(builder.circuit(0).revision, undefined); // berkeley is the default and is not written
    mesa.free();
  });

  buildingTest('refuses a cell that no call has filled yet', (_curve, builder) => {
    builder.constant(1n); // columns 0 to 2 of row 0; the next constant takes the others
    const variable = builder.variable(5n); // column 0 of row 1; the next variable takes column 1
    for (const cell of [3, 4, 5, variable + 1, variable + 6]) {
      assert.throws(() => builder.endoMulScalar(cell), { code: 'wire_out_of_range' });
      assert.throws(() => builder.value(cell), { code: 'wire_out_of_range' });
      assert.throws(() => builder.assertEqual(cell, cell), { code: 'wire_out_of_range' });
    }
    assert.equal(builder.value(builder.variable(7n)), 7n);
  });

  buildingTest('refuses calls that cannot be satisfied, and changes nothing', (curve, builder) => {
    const p = orderOf(curve);
    const [zero, one, many] = [0n, 1n, p - 1n].map((value) => builder.variable(value));
    const base = pointOf(curve).map((coordinate) => builder.variable(coordinate));
    const refusals = [
      ['wire_out_of_range', () => builder.value(10_000)],
      ['unsatisfied_copy', () => builder.assertEqual(zero, one)],
      ['unsatisfied_gate', () => builder.generic([1n, 0n, 0n, 0n, 0n], [one, one, one])],
      ['invalid_argument', () => builder.rangeCheck64(many)],
      ['invalid_argument', () => builder.multiRangeCheck([one, one, many])],
      ['invalid_argument', () => builder.compactMultiRangeCheck(many, one)],
      ['invalid_argument', () => builder.xor(many, one, 240)],
      ['invalid_argument', () => builder.rotate64(many, 1)],
      ['point_not_on_curve', () => builder.completeAdd(base, [one, one])],
      ['invalid_argument', () => builder.completeAdd(base, [zero, zero])],
      ['invalid_argument', () => builder.variableBaseMul(base, many, 20)],
      ['invalid_argument', () => builder.endoMul(base, many)],
      ['invalid_argument', () => builder.endoMulScalar(many)],
      ['invalid_argument', () => builder.foreignFieldAdd([one, one, many], [one, one, one], p)],
      ['invalid_argument', () => builder.foreignFieldMul([one, zero, zero], [one, zero, zero], 1n)],
      ['invalid_argument', () => builder.foreignFieldBoundCheck([one, zero, zero], 1n)],
      ['runtime_tables_inconsistent', () => builder.addRuntimeTable({ id: 1, first_column: [] }, [1n])],
      ['runtime_tables_inconsistent', () => builder.addRuntimeTable({ id: 1, first_column: [1n] }, [])],
    ];
    const before = [builder.circuit(0), held(onggi)];
    for (const [code, call] of /** @type {[string, () => unknown][]} */ (refusals))
      assert.throws(call, (error) => {
        const { code: got, message } = /** @type {any} */ (error);
        assert.equal(got, code, `${call}: ${message}`);
        assert.ok(!message.includes(String(p - 1n)) && !message.includes((p - 1n).toString(16)));
        return true;
      });
    assert.deepEqual([builder.circuit(0), held(onggi)], before);
  });
});

describe("the ledger counts a builder's", () => {
  const numbers = Array.from({ length: 4000 }, (_, i) => BigInt(i));
  /** @param {number} count @param {(i: number) => void} call */
  const repeat = (count, call) => Array.from({ length: count }, (_, i) => call(i));
  /** @type {Record<string, (builder: any, cell: number) => unknown>} */
  const kinds = {
    variables: (builder) => repeat(20_000, () => builder.variable(5n)),
    sums: (builder, cell) => repeat(4000, () => builder.add(cell, cell)),
    constants: (builder) => repeat(4000, (i) => builder.constant(BigInt(i))),
    'public inputs': (builder, cell) => repeat(20_000, () => builder.makePublic(cell)),
    hashes: (builder, cell) => repeat(50, () => builder.poseidonHash([cell])),
    tables: (builder) => repeat(4, (i) => builder.addTable({ id: i, columns: [numbers, numbers] })),
    'runtime tables': (builder) =>
      repeat(4, (i) => builder.addRuntimeTable({ id: i, first_column: numbers }, numbers)),
  };
  for (const [name, grow] of Object.entries(kinds))
    test(name, () => {
      const builder = onggi.vesta.CircuitBuilder.create();
      const cell = builder.variable(1n);
      const now = () => {
        const { byType, heap } = onggi.memory();
        return { bytes: /** @type {any} */ (byType).VestaCircuitBuilder.bytes, heap };
      };
      const before = now();
      grow(builder, cell);
      const after = now();
      const [grown, taken] = [after.bytes - before.bytes, after.heap - before.heap];
      assert.ok(Math.abs(grown - taken) < 0.03 * taken, `${grown} bytes of ${taken}`);
      builder.free();
    });
});
