// Guarded modules: every object has one owner, and is freed once.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { scope, Scope, scopeAsync } from 'onggi';
import { guard } from 'onggi/guard';

import { collect, turn } from '../collect.mjs';
import { fakeGlue } from './fake_glue.mjs';

/** A guarded module, and what is alive in it. @param {object} [options] @param {object} [glue] */
function guardedFake(options, glue) {
  const fake = fakeGlue(glue);
  const guarded = guard(fake.exports, options);
  const check = (/** @type {number} */ alive) => {
    assert.deepEqual([fake.alive.size, fake.wrongFrees], [alive, []]);
    assert.equal(guarded.memory().handles, alive);
  };
  return { ...fake, ...guarded, check };
}

for (const finalizers of [true, false]) {
  const glue = { finalizers };
  const name = finalizers ? 'with finalizers of its own' : 'without finalizers';

  test(`${name}: free(), dispose, scope and collector free an object once`, async () => {
    const { exports, check } = guardedFake({}, glue);
    const item = new exports.Item(8);
    assert.equal(item.size, 8);
    check(1);
    item.free();
    item.free();
    check(0);
    exports.Item.create(8)[Symbol.dispose]();
    check(0);
    scope(() => void new exports.Item(8).copy);
    check(0);
    (() => {
      for (let i = 0; i < 20; ++i) new exports.Item(8);
    })();
    await collect();
    check(0);
  });

  test(`${name}: an object that native code takes over is not freed again`, async () => {
    const { exports, check } = guardedFake({}, glue);
    (() => {
      const [a, b] = [new exports.Item(1), new exports.Item(2)];
      assert.equal(exports.take_two(a, b), 3);
      for (const item of [a, b]) {
        assert.throws(() => item.size, { code: 'stale_handle', message: 'this Item was moved' });
        item.free();
      }
      const merged = new exports.Item(1).merged(new exports.Item(2));
      assert.equal(merged.size, 3);
      merged.copy = new exports.Item(1);
      assert.equal(merged.into_size(), 3);
      assert.throws(() => merged.size, { code: 'stale_handle' });
    })();
    await collect();
    check(0);
  });
}

test('a new object at the address of one that was taken over is another object', () => {
  const { exports, check } = guardedFake();
  const first = new exports.Item(1);
  const second = first.merged(new exports.Item(2));
  const third = second.merged(first);
  assert.equal(third.size, 4);
  assert.throws(() => first.size, { code: 'stale_handle' });
  second.free();
  third.free();
  check(0);
});

test('a wrong argument is refused before another one is taken over', () => {
  const { exports, check } = guardedFake();
  const item = new exports.Item(1);
  assert.throws(() => exports.take_two(item, {}), {
    code: 'wrong_type',
    message: 'take_two: b: expected a Item, got an object (Object)',
  });
  assert.throws(() => exports.take_two(item), { code: 'wrong_type' });
  assert.throws(() => exports.take_two(item, item), { code: 'handle_in_use' });
  assert.equal(item.size, 1);
  assert.equal(exports.take_optional(undefined), 0);
  assert.equal(exports.take_optional(item), 1);
  check(0);
});

test('an error of the module passes, and what it took over before stays taken over', () => {
  const { exports, check } = guardedFake();
  const item = new exports.Item(1);
  assert.throws(() => exports.take_and_fail(item), { message: 'failed in Rust' });
  assert.throws(() => item.size, { code: 'stale_handle' });
  check(0);
});

test('an object with further handles is not taken over', () => {
  const { exports, check } = guardedFake();
  const item = new exports.Item(1);
  const other = item.share();
  assert.throws(() => exports.take_optional(item), { code: 'handle_in_use' });
  item.free();
  assert.equal(exports.take_optional(other), 1);
  check(0);
});

test('objects in arrays and arguments of callbacks have owners', () => {
  const { exports, alive, check } = guardedFake();
  const list = exports.make_list(3);
  assert.ok(list.every((/** @type {unknown} */ item) => item instanceof exports.Item));
  check(3);
  scope(() =>
    assert.equal(
      exports.with_item((/** @type {any} */ item) => item.size),
      8
    )
  );
  check(3);
  for (const item of list) item.free();
  assert.equal(alive.size, 0);
});

