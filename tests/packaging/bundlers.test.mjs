// The packed tarball in the bundlers of its users, with their defaults. Each bundle runs in Chromium, under a strict
// content security policy where this test serves it.
//
// Each bundler is installed when its test runs first. `npm test` runs those that take seconds, `npm run test:long` all.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { openBrowser } from '../browser/browser.mjs';
import { record } from './matrix.mjs';
import { packAndUnpack } from './tarball.mjs';
import { command, install } from './tools.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const execute = promisify(execFile);
const isLong = process.env.ONGGI_LONG !== undefined;

const program = fs.readFileSync(new URL('program.mjs', import.meta.url), 'utf8');

/** A page's script: the test calls `prove.inPage(threads)` and `prove.inWorker(threads)`. */
const main = `import { load } from 'onggi';
import { load as loadWorker } from 'onggi/worker';
import { prove } from './program.mjs';
globalThis.prove = {
  inPage: (threads) => prove(load, { threads }),
  inWorker: (threads) => prove(loadWorker, { threads }),
};
`;

const page = (script) =>
  `<!doctype html><title>onggi</title><link rel="icon" href="data:," /><script type="module" src="${script}"></script>\n`;

/** Headers of an isolated page, for servers that bundlers bring. */
const headers = `{ 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }`;

/** An application of Next.js: a page, and a route handler that proves on the server. */
const next = {
  'app/layout.js': `export const metadata = { icons: 'data:,' };
export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}
`,
  'app/page.js': `'use client';
import { load } from 'onggi';
import { load as loadWorker } from 'onggi/worker';
import { useEffect } from 'react';
import { prove } from '../program.mjs';
export default function Page() {
  useEffect(() => {
    globalThis.prove = {
      inPage: (threads) => prove(load, { threads }),
      inWorker: (threads) => prove(loadWorker, { threads }),
    };
  }, []);
  return <p>onggi</p>;
}
`,
  'app/prove/route.js': `import { load } from 'onggi';
import { load as loadWorker } from 'onggi/worker';
import { prove } from '../../program.mjs';
export const dynamic = 'force-dynamic';
export async function GET(request) {
  const { searchParams } = new URL(request.url);
  const threads = Number(searchParams.get('threads'));
  return Response.json(await prove(searchParams.has('worker') ? loadWorker : load, { threads }));
}
`,
  'next.config.mjs': `const headers = Object.entries(${headers}).map(([key, value]) => ({ key, value }));
export default { headers: () => [{ source: '/:path*', headers }] };
`,
};
const nextRoutes = {
  'route handler': '/prove?',
  'route handler with onggi/worker': '/prove?worker',
};
const nextPackages = { next: '16.4.6', react: '19.3.1', 'react-dom': '19.3.1' };

const vitePackages = { vite: '8.4.0' };
const vite = {
  'main.mjs': main,
  'index.html': page('./main.mjs'),
  'vite.config.mjs': `export default { base: './', server: { headers: ${headers} } };\n`,
};

/**
 * A bundler.
 * @typedef {object} Bundler
 * @property {string} name
 * @property {boolean} [quick] whether \`npm test\` runs it
 * @property {Record<string, string>} packages versions by name
 * @property {Record<string, string>} files of the application, beside program.mjs
 * @property {string[][]} [build] commands
 * @property {string} [page] that the build has made; by default one that loads out/main.js
 * @property {(port: string) => string[]} [server] the command that serves the page
 * @property {Record<string, string>} [routes] of the server, which proves there: the query, by what uses the package
 */
