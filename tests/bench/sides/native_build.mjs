// onggi's native build: native_side.cpp.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';

/** @typedef {import('./works.mjs').Runner} Runner */

/** @param {string[]} [more] arguments of native_side */
export const nativeBuild = (more = []) => ({
  /** @returns {Promise<Runner>} */
  async circuit({ circuit, witness }) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-bench-'));
    const files = Object.entries({ circuit, witness }).map(([name, content]) => {
      const file = path.join(folder, `${name}.json`);
      fs.writeFileSync(file, JSON.stringify(content));
      return file;
    });
    const program = fileURLToPath(new URL('../../../build/native/tests/kimchi/native_side', import.meta.url));
    const child = spawn(program, [circuit.curve, ...files, ...more], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(child, 'spawn');
    const answers = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async () => {
      const { value, done } = await answers.next();
      if (done) throw new Error(`${program} ended`);
      return JSON.parse(value);
    };
    await next();
    fs.rmSync(folder, { recursive: true });
    const work = (name) => ({
      run: () => {
        child.stdin.write(`${name}\n`);
        return next();
      },
    });
    return { works: { prove: work('prove'), verify: work('verify') } };
  },
});
