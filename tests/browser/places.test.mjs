// Places of browsers with rules of their own: pages that require trusted types, service workers, and, in Chromium, pages
// of extensions.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import puppeteer from 'puppeteer-core';

import { chromiumArguments, engines, openBrowser, programs } from './browser.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = '/tests/browser/page/places.html';

/** @param {number} threads */
const expected = (threads) => ({ accepted: true, product: '42', threads, held: true });

/** Calls a function of places.mjs, once the page has it. @param {string} name @param {unknown[]} args */
async function callWhenReady(name, ...args) {
  const scope = /** @type {any} */ (globalThis);
  while (!scope[name]) await new Promise((resolve) => setTimeout(resolve, 50));
  return scope[name](...args);
}

/** The error of load() with two threads whose script is not trusted. WebKitGTK has no SharedArrayBuffer. */
const refusals = {
  chromium: /^load_failed: .*TrustedScriptURL/,
  firefox: /^load_failed: .*Sink type mismatch/,
  webkit: /^unsupported: .*SharedArrayBuffer/,
};

for (const engine of engines) {
  test(`${engine}: a page that requires trusted types proves, with threads and in a worker if it trusts their scripts`, async () => {
    const browser = await openBrowser({
      engine,
      path: page,
      isolated: true,
      trustedTypes: true,
      expected: /TrustedScriptURL|Sink type mismatch|require-trusted-types-for/,
    });
    try {
      const { evaluate } = browser.page;
      assert.equal(await evaluate(callWhenReady, 'requiresTrustedTypes'), true);
      assert.deepEqual(await evaluate(callWhenReady, 'prove', 1), expected(1));
      assert.match(await evaluate(callWhenReady, 'refusal'), refusals[engine]);
      const threads = engine === 'webkit' ? 1 : 2;
      assert.deepEqual(await evaluate(callWhenReady, 'proveTrusted', threads), expected(threads));
      assert.deepEqual(await evaluate(callWhenReady, 'proveInWorker'), expected(1));
      browser.throwReported();
    } finally {
      await browser.close();
    }
  });

  test(`${engine}: a service worker proves`, async () => {
    const browser = await openBrowser({ engine, path: page });
    try {
      assert.deepEqual(await browser.page.evaluate(callWhenReady, 'inServiceWorker'), expected(1));
      browser.throwReported();
    } finally {
      await browser.close();
    }
  });
}

test('a page of an extension proves, with one and with two threads', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-extension-'));
  const files = {
    'manifest.json': JSON.stringify({
      manifest_version: 3,
      name: 'onggi',
      version: '1',
      content_security_policy: { extension_pages: "script-src 'self' 'wasm-unsafe-eval'" },
      cross_origin_opener_policy: { value: 'same-origin' },
      cross_origin_embedder_policy: { value: 'require-corp' },
    }),
  };
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
  for (const name of ['dist', 'tests/browser/page', 'tests/packaging/program.mjs']) {
    fs.cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  }
  const browser = await puppeteer.launch({
    executablePath: programs.chromium.file,
    args: chromiumArguments,
    pipe: true,
    enableExtensions: true,
    timeout: 120_000,
    protocolTimeout: 0,
  });
  try {
    const id = await browser.installExtension(folder);
    const opened = await browser.newPage();
    await opened.goto(`chrome-extension://${id}${page}`);
    for (const threads of [1, 2]) {
      assert.deepEqual(await opened.evaluate(callWhenReady, 'prove', threads), expected(threads));
    }
  } finally {
    await browser.close();
    fs.rmSync(folder, { recursive: true });
  }
});
