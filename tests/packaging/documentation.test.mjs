// The snippets of the README and of docs/ run in an empty folder with only the packed tarball and o1js. The files and
// scripts that they name exist.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { ownCodes } from '../../js-glue/runtime/errors.mjs';
import { packAndUnpack } from './tarball.mjs';
import { command, install } from './tools.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-documentation-'));
const execute = promisify(execFile);
const { scripts } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));

/** The pages that the package ships. */
const pages = [
  'README.md',
  'SECURITY.md',
  ...fs
    .readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** @param {string} page */
const read = (page) => fs.readFileSync(path.join(root, page), 'utf8');

/** The fenced blocks of a language. @param {string} page @param {string} language */
const blocks = (page, language) =>
  [...read(page).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, block = '']) => block
  );

/** The files of the tarball. @type {string[]} */
let shipped = [];

before(async () => {
  const { files } = await packAndUnpack(folder);
  shipped = files.map((file) => file.path);
  const o1js = path.join(root, 'tests', 'node_modules', 'o1js');
  fs.symlinkSync(o1js, path.join(folder, 'node_modules', 'o1js'));
  // The program's own dependency, which metrics need.
  const metrics = path.join(root, 'node_modules', 'prom-client');
  fs.symlinkSync(metrics, path.join(folder, 'node_modules', 'prom-client'));
});

after(() => fs.rmSync(folder, { recursive: true }));

/** Without the mark of a test's process, with which a snippet's own tests would not run. */
const { NODE_TEST_CONTEXT: _, ...env } = process.env;

/** Arguments of a snippet that would take minutes. @param {string} line */
const shortened = (line) => line.replace(/--proofs \d+ --hashes \d+/, '--proofs 4 --hashes 1');

/** Runs a command of the package, and checks that other commands name what exists. @param {string} line */
async function checkCommand(line) {
  const [program, ...args] = shortened(line).split(' ');
  if (program === 'npx') {
    assert.equal(args.shift(), 'onggi', line);
    const cli = path.join(folder, 'node_modules', 'onggi', 'dist', 'tools', 'cli', 'main.mjs');
    await execute(process.execPath, [cli, ...args], { cwd: folder });
  } else if (program === 'npm') {
    if (args[0] === 'run') args.shift();
    assert.ok(args[0] === 'install' || scripts[args[0] ?? ''], line);
  } else if (program === 'node') {
    assert.ok(fs.existsSync(path.join(root, args[0] ?? '')), line);
  } else if (program === 'cmake') {
    const { configurePresets } = JSON.parse(fs.readFileSync(path.join(root, 'CMakePresets.json'), 'utf8'));
    const at = args.indexOf('--preset');
    const names = configurePresets.map((/** @type {any} */ preset) => preset.name);
    assert.ok(at < 0 || names.includes(args[at + 1]), line);
  } else assert.equal(program, 'apt-get', `no test of ${line}`);
}

/** The folders that commands of CMake build in. @param {string[]} lines */
const buildFolders = (lines) => lines.flatMap((line) => /^cmake .*-B (\S+)/.exec(line)?.slice(1) ?? []);

