// The globals and prototype methods that the library calls while it runs, taken once, when this module is
// loaded. Later patches by the program (fake timers, polyfills, BigInt.prototype.toJSON) do not affect
// the library. Methods are functions here, with the object as first argument.

const { bind, call } = Function.prototype;

/**
 * @type {<This, Args extends any[], Result>(
 *   method: (this: This, ...args: Args) => Result,
 * ) => (self: This, ...args: Args) => Result}
 */
const asFunction = /** @type {any} */ (bind.bind(call));

/** @type {any} */
const realm = globalThis;

/** @param {any} prototype @param {PropertyKey} name @returns {(self: any) => any} */
const getter = (prototype, name) =>
  asFunction(/** @type {any} */ (Object.getOwnPropertyDescriptor(prototype, name)?.get));

/** @param {string} name of a module of Node @returns {any} */
const nodeModule = (name) => realm.process?.getBuiltinModule?.(name);

/** In Jest's environment `jsdom`, Node's module has these, and the global object does not. @type {any} */
const textGlobals = realm.TextDecoder === undefined ? (nodeModule('node:util') ?? {}) : realm;
const { TextDecoder, TextEncoder } = textGlobals;

/** Names of required globals that this runtime does not have. @type {string[]} */
export const missingGlobals = [
  'TextDecoder',
  'TextEncoder',
  'URL',
  'WeakRef',
  'WebAssembly',
  'crypto',
  'performance',
  'setTimeout',
].filter((name) => (textGlobals[name] ?? realm[name]) === undefined);

/** From Node's own module: test runners such as Jest may already have replaced the globals by fakes. */
const timers = nodeModule('node:timers') ?? realm;

/** @type {typeof globalThis.setTimeout} */
export const setTimeout = timers.setTimeout;
/** @type {typeof globalThis.clearTimeout} */
export const clearTimeout = timers.clearTimeout;
/** Not in browsers. @type {typeof globalThis.setImmediate | undefined} */
export const setImmediate = timers.setImmediate;
/** @type {typeof globalThis.queueMicrotask} */
export const queueMicrotask = realm.queueMicrotask;
/** @type {typeof globalThis.MessageChannel} */
export const MessageChannel = realm.MessageChannel;

const { performance } = realm;
const { now: performanceNow } = performance ?? {};
/** Milliseconds on the monotonic clock. @returns {number} */
export const now = performance && bind.call(performanceNow, performance);
/** The wall clock, in milliseconds, when now() was 0. @type {number} */
export const timeOrigin = performance?.timeOrigin;

/** Undefined in runtimes that do not report dropped objects. @type {typeof globalThis.FinalizationRegistry | undefined} */
export const FinalizationRegistry = realm.FinalizationRegistry;
/** @type {typeof globalThis.WeakRef} */
export const WeakRef = realm.WeakRef;
/** @type {typeof globalThis.Promise} */
export const Promise = realm.Promise;
/** @type {typeof globalThis.URL} */
export const URL = realm.URL;
/** @type {typeof globalThis.fetch} */
export const fetch = realm.fetch;
/** Whether there are web workers. */
export const hasWebWorkers = realm.Worker !== undefined;
/** False in a page that cannot share memory with workers. @type {boolean | undefined} */
export const crossOriginIsolated = realm.crossOriginIsolated;

const { crypto } = realm;
const cryptoFill = crypto?.getRandomValues;
/** Fills an array with random bytes. @type {((array: Uint8Array) => Uint8Array) | undefined} */
export const getRandomValues = cryptoFill && bind.call(cryptoFill, crypto);

const { trustedTypes } = realm;
/** Whether the value is a TrustedScriptURL. @type {(value: unknown) => boolean} */
export const isTrustedUrl = trustedTypes ? bind.call(trustedTypes.isScriptURL, trustedTypes) : () => false;

const subtle = crypto?.subtle;
/** Hashes bytes. Undefined on pages without a secure context. @type {typeof globalThis.crypto.subtle.digest | undefined} */
export const subtleDigest = subtle && bind.call(subtle.digest, subtle);

/** The databases of a browser; undefined where there are none, or where the page must not use them. */
export function indexedDatabases() {
  try {
    return /** @type {IDBFactory | undefined} */ (realm.indexedDB);
  } catch {
    return undefined;
  }
}

const signalPrototype = realm.AbortSignal?.prototype;
/** Throws if the value is not an AbortSignal of this realm. @type {((signal: AbortSignal) => boolean) | undefined} */
export const signalAborted = signalPrototype && getter(signalPrototype, 'aborted');
/** @type {((signal: AbortSignal) => unknown) | undefined} */
export const signalReason = signalPrototype && getter(signalPrototype, 'reason');
/** @type {(target: EventTarget, name: string, listener: () => void, options?: object) => void} */
export const addListener = signalPrototype && asFunction(signalPrototype.addEventListener);
/** @type {(target: EventTarget, name: string, listener: () => void) => void} */
export const removeListener = signalPrototype && asFunction(signalPrototype.removeEventListener);

/** @type {typeof globalThis.TextEncoder.prototype.encode | undefined} */
const encode = TextEncoder?.prototype.encode;
/** @type {typeof globalThis.TextDecoder.prototype.decode | undefined} */
const decode = TextDecoder?.prototype.decode;
/** Encodes a text as UTF-8. @type {(text: string) => Uint8Array<ArrayBuffer>} */
export const encodeUtf8 = encode && bind.call(encode, new TextEncoder());
/** Decodes UTF-8 bytes, which must not be shared with other threads. @type {(bytes: Uint8Array) => string} */
export const decodeUtf8 = decode && bind.call(decode, new TextDecoder());

