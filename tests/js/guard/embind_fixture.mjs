// The module of embind.cpp, compiled once.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('embind.cpp', import.meta.url));
const target = fileURLToPath(new URL('../../../build/guard/embind.cjs', import.meta.url));

const options = [
  '-std=c++20',
  '-O1',
  '--bind',
  '-sMODULARIZE',
  '-sALLOW_MEMORY_GROWTH',
  '-sINITIAL_MEMORY=1MB',
  '-sTOTAL_STACK=256KB',
  '-sENVIRONMENT=node',
  '-sSINGLE_FILE',
];

function compile() {
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const mine = `${target.replace(/\.cjs$/, '')}.${process.pid}.cjs`; // test files run side by side
  execFileSync('em++', [...options, source, '-o', mine], { stdio: 'pipe' });
  fs.renameSync(mine, target);
}

/** A new instance of the module. @returns {Promise<any>} */
export async function embindModule() {
  if (!fs.existsSync(target) || fs.statSync(target).mtimeMs < fs.statSync(source).mtimeMs) compile();
  return createRequire(import.meta.url)(target)();
}
