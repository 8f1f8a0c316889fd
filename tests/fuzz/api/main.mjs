// Calls every public function with hostile arguments: npm run fuzz:api -- [--calls N] [--seed N]
//
// The seed determines every choice. A failure ends the program with 1, and says with which seed and in which
// round it came.
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

import { load } from 'onggi';

import { warmUp } from '../../js/support.mjs';
import { Fuzzer } from './fuzzer.mjs';
import { Random } from './random.mjs';

const callsInRound = 2000;
const endingOneIn = 4;

/** A thread that grows the buffers that it is given. */
function growingThread() {
  const worker = new Worker(new URL('grow.mjs', import.meta.url));
  worker.unref();
  return worker;
}

/**
 * @param {{ seed: number, calls: number, say?: (text: string) => void }} options
 * @returns {Promise<Record<string, number>>} calls by outcome
 */
export async function fuzz({ seed, calls, say = () => {} }) {
  const worker = growingThread();
  const shared = (/** @type {unknown} */ buffer) => worker.postMessage(buffer);
  const onggi = await load();
  warmUp(onggi);
  const steady = new Fuzzer(onggi, new Random(seed), { shared });
  // Values that are computed once and kept are computed by the first round.
  let done = 0;
  /** @type {Record<string, number>} */
  const outcomes = {};
  for (let round = 0; done < calls; ++round) {
    const count = Math.min(callsInRound, calls - done);
    const isEnding = round % endingOneIn === 1;
    const fuzzer = isEnding
      ? new Fuzzer(await load(), new Random((seed ^ Math.imul(round, 0x9e3779b1)) >>> 0), {
          shared,
          mayEnd: true,
        })
      : steady;
    const before = fuzzer.calls;
    try {
      await fuzzer.round(count);
    } catch (error) {
      throw new Error(
        `seed ${seed}, round ${round}, call ${fuzzer.calls - before}: ${/** @type {any} */ (error).message}`,
        { cause: error }
      );
    }
    done += fuzzer.calls - before;
    if (isEnding)
      for (const [name, times] of Object.entries(fuzzer.outcomes))
        outcomes[name] = (outcomes[name] ?? 0) + times;
    if (round % 50 === 0) say(`${done} calls`);
  }
  for (const [name, times] of Object.entries(steady.outcomes)) outcomes[name] = (outcomes[name] ?? 0) + times;
  onggi.close();
  await worker.terminate();
  return outcomes;
}

if (process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === import.meta.url) {
  const { values: options } = parseArgs({
    options: { calls: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
  });
  try {
    const outcomes = await fuzz({
      seed: Number(options.seed),
      calls: Number(options.calls),
      say: console.log,
    });
    const ranked = Object.entries(outcomes).sort(([, a], [, b]) => b - a);
    console.log(ranked.map(([name, times]) => `${name}: ${times}`).join('\n'));
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    process.exitCode = 1;
  }
}
