// Programs that are compiled and dropped, one after the other: their indexes are freed before the soft limit is
// exceeded, although o1js calls its backend synchronously.
import 'onggi/o1js';

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Cache, Field, ZkProgram } from 'o1js';
import { configure, onggi } from 'onggi/o1js';

const mebibyte = 2 ** 20;
const softLimit = 80 * mebibyte;
const count = 3;
configure({ softLimit, threads: 1 });

test(`${count} programs in turn stay below the soft limit`, async () => {
  const live = [];
  for (let i = 0; i < count; ++i) {
    const program = ZkProgram({
      name: `program-${i}`,
      publicInput: Field,
      methods: {
        run: {
          privateInputs: [Field],
          async method(/** @type {Field} */ x, /** @type {Field} */ y) {
            x.add(y).assertEquals(Field(i));
          },
        },
      },
    });
    await program.compile({ cache: Cache.None });
    live.push(onggi.memory().live);
  }
  assert.ok(onggi.memory().freed.collector > 0, 'indexes were freed');
  for (const bytes of live) assert.ok(bytes < 60 * mebibyte, `${live.join(', ')} bytes`);
});
