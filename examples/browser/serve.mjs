// The pages of this repository on localhost, as strictly as a careful site serves its own: scripts from
// here only, WebAssembly, and no `eval`.
//
//   node examples/browser/serve.mjs [--port 8080] [--isolated]
//
// --isolated has the pages isolated from other origins, which memory that threads share needs.
import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is served, and as what. @type {Record<string, string>} */
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

/** The inline scripts of a page, import maps that is, as a policy names them. @param {string} html */
const inlineScripts = (html) =>
  [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g)].map(
    ([, text = '']) => ` 'sha256-${createHash('sha256').update(text).digest('base64')}'`
  );

/** @param {string} type @param {Buffer} content */
function policy(type, content) {
  const inline = type.startsWith('text/html') ? inlineScripts(content.toString()) : [];
  return `script-src 'self' 'wasm-unsafe-eval'${inline.join('')}`;
}

/**
 * The file behind an address; it throws where there is none that is served.
 * @param {string} url
 */
async function read(url) {
  const { pathname } = new URL(url, 'http://localhost');
  const file = path.join(root, decodeURIComponent(pathname.replace(/\/$/, '/index.html')));
  const type = file.startsWith(root) ? types[path.extname(file)] : undefined;
  if (type === undefined) throw new Error(`${url} is not served`);
  return { type, content: await fs.readFile(file) };
}

/**
 * @param {{ port?: number, isolated?: boolean }} [options] any free port by default
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serve({ port = 0, isolated = false } = {}) {
  const server = http.createServer(async (request, response) => {
    const found = await read(request.url ?? '/').catch(() => undefined);
    if (found === undefined) {
      response.writeHead(404).end();
      return;
    }
    const { type, content } = found;
    const headers = {
      'Content-Type': type,
      'Content-Security-Policy': policy(type, content),
      'X-Content-Type-Options': 'nosniff',
      ...(isolated ? isolation : {}),
    };
    response.writeHead(200, headers).end(content);
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(undefined)));
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
    options: { port: { type: 'string', default: '8080' }, isolated: { type: 'boolean' } },
  });
  const { url } = await serve({ port: Number(values.port), isolated: values.isolated });
  console.log(`${url}/examples/browser/`);
}
