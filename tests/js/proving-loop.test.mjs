// The proving loop: its output, its files and its verdict.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { judge, rssBound, slope } from '../../js-glue/tools/lab/bench/verdict.mjs';

const script = fileURLToPath(new URL('../../examples/proving-loop/main.mjs', import.meta.url));
const run = promisify(execFile);

/** @param {number[]} live @param {number[]} linear */
const points = (live, linear = live.map(() => 16)) =>
  live.map((bytes, i) => ({ live: bytes, linear: linear[i], heap: 0, rss: 1e8, ms: 1 }));

describe('the verdict', () => {
  test('is flat if memory does not grow after the third proof', () => {
    assert.equal(judge('dropped', points([1, 5, 3, 3, 2, 3])).flat, true);
  });
  test('is not flat if live bytes grow', () => {
    assert.equal(judge('dropped', points([1, 1, 1, 1, 2])).flat, false);
    assert.equal(judge('dropped', points([1, 1, 1, 2, 1])).flat, false, 'even if they shrink again');
  });
  test('is not flat if linear memory grows', () => {
    assert.equal(judge('scoped', points([1, 1, 1, 1], [16, 16, 16, 17])).flat, false);
  });
  test('is not flat for too few proofs', () => {
    for (const live of [[], [1], [1, 1], [1, 1, 1]]) {
      const { flat, text } = judge('dropped', points(live));
      assert.equal(flat, false);
      assert.match(text, /^no verdict: \d proofs, at least 4 are needed$/);
    }
  });
});

describe('the slope of the resident set', () => {
  /** @param {(i: number) => number} rss */
  const run = (rss) => points(new Array(200).fill(1)).map((point, i) => ({ ...point, rss: rss(i) }));
  const bound = rssBound.bytes + rssBound.share * 1e8;

  test('is the slope of the least-squares line', () => {
    assert.equal(slope([1, 3, 5, 7]), 2);
    assert.equal(slope([5, 5, 5]), 0);
    assert.ok(Math.abs(slope([0, 2, 1]) - 0.5) < 1e-12);
  });
  test('is flat within the bound only', () => {
    const rising = (/** @type {number} */ total) => (/** @type {number} */ i) => 1e8 + (total * i) / 160;
    assert.equal(judge('dropped', run(rising(0))).flat, true);
    assert.equal(judge('dropped', run(rising(bound * 0.9))).flat, true);
    assert.equal(judge('dropped', run(rising(bound * 1.2))).flat, false);
  });
  test('ignores growth at the start', () => {
    assert.equal(
      judge(
        'dropped',
        run((i) => 1e8 + Math.min(i, 30) * 1e6)
      ).flat,
      true
    );
  });
});

describe('the loop', () => {
  test('leaks only in the mode that frees nothing', async () => {
    const out = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-loop-'));
    const { stdout } = await run(process.execPath, [
      ...[script, '--proofs', '5', '--hashes', '1', '--out', out],
    ]);
    const result = JSON.parse(fs.readFileSync(path.join(out, 'proving-loop.json'), 'utf8'));
    const html = fs.readFileSync(path.join(out, 'proving-loop.html'), 'utf8');
    const svg = fs.readFileSync(path.join(out, 'proving-loop.svg'), 'utf8');
    fs.rmSync(out, { recursive: true });

    const { leaking, dropped, scoped } = result.modes;
    for (const mode of [leaking, dropped, scoped]) assert.equal(mode.length, 5);
    for (let i = 1; i < 5; ++i) assert.ok(leaking[i].live > leaking[i - 1].live, `proof ${i + 1}`);
    assert.equal(scoped.at(-1).live, 0);
    assert.equal(dropped.at(-1).live, 0);
    assert.deepEqual(
      result.verdicts.map(({ mode, flat }) => [mode, flat]),
      [
        ['leaking', false],
        ['dropped', true],
        ['scoped', true],
      ]
    );
    assert.match(stdout, /^ {4}5 /m);
    assert.match(html, /<title>onggi: the proving loop<\/title>/);
    assert.match(svg, /^<svg [^]*<\/svg>\n$/);
    assert.doesNotMatch(html, /<(script|link)[^>]+(src|href)="(?!data:)/, 'one file');
  });

  test('does not grow in the other modes that free objects', async () => {
    const args = ['--proofs', '5', '--hashes', '1', '--modes', 'freed,sync', '--json', '--out', os.tmpdir()];
    const { stdout } = await run(process.execPath, [script, ...args]);
    const { accepted, modes } = JSON.parse(stdout);
    assert.equal(accepted, true);
    assert.deepEqual(Object.keys(modes), ['freed', 'sync']);
  });

  test('refuses wrong options', async () => {
    const few = ['--modes', 'dropped', '--hashes', '1', '--out', os.tmpdir()];
    /** @type {[RegExp, string[]][]} */
    const wrong = [
      [/many/, ['--proofs', 'many']],
      [/at least 4/, ['--proofs', '3', ...few]],
      [/an integer of at least/, ['--proofs', '1e99', ...few]],
      [/hoping/, ['--modes', 'hoping']],
      [/leaking/, ['--proofs', '4', ...few, '--modes', 'leaking']],
      [/none/, ['--allocator', 'none']],
      [/threads/, ['--threads', '0']],
      [/--threads must .*, got 65/, [...few, '--threads', '65']],
      [/rows/, [...few, '--hashes', '1000000000']],
      [/main\.mjs/, [...few, '--out', path.join(script, 'in', 'a', 'file')]],
    ];
    for (const [reason, args] of wrong) {
      await assert.rejects(run(process.execPath, [script, ...args]), ({ code, stdout, stderr }) => {
        assert.deepEqual([code, stdout], [2, '']);
        assert.match(stderr, /^onggi: [^\n]+\n$/);
        assert.match(stderr, reason);
        return true;
      });
    }
  });
});
