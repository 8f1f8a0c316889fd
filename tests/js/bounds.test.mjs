// What calls take, by the allocator's own count: no more than was asked for in advance, and what they
// leave is in the ledger. Every member of the manifest, and the large ones at several sizes.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load } from 'onggi';

import { Audit } from '../../dist/runtime/memory/audit.mjs';
import { callBytes } from '../../dist/runtime/native/call.mjs';
import { idle, members, knownMembers, pass, properties, scalars } from './members.mjs';
import { Bin, held, jsName, recorded, recordedOf, samples, warmUp } from './support.mjs';

// Charged in advance for what their steps take.
const tasks = ['SrsTask', 'PlonkIndexTask', 'ProverTask', 'CircuitTask', 'VerifierTask'];
const withoutBound = ' without its bound';
/** Those whose bound is far above what they take. @type {{ call: string, bound: number, taken: number }[]} */
const loose = [];

/** @param {string} call @param {number} bound @param {number} taken */
function compare(call, bound, taken) {
  if (bound > 1.5 * taken + callBytes) loose.push({ call, bound, taken });
}

/** The task that runs, which is allowed its bound from its creation to its end. */
const task = { call: '', allowed: 0, start: 0, peak: 0 };

// Calls are compared not only with what was estimated, but also with what any call may take: one that
// takes no more says nothing of its bound.
const { note } = Audit.prototype;
Audit.prototype.note = function (use, span) {
  note.call(this, use, span);
  const { call, allowed, taken } = use;
  note.call(this, { call: call + withoutBound, allowed: callBytes, taken }, span);
  const { start, peak } = span;
  const [, name = '', member = ''] = call.split('.');
  if (!tasks.includes(name)) return compare(call, allowed - callBytes, peak - start);
  if (member === 'step') task.peak = Math.max(task.peak, peak);
  else if (member !== 'take') Object.assign(task, { call, allowed, start, peak });
  else if (task.call.startsWith(`${call.split('.')[0]}.${name}.`)) {
    compare(task.call, task.allowed - callBytes, task.peak - task.start);
  }
};

const onggi = await load({ debug: true });
warmUp(onggi);

// What the ledger may miss: the allocator's headers, control blocks of shared objects, keys of maps.
const slack = (/** @type {number} */ bytes) => 4096 + bytes / 8;

/** Runs a body with a bin that is emptied after it, and sees that no call took more than allowed. @param {(bin: Bin) => void} body */
function within(body) {
  const before = held(onggi);
  const bin = new Bin();
  try {
    body(bin);
  } finally {
    bin.empty();
  }
  assert.deepEqual(held(onggi), before);
  assert.deepEqual(
    onggi.memory().overruns?.filter(({ call }) => !call.endsWith(withoutBound)),
    []
  );
}

test('the table has no member that the manifest does not have', () => {
  const known = members.map(({ path }) => path);
  for (const path of knownMembers) assert.ok(known.includes(path), path);
});

for (const curve of [onggi.vesta, onggi.pallas]) {
  describe(curve.name, () => {
    for (const entry of members) {
      test(`${entry.path} takes no more than its bound and keeps what the ledger counts`, () => {
        within((bin) => {
          const before = onggi.memory();
          pass(curve, entry, bin);
          const { heap, live } = onggi.memory();
          const [taken, charged] = [heap - before.heap, live - before.live];
          const isCharged = taken - charged <= slack(charged);
          assert.ok(isCharged, `${taken} bytes taken, ${charged} in the ledger`);
          if (tasks.includes(entry.name)) return;
          assert.ok(charged - taken <= slack(taken), `${charged} in the ledger, ${taken} taken`);
        });
      });
    }
  });
}

// Their calls do not look for changes.
for (const { name, property } of properties) {
  test(`${name}.${property} leaves the bytes of live objects as they are`, () => {
    within((bin) => {
      const handle = bin.put(/** @type {any} */ (samples[name])(onggi.vesta, bin));
      const { live } = onggi.memory();
      assert.notEqual(handle[property], undefined);
      assert.equal(onggi.memory().live, live);
    });
  });
}

