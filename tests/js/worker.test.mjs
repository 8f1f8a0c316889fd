// `onggi/worker`: the public classes, computed in a worker. Handles are references, with the lifetimes of others.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import * as here from 'onggi';
import * as there from 'onggi/worker';

import { collect, recordedOf } from './support.mjs';

const {
  CancelledError,
  InstanceDeadError,
  load,
  NativeBudgetError,
  OnggiError,
  scopeAsync,
  StaleHandleError,
} = there;

/** The workers that were started, the last one last. @type {import('node:worker_threads').Worker[]} */
const workers = [];
const workerThreads = createRequire(import.meta.url)('node:worker_threads');
workerThreads.Worker = class extends workerThreads.Worker {
  constructor(/** @type {any[]} */ ...args) {
    super(...args);
    workers.push(/** @type {any} */ (this));
  }
};
syncBuiltinESMExports();

const local = await here.load();
const remote = await load();
after(async () => {
  local.close();
  await remote.close();
});

/** Of Fp. */
const modulus = 28948022309329048855892746252171976963363056481941560715954676764349967630337n;
const { circuit, witness, proof: recordedProof } = recordedOf('vesta');

/** Everything for a proof. @param {any} vesta */
async function prepared(vesta) {
  const srs = await vesta.Srs.create(circuit.srs_depth);
  const index = await vesta.PlonkIndex.create(circuit, srs);
  const values = await vesta.Witness.fromJSON(witness);
  return { srs, index, values, verifier: await index.verifierIndex() };
}

/** Frees all handles of the client, and checks that nothing is left in its worker. @param {any} onggi */
async function expectEmpty(onggi) {
  await collect();
  for (let tries = 0; (await onggi.memory()).live > 0 && tries < 50; ++tries) await collect();
  const { live, handles } = await onggi.memory();
  assert.deepEqual({ live, handles }, { live: 0, handles: 0 });
}

/** @param {object} target */
const namesOf = (target) =>
  Object.getOwnPropertyNames(target)
    .filter((name) => !['prototype', 'name', 'length', 'constructor'].includes(name))
    .filter((name) => !/^(noun|type|route|stays|destructor)$/.test(name))
    .sort();

describe('the surface', () => {
  for (const curve of /** @type {const} */ (['vesta', 'pallas'])) {
    test(`${curve} has the members of onggi`, () => {
      const [ours, theirs] = [/** @type {any} */ (remote[curve]), /** @type {any} */ (local[curve])];
      assert.deepEqual(namesOf(ours), namesOf(theirs));
      assert.equal(ours.name, curve);
      for (const noun of namesOf(theirs).filter((name) => /^[A-Z]/.test(name))) {
        const additions = noun === 'PlonkIndex' ? ['find'] : [];
        assert.deepEqual(namesOf(ours[noun]), [...namesOf(theirs[noun]), ...additions].sort(), noun);
        assert.deepEqual(namesOf(ours[noun].prototype), namesOf(theirs[noun].prototype), noun);
      }
    });
  }

  test('both names of a curve are the same object', () => {
    assert.equal(remote.fp, remote.vesta);
    assert.equal(remote.fq, remote.pallas);
    assert.equal(there.gateTypes.length, here.gateTypes.length);
    assert.equal(there.OnggiError, here.OnggiError);
  });

  test('every kind of argument and result crosses', async () => {
    /** What a curve computes, of both sides in the same words. @param {any} curve */
    const results = async (curve) => {
      const { Srs, Vector, VecVec, CircuitBuilder, GateVector, PolyComm, Witness } = curve;
      const srs = await Srs.create(4);
      const [h, points] = [await srs.h(), await srs.points(0, 4)];
      const vector = await Vector.fromFields([1n, new Uint8Array(32).fill(1), 3n]);
      await vector.push(4n);
      const vectors = await VecVec.create();
      await vectors.push(new Uint8Array(64));
      await vectors.pushVector(vector);
      const builder = await CircuitBuilder.create();
      const cells = [await builder.variable(2n), await builder.publicInput(3n), await builder.constant(5n)];
      const state = await builder.poseidon(cells);
      await builder.generic([1n, 1n, modulus - 1n, 0n, 0n], cells); // 2 + 3 - 5 = 0
      const commitment = await srs.commit([1n, 2n, 3n], 1);
      const columns = Array.from({ length: 15 }, (_, i) => [BigInt(i)]);
      const gates = await GateVector.fromJSON(circuit);
      return {
        size: await srs.size,
        h,
        points,
        again: await (await Srs.fromPoints(points, h)).toFlat(),
        flat: await (await Srs.fromFlat(await srs.toFlat())).toBytes(),
        standard: await srs.isStandard(),
        fields: await vector.fields(),
        element: await vector.get(1),
        entries: [await vectors.get(0), await vectors.get(1), await vectors.length],
        state,
        value: await builder.value(state[0]),
        json: await builder.circuit(0),
        chunks: await commitment.toJSON(),
        equals: await commitment.equals(await PolyComm.fromPoints(await commitment.chunks())),
        columns: await (await Witness.fromColumns(columns)).toJSON(),
        text: await gates.serialize(circuit.public_input_size),
        digest: await gates.digest(circuit.public_input_size, 'mesa'),
        list: await curve.poseidonHashes([[1n], new Uint8Array(64), []]),
      };
    };
    assert.deepEqual(await results(remote.vesta), await results(local.vesta));
    await expectEmpty(remote);
  });

  test('a member that has no result gives null', async () => {
    await scopeAsync(async () => {
      const { verifier } = await prepared(remote.vesta);
      assert.equal(await verifier.lookup(), null);
    });
    await expectEmpty(remote);
  });

  test('memory(), threads(), reserve() and onMemory() ask the worker', async () => {
    const srs = await remote.vesta.Srs.create(16);
    const report = await remote.memory();
    assert.equal(report.byType.VestaSrs?.count, 1);
    assert.deepEqual(report.limits, local.memory().limits);
    assert.deepEqual(await remote.threads(), { running: 1 });
    await remote.reserve(1000);
    /** @type {any[]} */
    const reports = [];
    const off = await remote.onMemory((each) => reports.push(each), { interval: 0 });
    srs.free();
    while (reports.at(-1)?.live !== 0) {
      await remote.threads();
      await sleep(1);
    }
    off();
    assert.equal(reports.at(-1).handles, 0);
  });
});

