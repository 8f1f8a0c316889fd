// The part of node:assert/strict that code needs which runs both here and in Node.

/** @param {unknown} value */
const text = (value) =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))).slice(0, 200);

/** @param {any} one @param {any} other @returns {boolean} */
function same(one, other) {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  const [keys, others] = [Object.keys(one), Object.keys(other)];
  return keys.length === others.length && keys.every((key) => key in other && same(one[key], other[key]));
}

/**
 * Whether an error is what a test expects: of a class, or with these properties, of which strings may
 * be given as patterns.
 * @param {any} error @param {any} expected
 */
function fits(error, expected) {
  if (typeof expected === 'function') return error instanceof expected;
  const keys = [...Object.keys(expected), ...(expected instanceof Error ? ['name', 'message'] : [])];
  return keys.every((key) => {
    const pattern = expected[key];
    return pattern instanceof RegExp ? pattern.test(error[key]) : same(error[key], pattern);
  });
}

/** @param {unknown} value @param {string} [message] */
export function ok(value, message = 'the condition is false') {
  if (!value) throw new Error(message);
}

/** @param {unknown} actual @param {unknown} expected @param {string} [message] */
export function equal(actual, expected, message = `${text(actual)} is not ${text(expected)}`) {
  ok(Object.is(actual, expected), message);
}

/** @param {unknown} actual @param {unknown} expected @param {string} [message] */
export function deepEqual(actual, expected, message = `${text(actual)} is not ${text(expected)}`) {
  ok(same(actual, expected), message);
}

/** @param {() => unknown} code @param {any} [expected] */
export function throws(code, expected = {}) {
  let error;
  try {
    code();
  } catch (thrown) {
    error = thrown;
    ok(fits(error, expected), `an unexpected error: ${error}`);
    return;
  }
  throw new Error('nothing was thrown');
}
