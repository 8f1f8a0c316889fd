// The slot table and instances: releases that wait for native code, and the end of an instance.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { StaleHandleError } from '../../js-glue/runtime/errors.mjs';
import {
  borrow,
  giveBack,
  noneFreed,
  releaseAll,
  settle,
  share,
} from '../../js-glue/runtime/handles/table.mjs';
import { nativeObject, Owner } from './fake.mjs';
import { adopt, owned, owner, release } from './tokens.mjs';

describe('native frames', () => {
  test('objects released while native code runs are destroyed when it ends', () => {
    const here = new Owner();
    const free = owned(here);
    const borrowed = owned(here);
    borrow(borrowed.token, 'Sample');
    here.frames = 1;
    release(free.token);
    release(borrowed.token);
    giveBack(borrowed.token);
    assert.equal(free.native.destroyed + borrowed.native.destroyed, 0);
    assert.throws(() => borrow(free.token, 'Sample'), StaleHandleError);
    here.frames = 0;
    settle(here);
    settle(here);
    assert.equal(free.native.destroyed, 1);
    assert.equal(borrowed.native.destroyed, 1);
    assert.equal(here.handles, 0);
  });

  test('the end of a call does not release pending objects of another instance', () => {
    const [busy, idle] = [new Owner(), new Owner()];
    const waiting = owned(busy);
    busy.frames = 1;
    release(waiting.token);
    const gone = owned(idle);
    release(gone.token);
    settle(idle);
    assert.equal(gone.native.destroyed, 1);
    assert.equal(waiting.native.destroyed, 0);
    busy.frames = 0;
    settle(busy);
    assert.equal(waiting.native.destroyed, 1);
  });
});

describe('death of an instance', () => {
  test('a destructor that traps kills only its own instance', () => {
    const here = new Owner();
    const trap = new Error('unreachable');
    const native = nativeObject(() => {
      throw trap;
    });
    const token = adopt(native, here);
    const neighbour = owned(here);
    release(token);
    assert.equal(here.causeOfDeath, trap);
    assert.equal(owner.dead, false);
    release(neighbour.token);
    assert.equal(neighbour.native.destroyed, 0); // its memory is lost: no destructor runs
    assert.equal(here.handles, 0);
  });
});

test('closing an instance ends all references, including borrowed and pending ones', () => {
  const here = new Owner();
  const objects = Array.from({ length: 4 }, () => owned(here));
  const [, borrowed, given, shared] = objects;
  borrow(borrowed.token, 'Sample');
  borrow(given.token, 'Sample');
  release(given.token);
  const alias = share(shared.token, 'Sample');
  release(shared.token);
  here.die('closed');
  releaseAll(here);
  releaseAll(here);
  assert.equal(here.handles, 0);
  assert.equal(here.addresses.size, 0);
  assert.ok(objects.every(({ native }) => native.destroyed === 0)); // there is no instance to run destructors in
  assert.deepEqual(here.freed, { ...noneFreed(), dispose: 2, close: 3 });
  for (const { token } of [...objects, { token: alias }]) {
    assert.throws(() => borrow(token, 'Sample'), StaleHandleError);
  }
  assert.throws(() => borrow(alias, 'Sample'), { message: 'this Sample ended with its instance' });
  // Other objects use the slots now: the end of an old borrow does not affect them.
  const next = Array.from({ length: 5 }, () => owned());
  for (const token of [borrowed.token, given.token]) giveBack(token);
  for (const { native, token } of next) {
    release(token);
    assert.equal(native.destroyed, 1);
  }
});

test('pending objects of an instance that died are dropped without their destructors', () => {
  const here = new Owner();
  const { native, token } = owned(here);
  here.frames = 1;
  release(token);
  here.die('trap');
  releaseAll(here);
  here.frames = 0;
  settle(here);
  assert.equal(native.destroyed, 0);
  assert.equal(here.handles, 0);
});

test('objects that a destructor frees are destroyed after it has ended', () => {
  const here = new Owner();
  const other = owned(here);
  const native = nativeObject(() => {
    release(other.token);
    assert.equal(other.native.destroyed, 0);
  });
  release(adopt(native, here));
  assert.equal(other.native.destroyed, 1);
  assert.equal(here.handles, 0);
});
