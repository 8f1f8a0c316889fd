// Random circuits, each proved by one side and verified by the other. A failure names its seed, its
// path and the smallest circuit that fails.
//
//   ONGGI_RANDOM_RUNS   circuits; a small share of them by default
//   ONGGI_RANDOM_SEED   the seed; always the same by default
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import fc from 'fast-check';
import { load } from 'onggi';
import { recordedBricks } from './bricks.mjs';
import { compose } from './composer.mjs';
import { loadPeer } from './peer.mjs';

const runs = Number(process.env.ONGGI_RANDOM_RUNS ?? 12);
const seed = Number(process.env.ONGGI_RANDOM_SEED ?? 1);

let onggi;
let peers;
before(async () => {
  onggi = await load({ threads: 1 });
  peers = await loadPeer();
});

const nat = fc.nat();
const made = (kind, most, extra = {}) =>
  fc.record({ kind: fc.constant(kind), seed: nat, size: fc.integer({ min: 1, max: most }), ...extra });
const recorded = (field, names) =>
  fc.constantFrom(...names).map((name) => ({ kind: 'recorded', name: `${field}_${name}` }));

const smallBrick = (field) =>
  fc.oneof(
    { weight: 6, arbitrary: made('generic', 20) },
    { weight: 2, arbitrary: made('zero', 3) },
    { weight: 4, arbitrary: made('lookups', 6, { runtime: fc.boolean() }) },
    { weight: 1, arbitrary: made('xor', 4) },
    { weight: 3, arbitrary: recorded(field, recordedBricks.small) }
  );
const largeBrick = (field) => fc.oneof(made('rangeCheck0', 4), recorded(field, recordedBricks.large));

const plan = (field, bricks, chunks) =>
  fc.record({
    field: fc.constant(field),
    publics: fc.array(nat, { maxLength: 4 }),
    bricks,
    wirings: fc.array(nat, { maxLength: 12 }),
    chunks,
    largerSrs: fc.boolean(),
    weProve: fc.boolean(),
  });

const smallPlan = (field) =>
  plan(field, fc.array(smallBrick(field), { maxLength: 5 }), fc.constantFrom(1, 1, 2, 4, 8));
// Domains of 2^13 rows and more take the peer a minute: one chunk, and few of them.
const largePlan = (field) =>
  plan(
    field,
    fc.tuple(largeBrick(field), smallBrick(field)).map(([large, small]) => [small, large]),
    fc.constant(1)
  ).map((large) => ({ ...large, largerSrs: false }));

/** How many proofs went which way. */
const exchanged = {};
function count(...labels) {
  for (const label of labels) exchanged[label] = (exchanged[label] ?? 0) + 1;
}

/** Our index and verifier index, and what frees them. */
function ourIndex(circuit) {
  const curve = onggi[circuit.field];
  const srs = curve.Srs.create(circuit.srs_depth);
  const index = curve.PlonkIndex.create(circuit, srs);
  const verifierIndex = index.verifierIndex();
  const free = () => [verifierIndex, index, srs].forEach((handle) => handle.free());
  return { curve, index, verifierIndex, free };
}

/** We prove; the peer verifies with its own index, where it can make one, and rejects a change. */
async function weProve(circuit, witness, peerIndex) {
  const { curve, index, verifierIndex, free } = ourIndex(circuit);
  const values = curve.Witness.fromJSON(witness);
  const proof = await index.prove(values);
  const peer = peers[circuit.field];
  const theirs = peerIndex
    ? await peer.verifierIndex(peerIndex)
    : await peer.verifierIndexFromJson(verifierIndex.toJSON());
  const json = proof.toJSON();
  assert.equal(await peer.verify(theirs, json), true, 'the peer accepts our proof');
  const changed = { ...json, ft_eval1: json.evals.z.zeta[0] };
  assert.equal(await peer.verify(theirs, changed), false, 'the peer rejects a changed proof');
  [proof, values].forEach((handle) => handle.free());
  free();
}

/** The peer proves; we verify. */
async function peerProves(circuit, witness, peerIndex) {
  const { curve, verifierIndex, free } = ourIndex(circuit);
  const peer = peers[circuit.field];
  const json = peer.proofFromRust(await peer.prove(peerIndex, witness));
  for (const [change, expected] of [
    [{}, true],
    [{ ft_eval1: json.evals.z.zeta[0] }, false],
  ]) {
    const proof = curve.ProverProof.fromJSON({ ...json, ...change });
    assert.equal(verifierIndex.verify(proof), expected, `we accept the peer's proof: ${expected}`);
    proof.free();
  }
  free();
}

async function exchange(plan) {
  const { circuit, witness } = compose(plan);
  const { field } = circuit;
  const chunked = !plan.largerSrs && plan.chunks > 1;
  // The peer's Fq index takes no account of the SRS's size: it can only verify such circuits.
  const peerIndex = field === 'fq' && chunked ? undefined : await peers[field].proverIndex(circuit);
  const ours = plan.weProve || !peerIndex;
  try {
    await (ours ? weProve : peerProves)(circuit, witness, peerIndex);
  } finally {
    peerIndex?.free();
  }
  count(ours ? 'proved by us' : 'proved by the peer', field, chunked ? 'chunked' : 'one chunk');
}

const property = (arbitrary, numRuns) =>
  fc.assert(fc.asyncProperty(arbitrary, exchange), { seed, numRuns, verbose: fc.VerbosityLevel.Verbose });

describe(`random circuits, seed ${seed}`, () => {
  for (const field of ['fp', 'fq']) {
    const large = Math.floor(runs / 60);
    test(`${field}, small domains`, () => property(smallPlan(field), Math.ceil(runs / 2) - large));
    if (large > 0) test(`${field}, range checks`, () => property(largePlan(field), large));
  }
});

after(() => {
  console.log('  exchanged:', exchanged);
  for (const [type, { count: living }] of Object.entries(onggi.memory().byType)) {
    assert.equal(living, 0, type);
  }
});
