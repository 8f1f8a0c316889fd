// Methods that are called on something other than their handle: a proxy of it (Vue, MobX), an object that
// inherits from it, undefined. Each call throws a typed error that says what to do.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { format, inspect } from 'node:util';

import { load, OnggiError, Scope } from 'onggi';

import { Bin, held, manifest, samples, warmUp } from './support.mjs';

const onggi = await load();
const { vesta } = onggi;
warmUp(onggi);

const throwing = new Proxy(
  {},
  {
    get() {
      throw new Error('get');
    },
    has() {
      throw new Error('has');
    },
    getPrototypeOf() {
      throw new Error('getPrototypeOf');
    },
  }
);

/** A proxy that was revoked. @param {object} target */
function revoked(target) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** Values in place of a handle, and what the error says of them. @type {[name: string, make: (handle: any) => any, message: RegExp][]} */
const impostors = [
  ['a proxy', (handle) => new Proxy(handle, {}), /Proxy around a handle.*toRaw\(handle\)/],
  ['a proxy of a proxy', (handle) => new Proxy(new Proxy(handle, {}), {}), /toRaw\(handle\)/],
  [
    'an object that inherits from it',
    (handle) => Object.create(handle),
    /inherits from one: pass the handle/,
  ],
  ['a prototype', (handle) => Object.getPrototypeOf(handle), /inherits from one/],
  ['nothing', () => undefined, /got undefined/],
  ['null', () => null, /got null/],
  ['a number', () => 7, /got a number/],
  ['another object', () => ({}), /got an object/],
  ['a revoked proxy', revoked, /expected a/],
  ['a proxy that throws', () => throwing, /expected a/],
];

/** What needs no handle. @type {Set<PropertyKey>} */
const notOfHandles = new Set(['constructor', 'curve', inspect.custom]);

/** Everything that is called on a handle of the class, by name. @param {any} Class */
function* methodsOf(Class) {
  for (
    let prototype = Class.prototype;
    prototype !== Object.prototype;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    for (const key of Reflect.ownKeys(prototype)) {
      const { value, get } = /** @type {PropertyDescriptor} */ (
        Object.getOwnPropertyDescriptor(prototype, key)
      );
      const method = get ?? value;
      if (typeof method !== 'function' || notOfHandles.has(key)) continue;
      yield { name: String(key), method };
    }
  }
}

for (const { name } of manifest.classes) {
  describe(name, () => {
    for (const [kind, make, message] of impostors) {
      test(`every method called on ${kind} throws a typed error`, async () => {
        const before = held(onggi);
        const bin = new Bin();
        const handle = bin.put(samples[name]?.(vesta, bin));
        const impostor = make(handle);
        let methods = 0;
        for (const { name: called, method } of methodsOf(vesta[name])) {
          ++methods;
          // Asynchronous ones reject.
          await assert.rejects(
            async () => Reflect.apply(method, impostor, []),
            (error) => {
              assert.ok(error instanceof OnggiError, `${called}: ${inspect(error)}`);
              assert.equal(error.code, 'wrong_type', called);
              assert.match(error.message, message, called);
              return true;
            }
          );
        }
        assert.ok(methods > 6);
        assert.ok(handle.live);
        bin.empty();
        assert.deepEqual(held(onggi), before);
      });
    }
  });
}

test('passing one as an argument throws a typed error', () => {
  const srs = vesta.Srs.create(2);
  for (const [kind, make, message] of impostors) {
    const impostor = make(srs);
    const scope = new Scope();
    for (const use of [
      () => vesta.PlonkIndex.create({}, impostor),
      () => scope.own(impostor),
      () => scope.keep(impostor),
    ]) {
      assert.throws(use, (error) => {
        assert.ok(error instanceof OnggiError, inspect(error));
        assert.equal(error.code, 'wrong_type', kind);
        assert.match(error.message, message);
        return true;
      });
    }
  }
  srs.free();
});

test('the error of an unbound method says how to call it', () => {
  const { free } = vesta.Srs.prototype;
  assert.throws(() => free(), {
    code: 'wrong_type',
    message:
      'free: this: expected a handle, got undefined: call the method on its handle, as in handle.free(), or bind it',
  });
});

test('scope methods on a proxy or unbound throw a typed error', () => {
  const scope = new Scope();
  for (const impostor of [new Proxy(scope, {}), Object.create(scope), undefined, {}]) {
    for (const method of [scope.own, scope.keep, scope.close]) {
      assert.throws(() => Reflect.apply(method, impostor, [1]), { code: 'wrong_type' });
    }
  }
  assert.throws(() => /** @type {any} */ (Scope).run(7), { code: 'wrong_type' });
});

describe('inspection', () => {
  test('never throws', () => {
    const handle = vesta.Srs.create(2);
    const inspects = /** @type {any} */ (handle)[inspect.custom];
    for (const [, make] of impostors) {
      const impostor = make(handle);
      assert.equal(typeof Reflect.apply(inspects, impostor, []), 'string');
      if (impostor !== throwing) assert.equal(typeof format('%o %s', impostor, impostor), 'string');
    }
    assert.equal(inspect(handle), 'vesta.Srs {}');
    assert.match(inspect(new Proxy(handle, {})), /Handle \{ a proxy around a handle/);
    Object.defineProperty(handle, 'constructor', {
      get() {
        throw new Error('mine');
      },
    });
    // Node's own inspect() reads the constructor as well.
    assert.equal(inspects.call(handle), 'handle {}');
    handle.free();
    assert.equal(inspects.call(handle), 'handle { freed }');
    assert.throws(() => handle.size, { code: 'stale_handle', message: 'this vesta.Srs was freed' });
  });

  test('and share() ignore an own constructor property of a handle', () => {
    const handle = /** @type {any} */ (vesta.Srs.create(2));
    handle.constructor = class {
      constructor() {
        throw new Error('mine');
      }
    };
    const alias = handle.share();
    assert.ok(alias instanceof vesta.Srs);
    for (const each of [handle, alias]) each.free();
    assert.equal(onggi.memory().handles, 0);
  });
});
