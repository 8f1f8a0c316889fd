// The manifest as bindings/manifest_main.cpp prints it, and the names that follow from it.

/**
 * @typedef {object} Value
 * @property {string} kind of bindings/values.h
 * @property {string} [class] of a handle
 * @property {boolean} [optional]
 */
/** @typedef {Value & { name: string, doc: string }} Param */
/**
 * @typedef {object} Member
 * @property {'factory' | 'method' | 'getter'} role
 * @property {string} name in snake_case
 * @property {string} doc
 * @property {Param[]} params
 * @property {Value} returns
 * @property {boolean} [bound] whether `<name>_bound` tells the most memory that a call takes
 * @property {boolean} [charged] whether the object was charged for that memory when it was made
 */
/** @typedef {{ name: string, doc: string, members: Member[] }} HandleClass */
/**
 * @typedef {object} Manifest
 * @property {{ name: string, alias: string, types: Record<string, string> }[]} curves
 * @property {string[]} gate_types
 * @property {{ number: number, name: string, message: string }[]} errors
 * @property {HandleClass[]} classes
 */

/** `to_base64` → `toBase64`, `from_json` → `fromJSON`. @param {string} snake */
export const jsName = (snake) =>
  snake
    .replace(/_json$/, '_JSON')
    .replace(/_([a-z0-9])|_(?=[A-Z])/g, (_, letter) => (letter ?? '').toUpperCase());

/** Whether the member has a twin that waits for room. @param {Member} member */
export const makesHandle = ({ returns }) => returns.kind === 'handle';
