// What the command line writes: a failed write is exit code 2, and no file is left half written.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import {
  assertBadInput,
  content,
  execute,
  fixtures,
  onggi,
  recorded,
  root,
  script,
  temporaryFolder,
  withChange,
  writerIn,
} from './cli.mjs';

const folder = temporaryFolder('cli-output');
const write = writerIn(folder);
const circuit = recorded('fp_generic', 'circuit');
const witness = recorded('fp_generic', 'witness');
const proof = recorded('fp_generic', 'proof');
const trace = write('trace.log', '@{"event":"ALLOCATE","id":1,"type":"VestaSrs","bytes":1}\n');
const unsatisfied = write(
  'unsatisfied.json',
  withChange(content('fp_generic', 'witness'), ['columns', 0, 5], '0x7')
);

/** @type {[name: string, args: string[]][]} */
const commands = [
  ['--help', ['--help']],
  ['doctor', ['doctor']],
  ['demo', ['demo']],
  ['verify', ['verify', circuit, proof]],
  ['prove', ['prove', circuit, witness, path.join(folder, 'full.json')]],
  ['prove, rejected', ['prove', circuit, unsatisfied, path.join(folder, 'none.json')]],
  ['index', ['index', circuit]],
  ['index to a file', ['index', circuit, path.join(folder, 'index.json')]],
  ['check', ['check', path.dirname(recorded('fp_poseidon', 'circuit'))]],
  ['check-fixture', ['check-fixture', path.join(fixtures, 'test_generic_gate_pub.bin')]],
  ['analyze', ['analyze', trace]],
  ['analyze --html', ['analyze', trace, '--html', path.join(folder, 'trace.html')]],
  ['bench', ['bench', 'memory', '--proofs', '4', '--hashes', '1', '--modes', 'scoped', '--out', folder]],
];
/** With --json, and an error with it. @type {typeof commands} */
const forMachines = [
  ...commands
    .slice(1)
    .map(([name, args]) => /** @type {[string, string[]]} */ ([`${name} --json`, [...args, '--json']])),
  ['an error --json', ['shake', '--json']],
];

/** Runs a command whose standard output cannot be written. @param {string[]} args @param {(child: any) => void} [close] */
function runWith(args, stdout, close = () => {}) {
  // The report of a trace needs files that only the package has.
  const cli =
    args.includes('--html') || args[0] === 'bench' ? path.join(root, 'dist/tools/cli/main.mjs') : script;
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', stdout, 'pipe'] });
  close(child);
  let stderr = '';
  child.stderr?.on('data', (chunk) => (stderr += chunk));
  return new Promise((resolve) => child.on('close', (exitCode) => resolve({ exitCode, stdout: '', stderr })));
}

describe('exit code 2 if standard output cannot be written', { concurrency: 3 }, () => {
  const full = '/dev/full';
  for (const [name, args] of [...commands, ...forMachines])
    test(`a full device: ${name}`, { skip: !fs.existsSync(full) }, async () => {
      const device = fs.openSync(full, 'w');
      try {
        assertBadInput(await runWith(args, device), /ENOSPC|no command/);
      } finally {
        fs.closeSync(device);
      }
    });
  for (const [name, args] of commands)
    test(`a closed pipe: ${name}`, async () => {
      assertBadInput(await runWith(args, 'pipe', (child) => child.stdout.destroy()), /EPIPE|no command/);
    });
});

