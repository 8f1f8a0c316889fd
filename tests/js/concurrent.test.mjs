// Many calls that wait at once stay within both limits, and the instance stays usable.
import { real, withStandIns } from './stand_ins.mjs';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load, NativeBudgetError } from 'onggi';

import { CancelledError } from '../../dist/runtime/errors.mjs';

const mebibyte = 2 ** 20;
/** Bytes of the columns of a witness. @param {number} rows */
const columns = (rows) => new Uint8Array(15 * 32 * rows);

describe('many concurrent …Async calls', () => {
  test('keep their arguments within maxMemory, or are refused', async () => {
    const maxMemory = 24 * mebibyte;
    const { vesta, memory, close } = await load({ maxMemory });
    const before = memory();
    const elements = new Uint8Array(3 * mebibyte);
    const ends = await Promise.allSettled(
      Array.from({ length: 16 }, async () => (await vesta.Vector.fromFieldsAsync(elements)).free())
    );
    const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    for (const error of refused) assert.ok(error instanceof NativeBudgetError, String(error));
    assert.ok(refused.length < 12, `${refused.length} of 16 refused`);
    const { linear, live } = memory();
    assert.ok(linear - before.linear <= 1.25 * maxMemory, `${linear / mebibyte} MiB`);
    assert.equal(live, before.live);
    vesta.Vector.fromFields(new Uint8Array(11 * mebibyte)).free(); // no bytes are in use
    close();
  });

  test('stay below the soft limit', async () => {
    const softLimit = 8 * mebibyte;
    const { vesta, memory, close } = await load({ softLimit });
    const bytes = columns(2048);
    await Promise.all(
      Array.from({ length: 100 }, async () => void (await vesta.Witness.fromColumnsAsync(bytes)))
    );
    const { peak } = memory();
    assert.ok(peak <= softLimit + mebibyte, `${peak / mebibyte} MiB`);
    close();
  });

  test('end at once if their signal is aborted while they wait', async () => {
    const { vesta, memory, close } = await load({ softLimit: 1 });
    const srs = vesta.Srs.create(8);
    const controller = new AbortController();
    const first = vesta.Srs.createAsync(8);
    /** @type {unknown} */
    let failure;
    const second = vesta.Srs.createAsync(8, { signal: controller.signal }).catch(
      (/** @type {unknown} */ error) => (failure = error)
    );
    controller.abort();
    for (let i = 0; i < 20; ++i) await Promise.resolve();
    assert.ok(failure instanceof CancelledError);
    await second;
    (await first).free();
    srs.free();
    assert.equal(memory().live, 0);
    close();
  });
});

describe('long-lived objects', () => {
  test('cause one collection request for many small synchronous calls', async () => {
    const { vesta, memory, close } = await load({ softLimit: 16 * mebibyte });
    const held = Array.from({ length: 3 }, () => vesta.Vector.fromFields(new Uint8Array(4 * mebibyte)));
    const witness = vesta.Witness.fromColumns(columns(8192));
    const columnVectors = vesta.VecVec.create();
    for (const vector of held) columnVectors.pushVector(vector);
    let requests = 0;
    /** @param {number} length @param {object} [options] */
    const newBuffer = (length, options) => {
      if (options !== undefined) ++requests;
      return real.newBuffer(length, options);
    };
    await withStandIns({ newBuffer }, () => {
      for (let i = 0; i < 100; ++i) {
        held[0]?.get(i);
        held[0]?.set(i, 1n);
        witness.column(i % 15);
        held[1]?.fields;
      }
    });
    assert.equal(requests, 1);
    assert.ok(memory().live > 16 * mebibyte);
    close();
  });
});
