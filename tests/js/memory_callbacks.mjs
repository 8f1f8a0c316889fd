// Callbacks of onMemory() that fail, for instances and for clients of a worker.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Expects that a callback of onMemory() that throws or rejects is a warning, and is called again.
 * @param {import('node:test').TestContext} context
 * @param {{ onMemory: (callback: () => unknown, options: { interval: number }) => any }} onggi an instance or a client
 * @param {() => unknown} change changes the memory in use
 */
export async function expectWarnings(context, { onMemory }, change) {
  const warned = context.mock.method(console, 'warn', () => {});
  for (const fail of [
    () => {
      throw new Error('mine');
    },
    () => Promise.reject(new Error('mine')),
  ]) {
    let calls = 0;
    const before = warned.mock.callCount();
    const off = await onMemory(
      () => {
        ++calls;
        return fail();
      },
      { interval: 0 }
    );
    while (calls < 2) {
      await change();
      await sleep(0);
    }
    off();
    await sleep(0);
    assert.equal(warned.mock.callCount() - before, calls);
    assert.match(
      String(warned.mock.calls.at(-1)?.arguments[0]),
      /a callback of onMemory\(\) threw Error: mine/
    );
  }
}
