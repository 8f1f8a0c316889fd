// How arguments and errors cross between a program and its worker. Arguments are checked and encoded where the caller
// is: the same checks as without a worker, with the caller's stack, and the caller's objects are read once. Encoded
// arguments are numbers, texts and bytes of our own, which are transferred and not copied again.
import {
  CancelledError,
  causeText,
  InstanceDeadError,
  NativeBudgetError,
  OnggiError,
  StaleHandleError,
} from '../../runtime/errors.mjs';
import { bufferOf, decodeUtf8, defineProperty, hasOwn, parseJson } from '../../runtime/intrinsics.mjs';
import { isBytes, ownBytes, viewOf } from '../../runtime/native/caller_bytes.mjs';
import { countOf, isReadable, wrongType } from '../../runtime/native/checks.mjs';
import * as lists from '../../runtime/native/lists.mjs';
import { toCells } from '../../runtime/native/results.mjs';
import * as values from '../../runtime/native/values.mjs';

/** @typedef {import('../../runtime/native/call.mjs').Call} Call */

/**
 * A kind of value of the manifest, or `claims`: a list of { index, proof }.
 * @typedef {{ kind: string, class?: string, of?: Value, optional?: boolean }} Value
 */
/** @typedef {Value & { name: string }} Param */
/**
 * A member of the public classes.
 * @typedef {object} Member
 * @property {'factory' | 'method' | 'getter' | 'function'} role
 * @property {Param[]} params
 * @property {Value} returns
 * @property {string[]} [options] names of its options, if it takes any
 */

/** A handle as it crosses: its number in the worker, and its native bytes. @typedef {{ handle: number, bytes: number }} Reference */

/** The functions that encode an argument as bytes, by kind. @type {Record<string, (value: any, name: string, call: import('../../runtime/native/checks.mjs').Admission) => Uint8Array>} */
const encoders = {
  bytes: values.bytes,
  json: values.json,
  field: values.field,
  fields: values.fields,
  columns: values.columns,
  point: values.point,
  points: values.points,
  integer: values.integer,
  cells: values.cells,
};

/** The argument as it crosses. Handles cross as their numbers. */
export class Arguments {
  /** Buffers that move to the worker. @type {ArrayBuffer[]} */
  buffers = [];
  #call;
  #classes;

  /** @param {Call} call @param {Record<string, any>} classes of the curve */
  constructor(call, classes) {
    this.#call = call;
    this.#classes = classes;
  }

  /** @param {Uint8Array} bytes of our own */
  #moved(bytes) {
    this.buffers.push(/** @type {ArrayBuffer} */ (bufferOf(bytes)));
    return bytes;
  }

  /** @param {Param} param @param {any} value */
  encode(param, value) {
    const { kind, name, of, optional } = param;
    if (optional && value === undefined) return undefined;
    const call = this.#call;
    const label = call.label(name);
    if (kind === 'handle') return call.borrow(value, this.#classes[param.class ?? ''], name);
    if (kind === 'claims') return this.#claims(value, label);
    if (kind === 'size' || kind === 'cell') return values.size(value, label);
    if (kind === 'text') return typeof value === 'string' ? value : wrongType(label, 'a string', value);
    const encode = encoders[of?.kind ?? kind] ?? values.bytes;
    if (of !== undefined) return this.#moved(lists.list(value, label, call, encode));
    const bytes = encode(value, label, call);
    return this.#moved(isBytes(value) ? ownBytes(bytes, label) : bytes);
  }

  /** @param {any} claims @param {string} label */
  #claims(claims, label) {
    const { VerifierIndex, ProverProof } = this.#classes;
    const count = countOf(claims, label, 'an array of { index, proof }');
    return Array.from({ length: count }, (_, i) => {
      const claim = claims[i];
      if (!isReadable(claim)) wrongType(`${label}[${i}]`, '{ index, proof }', claim);
      const { index, proof } = claim;
      return [
        this.#call.borrow(index, VerifierIndex, `claims[${i}].index`),
        this.#call.borrow(proof, ProverProof, `claims[${i}].proof`),
      ];
    });
  }

  /** Plain data of options, as JSON. @param {Record<string, unknown>} data @param {string} name */
  data(data, name) {
    return this.#moved(values.json(data, this.#call.label(name), this.#call));
  }
}

