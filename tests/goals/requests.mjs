// The cost of collection requests in a process with a JavaScript heap of a given size and nothing else. Prints
// JSON. The first requests do not count: they warm up the compiler, which takes memory once.
//
//   node tests/goals/requests.mjs COUNT MEGABYTES
import { collectOnce } from '../../js-glue/runtime/memory/pressure.mjs';
import { explore } from '../../js-glue/runtime/environment.mjs';
import { cpuNow, quantile } from './measuring.mjs';

const warming = 300;
const mostRequests = 2;
const [count = 0, megabytes = 0] = process.argv.slice(2).map(Number);

let asked = 0;
globalThis.ArrayBuffer = new Proxy(ArrayBuffer, {
  construct(target, args) {
    if (args[1]?.maxByteLength) ++asked;
    return Reflect.construct(target, args);
  },
});

// An array of one number takes 66 bytes.
const ballast = Array.from({ length: megabytes }, () => Array.from({ length: 15_000 }, (_, i) => [i]));

async function request() {
  const [before, wall, cpu] = [asked, performance.now(), cpuNow()];
  const seen = await collectOnce();
  return {
    answered: seen && asked - before <= mostRequests,
    wall: performance.now() - wall,
    cpu: cpuNow() - cpu,
  };
}

await explore();
for (let i = 0; i < (megabytes === 0 ? warming : 1); ++i) await request();
const rss = process.memoryUsage().rss;
/** @type {Awaited<ReturnType<typeof request>>[]} */
const requests = [];
for (let i = 0; i < count; ++i) requests.push(await request());

/** @param {'wall' | 'cpu'} clock @param {number} share */
const ms = (clock, share) =>
  quantile(
    requests.map((each) => each[clock]),
    share
  );
const [wall, cpu] = /** @type {const} */ (['wall', 'cpu']).map((clock) => ({
  median: ms(clock, 0.5),
  p99: ms(clock, 0.99),
}));
console.log(
  JSON.stringify({
    answered: requests.filter(({ answered }) => answered).length,
    wall,
    cpu,
    rss: (process.memoryUsage().rss - rss) / 1e6,
    heap: process.memoryUsage().heapUsed / 1e6,
    ballast: ballast.length,
  })
);
