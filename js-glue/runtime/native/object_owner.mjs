// What owns native objects: an instance of the module, or another module that is guarded.
import { Addresses } from '../handles/addresses.mjs';
import { noneFreed, releaseAll } from '../handles/table.mjs';
import { InstanceDeadError, OnggiError } from '../errors.mjs';
import { Events } from '../observe/events.mjs';
import { atExit } from '../observe/exit.mjs';
import { exitReport, leaksOf, samplerFor } from '../observe/leaks.mjs';
import { WeakRef } from '../intrinsics.mjs';
import { requireStack } from './stack.mjs';

let nextId = 1;

export class ObjectOwner {
  /** The number of running native calls. */
  frames = 0;
  dead = false;
  /** @type {unknown} */
  causeOfDeath;
  events = new Events();
  /** Its number among those of this thread. */
  id = nextId++;
  /** The number of live handles. */
  handles = 0;
  freed = noneFreed();
  /** Slots whose references end when no native code runs. @type {number[]} */
  deferred = [];
  /** The addresses of the native objects that have handles. */
  addresses = new Addresses();
  /** @type {(() => Promise<void>)[]} */
  #ends = [];
  /** @type {(ended: Promise<void>) => void} */
  #settle = () => {};
  #exitReportOff = () => {};

  /**
   * @param {boolean} freesDropped whether dropped handles are freed
   * @param {boolean | 'sample'} debug whether handles are sampled, and reported at exit
   * @param {number} limit of the bytes of all objects
   */
  constructor(freesDropped, debug, limit) {
    this.freesDropped = freesDropped;
    this.sampler = samplerFor(debug, limit);
    /** Settles when the owner, and everything registered with onEnd(), has ended. @type {Promise<void>} */
    this.closed = new Promise((resolve) => {
      this.#settle = resolve;
    });
    if (debug) this.#exitReportOff = this.#reportAtExit();
  }

  #reportAtExit() {
    const self = new WeakRef(this);
    return atExit(() => {
      const owner = self.deref();
      if (owner === undefined) return;
      const report = exitReport(owner);
      if (report) console.error(report);
    });
  }

  /** Live handles, the largest first. */
  leaks() {
    requireStack();
    return leaksOf(this);
  }

  /**
   * Ends the owner and every handle of it.
   * @returns {import('../observe/leaks.mjs').Leak[]} the handles that were alive
   */
  close() {
    requireStack();
    if (this.frames > 0) {
      throw new OnggiError('handle_in_use', 'close: native code is running');
    }
    const left = this.leaks();
    this.frames = 1; // listeners must not close it again
    try {
      if (!this.dead) this.events.closing.emit(undefined);
    } finally {
      this.frames = 0;
    }
    this.die('it was closed');
    releaseAll(this);
    this.#exitReportOff();
    return left;
  }

  /** Registers a function that is called when the owner ends. @param {() => Promise<void>} end */
  onEnd(end) {
    this.#ends.push(end);
  }

  /** @param {unknown} error */
  die(error) {
    if (this.dead) return;
    this.dead = true;
    this.causeOfDeath = error;
    this.#settle(Promise.all(this.#ends.map((end) => end())).then(() => {}));
  }

  /** Throws if it has died. */
  requireAlive() {
    if (this.dead) throw new InstanceDeadError(this.causeOfDeath);
  }
}
