// The end of the JavaScript stack: a call that does not fit throws, and changes nothing. Each public
// function is called at many depths near the end, until it fits.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';

import { load, scope, scopeAsync, Scope } from 'onggi';

import { prepare, members } from './members.mjs';
import { Bin, collect, held, jsName, manifest, recordedOf, samples, warmUp } from './support.mjs';

// A frame of descend() takes 100 to 200 bytes; a call makes sure of about 96 KiB.
const framesApart = 12;
const mostAttempts = 400;

/**
 * Calls the body at the end of the stack, and then at smaller and smaller depths, until it returns.
 * @template T @param {() => T} body @returns {{ result: T, errors: any[] }} the errors up to then
 */
function atTheEnd(body) {
  /** @type {any[]} */
  const errors = [];
  /** @type {{ result: T } | undefined} */
  let success;
  let frames = 0;
  const descend = () => {
    try {
      descend();
    } catch {
      // The end: from here on upwards.
    }
    if (success !== undefined || frames++ % framesApart !== 0) return;
    if (errors.length > mostAttempts) return;
    try {
      success = { result: body() };
    } catch (error) {
      errors.push(error);
    }
  };
  descend();
  assert.ok(success, `never returned, last ${errors.at(-1)}`);
  return { result: success.result, errors };
}

/** @param {any} error */
const isEndOfStack = (error) =>
  error instanceof RangeError || (error.code === 'stack_exhausted' && error.cause instanceof RangeError);

/** There are errors, and the stack is the cause of each. @param {any[]} errors */
function checkErrors(errors) {
  assert.ok(errors.length > 10, `${errors.length} errors`);
  for (const error of errors) assert.ok(isEndOfStack(error), inspect(error));
  assert.ok(errors.some(({ code }) => code === 'stack_exhausted'));
}

/**
 * The same for an asynchronous function: its promises as well.
 * @param {() => Promise<any>} start @param {() => unknown} fits throws where it does not fit
 * @returns {Promise<any[]>} the results, if any
 */
async function atTheEndAsync(start, fits) {
  /** @type {Promise<any>[]} */
  const promises = new Array(mostAttempts).fill(undefined);
  let started = 0;
  atTheEnd(() => {
    // No call stands in between: if it threw, the promise would be lost and reject unhandled.
    promises[started++] = start();
    fits();
  });
  const outcomes = await Promise.allSettled(promises.filter((promise) => promise !== undefined));
  checkErrors(outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : [])));
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
}