describe('larger ones', () => {
  const { vesta, pallas } = onggi;

  for (const [depth, rows] of /** @type {[number, number][]} */ ([
    [1, 8],
    [25, 64],
    [1 << 10, 256],
    [3 << 10, 1 << 12],
  ])) {
    test(`an SRS of ${depth} and its sums, of long and of short scalars`, () => {
      within((bin) => {
        const srs = bin.put(pallas.Srs.create(depth));
        const task = bin.put(pallas.SrsTask.create(depth));
        while (!task.step());
        bin.put(task.take());
        task.free(); // what it is charged for in advance
        bin.put(pallas.Srs.fromBytes(srs.toBytes()));
        bin.put(pallas.Srs.fromFlat(srs.toFlat())).isStandard();
        const points = srs.points(0, depth);
        bin.put(pallas.Srs.fromPoints(points, srs.h()));
        bin.put(pallas.PolyComm.fromPoints(points));
        const short = new Uint8Array(32 * depth).fill(0).map((_, i) => (i % 32 < 2 ? i & 255 : 0));
        if (depth > 1) bin.put(srs.bPolyCommitment(scalars(Math.floor(Math.log2(depth)))));
        for (const values of [scalars(depth), short, scalars(3 * depth)]) {
          bin.put(srs.commit(values, 0));
        }
        bin.put(srs.commitEvaluations(rows, scalars(rows)));
        bin.put(srs.lagrangeCommitment(rows, 1));
        srs.lagrangeCommitments(rows, Math.min(rows, 100));
        if (rows <= 256) srs.encodeLagrangeBasis(rows);
      });
    });
  }

  test('a Lagrange basis in chunks', () => {
    within((bin) => {
      const srs = bin.put(vesta.Srs.create(1 << 9));
      const file = srs.encodeLagrangeBasis(1 << 11);
      assert.equal(bin.put(vesta.Srs.create(1 << 9)).loadLagrangeBasis(file), 1 << 11);
    });
  });

  test('an index of many chunks', () => {
    within((bin) => {
      const index = bin.put(vesta.PlonkIndex.create(idle(60).circuit, bin.put(vesta.Srs.create(4))));
      bin.put(index.verifierIndex());
    });
  });

  test('many accumulators', () => {
    within((bin) => {
      const srs = bin.put(vesta.Srs.create(1 << 10));
      const points = srs.batchAccumulatorGenerate(50, scalars(500));
      assert.ok(srs.batchAccumulatorCheck(points, scalars(500)));
    });
  });

  test('long lists', () => {
    within((bin) => {
      const length = 20_000;
      const vector = bin.put(vesta.Vector.fromFields(scalars(length)));
      vector.push(1n);
      vector.get(7);
      vector.set(7, 1n);
      vector.fields();
      vector.toBytes();
      const columns = bin.put(vesta.VecVec.create());
      for (let i = 0; i < 15; ++i) columns.pushVector(vector);
      bin.put(vesta.Witness.fromVectors(columns)).column(3);
      bin.put(vesta.Witness.fromColumns(scalars(15 * length)));
      columns.get(3);
      bin.put(columns.vector(3));
      columns.set(3, vector.toBytes());
      columns.push(vector.toBytes());
      const { gates } = recordedOf('vesta').circuit;
      const list = bin.put(vesta.GateVector.create());
      for (const full of [false, true]) {
        const one = { ...gates[0], coeffs: full ? Array(15).fill(`0x3${'f'.repeat(62)}`) : [] };
        const gate = bin.put(vesta.Gate.fromJSON({ ...one, wires: Array(7).fill([4000, 6]) }));
        while (list.length < (full ? 1 << 13 : 1 << 12)) list.add(gate);
        bin.put(vesta.GateVector.fromBytes(list.toBytes()));
        bin.put(vesta.GateVector.deserialize(list.serialize(0)));
        const flat = [list.types(), list.wires(), list.coeffCounts(), list.coeffs()];
        bin.put(vesta.GateVector.fromFlat(...flat));
        list.digest(0, undefined);
        list.push(gate.toJSON()); // the list grows
      }
    });
  });

  test('hashes of long messages and of many', () => {
    within(() => {
      assert.throws(() => vesta.poseidonPermutation(scalars(10_000)), { code: 'invalid_length' });
      vesta.poseidonHash(scalars(10_000));
      vesta.poseidonHashes([scalars(10_000), []]);
      for (const length of [0, 1, 3]) vesta.poseidonHashes(Array(3000).fill(scalars(length)));
    });
  });

  test('circuits in the making', () => {
    within((bin) => {
      const builder = bin.put(vesta.CircuitBuilder.create());
      const cell = builder.variable(3n);
      for (const rows of [100, 1000, 5000]) {
        while (builder.rows < rows) builder.poseidonHash([cell]);
        builder.circuit(0);
        bin.put(builder.gates());
        bin.put(builder.witness());
      }
    });
  });
});

