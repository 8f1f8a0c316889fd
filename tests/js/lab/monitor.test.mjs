// Reports of memory while a program runs: onMemory, the diagnostics channels, Prometheus.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';
import fs from 'node:fs';
import { before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { load } from 'onggi';
import { watch } from 'onggi/prometheus';
import { load as loadWorker } from 'onggi/worker';
import { Registry } from 'prom-client';

import { onMemory } from '../../../js-glue/runtime/observe/monitor.mjs';
import { fakeInstance } from '../fake_module.mjs';
import { idle } from '../members.mjs';
import { Bin, recordedOf, samples } from '../support.mjs';

/** @param {any} onggi @param {Bin} bin */
const prover = (onggi, bin) => ({
  index: bin.put(samples.PlonkIndex(onggi.vesta, bin)),
  witness: bin.put(samples.Witness(onggi.vesta, bin)),
});

/** An instance that counts how often its memory is read. */
function readInstance() {
  const { instance, module, Sample, leave } = fakeInstance();
  let readings = 0;
  module._onggi_memory = () => {
    ++readings;
    leave(`{ "live": ${module.live}, "linear": 1 }`);
  };
  return { instance, Sample, readings: () => readings };
}

describe('onMemory', () => {
  test('reports what memory() returns, only after changes', async () => {
    const onggi = await load();
    /** @type {any[]} */
    const reports = [];
    const end = onggi.onMemory((report) => reports.push(report), { interval: 0 });
    await sleep(20);
    assert.equal(reports.length, 1);
    assert.equal(reports[0].handles, 0);
    const srs = onggi.vesta.Srs.create(64);
    assert.equal(srs.size, 64);
    await sleep(20);
    assert.equal(reports.length, 2);
    const { live, handles } = onggi.memory();
    assert.deepEqual([reports[1].live, reports[1].handles], [live, handles]);
    assert.equal(srs.size, 64);
    await sleep(20);
    assert.equal(reports.length, 2, 'nothing has changed');
    srs.free();
    await sleep(20);
    assert.equal(reports.at(-1).live, 0);
    end();
    onggi.vesta.Srs.create(64).free();
    onggi.vesta.Srs.create(8);
    await sleep(20);
    assert.equal(reports.length, 3, 'it has ended');
  });

  test('keeps its interval, and reports the last state', async () => {
    const onggi = await load();
    const interval = 50;
    /** @type {{ handles: number, at: number }[]} */
    const reports = [];
    const end = onggi.onMemory(({ handles }) => reports.push({ handles, at: performance.now() }), {
      interval,
    });
    const bin = new Bin();
    for (let i = 0; i < 40; ++i) {
      bin.put(onggi.vesta.Srs.create(8));
      await sleep(5);
    }
    while (reports.at(-1)?.handles !== 40) await sleep(5);
    assert.ok(reports.length >= 3);
    for (const [i, { at }] of reports.entries()) {
      assert.ok(i === 0 || at - Number(reports[i - 1]?.at) > interval - 2, `report ${i}`);
    }
    end();
    bin.empty();
  });

  test('reads memory once per change, for any number of listeners', async () => {
    const { instance, Sample, readings } = readInstance();
    for (let i = 0; i < 2; ++i) onMemory(instance, () => {}, { interval: 0 });
    await sleep(50);
    assert.equal(readings(), 2);
    const handle = Sample.make(1);
    await sleep(50);
    assert.equal(readings(), 4);
    instance.report();
    await sleep(50);
    assert.equal(readings(), 5);
    handle.free();
    instance.close();
  });

  test('reads memory at most once per interval while nothing changes', async () => {
    const { instance, Sample, readings } = readInstance();
    const interval = 40;
    const start = performance.now();
    onMemory(instance, () => {}, { interval });
    const handle = Sample.make(1);
    for (let i = 0; i < 30; ++i) {
      handle.use(undefined, () => {});
      await sleep(5);
    }
    const most = 1 + (performance.now() - start) / (interval - 2);
    assert.ok(readings() > 1 && readings() <= most, `${readings()} of ${most}`);
    handle.free();
    instance.close();
  });

  describe('reports that an index has given back what it kept', () => {
    /** @type {[name: string, limits: object, cause: (onggi: any, index: any) => unknown][]} */
    const causes = [
      ['to a call that waits', { softLimit: 12 * 2 ** 20 }, ({ reserve }) => reserve(11 * 2 ** 20)],
      [
        'to a call that is refused all the same',
        { maxMemory: 24 * 2 ** 20 },
        ({ vesta }) => assert.throws(() => vesta.Vector.fromFields(new Uint8Array(23 * 2 ** 20))),
      ],
      ['by trim()', {}, (_, index) => index.trim()],
    ];
    for (const [name, limits, cause] of causes) {
      test(name, async () => {
        const onggi = await load(limits);
        const { circuit } = idle(1000);
        const srs = onggi.vesta.Srs.create(1 << 10);
        const index = onggi.vesta.PlonkIndex.create(circuit, srs, { keepEvaluations: true });
        /** @type {number[]} */
        const reports = [];
        onggi.onMemory(({ live }) => reports.push(live), { interval: 0 });
        while (reports.length === 0) await sleep(1);
        await cause(onggi, index);
        for (let tries = 0; reports.length === 1 && tries < 500; ++tries) await sleep(10);
        assert.ok(Number(reports[1]) < Number(reports[0]) / 2, `${reports}`);
        assert.equal(reports[1], onggi.memory().live);
        onggi.close();
      });
    }
  });

  test('ends with the instance', async () => {
    const onggi = await load();
    let calls = 0;
    onggi.onMemory(() => ++calls, { interval: 0 });
    onggi.vesta.Srs.create(8);
    onggi.close();
    await sleep(20);
    assert.equal(calls, 0);
  });

  test('takes a function and a number', async () => {
    const onggi = /** @type {any} */ (await load());
    assert.throws(() => onggi.onMemory('log'), { code: 'wrong_type' });
    assert.throws(() => onggi.onMemory(() => {}, { interval: '1' }), { code: 'wrong_type' });
    for (const interval of [-1, NaN, 2 ** 31, Infinity])
      assert.throws(() => onggi.onMemory(() => {}, { interval }), { code: 'invalid_argument' });
    onggi.onMemory(() => {}, { interval: 2 ** 31 - 1 })();
  });
});

describe('the diagnostics channels', () => {
  test('onggi:memory reports each instance while there is a subscriber', async () => {
    assert.equal(channel('onggi:memory').hasSubscribers, false);
    const onggi = await load();
    const bin = new Bin();
    /** @type {any[]} */
    const messages = [];
    const listen = (/** @type {unknown} */ message) => messages.push(message);
    bin.put(onggi.vesta.Srs.create(8));
    subscribe('onggi:memory', listen);
    bin.put(onggi.vesta.Srs.create(8));
    await sleep(50);
    unsubscribe('onggi:memory', listen);
    const mine = messages.filter(({ instance }) => instance === onggi.id);
    assert.equal(mine.length, 1);
    assert.equal(mine[0].memory.live, onggi.memory().live);
    bin.empty();
  });

  test('are not garbage-collected', async () => {
    (await load()).close();
    const refs = ['onggi:memory', 'onggi:proof'].map((name) => new WeakRef(channel(name)));
    for (let turn = 0; turn < 4; ++turn) {
      await sleep(5);
      globalThis.gc?.();
    }
    for (const ref of refs) assert.ok(ref.deref());
  });

  test('onggi:proof reports how each proof ended', async () => {
    const onggi = await load();
    const bin = new Bin();
    const { index, witness } = prover(onggi, bin);
    /** @type {any[]} */
    const ends = [];
    const listen = (/** @type {unknown} */ message) => ends.push(message);
    subscribe('onggi:proof', listen);
    bin.put(await index.prove(witness));
    bin.put(index.proveSync(witness));
    await assert.rejects(index.prove(witness, { signal: AbortSignal.abort() }));
    await assert.rejects(index.prove(/** @type {any} */ (index)));
    assert.throws(() => index.proveSync(/** @type {any} */ (index)));
    unsubscribe('onggi:proof', listen);
    bin.empty();
    assert.deepEqual(
      ends.map(({ instance, curve, outcome }) => [instance, curve, outcome]),
      ['proved', 'proved', 'cancelled', 'failed', 'failed'].map((how) => [onggi.id, 'vesta', how])
    );
    assert.ok(ends[0].ms > 0 && ends[1].ms > 0);
  });
});

describe('onggi/prometheus', () => {
  test('has the metrics of every watched instance', async () => {
    const register = new Registry();
    const [a, b] = [await load(), await load()];
    watch(a, { register, instance: 'a' });
    const endOfB = watch(b, { register, instance: 'b' });
    const bin = new Bin();
    const { index, witness } = prover(a, bin);
    bin.put(await index.prove(witness));
    bin.put(b.vesta.Srs.create(8));
    const { live, linear, handles, byType } = a.memory();
    const text = await register.metrics();
    const lines = text.split('\n');
    for (const line of [
      `onggi_live_bytes{instance="a"} ${live}`,
      `onggi_linear_memory_bytes{instance="a"} ${linear}`,
      `onggi_handles{instance="a"} ${handles}`,
      'onggi_handles{instance="b"} 1',
      `onggi_objects{instance="a",type="VestaSrs"} ${byType.VestaSrs?.count}`,
      `onggi_object_bytes{instance="a",type="VestaSrs"} ${byType.VestaSrs?.bytes}`,
      'onggi_proof_seconds_count{instance="a",curve="vesta",outcome="proved"} 1',
    ])
      assert.ok(lines.includes(line), `${line} in\n${text}`);
    assert.ok(
      lines.some((line) => line.startsWith('onggi_handles_freed_total{instance="a",reason="dispose"} '))
    );
    endOfB();
    assert.doesNotMatch(await register.metrics(), /instance="b"/);
    bin.empty();
    a.close();
    assert.doesNotMatch(await register.metrics(), /onggi_live_bytes\{/, 'a closed instance has no memory');
  });

  test('has the metrics of a client of onggi/worker', async () => {
    const register = new Registry();
    const [local, remote] = [await load(), await loadWorker()];
    assert.notEqual(local.id, remote.id);
    const unwatch = watch(remote, { register, instance: 'worker' });
    const { circuit, witness } = recordedOf('vesta');
    const index = await remote.vesta.PlonkIndex.create(
      circuit,
      await remote.vesta.Srs.create(circuit.srs_depth)
    );
    const values = await remote.vesta.Witness.fromJSON(witness);
    await index.prove(values);
    await assert.rejects(index.prove(values, { signal: AbortSignal.abort() }), { code: 'cancelled' });
    await assert.rejects(index.proveSync(/** @type {any} */ (index)), { code: 'wrong_type' });
    const { live } = await remote.memory();
    const lines = (await register.metrics()).split('\n');
    for (const line of [
      `onggi_live_bytes{instance="worker"} ${live}`,
      ...['proved', 'cancelled', 'failed'].map(
        (outcome) => `onggi_proof_seconds_count{instance="worker",curve="vesta",outcome="${outcome}"} 1`
      ),
    ])
      assert.ok(lines.includes(line), `${line} in\n${lines.join('\n')}`);
    await remote.close();
    assert.doesNotMatch(await register.metrics(), /onggi_live_bytes\{/, 'a closed client has no memory');
    unwatch();
    local.close();
  });

  test('reads memory once per scrape, and scrapes at the same time do not add up', async () => {
    const register = new Registry();
    let readings = 0;
    const memory = async () => {
      ++readings;
      return { linear: 2, heap: 2, live: 1, peak: 1, handles: 0, byType: {}, freed: {} };
    };
    watch({ id: -1, memory: /** @type {any} */ (memory) }, { register, instance: 'one' });
    await register.metrics();
    assert.equal(readings, 1);
    for (const text of await Promise.all([register.metrics(), register.metrics()])) {
      assert.match(text, /^onggi_live_bytes\{instance="one"\} 1$/m);
    }
  });

  test('refuses a second instance with the same name', async () => {
    const register = new Registry();
    const onggi = await load();
    watch(onggi, { register });
    assert.throws(() => watch(onggi, { register }), { code: 'invalid_argument', message: /watched already/ });
  });

  test('takes an instance and options', async () => {
    const onggi = await load();
    const watchAny = /** @type {any} */ (watch);
    for (const bad of [undefined, null, {}, 7]) assert.throws(() => watchAny(bad), { code: 'wrong_type' });
    for (const bad of [null, 7, { register: null }, { register: {} }, { instance: 7 }, { instance: null }])
      assert.throws(() => watchAny(onggi, bad), { code: 'wrong_type' });
  });
});

describe('examples/monitoring', () => {
  const example = (/** @type {string} */ name) =>
    fileURLToPath(new URL(`../../../examples/monitoring/${name}`, import.meta.url));
  const { panels } = JSON.parse(fs.readFileSync(example('grafana.json'), 'utf8'));
  /** @type {string[]} */
  const inPanels = panels.flatMap((/** @type {any} */ { targets }) =>
    targets.flatMap((/** @type {any} */ { expr }) => expr.match(/onggi_\w+/g) ?? [])
  );
  const proofs = 5;
  let output = '';
  let metrics = '';
  let url = '';

  before(async () => {
    const child = spawn(process.execPath, [example('main.mjs'), '0', '--pause', '1']);
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    const exited = new Promise((resolve) => child.on('exit', resolve));
    const proved = () =>
      Number(/onggi_proof_seconds_count\{.*outcome="proved".*\} (\d+)/.exec(metrics)?.[1] ?? 0);
    try {
      while (proved() < proofs) {
        assert.equal(child.exitCode, null, output);
        await sleep(100);
        url = /^serving (.*)$/m.exec(output)?.[1] ?? '';
        if (url !== '') metrics = await (await fetch(url)).text();
      }
    } finally {
      child.kill();
      await exited;
    }
  });

  test('prints its address, which is on the loopback interface', () => {
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
    assert.match(output, /bytes live, \d+ linear/);
  });

  test('frees each proof at once', () => {
    // The loop may hold the proof that it has just made.
    for (const type of ['VestaProverProof', 'VestaWitness']) {
      const alive = new RegExp(`^onggi_objects\\{.*type="${type}".*\\} (\\d+)`, 'm').exec(metrics)?.[1] ?? 0;
      assert.ok(Number(alive) <= 1, `${alive} ${type}`);
    }
  });

  test('serves every metric of the dashboard, and the dashboard shows every metric', () => {
    assert.ok(inPanels.length >= panels.length);
    for (const name of inPanels) assert.match(metrics, new RegExp(`^${name}\\{`, 'm'), name);
    const served = metrics.match(/^# TYPE (onggi_\w+)/gm)?.map((line) => line.slice('# TYPE '.length)) ?? [];
    for (const name of served)
      assert.ok(
        inPanels.some((used) => used.startsWith(name)),
        `${name} has no panel`
      );
  });
});
