// Guarded modules of embind, with and without smart pointers.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { load, scope } from 'onggi';
import { guard } from 'onggi/guard';

import { collect } from '../collect.mjs';
import { embindModule } from './embind_fixture.mjs';

/** @param {object} [options] */
async function guardedFixture(options) {
  const { exports, ...guarded } = guard(await embindModule(), options);
  return { ...guarded, ...exports };
}

test('objects of constructors are freed by delete(), scope and collector', async () => {
  const { Block, Named, count_alive } = await guardedFixture();
  const block = new Block(2);
  assert.equal(block.size, 2048);
  assert.equal(block.isDeleted(), false);
  block.delete();
  block.delete();
  assert.equal(block.isDeleted(), true);
  assert.throws(() => block.size, { code: 'stale_handle', message: 'this Block was freed' });
  scope(() => void new Named(1));
  assert.equal(count_alive(), 0);
  (() => {
    for (let i = 0; i < 50; ++i) new Block(1).deleteLater();
  })();
  await collect();
  assert.equal(count_alive(), 0);
});

test('a derived class has the members of its base', async () => {
  const { Block, Named } = await guardedFixture();
  scope(() => {
    const [block, named] = [new Block(1), new Named(2)];
    assert.ok(named instanceof Block && named instanceof Named && !(block instanceof Named));
    assert.deepEqual([named.size, named.name(), named.sum(block)], [2048, 7, 3072]);
  });
});

test('smart pointers are freed once, although embind has finalizers for them', async () => {
  const { Shared, same, count_alive, count_destroyed } = await guardedFixture();
  (() => {
    const shared = new Shared(1);
    const other = same(shared);
    assert.ok(shared.isAliasOf(other));
    shared.delete();
    assert.equal(other.size, 1024);
    for (let i = 0; i < 20; ++i) same(other);
    for (let i = 0; i < 20; ++i) new Shared(1);
  })();
  await collect();
  assert.deepEqual([count_alive(), count_destroyed()], [0, 21]);
});

test('a clone is a further handle to the same object', async () => {
  const { Block, count_alive, count_destroyed } = await guardedFixture();
  const block = new Block(1);
  const clone = block.clone();
  block.delete();
  assert.equal(clone.size, 1024);
  clone.delete();
  assert.deepEqual([count_alive(), count_destroyed()], [0, 1]);
});

test('a pointer to an object that has a handle is a further handle', async () => {
  const { Block, count_destroyed } = await guardedFixture();
  const block = new Block(1);
  const self = block.self();
  block.free();
  assert.equal(self.size, 1024);
  self.free();
  assert.equal(count_destroyed(), 1);
});

test('a pointer without a known owner is never freed, and keeps the object that returned it alive', async () => {
  const { Box, count_alive } = await guardedFixture();
  const inner = (() => new Box().block())();
  await collect();
  assert.equal(inner.size, 1024);
  inner.free();
  await collect();
  assert.equal(count_alive(), 0);
  const box = new Box();
  const lent = box.block();
  box.free();
  assert.throws(() => box.block(), { code: 'stale_handle' });
  assert.equal(lent.size, 1024);
  lent.free();
  assert.equal(count_alive(), 0);
});

test('the results of functions that `owns` names are freed', async () => {
  const { Block, make_block, count_alive } = await guardedFixture({ owns: ['make_block', 'Block.copy'] });
  scope(() => {
    const block = make_block(1);
    assert.equal(block.copy().sum(new Block(1)), 2048);
  });
  assert.equal(count_alive(), 0);
});

test('an argument that C++ takes over, as `consumes` tells, is not freed again', async () => {
  const { Box, make_block, count_alive } = await guardedFixture({
    owns: ['make_block'],
    consumes: { 'Box.put': [0] },
  });
  const [box, block] = [new Box(), make_block(4)];
  box.put(block);
  assert.throws(() => block.size, { code: 'stale_handle', message: 'this Block was moved' });
  block.free();
  assert.equal(count_alive(), 1);
  box.free();
  assert.equal(count_alive(), 0);
});

test('an object that is lent to a callback is stale afterwards', async () => {
  const { with_block } = await guardedFixture();
  /** @type {any} */
  let kept;
  for (let i = 0; i < 3; ++i) {
    assert.equal(
      with_block((/** @type {any} */ block) => (kept = block).size),
      1024
    );
    assert.throws(() => kept.size, { code: 'stale_handle' });
  }
});

test('wrong arguments are errors of the module, a trap ends it', async () => {
  const { Block, trap } = await guardedFixture();
  scope(() => assert.throws(() => new Block(1).sum(1), { name: 'BindingError' }));
  assert.throws(() => Block(1), { code: 'invalid_argument' });
  assert.throws(() => trap(), { code: 'instance_dead' });
});

test('linear memory of a loop that drops its objects grows without the guard and stays flat with it', async () => {
  /** @param {any} module @param {() => number} linear */
  async function loop({ Block }, linear) {
    const sizes = [];
    for (let i = 0; i < 60; ++i) {
      (() => void new Block(256))();
      await collect();
      sizes.push(linear());
    }
    return Number(sizes.at(-1)) / Number(sizes[20]);
  }
  const bare = await embindModule();
  assert.ok((await loop(bare, () => bare.HEAPU8.length)) > 2);
  const guarded = guard(await embindModule());
  assert.equal(await loop(guarded.exports, () => guarded.memory().linear), 1);
});

test("onggi's own raw module is guarded like any other", async () => {
  const { raw, memory } = await load({ raw: true });
  const { exports, ...guarded } = guard(raw, { owns: true });
  scope(() => {
    const srs = exports.VestaSrs.create(4);
    assert.ok(srs instanceof exports.VestaSrs);
    assert.equal(memory().byType.VestaSrs.count, 1);
    assert.equal(guarded.leaks()[0]?.type, 'VestaSrs');
  });
  assert.equal(memory().byType.VestaSrs.count, 0);
});
