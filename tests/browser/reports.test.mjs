// Reports and charts on a desktop and a phone, light and dark: nothing overflows, texts do not cover each other, and
// axe-core finds nothing.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { chartSvg, unitFor, wholeTicks } from '../../js-glue/tools/lab/chart.mjs';
import { curveSvg } from '../../js-glue/tools/lab/bench/curve_svg.mjs';
import { html } from '../../js-glue/tools/lab/bench/html.mjs';
import { allModes } from '../../js-glue/tools/lab/bench/modes.mjs';
import { judge } from '../../js-glue/tools/lab/bench/verdict.mjs';
import { Analysis } from '../../js-glue/tools/lab/trace/analysis.mjs';
import { reportHtml } from '../../js-glue/tools/lab/trace/html.mjs';
import { chartOf } from '../bench/report.mjs';
import { recordedLeak, syntheticTrace } from '../js/lab/synthetic_trace.mjs';
import { openBrowser } from './browser.mjs';
import { faultsOf } from './layout.mjs';

const folder = fileURLToPath(new URL('../../build/reports/', import.meta.url));
fs.mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
after(() => browser.close());
const { tab } = browser.page;

/** Opens a file of the folder, which the server has. @param {string} name @param {string} content */
async function open(name, content) {
  fs.writeFileSync(path.join(folder, name), content);
  await browser.page.goto(`${browser.url}/build/reports/${name}`);
  browser.throwReported();
}