test('an object that native code takes over from a callback is not freed again', async () => {
  const { exports, check } = guardedFake();
  await (async () => {
    const item = new exports.Item(3);
    assert.equal(
      exports.take_from(() => item),
      3
    );
    assert.throws(() => item.size, { code: 'stale_handle', message: /taken over/ });
    assert.equal(
      exports.take_from(() => new exports.Item(4)),
      4
    );
  })();
  await collect();
  check(0);
});

test('a promise of a module that was closed meanwhile rejects', async () => {
  const { exports, close } = guardedFake();
  const later = exports.size_later(new exports.Item(5), turn());
  close();
  await assert.rejects(later, { code: 'instance_dead' });
});

test('an object that the module returns unchanged gets a further handle', () => {
  const { exports, check } = guardedFake();
  const item = new exports.Item(1);
  const same = exports.same(item);
  item.free();
  assert.equal(same.size, 1);
  same.free();
  check(0);
});

test('an object is not freed while an asynchronous call uses it', async () => {
  const { exports, check } = guardedFake();
  const running = (() => {
    const work = (async () => {
      await turn();
      await collect();
    })();
    return exports.size_later(new exports.Item(5), work);
  })();
  assert.equal(await running, 5);
  await collect();
  check(0);
  const item = new exports.Item(6);
  const later = exports.size_later(item, turn());
  item.free();
  assert.throws(() => item.size, { code: 'stale_handle' });
  assert.throws(() => exports.take_optional(item), { code: 'stale_handle' });
  assert.equal(await later, 6);
  check(0);
});

test('asynchronous scopes own the objects that are made in them', async () => {
  const { exports, check } = guardedFake();
  const kept = await scopeAsync(async () => {
    new exports.Item(1);
    await turn();
    return new exports.Item(2);
  });
  assert.equal(kept.size, 2);
  check(1);
  kept.free();
  const open = new Scope();
  open.own(new exports.Item(1));
  open.close();
  check(0);
});

test('pointers in lists are refused unless a table tells what the function does', () => {
  const { exports, check } = guardedFake();
  const item = new exports.Item(3);
  const hint = /take_list: pointers.*name it in the option consumes or borrows/;
  assert.throws(() => exports.take_list([item]), { code: 'unsupported', message: hint });
  assert.throws(() => exports.take_list(Uint32Array.of(item.__wbg_ptr)), {
    code: 'unsupported',
    message: hint,
  });
  assert.throws(() => exports.take_list([{ pointer: item.__wbg_ptr }]), { code: 'unsupported' });
  assert.equal(item.size, 3);
  item.free();
  check(0);
});

test('pointers in lists are taken over or only read, as the tables tell', async () => {
  const { exports, check } = guardedFake({ consumes: { take_list: [0] }, borrows: { sum_list: [0] } });
  (() => {
    const [a, b, c] = [1, 2, 4].map((size) => new exports.Item(size));
    assert.equal(exports.sum_list([a, b]), 3);
    assert.equal(exports.sum_list(Uint32Array.of(a.__wbg_ptr, c.__wbg_ptr)), 5);
    assert.equal(exports.take_list([a, b]), 3);
    assert.equal(exports.take_list(Uint32Array.of(c.__wbg_ptr >>> 0)), 4);
    for (const item of [a, b, c]) assert.throws(() => item.size, { code: 'stale_handle' });
  })();
  await collect();
  check(0);
});

test('the pointer of a freed object is refused, and an object whose pointer was read is not collected', async () => {
  const { exports, check } = guardedFake({ borrows: { sum_list: [0] } });
  const pointers = (() => Uint32Array.of(new exports.Item(3).__wbg_ptr))();
  await collect();
  assert.equal(exports.sum_list(pointers), 3);
  check(1);
  const other = exports.Item.__wrap(pointers[0]);
  assert.equal(other.size, 3);
  other.free();
  const freed = new exports.Item(4);
  const stale = Uint32Array.of(freed.__wbg_ptr);
  freed.free();
  assert.throws(() => exports.sum_list(stale), { code: 'stale_handle' });
  check(1);
});

