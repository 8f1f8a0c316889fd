// load({ cache }): the points of the standard SRS in a folder.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';

import { load, loadSync } from 'onggi';

import { Bin } from './support.mjs';

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-store-'));
after(() => fs.rmSync(temporary, { recursive: true, force: true }));

let folders = 0;
const newFolder = () => path.join(temporary, String(folders++), 'deep');

const depth = 1 << 9;
const file = (/** @type {string} */ folder) => path.join(folder, `srs-1-vesta-${depth}`);

const plain = await load();
const bin = new Bin();
after(() => bin.empty());
const right = bin.put(plain.vesta.Srs.create(depth)).toFlat();

/** The bytes of an SRS that an instance with this folder creates. @param {string} folder @param {object} [options] */
function created(folder, options) {
  const { vesta, close, memory } = loadSync({ cache: folder, ...options });
  const srs = vesta.Srs.create(depth);
  const bytes = srs.toFlat();
  srs.free();
  assert.equal(memory().live, 0);
  close();
  return bytes;
}

/** The file's number, which changes when another takes its place. @param {string} folder */
const identity = (folder) => fs.statSync(file(folder), { bigint: true }).ino;

test('an SRS is written once and read from then on', () => {
  const folder = newFolder();
  assert.deepEqual(created(folder), right);
  assert.deepEqual(new Uint8Array(fs.readFileSync(file(folder))), right);
  const first = identity(folder);
  assert.deepEqual(created(folder), right);
  assert.equal(identity(folder), first);
  assert.deepEqual(fs.readdirSync(folder), [path.basename(file(folder))]);
});

test('createAsync() reads and writes the same file, and reports its progress', async () => {
  const folder = newFolder();
  const { vesta, close } = await load({ cache: folder });
  const create = async () => {
    /** @type {number[]} */
    const fractions = [];
    const onProgress = (/** @type {{ fraction: number }} */ { fraction }) => void fractions.push(fraction);
    const srs = await vesta.Srs.createAsync(depth, { onProgress });
    assert.deepEqual(srs.toFlat(), right);
    srs.free();
    assert.equal(fractions.at(-1), 1);
    return fractions;
  };
  assert.equal((await create())[0], 0);
  const first = identity(folder);
  assert.equal((await create())[0], 1);
  assert.equal(identity(folder), first);
  const aborted = vesta.Srs.createAsync(depth, { signal: AbortSignal.abort() });
  await assert.rejects(aborted, { name: 'CancelledError' });
  close();
});

/** @type {[name: string, damage: (bytes: Buffer) => Uint8Array][]} */
const damages = [
  ['a changed bit', (bytes) => Buffer.concat([Buffer.from([bytes[0] ^ 1]), bytes.subarray(1)])],
  [
    'points in another order',
    (bytes) => Buffer.concat([bytes.subarray(0, 64), bytes.subarray(128), bytes.subarray(64, 128)]),
  ],
  ['half of the file', (bytes) => bytes.subarray(0, bytes.length / 2)],
  ['nothing', () => new Uint8Array(0)],
  ['more bytes', (bytes) => Buffer.concat([bytes, Buffer.from([0])])],
  ['the points of the other curve', () => bin.put(plain.pallas.Srs.create(depth)).toFlat()],
  ['zeros', (bytes) => new Uint8Array(bytes.length)],
];
describe('a file is replaced if it has', () => {
  for (const [name, damage] of damages) {
    test(name, () => {
      const folder = newFolder();
      created(folder);
      fs.writeFileSync(file(folder), damage(fs.readFileSync(file(folder))));
      assert.deepEqual(created(folder), right);
      assert.deepEqual(new Uint8Array(fs.readFileSync(file(folder))), right);
    });
  }
});

