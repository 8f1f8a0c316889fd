// What the source text of a function of wasm-bindgen's glue tells about its parameters.
import { sourceOf } from '../../runtime/intrinsics.mjs';

/**
 * @typedef {object} Parameter
 * @property {string} name
 * @property {boolean} consumed whether the function takes the object over
 * @property {string} [class] that the function asserts
 * @property {boolean} optional
 * @property {boolean} isPointerList whether it is copied as a list of 32-bit numbers
 */
/** @typedef {{ parameters: readonly Parameter[], consumesThis: boolean }} Glue */

/** The text from an opening brace to the one that closes it. @param {string} text @param {number} start */
function block(text, start) {
  let depth = 0;
  for (let i = start; i < text.length; ++i) {
    if (text[i] === '{') ++depth;
    else if (text[i] === '}' && --depth === 0) return text.slice(start, i + 1);
  }
  return text.slice(start);
}

/** Names and body of a function, or of the constructor of a class. @param {string} text */
function parts(text) {
  const isClass = /^\s*class\b/.test(text);
  const head = (isClass ? /\bconstructor\s*\(([^)]*)\)\s*\{/ : /\(([^)]*)\)\s*(?:=>\s*)?\{/).exec(text);
  if (head === null) return { names: [], body: '' };
  const names = (head[1] ?? '').split(',').map((name) => name.trim());
  return {
    names: names.filter((name) => /^[\w$]+$/.test(name)),
    body: block(text, head.index + head[0].length - 1),
  };
}

/** A name as a part of a regular expression. @param {string} name */
const literally = (name) => `(?<![\\w$])${name.replaceAll('$', '\\$')}`;

/** Whether the code takes the object over: the object loses its pointer. @param {string} name @param {string} body */
const consumes = (name, body) =>
  new RegExp(`${literally(name)}\\.(?:__destroy_into_raw\\s*\\(|(?:__wbg_)?ptr\\s*=\\s*0)`).test(body);

/** @param {string} name @param {string} body @returns {Parameter} */
const parameter = (name, body) => ({
  name,
  consumed: consumes(name, body),
  class: new RegExp(`_assertClass\\(${literally(name)}, ([\\w$]+)\\)`).exec(body)?.[1],
  optional: new RegExp(`isLikeNone\\(${literally(name)}\\)`).test(body),
  isPointerList: new RegExp(`passArray32ToWasm0\\(${literally(name)},`).test(body),
});

/** @param {Function} code a function, a method, an accessor or a class @returns {Glue} */
export function readGlue(code) {
  const { names, body } = parts(sourceOf(code).replace(/\/\*[^]*?\*\//g, ''));
  return {
    parameters: names.map((name) => parameter(name, body)),
    consumesThis: consumes('this', body),
  };
}
