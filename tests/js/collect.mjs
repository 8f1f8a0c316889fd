// Garbage collection at the tests' command.
import { setImmediate as turn } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';

v8.setFlagsFromString('--expose-gc');
/** @type {() => void} */
const gc = vm.runInNewContext('gc');

/** Collects garbage and lets the finalizers run. */
export async function collect() {
  for (let i = 0; i < 3; ++i) {
    gc();
    await turn();
  }
}

export { gc, turn };
