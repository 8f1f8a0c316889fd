// Checks that bytes are JSON and reads a few scalar members of the top object, without building the rest. An
// error names the byte and quotes nothing: the file may be a witness, or any other file that was named by
// mistake.
import { isUtf8 } from 'node:buffer';

/** The file formats nest less than ten deep. */
const mostDepth = 100;

const quote = 0x22;
const backslash = 0x5c;
const simpleEscapes = new Set(Buffer.from('"\\/bfnrt'));

/** The message says why the bytes are not JSON, and at which byte. */
export class NotJson extends Error {}

/** @param {number | undefined} byte */
const isDigit = (byte) => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** @param {number | undefined} byte */
const isHexDigit = (byte) =>
  isDigit(byte) || (byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);

class Scanner {
  at = 0;

  /** @param {Buffer} bytes @param {(key: string, start: number) => void} onMember called after each member of the top object */
  constructor(bytes, onMember) {
    this.bytes = bytes;
    this.onMember = onMember;
  }

  /** @returns {never} */
  #fail(what = 'not JSON') {
    throw new NotJson(`${what} at byte ${this.at + 1}`);
  }

  #skipSpace() {
    for (; ; ++this.at) {
      const byte = this.bytes[this.at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
    }
  }

  /** Takes the character if it comes next. @param {string} character */
  #take(character) {
    this.#skipSpace();
    if (this.bytes[this.at] !== character.charCodeAt(0)) return false;
    ++this.at;
    return true;
  }

  /** @param {string} character */
  #expect(character) {
    if (!this.#take(character)) this.#fail();
  }

  #string() {
    this.#expect('"');
    for (; ; ++this.at) {
      const byte = this.bytes[this.at];
      if (byte === quote) break;
      if (byte === undefined || byte < 0x20) this.#fail();
      if (byte === backslash) this.#escape();
    }
    ++this.at;
  }

  /** Ends on the last byte of the escape sequence. */
  #escape() {
    const byte = this.bytes[++this.at];
    if (byte !== undefined && simpleEscapes.has(byte)) return;
    if (byte !== 0x75) this.#fail();
    for (let digit = 0; digit < 4; ++digit) if (!isHexDigit(this.bytes[++this.at])) this.#fail();
  }

  #digits() {
    if (!isDigit(this.bytes[this.at])) this.#fail();
    while (isDigit(this.bytes[this.at])) ++this.at;
  }

  #number() {
    if (this.bytes[this.at] === 0x2d) ++this.at;
    if (this.bytes[this.at] === 0x30) ++this.at;
    else this.#digits();
    if (this.bytes[this.at] === 0x2e) {
      ++this.at;
      this.#digits();
    }
    if (this.bytes[this.at] === 0x65 || this.bytes[this.at] === 0x45) {
      ++this.at;
      if (this.bytes[this.at] === 0x2b || this.bytes[this.at] === 0x2d) ++this.at;
      this.#digits();
    }
  }

  /** @param {string} word */
  #word(word) {
    for (let i = 0; i < word.length; ++i, ++this.at)
      if (this.bytes[this.at] !== word.charCodeAt(i)) this.#fail();
  }

  /** @param {number} depth */
  #object(depth) {
    this.#expect('{');
    if (this.#take('}')) return;
    do {
      this.#skipSpace();
      const keyStart = this.at + 1;
      this.#string();
      const key = depth === 1 ? this.bytes.toString('latin1', keyStart, this.at - 1) : '';
      this.#expect(':');
      this.#skipSpace();
      const start = this.at;
      this.#value(depth);
      if (depth === 1) this.onMember(key, start);
    } while (this.#take(','));
    this.#expect('}');
  }

  /** @param {number} depth */
  #array(depth) {
    this.#expect('[');
    if (this.#take(']')) return;
    do this.#value(depth);
    while (this.#take(','));
    this.#expect(']');
  }

  /** @param {number} depth of what contains it */
  #value(depth) {
    this.#skipSpace();
    if (depth === mostDepth) this.#fail(`nested more than ${mostDepth} deep`);
    switch (this.bytes[this.at]) {
      case 0x7b:
        return this.#object(depth + 1);
      case 0x5b:
        return this.#array(depth + 1);
      case quote:
        return this.#string();
      case 0x74:
        return this.#word('true');
      case 0x66:
        return this.#word('false');
      case 0x6e:
        return this.#word('null');
      default:
        return this.#number();
    }
  }

  document() {
    this.#value(0);
    this.#skipSpace();
    if (this.at < this.bytes.length) this.#fail();
  }
}

/**
 * The strings and numbers among the named members of the top object. Throws NotJson.
 * @param {Buffer} bytes @param {readonly string[]} names
 * @returns {Record<string, string | number | undefined>}
 */
export function jsonOutline(bytes, names) {
  if (!isUtf8(bytes)) throw new NotJson('not JSON: not UTF-8');
  /** @type {Record<string, string | number | undefined>} */
  const members = {};
  const scanner = new Scanner(bytes, (key, start) => {
    if (!names.includes(key)) return;
    const first = bytes[start];
    const isScalar = first === quote || first === 0x2d || isDigit(first);
    members[key] = isScalar ? JSON.parse(bytes.toString('utf8', start, scanner.at)) : undefined;
  });
  scanner.document();
  return members;
}
