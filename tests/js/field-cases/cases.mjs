// Failures of native objects behind JavaScript handles, reported by users of other projects. Each case runs
// with two shims: ours, which must pass, and the plain shim, whose outcome is known.
import { calls } from './calls.mjs';
import { dropping } from './dropping.mjs';
import { instances } from './instances.mjs';
import { ownership } from './ownership.mjs';
import { scopes } from './scopes.mjs';
import { setting } from './setting.mjs';

/**
 * @typedef {object} Case
 * @property {number} number
 * @property {string} title
 * @property {string} seen where it was reported
 * @property {() => unknown} ours
 * @property {() => unknown} theirs the same with the plain shim
 * @property {boolean} [holdsThere] whether it passes with the plain shim too
 * @property {boolean} [countsJsHeap] whether it reads the size of the JavaScript heap
 */

const themes = [calls, dropping, instances, ownership, scopes];

/** In the order of their numbers. @param {import('./setting.mjs').Host} host @returns {Case[]} */
export const casesOn = (host) =>
  themes.flatMap((theme) => theme(setting(host))).sort((one, other) => one.number - other.number);
