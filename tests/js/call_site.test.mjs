// Call sites in the stacks of every engine, also if a program has changed Error.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import {
  callerLines,
  callSite,
  callStack,
  placeIn,
  readablePath,
} from '../../js-glue/runtime/observe/call_site.mjs';

/** @param {string} line */
function read(line) {
  const place = placeIn(line);
  return place && `${readablePath(place.file)}:${place.line}`;
}

describe('the call site is read from a stack line', () => {
  /** @type {Record<string, [line: string, place: string | undefined][]>} */
  const recorded = {
    'Node and Chromium': [
      ['    at make (file:///home/me/app.mjs:3:7)', '/home/me/app.mjs:3'],
      ['    at file:///home/me/app.mjs:12:1', '/home/me/app.mjs:12'],
      ['    at /home/me/app.cjs:12:1', '/home/me/app.cjs:12'],
      ['    at Object.<anonymous> (/home/me/app.cjs:1:2)', '/home/me/app.cjs:1'],
      ['    at new Circuit (/home/me/app.cjs:1:2)', '/home/me/app.cjs:1'],
      ['    at Circuit.prove [as run] (/home/me/app.cjs:1:2)', '/home/me/app.cjs:1'],
      ['    at get size [as size] (/home/me/app.cjs:1:2)', '/home/me/app.cjs:1'],
      ['    at Object.two words (/home/me/app.cjs:1:2)', '/home/me/app.cjs:1'],
      ['    at Object.name (in parentheses) (/home/me/app.cjs:1:2)', '/home/me/app.cjs:1'],
      ['    at async main (file:///home/me/app.mjs:3:7)', '/home/me/app.mjs:3'],
      ['    at async file:///home/me/app.mjs:3:7', '/home/me/app.mjs:3'],
      ['    at async Promise.all (index 0)', undefined],
      ['    at Array.map (<anonymous>)', undefined],
      ['    at <anonymous>', undefined],
      ['    at Module._compile (node:internal/modules/cjs/loader:1554:14)', undefined],
      ['    at node:internal/main/run_main_module:28:49', undefined],
      ['    at new Promise (native)', undefined],
      ['    at wasm://wasm/onggi-0a1b2c3d:wasm-function[12]:0x345', undefined],
      ['    at onggi.run (wasm://wasm/onggi-0a1b2c3d:wasm-function[12]:0x345)', undefined],
      ['    at make (https://example.org/app.js:3:7)', 'https://example.org/app.js:3'],
      ['    at make (https://example.org:8080/app.js?v=1#x:3:7)', 'https://example.org:8080/app.js?v=1#x:3'],
      ['    at make (webpack-internal:///./src/app.js:3:7)', 'webpack-internal:///./src/app.js:3'],
      ['    at make (evalmachine.<anonymous>:3:7)', 'evalmachine.<anonymous>:3'],
      ['    at C:\\me\\app.cjs:3:7', 'C:\\me\\app.cjs:3'],
      ['    at make (C:\\Program Files (x86)\\app.cjs:3:7)', 'C:\\Program Files (x86)\\app.cjs:3'],
      ['    at make (file:///C:/me/app.mjs:3:7)', 'C:/me/app.mjs:3'],
      ['    at make (file://server/share/app.mjs:3:7)', '//server/share/app.mjs:3'],
      ['    at make (\\\\server\\share\\app.cjs:3:7)', '\\\\server\\share\\app.cjs:3'],
      [
        '    at /home/me/node_modules/.pnpm/onggi@0.1.0/app.cjs:3:7',
        '/home/me/node_modules/.pnpm/onggi@0.1.0/app.cjs:3',
      ],
      ['    at make (/home/me/@scope/a@1/app.cjs:3:7)', '/home/me/@scope/a@1/app.cjs:3'],
      ['    at make (/home/me (old)/app.cjs:3:7)', '/home/me (old)/app.cjs:3'],
      ['    at /home/me (old)/app.cjs:3:7', '/home/me (old)/app.cjs:3'],
      ['    at async /home/me (old)/app.cjs:3:7', '/home/me (old)/app.cjs:3'],
      ['    at make (/home/100%/a#b/c?d/app.cjs:3:7)', '/home/100%/a#b/c?d/app.cjs:3'],
      ['    at make (file:///home/100%25/a%23b/c%3Fd/%C3%A9/app.mjs:3:7)', '/home/100%/a#b/c?d/é/app.mjs:3'],
      ['    at make (file:///home/app.mjs?v=50%:3:7)', '/home/app.mjs?v=50%:3'],
      ['    at make (file:///home/%E0%A4/app.mjs:3:7)', '/home/%E0%A4/app.mjs:3'],
      ['    at eval (eval at make (/home/me/app.cjs:3:7), <anonymous>:1:1)', '/home/me/app.cjs:3'],
      [
        '    at eval (eval at make (/home/me (old)/app.cjs:3:7), <anonymous>:1:1)',
        '/home/me (old)/app.cjs:3',
      ],
      [
        '    at eval (eval at f (eval at g (file:///a/b.mjs:3:7), <anonymous>:1:1), <anonymous>:1:1)',
        '/a/b.mjs:3',
      ],
      ['    at eval (my-source.js:3:7)', 'my-source.js:3'],
      ['Error', undefined],
      ['', undefined],
    ],
    Firefox: [
      ['make@https://example.org/app.js:3:7', 'https://example.org/app.js:3'],
      ['@https://example.org/app.js:3:7', 'https://example.org/app.js:3'],
      ['make/<@https://example.org/onggi@0.1.0/app.js:3:7', 'https://example.org/onggi@0.1.0/app.js:3'],
      ['a@b@https://example.org/app.js:3:7', 'https://example.org/app.js:3'],
      ['async*make@https://example.org/app.js:3:7', 'https://example.org/app.js:3'],
      ['setTimeout handler*make@https://example.org/(x)/app.js:3:7', 'https://example.org/(x)/app.js:3'],
      ['make@file:///home/me/app.js:3:7', '/home/me/app.js:3'],
      ['make@https://example.org/app.js line 3 > eval:1:1', 'https://example.org/app.js:3'],
      ['@https://example.org/app.js line 3 > Function:1:1', 'https://example.org/app.js:3'],
      ['@https://example.org/app.js line 3 > eval line 1 > eval:1:1', 'https://example.org/app.js:3'],
      ['map@self-hosted:178:19', undefined],
      ['@debugger eval code:1:1', 'debugger eval code:1'],
      ['run@https://example.org/onggi.wasm:wasm-function[12]:0x345', undefined],
    ],
    Safari: [
      ['make@https://example.org/app.js:3:7', 'https://example.org/app.js:3'],
      ['https://example.org/@scope/a@1/app.js:3:7', 'https://example.org/@scope/a@1/app.js:3'],
      ['module code@https://example.org/app.js:3:7', 'https://example.org/app.js:3'],
      ['global code@file:///home/me/app.js:3:7', '/home/me/app.js:3'],
      ['eval code@', undefined],
      ['eval@[native code]', undefined],
      ['asyncFunctionResume@[native code]', undefined],
      ['<?>.wasm-function[12]@[wasm code]', undefined],
    ],
    Bun: [
      ['    at make (/home/me/app.js:3:7)', '/home/me/app.js:3'],
      ['    at <anonymous> (/home/me/onggi@0.1.0/app.js:3:7)', '/home/me/onggi@0.1.0/app.js:3'],
      ['    at map (native:1:11)', undefined],
      ['    at async <anonymous> (/home/me/app.js:3:7)', '/home/me/app.js:3'],
    ],
    Deno: [
      ['    at file:///home/me/app.js:3:7', '/home/me/app.js:3'],
      ['    at eventLoopTick (ext:core/01_core.js:175:7)', undefined],
    ],
  };
  for (const [engine, lines] of Object.entries(recorded)) {
    test(`of ${engine}`, () => {
      for (const [line, place] of lines) assert.equal(read(line), place, line);
    });
  }
});

