// load({ cache }): prover indexes in a folder and in memory, the size of the store, and its options.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';

import { load, loadSync } from 'onggi';

import { idle } from './members.mjs';
import { recordedOf } from './support.mjs';

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-store-'));
after(() => fs.rmSync(temporary, { recursive: true, force: true }));

let folders = 0;
const newFolder = () => path.join(temporary, String(folders++));

const depth = 1 << 9;
const { circuit, witness } = recordedOf('vesta');
const { public_input_size: publicInputSize } = circuit;

const plain = await load({ cache: false });
after(() => plain.close());
const plainSrs = plain.vesta.Srs.create(depth);
const right = plain.vesta.PlonkIndex.create(circuit, plainSrs).encode();

/** The names of the entries of a kind. @param {string} folder @param {string} kind */
const entries = (folder, kind) => fs.readdirSync(folder).filter((name) => name.startsWith(kind));

/** The path of the only index. @param {string} folder */
function indexFile(folder) {
  const [name = '', ...others] = entries(folder, 'index-');
  assert.deepEqual(others, []);
  return path.join(folder, name);
}

/** @param {string} file its number changes when another takes its place */
const identity = (file) => fs.statSync(file, { bigint: true }).ino;

/** @typedef {(vesta: any, srs: any, options?: object) => any} Make */

/** The functions that make an index. @type {[name: string, make: Make][]} */
const functions = [
  ['create', (vesta, srs) => vesta.PlonkIndex.create(circuit, srs)],
  ['createAsync', (vesta, srs, options) => vesta.PlonkIndex.createAsync(circuit, srs, options)],
  [
    'fromGates',
    (vesta, srs) => {
      const gates = vesta.GateVector.fromJSON(circuit);
      const index = vesta.PlonkIndex.fromGates(gates, publicInputSize, srs);
      gates.free();
      return index;
    },
  ],
  [
    'fromGatesAsync',
    async (vesta, srs, options) => {
      const gates = vesta.GateVector.fromJSON(circuit);
      const making = vesta.PlonkIndex.fromGatesAsync(gates, publicInputSize, srs, undefined, options);
      gates.free();
      return making;
    },
  ],
];

/** The index that an instance with this cache makes, as bytes. @param {unknown} cache @param {Make} [make] */
async function made(cache, make = functions[0]?.[1]) {
  const { vesta, memory, close } = await load({ cache: /** @type {any} */ (cache) });
  const srs = vesta.Srs.create(depth);
  const index = await /** @type {Make} */ (make)(vesta, srs);
  srs.free();
  const bytes = index.encode();
  index.free();
  assert.equal(memory().live, 0);
  assert.equal(memory().handles, 0);
  close();
  return bytes;
}

describe('an index is written once and read from then on', () => {
  for (const [name, make] of functions) {
    test(name, async () => {
      const folder = newFolder();
      const expected = await made(false, make);
      assert.deepEqual(await made(folder, make), expected);
      const file = indexFile(folder);
      const first = identity(file);
      assert.match(path.basename(file), /^index-1-vesta-[\da-f]{64}$/);
      assert.deepEqual(await made(folder, make), expected);
      assert.equal(identity(file), first);
    });
  }

  test('create() and createAsync() have the same entry, which proves', async () => {
    const folder = newFolder();
    await made(folder);
    const { vesta, close } = await load({ cache: folder });
    const srs = await vesta.Srs.createAsync(depth);
    /** @type {number[]} */
    const fractions = [];
    const onProgress = (/** @type {{ fraction: number }} */ { fraction }) => void fractions.push(fraction);
    const index = await vesta.PlonkIndex.createAsync(circuit, srs, { onProgress });
    assert.equal(fractions[0], 1, 'nothing is computed');
    const proof = await index.prove(vesta.Witness.fromJSON(witness));
    assert.ok(index.verifierIndex().verify(proof));
    close();
  });
});

