// The goals of lifetime, measured: each by itself, `node --expose-gc tests/goals/main.mjs [NAME…]`, in one
// table, and in reports/goals.json. With --browser those of Chromium, in reports/goals-chromium.json. They
// are measurements on this machine; what must hold is tested.
import fs from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { load, scope, scopeAsync } from 'onggi';

import { collectOnce } from '../../js-glue/src/pressure.mjs';
import { explore } from '../../js-glue/src/runtime.mjs';
import { made, Owner } from '../js/fake.mjs';
import { goalsInChromium } from './chromium.mjs';
import { quantile } from './quantile.mjs';

const mebibyte = 2 ** 20;

/** Fifteen columns of so many rows. @param {number} rows */
const columns = (rows) => new Uint8Array(15 * 32 * rows);

/** Milliseconds of the processor that this process has taken. */
const cpuNow = () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000;

/** Nanoseconds of the processor, the least of five rounds. @param {number} count @param {() => void} work */
function nanoseconds(count, work) {
  let least = Infinity;
  for (let round = 0; round < 5; ++round) {
    const start = cpuNow();
    for (let i = 0; i < count; ++i) work();
    least = Math.min(least, (1e6 * (cpuNow() - start)) / count);
  }
  return Math.round(least);
}

/** @typedef {Record<string, { goal: string, measure: () => Promise<{ value: string, holds: boolean }> }>} Goals */

/** @type {Goals} */
const goals = {
  'scoped-loop': {
    goal: '200,000 handles in a synchronous loop, a scope each: one alive, linear memory constant',
    async measure() {
      const { vesta, memory } = await load();
      const content = columns(1);
      const one = () => scope(() => void vesta.Witness.fromColumns(content));
      one();
      const { linear, peak } = memory();
      for (let i = 0; i < 200_000; ++i) one();
      const after = memory();
      const holds = after.linear === linear && after.peak === peak && after.handles === 0;
      return { value: `${after.handles} handles, ${(after.linear - linear) / mebibyte} MiB more`, holds };
    },
  },
  'soft-limit': {
    goal: 'dropped handles and …Async: at most the soft limit and one object, 15 kB to 15 MB',
    async measure() {
      const softLimit = 64 * mebibyte;
      const peaks = [];
      for (const rows of [32, 2048, 32768]) {
        const { vesta, memory, close } = await load({ softLimit });
        const content = columns(rows);
        for (let i = 0; i < (3 * softLimit) / content.length; ++i) {
          await vesta.Witness.fromColumnsAsync(content);
        }
        peaks.push(memory().peak / mebibyte);
        close();
      }
      const most = Math.max(...peaks);
      return { value: `${most.toFixed(1)} of 64 MiB`, holds: most <= 64 + 16 };
    },
  },
  budget: {
    goal: 'kept handles: NativeBudgetError before the limit, and then it works again',
    async measure() {
      const maxMemory = 16 * mebibyte;
      const { vesta, memory } = await load({ maxMemory });
      const kept = [];
      let code = '';
      try {
        for (;;) kept.push(vesta.Witness.fromColumns(columns(64)));
      } catch (error) {
        ({ code } = /** @type {any} */ (error));
      }
      const { peak } = memory();
      for (const handle of kept) handle.free();
      vesta.Witness.fromColumns(columns(64)).free();
      return { value: `${code} at ${(peak / mebibyte).toFixed(1)} of 16 MiB`, holds: code === 'native_budget' && peak <= maxMemory };
    },
  },
  rescue: {
    goal: 'a synchronous loop that drops its handles completes ten times its budget (Node)',
    async measure() {
      const maxMemory = 16 * mebibyte;
      const { vesta, memory } = await load({ maxMemory });
      const content = columns(2048);
      const count = Math.ceil((10 * maxMemory) / content.length);
      for (let i = 0; i < count; ++i) vesta.Witness.fromColumns(content);
      return { value: `${count} of ${count}, peak ${(memory().peak / mebibyte).toFixed(1)} MiB`, holds: memory().peak <= maxMemory };
    },
  },
  request: {
    goal: 'collection requests: at least 99 % of 500 seen, p99 of the processor time under 50 ms',
    async measure() {
      await explore();
      const times = [];
      let seen = 0;
      for (let i = 0; i < 500; ++i) {
        const start = cpuNow();
        if (await collectOnce()) ++seen;
        times.push(cpuNow() - start);
      }
      const p99 = quantile(times, 0.99) ?? Infinity;
      return { value: `${seen} of 500, median ${quantile(times, 0.5)?.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`, holds: seen >= 495 && p99 < 50 };
    },
  },
  'failing-calls': {
    goal: '100,000 failing calls: no byte, no handle, the stack where it was',
    async measure() {
      const { vesta, memory, raw } = await load({ raw: true });
      const stale = vesta.Srs.create(2);
      stale.free();
      const calls = [() => vesta.Srs.create(0), () => vesta.Srs.fromBytes(new Uint8Array(100)), () => stale.size];
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
      for (let i = 0; i < 100_000; ++i) fail(/** @type {any} */ (calls[i % 3]));
      const after = state();
      return { value: `${Number(after[0]) - Number(before[0])} bytes`, holds: String(before) === String(after) };
    },
  },
  stale: {
    goal: '1,000,000 uses of freed handles, their slots in use again: typed errors only',
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
  overhead: {
    goal: 'adopt and free under 1 µs; a checked call under 0.1 µs more',
    async measure() {
      const owner = new Owner();
      const cycle = nanoseconds(200_000, () => made(owner).handle.free());
      return { value: `${cycle} ns adopt and free, the object included`, holds: cycle < 1000 };
    },
  },
  'async-scopes': {
    goal: '100 asynchronous scopes at once: nothing left, nothing freed by another',
    async measure() {
      const { vesta, memory } = await load();
      const one = (/** @type {number} */ i) =>
        scopeAsync(async () => {
          for (let k = 0; k < 10; ++k) {
            const batch = vesta.VerificationBatch.create();
            await turn();
            void batch.length;
            if (i % 7 === k) throw new Error('chance');
          }
        }).catch((error) => (error.message === 'chance' ? undefined : Promise.reject(error)));
      await Promise.all(Array.from({ length: 100 }, (_, i) => one(i)));
      return { value: `${memory().handles} handles`, holds: memory().handles === 0 };
    },
  },
  reloads: {
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

const { values: options, positionals: names } = parseArgs({
  options: { browser: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const chromium = options.browser ? await goalsInChromium() : undefined;
const rows = [];
for (const [name, { goal, measure }] of Object.entries(chromium?.goals ?? goals)) {
  if (names.length > 0 && !names.includes(name)) continue;
  const { value, holds } = await measure();
  rows.push({ name, goal, value, holds });
  console.log(`${holds ? 'holds ' : 'MISSED'}  ${name.padEnd(18)} ${value}\n${' '.repeat(28)}${goal}`);
}
await chromium?.close();
const engine = chromium ? { chromium: chromium.version } : { node: process.version };
const report = chromium ? 'reports/goals-chromium.json' : 'reports/goals.json';
fs.mkdirSync('reports', { recursive: true });
fs.writeFileSync(report, `${JSON.stringify({ ...engine, rows }, null, 2)}\n`);
process.exitCode = rows.every(({ holds }) => holds) ? 0 : 1;
