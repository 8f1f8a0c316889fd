// Debian's browsers, headless, with pages from localhost: Chromium and Firefox by Puppeteer, WebKitGTK's MiniBrowser by
// WebDriver.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import puppeteer from 'puppeteer-core';
import { Builder } from 'selenium-webdriver';

import { serve } from '../../examples/browser/serve.mjs';

/** A browser engine. @typedef {'chromium' | 'firefox' | 'webkit'} Engine */
export const engines = /** @type {const} */ (['chromium', 'firefox', 'webkit']);

/** The place where code runs in a browser. @typedef {'window' | 'worker'} Place */
export const places = /** @type {const} */ (['window', 'worker']);

/** The program of each engine, and the Debian packages that have it. */
export const programs = {
  chromium: { file: '/usr/bin/chromium', packages: 'chromium' },
  firefox: { file: '/usr/bin/firefox-esr', packages: 'firefox-esr' },
  webkit: { file: '/usr/bin/WebKitWebDriver', packages: 'webkit2gtk-driver xvfb xauth' },
};

const miniBrowser = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const withGc = ['--js-flags=--expose-gc', '--enable-precise-memory-info'];

/**
 * One open page.
 * @typedef {object} Page
 * @property {(url: string) => Promise<unknown>} goto
 * @property {<A extends unknown[], R>(run: (...args: A) => R, ...args: A) => Promise<Awaited<R>>} evaluate
 *   runs a function in the page; arguments and result are JSON
 * @property {() => number} workers the number of dedicated workers that run; -1 if the driver cannot tell
 * @property {string} version the browser's
 * @property {any} [tab] Puppeteer's page, if it drives the browser
 * @property {() => Promise<void>} close ends the browser
 */

/**
 * An expression whose value is a promise of the result of a function, as JSON text: drivers differ in what else they
 * can pass.
 * @param {Function} run @param {unknown[]} args
 */
const expressionOf = (run, args) =>
  `Promise.resolve().then(() => (${run})(...${JSON.stringify(args)})).then(
    (value) => JSON.stringify({ value }),
    (error) => JSON.stringify({ error: String(error) })
  )`;

/** @param {string} json what such an expression gave */
function resultOf(json) {
  const { value, error } = JSON.parse(json);
  if (error !== undefined) throw new Error(error);
  return value;
}

/**
 * @param {'chromium' | 'firefox'} engine
 * @param {boolean} gc
 * @param {(error: string) => void} report receives the page's errors
 * @returns {Promise<Page>}
 */
async function launchPuppeteer(engine, gc, report) {
  const browser = await puppeteer.launch({
    browser: engine === 'firefox' ? 'firefox' : 'chrome',
    executablePath: programs[engine].file,
    args: engine === 'firefox' ? [] : [...chromiumArguments, ...(gc ? withGc : [])],
    timeout: 120_000, // a busy machine starts a browser slowly
    protocolTimeout: 0, // calls may take as long as the tests' own limit
  });
  const page = await browser.newPage();
  page.on('pageerror', (error) => report(String(/** @type {Error} */ (error).stack ?? error)));
  page.on('console', (message) => {
    if (message.type() === 'error') report(message.text());
  });
  return {
    goto: (url) => page.goto(url),
    evaluate: async (run, ...args) =>
      resultOf(/** @type {string} */ (await page.evaluate(expressionOf(run, args)))),
    workers: () => page.workers().length,
    version: await browser.version(),
    tab: page,
    close: () => browser.close(),
  };
}

/** A free port of the loopback interface. @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {net.AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });

/** Waits until a WebDriver server answers; throws after two minutes. @param {string} url */
async function waitForDriver(url) {
  for (let tries = 0; tries < 600; ++tries) {
    if (
      await fetch(`${url}/status`).then(
        ({ ok }) => ok,
        () => false
      )
    )
      return;
    await sleep(200);
  }
  throw new Error(`${programs.webkit.file} does not answer at ${url}`);
}

