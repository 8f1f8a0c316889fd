// Objects that move to another instance arrive unchanged. Classes that cannot move say why. Wrong or damaged
// parcels are refused and leave nothing.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load, OnggiError } from 'onggi';

import { Bin, held, manifest, readJson, recordedOf, samples, warmUp } from './support.mjs';

const [here, there] = [await load(), await load()];
for (const onggi of [here, there]) warmUp(onggi);

/** The classes that cannot be transferred, and what the error says. @type {Record<string, RegExp>} */
const staying = {
  CircuitBuilder: /made from/,
  CircuitTask: /work under way/,
  PlonkIndexTask: /work under way/,
  ProverTask: /work under way/,
  SrsTask: /work under way/,
  VerificationBatch: /made from/,
  VerifierTask: /work under way/,
};

/** @type {string[]} */
const nouns = manifest.classes.map((/** @type {any} */ { name }) => name);
const moving = nouns.filter((noun) => !(noun in staying));

/** @typedef {'vesta' | 'pallas'} CurveName */
/** @type {CurveName[]} */
const curves = ['vesta', 'pallas'];

/** A parcel of the handle, after structuredClone(). @param {any} handle @returns {any} */
const post = (handle) => structuredClone(handle.transfer());

/** @param {CurveName} curve @param {string} noun @returns {any} a parcel */
function parcelOf(curve, noun) {
  const bin = new Bin();
  const parcel = post(samples[noun]?.(here[curve], bin));
  bin.empty();
  return parcel;
}

/** receive() refuses the parcel and leaves nothing. @param {unknown} parcel @param {any} [parts] */
function refuses(parcel, parts) {
  const before = held(there);
  assert.throws(
    () => there.receive(/** @type {any} */ (parcel), parts),
    (error) => error instanceof OnggiError && error.code !== 'unknown',
    JSON.stringify(Object(parcel).type)
  );
  assert.deepEqual(held(there), before);
}

for (const curve of curves) {
  describe(curve, () => {
    for (const noun of moving) {
      test(`moves a ${noun} unchanged`, () => {
        const before = [held(here), held(there)];
        const parcel = parcelOf(curve, noun);
        assert.deepEqual(held(here), before[0], 'the sender keeps nothing');
        const arrived = /** @type {any} */ (there.receive(parcel));
        assert.equal(arrived.constructor.type, `${curve}.${noun}`);
        assert.deepEqual(post(arrived), parcel);
        assert.deepEqual(held(there), before[1]);
      });

      test(`refuses a damaged ${noun}`, () => {
        const parcel = parcelOf(curve, noun);
        const { content } = parcel;
        for (const bad of [undefined, null, 7, '[', {}, new ArrayBuffer(8), [7], new Array(2 ** 32 - 1)])
          refuses({ ...parcel, content: bad });
        if (content instanceof Uint8Array) {
          refuses({ ...parcel, content: content.subarray(0, content.length - 1) });
          refuses({ ...parcel, content: content.slice().fill(0xff) });
        }
        for (const parts of parcel.parts ? [undefined, null, {}, { srs: null }, { srs: parcel }] : [])
          refuses({ ...parcel, parts });
      });
    }

    for (const [noun, reason] of Object.entries(staying)) {
      test(`refuses to transfer a ${noun} and says why`, () => {
        const bin = new Bin();
        const handle = bin.put(samples[noun]?.(here[curve], bin));
        assert.throws(() => handle.transfer(), { code: 'unsupported', message: reason });
        assert.ok(handle.live);
        bin.empty();
      });
    }
  });
}

