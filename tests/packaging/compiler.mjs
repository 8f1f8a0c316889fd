// TypeScript's compiler, in a folder that has the package.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Compiles programs of both module systems strictly, and throws if they have a type error.
 * @param {string} folder @param {Record<string, string>} programs by file name
 */
export async function compileStrictly(folder, programs) {
  for (const [file, text] of Object.entries(programs)) fs.writeFileSync(path.join(folder, file), text);
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2023', 'dom', 'esnext.disposable'],
    types: [],
  };
  const config = { compilerOptions, files: Object.keys(programs) };
  fs.writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  await promisify(execFile)(process.execPath, [compiler], { cwd: folder });
}
