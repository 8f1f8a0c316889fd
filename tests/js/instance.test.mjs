// Instances: what they share, how they die, and what memory() says of them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { load, OnggiError } from 'onggi';

import { Bin, collect, held, manifest, recordedOf, samples, warmUp } from './support.mjs';

const run = promisify(execFile);
const wasm = new URL('../../dist/onggi.wasm', import.meta.url);

describe('load', () => {
  test('each call makes an instance of its own', async () => {
    const [one, two] = await Promise.all([load(), load({ threads: 1 })]);
    const srs = one.vesta.Srs.create(8);
    assert.equal(one.memory().handles, 1);
    assert.equal(two.memory().live, 0);
    assert.throws(() => two.vesta.PlonkIndex.create({}, srs), { code: 'wrong_instance' });
    srs.free();
  });

  test('takes the module as a URL, as bytes and compiled', async () => {
    const bytes = fs.readFileSync(wasm);
    for (const source of [
      wasm,
      wasm.href,
      bytes,
      new Uint8Array(bytes).buffer,
      new WebAssembly.Module(bytes),
    ]) {
      const { vesta } = await load({ wasm: source });
      const srs = vesta.Srs.create(2);
      assert.equal(srs.size, 2);
      srs.free();
    }
  });

  test('refuses a module that it cannot load', async () => {
    for (const [options, code] of [
      [{ wasm: 7 }, 'wrong_type'],
      [{ wasm: null }, 'wrong_type'],
      [{ wasm: new Uint8Array([0, 97, 115, 109]) }, 'load_failed'],
      [{ wasm: new URL('file:///no/such/onggi.wasm') }, 'load_failed'],
      [{ wasm: 'no url' }, 'load_failed'],
      [{ wasm: new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]) }, 'load_failed'],
      [null, 'wrong_type'],
      [7, 'wrong_type'],
    ]) {
      await assert.rejects(load(/** @type {any} */ (options)), (error) => {
        assert.ok(error instanceof OnggiError, String(error));
        assert.equal(error.code, code, error.message);
        return true;
      });
    }
    await load();
  });

  test('loads a source that failed the first time', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-'));
    const late = pathToFileURL(path.join(folder, 'late.wasm'));
    await assert.rejects(load({ wasm: late }), { code: 'load_failed' });
    fs.copyFileSync(wasm, late);
    await load({ wasm: late });
    fs.rmSync(folder, { recursive: true });
  });

  test('{ raw }: keeps dropped handles, lets free() work and returns the module', async () => {
    const onggi = await load({ raw: true });
    (() => {
      for (let i = 0; i < 10; ++i) onggi.vesta.Srs.create(4);
    })();
    await collect();
    assert.equal(onggi.memory().byType.VestaSrs?.count, 10);
    const raw = onggi.raw.PallasSrs.create(4);
    assert.equal(onggi.memory().byType.PallasSrs?.count, 1);
    raw.delete();
    const freed = onggi.vesta.Srs.create(4);
    freed.free();
    assert.equal(onggi.memory().byType.VestaSrs?.count, 10);
    assert.equal((await load()).raw, undefined);
  });
});

test('the module has a function for every destructor, member and bound of the manifest', async () => {
  const { raw } = await load({ raw: true });
  const members = [
    ...manifest.classes.flatMap((/** @type {any} */ { members }) => members),
    ...manifest.functions,
  ];
  const bounds = members.filter((/** @type {any} */ { bound }) => bound);
  const ofEachCurve = manifest.classes.length + members.length + bounds.length;
  const ofAnyCall = ['status', 'number', 'live', 'secure'].length;
  assert.equal(raw._onggi_function_count(), ofAnyCall + manifest.curves.length * ofEachCurve);
});

