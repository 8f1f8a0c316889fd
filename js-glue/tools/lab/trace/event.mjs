// Reads the events from the lines of a trace. The output of a process may contain other lines between them, events
// that begin in the middle of a line, and lines that were cut.

/**
 * @typedef {object} Event
 * @property {'START' | 'ALLOCATE' | 'RESIZE' | 'DROP' | 'MEMORY' | 'END'} event
 * @property {number} id of an object
 * @property {string} type
 * @property {number} bytes
 * @property {number} [thread]
 * @property {string} [site] source line in C++
 * @property {string} [call] native function
 * @property {string} [js] source line of the caller
 * @property {number} [time] in milliseconds
 * @property {string} [run]
 * @property {number} linear bytes of linear memory, for MEMORY
 * @property {number} [heap]
 * @property {number} lines that the run wrote, for END
 */

const opening = '@{"event":"';

/** @param {unknown} value */
const isCount = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

/** @param {any} event */
const isOfObject = (event) => isCount(event.id) && event.id > 0 && isCount(event.bytes);

/** Whether an event has the members that its type requires. @type {Record<string, (event: any) => boolean>} */
const checks = {
  START: () => true,
  ALLOCATE: (event) => isOfObject(event) && typeof event.type === 'string',
  RESIZE: isOfObject,
  DROP: isOfObject,
  MEMORY: (event) => isCount(event.linear),
  END: (event) => isCount(event.lines),
};

/** @param {string} text beginning with `@` @returns {Event | undefined} */
function parseOne(text) {
  try {
    const event = JSON.parse(text.slice(1));
    return checks[event.event]?.(event) ? event : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The events of a line, none if the line is not of a trace; undefined stands for a damaged event.
 * @param {string} line @returns {(Event | undefined)[]}
 */
export function parseLine(line) {
  if (!line.startsWith('@')) {
    const start = line.indexOf(opening);
    return start < 0 ? [] : parseLine(line.slice(start));
  }
  const event = parseOne(line);
  if (event) return [event];
  // The line may contain several events, each of which begins where another was cut.
  const starts = [...line.matchAll(/@\{"event":"/g)].map(({ index }) => index);
  if (starts.length === 0) return line.startsWith('@{') ? [undefined] : [];
  if (starts.length === 1) return [undefined];
  return starts.map((start, i) => parseOne(line.slice(start, starts[i + 1])));
}