describe('an output file', () => {
  /** @param {string} name @param {string} [previous] */
  function outputIn(name, previous) {
    const place = path.join(folder, name);
    fs.mkdirSync(place);
    const out = path.join(place, 'out.json');
    if (previous !== undefined) fs.writeFileSync(out, previous, { mode: 0o640 });
    return { place, out };
  }

  const reason = /^onggi: [^:]*: (ENOENT|ENOTDIR|EISDIR|ENAMETOOLONG)/;
  /** @type {[what: string, out: string, reason?: RegExp][]} */
  const unwritable = [
    ['a missing folder', '/nonexistent/x'],
    ['a file as a folder', path.join(circuit, 'x')],
    ['a folder', folder],
    ['a name that ends in a slash', path.join(folder, 'new/')],
    ['no name', '', /^onggi: prove: a parameter is empty$/m],
    ['a name that is too long', path.join(folder, 'x'.repeat(300))],
  ];
  const crossed = write(
    'crossed.json',
    withChange(content('fp_generic', 'circuit'), ['gates', 0, 'wires', 0], [0, 1])
  );
  // Inputs that the work would refuse: the output is checked before.
  /** @type {[command: string, run: (out: string) => Promise<any>][]} */
  const before = [
    ['prove', (out) => onggi('prove', circuit, unsatisfied, out)],
    ['index', (out) => onggi('index', crossed, out)],
    ['index of a whole index', (out) => onggi('index', crossed, out.endsWith('x') ? `${out}.onggi` : out)],
    ['analyze --html', (out) => onggi('analyze', '/dev/null', '--html', out)],
  ];
  for (const [command, run] of before)
    test(`that cannot be written is reported before the work: ${command}`, async (context) => {
      for (const [what, out, why = reason] of command === 'prove' ? unwritable : unwritable.slice(0, 2))
        await context.test(what, async () => assertBadInput(await run(out), why));
    });

  test('bench reports an unwritable report file before it proves', async () => {
    fs.mkdirSync(path.join(folder, 'reports', 'proving-loop.svg'), { recursive: true });
    const args = ['bench', 'memory', '--hashes', '1', '--out', path.join(folder, 'reports')];
    assertBadInput(await onggi(...args), /proving-loop\.svg: EISDIR/);
  });

  test('bench reports a folder that cannot be made', { skip: process.platform !== 'linux' }, async () => {
    for (const out of ['/proc/onggi/deep', '/dev/null/deep']) {
      assertBadInput(await onggi('bench', 'memory', '--hashes', '1', '--out', out), /ENOENT|ENOTDIR/);
    }
  });

  test('is not created if the work fails', async () => {
    const { place, out } = outputIn('rejected');
    assert.equal((await onggi('prove', circuit, unsatisfied, out)).exitCode, 1);
    assert.equal((await onggi('index', crossed, out)).exitCode, 2);
    assert.deepEqual(fs.readdirSync(place), []);
  });

  test('keeps its content if the work fails', async () => {
    const { place, out } = outputIn('kept', 'previous');
    assert.equal((await onggi('prove', circuit, unsatisfied, out)).exitCode, 1);
    assert.deepEqual([fs.readdirSync(place), fs.readFileSync(out, 'utf8')], [['out.json'], 'previous']);
  });

  for (const [what, previous] of /** @type {[string, string?][]} */ ([
    ['a new file'],
    ['an old file', 'previous'],
  ]))
    test(`a write that fails midway leaves ${what} as it was`, async () => {
      const { place, out } = outputIn(`midway ${what}`, previous);
      // Files may have at most 512 bytes.
      const limited = 'trap "" XFSZ; ulimit -f 1; exec "$@"';
      const args = ['-c', limited, 'sh', process.execPath, script, 'prove', circuit, witness, out];
      assertBadInput(await execute('/bin/sh', args), /EFBIG/);
      assert.deepEqual(fs.readdirSync(place), previous === undefined ? [] : ['out.json']);
      if (previous !== undefined) assert.equal(fs.readFileSync(out, 'utf8'), previous);
    });

  test('is replaced as a whole, with its permissions, and symbolic links are kept', async () => {
    const { place, out } = outputIn('replaced', 'previous');
    const link = path.join(place, 'link.json');
    fs.symlinkSync('out.json', link);
    assert.equal((await onggi('index', circuit, link)).exitCode, 0);
    assert.equal(JSON.parse(fs.readFileSync(out, 'utf8')).format, 'kimchi-verifier-index/1');
    assert.equal(fs.statSync(out).mode & 0o777, 0o640);
    assert.ok(fs.lstatSync(link).isSymbolicLink());
    assert.deepEqual(fs.readdirSync(place).sort(), ['link.json', 'out.json']);
  });

  test('may be a pipe', async () => {
    const { place, out } = outputIn('pipe');
    assert.equal((await execute('mkfifo', [out])).exitCode, 0);
    const [read, written] = await Promise.all([execute('cat', [out]), onggi('index', circuit, out)]);
    assert.equal(written.exitCode, 0, written.stderr);
    assert.equal(JSON.parse(read.stdout).format, 'kimchi-verifier-index/1');
    assert.ok(fs.statSync(out).isFIFO());
    assert.deepEqual(fs.readdirSync(place), ['out.json']);
  });
});
