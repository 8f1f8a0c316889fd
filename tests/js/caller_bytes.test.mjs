// What a caller passes is read once, and by its internal state, not by properties that the caller can define.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

import { load } from 'onggi';

import { json } from '../../js-glue/runtime/native/json.mjs';
import {
  detached,
  forEachByteParameter,
  liars,
  ofAnotherRealm,
  outcomeOf,
  outOfBounds,
} from './caller_bytes.mjs';
import { Bin, held, recordedOf, samples, warmUp } from './support.mjs';

const onggi = await load();
warmUp(onggi);
const { vesta } = onggi;

/** A call leaks nothing, whether it fails or not. @param {() => void} body */
function leavesNothing(body) {
  const before = held(onggi);
  body();
  assert.deepEqual(held(onggi), before);
}

describe('every function that takes bytes', () => {
  /** @param {(bytes: Uint8Array) => Uint8Array} change */
  const takesFor = (change) => () =>
    leavesNothing(() =>
      forEachByteParameter(vesta, (call, bytes, name) => {
        const changed = outcomeOf(() => call(change(bytes)));
        assert.deepEqual(
          changed,
          outcomeOf(() => call(bytes)),
          name
        );
      })
    );

  test('takes bytes of another realm', takesFor(ofAnotherRealm));
  test('takes bytes of a Buffer', takesFor(Buffer.from));
  for (const [name, lie] of Object.entries(liars)) {
    test(`uses the true length of the array: ${name}`, takesFor(lie));
  }

  for (const [name, lose] of Object.entries({ detached, 'out of bounds': outOfBounds })) {
    test(`refuses bytes that are ${name}`, () =>
      leavesNothing(() =>
        forEachByteParameter(vesta, (call, bytes, name) => {
          assert.equal(outcomeOf(() => call(lose(bytes))).code, 'detached_bytes', name);
        })
      ));
  }

  test('refuses other views and buffers, of any realm', () => {
    const others = [
      'new ArrayBuffer(64)',
      'new SharedArrayBuffer(64)',
      'new DataView(new ArrayBuffer(64))',
      'new Uint16Array(32)',
    ];
    const values = others.flatMap((code) => [vm.runInThisContext(code), vm.runInNewContext(code)]);
    leavesNothing(() =>
      forEachByteParameter(vesta, (call, _bytes, name) => {
        for (const value of values) assert.equal(outcomeOf(() => call(value)).code, 'wrong_type', name);
      })
    );
  });

  test('refuses proxies of bytes, also revoked ones', () => {
    const { proxy: revoked, revoke } = Proxy.revocable([], {});
    revoke();
    leavesNothing(() =>
      forEachByteParameter(vesta, (call, bytes, name, kind) => {
        if (kind !== 'json') {
          const { code, message } = outcomeOf(() => call(new Proxy(bytes, {})));
          assert.equal(code, 'wrong_type', name);
          if (kind !== 'point') assert.match(message, /proxy/, name);
        }
        assert.equal(outcomeOf(() => call(revoked)).code, 'wrong_type', name);
      })
    );
  });
});

test('bytes that change their length do not damage other objects', () => {
  const program = fileURLToPath(new URL('caller_bytes.mjs', import.meta.url));
  const { status, signal, stderr } = spawnSync(process.execPath, [program], {
    timeout: 60_000,
    encoding: 'utf8',
  });
  assert.deepEqual({ status, signal }, { status: 0, signal: null }, stderr);
});

describe('bytes in a list', () => {
  const one = new Uint8Array(32).fill(1, 0, 1);
  /** @type {Record<string, (bytes: Uint8Array) => any>} */
  const lists = {
    elements: (bytes) => vesta.Vector.fromFields([1n, bytes]),
    columns: (bytes) => vesta.Witness.fromColumns([...Array(14).fill([1n]), bytes]),
    points: (bytes) => vesta.PolyComm.fromPoints([null, { x: 0n, y: bytes }]),
  };
  for (const [name, call] of Object.entries(lists)) {
    test(`${name}: takes bytes of another realm, uses their true length and refuses detached bytes`, () =>
      leavesNothing(() => {
        const expected = outcomeOf(() => call(one));
        for (const change of [ofAnotherRealm, ...Object.values(liars)]) {
          assert.deepEqual(
            outcomeOf(() => call(change(one))),
            expected
          );
        }
        for (const lose of [detached, outOfBounds]) {
          const { code, message } = outcomeOf(() => call(lose(one)));
          assert.equal(code, 'detached_bytes');
          assert.match(message ?? '', /\[(1|14)\]/);
        }
      }));
  }

  test('a column whose buffer is detached during the read is refused', () => {
    const last = new Uint8Array(32);
    const first = Object.defineProperty([0n], 0, {
      get: () => (structuredClone(last.buffer, { transfer: [last.buffer] }), 1n),
    });
    const middle = Array(13).fill([0n]);
    leavesNothing(() =>
      assert.throws(() => vesta.Witness.fromColumns([first, ...middle, last]), {
        code: 'detached_bytes',
        message: /columns\[14\]/,
      })
    );
  });

  test('a column that is shortened during the read is refused', () => {
    const last = [0n, 0n];
    const first = Object.defineProperty([0n, 0n], 0, { get: () => ((last.length = 1), 1n) });
    leavesNothing(() =>
      assert.throws(() => vesta.Witness.fromColumns([first, ...Array(13).fill([0n, 0n]), last]), {
        code: 'wrong_type',
        message: /columns\[14\]\[1\]/,
      })
    );
  });
});