/**
 * @param {boolean} optimizes whether the optimising compiler of WebAssembly runs
 * @returns {Promise<Page>}
 */
async function launchWebKit(optimizes) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const driverArguments = ['-a', programs.webkit.file, `--port=${port}`, '--host=127.0.0.1'];
  const process = spawn('xvfb-run', driverArguments, {
    env: { ...globalThis.process.env, ...(!optimizes && { JSC_useOMGJIT: '0' }) },
    stdio: 'ignore',
    detached: true,
  });
  /** Ends the driver, its display and its browsers, which are one process group. */
  const kill = () => {
    try {
      globalThis.process.kill(-(/** @type {number} */ (process.pid)));
    } catch {} // it has ended
  };
  globalThis.process.once('exit', kill);
  try {
    await waitForDriver(url);
    const driver = await new Builder()
      .usingServer(url)
      .withCapabilities({
        browserName: 'MiniBrowser',
        'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation'] },
      })
      .build();
    await driver.manage().setTimeouts({ script: 2 ** 31 - 1 });
    const capabilities = await driver.getCapabilities();
    return {
      goto: (address) => driver.get(address),
      evaluate: async (run, ...args) =>
        resultOf(
          await driver.executeAsyncScript(
            `(${expressionOf(run, args)}).then(arguments[arguments.length - 1])`
          )
        ),
      workers: () => -1,
      version: `WebKitGTK ${capabilities.getBrowserVersion()}`,
      async close() {
        await driver.quit();
        globalThis.process.off('exit', kill);
        kill();
      },
    };
  } catch (error) {
    kill();
    throw error;
  }
}

/**
 * A browser with one page open, whose errors fail whatever is called next.
 * @param {object} [options]
 * @param {Engine} [options.engine]
 * @param {boolean} [options.optimizes] whether WebKit's optimising compiler of WebAssembly runs, for which WebKitGTK 2.50
 *   may wait forever in long loops
 * @param {boolean} [options.gc] whether tests may collect garbage at their command, in Chromium
 * @param {boolean} [options.isolated] whether the page is isolated from other origins
 * @param {boolean} [options.evaluates] whether the page may evaluate code
 * @param {boolean} [options.trustedTypes] whether the page requires trusted types for scripts
 * @param {string} [options.path] of the page
 * @param {RegExp} [options.expected] the errors that the test itself causes
 */
export async function openBrowser({
  engine = 'chromium',
  optimizes = true,
  gc = false,
  isolated = false,
  evaluates = false,
  trustedTypes = false,
  path = '/tests/browser/page/',
  expected,
} = {}) {
  const { file, packages } = programs[engine];
  if (!fs.existsSync(file)) throw new Error(`${file} is missing: apt-get install ${packages}`);
  /** @type {string[]} */
  const errors = [];
  const server = await serve({ isolated, evaluates, trustedTypes });
  const page = await (engine === 'webkit'
    ? launchWebKit(optimizes)
    : launchPuppeteer(engine, gc, (error) => expected?.test(error) || errors.push(error))
  ).catch(async (error) => {
    await server.close();
    throw error;
  });
  await page.goto(`${server.url}${path}`);

  function throwReported() {
    const [reported] = errors.splice(0);
    if (reported !== undefined) throw new Error(`the page reported: ${reported}`);
  }

  return {
    page,
    throwReported,
    url: server.url,
    version: page.version,

    /** @param {Place} place @param {string} module @param {string} name @param {unknown[]} args */
    async call(place, module, name, ...args) {
      const { result, error } = await page.evaluate(
        async (place, request) => {
          const scope = /** @type {any} */ (globalThis);
          for (let tries = 0; !scope.callIn && tries < 500; ++tries) {
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
          return scope.callIn[place](request);
        },
        place,
        { module, name, args }
      );
      if (error !== undefined) throw new Error(`in the ${place}: ${error}`);
      throwReported();
      return result;
    },

    async close() {
      await page.close();
      await server.close();
    },
  };
}