describe('an index that then does not keep its evaluations', () => {
  const keepEvaluations = true;
  const { circuit: large } = idle(1000);

  /** @type {[name: string, make: (vesta: any, srs: any, options: object) => Promise<any>][]} */
  const makers = [
    ['createAsync', ({ PlonkIndex }, srs, options) => PlonkIndex.createAsync(large, srs, options)],
    [
      'fromGatesAsync',
      async ({ PlonkIndex, GateVector }, srs, options) => {
        const gates = GateVector.fromJSON(large);
        const making = PlonkIndex.fromGatesAsync(gates, 0, srs, undefined, options);
        gates.free();
        return making;
      },
    ],
    ['create', async ({ PlonkIndex }, srs) => PlonkIndex.create(large, srs, { keepEvaluations })],
  ];
  for (const [name, make] of makers) {
    /**
     * Nothing but the entry is left, and the next call reads it.
     * @param {object} limits @param {object} options @param {string} code
     */
    const isStored = async (limits, options, code) => {
      const folder = newFolder();
      const { vesta, memory, close } = await load({ cache: folder, ...limits });
      const srs = vesta.Srs.create(1 << 10);
      await assert.rejects(make(vesta, srs, { keepEvaluations, ...options }), { code });
      assert.equal(memory().handles, 1, 'the SRS');
      const first = identity(indexFile(folder));
      (await make(vesta, srs, {}).catch(() => undefined))?.free();
      assert.equal(identity(indexFile(folder)), first);
      close();
    };

    test(`is stored if memory is too small: ${name}`, () =>
      isStored({ maxMemory: 5 * 2 ** 20 }, {}, 'native_budget'));

    if (name === 'create') continue; // cannot be cancelled
    test(`is stored if it is cancelled: ${name}`, async () => {
      for (const wait of [undefined, Promise.resolve()]) {
        const controller = new AbortController();
        const onProgress = (/** @type {{ phase: string }} */ { phase }) => {
          if (phase === 'evaluations') controller.abort();
          return wait;
        };
        await isStored({}, { signal: controller.signal, onProgress }, 'cancelled');
      }
    });
  }
});

test('gates that change after the call began do not change what is kept', async () => {
  const folder = newFolder();
  const { vesta, close } = await load({ cache: folder });
  const srs = vesta.Srs.create(depth);
  const gates = vesta.GateVector.fromJSON(circuit);
  const making = vesta.PlonkIndex.fromGatesAsync(gates, publicInputSize, srs);
  gates.push(circuit.gates[0]);
  assert.deepEqual((await making).gates().length, circuit.gates.length);
  close();
  assert.deepEqual(await made(folder, functions[2]?.[1]), await made(false, functions[2]?.[1]));
});

test('what an index is made from is its key', async () => {
  const folder = newFolder();
  const { vesta, pallas, close } = await load({ cache: folder });
  const [srs, larger] = [vesta.Srs.create(depth), vesta.Srs.create(2 * depth)];
  const gates = vesta.GateVector.fromJSON(circuit);
  const extras = { ...circuit, gates: [], public_input_size: 0, prev_challenges: 1 };
  vesta.PlonkIndex.create(circuit, srs);
  vesta.PlonkIndex.create(circuit, larger);
  vesta.PlonkIndex.create({ ...circuit, prev_challenges: 1 }, srs);
  vesta.PlonkIndex.fromGates(gates, publicInputSize, srs);
  vesta.PlonkIndex.fromGates(gates, publicInputSize - 1, srs);
  vesta.PlonkIndex.fromGates(gates, publicInputSize, srs, extras);
  pallas.PlonkIndex.create(recordedOf('pallas').circuit, pallas.Srs.create(depth));
  assert.equal(entries(folder, 'index-').length, 7);
  close();
});

/** @type {[name: string, damage: (bytes: Buffer, other: Buffer) => Uint8Array][]} */
const damages = [
  ['a changed bit in its key', (bytes) => (bytes.writeUInt8(bytes.readUInt8(3) ^ 1, 3), bytes)],
  ['a changed bit', (bytes) => (bytes.writeUInt8(bytes.readUInt8(500) ^ 1, 500), bytes)],
  [
    'a changed last bit',
    (bytes) => (bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1), bytes),
  ],
  ['half of the file', (bytes) => bytes.subarray(0, bytes.length / 2)],
  ['its key only', (bytes) => bytes.subarray(0, bytes.indexOf('\n') + 1)],
  ['nothing', () => new Uint8Array(0)],
  ['more bytes', (bytes) => Buffer.concat([bytes, Buffer.from([0])])],
  ['zeros', (bytes) => new Uint8Array(bytes.length)],
  ['an index of another circuit', (_, other) => other],
];
describe('an entry is replaced if it has', () => {
  for (const [name, damage] of damages) {
    test(name, async () => {
      const [folder, others] = [newFolder(), newFolder()];
      await made(folder);
      await made(others, (vesta, srs) => vesta.PlonkIndex.create({ ...circuit, prev_challenges: 1 }, srs));
      const file = indexFile(folder);
      const good = fs.readFileSync(file);
      fs.writeFileSync(file, damage(Buffer.from(good), fs.readFileSync(indexFile(others))));
      for (const [, make] of functions.slice(0, 2)) {
        assert.deepEqual(await made(folder, make), right);
        assert.deepEqual(fs.readFileSync(file), good);
      }
    });
  }
});

