// Millions of handles: live bytes return to their start, and linear memory does not grow.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load, scope } from 'onggi';

import { collect, gc } from '../js/collect.mjs';

const mebibyte = 2 ** 20;
const softLimit = 32 * mebibyte;

/** Fifteen columns of so many rows. @param {number} rows */
const columns = (rows) => new Uint8Array(15 * 32 * rows);

/** What is held besides linear memory. */
function jsHeap() {
  gc();
  return process.memoryUsage().heapUsed;
}

describe('millions of handles', () => {
  test('5,000,000 handles in scopes of one synchronous loop: one is alive at a time', async () => {
    const { vesta, memory } = await load();
    const content = columns(1);
    const one = () =>
      scope(() => {
        vesta.Witness.fromColumns(content);
      });
    for (let i = 0; i < 1000; ++i) one();
    const [before, heap] = [memory(), jsHeap()];
    for (let i = 1; i <= 5_000_000; ++i) {
      one();
      if (i % 500_000 === 0) {
        assert.equal(memory().handles, 0);
        assert.equal(memory().linear, before.linear);
        assert.ok(jsHeap() - heap < 20 * mebibyte);
      }
    }
    const after = memory();
    assert.deepEqual([after.live, after.heap, after.peak], [before.live, before.heap, before.peak]);
  });

  for (const [count, rows, what] of [
    [1_000_000, 1, 'small objects'],
    [100_000, 64, 'objects as large as proofs'],
  ]) {
    test(`${count} ${what}, awaited and dropped, stay below the soft limit`, async () => {
      const { vesta, memory } = await load({ softLimit });
      const content = columns(Number(rows));
      let linear = 0;
      for (let i = 0; i < Number(count); ++i) {
        await vesta.Witness.fromColumnsAsync(content);
        // By then the soft limit was reached more than once.
        if (i === Number(count) / 2) ({ linear } = memory());
      }
      assert.ok(memory().peak <= softLimit + 10 * content.length + 2 ** 16, `${memory().peak}`);
      assert.equal(memory().linear, linear);
      for (let i = 0; i < 5 && memory().live > 0; ++i) await collect();
      assert.equal(memory().live, 0);
    });
  }
});
