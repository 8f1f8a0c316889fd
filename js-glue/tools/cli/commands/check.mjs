// Whole circuit folders: everything that is recorded in one must come out again.
import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { findFile, readJson, statOf } from '../files.mjs';
import { BadInput, badInputFrom, rejectionReason } from '../outcome.mjs';
import { roundtripOf } from '../roundtrip.mjs';
import { curveOf, proverIndex, timed, verifierIndex } from '../system.mjs';
import { judge } from './verify.mjs';

/** @typedef {{ name: string, path: (string | number)[], value: unknown }} Variant */
/** @typedef {{ what: string, ok: boolean }} Finding */

/**
 * A copy of `content` with the value at `path` replaced.
 * @param {any} content @param {(string | number)[]} path @param {unknown} value
 */
export function withChange(content, path, value) {
  const copy = structuredClone(content);
  let parent = copy;
  for (const key of path.slice(0, -1)) parent = parent[key];
  parent[/** @type {string} */ (path.at(-1))] = value;
  return copy;
}

/** Whether a proof can be made of the witness, and holds. @param {any} index @param {any} verifier @param {any} content */
function provesAndHolds(index, verifier, content) {
  let witness;
  let proof;
  try {
    witness = curveOf(content.field).Witness.fromJSON(content);
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

/** What is on record in a folder; undefined where there is no such file. @param {string} folder */
function readFolder(folder) {
  /** @param {string} name */
  const optional = (name) => {
    const file = path.join(folder, `${name}.json`);
    return findFile(file) && readJson(file, `kimchi-${name.replaceAll('_', '-')}/1`);
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

/** The digest is not on record for every index. @param {any} ours @param {any} recorded */
const sameIndex = (ours, recorded) =>
  isDeepStrictEqual(ours, { ...recorded, digest: recorded.digest ?? ours.digest });

/**
 * The transcript of the recorded proof, value by value.
 * @param {any} verifier @param {any} proofContent @param {any} recorded
 */
function sameOracles(verifier, proofContent, recorded) {
  let proof;
  try {
    proof = curveOf(proofContent.field).ProverProof.fromJSON(proofContent);
    return isDeepStrictEqual(verifier.oracles(proof), recorded);
  } catch (error) {
    rejectionReason(error);
    return false;
  } finally {
    proof?.free();
  }
}

/**
 * What is on record of sizes, digests and serialised bytes; an entry may be null.
 * @param {any} index @param {any} verifier @param {ReturnType<typeof readFolder>} folder
 * @returns {Iterable<Finding>}
 */
function* roundtripFindings(index, verifier, { circuit, proof, roundtrip }) {
  const ours = roundtrip ? roundtripOf({ index, verifier, circuit, proof }) : {};
  for (const [what, value] of Object.entries(ours)) {
    const { text, ...recorded } = Object(roundtrip[what]);
    const expected = typeof value === 'string' ? roundtrip[what] : recorded;
    if (roundtrip[what]) yield { what, ok: isDeepStrictEqual(value, expected) };
  }
}

/**
 * @param {any} index @param {any} verifier @param {ReturnType<typeof readFolder>} folder
 * @returns {Iterable<Finding>}
 */
function* findings(index, verifier, folder) {
  const { witness, recorded, proof, oracles, tampered } = folder;
  if (index && recorded) yield { what: 'index', ok: sameIndex(verifier.toJSON(), recorded) };
  if (proof) yield { what: 'proof', ok: judge(verifier, proof).accepted };
  /** @param {Variant} variant */
  const verdict = ({ path, value }) => judge(verifier, withChange(proof, path, value)).accepted;
  for (const variant of proof ? (tampered?.variants ?? []) : [])
    yield { what: `rejects: ${variant.name}`, ok: !verdict(variant) };
  for (const variant of proof ? (tampered?.accepted ?? []) : [])
    yield { what: `accepts: ${variant.name}`, ok: verdict(variant) };
  if (proof && oracles) yield { what: 'oracles', ok: sameOracles(verifier, proof, oracles) };
  yield* roundtripFindings(index, verifier, folder);
  if (!index || !witness) return;
  yield { what: 'new proof', ok: provesAndHolds(index, verifier, witness) };
  for (const { name, path, value } of tampered?.witness_variants ?? [])
    yield {
      what: `no proof of: ${name}`,
      ok: !provesAndHolds(index, verifier, withChange(witness, path, value)),
    };
}

/** @param {string} folder */
function checkFolder(folder) {
  const content = readFolder(folder);
  const { circuit, recorded } = content;
  const index = circuit && proverIndex(circuit);
  const verifier = index ? index.verifierIndex() : verifierIndex(recorded);
  try {
    return [...findings(index, verifier, content)];
  } finally {
    verifier.free();
    index?.free();
  }
}

/** @param {string} folder */
const isCircuitFolder = (folder) =>
  ['circuit.json', 'verifier_index.json'].some((name) => findFile(path.join(folder, name)));

/** The circuit folders meant by an argument: itself, or those in it. @param {string} folder */
function circuitFolders(folder) {
  if (isCircuitFolder(folder)) return [folder];
  const inside = statOf(folder)?.isDirectory()
    ? fs.readdirSync(folder).sort().map((name) => path.join(folder, name)).filter(isCircuitFolder)
    : [];
  if (inside.length === 0) throw new BadInput('no_such_file', `${folder}: no circuit folder`);
  return inside;
}

/** @param {string} folder */
async function reportOn(folder) {
  try {
    const { value, ms } = await timed(() => checkFolder(folder));
    if (value.length === 0) throw new BadInput('nothing_on_record', `${folder}: nothing to check it against`);
    const failures = value.filter(({ ok }) => !ok).map(({ what }) => what);
    return { folder, checks: value.length, failures, ms };
  } catch (error) {
    const { code, message } = badInputFrom(error);
    return { folder, checks: 0, failures: [], ms: 0, error: { code, message } };
  }
}

/** @param {Awaited<ReturnType<typeof reportOn>>} report */
function describe({ folder, checks, failures, ms, error }) {
  if (error) return `skip  ${folder}  ${error.message}`;
  if (failures.length > 0) return `FAIL  ${folder}  ${failures.join('; ')}`;
  return `ok    ${folder}  ${checks} checks in ${ms} ms`;
}

/**
 * A folder that fails is a rejection; failing that, one that could not be checked is bad input.
 * @param {...string} folders
 */
export async function check(...folders) {
  const reports = [];
  for (const folder of folders.flatMap(circuitFolders)) reports.push(await reportOn(folder));
  const failed = reports.filter(({ failures }) => failures.length > 0).length;
  const skipped = reports.filter(({ error }) => error).length;
  const total = `${reports.length} circuits, ${failed} failed, ${skipped} not checked`;
  return {
    exitCode: failed > 0 ? 1 : skipped > 0 ? 2 : 0,
    report: { circuits: reports },
    lines: [...reports.map(describe), total],
  };
}