describe('an index', () => {
  test('proves in the receiving instance, and its verifier accepts the proof', () => {
    const bin = new Bin();
    const index = bin.put(/** @type {any} */ (there.receive(parcelOf('vesta', 'PlonkIndex'))));
    const verifier = bin.put(/** @type {any} */ (there.receive(parcelOf('vesta', 'VerifierIndex'))));
    const proof = bin.put(index.proveSync(bin.put(samples.Witness?.(there.vesta, bin))));
    assert.equal(verifier.verify(proof), true);
    bin.empty();
  });

  test('keeps its revision and lookups', () => {
    const bin = new Bin();
    const { vesta } = here;
    const srs = bin.put(vesta.Srs.create(recordedOf('vesta').circuit.srs_depth));
    const bytes = bin.put(samples.VerifierIndex?.(vesta, bin)).toBytes();
    const recorded = readJson('tests/vectors/circuits/fp_lookup_runtime/verifier_index.json');
    const others = [
      vesta.VerifierIndex.fromBytes(bytes, srs, 'mesa'),
      vesta.VerifierIndex.fromJSON(recorded, bin.put(vesta.Srs.create(recorded.max_poly_size))),
    ];
    for (const index of others) {
      const content = index.toJSON();
      const arrived = bin.put(/** @type {any} */ (there.receive(post(index))));
      assert.deepEqual(arrived.toJSON(), content);
    }
    bin.empty();
  });

  test('shares the SRS that is passed to receive()', () => {
    const before = held(there);
    const bin = new Bin();
    const { parts, ...index } = parcelOf('vesta', 'PlonkIndex');
    const srs = bin.put(/** @type {any} */ (there.receive(parts.srs)));
    const arrivals = [index, { ...parcelOf('vesta', 'VerifierIndex'), parts: undefined }].map((parcel) =>
      bin.put(/** @type {any} */ (there.receive(parcel, { srs })))
    );
    assert.equal(there.memory().byType.VestaSrs?.count, 1);
    const [first] = arrivals;
    assert.equal(bin.put(first.srs()).size, srs.size);
    bin.empty();
    assert.deepEqual(held(there), before);
  });

  test('is refused with an SRS other than its own', () => {
    const bin = new Bin();
    const parcel = parcelOf('vesta', 'PlonkIndex');
    const { size } = bin.put(/** @type {any} */ (there.receive(parcel.parts.srs)));
    const other = bin.put(there.vesta.Srs.create(2 * size));
    const wrongs = [
      [other, 'wrong_srs'],
      [bin.put(there.pallas.Srs.create(size)), 'wrong_curve'],
      [bin.put(here.vesta.Srs.create(size)), 'wrong_instance'],
      [bin.put(there.vesta.Vector.fromFields([])), 'wrong_type'],
      [7, 'wrong_type'],
      [null, 'wrong_type'],
    ];
    for (const [srs, code] of wrongs) {
      assert.throws(() => there.receive(parcel, /** @type {any} */ ({ srs })), { code });
      refuses(parcel, { srs });
    }
    for (const parts of [null, 7]) refuses(parcel, parts);
    refuses({ ...parcel, parts: { srs: post(other.share()) } });
    refuses({ ...parcel, parts: { srs: parcelOf('pallas', 'Srs') } });
    bin.empty();
  });

  test('cannot move while a call uses it', async () => {
    const bin = new Bin();
    const index = bin.put(samples.PlonkIndex?.(here.vesta, bin));
    const proof = index.prove(bin.put(samples.Witness?.(here.vesta, bin)));
    const before = held(here);
    assert.throws(() => index.transfer(), { code: 'handle_in_use' });
    assert.deepEqual(held(here), before);
    bin.put(await proof);
    bin.empty();
  });
});

test('a handle moves as what it was made as, whatever its properties say', () => {
  const bin = new Bin();
  for (const noun of moving) {
    const handle = samples[noun]?.(here.vesta, bin);
    const { transfer } = handle;
    for (const name of ['constructor', 'length', 'get', 'toBytes', 'encode', 'toFlat', 'fields', 'srs']) {
      Object.defineProperty(handle, name, { value: () => assert.fail(`${name} was called`) });
    }
    Object.setPrototypeOf(handle, null);
    const received = there.receive(structuredClone(transfer.call(handle)));
    assert.equal(received.constructor.type, `vesta.${noun}`);
    received.free();
  }
  bin.empty();
});

test('parts move as what they were made as, whatever their class says', () => {
  const bin = new Bin();
  const before = held(there);
  for (const noun of ['PlonkIndex', 'VerifierIndex']) {
    const expected = parcelOf('vesta', noun);
    const { prototype } = here.vesta.Srs;
    const { constructor } = prototype;
    for (const value of [undefined, Object, here.vesta.Vector, here.pallas.Srs]) {
      Object.defineProperty(prototype, 'constructor', { value });
      try {
        assert.deepEqual(post(samples[noun]?.(here.vesta, bin)), expected);
      } finally {
        Object.defineProperty(prototype, 'constructor', { value: constructor });
      }
    }
    bin.put(/** @type {any} */ (there.receive(expected)));
  }
  bin.empty();
  assert.deepEqual(held(there), before);
});

test('refuses a parcel of the other curve', () => {
  // Plain field elements are valid on both curves.
  const ofBoth = ['Vector', 'VecVec', 'Gate', 'GateVector', 'ProofEvaluations'];
  for (const noun of moving.filter((each) => !ofBoth.includes(each))) {
    const { type, ...rest } = parcelOf('vesta', noun);
    refuses({ type: type.replace('vesta', 'pallas'), ...rest });
  }
});

test('receive() refuses classes that cannot be transferred', () => {
  for (const noun of Object.keys(staying)) refuses({ type: `vesta.${noun}`, content: new Uint8Array(8) });
});