describe('a folder that cannot be used is no error', () => {
  test('the path is a file', () => {
    const folder = newFolder();
    fs.mkdirSync(path.dirname(folder), { recursive: true });
    fs.writeFileSync(folder, '');
    assert.deepEqual(created(folder), right);
  });

  for (const [name, folder] of [
    ['the path is below a file', '/dev/null/onggi/deep'],
    ['no folder can be made there', '/proc/onggi/deep'],
    ['the path has a NUL', `${temporary}/a\0b`],
    ['the path is too long', `${temporary}/${'a'.repeat(5000)}`],
    ['the path is very deep', `${temporary}/${'a/'.repeat(20_000)}`],
  ]) {
    test(name, () => assert.deepEqual(created(folder), right));
  }

  test('the entry is a folder', () => {
    const folder = newFolder();
    fs.mkdirSync(file(folder), { recursive: true });
    assert.deepEqual(created(folder), right);
    assert.deepEqual(fs.readdirSync(folder), [path.basename(file(folder))]);
  });
});

test('only sizes with a digest are kept', () => {
  const folder = newFolder();
  const { pallas, close } = loadSync({ cache: folder });
  for (const size of [1, 256, 513, 1 << 10]) pallas.Srs.create(size).free();
  assert.throws(() => pallas.Srs.create(0), { code: 'size_out_of_range' });
  close();
  assert.deepEqual(fs.readdirSync(folder), ['srs-1-pallas-1024']);
});

test('the option, ONGGI_CACHE and the folder of the system name the folder', () => {
  const { ONGGI_CACHE: before, XDG_CACHE_HOME: home } = process.env;
  const [named, system, given] = [newFolder(), newFolder(), newFolder()];
  process.env.XDG_CACHE_HOME = system;
  try {
    /** @type {[variable: string | undefined, cache: boolean | string | undefined, folder: string | undefined][]} */
    const cases = [
      [undefined, undefined, undefined],
      [undefined, false, undefined],
      ['off', true, undefined],
      [named, false, undefined],
      [undefined, given, given],
      ['off', `${given}2`, `${given}2`],
      [named, undefined, named],
      [named, true, named],
      [undefined, true, process.platform === 'linux' ? path.join(system, 'onggi') : undefined],
    ];
    for (const [variable, cache, folder] of cases) {
      for (const used of [named, system, given, `${given}2`])
        fs.rmSync(used, { recursive: true, force: true });
      if (variable === undefined) delete process.env.ONGGI_CACHE;
      else process.env.ONGGI_CACHE = variable;
      created(/** @type {any} */ (cache));
      if (folder === undefined && cache === true && variable === undefined) continue; // another system
      for (const used of [named, given, `${given}2`, path.join(system, 'onggi')]) {
        assert.equal(fs.existsSync(file(used)), used === folder, `${variable} ${cache}: ${used}`);
      }
    }
  } finally {
    if (before === undefined) delete process.env.ONGGI_CACHE;
    else process.env.ONGGI_CACHE = before;
    if (home === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = home;
  }
});

test('ONGGI_CACHE must be a folder or `off`, and folders of the system must be absolute', () => {
  const names = ['ONGGI_CACHE', 'XDG_CACHE_HOME', 'HOME', 'LOCALAPPDATA'];
  const before = names.map((name) => process.env[name]);
  const cwd = process.cwd();
  const empty = path.dirname(newFolder());
  fs.mkdirSync(empty, { recursive: true });
  process.chdir(empty);
  try {
    for (const value of ['0', '1', 'true', 'FALSE', 'on', 'yes', 'no']) {
      process.env.ONGGI_CACHE = value;
      assert.throws(() => created(/** @type {any} */ (undefined)), {
        code: 'invalid_argument',
        message: `load: ONGGI_CACHE: must be a folder or 'off', got ${value}`,
      });
    }
    process.env.ONGGI_CACHE = 'OFF';
    assert.deepEqual(created(/** @type {any} */ (true)), right);
    for (const name of names) process.env[name] = 'relative';
    delete process.env.ONGGI_CACHE;
    assert.deepEqual(created(/** @type {any} */ (true)), right);
    assert.deepEqual(fs.readdirSync(empty), []);
  } finally {
    process.chdir(cwd);
    names.forEach((name, i) => {
      if (before[i] === undefined) delete process.env[name];
      else process.env[name] = before[i];
    });
  }
});

test('the option is a path, true or false', () => {
  for (const cache of ['', 1, null, []]) {
    assert.throws(() => loadSync(/** @type {any} */ ({ cache })), {
      code: 'wrong_type',
      message: /^load: cache/,
    });
  }
});
