// Gate vectors of one curve. Gates are collected in JavaScript and cross to onggi as a whole.
import { gateTypes } from 'onggi';

import { OnggiError } from '../../../runtime/errors.mjs';

/** @typedef {{ row: number, col: number }} Wire */
/** @typedef {Record<string, Wire>} Wires w0 to w6 */
/** @typedef {{ typ: number, wires: Wires, coeffs: ArrayLike<number> }} Gate */

const wireNames = ['w0', 'w1', 'w2', 'w3', 'w4', 'w5', 'w6'];
const elementBytes = 32;

/** A list of gates that o1js fills. */
export class GateVector {
  /** A number of o1js each. @type {number[]} */
  types = [];
  /** Row and column of seven cells each. @type {number[]} */
  wires = [];
  /** The bytes of the coefficients. @type {Uint8Array[]} */
  coeffs = [];
  /** Digests that were computed, by the number of public inputs. @type {Map<number, Uint8Array>} */
  digests = new Map();

  /** @param {number} row */
  requireRow(row) {
    if (Number.isInteger(row) && row >= 0 && row < this.types.length) return row;
    throw new OnggiError(
      'size_out_of_range',
      `gate vector: there is no row ${row}, it has ${this.types.length}`
    );
  }
}

/** The place of a gate type in onggi's list. @param {number} number of o1js @param {number} row @param {readonly string[]} names */
function typeIndex(number, row, names) {
  const index = gateTypes.indexOf(/** @type {any} */ (names[number]));
  if (index !== -1) return index;
  throw new OnggiError('invalid_argument', `gate vector: row ${row}: there is no gate type ${number}`);
}

/**
 * @param {string} f `fp` or `fq`
 * @param {() => any} curve of onggi
 * @param {() => any} curveForDigests of the instance that is used for digests
 * @param {import('../versions.mjs').Revision} revision
 */
export function gatesAbi(f, curve, curveForDigests, revision) {
  /** A handle, which the caller frees. @param {GateVector} vector @param {any} Class */
  function handleOf({ types, wires, coeffs }, Class) {
    const flat = new Uint8Array(coeffs.reduce((sum, { length }) => sum + length, 0));
    let offset = 0;
    for (const each of coeffs) {
      flat.set(each, offset);
      offset += each.length;
    }
    return Class.fromFlat(
      Uint8Array.from(types, (number, row) => typeIndex(number, row, revision.gateTypes)),
      new Uint8Array(Uint32Array.from(wires).buffer),
      Uint8Array.from(coeffs, ({ length }) => length / elementBytes),
      flat
    );
  }

  /**
   * @template T @param {GateVector} vector @param {(handle: any) => T} use
   * @param {any} [Class] by default that of the instance that keeps objects
   * @returns {T}
   */
  const withHandle = (vector, use, Class = curve().GateVector) => {
    const handle = handleOf(vector, Class);
    try {
      return use(handle);
    } finally {
      handle.free();
    }
  };

  /** @template T @param {GateVector} vector @param {(handle: any) => T} use @returns {T} */
  const forDigest = (vector, use) => withHandle(vector, use, curveForDigests().GateVector);

  const prefix = `caml_pasta_${f}_plonk`;
  return {
    withHandle,
    functions: {
      [`${prefix}_gate_vector_create`]: () => new GateVector(),
      /** @param {GateVector} vector @param {Gate} gate */
      [`${prefix}_gate_vector_add`]: (vector, { typ, wires, coeffs }) => {
        vector.digests.clear();
        vector.types.push(typ);
        for (const name of wireNames) {
          const { row, col } = /** @type {Wire} */ (wires[name]);
          vector.wires.push(row, col);
        }
        vector.coeffs.push(Uint8Array.from(coeffs));
      },
      /** @param {GateVector} vector @param {number} row */
      [`${prefix}_gate_vector_get`]: (vector, row) => {
        const first = 2 * wireNames.length * vector.requireRow(row);
        return {
          typ: vector.types[row],
          wires: Object.fromEntries(
            wireNames.map((name, i) => [
              name,
              { row: vector.wires[first + 2 * i], col: vector.wires[first + 2 * i + 1] },
            ])
          ),
          coeffs: Array.from(/** @type {Uint8Array} */ (vector.coeffs[row])),
        };
      },
      /** @param {GateVector} vector */
      [`${prefix}_gate_vector_len`]: (vector) => vector.types.length,
      /** @param {GateVector} vector @param {Wire} target @param {Wire} head */
      [`${prefix}_gate_vector_wrap`]: (vector, target, head) => {
        if (!(target.col >= 0 && target.col < wireNames.length)) {
          throw new OnggiError('size_out_of_range', `gate vector: there is no column ${target.col}`);
        }
        const cell = 2 * (wireNames.length * vector.requireRow(target.row) + target.col);
        vector.digests.clear();
        vector.wires[cell] = head.row;
        vector.wires[cell + 1] = head.col;
      },
      /** @param {number} publicInputs @param {GateVector} vector */
      [`${prefix}_gate_vector_digest`]: (publicInputs, vector) => {
        const known = vector.digests.get(publicInputs);
        const digest = known ?? forDigest(vector, (handle) => handle.digest(publicInputs, revision.name));
        vector.digests.set(publicInputs, digest);
        return digest.slice();
      },
      /** @param {number} publicInputs @param {GateVector} vector */
      [`${prefix}_circuit_serialize`]: (publicInputs, vector) =>
        forDigest(vector, (handle) => handle.serialize(publicInputs)),
    },
  };
}
