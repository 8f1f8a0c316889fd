// An instance that is closed, or a handle that is freed, by code that a call's arguments run: getters,
// toJSON, onProgress, the sink of a trace. The call ends with a typed error and leaks nothing.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';

import { load, OnggiError, scope } from 'onggi';

import { Bin, recordedOf, samples } from './support.mjs';

const { circuit, witness, proof } = recordedOf('vesta');

/** @param {unknown} error @param {string[]} codes */
function isTyped(error, codes) {
  assert.ok(error instanceof OnggiError, inspect(error));
  assert.ok(codes.includes(error.code), inspect(error));
  return true;
}

/** A value that runs something when it is read as JSON. @param {() => void} act @param {object} value */
const json = (act, value) => ({
  toJSON() {
    act();
    return value;
  },
});

/** A list whose last entry runs something when it is read. @template T @param {() => void} act @param {T[]} values */
function list(act, values) {
  const copy = [...values];
  const last = copy.length - 1;
  Object.defineProperty(copy, last, {
    get() {
      act();
      return values[last];
    },
  });
  return copy;
}

/** @type {Record<string, (curve: any, bin: Bin, act: () => void, onggi: any) => unknown>} */
const calls = {
  'GateVector.fromJSON': ({ GateVector }, _, act) => GateVector.fromJSON(json(act, circuit)),
  'PlonkIndex.create': (curve, bin, act) =>
    curve.PlonkIndex.create(json(act, circuit), bin.put(samples.Srs(curve, bin))),
  'PlonkIndex.createAsync': (curve, bin, act) =>
    curve.PlonkIndex.createAsync(json(act, circuit), bin.put(samples.Srs(curve, bin))),
  'Witness.fromJSON': ({ Witness }, _, act) => Witness.fromJSON(json(act, witness)),
  'Witness.fromColumns': ({ Witness }, _, act) =>
    Witness.fromColumns(Array.from({ length: 15 }, (_, i) => (i === 14 ? list(act, [1n]) : [1n]))),
  'ProverProof.fromJSON': ({ ProverProof }, _, act) => ProverProof.fromJSON(json(act, proof)),
  'ProverProof.fromBytes': (curve, bin, act) =>
    curve.ProverProof.fromBytes(bin.put(samples.ProverProof(curve, bin)).toBytes(), list(act, [1n, 2n])),
  'Vector.fromFields': ({ Vector }, _, act) => Vector.fromFields(list(act, [1n, 2n])),
  'VecVec.push': (curve, bin, act) => bin.put(samples.VecVec(curve, bin)).push(list(act, [1n])),
  'Srs.fromPoints': (curve, bin, act) => {
    const srs = bin.put(samples.Srs(curve, bin));
    const h = srs.h();
    return curve.Srs.fromPoints(srs.points(0, 2), {
      get x() {
        return (act(), h.x);
      },
      y: h.y,
    });
  },
  'PolyComm.fromPoints': (curve, bin, act) =>
    curve.PolyComm.fromPoints(list(act, bin.put(curve.Srs.create(2)).points(0, 2))),
  'CircuitBuilder.poseidonHash': (curve, bin, act) =>
    bin.put(samples.CircuitBuilder(curve, bin)).poseidonHash(list(act, [1, 2])),
  'VerifierIndex.batchVerify': (curve, bin, act) => {
    const claims = [0, 1].map(() => ({
      index: bin.put(samples.VerifierIndex(curve, bin)),
      proof: bin.put(samples.ProverProof(curve, bin)),
    }));
    return curve.VerifierIndex.batchVerify(list(act, claims));
  },
  receive: (curve, bin, act, onggi) => {
    const { type, content } = bin.put(samples.Vector(curve, bin)).share().transfer();
    return onggi.receive({
      type,
      get content() {
        return (act(), content);
      },
    });
  },
  'receive of a list': (curve, bin, act, onggi) => {
    const { type, content } = samples.VecVec(curve, bin).transfer();
    return onggi.receive({ type, content: list(act, content) });
  },
  'PlonkIndex.proveSync': (curve, bin, act) => {
    const [index, own] = [bin.put(samples.PlonkIndex(curve, bin)), bin.put(samples.Witness(curve, bin))];
    return index.proveSync(own, { onProgress: act });
  },
  'PlonkIndex.prove': (curve, bin, act) => {
    const [index, own] = [bin.put(samples.PlonkIndex(curve, bin)), bin.put(samples.Witness(curve, bin))];
    return index.prove(own, { onProgress: act });
  },
  'PlonkIndex.prove with options that are read': (curve, bin, act) => {
    const [index, own] = [bin.put(samples.PlonkIndex(curve, bin)), bin.put(samples.Witness(curve, bin))];
    return index.prove(own, {
      get onProgress() {
        return (act(), undefined);
      },
    });
  },
};

