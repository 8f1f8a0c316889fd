// Tests that leave no native memory in use.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Bin, held } from './support.mjs';

/**
 * A test that is over with as much memory in use as before.
 * @param {{ memory(): any }} onggi @param {string} name
 * @param {(bin: Bin) => Promise<void>} body whose handles in the bin are freed after it
 */
export function testLeavingNothing(onggi, name, body) {
  test(name, async () => {
    const bin = new Bin();
    const before = held(onggi);
    await body(bin);
    bin.empty();
    assert.deepEqual(held(onggi), before);
  });
}
