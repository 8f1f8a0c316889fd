// How a job fails: BullMQ keeps the text of an error, which begins with its code.
import { UnrecoverableError } from 'bullmq';

/** A failure of the service's own, which would come again. */
export class Failure extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** The worker has no memory left for this job now; another one may have. */
export class Refusal extends Error {}

/** Why a job was aborted. */
export const cancelled = 'a client has cancelled the job';
export const interrupted = 'the worker has lost the job, or has to end';

/** Codes of errors that another attempt may not have. */
const passing = ['instance_dead', 'load_failed', 'out_of_memory'];

/**
 * The error for the queue: an UnrecoverableError if another attempt would end in the same way. Messages of typed errors
 * contain no value of a witness; others are not passed on, because they may.
 * @param {any} error @param {AbortSignal | undefined} signal
 */
export function failureOf(error, signal) {
  if (signal?.aborted) {
    return signal.reason === cancelled
      ? new UnrecoverableError(`cancelled: ${cancelled}`)
      : new Error(`interrupted: ${interrupted}`);
  }
  if (typeof error?.code !== 'string') return new Error(`internal: ${error?.name ?? typeof error}`);
  const text = `${error.code}: ${error.message}`;
  return passing.includes(error.code) ? new Error(text) : new UnrecoverableError(text);
}

/** The texts of BullMQ's own failures. @type {[text: RegExp, code: string][]} */
const ownTexts = [
  [/stalled more than/, 'worker_died'],
  [/^child .* failed/, 'child_failed'],
];

/** @param {string} reason that BullMQ has kept @returns {{ code: string, message: string }} */
export function readFailure(reason) {
  const [, code, message] = /^([a-z]\w*): ([^]*)$/.exec(reason) ?? [];
  if (code !== undefined && message !== undefined) return { code, message };
  const [, known = 'internal'] = ownTexts.find(([text]) => text.test(reason)) ?? [];
  return { code: known, message: reason };
}
