// The set of addresses agrees with a Set.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Addresses } from '../../js-glue/runtime/handles/addresses.mjs';

test('agrees with a Set for additions and deletions in any order', () => {
  let seed = 12345;
  /** @param {number} n */
  const random = (n) => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) % n;
  for (const most of [8, 40, 1000]) {
    const [addresses, model] = [new Addresses(), new Set()];
    // As an allocator gives them, up to the end of the address space; few, so that they meet.
    const pick = () => (random(2) ? 8 : 2 ** 32 - 16_008) + 8 * random(2 * most);
    for (let i = 0; i < 50_000; ++i) {
      const address = pick();
      assert.equal(addresses.has(address), model.has(address));
      if (model.delete(address)) addresses.delete(address);
      else if (model.size < most) {
        model.add(address);
        addresses.add(address);
      }
      assert.equal(addresses.size, model.size);
    }
    for (const address of model) {
      assert.ok(addresses.has(address));
      addresses.delete(address);
    }
    assert.equal(addresses.size, 0);
    for (const address of model) assert.ok(!addresses.has(address));
  }
});
