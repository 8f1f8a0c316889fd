// The traces that load({ trace }) and ONGGI_TRACE write, compared with memory().
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { load } from 'onggi';

import { Analysis } from '../../../js-glue/tools/lab/trace/analysis.mjs';
import { Bin, collect, manifest, recordedOf, samples } from '../support.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const here = fileURLToPath(import.meta.url);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-trace-'));
after(() => fs.rmSync(folder, { recursive: true }));
const run = promisify(execFile);

/** @param {string} text of whole lines */
const parse = (text) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => {
      assert.equal(line[0], '@');
      return JSON.parse(line.slice(1));
    });

async function loadTraced() {
  /** @type {string[]} */
  const lines = [];
  const onggi = await load({ trace: (line) => void lines.push(line) });
  return { onggi, take: () => (lines.length === 0 ? [] : parse(lines.splice(0).join(''))) };
}

/** The line of this file that the caller is on. */
const lineHere = () => Number(/trace\.test\.mjs:(\d+)/.exec(new Error().stack?.split('\n')[2] ?? '')?.[1]);

describe('the trace', () => {
  test('begins with the run and its memory', async () => {
    const { onggi, take } = await loadTraced();
    const [start, memory, ...rest] = take();
    assert.equal(start.event, 'START');
    assert.equal(start.pid, process.pid);
    assert.equal(memory.event, 'MEMORY');
    assert.equal(memory.linear, onggi.memory().linear);
    assert.ok(memory.heap > 0 && memory.heap < memory.linear);
    assert.deepEqual(rest, []);
  });

  test('records the type, size, place and caller of each allocation', async () => {
    const { onggi, take } = await loadTraced();
    take();
    const line = lineHere() + 1;
    const srs = onggi.vesta.Srs.create(64);
    const [made] = take();
    assert.equal(made.event, 'ALLOCATE');
    assert.equal(made.type, 'VestaSrs');
    assert.equal(made.bytes, onggi.memory().byType.VestaSrs?.bytes);
    assert.equal(made.thread, 1);
    assert.equal(made.call, 'vesta.Srs.create');
    assert.equal(made.js, `${here}:${line}`);
    const [file, number] = made.site.split(':');
    const text = fs.readFileSync(path.join(root, file), 'utf8').split('\n')[number - 1];
    assert.match(text ?? '', /make_body/);
    assert.ok(Math.abs(made.time - Date.now()) < 60_000);
    srs.free();
    const [dropped, ...rest] = take();
    assert.deepEqual([dropped.event, dropped.id, dropped.bytes], ['DROP', made.id, made.bytes]);
    assert.deepEqual(rest, []);
  });

  test('records objects that proving makes', async () => {
    const { onggi, take } = await loadTraced();
    const bin = new Bin();
    const index = bin.put(samples.PlonkIndex(onggi.vesta, bin));
    const witness = bin.put(samples.Witness(onggi.vesta, bin));
    bin.put(await index.prove(witness));
    const made = take().find(({ event, type }) => event === 'ALLOCATE' && type === 'VestaProverProof');
    assert.equal(made.call, 'vesta.ProverTask.take');
    assert.ok(made.js.startsWith(`${here}:`), made.js);
    bin.empty();
  });

  for (const { name: curve } of manifest.curves)
    test(`agrees with memory() for every class of ${curve}`, async () => {
      const { onggi, take } = await loadTraced();
      const analysis = new Analysis();
      const read = () => {
        for (const event of take()) analysis.addLine(`@${JSON.stringify(event)}`);
        return analysis.report();
      };
      const bin = new Bin();
      for (const make of Object.values(samples)) bin.put(make(onggi[curve], bin));
      const { byType, live } = onggi.memory();
      const { types, undroppedBytes, trust } = read();
      assert.ok(types.length >= manifest.classes.length);
      assert.equal(undroppedBytes, live);
      for (const { type, undropped, undroppedBytes: bytes } of types)
        assert.deepEqual([undropped, bytes], [byType[type]?.count, byType[type]?.bytes], type);
      assert.equal(trust.doubtful, 0, trust.reasons.join());
      bin.empty();
      assert.equal(read().undropped, 0);
    });

  test('records objects that the garbage collector frees, and growing memory', async () => {
    const { onggi, take } = await loadTraced();
    const [, first] = take();
    for (let i = 0; i < 40; ++i) onggi.vesta.Srs.create(4096);
    await collect();
    const events = take();
    const count = (/** @type {string} */ name) => events.filter(({ event }) => event === name).length;
    assert.equal(count('ALLOCATE'), 40);
    assert.equal(count('DROP'), 40);
    const grown = events.filter(({ event }) => event === 'MEMORY');
    assert.ok(grown.length > 0 && grown.every(({ linear }) => linear > first.linear));
    assert.equal(grown.at(-1).linear, onggi.memory().linear);
  });

  test('ends with a warning if its sink throws', async () => {
    const warnings = [];
    const { warn } = console;
    console.warn = (/** @type {string} */ text) => void warnings.push(text);
    try {
      const { vesta } = await load({
        trace: {
          write() {
            throw new Error('full');
          },
        },
      });
      vesta.Srs.create(8).free();
    } finally {
      console.warn = warn;
    }
    assert.equal(warnings.length, 1);
    assert.match(warnings[0], /trace has ended.*full/);
  });

  test('does not change results, whatever its sink calls', async () => {
    /** @type {any} */
    let traced;
    traced = await load({ trace: () => traced?.memory() });
    const plain = await load();
    const [results, expected] = [traced, plain].map(({ vesta }) => {
      const bin = new Bin();
      const proof = bin.put(samples.ProverProof(vesta, bin));
      const verifier = bin.put(samples.VerifierIndex(vesta, bin));
      const builder = bin.put(vesta.CircuitBuilder.create());
      const [a, b] = [builder.variable(6n), builder.variable(7n)];
      const cell = builder.mul(a, b);
      const result = [verifier.verify(proof), verifier.digest(), cell, builder.value(cell)];
      assert.throws(() => vesta.Srs.fromBytes(Uint8Array.of(0x92, 0x91)), { code: 'malformed_msgpack' });
      bin.empty();
      return result;
    });
    assert.deepEqual(results, expected);
    assert.equal(results?.[0], true);
    assert.equal(traced.memory().handles, 0);
  });

  test('ends with one warning if its sink returns promises that reject', async (t) => {
    /** @type {string[]} */
    const warnings = [];
    t.mock.method(console, 'warn', (/** @type {string} */ text) => void warnings.push(text));
    const { vesta, close } = await load({
      trace: /** @type {any} */ (async () => Promise.reject(new Error('full'))),
    });
    vesta.Srs.create(2).free();
    await new Promise((resolve) => setImmediate(resolve));
    close();
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /^onggi: the trace has ended, its sink threw/);
  });

  test('takes functions and streams only', async () => {
    /** @type {string[]} */
    const lines = [];
    await load({ trace: { write: (line) => lines.push(line) } });
    assert.match(lines[0] ?? '', /^@\{"event":"START".*\}\n$/);
    for (const trace of [1, 'file', {}, null])
      await assert.rejects(load(/** @type {any} */ ({ trace })), { code: 'wrong_type' });
  });
});

