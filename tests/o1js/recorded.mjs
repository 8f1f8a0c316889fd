// The recorded verification keys and proofs: those of o1js's own native backend.
import fs from 'node:fs';

const version = '2.15.0';

/** @typedef {import('./programs/program.mjs').Key} Key */
/** @typedef {import('./programs/program.mjs').Made} Made */

/** Every program, the fastest to compile first. */
export const programs = [
  'add',
  'runtime_table',
  'poseidon',
  'range_check',
  'foreign_field',
  'bitwise',
  'contract',
  'recursion_one',
  'sideloaded',
  'recursion_two',
  'sha256',
  'blake2b',
  'keccak',
  'ecdsa',
];

const files = {
  keys: new URL('verification_keys.json', import.meta.url),
  proofs: new URL('proofs.json', import.meta.url),
};

/** @param {URL} file */
const read = (file) =>
  fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : { o1js: version, programs: {} };

/** @returns {Record<string, Record<string, Key>>} by program, then by the key's name */
export const recordedKeys = () => read(files.keys).programs;
/** @returns {Record<string, Made[]>} by program */
export const recordedProofs = () => read(files.proofs).programs;

/** @param {string} name @param {Record<string, Key>} keys @param {Made[]} proofs */
export function record(name, keys, proofs) {
  for (const [file, value] of /** @type {const} */ ([
    [files.keys, keys],
    [files.proofs, proofs],
  ])) {
    const values = { ...read(file).programs, [name]: value };
    const sorted = Object.fromEntries(
      programs.filter((each) => each in values).map((each) => [each, values[each]])
    );
    fs.writeFileSync(file, JSON.stringify({ o1js: version, programs: sorted }, null, 1) + '\n');
  }
}
