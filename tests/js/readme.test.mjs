// The examples of the README and of docs/ run as they stand.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** The fenced blocks of a language. @param {string} document @param {string} language */
const blocks = (document, language) => {
  const text = fs.readFileSync(path.join(root, document), 'utf8');
  const fenced = text.matchAll(new RegExp('^```' + language + '\\n([\\s\\S]*?)^```', 'gm'));
  return [...fenced].map(([, block = '']) => block);
};

/** @param {string} document */
function testExamples(document) {
  const folder = path.join(root, 'build', 'readme');
  const name = path.basename(document, '.md');
  blocks(document, 'js').forEach((text, i) => {
    test(`${document}: example ${i + 1}`, async () => {
      fs.mkdirSync(folder, { recursive: true });
      const file = path.join(folder, `${name}-${i + 1}.mjs`);
      fs.writeFileSync(file, text);
      const { stdout, stderr } = await run(process.execPath, [file], { cwd: root, timeout: 120_000 });
      assert.equal(stderr, '');
      assert.notEqual(stdout, '');
      // What a comment beside a console.log promises is printed.
      for (const [, promised] of text.matchAll(/console\.log\([^\n]*\); \/\/ '?([\w.]+)'?$/gm)) {
        assert.ok(stdout.split('\n').includes(promised), `${promised} in\n${stdout}`);
      }
    });
  });
}

describe('README', () => {
  testExamples('README.md');

  test('there are examples', () => assert.ok(blocks('README.md', 'js').length >= 3));

  test('the commands that it names exist', () => {
    const { scripts } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
    for (const block of blocks('README.md', 'sh')) {
      for (const [, command = ''] of block.matchAll(/^npm (?:run )?([\w:]+)/gm)) {
        assert.ok(scripts[command], `npm run ${command}`);
      }
    }
  });
});

describe('docs', () => {
  const document = 'docs/continuous-integration.md';
  testExamples(document);

  test('the check of the GitHub Action accepts', async () => {
    const [action = ''] = blocks(document, 'yaml');
    const [, line = ''] = /npx onggi (.*)$/m.exec(action) ?? [];
    const args = line.replace(/--proofs \d+ --hashes \d+/, '--proofs 4 --hashes 1').split(' ');
    args[args.indexOf('reports')] = path.join(root, 'build', 'readme');
    const { stdout } = await run(process.execPath, ['dist/cli/main.mjs', ...args], { cwd: root });
    assert.match(stdout, /^dropped +flat: /m);
    assert.match(stdout, /^scoped +flat: /m);
  });
});
