// Errors of `onggi/worker`: the code, the message and the stack are those of the call without a worker.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { load, OnggiError } from 'onggi/worker';

import { prepared, workers } from './worker_support.mjs';

const remote = await load();
after(() => remote.close());

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
        assert.match(error.stack ?? '', /worker_errors\.test\.mjs:\d+/);
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

  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  for (const [name, options, code] of /** @type {[string, any, string][]} */ ([
    ['an unknown option', { thread: 2 }, 'unknown_option'],
    ['an option of load() that has no meaning here', { raw: true }, 'unknown_option'],
    ['a wrong number of threads', { threads: 0 }, 'size_out_of_range'],
    ['no WebAssembly', { wasm: new Uint8Array(8) }, 'load_failed'],
    ['what cannot be sent', { wasm: () => {} }, 'wrong_type'],
    ['a wrong limit', { maxMemory: -1 }, 'size_out_of_range'],
    ['debug', { debug: 5 }, 'wrong_type'],
    ['wasm that cannot be read', { wasm: revoked }, 'wrong_type'],
    ['a script that cannot be read', { script: revoked }, 'wrong_type'],
    ['a cache that cannot be read', { cache: revoked }, 'wrong_type'],
    ['a signal in place of options', new AbortController().signal, 'wrong_type'],
    ['a deadline that is not a number', { startDeadline: '1' }, 'wrong_type'],
    ['a deadline that is too long', { startDeadline: 2 ** 31 }, 'invalid_argument'],
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
