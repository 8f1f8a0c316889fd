// The commands and their options: help, the checks of arguments, and the table in docs/command-line.md come from here.

/**
 * @typedef {object} Command
 * @property {string} parameters as help shows them
 * @property {[least: number, most: number]} count of parameters
 * @property {string} summary one line, which completes "onggi COMMAND …"
 * @property {string[]} [details] paragraphs for the help of the command
 * @property {string[]} [options] names, besides those of every command
 * @property {string[]} examples
 */
/** @typedef {{ type: 'boolean' | 'string', short?: string, value?: string, summary: string }} Option */

/** @type {Record<string, Option>} */
export const options = {
  threads: {
    type: 'string',
    value: 'N',
    summary: 'number of threads, this one included: 1 to 64, by default 1',
  },
  html: { type: 'string', value: 'FILE', summary: 'also write the report as an HTML page' },
  proofs: { type: 'string', value: 'N', summary: 'proofs in each mode: at least 4, by default 10' },
  hashes: { type: 'string', value: 'N', summary: 'Poseidon hashes in the circuit: by default 64' },
  modes: {
    type: 'string',
    value: 'LIST',
    summary: 'of leaking, dropped, freed, scoped, sync, or all: by default leaking,dropped,scoped',
  },
  allocator: { type: 'string', value: 'NAME', summary: 'allocator of the build to measure, in a clone' },
  out: { type: 'string', value: 'DIR', summary: 'folder of the reports: by default reports' },
  json: { type: 'boolean', summary: 'print one JSON object' },
  help: { type: 'boolean', short: 'h', summary: 'print help' },
  version: { type: 'boolean', short: 'V', summary: 'print the version' },
};

/** The options that every command takes. */
const commonOptions = ['json', 'help'];

/** The options that stand alone. */
const aloneOptions = ['help', 'version'];

/** @type {Record<string, Command>} */
export const commands = {
  prove: {
    parameters: 'CIRCUIT WITNESS OUT',
    count: [3, 3],
    summary: 'prove, and write the proof',
    details: ['CIRCUIT may be an index file INDEX.onggi, which loads without computing the index again.'],
    options: ['threads'],
    examples: [
      'onggi prove circuit.json witness.json proof.json',
      'onggi prove circuit.onggi witness.json.gz proof.json.gz --threads 4',
    ],
  },
  verify: {
    parameters: 'CIRCUIT PROOF',
    count: [2, 2],
    summary: 'verify; CIRCUIT may be a verifier index',
    options: ['threads'],
    examples: ['onggi verify circuit.json proof.json', 'onggi verify verifier_index.json proof.json --json'],
  },
  index: {
    parameters: 'CIRCUIT [OUT]',
    count: [1, 2],
    summary: 'write the verifier index; to OUT.onggi the whole index',
    details: [
      'Without OUT the verifier index goes to the standard output. The whole index loads without computing.',
    ],
    options: ['threads'],
    examples: ['onggi index circuit.json verifier_index.json', 'onggi index circuit.json circuit.onggi'],
  },
  check: {
    parameters: 'DIR…',
    count: [1, Infinity],
    summary: 'check circuit folders: index, proof, tampered proofs, challenges',
    details: ['DIR is a circuit folder, or a folder of circuit folders.'],
    options: ['threads'],
    examples: ['onggi check circuits/', 'onggi check circuits/range circuits/hash --json'],
  },
  'check-fixture': {
    parameters: 'FILE…',
    count: [1, Infinity],
    summary: 'check proofs of the test suite of proof-systems (revision `mesa`)',
    options: ['threads'],
    examples: ['onggi check-fixture fixtures/*.bin'],
  },
  demo: {
    parameters: '',
    count: [0, 0],
    summary: 'prove and verify a small built-in circuit',
    options: ['threads'],
    examples: ['onggi demo', 'onggi demo --threads 2'],
  },
  analyze: {
    parameters: 'LOG…',
    count: [1, Infinity],
    summary: 'read traces: objects that were never dropped, by type and place',
    details: [
      'Several logs are read in turn, as one. "-" is the standard input. Accepted if every object was dropped.',
    ],
    options: ['html'],
    examples: ['onggi analyze trace.log --html trace.html', 'zcat trace.log.gz | onggi analyze -'],
  },
  bench: {
    parameters: 'memory',
    count: [1, 1],
    summary: 'memory over many proofs, in several modes; rejected if it grows',
    options: ['proofs', 'hashes', 'modes', 'threads', 'allocator', 'out'],
    examples: [
      'onggi bench memory',
      'onggi bench memory --proofs 60 --hashes 4 --modes dropped,scoped --out reports',
    ],
  },
  doctor: {
    parameters: '',
    count: [0, 0],
    summary: 'report build, engine, cores, isolation, memory, missing features, and o1js',
    examples: ['onggi doctor', 'onggi doctor --json'],
  },
};

const exitCodes =
  'Exit code 0: accepted. 1: rejected. 2: bad input, a failed write, or something unsupported.';

/** @param {string} name */
const usageOf = (name) => `onggi ${name} ${commands[name]?.parameters ?? ''}`.trimEnd();

/** @param {string} name of an option */
function flagOf(name) {
  const { short, value } = /** @type {Option} */ (options[name]);
  return `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`;
}

/** Two columns. @param {[string, string][]} rows @returns {string[]} */
function columns(rows) {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

/** @param {string[]} names */
const optionLines = (names) => columns(names.map((name) => [flagOf(name), options[name]?.summary ?? '']));

/** The help of all commands. */
export const help = () =>
  [
    'usage: onggi COMMAND [OPTION…]',
    '',
    ...columns(Object.entries(commands).map(([name, { summary }]) => [usageOf(name), summary])),
    '',
    ...optionLines([...commonOptions, 'version']),
    '',
    'onggi help COMMAND shows the options and examples of a command.',
    '',
    'Files are JSON or JSON.gz in the formats kimchi-circuit/1, kimchi-witness/1, kimchi-verifier-index/1 and',
    'kimchi-proof/1, of at most 128 MiB, inflated.',
    '',
    exitCodes,
  ].join('\n');

/** The help of one command. @param {string} name */
export function helpOf(name) {
  const { summary, details = [], options: own = [], examples } = /** @type {Command} */ (commands[name]);
  return [
    `usage: ${usageOf(name)} [OPTION…]`,
    '',
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    ...details,
    '',
    ...optionLines([...own, ...commonOptions]),
    '',
    'examples:',
    ...examples.map((example) => `  ${example}`),
    '',
    exitCodes,
  ].join('\n');
}

/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|');

/** The table of the documentation. */
export const markdown = () =>
  [
    '| command | what it does | options |',
    '|---|---|---|',
    ...Object.entries(commands).map(([name, { summary, options: own = [] }]) => {
      const flags = own.map((option) => `\`${flagOf(option)}\``).join(', ');
      return `| \`${usageOf(name)}\` | ${cell(summary)} | ${flags || '–'} |`;
    }),
    '',
    '| option | meaning |',
    '|---|---|',
    ...Object.entries(options).map(([name, { summary }]) => `| \`${flagOf(name)}\` | ${cell(summary)} |`),
  ].join('\n');

/** The options that a command takes; without a command, those that stand alone. @param {string | undefined} name */
export const optionsOf = (name) =>
  name === undefined ? aloneOptions : [...(commands[name]?.options ?? []), ...commonOptions];
