// load({ threads }): the same results as with one thread, and threads that start and end with their instance.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';

import { InstanceDeadError, load, OnggiError, scope } from 'onggi';

import { startThreads } from '../../dist/runtime/native/threads.mjs';

import { Bin, collect, held, readJson, samples } from './support.mjs';

const run = promisify(execFile);

/** What startThreads() needs of an instance. */
class Ending {
  /** @type {unknown} */
  cause;
  /** @type {(() => Promise<void>)[]} */
  ends = [];

  /** @param {() => Promise<void>} end */
  onEnd(end) {
    this.ends.push(end);
  }

  /** @param {unknown} cause */
  die(cause) {
    this.cause = cause;
    for (const end of this.ends) void end();
  }
}
const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = new URL('../../dist/', import.meta.url);

/** Threads of this process, those of Node's own included. Linux only. */
const threadsAlive = () => fs.readdirSync('/proc/self/task').length;

/** Waits until it holds; the test ends by itself if it never does. @param {() => boolean} condition */
async function until(condition) {
  while (!condition()) await collect();
}

const [one, two] = await Promise.all([load(), load({ threads: 2 })]);
after(() => void [one.close(), two.close()]);

const circuit = readJson('examples/proving-loop/circuit.json');
const witness = readJson('examples/proving-loop/witness.json');
const depth = 1 << 10;

describe('two threads give the same results as one', () => {
  for (const name of /** @type {const} */ (['vesta', 'pallas'])) {
    test(`${name}: SRS, Lagrange basis, index and verification`, () => {
      const bin = new Bin();
      const values = [one, two].map((onggi) => {
        const curve = onggi[name];
        const srs = bin.put(curve.Srs.create(depth));
        const index = bin.put(samples.PlonkIndex(curve, bin));
        const verifier = bin.put(index.verifierIndex());
        return {
          srs: srs.toBytes(),
          basis: srs.encodeLagrangeBasis(64),
          index: index.encode(),
          verifier: verifier.toJSON(),
          digest: verifier.digest(),
          oracles: verifier.oracles(bin.put(samples.ProverProof(curve, bin))),
        };
      });
      assert.deepEqual(values[1], values[0]);
      bin.empty();
    });
  }

  test('each accepts the proofs of the other', async () => {
    const bin = new Bin();
    const [alone, together] = [one, two].map(({ vesta }) => {
      const srs = bin.put(vesta.Srs.create(depth));
      const index = bin.put(vesta.PlonkIndex.create(circuit, srs));
      return {
        index,
        vesta,
        witness: bin.put(vesta.Witness.fromJSON(witness)),
        verifier: bin.put(index.verifierIndex()),
      };
    });
    for (const [prover, verifier] of [
      [together, alone],
      [alone, together],
      [together, together],
    ]) {
      const proof = bin.put(await prover.index.prove(prover.witness));
      const copy = bin.put(verifier.vesta.ProverProof.fromJSON(proof.toJSON()));
      assert.ok(verifier.verifier.verify(copy));
    }
    bin.empty();
  });
});

test('ten proofs do not increase the memory in use', async () => {
  const bin = new Bin();
  const srs = bin.put(two.vesta.Srs.create(depth));
  const index = bin.put(two.vesta.PlonkIndex.create(circuit, srs));
  const columns = bin.put(two.vesta.Witness.fromJSON(witness));
  const verifier = bin.put(index.verifierIndex());
  const proveOnce = async () => {
    const proof = await index.prove(columns);
    assert.ok(verifier.verify(proof));
    proof.free();
  };
  for (let i = 0; i < 3; ++i) await proveOnce();
  const before = { ...held(two), linear: two.memory().linear };
  for (let i = 0; i < 10; ++i) await proveOnce();
  assert.deepEqual({ ...held(two), linear: two.memory().linear }, before);
  bin.empty();
});

