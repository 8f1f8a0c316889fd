// The option keepEvaluations of onggi/o1js: indexes that o1js makes or reads keep evaluations if these fit, and give them
// back where memory is short.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { backend, circuit, indexOf, proofAnswers, prove } from './answers.mjs';

/** @param {string} file */
const own = (file) => import(new URL(`../../dist/surfaces/o1js/${file}`, import.meta.url).href);
const { configure, current } = await own('instance.mjs');
const { nativeModule } = await own('native.mjs');

const mebibyte = 2 ** 20;
configure({
  keepEvaluations: true,
  threads: 1,
  cache: false,
  softLimit: 16 * mebibyte,
  maxMemory: 32 * mebibyte,
});

const circuits = { fp: circuit('fp_xor'), fq: circuit('fq_xor') };
const module = nativeModule(current);
const backends = { fp: backend(module, 'native', 'fp'), fq: backend(module, 'native', 'fq') };

/** Bytes of all indexes. */
function indexBytes() {
  const { VestaPlonkIndex, PallasPlonkIndex } = current().memory().byType;
  return (VestaPlonkIndex?.bytes ?? 0) + (PallasPlonkIndex?.bytes ?? 0);
}

/** That the index proves. @param {ReturnType<typeof circuit>} c @param {ReturnType<typeof indexOf>} made */
function assertProves(c, made) {
  const b = backends[c.f];
  const { valid, tampered } = proofAnswers(b, made, prove(b, c, made.index));
  assert.deepEqual([valid, tampered], [true, false]);
}

/** How many bytes of an index it gives back. @param {{ handle: any }} index */
function trimmedBytes({ handle }) {
  const before = indexBytes();
  handle.trim();
  return before - indexBytes();
}

for (const c of Object.values(circuits)) {
  const b = backends[c.f];

  test(`${c.f}: indexes that are made or decoded keep evaluations, and their proofs are valid`, () => {
    const made = indexOf(b, c);
    const file = b.plonk('index_encode', made.index);
    const decoded = b.plonk('index_decode', file, made.key);
    assertProves(c, made); // keeps Lagrange commitments in the SRS
    const { live } = current().memory();
    assertProves(c, { ...made, index: decoded });
    assert.equal(current().memory().live, live, 'proofs leave nothing');
    for (const index of [made.index, decoded]) {
      const bytes = trimmedBytes(index);
      assert.ok(bytes > 49 * 32 * index.handle.domainSize, `${bytes} bytes`);
    }
    assertProves(c, made);
    for (const index of [made.index, decoded]) index.handle.free();
  });
}

test('at the soft limit they give them back', async () => {
  const made = indexOf(backends.fq, circuits.fq);
  const kept = indexBytes();
  await current().reserve(16 * mebibyte);
  assert.ok(indexBytes() < kept / 2);
  assert.equal(trimmedBytes(made.index), 0);
  assertProves(circuits.fq, made);
  made.index.handle.free();
});

test('an index that cannot have the memory is made and decoded without', () => {
  const made = indexOf(backends.fq, circuits.fq);
  const file = backends.fq.plonk('index_encode', made.index);
  assert.ok(trimmedBytes(made.index) > 0);
  // Leaves so much that an index fits, but not what it could keep.
  const full = 28.7 * mebibyte;
  const elements = new Uint8Array(2 ** 14);
  const others = [];
  const ballast = [];
  const fill = () => {
    while (current().memory().live < full) ballast.push(current().fp.Vector.fromFields(elements));
  };
  fill();
  others.push(indexOf(backends.fq, circuits.fq).index);
  fill();
  others.push(backends.fq.plonk('index_decode', file, made.key));
  for (const each of ballast) each.free();
  for (const index of others) {
    assert.equal(trimmedBytes(index), 0);
    assertProves(circuits.fq, { ...made, index });
    index.handle.free();
  }
  made.index.handle.free();
});
