// The package in folders of any name, and in programs that freeze Error: it finds the caller's line.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Makes a handle under a trace, and prints where: in the trace, in leaks(). */
const program = `
  async function main({ load }) {
    const lines = [];
    const onggi = await load({ debug: true, trace: (line) => lines.push(line) });
    const srs = onggi.vesta.Srs.create(2); // LINE
    const [{ site }] = onggi.leaks();
    const { js } = lines.map((line) => JSON.parse(line.slice(1))).find(({ event }) => event === 'ALLOCATE');
    srs.free();
    console.log(JSON.stringify({ js, site, live: onggi.memory().live, left: onggi.close().length }));
  }`;
const lineOf = (/** @type {string} */ text) =>
  text.split('\n').findIndex((line) => line.includes('// LINE')) + 1;

describe('the package in a folder of any name', () => {
  const base = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-'));
  after(() => fs.rmSync(base, { recursive: true }));

  for (const name of [
    'plain',
    '.pnpm/onggi@0.1.0',
    '@scope/a@b',
    'with (parentheses)',
    'a#b',
    'a?b',
    '100%',
    '50%25',
    'a b',
    'été',
    'at x (y:1:2)',
    'a:1:2',
  ]) {
    test(`${name}: reports the caller's line, with import and with require`, async () => {
      const folder = path.join(base, name);
      fs.mkdirSync(path.join(folder, 'onggi'), { recursive: true });
      fs.cpSync(path.join(root, 'dist'), path.join(folder, 'onggi'), { recursive: true });
      const [imports, requires] = [path.join(folder, 'app.mjs'), path.join(folder, 'app.cjs')];
      const text = `import * as onggi from './onggi/index.mjs';${program}\nmain(onggi);`;
      fs.writeFileSync(imports, text);
      fs.writeFileSync(requires, `const onggi = require('./onggi/index.cjs');${program}\nmain(onggi);`);
      for (const file of [imports, requires]) {
        const { stdout } = await run(process.execPath, [file]);
        const { js, site, live, left } = JSON.parse(stdout);
        assert.equal(js, `${file}:${lineOf(text)}`);
        const written = file === imports ? pathToFileURL(file).href : file;
        assert.ok(site.split('\n')[0].includes(`${written}:${lineOf(text)}:`), site);
        assert.deepEqual([live, left], [0, 0]);
      }
    });
  }

  test('works where Error is frozen, and in a realm of frozen intrinsics', async () => {
    const { href } = pathToFileURL(path.join(root, 'dist/index.mjs'));
    const text = (/** @type {string} */ before) => `
      import * as onggi from ${JSON.stringify(href)};
      ${before}
      ${program}
      await main(onggi);
      // Enough for call sites to be noted without debug.
      const { vesta, memory } = await onggi.load({ maxMemory: 2 ** 24 });
      const big = new Uint8Array(32 * 1000);
      for (let i = 0; i < 300; ++i) vesta.Vector.fromFields(big).free();
      console.log(memory().handles);`;
    for (const [flags, before] of /** @type {[string[], string][]} */ ([
      [[], 'Object.freeze(Error);'],
      [[], "Error.prepareStackTrace = () => { throw new Error('mine'); };"],
      [[], 'Error.prepareStackTrace = (_, sites) => sites;'],
      [['--frozen-intrinsics'], ''],
    ])) {
      const args = [...flags, '--no-warnings', '--input-type=module', '-e', text(before)];
      const { stdout } = await run(process.execPath, args);
      const [first = '', second] = stdout.trim().split('\n');
      assert.deepEqual([JSON.parse(first).live, second], [0, '0'], before);
    }
  });
});