describe('closing the instance during', () => {
  for (const [name, call] of Object.entries(calls)) {
    test(`${name} ends the call with a typed error`, async () => {
      const onggi = await load();
      const bin = new Bin();
      let acts = 0;
      const act = () => {
        ++acts;
        onggi.close();
      };
      await assert.rejects(
        async () => call(onggi.vesta, bin, act, onggi),
        (error) => isTyped(error, ['instance_dead', 'stale_handle'])
      );
      assert.ok(acts > 0);
      bin.empty();
      assert.deepEqual(onggi.close(), []);
    });
  }
});

describe('no memory is lost if an argument throws in', () => {
  const mine = new Error('mine');
  for (const [name, call] of Object.entries(calls)) {
    test(name, async () => {
      const onggi = await load();
      const bin = new Bin();
      await assert.rejects(
        async () =>
          call(
            onggi.vesta,
            bin,
            () => {
              throw mine;
            },
            onggi
          ),
        (error) => error === mine || /** @type {any} */ (error).cause === mine
      );
      bin.empty();
      const { live, handles } = onggi.memory();
      assert.deepEqual([live, handles], [0, 0]);
      assert.deepEqual(onggi.close(), []);
    });
  }
});

test("a getter of a scope's result may close the instance", async () => {
  const onggi = await load();
  const result = scope(() => ({
    srs: onggi.vesta.Srs.create(2),
    get it() {
      return onggi.close().length;
    },
  }));
  assert.ok(!result.srs.live);
  assert.equal(onggi.close().length, 0);
});

test('a trace sink that closes the instance or throws does not change calls', async () => {
  /** @type {any} */
  let onggi;
  const { warn } = console;
  console.warn = () => {};
  try {
    for (const act of [
      () => onggi?.close(),
      () => {
        throw Object.create(null);
      },
      () => {
        throw 7;
      },
    ]) {
      onggi = undefined;
      onggi = await load({ trace: act, debug: true });
      const srs = onggi.vesta.Srs.create(2);
      assert.equal(srs.size, 2);
      srs.free();
      assert.equal(onggi.memory().handles, 0);
      assert.deepEqual(onggi.close(), []);
    }
  } finally {
    console.warn = warn;
  }
});

test('a handle is stale if Error.prepareStackTrace closes the instance', async () => {
  const onggi = await load({ debug: true });
  Error.prepareStackTrace = () => void onggi.close();
  try {
    const srs = onggi.vesta.Srs.create(2);
    assert.ok(!srs.live);
    assert.throws(
      () => srs.size,
      (error) => isTyped(error, ['instance_dead'])
    );
  } finally {
    Reflect.deleteProperty(Error, 'prepareStackTrace');
  }
  assert.deepEqual(onggi.close(), []);
});

describe('closing the instance before an asynchronous call has begun its work', () => {
  /** @type {Record<string, (curve: any) => Promise<unknown>>} */
  const pending = {
    'Srs.createAsync': ({ Srs }) => Srs.createAsync(64),
    'Vector.fromFieldsAsync': ({ Vector }) => Vector.fromFieldsAsync([1n]),
    'ProverProof.fromJSONAsync': ({ ProverProof }) => ProverProof.fromJSONAsync(proof),
    'ProofEvaluations.fromJSONAsync': ({ ProofEvaluations }) => ProofEvaluations.fromJSONAsync({}),
    'Witness.fromJSONAsync': ({ Witness }) => Witness.fromJSONAsync(witness),
  };
  for (const [name, call] of Object.entries(pending)) {
    test(`${name} ends with instance_dead`, async () => {
      const { vesta, close } = await load();
      const result = call(vesta);
      close();
      await assert.rejects(result, { code: 'instance_dead' });
    });
  }
});
