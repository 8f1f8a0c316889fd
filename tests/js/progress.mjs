// Work in steps that reports its progress.
import assert from 'node:assert/strict';

import { turn } from './support.mjs';

/**
 * The result of work that shows all its phases, never goes back, and lets the event loop turn between its steps.
 * @template T
 * @param {string[]} phases
 * @param {(onProgress: (progress: any) => void) => Promise<T>} work @returns {Promise<T>}
 */
export async function withProgress(phases, work) {
  /** @type {any[]} */
  const seen = [];
  let turns = 0;
  let isWorking = true;
  const watch = (async () => {
    for (; isWorking; ++turns) await turn();
  })();
  const result = await work((progress) => void seen.push(progress));
  isWorking = false;
  await watch;
  assert.deepEqual([...new Set(seen.map(({ phase }) => phase))], phases);
  assert.deepEqual(seen.at(-1), { phase: 'done', fraction: 1 });
  for (let i = 1; i < seen.length; ++i) assert.ok(seen[i].fraction >= seen[i - 1].fraction);
  assert.ok(turns >= seen.length - 2, `${turns} turns in ${seen.length} steps`);
  return result;
}
