// Live bytes and linear memory over time, in a bounded number of points.

const mostPoints = 800;

/** @typedef {{ time: number, live: number, linear: number }} Point time in ms since the first */

export class Curve {
  #start = NaN;
  #width = 1; // ms of a bucket
  /** The maxima in each bucket. @type {(Omit<Point, 'time'> | undefined)[]} */
  #buckets = [];

  /** @param {number} time @param {number} live @param {number} linear */
  add(time, live, linear) {
    if (Number.isNaN(this.#start)) this.#start = time;
    const elapsed = Math.max(0, time - this.#start);
    while (elapsed >= this.#width * mostPoints) this.#coarsen();
    const at = Math.floor(elapsed / this.#width);
    const bucket = this.#buckets[at];
    if (bucket === undefined) {
      this.#buckets[at] = { live, linear };
    } else {
      bucket.live = Math.max(bucket.live, live);
      bucket.linear = Math.max(bucket.linear, linear);
    }
  }

  #coarsen() {
    this.#width *= 2;
    /** @type {(Omit<Point, 'time'> | undefined)[]} */
    const wider = [];
    this.#buckets.forEach((bucket, i) => {
      const other = wider[i >> 1];
      wider[i >> 1] =
        bucket && other
          ? { live: Math.max(bucket.live, other.live), linear: Math.max(bucket.linear, other.linear) }
          : (bucket ?? other);
    });
    this.#buckets = wider;
  }

  /** @returns {Point[]} */
  points() {
    return this.#buckets.flatMap((bucket, i) =>
      bucket === undefined ? [] : [{ time: i * this.#width, ...bucket }]
    );
  }
}

/**
 * Pearson's correlation coefficient; undefined if one of the two columns is constant.
 * @param {{ x: number, y: number }[]} pairs
 */
export function correlation(pairs) {
  const mean = (/** @type {'x' | 'y'} */ of) => pairs.reduce((sum, pair) => sum + pair[of], 0) / pairs.length;
  const [meanX, meanY] = [mean('x'), mean('y')];
  let [xx, yy, xy] = [0, 0, 0];
  for (const { x, y } of pairs) {
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
    xy += (x - meanX) * (y - meanY);
  }
  return xx === 0 || yy === 0 ? undefined : xy / Math.sqrt(xx * yy);
}
