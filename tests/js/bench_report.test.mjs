// The reports of the benchmarks: medians, ratios of rounds, what fails, tables, and the parts of pages.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import * as o1js from '../bench/o1js_report.mjs';
import {
  chartOf,
  evaluate,
  failures,
  headline,
  median,
  page,
  replaceBetween,
  summary,
  tableOf,
} from '../bench/report.mjs';
import { isComplete, planOf, rows, select } from '../bench/rows.mjs';

/** @param {number[]} list */
const rounds = (list) => list.map((ms) => ({ wall: 2 * ms, cpu: ms }));
/** @param {Record<string, any>} sides @param {Record<string, string>} [errors] */
const subject = (sides, errors = {}) => ({
  date: '2026-11-29T00:00:00Z',
  rounds: 3,
  seconds: 60,
  load: 0.5,
  sides,
  errors,
});
const about = {
  command: 'npm run bench',
  machine: '2 cores',
  versions: { onggi: '1', node: 'v20', o1js: '2' },
};

const proving = [
  { subject: 'fq_wrap', work: 'prove', than: 'wasm', must: 4.5, aim: 7 },
  { subject: 'fq_wrap', work: 'prove', than: 'native', must: 1.4 },
];
const measured = {
  fq_wrap: subject({
    onggi: { prove: rounds([100, 200, 100]), memory: [{ bytes: 100 * 2 ** 20 }] },
    wasm: { prove: rounds([400, 1200, 500]), memory: [{ bytes: 450 * 2 ** 20 }] },
    native: { prove: rounds([150, 300, 150]) },
  }),
};

test('the median of an even number of values is between the middle two', () => {
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(median([9, 1, 2]), 2);
});

describe('a row', () => {
  test('is the median of the ratios within a round, of processor time', () => {
    const [wasm, native] = evaluate(proving, measured);
    assert.equal(wasm?.value, 5);
    assert.equal(native?.value, 1.5);
    assert.deepEqual(wasm?.ours, { wall: 200, cpu: 100 });
    assert.match(
      tableOf([wasm]),
      /\| onggi against wasm \| 200 ms \(100 ms\) \| .* \| 5\.00× \| 4\.5× \| 7× \| yes \|/
    );
  });

  test('without another side is a value that must not be larger', () => {
    const memory = { subject: 'fq_wrap', work: 'memory', measure: 'bytes', unit: 'MiB' };
    const [small, large] = evaluate(
      [
        { ...memory, must: 100 },
        { ...memory, must: 99 },
      ],
      measured
    );
    assert.deepEqual([small?.value, small?.holds, large?.holds], [100, true, false]);
    assert.match(failures([large])[0] ?? '', /is 100 MiB, must be at most 99 MiB/);
  });

  test('compares memory and wall time where it says so', () => {
    const [memory, wall] = evaluate(
      [
        { subject: 'fq_wrap', work: 'memory', than: 'wasm', measure: 'bytes', must: 4 },
        { subject: 'a', work: 'prove', side: 'two threads', than: 'onggi', measure: 'wall', must: 1.7 },
      ],
      {
        ...measured,
        a: subject({
          onggi: { prove: [{ wall: 30, cpu: 30 }] },
          'two threads': { prove: [{ wall: 15, cpu: 30 }] },
        }),
      }
    );
    assert.deepEqual([memory?.value, memory?.holds], [4.5, true]);
    assert.equal(wall?.value, 2);
  });

  test('measures growth between two subjects', () => {
    const growth = { subject: 'generic_16', work: 'prove', since: 'generic_10', must: 100 };
    const sizes = {
      generic_10: subject({ onggi: { prove: rounds([10]) } }),
      generic_16: subject({ onggi: { prove: rounds([1010]) } }),
    };
    const [result] = evaluate([growth], sizes);
    assert.equal(result?.value, 101);
    assert.match(failures([result])[0] ?? '', /must be at most 100×/);
  });

  test('below its bound fails, without a bound it does not', () => {
    const slow = structuredClone(measured);
    slow.fq_wrap.sides.native.prove = rounds([130, 260, 130]);
    assert.deepEqual(failures(evaluate(proving, measured)), []);
    assert.deepEqual(failures(evaluate(proving, slow)), [
      'prove, wrap circuit, 2^14 rows, SRS 2^15: onggi against native is 1.30×, must be at least 1.4×',
    ]);
    const { must: _, ...free } = proving[1];
    assert.deepEqual(failures(evaluate([free], slow)), []);
  });

  test('of a side that failed fails; one that was not measured is listed only', () => {
    const errors = { native: 'native: it broke\nsomewhere' };
    const broken = {
      fq_wrap: subject({ onggi: { prove: rounds([1]) }, wasm: { prove: rounds([9]) } }, errors),
    };
    const results = evaluate(proving, broken);
    assert.match(failures(results).join(), /native failed: native: it broke$/);
    assert.match(page(results, broken, about), /\| onggi against native \| .* \| native: it broke \|/);
    assert.deepEqual(failures(evaluate(proving, {})), []);
    assert.match(tableOf(evaluate(proving, {})), /not measured/);
  });
});

