// Decides from the loop's numbers whether memory grows.
import { bytesText } from '../numbers.mjs';

/** @typedef {import('./modes.mjs').Mode} Mode */
/** @typedef {{ linear: number, live: number, heap: number, rss: number, ms: number }} Point memory after a proof */
/** @typedef {{ mode: Mode, flat: boolean, text: string, rssPerProof: number | null }} Verdict */

// Memory may grow during so many proofs.
const warmUp = 3;
/** Fewer proofs allow no verdict. */
export const leastProofs = warmUp + 1;
// The resident set includes JavaScript and the compiler, so it is judged by the slope of its regression line, without
// the first fifth of the run, and only in long runs.
const proofsForSlope = 50;
const slopeFrom = 0.2;
/** The line may rise over the run by this share of the resident set plus these bytes. */
export const rssBound = { share: 0.05, bytes: 8 * 2 ** 20 };

/** The slope of the least-squares line through numbers at 0, 1, 2 … @param {number[]} values */
export function slope(values) {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [xx, xy] = [0, 0];
  values.forEach((value, i) => {
    xx += (i - middle) ** 2;
    xy += (i - middle) * (value - mean);
  });
  return xy / xx;
}

/** @param {Point[]} points */
function judgeRss(points) {
  if (points.length < proofsForSlope) return { flat: true, text: '', perProof: null };
  const rss = points.slice(Math.floor(points.length * slopeFrom)).map((point) => point.rss);
  const perProof = slope(rss);
  const rise = perProof * rss.length;
  const bound = rssBound.bytes + rssBound.share * /** @type {number} */ (rss[0]);
  const text =
    `; resident set ${bytesText(/** @type {number} */ (rss.at(-1)))}, ` +
    `slope ${bytesText(Math.round(perProof))} per proof, ${bytesText(rise)} over ${rss.length} (bound ${bytesText(bound)})`;
  return { flat: rise <= bound, text, perProof };
}

/**
 * Whether memory after every later proof is at most what it was after the third. Too few proofs are not flat.
 * @param {Mode} mode @param {Point[]} points
 * @returns {Verdict}
 */
export function judge(mode, points) {
  if (points.length < leastProofs) {
    const text = `no verdict: ${points.length} proofs, at least ${leastProofs} are needed`;
    return { mode, flat: false, text, rssPerProof: null };
  }
  const settled = /** @type {Point} */ (points[warmUp - 1]);
  const last = /** @type {Point} */ (points.at(-1));
  const later = points.slice(warmUp);
  const isFlat = later.every(({ linear, live }) => linear <= settled.linear && live <= settled.live);
  const rss = judgeRss(points);
  const text = isFlat
    ? `${bytesText(last.live)} live, ${bytesText(last.linear)} linear after every proof since the third`
    : `${bytesText(settled.live)} live after the third proof, ${bytesText(last.live)} after the last` +
      ` (linear ${bytesText(settled.linear)} → ${bytesText(last.linear)})`;
  const flat = isFlat && rss.flat;
  return { mode, flat, text: `${flat ? 'flat: ' : 'grew: '}${text}${rss.text}`, rssPerProof: rss.perProof };
}
