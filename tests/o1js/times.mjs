// How much CPU time the functions of a backend take.
import { createRequire } from 'node:module';
import path from 'node:path';

let within = 0;
let depth = 0;

const processTime = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** @param {(...args: any[]) => any} original */
function measured(original) {
  return function (/** @type {any[]} */ ...args) {
    const before = processTime();
    depth += 1;
    try {
      // @ts-expect-error: the caller's own `this`
      return original.apply(this, args);
    } finally {
      depth -= 1;
      if (depth === 0) within += processTime() - before;
    }
  };
}

/** The module that o1js takes for a backend. @param {string} backend @returns {Record<string, any>} */
export function backendModule(backend) {
  const require = createRequire(import.meta.url);
  if (backend.endsWith('native')) return require(`@o1js/native-${process.platform}-${process.arch}`);
  return require(
    path.join(path.dirname(require.resolve('o1js')), 'bindings/compiled/node_bindings/kimchi_wasm.cjs')
  );
}

/** Measures the functions of a backend's module from now on. @param {Record<string, any>} module */
export function measure(module) {
  for (const [name, value] of Object.entries(module)) {
    if (typeof value === 'function' && /^(caml|fp|fq)_/.test(name)) module[name] = measured(value);
  }
}

/** CPU seconds of the process since its start, and those inside of the backend's functions. */
export const times = () => ({ whole: processTime(), backend: within });
