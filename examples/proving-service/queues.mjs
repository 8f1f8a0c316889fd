// The queues of BullMQ, and what their jobs have in common.
import { Redis } from 'ioredis';

import { config } from './config.mjs';

/** A queue for each kind of prover. */
export const queueNames = ['kimchi', 'o1js'];

/**
 * @typedef {object} JobData
 * @property {string} program the circuit of a Kimchi job; of o1js the program and its method, such as `sum.leaf`
 * @property {string} [witness] encrypted, in base64; absent when the job has ended, and where the children's proofs are
 *   the inputs
 */

/** A failed attempt is repeated twice. What has ended is kept for a while, and then forgotten. */
export const jobOptions = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 1000 },
  removeOnComplete: { age: config.keepSeconds },
  removeOnFail: { age: config.keepSeconds },
};

/** On this channel the front tells workers which job to cancel. @param {string} queue */
export const cancelChannel = (queue) => `proving-service:cancel:${queue}`;

/** @param {import('ioredis').RedisOptions} [options] */
export function connect(options) {
  const redis = new Redis(config.redis, { maxRetriesPerRequest: null, ...options });
  redis.on('error', complain);
  return redis;
}

/** One line for each kind of error: a lost connection reports many. */
export function complain(/** @type {any} */ error) {
  const text = error?.code ?? error?.message ?? String(error);
  if (text === last) return;
  last = text;
  console.error(`${process.argv[1]?.split('/').at(-1)}: ${text}`);
}
let last = '';
