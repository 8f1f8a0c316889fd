// The loop's circuit: copies of a Poseidon hash as o1js compiles it.
import fs from 'node:fs';

const read = (/** @type {string} */ name) =>
  JSON.parse(fs.readFileSync(new URL(name, import.meta.url), 'utf8'));

// A proof of this many rows takes seconds, and an SRS cannot have more points.
const mostRows = 2 ** 16;

/**
 * Circuit and witness as JSON text. Every hash has its own rows; the public input is the input of the first.
 * @param {number} times
 */
export function hashes(times) {
  const circuit = read('circuit.json');
  const witness = read('witness.json');
  const { gates, public_input_size: publicRows } = circuit;
  const rows = gates.length;
  if (times * rows > mostRows)
    throw new RangeError(`${times} hashes have ${times * rows} rows; at most ${mostRows} are allowed`);
  /** @param {number} copy */
  const shifted = (copy) =>
    gates.map((/** @type {any} */ gate, /** @type {number} */ row) => ({
      typ: gate.typ,
      wires: gate.wires.map((/** @type {[number, number]} */ [to, column]) => [to + copy * rows, column]),
      // Only the first copy has public inputs: the public rows of the other copies constrain nothing.
      coeffs: copy > 0 && row < publicRows ? [] : gate.coeffs,
    }));
  const copies = Array.from({ length: times }, (_, copy) => copy);
  circuit.gates = copies.flatMap(shifted);
  witness.columns = witness.columns.map((/** @type {string[]} */ column) => {
    const padded = [...column, ...new Array(rows - column.length).fill('0x0')];
    return copies.flatMap(() => padded);
  });
  witness.rows = times * rows;
  return { rows: times * rows, circuit: JSON.stringify(circuit), witness: JSON.stringify(witness) };
}
