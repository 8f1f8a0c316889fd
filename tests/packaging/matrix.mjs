// What consumers of the package were tried. Tests record each success under build/matrix; this program writes them as
// the table of docs/runtimes.md:
//
//   npm run matrix        runs the tests of all consumers, then this program
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const results = path.join(root, 'build', 'matrix');

/**
 * Records that a consumer proved, verified and freed dropped handles.
 * @param {string} consumer its name and version @param {string} way how it used the package @param {number} threads
 */
export function record(consumer, way, threads) {
  fs.mkdirSync(results, { recursive: true });
  const file = path.join(results, `${`${consumer} ${way} ${threads}`.replaceAll(/[^\w.]+/g, '-')}.json`);
  fs.writeFileSync(file, JSON.stringify({ consumer, way, threads }));
}

/** The rows of the table. @returns {string[]} */
function rows() {
  /** @type {Map<string, { ways: Set<string>, threads: Set<number> }>} */
  const consumers = new Map();
  for (const name of fs.readdirSync(results).sort()) {
    const { consumer, way, threads } = JSON.parse(fs.readFileSync(path.join(results, name), 'utf8'));
    const row = consumers.get(consumer) ?? { ways: new Set(), threads: new Set() };
    consumers.set(consumer, row);
    row.ways.add(way);
    row.threads.add(threads);
  }
  return [...consumers].map(
    ([consumer, { ways, threads }]) =>
      `| ${consumer} | ${[...ways].join(', ')} | ${[...threads].sort().join(' and ')} |`
  );
}

const begin = '<!-- consumers: npm run matrix -->\n';
const end = '<!-- end of consumers -->\n';

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = path.join(root, 'docs/runtimes.md');
  const text = fs.readFileSync(file, 'utf8');
  const table = ['| consumer | used by | threads |', '|---|---|---|', ...rows()].join('\n');
  const [head = '', rest = ''] = text.split(begin);
  const [, tail = ''] = rest.split(end);
  fs.writeFileSync(file, `${head}${begin}${table}\n${end}${tail}`);
}