test('the bytes of the verifier index tell an index of another circuit that was stored under the key', async () => {
  const [folder, others] = [newFolder(), newFolder()];
  await made(folder);
  await made(others, (vesta, srs) => vesta.PlonkIndex.create({ ...circuit, prev_challenges: 1 }, srs));
  const [file, other] = [indexFile(folder), indexFile(others)];
  const key = Buffer.from(`${path.basename(file)}\n`);
  fs.writeFileSync(file, Buffer.concat([key, fs.readFileSync(other).subarray(key.length)]));
  const { vesta, close } = await load({ cache: folder });
  const index = vesta.PlonkIndex.create(circuit, vesta.Srs.create(depth));
  assert.equal(index.previousChallenges, 1, 'it is the index of the other circuit');
  const known = plain.vesta.PlonkIndex.create(circuit, plainSrs).verifierIndex();
  assert.notDeepEqual(index.verifierIndex().toBytes(), known.toBytes());
  close();
});

test('indexes over other points are not kept', async () => {
  const folder = newFolder();
  const { vesta, close } = await load({ cache: folder });
  const points = vesta.Srs.create(depth).points(0, depth);
  const shifted = vesta.Srs.fromPoints(points.reverse(), vesta.Srs.create(depth).h());
  vesta.PlonkIndex.create(circuit, shifted);
  await vesta.PlonkIndex.createAsync(circuit, vesta.Srs.create(16));
  assert.deepEqual(entries(folder, 'index-'), []);
  close();
});

test('bad input has the errors of a program without a cache, leaks nothing and writes nothing', async () => {
  const folder = newFolder();
  const cached = loadSync({ cache: folder });
  const srs = cached.vesta.Srs.create(depth);
  const gates = cached.vesta.GateVector.fromJSON(circuit);
  const plainGates = plain.vesta.GateVector.fromJSON(circuit);
  const { live } = cached.memory();
  /** @type {((vesta: any, srs: any, gates: any) => any)[]} */
  const calls = [
    ({ PlonkIndex }, srs) => PlonkIndex.create(5, srs),
    ({ PlonkIndex }, srs) => PlonkIndex.create('{', srs),
    ({ PlonkIndex }, srs) => PlonkIndex.create({ ...circuit, gates: [] }, srs),
    ({ PlonkIndex }) => PlonkIndex.create(circuit, {}),
    ({ PlonkIndex }, srs) => PlonkIndex.create(circuit, srs, { keep: true }),
    ({ PlonkIndex }, srs) => PlonkIndex.fromGates({}, 1, srs),
    ({ PlonkIndex }, srs, gates) => PlonkIndex.fromGates(gates, -1, srs),
    ({ PlonkIndex }, srs, gates) => PlonkIndex.fromGates(gates, 1, srs, 5),
    ({ PlonkIndex }, srs, gates) => PlonkIndex.fromGates(gates, 1000, srs),
    ({ PlonkIndex }, srs) => PlonkIndex.createAsync(5, srs),
    ({ PlonkIndex }, srs) => PlonkIndex.createAsync({ ...circuit, gates: [] }, srs),
    ({ PlonkIndex }) => PlonkIndex.createAsync(circuit, undefined),
    ({ PlonkIndex }, srs) => PlonkIndex.createAsync(circuit, srs, { signals: 1 }),
    ({ PlonkIndex }, srs) => PlonkIndex.createAsync(circuit, srs, { signal: AbortSignal.abort() }),
    ({ PlonkIndex }, srs, gates) => PlonkIndex.fromGatesAsync(gates, 1000, srs),
  ];
  for (const call of calls) {
    const codeOf = async (/** @type {any[]} */ ...args) => {
      try {
        await /** @type {any} */ (call)(...args);
        return undefined;
      } catch (error) {
        return /** @type {any} */ (error).code;
      }
    };
    const expected = await codeOf(plain.vesta, plainSrs, plainGates);
    assert.ok(expected, String(call));
    assert.equal(await codeOf(cached.vesta, srs, gates), expected, String(call));
    assert.equal(cached.memory().live, live, String(call));
  }
  assert.deepEqual(entries(folder, 'index-'), []);
  cached.close();
});

test('an SRS that is freed after the call began is used, as without a cache', async () => {
  const { vesta, memory, close } = await load({ cache: newFolder() });
  const srs = vesta.Srs.create(depth);
  const making = vesta.PlonkIndex.createAsync(circuit, srs);
  srs.free();
  const index = await making;
  assert.deepEqual(index.encode(), right);
  index.free();
  assert.equal(memory().live, 0);
  close();
});

test('with indexes: false, only points are kept', async () => {
  const folder = newFolder();
  assert.deepEqual(await made({ folder, indexes: false }), right);
  assert.deepEqual(fs.readdirSync(folder), [`srs-1-vesta-${depth}`]);
});

