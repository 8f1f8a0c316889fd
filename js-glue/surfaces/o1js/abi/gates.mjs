// Gate vectors of one curve. Gates are collected in JavaScript and cross to onggi as a whole.
import { hexOfEach } from '../field.mjs';

/** @typedef {{ row: number, col: number }} Wire */
/** @typedef {Record<string, Wire>} Wires w0 to w6 */
/** @typedef {{ typ: number, wires: Wires, coeffs: ArrayLike<number> }} Gate */

const wireNames = ['w0', 'w1', 'w2', 'w3', 'w4', 'w5', 'w6'];

/** A list of gates that o1js fills. */
export class GateVector {
  /** @type {Gate[]} */
  gates = [];
  /** Digests that were computed, by the number of public inputs. @type {Map<number, Uint8Array>} */
  digests = new Map();
}

/** @param {Gate} gate @returns {Gate} a copy: o1js may use its object again */
const copyOf = ({ typ, wires, coeffs }) => ({
  typ,
  wires: Object.fromEntries(wireNames.map((name) => [name, { ...wires[name] }])),
  coeffs: Uint8Array.from(coeffs),
});

/**
 * @param {string} f `fp` or `fq`
 * @param {() => any} curve of onggi
 * @param {(number: number) => string} gateType the name of a gate type by o1js's number
 */
export function gatesAbi(f, curve, gateType) {
  /** @param {Gate} gate */
  const jsonOfGate = ({ typ, wires, coeffs }) => ({
    typ: gateType(typ),
    wires: wireNames.map((name) => [wires[name].row, wires[name].col]),
    coeffs: hexOfEach(coeffs),
  });

  /** A handle, which the caller frees. @param {GateVector} vector */
  const handleOf = ({ gates }) =>
    curve().GateVector.fromJSON({
      format: 'kimchi-circuit/1',
      field: f,
      public_input_size: 0,
      gates: gates.map(jsonOfGate),
    });

  /** @template T @param {GateVector} vector @param {(handle: any) => T} use @returns {T} */
  const withHandle = (vector, use) => {
    const handle = handleOf(vector);
    try {
      return use(handle);
    } finally {
      handle.free();
    }
  };

  const prefix = `caml_pasta_${f}_plonk`;
  return {
    withHandle,
    functions: {
      [`${prefix}_gate_vector_create`]: () => new GateVector(),
      /** @param {GateVector} vector @param {Gate} gate */
      [`${prefix}_gate_vector_add`]: (vector, gate) => {
        vector.digests.clear();
        vector.gates.push(copyOf(gate));
      },
      /** @param {GateVector} vector @param {number} index */
      [`${prefix}_gate_vector_get`]: (vector, index) => {
        const { typ, wires, coeffs } = copyOf(/** @type {Gate} */ (vector.gates[index]));
        return { typ, wires, coeffs: Array.from(coeffs) };
      },
      /** @param {GateVector} vector */
      [`${prefix}_gate_vector_len`]: (vector) => vector.gates.length,
      /** @param {GateVector} vector @param {Wire} target @param {Wire} head */
      [`${prefix}_gate_vector_wrap`]: (vector, target, head) => {
        vector.digests.clear();
        const gate = /** @type {Gate} */ (vector.gates[target.row]);
        gate.wires[/** @type {string} */ (wireNames[target.col])] = { ...head };
      },
      /** @param {number} publicInputs @param {GateVector} vector */
      [`${prefix}_gate_vector_digest`]: (publicInputs, vector) => {
        const known = vector.digests.get(publicInputs);
        const digest = known ?? withHandle(vector, (handle) => handle.digest(publicInputs));
        vector.digests.set(publicInputs, digest);
        return digest.slice();
      },
      /** @param {number} publicInputs @param {GateVector} vector */
      [`${prefix}_circuit_serialize`]: (publicInputs, vector) =>
        withHandle(vector, (handle) => handle.serialize(publicInputs)),
    },
  };
}
