// No message of the command line quotes a file: not a witness that is damaged, nor any other file that is
// named.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import zlib from 'node:zlib';

import { analyze } from '../../js-glue/tools/cli/commands/analyze.mjs';
import { check } from '../../js-glue/tools/cli/commands/check.mjs';
import { checkFixture } from '../../js-glue/tools/cli/commands/check_fixture.mjs';
import { index } from '../../js-glue/tools/cli/commands/index.mjs';
import { prove } from '../../js-glue/tools/cli/commands/prove.mjs';
import { verify } from '../../js-glue/tools/cli/commands/verify.mjs';
import { badInputFrom } from '../../js-glue/tools/cli/outcome.mjs';
import { content, execute, onggi, recorded, script, temporaryFolder, withChange, writerIn } from './cli.mjs';

const folder = temporaryFolder('cli-secrets');
const write = writerIn(folder);
const circuit = recorded('fp_generic', 'circuit');
const proof = recorded('fp_generic', 'proof');
const witness = content('fp_generic', 'witness');
const out = path.join(folder, 'out.json');

const marker = 0xdecaf0ddba11cafen;
const hex = `0x${marker.toString(16)}`;
/** Parts of the marker that would reveal it: V8's messages quote ten characters. */
const parts = ['decaf', '1cafe', String(marker).slice(0, 8), String(Number(marker)).slice(0, 8)];

/** @param {string} text @param {string} from */
function assertSilent(text, from) {
  for (const part of parts) assert.ok(!text.toLowerCase().includes(part), `${from} quotes ${part}: ${text}`);
}

/** The outcome of a command, as main.mjs reports it. @param {() => Promise<any>} run */
async function ended(run) {
  try {
    const { exitCode, report, lines } = await run();
    return { exitCode, text: [JSON.stringify(report), ...lines].join('\n') };
  } catch (error) {
    const { code, message } = badInputFrom(error);
    return { exitCode: 2, text: `${code} ${message}` };
  }
}

const secret = {
  ...witness,
  columns: witness.columns.map((/** @type {string[]} */ column) => column.map(() => hex)),
};
const text = JSON.stringify(secret);
const first = text.indexOf(hex);
const utf8 = Buffer.from(text);
/** The text with its first cell replaced. @param {string} cell */
const cell = (cell) => text.replace(`"${hex}"`, cell);
/** @param {object} change */
const changed = (change) => JSON.stringify({ ...secret, ...change });

