// Goals that are measured by commands of their own: the model, mutants, killed workers, runtimes that
// lack a feature.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { promisify } from 'node:util';

import { killWorkers } from '../js/killed.mjs';

const run = promisify(execFile);
const seeds = [1, 2, 3, 4, 5];

/** @param {string} file @param {NodeJS.ProcessEnv} [env] */
const tests = (file, env) =>
  run(process.execPath, ['--expose-gc', '--test-reporter=spec', file], {
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, ...env },
    maxBuffer: 2 ** 26,
  }).catch((error) => ({ stdout: `${error.stdout}` }));

/** The result of `npm run test:mutation`. */
function mutants() {
  const file = 'reports/mutation.json';
  if (!fs.existsSync(file)) return { text: 'mutants not tried: npm run test:mutation', share: 0 };
  const { killed, tried, share } = JSON.parse(fs.readFileSync(file, 'utf8'));
  return { text: `${killed} of ${tried} mutants killed`, share };
}

/** @type {import('./main.mjs').Goals} */
export const wholeGoals = {
  model: {
    number: 10,
    goal: 'a million random commands agree with the model, 95 % of the mutants are killed',
    async measure() {
      let commands = 0;
      for (const seed of seeds) {
        const env = { ONGGI_LONG: '1', ONGGI_SEED: String(seed) };
        const { stdout } = await tests('tests/js/model/model.test.mjs', env);
        const [, count] = /(\d+) commands[^]*✔ random commands agree/.exec(stdout) ?? [];
        commands += Number(count ?? NaN);
      }
      const { text, share } = mutants();
      return { value: `${commands} commands agree, ${text}`, holds: commands >= 1e6 && share >= 0.95 };
    },
  },
  'killed-workers': {
    number: 13,
    goal: '50 workers killed during a proof: all memory is recovered, RSS at most 5 % more',
    async measure() {
      const { rss, lost } = await killWorkers(52);
      const grown = Number(rss[51]) / Number(rss[1]) - 1;
      return {
        value: `${lost} lost, RSS ${(100 * grown).toFixed(1)} % more`,
        holds: lost === 0 && grown <= 0.05,
      };
    },
  },
  missing: {
    number: 16,
    goal: 'without FinalizationRegistry, Symbol.dispose or AsyncLocalStorage all tests pass that do not need them',
    async measure() {
      const { stdout } = await tests('tests/js/missing.test.mjs');
      const [, passed, failed] = /pass (\d+)[^]*fail (\d+)/.exec(stdout) ?? [];
      return { value: `${passed} runtimes pass, ${failed} fail`, holds: failed === '0' };
    },
  },
};
