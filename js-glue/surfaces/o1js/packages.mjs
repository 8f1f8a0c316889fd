// Where o1js is installed, and which version it is.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { OnggiError } from '../../runtime/errors.mjs';
import { supportedVersions } from './versions.mjs';

/** An installed o1js. @typedef {{ folder: string, version: string }} Package */

/** The package that a folder belongs to, if it is o1js. @param {string} start @returns {Package | undefined} */
export function packageOf(start) {
  for (let folder = start; ; folder = path.dirname(folder)) {
    try {
      const { name, version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
      if (name === 'o1js') return { folder, version };
      if (name !== undefined) return undefined;
    } catch {
      // No package.json here.
    }
    if (path.dirname(folder) === folder) return undefined;
  }
}

/** The o1js that a module would load. @param {string} file of the module @returns {Package | undefined} */
function packageFrom(file) {
  try {
    return packageOf(path.dirname(createRequire(file).resolve('o1js')));
  } catch {
    return undefined; // o1js is not installed there
  }
}

/** The o1js that the program will probably load: its main module's, or that of the working directory. */
export function likelyPackage() {
  const main = process.argv[1];
  const start = path.join(process.cwd(), 'package.json');
  return (
    (main === undefined ? undefined : packageFrom(fs.existsSync(main) ? fs.realpathSync(main) : main)) ??
    packageFrom(start)
  );
}

/** Throws if onggi/o1js does not support this version. @param {Package} found */
export function requireSupported({ folder, version }) {
  if (supportedVersions.has(version)) return;
  throw new OnggiError(
    'unsupported',
    `onggi/o1js: o1js ${version} (${folder}) is not known to this version of onggi, which knows ` +
      `${[...supportedVersions].join(', ')}: install one of these, or an onggi that knows yours, or remove ` +
      "the import of 'onggi/o1js'"
  );
}

/**
 * The o1js that programs in a folder load, and whether `import 'onggi/o1js'` works with it.
 * @param {string} [folder] by default the working directory
 */
export function installedO1js(folder = process.cwd()) {
  const found = packageFrom(path.join(folder, 'package.json'));
  return found && { ...found, supported: supportedVersions.has(found.version) };
}

/** The files in which versions of o1js keep their wasm module. @param {Package} found @returns {string[]} */
export const wasmFiles = ({ folder }) =>
  ['_node_bindings', 'node_bindings']
    .flatMap((bindings) =>
      ['kimchi_wasm.cjs', 'plonk_wasm.cjs'].map((name) =>
        path.join(folder, 'dist/node/bindings/compiled', bindings, name)
      )
    )
    .filter((file) => fs.existsSync(file));
