// The dev dependencies of package-lock.json.
import fs from 'node:fs';
import path from 'node:path';

import { root } from './root.mjs';
import { step } from './steps.mjs';

/** Modification time, or undefined where there is no such file. @param {string} file */
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

export async function ensureDependencies() {
  if (dependenciesAreStale(root)) await step('npm ci', 'npm', ['ci', '--no-progress']);
}
