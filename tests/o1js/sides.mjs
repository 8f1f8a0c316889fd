// Processes that run o1js, each on one backend and with a home folder of its own.
import { fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('side.mjs', import.meta.url));

/**
 * `onggi` is onggi without a choice of o1js's backend, `onggi-native` and `onggi-wasm` are onggi in programs that
 * choose one; `native` and `wasm` are o1js's own.
 * @typedef {'onggi' | 'onggi-native' | 'onggi-wasm' | 'native' | 'wasm'} Backend
 */

/**
 * Starts a process. Its commands are those of side.mjs, run one after the other.
 * @param {Backend} backend @param {NodeJS.ProcessEnv} [more] environment variables
 */
export function start(backend, more = {}) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-o1js-'));
  // Without the mark of a test's process, and without a choice of a backend.
  const { NODE_TEST_CONTEXT: _, O1JS_BACKEND: __, ...env } = process.env;
  const child = fork(script, [backend], {
    env: { ...env, HOME: home, XDG_CACHE_HOME: path.join(home, 'cache'), ...more },
    execArgv: ['--expose-gc', ...(backend.startsWith('onggi') ? ['--import', 'onggi/o1js'] : [])],
    cwd: path.dirname(script),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (output += data));
  /** @type {Promise<any>} */
  let last = Promise.resolve();
  const gone = new Promise((resolve) => child.once('exit', resolve));

  /** @param {object} message */
  const ask = (message) =>
    new Promise((resolve, reject) => {
      /** @param {any} answer */
      const onMessage = ({ result, error }) => {
        child.off('exit', onExit);
        if (error === undefined) resolve(result);
        else reject(Object.assign(new Error(error.message), { code: error.code, remote: error.stack }));
      };
      /** @param {number | null} code @param {string | null} signal */
      const onExit = (code, signal) => {
        child.off('message', onMessage);
        reject(new Error(`${backend} exited with ${code ?? signal}:\n${output}`));
      };
      child.once('message', onMessage);
      child.once('exit', onExit);
      child.send(message);
    });

  return {
    backend,
    home,
    output: () => output,
    /**
     * @param {string} command @param {object} [args]
     * @returns {Promise<any>}
     */
    call(command, args = {}) {
      const answer = last.then(() => ask({ command, ...args }));
      last = answer.catch(() => {});
      return answer;
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill();
        await gone;
      }
      fs.rmSync(home, { recursive: true, force: true });
    },
  };
}

/** @typedef {ReturnType<typeof start>} Side */