export const { parse: parseJson, stringify: stringifyJson } = JSON;
export const { isArray } = Array;
export const { apply, construct, get: getProperty } = Reflect;
/** The source text of a function. @type {(code: Function) => string} */
export const sourceOf = asFunction(Function.prototype.toString);
export const { isInteger } = Number;
export const {
  create,
  defineProperty,
  getOwnPropertyDescriptors,
  getPrototypeOf,
  hasOwn,
  keys,
  setPrototypeOf,
} = Object;

// Bytes. Length and buffer of a typed array are read with the getters of the prototype that all typed
// arrays of a realm share: they do not see properties of the object or of its class, and they work for
// objects of another realm.

export const Int32Array = globalThis.Int32Array;
export const Uint8Array = globalThis.Uint8Array;
export const ArrayBuffer = globalThis.ArrayBuffer;
/** Whether ArrayBuffers are resizable: those take memory only as they are used. */
export const buffersAreResizable = typeof (/** @type {any} */ (ArrayBuffer.prototype).resize) === 'function';
/** @type {typeof globalThis.SharedArrayBuffer | undefined} */
export const SharedArrayBuffer = realm.SharedArrayBuffer;
/** Undefined where there is no SharedArrayBuffer. */
export const atomicLoad = realm.Atomics?.load;

const typedArray = getPrototypeOf(Uint8Array.prototype);

/** Whether it is a typed array or a DataView, of any realm. @type {(value: unknown) => value is ArrayBufferView} */
export const isView = ArrayBuffer.isView;
/** `Uint8Array` and the like; undefined if it is no typed array. @type {(value: unknown) => string | undefined} */
export const typedArrayName = getter(typedArray, Symbol.toStringTag);
/** @type {(array: ArrayBufferView) => number} */
export const byteLengthOf = getter(typedArray, 'byteLength');
/** @type {(array: ArrayBufferView) => number} */
export const byteOffsetOf = getter(typedArray, 'byteOffset');
/** @type {(array: ArrayBufferView) => ArrayBufferLike} */
export const bufferOf = getter(typedArray, 'buffer');
const indexOfByte = asFunction(Uint8Array.prototype.indexOf);
/**
 * Whether the buffer of a typed array is detached, or was resized so that it no longer contains the array.
 * @param {ArrayBufferView} array
 */
export function isOutOfBounds(array) {
  try {
    indexOfByte(/** @type {any} */ (array), 0);
    return false;
  } catch {
    return true;
  }
}
export const DataView = globalThis.DataView;
const dataViewBuffer = getter(DataView.prototype, 'buffer');
const dataViewOffset = getter(DataView.prototype, 'byteOffset');
const dataViewLength = getter(DataView.prototype, 'byteLength');
/** The bytes of a typed array or a DataView. @param {ArrayBufferView} view @returns {Uint8Array} */
export const bytesOfView = (view) =>
  typedArrayName(view) === undefined
    ? new Uint8Array(dataViewBuffer(view), dataViewOffset(view), dataViewLength(view))
    : new Uint8Array(bufferOf(view), byteOffsetOf(view), byteLengthOf(view));
/** The length of an ArrayBuffer; throws for other values. @type {(buffer: unknown) => number} */
const arrayBufferLength = getter(ArrayBuffer.prototype, 'byteLength');
/** The length of a SharedArrayBuffer; throws for other values. @type {((buffer: unknown) => number) | undefined} */
const sharedArrayBufferLength = SharedArrayBuffer && getter(SharedArrayBuffer.prototype, 'byteLength');
/** Whether it is an ArrayBuffer or a SharedArrayBuffer, of any realm. @param {unknown} value */
export function isBuffer(value) {
  try {
    arrayBufferLength(value);
    return true;
  } catch {
    // It may be a SharedArrayBuffer.
  }
  try {
    return sharedArrayBufferLength?.(value) !== undefined;
  } catch {
    return false;
  }
}
/** Copies the source, a typed array or an array, to the offset. */
export const setBytes = asFunction(Uint8Array.prototype.set);

export const getUint32 = asFunction(DataView.prototype.getUint32);
export const setUint32 = asFunction(DataView.prototype.setUint32);
export const getBigUint64 = asFunction(DataView.prototype.getBigUint64);
export const setBigUint64 = asFunction(DataView.prototype.setBigUint64);

/** BigInt's own conversion: programs may override toString. @type {(value: bigint, radix?: number) => string} */
export const bigintToString = asFunction(BigInt.prototype.toString);

/** @type {typeof globalThis.WebAssembly} */
const wasm = realm.WebAssembly ?? {};
export const { compile: compileWasm, instantiate: instantiateWasm } = wasm;
/** The custom sections of a module, by name. */
export const customSections = wasm.Module?.customSections;
export const { Instance: WasmInstance, Memory: WasmMemory, Module: WasmModule, Table: WasmTable } = wasm;
export const { RuntimeError: WasmRuntimeError } = wasm;
/** The buffer of a memory of any realm; throws for other values. @type {(memory: unknown) => ArrayBuffer} */
export const memoryBuffer = wasm.Memory && getter(wasm.Memory.prototype, 'buffer');
/** @param {unknown} value @returns {value is WebAssembly.Memory} */
export function isWasmMemory(value) {
  try {
    memoryBuffer(value);
    return true;
  } catch {
    return false;
  }
}
/** The exports of a module of any realm; throws for other values. */
const moduleExports = wasm.Module?.exports;
/** @param {unknown} value @returns {value is WebAssembly.Module} */
export function isWasmModule(value) {
  try {
    moduleExports(/** @type {any} */ (value));
    return true;
  } catch {
    return false;
  }
}