/** Wrong input files that contain the marker. */
const damaged = Object.entries({
  'is another file': `root:${hex}:19000:0:99999:7:::\n`,
  'starts with the value': hex,
  'is the value as a string': `"${hex}"`,
  'is the value as a number': String(marker),
  'is a list': `["${hex}"]`,
  'is cut in the middle of a value': text.slice(0, first + 12),
  'is cut after a value': text.slice(0, first + hex.length + 2),
  'is cut at its end': text.slice(0, -1),
  'continues after its end': `${text}${hex}`,
  'continues after a NUL': `${text}\0${hex}`,
  'lacks a quotation mark': text.replace(hex, `${hex}"`),
  'has a value without quotation marks': cell(hex),
  'has single quotation marks': cell(`'${hex}'`),
  'has two values without a comma': cell(`"${hex}" "${hex}"`),
  'has a trailing comma': text.replace(/\]/, ',]'),
  'has a control character in a value': cell(`"${hex}\n"`),
  'has a wrong escape in a value': cell(`"${hex}\\x"`),
  'has a surrogate in a value': cell(`"${hex}\\ud800"`),
  'has a value that is not hex': cell(`"${hex}g"`),
  'has a value without 0x': cell(`"${marker.toString(16)}"`),
  'has a value that is too long': cell(`"${hex}${'0'.repeat(64)}"`),
  'has a value that is not reduced': cell(`"${hex}${'f'.repeat(48)}"`),
  'has a number for a value': cell(String(marker)),
  'has a fraction for a value': cell(`${marker}.5`),
  'has a huge number for a value': cell(`${marker}e999`),
  'has a list for a value': cell(`["${hex}"]`),
  'has an object for a value': cell(`{"${hex}":"${hex}"}`),
  'has a string for a column': changed({ columns: [hex, ...secret.columns.slice(1)] }),
  'has a string for the columns': changed({ columns: hex }),
  'has a short column': changed({ columns: [[hex], ...secret.columns.slice(1)] }),
  'has a key twice': `${text.slice(0, -1)},"columns":["${hex}"]}`,
  'names another format': changed({ format: hex }),
  'names no format': changed({ format: undefined }),
  'names another field': changed({ field: hex }),
  'has a number for its field': `${changed({ field: undefined }).slice(0, -1)},"field":${marker}}`,
  'has a string for its rows': changed({ rows: hex }),
  'has a string for its SRS': changed({ srs_depth: hex }),
  'has wrong runtime tables': changed({ runtime_tables: [{ id: hex, data: [hex] }] }),
  'has runtime tables of the value': changed({ runtime_tables: hex }),
  'has previous challenges off the curve': changed({
    prev_challenges: [{ chals: [hex], comm: [[hex, hex]] }],
  }),
  'has a wrong path': changed({
    format: 'kimchi-tampered/1',
    variants: [{ name: 'a', path: [hex, hex, 0], value: hex }],
  }),
  'has a wrong variant': changed({
    format: 'kimchi-tampered/1',
    variants: [hex],
    accepted: hex,
    witness_variants: hex,
  }),
  'is UTF-16': Buffer.from(text, 'utf16le'),
  'starts with a byte order mark': `\ufeff${text}`,
  'is not UTF-8': Buffer.concat([utf8.subarray(0, first + 10), Buffer.from([0xff]), utf8.subarray(first)]),
  'is compressed and cut': zlib.gzipSync(utf8).subarray(0, -20),
  'is compressed and damaged': Buffer.concat([zlib.gzipSync(utf8).subarray(0, -8), Buffer.alloc(8)]),
  'is compressed twice': zlib.gzipSync(zlib.gzipSync(utf8)),
  'is MessagePack': Buffer.concat([Buffer.from([0x95]), Buffer.from(hex)]),
  'does not satisfy the circuit': text,
});

/** The files of a circuit folder: each may be the damaged one. */
const members = ['circuit', 'witness', 'proof', 'oracles', 'tampered', 'roundtrip', 'verifier_index'];

/** A folder of a good circuit in which one file is damaged. @param {string} member @param {string | Uint8Array} bytes */
function folderWith(member, bytes) {
  const place = path.join(folder, 'circuit');
  fs.rmSync(place, { recursive: true, force: true });
  fs.mkdirSync(place);
  // These are not repeated for each kind of damage.
  for (const name of ['circuit', 'verifier_index'])
    fs.copyFileSync(recorded('fp_generic', name), path.join(place, `${name}.json`));
  if (member === 'oracles' || member === 'tampered') fs.copyFileSync(proof, path.join(place, 'proof.json'));
  fs.writeFileSync(path.join(place, `${member}.json`), bytes);
  return place;
}

/** Each use of a file by a command. @type {[use: string, run: (bytes: string | Uint8Array) => Promise<any>][]} */
const uses = [
  ['prove, as the witness', (bytes) => prove(circuit, write('x.json', bytes), out)],
  ['prove, as the circuit', (bytes) => prove(write('x.json', bytes), recorded('fp_generic', 'witness'), out)],
  [
    'prove, as the index file',
    (bytes) => prove(write('x.onggi', bytes), recorded('fp_generic', 'witness'), out),
  ],
  ['verify, as the proof', (bytes) => verify(circuit, write('x.json', bytes))],
  ['verify, as the circuit', (bytes) => verify(write('x.json', bytes), proof)],
  ['verify, as the index file', (bytes) => verify(write('x.onggi', bytes), proof)],
  ['index', (bytes) => index(write('x.json', bytes))],
  ['index of an index file', (bytes) => index(write('x.onggi', bytes), out)],
  ...members.map(
    (member) =>
      /** @type {[string, any]} */ ([
        `check, as ${member}`,
        (/** @type {string | Uint8Array} */ bytes) => check(folderWith(member, bytes)),
      ])
  ),
  ['check-fixture', (bytes) => checkFixture(write('x.bin', bytes))],
  ['analyze', (bytes) => analyze({}, write('x.log', bytes))],
  ['analyze, compressed', (bytes) => analyze({}, write('x.log.gz', bytes))],
];

