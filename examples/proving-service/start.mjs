// Starts the whole service: Redis unless REDIS_URL names one, the front and the workers.
//
//   node start.mjs [--workers 2] [--o1js 0] [--port 8080] [--data data]
//
// The folder has what must outlive a restart: the queue, and the key of the witnesses unless WITNESS_KEY is set.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const beforeRestart = 1000; // ms

const { values: options } = parseArgs({
  options: {
    workers: { type: 'string', default: '2' },
    o1js: { type: 'string', default: '0' },
    port: { type: 'string', default: '8080' },
    data: { type: 'string', default: fileURLToPath(new URL('data', import.meta.url)) },
  },
});
const data = path.resolve(options.data);
fs.mkdirSync(data, { recursive: true, mode: 0o700 });

function keyOfData() {
  const file = path.join(data, 'witness.key');
  if (!fs.existsSync(file)) fs.writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  console.log(`Clients need the key in ${file}`);
  return fs.readFileSync(file, 'utf8');
}

const { WITNESS_KEY = keyOfData(), ...env } = process.env;
const socket = path.join(data, 'redis.sock');
const REDIS_URL = env.REDIS_URL ?? socket;
const cache = env.CACHE ?? path.join(data, 'cache');
let isStopping = false;
/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** Runs a process, and again if it ends. @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} more */
function keep(command, args, more) {
  // Detached: a terminal sends SIGINT to its group, where Redis must end last.
  const child = spawn(command, args, {
    cwd: data,
    env: { ...env, ...more },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  running.add(child);
  child.on('exit', (code, signal) => {
    running.delete(child);
    if (isStopping) return;
    console.error(`${path.basename(args[0] ?? command)} has ended (${signal ?? code}); it is started again`);
    setTimeout(() => isStopping || keep(command, args, more), beforeRestart);
  });
  return child;
}

/** @param {string} file @param {string[]} args @param {NodeJS.ProcessEnv} more */
const keepScript = (file, args, more) =>
  keep(process.execPath, [fileURLToPath(new URL(file, import.meta.url)), ...args], { REDIS_URL, ...more });

// No job is confirmed before it is on the disk.
const storage = ['--dir', data, '--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
if (env.REDIS_URL === undefined) {
  keep(
    'redis-server',
    ['--port', '0', '--unixsocket', socket, '--unixsocketperm', '600', '--loglevel', 'warning', ...storage],
    {}
  );
}
keepScript('front.mjs', [], { PORT: options.port });
const kinds = [
  { queue: 'kimchi', count: Number(options.workers) },
  { queue: 'o1js', count: Number(options.o1js) },
];
for (const { queue, count } of kinds) {
  for (let i = 0; i < count; ++i) keepScript('worker.mjs', [queue], { WITNESS_KEY, CACHE: cache });
}

/** Redis ends last: the workers store their results. */
async function stop() {
  isStopping = true;
  const redis = [...running].find(({ spawnfile }) => spawnfile === 'redis-server');
  await Promise.all([...running].filter((child) => child !== redis).map(end));
  if (redis) await end(redis);
}

/** @param {import('node:child_process').ChildProcess} child */
const end = (child) =>
  new Promise((resolve) => {
    child.on('exit', resolve);
    child.kill('SIGTERM');
  });

process.once('SIGTERM', stop);
process.once('SIGINT', stop);
