// Curves for a terminal.

const columns = 64;
const height = 12;
const marks = ['█', '▒', '○', '+', '×'];

/**
 * @param {Record<string, number[]>} curves values in turn, by name; a short run is stretched
 * @returns {string[]}
 */
export function terminalChart(curves) {
  const entries = Object.entries(curves);
  const most = Math.max(...entries.flatMap(([, values]) => values), Number.MIN_VALUE);
  const rows = Array.from({ length: height }, () => new Array(columns).fill(' '));
  // The first curves are drawn last, over the others.
  for (const [i, [, values]] of [...entries.entries()].reverse()) {
    for (let column = 0; column < columns; ++column) {
      const value = values[Math.floor((column * values.length) / columns)] ?? 0;
      const row = height - 1 - Math.round(((height - 1) * value) / most);
      /** @type {string[]} */ (rows[row])[column] = marks[i % marks.length] ?? '*';
    }
  }
  const labels = rows.map((_, i) => ((most * (height - 1 - i)) / (height - 1)).toFixed(1));
  const room = Math.max(...labels.map((label) => label.length));
  return [
    ...rows.map((row, i) => `${(labels[i] ?? '').padStart(room)} ┤${row.join('').trimEnd()}`),
    `${' '.repeat(room)}  ${entries.map(([name], i) => `${marks[i % marks.length]} ${name}`).join('   ')}`,
  ];
}
