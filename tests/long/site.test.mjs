// The documentation as a site: every link has a target, nothing is loaded from elsewhere, the search finds guides and
// members, and pages fit on a phone, light and dark.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { leftOut, makeSite, pageNames, site } from '../../js-glue/tools/build/docs.mjs';
import { root } from '../../js-glue/tools/build/root.mjs';
import { openBrowser } from '../browser/browser.mjs';
import { faultsOf } from '../browser/layout.mjs';

/** @type {Awaited<ReturnType<typeof openBrowser>>} */
let browser;
before(async () => {
  await makeSite();
  browser = await openBrowser({ path: '/build/docs/index.html' });
});
after(() => browser.close());

const pages = () =>
  fs.readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'));

const read = (/** @type {string} */ page) => fs.readFileSync(path.join(site, page), 'utf8');

/** The targets of links, images, styles and scripts. @param {string} html */
const targetsOf = (html) =>
  [...html.matchAll(/<(\w+)[^>]*?\s(href|src)="([^"]*)"/g)].map(([, tag, , url = '']) => ({ tag, url }));

test('every page of docs/ is part of the site, apart from those for releases', () => {
  const titles = pageNames()
    .filter((name) => !leftOut.includes(name))
    .map(
      (name) => /^# (.*)$/m.exec(fs.readFileSync(path.join(root, 'docs', `${name}.md`), 'utf8'))?.[1] ?? ''
    );
  const documents = fs.readdirSync(path.join(site, 'documents')).map((file) => read(`documents/${file}`));
  for (const title of titles)
    assert.ok(
      documents.some(
        (html) =>
          html.includes(`<title>${title.replaceAll("'", '&#39;')} |`) || html.includes(`<title>${title} |`)
      ),
      title
    );
});

test('no link is dead', () => {
  /** @type {Map<string, Set<string>>} */
  const ids = new Map();
  const idsOf = (/** @type {string} */ page) => {
    if (!ids.has(page))
      ids.set(page, new Set([...read(page).matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id)));
    return /** @type {Set<string>} */ (ids.get(page));
  };
  const dead = [];
  let links = 0;
  for (const page of pages())
    for (const { url } of targetsOf(read(page))) {
      if (/^(https?:|data:|mailto:|#$)/.test(url)) continue;
      ++links;
      const [file = '', id] = url.split('#');
      const target = file === '' ? page : path.posix.join(path.posix.dirname(page), decodeURI(file));
      if (!fs.existsSync(path.join(site, target))) dead.push(`${page}: ${url}`);
      else if (id && target.endsWith('.html') && !idsOf(target).has(decodeURIComponent(id)))
        dead.push(`${page}: ${url}`);
    }
  assert.ok(links > 1000, `${links} links`);
  assert.deepEqual(dead, []);
});

test('pages load nothing from other hosts', () => {
  for (const page of pages())
    for (const { tag, url } of targetsOf(read(page)))
      if (tag !== 'a') assert.doesNotMatch(url, /^(https?:)?\/\//, `${page}: ${url}`);
});

describe('in Chromium', () => {
  test('the search finds members and guides', async () => {
    const { tab } = browser.page;
    await tab.setViewport({ width: 1280, height: 900 });
    for (const [word, expected] of /** @type {[string, RegExp][]} */ ([
      ['poseidonHash', /poseidonHash/],
      ['Coming from Kimchi', /Kimchi/],
      ['softLimit', /softLimit/],
    ])) {
      await browser.page.goto(`${browser.url}/build/docs/index.html`);
      await tab.click('#tsd-search-trigger');
      await tab.waitForSelector('#tsd-search-input', { visible: true });
      await tab.type('#tsd-search-input', word);
      await tab.waitForFunction(() =>
        /** @type {any} */ (globalThis).document.querySelector('#tsd-search-results li a')
      );
      const found = await tab.$$eval('#tsd-search-results li a', (/** @type {any[]} */ links) =>
        links.map((link) => link.textContent)
      );
      assert.match(found.join('\n'), expected);
      await Promise.all([tab.waitForNavigation(), tab.click('#tsd-search-results li a')]);
      assert.match(tab.url(), /\/build\/docs\/\w+\/.*\.html/);
      browser.throwReported();
    }
  });

  for (const [name, page] of [
    ['site-home', 'index.html'],
    ['site-guide', 'documents/Memory.html'],
    ['site-class', 'interfaces/onggi.CircuitBuilder.html'],
    ['site-module', 'modules/onggi.html'],
    ['site-function', 'functions/onggi.load.html'],
    ['site-commands', 'documents/Command_line.html'],
  ])
    test(`${page} fits on a phone, light and dark`, async () => {
      await browser.page.goto(`${browser.url}/build/docs/${page}`);
      assert.deepEqual(await faultsOf(browser.page.tab, name), []);
    });
});
