// load() accepts the module of its own build only, because calls rely on its names and positions.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';

import { load } from 'onggi';

import { identitySection } from '../../js-glue/runtime/native/identity.mjs';
import { buildIdentity, withIdentity } from '../../js-glue/generate/identity.mjs';
import { manifest } from './support.mjs';

/** @param {string} name */
const read = (name) => fs.readFileSync(new URL(`../../dist/${name}`, import.meta.url));

/** @param {Buffer} wasm */
function identityOf(wasm) {
  const [section] = WebAssembly.Module.customSections(new WebAssembly.Module(wasm), identitySection);
  assert.ok(section);
  return Buffer.from(section).toString();
}

/** The module without its last section, which is the identity. @param {Buffer} wasm */
function withoutIdentity(wasm) {
  const content = identitySection.length + 1 + identityOf(wasm).length;
  return wasm.subarray(0, wasm.length - content - (content < 128 ? 2 : 3));
}

/** @param {Buffer} wasm @param {object} [options] @returns {Promise<any>} the error */
const refusal = (wasm, options) =>
  load({ ...options, wasm }).then(
    () => assert.fail('it was loaded'),
    (error) => error
  );

test('both modules contain their identity: the build and the thread variant', () => {
  const [one, several] = [read('onggi.wasm'), read('onggi.threads.wasm')].map(identityOf);
  assert.match(one ?? '', /^onggi \d+\.\d+\.\d+, build [0-9a-f]{16}, one thread$/);
  assert.match(several ?? '', /^onggi \d+\.\d+\.\d+, build [0-9a-f]{16}, several threads$/);
});

test('load() refuses a module of another build and names both builds', async () => {
  const wasm = read('onggi.wasm');
  const own = identityOf(wasm);
  const stale = Buffer.from(wasm);
  const place = stale.lastIndexOf('build ') + 'build '.length;
  stale[place] = stale[place] === 0x30 ? 0x31 : 0x30;
  const { code, message } = await refusal(stale);
  assert.equal(code, 'load_failed');
  assert.equal(message, `load: wasm: expected ${own}; got ${identityOf(stale)}`);
});

test('load() refuses a module of the other thread variant and names both variants', async () => {
  const { code, message } = await refusal(read('onggi.threads.wasm'));
  assert.equal(code, 'load_failed');
  assert.match(message, /expected onggi .*, one thread; got onggi .*, several threads$/);
  const threaded = await refusal(read('onggi.wasm'), { threads: 2 });
  assert.equal(threaded.code, 'load_failed');
  assert.match(threaded.message, /expected onggi .*, several threads; got onggi .*, one thread$/);
});

test('load() refuses a module without an identity', async () => {
  const bare = withoutIdentity(read('onggi.wasm'));
  assert.deepEqual(WebAssembly.Module.customSections(new WebAssembly.Module(bare), identitySection), []);
  const { code, message } = await refusal(bare);
  assert.equal(code, 'load_failed');
  assert.match(message, /got a module without an identity$/);
});

test('the message shortens a long identity, and one that is not text', async () => {
  const bare = withoutIdentity(read('onggi.wasm'));
  const { code, message } = await refusal(withIdentity(bare, 'x'.repeat(10_000)));
  assert.equal(code, 'load_failed');
  assert.ok(message.length < 300);
  const { code: binary } = await refusal(withIdentity(bare, '\u0000\uffff'));
  assert.equal(binary, 'load_failed');
});

test('the build identity depends only on the interface and the glue code', () => {
  /** @param {string} hash @param {string} glue @param {string} doc */
  const build = (hash, glue, doc) => {
    const [first] = manifest.classes;
    const changed = { ...manifest, interface: hash, classes: [{ ...first, doc }] };
    return buildIdentity('1.0.0', changed, glue, 'one thread');
  };
  const own = build('00', 'glue', 'doc');
  assert.equal(build('00', 'glue', 'other doc'), own);
  assert.notEqual(build('01', 'glue', 'doc'), own);
  assert.notEqual(build('00', 'other glue', 'doc'), own);
});
