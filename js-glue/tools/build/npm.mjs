// The development dependencies: of the build in package-lock.json, of the tests in tests/package-lock.json, of the
// proving service in examples/proving-service/package-lock.json.
import fs from 'node:fs';
import path from 'node:path';

import { root } from './root.mjs';
import { step } from './steps.mjs';

/** Modification time, or undefined if there is no such file. @param {string} file */
const modified = (file) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;

/**
 * Whether node_modules is missing or older than the lock: npm writes node_modules/.package-lock.json
 * at the end of every installation.
 * @param {string} folder of package-lock.json
 */
export function dependenciesAreStale(folder) {
  const installed = modified(path.join(folder, 'node_modules', '.package-lock.json'));
  const locked = modified(path.join(folder, 'package-lock.json'));
  return installed === undefined || (locked !== undefined && installed < locked);
}

/** @param {string} name of the step @param {string} folder */
async function ensure(name, folder) {
  if (dependenciesAreStale(folder)) {
    await step(name, 'npm', ['ci', '--no-progress'], { cwd: folder });
  }
}

/** The packages that the build needs. */
export const ensureDependencies = () => ensure('npm ci', root);

/** @param {string} folder whose programs find the package by its name @param {string} name @param {string} target */
function link(folder, name, target) {
  const place = path.join(folder, 'node_modules', name);
  if (!fs.existsSync(place)) fs.symlinkSync(target, place);
}

/** The packages that only the tests need: o1js, test runners, browser drivers, and this package by its name. */
export async function ensureTestDependencies() {
  const folder = path.join(root, 'tests');
  await ensure('npm ci (tests)', folder);
  link(folder, 'onggi', root);
}

/** The packages that only examples/proving-service needs; it shares o1js with the tests. */
export async function ensureServiceDependencies() {
  await ensureTestDependencies();
  const folder = path.join(root, 'examples', 'proving-service');
  await ensure('npm ci (proving-service)', folder);
  link(folder, 'onggi', root);
  link(folder, 'o1js', path.join(root, 'tests', 'node_modules', 'o1js'));
}
