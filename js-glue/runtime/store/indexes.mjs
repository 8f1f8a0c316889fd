// Prover indexes over the standard SRS in a store. An entry is its key, so that a renamed one is not used, and then an
// index file, whose checksum finds damage.
import { nodeModules } from '../environment.mjs';
import { encodeUtf8, setBytes, subtleDigest, Uint8Array } from '../intrinsics.mjs';
import { ownBytes } from '../native/caller_bytes.mjs';
import * as values from '../native/values.mjs';

/** @typedef {import('./store.mjs').Store} Store */
/** @typedef {import('../native/call.mjs').Call} Call */
/**
 * What an index is made from, read once.
 * @typedef {object} Source
 * @property {Uint8Array<ArrayBuffer>} bytes all of it
 * @property {unknown[]} args of the function that makes the index
 * @property {any} srs
 * @property {() => void} free gives back its handles
 */

const format = 1;
const mostBytes = 2 ** 31 - 1;
const lengthBytes = 8;

/** @param {readonly Uint8Array[]} parts @returns {Uint8Array<ArrayBuffer>} each with its length before it */
function joined(parts) {
  const out = new Uint8Array(parts.reduce((total, { length }) => total + lengthBytes + length, 0));
  let offset = 0;
  for (const part of parts) {
    setBytes(out, encodeUtf8(part.length.toString(16).padStart(lengthBytes, '0')), offset);
    setBytes(out, part, offset + lengthBytes);
    offset += lengthBytes + part.length;
  }
  return out;
}

/** @param {Uint8Array} hash */
const hex = (hash) => Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** @param {unknown} value @param {string} parameter @param {Call} call */
const ownJson = (value, parameter, call) =>
  ownBytes(values.json(value, call.label(parameter), call), call.label(parameter));

export class StoredIndexes {
  #instance;
  #classes;
  #curve;
  #storedSrs;
  #store;

  /**
   * @param {import('../native/instance.mjs').Instance} instance
   * @param {{ PlonkIndex: any, GateVector: any, Srs: any }} classes
   * @param {import('./srs.mjs').StoredSrs} storedSrs
   * @param {Store} store
   */
  constructor(instance, classes, storedSrs, store) {
    this.#instance = instance;
    this.#classes = classes;
    this.#curve = classes.PlonkIndex.type.split('.')[0];
    this.#storedSrs = storedSrs;
    this.#store = store;
  }

  /** A circuit. @param {string} name of the call @param {unknown} circuit @param {unknown} srs @returns {Source | undefined} undefined if its index is not kept */
  circuit(name, circuit, srs) {
    return this.#source(name, srs, (call) => {
      const bytes = ownJson(circuit, 'circuit', call);
      return { parts: [bytes], args: (own) => [bytes, own], handles: [] };
    });
  }

  /**
   * The gates of a circuit.
   * @param {string} name of the call @param {any} gates @param {unknown} publicInputSize @param {unknown} srs
   * @param {unknown} extras @returns {Source | undefined} undefined if its index is not kept
   */
  gates(name, gates, publicInputSize, srs, extras) {
    return this.#source(name, srs, (call) => {
      const { GateVector } = this.#classes;
      call.borrow(gates, GateVector, 'gates');
      const size = values.size(publicInputSize, call.label('publicInputSize'));
      const more = extras === undefined ? undefined : ownJson(extras, 'extras', call);
      const bytes = gates.toBytes();
      const copy = GateVector.fromBytes(bytes); // the caller may change its own
      return {
        parts: [bytes, encodeUtf8(`${size}`), ...(more === undefined ? [] : [more])],
        args: (own) => [copy, size, own, more],
        handles: [copy],
      };
    });
  }

  /**
   * @param {string} name @param {any} srs
   * @param {(call: Call) => { parts: Uint8Array[], args: (srs: unknown) => unknown[], handles: any[] }} read
   * @returns {Source | undefined}
   */
  #source(name, srs, read) {
    const call = this.#instance.enter(name);
    try {
      call.borrow(srs, this.#classes.Srs, 'srs');
      if (!this.#storedSrs.isStandard(srs)) return undefined;
      const { parts, args, handles } = read(call);
      const own = srs.share();
      const head = encodeUtf8(`onggi-index/${format} ${this.#curve} ${srs.size}`);
      return {
        bytes: joined([head, ...parts]),
        args: args(own),
        srs: own,
        free: () => [own, ...handles].forEach((handle) => handle.free()),
      };
    } finally {
      call.leave();
    }
  }

  /** @param {string} hash */
  #key = (hash) => `index-${format}-${this.#curve}-${hash}`;

  /** The index from the store, or made; both at once. @param {Source} source @param {(...args: any[]) => any} make */
  obtain({ bytes, srs, args }, make) {
    const hash = nodeModules.crypto?.createHash('sha256').update(bytes).digest('hex');
    if (hash === undefined) return make(...args);
    const key = this.#key(hash);
    const known = this.#decode(key, this.#store.read(key, mostBytes), srs);
    if (known !== undefined) return known;
    const index = make(...args);
    const entry = this.#encode(key, index);
    if (entry) this.#store.write(key, entry);
    return index;
  }

  /** The key; undefined on pages without a secure context, which have no hash function. @param {Source} source */
  async keyAsync({ bytes }) {
    if (subtleDigest === undefined) return undefined;
    return this.#key(hex(new Uint8Array(await subtleDigest('SHA-256', bytes))));
  }

  /** A handle of the index; undefined if the store does not have it. @param {string} key @param {Source} source @returns {Promise<any>} */
  async readAsync(key, { srs }) {
    return this.#decode(key, await this.#store.readAsync(key, mostBytes), srs);
  }

  /** Keeps an index that was made; does not wait until it is written. @param {string} key @param {any} index */
  writeLater(key, index) {
    const entry = this.#encode(key, index);
    if (entry) void this.#store.writeAsync(key, entry);
  }

  /** @param {string} key @param {Uint8Array | undefined} entry @param {any} srs */
  #decode(key, entry, srs) {
    const head = encodeUtf8(`${key}\n`);
    if (entry === undefined || head.some((byte, i) => entry[i] !== byte)) return undefined;
    try {
      return this.#classes.PlonkIndex.decode(entry.subarray(head.length), srs);
    } catch {
      return undefined; // damaged, of another version, or too little memory: making it says so if that is so
    }
  }

  /** @param {string} key @param {any} index @returns {Uint8Array<ArrayBuffer> | undefined} */
  #encode(key, index) {
    const head = encodeUtf8(`${key}\n`);
    try {
      const file = index.encode();
      const entry = new Uint8Array(head.length + file.length);
      setBytes(entry, head, 0);
      setBytes(entry, file, head.length);
      return entry;
    } catch {
      return undefined; // too little memory for the bytes
    }
  }
}
