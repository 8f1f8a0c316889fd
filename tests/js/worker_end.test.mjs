// The end of a worker of `onggi/worker`, by a crash or by close(), and several clients of one worker.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { InstanceDeadError, load, StaleHandleError } from 'onggi/worker';

import { circuit, prepared, witness, workers } from './worker_support.mjs';

describe('the end of a worker', () => {
  test('a crash during a proof rejects what runs; the next call gets a new worker', async () => {
    const onggi = await load();
    const worker = workers.at(-1);
    const other = await onggi.connect();
    const { index, values } = await prepared(onggi.vesta);
    const theirs = await other.vesta.Srs.create(4);
    const proving = index.prove(values, {
      onProgress: ({ phase }) => {
        if (phase === 'quotient') void worker?.terminate();
      },
    });
    await assert.rejects(proving, (/** @type {any} */ error) => {
      assert.ok(error instanceof InstanceDeadError);
      assert.match(error.message, /exit code/);
      assert.match(error.stack ?? '', /worker_end\.test\.mjs:\d+/);
      return true;
    });
    const count = workers.length;
    for (const stale of [index, values, theirs]) {
      assert.equal(stale.live, false);
      await assert.rejects(stale.transfer(), { code: 'stale_handle', message: /ended with its instance/ });
    }
    await assert.rejects(
      onggi.vesta.PlonkIndex.create(circuit, /** @type {any} */ (theirs)),
      StaleHandleError
    );
    assert.equal(workers.length, count, 'stale handles start no worker');
    const again = await prepared(onggi.vesta);
    assert.equal(await again.verifier.verify(await again.index.prove(again.values)), true);
    assert.equal(await (await other.vesta.Srs.create(4)).size, 4);
    assert.equal(workers.length, count + 1, 'both clients use the new one');
    await other.close();
    await onggi.close();
    assert.equal(workers.at(-1)?.threadId, -1);
  });

  test('an error of the script is a crash', async () => {
    const onggi = await load();
    const srs = await onggi.vesta.Srs.create(4);
    workers.at(-1)?.postMessage(null);
    while (srs.live) await sleep(1);
    await assert.rejects(srs.size, StaleHandleError);
    assert.equal(await (await onggi.vesta.Srs.create(4)).size, 4);
    await onggi.close();
  });

  test('close() lets running calls end', async () => {
    const onggi = await load();
    const { index, values } = await prepared(onggi.vesta);
    const proving = index.prove(values);
    const closing = onggi.close();
    await assert.rejects(onggi.vesta.Srs.create(4), { code: 'instance_dead', message: /it was closed/ });
    await assert.rejects(onggi.connect(), { code: 'instance_dead' });
    const proof = await proving;
    assert.equal((await closing).length, 4);
    await onggi.closed;
    assert.deepEqual(await onggi.close(), []);
    for (const handle of [proof, index]) assert.equal(handle.live, false);
    await assert.rejects(proof.toJSON(), { code: 'stale_handle', message: /ended with its instance/ });
    assert.equal(workers.at(-1)?.threadId, -1);
  });

  test('after the deadline of close() running calls fail', async () => {
    const onggi = await load();
    const other = await onggi.connect();
    const { index, values } = await prepared(onggi.vesta);
    const endless = index.prove(values, { onProgress: () => new Promise(() => {}) });
    await Promise.all([onggi.close({ deadline: 1 }), assert.rejects(endless, InstanceDeadError)]);
    assert.equal(await (await other.vesta.Srs.create(4)).size, 4, 'the other client goes on');
    for (let tries = 0; (await other.memory()).byType.VestaProverTask?.count !== 0; ++tries) {
      assert.ok(tries < 100, 'the work goes on');
    }
    assert.equal((await other.memory()).byType.VestaPlonkIndex?.count, 0);
    await other.close();
  });

  test('a call that waits for memory fails when its client or its worker ends', async () => {
    /** @param {(onggi: any) => Promise<unknown>} end */
    const failsAfter = async (end) => {
      const onggi = await load({ softLimit: 1000 });
      const other = await onggi.connect();
      const kept = await onggi.vesta.Srs.create(64);
      const waiting = onggi.vesta.Srs.create(64);
      const failing = assert.rejects(waiting, InstanceDeadError);
      await end(onggi);
      await failing;
      assert.equal(kept.live, false);
      await onggi.close();
      await other.close();
    };
    await failsAfter((onggi) => onggi.close({ deadline: 0 }));
    await failsAfter(async () => workers.at(-1)?.terminate());
  });

  test('callbacks of onMemory() end with their client, not with others', async () => {
    const onggi = await load();
    const other = await onggi.connect();
    let [ended, others] = [0, 0];
    await other.onMemory(() => void ++ended, { interval: 0 });
    await other.close();
    const before = ended;
    await onggi.onMemory(() => void ++others, { interval: 0 });
    while (others < 1) await sleep(1);
    const srs = await onggi.vesta.Srs.create(8);
    while (others < 2) await sleep(1);
    assert.equal(ended, before);
    srs.free();
    await onggi.close();
  });

  test('`await using` closes the client', async () => {
    const onggi = await load();
    const disposed = onggi[/** @type {typeof Symbol.asyncDispose} */ (Symbol.asyncDispose)]();
    assert.equal(await disposed, undefined);
    await onggi.closed;
    await assert.rejects(onggi.memory(), { code: 'instance_dead' });
    assert.equal(workers.at(-1)?.threadId, -1);
  });

  test('recycle() starts again with the same options', async () => {
    const onggi = await load({ maxMemory: 2 ** 26 });
    const next = await onggi.recycle();
    assert.equal((await next.memory()).limits.hard, 2 ** 26);
    await assert.rejects(onggi.memory(), { code: 'instance_dead' });
    await next.close();
  });

  test('an idle worker does not keep the process alive, and a running call does', async () => {
    const program = `import { load } from 'onggi/worker';
      const { vesta } = await load();
      await vesta.Srs.create(4);
      vesta.Srs.create(512).then((srs) => srs.size).then((size) => console.log(size));`;
    const args = ['--input-type=module', '-e', program];
    const settings = { cwd: import.meta.dirname, timeout: 60_000 };
    const { stdout } = await promisify(execFile)(process.execPath, args, settings);
    assert.equal(stdout, '512\n');
  });
});

describe('several clients', () => {
  test('share an index by its digest', async () => {
    const onggi = await load();
    const { index, values, verifier } = await prepared(onggi.vesta);
    const digest = await verifier.digest();
    const other = await onggi.connect();
    const found = await other.vesta.PlonkIndex.find(digest);
    assert.ok(found);
    assert.equal((await other.memory()).byType.VestaPlonkIndex?.count, 1);
    assert.equal(await other.vesta.PlonkIndex.find(digest + 1n), null);
    assert.equal(await other.pallas.PlonkIndex.find(digest), null);
    index.free();
    values.free();
    const theirs = await other.vesta.Witness.fromJSON(witness);
    const proof = await found.prove(theirs);
    assert.equal(await (await found.verifierIndex()).verify(proof), true);
    await onggi.close();
    assert.equal(await found.domainSize, 16);
    await other.close();
  });
});
