// How long load() and the first call take in a new process: node tests/bench/cold_start.mjs THREADS
import { load } from 'onggi';

const { user, system } = process.cpuUsage();
const start = performance.now();
const onggi = await load({ threads: Number(process.argv[2]) });
onggi.vesta.Srs.create(1).free();
const wall = performance.now() - start;
const used = process.cpuUsage();
console.log(JSON.stringify({ load: { wall, cpu: (used.user + used.system - user - system) / 1000 } }));
onggi.close();
