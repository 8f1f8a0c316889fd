// The analyzer of traces: sums, contradictions in the log, and bounded memory.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';

import { Analysis } from '../../../js-glue/tools/lab/trace/analysis.mjs';
import { correlation, Curve } from '../../../js-glue/tools/lab/trace/curve.mjs';
import { batches } from '../../../js-glue/tools/lab/trace/lines.mjs';
import { Objects } from '../../../js-glue/tools/lab/trace/objects.mjs';
import { layOut } from '../../../js-glue/tools/lab/trace/tree_map.mjs';
import { groupsFor, recordedLeak, syntheticTrace } from './synthetic_trace.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-analyze-'));
after(() => fs.rmSync(folder, { recursive: true }));

/** @param {Iterable<string>} lines */
function analyze(lines) {
  const analysis = new Analysis();
  for (const line of lines) analysis.addLine(line.replace(/\n$/, ''));
  return analysis.report();
}

/** @param {string} event @param {number} id @param {object} [more] */
const line = (event, id, more) =>
  `@${JSON.stringify({ event, id, type: 'VestaSrs', bytes: 10, thread: 1, time: 1e12 + id, run: 'r', ...more })}`;

const groups = [
  { type: 'A', allocated: 700, undropped: 30, bytes: 100, site: 'a.h:1', js: '/app/x.mjs:3' },
  { type: 'A', allocated: 300, undropped: 0, bytes: 100, site: 'a.h:2' },
  { type: 'B', allocated: 500, undropped: 5, bytes: 1000, site: 'b.h:1' },
  { type: 'C', allocated: 400, undropped: 0, bytes: 7, site: 'c.h:1' },
];

describe('the sums', () => {
  test('equal the totals of the recording of the leak in o1js', () => {
    const report = analyze(syntheticTrace(recordedLeak));
    assert.equal(report.allocations, 354_879);
    assert.equal(report.undropped, 164_748);
    assert.equal(report.drops, 354_879 - 164_748);
    const undropped = Object.fromEntries(report.types.map((sum) => [sum.type, sum.undropped]));
    assert.equal(undropped.VestaVector, 82_370);
    assert.equal(undropped.VestaPolyComm, 82_221);
    for (const group of recordedLeak) {
      const sum = report.types.find(({ type }) => type === group.type);
      assert.deepEqual(
        [sum?.allocated, sum?.undropped, sum?.undroppedBytes],
        [group.allocated, group.undropped, group.undropped * group.bytes]
      );
    }
    assert.deepEqual([...report.perfect].sort(), ['VestaGateVector', 'VestaOracles']);
    assert.equal(report.trust.level, 'whole');
    assert.ok(Number(report.memory.correlation) > 0.9);
    assert.ok(report.advice.some((text) => /VestaVector, VestaPolyComm.*plain values/.test(text)));
  });

  test('are separate for each place, the largest first', () => {
    const { types, sites, perfect, undroppedBytes } = analyze(syntheticTrace(groups, { soon: 20 }));
    assert.deepEqual(
      types.map(({ type, allocated, undropped }) => [type, allocated, undropped]),
      [
        ['B', 500, 5],
        ['A', 1000, 30],
        ['C', 400, 0],
      ]
    );
    assert.deepEqual(
      sites.map(({ site, js, undropped, undroppedBytes: bytes }) => [site, js, undropped, bytes]),
      [
        ['b.h:1', '', 5, 5000],
        ['a.h:1', '/app/x.mjs:3', 30, 3000],
      ]
    );
    assert.deepEqual(perfect, ['C']);
    assert.equal(undroppedBytes, 8000);
  });

  test('follow resizes', () => {
    const report = analyze([
      line('ALLOCATE', 1),
      line('ALLOCATE', 2),
      line('RESIZE', 1, { bytes: 50 }),
      line('RESIZE', 2, { bytes: 4 }),
      line('DROP', 2, { bytes: 4 }),
    ]);
    assert.equal(report.undroppedBytes, 50);
    assert.equal(report.memory.peakLive, 60);
    assert.equal(report.trust.doubtful, 0);
  });

  test('keep runs with the same ids apart', () => {
    const other = { run: 's' };
    const report = analyze([
      line('ALLOCATE', 1),
      line('ALLOCATE', 1, other),
      line('DROP', 1, other),
      ...['first', 'second'].flatMap(() => ['@{"event":"START"}', line('ALLOCATE', 1, { run: undefined })]),
    ]);
    assert.deepEqual([report.allocations, report.drops, report.undropped], [4, 1, 3]);
    assert.equal(report.trust.doubtful, 0);
    assert.equal(report.runs, 4);
  });
});

