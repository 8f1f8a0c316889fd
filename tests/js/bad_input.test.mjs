// Bad input to every parameter of every public function: a typed error with a code, nothing leaked, and
// the instance goes on working. The entries come from the manifest; a kind of value without bad input
// fails.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load, OnggiError } from 'onggi';

import { Bin, held, jsName, manifest, recordedOf, samples, warmUp } from './support.mjs';
import { listDoors, rightContent, wrongContent } from './wrong_content.mjs';
import { wrongOfKind } from './wrong_kinds.mjs';

const onggi = await load();
warmUp(onggi);

/**
 * A valid value of its kind, so that only the other argument is wrong.
 * @param {any} curve @param {any} param @param {Bin} bin
 */
function rightOfKind(curve, { kind, class: name }, bin) {
  if (kind === 'handle') return bin.put(samples[name](curve, bin));
  const { circuit } = recordedOf(curve.name);
  /** @type {Record<string, unknown>} */
  const right = {
    size: 1,
    bytes: new Uint8Array(4),
    text: '{}',
    json: circuit,
    fields: [1n],
    list: [[1n]],
    columns: new Uint8Array(480),
    field: 1n,
    point: null,
    points: [null],
    integer: 7n,
    cell: 1,
    cells: [1, 0, 0],
  };
  return right[kind];
}

/** Every parameter of every entry. */
const entries = [
  ...manifest.classes.flatMap((/** @type {any} */ { name, members }) =>
    members.map((/** @type {any} */ member) => ({ name, member }))
  ),
  ...manifest.functions.map((/** @type {any} */ member) => ({ name: 'functions', member })),
];

/** @param {() => unknown} call @param {string | string[]} codes @param {string} what */
function throwsOneOf(call, codes, what) {
  assert.throws(
    call,
    (error) => {
      assert.ok(error instanceof OnggiError, `${what}: ${error}`);
      assert.ok([codes].flat().includes(error.code), `${what}: ${error.code} (${error.message})`);
      assert.notEqual(error.message, '');
      return true;
    },
    what
  );
}

/** @param {any} curve @param {any} entry @param {(error: string | string[], call: () => unknown, what: string) => void} each */
function forEachBadCall(curve, { name, member }, each) {
  const bin = new Bin();
  /** @type {Record<string, () => any>} */
  const targets = { factory: () => curve[name], function: () => curve };
  const target = targets[member.role]?.() ?? bin.put(samples[name](curve, bin));
  const entry = `${curve.name}.${name}.${jsName(member.name)}`;
  member.params.forEach((/** @type {any} */ param, /** @type {number} */ position) => {
    if (param.kind === 'handle') return; // lifetime.test.mjs
    const content = wrongContent[`${name}.${member.name}`]?.[position]?.(curve) ?? [];
    const isList = listDoors[`${name}.${member.name}`] === position;
    const wrong = [...(wrongOfKind[isList ? 'json_list' : param.kind]?.(curve) ?? []), ...content];
    assert.ok(wrong.length > 0, `${entry}: no bad input of kind ${param.kind}`);
    wrong.forEach(([value, code], i) => {
      if (param.optional && value === undefined) return;
      const right = rightContent[`${name}.${member.name}`]?.(curve) ?? {};
      const args = member.params.map(
        (/** @type {any} */ other, /** @type {number} */ at) => right[at] ?? rightOfKind(curve, other, bin)
      );
      args[position] = value;
      each(code, () => target[jsName(member.name)](...args), `${entry}, ${param.name}, wrong value ${i}`);
    });
  });
  bin.empty();
}

test('every entry of the table is in the manifest', () => {
  const known = entries.map((/** @type {any} */ { name, member }) => `${name}.${member.name}`);
  for (const table of [wrongContent, rightContent, listDoors]) {
    for (const entry of Object.keys(table)) assert.ok(known.includes(entry), entry);
  }
});

for (const curve of [onggi.vesta, onggi.pallas]) {
  describe(curve.name, () => {
    for (const entry of entries) {
      if (entry.member.params.every((/** @type {any} */ { kind }) => kind === 'handle')) continue;
      test(`${entry.name}.${jsName(entry.member.name)}`, () => {
        const outside = held(onggi);
        forEachBadCall(curve, entry, (code, call, what) => {
          const before = held(onggi);
          throwsOneOf(call, code, what);
          assert.deepEqual(held(onggi), before, what);
        });
        assert.deepEqual(held(onggi), outside);
        const srs = curve.Srs.create(2);
        assert.equal(srs.size, 2);
        srs.free();
      });
    }
  });
}

describe('arguments that change while they are read', () => {
  test('a handle freed by its own conversion is refused before the call', () => {
    const before = held(onggi);
    const { vesta } = onggi;
    const srs = vesta.Srs.create(8);
    const circuit = { toJSON: () => (srs.free(), recordedOf('vesta').circuit) };
    throwsOneOf(() => vesta.PlonkIndex.create(circuit, srs), 'stale_handle', 'freed');
    assert.deepEqual(held(onggi), before);
  });

  test('an error of a getter is thrown unchanged, and nothing leaks', () => {
    const before = held(onggi);
    const mine = new Error('mine');
    const point = {
      get x() {
        throw mine;
      },
    };
    assert.throws(() => onggi.vesta.PolyComm.fromPoints([point]), mine);
    assert.deepEqual(held(onggi), before);
  });

  test('calls made while an argument is read do not affect the outer call', () => {
    const bin = new Bin();
    const { vesta } = onggi;
    const srs = bin.put(vesta.Srs.create(8));
    const { x, y } = srs.h();
    const point = {
      y,
      get x() {
        return bin.put(vesta.Srs.create(3)).size === 3 ? x : 0n;
      },
    };
    const commitment = bin.put(vesta.PolyComm.fromPoints([point]));
    assert.deepEqual(commitment.chunks(), [{ x, y }]);
    bin.empty();
  });
});

test('ten thousand failing calls leak nothing', () => {
  const { vesta } = onggi;
  const srs = vesta.Srs.create(4);
  const bytes = srs.toBytes().subarray(1);
  const calls = [
    () => vesta.Srs.fromBytes(bytes),
    () => vesta.PlonkIndex.create('{"format":', srs),
    () => vesta.PlonkIndex.create(recordedOf('vesta').circuit, undefined),
    () => srs.commit([1n, 2n], 2 ** 31),
    () => srs.points(0, 5),
  ];
  const before = held(onggi);
  const { linear } = onggi.memory();
  for (let i = 0; i < 10_000; ++i) assert.throws(/** @type {any} */ (calls[i % calls.length]), OnggiError);
  assert.deepEqual(held(onggi), before);
  assert.equal(onggi.memory().linear, linear);
  srs.free();
});
