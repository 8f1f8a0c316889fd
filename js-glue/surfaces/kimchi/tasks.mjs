// The work of tasks: step by step with a turn of the event loop between steps, or at once.
import { throwIfAborted, unlessAborted } from '../../runtime/cancellation.mjs';
import { OnggiError } from '../../runtime/errors.mjs';
import { turnUnlessAborted } from '../../runtime/native/event_loop.mjs';
import { checkTaskOptions } from '../../runtime/native/options.mjs';

/** @typedef {import('../../runtime/native/instance.mjs').Instance} Instance */
/** @typedef {import('../../runtime/native/call.mjs').HandleClass} HandleClass */
/** @typedef {import('../../runtime/native/options.mjs').TaskOptions} TaskOptions */

/** @param {any} task @returns {{ phase: string, fraction: number }} */
const progressOf = ({ phase, fraction }) => ({ phase, fraction });

/** Reports the progress; waits if onProgress returns a promise. @param {any} task @param {TaskOptions} options */
async function report(task, { onProgress, signal }) {
  const returned = onProgress?.(progressOf(task));
  if (typeof returned === 'object' && returned !== null) await unlessAborted(returned, signal);
}

/**
 * Does the work of a task step by step, with a turn of the event loop between steps, and takes its
 * result. The task is freed in any case.
 * @param {any} task @param {TaskOptions} options
 */
export async function finish(task, options) {
  try {
    await report(task, options);
    for (let finished = false; !finished; ) {
      await turnUnlessAborted(options.signal);
      finished = task.step();
      await report(task, options);
    }
    return task.take();
  } finally {
    task.free();
  }
}

/** @param {any} task @param {TaskOptions['onProgress']} onProgress @param {string} name */
function reportSync(task, onProgress, name) {
  const returned = /** @type {any} */ (onProgress?.(progressOf(task)));
  if (typeof returned?.then !== 'function') return;
  returned.then(undefined, () => {}); // the error below is thrown instead
  throw new OnggiError('wrong_type', `${name}: onProgress must not return a promise: use prove()`);
}

/** As finish(), without a turn of the event loop. @param {any} task @param {TaskOptions} options @param {string} name */
export function finishSync(task, { onProgress }, name) {
  try {
    reportSync(task, onProgress, name);
    for (let finished = false; !finished; ) {
      finished = task.step();
      reportSync(task, onProgress, name);
    }
    return task.take();
  } finally {
    task.free();
  }
}

/**
 * An asynchronous call that does the work of a task in steps.
 * @param {Instance} instance @param {string} name of the call @param {unknown} options
 * @param {(options: { signal?: AbortSignal }) => Promise<any>} begin makes the task
 * @param {[value: unknown, Class: HandleClass, parameter: string][]} [handles] which are borrowed until
 *   the promise settles: a free() meanwhile waits for it
 * @param {readonly string[]} [known] names of the options
 * @param {(task: any, options: TaskOptions & Record<string, any>) => Promise<any>} [complete]
 */
export async function runTask(instance, name, options, begin, handles = [], known, complete = finish) {
  const call = instance.enter(name);
  try {
    for (const [value, Class, parameter] of handles) call.borrow(value, Class, parameter);
    const read = checkTaskOptions(options, call.label('options'), known);
    const { signal } = read;
    throwIfAborted(signal);
    return await complete(await begin({ signal }), read);
  } finally {
    call.leave();
  }
}

/** A task whose work is done already. */
export class FinishedTask {
  phase = 'done';
  fraction = 1;
  /** @type {any} */
  #result;

  /** @param {any} result a handle */
  constructor(result) {
    this.#result = result;
  }

  step() {
    return true;
  }

  take() {
    const result = this.#result;
    this.#result = undefined;
    return result;
  }

  free() {
    this.#result?.free();
  }
}

/** Adds methods or static functions. @param {object} target @param {Record<string, Function>} functions */
export function define(target, functions) {
  for (const [name, value] of Object.entries(functions)) {
    Object.defineProperty(target, name, { value, writable: true, configurable: true });
  }
}