describe('the advice', () => {
  const memory = (/** @type {number} */ linear) => line('MEMORY', 1, { linear, heap: 1 });
  const adviceOf = (/** @type {string[]} */ lines) => analyze(lines).advice.join('\n');

  test('names the worst place', () => {
    assert.match(adviceOf([line('ALLOCATE', 1, { js: '/app/x.mjs:9' })]), /^\/app\/x\.mjs:9: 1 VestaSrs/);
  });
  test('asks for a better trace', () => {
    assert.match(adviceOf([line('DROP', 1)]), /Record the trace again/);
  });
  test('reports growth only if live objects do not explain it', () => {
    const done = [line('ALLOCATE', 1), line('DROP', 1)];
    assert.match(adviceOf([memory(65536), ...done, memory(655360)]), /grew by 576.0 KiB.*temporary objects/);
    assert.match(adviceOf([memory(655360), ...done]), /^Nothing to do/);
  });
});

describe('the completeness of the log', () => {
  /** @param {string[]} lines */
  const trustOf = (lines) => analyze(lines).trust;
  const sound = [...syntheticTrace(groups, { soon: 20 })].map((text) => text.trimEnd());

  test('is complete for a complete log', () => {
    assert.deepEqual(trustOf(sound), { level: 'whole', doubtful: 0, share: 1, reasons: [] });
  });

  test("is 'open' without the END event", () => {
    const trust = trustOf(sound.slice(0, -1));
    assert.equal(trust.level, 'open');
    assert.match(trust.reasons[0] ?? '', /^the run has no end/);
  });

  for (const [what, lines, reason] of /** @type {[string, string[], RegExp][]} */ ([
    ['an id allocated twice', [line('ALLOCATE', 1), line('ALLOCATE', 1)], /^1 ids were allocated twice/],
    [
      'an id dropped twice',
      [line('ALLOCATE', 1), line('DROP', 1), line('DROP', 1)],
      /^1 ids were dropped twice/,
    ],
    ['a drop without an allocation', [line('DROP', 1)], /^1 drops without an allocation/],
    ['a gap', [line('ALLOCATE', 1), line('ALLOCATE', 4)], /^2 ids were never seen/],
    ['another size', [line('ALLOCATE', 1), line('DROP', 1, { bytes: 9 })], /^1 drops of another size/],
    ['a resize of an unknown object', [line('ALLOCATE', 1), line('RESIZE', 2)], /^1 resizes of objects/],
    ['a line that is not JSON', [line('ALLOCATE', 1), '@{"event":"DROP","id":1,'], /^1 damaged lines/],
    ['an event without an id', [line('ALLOCATE', 1), '@{"event":"DROP","bytes":1}'], /^1 damaged lines/],
  ]))
    test(`reports ${what}`, () => {
      const trust = trustOf(lines);
      assert.equal(trust.level, 'damaged');
      assert.match(trust.reasons[0] ?? '', reason);
      assert.ok(trust.share < 1 && trust.share > 0);
    });

  test('counts lines that are missing from a run', () => {
    const holes = sound.filter((_, i) => i === 0 || i % 100 !== 0);
    const trust = trustOf(holes);
    assert.equal(trust.level, 'damaged');
    assert.match(
      trust.reasons.join(),
      new RegExp(`${sound.length - holes.length} lines are missing that their run counted`)
    );
  });

  test('accepts a drop before its allocation', () => {
    const { trust, undropped, drops } = analyze([line('DROP', 2), line('ALLOCATE', 1), line('ALLOCATE', 2)]);
    assert.equal(trust.doubtful, 0);
    assert.deepEqual([undropped, drops], [1, 1]);
  });

  test('accepts other output between and around events', () => {
    const noise = ['', 'hello', '@', '@someone: hi', '{"event":"ALLOCATE"}', '\u0000\ufffd@', '@{"a":1}'];
    const lines = sound.flatMap((text, i) => (i % 50 === 0 ? [noise[(i / 50) % 6] ?? '', text] : [text]));
    const report = analyze(lines);
    assert.equal(report.trust.level, 'whole');
    assert.equal(report.log.others, lines.length - sound.length);
  });

  test('reads an event behind other output, or behind another event', () => {
    const report = analyze([`progress 5 %${line('ALLOCATE', 1)}`, line('ALLOCATE', 2) + line('DROP', 1)]);
    assert.deepEqual([report.allocations, report.drops, report.log.torn], [2, 1, 2]);
    assert.equal(report.trust.doubtful, 0);
    const cut = analyze([line('ALLOCATE', 1), `${line('ALLOCATE', 2).slice(0, 30)}${line('DROP', 1)}`]);
    assert.deepEqual([cut.drops, cut.log.damaged], [1, 1]);
  });

  test('counts absurd numbers as damage, without taking memory for them', () => {
    const report = analyze([line('ALLOCATE', 2 ** 53), line('ALLOCATE', 2 ** 53 - 1), line('ALLOCATE', -1)]);
    assert.equal(report.allocations, 1);
    assert.equal(report.log.damaged, 2);
  });
});

