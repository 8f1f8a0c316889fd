// A guarded module: its objects, who owns them, and the memory that they take.
import { nodeModules } from '../../runtime/environment.mjs';
import { OnggiError, StaleHandleError } from '../../runtime/errors.mjs';
import { Handle, makeHandle } from '../../runtime/handles/handle.mjs';
import {
  addressOf,
  adopt,
  borrow,
  giveBack,
  giveUp,
  isBorrowed,
  isLive,
  isShared,
  references,
  release,
  changeBytes,
  share,
} from '../../runtime/handles/table.mjs';
import { now, stringifyJson, timeOrigin } from '../../runtime/intrinsics.mjs';
import { freeUnreachable } from '../../runtime/memory/heap_search.mjs';
import { Pressure } from '../../runtime/memory/pressure.mjs';
import { ObjectOwner } from '../../runtime/native/object_owner.mjs';
import { requireStack } from '../../runtime/native/stack.mjs';
import { wrongType } from '../../runtime/native/checks.mjs';
import { Growth } from './growth.mjs';
import { Relief } from './relief.mjs';

/** @typedef {import('./kinds.mjs').Kind} Kind */
/** @typedef {{ type: string, kind: Kind, Class: any }} ObjectClass */
/**
 * A native object that has handles.
 * @typedef {object} NativeObject
 * @property {any} raw the module's own object; it is kept here, so that the module's finalizers never see it dropped
 * @property {ObjectClass} of
 * @property {number} token of one of its handles
 * @property {number} bytes
 * @property {number} id in traces
 * @property {boolean} isOwned whether it is destroyed with its last handle
 * @property {boolean} isConsumed whether native code has taken it over
 * @property {number[]} parents tokens of the objects that it keeps alive
 */
/** @typedef {(object: any, type: string) => unknown} BytesOf */

// The heap is searched for dropped handles, where that is possible, at so many times the soft limit, and
// again when the memory in use has grown by a factor.
const searchAtLimits = 2;
const growthBetweenSearches = 1.5;

export class GuardedModule extends ObjectOwner {
  /** By address. @type {Map<number, NativeObject>} */
  #objects = new Map();
  /** Live objects by type. @type {Map<string, { count: number, bytes: number, peak: number }>} */
  #byType = new Map();
  #live = 0;
  #peak = 0;
  #growth = new Growth();
  #pressure;
  #searchAt;
  #relief;
  #soft;
  #bytesOf;
  #nextId = 1;
  /** The next odd number that is used in place of the address of an object that is lent to a callback. */
  #nextLent = 1;
  /** Lines of the trace, if there is one. @type {string[] | undefined} */
  #lines;
  /** Objects whose address the program has read, by address: the token, and the handle so that it stays alive. @type {Map<number, { token: number, handle: Handle | undefined, type: string }>} */
  #exposed = new Map();

  /**
   * @param {() => number} linearBytes bytes of linear memory
   * @param {number} soft limit in bytes
   * @param {BytesOf | undefined} bytesOf
   * @param {boolean | 'sample'} debug
   */
  constructor(linearBytes, soft, bytesOf, debug) {
    super(true, debug, soft);
    this.linearBytes = linearBytes;
    this.#soft = soft;
    this.#searchAt = searchAtLimits * soft;
    this.#bytesOf = bytesOf;
    this.#relief = new Relief(soft, () => this.freed.collector);
    this.#pressure = new Pressure(soft, () => this.#used());
    this.events.native.on(({ by }) => {
      if (by === 'collector') this.#growth.startNextCycle();
    });
  }

