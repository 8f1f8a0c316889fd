// Where in the caller's code something happens: the innermost frame of the stack that is not ours.

// Some runtimes give modules no address: there all frames count as the caller's.
const here = import.meta.url && new URL('../..', import.meta.url).href;
const mine = here ? [here, decodeURI(here.replace(/^file:\/\//, ''))] : [];
const framesToRead = 32;

/** The place in a line of any engine's stack. */
const place = /(?:\(|@|at (?:async )?)([^()@]+:\d+):\d+\)?$/;

/** @param {string} location */
const isForeign = (location) =>
  !location.startsWith('node:') && !mine.some((folder) => location.startsWith(folder));

/** @returns {string[]} the lines of the stack, as the engine writes them */
function stackLines() {
  const constructor = /** @type {{ stackTraceLimit?: number }} */ (Error);
  const limit = constructor.stackTraceLimit;
  constructor.stackTraceLimit = framesToRead;
  // Text at once: an error keeps the values of its frames alive, handles among them.
  const stack = String(new Error().stack);
  constructor.stackTraceLimit = limit;
  return stack.split('\n');
}

/** The location in a line, if it is not ours. @param {string} line */
function foreignLocation(line) {
  const found = place.exec(line)?.[1];
  return found !== undefined && isForeign(found) ? found : undefined;
}

/** `path:line` of the caller, or undefined where the stack does not reach it. */
export function callSite() {
  for (const line of stackLines()) {
    const location = foreignLocation(line);
    if (location !== undefined) return decodeURI(location.replace(/^file:\/\//, ''));
  }
  return undefined;
}

/** The caller's part of the stack, a frame a line. */
export const callStack = () =>
  stackLines()
    .filter((line) => foreignLocation(line) !== undefined)
    .map((line) => line.trim())
    .join('\n');
