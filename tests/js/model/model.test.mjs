// The shim against a model of it, by random commands.
//
// The model tracks objects, their references and the calls that use them; the fake module fails if a rule
// is broken. ONGGI_LONG=1 runs at least a hundred thousand commands.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { NativeBudgetError, OnggiError, StaleHandleError } from '../../../js-glue/runtime/errors.mjs';
import { Handle } from '../../../js-glue/runtime/handles/handle.mjs';
import { scope } from '../../../js-glue/runtime/handles/scope.mjs';
import { columns, slotOf } from '../../../js-glue/runtime/handles/slots.mjs';
import { release } from '../../../js-glue/runtime/handles/table.mjs';
import { fakeInstance, useBytes } from '../fake_module.mjs';

const runs = process.env.ONGGI_LONG ? 6000 : process.env.ONGGI_MUTANT ? 150 : 300;
const seed = Number(process.env.ONGGI_SEED ?? 20261124);
const hard = 1000;

/**
 * A reference: its handle, the object behind it, calls that use it, the scopes that may free it.
 * @typedef {object} Reference
 * @property {any} handle
 * @property {number} token
 * @property {import('../fake_module.mjs').FakeObject} object
 * @property {number} borrows
 * @property {'live' | 'pending' | 'gone'} state
 * @property {Level | undefined} level
 */
/** A scope. @typedef {{ parent: Level | undefined }} Level */

class World {
  fake = fakeInstance({ hard, soft: hard });
  /** @type {Reference[]} */
  references = [];
  /** Calls that have not settled. @type {{ reference: Reference, settle: () => void, ended: Promise<void> }[]} */
  calls = [];
  /** @type {Level | undefined} */
  level;
  frames = 0;
  tokens = new Set();
  closed = false;
  commands = 0;

  /** @param {number} index */
  pick(index) {
    return this.references[index % (this.references.length || 1)];
  }

  /** @param {any} handle @param {Reference['object']} object */
  add(handle, object) {
    const token = Handle.tokenOf(handle) ?? NaN;
    assert.ok(!this.tokens.has(token), 'a token for the second time');
    this.tokens.add(token);
    this.references.push({ handle, token, object, borrows: 0, state: 'live', level: this.level });
  }

  /** Gives a reference up in the model. @param {Reference} reference */
  giveUp(reference) {
    if (reference.state === 'live') reference.state = 'pending';
    this.settle();
  }

  settle() {
    if (this.frames > 0) return;
    for (const reference of this.references) {
      if (reference.state === 'pending' && reference.borrows === 0) reference.state = 'gone';
    }
  }

  /** @param {Reference['object']} object */
  refs(object) {
    return this.references.filter((r) => r.object === object && r.state !== 'gone').length;
  }

  check() {
    const { instance, module } = this.fake;
    const alive = this.references.filter(({ state }) => state !== 'gone');
    assert.equal(instance.handles, alive.length);
    for (const reference of this.references) {
      assert.equal(reference.handle.live, reference.state === 'live');
      if (this.frames === 0 && !this.closed) {
        const refs = this.refs(reference.object);
        assert.equal(reference.object.destroyed, refs === 0 ? 1 : 0);
        if (reference.state !== 'gone') {
          assert.equal(columns.refs[columns.home[slotOf(reference.token)]], refs);
          assert.equal(columns.borrows[slotOf(reference.token)], reference.borrows);
        }
      }
    }
    assert.ok(module.live <= hard);
    assert.equal(
      module.live,
      [...module.objects.values()].reduce((sum, { bytes }) => sum + bytes, 0)
    );
    if (this.frames === 0) {
      assert.equal(module.blocks.size, 0);
      const sum = instance.leaks().reduce((total, { bytes }) => total + bytes, 0);
      if (!this.closed) assert.ok(Math.abs(sum - module.live) < 1e-6, 'bytes by slot');
    }
  }
}

