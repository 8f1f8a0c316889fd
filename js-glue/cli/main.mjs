#!/usr/bin/env node
// The command line `onggi`.
import { parseArgs } from 'node:util';

import { BadInput, badInputFrom } from './outcome.mjs';

const usage = `usage: onggi COMMAND [--json]

  onggi prove CIRCUIT WITNESS OUT   prove, and write the proof
  onggi verify CIRCUIT PROOF        verify; CIRCUIT may be a verifier index
  onggi index CIRCUIT [OUT]         the verifier index, to OUT or the standard output
  onggi check DIR…                  check whole circuit folders, or folders of them
  onggi demo                        prove and verify a circuit of its own

Files are JSON in the formats kimchi-circuit/1, kimchi-witness/1, kimchi-verifier-index/1 and
kimchi-proof/1; names that end in .gz are compressed, and FILE.json finds FILE.json.gz.
--json prints one JSON object for machines.

Exit code 0: accepted. 1: rejected. 2: bad input, or something that this build cannot do.`;

/** @typedef {import('./outcome.mjs').Outcome} Outcome */
/** @typedef {Record<string, (...args: string[]) => Promise<Outcome>>} CommandModule */

/**
 * The least and most parameters of each command; its module is loaded when it runs.
 * @type {Record<string, [least: number, most: number]>}
 */
const commands = {
  prove: [3, 3],
  verify: [2, 2],
  index: [1, 2],
  check: [1, Infinity],
  demo: [0, 0],
};

/** @param {string[]} positionals @returns {Promise<Outcome>} */
async function dispatch([name = '', ...parameters]) {
  const count = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (count === undefined) throw new BadInput('usage', `no command "${name}": see onggi --help`);
  const [least, most] = count;
  if (parameters.length < least || parameters.length > most)
    throw new BadInput('usage', `${name}: wrong number of parameters: see onggi --help`);
  /** @type {CommandModule} */
  const module = await import(`./commands/${name}.mjs`);
  return /** @type {CommandModule[string]} */ (module[name])(...parameters);
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new BadInput('usage', /** @type {Error} */ (error).message);
  }
}

/** @param {string[]} args @returns {Promise<number>} the exit code */
async function main(args) {
  const json = args.includes('--json');
  try {
    const { values, positionals } = parse(args);
    if (values.help) {
      console.log(usage);
      return 0;
    }
    const { exitCode, report, lines } = await dispatch(positionals);
    const accepted = exitCode === 0;
    console.log(json ? JSON.stringify({ accepted, ...report }) : lines.join('\n'));
    return exitCode;
  } catch (error) {
    const { code, message } = badInputFrom(error);
    if (json) console.log(JSON.stringify({ error: { code, message } }));
    else console.error(`onggi: ${message}`);
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));
