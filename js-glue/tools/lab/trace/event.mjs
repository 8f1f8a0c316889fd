// The lines of a trace as events. A process's output has other lines in between, lines that begin in
// the middle of another, and lines that were cut.

/**
 * @typedef {object} Event
 * @property {'START' | 'ALLOCATE' | 'RESIZE' | 'DROP' | 'MEMORY' | 'END'} event
 * @property {number} id of an object
 * @property {string} type
 * @property {number} bytes
 * @property {number} [thread]
 * @property {string} [site] in C++
 * @property {string} [call] into the module
 * @property {string} [js] that called
 * @property {number} [time] in milliseconds
 * @property {string} [run]
 * @property {number} linear of MEMORY
 * @property {number} [heap]
 * @property {number} lines of END
 */

const opening = '@{"event":"';

/** @param {unknown} value */
const isCount = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

/** @param {any} event */
const ofObject = (event) => isCount(event.id) && event.id > 0 && isCount(event.bytes);

/** Whether an event has what its kind must have. @type {Record<string, (event: any) => boolean>} */
const kinds = {
  START: () => true,
  ALLOCATE: (event) => ofObject(event) && typeof event.type === 'string',
  RESIZE: ofObject,
  DROP: ofObject,
  MEMORY: (event) => isCount(event.linear),
  END: (event) => isCount(event.lines),
};

/** @param {string} text that begins with `@` @returns {Event | undefined} */
function parseOne(text) {
  try {
    const event = JSON.parse(text.slice(1));
    return kinds[event.event]?.(event) ? event : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The events of a line: none if it is no line of a trace; undefined stands for a damaged one.
 * @param {string} line @returns {(Event | undefined)[]}
 */
export function parseLine(line) {
  if (!line.startsWith('@')) {
    const start = line.indexOf(opening);
    return start < 0 ? [] : parseLine(line.slice(start));
  }
  const event = parseOne(line);
  if (event) return [event];
  // Perhaps several, each of which begins where another was cut.
  const starts = [...line.matchAll(/@\{"event":"/g)].map(({ index }) => index);
  if (starts.length === 0) return line.startsWith('@{') ? [undefined] : [];
  if (starts.length === 1) return [undefined];
  return starts.map((start, i) => parseOne(line.slice(start, starts[i + 1])));
}