/** Index, proof and verdict, with every step in its bounds. @param {any} curve @param {any} circuit @param {any} witness @param {number} depth */
function proveWithin(curve, circuit, witness, depth) {
  within((bin) => {
    const srs = bin.put(curve.Srs.create(depth));
    const index = bin.put(curve.PlonkIndex.create(circuit, srs));
    const gates = bin.put(curve.GateVector.fromJSON(circuit));
    const extras = { ...circuit, gates: [], public_input_size: 0 };
    const terms = [gates, circuit.public_input_size, srs, extras];
    bin.put(curve.PlonkIndex.fromGates(...terms));
    bin.put(curve.PlonkIndexTask.fromGates(...terms)).free();
    const task = bin.put(curve.PlonkIndexTask.create(JSON.stringify(circuit), srs));
    while (!task.step());
    bin.put(task.take());
    task.free();
    bin.put(curve.PlonkIndex.decode(index.encode(), srs));
    bin.put(index.gates());
    const input = bin.put(curve.Witness.fromJSON(witness));
    index.checkWitness(input);
    const proof = bin.put(index.proveSync(input));
    const verifier = bin.put(index.verifierIndex());
    const keeping = bin.put(curve.PlonkIndexTask.keepEvaluations(index));
    while (!keeping.step());
    bin.put(keeping.take());
    keeping.free();
    assert.ok(verifier.verify(proof));
    verifier.oracles(proof);
    const batch = bin.put(curve.VerificationBatch.create());
    for (let i = 0; i < 3; ++i) batch.add(verifier, proof);
    assert.ok(batch.verify());
    for (const making of [
      curve.VerifierTask.create(verifier, proof),
      curve.VerifierTask.createBatch(batch),
    ]) {
      const verification = bin.put(making);
      while (!verification.step());
      assert.ok(verification.take());
      verification.free();
    }
    bin.put(curve.ProverProof.fromJSON(proof.toJSON()));
    bin.put(curve.ProverProof.fromBytes(proof.toBytes(), proof.publicInput()));
    bin.put(curve.VerifierIndex.fromJSON(verifier.toJSON(), srs));
    bin.put(curve.VerifierIndex.deserialize(verifier.serialize(), srs));
    bin.put(curve.VerifierIndex.fromBytes(verifier.toBytes(), srs, undefined));
  });
}

describe('index, proof and verdict', () => {
  for (const folder of ['fp_lookup_runtime', 'fq_xor', 'fp_generic_2chunks', 'fq_recursion_2']) {
    test(folder, () => {
      const { circuit, witness } = recorded(folder);
      const curve = folder.startsWith('fp') ? onggi.vesta : onggi.pallas;
      proveWithin(curve, circuit, witness, circuit.srs_depth);
    });
  }
  for (const [rows, depth] of /** @type {[number, number][]} */ ([
    [1000, 1 << 10],
    [100, 1 << 4],
    [5, 1 << 12],
  ])) {
    test(`${rows} rows over an SRS of ${depth}`, () => {
      const { circuit, witness } = idle(rows);
      proveWithin(onggi.vesta, circuit, witness, depth);
    });
  }
});

