// The identity of a build, which load() compares (js-glue/runtime/native/identity.mjs).
import crypto from 'node:crypto';

import { identitySection } from '../runtime/native/identity.mjs';

/**
 * @param {string} version of the package
 * @param {import('./manifest.mjs').Manifest} manifest
 * @param {string} glue Emscripten's code, which refers to the module's imports and exports by short names
 * @param {string} variant
 */
export function buildIdentity(version, manifest, glue, variant) {
  const hash = crypto.createHash('sha256').update(manifest.interface).update(glue).digest('hex');
  return `onggi ${version}, build ${hash.slice(0, 16)}, ${variant}`;
}

/** LEB128, as WebAssembly writes sizes. @param {number} size */
function leb128(size) {
  const bytes = [];
  for (let rest = size; bytes.length === 0 || rest > 0; rest >>>= 7)
    bytes.push((rest & 127) | (rest > 127 ? 128 : 0));
  return Buffer.from(bytes);
}

/** The module, with its identity in a custom section at the end. @param {Buffer} wasm @param {string} identity */
export function withIdentity(wasm, identity) {
  const name = Buffer.from(identitySection);
  const content = Buffer.concat([leb128(name.length), name, Buffer.from(identity)]);
  return Buffer.concat([wasm, Buffer.from([0]), leb128(content.length), content]);
}
