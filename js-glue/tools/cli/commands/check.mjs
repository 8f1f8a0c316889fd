// Checks circuit folders: everything that is recorded in a folder must be computed again.
import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { green, red, yellow } from '../colours.mjs';
import { findFile, parsed, readJson, statOf } from '../files.mjs';
import { BadInput, badInputFrom, rejectionReason } from '../outcome.mjs';
import { withProgress } from '../progress.mjs';
import { roundtripOf } from '../roundtrip.mjs';
import { curveOf, proverIndex, timed, verifierIndex } from '../system.mjs';
import { judge } from './verify.mjs';

/** @typedef {import('../files.mjs').InputFile} InputFile */
/** @typedef {{ name: string, path: (string | number)[], value: unknown }} Variant */
/** @typedef {{ what: string, ok: boolean }} Finding */

/**
 * A copy of `content` with the value at `path` replaced.
 * @param {any} content @param {(string | number)[]} path @param {unknown} value
 */
export function withChange(content, path, value) {
  const copy = structuredClone(content);
  let parent = copy;
  for (const key of path.slice(0, -1)) {
    parent = Object.hasOwn(Object(parent), key) ? parent[key] : undefined;
    if (typeof parent !== 'object' || parent === null)
      throw new BadInput('unreadable_file', 'a variant changes a member that does not exist');
  }
  parent[/** @type {string} */ (path.at(-1))] = value;
  return copy;
}

/**
 * Whether a proof of the witness can be made, and holds.
 * @param {any} index @param {any} verifier @param {unknown} field @param {Uint8Array | object} content kimchi-witness/1
 */
function provesAndHolds(index, verifier, field, content) {
  let witness;
  let proof;
  try {
    witness = curveOf(field).Witness.fromJSON(content);
    proof = index.proveSync(witness);
    return verifier.verify(proof);
  } catch (error) {
    rejectionReason(error);
    return false;
  } finally {
    proof?.free();
    witness?.free();
  }
}

/** The files of a folder; undefined for one that is missing. @param {string} folder */
function readFolder(folder) {
  /** @param {string} name */
  const optional = (name) => {
    const file = path.join(folder, `${name}.json`);
    return findFile(file) === undefined ? undefined : readJson(file, `kimchi-${name.replaceAll('_', '-')}/1`);
  };
  return {
    circuit: optional('circuit'),
    witness: optional('witness'),
    recorded: optional('verifier_index'),
    proof: optional('proof'),
    oracles: optional('oracles'),
    tampered: optional('tampered'),
    roundtrip: optional('roundtrip'),
  };
}

/**
 * The lists of variants in a file of them.
 * @param {InputFile | undefined} tampered
 * @returns {Record<'variants' | 'accepted' | 'witness_variants', Variant[]>}
 */
function variantsOf(tampered) {
  const { variants = [], accepted = [], witness_variants = [] } = tampered ? parsed(tampered) : {};
  const isVariant = (/** @type {any} */ variant) =>
    typeof variant?.name === 'string' && Array.isArray(variant.path) && variant.path.length > 0;
  for (const list of [variants, accepted, witness_variants])
    if (!Array.isArray(list) || !list.every(isVariant))
      throw new BadInput('unreadable_file', `${tampered?.file}: a variant must have a name and a path`);
  return { variants, accepted, witness_variants };
}

/** The digest is not recorded for every index. @param {any} ours @param {any} recorded */
const sameIndex = (ours, recorded) =>
  isDeepStrictEqual(ours, { ...recorded, digest: recorded.digest ?? ours.digest });

/**
 * Compares the transcript of the recorded proof, value by value.
 * @param {any} verifier @param {InputFile} input @param {any} recorded
 */
function sameOracles(verifier, { field, bytes }, recorded) {
  let proof;
  try {
    proof = curveOf(field).ProverProof.fromJSON(bytes);
    return isDeepStrictEqual(verifier.oracles(proof), recorded);
  } catch (error) {
    rejectionReason(error);
    return false;
  } finally {
    proof?.free();
  }
}

/**
 * Compares sizes, digests and serialised bytes with the recorded ones; an entry of the record may be null.
 * @param {any} index @param {any} verifier @param {ReturnType<typeof readFolder>} folder
 * @returns {Iterable<Finding>}
 */
function* roundtripFindings(index, verifier, { circuit, proof, roundtrip }) {
  if (!roundtrip) return;
  const record = parsed(roundtrip);
  for (const [what, value] of Object.entries(roundtripOf({ index, verifier, circuit, proof }))) {
    const { text, ...recorded } = Object(record[what]);
    const expected = typeof value === 'string' ? record[what] : recorded;
    if (record[what]) yield { what, ok: isDeepStrictEqual(value, expected) };
  }
}

/**
 * @param {any} verifier @param {InputFile} proof @param {ReturnType<typeof variantsOf>} tampered
 * @returns {AsyncIterable<Finding>}
 */