// They take no more than any call may at the sizes above.
const ofLittle = [
  ...['GateVector.types', 'GateVector.coeffCounts'],
  ...['CircuitBuilder.add', 'CircuitBuilder.addRuntimeTable', 'CircuitBuilder.addTable'],
  ...['CircuitBuilder.compactMultiRangeCheck', 'CircuitBuilder.completeAdd', 'CircuitBuilder.constant'],
  ...['CircuitBuilder.endoMulScalar', 'CircuitBuilder.foreignField', 'CircuitBuilder.foreignFieldAdd'],
  ...[
    'CircuitBuilder.foreignFieldBoundCheck',
    'CircuitBuilder.foreignFieldMul',
    'CircuitBuilder.foreignFieldSub',
  ],
  ...['CircuitBuilder.generic', 'CircuitBuilder.lookup', 'CircuitBuilder.makePublic'],
  ...['CircuitBuilder.mul', 'CircuitBuilder.multiRangeCheck', 'CircuitBuilder.poseidon'],
  ...['CircuitBuilder.publicInput', 'CircuitBuilder.rangeCheck64', 'CircuitBuilder.rotate64'],
  ...['CircuitBuilder.variable', 'CircuitBuilder.xor', 'LookupVerifierIndex.fromJSON'],
  ...['LookupVerifierIndex.toJSON', 'OpeningProof.create', 'OpeningProof.fromJSON'],
  ...['OpeningProof.left', 'OpeningProof.right', 'OpeningProof.toJSON', 'PolyComm.chunks'],
  ...['PolyComm.fromJSON', 'PolyComm.toJSON', 'ProofEvaluations.fromJSON', 'ProofEvaluations.toJSON'],
  ...['ProverCommitments.fromJSON', 'ProverCommitments.toJSON', 'ProverProof.fromBase64'],
  ...[
    'ProverProof.fromBytes',
    'ProverProof.fromJSON',
    'ProverProof.fromParts',
    'ProverProof.previousChallenges',
  ],
  ...['ProverProof.publicInput', 'ProverProof.toBase64', 'ProverProof.toBytes', 'VerificationEvals.fromJSON'],
  ...['VerificationEvals.toJSON', 'VerifierIndex.deserialize', 'VerifierIndex.fromBytes'],
  ...['VerifierIndex.fromJSON', 'VerifierIndex.fromParts', 'VerifierIndex.serialize'],
  ...['VerifierIndex.toBytes', 'Witness.toJSON'],
  // Charged for their steps when they are made.
  ...['CircuitTask.create', 'PlonkIndexTask.keepEvaluations'],
  ...['VerifierTask.create', 'VerifierTask.createBatch'],
];

test('every other bound is of calls that were made with more than any call may take', () => {
  const overruns = onggi.memory().overruns?.map(({ call }) => call.split('.').slice(1).join('.'));
  const silent = members
    .filter(({ member }) => member.bound && !member.charged)
    .map(({ name, member }) => (name === '' ? '' : `${name}.`) + jsName(member.name))
    .filter((path) => !overruns?.includes(path + withoutBound));
  assert.deepEqual(silent.sort(), ofLittle.sort());
});

// How many bytes these take depends on the content: on the lengths of scalars, on claims that share an index, on
// tables. A witness is checked as if it were copied twice.
const dependOnContent = [
  ...['Srs.commit', 'Srs.commitEvaluations', 'Srs.lagrangeCommitments', 'Srs.encodeLagrangeBasis'],
  ...['PlonkIndex.decode', 'PlonkIndex.checkWitness'],
  ...['VerifierIndex.verify', 'VerifierIndex.oracles', 'VerificationBatch.verify'],
  ...['VerifierTask.createBatch'],
];

test('every other bound is at most 1.5 times the bytes that the call takes', () => {
  const others = loose.filter(({ call }) => !dependOnContent.includes(call.replace(/^[^.]*[.]/, '')));
  assert.deepEqual(others, []);
});
