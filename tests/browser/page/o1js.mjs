// o1js's own program, in a page, on onggi. Counts what o1js starts beside it.
/** The sizes in bytes of the modules that were compiled, and the number of workers that were started. */
const started = { compiled: /** @type {number[]} */ ([]), workers: 0 };

/** Notes the calls of a constructor or function. @param {any} owner @param {string} name @param {(args: any[]) => void} note */
function noteCalls(owner, name, note) {
  /** @param {(target: any, args: any[], last: any) => any} call */
  const noting =
    (call) => (/** @type {any} */ target, /** @type {any} */ second, /** @type {any} */ third) => {
      note(Array.isArray(second) ? second : third);
      return call(target, second, third);
    };
  owner[name] = new Proxy(owner[name], {
    apply: noting(Reflect.apply),
    construct: noting(Reflect.construct),
  });
}
for (const name of ['compile', 'instantiate', 'compileStreaming', 'instantiateStreaming', 'Module']) {
  noteCalls(WebAssembly, name, ([source]) => {
    if (!(source instanceof WebAssembly.Module)) started.compiled.push(source.byteLength);
  });
}
noteCalls(globalThis, 'Worker', () => {
  started.workers += 1;
});

/**
 * Compiles a program of tests/o1js/programs, proves and verifies.
 * @param {string} name
 */
export async function prove(name) {
  const { onggi } = await import('onggi/o1js');
  const o1js = await import('o1js');
  const { default: program } = await import(`../../o1js/programs/${name}.mjs`);
  const keys = await program.compile({ cache: o1js.Cache.None });
  const proofs = [];
  const accepted = [];
  const { live, handles } = onggi.memory();
  for await (const { key, proof } of program.prove()) {
    proofs.push({ key, proof });
    accepted.push(await o1js.verify(proof, keys[key].data));
  }
  const { proof, key } = proofs[0];
  const wrong = { ...proof, publicOutput: [String(BigInt(proof.publicOutput[0]) + 1n)] };
  const tampered = await o1js.verify(wrong, keys[key].data).catch(() => false);
  const after = onggi.memory();
  return {
    keys,
    proofs,
    accepted,
    tampered,
    started,
    isolated: globalThis.crossOriginIsolated,
    kept: { live: after.live - live, handles: after.handles - handles },
  };
}

/** Workers of the page, made before, while and after o1js is initialized, answer. */
export async function otherWorkers() {
  const source = 'onmessage = ({ data }) => postMessage(data + 1); postMessage(0)';
  const blob = new Blob([source], { type: 'text/javascript' });
  const ask = () =>
    new Promise((resolve, reject) => {
      const url = URL.createObjectURL(blob);
      const worker = new Worker(url);
      URL.revokeObjectURL(url);
      if (!(worker instanceof Worker)) reject(new Error('it is not a Worker'));
      /** @type {number[]} */
      const answers = [];
      worker.onmessage = ({ data }) => {
        answers.push(data);
        if (answers.length === 1) worker.postMessage(41);
        else {
          worker.terminate();
          resolve(answers);
        }
      };
      worker.onerror = ({ message }) => reject(new Error(message));
    });
  await import('onggi/o1js');
  const { initializeBindings } = await import('o1js');
  const before = ask();
  const initialized = initializeBindings();
  // Turns of the event loop: o1js waits for onggi, and starts its worker later.
  const during = [];
  for (let ready = false; !ready; await new Promise((resolve) => setTimeout(resolve))) {
    if (during.length < 50) during.push(ask());
    ready = await Promise.race([initialized.then(() => true), new Promise((r) => setTimeout(r, 10, false))]);
  }
  during.push(ask());
  await new Promise((resolve) => setTimeout(resolve, 100));
  return Promise.all([before, ...during, ask()]);
}
