// The tarball in Vitest and in Jest: onggi/testing fails tests that leak and no others, threads start, and fake
// timers do not stop the library.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { packAndUnpack } from './tarball.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-runners-'));
const execute = promisify(execFile);

before(async () => {
  await packAndUnpack(folder);
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "name": "stranger", "private": true }');
});

after(() => fs.rmSync(folder, { recursive: true }));

/** @param {string} head brings load and expectNoLeaks */
const sound = (head) => `${head}
let onggi;
beforeAll(async () => {
  onggi = await load({ debug: true });
});
afterAll(() => void onggi.close());
test('freed and dropped handles are not leaks', async () => {
  await expectNoLeaks(onggi, () => onggi.vesta.Srs.create(8).free(), { collect: false });
  await expectNoLeaks(onggi, () => void onggi.vesta.Srs.create(8));
});
test('a kept handle is a leak, and the error says where it was made', async () => {
  let kept;
  const leak = () => expectNoLeaks(onggi, () => void (kept = onggi.vesta.Srs.create(8)));
  await expect(leak()).rejects.toThrow(/1 VestaSrs.*\\n.*vesta\\.Srs of \\d+ bytes, made .*sound\\.test/);
  kept.free();
});
`;

/** @param {string} head */
const leaking = (head) => `${head}
test('keeps a handle', async () => {
  const onggi = await load();
  globalThis.kept = [];
  await expectNoLeaks(onggi, () => void globalThis.kept.push(onggi.vesta.Srs.create(8)));
});
`;

/**
 * Fake timers before and after load(), with the runner's defaults.
 * @param {string} head @param {string} fakes `jest` or `vi`
 */
const faked = (head, fakes) => `${head}
async function use({ vesta, reserve }) {
  await reserve(1000);
  const srs = await vesta.Srs.createAsync(64);
  const builder = vesta.CircuitBuilder.create();
  const [a, b] = [builder.variable(6n), builder.variable(7n)];
  builder.mul(a, b);
  const index = vesta.PlonkIndex.create(builder.circuit(srs.size), srs);
  const witness = builder.witness();
  const proof = await index.prove(witness);
  expect(index.verifierIndex().verify(proof)).toBe(true);
  const controller = new AbortController();
  const onProgress = () => controller.abort();
  const cancelled = index.prove(witness, { onProgress, signal: controller.signal });
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
}
afterEach(() => void ${fakes}.useRealTimers());
for (const threads of [1, 2]) {
  test(\`timers faked after load({ threads: \${threads} })\`, async () => {
    const onggi = await load({ threads });
    ${fakes}.useFakeTimers();
    await use(onggi);
    onggi.close();
  });
  test(\`timers faked before load({ threads: \${threads} })\`, async () => {
    ${fakes}.useFakeTimers();
    const onggi = await load({ threads, softLimit: 1 });
    await use(onggi);
    onggi.close();
  });
}
`;

/** @type {{ name: string, fakes: string, suffix: string, head: string, args: (file: string) => string[] }[]} */
const runners = [
  {
    name: 'Vitest',
    fakes: 'vi',
    suffix: 'test.mjs',
    head: "import { load } from 'onggi';\nimport { expectNoLeaks } from 'onggi/testing';",
    args: (file) => [
      `${root}/tests/node_modules/vitest/vitest.mjs`,
      'run',
      '--globals',
      '--root',
      folder,
      file,
    ],
  },
  {
    name: 'Jest',
    fakes: 'jest',
    suffix: 'test.cjs',
    head: "const { load } = require('onggi');\nconst { expectNoLeaks } = require('onggi/testing');",
    args: (file) => [
      `${root}/tests/node_modules/jest/bin/jest.js`,
      ...['--rootDir', folder, '--config', `{ "testMatch": ["**/${file}"] }`],
    ],
  },
];

for (const { name, fakes, suffix, head, args } of runners) {
  /** @param {string} file @param {string} text */
  const run = (file, text) => {
    fs.writeFileSync(path.join(folder, file), text);
    return execute(process.execPath, args(file), { cwd: folder }).then(
      ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
      ({ code, stdout, stderr }) => ({ code, output: stdout + stderr })
    );
  };

  test(`${name}: fake timers stop neither the library nor its threads`, async () => {
    const { code, output } = await run(`faked.${suffix}`, faked(head, fakes));
    assert.equal(code, 0, output);
    assert.match(output, /4 passed/);
  });

  describe(`expectNoLeaks in ${name}`, () => {
    test('passes tests that leak nothing', async () => {
      const { code, output } = await run(`sound.${suffix}`, sound(head));
      assert.equal(code, 0, output);
      assert.match(output, /2 passed/);
    });

    test('fails a test that leaks, and names the type', async () => {
      const { code, output } = await run(`leaking.${suffix}`, leaking(head));
      assert.equal(code, 1, output);
      assert.match(output, /LeakError|native objects outlived/);
      assert.match(output, /1 VestaSrs/);
    });
  });
}
