// The goals of lifetime, measured: each by itself, `node --expose-gc tests/goals/main.mjs [NAME…]`, in one
// table, and in reports/goals.json. With --browser those of browsers, in reports/goals-browsers.json. They
// are measurements on this machine; the tests check what must hold everywhere.
import fs from 'node:fs';
import { parseArgs } from 'node:util';

import { goalsInBrowsers } from './browsers.mjs';
import { callGoals } from './calls.mjs';
import { memoryGoals } from './memory.mjs';
import { wholeGoals } from './whole.mjs';

/** @typedef {{ number: number, goal: string, measure: () => Promise<{ value: string, holds: boolean }> }} Goal */
/** @typedef {Record<string, Goal>} Goals */

const { values: options, positionals: names } = parseArgs({
  options: { browser: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const browsers = options.browser ? await goalsInBrowsers() : undefined;
const goals = Object.entries(browsers?.goals ?? { ...memoryGoals, ...callGoals, ...wholeGoals })
  .filter(([name]) => names.length === 0 || names.includes(name))
  .sort(([, a], [, b]) => a.number - b.number);

const rows = [];
for (const [name, { number, goal, measure }] of goals) {
  const { value, holds } = await measure().catch((error) => ({ value: `${error}`, holds: false }));
  rows.push({ number, name, goal, value, holds });
  const heading = `${holds ? 'holds ' : 'MISSED'}  ${String(number).padStart(2)}  ${name.padEnd(20)}`;
  console.log(`${heading} ${value}\n${' '.repeat(33)}${goal}`);
}
await browsers?.close();

const engine = browsers ? { browsers: browsers.versions } : { node: process.version };
const report = browsers ? 'reports/goals-browsers.json' : 'reports/goals.json';
fs.mkdirSync('reports', { recursive: true });
fs.writeFileSync(report, `${JSON.stringify({ ...engine, rows }, null, 2)}\n`);
process.exitCode = rows.every(({ holds }) => holds) ? 0 : 1;
