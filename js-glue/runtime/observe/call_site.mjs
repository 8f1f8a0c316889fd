// Where in the caller's code something happens: the innermost frame of the stack that is not the
// library's. Nothing here throws: where a stack cannot be had or read there is no call site.
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

/** This module in the library's folder; where modules are reloaded with a query. */
const ownPath = /runtime[\\/]observe[\\/]call_site\.[cm]js(?:[?#][^\\/]*)?$/;

/** What engines write for frames of their own, and for code that is in no file. */
const noFile = /^(?:<anonymous>|native|self-hosted|(?:node|internal|ext|wasm):.*)$/;

/** What a location begins with: a scheme or drive, a path, or a word of the engine's. */
const locationStart = String.raw`(?=[A-Za-z][\w+.-]*:|[\\/]|<|\[|eval at |native|index \d|debugger eval)`;
const afterName = new RegExp(String.raw` \(${locationStart}`);
const afterAt = new RegExp(`@${locationStart}`);

/**
 * The location that a line of V8's ends with: `at name (location)`, `at location`.
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
 * The place of code that was made by eval() is where eval() was called.
 * @param {string} location @returns {string}
 */
function outsideOfEval(location) {
  // V8: `eval at name (location), <anonymous>:1:2`, also one in another.
  const v8 = /^eval at (.*), [^,]*$/.exec(location);
  if (v8) return outsideOfEval(locationInV8(/** @type {string} */ (v8[1])));
  // Firefox: `location line 3 > eval:1:2`.
  const firefox = /^(.*?) line (\d+) > (?:eval|Function)\b/.exec(location);
  return firefox ? `${firefox[1]}:${firefox[2]}:1` : location;
}

/**
 * @typedef {object} Place
 * @property {string} file as the engine writes it
 * @property {string} line
 */

/** The place that a line of the stack names, in any engine's format. @param {string} text @returns {Place | undefined} */
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
 * The lines of a stack that are the caller's, each with its place. The first that has a place is this
 * module's own, from which the library's folder is known as this engine, and whatever rewrites its
 * stacks, writes it.
 * @param {string} stack
 */
export function callerLines(stack) {
  const lines = stack.split('\n').flatMap((text) => {
    const place = placeIn(text);
    return place === undefined ? [] : [{ text: text.trim(), place }];
  });
  const own = lines[0]?.place.file ?? '';
  // In a bundle the library has no folder of its own: there all frames count as the caller's.
  if (!ownPath.test(own)) return lines;
  const folder = own.replace(ownPath, '');
  return lines.filter(({ place }) => !place.file.startsWith(folder));
}

/** Its properties may be frozen, or a program's own. @type {Record<string, unknown>} */
const settings = /** @type {any} */ (Error);
const { set, deleteProperty } = Reflect;

/**
 * Reads something while a property of Error has another value, where that can be set.
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

/** Text at once: an error keeps the values of its frames alive, handles among them. */
const stackNow = () => withSetting('stackTraceLimit', framesToRead, () => new Error().stack);

/** The caller's part of the stack. */
function caller() {
  // A program's own Error.prepareStackTrace may know of source maps. It may also throw, or give no text.
  const theirs = attempt(stackNow);
  const stack =
    typeof theirs === 'string'
      ? theirs
      : attempt(() => withSetting('prepareStackTrace', undefined, stackNow));
  return typeof stack === 'string' ? callerLines(stack) : [];
}

/** `path:line` of the caller, or undefined where the stack does not reach it. */
export const callSite = () =>
  attempt(() => {
    const [line] = caller();
    return line && `${readablePath(line.place.file)}:${line.place.line}`;
  });

/** The caller's part of the stack, a frame a line. */
export const callStack = () =>
  attempt(() =>
    caller()
      .map(({ text }) => text)
      .join('\n')
  ) ?? '';
