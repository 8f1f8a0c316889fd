// `onggi/worker` of the packed tarball, from an ES module and from CommonJS: no file to write, no warning.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { compileStrictly } from './compiler.mjs';
import { packAndUnpack } from './tarball.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-worker-'));
const circuits = path.join(root, 'tests', 'vectors', 'circuits');
const run = promisify(execFile);

before(() => packAndUnpack(folder));
after(() => fs.rmSync(folder, { recursive: true }));

/** A program that proves and verifies in a worker, after `head`, which brings `load`. @param {string} head */
const program = (head) => `${head}
import('node:fs').then(async ({ readFileSync }) => {
  const read = (name) => readFileSync(\`${circuits}/fp_generic/\${name}.json\`, 'utf8');
  const { vesta, close } = await load({ cache: { folder: 'cache' } });
  const index = await vesta.PlonkIndex.createAsync(read('circuit'), await vesta.Srs.createAsync(1024));
  const verifier = await index.verifierIndex();
  const proof = await index.prove(await vesta.Witness.fromJSON(read('witness')));
  const wrong = await vesta.Srs.create(0).catch(({ code, stack }) => [code, stack.includes('program.')]);
  console.log(await verifier.verify(proof), wrong.join());
  await close();
});
`;

for (const [name, file, head] of [
  ['an ES module', 'program.mjs', "import { load } from 'onggi/worker';"],
  ['CommonJS', 'program.cjs', "const { load } = require('onggi/worker');"],
]) {
  test(`${name} proves in a worker, twice with a cache`, async () => {
    fs.writeFileSync(path.join(folder, file), program(head));
    for (let visit = 0; visit < 2; ++visit) {
      const { stdout, stderr } = await run(process.execPath, [file], { cwd: folder, timeout: 120_000 });
      assert.equal(stdout, 'true size_out_of_range,true\n');
      assert.equal(stderr, '');
    }
    assert.equal(fs.readdirSync(path.join(folder, 'cache')).length, 2);
  });
}

test('the types compile in strict programs of both module systems', async () => {
  const body = `
const use = async (): Promise<boolean> => {
  const onggi = await load({ threads: 1, cache: { memory: true } });
  const srs = await onggi.vesta.Srs.createAsync(4, { onProgress: ({ phase }) => void phase.length });
  const size: number = await srs.size;
  const index = await onggi.vesta.PlonkIndex.create('', srs);
  const witness = await onggi.vesta.Witness.fromJSON('');
  const proof = await index.prove(witness, { signal: AbortSignal.abort() });
  const found = await onggi.vesta.PlonkIndex.find(await (await index.verifierIndex()).digest());
  // @ts-expect-error every member returns a promise
  const wrong: number = srs.size;
  // @ts-expect-error a handle of the other curve
  await onggi.pallas.PlonkIndex.create('', srs);
  await scopeAsync(async (scope) => scope.own(proof));
  await onggi.close({ deadline: 1000 });
  return size + wrong > 0 && found?.live === true;
};
void use;
`;
  await compileStrictly(folder, {
    'typed.mts': `import { load, scopeAsync } from 'onggi/worker';${body}`,
    'typed.cts': `import worker = require('onggi/worker');\nconst { load, scopeAsync } = worker;${body}`,
  });
});
