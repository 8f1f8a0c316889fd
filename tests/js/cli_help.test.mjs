// Help, versions, suggestions, threads, colours and progress of the command line.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import { changes } from '../../js-glue/tools/cli/commands/doctor.mjs';
import { barText, withProgress } from '../../js-glue/tools/cli/progress.mjs';
import { commands, help, helpOf, markdown, options } from '../../js-glue/tools/cli/table.mjs';
import { assertBadInput, execute, onggi, recorded, root, script, temporaryFolder } from './cli.mjs';

const names = Object.keys(commands);
const folder = temporaryFolder('cli-help');

describe('help', () => {
  test('lists every command and fits into 120 columns', () => {
    for (const name of names) assert.match(help(), new RegExp(`^  onggi ${name}\\b`, 'm'));
    for (const text of [help(), ...names.map(helpOf)])
      for (const line of text.split('\n')) assert.ok(line.length <= 120, line);
  });

  test('of a command has its options and examples, by help COMMAND and COMMAND --help', async () => {
    for (const name of ['prove', 'check-fixture', 'bench']) {
      const [first, second, third] = await Promise.all([
        onggi('help', name),
        onggi(name, '--help'),
        onggi(name, '-h'),
      ]);
      assert.deepEqual([first.exitCode, first.stderr], [0, '']);
      assert.equal(first.stdout, second.stdout);
      assert.equal(first.stdout, third.stdout);
      for (const option of commands[name]?.options ?? []) assert.ok(first.stdout.includes(`--${option}`));
      for (const example of commands[name]?.examples ?? []) assert.ok(first.stdout.includes(example));
    }
    assert.equal((await onggi('help')).stdout, `${help()}\n`);
  });

  test('every example names its command and options that it takes', () => {
    for (const [name, { examples, options: own = [] }] of Object.entries(commands)) {
      assert.ok(examples.length > 0, name);
      for (const example of examples) {
        assert.ok(example.includes(`onggi ${name}`), example);
        for (const [, option = ''] of example.matchAll(/--(\w+)/g))
          assert.ok([...own, 'json'].includes(option), `${example}: --${option}`);
      }
    }
  });

  test('every command has a module, and every option belongs to a command', () => {
    const modules = fs.readdirSync(path.join(root, 'js-glue', 'tools', 'cli', 'commands')).sort();
    assert.deepEqual(modules, names.map((name) => `${name.replace('-', '_')}.mjs`).sort());
    const used = new Set([
      ...Object.values(commands).flatMap(({ options: own = [] }) => own),
      ...['json', 'help', 'version'],
    ]);
    assert.deepEqual([...used].sort(), Object.keys(options).sort());
  });

  test('docs/command-line.md has the same table', () => {
    const page = fs.readFileSync(path.join(root, 'docs', 'command-line.md'), 'utf8');
    assert.ok(page.includes(`\n${markdown()}\n`), `the table must be:\n${markdown()}`);
  });
});

test('--version prints the version of the package', async () => {
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const flag of ['--version', '-V'])
    assert.deepEqual(await onggi(flag), { exitCode: 0, stdout: `${version}\n`, stderr: '' });
});

