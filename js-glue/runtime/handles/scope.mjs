// Scopes: handles made in a scope are freed at its end, newest first, also after an error.
import { currentContext, nearestOpen, runWithin, runWithinAsync } from './scope_context.mjs';
import { causeText, InstanceDeadError, OnggiError } from '../errors.mjs';
import { asyncDispose, dispose, Handle, refuseNonHandle } from './handle.mjs';
import { requireStack, stackFor } from '../native/stack.mjs';
import { SlotList } from './slot_list.mjs';
import { isCurrent, slotOf, tokenOf } from './slots.mjs';
import { ownerOf, release } from './table.mjs';
import { wrongType } from '../native/checks.mjs';

/** @typedef {import('./scope_context.mjs').Context} Context */

/** Frees the references in the list, also if a destructor kills an instance. @param {SlotList} list @returns {unknown[]} errors */
function empty(list) {
  const errors = [];
  for (let slot = list.pop(); slot !== undefined; slot = list.pop()) {
    const owner = ownerOf(slot);
    const wasDead = owner.dead;
    release(tokenOf(slot), 'scope');
    if (owner.dead && !wasDead) errors.push(new InstanceDeadError(owner.causeOfDeath));
  }
  return errors;
}

/** @param {unknown} value @param {string} name @returns {number | undefined} undefined if it is stale */
function slotOfHandle(value, name) {
  const token = Handle.tokenOf(value);
  if (token === undefined) return refuseNonHandle(value, name);
  return isCurrent(token) ? slotOf(token) : undefined;
}

/** The parts of a value that are searched for handles. @param {object} value @returns {readonly unknown[]} */
function partsOf(value) {
  if (Array.isArray(value)) return value;
  const prototype = Object.getPrototypeOf(value);
  // A plain object, of any realm.
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isPlain ? Object.values(value) : [];
}

// The number of values of a result that are searched for handles: the most handles that can exist.
const mostSearched = 2 ** 22;

/**
 * The handles in a result: itself, or in its arrays and plain objects, in their order. Only the first
 * values of very large results are searched.
 * @param {unknown} result
 */
function handlesIn(result) {
  /** @type {Handle[]} */
  const handles = [];
  const seen = new Set();
  /** The values that are being searched, the innermost last, each with its next part. */
  const open = [{ parts: /** @type {readonly unknown[]} */ ([result]), length: 1, next: 0 }];
  for (let searched = 0; searched < mostSearched; ++searched) {
    let last = open.at(-1);
    while (last !== undefined && !(last.next < last.length)) {
      open.pop();
      last = open.at(-1);
    }
    if (last === undefined) break;
    const value = last.parts[last.next++];
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (Handle.tokenOf(value) !== undefined) {
      handles.push(/** @type {Handle} */ (value));
    } else {
      const parts = partsOf(value);
      open.push({ parts, length: parts.length, next: 0 });
    }
  }
  return handles;
}

/** scope() and scopeAsync() pass one to their function; `new Scope()` is for `using`. */
export class Scope {
  /** @type {Context} */
  #context = { list: new SlotList(), parent: currentContext(), open: true };

  /** @param {unknown} scope @param {string} method @returns {Context} */
  static #contextOf(scope, method) {
    if (typeof scope === 'object' && scope !== null && #context in scope) return scope.#context;
    return wrongType(`${method}: this`, 'a scope itself, not a proxy of it', scope);
  }

  /**
   * Frees the handle at the end of this scope and of no other.
   * @template {Handle} T @param {T} handle @returns {T}
   */
  own(handle) {
    requireStack(stackFor.freeing);
    const { list, open } = Scope.#contextOf(this, 'own');
    const slot = slotOfHandle(handle, 'own');
    if (!open) {
      throw new OnggiError('scope_ended', 'own: the scope has ended');
    }
    if (slot !== undefined) list.take(slot);
    return handle;
  }

  /**
   * Moves the handle to the surrounding scope; if there is none, the caller must free it.
   * @template {Handle} T @param {T} handle @returns {T}
   */
  keep(handle) {
    requireStack(stackFor.freeing);
    keep(handle, Scope.#contextOf(this, 'keep'));
    return handle;
  }

  /** Frees the handles of the scope. A second call does nothing. */
  close() {
    requireStack(stackFor.freeing);
    close(Scope.#contextOf(this, 'close'));
  }

  [dispose]() {
    this.close();
  }

  async [asyncDispose]() {
    this.close();
  }

  /** @template T @param {(scope: Scope) => T} body @returns {T} */
  static run(body) {
    requireStack(stackFor.calls);
    if (typeof body !== 'function') wrongType('scope', 'a function', body);
    const scope = new Scope();
    let result;
    try {
      result = runWithin(scope.#context, () => body(scope));
      refuseThenable(result);
    } catch (error) {
      return fail(scope.#context, error);
    }
    return succeed(scope.#context, result);
  }

  /** @template T @param {(scope: Scope) => T} body @returns {Promise<Awaited<T>>} */
  static async runAsync(body) {
    requireStack(stackFor.calls);
    if (typeof body !== 'function') wrongType('scopeAsync', 'a function', body);
    const scope = new Scope();
    let result;
    try {
      result = await runWithinAsync(scope.#context, () => body(scope));
    } catch (error) {
      return fail(scope.#context, error);
    }
    return succeed(scope.#context, result);
  }
}

/** @param {unknown} handle @param {Context} context */
function keep(handle, { list, parent }) {
  const slot = slotOfHandle(handle, 'keep');
  if (slot === undefined || !list.has(slot)) return;
  const outer = nearestOpen(parent);
  if (outer) outer.list.take(slot);
  else SlotList.remove(slot);
}

/** Ends a scope. @param {Context} context @returns {unknown[]} the errors of instances that died of it */
function end(context) {
  context.open = false;
  return empty(context.list);
}

/** @param {Context} context */
function close(context) {
  const errors = end(context);
  if (errors.length > 0) throw together(errors);
}

/** The scope's function has returned. @template T @param {Context} context @param {T} result @returns {T} */
function succeed(context, result) {
  let escaping;
  try {
    escaping = context.list.isEmpty ? [] : handlesIn(result);
  } catch (error) {
    return fail(context, error); // a getter's, or a proxy's
  }
  for (const handle of escaping) keep(handle, context);
  close(context);
  return result;
}

/** The scope's function has failed. @param {Context} context @param {unknown} error @returns {never} */
function fail(context, error) {
  throw together([error, ...end(context)]);
}

/** A single error unchanged; several errors as an AggregateError, in their order. @param {unknown[]} errors */
const together = (errors) =>
  errors.length === 1
    ? errors[0]
    : new AggregateError(errors, `${causeText(errors[0])}, and then the scope's end failed`);

/** @param {unknown} result */
function refuseThenable(result) {
  if (typeof (/** @type {any} */ (result)?.then) !== 'function') return;
  // The function continues without its handles; its own error would only repeat this one.
  Promise.resolve(result).catch(() => {});
  throw new OnggiError('scope_is_async', 'scope: the function is asynchronous: use scopeAsync()');
}

/** @template T @param {(scope: Scope) => T} body @returns {T} */
export const scope = (body) => Scope.run(body);

/** @template T @param {(scope: Scope) => T} body @returns {Promise<Awaited<T>>} */
export const scopeAsync = (body) => Scope.runAsync(body);
