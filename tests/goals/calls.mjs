// Goals of calls: their cost, and what they leave if they fail.
import { setImmediate as turn } from 'node:timers/promises';

import { load, scope, scopeAsync } from 'onggi';

import { Instance } from '../../dist/runtime/native/instance.mjs';
import { Sampler, topTypes } from '../../js-glue/runtime/observe/leaks.mjs';
import { multiplications } from '../bench/circuit.mjs';
import { gc } from '../js/collect.mjs';
import { made, Owner } from '../js/fake.mjs';
import { readJson } from '../js/support.mjs';
import { nanoseconds, siteLine } from './measuring.mjs';

/** Collects garbage at every request for random bytes, which native code makes. @param {() => Promise<void>} code */
async function collectingWithin(code) {
  const { getRandomValues } = crypto;
  let within = 0;
  crypto.getRandomValues = (array) => {
    ++within;
    gc();
    return getRandomValues.call(crypto, array);
  };
  await code().finally(() => (crypto.getRandomValues = getRandomValues));
  return within;
}

/** Counts the native calls of the code. @param {() => Promise<unknown>} code */
async function crossings(code) {
  const { leaveFrame } = Instance.prototype;
  let count = 0;
  Instance.prototype.leaveFrame = function (call) {
    ++count;
    leaveFrame.call(this, call);
  };
  await code().finally(() => (Instance.prototype.leaveFrame = leaveFrame));
  return count;
}

/** The native part of a call, as a function to be repeated. @param {() => unknown} call that takes no block */
function nativePart(call) {
  const { enter } = Instance.prototype;
  /** @type {any} */
  let instance;
  Instance.prototype.enter = function (name) {
    instance = this;
    return enter.call(this, name);
  };
  call();
  Instance.prototype.enter = enter;
  const { functions } = instance;
  /** @type {any} */
  let crossed;
  const get =
    (/** @type {any} */ _, /** @type {string} */ index) =>
    (/** @type {number[]} */ ...wires) => {
      crossed = [functions.classes[index], wires[0]];
      return crossed[0](...wires);
    };
  instance.functions = { ...functions, classes: new Proxy(functions.classes, { get: get }) };
  call();
  instance.functions = functions;
  const { status, number } = functions;
  const [member, self] = crossed;
  return () => void (member(self), status(), number());
}

// Enough for a thousand collections.
const proofs = 6;

/** Ten lines that leak, each with a weight of its own. @param {(weight: number) => void} leak */
const places = (leak) => [
  () => leak(1),
  () => leak(2),
  () => leak(4),
  () => leak(8),
  () => leak(10),
  () => leak(20),
  () => leak(30),
  () => leak(400),
  () => leak(900),
  () => leak(2000),
];

/** Whether one of 64 ranks the three largest of the ten places, in their order. @param {number} count of leaks */
function ranksByOneOf64(count) {
  const owner = new Owner();
  const sampler = new Sampler(64, Infinity);
  /** @type {{ handle: { free(): void } }[]} */
  const kept = [];
  const leaks = places((weight) => {
    const object = made(owner, undefined, weight);
    sampler.note(object.token, weight);
    kept.push(object);
  });
  for (let i = 0; i < count; ++i) leaks[Math.floor(Math.random() * 10)]?.();
  const [top] = topTypes(owner);
  const lines = (top?.sites ?? []).map((site) =>
    siteLine(site.split('\n').slice(1).join('\n'), import.meta.url)
  );
  for (const { handle } of kept) handle.free();
  return lines.join() === '() => leak(2000),,() => leak(900),,() => leak(400),';
}

