// Reports the memory and the proofs of an instance: by callbacks, and in Node on the diagnostics
// channels `onggi:memory` and `onggi:proof`.
import { reading, runCallback, warn } from './events.mjs';
import { nodeModules } from '../environment.mjs';
import { clearTimeout, now, setTimeout } from '../intrinsics.mjs';
import { checkOptions } from '../native/options.mjs';
import { requireStack } from '../native/stack.mjs';
import { milliseconds, wrongType } from '../native/checks.mjs';

/** The part of a memory report that is compared. @typedef {{ live: number, linear: number, handles: number }} Report */
/** What is watched. @typedef {import('../native/object_owner.mjs').ObjectOwner & { report(): any }} Watched */

const defaultInterval = 1000; // ms

/** @param {Report} a @param {Report} b */
const areEqual = (a, b) => a.live === b.live && a.linear === b.linear && a.handles === b.handles;

/**
 * Reports to a callback of onMemory(). Its error becomes a warning: it would end the process, and belongs to no call.
 * @param {Function} callback @param {unknown} report
 */
export const reportMemory = (callback, report) =>
  runCallback(
    () => callback(report),
    (error) => warn('a callback of onMemory() threw', error)
  );

/** Calls back when the memory in use has changed, at most once per interval. */
class MemoryWatch {
  #instance;
  #callback;
  #interval;
  /** The time of the last report. */
  #reported = -Infinity;
  /** @type {Report | undefined} */
  #last;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #offs;

  /**
   * @param {Watched} instance @param {(report: Report) => void} callback @param {number} interval in ms
   * @param {() => boolean} [isWanted]
   */
  constructor(instance, callback, interval, isWanted = () => true) {
    this.#instance = instance;
    this.#callback = callback;
    this.#interval = interval;
    this.#offs = [
      // Every call comes here.
      instance.events.native.on((end) => {
        if (this.#timer === undefined && isWanted() && end.call !== reading) this.#schedule();
      }),
      instance.events.closing.on(() => this.end()),
    ];
    if (isWanted()) this.#schedule();
  }

  #schedule() {
    const wait = Math.max(0, this.#reported + this.#interval - now());
    this.#timer = setTimeout(() => this.#report(), wait);
    /** @type {any} */ (this.#timer).unref?.();
  }

  #report() {
    this.#timer = undefined;
    if (this.#instance.dead) return;
    const report = this.#instance.report();
    this.#reported = now();
    if (this.#last && areEqual(report, this.#last)) return;
    this.#last = report;
    this.#callback(report);
  }

  end() {
    clearTimeout(this.#timer);
    for (const off of this.#offs) off();
  }
}

/**
 * The public onMemory().
 * @param {Watched} instance @param {unknown} callback @param {unknown} [options]
 * @returns {() => void} ends it
 */
export function onMemory(instance, callback, options) {
  requireStack();
  if (typeof callback !== 'function') wrongType('onMemory: callback', 'a function', callback);
  const { interval = defaultInterval } = checkOptions(options, 'onMemory: options', ['interval']);
  const pause = milliseconds(interval, 'onMemory: interval');
  const report = (/** @type {Report} */ memory) => reportMemory(/** @type {Function} */ (callback), memory);
  const watch = new MemoryWatch(instance, report, pause);
  return () => watch.end();
}

/**
 * Never released: after Node has collected an unreferenced channel, it may drop the next channel
 * of that name from its list, together with its subscribers.
 * @type {{ memory: import('node:diagnostics_channel').Channel, proof: import('node:diagnostics_channel').Channel } | undefined}
 */
let channels;

/** Node's channels, or undefined elsewhere. */
export function findChannels() {
  const { channels: found } = nodeModules;
  channels ??= found && {
    memory: found.channel('onggi:memory'),
    proof: found.channel('onggi:proof'),
  };
  return channels;
}

/** Publishes the events of an instance. @param {Watched} instance @param {NonNullable<typeof channels>} to */
export function publish(instance, { memory, proof }) {
  new MemoryWatch(
    instance,
    (report) => memory.publish({ instance: instance.id, memory: report }),
    defaultInterval,
    () => memory.hasSubscribers
  );
  instance.events.proof.on((end) => proof.publish({ instance: instance.id, ...end }));
}
