// The time until a program can prove a circuit of 2^12 rows, with an empty cache and with a full one, each in a new process.
//
//   node tests/bench/cache.mjs
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { load } from 'onggi';

import { multiplications } from './circuit.mjs';

const k = 12;

/** Milliseconds from load() until everything is ready to prove. @param {string} folder @param {string} circuit */
async function ready(folder, circuit) {
  const start = performance.now();
  const { vesta } = await load({ cache: folder });
  const srs = await vesta.Srs.createAsync(2 ** k);
  await vesta.PlonkIndex.createAsync(circuit, srs);
  return performance.now() - start;
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-cache-'));
  fs.writeFileSync(path.join(temporary, 'circuit.json'), JSON.stringify(multiplications(k).circuit));
  const visit = () =>
    Number(execFileSync(process.execPath, [fileURLToPath(import.meta.url), temporary], { encoding: 'utf8' }));
  const [first, second] = [visit(), visit()];
  console.log(
    `first start ${first.toFixed(0)} ms, second ${second.toFixed(0)} ms: ${(second / first).toFixed(2)} of it`
  );
  fs.rmSync(temporary, { recursive: true });
} else {
  const circuit = fs.readFileSync(path.join(folder, 'circuit.json'), 'utf8');
  console.log(await ready(path.join(folder, 'cache'), circuit));
}
