// The Debian 12 packages that a build and the test stages need, and their installation.
import { spawnSync } from 'node:child_process';

import { step } from './steps.mjs';

/** The packages that every build needs. */
export const packages = [
  'cmake',
  'emscripten',
  'g++',
  'googletest',
  'libb2-dev',
  'libboost-dev',
  'libfmt-dev',
  'libgtest-dev',
  'ninja-build',
  'nlohmann-json3-dev',
];

/** One line per package, as missingPackages() reads it. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders are dpkg's
const queryFormat = '${Package} ${db:Status-Status}\\n';

/**
 * The wanted packages that are not installed, in the order of `wanted`.
 * @param {string[]} wanted
 * @param {string} listing output of `dpkg-query -W -f queryFormat`: packages that were never
 *   installed have no line, removed ones have another status
 */
export function missingPackages(wanted, listing) {
  const installed = new Set(
    listing
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([, status]) => status === 'installed')
      .map(([name]) => name)
  );
  return wanted.filter((name) => !installed.has(name));
}

/** @param {string[]} missing */
const installArguments = (missing) => ['install', '--yes', '--no-install-recommends', ...missing];

/**
 * The command that a user without root rights has to run.
 * @param {string[]} missing
 */
export const installLine = (missing) =>
  `sudo apt-get update && sudo apt-get ${installArguments(missing).join(' ')}`;

/**
 * Installs missing packages if run as root; otherwise throws an error with the command to run.
 * @param {string[]} wanted
 */
export async function ensurePackages(wanted) {
  const query = spawnSync('dpkg-query', ['-W', '-f', queryFormat, ...wanted], {
    encoding: 'utf8',
  });
  if (query.error)
    throw new Error(
      `This build can only install Debian packages, and found no dpkg-query. It needs: ${wanted.join(' ')}`
    );
  const missing = missingPackages(wanted, query.stdout);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0)
    throw new Error(`Some tools are missing. Install them with\n\n  ${installLine(missing)}\n`);
  console.log(`  Installing Debian packages: ${missing.join(' ')}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await step('apt-get update', 'apt-get', ['update'], { env });
  await step('apt-get install', 'apt-get', installArguments(missing), { env });
}
