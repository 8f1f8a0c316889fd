// Serves the pages of this repository on the loopback interface, with a strict content security policy: scripts of
// this server only, WebAssembly, and no `eval`.
//
//   node examples/browser/serve.mjs [--port 8080] [--isolated] [--evaluates] [--trusted-types]
//
// --isolated isolates the pages from other origins, which threads need for their shared memory. --evaluates lets pages
// evaluate code and start workers of blobs, as o1js does. --trusted-types requires trusted types for scripts.
import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The content type of each file name ending that is served. @type {Record<string, string>} */
const types = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** The hashes of a page's inline scripts and import maps, for the policy. @param {string} html */
const inlineScripts = (html) =>
  [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g)].map(
    ([, text = '']) => ` 'sha256-${createHash('sha256').update(text).digest('base64')}'`
  );

/** @param {string} type @param {Buffer} content @param {{ evaluates: boolean, trustedTypes: boolean }} options */
function policy(type, content, { evaluates, trustedTypes }) {
  const inline = type.startsWith('text/html') ? inlineScripts(content.toString()) : [];
  const scripts = `script-src 'self' 'wasm-unsafe-eval'${evaluates ? " 'unsafe-eval' blob:" : ''}${inline.join('')}`;
  return trustedTypes ? `${scripts}; require-trusted-types-for 'script'` : scripts;
}

/** The file of a URL; throws if it is not served. @param {string} url */
async function read(url) {
  const { pathname } = new URL(url, 'http://localhost');
  const file = path.join(root, decodeURIComponent(pathname.replace(/\/$/, '/index.html')));
  const type = file.startsWith(root) ? types[path.extname(file)] : undefined;
  if (type === undefined) throw new Error(`${url} is not served`);
  return { type, content: await fs.readFile(file) };
}

/**
 * @param {{ port?: number, isolated?: boolean, evaluates?: boolean, trustedTypes?: boolean }} [options] `port` 0 is
 *   any free port
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serve({ port = 0, isolated = false, evaluates = false, trustedTypes = false } = {}) {
  const server = http.createServer(async (request, response) => {
    const found = await read(request.url ?? '/').catch(() => undefined);
    if (found === undefined) {
      response.writeHead(404).end();
      return;
    }
    const { type, content } = found;
    const headers = {
      'Content-Type': type,
      'Content-Security-Policy': policy(type, content, { evaluates, trustedTypes }),
      'X-Content-Type-Options': 'nosniff',
      ...(isolated ? isolation : {}),
    };
    response.writeHead(200, headers).end(content);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8080' },
      isolated: { type: 'boolean' },
      evaluates: { type: 'boolean' },
      'trusted-types': { type: 'boolean' },
    },
  });
  const { url } = await serve({
    ...values,
    trustedTypes: values['trusted-types'],
    port: Number(values.port),
  });
  console.log(`${url}/examples/${values.evaluates ? 'o1js-page' : 'browser'}/`);
}
