// The report of the benchmark: medians, ratios of rounds, and what fails.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { chartOf, failures, median, rowsOf, tableOf } from '../bench/report.mjs';

/** @param {number[]} list */
const rounds = (list) => list.map((ms) => ({ wall: 2 * ms, cpu: ms }));

const measured = {
  fq_wrap: {
    onggi: { prove: rounds([100, 200, 100]) },
    wasm: { prove: rounds([400, 1200, 500]) },
    native: { prove: rounds([150, 300, 150]) },
  },
};

test('the median of an even number of values is between the middle two', () => {
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(median([9, 1, 2]), 2);
});

test('ratios are medians of the ratios within a round, of processor time', () => {
  const [row] = rowsOf(measured, false);
  assert.deepEqual(row?.times.onggi, { wall: 200, cpu: 100 });
  assert.equal(row?.ratios.wasm.ratio, 5);
  assert.equal(row?.ratios.native.ratio, 1.5);
  assert.match(tableOf([row]), /\| 5\.00 \(must 4\.5\) \| 1\.50 \(must 1\.4\) \|/);
});

test('a ratio below the required one fails; one without a requirement does not', () => {
  assert.deepEqual(failures(rowsOf(measured, false)), []);
  const slow = structuredClone(measured);
  slow.fq_wrap.native.prove = rounds([130, 260, 130]);
  assert.deepEqual(failures(rowsOf(slow, false)), [
    'prove fq_wrap: onggi is 1.30 times as fast as native, must be 1.4',
  ]);
  assert.deepEqual(failures(rowsOf({ generic_9: slow.fq_wrap }, false)), []);
});

test('the chart has the time by rows if several sizes were measured', () => {
  const counts = '== a\n mul square\nwitness 10 20\nquotient 70 0\nproof 00\n';
  assert.doesNotMatch(chartOf(rowsOf(measured, false), counts), /polyline|NaN/);
  const sizes = { generic_10: measured.fq_wrap, generic_12: { ...measured.fq_wrap } };
  assert.match(chartOf(rowsOf(sizes, false), counts), /polyline/);
});
