// The options of public functions.
import { isSignal } from '../cancellation.mjs';
import { OnggiError } from '../errors.mjs';
import { create, getPrototypeOf, hasOwn, isArray, keys } from '../intrinsics.mjs';
import { nearestWord } from '../../text/nearest_word.mjs';
import { isReadable, wrongType } from './checks.mjs';

const mostShown = 40; // letters
const expected = 'an object of options';

/** @param {string} name of the function @param {string} option @param {readonly string[]} known @returns {never} */
function unknownOption(name, option, known) {
  const meant = nearestWord(option, known);
  const shown = option.length > mostShown ? `${option.slice(0, mostShown)}…` : option;
  const hint =
    meant !== undefined
      ? `did you mean ${meant}?`
      : known.length > 0
        ? `the options are ${known.join(', ')}`
        : 'it takes none';
  throw new OnggiError('unknown_option', `${name}: there is no option ${shown}: ${hint}`);
}

const { prototype: objectPrototype } = Object;

/** An object without properties, also without those of Object.prototype. @returns {Record<string, any>} */
const emptyRecord = () => create(null);

/**
 * Whether the object or one of its classes has the option. What a program, or one of its libraries, has added to
 * Object.prototype is no option.
 * @param {object} options @param {string} option
 */
function isGiven(options, option) {
  if (!(option in objectPrototype)) return option in options;
  /** @type {object | null} */
  let owner = options;
  while (owner !== null && owner !== objectPrototype) {
    if (hasOwn(owner, option)) return true;
    owner = getPrototypeOf(owner);
  }
  return false;
}

/** @param {object} options @param {string} option */
const valueOf = (options, option) =>
  option in objectPrototype && !isGiven(options, option) ? undefined : /** @type {any} */ (options)[option];

/** Whether an object without options is one of a class: a URL, a signal, or a promise in place of options. @param {object} options @param {readonly string[]} known */
function isOther(options, known) {
  if (known.some((option) => isGiven(options, option))) return false;
  const prototype = getPrototypeOf(options);
  return prototype !== null && getPrototypeOf(prototype) !== null && hasOwn(prototype, 'constructor');
}

/** @param {object} options @param {string} name @param {readonly string[]} known */
function readAll(options, name, known) {
  const given = keys(options);
  for (const option of given) {
    if (!known.includes(option)) unknownOption(name, option, known);
  }
  if (given.length === 0 && isOther(options, known)) wrongType(name, expected, options);
  const read = emptyRecord();
  for (const option of known) read[option] = valueOf(options, option);
  return read;
}

/**
 * Reads each option once, and throws a typed error for unknown ones.
 * @param {unknown} options an object, or undefined if there are none
 * @param {string} name of the function
 * @param {readonly string[]} known names of its options
 * @returns {Record<string, any>} a new object with every known name and no prototype, empty without options
 */
export function checkOptions(options, name, known) {
  if (options === undefined) return emptyRecord();
  if (!isReadable(options) || isArray(options)) {
    return wrongType(name, expected, options);
  }
  try {
    return readAll(options, name, known);
  } catch (error) {
    if (error instanceof OnggiError) throw error;
    throw new OnggiError('invalid_argument', `${name}: the options could not be read`, { cause: error });
  }
}

/** The option `debug`. @param {unknown} debug @param {string} name @returns {boolean | 'sample'} */
export function checkDebug(debug, name) {
  if (debug === undefined) return false;
  if (typeof debug === 'boolean' || debug === 'sample') return debug;
  return wrongType(name, "true, false or 'sample'", debug);
}

/** The option `keepEvaluations`. @param {unknown} keepEvaluations @param {string} name of the option */
export function checkKeepEvaluations(keepEvaluations, name) {
  if (keepEvaluations !== undefined && typeof keepEvaluations !== 'boolean') {
    wrongType(name, 'true or false', keepEvaluations);
  }
}

/** @typedef {(progress: { phase: string, fraction: number }) => unknown} OnProgress */
/** @typedef {{ onProgress?: OnProgress, signal?: AbortSignal }} TaskOptions */

/**
 * As checkOptions(), for work that reports its progress, can be cancelled, or whose result can keep more for speed.
 * @param {unknown} options @param {string} name
 * @param {readonly string[]} known `onProgress`, `signal` and `keepEvaluations` among them, if the function takes them
 * @returns {TaskOptions & Record<string, any>}
 */
export function checkTaskOptions(options, name, known = ['onProgress', 'signal']) {
  const read = checkOptions(options, name, known);
  const { onProgress, signal, keepEvaluations } = read;
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    wrongType(`${name}: onProgress`, 'a function', onProgress);
  }
  if (signal !== undefined && !isSignal(signal)) {
    wrongType(`${name}: signal`, 'an AbortSignal', signal);
  }
  checkKeepEvaluations(keepEvaluations, `${name}: keepEvaluations`);
  return read;
}

/**
 * For functions without options: an object in their place is an error.
 * @param {unknown} value the argument after the last one @param {string} name
 */
export function refuseOptions(value, name) {
  if (!isReadable(value) || isArray(value)) return;
  throw new OnggiError('unknown_option', `${name}: the function takes no options`);
}
