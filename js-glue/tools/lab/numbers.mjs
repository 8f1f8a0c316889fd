// Numbers and tables as text.

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `1536` is `1.5 KiB`. @param {number} bytes */
export function bytesText(bytes) {
  const step = Math.abs(bytes) < 1 ? 0 : Math.floor(Math.log2(Math.abs(bytes)) / 10);
  const unit = Math.min(step, units.length - 1);
  return `${(bytes / 2 ** (10 * unit)).toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
}

/** `164748` is `164,748`. @param {number} count */
export const countText = (count) => count.toLocaleString('en-US');

/**
 * The lines of a table. The first column is aligned to the left, the others to the right.
 * @param {string[]} heading @param {string[][]} rows
 */
export function table(heading, rows) {
  const all = [heading, ...rows];
  const widths = heading.map((_, i) => Math.max(...all.map((row) => (row[i] ?? '').length)));
  return all.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  );
}
