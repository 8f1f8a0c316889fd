// The command line: exit codes, files, and what it says.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';

const root = fileURLToPath(new URL('../..', import.meta.url));
const circuits = path.join(root, 'tests', 'vectors', 'circuits');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-cli-'));
after(() => fs.rmSync(folder, { recursive: true }));

/** @returns {Promise<{ exitCode: number, stdout: string, stderr: string }>} */
const onggi = (...args) =>
  new Promise((resolve) =>
    execFile(
      process.execPath,
      [path.join(root, 'js-glue', 'cli', 'main.mjs'), ...args],
      { timeout: 120_000, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => resolve({ exitCode: error ? (error.code ?? -1) : 0, stdout, stderr })
    )
  );

const recorded = (circuit, name) => path.join(circuits, circuit, `${name}.json`);

/** The content of a recorded file, which may be compressed. */
function content(circuit, name) {
  const file = recorded(circuit, name);
  if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8'));
  return JSON.parse(zlib.gunzipSync(fs.readFileSync(`${file}.gz`)).toString());
}

/** Writes a file of the test's own and returns its path. @param {string} name @param {unknown} value */
function write(name, value) {
  const file = path.join(folder, name);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  fs.writeFileSync(file, name.endsWith('.gz') ? zlib.gzipSync(text) : text);
  return file;
}

/** One line on stderr, nothing on stdout, exit code 2. */
function assertBadInput({ exitCode, stdout, stderr }, reason) {
  assert.equal(exitCode, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /^onggi: [^\n]+\n$/);
  assert.match(stderr, reason);
}

function withChange(value, path, replacement) {
  const copy = structuredClone(value);
  const parent = path.slice(0, -1).reduce((at, key) => at[key], copy);
  parent[path.at(-1)] = replacement;
  return copy;
}

describe('doctor', () => {
  test('names what the runtime has; this one has everything', async () => {
    const { exitCode, stdout } = await onggi('doctor', '--json');
    const { runtime, findings } = JSON.parse(stdout);
    assert.equal(exitCode, 0, stdout);
    assert.equal(runtime, 'node');
    assert.deepEqual(
      findings.map((finding) => finding.name),
      [
        ...['FinalizationRegistry', 'collection request', 'heap search', 'AsyncLocalStorage'],
        ...['threads', 'Symbol.dispose'],
      ]
    );
    const { stdout: text } = await onggi('doctor');
    for (const { name, meaning } of findings) assert.ok(text.includes(name) && text.includes(meaning));
  });
});

describe('prove', () => {
  test('writes a proof that verify accepts, compressed where the name says so', async () => {
    const out = path.join(folder, 'proof.json.gz');
    const made = await onggi('prove', recorded('fq_poseidon', 'circuit'), recorded('fq_poseidon', 'witness'), out);
    assert.equal(made.exitCode, 0, made.stderr);
    const proof = JSON.parse(zlib.gunzipSync(fs.readFileSync(out)).toString());
    assert.equal(proof.format, 'kimchi-proof/1');
    assert.deepEqual(proof.public, content('fq_poseidon', 'proof').public);
    const checked = await onggi('verify', recorded('fq_poseidon', 'circuit'), out);
    assert.equal(checked.exitCode, 0, checked.stdout + checked.stderr);
  });

  test('rejects a witness that breaks a wire, naming the two cells, and writes nothing', async () => {
    const [variant] = content('fp_generic', 'tampered').witness_variants;
    assert.equal(variant.name, 'column 1 row 6 (Generic) + 1');
    const witness = withChange(content('fp_generic', 'witness'), variant.path, variant.value);
    const out = path.join(folder, 'none.json');
    const { exitCode, stdout } = await onggi(
      ...['prove', recorded('fp_generic', 'circuit'), write('unsatisfied.json', witness), out]
    );
    assert.equal(exitCode, 1);
    assert.match(stdout, /^rejected: .*row 5, column 3 and row 6, column 1/);
    assert.equal(fs.existsSync(out), false);
  });

  test('rejects a witness that does not satisfy a gate, naming row, gate and constraint', async () => {
    const witness = withChange(content('fp_poseidon', 'witness'), ['columns', 7, 5], '0x7');
    const { exitCode, stdout } = await onggi(
      ...['prove', recorded('fp_poseidon', 'circuit'), write('unequal.json', witness), path.join(folder, 'none.json')]
    );
    assert.equal(exitCode, 1);
    assert.match(stdout, /^rejected: .*row 5: Poseidon, constraint 1/);
  });

  test('a witness that cannot be read is bad input', async () => {
    const prove = (witness) => onggi('prove', recorded('fp_generic', 'circuit'), witness, path.join(folder, 'x.json'));
    const witness = content('fp_generic', 'witness');
    assertBadInput(await prove(write('short.json', { ...witness, columns: [] })), /columns/);
    assertBadInput(await prove(recorded('fq_poseidon', 'witness')), /over fp/);
    assertBadInput(
      await prove(write('large.json', withChange(witness, ['columns', 0, 0], `0x${'f'.repeat(64)}`))),
      /columns/
    );
    assertBadInput(await prove(path.join(folder, 'absent.json')), /no such file/);
  });
});

describe('verify', () => {
  for (const circuit of ['fp_generic', 'fq_poseidon'])
    test(`${circuit}: the recorded proof and some of its variants`, async () => {
      const index = recorded(circuit, 'verifier_index');
      const proof = content(circuit, 'proof');
      const { variants, accepted = [] } = content(circuit, 'tampered');
      const claims = [
        { name: 'recorded', content: proof, exitCode: 0 },
        ...variants.slice(0, 5).map(({ name, path, value }) => ({ name, content: withChange(proof, path, value), exitCode: 1 })),
        ...accepted.map(({ name, path, value }) => ({ name, content: withChange(proof, path, value), exitCode: 0 })),
      ];
      for (const [i, claim] of claims.entries()) {
        const file = write(`${circuit}-${i}.json`, claim.content);
        const { exitCode, stdout, stderr } = await onggi('verify', index, file);
        assert.equal(exitCode, claim.exitCode, `${claim.name}: ${stdout}${stderr}`);
      }
    });

  test('finds the compressed twin of a file', async () => {
    write('twin.json.gz', content('fp_generic', 'proof'));
    const { exitCode, stdout } = await onggi('verify', recorded('fp_generic', 'circuit'), path.join(folder, 'twin.json'));
    assert.equal(exitCode, 0);
    assert.match(stdout, /^accepted in \d+ ms\n$/);
  });

  test('--json answers with one object', async () => {
    const proof = content('fp_generic', 'proof');
    const wrong = write('wrong.json', { ...proof, ft_eval1: '0x1' });
    const verify = (file) => onggi('verify', '--json', recorded('fp_generic', 'verifier_index'), file);
    const good = JSON.parse((await verify(recorded('fp_generic', 'proof'))).stdout);
    assert.equal(good.accepted, true);
    assert.equal(typeof good.verify_ms, 'number');
    const { exitCode, stdout } = await verify(wrong);
    assert.equal(exitCode, 1);
    assert.equal(JSON.parse(stdout).accepted, false);
    const bad = await verify(write('text.json', 'not JSON'));
    assert.equal(bad.exitCode, 2);
    assert.equal(JSON.parse(bad.stdout).error.code, 'unreadable_file');
  });

  test('what is not a proof, or of another field, is bad input', async () => {
    const circuit = recorded('fp_generic', 'circuit');
    assertBadInput(await onggi('verify', circuit, write('list.json', '[]')), /format/);
    assertBadInput(await onggi('verify', circuit, recorded('fp_generic', 'witness')), /format/);
    assertBadInput(await onggi('verify', circuit, recorded('fq_poseidon', 'proof')), /over fp.*over fq/);
    assertBadInput(await onggi('verify', circuit, write('cut.json.gz', '{"format": ')), /cut\.json\.gz/);
  });
});

describe('index', () => {
  const { digest, ...rest } = content('fp_generic', 'verifier_index');

  test('prints the recorded index', async () => {
    const { exitCode, stdout } = await onggi('index', recorded('fp_generic', 'circuit'));
    assert.equal(exitCode, 0);
    assert.deepEqual(JSON.parse(stdout), { ...rest, digest: digest ?? JSON.parse(stdout).digest });
  });

  test('writes it to a file', async () => {
    const out = path.join(folder, 'index.json');
    assert.equal((await onggi('index', recorded('fp_generic', 'circuit'), out)).exitCode, 0);
    assert.equal((await onggi('verify', out, recorded('fp_generic', 'proof'))).exitCode, 0);
  });

  test('an index file stands for its circuit', async () => {
    const out = path.join(folder, 'circuit.onggi');
    const json = path.join(folder, 'from_file.json');
    const proof = path.join(folder, 'from_file_proof.json');
    const circuit = recorded('fq_generic_nopublic', 'circuit');
    assert.equal((await onggi('index', circuit, out)).exitCode, 0);
    assert.equal((await onggi('prove', out, recorded('fq_generic_nopublic', 'witness'), proof)).exitCode, 0);
    assert.equal((await onggi('verify', out, proof)).exitCode, 0);
    assert.equal((await onggi('verify', circuit, proof)).exitCode, 0);
    assert.equal((await onggi('index', out, json)).exitCode, 0);
    const fromCircuit = JSON.parse((await onggi('index', circuit)).stdout);
    assert.deepEqual(JSON.parse(fs.readFileSync(json, 'utf8')), fromCircuit);
  });

  test('an index file that is damaged, cut off or none is bad input', async () => {
    const out = path.join(folder, 'whole.onggi');
    assert.equal((await onggi('index', recorded('fp_generic_nopublic', 'circuit'), out)).exitCode, 0);
    const bytes = fs.readFileSync(out);
    /** @param {string} name @param {Uint8Array} content */
    const verify = (name, content) => {
      const file = path.join(folder, `${name}.onggi`);
      fs.writeFileSync(file, content);
      return onggi('verify', file, recorded('fp_generic_nopublic', 'proof'));
    };
    const changed = Buffer.from(bytes);
    changed[bytes.length - 1] ^= 1;
    assertBadInput(await verify('changed', changed), /section "zk 0"/);
    assertBadInput(await verify('cut', bytes.subarray(0, bytes.length - 1)), /damaged/);
    assertBadInput(await verify('header', bytes.subarray(0, 40)), /damaged/);
    assertBadInput(await verify('empty', Buffer.alloc(0)), /format/);
    assertBadInput(await onggi('verify', path.join(folder, 'none.onggi'), recorded('fp_generic', 'proof')), /none/);
  });

  test('a circuit that cannot be read or built is bad input', async () => {
    const circuit = content('fp_generic', 'circuit');
    const index = (name, value) => onggi('index', write(name, value));
    assertBadInput(await index('field.json', { ...circuit, field: 'fr' }), /field/);
    assertBadInput(await index('depth.json', { ...circuit, srs_depth: 2 ** 40 }), /onggi: /);
    assertBadInput(await index('gates.json', { ...circuit, gates: 7 }), /gates/);
    assertBadInput(await index('gate.json', withChange(circuit, ['gates', 5, 'typ'], 'Nonsense')), /Nonsense/);
    assertBadInput(await index('wire.json', withChange(circuit, ['gates', 5, 'wires', 0], [999999, 0])), /wire/);
  });

  test('a gate that this build does not know is named', async () => {
    const circuit = withChange(content('fp_generic', 'circuit'), ['gates', 5, 'typ'], 'CairoClaim');
    assertBadInput(await onggi('index', write('cairo.json', circuit)), /CairoClaim/);
  });
});

describe('check', () => {
  test('recorded circuits come out again', async () => {
    const folders = ['fp_generic_2chunks', 'fp_pickles_step', 'fq_lookup_runtime', 'fq_pickles_wrap', 'fq_recursion_2'];
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

  /** A copy of a recorded circuit with one file changed. */
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
    ['rejects: nothing', 'tampered', (tampered) => ({ ...tampered, variants: [{ name: 'nothing', path: ['field'], value: 'fp' }] })],
    ['accepts: a lie', 'tampered', (tampered) => ({ ...tampered, accepted: [{ name: 'a lie', path: ['ft_eval1'], value: '0x1' }] })],
    ['no proof of: nothing', 'tampered', (tampered) => ({ ...tampered, witness_variants: [{ name: 'nothing', path: ['field'], value: 'fp' }] })],
    ['new proof', 'witness', (witness) => withChange(witness, ['columns', 0, 5], '0x7')],
    ['domain_sizes', 'roundtrip', (roundtrip) => withChange(roundtrip, ['domain_sizes', 'd8'], 8)],
    ['gate_vector_digest', 'roundtrip', (roundtrip) => ({ ...roundtrip, gate_vector_digest: '00' })],
    ...['gate_vector_serialize', 'circuit_serialize', 'verifier_index_serialize'].map((name) => [
      name,
      'roundtrip',
      (roundtrip) => withChange(roundtrip, [name, 'sha256'], roundtrip.gate_vector_digest),
    ]),
    ['proof_serialize_base64', 'roundtrip', (roundtrip) => ({ ...roundtrip, proof_serialize_base64: 'AAAA' })],
  ])
    test(`a difference is found: ${what}`, async () => {
      const { exitCode, stdout } = await onggi('check', '--json', spoiled(file + what.length, file, change));
      assert.equal(exitCode, 1, stdout);
      assert.ok(JSON.parse(stdout).circuits[0].failures.includes(what), stdout);
    });

  test('an unknown gate is exit code 2 with its name', async () => {
    const change = (circuit) => withChange(circuit, ['gates', 5, 'typ'], 'CairoClaim');
    const { exitCode, stdout } = await onggi('check', spoiled('cairo', 'circuit', change));
    assert.equal(exitCode, 2);
    assert.match(stdout, /CairoClaim/);
  });

  test('a circuit with nothing on record is not accepted', async () => {
    const lone = path.join(folder, 'lone');
    fs.mkdirSync(lone);
    fs.copyFileSync(recorded('fp_generic', 'circuit'), path.join(lone, 'circuit.json'));
    const { exitCode, stdout } = await onggi('check', lone);
    assert.equal(exitCode, 2, stdout);
    assert.match(stdout, /^skip .*nothing to check/);
  });

  test('a folder without circuits is bad input', async () => {
    assertBadInput(await onggi('check', os.tmpdir() + '/absent'), /no circuit folder/);
    assertBadInput(await onggi('check', recorded('fp_generic', 'circuit')), /no circuit folder/);
  });
});

describe('check-fixture', () => {
  const fixtures = path.join(root, 'tests', 'vectors', 'fixtures');
  const file = path.join(fixtures, 'test_generic_gate_pub.bin');

  test('proofs of the Rust test suite are accepted, and rejected when changed', async () => {
    const names = ['and_prove_and_verify_pallas', 'test_recursion', 'test_runtime_table'];
    const files = names.map((name) => path.join(fixtures, `${name}.bin`));
    const { exitCode, stdout } = await onggi('check-fixture', '--json', ...files);
    assert.equal(exitCode, 0, stdout);
    assert.equal(JSON.parse(stdout).fixtures.length, files.length);
  });

  test('another public input is a rejection', async () => {
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

  test('what is no fixture is bad input', async () => {
    const bytes = fs.readFileSync(file);
    for (const [name, content] of [
      ['cut.bin', bytes.subarray(0, bytes.length - 1)],
      ['long.bin', Buffer.concat([bytes, Buffer.from([0])])],
      ['empty.bin', Buffer.alloc(0)],
      ['other.bin', Buffer.from([0x93, 1, 2, 3])],
      ['absurd.bin', Buffer.from([0xdd, 0xff, 0xff, 0xff, 0xff])],
    ]) {
      const copy = path.join(folder, name);
      fs.writeFileSync(copy, content);
      const { exitCode, stdout } = await onggi('check-fixture', copy);
      assert.equal(exitCode, 2, `${name}: ${stdout}`);
      assert.match(stdout, /skip/);
    }
    assertBadInput(await onggi('check-fixture'), /parameters/);
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

test('where nothing can be written, the reason is one line', async () => {
  const circuit = recorded('fp_generic', 'circuit');
  const refused = /^onggi: [^:]*: (ENOENT|ENOTDIR|EISDIR)/;
  for (const where of ['/nonexistent/x', path.join(circuit, 'x'), folder, '']) {
    const file = (/** @type {string} */ ending) => (where === folder || where === '' ? where : where + ending);
    assertBadInput(await onggi('index', circuit, where), refused);
    assertBadInput(await onggi('prove', circuit, recorded('fp_generic', 'witness'), file('.json.gz')), refused);
  }
  assertBadInput(await onggi('index', circuit, '/nonexistent/x.onggi'), refused);
});

describe('usage', () => {
  test('--help', async () => {
    const { exitCode, stdout } = await onggi('--help');
    assert.equal(exitCode, 0);
    for (const command of ['prove', 'verify', 'index', 'check', 'check-fixture', 'demo']) assert.match(stdout, new RegExp(`onggi ${command}`));
  });

  test('wrong usage is bad input', async () => {
    assertBadInput(await onggi(), /--help/);
    assertBadInput(await onggi('shake'), /shake/);
    assertBadInput(await onggi('verify', 'one'), /parameters/);
    assertBadInput(await onggi('demo', '--loud'), /loud/);
  });

  test('demo', async () => {
    const { exitCode, stdout } = await onggi('demo');
    assert.equal(exitCode, 0, stdout);
    assert.match(stdout, /another public input: rejected/);
  });
});