/** @type {Bundler[]} */
const bundlers = [
  {
    name: 'esbuild',
    quick: true,
    packages: { esbuild: '0.28.2' },
    // It copies no files: the modules are imported as bytes, and the scripts of workers are entry points.
    files: {
      'main.mjs': `import { load } from 'onggi';
import { load as loadWorker } from 'onggi/worker';
import single from 'onggi/onggi.wasm' with { type: 'bytes' };
import several from 'onggi/onggi.threads.wasm' with { type: 'bytes' };
import { prove } from './program.mjs';
const worker = new URL('thread.js', import.meta.url);
const script = new URL('worker.js', import.meta.url);
const options = (threads) => ({ threads, worker, wasm: threads > 1 ? several : single });
globalThis.prove = {
  inPage: (threads) => prove(load, options(threads)),
  inWorker: (threads) => prove(loadWorker, { ...options(threads), script }),
};
`,
    },
    build: [
      [
        'esbuild',
        ...['main=main.mjs', 'thread=onggi/thread', 'worker=onggi/worker/script'],
        ...['--bundle', '--format=esm', '--outdir=out'],
      ],
    ],
  },
  {
    name: 'Rollup',
    quick: true,
    packages: {
      rollup: '4.68.8',
      '@rollup/plugin-node-resolve': '16.0.3',
      '@web/rollup-plugin-import-meta-assets': '2.3.3',
    },
    files: {
      'main.mjs': `import { load } from 'onggi';
import { load as loadWorker } from 'onggi/worker';
import { prove } from './program.mjs';
const worker = new URL('out/thread.js', location.href);
const script = new URL('out/worker.js', location.href);
globalThis.prove = {
  inPage: (threads) => prove(load, { threads, worker }),
  inWorker: (threads) => prove(loadWorker, { threads, worker, script }),
};
`,
      'rollup.config.mjs': `import resolve from '@rollup/plugin-node-resolve';
import { importMetaAssets } from '@web/rollup-plugin-import-meta-assets';
export default {
  input: { main: 'main.mjs', thread: 'onggi/thread', worker: 'onggi/worker/script' },
  output: { dir: 'out' },
  plugins: [resolve({ browser: true }), importMetaAssets()],
};
`,
    },
    build: [['rollup', '-c']],
  },
  {
    name: 'Vite, build',
    quick: true,
    packages: vitePackages,
    files: vite,
    build: [['vite', 'build', '--outDir', 'out']],
    page: 'out/index.html',
  },
  {
    name: 'Vite, dev',
    packages: vitePackages,
    files: vite,
    server: (port) => ['vite', '--port', port, '--strictPort', '--host', '127.0.0.1'],
  },
  {
    name: 'webpack',
    packages: { webpack: '5.113.0', 'webpack-cli': '6.0.1' },
    files: { 'main.mjs': main },
    build: [['webpack', './main.mjs', '-o', 'out', '--mode', 'production', '--no-performance-hints']],
  },
  {
    name: 'Parcel',
    packages: { parcel: '2.16.4' },
    files: { 'main.mjs': main, 'index.html': page('./main.mjs') },
    build: [
      ['parcel', 'build', 'index.html', '--dist-dir', 'out', '--public-url', './', '--cache-dir', 'cache'],
    ],
    page: 'out/index.html',
  },
  {
    name: 'Next.js, Turbopack',
    packages: nextPackages,
    files: next,
    build: [['next', 'build', '--turbopack']],
    server: (port) => ['next', 'start', '-p', port],
    routes: nextRoutes,
  },
  {
    name: 'Next.js, webpack',
    packages: nextPackages,
    files: next,
    build: [['next', 'build', '--webpack']],
    server: (port) => ['next', 'start', '-p', port],
    routes: nextRoutes,
  },
];

const expected = (threads) => ({ accepted: true, product: '42', threads, held: true });

/** Its name and version, for the table of consumers. @param {Bundler} bundler */
const label = ({ name, packages }) => `${name} (${Object.entries(packages)[0]?.join(' ')})`;

/** A free port of the loopback interface. @returns {Promise<string>} */
const freePort = () =>
  new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {net.AddressInfo} */ (server.address());
      server.close(() => resolve(`${port}`));
    });
  });

/** Waits until a server answers. @param {string} url @param {() => string} output of the server */
async function answers(url, output) {
  for (let tries = 0; tries < 300; ++tries) {
    const reached = await fetch(url).then(
      () => true,
      () => false
    );
    if (reached) return;
    await sleep(200);
  }
  throw new Error(`${url} does not answer:\n${output()}`);
}

const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', PARCEL_WORKERS: '1', NODE_ENV: undefined };

/**
 * Starts a command that serves.
 * @param {string} folder @param {string} file @param {string[]} args
 */