for (const [kind, options] of /** @type {[string, any][]} */ ([
  ['', {}],
  [' with a trace and call sites', { debug: true, trace: () => {} }],
])) {
  describe(`at the end of the stack${kind}`, async () => {
    const onggi = await load(options);
    const { vesta } = onggi;
    warmUp(onggi);

    // A trace keeps its last lines in native memory.
    const stateOf = options.trace ? () => ({ ...held(onggi), heap: 0 }) : () => held(onggi);
    const fits = () => scope(() => {});

    /** Runs a body with a bin that is emptied afterwards, and checks that nothing is left. @param {(bin: Bin) => unknown} body */
    async function within(body) {
      const before = stateOf();
      const bin = new Bin();
      try {
        await body(bin);
      } finally {
        bin.empty();
      }
      assert.deepEqual(stateOf(), before);
    }

    for (const entry of members) {
      test(`${entry.path} throws and changes nothing`, () =>
        within((bin) => {
          const call = prepare(vesta, entry, bin);
          checkErrors(atTheEnd(call).errors);
        }));
    }

    for (const { name, members } of manifest.classes) {
      const getters = members.filter((/** @type {any} */ { role }) => role === 'getter');
      test(`properties of ${name} throw and change nothing`, () =>
        within((bin) => {
          const handle = bin.put(samples[name]?.(vesta, bin));
          for (const getter of getters.map((/** @type {any} */ member) => jsName(member.name))) {
            checkErrors(atTheEnd(() => handle[getter]).errors);
          }
        }));

      test(`free(), share() and transfer() of ${name} throw and change nothing`, () =>
        within((bin) => {
          const make = () => samples[name]?.(vesta, bin);
          const handle = bin.put(make());
          checkErrors(atTheEnd(() => bin.put(handle.share())).errors);
          for (const free of [() => handle.free(), () => handle[Symbol.dispose]()]) {
            checkErrors(atTheEnd(free).errors);
          }
          assert.ok(!handle.live);
          if (vesta[name].route === undefined) return;
          const moved = make();
          const { result: parcel, errors } = atTheEnd(() => moved.transfer());
          checkErrors(errors);
          const received = atTheEnd(() => bin.put(onggi.receive(parcel)));
          checkErrors(received.errors);
        }));
    }

    test('a handle can be freed wherever it could be made', () =>
      within((bin) => {
        const { result } = atTheEnd(() => {
          const vector = bin.put(vesta.Vector.fromFields([1n]));
          vector.get(0);
          try {
            vector.free();
          } catch (error) {
            return error;
          }
          return undefined;
        });
        assert.equal(result, undefined);
      }));

    test('scopes throw before they begin, or free their handles', async () => {
      await within((bin) => {
        const make = () => vesta.Vector.fromFields([1n]);
        checkErrors(atTheEnd(() => scope(() => void make())).errors);
        checkErrors(atTheEnd(() => scope(() => bin.put(make()))).errors);
        const outside = bin.put(make());
        const owner = new Scope();
        checkErrors(atTheEnd(() => owner.own(outside)).errors);
        checkErrors(atTheEnd(() => owner.keep(outside)).errors);
        owner.own(outside);
        checkErrors(atTheEnd(() => owner.close()).errors);
        assert.ok(!outside.live);
      });
      await within(async (bin) => {
        const make = async () => bin.put(vesta.Vector.fromFields([1n]));
        for (const handle of await atTheEndAsync(() => scopeAsync(make), fits)) assert.ok(handle.live);
      });
    });

    test('a scope frees its handles if the stack ends in its function', () =>
      within(() => {
        /** @returns {void} */
        const deeper = () => scope(() => void (vesta.Vector.fromFields([1n]), deeper()));
        assert.throws(deeper, isEndOfStack);
        assert.throws(() => scope(deeper), isEndOfStack);
      }));

    test('memory(), leaks(), onMemory() and reserve() throw and change nothing', async () => {
      await within(async () => {
        checkErrors(atTheEnd(() => onggi.memory()).errors);
        checkErrors(atTheEnd(() => onggi.leaks()).errors);
        const { result: end, errors } = atTheEnd(() => onggi.onMemory(() => {}));
        checkErrors(errors);
        end();
        await atTheEndAsync(() => onggi.reserve(1000), fits);
      });
    });

    test('proving, creating and verifying throw and change nothing', () =>
      within(async (bin) => {
        const index = bin.put(samples.PlonkIndex(vesta, bin));
        const witness = bin.put(samples.Witness(vesta, bin));
        const { result: proof, errors } = atTheEnd(() => index.proveSync(witness));
        checkErrors(errors);
        bin.put(proof);
        const claims = [{ index: bin.put(index.verifierIndex()), proof }];
        checkErrors(atTheEnd(() => vesta.VerifierIndex.batchVerify(claims)).errors);
        for (const each of await atTheEndAsync(() => index.prove(witness), fits)) bin.put(each);
        for (const each of await atTheEndAsync(() => vesta.Srs.createAsync(4), fits)) bin.put(each);
      }));

    test('getters of arguments that exhaust the stack cause no damage', () =>
      within((bin) => {
        /** @returns {any} */
        const endless = () => [endless()];
        /** @type {any} */
        const json = { toJSON: endless };
        for (const value of [
          json,
          {
            get gates() {
              return endless();
            },
          },
        ]) {
          assert.throws(
            () => vesta.GateVector.fromJSON(value),
            (error) => {
              const { code, cause } = /** @type {any} */ (error);
              return isEndOfStack(error) || (code === 'malformed_json' && cause instanceof RangeError);
            }
          );
        }
        const { circuit } = recordedOf('vesta');
        bin.put(vesta.GateVector.fromJSON(circuit));
      }));

    test('handles dropped there are garbage-collected', async () => {
      const before = onggi.memory().handles;
      (() => atTheEnd(() => void vesta.Vector.fromFields([1n])))();
      await collect();
      assert.equal(onggi.memory().handles, before);
    });

    test('the first close() that has enough stack closes the instance', () => {
      const { result, errors } = atTheEnd(() => onggi.close());
      checkErrors(errors);
      assert.deepEqual(result, []);
    });
  });
}