/**
 * An object that counts how often each of its properties is read, those of its own objects included.
 * @param {any} target @param {Record<string, number>} reads @param {string} [path]
 */
function counting(target, reads, path = '') {
  return new Proxy(target, {
    get(object, key) {
      const value = Reflect.get(object, key);
      if (!Object.hasOwn(object, key)) return value;
      const name = `${path}.${String(key)}`;
      reads[name] = (reads[name] ?? 0) + 1;
      const isPlain = Array.isArray(value) || Object.getPrototypeOf(Object(value)) === Object.prototype;
      return isPlain ? counting(value, reads, name) : value;
    },
  });
}

describe("a caller's object is read once", () => {
  /** @param {(bin: Bin) => [value: any, call: (value: any) => unknown]} prepare */
  const readOnce = (prepare) => async () => {
    const bin = new Bin();
    const [value, call] = prepare(bin);
    /** @type {Record<string, number>} */
    const reads = {};
    const result = await call(counting(value, reads));
    if (typeof result?.free === 'function') bin.put(result);
    bin.empty();
    assert.ok(Object.keys(reads).length > 1);
    for (const [name, count] of Object.entries(reads)) assert.equal(count, 1, name);
  };
  const { circuit, witness } = recordedOf('vesta');
  const columns = witness.columns.map((/** @type {string[]} */ column) => column.map(BigInt));

  test(
    'JSON',
    readOnce(() => [circuit, vesta.GateVector.fromJSON])
  );
  test(
    'elements',
    readOnce(() => [[1n, new Uint8Array(32)], vesta.Vector.fromFields])
  );
  test(
    'columns',
    readOnce(() => [columns, vesta.Witness.fromColumns])
  );
  test(
    'points',
    readOnce((bin) => {
      const srs = bin.put(vesta.Srs.create(4));
      return [srs.points(0, 4), vesta.PolyComm.fromPoints];
    })
  );
  test(
    'cells',
    readOnce((bin) => {
      const builder = bin.put(samples.CircuitBuilder?.(vesta, bin));
      return [[0, 1, 2], (cells) => builder.poseidon(cells)];
    })
  );
  test(
    'claims',
    readOnce((bin) => {
      const index = bin.put(samples.VerifierIndex?.(vesta, bin));
      const proof = bin.put(samples.ProverProof?.(vesta, bin));
      return [[{ index, proof }], vesta.VerifierIndex.batchVerify];
    })
  );
  for (const method of ['prove', 'proveSync']) {
    test(
      `options of ${method}()`,
      readOnce((bin) => {
        const index = bin.put(samples.PlonkIndex?.(vesta, bin));
        const made = bin.put(samples.Witness?.(vesta, bin));
        const options = { onProgress: () => {}, previousChallenges: [], runtimeTables: [] };
        return [options, (given) => index[method](made, given)];
      })
    );
  }
  test(
    'parcels',
    readOnce((bin) => {
      const parcel = bin.put(samples.PlonkIndex?.(vesta, bin)).transfer();
      return [parcel, (value) => onggi.receive(value)];
    })
  );
});