describe('the rows', () => {
  test('include the longest step of each work in steps, as a processor time', () => {
    const steps = rows.filter(({ work }) => work.startsWith('longest step'));
    assert.deepEqual([...new Set(steps.map(({ subject }) => subject))], ['turns_14', 'turns_16']);
    for (const row of steps) {
      const long = { [row.subject]: subject({ onggi: { [row.work]: rounds([101]) } }) };
      assert.match(
        failures(evaluate([row], long))[0] ?? '',
        /^longest step of .* rows of Generic gates: onggi is 101 ms, must be at most (50|100) ms$/
      );
    }
  });

  test('are known by subject, work, sides and measure', () => {
    const keys = rows.map(({ subject, work, side, than, measure, since }) =>
      [subject, work, side, than, measure, since].join()
    );
    assert.equal(new Set(keys).size, rows.length);
  });

  test('have bounds in order: the aim is better than what must hold', () => {
    for (const { than, must = 0, aim = must } of rows)
      assert.ok(than === undefined ? aim <= must : aim >= must);
  });

  test('are selected by subject, work and side', () => {
    assert.ok(select({ subjects: ['fq_wrap'] }).every(({ subject }) => subject === 'fq_wrap'));
    assert.deepEqual(
      select({ subjects: ['fq_wrap'], works: ['prove'], sides: ['wasm'] }).map(({ than }) => than),
      ['wasm']
    );
  });

  test('tell each side its works, proving before what uses the proof', () => {
    const plan = planOf(select({ subjects: ['fq_wrap'] })).get('fq_wrap');
    assert.deepEqual(plan?.get('onggi'), ['index', 'prove', 'verify with accumulator']);
    assert.deepEqual(plan?.get('two threads'), ['prove']);
    assert.deepEqual(
      planOf([{ subject: 'a', work: 'verify', than: 'wasm' }])
        .get('a')
        ?.get('wasm'),
      ['prove', 'verify']
    );
  });
});

test('a subject is complete if every side has done every work in every round, and none has failed', () => {
  const sides = new Map([
    ['onggi', ['prove']],
    ['wasm', ['prove']],
  ]);
  const done = measured.fq_wrap;
  assert.equal(isComplete(sides, done, 3), true);
  assert.equal(isComplete(sides, done, 4), false);
  assert.equal(isComplete(sides, undefined, 3), false);
  assert.equal(isComplete(sides, { ...done, errors: { wasm: 'it broke' } }, 3), false);
  assert.equal(isComplete(new Map([...sides, ['native', ['verify']]]), done, 3), false);
  assert.equal(
    isComplete(planOf(select({ subjects: ['load_1'] })).get('load_1'), subject({ onggi: {} }), 3),
    false
  );
});

test('the short table has a line for each work that was compared with o1js', () => {
  const value = { subject: 'fq_wrap', work: 'memory', measure: 'bytes', unit: 'MiB' };
  const missing = { subject: 'generic_14', work: 'verify', than: 'wasm' };
  const text = summary(evaluate([...proving, value, missing], measured), about);
  assert.match(text, /^(\|.*\n){3}\n/);
  assert.match(
    text,
    /\| prove, wrap circuit.* \| 5\.0× \| 1\.5× \|\n\nOn one thread, .* o1js 2, Node v20, 2 cores\.$/m
  );
});

test('the short table has proofs of indexes that keep evaluations, and no other sides', () => {
  const [prove] = proving;
  const more = structuredClone(measured);
  more.fq_wrap.sides.kept = more.fq_wrap.sides['native build'] = { prove: rounds([50, 50, 50]) };
  const sides = [prove, { ...prove, side: 'kept' }, { ...prove, side: 'native build' }];
  const text = summary(evaluate(sides, more), about);
  assert.equal(text.match(/^\| prove/gm)?.length, 2);
  assert.match(text, /^\| prove, wrap circuit.*, `keepEvaluations` \| 10\.0× \|/m);
});

