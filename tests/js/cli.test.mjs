// The command line: exit codes, files, and messages.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import zlib from 'node:zlib';

import { assertBadInput, content, onggi, recorded, temporaryFolder, withChange, writerIn } from './cli.mjs';

const folder = temporaryFolder('cli');
const write = writerIn(folder);

describe('doctor', () => {
  test('names the features of the runtime, all of which Node has', async () => {
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
  test('writes a proof that verify accepts, compressed if the name ends in .gz', async () => {
    const out = path.join(folder, 'proof.json.gz');
    const made = await onggi(
      'prove',
      recorded('fq_poseidon', 'circuit'),
      recorded('fq_poseidon', 'witness'),
      out
    );
    assert.equal(made.exitCode, 0, made.stderr);
    const proof = JSON.parse(zlib.gunzipSync(fs.readFileSync(out)).toString());
    assert.equal(proof.format, 'kimchi-proof/1');
    assert.deepEqual(proof.public, content('fq_poseidon', 'proof').public);
    const checked = await onggi('verify', recorded('fq_poseidon', 'circuit'), out);
    assert.equal(checked.exitCode, 0, checked.stdout + checked.stderr);
  });

  test('rejects a witness that breaks a wire, names the two cells and writes nothing', async () => {
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

  test('rejects a witness that does not satisfy a gate, and names row, gate and constraint', async () => {
    const witness = withChange(content('fp_poseidon', 'witness'), ['columns', 7, 5], '0x7');
    const { exitCode, stdout } = await onggi(
      ...[
        'prove',
        recorded('fp_poseidon', 'circuit'),
        write('unequal.json', witness),
        path.join(folder, 'none.json'),
      ]
    );
    assert.equal(exitCode, 1);
    assert.match(stdout, /^rejected: .*row 5: Poseidon, constraint 1/);
  });

  const witness = content('fp_generic', 'witness');
  for (const [what, file, reason] of /** @type {[string, string, RegExp][]} */ ([
    ['without columns', write('short.json', { ...witness, columns: [] }), /columns/],
    ['of another field', recorded('fq_poseidon', 'witness'), /over fp/],
    [
      'with a value that is not reduced',
      write('large.json', withChange(witness, ['columns', 0, 0], `0x${'f'.repeat(64)}`)),
      /columns/,
    ],
    ['that does not exist', path.join(folder, 'absent.json'), /no such file/],
  ]))
    test(`a witness ${what} is bad input`, async () => {
      assertBadInput(
        await onggi('prove', recorded('fp_generic', 'circuit'), file, path.join(folder, 'x.json')),
        reason
      );
    });
});

describe('verify', () => {
  for (const circuit of ['fp_generic', 'fq_poseidon'])
    test(`${circuit}: accepts the recorded proof and rejects changed ones`, async () => {
      const index = recorded(circuit, 'verifier_index');
      const proof = content(circuit, 'proof');
      const { variants, accepted = [] } = content(circuit, 'tampered');
      const claims = [
        { name: 'recorded', content: proof, exitCode: 0 },
        ...variants
          .slice(0, 5)
          .map(({ name, path, value }) => ({ name, content: withChange(proof, path, value), exitCode: 1 })),
        ...accepted.map(({ name, path, value }) => ({
          name,
          content: withChange(proof, path, value),
          exitCode: 0,
        })),
      ];
      for (const [i, claim] of claims.entries()) {
        const file = write(`${circuit}-${i}.json`, claim.content);
        const { exitCode, stdout, stderr } = await onggi('verify', index, file);
        assert.equal(exitCode, claim.exitCode, `${claim.name}: ${stdout}${stderr}`);
      }
    });

  test('finds a file that is compressed as .gz', async () => {
    write('twin.json.gz', content('fp_generic', 'proof'));
    const { exitCode, stdout } = await onggi(
      'verify',
      recorded('fp_generic', 'circuit'),
      path.join(folder, 'twin.json')
    );
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

  for (const [what, file, reason] of /** @type {[string, string, RegExp][]} */ ([
    ['a list', write('list.json', '[]'), /format/],
    ['a witness', recorded('fp_generic', 'witness'), /format/],
    ['a proof of another field', recorded('fq_poseidon', 'proof'), /over fp.*over fq/],
    ['a file that is cut', write('cut.json.gz', '{"format": '), /cut\.json\.gz: not JSON at byte 12/],
  ]))
    test(`${what} instead of a proof is bad input`, async () => {
      assertBadInput(await onggi('verify', recorded('fp_generic', 'circuit'), file), reason);
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

  test('an index file can replace its circuit', async () => {
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

  describe('an index file that cannot be read is bad input', () => {
    const proof = recorded('fp_generic_nopublic', 'proof');
    const out = path.join(folder, 'whole.onggi');
    before(async () => {
      assert.equal((await onggi('index', recorded('fp_generic_nopublic', 'circuit'), out)).exitCode, 0);
    });
    /** @param {Buffer} bytes */
    const changed = (bytes) => {
      bytes[bytes.length - 1] ^= 1;
      return bytes;
    };
    for (const [what, change, reason] of /** @type {[string, (bytes: Buffer) => Buffer, RegExp][]} */ ([
      ['changed', changed, /section "zk 0"/],
      ['cut', (bytes) => bytes.subarray(0, -1), /damaged/],
      ['cut in its header', (bytes) => bytes.subarray(0, 40), /damaged/],
      ['empty', () => Buffer.alloc(0), /format/],
    ]))
      test(what, async () => {
        assertBadInput(
          await onggi('verify', write('part.onggi', change(fs.readFileSync(out))), proof),
          reason
        );
      });
    test('missing', async () => {
      assertBadInput(await onggi('verify', path.join(folder, 'none.onggi'), proof), /none/);
    });
  });

  const circuit = content('fp_generic', 'circuit');
  for (const [what, value, reason] of /** @type {[string, object, RegExp][]} */ ([
    ['an unknown field', { ...circuit, field: 'fr' }, /field/],
    [
      'an SRS that is too large',
      { ...circuit, srs_depth: 2 ** 40 },
      /bad_circuit.json: the size of the SRS must/,
    ],
    [
      'no size of its SRS',
      { ...circuit, srs_depth: undefined },
      /bad_circuit.json: the size of the SRS must/,
    ],
    ['a number for its gates', { ...circuit, gates: 7 }, /gates/],
    ['an unknown gate', withChange(circuit, ['gates', 5, 'typ'], 'CairoClaim'), /CairoClaim/],
    [
      'a wire to a cell outside the circuit',
      withChange(circuit, ['gates', 5, 'wires', 0], [999999, 0]),
      /wire/,
    ],
  ]))
    test(`a circuit with ${what} is bad input`, async () => {
      assertBadInput(await onggi('index', write('bad_circuit.json', value)), reason);
    });
});

describe('a folder, device or pipe in place of a file is not read', { concurrency: 2 }, () => {
  const pipe = path.join(folder, 'pipe.onggi');
  if (process.platform !== 'win32') execFileSync('mkfifo', [pipe]);
  const proof = recorded('fp_generic', 'proof');
  for (const [args, reason] of /** @type {[string[], RegExp][]} */ ([
    [['index', pipe], /pipe\.onggi: a device or a pipe, not a file/],
    [['verify', pipe, proof], /pipe\.onggi: a device or a pipe, not a file/],
    [['verify', recorded('fp_generic', 'circuit'), folder], /: a folder, not a file/],
    [['analyze', pipe], /a device or a pipe, not a file/],
    [['analyze', '/dev/zero'], /a device or a pipe, not a file/],
  ]))
    test(
      `onggi ${args[0]} ${path.basename(args.at(-1) ?? '')}`,
      { skip: process.platform === 'win32' },
      async () => assertBadInput(await onggi(...args), reason)
    );

  test('onggi check-fixture', { skip: process.platform === 'win32' }, async () => {
    for (const file of [pipe, '/dev/zero', folder]) {
      const { exitCode, stdout } = await onggi('check-fixture', file);
      assert.equal(exitCode, 2);
      assert.match(stdout, /skip .*, not a file/);
    }
  });
});

describe('usage', () => {
  test('--help', async () => {
    const { exitCode, stdout } = await onggi('--help');
    assert.equal(exitCode, 0);
    for (const command of ['prove', 'verify', 'index', 'check', 'check-fixture', 'demo'])
      assert.match(stdout, new RegExp(`onggi ${command}`));
  });

  for (const [args, reason] of /** @type {[string[], RegExp][]} */ ([
    [[], /--help/],
    [['shake'], /shake/],
    [['verify', 'one'], /parameters/],
    [['check-fixture'], /parameters/],
    [['demo', '--loud'], /loud/],
  ]))
    test(`wrong usage is bad input: onggi ${args.join(' ')}`, async () =>
      assertBadInput(await onggi(...args), reason));

  test('demo', async () => {
    const { exitCode, stdout } = await onggi('demo');
    assert.equal(exitCode, 0, stdout);
    assert.match(stdout, /another public input: rejected/);
  });
});
