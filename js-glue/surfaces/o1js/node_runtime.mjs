// The options of the instance in Node: its defaults, and environment variables.
import os from 'node:os';

import { OnggiError } from '../../runtime/errors.mjs';
import { mostThreads, threadCount } from '../../runtime/native/threads.mjs';

/** The environment variables that are numbers. */
const variables = { threads: 'ONGGI_THREADS', maxMemory: 'ONGGI_MAX_MEMORY', softLimit: 'ONGGI_SOFT_LIMIT' };
const mostShown = 40; // letters

/** @param {string} variable @param {string} expected @param {string} got @returns {never} */
function refuse(variable, expected, got) {
  const shown = got.slice(0, mostShown);
  throw new OnggiError('invalid_argument', `onggi/o1js: ${variable}: must be ${expected}, got ${shown}`);
}

/** @returns {boolean | undefined} */
function keepEvaluations() {
  const text = process.env.ONGGI_KEEP_EVALUATIONS;
  if (text === undefined || text === '') return undefined;
  if (text !== 'on' && text !== 'off') refuse('ONGGI_KEEP_EVALUATIONS', "'on' or 'off'", text);
  return text === 'on';
}

/** @returns {import('./instance.mjs').Options} */
function environment() {
  /** @type {Record<string, number>} */
  const found = {};
  for (const [name, variable] of Object.entries(variables)) {
    const text = process.env[variable];
    if (text === undefined || text === '') continue;
    if (!/^[1-9]\d*$/.test(text)) refuse(variable, 'a positive integer', text);
    found[name] = Number(text);
  }
  if (found.threads !== undefined) threadCount(found.threads, `onggi/o1js: ${variables.threads}`);
  return { ...found, keepEvaluations: keepEvaluations() };
}

/** @type {import('./instance.mjs').Runtime} */
export const nodeRuntime = {
  defaults: { threads: Math.min(os.availableParallelism(), mostThreads), cache: true },
  environment,
};
