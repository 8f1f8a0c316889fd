// What the runtime has of that which handles can make use of, and what is missing without it.
import { awaitsAreFollowed } from '../handles/scope_context.mjs';
import { canRequestCollection, collectionsAreSeen } from '../memory/collection.mjs';
import { canSearchHeap } from '../memory/heap_search.mjs';
import { explore, runtime } from '../environment.mjs';
import { threadsLack } from '../native/threads.mjs';

/** @typedef {{ name: string, present: boolean, meaning: string }} Finding */

/** @type {{ name: string, isPresent: () => boolean, withIt: string, without: string }[]} */
const checks = [
  {
    name: 'FinalizationRegistry',
    isPresent: () => collectionsAreSeen,
    withIt: 'handles that are dropped are freed when they are collected',
    without: 'handles that are dropped are only reported, by leaks() and the ledger: free() or scope them',
  },
  {
    name: 'collection request',
    isPresent: () => collectionsAreSeen && canRequestCollection(),
    withIt: 'reserve() and the …Async functions keep dropped handles below the soft limit',
    without: 'when dropped handles are collected is the engine\'s choice',
  },
  {
    name: 'heap search',
    isPresent: canSearchHeap,
    withIt: 'handles that synchronous code drops are found before the budget is exceeded',
    without: 'handles that synchronous code drops unscoped are not found before its task ends',
  },
  {
    name: 'AsyncLocalStorage',
    isPresent: awaitsAreFollowed,
    withIt: 'scopeAsync() owns what is made over its awaits',
    without: 'scopeAsync() owns only what is given to own() of the scope that it passes',
  },
  {
    name: 'threads',
    isPresent: () => threadsLack() === undefined,
    withIt: 'load({ threads }) computes on several',
    without: 'load({ threads }) takes no more than 1',
  },
  {
    name: 'Symbol.dispose',
    isPresent: () => Symbol.dispose !== undefined,
    withIt: '`using` and `await using` free handles and end scopes',
    without: '`using` needs a compiler that brings Symbol.for("Symbol.dispose")',
  },
];

/** @returns {Promise<{ runtime: string, findings: Finding[] }>} */
export async function doctor() {
  await explore();
  const findings = checks.map(({ name, isPresent, withIt, without }) => {
    const present = isPresent();
    return { name, present, meaning: present ? withIt : without };
  });
  return { runtime, findings };
}
