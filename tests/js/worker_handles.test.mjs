// Handles of `onggi/worker`: references, with the lifetimes of others.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import * as here from 'onggi';
import { load, NativeBudgetError, scopeAsync, StaleHandleError } from 'onggi/worker';

import { idle } from './members.mjs';
import { bytesOf, circuit, expectEmpty, prepared } from './worker_support.mjs';

const local = await here.load();
const remote = await load();
after(async () => {
  local.close();
  await remote.close();
});

describe('handles', () => {
  test('a freed handle is stale, and its object is gone', async () => {
    const srs = await remote.vesta.Srs.create(8);
    assert.equal(srs.live, true);
    assert.equal(srs.curve, 'vesta');
    srs.free();
    srs.free();
    assert.equal(srs.live, false);
    await assert.rejects(srs.size, { name: 'StaleHandleError', type: 'vesta.Srs', message: /was freed/ });
    await assert.rejects(remote.vesta.PlonkIndex.create(circuit, srs), { code: 'stale_handle' });
    await expectEmpty(remote);
  });

  test('free() waits for the calls that use the handle', async () => {
    const { index, values, srs, verifier } = await prepared(remote.vesta);
    const proving = index.prove(values);
    index.free();
    values.free();
    assert.equal(index.live, false);
    await assert.rejects(index.prove(values), StaleHandleError);
    await index[Symbol.asyncDispose]();
    const proof = await proving;
    assert.equal(await verifier.verify(proof), true);
    for (const handle of [srs, verifier, proof]) handle[Symbol.dispose]();
    await expectEmpty(remote);
  });

  test('shared handles are freed one by one', async () => {
    const srs = await remote.vesta.Srs.create(8);
    const other = srs.share();
    srs.free();
    assert.equal(await other.size, 8);
    other.free();
    await expectEmpty(remote);
  });

  test('a scope frees what was made in it, but for its result', async () => {
    const kept = await scopeAsync(async (scope) => {
      const srs = await remote.vesta.Srs.create(8);
      await Promise.all([
        remote.vesta.Srs.create(2),
        sleep(1).then(() => remote.vesta.Vector.fromFields([])),
      ]);
      scope.own(await remote.vesta.Srs.create(3));
      return { srs };
    });
    const { byType, handles } = await remote.memory();
    assert.deepEqual([byType.VestaSrs?.count, handles], [1, 1]);
    await assert.rejects(
      scopeAsync(async () => {
        await remote.vesta.Srs.create(2);
        throw new Error('mine');
      }),
      { message: 'mine' }
    );
    kept.srs.free();
    await expectEmpty(remote);
  });

  test('dropped handles are freed when they are collected', async () => {
    const before = (await remote.memory()).freed.collector;
    await (async () => {
      for (let i = 0; i < 50; ++i) await remote.vesta.Vector.fromFields([1n]);
    })();
    await expectEmpty(remote);
    assert.ok((await remote.memory()).freed.collector >= before + 49);
  });

  test('dropped handles stay below the soft limit', async () => {
    const mebibyte = 2 ** 20;
    const small = await load({ softLimit: 4 * mebibyte, maxMemory: 64 * mebibyte });
    const fields = new Uint8Array(mebibyte);
    let most = 0;
    for (let i = 0; i < 40; ++i) {
      await small.vesta.Vector.fromFields(fields);
      most = Math.max(most, (await small.memory()).live);
    }
    assert.ok(most <= 5.5 * mebibyte, `${most / mebibyte} MiB`);
    assert.equal((await small.memory()).limits.soft, 4 * mebibyte);
    await small.close();
  });

  test('a call that waits at the soft limit in vain takes what indexes keep', async () => {
    const small = await load({ softLimit: 12 * 2 ** 20 });
    const { circuit: large } = idle(1000);
    const srs = await small.vesta.Srs.create(1 << 10);
    const index = await small.vesta.PlonkIndex.create(large, srs, { keepEvaluations: true });
    const kept = await bytesOf(small, 'PlonkIndex');
    /** @type {number[]} */
    const reports = [];
    await small.onMemory(({ live }) => reports.push(live), { interval: 0 });
    while (reports.length < 1) await sleep(1);
    const { live } = await small.memory();
    await small.reserve(11 * 2 ** 20);
    const bytes = await bytesOf(small, 'PlonkIndex');
    const { byType } = await small.memory();
    // Other objects are made in the same calls.
    assert.ok(Math.abs(bytes - (byType.VestaPlonkIndex?.bytes ?? 0)) < 4096);
    assert.ok(bytes < kept / 2, `${bytes} of ${kept} bytes`);
    for (let tries = 0; (reports.at(-1) ?? live) > live - kept / 2 && tries < 500; ++tries) await sleep(10);
    assert.ok((reports.at(-1) ?? live) < live - kept / 2, 'onMemory() reports it');
    assert.equal(await index.domainSize, 1 << 10);
    await small.close();
  });

  test('leaks() has the bytes that objects have now', async () => {
    const srs = await remote.vesta.Srs.create(circuit.srs_depth);
    const index = await remote.vesta.PlonkIndex.createAsync(circuit, srs, { keepEvaluations: true });
    const kept = await bytesOf(remote, 'PlonkIndex');
    const shared = index.share();
    index.free();
    await shared.trim();
    assert.ok((await bytesOf(remote, 'PlonkIndex')) < kept / 4);
    const vector = await remote.vesta.Vector.fromFields([]);
    const empty = await bytesOf(remote, 'Vector');
    for (let i = 0; i < 100; ++i) await vector.push(1n);
    assert.ok((await bytesOf(remote, 'Vector')) >= empty + 3200);
    for (const handle of [shared, srs, vector]) handle.free();
    await expectEmpty(remote);
  });

  test('trim() of one client changes the bytes in leaks() of another', async () => {
    const other = await remote.connect();
    const srs = await remote.vesta.Srs.create(circuit.srs_depth);
    const index = await remote.vesta.PlonkIndex.create(circuit, srs, { keepEvaluations: true });
    const verifier = await index.verifierIndex();
    const found = await other.vesta.PlonkIndex.find(await verifier.digest());
    const kept = await bytesOf(other, 'PlonkIndex');
    assert.equal(kept, await bytesOf(remote, 'PlonkIndex'));
    await index.trim();
    await other.threads(); // later than the answer to trim()
    assert.ok((await bytesOf(other, 'PlonkIndex')) < kept / 4);
    for (const handle of [srs, index, verifier]) handle.free();
    assert.ok(found?.live);
    await other.close();
    await expectEmpty(remote);
  });

  test('too much memory is a typed error that names where the handles were made', async () => {
    const mebibyte = 2 ** 20;
    const small = await load({ maxMemory: 8 * mebibyte, debug: true });
    const kept = [];
    const fill = async () => {
      for (;;) kept.push(await small.vesta.Vector.fromFields(new Uint8Array(mebibyte)));
    };
    await assert.rejects(fill(), (/** @type {any} */ error) => {
      assert.ok(error instanceof NativeBudgetError);
      assert.equal(error.limit, 8 * mebibyte);
      assert.ok(error.needed >= mebibyte && error.live > 4 * mebibyte);
      assert.equal(error.top[0]?.type, 'vesta.Vector');
      assert.match(error.top[0]?.sites[0] ?? '', /worker_handles\.test\.mjs/);
      assert.match(
        error.message,
        /in use by \d+ vesta\.Vector of \d+ bytes, made .*worker_handles\.test\.mjs/
      );
      return true;
    });
    await assert.rejects(small.vesta.Vector.fromFields(new Array(2 ** 30)), NativeBudgetError);
    kept[0]?.free();
    assert.equal(await (await small.vesta.Vector.fromFields([1n])).length, 1);
    await small.close();
  });

  test('leaks() names the caller of each handle', async () => {
    const watched = await load({ debug: true });
    const srs = await watched.vesta.Srs.create(4);
    const [leak] = await watched.leaks();
    assert.equal(leak?.type, 'vesta.Srs');
    assert.ok((leak?.bytes ?? 0) >= 256);
    assert.match(leak?.site?.split('\n')[0] ?? '', /worker_handles\.test\.mjs/);
    assert.deepEqual(
      (await watched.close()).map(({ type }) => type),
      ['vesta.Srs']
    );
    assert.equal(srs.live, false);
  });

  test('parcels move in and out', async () => {
    const { index, srs, verifier, values } = await prepared(remote.vesta);
    const shared = index.share();
    const parcel = await index.transfer();
    assert.equal(await shared.domainSize, 16);
    shared.free();
    await assert.rejects(index.domainSize, { code: 'stale_handle', message: /was moved/ });
    const ours = /** @type {any} */ (local.receive(structuredClone(parcel)));
    assert.equal(ours.domainSize, 16);
    const back = /** @type {any} */ (await remote.receive(ours.transfer()));
    assert.ok(await verifier.verify(await back.prove(values)));
    const again = /** @type {any} */ (
      await remote.receive({ type: parcel.type, content: parcel.content }, { srs })
    );
    assert.equal(await again.domainSize, 16);
    const proving = again.prove(values);
    await assert.rejects(again.transfer(), { code: 'handle_in_use' });
    await proving;
    await assert.rejects((await remote.vesta.CircuitBuilder.create()).transfer(), { code: 'unsupported' });
  });

  test('a handle moves as what it was made as, whatever its properties say', async () => {
    const srs = await remote.vesta.Srs.create(8);
    Object.defineProperty(srs, 'constructor', { value: Object });
    const { type } = await srs.transfer();
    assert.equal(type, 'vesta.Srs');
    assert.equal(srs.live, false);
    await expectEmpty(remote);
  });

  test('handles of another client, another curve and another class are refused', async () => {
    const other = await remote.connect();
    const [srs, foreign] = [await remote.vesta.Srs.create(4), await other.vesta.Srs.create(4)];
    for (const [value, code] of /** @type {[any, string][]} */ ([
      [foreign, 'wrong_instance'],
      [local.vesta.Srs.create(4), 'wrong_instance'],
      [await remote.pallas.Srs.create(4), 'wrong_curve'],
      [await remote.vesta.Vector.fromFields([]), 'wrong_type'],
      [new Proxy(srs, {}), 'wrong_type'],
      [Promise.resolve(srs), 'wrong_type'],
      [undefined, 'wrong_type'],
      [{}, 'wrong_type'],
    ])) {
      await assert.rejects(remote.vesta.PlonkIndex.create(circuit, value), { code });
    }
    assert.throws(() => local.vesta.PlonkIndex.create(circuit, /** @type {any} */ (srs)), {
      code: 'wrong_instance',
    });
    assert.throws(() => structuredClone(srs), { name: 'DataCloneError' });
    await other.close();
    await assert.rejects(foreign.size, { code: 'stale_handle' });
  });
});
