// Field elements: "0x" and minimal big-endian hex, reduced, as JSON has them; 32 little-endian bytes, as
// the peer's wasm has them.

export const MODULUS = {
  fp: 0x40000000000000000000000000000000224698fc094cf91b992d30ed00000001n,
  fq: 0x40000000000000000000000000000000224698fc0994a8dd8c46eb2100000001n,
};

export const toHex = (x) => '0x' + x.toString(16);

function bytesToBigint(bytes) {
  let hex = '';
  for (let i = bytes.length - 1; i >= 0; i--) hex += bytes[i].toString(16).padStart(2, '0');
  return BigInt('0x' + (hex || '0'));
}

function bigintToBytes(x, out = new Uint8Array(32)) {
  const hex = x.toString(16).padStart(64, '0');
  for (let i = 0; i < 32; i++) out[i] = parseInt(hex.slice(62 - 2 * i, 64 - 2 * i), 16);
  return out;
}

export const feFromBytes = (bytes) => toHex(bytesToBigint(bytes));

export function feToBytes(hex, modulus) {
  const x = BigInt(hex);
  // the wasm traps ("RuntimeError: unreachable") on non-canonical input, so check here
  if (x < 0n || (modulus !== undefined && x >= modulus)) {
    throw new Error(`field element out of range: ${hex}`);
  }
  return bigintToBytes(x);
}

export function fesFromFlat(flat) {
  const out = [];
  for (let i = 0; i < flat.length; i += 32) out.push(feFromBytes(flat.subarray(i, i + 32)));
  return out;
}

export function fesToFlat(list, modulus) {
  const out = new Uint8Array(32 * list.length);
  list.forEach((x, i) => out.set(feToBytes(x, modulus), 32 * i));
  return out;
}
