// The options of the instance in Node: its defaults, and environment variables.
import os from 'node:os';

import { OnggiError } from '../../runtime/errors.mjs';
import { mostThreads, threadCount } from '../../runtime/native/threads.mjs';
import { nearestWord } from '../../text/nearest_word.mjs';

/** The environment variables that are numbers. */
const variables = { threads: 'ONGGI_THREADS', maxMemory: 'ONGGI_MAX_MEMORY', softLimit: 'ONGGI_SOFT_LIMIT' };
/** Every environment variable that is read. */
const variableNames = [
  ...Object.values(variables),
  'ONGGI_CACHE',
  'ONGGI_KEEP_EVALUATIONS',
  'ONGGI_O1JS',
  'ONGGI_TRACE',
];
const mostShown = 40; // letters

/** @param {string} variable @param {string} expected @param {string} got @returns {never} */
function refuse(variable, expected, got) {
  const shown = got.slice(0, mostShown);
  throw new OnggiError('invalid_argument', `onggi/o1js: ${variable}: must be ${expected}, got ${shown}`);
}

/** Whether to print what is replaced. */
export function isDebug() {
  const text = process.env.ONGGI_O1JS;
  if (text === undefined || text === '') return false;
  return text === 'debug' || refuse('ONGGI_O1JS', "'debug'", text);
}

/** Warns of environment variables that are nearly one of onggi's. Others may belong to something else. */
export function warnOfMisspeltVariables() {
  for (const name of Object.keys(process.env)) {
    if (!name.startsWith('ONGGI_') || variableNames.includes(name)) continue;
    const meant = nearestWord(name, variableNames);
    if (meant === undefined) continue;
    process.emitWarning(`onggi/o1js: the environment variable ${name} is not read: did you mean ${meant}?`);
  }
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
  /** @type {Record<string, any>} */
  const found = {};
  for (const [name, variable] of Object.entries(variables)) {
    const text = process.env[variable];
    if (text === undefined || text === '') continue;
    if (name === 'threads' && text === 'auto') found[name] = text;
    else if (/^[1-9]\d*$/.test(text)) found[name] = Number(text);
    else refuse(variable, 'a positive integer', text);
  }
  if (found.threads !== undefined) threadCount(found.threads, `onggi/o1js: ${variables.threads}`);
  return { ...found, keepEvaluations: keepEvaluations() };
}

/** @type {import('./instance.mjs').Runtime} */
export const nodeRuntime = {
  defaults: { threads: Math.min(os.availableParallelism(), mostThreads), cache: true },
  environment,
};
