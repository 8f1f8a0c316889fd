// Runs the proving loop in several modes side by side, each in its own process.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { judge } from './verdict.mjs';

/** @typedef {import('./modes.mjs').Mode} Mode */
/** @typedef {import('./verdict.mjs').Point} Point */
/** @typedef {import('./verdict.mjs').Verdict} Verdict */
/**
 * @typedef {object} Settings
 * @property {number} proofs
 * @property {number} hashes Poseidon hashes in the circuit
 * @property {number} threads
 * @property {string} allocator name
 * @property {string} package import specifier: onggi, or the URL of another build
 *
 * @typedef {Omit<Settings, 'package'> & { modes: Partial<Record<Mode, Point[]>>, verdicts: Verdict[] }} Result
 */

/** A loop failed. */
export class LoopError extends Error {
  /** @param {Mode} mode @param {string} reason @param {string} [code] error code in the loop */
  constructor(mode, reason, code = 'loop_failed') {
    super(`${mode}: ${reason}`);
    this.code = code;
  }
}

/** @param {Mode} mode @param {Settings} settings */
function startLoop(mode, settings) {
  const script = fileURLToPath(new URL('loop.mjs', import.meta.url));
  const args = [mode, String(settings.hashes), String(settings.threads), settings.package];
  const child = fork(script, args, { execArgv: ['--expose-gc'] });
  /** @returns {Promise<Point>} */
  const prove = () =>
    new Promise((resolve, reject) => {
      const onExit = (/** @type {number | null} */ code, /** @type {string | null} */ signal) =>
        reject(new LoopError(mode, `ended by ${signal ?? `exit code ${code}`}`));
      child.once('exit', onExit);
      child.once('message', (/** @type {any} */ answer) => {
        child.off('exit', onExit);
        if (answer.error === undefined) resolve(answer);
        else reject(new LoopError(mode, answer.error, answer.code));
      });
      child.send('prove');
    });
  return { mode, prove, stop: () => child.connected && child.disconnect() };
}

/**
 * @param {Mode[]} modes @param {Settings} settings
 * @param {(proof: number, points: Point[]) => Promise<void>} onProof called after each round, in the modes' order
 * @returns {Promise<Result>}
 */
export async function runLoops(modes, settings, onProof) {
  const loops = modes.map((mode) => startLoop(mode, settings));
  const measured = modes.map(() => /** @type {Point[]} */ ([]));
  try {
    for (let proof = 1; proof <= settings.proofs; ++proof) {
      for (const [i, { prove }] of loops.entries()) measured[i]?.push(await prove());
      await onProof(
        proof,
        measured.map((points) => /** @type {Point} */ (points.at(-1)))
      );
    }
  } finally {
    for (const { stop } of loops) stop();
  }
  const { proofs, hashes, threads, allocator } = settings;
  return {
    proofs,
    hashes,
    threads,
    allocator,
    modes: Object.fromEntries(modes.map((mode, i) => [mode, measured[i]])),
    verdicts: modes.map((mode, i) => judge(mode, measured[i] ?? [])),
  };
}
