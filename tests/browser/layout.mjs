// Facts about the layout of a page that hold on every screen, and the rules of axe-core.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const axe = fs.readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const screenshots = fileURLToPath(new URL('../../build/screenshots/', import.meta.url));

export const screens = [
  { name: 'desktop', width: 1280, height: 900 },
  { name: 'phone', width: 390, height: 844 },
];
const schemes = /** @type {const} */ (['light', 'dark']);

/** What is wrong in the page's layout. Runs in the page. @returns {string[]} */
function layoutFaults() {
  const { document, getComputedStyle } = /** @type {any} */ (globalThis);
  /** @type {string[]} */
  const faults = [];
  const name = (/** @type {any} */ element) =>
    `${element.tagName.toLowerCase()} "${(element.textContent ?? '').trim().slice(0, 40)}"`;
  const root = document.scrollingElement;
  if (root.scrollWidth > root.clientWidth)
    faults.push(`the page is ${root.scrollWidth} px wide on a screen of ${root.clientWidth} px`);
  // What only screen readers see is clipped to nothing.
  const clipped = [...document.querySelectorAll('body *')].filter(
    (element) => getComputedStyle(element).clipPath !== 'none'
  );
  const visible = [...document.querySelectorAll('body *')].filter(
    (element) => element.checkVisibility() && !clipped.some((outer) => outer.contains(element))
  );
  for (const element of visible) {
    const style = getComputedStyle(element);
    const clips = style.overflowX !== 'visible';
    // Lines of code scroll.
    if (
      clips &&
      element.clientWidth > 0 &&
      element.scrollWidth > element.clientWidth &&
      !element.closest('pre, svg')
    )
      faults.push(`${name(element)} cuts its content`);
    const box = element.getBoundingClientRect();
    if (
      !element.closest('svg, pre') &&
      box.width > 0 &&
      box.left < root.clientWidth &&
      box.right > root.clientWidth + 1
    )
      faults.push(`${name(element)} ends at ${Math.round(box.right)} px`);
  }
  // A text that is squeezed has lines of a few letters.
  for (const element of visible.filter((one) => one.children.length === 0 && !one.closest('svg'))) {
    const text = element.textContent.trim();
    const range = document.createRange();
    range.selectNodeContents(element);
    const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
    if (lines > 2 && text.length / lines < 5) faults.push(`${name(element)} has ${lines} lines`);
  }
  const texts = visible.filter((element) => element.tagName === 'text');
  const boxes = texts.map((element) => ({ element, box: element.getBoundingClientRect() }));
  for (const { element, box } of boxes) {
    const frame = element.ownerSVGElement.getBoundingClientRect();
    if (box.left < frame.left - 1 || box.right > frame.right + 1)
      faults.push(`${name(element)} leaves its image`);
    if (box.height < 9) faults.push(`${name(element)} is ${box.height.toFixed(1)} px high`);
  }
  boxes.forEach(({ element, box }, i) => {
    for (const other of boxes.slice(i + 1)) {
      const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
      if (across > 1 && down > 2) faults.push(`${name(element)} covers ${name(other.element)}`);
    }
  });
  return faults;
}

/**
 * Everything that is wrong with the open page on each screen, in each scheme. Keeps screenshots in build/screenshots.
 * @param {any} tab Puppeteer's page @param {string} name of the screenshots
 * @param {{ prepare?: () => Promise<unknown> }} [options] prepare: called on each screen
 * @returns {Promise<string[]>}
 */
export async function faultsOf(tab, name, { prepare = async () => {} } = {}) {
  fs.mkdirSync(screenshots, { recursive: true });
  const faults = [];
  for (const { name: screen, width, height } of screens)
    for (const scheme of schemes) {
      await tab.setViewport({ width, height });
      await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await prepare();
      await tab.screenshot({
        path: path.join(screenshots, `${name}-${screen}-${scheme}.png`),
        fullPage: true,
      });
      const found = await tab.evaluate(layoutFaults);
      await tab.evaluate(axe);
      const { violations } = await tab.evaluate('axe.run()');
      for (const { id, nodes } of violations)
        found.push(
          `${id}: ${nodes.map((/** @type {any} */ node) => `${node.target} ${node.failureSummary}`).join('; ')}`
        );
      const dark = await tab.evaluate(() => {
        const { document, getComputedStyle } = /** @type {any} */ (globalThis);
        const colour = getComputedStyle(document.body).backgroundColor;
        const [red = 255] = colour.match(/\d+/g)?.map(Number) ?? [];
        return colour !== 'rgba(0, 0, 0, 0)' ? red < 128 : undefined;
      });
      if (dark !== undefined && dark !== (scheme === 'dark')) found.push(`the page is not ${scheme}`);
      faults.push(...found.map((fault) => `${screen}, ${scheme}: ${fault}`));
    }
  return faults;
}
