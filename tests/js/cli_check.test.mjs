// The commands that check recorded circuits and fixtures.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';

import {
  assertBadInput,
  circuits,
  content,
  fixtures,
  onggi,
  recorded,
  temporaryFolder,
  withChange,
  writerIn,
} from './cli.mjs';

const folder = temporaryFolder('cli-check');
const write = writerIn(folder);

describe('check', () => {
  test('accepts recorded circuits', async () => {
    const folders = [
      'fp_generic_2chunks',
      'fp_pickles_step',
      'fq_lookup_runtime',
      'fq_pickles_wrap',
      'fq_recursion_2',
    ];
    const paths = folders.map((name) => path.join(circuits, name));
    const { exitCode, stdout } = await onggi('check', '--json', ...paths);
    const report = JSON.parse(stdout);
    assert.equal(exitCode, 0, stdout);
    assert.equal(report.circuits.length, folders.length);
    for (const { folder, checks } of report.circuits) {
      const proves = fs.readdirSync(folder).some((name) => name.startsWith('witness.json'));
      assert.ok(checks >= (proves ? 14 : 11), `${folder}: ${checks} checks`);
    }
  });

  /** A copy of a recorded circuit folder with one file changed. */
  function spoiled(name, file, change) {
    const copy = path.join(folder, name);
    fs.cpSync(path.join(circuits, 'fp_generic'), copy, { recursive: true });
    fs.writeFileSync(path.join(copy, `${file}.json`), JSON.stringify(change(content('fp_generic', file))));
    return copy;
  }

  for (const [what, file, change] of [
    ['index', 'verifier_index', (index) => ({ ...index, zk_rows: 4 })],
    ['proof', 'proof', (proof) => ({ ...proof, ft_eval1: '0x1' })],
    ['oracles', 'oracles', (oracles) => ({ ...oracles, beta: '0x1' })],
    [
      'rejects: nothing',
      'tampered',
      (tampered) => ({ ...tampered, variants: [{ name: 'nothing', path: ['field'], value: 'fp' }] }),
    ],
    [
      'accepts: a lie',
      'tampered',
      (tampered) => ({ ...tampered, accepted: [{ name: 'a lie', path: ['ft_eval1'], value: '0x1' }] }),
    ],
    [
      'no proof of: nothing',
      'tampered',
      (tampered) => ({ ...tampered, witness_variants: [{ name: 'nothing', path: ['field'], value: 'fp' }] }),
    ],
    ['new proof', 'witness', (witness) => withChange(witness, ['columns', 0, 5], '0x7')],
    ['domain_sizes', 'roundtrip', (roundtrip) => withChange(roundtrip, ['domain_sizes', 'd8'], 8)],
    ['gate_vector_digest', 'roundtrip', (roundtrip) => ({ ...roundtrip, gate_vector_digest: '00' })],
    ...['gate_vector_serialize', 'circuit_serialize', 'verifier_index_serialize'].map((name) => [
      name,
      'roundtrip',
      (roundtrip) => withChange(roundtrip, [name, 'sha256'], roundtrip.gate_vector_digest),
    ]),
    [
      'proof_serialize_base64',
      'roundtrip',
      (roundtrip) => ({ ...roundtrip, proof_serialize_base64: 'AAAA' }),
    ],
  ])
    test(`a difference is found: ${what}`, async () => {
      const { exitCode, stdout } = await onggi('check', '--json', spoiled(file + what.length, file, change));
      assert.equal(exitCode, 1, stdout);
      assert.ok(JSON.parse(stdout).circuits[0].failures.includes(what), stdout);
    });

  test('names an unknown gate, with exit code 2', async () => {
    const change = (circuit) => withChange(circuit, ['gates', 5, 'typ'], 'CairoClaim');
    const { exitCode, stdout } = await onggi('check', spoiled('cairo', 'circuit', change));
    assert.equal(exitCode, 2);
    assert.match(stdout, /CairoClaim/);
  });

  test('a circuit without recorded files is not accepted', async () => {
    const lone = path.join(folder, 'lone');
    fs.mkdirSync(lone);
    fs.copyFileSync(recorded('fp_generic', 'circuit'), path.join(lone, 'circuit.json'));
    const { exitCode, stdout } = await onggi('check', lone);
    assert.equal(exitCode, 2, stdout);
    assert.match(stdout, /^skip .*nothing to check/);
  });

  test('a folder without circuits is bad input', async () => {
    assertBadInput(await onggi('check', os.tmpdir() + '/absent'), /not a circuit folder/);
    assertBadInput(await onggi('check', recorded('fp_generic', 'circuit')), /not a circuit folder/);
  });
});

describe('check-fixture', () => {
  const file = path.join(fixtures, 'test_generic_gate_pub.bin');

  test('proofs of the Rust test suite are accepted, and changed ones rejected', async () => {
    const names = ['and_prove_and_verify_pallas', 'test_recursion', 'test_runtime_table'];
    const files = names.map((name) => path.join(fixtures, `${name}.bin`));
    const { exitCode, stdout } = await onggi('check-fixture', '--json', ...files);
    assert.equal(exitCode, 0, stdout);
    assert.equal(JSON.parse(stdout).fixtures.length, files.length);
  });

  test('another public input is rejected', async () => {
    const bytes = fs.readFileSync(file);
    const changed = Buffer.from(bytes);
    const at = publicInputAt(bytes);
    changed[at] = changed[at] === 1 ? 2 : 1;
    const copy = path.join(folder, 'public.bin');
    fs.writeFileSync(copy, changed);
    const { exitCode, stdout } = await onggi('check-fixture', copy);
    assert.equal(exitCode, 1, stdout);
    assert.match(stdout, /FAIL .*proof/);
  });

  for (const [what, change] of /** @type {[string, (bytes: Buffer) => Buffer][]} */ ([
    ['that is cut', (bytes) => bytes.subarray(0, -1)],
    ['that is too long', (bytes) => Buffer.concat([bytes, Buffer.from([0])])],
    ['that is empty', () => Buffer.alloc(0)],
    ['of other values', () => Buffer.from([0x93, 1, 2, 3])],
    ['of an array longer than the file', () => Buffer.from([0xdd, 0xff, 0xff, 0xff, 0xff])],
    ['of arrays that are too deep', () => Buffer.alloc(10_000, 0x91)],
    ['that is too large', () => Buffer.alloc(2 ** 24 + 1)],
  ]))
    test(`a fixture ${what} is bad input`, async () => {
      const { exitCode, stdout } = await onggi(
        'check-fixture',
        write('bad_fixture.bin', change(fs.readFileSync(file)))
      );
      assert.equal(exitCode, 2, stdout);
      assert.match(stdout, /skip/);
    });

  /** The offset of the public input's lowest byte, behind the proof and the verifier index. @param {Buffer} bytes */
  function publicInputAt(bytes) {
    let at = 1;
    for (let part = 0; part < 2; part++) {
      const length = bytes.readUInt16BE(at + 1);
      at += 3;
      for (let i = 0; i < length; i++) at += bytes[at] === 0xcc ? 2 : 1;
    }
    return at + 3;
  }
});
