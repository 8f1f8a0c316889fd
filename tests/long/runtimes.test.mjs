// The packed tarball in other runtimes: the lowest Node that `engines` allows, Bun and Deno. Each loads it with one
// and with two threads, proves and verifies.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { packAndUnpack } from '../packaging/tarball.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-runtimes-'));
const execute = promisify(execFile);

/** By the name of the npm package and of its command. */
const runtimes = [
  { name: 'node', version: '20.0.0', args: [] },
  { name: 'bun', version: '1', args: ['run'] },
  { name: 'deno', version: '2', args: ['run', '--allow-all', '--node-modules-dir=manual'] },
];

const program = `
const { vesta, close } = await load({ threads: Number(process.argv[2]) });
const builder = vesta.CircuitBuilder.create();
builder.makePublic(builder.mul(builder.variable(6n), builder.variable(7n)));
const srs = vesta.Srs.create(64);
const index = vesta.PlonkIndex.create(builder.circuit(srs.size), srs);
const witness = builder.witness();
const proof = await index.prove(witness);
const verifier = index.verifierIndex();
console.log(proof.publicInput()[0] === 42n, verifier.verify(proof), await verifier.verifyAsync(proof));
for (const handle of [verifier, proof, witness, index, srs, builder]) handle.free();
close();
`;

before(async () => {
  await packAndUnpack(folder);
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "name": "program", "private": true }');
  fs.writeFileSync(path.join(folder, 'prove.mjs'), `import { load } from 'onggi';\n${program}`);
  const inFunction = `(async () => {\n${program}\n})();\n`;
  fs.writeFileSync(path.join(folder, 'prove.cjs'), `const { load } = require('onggi');\n${inFunction}`);
});

after(() => fs.rmSync(folder, { recursive: true }));

/** Installs a runtime under build/, where it stays. @param {string} name @param {string} version */
async function install(name, version) {
  const place = path.join(root, 'build', 'runtimes', name);
  fs.mkdirSync(place, { recursive: true });
  fs.writeFileSync(path.join(place, 'package.json'), '{ "private": true }');
  await execute('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', `${name}@${version}`], {
    cwd: place,
    timeout: 300_000,
  });
  return path.join(place, 'node_modules', '.bin', name);
}

for (const { name, version, args } of runtimes) {
  describe(`${name} ${version}`, () => {
    let command = '';
    before(async () => void (command = await install(name, version)));

    for (const file of ['prove.mjs', 'prove.cjs']) {
      for (const threads of [1, 2]) {
        test(`proves and verifies: ${file}, threads: ${threads}`, async () => {
          const { stdout } = await execute(command, [...args, file, `${threads}`], {
            cwd: folder,
            timeout: 120_000,
          });
          assert.equal(stdout.trim(), 'true true true');
        });
      }
    }
  });
}
