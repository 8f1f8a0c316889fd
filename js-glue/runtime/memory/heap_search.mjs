// In Node, the handles that synchronous code has dropped can be found at once: the heap is searched
// for the finalization tokens of those that are left. It takes a collection and a walk over the heap, so it comes
// last. What is not found is given up: an answer that might not be whole is none.
import { FinalizationToken } from '../handles/finalization.mjs';
import { nodeModules } from '../environment.mjs';
import { releaseDropped } from '../handles/table.mjs';

/** @typedef {(constructor: Function, options: { format: 'summary' }) => string[]} QueryObjects */
/** @typedef {import('node:inspector').Session} Session */

/** @returns {QueryObjects | undefined} what Node has from 20.13 on */
const query = () => /** @type {any} */ (nodeModules.v8)?.queryObjects;

/** Where the inspector, which sees nothing but globals, finds what it is to look for. */
const exchange = Symbol.for('onggi.heapSearch');

/** Calls the function of the exchange on all finalization tokens. @param {Session} session */
function showTickets(session) {
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

/** As an older Node finds them. @param {typeof import('node:inspector')} inspector */
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
    showTickets(session);
  } finally {
    Reflect.deleteProperty(globalThis, exchange);
    session.disconnect();
  }
  return tokens;
}

/** NaN for what is no number alone: `inspect`, which writes the summary, can be told to write otherwise. @param {string} text */
const parseToken = (text) => (/^\d+$/.test(text) ? Number(text) : NaN);

/** @param {QueryObjects} queryObjects */
const tokensByQuery = (queryObjects) => queryObjects(FinalizationToken, { format: 'summary' }).map(parseToken);

// No handle's: the last token of a slot is below it.
const markToken = Number.MAX_SAFE_INTEGER;

/**
 * The tokens that a search finds, if it finds nothing but tokens, and among them that of a finalization token which
 * is there.
 * @param {() => number[]} search
 */
function wholeAnswer(search) {
  const mark = new FinalizationToken(undefined, markToken);
  try {
    const tokens = new Set(search());
    const isWhole = tokens.has(mark.token) && [...tokens].every(Number.isSafeInteger);
    return isWhole ? tokens : undefined;
  } catch {
    return undefined;
  }
}

/** The tokens of the handles that are left in the heap, or undefined where it cannot be searched. */
function tokensInHeap() {
  const [queryObjects, { inspector }] = [query(), nodeModules];
  return (
    (queryObjects && wholeAnswer(() => tokensByQuery(queryObjects))) ??
    (inspector && wholeAnswer(() => tokensByInspector(inspector)))
  );
}

export const canSearchHeap = () => query() !== undefined || nodeModules.inspector !== undefined;

/** Gives up what dropped handles hold. @returns {boolean} whether there was a way to find them */
export function freeUnreachable() {
  const survivors = tokensInHeap();
  if (survivors === undefined) return false;
  releaseDropped((token) => survivors.has(token));
  return true;
}
