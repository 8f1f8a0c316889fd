// Fixtures of proof-systems' own test suite (`kimchi/src/tests/fixtures`): MessagePack
// [proof, verifier index, public input, its length, feature flags, endo], where bytes are arrays of
// integers.
import { readBytes } from './files.mjs';
import { BadInput } from './outcome.mjs';

/** The limit of fixture files. The largest fixture of the suite has 12 KB. */
const mostBytes = 2 ** 24;
const mostDepth = 8;

/** @typedef {null | boolean | number | unknown[]} Value */

/** The part of MessagePack that fixtures use. Throws a RangeError for anything else. */
class Reader {
  #at = 0;
  #view;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining() {
    return this.#view.byteLength - this.#at;
  }

  /** @param {number} [depth] @returns {Value} */
  value(depth = 0) {
    const first = this.#integer(1);
    if (first < 0x80) return first;
    if (first >= 0x90 && first < 0xa0) return this.#array(first & 15, depth);
    if (first === 0xc0) return null;
    if (first === 0xc2 || first === 0xc3) return first === 0xc3;
    if (first >= 0xcc && first <= 0xcf) return this.#integer(1 << (first - 0xcc));
    if (first === 0xdc || first === 0xdd) return this.#array(this.#integer(first === 0xdc ? 2 : 4), depth);
    throw new RangeError(`unexpected type at byte ${this.#at}`);
  }

  /** Big-endian. @param {number} width in bytes */
  #integer(width) {
    if (width > this.remaining) throw new RangeError('the file is cut off');
    let value = 0;
    for (let i = 0; i < width; i++) value = value * 256 + this.#view.getUint8(this.#at++);
    return value;
  }

  /** @param {number} length @param {number} depth of the array */
  #array(length, depth) {
    if (length > this.remaining) throw new RangeError(`an array longer than the file at byte ${this.#at}`);
    if (depth === mostDepth) throw new RangeError(`nested more than ${mostDepth} deep at byte ${this.#at}`);
    /** @type {Value[]} */
    const values = [];
    while (values.length < length) values.push(this.value(depth + 1));
    return values;
  }
}

/** @param {unknown} value */
const isBytes = (value) =>
  Array.isArray(value) && value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256);

/**
 * The parts of a fixture. The names of fixtures over Fq contain "pallas".
 * @param {string} file
 * @returns {{ field: 'fp' | 'fq', proof: Uint8Array, index: Uint8Array, publicInput: Uint8Array }}
 */
export function readFixture(file) {
  const bytes = readBytes(file, mostBytes);
  let parts;
  try {
    const reader = new Reader(bytes);
    parts = reader.value();
    if (reader.remaining > 0) throw new RangeError(`${reader.remaining} bytes too many`);
  } catch (error) {
    throw new BadInput('unreadable_file', `${file}: ${/** @type {Error} */ (error).message}`);
  }
  if (!Array.isArray(parts) || parts.length < 5 || !parts.slice(0, 3).every(isBytes))
    throw new BadInput('unsupported_format', `${file}: not a fixture`);
  const [proof, index, publicInput] = /** @type {[Uint8Array, Uint8Array, Uint8Array]} */ (
    parts.slice(0, 3).map((bytes) => Uint8Array.from(/** @type {number[]} */ (bytes)))
  );
  const field = /pallas/.test(file.replace(/^.*[/\\]/, '')) ? 'fq' : 'fp';
  return { field, proof, index, publicInput };
}
