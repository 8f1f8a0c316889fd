// A time limit for messages of a worker.
import { clearTimeout, setTimeout } from '../../runtime/intrinsics.mjs';

const steps = 4;

/**
 * Calls back after so many milliseconds, in several steps. If this thread is busy, or the machine sleeps, that time counts as
 * one step only: messages that have arrived meanwhile are read before the last step ends.
 * @param {number} deadline @param {() => void} expired
 * @returns {() => void} removes the limit
 */
export function startLimit(deadline, expired) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const wait = (/** @type {number} */ left) => {
    timer = setTimeout(() => (left > 1 ? wait(left - 1) : expired()), deadline / steps);
  };
  wait(steps);
  return () => clearTimeout(timer);
}
