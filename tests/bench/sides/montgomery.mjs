// Multi-scalar multiplications of github.com/mitschabaude/montgomery.
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** @typedef {import('./works.mjs').Runner} Runner */

export const montgomery = {
  /** @returns {Promise<Runner>} */
  async operation(k, folder) {
    const source = (file) => import(pathToFileURL(path.resolve(folder, 'build/src', file)).href);
    const { startThreads, Weierstraß } = await source('parallel.js');
    const { pallasParams } = await source('concrete/pasta.params.js');
    await startThreads(1);
    const { Parallel } = await Weierstraß.create(pallasParams);
    const [points] = await Parallel.randomPointsFast(2 ** k);
    return {
      works: {
        MSM: {
          prepare: async () => (await Parallel.randomScalars(2 ** k))[0],
          run: async (scalars) => void (await Parallel.msmUnsafe(scalars, points, 2 ** k)),
        },
      },
    };
  },
};