test('the state of each id equals that in a plain map', () => {
  const objects = new Objects();
  /** @type {Map<number, 'live' | 'done' | 'orphan'>} */
  const model = new Map();
  let state = 7;
  const pick = (/** @type {number} */ below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const counts = { duplicate: 0, late: 0, orphan: 0 };
  for (let step = 0; step < 60_000; ++step) {
    const id = 1 + pick(200 + Math.floor(step / 20));
    const known = model.get(id);
    if (pick(2) === 0) {
      const expected = known === undefined ? 'new' : known === 'orphan' ? 'late' : 'duplicate';
      assert.equal(objects.allocate(id, id % 1000, 3 * id), expected, `step ${step}: allocate ${id}`);
      if (expected !== 'duplicate') model.set(id, expected === 'new' ? 'live' : 'done');
      if (expected !== 'new') ++counts[expected];
    } else {
      const expected =
        known === 'live' ? { group: id % 1000, bytes: 3 * id } : known === undefined ? 'orphan' : 'duplicate';
      assert.deepEqual(objects.drop(id), expected, `step ${step}: drop ${id}`);
      if (known === 'live') model.set(id, 'done');
      else if (known === undefined) model.set(id, 'orphan');
      if (typeof expected === 'string') ++counts[expected];
    }
  }
  for (const count of Object.values(counts)) assert.ok(count > 100);
  assert.equal(objects.seen, model.size);
  assert.equal(objects.highest, Math.max(...model.keys()));
  assert.equal(objects.orphans, [...model.values()].filter((what) => what === 'orphan').length);
});

test('lines are the same wherever the chunks end', async () => {
  const text = 'first\n@{"é€😀":1}\n\nlast without an end';
  const bytes = new TextEncoder().encode(text);
  for (const size of [1, 2, 3, 7, 1000]) {
    const chunks = async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    };
    const lines = [];
    let whole = true;
    for await (const batch of batches(chunks())) {
      lines.push(...batch.lines);
      whole = batch.whole;
    }
    assert.deepEqual(lines, text.split('\n'));
    assert.equal(whole, false);
  }
});

test('a curve keeps its maxima in a bounded number of points', () => {
  const curve = new Curve();
  for (let i = 0; i < 100_000; ++i) curve.add(1e12 + i * 10, i === 70_001 ? 5e6 : i, 1000);
  const points = curve.points();
  assert.ok(points.length <= 800 && points.length > 300, String(points.length));
  assert.equal(Math.max(...points.map(({ live }) => live)), 5e6);
  assert.ok(points.every(({ time }, i) => i === 0 || time > Number(points[i - 1]?.time)));
});

test('a correlation is 1, −1, undefined, or in between', () => {
  const pairs = (/** @type {number[]} */ ...ys) => ys.map((y, x) => ({ x, y }));
  assert.ok(Math.abs(Number(correlation(pairs(1, 3, 5))) - 1) < 1e-12);
  assert.ok(Math.abs(Number(correlation(pairs(5, 3, 1))) + 1) < 1e-12);
  assert.equal(correlation(pairs(2, 2, 2)), undefined);
  assert.ok(Math.abs(Number(correlation(pairs(0, 2, 1))) - 0.5) < 1e-12);
});

test('a tree map fills its box without overlaps, each tile as large as its weight', () => {
  const weights = [90, 50, 50, 21, 8, 8, 3, 1];
  const leaves = weights.map((weight) => ({ label: '', detail: '', weight, colour: '' }));
  const box = { x: 5, y: 7, width: 300, height: 100 };
  const tiles = layOut(leaves, box);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  tiles.forEach((tile, i) => {
    const area = (box.width * box.height * Number(weights[i])) / total;
    assert.ok(Math.abs(tile.width * tile.height - area) < 1e-6);
    assert.ok(tile.x >= 5 - 1e-9 && tile.x + tile.width <= 305 + 1e-9);
    assert.ok(tile.y >= 7 - 1e-9 && tile.y + tile.height <= 107 + 1e-9);
    for (const other of tiles.slice(0, i)) {
      const across = Math.min(tile.x + tile.width, other.x + other.width) - Math.max(tile.x, other.x);
      const down = Math.min(tile.y + tile.height, other.y + other.height) - Math.max(tile.y, other.y);
      assert.ok(across < 1e-9 || down < 1e-9);
    }
  });
});

