// In Node, the handles that synchronous code has dropped can be found at once: a search of the heap finds
// the finalization tokens of the handles that are still reachable. It takes a collection and a walk over the
// heap, so it is the last resort. Every handle that it does not find is released: therefore a result that
// may be incomplete is not used.
import { FinalizationToken } from '../handles/finalization.mjs';
import { nodeModules } from '../environment.mjs';
import { releaseDropped } from '../handles/table.mjs';

/** @typedef {(constructor: Function, options: { format: 'summary' }) => string[]} QueryObjects */
/** @typedef {import('node:inspector').Session} Session */

/** @returns {QueryObjects | undefined} Node has it since 20.13 */
const query = () => /** @type {any} */ (nodeModules.v8)?.queryObjects;

/** The global variable that passes the prototype and the callback to the inspector. */
const exchange = Symbol.for('onggi.heapSearch');

/** Passes all finalization tokens to take() of the exchange. @param {Session} session */
function takeTokens(session) {
  const expression = `globalThis[Symbol.for('${exchange.description}')]`;
  /** @param {string} method @param {object} parameters @returns {any} */
  const post = (method, parameters) => {
    let answer;
    session.post(method, parameters, (_, result) => (answer = result));
    return answer;
  };
  /** @param {string} text @returns {string | undefined} */
  const evaluate = (text) => post('Runtime.evaluate', { expression: text }).result.objectId;
  const { objects } = post('Runtime.queryObjects', {
    prototypeObjectId: evaluate(`${expression}.prototype`),
  });
  post('Runtime.callFunctionOn', {
    functionDeclaration: `function (exchange) { exchange.take(this); }`,
    objectId: objects.objectId,
    arguments: [{ objectId: evaluate(expression) }],
  });
}

/** For versions of Node without queryObjects(). @param {typeof import('node:inspector')} inspector */
function tokensByInspector({ Session }) {
  /** @type {number[]} */
  const tokens = [];
  const session = new Session();
  session.connect();
  try {
    Object.assign(globalThis, {
      [exchange]: {
        prototype: FinalizationToken.prototype,
        /** @param {FinalizationToken[]} found */
        take(found) {
          for (const { token } of found) tokens.push(token);
        },
      },
    });
    takeTokens(session);
  } finally {
    Reflect.deleteProperty(globalThis, exchange);
    session.disconnect();
  }
  return tokens;
}

/** NaN unless the text is a number: programs can change the summary that `inspect` writes. @param {string} text */
const parseToken = (text) => (/^\d+$/.test(text) ? Number(text) : NaN);

/** @param {QueryObjects} queryObjects */
const tokensByQuery = (queryObjects) =>
  queryObjects(FinalizationToken, { format: 'summary' }).map(parseToken);

// Not the token of any handle: the last token of a slot is smaller.
const markToken = Number.MAX_SAFE_INTEGER;

/**
 * The tokens that a search finds. Undefined if the result cannot be complete: it must consist of tokens, and
 * contain one that was made for this.
 * @param {() => number[]} search
 */
function completeAnswer(search) {
  const mark = new FinalizationToken(undefined, markToken);
  try {
    const tokens = new Set(search());
    const isComplete = tokens.has(mark.token) && [...tokens].every(Number.isSafeInteger);
    return isComplete ? tokens : undefined;
  } catch {
    return undefined;
  }
}

/** The tokens of the handles that are still reachable; undefined if the heap cannot be searched. */
function tokensInHeap() {
  const [queryObjects, { inspector }] = [query(), nodeModules];
  return (
    (queryObjects && completeAnswer(() => tokensByQuery(queryObjects))) ??
    (inspector && completeAnswer(() => tokensByInspector(inspector)))
  );
}

export const canSearchHeap = () => query() !== undefined || nodeModules.inspector !== undefined;

/** Releases the objects of dropped handles. @returns {boolean} whether the heap could be searched */
export function freeUnreachable() {
  const survivors = tokensInHeap();
  if (survivors === undefined) return false;
  releaseDropped((token) => survivors.has(token));
  return true;
}
