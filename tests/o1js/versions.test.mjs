// Each supported version of o1js on onggi, both installed into an empty folder as a user installs them. `npm test` tries
// the oldest, as the other tests have the newest; `npm run test:long` tries all of them in every kind of program.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { packAndUnpack } from '../packaging/tarball.mjs';
import { recordedKeys, recordedProofs } from './recorded.mjs';

const isLong = Boolean(process.env.ONGGI_LONG);
const execute = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** The SHA-512 hash of each version's tarball in the npm registry, the oldest version first. */
const versions = {
  '2.9.0': 'gcFSwsUsJCubwA79xLMabzfJB9PZdf3ITBf8/tNF/fg1K9iwNZriGkPj4Ze8TjoVR+Qu+zzSrsKV920vD/OCjg==',
  '2.10.0': 'ck1HC5WHK9PlVdXcxfZG3KII+Okc7dJtCxovyMldi4Mm6jcIMYxTIZc7DqmWOWNalwis22tgZGYRVdQ8BDaW3Q==',
  '2.12.0': 'Js+IrJ8UEUQUJySFNa6O5Ev3wZ5fSjsiKCExTyUAhSD2AjBKbCfymolbWxg8/iuU8XYMgKJty/vWCA6n25FDng==',
  '2.13.0': 'kRmOfILkZkpfiTfVEqhfGJkQq8csUYzkFnSgSnH/DIEY3uFgNfXpcZQXIvk0ZEIuDyL98sH3hwxR/DCJnUFndA==',
  '2.14.0': 'bVDImXmTzMzWI6vJPEmiQ8tHtBaD90aqjX50akcEFkQ1G5F7O4FmO/bFrqui0z6FT7Z9e324lR8qK5vWRG9r+g==',
  '2.15.0': 'Jre/zfmqtgraEJGjTDykWjN+sgnMS2OFd3AzIcJJ05MSm5BVYW0HEq3MOr191vj3jD1AbSF7TcOH44RSjbAU+A==',
};
const { supportedVersions } = await import(
  new URL('../../dist/surfaces/o1js/versions.mjs', import.meta.url).href
);

const key = recordedKeys().add?.add ?? assert.fail();
const [recorded] = recordedProofs().add ?? [];

/** Compiles, proves and verifies with o1js; verifies the recorded proof of 2.15.0 too. */
const prove = `
export async function prove({ Cache, Field, verify, ZkProgram }, onggi, recorded) {
  const program = ZkProgram({
    name: 'add',
    publicInput: Field,
    publicOutput: Field,
    methods: {
      run: {
        privateInputs: [Field],
        method: async (x, y) => ({ publicOutput: x.add(y) }),
      },
    },
  });
  const { verificationKey } = await program.compile({ cache: Cache.None });
  const { proof } = await program.run(Field(1), Field(2));
  const json = proof.toJSON();
  const wrong = { ...json, publicOutput: ['4'] };
  const accepted = [];
  for (const each of [json, recorded, wrong]) accepted.push(await verify(each, verificationKey).catch(() => false));
  return { key: verificationKey.data, accepted, handles: onggi.memory().handles };
}
`;

const esm = `import { onggi } from 'onggi/o1js';
import * as o1js from 'o1js';
import fs from 'node:fs';
import { prove } from './prove.mjs';
console.log(JSON.stringify(await prove(o1js, onggi, JSON.parse(fs.readFileSync('recorded.json')))));
`;
const commonJs = `const { onggi } = require('onggi/o1js');
const o1js = require('o1js');
import('./prove.mjs').then(async ({ prove }) =>
  console.log(JSON.stringify(await prove(o1js, onggi, require('./recorded.json')))));
`;
/** Starts a file in a worker thread, which sends nothing itself. @param {string} file */
const inWorker = (file) => `import { Worker } from 'node:worker_threads';
new Worker(new URL('./${file}', import.meta.url)).on('message', (message) => {
  throw new Error('o1js sent ' + JSON.stringify(message));
});
`;

/** @type {Record<string, string>} */
const files = {
  'prove.mjs': prove,
  'recorded.json': JSON.stringify(recorded?.proof),
  'program.mjs': esm,
  'program.cjs': commonJs,
  'worker_esm.mjs': inWorker('program.mjs'),
  'worker_cjs.mjs': inWorker('program.cjs'),
};

/** The kinds of programs. @type {{ kind: string, file: string, env?: Record<string, string> }[]} */
const programs = [
  { kind: 'an ES module', file: 'program.mjs' },
  { kind: 'a CommonJS module', file: 'program.cjs' },
  { kind: 'an ES module in a worker thread', file: 'worker_esm.mjs' },
  { kind: 'a CommonJS module in a worker thread', file: 'worker_cjs.mjs' },
];
const chooseNative = {
  kind: 'an ES module that chooses the native backend',
  file: 'program.mjs',
  env: { O1JS_BACKEND: 'native' },
};

/** The tarball of a version, which stays under build/. @param {string} folder @param {string} version @param {string} hash */
async function download(folder, version, hash) {
  const file = path.join(folder, `o1js-${version}.tgz`);
  if (!fs.existsSync(file)) {
    await execute('npm', ['pack', `o1js@${version}`, '--silent', '--pack-destination', folder], {
      cwd: folder,
    });
  }
  const found = createHash('sha512').update(fs.readFileSync(file)).digest('base64');
  if (found !== hash) fs.rmSync(file);
  assert.equal(found, hash, `o1js ${version}: the hash of its tarball`);
  return file;
}

/** Installs a version and this package. @param {string} version @param {string} hash @returns {Promise<string>} the folder */
async function install(version, hash) {
  const folder = path.join(root, 'build', 'o1js-versions', version);
  fs.mkdirSync(folder, { recursive: true });
  const tarball = await download(folder, version, hash);
  if (!fs.existsSync(path.join(folder, 'node_modules', '.package-lock.json'))) {
    fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
    const options = ['--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
    await execute('npm', ['install', ...options, tarball], { cwd: folder });
  }
  fs.rmSync(path.join(folder, 'node_modules', 'onggi'), { recursive: true, force: true });
  const { filename } = await packAndUnpack(folder);
  fs.rmSync(path.join(folder, filename));
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
  return folder;
}

test('every supported version is listed', () => {
  assert.deepEqual(Object.keys(versions), [...supportedVersions]);
});

const chosen = Object.entries(versions).slice(0, isLong ? undefined : 1);

for (const [version, hash] of chosen) {
  describe(`o1js ${version}`, () => {
    let folder = '';
    before(async () => {
      folder = await install(version, hash);
    });

    const kinds = isLong
      ? [...programs, ...(version === '2.15.0' ? [chooseNative] : [])]
      : programs.slice(0, 1);
    for (const { kind, file, env } of kinds) {
      test(`proves in ${kind}: the key is the recorded one, the recorded proof is accepted`, async () => {
        const { NODE_TEST_CONTEXT: _, O1JS_BACKEND: __, ...inherited } = process.env;
        const { stdout } = await execute(process.execPath, [file], {
          cwd: folder,
          env: { ...inherited, HOME: folder, XDG_CACHE_HOME: path.join(folder, 'cache'), ...env },
          timeout: 300_000,
        });
        const found = JSON.parse(stdout);
        assert.equal(found.key, key.data);
        assert.deepEqual(found.accepted, [true, true, false]);
        assert.ok(found.handles > 0, 'it ran on onggi');
      });
    }
  });
}
