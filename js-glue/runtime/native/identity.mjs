// The identity of a build: the package version, a hash of what the generated code relies on by position
// or minified name, and the variant. The package carries it in the generated code, each module in a
// custom section (js-glue/generate/identity.mjs), which can be read before any code of the module
// runs.
import { OnggiError } from '../errors.mjs';
import { customSections, Uint8Array } from '../intrinsics.mjs';
import { toText } from './results.mjs';

/** The name of the custom section. */
export const identitySection = 'onggi';

const mostShown = 100;

/** @param {WebAssembly.Module} module @returns {string | undefined} */
function identityOf(module) {
  const [section] = customSections(module, identitySection);
  return section && toText(new Uint8Array(section));
}

/**
 * Throws if the module is of another build, or for another number of threads, than the package.
 * @param {WebAssembly.Module} module @param {string} expected
 */
export function checkIdentity(module, expected) {
  const found = identityOf(module);
  if (found === expected) return;
  const got = found === undefined ? 'a module without an identity' : found.slice(0, mostShown);
  throw new OnggiError('load_failed', `load: wasm: expected ${expected}; got ${got}`);
}
