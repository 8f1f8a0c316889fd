// Wrong circuits, witnesses, indexes and files, made from valid ones.
import { all, scalarModulus } from './wrong_kinds.mjs';
import { Bin, lookupIndexOf, recordedOf, samples } from './support.mjs';

/** @param {object} object @param {object} change */
export const changed = (object, change) => ({ ...structuredClone(object), ...change });

/** @param {any} gate @param {object} change */
export const gateWith = (gate, change) => ({ ...gate, ...change });

/** Malformed circuits. @param {any} curve */
export function badCircuits(curve) {
  const { circuit } = recordedOf(curve.name);
  const [first, ...others] = circuit.gates;
  const p = `0x${scalarModulus(curve).toString(16)}`;
  /** @param {object} change */
  const firstGate = (change) => changed(circuit, { gates: [gateWith(first, change), ...others] });
  const wires = (/** @type {any} */ wire) => firstGate({ wires: [wire, ...first.wires.slice(1)] });
  return [
    [{}, 'missing_field'],
    [changed(circuit, { format: 'kimchi-circuit/9' }), 'unsupported_format'],
    [changed(circuit, { field: circuit.field === 'fp' ? 'fq' : 'fp' }), 'wrong_field'],
    [changed(circuit, { gates: undefined }), 'missing_field'],
    [changed(circuit, { gates: {} }), 'malformed_json'],
    [changed(circuit, { public_input_size: circuit.gates.length + 1 }), 'size_out_of_range'],
    [changed(circuit, { public_input_size: 2 ** 40 }), 'size_out_of_range'],
    [changed(circuit, { public_input_size: -1 }), ['malformed_json', 'size_out_of_range']],
    [firstGate({ typ: 'Nand' }), 'unknown_gate'],
    [firstGate({ typ: 7 }), 'malformed_json'],
    [firstGate({ coeffs: [p] }), 'noncanonical_field_element'],
    [firstGate({ coeffs: [`0x1${'0'.repeat(64)}`] }), 'malformed_json'],
    [firstGate({ coeffs: ['1'] }), 'malformed_json'],
    [firstGate({ coeffs: Array(16).fill('0x1') }), 'invalid_length'],
    [firstGate({ wires: first.wires.slice(1) }), ['malformed_json', 'invalid_length']],
    [wires([circuit.gates.length, 0]), 'wire_out_of_range'],
    [wires([2 ** 40, 0]), ['wire_out_of_range', 'size_out_of_range', 'malformed_json']],
    [wires([0, 7]), 'wire_out_of_range'],
  ];
}

/** Well-formed circuits for which no index exists. @param {any} curve */
export function badIndexes(curve) {
  const { circuit } = recordedOf(curve.name);
  const [first, ...others] = circuit.gates;
  // Two cells have the same successor.
  const wires = [first.wires[1], ...first.wires.slice(1)];
  return [
    ...badCircuits(curve),
    [changed(circuit, { gates: [gateWith(first, { wires }), ...others] }), 'wires_not_permutation'],
    [changed(circuit, { gates: [], public_input_size: 0 }), 'too_few_gates'],
    [changed(circuit, { prev_challenges: 2 ** 40 }), ['size_out_of_range', 'malformed_json']],
  ];
}

/** @param {any} curve */
export function badWitnesses(curve) {
  const { witness } = recordedOf(curve.name);
  const column = witness.columns[0];
  /** @param {unknown} cell */
  const cell = (cell) =>
    changed(witness, { columns: [[cell, ...column.slice(1)], ...witness.columns.slice(1)] });
  return [
    [{}, 'missing_field'],
    [changed(witness, { format: 'kimchi-circuit/1' }), 'unsupported_format'],
    [changed(witness, { field: witness.field === 'fp' ? 'fq' : 'fp' }), 'wrong_field'],
    [changed(witness, { columns: witness.columns.slice(1) }), ['witness_shape', 'invalid_length']],
    [changed(witness, { columns: [column.slice(1), ...witness.columns.slice(1)] }), 'witness_shape'],
    [changed(witness, { rows: 2 ** 40 }), ['witness_shape', 'size_out_of_range', 'malformed_json']],
    [cell('0x'), 'malformed_json'],
    [cell(7), 'malformed_json'],
    [cell(scalarModulus(curve)), 'noncanonical_field_element'],
    [changed(witness, { prev_challenges: [{ chals: [], comm: [['0x1', '0x1']] }] }), 'point_not_on_curve'],
  ];
}