test('the headline has the ratios of the wrap circuit, which must be measured', () => {
  const memory = { subject: 'fq_wrap', work: 'memory', than: 'wasm', measure: 'bytes' };
  const text = headline(evaluate([...proving, memory], measured));
  assert.match(
    text,
    /5\.0 times as fast as o1js's own WebAssembly, with\n4\.5 times less memory, and 1\.5 times/
  );
  assert.throws(() => headline(evaluate(proving, measured)), /fq_wrap must be measured first/);
});

test('the page has every row, and says how it was measured', () => {
  const missing = { subject: 'generic_14', work: 'verify', than: 'wasm' };
  const text = page(evaluate([...proving, missing], measured), measured, about);
  assert.match(text, /load 0\.5, Node v20,\nonggi 1, o1js 2, 2026-11-29: `npm run bench`/);
  assert.match(text, /^\| verify, 2\^14 rows .* not measured/m);
  assert.match(text, /does not measure:\n\n\* processors other than/);
});

test('the part of a text between two marks is replaced', () => {
  const text = 'a\n<!-- speed -->\nold\n<!-- /speed -->\nb\n';
  const once = replaceBetween(text, 'speed', 'new\n');
  assert.equal(once, 'a\n<!-- speed -->\nnew\n<!-- /speed -->\nb\n');
  assert.equal(replaceBetween(once, 'speed', 'new\n'), once);
  assert.throws(() => replaceBetween('a', 'speed', 'new'), /needs the lines <!-- speed -->/);
});

test('the chart has the time by rows if several sizes were measured', () => {
  const counts = '== a\n mul square\nwitness 10 20\nquotient 70 0\nproof 00\n';
  assert.doesNotMatch(chartOf(measured, counts), /polyline|NaN/);
  const sizes = { generic_10: measured.fq_wrap, generic_12: measured.fq_wrap };
  assert.match(chartOf(sizes, counts), /polyline/);
});

describe("o1js's programs", () => {
  /** @param {number} cpu @param {number} backend @param {number | null} linear */
  const run = (cpu, backend, linear) => ({
    samples: [
      { operation: 'compile', wall: 9, cpu, backend },
      { operation: 'prove 1', wall: 9, cpu, backend },
    ],
    rss: 1,
    linear,
  });
  const runs = {
    onggi: [run(2, 1, 10), run(2, 1, 10)],
    native: [run(4, 3, null), run(5, 2, null)],
    wasm: [run(20, 6, 40)],
  };
  const program = { program: 'add', threads: 1, runs, errors: {} };

  test('have ratios of the whole and of the backend, and of memory', () => {
    const ratios = o1js.ratiosOf(program);
    const of = (than, operation, what) =>
      ratios.find((each) => each.than === than && each.operation === operation && each.what === what)?.ratio;
    assert.equal(of('wasm', 'compile', 'whole'), 10);
    assert.equal(of('wasm', 'prove 1', 'backend'), 6);
    assert.equal(of('native', 'compile', 'whole'), 2.25);
    assert.equal(of('wasm', 'memory', 'memory'), 4);
    assert.match(
      o1js.tableOf([program]),
      /\| add \| compile \| 2\.00 \(1\.00\) \| 4\.50 \(2\.50\) \| 20\.00 \(6\.00\) \| 2\.3 \(2\.5\) \| 10\.0 \(6\.0\) \|/
    );
  });

  test('fail below what they must reach, by program, and if a backend fails', () => {
    assert.deepEqual(o1js.failures([program]), []);
    const slow = { ...program, runs: { ...runs, native: [run(4, 3, null)] } };
    assert.deepEqual(o1js.failures([slow]), ['add: compile: 2.00 times against native, must be 2.2']);
    assert.deepEqual(o1js.failures([{ ...slow, program: 'recursion_one' }]), []);
    const broken = { ...program, runs: { ...runs, wasm: [] }, errors: { wasm: 'it broke\nsomewhere' } };
    assert.deepEqual(o1js.failures([broken]), ['add: wasm failed: it broke']);
    assert.match(o1js.tableOf([broken]), /\| failed \|/);
  });

  test('on several threads have ratios of wall time, and no bounds', () => {
    const ratios = o1js.ratiosOf({ ...program, threads: 2 });
    for (const { what, ratio, must } of ratios.filter((each) => each.what !== 'memory')) {
      assert.deepEqual([what, ratio, must], ['whole', 1, undefined]);
    }
  });
});