test('every object is traced once, by one thread', async () => {
  /** @type {string[]} */
  const lines = [];
  const onggi = await load({ threads: 3, trace: (line) => lines.push(line) });
  const bin = new Bin();
  scope(() => samples.PlonkIndex(onggi.vesta, bin).proveSync(samples.Witness(onggi.vesta, bin)));
  onggi.close();
  await onggi.closed;
  const events = lines.map((line) => JSON.parse(line.slice(1)));
  /** @param {string} event */
  const ids = (event) => events.filter((e) => e.event === event).map(({ id }) => id);
  assert.ok(ids('ALLOCATE').length >= 5, 'SRS, index, witness, task and proof');
  assert.equal(new Set(ids('ALLOCATE')).size, ids('ALLOCATE').length);
  assert.equal(new Set(ids('DROP')).size, ids('DROP').length);
  assert.ok(events.filter(({ thread }) => thread !== undefined).every(({ thread }) => thread === 1));
});

describe('threads end with their instance', () => {
  test('close() ends them, and a second close() does nothing', async () => {
    const before = threadsAlive();
    const onggi = await load({ threads: 3 });
    assert.equal(threadsAlive(), before + 2);
    const srs = onggi.vesta.Srs.create(4);
    assert.equal(onggi.close().length, 1);
    await onggi.closed;
    assert.equal(threadsAlive(), before);
    assert.deepEqual(onggi.close(), []);
    assert.throws(() => srs.size, InstanceDeadError);
    assert.throws(() => onggi.vesta.Srs.create(4), InstanceDeadError);
  });

  test('twenty instances in a row leave no threads and no memory', async () => {
    const cycle = async () => {
      const onggi = await load({ threads: 2 });
      onggi.vesta.Srs.create(1 << 11);
      onggi.close();
      await onggi.closed;
    };
    await cycle();
    await collect();
    const threads = threadsAlive();
    const { rss } = process.memoryUsage();
    for (let i = 0; i < 20; ++i) await cycle();
    await collect();
    assert.equal(threadsAlive(), threads);
    // Each has 16 MiB of linear memory, and a thread its own heap.
    const grown = process.memoryUsage().rss - rss;
    assert.ok(grown < 128 * 2 ** 20, `${grown} bytes`);
  });

  test('they end when their instance is collected', async () => {
    const before = threadsAlive();
    await (async () => void (await load({ threads: 2 })))();
    await until(() => threadsAlive() === before);
  });

  test('recycle() starts as many threads', async () => {
    const before = threadsAlive();
    const onggi = await (await load({ threads: 2 })).recycle();
    assert.equal(threadsAlive(), before + 1);
    onggi.close();
    await onggi.closed;
  });

  test('recycle() starts threads after the old ones have ended', async () => {
    const onggi = await load({ threads: 2 });
    const { terminate } = Worker.prototype;
    let open = () => {};
    /** @type {Promise<void>} */
    const gate = new Promise((resolve) => (open = resolve));
    Worker.prototype.terminate = async function () {
      const code = await terminate.call(this);
      await gate;
      return code;
    };
    let early = true;
    const recycled = onggi.recycle().then((again) => ({ again, early }));
    // Time enough for another instance.
    for (let i = 0; i < 2; ++i) (await load({ threads: 2 })).close();
    early = false;
    open();
    const { again, early: wasEarly } = await recycled;
    Worker.prototype.terminate = terminate;
    again.close();
    await again.closed;
    assert.ok(!wasEarly);
  });

  test('idle threads do not keep the process alive', async () => {
    const script = `import { load } from 'onggi';
      const { vesta } = await load({ threads: 2 });
      console.log(vesta.Srs.create(2048).size);`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: root });
    assert.equal(stdout, '2048\n');
  });

  test('they end when the worker that started them is terminated', async () => {
    const before = threadsAlive();
    const script = `import { parentPort } from 'node:worker_threads';
      const { load } = await import(${JSON.stringify(new URL('index.mjs', dist).href)});
      const { vesta } = await load({ threads: 3 });
      parentPort.postMessage('loaded');
      for (;;) vesta.Srs.create(1 << 12).free();`;
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`));
    await new Promise((resolve) => worker.once('message', resolve));
    assert.equal(threadsAlive(), before + 3);
    await worker.terminate();
    await until(() => threadsAlive() === before);
  });
});

describe('a thread that fails', () => {
  test('between calls: the instance is dead, and the other threads end', async () => {
    const before = threadsAlive();
    const onggi = await load({ threads: 3, raw: true });
    await onggi.raw.PThread.runningWorkers[0].end();
    await onggi.closed;
    assert.throws(() => onggi.vesta.Srs.create(4), InstanceDeadError);
    assert.equal(threadsAlive(), before);
  });

  for (const [outOfMemory, code] of /** @type {const} */ ([
    [false, 'instance_dead'],
    [true, 'out_of_memory'],
  ])) {
    test(`in a parallel loop: the call throws ${code}`, async () => {
      const onggi = await load({ threads: 2, raw: true });
      onggi.raw._onggi_thread_failed(outOfMemory);
      assert.throws(() => onggi.vesta.Srs.create(1 << 12), { code });
      assert.throws(() => onggi.vesta.Srs.create(4), InstanceDeadError);
      await onggi.closed;
    });
  }
});

describe('load', () => {
  test('refuses a number of threads that is not an integer from 1 to 64', async () => {
    for (const [threads, code] of [
      [0, 'size_out_of_range'],
      [-1, 'size_out_of_range'],
      [1.5, 'size_out_of_range'],
      [65, 'size_out_of_range'],
      [NaN, 'size_out_of_range'],
      ['2', 'wrong_type'],
      [null, 'wrong_type'],
    ]) {
      await assert.rejects(load(/** @type {any} */ ({ threads })), (error) => {
        assert.ok(error instanceof OnggiError);
        assert.equal(error.code, code, String(threads));
        return true;
      });
    }
  });

  test('refuses the module of the other build', async () => {
    const before = threadsAlive();
    const failed = { code: 'load_failed' };
    await assert.rejects(load({ threads: 2, wasm: new URL('onggi.wasm', dist) }), failed);
    await assert.rejects(load({ wasm: new URL('onggi.threads.wasm', dist) }), failed);
    assert.equal(threadsAlive(), before);
  });

  test('names the cause if a thread cannot be prepared', async () => {
    const before = threadsAlive();
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function ({ cmd }) {
      postMessage.call(this, { cmd }); // without the module
    };
    try {
      await assert.rejects(load({ threads: 2 }), { code: 'load_failed', message: /TypeError/ });
    } finally {
      Worker.prototype.postMessage = postMessage;
    }
    await until(() => threadsAlive() === before);
  });

  test('fails if a thread does not get ready in time, and ends the thread', async () => {
    const before = threadsAlive();
    const instance = new Ending();
    const native = { PThread: { unusedWorkers: [], loadWasmModuleToWorker: () => {} } };
    const unready = /** @type {any} */ (Object.assign(instance, { native }));
    await assert.rejects(startThreads(unready, 2, new URL('runtime/native/thread.mjs', dist), 0.01), {
      message: /a worker did not get ready within 0\.01 seconds/,
    });
    assert.match(String(instance.cause), /did not get ready/);
    await until(() => threadsAlive() === before);
  });

  test('through require() takes CommonJS files only', async () => {
    const script = `
      const { load } = require('onggi');
      load({ threads: 2 }).then(async ({ vesta, close, closed }) => {
        console.log(vesta.Srs.create(4).size);
        close();
        await closed;
        const files = Object.keys(require.cache).filter((file) => file.includes('/dist/'));
        console.log(files.filter((file) => !file.endsWith('.cjs')).length);
      });`;
    const { stdout } = await run(process.execPath, ['--input-type=commonjs', '-e', script], { cwd: root });
    assert.equal(stdout, '4\n0\n');
  });
});
