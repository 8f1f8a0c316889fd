// Calls every public function with hostile arguments: npm run fuzz:api -- [--worker] [--calls N] [--seed N]
//
// The seed determines every choice. A failure ends the program with 1, and says with which seed and in which
// round it came. With --worker the functions are those of onggi/worker: the order in which promises settle is not
// determined, nor are the choices that follow.
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

import { load } from 'onggi';

import { warmUp } from '../../js/support.mjs';
import { Fuzzer } from './fuzzer.mjs';
import { Random } from './random.mjs';
import { Models, WorkerFuzzer } from './worker_fuzzer.mjs';

const callsInRound = 2000;
const endingOneIn = 4;

/** @typedef {{ calls: number, outcomes: Record<string, number>, round(count: number): Promise<void> }} AnyFuzzer */
/** Makes what runs a round, which may end the instance or the client. @typedef {(random: Random, mayEnd: boolean) => Promise<AnyFuzzer>} MakeFuzzer */

/** A thread that grows the buffers that it is given. */
function growingThread() {
  const worker = new Worker(new URL('grow.mjs', import.meta.url));
  worker.unref();
  return worker;
}

/**
 * For the functions of an instance. Rounds that do not end it share one.
 * @param {any} onggi @param {(buffer: unknown) => void} shared @returns {MakeFuzzer}
 */
function forInstance(onggi, shared) {
  warmUp(onggi); // values that are computed once and kept
  /** @type {Fuzzer | undefined} */
  let steady;
  return async (random, mayEnd) =>
    mayEnd
      ? new Fuzzer(await load(), random, { shared, mayEnd })
      : (steady ??= new Fuzzer(onggi, random, { shared }));
}

/** @param {any} onggi @param {(buffer: unknown) => void} shared @returns {MakeFuzzer} */
function forWorker(onggi, shared) {
  const models = new Models(onggi);
  return async (random, mayEnd) => new WorkerFuzzer(random, { shared, mayEnd, models });
}

/**
 * @param {{ seed: number, calls: number, worker?: boolean, say?: (text: string) => void }} options
 * @returns {Promise<Record<string, number>>} calls by outcome
 */
export async function fuzz({ seed, calls, worker: inWorker = false, say = () => {} }) {
  const worker = growingThread();
  const shared = (/** @type {unknown} */ buffer) => worker.postMessage(buffer);
  const onggi = await load();
  const make = inWorker ? forWorker(onggi, shared) : forInstance(onggi, shared);
  /** @type {Set<AnyFuzzer>} */
  const fuzzers = new Set();
  let done = 0;
  for (let round = 0; done < calls; ++round) {
    const random = new Random((seed ^ Math.imul(round, 0x9e3779b1)) >>> 0);
    const fuzzer = await make(random, round % endingOneIn === 1);
    fuzzers.add(fuzzer);
    const before = fuzzer.calls;
    try {
      await fuzzer.round(Math.min(callsInRound, calls - done));
    } catch (error) {
      throw new Error(
        `seed ${seed}, round ${round}, call ${fuzzer.calls - before}: ${/** @type {any} */ (error).message}`,
        { cause: error }
      );
    }
    done += fuzzer.calls - before;
    if (round % 50 === 0) say(`${done} calls`);
  }
  onggi.close();
  await worker.terminate();
  return totals([...fuzzers].map(({ outcomes }) => outcomes));
}

/** @param {Record<string, number>[]} outcomes */
function totals(outcomes) {
  /** @type {Record<string, number>} */
  const sums = {};
  for (const [name, times] of outcomes.flatMap(Object.entries)) sums[name] = (sums[name] ?? 0) + times;
  return sums;
}

if (process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === import.meta.url) {
  const { values: options } = parseArgs({
    options: {
      worker: { type: 'boolean', default: false },
      calls: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '1' },
    },
  });
  try {
    const outcomes = await fuzz({
      seed: Number(options.seed),
      calls: Number(options.calls),
      worker: options.worker,
      say: console.log,
    });
    const ranked = Object.entries(outcomes).sort(([, a], [, b]) => b - a);
    console.log(ranked.map(([name, times]) => `${name}: ${times}`).join('\n'));
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    process.exitCode = 1;
  }
}