async function* proofFindings(verifier, proof, { variants, accepted }) {
  yield { what: 'proof', ok: (await judge(verifier, proof.field, proof.bytes)).accepted };
  if (variants.length + accepted.length === 0) return;
  const content = parsed(proof);
  /** @param {Variant} variant */
  const holds = async ({ path, value }) => {
    const changed = withChange(content, path, value);
    return (await judge(verifier, changed.field, changed)).accepted;
  };
  for (const variant of variants) yield { what: `rejects: ${variant.name}`, ok: !(await holds(variant)) };
  for (const variant of accepted) yield { what: `accepts: ${variant.name}`, ok: await holds(variant) };
}

/**
 * @param {any} index @param {any} verifier @param {InputFile} witness @param {Variant[]} variants
 * @returns {Iterable<Finding>}
 */
function* witnessFindings(index, verifier, witness, variants) {
  yield { what: 'new proof', ok: provesAndHolds(index, verifier, witness.field, witness.bytes) };
  const content = variants.length > 0 ? parsed(witness) : undefined;
  for (const { name, path, value } of variants) {
    const changed = withChange(content, path, value);
    yield { what: `no proof of: ${name}`, ok: !provesAndHolds(index, verifier, changed.field, changed) };
  }
}

/**
 * @param {any} index @param {any} verifier @param {ReturnType<typeof readFolder>} folder
 * @returns {AsyncIterable<Finding>}
 */
async function* findings(index, verifier, folder) {
  const { witness, recorded, proof, oracles } = folder;
  const tampered = variantsOf(folder.tampered);
  if (index && recorded) yield { what: 'index', ok: sameIndex(verifier.toJSON(), parsed(recorded)) };
  if (proof) yield* proofFindings(verifier, proof, tampered);
  if (proof && oracles) yield { what: 'oracles', ok: sameOracles(verifier, proof, parsed(oracles)) };
  yield* roundtripFindings(index, verifier, folder);
  if (index && witness) yield* witnessFindings(index, verifier, witness, tampered.witness_variants);
}

/** @param {string} folder @param {(what: string) => void} onFinding */
async function checkFolder(folder, onFinding) {
  const files = readFolder(folder);
  const { circuit, recorded } = files;
  const index = circuit && (await proverIndex(circuit));
  const verifier = index ? index.verifierIndex() : await verifierIndex(/** @type {InputFile} */ (recorded));
  try {
    const found = [];
    for await (const finding of findings(index, verifier, files)) {
      onFinding(finding.what);
      found.push(finding);
    }
    return found;
  } finally {
    verifier.free();
    index?.free();
  }
}

/** @param {string} folder */
const isCircuitFolder = (folder) =>
  ['circuit.json', 'verifier_index.json'].some((name) => findFile(path.join(folder, name)));

/** The folder itself, or the circuit folders in it. @param {string} folder */
function circuitFolders(folder) {
  if (isCircuitFolder(folder)) return [folder];
  const inside = statOf(folder)?.isDirectory()
    ? fs
        .readdirSync(folder)
        .sort()
        .map((name) => path.join(folder, name))
        .filter(isCircuitFolder)
    : [];
  if (inside.length === 0) throw new BadInput('no_such_file', `${folder}: not a circuit folder`);
  return inside;
}

/** @param {string} folder @param {(what: string) => void} onFinding */
async function reportOn(folder, onFinding) {
  try {
    const { value, ms } = await timed(() => checkFolder(folder, onFinding));
    if (value.length === 0)
      throw new BadInput('nothing_on_record', `${folder}: nothing to check the circuit against`);
    const failures = value.filter(({ ok }) => !ok).map(({ what }) => what);
    return { folder, checks: value.length, failures, ms };
  } catch (error) {
    const { code, message } = badInputFrom(error);
    return { folder, checks: 0, failures: [], ms: 0, error: { code, message } };
  }
}

/** @param {Awaited<ReturnType<typeof reportOn>>} report */
function describe({ folder, checks, failures, ms, error }) {
  if (error) return `${yellow('skip')}  ${folder}  ${error.message}`;
  if (failures.length > 0) return `${red('FAIL')}  ${folder}  ${failures.join('; ')}`;
  return `${green('ok')}    ${folder}  ${checks} checks in ${ms} ms`;
}

/**
 * Exit code 1 if a folder fails, else 2 if one could not be checked.
 * @param {...string} folders
 */
export async function check(...folders) {
  const chosen = folders.flatMap(circuitFolders);
  /** @type {Awaited<ReturnType<typeof reportOn>>[]} */
  const reports = await withProgress('circuits', async (onProgress) => {
    /** @type {Awaited<ReturnType<typeof reportOn>>[]} */
    const done = [];
    for (const folder of chosen) {
      const fraction = done.length / chosen.length;
      done.push(await reportOn(folder, (what) => onProgress?.({ phase: `${folder}: ${what}`, fraction })));
    }
    return done;
  });
  const failed = reports.filter(({ failures }) => failures.length > 0).length;
  const skipped = reports.filter(({ error }) => error).length;
  const total = `${reports.length} circuits, ${failed} failed, ${skipped} not checked`;
  return {
    exitCode: failed > 0 ? 1 : skipped > 0 ? 2 : 0,
    report: { circuits: reports },
    lines: [...reports.map(describe), total],
  };
}
