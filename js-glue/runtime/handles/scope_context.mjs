// The scope that owns the handles of the running code. A synchronous scope applies
// in every runtime; an asynchronous scope is followed over awaits by AsyncLocalStorage, in runtimes that
// have it.

/** @typedef {{ list: import('./slot_list.mjs').SlotList, parent: Context | undefined, open: boolean }} Context */
/**
 * @typedef {object} AsyncContext as AsyncLocalStorage
 * @property {() => Context | undefined} getStore
 * @property {<T>(context: Context, code: () => T) => T} run
 */

/** The context of the innermost running synchronous scope. @type {Context | undefined} */
let innermost;
/** @type {AsyncContext | undefined} */
let storage;

/** @param {AsyncContext} context */
export function followAwaits(context) {
  storage ??= context;
}

export const awaitsAreFollowed = () => storage !== undefined;

/** The context, or the nearest around it that is still open. @param {Context | undefined} context */
export function nearestOpen(context) {
  while (context !== undefined && !context.open) context = context.parent;
  return context;
}

export const currentContext = () => nearestOpen(innermost ?? storage?.getStore());

/** @template T @param {Context | undefined} context @param {() => T} code @returns {T} */
function withInnermost(context, code) {
  const outer = innermost;
  innermost = context;
  try {
    return code();
  } finally {
    innermost = outer;
  }
}

/** @template T @param {Context} context @param {() => T} code @returns {T} */
export const runWithin = (context, code) => withInnermost(context, code);

/** @template T @param {Context} context @param {() => T} code @returns {T} */
export const runWithinAsync = (context, code) =>
  withInnermost(undefined, () => (storage ? storage.run(context, code) : code()));
