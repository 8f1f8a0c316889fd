// The native addon 3.0.0, in which Kimchi has the revision `mesa`: its exports are those of 2.15.0, and onggi's module
// answers as it does. Its o1js is not on the npm registry, so that no program was tried.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { loadSync } from 'onggi';

import {
  backend,
  circuit,
  field,
  indexAnswers,
  indexOf,
  proofAnswers,
  prove,
  smallAnswers,
  srsAnswers,
} from './answers.mjs';

const execute = promisify(execFile);
const require = createRequire(import.meta.url);
const name = '@o1js/native-linux-x64';
const version = '3.0.0';
const hash = 'qmsYxlGSzgEgN+EzJw+MbhD7lBFttBIh3N9peNf54CKvam1ZIIz4vMJdu6flVCRPBH090vSkAgcD1eNNwvQDmw==';
const folder = fileURLToPath(new URL(`../../build/o1js-native-${version}`, import.meta.url));

const { nativeModule } = await import(new URL('../../dist/surfaces/o1js/native.mjs', import.meta.url).href);
const { mesa } = await import(new URL('../../dist/surfaces/o1js/versions.mjs', import.meta.url).href);

/** @typedef {import('./answers.mjs').Module} Module */

/** The package from the npm registry, which stays under build/. @returns {Promise<string>} its folder */
async function download() {
  const tarball = path.join(folder, `o1js-native-linux-x64-${version}.tgz`);
  if (!fs.existsSync(tarball)) {
    fs.mkdirSync(folder, { recursive: true });
    await execute('npm', ['pack', `${name}@${version}`, '--silent'], { cwd: folder });
  }
  const found = createHash('sha512').update(fs.readFileSync(tarball)).digest('base64');
  if (found !== hash) fs.rmSync(tarball);
  assert.equal(found, hash, 'the hash of the tarball');
  await execute('tar', ['-xzf', tarball], { cwd: folder });
  return path.join(folder, 'package');
}

/** What each export looks like: the members of a class, the parameters of a function, a constant. @param {Module} module */
const described = (module) =>
  Object.fromEntries(
    Object.entries(module).map(([key, value]) => {
      if (typeof value !== 'function') return [key, value];
      return [key, [value.length, ...Object.getOwnPropertyNames(value.prototype ?? {}).sort()]];
    })
  );

const skip =
  (!process.env.ONGGI_LONG && 'it downloads a package') ||
  (`${process.platform}-${process.arch}` !== 'linux-x64' && 'the addon is for linux-x64');

describe(`the native addon ${version}`, { skip }, () => {
  /** @type {Module} */
  let real;
  /** @type {Module} */
  let ours;
  let declarations = '';

  before(async () => {
    const added = await download();
    real = require(added);
    declarations = fs.readFileSync(path.join(added, 'index.d.ts'), 'utf8');
    const onggi = loadSync();
    ours = nativeModule(
      () => onggi,
      () => onggi,
      mesa
    );
  });

  test('no export is new, gone or of another form than in 2.15.0', () => {
    const known = require(name);
    assert.equal(Object.keys(known).length, 149);
    assert.deepEqual(described(real), described(known));
    const file = path.join(path.dirname(require.resolve(name)), 'index.d.ts');
    assert.equal(declarations, fs.readFileSync(file, 'utf8'));
  });

  test('onggi has every export, or refuses it by its name', () => {
    assert.deepEqual(
      Object.keys(real).filter((key) => ours[key] === undefined),
      []
    );
  });

  for (const f of /** @type {const} */ (['fp', 'fq'])) {
    test(`the functions of ${f} that need no circuit answer as onggi's`, () => {
      const state = [field(f), field(f), field(f)];
      const [mine, theirs] = [ours, real].map((module) => backend(module, 'native', f));
      assert.ok(mine && theirs);
      assert.deepEqual(srsAnswers(mine), srsAnswers(theirs));
      assert.deepEqual(smallAnswers(mine, state), smallAnswers(theirs, state));
    });
  }

  for (const each of ['fp_lookup_runtime', 'fp_recursion_1', 'fq_xor', 'fq_rot']) {
    test(`${each}: index, proofs and challenges are those of onggi`, () => {
      const c = circuit(each, 'mesa');
      const mine = backend(ours, 'native', c.f);
      const theirs = backend(real, 'native', c.f);
      const my = indexOf(mine, c);
      const their = indexOf(theirs, c);
      assert.deepEqual(indexAnswers(mine, c, my), indexAnswers(theirs, c, their));
      for (const proof of [prove(mine, c, my.index), prove(theirs, c, their.index)]) {
        const answers = proofAnswers(mine, my, proof);
        assert.deepEqual([answers.valid, answers.tampered], [true, false]);
        assert.deepEqual(answers, proofAnswers(theirs, their, proof));
      }
    });
  }
});
