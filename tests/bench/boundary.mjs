// The cost of a call into the module, in nanoseconds of processor time: the least of several
// rounds, because other processes disturb the others.
//
//   node tests/bench/boundary.mjs
import { load } from 'onggi';

const rounds = 15;
const calls = 20_000;

const { vesta } = await load();
const srs = vesta.Srs.create(1);
const vector = vesta.Vector.fromFields([1n]);
const bytes = new Uint8Array(32);

/** @type {Record<string, () => void>} */
const operations = {
  'an empty call, for comparison': () => {},
  'property read': () => srs.size,
  'create and free': () => vesta.VerificationBatch.create().free(),
  'method with a number': () => vector.get(0),
  'method with bytes': () => vector.set(0, bytes),
  'refused: freed handle': () => {
    try {
      stale.size;
    } catch {}
  },
};
const stale = vesta.Srs.create(1);
stale.free();

/** @param {() => void} operation */
function nanoseconds(operation) {
  const { user, system } = process.cpuUsage();
  for (let i = 0; i < calls; ++i) operation();
  const used = process.cpuUsage();
  return ((used.user + used.system - user - system) * 1000) / calls;
}

for (const [name, operation] of Object.entries(operations)) {
  let least = Infinity;
  for (let round = 0; round < rounds; ++round) {
    least = Math.min(least, nanoseconds(operation));
    await new Promise((resolve) => setImmediate(resolve));
  }
  console.log(`${name.padEnd(32)}${least.toFixed(0).padStart(8)} ns`);
}
