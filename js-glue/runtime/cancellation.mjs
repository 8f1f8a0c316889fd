// AbortSignals that callers pass. A signal of this realm is read by intrinsics; a signal of another realm, or
// of a polyfill, is read by its own members.
import { CancelledError } from './errors.mjs';
import { propertyOf } from './native/checks.mjs';
import { addListener, Promise, removeListener, signalAborted, signalReason } from './intrinsics.mjs';

/** @param {unknown} signal */
function isOfThisRealm(signal) {
  try {
    /** @type {Function} */ (signalAborted)(signal);
    return true;
  } catch {
    return false;
  }
}

/** @param {unknown} value @returns {value is AbortSignal} */
export function isSignal(value) {
  if (isOfThisRealm(value)) return true;
  try {
    const { aborted, addEventListener, removeEventListener } = /** @type {any} */ (value) ?? {};
    return (
      typeof aborted === 'boolean' &&
      typeof addEventListener === 'function' &&
      typeof removeEventListener === 'function'
    );
  } catch {
    return false;
  }
}

/** @param {AbortSignal} signal */
const cancelled = (signal) =>
  new CancelledError(isOfThisRealm(signal) ? signalReason?.(signal) : propertyOf(signal, 'reason'));

/** @param {AbortSignal | undefined} signal */
export function throwIfAborted(signal) {
  if (signal === undefined) return;
  const aborted = isOfThisRealm(signal) ? signalAborted?.(signal) : signal.aborted;
  if (aborted) throw cancelled(signal);
}

/**
 * Calls back when the signal is aborted.
 * @param {AbortSignal | undefined} signal @param {(error: CancelledError) => void} callback
 * @returns {() => void} stops that; never throws
 */
export function onAbort(signal, callback) {
  if (signal === undefined) return () => {};
  const listener = () => callback(cancelled(signal));
  if (isOfThisRealm(signal)) {
    addListener(signal, 'abort', listener, { once: true });
    return () => removeListener(signal, 'abort', listener);
  }
  signal.addEventListener('abort', listener, { once: true });
  return () => {
    try {
      signal.removeEventListener('abort', listener);
    } catch {
      // The work has ended all the same.
    }
  };
}

/**
 * Waits for a value or a promise, or until the signal is aborted.
 * @template T @param {T | PromiseLike<T>} value @param {AbortSignal | undefined} signal @returns {Promise<T>}
 */
export function unlessAborted(value, signal) {
  return new Promise((resolve, reject) => {
    throwIfAborted(signal);
    const stop = onAbort(signal, reject);
    /** @type {Promise<T>} */ (new Promise((settle) => settle(value))).then(
      (result) => {
        stop();
        resolve(result);
      },
      (error) => {
        stop();
        reject(error);
      }
    );
  });
}