/** An image on its own in a page. @param {string} svg */
const pageWith = (
  svg
) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>image</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width"><style>:root { color-scheme: light dark; background: Canvas }</style>
<main><h1>Image</h1>${svg}</main></html>`;

/** Memory of a loop that leaks in its first mode. @param {number} proofs */
function loopResult(proofs) {
  const modes = Object.fromEntries(
    allModes.map((mode, i) => [
      mode,
      Array.from({ length: proofs }, (_, proof) => ({
        live: mode === 'leaking' ? (proof + 1) * 9.3e6 : 1000 * i,
        linear: 16 * 2 ** 20 + (mode === 'leaking' ? proof * 9.7e6 : 65536 * i),
        heap: 0,
        rss: 180e6 + (mode === 'leaking' ? proof * 1e7 : i * 1e6),
        ms: 400 + proof,
      })),
    ])
  );
  const verdicts = allModes.map((mode) => judge(mode, modes[mode]));
  return { proofs, hashes: 64, threads: 1, allocator: 'dlmalloc', modes, verdicts };
}

/** @param {any[]} groups */
function traceReport(groups) {
  const analysis = new Analysis();
  for (const chunk of syntheticTrace(groups))
    for (const line of String(chunk).split('\n')) if (line) analysis.addLine(line, true);
  return analysis.report();
}

const sites = [
  'at proveTransfer (file:///srv/app/node_modules/@example/prover/dist/esm/workers/transfer.mjs:1284:31)',
  'at compile (file:///srv/app/src/compile.mjs:12:7)',
];
const leak = recordedLeak.map((group, i) => ({
  ...group,
  allocated: Math.ceil(group.allocated / 100),
  undropped: Math.ceil(group.undropped / 100),
  js: sites[i % 2],
}));

describe('a page has no fault', () => {
  test('onggi bench', async () => {
    await open('loop.html', html(/** @type {any} */ (loopResult(30))));
    assert.deepEqual(await faultsOf(tab, 'bench'), []);
  });

  test('onggi bench, with the numbers of its charts shown', async () => {
    await open(
      'loop-open.html',
      html(/** @type {any} */ (loopResult(60))).replaceAll('<details>', '<details open>')
    );
    assert.deepEqual(await faultsOf(tab, 'bench-open'), []);
  });

  test('onggi analyze', async () => {
    await open('trace.html', reportHtml(traceReport(leak), ['/var/log/provers/2026/trace.log.gz']));
    assert.deepEqual(await faultsOf(tab, 'analyze'), []);
  });

  test('the images of the loop, the benchmark and single charts', async () => {
    const counts = '== a/b\n mul square\nwitness 10 20\nquotient 70 9\npermutation 30 9\nproof 00\n';
    const round = (/** @type {number} */ ms) => [{ wall: 2 * ms, cpu: ms }];
    const sides = {
      onggi: { prove: round(100) },
      wasm: { prove: round(400) },
      native: { prove: round(150) },
    };
    const subject = { date: '2026-01-01', rounds: 1, seconds: 1, load: 1, errors: {}, sides };
    const measured = { fp_keccak: subject, generic_10: subject, generic_12: subject };
    for (const [name, svg] of /** @type {[string, string][]} */ ([
      ['loop-image', curveSvg(/** @type {any} */ (loopResult(30)))],
      ['benchmark-image', chartOf(measured, counts)],
    ])) {
      await open(`${name}.html`, pageWith(svg));
      assert.deepEqual(await faultsOf(tab, name), [], name);
    }
  });

  test('a page that overflows is found', async () => {
    const wide =
      '<p style="width: 2000px">wide</p><p style="width: 1ch; overflow-wrap: anywhere">letters below each other</p><img src="data:,">';
    await open('wide.html', pageWith(wide));
    const faults = (await faultsOf(tab, 'wide')).join('\n');
    for (const fault of [/phone, light: the page is 20\d\d px wide/, /has \d+ lines/, /image-alt/])
      assert.match(faults, fault);
  });
});

describe('axes have whole numbers', () => {
  test('at most so many, from one unit', () => {
    assert.deepEqual(wholeTicks(1, 30, 6), [5, 10, 15, 20, 25, 30]);
    assert.deepEqual(wholeTicks(1, 4, 6), [1, 2, 3, 4]);
    assert.deepEqual(wholeTicks(0, 0.5, 5), [0]);
    for (const most of [1, 3, 7, 19, 256, 1e6, 123_456_789]) {
      const ticks = wholeTicks(0, most, 5);
      assert.ok(ticks.length <= 6 && ticks.every(Number.isInteger), `${most}: ${ticks}`);
    }
  });

  test('the unit is the largest in which the axis has several numbers', () => {
    assert.equal(unitFor('bytes', 3)[0], 'B');
    assert.equal(unitFor('bytes', 3 * 2 ** 20)[0], 'KiB');
    assert.equal(unitFor('bytes', 4 * 2 ** 20)[0], 'MiB');
    assert.equal(unitFor('bytes', 2 ** 34)[0], 'GiB');
  });

  for (const most of [0, 1, 700, 2 ** 20, 2 ** 31])
    test(`of a chart up to ${most} bytes`, () => {
      const colour = { light: '#000', dark: '#fff' };
      const series = [{ label: 'a', colour, values: [0, most] }];
      const svg = chartSvg({ title: 't', x: 'proof', at: [1, 2], unit: 'bytes', series });
      const numbers = [...svg.matchAll(/>([\d.]+)<\/text>/g)].map(([, text]) => text);
      assert.ok(numbers.length >= 3, svg);
      for (const text of numbers) assert.match(text, /^\d+$/);
      assert.doesNotMatch(svg, /NaN|Infinity/);
    });
});

test('each chart has a table of its numbers', () => {
  const report = html(/** @type {any} */ (loopResult(30)));
  assert.equal(report.match(/<figure>/g)?.length, 3);
  assert.equal(report.match(/<details>/g)?.length, 3);
  const [first = ''] = /<details>[^]*?<\/details>/.exec(report) ?? [];
  assert.match(first, /<th role="columnheader" scope="col">leaking, MiB<\/th>/);
  assert.match(
    first,
    /<th role="rowheader" scope="row">30<\/th><td role="cell" data-column="leaking, MiB">266\.1<\/td>/
  );
});