/** Wrong runtime tables and previous challenges of a witness. @param {any} curve */
export function badWitnessData(curve) {
  const { circuit, witness } = recordedOf(curve.name);
  return [
    [{}, 'missing_field'],
    [changed(circuit, {}), 'unsupported_format'],
    [changed(witness, { runtime_tables: 7 }), 'malformed_json'],
    [changed(witness, { prev_challenges: [{ chals: [], comm: [['0x1', '0x1']] }] }), 'point_not_on_curve'],
  ];
}

/** Valid bytes, truncated and with bytes appended. @param {Uint8Array} bytes */
export function cutBytes(bytes) {
  const longer = new Uint8Array(bytes.length + 1);
  longer.set(bytes);
  const lengths = [0, 1, 2, 3, bytes.length >> 1, bytes.length - 33, bytes.length - 1];
  return [...lengths.map((length) => bytes.subarray(0, length)), longer];
}

// MessagePack lists that claim 2^32 - 1 entries.
export const hugeLists = [
  new Uint8Array([0xdd, 0xff, 0xff, 0xff, 0xff]),
  new Uint8Array([0x92, 0xdd, 0xff, 0xff, 0xff, 0xff, 0xc4, 33]),
  new Uint8Array([0x92, 0xdf, 0xff, 0xff, 0xff, 0xff]),
  new Uint8Array([0xc6, 0xff, 0xff, 0xff, 0xff]),
];

/** A value read from a sample. @param {any} curve @param {string} name @param {(sample: any) => any} read */
export function made(curve, name, read) {
  const bin = new Bin();
  const result = read(bin.put(samples[name](curve, bin)));
  bin.empty();
  return result;
}

/** @param {any} curve */
export function srsBytes(curve) {
  const srs = curve.Srs.create(4);
  const bytes = srs.toBytes();
  srs.free();
  return bytes;
}

/**
 * Bytes made from an SRS of another size and from the recorded circuit.
 * @param {any} curve @param {(srs: any, circuit: any, bin: Bin) => Uint8Array} make
 */
export function madeWithAnSrs(curve, make) {
  const bin = new Bin();
  const bytes = make(bin.put(curve.Srs.create(16)), recordedOf(curve.name).circuit, bin);
  bin.empty();
  return bytes;
}

/** Files of our own formats that are cut, damaged, of another SRS, or of another format. @param {Uint8Array} file */
export function wrongFiles(file) {
  const last = file.length - 1;
  return [
    ...all(cutBytes(file), ['damaged_file', 'unsupported_format']),
    ...all([patched(file, last, [1 ^ (file[last] ?? 0)])], ['damaged_file', 'wrong_srs']),
    [file, 'wrong_srs'],
    ...all([patched(file, 8, [9]), new Uint8Array(100)], 'unsupported_format'),
    ...all([patched(file, 16, [0x71])], 'wrong_curve'),
  ];
}

/** @param {Uint8Array} bytes @param {number} at @param {number[]} values */
export function patched(bytes, at, values) {
  const copy = bytes.slice();
  copy.set(values, at);
  return copy;
}

/** @param {any} curve @param {(v: any) => void} change */
export function indexFile(curve, change) {
  const content = structuredClone(recordedOf(curve.name).verifier_index);
  change(content);
  return content;
}

/** @param {any} curve */
export const gateOf = (curve) => recordedOf(curve.name).circuit.gates[0];

/** @param {any} curve @param {(index: any) => void} change */
export function lookupIndex(curve, change) {
  const content = lookupIndexOf(curve.name);
  change(content);
  return content;
}
