// Scopes: what is made in one is freed at its end, newest first, whichever way it ends.
import { currentContext, nearestOpen, runWithin, runWithinAsync } from './scope_context.mjs';
import { InstanceDeadError, OnggiError } from '../errors.mjs';
import { asyncDispose, dispose, Handle } from './handle.mjs';
import { SlotList } from './slot_list.mjs';
import { isCurrent, slotOf, tokenOf } from './slots.mjs';
import { ownerOf, release } from './table.mjs';
import { wrongType } from '../native/values.mjs';

/** @typedef {import('./scope_context.mjs').Context} Context */

/** Frees what is in the list, and goes on where that kills an instance. @param {SlotList} list */
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

/** @param {unknown} value @param {string} name */
function slotOfHandle(value, name) {
  const token = Handle.tokenOf(value);
  if (token === undefined) return wrongType(name, 'a handle', value);
  return isCurrent(token) ? slotOf(token) : undefined;
}

/** What is looked at of a value that is no handle. @param {object} value @returns {readonly unknown[]} */
function partsOf(value) {
  if (Array.isArray(value)) return value;
  return [Object.prototype, null].includes(Object.getPrototypeOf(value)) ? Object.values(value) : [];
}

/** The handles in a result: itself, or in its arrays and plain objects, as they come. @param {unknown} result */
function handlesIn(result) {
  /** @type {Handle[]} */
  const handles = [];
  const seen = new Set();
  const ahead = [result];
  while (ahead.length > 0) {
    const value = ahead.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof Handle) {
      handles.push(value);
      continue;
    }
    const parts = partsOf(value);
    for (let i = parts.length - 1; i >= 0; --i) ahead.push(parts[i]);
  }
  return handles;
}

/** What scope() and scopeAsync() pass to their function; by itself, for `using`. */
export class Scope {
  /** @type {Context} */
  #context = { list: new SlotList(), parent: currentContext(), open: true };

  /**
   * Has the handle freed at the end of this scope, and of no other.
   * @template {Handle} T @param {T} handle @returns {T}
   */
  own(handle) {
    const slot = slotOfHandle(handle, 'own');
    if (!this.#context.open) {
      throw new OnggiError('scope_ended', 'own: the scope has ended');
    }
    if (slot !== undefined) this.#context.list.take(slot);
    return handle;
  }

  /**
   * Leaves the handle to the scope around this one, or to nobody but its user.
   * @template {Handle} T @param {T} handle @returns {T}
   */
  keep(handle) {
    const slot = slotOfHandle(handle, 'keep');
    if (slot === undefined || !this.#context.list.has(slot)) return handle;
    const outer = nearestOpen(this.#context.parent);
    if (outer) outer.list.take(slot);
    else SlotList.remove(slot);
    return handle;
  }

  /** Frees what the scope owns. Once is enough. */
  close() {
    const errors = this.#end();
    if (errors.length > 0) throw together(errors);
  }

  [dispose]() {
    this.close();
  }

  async [asyncDispose]() {
    this.close();
  }

  #end() {
    this.#context.open = false;
    return empty(this.#context.list);
  }

  /** @template T @param {T} result @returns {T} */
  #succeed(result) {
    let escaping;
    try {
      escaping = handlesIn(result);
    } catch (error) {
      return this.#fail(error); // a getter's, or a proxy's
    }
    for (const handle of escaping) this.keep(handle);
    this.close();
    return result;
  }

  /** @param {unknown} error @returns {never} */
  #fail(error) {
    throw together([error, ...this.#end()]);
  }

  /** @template T @param {(scope: Scope) => T} body @returns {T} */
  static run(body) {
    const scope = new Scope();
    let result;
    try {
      result = runWithin(scope.#context, () => body(scope));
      refuseThenable(result);
    } catch (error) {
      return scope.#fail(error);
    }
    return scope.#succeed(result);
  }

  /** @template T @param {(scope: Scope) => T} body @returns {Promise<Awaited<T>>} */
  static async runAsync(body) {
    const scope = new Scope();
    let result;
    try {
      result = await runWithinAsync(scope.#context, () => body(scope));
    } catch (error) {
      return scope.#fail(error);
    }
    return scope.#succeed(result);
  }
}

/** One error as it is, several as one with the first in front. @param {unknown[]} errors */
const together = (errors) =>
  errors.length === 1
    ? errors[0]
    : new AggregateError(errors, `${errors[0]}, and then the scope's end failed`);

/** @param {unknown} result */
function refuseThenable(result) {
  if (typeof (/** @type {any} */ (result)?.then) !== 'function') return;
  // The body goes on without its handles: what it says of that is this error's matter.
  Promise.resolve(result).catch(() => {});
  throw new OnggiError('scope_is_async', 'scope: the function is asynchronous: use scopeAsync()');
}

/** @param {unknown} body @param {string} name */
function checkBody(body, name) {
  if (typeof body !== 'function') wrongType(name, 'a function', body);
}

/** @template T @param {(scope: Scope) => T} body @returns {T} */
export function scope(body) {
  checkBody(body, 'scope');
  return Scope.run(body);
}

/** @template T @param {(scope: Scope) => T} body @returns {Promise<Awaited<T>>} */
export async function scopeAsync(body) {
  checkBody(body, 'scopeAsync');
  return Scope.runAsync(body);
}
