// Charts for a terminal.

const columns = 64;
const height = 12;
const marks = ['█', '▒', '○', '+', '×'];

/**
 * @param {Record<string, number[]>} curves values over time, by name; stretched to the width of the chart
 * @returns {string[]}
 */
export function terminalChart(curves) {
  const entries = Object.entries(curves);
  const most = Math.max(...entries.flatMap(([, values]) => values), Number.MIN_VALUE);
  const rows = Array.from({ length: height }, () => new Array(columns).fill(' '));
  // The first curve is drawn last, over the others.
  for (const [i, [, values]] of [...entries.entries()].reverse()) {
    for (let column = 0; column < columns; ++column) {
      const value = values[Math.floor((column * values.length) / columns)] ?? 0;
      const row = height - 1 - Math.round(((height - 1) * value) / most);
      /** @type {string[]} */ (rows[row])[column] = marks[i % marks.length] ?? '*';
    }
  }
  const labels = rows.map((_, i) => ((most * (height - 1 - i)) / (height - 1)).toFixed(1));
  const labelWidth = Math.max(...labels.map((label) => label.length));
  return [
    ...rows.map((row, i) => `${(labels[i] ?? '').padStart(labelWidth)} ┤${row.join('').trimEnd()}`),
    `${' '.repeat(labelWidth)}  ${entries.map(([name], i) => `${marks[i % marks.length]} ${name}`).join('   ')}`,
  ];
}
