// Circuits of the page, over Fp, built with secrets that are drawn at random. Each repeats its statement until the
// rows are full.

const modulus = 0x40000000000000000000000000000000224698fc094cf91b992d30ed00000001n;
/** The order of Pallas, whose coordinates are in Fp; its generator is (1, y). */
const order = 0x40000000000000000000000000000000224698fc0994a8dd8c46eb2100000001n;
const generatorY = 12418654782883325593414442427049395787963493412651469444558597405572177144507n;

/** Rows that zero knowledge needs. */
const zeroKnowledgeRows = 3;

/** @typedef {import('onggi').CircuitBuilder<'vesta'>} Builder */
/** @typedef {number} Cell */
/** @typedef {{ name: string, about: string, state: (builder: Builder, logSize: number, scratch: () => Builder) => void }} Circuit */

/** @param {number} bits */
function randomBits(bits) {
  const words = crypto.getRandomValues(new Uint32Array(Math.ceil(bits / 32)));
  return words.reduce((value, word) => (value << 32n) | BigInt(word), 0n) & ((1n << BigInt(bits)) - 1n);
}

/** Asserts that a cell is 0 or 1. @param {Builder} builder @param {Cell} bit */
const assertBit = (builder, bit) => builder.generic([modulus - 1n, 0n, 0n, 1n, 0n], [bit, bit, bit]);

/** The number with these bits, the highest first; each is asserted to be 0 or 1. @param {Builder} builder @param {bigint} value @param {number} count */
function numberOfBits(builder, value, count) {
  let number = builder.variable(0n);
  builder.generic([1n, 0n, 0n, 0n, 0n], [number, number, number]);
  for (let i = count - 1; i >= 0; --i) {
    const bit = builder.variable((value >> BigInt(i)) & 1n);
    assertBit(builder, bit);
    const next = builder.variable(value >> BigInt(i));
    builder.generic([2n, 1n, modulus - 1n, 0n, 0n], [number, bit, next]);
    number = next;
  }
  return number;
}

/** A secret x with H(x) = h. @param {Builder} builder */
function hashPreimage(builder) {
  builder.makePublic(builder.poseidonHash([builder.variable(randomBits(250))]));
}

/** A secret below 2^32 with a public hash. @param {Builder} builder */
function range(builder) {
  builder.makePublic(builder.poseidonHash([numberOfBits(builder, randomBits(32), 32)]));
}

/** A solved puzzle with boxes of n × n cells and shuffled digits. @param {number} n @returns {number[][]} */
function solvedSudoku(n) {
  const digits = Array.from({ length: n * n }, (_, i) => i + 1);
  for (let i = digits.length - 1; i > 0; --i) {
    const j = Number(randomBits(32) % BigInt(i + 1));
    [digits[i], digits[j]] = [/** @type {number} */ (digits[j]), /** @type {number} */ (digits[i])];
  }
  return digits.map((_, row) =>
    digits.map((_, column) => digits[(n * row + Math.floor(row / n) + column) % digits.length] ?? 0)
  );
}

/** The groups of cells that must differ: rows, columns and boxes. @param {number} n @param {Cell[][]} cells */
function groupsOf(n, cells) {
  const side = [...Array(n * n).keys()];
  const at = (/** @type {number} */ row, /** @type {number} */ column) =>
    /** @type {Cell} */ (cells[row]?.[column]);
  return [
    ...side.map((row) => side.map((column) => at(row, column))),
    ...side.map((column) => side.map((row) => at(row, column))),
    ...side.map((box) =>
      side.map((i) => at(n * Math.floor(box / n) + Math.floor(i / n), n * (box % n) + (i % n)))
    ),
  ];
}

/** x^e modulo the modulus. @param {bigint} x @param {bigint} e */
function power(x, e) {
  let result = 1n;
  for (let base = x; e > 0n; e >>= 1n, base = (base * base) % modulus)
    if (e & 1n) result = (result * base) % modulus;
  return result;
}

/** Asserts that two digits differ: their difference has an inverse. @param {Builder} builder @param {Cell} left @param {Cell} right */
function assertDifferent(builder, left, right) {
  const value = (builder.value(left) - builder.value(right) + modulus) % modulus;
  const difference = builder.variable(value);
  builder.generic([1n, modulus - 1n, modulus - 1n, 0n, 0n], [left, right, difference]);
  const inverse = builder.variable(power(value, modulus - 2n));
  builder.generic([0n, 0n, 0n, 1n, modulus - 1n], [difference, inverse, difference]);
}

/** Asserts that a cell is one of 1 … most. @param {Builder} builder @param {Cell} cell @param {number} most */
function assertDigit(builder, cell, most) {
  let product = builder.constant(1n);
  for (let digit = 1; digit <= most; ++digit) {
    // product · (cell − digit)
    const factor = (builder.value(cell) - BigInt(digit) + modulus) % modulus;
    const next = builder.variable((builder.value(product) * factor) % modulus);
    builder.generic([modulus - BigInt(digit), 0n, modulus - 1n, 1n, 0n], [product, cell, next]);
    product = next;
  }
  builder.assertEqual(product, builder.constant(0n));
}