describe('proving', () => {
  test('proves, and both sides accept the proof', async () => {
    const { index, values, verifier } = await prepared(remote.vesta);
    const proof = await index.prove(values);
    assert.equal(await verifier.verify(proof), true);
    const ours = local.vesta.PlonkIndex.create(circuit, local.vesta.Srs.create(circuit.srs_depth));
    const localVerifier = ours.verifierIndex();
    assert.ok(localVerifier.verify(local.vesta.ProverProof.fromJSON(await proof.toJSON())));
    assert.ok(await verifier.verifyAsync(await remote.vesta.ProverProof.fromJSON(recordedProof)));
    const claims = [{ index: verifier, proof }];
    assert.equal(await remote.vesta.VerifierIndex.batchVerify(claims), true);
    assert.equal(await remote.vesta.VerifierIndex.batchVerifyAsync(claims), true);
    assert.equal(await verifier.verify(await index.proveSync(values)), true);
  });

  test('options with data reach the prover', async () => {
    const { index, values } = await prepared(remote.vesta);
    await assert.rejects(
      index.prove(values, { previousChallenges: [{ chals: [1n], comm: [[1n, '2']] }] }),
      (/** @type {any} */ error) => error instanceof OnggiError && error.code !== 'cancelled'
    );
    await assert.rejects(index.prove(values, { runtimeTables: [{ id: 7, data: [1n] }] }), {
      code: 'runtime_tables_inconsistent',
    });
  });

  test('progress is reported, and the work waits for the promise of the callback', async () => {
    const { index, values } = await prepared(remote.vesta);
    /** @type {any[]} */
    const steps = [];
    let waiting = 0;
    await index.prove(values, {
      onProgress: async (progress) => {
        assert.equal(++waiting, 1);
        steps.push(progress);
        await sleep(1);
        --waiting;
      },
    });
    assert.deepEqual(steps[0], { phase: 'witness', fraction: 0 });
    assert.deepEqual(steps.at(-1), { phase: 'done', fraction: 1 });
    assert.ok(steps.length > 10);
  });

  for (const [name, onProgress] of /** @type {[string, () => any][]} */ ([
    [
      'throws',
      () => {
        throw new RangeError('mine');
      },
    ],
    ['rejects', () => Promise.reject(new RangeError('mine'))],
  ])) {
    test(`the work ends with the error of a callback that ${name}`, async () => {
      const { index, values, srs, verifier } = await prepared(remote.vesta);
      await assert.rejects(index.prove(values, { onProgress }), { name: 'RangeError', message: 'mine' });
      for (const handle of [index, values, srs, verifier]) handle.free();
      await expectEmpty(remote);
    });
  }

  test('a signal cancels the work and frees what it has made', async () => {
    const { index, values, srs, verifier } = await prepared(remote.vesta);
    const controller = new AbortController();
    const reason = { mine: true };
    const proving = index.prove(values, {
      signal: controller.signal,
      onProgress: ({ phase }) => void (phase === 'quotient' && controller.abort(reason)),
    });
    await assert.rejects(
      proving,
      (/** @type {any} */ error) => error instanceof CancelledError && error.cause === reason
    );
    assert.equal((await remote.memory()).byType.VestaProverTask?.count, 0);
    const aborted = remote.vesta.Srs.createAsync(4, { signal: AbortSignal.abort(reason) });
    await assert.rejects(aborted, { code: 'cancelled', cause: reason });
    for (const handle of [index, values, srs, verifier]) handle.free();
    await expectEmpty(remote);
  });
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
      assert.match(error.top[0]?.sites[0] ?? '', /worker\.test\.mjs/);
      assert.match(error.message, /in use by \d+ vesta\.Vector of \d+ bytes, made .*worker\.test\.mjs/);
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
    assert.match(leak?.site?.split('\n')[0] ?? '', /worker\.test\.mjs/);
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

describe('errors', () => {
  const { Srs, Vector, PlonkIndex, PolyComm, CircuitBuilder, VerifierIndex } = /** @type {any} */ (
    remote.vesta
  );

  for (const [name, call, code, message] of /** @type {[string, () => any, string, RegExp][]} */ ([
    ['a size', () => Srs.create(-1), 'size_out_of_range', /vesta\.Srs\.create: depth: .*got -1/],
    ['a size that native code refuses', () => Srs.create(0), 'size_out_of_range', /vesta\.Srs\.create/],
    ['bytes', () => Srs.fromBytes('x'), 'wrong_type', /vesta\.Srs\.fromBytes: bytes/],
    ['malformed bytes', () => Srs.fromBytes(new Uint8Array(3)), 'malformed_msgpack', /at byte 0/],
    ['a field element', () => Vector.fromFields([1n, -1n]), 'noncanonical_field_element', /elements\[1\]/],
    ['points', () => PolyComm.fromPoints([{ x: 1n }]), 'wrong_type', /chunks\[0\]\.y/],
    ['JSON', () => PlonkIndex.create(5, undefined), 'wrong_type', /circuit/],
    ['malformed JSON', () => PolyComm.fromJSON('['), 'malformed_json', /PolyComm\.fromJSON/],
    ['text', () => CircuitBuilder.create(5), 'wrong_type', /revision: expected a string/],
    ['claims', () => VerifierIndex.batchVerify(5), 'wrong_type', /claims/],
    ['a claim', () => VerifierIndex.batchVerify([5]), 'wrong_type', /claims\[0\]/],
    ['a claim without a proof', () => VerifierIndex.batchVerify([{}]), 'wrong_type', /claims\[0\]\.index/],
    ['options', () => Srs.createAsync(4, { onprogress() {} }), 'unknown_option', /did you mean onProgress/],
    [
      'options where there are none',
      () => Srs.create(4, { signal: undefined }),
      'unknown_option',
      /takes no options/,
    ],
    ['a callback', () => Srs.createAsync(4, { onProgress: 5 }), 'wrong_type', /onProgress/],
    ['a signal', () => Srs.createAsync(4, { signal: {} }), 'wrong_type', /signal/],
    ['this', () => Srs.prototype.toFlat.call({}), 'wrong_type', /vesta\.Srs\.toFlat: this/],
    ['this of transfer()', () => Srs.prototype.transfer.call({}), 'wrong_type', /transfer: this/],
    ['a parcel', () => remote.receive(/** @type {any} */ (5)), 'wrong_type', /receive/],
    [
      'a parcel with a function',
      () => remote.receive({ type: 'vesta.Srs', content() {} }),
      'wrong_type',
      /receive/,
    ],
    ['a parcel of an unknown type', () => remote.receive({ type: 'x', content: 1 }), 'wrong_type', /receive/],
    [
      'a part',
      () => remote.receive({ type: 'x', content: 1 }, /** @type {any} */ ({ srs: 5 })),
      'wrong_type',
      /srs/,
    ],
    ['a digest', () => PlonkIndex.find('x'), 'wrong_type', /digest/],
    ['a callback of onMemory()', () => remote.onMemory(/** @type {any} */ (5)), 'wrong_type', /callback/],
    ['an interval', () => remote.onMemory(() => {}, { interval: -1 }), 'invalid_argument', /interval/],
    ['bytes of reserve()', () => remote.reserve(-1), 'size_out_of_range', /bytes/],
    ['a deadline', () => remote.close({ deadline: -1 }), 'invalid_argument', /deadline/],
  ])) {
    test(`${name} of the wrong kind: ${code}, by a promise, with the line of the call`, async () => {
      const promise = call();
      assert.equal(typeof promise.then, 'function');
      await assert.rejects(promise, (/** @type {any} */ error) => {
        assert.ok(error instanceof OnggiError, String(error));
        assert.equal(error.code, code);
        assert.match(error.message, message);
        assert.match(error.stack ?? '', /worker\.test\.mjs:\d+/);
        return true;
      });
    });
  }

  test('a detached buffer, and bytes that a getter changes, are refused or read once', async () => {
    const bytes = new Uint8Array(32);
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    await assert.rejects(Srs.fromBytes(bytes), { code: 'detached_bytes' });
    let reads = 0;
    const point = {
      get x() {
        return BigInt(++reads);
      },
      y: 2n,
    };
    await assert.rejects(PolyComm.fromPoints([point]), { code: 'point_not_on_curve' });
    assert.equal(reads, 1);
  });

  test('bytes of the caller stay its own', async () => {
    const bytes = new Uint8Array(64).fill(1, 0, 32);
    const vector = await Vector.fromFields(bytes.subarray(32));
    assert.equal(bytes.length, 64);
    assert.deepEqual(await vector.fields(), [0n]);
  });

  test('messages do not contain values of a witness', async () => {
    const { index } = await prepared(remote.vesta);
    const secret = 123456789123456789n;
    const wrong = await remote.vesta.Witness.fromColumns(
      Array.from({ length: 15 }, () => [secret, secret, secret])
    );
    await assert.rejects(index.prove(wrong), (/** @type {any} */ error) => {
      assert.ok(error instanceof OnggiError);
      assert.doesNotMatch(`${error.stack} ${error.message}`, new RegExp(`${secret}|${secret.toString(16)}`));
      return true;
    });
  });

  for (const [name, options, code] of /** @type {[string, any, string][]} */ ([
    ['an unknown option', { thread: 2 }, 'unknown_option'],
    ['an option of load() that has no meaning here', { raw: true }, 'unknown_option'],
    ['a wrong number of threads', { threads: 0 }, 'size_out_of_range'],
    ['no WebAssembly', { wasm: new Uint8Array(8) }, 'load_failed'],
    ['what cannot be sent', { wasm: () => {} }, 'wrong_type'],
    ['a wrong limit', { maxMemory: -1 }, 'size_out_of_range'],
    ['debug', { debug: 5 }, 'wrong_type'],
    ['a relative script', { script: './x.mjs' }, 'load_failed'],
    ['a relative script of the threads', { worker: './x.mjs' }, 'load_failed'],
    ['a script of the threads that is not a URL', { worker: 5 }, 'wrong_type'],
    ['a script that does not exist', { script: new URL('file:///none.mjs') }, 'load_failed'],
    ['a script that throws', { script: 'data:text/javascript,throw 5' }, 'load_failed'],
  ])) {
    test(`load() with ${name}: ${code}`, async () => {
      const count = workers.length;
      await assert.rejects(load(options), (/** @type {any} */ error) => {
        assert.ok(error instanceof OnggiError, String(error));
        assert.equal(error.code, code, error.message);
        return true;
      });
      for (const worker of workers.slice(count)) assert.equal(worker.threadId, -1, 'the worker has ended');
    });
  }
});

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
      assert.match(error.stack ?? '', /worker\.test\.mjs:\d+/);
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
