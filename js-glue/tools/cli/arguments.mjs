// The arguments of the command line, checked against the table of commands.
import { parseArgs } from 'node:util';

import { nearestWord } from '../../text/nearest_word.mjs';
import { BadInput } from './outcome.mjs';
import { commands, options, optionsOf } from './table.mjs';

/** @typedef {Record<string, string | boolean | undefined>} Options */
/** @typedef {{ command: string | undefined, parameters: string[], options: Options }} Arguments */

const mostThreads = 64;

/**
 * `did you mean …?` if one of the words is close, else `see …`.
 * @param {string} word @param {string[]} words @param {string} page @param {string} [prefix] of the words
 */
function suggestion(word, words, page, prefix = '') {
  const near = nearestWord(word, words);
  return near === undefined ? `see ${page}` : `did you mean ${prefix}${near}?`;
}

/** @param {string} message @returns {never} */
function usage(message) {
  throw new BadInput('usage', message);
}

/** Text of arguments goes into messages on one line. @param {string} text */
const quoted = (text) => JSON.stringify(text);

/** @param {string} name */
export function requireCommand(name) {
  if (!Object.hasOwn(commands, name))
    usage(
      `no command ${quoted(name)}: ${suggestion(name, [...Object.keys(commands), 'help'], 'onggi --help')}`
    );
}

/** @typedef {{ kind: string, name?: string, rawName?: string, value?: string, inlineValue?: boolean }} Token */

/** @param {Token} token of an option @param {string | undefined} command */
function checkOption({ name = '', rawName = '', value, inlineValue }, command) {
  const allowed = optionsOf(command);
  if (!allowed.includes(name)) {
    const where = command === undefined ? 'no option' : `${command} has no option`;
    const page = command === undefined ? 'onggi --help' : `onggi help ${command}`;
    usage(`${where} ${quoted(rawName)}: ${suggestion(name, allowed, page, '--')}`);
  }
  const { type, value: placeholder } = /** @type {import('./table.mjs').Option} */ (options[name]);
  if (type === 'boolean' && value !== undefined) usage(`${rawName} takes no value`);
  // The value of "--html --json" is missing; that of "--threads -1" is a number.
  if (type === 'string' && (value === undefined || (!inlineValue && /^-\D/.test(value))))
    usage(`${rawName} needs a value: ${rawName} ${placeholder}`);
}

/** @param {string} text @param {string} name @param {number} [least] @param {number} [most] */
export function wholeNumber(text, name, least = 1, most = Number.MAX_SAFE_INTEGER) {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return usage(`--${name} must be an integer ${range}, got ${text}`);
}

/** @param {Options} options */
export const threadsOf = ({ threads = '1' }) => wholeNumber(String(threads), 'threads', 1, mostThreads);

/**
 * Throws BadInput for unknown options and commands. Without a command, only options that stand alone are allowed.
 * @param {string[]} args @returns {Arguments}
 */
export function parse(args) {
  const types = Object.fromEntries(
    Object.entries(options).map(([name, { type, short }]) => [name, short ? { type, short } : { type }])
  );
  const { values, positionals, tokens } = parseArgs({
    args,
    options: types,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const [command, ...parameters] = positionals;
  const isHelp = command === 'help';
  if (command !== undefined && !isHelp) requireCommand(command);
  const alone = command === undefined || isHelp;
  for (const token of tokens)
    if (token.kind === 'option' && !(alone && token.name === 'json'))
      checkOption(token, alone ? undefined : command);
  return { command, parameters, options: /** @type {Options} */ (values) };
}
