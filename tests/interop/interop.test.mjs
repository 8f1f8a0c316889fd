// The peer is the Rust implementation in o1js. Both sides accept each other's proofs and reject tampered
// ones, and all deterministic values are equal.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { load } from 'onggi';
import { multiplications } from '../bench/circuit.mjs';
import { readJson, resolveDataFile, setPath } from './json_files.mjs';
import { isThorough, loadPeer } from './peer.mjs';

const circuits = fileURLToPath(new URL('../vectors/circuits/', import.meta.url));

/**
 * Folders with a circuit. Those of 2^13 rows, on which the peer takes long, are left to the run with
 * many random circuits.
 */
const large = isThorough ? /^$/ : /range_check|rot|ff_add|ff_mul/;
const names = fs
  .readdirSync(circuits)
  .filter((name) => resolveDataFile(path.join(circuits, name, 'circuit.json')))
  .filter((name) => !large.test(name));

let onggi;
let peers;
before(async () => {
  onggi = await load({ threads: 1 });
  peers = await loadPeer();
});

/** Everything about one circuit, on both sides. */
async function bothSides(circuit) {
  const ours = onggi[circuit.field];
  const peer = peers[circuit.field];
  const srs = ours.Srs.create(circuit.srs_depth);
  const index = ours.PlonkIndex.create(circuit, srs);
  const theirIndex = await peer.proverIndex(circuit);
  return {
    ours,
    peer,
    index,
    verifierIndex: index.verifierIndex(),
    theirIndex,
    theirVerifierIndex: await peer.verifierIndex(theirIndex),
    free() {
      theirIndex.free();
      for (const handle of [this.verifierIndex, index, srs]) handle.free();
    },
  };
}

/** Our verdict on a proof in JSON; one that cannot be read is rejected. */
function ourVerdict(ours, verifierIndex, json) {
  let proof;
  try {
    proof = ours.ProverProof.fromJSON(json);
    return verifierIndex.verify(proof);
  } catch (error) {
    assert.ok(error.code, `${error.stack}`);
    return false;
  } finally {
    proof?.free();
  }
}

/** Both sides prove, and both sides accept both proofs. Returns the proofs as JSON. */
async function proveAndExchange(side, witness) {
  const { ours, peer, index, verifierIndex, theirIndex, theirVerifierIndex } = side;
  const native = ours.Witness.fromJSON(witness);
  const proof = await index.prove(native);
  const our = proof.toJSON();
  assert.equal(await peer.verify(theirVerifierIndex, our), true, 'the peer accepts our proof');
  // Without public inputs the peer's oracles assume one chunk.
  if (our.public.length > 0)
    assert.deepEqual(verifierIndex.oracles(proof), await peer.oracles(theirVerifierIndex, our));

  const their = peer.proofFromRust(await peer.prove(theirIndex, witness));
  assert.equal(ourVerdict(ours, verifierIndex, their), true, 'we accept the proof of the peer');
  const decoded = ours.ProverProof.fromBase64(encodeByPeer(peer, our));
  assert.deepEqual(decoded.toBytes(), proof.toBytes(), 'the bytes of our proof');
  for (const handle of [native, proof, decoded]) handle.free();
  return { our, their };
}

function encodeByPeer(peer, json) {
  const proof = peer.proofToRust(json);
  const text = proof.serialize();
  proof.free();
  return text;
}

describe('recorded circuits', () => {
  for (const name of names) {
    test(name, async () => {
      const read = (file) => readJson(path.join(circuits, name, file));
      const circuit = read('circuit.json');
      const witness = read('witness.json');
      // The peer's own Fq index is wrong for chunked circuits, so there are none to compare with.
      const side = await bothSides(circuit);
      assert.equal(side.verifierIndex.serialize(), side.peer.verifierIndexSerialize(side.theirVerifierIndex));
      const { our, their } = await proveAndExchange(side, witness);

      // Tampering with fresh proofs of either side, at the recorded places.
      const { variants } = read('tampered.json');
      for (const proof of [our, their]) {
        for (const { name: variant, path: keys, value } of variants) {
          let changed;
          try {
            changed = setPath(proof, keys, value);
          } catch {
            continue; // this place exists only in the recorded proof
          }
          assert.equal(ourVerdict(side.ours, side.verifierIndex, changed), false, variant);
          assert.equal(await side.peer.verify(side.theirVerifierIndex, changed), false, variant);
        }
      }
      side.free();
    });
  }
});

describe('circuits with random values', () => {
  for (const field of ['fp', 'fq']) {
    test(`multiplications over ${field}`, async () => {
      const { circuit, witness } = multiplications(6, field);
      const side = await bothSides(circuit);
      await proveAndExchange(side, witness);
      side.free();
    });
  }

  test('circuits of two and four chunks', async () => {
    for (const k of [5, 4]) {
      const { circuit, witness } = multiplications(6, 'fp');
      circuit.srs_depth = 2 ** k;
      // Space for the zero-knowledge rows of several chunks.
      for (const rows of [circuit.gates, ...witness.columns]) rows.length = 50;
      witness.rows = 50;
      const side = await bothSides(circuit);
      await proveAndExchange(side, witness);
      side.free();
    }
  });
});

after(() => {
  const { byType } = onggi.memory();
  for (const [type, { count }] of Object.entries(byType)) assert.equal(count, 0, type);
});