describe('onggi analyze', () => {
  const cli = path.join(root, 'dist', 'tools', 'cli', 'main.mjs');

  /** @param {string[]} args @param {string[]} [nodeFlags] */
  function start(args, nodeFlags = []) {
    const child = spawn(process.execPath, [...nodeFlags, cli, 'analyze', ...args]);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    const ended = new Promise((resolve) =>
      child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }))
    );
    return { child, ended };
  }

  /** @param {string} name @param {Iterable<string>} lines */
  function write(name, lines) {
    const file = path.join(folder, name);
    const text = [...lines].join('');
    fs.writeFileSync(file, name.endsWith('.gz') ? zlib.gzipSync(text) : text);
    return file;
  }

  const perfect = groups.map((group) => ({ ...group, undropped: 0 }));

  test('accepts a log only if every object was dropped', async () => {
    const good = await start([write('good.log', syntheticTrace(perfect))]).ended;
    assert.equal(good.exitCode, 0, good.stderr);
    assert.match(good.stdout, /Nothing to do/);
    const bad = await start([write('bad.log.gz', syntheticTrace(groups)), '--json']).ended;
    assert.equal(bad.exitCode, 1, bad.stderr);
    const report = JSON.parse(bad.stdout);
    assert.deepEqual([report.accepted, report.undropped], [false, 35]);
  });

  test('refuses a log without objects', async () => {
    const { exitCode, stdout, stderr } = await start([write('begun.log', ['@{"event":"START"}\n'])]).ended;
    assert.deepEqual([exitCode, stdout], [2, '']);
    assert.match(stderr, /^onggi: .*the trace contains no object\n$/);
  });

  test('says in one line that a report cannot be written', async () => {
    const log = write('unwritten.log', syntheticTrace(perfect));
    for (const html of ['/nonexistent/x', path.join(log, 'x'), folder, '']) {
      const { exitCode, stdout, stderr } = await start([log, '--html', html]).ended;
      assert.deepEqual([exitCode, stdout], [2, ''], html);
      assert.match(stderr, /^onggi: [^:]*: (ENOENT|ENOTDIR|EISDIR)[^\n]*\n$/);
    }
  });

  test('reads several files as one', async () => {
    const lines = [...syntheticTrace(groups)];
    const files = [lines.slice(0, 900), lines.slice(900)].map((part, i) => write(`part${i}.log`, part));
    const { stdout } = await start([...files, '--json']).ended;
    const report = JSON.parse(stdout);
    assert.deepEqual([report.allocations, report.undropped, report.trust.level], [1900, 35, 'whole']);
  });

  test('reports a log that is cut, compressed or not', async () => {
    const text = [...syntheticTrace(groups)].join('');
    const plain = write('cut.log', [text.slice(0, -40)]);
    const packed = path.join(folder, 'cut.log.gz');
    const bytes = zlib.gzipSync(text);
    fs.writeFileSync(packed, bytes.subarray(0, bytes.length - 2000));
    for (const file of [plain, packed]) {
      const { stdout } = await start([file, '--json']).ended;
      const { log, trust } = JSON.parse(stdout);
      assert.equal(log.truncated, true, file);
      assert.equal(trust.level, 'damaged');
    }
  });

  test('writes a report in one file, with the text of the log escaped', async () => {
    const html = path.join(folder, 'report.html');
    const evil = groups.map((group) => ({ ...group, js: '</script><script>alert(1)</script>' }));
    await start([write('html.log', syntheticTrace(evil)), '--html', html]).ended;
    const text = fs.readFileSync(html, 'utf8');
    assert.doesNotMatch(text, /<(script|link)[^>]+(src|href)="(?!data:)/, 'one file');
    assert.doesNotMatch(text, /<script>alert/);
    assert.match(text, /<svg /);
    assert.match(text, /&lt;script&gt;alert/);
  });

  test('refuses other files', async () => {
    for (const file of [path.join(folder, 'none.log'), write('empty.log', ['hello\n'])]) {
      const { exitCode, stderr } = await start([file]).ended;
      assert.equal(exitCode, 2);
      assert.match(stderr, /^onggi: [^\n]+\n$/);
    }
  });

  const lines = Number(process.env.ONGGI_LINES ?? 200_000);
  test(`reads ${lines.toLocaleString('en-US')} lines in a heap of 48 MiB`, async () => {
    const undropped = lines / 200;
    const { child, ended } = start(['-', '--json'], ['--max-old-space-size=48']);
    const generator = fileURLToPath(new URL('synthetic_trace.mjs', import.meta.url));
    const source = spawn(process.execPath, [generator, String(lines), String(undropped)]);
    source.stdout.pipe(child.stdin);
    const { exitCode, stdout, stderr } = await ended;
    assert.equal(exitCode, 1, stderr);
    const report = JSON.parse(stdout);
    assert.equal(report.undropped, undropped);
    assert.equal(report.trust.level, 'whole');
    assert.ok(Math.abs(report.log.lines - lines) < 200);
    assert.equal(
      report.allocations,
      groupsFor(lines, undropped).reduce((sum, group) => sum + group.allocated, 0)
    );
  });
});
