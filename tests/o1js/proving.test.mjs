// o1js on onggi: verification keys, proofs in both directions, and memory. Each backend runs in a process of its
// own. `npm test` runs a selection of the programs, `npm run test:long` all of them.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { programs, recordedKeys, recordedProofs } from './recorded.mjs';
import { start } from './sides.mjs';
import { tampered } from './tampering.mjs';

/** @typedef {import('./sides.mjs').Side} Side */

const isLong = Boolean(process.env.ONGGI_LONG);
/** Those that are compiled here. */
const compiled = isLong ? programs : ['add', 'recursion_one'];
const keys = recordedKeys();
const proofs = recordedProofs();

/** The recorded key of a proof. @param {string} name @param {{ key: string }} made */
const keyOf = (name, { key }) => {
  const found = keys[name]?.[key];
  assert.ok(found, `${name}: ${key} is recorded`);
  return found.data;
};

/** @type {Side} */
let onggi;
/** @type {Record<'native' | 'wasm', Side>} */
let own;

before(() => {
  onggi = start('onggi');
  own = { native: start('native'), wasm: start('wasm') };
});
after(() => Promise.all([onggi, ...Object.values(own ?? {})].map((side) => side?.stop())));

/**
 * o1js's own backends accept a proof. The native one rejects it after a change; in a long run, both reject it after every
 * change.
 * @param {any} proof @param {string} key @param {Side[]} [sides]
 */
async function assertAccepted(proof, key, sides = Object.values(own)) {
  for (const side of sides) {
    assert.deepEqual(await side.call('verify', { proof, key }), { accepted: true }, side.backend);
    const changed = isLong ? tampered(proof) : side === own.native ? tampered(proof).slice(0, 1) : [];
    for (const { name, proof: wrong } of changed) {
      const answer = await side.call('verify', { proof: wrong, key });
      assert.deepEqual(answer, { accepted: false }, `${side.backend}: ${name}`);
    }
  }
}

test('every program is recorded', () => {
  assert.deepEqual(Object.keys(keys), programs);
  assert.deepEqual(Object.keys(proofs), programs);
});

describe('verification keys equal those of the native backend', () => {
  for (const name of compiled) {
    test(name, async () => assert.deepEqual(await onggi.call('compile', { name }), keys[name]));
  }
});

describe('onggi accepts the proofs of the native backend, and rejects changed ones', () => {
  for (const name of programs) {
    test(name, async () => {
      for (const made of (proofs[name] ?? []).slice(isLong ? 0 : -1)) {
        const key = keyOf(name, made);
        assert.deepEqual(await onggi.call('verify', { proof: made.proof, key }), { accepted: true });
      }
      const [made] = proofs[name] ?? [];
      assert.ok(made);
      const changed = tampered(made.proof).filter((_, i) => isLong || (name === 'add' && i % 3 === 0));
      for (const { name: change, proof } of changed) {
        const answer = await onggi.call('verify', { proof, key: keyOf(name, made) });
        assert.deepEqual(answer, { accepted: false }, change);
      }
    });
  }

  test('a proof of another program is rejected', async () => {
    const [made] = proofs.foreign_field ?? [];
    const key = keys.add?.add?.data;
    assert.equal((await onggi.call('verify', { proof: made?.proof, key })).accepted, false);
  });
});

describe('memory does not grow', () => {
  /** @param {{ live: number, handles: number, linear: number }[]} points @param {number} settled */
  function assertFlat(points, settled) {
    const bound = points[settled - 1];
    assert.ok(bound);
    for (const [i, point] of points.slice(settled).entries()) {
      for (const what of /** @type {const} */ (['live', 'handles', 'linear'])) {
        assert.ok(
          point[what] <= bound[what],
          `${what} after proof ${settled + i + 1}: ${JSON.stringify(points)}`
        );
      }
    }
  }

  test(`over ${isLong ? 100 : 10} proofs of one addition; o1js accepts the last`, async () => {
    const { points, proof } = await onggi.call('loop', { name: 'add', proofs: isLong ? 100 : 10 });
    assertFlat(points, 3);
    await assertAccepted(proof, keyOf('add', { key: 'add' }), isLong ? undefined : [own.native]);
  });

  test(`over ${isLong ? 20 : 3} recursive proofs that continue a native chain; o1js accepts the last`, async () => {
    const [base] = proofs.recursion_one ?? [];
    assert.ok(base);
    const count = isLong ? 20 : 3;
    const { points, proof } = await onggi.call('loop', {
      name: 'recursion_one',
      proofs: count,
      proof: base.proof,
    });
    assertFlat(points, isLong ? 3 : 2);
    assert.deepEqual(proof.publicOutput, [String(count)]);
    await assertAccepted(proof, keyOf('recursion_one', base));
  });
});

test('with keepEvaluations keys are the same, memory does not grow, and o1js accepts the proof', {
  skip: !isLong,
}, async () => {
  const side = start('onggi', { ONGGI_KEEP_EVALUATIONS: 'on' });
  try {
    const cache = path.join(side.home, 'keys');
    for (const from of ['made', 'read']) {
      assert.deepEqual(await side.call('compile', { name: 'add', cache }), keys.add, from);
    }
    const { points, proof } = await side.call('loop', { name: 'add', proofs: 4 });
    for (const { live, handles } of points.slice(2)) {
      assert.ok(live <= points[1].live && handles <= points[1].handles, JSON.stringify(points));
    }
    await assertAccepted(proof, keyOf('add', { key: 'add' }), [own.native]);
  } finally {
    await side.stop();
  }
});

test('a dropped program is freed: compiling 30 stays under the soft limit', { skip: !isLong }, async () => {
  const side = start('onggi');
  try {
    const points = await side.call('compileMany', { programs: 30 });
    for (const { live, linear, limits } of points) {
      assert.ok(live < limits.soft, `${live} live bytes`);
      assert.ok(linear < limits.soft * 1.5, `${linear} bytes of linear memory`);
    }
  } finally {
    await side.stop();
  }
});

describe('o1js accepts the proofs of every program made by onggi', { skip: !isLong }, () => {
  for (const name of programs) {
    test(name, async () => {
      for (const made of await onggi.call('prove', { name }))
        await assertAccepted(made.proof, keyOf(name, made));
    });
  }

  test('a chain of proofs changes its backend at each step', async () => {
    const key = keyOf('recursion_one', { key: 'recursion-one' });
    await Promise.all(Object.values(own).map((side) => side.call('compile', { name: 'recursion_one' })));
    let { proof } = (await onggi.call('prove', { name: 'recursion_one' })).at(-1);
    for (const side of [own.native, onggi, own.wasm, onggi]) {
      proof = await side.call('extend', { proof });
      for (const each of [onggi, own.native, own.wasm]) {
        assert.deepEqual(await each.call('verify', { proof, key }), { accepted: true }, each.backend);
      }
    }
    assert.deepEqual(proof.publicOutput, ['5']);
  });
});

describe('in a program that chooses the native backend', { skip: !isLong }, () => {
  /** @type {Side} */
  let side;
  before(() => {
    side = start('onggi-native');
  });
  after(() => side.stop());

  for (const name of programs) {
    test(`${name}: keys are equal, o1js accepts the proofs`, async () => {
      assert.deepEqual(await side.call('compile', { name }), keys[name]);
      for (const made of await side.call('prove', { name }))
        await assertAccepted(made.proof, keyOf(name, made));
    });
  }
});
