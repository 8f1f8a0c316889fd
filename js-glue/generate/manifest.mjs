// The manifest as bindings/manifest_main.cpp prints it, and the names that follow from it.

/**
 * @typedef {object} Value
 * @property {string} kind of bindings/values.h
 * @property {string} [class] of a handle
 * @property {Value} [of] of a list: its entries
 * @property {boolean} [optional]
 */
/** @typedef {Value & { name: string, doc: string }} Param */
/**
 * @typedef {object} Member
 * @property {'factory' | 'method' | 'getter' | 'function'} role
 * @property {string} name in snake_case
 * @property {string} doc
 * @property {Param[]} params
 * @property {Value} returns
 * @property {boolean} [slow] whether a call may take longer than a user interface can wait
 * @property {boolean} [bound] whether the function is followed by its bound in the export table
 * @property {boolean} [charged] whether the object was charged for that memory when it was made
 */
/**
 * How objects move to another instance: by members that write and read their content, and a handle
 * that the reader takes as well; as a list; or not at all, for a reason.
 * @typedef {{ write?: string, read?: string, part?: string, list?: boolean, reason?: string }} Transfer
 */
/** @typedef {{ name: string, doc: string, transfer: Transfer, members: Member[] }} HandleClass */
/**
 * @typedef {object} Manifest
 * @property {string} interface hash of everything that the generated code relies on by position
 * @property {{ name: string, alias: string, types: Record<string, string> }[]} curves
 * @property {string[]} gate_types
 * @property {{ number: number, name: string, message: string }[]} errors
 * @property {HandleClass[]} classes
 * @property {Member[]} functions of a curve
 */

/** `to_base64` → `toBase64`, `from_json` → `fromJSON`. @param {string} snake */
export const jsName = (snake) =>
  snake
    .replace(/_json$/, '_JSON')
    .replace(/_([a-z0-9])|_(?=[A-Z])/g, (_, letter) => (letter ?? '').toUpperCase());

/** Whether there is an …Async function as well. @param {Member} member */
export const hasAsync = ({ returns, slow }) => slow === true || returns.kind === 'handle';
