// After a call, its arguments are no longer in linear memory.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { load } from 'onggi';

const secret = Buffer.from(Uint8Array.from({ length: 32 }, (_, i) => (i === 31 ? 1 : 0xa0 + i)));
const copies = 64;
const secrets = Buffer.concat(Array(copies).fill(secret));
// The stack keeps the element that was read last.
const mostOnStack = 2;

/** The number of places in memory where the secret is. @param {any} raw */
function places({ HEAPU8 }) {
  const memory = Buffer.from(HEAPU8.buffer);
  let count = 0;
  for (let at = memory.indexOf(secret); at !== -1; at = memory.indexOf(secret, at + 1)) ++count;
  return count;
}

for (const threads of [1, 2]) {
  test(`arguments are overwritten at the end of the call, threads: ${threads}`, async () => {
    const { raw, vesta, close } = /** @type {any} */ (await load({ raw: true, threads }));
    const overwritten = () => assert.ok(places(raw) <= mostOnStack, `${places(raw)} places`);

    const vector = vesta.Vector.fromFields(secrets);
    overwritten();
    const witness = vesta.Witness.fromColumns(Array(15).fill(secrets));
    overwritten();
    assert.deepEqual(Buffer.from(vector.toBytes()), secrets);
    overwritten();
    const unreduced = Buffer.concat([secrets, Buffer.alloc(32, 0xff)]);
    assert.throws(() => vesta.Vector.fromFields(unreduced), { code: 'noncanonical_field_element' });
    overwritten();

    for (const handle of [vector, witness]) handle.free();
    close();
  });
}
