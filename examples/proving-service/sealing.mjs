// Witnesses are encrypted by clients and decrypted by workers. Who has no key sees their length and nothing else: the
// front, Redis, its files and their copies.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

import { Failure } from './failures.mjs';

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** @param {string | undefined} text @returns {Buffer} */
export function readKey(text) {
  if (!/^[0-9a-f]{64}$/i.test(text ?? '')) throw new Error('WITNESS_KEY must be 64 hexadecimal digits');
  return Buffer.from(/** @type {string} */ (text), 'hex');
}

/** What a witness is for. It cannot be used for anything else. @param {{ queue: string, program: string, id: string }} job */
const purposeOf = ({ queue, program, id }) => Buffer.from(`${queue}/${program}/${id}`);

/** @param {Buffer} key @param {{ queue: string, program: string, id: string }} job @param {Uint8Array} witness @returns {Buffer} */
export function seal(key, job, witness) {
  const nonce = randomBytes(nonceBytes);
  const encryption = createCipheriv(cipher, key, nonce).setAAD(purposeOf(job));
  const sealed = [encryption.update(witness), encryption.final()];
  return Buffer.concat([nonce, encryption.getAuthTag(), ...sealed]);
}

/** @param {Buffer} key @param {{ queue: string, program: string, id: string }} job @param {Buffer} sealed @returns {Buffer} */
export function unseal(key, job, sealed) {
  const tagEnd = nonceBytes + tagBytes;
  try {
    const decryption = createDecipheriv(cipher, key, sealed.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    });
    decryption.setAAD(purposeOf(job)).setAuthTag(sealed.subarray(nonceBytes, tagEnd));
    return Buffer.concat([decryption.update(sealed.subarray(tagEnd)), decryption.final()]);
  } catch {
    throw new Failure(
      'not_sealed',
      'the witness was not encrypted for this job with the key of this service'
    );
  }
}
