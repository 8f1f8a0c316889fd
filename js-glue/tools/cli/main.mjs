#!/usr/bin/env node
// The command line `onggi`.
import { parseArgs } from 'node:util';

import { BadInput, badInputFrom } from './outcome.mjs';
import { print } from './stdout.mjs';

const usage = `usage: onggi COMMAND [--json]

  onggi prove CIRCUIT WITNESS OUT   prove, and write the proof
  onggi verify CIRCUIT PROOF        verify; CIRCUIT may be a verifier index
  onggi index CIRCUIT [OUT]         the verifier index, to OUT or the standard output;
                                    to OUT.onggi the whole index, which loads without computing
  onggi check DIR…                  check whole circuit folders, or folders of them
  onggi check-fixture FILE…         check proofs of proof-systems' own test suite
  onggi demo                        prove and verify a small built-in circuit
  onggi analyze LOG… [--html FILE]  report the objects of a trace that were never dropped, and where they
                                    were made; accepted if there are none. "-" is the standard input
  onggi bench memory                memory over many proofs in several modes; accepted if it does not
                                    grow. [--proofs 10, at least 4] [--hashes 64] [--modes …] [--threads 1]
                                    [--allocator NAME] [--out DIR]
  onggi doctor                      list the features of this runtime that handles use

Files are JSON in the formats kimchi-circuit/1, kimchi-witness/1, kimchi-verifier-index/1 and
kimchi-proof/1; names that end in .gz are compressed, and FILE.json finds FILE.json.gz.
An index file INDEX.onggi may stand for the CIRCUIT of prove, verify and index.
Files may have up to 128 MiB, inflated. --json prints one JSON object for machines.

Exit code 0: accepted. 1: rejected. 2: bad input, a failed write, or something that this build cannot do.`;

/** @typedef {import('./outcome.mjs').Outcome} Outcome */
/** @typedef {Record<string, (...args: any[]) => Promise<Outcome>>} CommandModule */
/** @typedef {NonNullable<import('node:util').ParseArgsConfig['options']>} OptionTypes */
/** @typedef {Record<string, string | boolean | undefined>} Options */

/**
 * The least and most parameters of each command, and its own options. A command with options takes them as
 * its first argument. Its module is loaded when it runs.
 * @type {Record<string, [least: number, most: number, options?: OptionTypes]>}
 */
const commands = {
  prove: [3, 3],
  verify: [2, 2],
  index: [1, 2],
  check: [1, Infinity],
  'check-fixture': [1, Infinity],
  demo: [0, 0],
  analyze: [1, Infinity, { html: { type: 'string' } }],
  bench: [
    1,
    1,
    {
      proofs: { type: 'string' },
      hashes: { type: 'string' },
      modes: { type: 'string' },
      threads: { type: 'string' },
      allocator: { type: 'string' },
      out: { type: 'string' },
    },
  ],
  doctor: [0, 0],
};

/** @type {OptionTypes} */
const commonOptions = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } };

/** @param {string[]} positionals @param {Options} options @returns {Promise<Outcome>} */
async function dispatch([name = '', ...parameters], options) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new BadInput('usage', `no command "${name}": see onggi --help`);
  const [least, most, own] = command;
  if (parameters.length < least || parameters.length > most)
    throw new BadInput('usage', `${name}: wrong number of parameters: see onggi --help`);
  /** @type {CommandModule} */
  const module = await import(`./commands/${name.replace('-', '_')}.mjs`);
  const exported = name.replace(/-(\w)/, (_, letter) => letter.toUpperCase());
  const run = /** @type {CommandModule[string]} */ (module[exported]);
  return own ? run(options, ...parameters) : run(...parameters);
}

/** The options depend on the command. @param {string[]} args */
function parse(args) {
  const name = args.find((arg) => !arg.startsWith('-')) ?? '';
  const own = Object.hasOwn(commands, name) ? commands[name]?.[2] : undefined;
  try {
    return parseArgs({ args, allowPositionals: true, options: { ...commonOptions, ...own } });
  } catch (error) {
    throw new BadInput('usage', /** @type {Error} */ (error).message);
  }
}

/** @param {string[]} args @returns {Promise<number>} the exit code */
async function main(args) {
  const json = args.includes('--json');
  try {
    const { values, positionals } = /** @type {{ values: Options, positionals: string[] }} */ (parse(args));
    if (values.help) {
      await print(usage);
      return 0;
    }
    const { exitCode, report, lines } = await dispatch(positionals, values);
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