function serveWith(folder, file, args) {
  const server = spawn(file, args, { cwd: folder, env, detached: true });
  let output = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (text) => (output += text));
  const stop = () => {
    try {
      process.kill(-(/** @type {number} */ (server.pid)));
    } catch {} // it has ended
  };
  return { output: () => output, stop };
}

/** The lines of a bundler's output that are warnings or errors. @param {string} output */
const complaints = (output) =>
  output.split('\n').filter((line) => /\bwarn(ing)?\b|\berror\b|\(!\)/i.test(line));

const packed = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-bundlers-'));
before(() => packAndUnpack(packed));
after(() => fs.rmSync(packed, { recursive: true }));

for (const bundler of bundlers.filter(({ quick }) => quick || isLong)) {
  describe(bundler.name, () => {
    let folder = '';
    before(async () => {
      const installed = await install(bundler.packages);
      folder = path.join(installed, 'app');
      fs.rmSync(folder, { recursive: true, force: true });
      fs.mkdirSync(folder);
      fs.cpSync(path.join(packed, 'node_modules'), path.join(folder, 'node_modules'), { recursive: true });
      const files = { 'package.json': '{ "private": true }\n', 'program.mjs': program, ...bundler.files };
      for (const [name, content] of Object.entries(files)) {
        fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        fs.writeFileSync(path.join(folder, name), content);
      }
      const outside = path.join(installed, 'node_modules');
      for (const name of fs.readdirSync(outside).filter((each) => !each.startsWith('.'))) {
        fs.symlinkSync(path.join(outside, name), path.join(folder, 'node_modules', name));
      }
      if (bundler.page === undefined) fs.writeFileSync(path.join(folder, 'page.html'), page('./out/main.js'));
    });

    /** @param {string[]} args the command's name first */
    const run = ([name = '', ...args]) => [command(path.dirname(folder), name), args];

    if (bundler.build) {
      test('builds without a warning', async () => {
        for (const build of bundler.build ?? []) {
          const [file, args] = run(build);
          const { stdout, stderr } = await execute(file, args, { cwd: folder, env, timeout: 300_000 });
          assert.deepEqual(complaints(stdout + stderr), []);
        }
      });
    }

    describe('the bundle', () => {
      /** @type {ReturnType<typeof serveWith> | undefined} */
      let server;
      let url = '';
      before(async () => {
        if (bundler.server === undefined) return;
        const port = await freePort();
        server = serveWith(folder, ...run(bundler.server(port)));
        url = `http://127.0.0.1:${port}`;
        await answers(url, server.output);
      });
      after(() => server?.stop());

      /** The ways to prove in a page. @type {['inPage' | 'inWorker', string][]} */
      const ways = [
        ['inPage', 'page'],
        ['inWorker', 'onggi/worker'],
      ];
      for (const [way, name] of ways)
        test(`proves by ${name}, with one and with two threads`, async () => {
          const file = `/${path.relative(root, path.join(folder, bundler.page ?? 'page.html'))}`;
          const browser = await openBrowser({ isolated: true, path: bundler.server ? undefined : file });
          try {
            if (bundler.server) await browser.page.goto(url);
            for (const threads of [1, 2]) {
              const result = await browser.page.evaluate(
                async (member, count) => {
                  const page = /** @type {any} */ (globalThis);
                  for (let tries = 0; !page.prove && tries < 300; ++tries) {
                    await new Promise((resolve) => setTimeout(resolve, 100));
                  }
                  return page.prove[member](count);
                },
                way,
                threads
              );
              assert.deepEqual(result, expected(threads));
            }
            for (const threads of [1, 2]) record(label(bundler), name, threads);
            browser.throwReported();
          } finally {
            await browser.close();
          }
        });

      for (const [name, query] of Object.entries(bundler.routes ?? {}))
        test(`proves on the server by ${name}, with one and with two threads`, async () => {
          for (const threads of [1, 2]) {
            const response = await fetch(`${url}${query}&threads=${threads}`);
            assert.equal(response.status, 200, server?.output());
            assert.deepEqual(await response.json(), expected(threads));
            record(label(bundler), name, threads);
          }
        });
    });
  });
}
