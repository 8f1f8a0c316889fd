// What the generated package offers: the manifest under review, both module systems, the types, and
// no code made at run time.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import * as onggi from 'onggi';

import { ownCodes } from '../../js-glue/runtime/errors.mjs';

import { jsName, manifest, readJson } from './support.mjs';

const require = createRequire(import.meta.url);
const dist = new URL('../../dist/', import.meta.url);

/** @param {string} name */
const read = (name) => fs.readFileSync(new URL(name, dist), 'utf8');

test('the manifest equals the reviewed one', () => {
  assert.match(manifest.interface, /^[0-9a-f]{16}$/);
  assert.deepEqual(
    { ...manifest, interface: '' }, // a hash of the rest, which merges would only disturb
    { ...readJson('tests/golden/manifest.json'), interface: '' },
    'the API has changed: review it, and copy build/wasm/bindings/manifest.json to tests/golden/manifest.json'
  );
});

test('require() gives the same functions as import', async () => {
  const common = require('onggi');
  assert.deepEqual(Object.keys(common).sort(), Object.keys(onggi).sort());
  const { vesta } = await common.load();
  const srs = vesta.Srs.create(2);
  assert.equal(srs.size, 2);
  srs.free();
  assert.throws(() => srs.size, common.StaleHandleError);
});

test('every member of the manifest exists by its JavaScript name', async () => {
  const { vesta, pallas } = await onggi.load();
  for (const curve of [vesta, pallas]) {
    for (const { name, members } of manifest.classes) {
      for (const member of members) {
        const owner = member.role === 'factory' ? curve[name] : curve[name].prototype;
        const found = Object.getOwnPropertyDescriptor(owner, jsName(member.name));
        assert.ok(found, `${name}.${jsName(member.name)}`);
        assert.equal(typeof (member.role === 'getter' ? found.get : found.value), 'function');
      }
    }
    for (const { name } of manifest.functions) assert.equal(typeof curve[jsName(name)], 'function');
  }
});

test('every error code of the JavaScript side is documented', () => {
  const known = new Set([
    ...Object.keys(ownCodes),
    ...manifest.errors.map((/** @type {any} */ { name }) => name),
  ]);
  const source = new URL('../../js-glue/', import.meta.url);
  const thrown = fs
    .readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.mjs'))
    .flatMap((name) => [
      ...fs
        .readFileSync(new URL(name, source), 'utf8')
        .matchAll(/new OnggiError\(\s*'(\w+)'|super\('(\w+)'/g),
    ])
    .map(([, code, own]) => code ?? own);
  assert.ok(thrown.length > 15);
  for (const code of thrown) assert.ok(known.has(code), code);
  for (const code of Object.keys(ownCodes)) {
    assert.match(read('index.d.ts'), new RegExp(`/\\*\\* .+ \\*/\\n  \\| '${code}'`));
  }
});

test('the types name every class, member and code', () => {
  for (const file of ['index.d.ts', 'index.d.cts']) {
    const types = read(file);
    for (const { name, members } of manifest.classes) {
      assert.match(types, new RegExp(`interface ${name}<C`));
      for (const member of members) assert.ok(types.includes(jsName(member.name)), member.name);
    }
    for (const { name } of manifest.errors) assert.ok(types.includes(`| '${name}'`), name);
    assert.doesNotMatch(types, /undefined/);
  }
});

test('error codes have the numbers of the manifest', () => {
  const numbers = manifest.errors.map((/** @type {any} */ { number }) => number);
  assert.deepEqual(
    numbers,
    numbers.map((/** @type {any} */ _, /** @type {number} */ i) => i + 1)
  );
});

test('the package does not compile code from text', () => {
  for (const file of fs.readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    if (!/\.[cm]js$/.test(file)) continue;
    const code = read(file);
    assert.doesNotMatch(code, /\beval\)?\s*\(|\bFunction\s*\(|\bnew Function\b/, file);
  }
});
