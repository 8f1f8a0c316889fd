// The settings of every process, from environment variables.

/** @param {string} name @param {number} otherwise */
function number(name, otherwise) {
  const text = process.env[name];
  const value = text === undefined ? otherwise : Number(text);
  if (!(value >= 0)) throw new Error(`${name} must be a number of at least 0, got ${text}`);
  return value;
}

export const config = {
  /** The address of Redis, or the path of its socket. */
  redis: process.env.REDIS_URL ?? 'redis://127.0.0.1:6379',
  host: process.env.HOST ?? '127.0.0.1',
  /** Of the front, or of a worker's metrics; 0 for any that is free. */
  port: number('PORT', 0),
  /** How long results and failures are kept. */
  keepSeconds: number('KEEP_SECONDS', 3600),
  /** Above so many waiting jobs of a queue, the front refuses more. */
  mostWaiting: number('MOST_WAITING', 200),
  /** The largest body of a request. */
  mostBytes: number('MOST_BYTES', 32 * 2 ** 20),
  /** How long a client of events may read nothing. */
  idleMs: number('IDLE_MS', 60_000),
  /** For so long a worker may not answer before its jobs are given to others. */
  lockMs: number('LOCK_MS', 30_000),
  /** Proofs at once in a worker. */
  concurrency: number('CONCURRENCY', 1),
  /** The bytes that native objects of a worker may take. */
  maxMemory: number('MAX_MEMORY', 2 ** 30),
  /** How long a worker that is told to end may go on with its jobs. */
  graceMs: number('GRACE_MS', 300_000),
  /** The folder of points and indexes; none if empty. */
  cache: process.env.CACHE ?? '',
};
