// Goals of memory: how much loops may hold, with and without turns of the event loop.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { load, scope } from 'onggi';

import { nodeModules } from '../../dist/runtime/environment.mjs';
import { collectOnce } from '../../js-glue/runtime/memory/pressure.mjs';
import { readJson } from '../js/support.mjs';
import { mebibyte, siteLine } from './measuring.mjs';

const run = promisify(execFile);

/** Fifteen columns of so many rows. @param {number} rows */
const columns = (rows) => new Uint8Array(15 * 32 * rows);

/** Makes and drops five objects of at least so many bytes. @param {number} rows @param {number} softLimit */
async function drop(rows, softLimit) {
  const { vesta, memory, close } = await load({ softLimit });
  const content = columns(rows);
  const count = Math.max(5, (3 * softLimit) / content.length);
  for (let i = 0; i < count; ++i) await vesta.Witness.fromColumnsAsync(content);
  const { peak } = memory();
  close();
  return (peak - softLimit) / content.length;
}

const requestsProgram = fileURLToPath(new URL('requests.mjs', import.meta.url));

/** The time that collection requests take in their own process, in milliseconds. @param {number} count @param {number} megabytes of heap */
async function requests(count, megabytes) {
  const { stdout } = await run(process.execPath, [requestsProgram, `${count}`, `${megabytes}`]);
  return JSON.parse(stdout);
}

/** @type {import('./main.mjs').Goals} */
export const memoryGoals = {
  'scoped-loop': {
    number: 1,
    goal: '5,000,000 handles in scopes of a synchronous loop: one alive, linear memory constant',
    async measure() {
      const { vesta, memory } = await load();
      const content = columns(1);
      const one = () => scope(() => void vesta.Witness.fromColumns(content));
      one();
      const { linear, peak } = memory();
      const heap = process.memoryUsage().heapUsed;
      for (let i = 0; i < 5_000_000; ++i) one();
      const after = memory();
      globalThis.gc?.();
      const grown = (process.memoryUsage().heapUsed - heap) / mebibyte;
      const holds = after.linear === linear && after.peak === peak && after.handles === 0 && grown < 20;
      return {
        value: `${after.handles} handles, ${(after.linear - linear) / mebibyte} MiB more, JavaScript ${grown.toFixed(1)} MiB`,
        holds,
      };
    },
  },
  'soft-limit': {
    number: 2,
    goal: 'dropped handles of …Async calls: at most the soft limit (256 MiB) plus one object, 15 kB to 200 MB',
    async measure() {
      let most = 0;
      for (const rows of [32, 2048, 32_768, 420_000]) {
        most = Math.max(most, await drop(rows, 256 * mebibyte));
      }
      return { value: `the limit and ${most.toFixed(2)} objects`, holds: most <= 1 };
    },
  },
  proofs: {
    number: 3,
    goal: '1,000 awaited proofs without free(): linear memory as after 20, within a page',
    async measure() {
      const { vesta, memory } = await load();
      const folder = 'tests/vectors/circuits/fp_generic';
      const circuit = readJson(`${folder}/circuit.json`);
      const index = vesta.PlonkIndex.create(circuit, vesta.Srs.create(circuit.srs_depth));
      const witness = vesta.Witness.fromJSON(readJson(`${folder}/witness.json`));
      const verifier = index.verifierIndex();
      let [early, accepted] = [0, 0];
      for (let i = 1; i <= 1000; ++i) {
        if (verifier.verify(await index.prove(witness))) ++accepted;
        if (i === 20) early = memory().linear;
      }
      const pages = (memory().linear - early) / 2 ** 16;
      return {
        value: `${accepted} accepted, ${pages} pages more`,
        holds: accepted === 1000 && Math.abs(pages) <= 1,
      };
    },
  },
  budget: {
    number: 4,
    goal: 'no heap search (as in browsers), nothing freed: NativeBudgetError before the limit names the line; works in the next task',
    async measure() {
      const maxMemory = 16 * mebibyte;
      const { vesta, memory, reserve } = await load({ maxMemory, debug: true });
      const { v8, inspector } = nodeModules;
      Object.assign(nodeModules, { v8: undefined, inspector: undefined });
      /** @type {any} */
      let refusal;
      try {
        for (;;) vesta.Witness.fromColumns(columns(64));
      } catch (error) {
        refusal = error;
      }
      Object.assign(nodeModules, { v8, inspector });
      const { peak } = memory();
      const line = siteLine(refusal.top?.[0]?.sites[0] ?? '', import.meta.url);
      await reserve(maxMemory / 2);
      vesta.Witness.fromColumns(columns(64)).free();
      const holds =
        refusal.code === 'native_budget' && peak <= maxMemory && line.startsWith('for (;;) vesta.Witness');
      return {
        value: `${refusal.code} at ${(peak / mebibyte).toFixed(1)} of 16 MiB, made by "${line}"`,
        holds,
      };
    },
  },
  heap_search: {
    number: 5,
    goal: 'a synchronous loop that drops its handles completes ten times its budget (Node), 5 sizes',
    async measure() {
      const maxMemory = 64 * mebibyte;
      let most = 0;
      let made = 0;
      // The largest needs three times its size while it is made.
      for (const rows of [32, 256, 2048, 16_384, 32_768]) {
        const { vesta, memory, close } = await load({ maxMemory });
        const content = columns(rows);
        for (let bytes = 0; bytes < 10 * maxMemory; bytes += content.length, ++made) {
          vesta.Witness.fromColumns(content);
        }
        most = Math.max(most, memory().peak);
        close();
      }
      return {
        value: `${made} made, peak ${(most / mebibyte).toFixed(1)} of 64 MiB`,
        holds: most <= maxMemory,
      };
    },
  },
  request: {
    number: 6,
    goal: '500 collection requests over an empty heap: 99 % answered after two at most, p99 under 50 ms of the processor, RSS below 5 MB more',
    async measure() {
      const { answered, cpu, wall, rss } = await requests(500, 0);
      const larger = [];
      for (const megabytes of [50, 200]) {
        const { cpu: over, heap } = await requests(20, megabytes);
        larger.push(`${over.median.toFixed(0)} ms over ${heap.toFixed(0)} MB`);
      }
      return {
        value:
          `${answered} of 500, median ${cpu.median.toFixed(1)} ms, p99 ${cpu.p99.toFixed(1)} ms (by the wall ` +
          `${wall.p99.toFixed(1)} ms), RSS ${rss.toFixed(1)} MB; ${larger.join(', ')}`,
        holds: answered >= 495 && cpu.p99 < 50 && rss < 5,
      };
    },
  },
  reloads: {
    number: 14,
    goal: '20 times load and close: RSS grows less than 1 MB each',
    async measure() {
      for (let i = 0; i < 3; ++i) (await load()).close();
      await collectOnce();
      const before = process.memoryUsage().rss;
      for (let i = 0; i < 20; ++i) {
        const onggi = await load();
        onggi.vesta.Srs.create(1024);
        onggi.close();
        await collectOnce();
      }
      const slope = (process.memoryUsage().rss - before) / 20 / mebibyte;
      return { value: `${slope.toFixed(2)} MiB each`, holds: slope < 1 };
    },
  },
};
