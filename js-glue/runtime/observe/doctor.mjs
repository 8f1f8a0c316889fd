// Which features of the runtime the library can use, and what does not work without them.
import { awaitsAreFollowed } from '../handles/scope_context.mjs';
import { canRequestCollection, collectionsAreSeen } from '../memory/collection.mjs';
import { canSearchHeap } from '../memory/heap_search.mjs';
import { explore, runtime } from '../environment.mjs';
import { whyOneThread } from '../native/threads.mjs';

/** @typedef {{ name: string, present: boolean, meaning: string }} Finding */

/** @type {{ name: string, isPresent: () => boolean, withIt: string, without: string | (() => string) }[]} */
const checks = [
  {
    name: 'FinalizationRegistry',
    isPresent: () => collectionsAreSeen,
    withIt: 'dropped handles are freed when they are collected',
    without: 'dropped handles are only reported, by leaks() and memory(): use free() or scopes',
  },
  {
    name: 'collection request',
    isPresent: () => collectionsAreSeen && canRequestCollection(),
    withIt: 'reserve() and the …Async functions keep dropped handles below the soft limit',
    without: 'the engine alone decides when dropped handles are collected',
  },
  {
    name: 'heap search',
    isPresent: canSearchHeap,
    withIt: 'handles that synchronous code drops are freed before the budget is exceeded',
    without: 'handles that synchronous code drops without a scope are not freed before its task ends',
  },
  {
    name: 'AsyncLocalStorage',
    isPresent: awaitsAreFollowed,
    withIt: 'scopeAsync() owns handles that are created after an await',
    without: 'scopeAsync() owns only handles that are passed to own() of its scope',
  },
  {
    name: 'threads',
    isPresent: () => whyOneThread() === undefined,
    withIt: 'load({ threads }) can use several threads',
    without: () => `load({ threads: 'auto' }) uses one thread: ${whyOneThread()}`,
  },
  {
    name: 'Symbol.dispose',
    isPresent: () => Symbol.dispose !== undefined,
    withIt: '`using` and `await using` free handles and end scopes',
    without: '`using` needs a compiler that provides Symbol.for("Symbol.dispose")',
  },
];

/** @returns {Promise<{ runtime: string, findings: Finding[] }>} */
export async function doctor() {
  await explore();
  const findings = checks.map(({ name, isPresent, withIt, without }) => {
    const present = isPresent();
    const missing = typeof without === 'function' ? without : () => without;
    return { name, present, meaning: present ? withIt : missing() };
  });
  return { runtime, findings };
}