describe('no command quotes a file that', () => {
  for (const [damage, bytes] of damaged)
    test(damage, async () => {
      for (const [use, run] of uses) {
        const { exitCode, text } = await ended(() => run(bytes));
        assert.ok(exitCode === 1 || exitCode === 2, `${use}: exit code ${exitCode}`);
        assertSilent(text, use);
        assert.doesNotMatch(text, /internal error/, use);
      }
    });
});

test('the command line quotes no file, with and without --json', async () => {
  const files = damaged.filter(([damage]) =>
    /another file|cut within|without quotation|names another field/.test(damage)
  );
  for (const [damage, bytes] of files)
    for (const args of [
      ['prove', circuit, 'FILE', out],
      ['verify', 'FILE', proof],
      ['verify', circuit, 'FILE', '--json'],
      ['index', 'FILE', '--json'],
    ]) {
      const file = write('process.json', bytes);
      const { exitCode, stdout, stderr } = await onggi(...args.map((arg) => (arg === 'FILE' ? file : arg)));
      assert.equal(exitCode, 2, `${damage}: ${args}`);
      assertSilent(stdout + stderr, `${damage}: ${args}`);
    }
});

describe('a rejected witness is not quoted', () => {
  for (const name of ['fp_generic', 'fp_poseidon', 'fp_lookup_fixed', 'fq_lookup_runtime'])
    test(name, async () => {
      const good = content(name, 'witness');
      const row = good.columns[0].length >> 1;
      let rejected = 0;
      for (const column of [0, 1, 2]) {
        const file = write('rejected.json', withChange(good, ['columns', column, row], hex));
        const { exitCode, text } = await ended(() => prove(recorded(name, 'circuit'), file, out));
        if (exitCode === 0) continue; // the circuit does not use the cell
        ++rejected;
        assertSilent(text, `column ${column}`);
      }
      assert.ok(rejected > 0);
    });
});

test('the error for a file that is not JSON names the file and the byte', async () => {
  for (const [bytes, byte] of /** @type {[string, number][]} */ ([
    ['', 1],
    ['{"format": tru}', 15],
    ['{"a":[1,2,]}', 11],
    ['{"a":"\\u12g4"}', 11],
    ['{"a":01}', 7],
    [' {"a":1} {', 10],
    [`${'['.repeat(200)}`, 101],
  ])) {
    const { exitCode, text } = await ended(() => index(write('byte.json', bytes)));
    assert.equal(exitCode, 2);
    assert.match(text, new RegExp(`^unreadable_file .*byte\\.json: .* at byte ${byte}$`));
  }
});

describe('a compressed file of 2 MiB that inflates to 2 GiB', () => {
  const bomb = path.join(folder, 'bomb.json.gz');
  const member = zlib.gzipSync(Buffer.alloc(2 ** 26));
  fs.writeFileSync(bomb, Buffer.concat(Array(32).fill(member)));
  const printer = write(
    'printer.cjs',
    "process.on('exit', () => console.error(process.resourceUsage().maxRSS));"
  );
  /** @type {[string, string[]][]} */
  const reads = [
    ['verify', ['verify', bomb, proof]],
    ['verify, as the proof', ['verify', circuit, bomb]],
    ['prove', ['prove', bomb, recorded('fp_generic', 'witness'), out]],
    ['prove, as the witness', ['prove', circuit, bomb, out]],
    ['index', ['index', bomb]],
  ];
  for (const [name, args] of reads)
    test(`is refused in bounded memory: ${name}`, async () => {
      const { exitCode, stderr } = await execute(process.execPath, ['-r', printer, script, ...args]);
      const [message, peak] = stderr.split('\n');
      assert.equal(exitCode, 2);
      assert.match(message ?? '', /^onggi: .*bomb\.json\.gz: larger than 128 MiB when inflated$/);
      assert.ok(Number(peak) * 1024 < 2 ** 29, `${peak} KiB`);
    });

  test('is refused by onggi check', async () => {
    const place = folderWith('witness', fs.readFileSync(bomb));
    const { exitCode, text } = await ended(() => check(place));
    assert.equal(exitCode, 2);
    assert.match(text, /larger than 128 MiB when inflated/);
  });
});