  /** Bytes in use. Estimates may be too large, in sum larger than linear memory. */
  #used() {
    return this.#bytesOf ? this.#live : Math.min(this.#live, this.linearBytes());
  }

  /** Before a call: requests a collection if dropped handles may hold much memory. */
  admit() {
    this.requireAlive();
    if (this.frames > 0) return;
    if (this.#bytesOf === undefined) return this.#relief.admit(this.linearBytes());
    this.#pressure.hasten(0, this.#live);
    if (this.#live <= this.#searchAt || nodeModules.v8 === undefined) return;
    freeUnreachable();
    this.#searchAt = Math.max(searchAtLimits * this.#soft, growthBetweenSearches * this.#live);
  }

  /** @param {number} bytes */
  reserve(bytes) {
    return this.#pressure.reserveUntilTurn(bytes);
  }

  /** @param {string} type */
  #usage(type) {
    let usage = this.#byType.get(type);
    if (usage === undefined) this.#byType.set(type, (usage = { count: 0, bytes: 0, peak: 0 }));
    return usage;
  }

  /** @param {NativeObject} object @param {number} change in bytes */
  #charge(object, change) {
    const usage = this.#usage(object.of.type);
    object.bytes += change;
    usage.bytes += change;
    usage.peak = Math.max(usage.peak, usage.bytes);
    this.#live += change;
    this.#peak = Math.max(this.#peak, this.#live);
  }

  /**
   * The handle of an object that the module has handed out.
   * @param {any} raw @param {ObjectClass} of @param {boolean} isOwned whether the caller owns it
   * @param {() => number[]} parents borrows what an object without an owner needs
   */
  handleOf(raw, of, isOwned, parents) {
    const { kind } = of;
    const address = kind.address(raw);
    if (address === 0) throw new StaleHandleError(of.type, 'was freed or taken over by its own module');
    const known = this.#objects.get(address);
    if (known !== undefined) {
      if (raw === known.raw) return this.#share(known, address);
      if (kind.handsOutAliases) {
        kind.dropAlias(raw, known.raw);
        return this.#share(known, address);
      }
      // A new object at the address: native code has freed the old one.
      known.isConsumed = true;
      this.#releaseAt(address);
    }
    return this.#adopt(raw, address, of, isOwned, parents);
  }

  /** The handle of an object that the module lends to a callback. @param {any} raw @param {ObjectClass} of */
  handleOfLent(raw, of) {
    // Such objects may follow each other at one address while native code runs.
    this.#nextLent += 2;
    return this.#adopt(raw, this.#nextLent, of, false, () => []);
  }

  /** @param {any} raw @param {number} address @param {ObjectClass} of @param {boolean} isOwned @param {() => number[]} parents */
  #adopt(raw, address, of, isOwned, parents) {
    /** @type {NativeObject} */
    const object = {
      raw,
      of,
      token: adopt(address, this.#destroy, this, of.Class),
      bytes: 0,
      id: this.#nextId++,
      isOwned,
      isConsumed: false,
      parents: [],
    };
    this.#objects.set(address, object);
    this.#exposed.delete(address);
    ++this.#usage(of.type).count;
    this.#writeLine('ALLOCATE', object);
    const handle = makeHandle(of.Class, /** @type {any} */ (this), object.token);
    if (!isOwned) object.parents = parents();
    return handle;
  }

  /** Another handle to an object. @param {NativeObject} known @param {number} address */
  #share(known, address) {
    const { of, isConsumed } = known;
    if (isConsumed) throw new StaleHandleError(of.type, 'was taken over by native code');
    if (!isLive(known.token)) known.token = this.#tokensAt(address)[0] ?? known.token;
    return makeHandle(of.Class, /** @type {any} */ (this), share(known.token, of.type));
  }

  /** The tokens of the handles to an object. @param {number} address */
  #tokensAt(address) {
    return Array.from(references(this))
      .filter((reference) => reference.address === address && isLive(reference.token))
      .map(({ token }) => token);
  }

  /** @param {number} address */
  #releaseAt(address) {
    for (const token of this.#tokensAt(address)) giveUp(token);
  }

  /**
   * The handle for an address that the program has: another one, if the object has a handle.
   * @param {number} address @param {ObjectClass} of @param {(address: number) => any} wrap
   */
  handleAt(address, of, wrap) {
    const known = this.#objects.get(address);
    if (known === undefined) return this.handleOf(wrap(address), of, true, () => []);
    if (known.of === of) return this.#share(known, address);
    throw new OnggiError('wrong_type', `${of.type}.__wrap: the pointer is of a ${known.of.type}`);
  }

  /**
   * Sets the sizes of objects after the call that made them.
   * @param {readonly { handle: Handle, token: number }[]} made
   * @param {number} grown bytes by which linear memory has grown in the call
   * @param {number | undefined} grownBy token of the object that the call was made with
   */
  setSizes(made, grown, grownBy) {
    for (const { handle, token } of made) {
      const object = this.objectOf(token);
      if (object === undefined || object.bytes > 0) continue;
      const bytes = this.#bytesOf
        ? this.#measure(handle, object)
        : this.#estimate(object, grown / made.length);
      this.#resize(token, object, bytes);
      this.sampler.note(token, bytes);
    }
    if (this.#bytesOf) return;
    if (this.frames === 0) this.#relief.note(made.length, grown, this.linearBytes());
    if (made.length > 0 || grown === 0 || grownBy === undefined) return;
    const object = this.objectOf(grownBy);
    if (object === undefined) return;
    this.#growth.note(object.of.type, grown, 0);
    this.#resize(grownBy, object, object.bytes + grown);
  }

  /** @param {Handle} handle @param {NativeObject} object @returns {number} */
  #measure(handle, { of }) {
    const bytes = /** @type {BytesOf} */ (this.#bytesOf)(handle, of.type);
    if (typeof bytes === 'number' && bytes >= 0 && bytes < Infinity) return bytes;
    if (typeof bytes !== 'number') return wrongType(`guard: bytes: ${of.type}`, 'a number of bytes', bytes);
    throw new OnggiError(
      'size_out_of_range',
      `guard: bytes: ${of.type}: must be a number of bytes from 0 on, got ${bytes}`
    );
  }

  /** @param {NativeObject} object @param {number} grown @returns {number} */
  #estimate({ of }, grown) {
    this.#growth.note(of.type, grown, 1);
    return Math.max(Math.round(grown), this.#growth.estimate(of.type));
  }

  /** @param {number} token @param {NativeObject} object @param {number} bytes */
  #resize(token, object, bytes) {
    const change = bytes - object.bytes;
    if (change === 0) return;
    changeBytes(token, change);
    this.#charge(object, change);
    this.#writeLine('RESIZE', object);
  }

  /** @param {number} token @returns {NativeObject | undefined} undefined if it is stale */
  objectOf(token) {
    if (!isLive(token)) return undefined;
    return this.#objects.get(addressOf(token));
  }

  /**
   * Borrows the object until giveBack().
   * @param {number} token @param {string} type for messages @returns {NativeObject}
   */
  borrow(token, type) {
    const object = /** @type {NativeObject} */ (this.#objects.get(borrow(token, type)));
    if (!object.isConsumed && object.of.kind.address(object.raw) !== 0) return object;
    object.isConsumed = true;
    giveBack(token);
    throw new StaleHandleError(type, 'was taken over by native code');
  }

  /**
   * Native code has taken the object over: it is not destroyed here.
   * @param {number} token @param {NativeObject} object
   */
  consume(token, object) {
    object.isConsumed = true;
    giveUp(token);
  }

  /** The destructor of all objects. */
  #destroy = (/** @type {number} */ address) => {
    const object = /** @type {NativeObject} */ (this.#objects.get(address));
    const { raw, of, isOwned, isConsumed, parents } = object;
    this.#objects.delete(address);
    const exposed = this.#exposed.get(address);
    if (exposed !== undefined) exposed.handle = undefined;
    this.#writeLine('DROP', object);
    this.#charge(object, -object.bytes);
    --this.#usage(of.type).count;
    for (const parent of parents) giveBack(parent);
    if (isConsumed || !isOwned || of.kind.address(raw) === 0) of.kind.forget(raw);
    else of.kind.destroy(raw);
  };

  /** Gives an object to the program, as its address. @param {Handle} handle @param {string} type */
  giveAway(handle, type) {
    const token = /** @type {number} */ (Handle.tokenOf(handle));
    const object = this.borrow(token, type);
    giveBack(token);
    if (isBorrowed(token) || isShared(token)) {
      throw new OnggiError(
        'handle_in_use',
        `this ${type} is in use by a running call, or has further handles`
      );
    }
    const address = addressOf(token);
    this.consume(token, object);
    return address;
  }

  /** The address of an object, for the program: the object stays alive until it is freed or taken over. @param {Handle} handle @param {string} type */
  expose(handle, type) {
    const token = /** @type {number} */ (Handle.tokenOf(handle));
    this.borrow(token, type);
    giveBack(token);
    const address = addressOf(token);
    this.#exposed.set(address, { token, handle, type });
    return address;
  }

  /** Whether any address was read. */
  get hasExposed() {
    return this.#exposed.size > 0;
  }

  /** The object of an address that the program has read. @param {unknown} value */
  exposedAt(value) {
    return typeof value === 'number' ? this.#exposed.get(value >>> 0) : undefined;
  }

  /** The memory in use: see GuardReport in guard.d.ts. */
  report() {
    requireStack();
    this.requireAlive();
    return {
      linear: this.linearBytes(),
      live: this.#live,
      peak: this.#peak,
      handles: this.handles,
      freed: { ...this.freed },
      limits: { soft: this.#soft },
      byType: Object.fromEntries(Array.from(this.#byType, ([type, usage]) => [type, { ...usage }])),
    };
  }

  /**
   * Frees every object that no running call uses, and ends all handles.
   * @returns {import('../../runtime/observe/leaks.mjs').Leak[]} the handles that were alive
   */
  close() {
    const left = this.leaks();
    if (this.frames === 0 && !this.dead) {
      for (const { token } of references(this)) release(token, 'close');
    }
    super.close();
    this.#exposed.clear();
    return left;
  }

  beginTrace() {
    this.#lines = [];
  }

  /** @returns {string[]} */
  takeTraceLines() {
    return this.#lines?.splice(0) ?? [];
  }

  /** Not known for other modules. @returns {number | undefined} */
  heapBytes() {
    return undefined;
  }

  /** A line as the native side of onggi writes it: core/memory/trace.h. @param {string} event @param {NativeObject} object */
  #writeLine(event, { id, of, bytes }) {
    if (this.#lines === undefined) return;
    const time = Math.round((timeOrigin + now()) * 1000) / 1000;
    this.#lines.push(`@${stringifyJson({ event, id, type: of.type, bytes, thread: 1, time })}`);
  }
}
