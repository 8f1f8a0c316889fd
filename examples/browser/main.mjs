// The page: chooses circuits, shows progress, verdicts and memory. A worker computes.
import { figure } from '../../js-glue/tools/lab/chart.mjs';
import { escape, htmlTable } from '../../js-glue/tools/lab/markup.mjs';
import { bytesText } from '../../js-glue/tools/lab/numbers.mjs';
import { circuits } from './circuits.mjs';

/** @type {Record<string, { what: string, colour: import('../../js-glue/tools/lab/chart.mjs').Colour, dash?: number[] }>} */
const modes = {
  leaking: { what: 'objects that are never deleted', colour: { light: '#c2410c', dark: '#fb923c' } },
  dropped: { what: 'handles that are not freed', colour: { light: '#0369a1', dark: '#38bdf8' } },
  scoped: { what: 'one scope per proof', colour: { light: '#15803d', dark: '#4ade80' }, dash: [8, 6] },
};

const element = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

const worker = new Worker(new URL('worker.mjs', import.meta.url), { type: 'module' });
/** @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void }>} */
const waiting = new Map();
let calls = 0;

/** Calls a method of the worker. @param {string} method @param {object} [args] @returns {Promise<any>} */
const call = (method, args) =>
  new Promise((resolve, reject) => {
    const id = ++calls;
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, method, args });
  });

/** @type {Record<string, (data: any) => void>} */
const listeners = {
  ready: () => setBusy(false),
  progress({ step, phase, fraction }) {
    element('progress').value = fraction;
    element('phase').value = `${step}: ${phase}`;
  },
  step({ step, ms }) {
    steps.push([step, `${ms} ms`]);
    element('steps').innerHTML = htmlTable(['step', 'time'], steps);
  },
  round({ proof, measured }) {
    rounds.push(measured);
    showRounds();
    element('status').value = `proof ${proof} of ${element('proofs').value}`;
  },
};

worker.addEventListener('message', ({ data: { id, event, result, error, ...data } }) => {
  if (event !== undefined) {
    listeners[event]?.(data);
    return;
  }
  const call = waiting.get(id);
  waiting.delete(id);
  if (error === undefined) call?.resolve(result);
  else call?.reject(Object.assign(new Error(error.message), { code: error.code }));
});
worker.addEventListener('error', ({ message = 'the worker could not be loaded' }) => {
  for (const { reject } of waiting.values()) reject(new Error(message));
  waiting.clear();
  element('phase').value = element('status').value = message;
});

/** @type {string[][]} */
let steps = [];
/** The memory of each mode after each proof. @type {any[][]} */
let rounds = [];
let hasProof = false;

/** Enables what can be used while the worker computes, or while it waits. @param {boolean} busy */
function setBusy(busy) {
  for (const id of ['prove', 'start']) element(id).disabled = busy;
  for (const id of ['cancel', 'stop']) element(id).disabled = !busy;
  for (const id of ['verify', 'tamper']) element(id).disabled = busy || !hasProof;
}

/** Runs work of the worker; the status shows an error. @param {string} status id @param {() => Promise<string>} work */
async function busyWith(status, work) {
  setBusy(true);
  try {
    element(status).value = await work();
  } catch (error) {
    const { code, message } = /** @type {any} */ (error);
    element(status).value = code === 'cancelled' ? 'cancelled' : `error: ${message}`;
  }
  setBusy(false);
}

/** @param {string} prefix of the fields' ids */
const choice = (prefix) => ({
  circuit: element(`${prefix}circuit`).value,
  logSize: Number(element(`${prefix}size`).value),
  threads: Number(element('threads').value),
});

element('prove-form').addEventListener('submit', (/** @type {Event} */ event) => {
  event.preventDefault();
  steps = [];
  hasProof = false;
  element('verdicts').replaceChildren();
  element('steps').replaceChildren();
  busyWith('phase', async () => {
    element('progress').value = 0;
    const { rows, statements, bytes, running } = await call('prove', choice(''));
    hasProof = true;
    element('progress').value = 1;
    const threads = running === 1 ? 'one thread' : `${running} threads`;
    return `proved: ${statements} statements in ${rows} rows, a proof of ${bytes} bytes, by ${threads}`;
  });
});

/** @param {string} what @param {{ accepted: boolean, ms: number }} verdict */
function addVerdict(what, { accepted, ms }) {
  const item = document.createElement('li');
  item.innerHTML = `${escape(what)}: <b class="${accepted ? 'good' : 'bad'}">${accepted ? 'accepted' : 'rejected'}</b> in ${ms} ms`;
  element('verdicts').append(item);
}