/** @type {Record<string, (world: World, a: number, b: number, inside: any[]) => void>} */
const commands = {
  make(world, bytes) {
    const { module, Sample } = world.fake;
    const make = () => Sample.make(bytes, bytes % 2 ? new Uint8Array(bytes) : undefined);
    // With a block for its content, which needs memory in addition to the object.
    const needed = bytes % 2 ? 2 * bytes : bytes;
    const used = module.live + useBytes * world.frames;
    if (world.closed) assert.throws(make, { code: 'instance_dead' });
    else if (used + needed > hard) assert.throws(make, NativeBudgetError);
    else {
      const handle = make();
      world.add(handle, [...module.objects.values()].at(-1));
    }
  },
  share(world, a) {
    const reference = world.pick(a);
    if (!reference) return;
    if (reference.state !== 'live') {
      assert.throws(() => reference.handle.share(), StaleHandleError);
    } else world.add(reference.handle.share(), reference.object);
  },
  free(world, a) {
    const reference = world.pick(a);
    reference?.handle.free();
    if (reference) world.giveUp(reference);
  },
  // A finalizer, perhaps a late one whose slot has another object by now.
  collect(world, a) {
    const reference = world.pick(a);
    if (!reference) return;
    release(reference.token, 'collector');
    world.giveUp(reference);
  },
  move(world, a) {
    const reference = world.pick(a);
    if (!reference) return;
    const { handle } = reference;
    handle.constructor.route = { write: 'content', read: 'none' };
    handle.constructor.prototype.content = () => 'content';
    const busy = reference.state === 'live' && reference.borrows > 0;
    if (busy) assert.throws(() => handle.transfer(), { code: 'handle_in_use' });
    else if (reference.state !== 'live') assert.throws(() => handle.transfer(), StaleHandleError);
    else {
      assert.deepEqual(handle.transfer(), { type: 'test.Sample', content: 'content' });
      world.giveUp(reference);
      // Stale at once, also within a native frame.
      assert.throws(() => handle.share(), StaleHandleError);
    }
  },
  use(world, a, b, inside) {
    const [first, second] = [world.pick(a), world.pick(b)];
    if (!first || !second) return;
    const borrowed = [first, second].every(({ state }) => state === 'live') && !world.closed;
    const use = () =>
      first.handle.use(second.handle, () => {
        for (const each of [first, second]) ++each.borrows;
        ++world.frames;
        for (const command of inside) execute(world, command);
        --world.frames;
        for (const each of [first, second]) --each.borrows;
      });
    if (world.closed) assert.throws(use, { code: 'instance_dead' });
    else if (!borrowed) assert.throws(use, StaleHandleError);
    else use();
    world.settle();
  },
  begin(world, a) {
    const reference = world.pick(a);
    if (!reference || world.calls.length > 8) return;
    let settle = () => {};
    const until = new Promise((resolve) => (settle = () => resolve(undefined)));
    const ended = reference.handle.useUntil(until);
    if (reference.state !== 'live' || world.closed) {
      ended.catch((/** @type {unknown} */ error) => assert.ok(error instanceof OnggiError));
      return;
    }
    ++reference.borrows;
    world.calls.push({ reference, settle, ended });
  },
  scope(world, a, b, inside) {
    const mine = new Error('mine');
    const level = { parent: world.level };
    world.level = level;
    /** @type {Reference | undefined} */
    let kept;
    const run = () =>
      scope((s) => {
        for (const command of inside) execute(world, command);
        const candidate = world.pick(b);
        if (candidate && a % 3 === 0) {
          s.keep(candidate.handle);
          if (candidate.state === 'live' && candidate.level === level) kept = candidate;
        }
        if (a % 4 === 1) throw mine;
        const result = world.pick(a);
        if (result?.level !== level || a % 4 !== 2) return undefined;
        kept ??= result;
        if (kept !== result) result.level = level.parent;
        return [result.handle];
      });
    if (a % 4 === 1) assert.throws(run, (error) => error === mine);
    else run();
    world.level = level.parent;
    if (kept) kept.level = level.parent;
    for (const reference of world.references) {
      if (reference.level === level && reference !== kept) world.giveUp(reference);
    }
  },
  close(world, a) {
    if (a % 40 !== 0) return;
    const { instance } = world.fake;
    if (instance.frames > 0) {
      assert.throws(() => instance.close(), { code: 'handle_in_use' });
      return;
    }
    const alive = world.references.filter(({ state }) => state !== 'gone').length;
    assert.equal(instance.close().length, alive);
    for (const reference of world.references) reference.state = 'gone';
    world.closed = true;
  },
};

/** @typedef {{ name: string, a: number, b: number, inside: any[] }} Command */

/** @param {World} world @param {Command} command */
function execute(world, { name, a, b, inside }) {
  ++world.commands;
  /** @type {(typeof commands)[string]} */ (commands[name])(world, a, b, inside);
  world.check();
}

const { tree } = fc.letrec((tie) => {
  const number = fc.nat({ max: 120 });
  const flat = ['make', 'make', 'make', 'share', 'free', 'collect', 'move', 'begin', 'close'];
  const leaf = fc.record({
    name: fc.constantFrom(...flat),
    a: number,
    b: number,
    inside: fc.constant([]),
  });
  const inner = fc.record({
    name: fc.constantFrom('use', 'scope'),
    a: number,
    b: number,
    inside: fc.array(tie('tree'), { maxLength: 6 }),
  });
  return { tree: fc.oneof({ maxDepth: 4, depthSize: 'small' }, leaf, inner) };
});

test('random commands agree with the model', async () => {
  let total = 0;
  const property = fc.asyncProperty(
    fc.array(tree, { minLength: 5, maxLength: 60 }),
    fc.array(fc.nat({ max: 8 }), { maxLength: 20 }),
    async (list, order) => {
      const world = new World();
      let next = 0;
      for (const command of /** @type {Command[]} */ (list)) {
        execute(world, command);
        if (next < order.length && world.calls.length > 0) {
          // Some call settles: its borrow ends.
          const [call] = world.calls.splice((order[next++] ?? 0) % world.calls.length, 1);
          await end(world, call);
        }
      }
      for (const call of world.calls.splice(0)) await end(world, call);
      for (const reference of world.references) {
        reference.handle.free();
        world.giveUp(reference);
      }
      world.check();
      assert.equal(world.fake.instance.handles, 0);
      if (!world.closed) assert.equal(world.fake.module.live, 0);
      total += world.commands;
    }
  );
  await fc.assert(property, { numRuns: runs, seed });
  console.log(`${total} commands`);
  assert.ok(total > runs * 10);
});

/** @param {World} world @param {World['calls'][number] | undefined} call */
async function end(world, call) {
  if (!call) return;
  call.settle();
  await call.ended;
  --call.reference.borrows;
  world.settle();
  world.check();
}

describe('the model', () => {
  test('fails if the fake module reports a violation', () => {
    const { module } = fakeInstance();
    const [object, other] = [1, 1].map((bytes) => module.at(module.make(bytes)));
    assert.throws(() => object?.use(() => object.delete()), /while in use/);
    assert.throws(() => object?.use(() => other?.delete()), /used after its destruction/);
    assert.throws(() => module.at(1), /no object at this address/);
  });
});
