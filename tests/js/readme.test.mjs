// The README's examples run as they stand.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
const run = promisify(execFile);

/** The fenced blocks of a language. @param {string} language */
const blocks = (language) =>
  [...readme.matchAll(new RegExp('^```' + language + '\\n([\\s\\S]*?)^```', 'gm'))].map(([, text]) => text);

describe('README', () => {
  const examples = blocks('js');
  const folder = path.join(root, 'build', 'readme');

  examples.forEach((text, i) => {
    test(`example ${i + 1}`, async () => {
      fs.mkdirSync(folder, { recursive: true });
      const file = path.join(folder, `example-${i + 1}.mjs`);
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

  test('there are examples', () => assert.ok(examples.length >= 3));

  test('the commands that it names exist', () => {
    const { scripts } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
    for (const block of blocks('sh')) {
      for (const [, command] of block.matchAll(/^npm (?:run )?([\w:]+)/gm)) {
        assert.ok(scripts[command], `npm run ${command}`);
      }
    }
  });
});
