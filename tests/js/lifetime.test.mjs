// The lifetime contract, over every handle class that the manifest has, on both curves.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MessageChannel } from 'node:worker_threads';

import { load, OnggiError, StaleHandleError } from 'onggi';

import { Bin, collect, held, jsName, manifest, samples, warmUp } from './support.mjs';

const onggi = await load();
warmUp(onggi);
const asyncDispose = Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose');
const dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');

/** Calls a member whatever its role. @param {any} target @param {any} member @param {any[]} args */
const use = (target, { name, role }, args) =>
  role === 'getter' ? target[jsName(name)] : target[jsName(name)](...args);

/**
 * Arguments that pass every check made in JavaScript, handles among them.
 * @param {any} curve @param {any[]} params @param {Bin} bin
 */
const argumentsFor = (curve, params, bin) =>
  params.map(({ kind, class: name }) => {
    if (kind === 'handle') return bin.put(samples[name](curve, bin));
    if (kind === 'size' || kind === 'cell') return 1;
    if (kind === 'cells') return [1];
    if (kind === 'text' || kind === 'json') return '{}';
    if (kind === 'point') return null;
    return new Uint8Array(32);
  });

/** Every place that takes a handle of a class. @param {string} name */
const placesThatTake = (name) =>
  manifest.classes.flatMap((/** @type {any} */ owner) =>
    owner.members.flatMap((/** @type {any} */ member) =>
      member.params.flatMap((/** @type {any} */ param, /** @type {number} */ position) =>
        param.class === name ? [{ owner: owner.name, member, position, optional: param.optional }] : []
      )
    )
  );

/** @param {() => unknown} call @param {string} code */
const throwsCode = (call, code) =>
  assert.throws(call, (error) => {
    assert.ok(error instanceof OnggiError, String(error));
    assert.equal(error.code, code, error.message);
    return true;
  });

test('every class of the manifest is exported and has a sample', () => {
  const names = manifest.classes.map((/** @type {any} */ { name }) => name);
  assert.deepEqual(Object.keys(samples).sort(), [...names].sort());
  for (const { name: curve } of manifest.curves) {
    for (const name of names) assert.equal(typeof onggi[curve][name], 'function');
  }
});

