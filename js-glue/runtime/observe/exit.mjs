// What is to be done when the process ends: one listener for all.

/** @type {Set<() => void>} */
const tasks = new Set();
let isListening = false;

/** @param {() => void} task @returns {() => void} calls it off */
export function atExit(task) {
  if (!isListening) {
    globalThis.process?.on?.('exit', () => {
      for (const each of tasks) each();
    });
  }
  isListening = true;
  tasks.add(task);
  return () => void tasks.delete(task);
}
