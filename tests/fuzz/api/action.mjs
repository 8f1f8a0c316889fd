// What getters and callbacks do while a call reads its arguments.
import { Thrown } from './outcomes.mjs';

/**
 * @param {object} parts
 * @param {import('./random.mjs').Random} parts.random @param {import('./pool.mjs').Pool} parts.pool
 * @param {import('./hostile.mjs').Hostile} parts.hostile
 * @param {() => void} end may end what is called
 * @param {() => void} call makes another call
 */
export function act({ random, pool, hostile }, end, call) {
  switch (random.below(10)) {
    case 0:
      throw new Thrown('thrown by an argument');
    case 1:
      return pool.takeAny()?.free();
    case 2:
      return hostile.detach();
    case 3:
      return hostile.grow();
    case 4:
      return hostile.abort();
    case 5:
      return end();
    default:
      return call();
  }
}