test('memory: true keeps entries for the instances of this process, and writes nothing', async () => {
  const folder = newFolder();
  await made({ folder, memory: true });
  assert.equal(fs.existsSync(folder), false);
  const { vesta, close } = await load({ cache: { memory: true } });
  /** @type {number[]} */
  const fractions = [];
  const onProgress = (/** @type {{ fraction: number }} */ { fraction }) => void fractions.push(fraction);
  const srs = await vesta.Srs.createAsync(depth, { onProgress });
  assert.equal(fractions[0], 1);
  const index = await vesta.PlonkIndex.createAsync(circuit, srs, { onProgress });
  assert.deepEqual(fractions, [1, 1, 1, 1].slice(0, fractions.length));
  assert.deepEqual(index.encode(), right);
  close();
  // An instance with a smaller limit removes what it has not used.
  const small = await load({ cache: { memory: true, maxBytes: 1 } });
  small.vesta.Srs.create(2 * depth);
  small.close();
  const last = await load({ cache: { memory: true } });
  fractions.length = 0;
  await last.vesta.Srs.createAsync(depth, { onProgress });
  assert.equal(fractions[0], 0);
  last.close();
});

describe('a folder stays below maxBytes', () => {
  const sizes = [512, 1024, 2048].map((count) => 64 * (count + 1));

  test('what was used least recently is removed; other files stay', () => {
    const folder = newFolder();
    fs.mkdirSync(folder);
    for (const other of ['notes.txt', 'srs-1-vesta-x', '.srs-1-vesta-512.1']) {
      fs.writeFileSync(path.join(folder, other), new Uint8Array(10_000));
    }
    const old = new Date(Date.now() - 10 * 3_600_000);
    fs.writeFileSync(path.join(folder, '.srs-1-vesta-512.2'), 'of a writer that has ended');
    fs.utimesSync(path.join(folder, '.srs-1-vesta-512.2'), old, old);
    const maxBytes = 10_000 + Number(sizes[0]) + Number(sizes[2]);
    const { vesta, close } = loadSync({ cache: { folder, maxBytes } });
    /** Makes an SRS as if so many hours had passed since the last one. @param {number} count */
    const create = (count) => {
      for (const name of entries(folder, 'srs-1-vesta')) {
        const file = path.join(folder, name);
        const used = new Date(fs.statSync(file).mtimeMs - 3_600_000);
        fs.utimesSync(file, used, used);
      }
      vesta.Srs.create(count).free();
    };
    create(512);
    create(1024);
    create(512); // is used again
    create(2048);
    assert.deepEqual(fs.readdirSync(folder).sort(), [
      '.srs-1-vesta-512.1',
      'notes.txt',
      'srs-1-vesta-2048',
      'srs-1-vesta-512',
      'srs-1-vesta-x',
    ]);
    close();
  });

  test('what is larger is not written', () => {
    const folder = newFolder();
    const { vesta, close } = loadSync({ cache: { folder, maxBytes: Number(sizes[0]) } });
    vesta.Srs.create(1024).free();
    assert.equal(fs.existsSync(folder), false);
    vesta.Srs.create(512).free();
    assert.deepEqual(fs.readdirSync(folder), ['srs-1-vesta-512']);
    close();
  });
});

test('a folder that can only be read is used', () => {
  const folder = newFolder();
  loadSync({ cache: folder }).vesta.Srs.create(depth);
  fs.chmodSync(folder, 0o500);
  const { vesta, close } = loadSync({ cache: folder });
  assert.deepEqual(vesta.Srs.create(depth).toFlat(), plainSrs.toFlat());
  assert.deepEqual(vesta.PlonkIndex.create(circuit, vesta.Srs.create(depth)).encode(), right);
  fs.chmodSync(folder, 0o700);
  close();
});

describe('the options are checked', () => {
  for (const [cache, code, message] of /** @type {[object, string, RegExp][]} */ ([
    [{ folder: '' }, 'wrong_type', /load: cache: folder/],
    [{ folder: 5 }, 'wrong_type', /load: cache: folder/],
    [{ memory: 1 }, 'wrong_type', /load: cache: memory/],
    [{ indexes: 'no' }, 'wrong_type', /load: cache: indexes/],
    [{ maxBytes: '1' }, 'wrong_type', /load: cache: maxBytes/],
    [{ maxBytes: 0 }, 'size_out_of_range', /must be a positive number of bytes, got 0/],
    [{ maxbytes: 1 }, 'unknown_option', /did you mean maxBytes/],
  ])) {
    test(JSON.stringify(cache), () => {
      assert.throws(() => loadSync(/** @type {any} */ ({ cache })), { code, message });
    });
  }
});