describe("the caller's lines", () => {
  /** A stack of the library's own modules in a folder, and then the caller's line. */
  const stackIn = (/** @type {(file: string, at: string) => string} */ line, /** @type {string} */ folder) =>
    [
      line('stackNow', `${folder}runtime/observe/call_site.mjs:9:9`),
      line('adopt', `${folder}runtime/native/call.mjs:9:9`),
      line('create', `${folder}surfaces/kimchi/classes.mjs:9:9`),
      line('main', 'file:///home/me/app.mjs:3:7'),
      line('', `${folder}index.mjs:9:9`),
      line('', 'file:///home/me/index.mjs:4:7'),
    ].join('\n');
  const v8 = (/** @type {string} */ name, /** @type {string} */ at) =>
    `    at ${name ? `${name} (${at})` : at}`;
  const spiderMonkey = (/** @type {string} */ name, /** @type {string} */ at) => `${name}@${at}`;

  test("are the lines outside the library's folder, in every notation", () => {
    for (const line of [v8, spiderMonkey]) {
      for (const folder of [
        'file:///home/me/node_modules/onggi/dist/',
        'file:///home/me/node_modules/.pnpm/onggi@0.1.0/node_modules/onggi/dist/',
        'file:///home/a%23b/(c)/dist/',
        '/home/a#b/(c)/100%/dist/',
        'C:/me/dist/',
        'https://example.org/onggi@0.1.0/dist/',
        'webpack-internal:///./node_modules/onggi/dist/',
        'http://localhost:5173/a?b/dist/',
      ]) {
        const text = `Error\n${stackIn(line, folder)}`;
        const places = callerLines(text).map(({ place }) => `${place.file}:${place.line}`);
        assert.deepEqual(places, ['file:///home/me/app.mjs:3', 'file:///home/me/index.mjs:4'], text);
      }
    }
  });

  test('are found if modules are reloaded with a query', () => {
    const text = stackIn((name, at) => v8(name, at.replace(/\.mjs/, '.mjs?v=1.2')), 'http://localhost/dist/');
    assert.deepEqual(
      callerLines(text).map(({ place }) => place.line),
      ['3', '4']
    );
  });

  test('are all lines if the library is in a bundle', () => {
    const text = 'Error\n    at stackNow (/app/bundle.js:9:9)\n    at main (/app/bundle.js:3:7)';
    assert.equal(callerLines(text).length, 2);
  });

  test('begin with the line that calls callSite()', () => {
    const here = fileURLToPath(import.meta.url);
    const line = Number(/call_site\.test\.mjs:(\d+)/.exec(String(new Error().stack))?.[1]) + 1;
    assert.equal(callSite(), `${here}:${line}`);
    assert.match(callStack(), /^at .*call_site\.test\.mjs/);
    // biome-ignore lint/security/noGlobalEval: its frames are what is tested.
    const inEval = (0, eval)('(f) => f()')(callSite);
    assert.ok(inEval.startsWith(`${here}:`), inEval);
  });
});