for (const page of pages) {
  describe(page, () => {
    blocks(page, 'js').forEach((text, i) => {
      test(`snippet ${i + 1} runs`, async () => {
        const file = path.join(folder, `${page.replaceAll(/\W/g, '-')}-${i + 1}.mjs`);
        fs.writeFileSync(file, text);
        const { stdout, stderr } = await execute(process.execPath, [file], {
          cwd: folder,
          env: { ...env, HOME: folder, XDG_CACHE_HOME: path.join(folder, 'cache') },
          timeout: 120_000,
        });
        assert.equal(stderr, '');
        assert.notEqual(stdout, '');
        // A comment after a console.log states its output.
        for (const [, promised = ''] of text.matchAll(/console\.log\([^\n]*\); \/\/ '([^'\n]+)'$/gm)) {
          assert.ok(stdout.split('\n').includes(promised), `${promised} in\n${stdout}`);
        }
        for (const [, promised = ''] of text.matchAll(/console\.log\([^\n]*\); \/\/ ([\w.]+)$/gm)) {
          assert.ok(stdout.split('\n').includes(promised), `${promised} in\n${stdout}`);
        }
      });
    });

    blocks(page, 'sh').forEach((text, i) => {
      test(`command snippet ${i + 1}: its commands exist, and those of onggi are accepted`, async () => {
        const lines = text.trim().split('\n');
        const folders = buildFolders(lines);
        for (const line of lines.map((each) => each.replace(/ {2,}#.*$/, ''))) {
          // A program that the commands above build is tested where its example is.
          if (!folders.includes(path.dirname(line))) await checkCommand(line);
        }
      });
    });

    [...blocks(page, 'mjs'), ...blocks(page, 'cjs')].forEach((text, i) => {
      test(`configuration snippet ${i + 1} loads`, async () => {
        const ending = text.includes('module.exports') ? 'cjs' : 'mjs';
        const file = path.join(folder, `${page.replaceAll(/\W/g, '-')}-configuration-${i + 1}.${ending}`);
        fs.writeFileSync(file, text);
        const { default: configuration } = await import(pathToFileURL(file).href);
        assert.ok(Object.keys(configuration).length > 0);
      });
    });

    blocks(page, 'ts').forEach((text, i) => {
      test(`snippet ${i + 1} for esbuild builds without a warning`, async () => {
        const name = `${page.replaceAll(/\W/g, '-')}-bundled-${i + 1}`;
        fs.writeFileSync(path.join(folder, `${name}.ts`), text);
        const esbuild = command(await install({ esbuild: '0.28.2' }), 'esbuild');
        const entries = [`main=${name}.ts`, 'thread=onggi/thread', 'worker=onggi/worker/script'];
        const args = [...entries, '--bundle', '--format=esm', `--outdir=${name}`];
        const { stderr } = await execute(esbuild, args, { cwd: folder });
        assert.doesNotMatch(stderr, /warning/i);
      });
    });

    blocks(page, 'html').forEach((text, i) => {
      test(`page snippet ${i + 1} maps imports to files that exist`, () => {
        const [, map = ''] = /<script type="importmap">([^]*?)<\/script>/.exec(text) ?? [];
        const targets = Object.values(JSON.parse(map).imports);
        assert.ok(targets.length > 0);
        for (const target of targets)
          assert.ok(fs.existsSync(path.join(folder, String(target))), String(target));
      });
    });

    test('has no snippet of a language that is not tested', () => {
      const tested = ['js', 'ts', 'sh', 'mjs', 'cjs', 'html', 'yaml', ''];
      const fences = [...read(page).matchAll(/^```(\w*)\n[^]*?^```$/gm)].map(([, language]) => language);
      assert.deepEqual(
        fences.filter((language) => !tested.includes(language ?? '')),
        []
      );
    });

    test('names only npm scripts that exist', () => {
      for (const [, command = ''] of read(page).matchAll(/\bnpm run ([\w:]+)/g)) {
        assert.ok(scripts[command], `npm run ${command}`);
      }
    });

    test('names only pages that are in the tarball', () => {
      for (const [, name = ''] of read(page).matchAll(/`(docs\/[\w-]+\.md|[A-Z]+\.md)`/g)) {
        const inClone =
          ['ARCHITECTURE.md', 'CONTRIBUTING.md'].includes(name) && fs.existsSync(path.join(root, name));
        assert.ok(shipped.includes(name) || inClone, name);
      }
    });

    test('has no relative link and no picture', () => {
      for (const [link, , target = ''] of read(page).matchAll(/(!?)\[[^\]]*\]\(([^)]*)\)/g)) {
        assert.ok(!link.startsWith('!') && target.startsWith('https://'), link);
      }
    });
  });
}

describe('the README', () => {
  const lines = read('README.md').trimEnd().split('\n');

  test('fits on a page', () => assert.ok(lines.length <= 200, `${lines.length} lines`));

  test('has an example of at most twenty-five lines', () => {
    const [first = ''] = blocks('README.md', 'js');
    assert.ok(first.split('\n').length <= 26);
  });
});

describe('docs/errors.md', () => {
  const [ofLibrary = '', ofCommandLine = ''] = read('docs/errors.md').split('## Codes of the command line');

  /** The rows of its tables: code and meaning. @param {string} text */
  const rowsOf = (text) =>
    [...text.matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].map(([, code, meaning]) => [code, meaning]);

  test('lists every code with its meaning, in order', () => {
    const manifest = fs.readFileSync(path.join(root, 'tests', 'golden', 'manifest.json'), 'utf8');
    /** @type {{ errors: { name: string, message: string }[] }} */
    const { errors } = JSON.parse(manifest);
    const codes = [...errors.map(({ name, message }) => [name, message]), ...Object.entries(ownCodes)];
    assert.deepEqual(rowsOf(ofLibrary), codes);
  });

  test('lists every code that only the command line has', () => {
    const tools = path.join(root, 'js-glue', 'tools');
    const sources = fs.readdirSync(tools, { recursive: true, encoding: 'utf8' });
    const thrown = sources
      .filter((name) => name.endsWith('.mjs'))
      .flatMap((name) => [
        ...fs.readFileSync(path.join(tools, name), 'utf8').matchAll(/(?:new BadInput\(\s*|code = )'(\w+)'/g),
      ])
      .map(([, code]) => code);
    const known = rowsOf(ofLibrary).map(([code]) => code);
    assert.deepEqual(
      rowsOf(ofCommandLine)
        .map(([code]) => code)
        .sort(),
      [...new Set(thrown)].filter((code) => !known.includes(code)).sort()
    );
  });
});

describe('docs/continuous-integration.md', () => {
  test('the command of its GitHub Action accepts', async () => {
    const [action = ''] = blocks('docs/continuous-integration.md', 'yaml');
    const [, line = ''] = /npx onggi (.*)$/m.exec(action) ?? [];
    const args = line.replace(/--proofs \d+ --hashes \d+/, '--proofs 4 --hashes 1').split(' ');
    const cli = path.join(folder, 'node_modules', 'onggi', 'dist', 'tools', 'cli', 'main.mjs');
    const { stdout } = await execute(process.execPath, [cli, ...args], { cwd: folder });
    assert.match(stdout, /^dropped +flat: /m);
    assert.match(stdout, /^scoped +flat: /m);
    assert.ok(fs.existsSync(path.join(folder, 'reports')));
  });
});