/**
 * In the worker: what the public function gets.
 * @param {Param} param @param {any} value @param {(number: number) => any} handleOf
 */
export function decodeArgument({ kind, of }, value, handleOf) {
  if (value === undefined) return undefined;
  if (kind === 'handle') return handleOf(value);
  if (kind === 'claims') {
    return value.map((/** @type {[number, number]} */ [index, proof]) => ({
      index: handleOf(index),
      proof: handleOf(proof),
    }));
  }
  if (kind === 'cells') return toCells(value);
  if (of !== undefined) return lists.toList(value, (bytes) => bytes);
  return value;
}

/** @param {Uint8Array | undefined} json @returns {object} */
export const decodeData = (json) => (json === undefined ? {} : parseJson(decodeUtf8(json)));

/**
 * An error as plain data.
 * @typedef {{ name: string, code?: string, message: string, cause?: string, [detail: string]: unknown }} PackedError
 */

/** @param {unknown} error @returns {PackedError} */
export function packError(error) {
  if (!(error instanceof OnggiError)) return { name: 'Error', message: causeText(error) };
  const { name, code, message, cause } = error;
  const { type, needed, live, limit } = /** @type {any} */ (error);
  return {
    ...{ name, code, message, type, needed, live, limit },
    ...(cause !== undefined && { cause: causeText(cause) }),
  };
}

/**
 * The error for the caller.
 * @param {PackedError} packed
 * @param {() => import('../../runtime/observe/leaks.mjs').TopType[]} top the types with the most bytes
 */
export function unpackError(packed, top) {
  const { name, code = '', message, type, needed, live, limit, cause } = /** @type {any} */ (packed);
  if (name === 'CancelledError') return new CancelledError(cause);
  if (name === 'InstanceDeadError') return new InstanceDeadError(cause);
  if (name === 'NativeBudgetError') {
    return new NativeBudgetError(message, { needed, live, limit, top: top() });
  }
  if (name === 'StaleHandleError') {
    const error = new StaleHandleError(type, '');
    error.message = message;
    return error;
  }
  return code === ''
    ? new Error(message)
    : new OnggiError(code, message, cause && { cause: new Error(cause) });
}

/**
 * Gives an error that came from the worker the stack of the call.
 * @param {Error} error @param {string} stack the caller's part, one frame a line
 */
export function setStack(error, stack) {
  const lines = stack.split('\n');
  const isV8 = lines[0]?.startsWith('at ');
  const text = isV8 ? [`${error.name}: ${error.message}`, ...lines.map((line) => `    ${line}`)] : lines;
  defineProperty(error, 'stack', { value: text.join('\n'), writable: true, configurable: true });
}

/** A copy of the caller's parcel; other data in it is cloned when it is sent. @param {unknown} parcel @returns {object} */
export function copyOfParcel(parcel) {
  const expected = 'what transfer() of a handle returned';
  if (!isReadable(parcel)) return wrongType('receive', expected, parcel);
  const { type, content, parts } = parcel;
  const copy = isBytes(content) ? ownBytes(viewOf(content, 'receive: content'), 'receive: content') : content;
  const srs = isReadable(parts) && hasOwn(parts, 'srs') ? parts.srs : undefined;
  try {
    return structuredClone({
      ...{ type, content: copy },
      ...(srs !== undefined && { parts: { srs: copyOfParcel(srs) } }),
    });
  } catch (error) {
    if (error instanceof OnggiError) throw error;
    return wrongType('receive', expected, parcel);
  }
}