describe('a program that has changed Error', () => {
  /** Runs the body with other properties of Error. @param {Record<string, unknown>} properties @param {() => void} body */
  function withError(properties, body) {
    const before = Object.getOwnPropertyDescriptors(Error);
    for (const [name, value] of Object.entries(properties)) {
      Object.defineProperty(Error, name, { configurable: true, writable: true, value });
    }
    try {
      body();
    } finally {
      for (const name of Object.keys(properties)) {
        Reflect.deleteProperty(Error, name);
        const descriptor = /** @type {any} */ (before)[name];
        if (descriptor) Object.defineProperty(Error, name, descriptor);
      }
    }
  }
  const here = /call_site\.test\.mjs:\d+$/;

  test('still gets its call sites', () => {
    for (const prepareStackTrace of [
      () => {
        throw new Error('mine');
      },
      () => ({ not: 'text' }),
      (/** @type {Error} */ _, /** @type {unknown[]} */ sites) => sites,
      () => undefined,
    ]) {
      withError({ prepareStackTrace }, () => {
        assert.match(String(callSite()), here);
        assert.match(callStack(), /call_site\.test\.mjs:\d+/);
        assert.equal(/** @type {any} */ (Error).prepareStackTrace, prepareStackTrace);
      });
    }
  });

  test('has its own stack text used', () => {
    const prepareStackTrace = () => 'Error\n    at mapped (/home/me/app.ts:3:7)';
    withError({ prepareStackTrace }, () => assert.equal(callSite(), '/home/me/app.ts:3'));
  });

  test('keeps its Error.stackTraceLimit, also an absent one', () => {
    const { stackTraceLimit } = Error;
    callSite();
    assert.equal(Error.stackTraceLimit, stackTraceLimit);
    Reflect.deleteProperty(Error, 'stackTraceLimit');
    try {
      callSite();
      assert.ok(!Object.hasOwn(Error, 'stackTraceLimit'));
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  });

  test('gets no error if Error.stackTraceLimit cannot be read or set', () => {
    const before = /** @type {any} */ (Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit'));
    for (const descriptor of [
      { value: 0, writable: false },
      { get: () => 0 },
      {
        get: () => 0,
        set() {
          throw new Error('mine');
        },
      },
      {
        get() {
          throw new Error('mine');
        },
      },
    ]) {
      Object.defineProperty(Error, 'stackTraceLimit', { configurable: true, ...descriptor });
      try {
        callSite();
        assert.equal(typeof callStack(), 'string');
      } finally {
        Object.defineProperty(Error, 'stackTraceLimit', before);
      }
    }
  });
});