element('verify').addEventListener('click', () =>
  busyWith('phase', async () => {
    addVerdict('the proof', await call('verify'));
    return 'verified';
  })
);
element('tamper').addEventListener('click', () =>
  busyWith('phase', async () => {
    for (const { what, ...verdict } of await call('tamper')) addVerdict(what, verdict);
    return 'verified with changes';
  })
);
for (const id of ['cancel', 'stop']) element(id).addEventListener('click', () => call('cancel'));

/** A chart's SVG and table, replaced without closing the table. @param {string} id @param {import('../../js-glue/tools/lab/chart.mjs').Chart} chart */
function draw(id, chart) {
  const place = element(id);
  if (place.firstElementChild === null) {
    place.innerHTML = figure(chart);
    return;
  }
  const drawn = document.createElement('template');
  drawn.innerHTML = figure(chart);
  for (const selector of ['svg', 'table'])
    place.querySelector(selector).replaceWith(drawn.content.querySelector(selector));
}

/** @param {'live' | 'linear'} what @param {string} title */
const chartOf = (what, title) => ({
  title,
  x: 'proof',
  at: rounds.map((_, i) => i + 1),
  unit: /** @type {const} */ ('bytes'),
  series: Object.entries(modes).map(([label, { colour, dash }], mode) => ({
    label,
    colour,
    dash,
    values: rounds.map((measured) => measured[mode][what]),
  })),
});

function showRounds() {
  const last = /** @type {any[]} */ (rounds.at(-1));
  const rows = last.map(({ name, live, peak, linear, ms }) => [
    `<span id="${name}">${name}: <span class="quiet">${modes[name]?.what}</span></span>`,
    ...[live, peak, linear].map(bytesText),
    `${ms} ms`,
  ]);
  element('modes').innerHTML = htmlTable(['mode', 'live', 'peak', 'linear', 'last proof'], rows);
  draw('live', chartOf('live', 'Live native bytes'));
  draw('linear', chartOf('linear', 'Linear memory'));
  const types = [...new Set(last.flatMap(({ byType }) => Object.keys(byType)))].sort();
  element('by-type').hidden = false;
  element('types').innerHTML = htmlTable(
    ['type', ...Object.keys(modes)],
    types.map((type) => [
      type,
      ...last.map(({ byType }) => `${byType[type]?.count ?? 0}, ${bytesText(byType[type]?.bytes ?? 0)}`),
    ])
  );
}

/** @param {{ mode: string, type: string, place: string, count: number, bytes: number }[]} leaks */
function showLeaks(leaks) {
  element('by-place').hidden = false;
  element('leaks').innerHTML =
    leaks.length === 0
      ? '<p>No handle is alive.</p>'
      : htmlTable(
          ['place', 'mode', 'type', 'alive', 'bytes'],
          leaks.map(({ mode, type, place, count, bytes }) => [
            escape(place),
            mode,
            escape(type),
            String(count),
            bytesText(bytes),
          ])
        );
}

element('loop-form').addEventListener('submit', (/** @type {Event} */ event) => {
  event.preventDefault();
  rounds = [];
  element('by-place').hidden = true;
  busyWith('status', async () => {
    element('status').value = 'starting';
    const { stopped, leaks } = await call('loop', {
      ...choice('loop-'),
      proofs: Number(element('proofs').value),
    });
    showLeaks(leaks);
    return stopped ? 'stopped' : 'done';
  });
});

/** @param {string} id @param {[value: string, text: string][]} options */
const fill = (id, options) =>
  element(id).replaceChildren(...options.map(([value, text]) => new Option(text, value)));

const names = /** @type {[string, string][]} */ (
  Object.entries(circuits).map(([id, { name }]) => [id, name])
);
for (const id of ['circuit', 'loop-circuit']) fill(id, names);
for (const id of ['size', 'loop-size'])
  fill(
    id,
    [8, 9, 10, 11, 12, 13, 14].map((logSize) => [String(logSize), `2^${logSize}`])
  );
element('size').value = '10';
// Large enough that the leak also shows in linear memory, which starts at 16 MiB, after a few proofs.
element('loop-size').value = '11';
const most = crossOriginIsolated ? Math.min(8, navigator.hardwareConcurrency) : 1;
fill(
  'threads',
  Array.from({ length: most }, (_, i) => [String(i + 1), String(i + 1)])
);
if (!crossOriginIsolated)
  element('threads-note').textContent =
    'One thread only: the page is not isolated from other origins. Its server must send Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy.';
const describe = () => (element('about').textContent = circuits[element('circuit').value]?.about);
element('circuit').addEventListener('change', describe);
describe();