describe('memory()', () => {
  test('counts, bytes, peaks and linear memory agree with each other', async () => {
    const onggi = await load();
    const empty = onggi.memory();
    assert.deepEqual([empty.live, empty.peak, empty.handles, empty.byType], [0, 0, 0, {}]);
    const small = onggi.vesta.Srs.create(64);
    const large = onggi.pallas.Srs.create(4096);
    const full = onggi.memory();
    const { VestaSrs, PallasSrs } = full.byType;
    assert.ok(PallasSrs.bytes >= 4096 * 64 && PallasSrs.bytes < 4096 * 80);
    assert.equal(full.live, VestaSrs.bytes + PallasSrs.bytes);
    assert.equal(full.peak, full.live);
    assert.ok(full.heap > full.live && full.linear > full.heap && full.linear % 65536 === 0);
    large.free();
    const after = onggi.memory();
    assert.equal(after.live, VestaSrs.bytes);
    assert.equal(after.peak, full.peak);
    assert.deepEqual(after.byType.PallasSrs, { count: 0, bytes: 0, peak: PallasSrs.bytes });
    small.free();
  });

  test('an SRS that several indexes use is charged once, until the last of them is freed', async () => {
    const onggi = await load();
    const bin = new Bin();
    const srs = samples.Srs(onggi.vesta, bin);
    const { circuit } = recordedOf('vesta');
    const indexes = [1, 2].map(() => bin.put(onggi.vesta.PlonkIndex.create(circuit, srs)));
    const verifier = bin.put(indexes[0].verifierIndex());
    const { bytes } = onggi.memory().byType.VestaSrs;
    srs.free();
    for (const index of indexes) index.free();
    assert.deepEqual(onggi.memory().byType.VestaSrs, { count: 1, bytes, peak: bytes });
    verifier.free();
    assert.equal(onggi.memory().live, 0);
  });

  test("the bytes charged to each class equal the allocator's", async () => {
    const onggi = await load();
    warmUp(onggi);
    for (const { name } of manifest.classes) {
      const bin = new Bin();
      bin.put(samples[name](onggi.vesta, bin)); // its parents' caches are filled
      const before = onggi.memory();
      const handles = Array.from({ length: 4 }, () => {
        const own = new Bin();
        own.put(samples[name](onggi.vesta, own));
        return own;
      });
      const after = onggi.memory();
      const charged = after.live - before.live;
      const given = after.heap - before.heap;
      const story = `${name}: charged ${charged}, allocated ${given}`;
      // A task is charged its peak from the start.
      if (!name.endsWith('Task')) assert.ok(charged <= given, story);
      assert.ok(charged >= 0.8 * given - 4 * 512, story);
      for (const own of handles) own.empty();
      bin.empty();
    }
    assert.equal(onggi.memory().live, 0);
  });
});

/** Takes blocks of the allocator until even one of `least` bytes is refused. @param {any} raw @param {number} least */
function exhaust(raw, least) {
  const blocks = [];
  for (let size = 2 ** 30; size >= least; size /= 2) {
    for (let block = raw._malloc(size); block !== 0; block = raw._malloc(size)) blocks.push(block);
  }
  return blocks;
}

describe('out of memory', () => {
  test('an argument that does not fit throws, and the instance stays alive', async () => {
    const onggi = await load({ raw: true, maxMemory: Infinity });
    const blocks = exhaust(onggi.raw, 2 ** 22);
    const { linear, limits } = onggi.memory();
    assert.equal(linear, onggi.raw._onggi_most_linear());
    assert.ok(limits.hard < linear, `${limits.hard} bytes may be taken of ${linear}`);
    const srs = onggi.vesta.Srs.create(4);
    const before = held(onggi);
    assert.throws(() => onggi.vesta.Srs.fromBytes(new Uint8Array(2 ** 25)), {
      code: 'out_of_memory',
    });
    assert.deepEqual(held(onggi), before);
    assert.equal(srs.size, 4);
    for (const block of blocks) onggi.raw._free(block);
    assert.throws(() => onggi.vesta.Srs.fromBytes(new Uint8Array(2 ** 25)), {
      code: 'malformed_msgpack',
    });
    srs.free();
    assert.equal(onggi.memory().live, 0);
  });

  test('a call that may take too much memory throws, and the instance stays alive', async () => {
    const onggi = await load({ raw: true });
    const srs = onggi.vesta.Srs.create(4);
    const blocks = exhaust(onggi.raw, 2 ** 12);
    const before = held(onggi);
    assert.throws(() => onggi.vesta.Srs.create(2 ** 14), { code: 'out_of_memory' });
    assert.deepEqual(held(onggi), before);
    onggi.vesta.Srs.create(16).free(); // the reserve is enough for small ones
    for (const block of blocks) onggi.raw._free(block);
    onggi.vesta.Srs.create(2 ** 14).free();
    srs.free();
    assert.equal(onggi.memory().live, 0);
  });
});

describe('runtimes that lack something', () => {
  const script = `
    import { load, scopeAsync } from 'onggi';
    import { readJson } from './tests/js/support.mjs';
    const { vesta, memory } = await load();
    const folder = 'tests/vectors/circuits/fp_generic/';
    const circuit = readJson(folder + 'circuit.json');
    const ok = await scopeAsync(async (s) => {
      const srs = s.own(await vesta.Srs.createAsync(circuit.srs_depth));
      const index = s.own(vesta.PlonkIndex.create(circuit, srs));
      const witness = s.own(vesta.Witness.fromJSON(readJson(folder + 'witness.json')));
      const proof = s.own(await index.prove(witness));
      const verifier = s.own(index.verifierIndex());
      srs[Symbol.dispose ?? Symbol.for('Symbol.dispose')]();
      return verifier.verify(proof);
    });
    console.log(ok, memory().live, memory().handles);`;

  for (const missing of ['FinalizationRegistry', 'AsyncLocalStorage', 'Symbol.dispose', 'setImmediate']) {
    test(`without ${missing}: proves and frees everything`, async () => {
      const { stdout } = await run(
        process.execPath,
        ['--import', './tests/js/without.mjs', '--input-type=module', '-e', script],
        {
          cwd: fileURLToPath(new URL('../..', import.meta.url)),
          env: { ...process.env, ONGGI_WITHOUT: missing },
        }
      );
      assert.equal(stdout.trim(), 'true 0 0');
    });
  }
});