test('the same pointer wrapped several times is freed with the last handle', async () => {
  const { exports, alive, wrongFrees } = guardedFake();
  const [pointer = 0] = exports.make_pointers(1);
  const [a, b, c] = [1, 2, 3].map(() => exports.Item.__wrap(pointer));
  a.free();
  assert.equal(b.size, 8);
  b.free();
  assert.equal(alive.size, 1);
  c.free();
  await collect();
  assert.deepEqual([alive.size, wrongFrees], [0, []]);
});

test('__destroy_into_raw() gives the object to the program', async () => {
  const { exports, alive, wrongFrees } = guardedFake();
  const pointer = (() => new exports.Item(3).__destroy_into_raw())();
  await collect();
  assert.equal(alive.size, 1);
  assert.equal(exports.take_list(Uint32Array.of(pointer)), 3);
  assert.deepEqual([alive.size, wrongFrees], [0, []]);
});

test('objects of a subclass have its methods, and one owner', async () => {
  const { exports, check } = guardedFake();
  class Measured extends exports.Item {
    doubled = 2 * this.size;
    half() {
      return this.size / 2;
    }
  }
  const measured = new Measured(10);
  assert.ok(measured instanceof Measured && measured instanceof exports.Item);
  assert.deepEqual([measured.half(), measured.doubled, measured.size, measured.live], [5, 20, 10, true]);
  assert.equal(exports.same(measured).size, 10);
  measured.free();
  await collect();
  check(0);
  scope(() => new Measured(1)).free();
  const other = Reflect.construct(exports.Item, [1], Map);
  assert.ok(other instanceof exports.Item);
  other.free();
  check(0);
});

test('an imitation of a handle, an object of the bare module and one of another module are refused', () => {
  const [one, two] = [guardedFake(), guardedFake()];
  const imitation = Object.create(one.exports.Item.prototype);
  assert.throws(() => imitation.size, { code: 'wrong_type' });
  assert.throws(() => void (imitation.__wbg_ptr = 8), { code: 'unsupported', message: /__wrap/ });
  const item = new two.exports.Item(1);
  assert.throws(() => one.exports.same(item), { code: 'wrong_instance' });
  assert.throws(() => one.exports.same({ deep: [item] }), {
    code: 'wrong_instance',
    message: /item\.deep\[0\]/,
  });
  const bare = fakeGlue();
  const guarded = guard(bare.exports);
  assert.throws(() => guarded.exports.same(new bare.exports.Item(1)), {
    code: 'wrong_type',
    message: /guarded exports/,
  });
});

test('a trap ends the module; its handles are stale, and nothing is called any more', async () => {
  const { exports, alive, wrongFrees, closed } = guardedFake();
  const item = new exports.Item(1);
  assert.throws(() => exports.trap(), { code: 'instance_dead' });
  await closed;
  assert.throws(() => item.size, { code: 'instance_dead' });
  assert.throws(() => new exports.Item(1), { code: 'instance_dead' });
  item.free();
  assert.deepEqual([alive.size, wrongFrees], [1, []]);
});

test('close() frees what is alive, and the module can be guarded again', async () => {
  const { exports: bare, alive, wrongFrees } = fakeGlue();
  const guarded = guard(bare);
  const item = new guarded.exports.Item(1);
  assert.throws(() => guard(bare), { code: 'invalid_argument', message: /guarded already/ });
  assert.deepEqual(
    guarded.close().map(({ type }) => type),
    ['Item']
  );
  guarded.close();
  await guarded.closed;
  assert.throws(() => item.size, { code: 'instance_dead' });
  assert.deepEqual([alive.size, wrongFrees], [0, []]);
  assert.equal(new (guard(bare).exports.Item)(4).size, 4);
});