describe('ONGGI_TRACE', () => {
  const circuit = recordedOf('vesta').circuit;
  const program = `
    import { load } from 'onggi';
    const instances = [await load(), await load()];
    for (const { vesta } of instances) {
      const srs = vesta.Srs.create(${circuit.srs_depth});
      if (process.argv[2] === 'free') srs.free();
    }`;

  test('appends the runs of several processes without mixing lines', async () => {
    const log = path.join(folder, 'shared.log');
    // Within the repository, where it finds the package.
    const script = path.join(root, 'build', 'traced-program.mjs');
    fs.mkdirSync(path.dirname(script), { recursive: true });
    fs.writeFileSync(script, program);
    const env = { ...process.env, ONGGI_TRACE: log };
    await Promise.all(['free', 'keep', 'free'].map((how) => run(process.execPath, [script, how], { env })));
    const analysis = new Analysis();
    for (const line of fs.readFileSync(log, 'utf8').trimEnd().split('\n')) analysis.addLine(line);
    const report = analysis.report();
    assert.deepEqual(report.trust, { level: 'whole', doubtful: 0, share: 1, reasons: [] });
    assert.equal(report.runs, 6);
    assert.deepEqual([report.allocations, report.undropped], [6, 2]);
    assert.equal(report.sites[0]?.call, 'vesta.Srs.create');
    assert.match(report.sites[0]?.js ?? '', /traced-program\.mjs:5$/);
  });

  test('is an error of load() if it cannot be written', async () => {
    const env = { ...process.env, ONGGI_TRACE: path.join(folder, 'no', 'such', 'file') };
    const script = `import('onggi').then(({ load }) => load()).catch(({ code }) => console.log(code))`;
    const { stdout } = await run(process.execPath, ['-e', script], { env, cwd: root });
    assert.equal(stdout, 'load_failed\n');
  });
});
