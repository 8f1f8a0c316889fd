// Time limits in milliseconds.
import { OnggiError } from '../../runtime/errors.mjs';
import { clearTimeout, setTimeout } from '../../runtime/intrinsics.mjs';
import { wrongType } from '../../runtime/native/checks.mjs';

const mostDelay = 2 ** 31 - 1;
const steps = 4;

/** @param {unknown} deadline @param {string} name for errors @returns {number} */
export function checkDeadline(deadline, name) {
  if (typeof deadline !== 'number') return wrongType(name, 'a number', deadline);
  if (deadline >= 0 && deadline <= mostDelay) return deadline;
  throw new OnggiError(
    'invalid_argument',
    `${name}: must be a number of milliseconds from 0 to 2^31 − 1, got ${deadline}`
  );
}

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
