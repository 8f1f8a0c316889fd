// A merge tree as a flow of BullMQ: a job begins when its children have ended, with their proofs.
import { jobOptions } from './queues.mjs';

/** @typedef {import('bullmq').FlowJob} FlowJob */

/** The id of a leaf's job: its witness is encrypted for it. @param {string} id @param {number} i */
export const leafId = (id, i) => `${id}-leaf-${i}`;

/**
 * @param {string} program with the methods `leaf` and `merge`
 * @param {string} id of the job at the root
 * @param {string[]} leaves encrypted witnesses in base64, at least two
 * @returns {FlowJob}
 */
export function treeOf(program, id, leaves) {
  /** @param {string} jobId @param {string} method @param {object} more @returns {FlowJob} */
  const node = (jobId, method, more) => ({
    name: `${program}.${method}`,
    queueName: 'o1js',
    opts: { ...jobOptions, jobId, failParentOnFailure: true },
    data: { program: `${program}.${method}` },
    ...more,
  });
  let level = leaves.map((witness, i) =>
    node(leafId(id, i), 'leaf', { data: { program: `${program}.leaf`, witness } })
  );
  for (let height = 1; level.length > 1; ++height) {
    const next = [];
    for (let i = 0; i + 1 < level.length; i += 2) {
      const isRoot = level.length === 2;
      next.push(
        node(isRoot ? id : `${id}-merge-${height}-${i / 2}`, 'merge', { children: level.slice(i, i + 2) })
      );
    }
    if (level.length % 2 === 1) next.push(/** @type {FlowJob} */ (level.at(-1))); // goes up by itself
    level = next;
  }
  return /** @type {FlowJob} */ (level[0]);
}
