// What the loop's numbers say.

/** @typedef {import('./loop.mjs').Mode} Mode */
/** @typedef {{ linear: number, live: number, ms: number }} Point memory after a proof */
/** @typedef {{ mode: Mode, flat: boolean, text: string }} Verdict */

// Proofs before memory must stand still.
const warmUp = 3;
const mebibyte = 2 ** 20;

/**
 * Whether memory after every later proof is what it was after the third.
 * @param {Mode} mode @param {Point[]} points
 * @returns {Verdict}
 */
export function judge(mode, points) {
  const settled = /** @type {Point} */ (points[Math.min(warmUp, points.length) - 1]);
  const last = /** @type {Point} */ (points.at(-1));
  const later = points.slice(warmUp);
  const flat = later.every(({ linear, live }) => linear <= settled.linear && live <= settled.live);
  /** @param {number} bytes */
  const mib = (bytes) => `${(bytes / mebibyte).toFixed(2)} MiB`;
  const text = flat
    ? `flat: ${mib(last.live)} live, ${mib(last.linear)} linear after every proof since the third`
    : `grew from ${mib(settled.live)} live after the third proof to ${mib(last.live)} after the last` +
      ` (linear ${mib(settled.linear)} → ${mib(last.linear)})`;
  return { mode, flat, text };
}
