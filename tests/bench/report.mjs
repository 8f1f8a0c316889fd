// What the benchmark makes of its measurements: ratios, what they must be, a table and a chart.

/** @typedef {{ wall: number, cpu: number }} Times in milliseconds */

export const median = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** How many times as fast as another side onggi must be, by work, circuit and side; CPU time. */
const required = {
  prove: {
    fq_wrap: { wasm: 4.5, native: 1.4 },
    fp_step: { wasm: 4.5 },
    fp_base: { wasm: 7 },
    fp_keccak: { wasm: 4.5 },
    generic_14: { wasm: 6.5 },
    generic_16: { wasm: 6.5 },
  },
  setup: { generic_14: { wasm: 15 } },
};

/** What `--threads N` must gain over one thread; wall time. */
const requiredOfThreads = { prove: { fq_wrap: 1.7, fp_step: 1.7 } };

/**
 * The rows of a table: of each work of each circuit, the medians of every side, and of the first side
 * against each other one the median of the ratios of a round, which were measured close together.
 * @param {Record<string, Record<string, Record<string, Times[]>>>} measured by circuit, side and work
 * @param {boolean} threads whether the sides differ in threads
 */
export function rowsOf(measured, threads) {
  const rows = [];
  for (const [circuit, sides] of Object.entries(measured)) {
    const [[first, ours], ...others] = Object.entries(sides);
    for (const work of Object.keys(ours)) {
      const row = { circuit, work, times: {}, ratios: {} };
      for (const [side, works] of Object.entries(sides)) {
        row.times[side] = {
          wall: median(works[work].map(({ wall }) => wall)),
          cpu: median(works[work].map(({ cpu }) => cpu)),
        };
      }
      const kind = threads ? 'wall' : 'cpu';
      for (const [side, works] of others) {
        const rounds = works[work].map((times, round) => times[kind] / ours[work][round][kind]);
        const must = threads ? requiredOfThreads[work]?.[circuit] : required[work]?.[circuit]?.[side];
        row.ratios[side] = { first, ratio: median(rounds), must };
      }
      rows.push(row);
    }
  }
  return rows;
}

/** The ratios that are too small, as sentences. */
export function failures(rows) {
  return rows.flatMap(({ circuit, work, ratios }) =>
    Object.entries(ratios)
      .filter(([, { ratio, must }]) => must !== undefined && ratio < must)
      .map(
        ([side, { first, ratio, must }]) =>
          `${work} ${circuit}: ${first} is ${ratio.toFixed(2)} times as fast as ${side}, must be ${must}`
      )
  );
}

/** A Markdown table. */
export function tableOf(rows) {
  const sides = [...new Set(rows.flatMap(({ times }) => Object.keys(times)))];
  const head = ['work', 'circuit', ...sides.map((side) => `${side}, ms (CPU)`)];
  const [first, ...others] = sides;
  const ratioHead = others.map((side) => `${side} / ${first}`);
  const lines = rows.map(({ circuit, work, times, ratios }) => [
    work,
    circuit,
    ...sides.map((side) =>
      times[side] ? `${times[side].wall.toFixed(0)} (${times[side].cpu.toFixed(0)})` : ''
    ),
    ...others.map((side) => {
      const { ratio, must } = ratios[side] ?? {};
      if (ratio === undefined) return '';
      return ratio.toFixed(2) + (must === undefined ? '' : ` (must ${must})`);
    }),
  ]);
  const all = [[...head, ...ratioHead], [...head, ...ratioHead].map(() => '---'), ...lines];
  return all.map((cells) => `| ${cells.join(' | ')} |`).join('\n') + '\n';
}

/** Bars of the processor time of each side, by work and circuit, each group to its own scale: an SVG image. */
export function chartOf(rows) {
  const colors = { onggi: '#2563eb', wasm: '#9ca3af', native: '#4b5563' };
  const [width, left, bar] = [720, 200, 16];
  const parts = [];
  let y = 8;
  for (const { circuit, work, times } of rows) {
    const most = Math.max(...Object.values(times).map(({ cpu }) => cpu));
    parts.push(`<text x="0" y="${y + bar}">${work} ${circuit}</text>`);
    for (const [side, { cpu }] of Object.entries(times)) {
      const length = ((width - left - 170) * cpu) / most;
      parts.push(
        `<rect x="${left}" y="${y + 2}" width="${length.toFixed(1)}" height="${bar - 4}" fill="${colors[side] ?? '#2563eb'}"/>`,
        `<text x="${(left + length + 6).toFixed(1)}" y="${y + bar - 4}">${side} ${(cpu / 1000).toFixed(2)} s</text>`
      );
      y += bar;
    }
    y += 10;
  }
  const style = 'font-family="sans-serif" font-size="11"';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" ${style}>\n${parts.join('\n')}\n</svg>\n`;
}