/** @type {import('./main.mjs').Goals} */
export const callGoals = {
  'failing-calls': {
    number: 7,
    goal: '100,000 failed calls leak no byte and no handle, and restore the stack',
    async measure() {
      const { vesta, memory, raw } = await load({ raw: true });
      const stale = vesta.Srs.create(2);
      stale.free();
      const calls = [
        () => vesta.Srs.create(0),
        () => vesta.Srs.fromBytes(new Uint8Array(100)),
        () => vesta.PlonkIndex.create('{}', /** @type {any} */ ({})),
        () => stale.size,
      ];
      const fail = (/** @type {() => unknown} */ call) => {
        try {
          call();
        } catch {
          return;
        }
        throw new Error('it did not fail');
      };
      const state = () => [memory().heap, memory().handles, raw._emscripten_stack_get_current()];
      for (const call of calls) fail(call);
      state();
      const before = state();
      for (let i = 0; i < 100_000; ++i) fail(/** @type {any} */ (calls[i % 4]));
      const after = state();
      return {
        value: `${Number(after[0]) - Number(before[0])} bytes`,
        holds: String(before) === String(after),
      };
    },
  },
  stale: {
    number: 8,
    goal: '1,000,000 uses of freed handles whose slots are reused: typed errors only',
    async measure() {
      const { vesta } = await load();
      const dead = Array.from({ length: 100 }, () => vesta.VerificationBatch.create());
      for (const handle of dead) handle.free();
      const alive = Array.from({ length: 100 }, () => vesta.VerificationBatch.create());
      let typed = 0;
      const { stackTraceLimit } = Error;
      Error.stackTraceLimit = 0;
      for (let i = 0; i < 1_000_000; ++i) {
        try {
          void dead[i % 100].length;
        } catch (error) {
          if (/** @type {any} */ (error).code === 'stale_handle') ++typed;
        }
      }
      Error.stackTraceLimit = stackTraceLimit;
      for (const handle of alive) handle.free();
      return { value: `${typed} typed`, holds: typed === 1_000_000 };
    },
  },
  'collections-within': {
    number: 9,
    goal: 'garbage is collected inside native code and between the steps of calls: nothing is freed early',
    async measure() {
      const { vesta, memory } = await load();
      const folder = 'tests/vectors/circuits/fp_generic';
      const circuit = readJson(`${folder}/circuit.json`);
      const witness = readJson(`${folder}/witness.json`);
      let [accepted, between] = [0, 0];
      const onProgress = () => (++between, gc());
      // Only the call refers to the handles that it uses.
      const prove = () =>
        vesta.PlonkIndex.create(circuit, vesta.Srs.create(circuit.srs_depth)).prove(
          vesta.Witness.fromJSON(witness),
          { onProgress }
        );
      const verifier = scope(() =>
        vesta.PlonkIndex.create(circuit, vesta.Srs.create(circuit.srs_depth)).verifierIndex()
      );
      const within = await collectingWithin(async () => {
        for (let i = 0; i < proofs; ++i) if (verifier.verify(await prove())) ++accepted;
      });
      return {
        value: `${accepted} of ${proofs} proofs, ${between} collections between steps, ${within} inside, ${memory().handles} handles left`,
        holds: accepted === proofs && between + within >= 1000,
      };
    },
  },
  overhead: {
    number: 11,
    goal: 'adopt and free under 1 µs; a checked call under 0.1 µs more than the native one; under 0.1 % of a proof of 2^12 rows',
    async measure() {
      const owner = new Owner();
      const cycle = nanoseconds(200_000, () => made(owner).handle.free());
      const { vesta } = await load();
      const handle = vesta.Srs.create(2);
      const native = nanoseconds(
        200_000,
        nativePart(() => handle.size)
      );
      const checked = nanoseconds(200_000, () => void handle.size);
      const whole = nanoseconds(200_000, () => vesta.VerificationBatch.create().free());
      const { circuit, witness } = multiplications(12);
      const index = vesta.PlonkIndex.create(circuit, vesta.Srs.create(circuit.srs_depth));
      const values = vesta.Witness.fromJSON(witness);
      const start = performance.now();
      const frames = await crossings(() => index.prove(values));
      const share = (frames * cycle) / (1e6 * (performance.now() - start));
      return {
        value: `${cycle} ns adopt and free, object included, ${whole} ns of a real one; ${checked - native} ns a checked call beyond the native ${native}; ${frames} frames, ${(100 * share).toFixed(3)} % of a proof`,
        holds: cycle < 1000 && whole < 1000 && checked - native < 100 && share < 0.001,
      };
    },
  },
  'async-scopes': {
    number: 12,
    goal: '100 concurrent asynchronous scopes, implicit and explicit: each frees its own handles',
    async measure() {
      const { vesta, memory } = await load();
      const one = (/** @type {number} */ i) =>
        scopeAsync(async (s) => {
          for (let k = 0; k < 10; ++k) {
            const batch = vesta.VerificationBatch.create();
            if (i % 2) s.own(batch);
            await turn();
            void batch.length;
            if (i % 7 === k) throw new Error('chance');
          }
        }).catch((error) => (error.message === 'chance' ? undefined : Promise.reject(error)));
      await Promise.all(Array.from({ length: 100 }, (_, i) => one(i)));
      return { value: `${memory().handles} handles`, holds: memory().handles === 0 };
    },
  },
  'leak-report': {
    number: 15,
    goal: 'ten leaks at ten lines: all named in debug mode; one of 64 ranks the top three of 20,000 in 95 % of 100 runs',
    async measure() {
      const { vesta, leaks } = await load({ debug: true });
      /** @type {unknown[]} */
      const kept = [];
      for (const leak of places((weight) => kept.push(vesta.Srs.create(1 + weight)))) leak();
      const lines = leaks().map(({ site = '' }) =>
        siteLine(site.split('\n').slice(1).join('\n'), import.meta.url)
      );
      const named = new Set(lines.filter((line) => line.startsWith('() => leak('))).size;
      const [few = 0, many = 0] = [1000, 20_000].map(
        (count) => Array.from({ length: 100 }, () => ranksByOneOf64(count)).filter(Boolean).length
      );
      return {
        value: `${named} of ${kept.length} named, ${many} of 100 ranked (${few} by 1,000 leaks)`,
        holds: named === 10 && many >= 95,
      };
    },
  },
};