/** The solution of a Sudoku, of which every third cell is public. @param {Builder} builder @param {number} logSize */
function sudoku(builder, logSize) {
  const n = logSize < 12 ? 2 : 3;
  const cells = solvedSudoku(n).map((row) => row.map((digit) => builder.variable(BigInt(digit))));
  cells.flat().forEach((cell, i) => {
    assertDigit(builder, cell, n * n);
    if (i % 3 === 0) builder.makePublic(cell);
  });
  const seen = new Set();
  for (const group of groupsOf(n, cells))
    group.forEach((left, i) => {
      for (const right of group.slice(i + 1)) {
        const pair = `${Math.min(left, right)} ${Math.max(left, right)}`;
        if (!seen.has(pair)) assertDifferent(builder, left, right);
        seen.add(pair);
      }
    });
}

/** What variableBaseMul() multiplies by. @param {bigint} scalar @param {number} bits a multiple of 5 */
const multiplier = (scalar, bits) => (1n << BigInt(bits)) + 2n * scalar + 1n;

/**
 * A Schnorr signature (R, s) of a public message by the public key P: s·G = R + e·P with e = H(R, P, message), where
 * k·Q stands for multiplier(k)·Q. The hash is cut to 250 bits.
 * @param {Builder} builder @param {number} _ @param {() => Builder} scratch
 */
function signature(builder, _, scratch) {
  const [secret, nonce, text] = [randomBits(250), randomBits(250), randomBits(200)];
  // The signer's own work, of which only the values matter.
  const signer = scratch();
  const base = [signer.variable(1n), signer.variable(generatorY)];
  const multiple = (/** @type {bigint} */ scalar) =>
    signer.variableBaseMul(base, signer.variable(scalar), 250).map((cell) => signer.value(cell));
  const [key, point] = [multiple(secret), multiple(nonce)];
  const hash = signer.value(
    signer.poseidonHash([point[0] ?? 0n, key[0] ?? 0n, text].map((value) => signer.variable(value)))
  );
  const mask = (1n << 250n) - 1n;
  const product = multiplier(hash & mask, 250) * multiplier(secret, 250);
  const sum = multiplier(nonce, 250) + product - multiplier(0n, 255);
  const half = (order + 1n) / 2n;
  const answer = ((((sum % order) + order) % order) * half) % order;

  const publicKey = key.map((value) => builder.publicInput(value));
  const message = builder.publicInput(text);
  const commitment = point.map((value) => builder.variable(value));
  const full = builder.poseidonHash([commitment[0] ?? 0, publicKey[0] ?? 0, message]);
  const challenge = builder.variable(hash & mask);
  const high = numberOfBits(builder, hash >> 250n, 5);
  builder.generic([1n, 1n << 250n, modulus - 1n, 0n, 0n], [challenge, high, full]);
  const generator = [builder.constant(1n), builder.constant(generatorY)];
  const left = builder.variableBaseMul(generator, builder.variable(answer), 255);
  const right = builder.completeAdd(commitment, builder.variableBaseMul(publicKey, challenge, 250));
  left.forEach((cell, i) => builder.assertEqual(cell, /** @type {Cell} */ (right[i])));
}

/** @type {Record<string, Circuit>} */
export const circuits = {
  hash: {
    name: 'Hash preimage',
    about: 'I know numbers whose Poseidon hashes are these.',
    state: hashPreimage,
  },
  range: { name: 'Range', about: 'The numbers with these hashes are below 2^32.', state: range },
  sudoku: {
    name: 'Sudoku',
    about: 'I know the solution of these puzzles: of 4 × 4 cells, or of 9 × 9 from 2^12 rows on.',
    state: sudoku,
  },
  signature: {
    name: 'Signature',
    about: 'I know Schnorr signatures on Pallas of these messages by these keys.',
    state: signature,
  },
};

/**
 * A builder with as many statements as fit. Its rows and public inputs are at most 2^logSize less those of zero
 * knowledge.
 * @param {keyof typeof circuits} name @param {number} logSize @param {() => Builder} create
 * @returns {{ builder: Builder, statements: number, rows: number }}
 */
export function build(name, logSize, create) {
  const { state } = /** @type {Circuit} */ (circuits[name]);
  const most = 2 ** logSize - zeroKnowledgeRows;
  const builder = create();
  const rows = () => builder.rows + builder.publicInputSize;
  let statements = 0;
  let largest = 0;
  do {
    const before = rows();
    state(builder, logSize, create);
    ++statements;
    largest = Math.max(largest, rows() - before);
  } while (rows() + largest <= most);
  if (rows() > most) throw new RangeError(`one statement has ${rows()} rows, more than ${most}`);
  return { builder, statements, rows: rows() };
}