describe('JSON as an object', () => {
  const { circuit } = recordedOf('vesta');

  test('gives the same result as its text, even if BigInt.prototype.toJSON is defined', () => {
    const bin = new Bin();
    const bigints = {
      ...circuit,
      gates: circuit.gates.map((/** @type {any} */ gate) => ({ ...gate, coeffs: gate.coeffs.map(BigInt) })),
    };
    const expected = bin.put(vesta.GateVector.fromJSON(JSON.stringify(circuit))).toBytes();
    /** @type {any} */ (BigInt.prototype).toJSON = function () {
      return `${this}`;
    };
    try {
      assert.deepEqual(bin.put(vesta.GateVector.fromJSON(bigints)).toBytes(), expected);
    } finally {
      delete (/** @type {any} */ (BigInt.prototype).toJSON);
    }
    assert.deepEqual(bin.put(vesta.GateVector.fromJSON(bigints)).toBytes(), expected);
    bin.empty();
  });

  test('is serialised as by JSON.stringify()', () => {
    /** @type {unknown[]} */
    const keys = [];
    /** @param {string} key */
    function toJSON(key) {
      keys.push(key);
      return { replaced: { toJSON: () => [1n, '2'] }, key };
    }
    const object = {
      ...{
        skipped: undefined,
        f: () => 0,
        list: [undefined, Symbol('s'), () => 0, NaN, -0, 1.5, 1e21, Infinity],
      },
      ...{
        'ä"\n\ud800': 'ä"\n\ud800',
        yes: true,
        nothing: null,
        zero: 0n,
        large: 2n ** 255n,
        7: { toJSON: 1 },
      },
      ...{
        empty: [{}, []],
        a: { toJSON },
        b: [{ toJSON }],
        date: new Date(0),
        undefinedLater: { toJSON: () => undefined },
      },
      __proto__: { inherited: 1 },
    };
    const written = JSON.stringify(object, (_key, value) =>
      typeof value === 'bigint' ? `0x${value.toString(16)}` : value
    );
    const bytes = json(object, 'test', { admitBlock: () => {} });
    assert.equal(new TextDecoder().decode(bytes), written);
    assert.deepEqual(keys, ['a', '0', 'a', '0']);
  });

  test('with too many entries is refused before they are read', () =>
    leavesNothing(() =>
      assert.throws(() => vesta.GateVector.fromJSON({ gates: new Array(2 ** 32 - 1) }), {
        code: 'native_budget',
      })
    ));

  test('that contains itself, or bytes, is refused', () => {
    /** @type {any} */
    const cyclic = { gates: [] };
    cyclic.gates.push(cyclic, cyclic);
    for (const json of [
      cyclic,
      { gates: new Uint8Array(8) },
      { gates: [new ArrayBuffer(8)] },
      { a: Buffer.from('a') },
    ]) {
      leavesNothing(() => assert.throws(() => vesta.GateVector.fromJSON(json), { code: 'malformed_json' }));
    }
  });
});

test('a list, an object and a function of another realm are taken', async () => {
  const bin = new Bin();
  const { witness, circuit } = recordedOf('vesta');
  const foreign = vm.runInNewContext(
    '({ columns: JSON.parse(columns).map((column) => column.map(BigInt)), circuit: JSON.parse(circuit), options: { onProgress() { ++calls; } }, calls: () => calls })',
    { columns: JSON.stringify(witness.columns), circuit: JSON.stringify(circuit), calls: 0 }
  );
  const index = bin.put(vesta.PlonkIndex.create(foreign.circuit, bin.put(samples.Srs?.(vesta, bin))));
  const made = bin.put(vesta.Witness.fromColumns(foreign.columns));
  const proof = bin.put(await index.prove(made, foreign.options));
  assert.ok(foreign.calls() > 1);
  const verifier = bin.put(index.verifierIndex());
  const claims = vm.runInNewContext('[{ index, proof }]', { index: verifier, proof });
  assert.equal(vesta.VerifierIndex.batchVerify(claims), true);
  bin.empty();
});

test('an abort signal of another realm cancels', async () => {
  const bin = new Bin();
  const index = bin.put(samples.PlonkIndex?.(vesta, bin));
  const listeners = new Set();
  const signal = vm.runInNewContext(
    '({ aborted: true, reason: "why", addEventListener: (_, f) => listeners.add(f), removeEventListener: (_, f) => listeners.delete(f) })',
    { listeners }
  );
  await assert.rejects(index.prove(bin.put(samples.Witness?.(vesta, bin)), { signal }), {
    code: 'cancelled',
  });
  assert.equal(listeners.size, 0);
  bin.empty();
});

describe('a parcel', () => {
  test('whose part changes its type is received with the type that was read first', () => {
    const before = held(onggi);
    const bin = new Bin();
    const parcel = bin.put(samples.PlonkIndex?.(vesta, bin)).transfer();
    const { srs } = parcel.parts;
    let reads = 0;
    const changing = {
      ...srs,
      get type() {
        return ++reads === 1 ? srs.type : 'vesta.Vector';
      },
    };
    bin.put(onggi.receive({ ...parcel, parts: { srs: changing } }));
    assert.equal(reads, 1);
    bin.empty();
    assert.deepEqual(held(onggi), before);
  });

  test('with detached bytes is refused', () => {
    const bin = new Bin();
    const parcel = bin.put(samples.Srs?.(vesta, bin)).transfer();
    bin.empty();
    leavesNothing(() =>
      assert.throws(() => onggi.receive({ ...parcel, content: detached(parcel.content) }), {
        code: 'detached_bytes',
      })
    );
  });

  test('of another realm is received', () => {
    const bin = new Bin();
    const { type, content } = bin.put(samples.Srs?.(vesta, bin)).transfer();
    const parcel = vm.runInNewContext('({ type, content })', { type, content: ofAnotherRealm(content) });
    bin.put(onggi.receive(parcel));
    bin.empty();
  });
});
