#!/usr/bin/env node
// The command line `onggi`.
import { createRequire } from 'node:module';

import { parse, requireCommand, threadsOf } from './arguments.mjs';
import { BadInput, badInputFrom } from './outcome.mjs';
import { settings } from './settings.mjs';
import { print } from './stdout.mjs';
import { commands, help, helpOf } from './table.mjs';

/** @typedef {import('./outcome.mjs').Outcome} Outcome */
/** @typedef {import('./arguments.mjs').Options} Options */
/** @typedef {Record<string, (...args: any[]) => Promise<Outcome>>} CommandModule */

const { version } = createRequire(import.meta.url)('onggi/package.json');

/**
 * A command with options of its own besides threads takes the options as its first argument. Its module is loaded
 * when it runs.
 * @param {string} name @param {string[]} parameters @param {Options} options @returns {Promise<Outcome>}
 */
async function run(name, parameters, options) {
  const {
    count,
    options: own = [],
    parameters: expected,
  } = /** @type {(typeof commands)[string]} */ (commands[name]);
  if (parameters.length < count[0] || parameters.length > count[1])
    throw new BadInput(
      'usage',
      `${name}: wrong number of parameters: expected ${expected || 'none'}; see onggi help ${name}`
    );
  if (parameters.includes('')) throw new BadInput('usage', `${name}: a parameter is empty`);
  settings.threads = threadsOf(options);
  /** @type {CommandModule} */
  const module = await import(`./commands/${name.replace('-', '_')}.mjs`);
  const exported = name.replace(/-(\w)/, (_, letter) => letter.toUpperCase());
  const command = /** @type {CommandModule[string]} */ (module[exported]);
  return own.some((option) => option !== 'threads')
    ? command(options, ...parameters)
    : command(...parameters);
}

/** The text of `--version`, `--help`, `help COMMAND` and `COMMAND --help`; undefined for others. @param {ReturnType<typeof parse>} args */
function information({ command, parameters, options }) {
  if (options.version) return version;
  if (command === 'help' && parameters.length > 1)
    throw new BadInput('usage', 'help: wrong number of parameters: expected COMMAND; see onggi --help');
  const about = command === 'help' ? parameters[0] : options.help ? command : undefined;
  if (about !== undefined && about !== 'help') {
    requireCommand(about);
    return helpOf(about);
  }
  return command === 'help' || options.help ? help() : undefined;
}

/** @param {string[]} args @returns {Promise<number>} the exit code */
async function main(args) {
  const json = args.includes('--json');
  settings.colours = process.stdout.isTTY === true && process.stdout.hasColors();
  try {
    const parsed = parse(args);
    const text = information(parsed);
    if (text !== undefined) {
      await print(text);
      return 0;
    }
    if (parsed.command === undefined) throw new BadInput('usage', 'no command: see onggi --help');
    const { exitCode, report, lines } = await run(parsed.command, parsed.parameters, parsed.options);
    await print(json ? JSON.stringify({ accepted: exitCode === 0, ...report }) : lines.join('\n'));
    return exitCode;
  } catch (error) {
    return fail(error, json);
  }
}

/** Reports an error that ended the command. @param {unknown} error @param {boolean} json */
async function fail(error, json) {
  const { code, message } = badInputFrom(error);
  // If the standard output cannot be written, the reason goes to the standard error.
  const printed =
    json &&
    (await print(JSON.stringify({ error: { code, message } })).then(
      () => true,
      () => false
    ));
  if (!printed) console.error(`onggi: ${message}`);
  return 2;
}

process.exitCode = await main(process.argv.slice(2));
