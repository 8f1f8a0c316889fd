// Shows what the worker reports.
/** @param {string} id */
const element = (id) => /** @type {any} */ (document.getElementById(id));

/** @param {string[]} cells */
function addRow(cells) {
  const row = document.createElement('tr');
  row.append(...cells.map((text) => Object.assign(document.createElement('td'), { textContent: text })));
  document.querySelector('tbody')?.append(row);
}

const mebibyte = 2 ** 20;

document.querySelector('form')?.addEventListener('submit', (event) => {
  event.preventDefault();
  element('start').disabled = true;
  const worker = new Worker(new URL('worker.mjs', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }) => {
    if (data.status !== undefined) element('status').value = data.status;
    if (data.step !== undefined) {
      const { step, milliseconds, live, linear } = data;
      addRow([
        step,
        (milliseconds / 1000).toFixed(1),
        ...[live, linear].map((n) => (n / mebibyte).toFixed(1)),
      ]);
    }
    if (data.ended) {
      worker.terminate();
      element('start').disabled = false;
    }
  });
  worker.addEventListener('error', ({ message }) => {
    element('status').value = message;
    worker.terminate();
    element('start').disabled = false;
  });
  worker.postMessage({ proofs: Number(element('proofs').value) });
});
