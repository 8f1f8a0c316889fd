// The proving loop in a page: draws the memory of each mode while it proves.
import { load, scopeAsync } from 'onggi';
import uPlot from 'uplot';

const mebibyte = 2 ** 20;
const srsSize = 2 ** 11;
// Low, so that even a short run waits for dropped handles to be collected.
const softLimit = mebibyte;

const file = async (/** @type {string} */ name) =>
  (await fetch(new URL(`../proving-loop/${name}.json`, import.meta.url))).text();
const [circuit, witness] = await Promise.all([file('circuit'), file('witness')]);

/** Proves and verifies with its own SRS, index and witness. @param {any} curve @param {(handle: any) => any} own */
async function proveOnce({ Srs, PlonkIndex, Witness }, own) {
  const srs = own(await Srs.createAsync(srsSize));
  const index = own(await PlonkIndex.createAsync(circuit, srs));
  const input = own(Witness.fromJSON(witness));
  const verifier = own(index.verifierIndex());
  const proof = own(await index.prove(input));
  if (!verifier.verify(proof)) throw new Error('the proof is rejected');
}

const unowned = (/** @type {any} */ handle) => handle;

/** @type {Record<string, { what: string, colour: string, options: object, prove: (curve: any) => Promise<void> }>} */
const modes = {
  leaking: {
    what: 'objects that are never deleted',
    colour: '#c2410c',
    options: { raw: true },
    prove: (curve) => proveOnce(curve, unowned),
  },
  dropped: {
    what: 'handles that are not freed',
    colour: '#0369a1',
    options: { softLimit },
    prove: (curve) => proveOnce(curve, unowned),
  },
  scoped: {
    what: 'one scope per proof',
    colour: '#15803d',
    options: { softLimit },
    prove: (curve) => scopeAsync((scope) => proveOnce(curve, (handle) => scope.own(handle))),
  },
};

/** One mode: its instance, and the memory after each proof. */
class Runner {
  /** @type {number[]} MiB */
  live = [];
  /** @type {number[]} MiB */
  linear = [];
  most = 0;
  milliseconds = 0;

  /** @param {keyof typeof modes} name @param {any} onggi */
  constructor(name, onggi) {
    this.name = name;
    this.mode = modes[name];
    this.onggi = onggi;
  }

  async prove() {
    const start = performance.now();
    await this.mode.prove(this.onggi.vesta);
    this.milliseconds = performance.now() - start;
    const { live, linear, peak } = this.onggi.memory();
    this.live.push(live / mebibyte);
    this.linear.push(linear / mebibyte);
    this.most = peak / mebibyte;
  }

  row() {
    const mib = (/** @type {number} */ value) => `${value.toFixed(1)} MiB`;
    const cells = [
      ...[String(this.live.length), mib(this.live.at(-1) ?? 0), mib(this.most)],
      ...[mib(this.linear.at(-1) ?? 0), `${Math.round(this.milliseconds)} ms`],
    ];
    const row = document.createElement('tr');
    row.id = this.name;
    const heading = row.insertCell();
    heading.innerHTML = `<b>${this.name}</b> <span>${this.mode.what}</span>`;
    heading.style.color = this.mode.colour;
    for (const text of cells) row.insertCell().textContent = text;
    return row;
  }
}

const element = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/** @param {'live' | 'linear'} what @param {string} title @param {Runner[]} runners */
function chart(what, title, runners) {
  const place = element(what);
  place.replaceChildren();
  const data = () => [runners[0].live.map((_, i) => i + 1), ...runners.map((runner) => runner[what])];
  const plot = new uPlot(
    {
      title,
      width: Math.min(960, document.body.clientWidth - 8),
      height: 260,
      scales: { x: { time: false }, y: { range: (_, _low, high) => [0, (high || 1) * 1.1] } },
      axes: [{ label: 'proof', incrs: [1, 2, 5, 10, 20, 50, 100] }, { size: 64 }],
      series: [
        { label: 'proof' },
        ...runners.map(({ name, mode }) => ({
          label: name,
          stroke: mode.colour,
          width: 2,
          dash: name === 'scoped' ? [8, 6] : undefined,
          value: (/** @type {any} */ _, /** @type {number | null} */ v) => v?.toFixed(1) ?? '–',
        })),
      ],
    },
    data(),
    place
  );
  return () => plot.setData(data());
}

let stopped = false;

async function run() {
  const proofs = Number(element('proofs').value);
  const runners = await Promise.all(
    Object.entries(modes).map(async ([name, { options }]) => new Runner(name, await load(options)))
  );
  try {
    const redraw = [
      chart('live', 'Live native bytes, MiB', runners),
      chart('linear', 'Linear memory, MiB', runners),
    ];
    for (let i = 1; i <= proofs && !stopped; ++i) {
      for (const runner of runners) await runner.prove();
      document.querySelector('tbody')?.replaceChildren(...runners.map((runner) => runner.row()));
      for (const draw of redraw) draw();
      element('status').value = `proof ${i} of ${proofs}`;
    }
  } finally {
    for (const { onggi } of runners) onggi.close();
  }
}

element('stop').onclick = () => (stopped = true);
document.querySelector('form')?.addEventListener('submit', async (event) => {
  event.preventDefault();
  stopped = false;
  element('start').disabled = true;
  element('stop').disabled = false;
  try {
    await run();
    element('status').value = stopped ? 'stopped' : 'done';
  } catch (error) {
    element('status').value = String(error);
  }
  element('start').disabled = false;
  element('stop').disabled = true;
});
// A form that is submitted before it has a listener would load the page again.
element('start').disabled = false;
