// A tree map as SVG: rectangles with areas proportional to the weights and sides as equal as possible
// (Bruls, Huizing, van Wijk: Squarified Treemaps, 2000).
import { painted, paper } from '../chart.mjs';
import { escape } from '../markup.mjs';

/** @typedef {{ label: string, detail: string, weight: number, colour: string }} Leaf */
/** @typedef {{ x: number, y: number, width: number, height: number }} Box */
/** @typedef {Leaf & Box} Tile */

/** The sizes in which the map is drawn: on broad screens and on narrow ones. */
const sizes = { broad: { width: 960, height: 420 }, narrow: { width: 400, height: 520 } };
const characterWidth = 7.5; // px

/** The worst ratio of sides in a row of tiles along a side of the box. @param {number[]} areas @param {number} side */
function worstRatio(areas, side) {
  const sum = areas.reduce((total, area) => total + area, 0);
  const depth = sum / side;
  return Math.max(...areas.map((area) => Math.max(depth ** 2 / area, area / depth ** 2)));
}

/**
 * @param {Leaf[]} leaves of positive weight, heaviest first @param {Box} box @returns {Tile[]}
 */
export function layOut(leaves, box) {
  /** @type {Tile[]} */
  const tiles = [];
  let rest = { ...box };
  let left = leaves.reduce((total, { weight }) => total + weight, 0);
  for (let first = 0; first < leaves.length; ) {
    const scale = (rest.width * rest.height) / left;
    const side = Math.min(rest.width, rest.height);
    const areas = leaves.slice(first).map(({ weight }) => weight * scale);
    let count = 1;
    while (
      count < areas.length &&
      worstRatio(areas.slice(0, count + 1), side) <= worstRatio(areas.slice(0, count), side)
    )
      ++count;
    const row = areas.slice(0, count);
    const depth = row.reduce((total, area) => total + area, 0) / side;
    let along = 0;
    row.forEach((area, i) => {
      const leaf = /** @type {Leaf} */ (leaves[first + i]);
      const length = area / depth;
      tiles.push(
        rest.width < rest.height
          ? { ...leaf, x: rest.x + along, y: rest.y, width: length, height: depth }
          : { ...leaf, x: rest.x, y: rest.y + along, width: depth, height: length }
      );
      along += length;
      left -= leaf.weight;
    });
    rest =
      rest.width < rest.height
        ? { ...rest, y: rest.y + depth, height: rest.height - depth }
        : { ...rest, x: rest.x + depth, width: rest.width - depth };
    first += count;
  }
  return tiles;
}

/** @param {Tile} tile */
function tileSvg({ x, y, width: w, height: h, label, detail, colour }) {
  const box = `x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${w.toFixed(1)}" height="${h.toFixed(1)}"`;
  const mostCharacters = Math.floor((w - 12) / characterWidth);
  const lines = h < 20 || mostCharacters < 4 ? [] : [label, detail].slice(0, h < 38 ? 1 : 2);
  const text = lines.map((line, i) => {
    const shown = line.length > mostCharacters ? `${line.slice(0, mostCharacters - 1)}…` : line;
    const weight = i === 0 ? ' font-weight="600"' : '';
    return `<text x="${(x + 6).toFixed(1)}" y="${(y + 16 + 15 * i).toFixed(1)}"${weight}>${escape(shown)}</text>`;
  });
  return `<g><title>${escape(`${label}\n${detail}`)}</title><rect ${box} fill="${colour}" stroke-width="2" ${painted('stroke', paper)}/>${text.join('')}</g>`;
}

/** @param {Leaf[]} leaves of positive weight @returns {string} */
export function treeMap(leaves) {
  const sorted = [...leaves].sort((a, b) => b.weight - a.weight);
  const label = `Undropped bytes by place: ${sorted[0]?.label ?? 'none'} are the most`;
  return Object.entries(sizes)
    .map(([name, size]) => {
      const tiles = layOut(sorted, { x: 0, y: 0, ...size });
      return `<svg class="${name}" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escape(label)}"
 font-family="system-ui, sans-serif" font-size="12" fill="#fff">
${tiles.map(tileSvg).join('\n')}
</svg>`;
    })
    .join('\n');
}
