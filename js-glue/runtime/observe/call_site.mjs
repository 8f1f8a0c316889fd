// Finds the call site: the innermost frame of the stack that is not the
// library's. Nothing here throws: without a readable stack there is no call site.
import { hasOwn } from '../intrinsics.mjs';

const framesToRead = 32;

/** @template T @param {() => T} read @returns {T | undefined} undefined if it throws */
function attempt(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The path of this module in the library's folder, with a query if modules are reloaded. */
const ownPath = /runtime[\\/]observe[\\/]call_site\.[cm]js(?:[?#][^\\/]*)?$/;

/** Locations of frames that belong to the engine, and of code without a file. */
const noFile = /^(?:<anonymous>|native|self-hosted|(?:node|internal|ext|wasm):.*)$/;

/** The beginning of a location: a scheme or drive, a path, or a word of the engine. */
const locationStart = String.raw`(?=[A-Za-z][\w+.-]*:|[\\/]|<|\[|eval at |native|index \d|debugger eval)`;
const afterName = new RegExp(String.raw` \(${locationStart}`);
const afterAt = new RegExp(`@${locationStart}`);

/**
 * The location at the end of a line of V8: `at name (location)`, `at location`.
 * @param {string} text after `at `
 */
function locationInV8(text) {
  const frame = text.replace(/^async /, '');
  if (!frame.endsWith(')')) return frame;
  const found = afterName.exec(frame) ?? / \(/.exec(frame);
  return found ? frame.slice(found.index + 2, -1) : frame;
}

/** The location in a line of Firefox or Safari: `name@location`, `location`. @param {string} text */
function locationAfterAt(text) {
  if (/^(?:[A-Za-z][\w+.-]*:\/\/|\/)/.test(text)) return text;
  const found = afterAt.exec(text);
  return found ? text.slice(found.index + 1) : text;
}

/**
 * For code made by `eval`, the location of the call of `eval`.
 * @param {string} location @returns {string}
 */
function outsideOfEval(location) {
  // V8: `eval at name (location), <anonymous>:1:2`, possibly nested.
  const v8 = /^eval at (.*), [^,]*$/.exec(location);
  if (v8) return outsideOfEval(locationInV8(/** @type {string} */ (v8[1])));
  // Firefox: `location line 3 > eval:1:2`.
  const firefox = /^(.*?) line (\d+) > (?:eval|Function)\b/.exec(location);
  return firefox ? `${firefox[1]}:${firefox[2]}:1` : location;
}

/**
 * @typedef {object} Place
 * @property {string} file in the engine's notation
 * @property {string} line
 */

/** The place in a line of a stack, in any engine's format. @param {string} text @returns {Place | undefined} */
export function placeIn(text) {
  const line = text.trim();
  const location = outsideOfEval(
    line.startsWith('at ') ? locationInV8(line.slice(3)) : locationAfterAt(line)
  );
  const found = /^(.+?):(\d+)(?::\d+)?$/.exec(location);
  const [, file = '', number = ''] = found ?? [];
  return found === null || noFile.test(file) ? undefined : { file, line: number };
}

/** The file of a location: file URLs as paths, other URLs as they are. @param {string} file */
export function readablePath(file) {
  if (!file.startsWith('file://')) return file;
  const [, host = '', path = '', query = ''] = /^file:\/\/([^/]*)([^?#]*)(.*)$/.exec(file) ?? [];
  const decoded = attempt(() => decodeURIComponent(path)) ?? path;
  const isDrive = /^\/[A-Za-z]:/.test(decoded);
  return (host && `//${host}`) + (isDrive ? decoded.slice(1) : decoded) + query;
}

/**
 * The caller's lines of a stack, each with its place. The first line with a place is this
 * module's own. It gives the library's folder in the notation of this engine, or of the program
 * that rewrites its stacks.
 * @param {string} stack
 */
export function callerLines(stack) {
  const lines = stack.split('\n').flatMap((text) => {
    const place = placeIn(text);
    return place === undefined ? [] : [{ text: text.trim(), place }];
  });
  const own = lines[0]?.place.file ?? '';
  // In a bundle the library has no folder of its own: all frames count as the caller's.
  if (!ownPath.test(own)) return lines;
  const folder = own.replace(ownPath, '');
  return lines.filter(({ place }) => !place.file.startsWith(folder));
}

/** Its properties may be frozen, or replaced by the program. @type {Record<string, unknown>} */
const settings = /** @type {any} */ (Error);
const { set, deleteProperty } = Reflect;

/**
 * Reads something while a property of Error has another value, if it can be set.
 * @template T @param {'stackTraceLimit' | 'prepareStackTrace'} name @param {unknown} value @param {() => T} read
 */
function withSetting(name, value, read) {
  const wasThere = hasOwn(settings, name);
  const before = settings[name];
  const isSet = attempt(() => set(settings, name, value));
  try {
    return read();
  } finally {
    if (isSet) attempt(() => (wasThere ? set(settings, name, before) : deleteProperty(settings, name)));
  }
}

/** Converted to text at once: an error keeps the values of its frames alive, including handles. */
const stackNow = () => withSetting('stackTraceLimit', framesToRead, () => new Error().stack);

/** The caller's part of the stack. */
function caller() {
  // The program's Error.prepareStackTrace may use source maps. It may also throw, or return no text.
  const theirs = attempt(stackNow);
  const stack =
    typeof theirs === 'string'
      ? theirs
      : attempt(() => withSetting('prepareStackTrace', undefined, stackNow));
  return typeof stack === 'string' ? callerLines(stack) : [];
}

/** `path:line` of the caller, or undefined if the stack is too short. */
export const callSite = () =>
  attempt(() => {
    const [line] = caller();
    return line && `${readablePath(line.place.file)}:${line.place.line}`;
  });

/** The caller's part of the stack, one frame per line. */
export const callStack = () =>
  attempt(() =>
    caller()
      .map(({ text }) => text)
      .join('\n')
  ) ?? '';