describe('wrong arguments are bad input', () => {
  for (const [args, reason] of /** @type {[string[], RegExp][]} */ ([
    [['verfy'], /no command "verfy": did you mean verify\?/],
    [['chekc-fixture', 'x'], /did you mean check-fixture\?/],
    [['frobnicate'], /no command "frobnicate": see onggi --help/],
    [['two\nlines'], /no command "two\\nlines"/],
    [['toString'], /no command "toString"/],
    [['help', 'prov'], /did you mean prove\?/],
    [['demo', '--jsn'], /demo has no option "--jsn": did you mean --json\?/],
    [['demo', '--thread=2'], /did you mean --threads\?/],
    [['demo', '--html', 'x'], /demo has no option "--html": see onggi help demo/],
    [['demo', '--version'], /demo has no option "--version"/],
    [['demo', '-x'], /demo has no option "-x"/],
    [['--frob'], /no option "--frob": see onggi --help/],
    [['demo', '--json=yes'], /--json takes no value/],
    [['analyze', 'x', '--html'], /--html needs a value: --html FILE/],
    [['analyze', 'x', '--html', '--json=x'], /--html needs a value|--json takes no value/],
    [['demo', 'more'], /demo: wrong number of parameters: expected none; see onggi help demo/],
    [['verify', 'one'], /expected CIRCUIT PROOF/],
    [['demo', '--threads', '0'], /--threads must be an integer from 1 to 64, got 0/],
    [['demo', '--threads', '65'], /from 1 to 64, got 65/],
    [['demo', '--threads', '1e1'], /got 1e1/],
    [['demo', '--threads', '-1'], /--threads must be an integer from 1 to 64, got -1/],
    [['help', 'demo', 'prove'], /help: wrong number of parameters: expected COMMAND/],
    [['verify', 'x', ''], /verify: a parameter is empty/],
    [['verify', 'two\nlines\u001b[31m', 'x'], /two\\x0alines\\x1b\[31m: no such file/],
    [['demo', '--threads='], /--threads must be an integer/],
    [['bench', 'memory', '--threads', '65'], /from 1 to 64, got 65/],
    [['bench', 'memory', '--proofs', '3'], /--proofs must be an integer of at least 4, got 3/],
  ]))
    test(`onggi ${args.join(' ')}`, async () => assertBadInput(await onggi(...args), reason));
});

test('help help prints what help prints', async () => {
  assert.deepEqual(await onggi('help', 'help'), await onggi('help'));
});

test('options may stand before the command', async () => {
  const args = ['--json', '--threads', '2', 'verify', recorded('fp_generic', 'verifier_index')];
  const { exitCode, stdout } = await onggi(...args, recorded('fp_generic', 'proof'));
  assert.equal(exitCode, 0, stdout);
  assert.equal(JSON.parse(stdout).accepted, true);
});

test('--threads starts threads', async () => {
  const out = path.join(folder, 'proof.json');
  // Without shared memory there are no threads, and only the command with threads fails.
  const without = path.join(folder, 'without.cjs');
  fs.writeFileSync(without, 'delete globalThis.SharedArrayBuffer;');
  const args = ['prove', recorded('fp_generic', 'circuit'), recorded('fp_generic', 'witness'), out];
  const one = await execute(process.execPath, ['-r', without, script, ...args]);
  assert.equal(one.exitCode, 0, one.stderr);
  assertBadInput(
    await execute(process.execPath, ['-r', without, script, ...args, '--threads', '2']),
    /threads cannot be started/
  );
  const two = await onggi(...args, '--threads', '2');
  assert.equal(two.exitCode, 0, two.stderr);
});

describe('doctor', () => {
  test('reports build, engine, cores, isolation, the memory ceiling and what to change', async () => {
    const { stdout } = await onggi('doctor', '--json');
    const report = JSON.parse(stdout);
    assert.match(report.build, /^onggi \d+\.\d+\.\d+, build [0-9a-f]{16}$/);
    assert.ok(report.engine.includes(process.versions.v8), report.engine);
    assert.ok(Number.isInteger(report.cores) && report.cores >= 1);
    assert.equal(report.isolated, true);
    assert.equal(report.memory.hard, 2 ** 30);
    assert.ok(report.memory.machine > 0);
    const { stdout: text } = await onggi('doctor');
    for (const name of ['build', 'engine', 'cores', 'isolation', 'memory'])
      assert.match(text, new RegExp(`^${name} +\\S`, 'm'));
    for (const { name } of report.findings) assert.ok(changes[name], name);
    for (const change of report.advice) assert.ok(text.includes(`→ ${change}`));
  });

  test('says what to change where a feature is missing', async () => {
    const without = path.join(folder, 'without_threads.cjs');
    fs.writeFileSync(without, 'delete globalThis.SharedArrayBuffer;');
    const { exitCode, stdout } = await execute(process.execPath, ['-r', without, script, 'doctor']);
    assert.equal(exitCode, 1);
    assert.match(stdout, /^NO +threads/m);
    assert.match(stdout, /^→ use a runtime with SharedArrayBuffer and workers;/m);
    assert.match(stdout, /^isolation +memory cannot be shared/m);
  });
});

describe('on a terminal', () => {
  const args = `verify ${recorded('fp_generic', 'verifier_index')} ${recorded('fp_generic', 'proof')}`;
  /** Runs in a pseudo terminal. @param {string} command */
  const inTerminal = (command) =>
    execute('script', ['--quiet', '--return', '--command', command, path.join(folder, 'typescript')]);
  const node = `${process.execPath} ${script} ${args}`;
  const green = '\x1b[32maccepted';
  for (const [what, command, coloured] of /** @type {[string, string, boolean][]} */ ([
    ['verdicts are coloured', `TERM=xterm-256color ${node}`, true],
    ['NO_COLOR turns colours off', `NO_COLOR=1 TERM=xterm-256color ${node}`, false],
    ['a pipe turns colours off', `TERM=xterm-256color ${node} | cat`, false],
    ['a dumb terminal has no colours', `TERM=dumb ${node}`, false],
  ]))
    test(what, async () => {
      const { stdout, exitCode } = await inTerminal(`unset NO_COLOR FORCE_COLOR CI; ${command}`);
      assert.equal(exitCode, 0, stdout);
      assert.match(stdout, /accepted/);
      assert.equal(stdout.includes(green), coloured, JSON.stringify(stdout));
    });
});

describe('the progress bar', () => {
  /** Runs work that reports progress at the given times. @param {number[]} times @param {boolean} isTTY */
  async function written(times, isTTY) {
    let now = 0;
    let text = '';
    const terminal = { isTTY, columns: 60, write: (/** @type {string} */ part) => (text += part) };
    const work = (/** @type {any} */ onProgress) => {
      for (const time of times) {
        now = time;
        onProgress?.({ phase: 'quotient', fraction: time / 4000 });
      }
      return onProgress === undefined;
    };
    const silent = await withProgress('proof', work, terminal, () => now);
    return { text, silent };
  }

  test('appears after a second and disappears at the end', async () => {
    const { text } = await written([10, 999, 1000, 2000], true);
    assert.equal(text.match(/proof: quotient/g)?.length, 2);
    assert.match(text, / 25 %[^]* 50 %/);
    assert.ok(text.endsWith('\r\x1b[K'));
  });

  test('does not appear for shorter work', async () =>
    assert.equal((await written([1, 999], true)).text, ''));

  test('does not appear, and costs no callback, if there is no terminal', async () =>
    assert.deepEqual(await written([5000], false), { text: '', silent: true }));

  test('disappears if the work fails', async () => {
    let text = '';
    let now = 0;
    const terminal = { isTTY: true, write: (/** @type {string} */ part) => (text += part) };
    const work = (/** @type {any} */ onProgress) => {
      now = 2000;
      onProgress({ phase: 'a', fraction: 0.5 });
      throw new Error('stopped');
    };
    await assert.rejects(
      withProgress('x', work, terminal, () => now),
      /stopped/
    );
    assert.ok(text.endsWith('\r\x1b[K'));
  });

  test('fits into the terminal', () => {
    for (const width of [0, 1, 20, 80])
      assert.ok(
        barText('proof', { phase: 'x'.repeat(100), fraction: 2 }, width).length <= Math.max(0, width)
      );
  });
});
