// Where in the caller's code something happens: the innermost frame of the stack that is not ours.

const here = new URL('.', import.meta.url).href;
const mine = [here, decodeURI(here.replace(/^file:\/\//, ''))];
const framesToRead = 32;

/** The place in a line of any engine's stack. */
const place = /(?:\(|@|at (?:async )?)([^()@]+:\d+):\d+\)?$/;

/** @param {string} location */
const isForeign = (location) =>
  !location.startsWith('node:') && !mine.some((folder) => location.startsWith(folder));

/** `path:line` of the caller, or undefined where the stack does not reach it. */
export function callSite() {
  const constructor = /** @type {{ stackTraceLimit?: number }} */ (Error);
  const limit = constructor.stackTraceLimit;
  constructor.stackTraceLimit = framesToRead;
  const stack = new Error().stack ?? '';
  constructor.stackTraceLimit = limit;
  const location = stack
    .split('\n')
    .map((line) => place.exec(line)?.[1])
    .find((found) => found !== undefined && isForeign(found));
  return location === undefined ? undefined : decodeURI(location.replace(/^file:\/\//, ''));
}