for (const { name: curveName, types } of manifest.curves) {
  const curve = onggi[curveName];
  const other = onggi[curveName === 'vesta' ? 'pallas' : 'vesta'];

  for (const { name, members } of manifest.classes) {
    describe(`${curveName}.${name}`, () => {
      /** @template T @param {(handle: any, bin: Bin) => T} body */
      const withSample = (body) => {
        const before = held(onggi);
        const bin = new Bin();
        try {
          return body(bin.put(samples[name](curve, bin)), bin);
        } finally {
          bin.empty();
          assert.deepEqual(held(onggi), before);
        }
      };

      test('is in the ledger until free(), which may be repeated', () => {
        withSample((handle, bin) => {
          const count = () => onggi.memory().byType[types[name]]?.count ?? 0;
          const first = count();
          const one = samples[name](curve, bin);
          assert.ok(one instanceof curve[name]);
          assert.equal(one.curve, curveName);
          assert.ok(one.live);
          assert.ok(count() > first);
          one.free();
          assert.ok(!one.live);
          const second = held(onggi);
          one.free();
          one[dispose]();
          assert.deepEqual(held(onggi), second);
          assert.ok(handle.live);
        });
      });

      test('[Symbol.dispose]() frees it', () => {
        withSample((handle) => {
          handle[dispose]();
          assert.ok(!handle.live);
        });
      });

      test('[Symbol.asyncDispose]() frees it, and may be repeated', async () => {
        const before = held(onggi);
        const bin = new Bin();
        const handle = samples[name](curve, bin);
        const disposed = handle[asyncDispose]();
        assert.ok(!handle.live);
        await disposed;
        await handle[asyncDispose]();
        handle.free();
        bin.empty();
        assert.deepEqual(held(onggi), before);
      });

      test('the object is freed with its last shared handle', () => {
        withSample((handle, bin) => {
          const before = held(onggi);
          const alias = handle.share();
          assert.ok(alias instanceof curve[name]);
          assert.notEqual(alias, handle);
          assert.deepEqual(held(onggi), { ...before, handles: before.handles + 1 });
          handle.free();
          assert.ok(!handle.live && alias.live);
          assert.deepEqual(held(onggi), before);
          assert.throws(() => handle.share(), { code: 'stale_handle', type: `${curveName}.${name}` });
          const third = bin.put(alias.share());
          alias.free();
          assert.ok(third.live);
        });
      });

      test('every use after free() throws StaleHandleError', () => {
        withSample((handle, bin) => {
          const instanceMembers = members.filter((/** @type {any} */ m) => m.role !== 'factory');
          assert.ok(instanceMembers.length > 0);
          const calls = instanceMembers.map((/** @type {any} */ member) => {
            const args = argumentsFor(curve, member.params, bin);
            return () => use(handle, member, args);
          });
          handle.free();
          const again = bin.put(samples[name](curve, bin)); // this reuses its slot
          for (const call of calls) {
            assert.throws(call, (error) => error instanceof StaleHandleError);
            assert.throws(call, { code: 'stale_handle', type: `${curveName}.${name}` });
          }
          assert.ok(again.live);
        });
      });

      test('a freed handle is refused by every parameter of its class', () => {
        for (const { owner, member, position } of placesThatTake(name)) {
          withSample((handle, bin) => {
            const target = member.role === 'factory' ? curve[owner] : bin.put(samples[owner](curve, bin));
            const args = argumentsFor(curve, member.params, bin);
            handle.free();
            args[position] = handle;
            throwsCode(() => use(target, member, args), 'stale_handle');
          });
        }
      });

      test('parameters refuse other classes, curves and instances', async () => {
        const foreign = await load();
        for (const { owner, member, position, optional } of placesThatTake(name)) {
          withSample((handle, bin) => {
            const target = member.role === 'factory' ? curve[owner] : bin.put(samples[owner](curve, bin));
            const args = argumentsFor(curve, member.params, bin);
            const wrongName = name === 'Srs' ? 'Witness' : 'Srs';
            /** @type {[unknown, string][]} */
            const wrong = [
              ...(optional ? [] : /** @type {[unknown, string][]} */ ([[undefined, 'wrong_type']])),
              [null, 'wrong_type'],
              [7, 'wrong_type'],
              ['handle', 'wrong_type'],
              [{}, 'wrong_type'],
              [{ ...handle }, 'wrong_type'],
              [Object.create(handle), 'wrong_type'],
              [Object.create(curve[name].prototype), 'wrong_type'],
              [bin.put(samples[wrongName](curve, bin)), 'wrong_type'],
              [bin.put(samples[name](other, bin)), 'wrong_curve'],
              [bin.put(samples[name](foreign[curveName], bin)), 'wrong_instance'],
            ];
            for (const [value, code] of wrong) {
              const changed = args.with?.(position, value) ?? Object.assign([...args], { [position]: value });
              throwsCode(() => use(target, member, changed), code);
            }
          });
        }
        assert.equal(foreign.memory().handles, 0);
      });

      test('a method refuses a `this` of another class', () => {
        withSample((handle, bin) => {
          const wrongName = name === 'Srs' ? 'Witness' : 'Srs';
          const stranger = bin.put(samples[wrongName](curve, bin));
          for (const member of members) {
            if (member.role !== 'method') continue;
            const method = handle[jsName(member.name)];
            const args = argumentsFor(curve, member.params, bin);
            throwsCode(() => method.apply(stranger, args), 'wrong_type');
            throwsCode(() => method.apply(undefined, args), 'wrong_type');
          }
        });
      });

      test('cannot be made with `new`, cloned or posted', () => {
        withSample((handle) => {
          throwsCode(() => new curve[name](), 'invalid_argument');
          const { port1, port2 } = new MessageChannel();
          for (const clone of [structuredClone, (/** @type {any} */ h) => port1.postMessage(h)]) {
            assert.throws(() => clone(handle), { name: 'DataCloneError' });
          }
          port1.close();
          port2.close();
        });
      });

      test('a dropped handle is freed when it is garbage-collected', async () => {
        const before = held(onggi);
        (() => {
          const bin = new Bin();
          for (let i = 0; i < 5; ++i) samples[name](curve, bin);
        })();
        assert.ok(onggi.memory().handles > before.handles);
        await collect();
        assert.deepEqual(held(onggi), before);
      });
    });
  }
}
