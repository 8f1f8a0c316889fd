// Tasks for the end of the process. One listener serves all copies of this package.

const key = Symbol.for('onggi.exitTasks');

/** @returns {Set<() => void>} */
function listen() {
  /** @type {Set<() => void>} */
  const tasks = new Set();
  globalThis.process?.on?.('exit', () => {
    for (const task of tasks) task();
  });
  return tasks;
}

/** @param {() => void} task @returns {() => void} removes it */
export function atExit(task) {
  const realm = /** @type {any} */ (globalThis);
  /** @type {Set<() => void>} */
  const tasks = (realm[key] ??= listen());
  tasks.add(task);
  return () => void tasks.delete(task);
}
