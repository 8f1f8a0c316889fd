// The free functions of a curve, against the vectors of the peer and against each other.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load } from 'onggi';

import { list, sizeBytes, toList, toSize } from '../../js-glue/runtime/native/lists.mjs';

import { Bin, held, readJson, samples, warmUp } from './support.mjs';

const onggi = await load();
warmUp(onggi);
const { poseidon_block_cipher: permutations } = readJson('tests/vectors/constants.json');

for (const [curve, fieldName] of /** @type {[any, string][]} */ ([
  [onggi.vesta, 'fp'],
  [onggi.pallas, 'fq'],
])) {
  describe(curve.name, () => {
    test("poseidonPermutation() equals the peer's", () => {
      const cases = permutations[fieldName];
      assert.ok(cases.length >= 20);
      for (const { input, output } of cases) {
        assert.deepEqual(curve.poseidonPermutation(input.map(BigInt)), output.map(BigInt));
      }
    });

    test('poseidonHash() equals a sponge of poseidonPermutation()', () => {
      const [a, b, c] = [5n, 7n, 11n];
      const [s, t, u] = curve.poseidonPermutation([a, b, 0n]);
      assert.equal(curve.poseidonHash([a, b]), s);
      assert.equal(curve.poseidonHash([a, b, c]), curve.poseidonPermutation([s + c, t, u])[0]);
    });

    test('poseidonHashes() returns the hash of each message', () => {
      const messages = [[], [1n], [1n, 2n, 3n], new Uint8Array(64).fill(1), []];
      assert.deepEqual(
        curve.poseidonHashes(messages),
        messages.map((message) => curve.poseidonHash(message))
      );
      assert.deepEqual(curve.poseidonHashes([]), []);
    });

    test('permutationShifts() returns the shifts of an index over the domain', () => {
      const bin = new Bin();
      const index = bin.put(samples.VerifierIndex?.(curve, bin));
      const shifts = curve.permutationShifts(index.domainSize);
      assert.deepEqual(shifts, index.shifts());
      assert.equal(shifts[0], 1n);
      bin.empty();
    });

    test('calls leave nothing in native memory', () => {
      const before = held(onggi);
      for (let i = 0; i < 100; ++i) {
        curve.poseidonPermutation([1n, 2n, 3n]);
        curve.poseidonHashes([[1n], [2n]]);
        assert.throws(() => curve.poseidonHashes([[1n], [-1n]]));
        assert.throws(() => curve.permutationShifts(3), { code: 'size_out_of_range' });
      }
      assert.deepEqual(held(onggi), before);
    });

    test('errors name the function and the argument', () => {
      assert.throws(() => curve.poseidonPermutation(7), {
        code: 'wrong_type',
        message: new RegExp(`^${curve.name}\\.poseidonPermutation: state: `),
      });
      assert.throws(() => curve.poseidonHashes([[1n], 7]), {
        code: 'wrong_type',
        message: new RegExp(`^${curve.name}\\.poseidonHashes: messages\\[1\\]: `),
      });
      assert.throws(() => curve.poseidonPermutation([1n, 2n, 3n], {}), { code: 'unknown_option' });
    });
  });
}

test('a list is read once, its length first', () => {
  const { vesta } = onggi;
  const list = [[1n], [2n]];
  const reads = { length: 0, 0: 0, 1: 0 };
  const watched = new Proxy(list, {
    get(target, key) {
      if (key in reads) ++reads[/** @type {keyof typeof reads} */ (key)];
      return Reflect.get(target, key);
    },
  });
  assert.deepEqual(vesta.poseidonHashes(watched), vesta.poseidonHashes(list));
  assert.deepEqual(reads, { length: 1, 0: 1, 1: 1 });

  // An entry that reading a later one changes counts as it was.
  const bytes = new Uint8Array(32);
  const changing = [
    bytes,
    new Proxy([1n], { get: (target, key) => (bytes.fill(1), Reflect.get(target, key)) }),
  ];
  assert.deepEqual(vesta.poseidonHashes(changing), vesta.poseidonHashes([[0n], [1n]]));
});

test('the functions work without `this`, and throw once the instance has ended', async () => {
  const instance = await load();
  const { poseidonHash } = instance.vesta;
  assert.equal(poseidonHash([1n]), onggi.vesta.poseidonHash([1n]));
  instance.close();
  assert.throws(() => poseidonHash([1n]), { code: 'instance_dead' });
});

test('a list can contain sizes', () => {
  const call = { admitBlock: () => {} };
  const sizes = [0, 1, 2 ** 32 - 1];
  assert.deepEqual(toList(list(sizes, 'sizes', call, sizeBytes), toSize), sizes);
  assert.throws(() => list([1, -1], 'sizes', call, sizeBytes), {
    code: 'size_out_of_range',
    message: /^sizes\[1\]: /,
  });
});
