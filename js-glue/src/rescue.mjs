// In Node, the handles that synchronous code has dropped can be found at once: the heap is searched
// for those that are left. It takes a collection and a walk over the heap, so it comes last.
import { Handle } from './handle.mjs';
import { nodeModules } from './runtime.mjs';
import { releaseDropped } from './table.mjs';

/** @typedef {(constructor: Function, options: { format: 'summary' }) => string[]} QueryObjects */
/** @typedef {import('node:inspector').Session} Session */

/** @returns {QueryObjects | undefined} what Node has from 20.13 on */
const query = () => /** @type {any} */ (nodeModules.v8)?.queryObjects;

/** Where the inspector, which sees nothing but globals, finds what it is to look for. */
const exchange = Symbol.for('onggi.rescue');

/** Calls the function of the exchange on all handles. @param {Session} session */
function showHandles(session) {
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

/** The tokens of all handles, as an older Node finds them. @param {typeof import('node:inspector')} inspector */
function tokensByInspector({ Session }) {
  /** @type {number[]} */
  const tokens = [];
  const session = new Session();
  session.connect();
  try {
    Object.assign(globalThis, {
      [exchange]: {
        prototype: Handle.prototype,
        /** @param {unknown[]} handles */
        take(handles) {
          for (const handle of handles) tokens.push(Handle.tokenOf(handle) ?? NaN);
        },
      },
    });
    showHandles(session);
  } finally {
    Reflect.deleteProperty(globalThis, exchange);
    session.disconnect();
  }
  return tokens;
}

/** @param {QueryObjects} queryObjects */
const tokensByQuery = (queryObjects) =>
  Handle.asTokens(() => queryObjects(Handle, { format: 'summary' })).map(Number);

/** The tokens of the handles that are left in the heap, or undefined where it cannot be searched. */
function tokensInHeap() {
  const [queryObjects, { inspector }] = [query(), nodeModules];
  if (queryObjects) return tokensByQuery(queryObjects);
  return inspector && tokensByInspector(inspector);
}

export const canRescue = () => query() !== undefined || nodeModules.inspector !== undefined;

/** Gives up what dropped handles hold. @returns {boolean} whether there was a way to find them */
export function rescue() {
  const found = tokensInHeap();
  if (found === undefined) return false;
  const survivors = new Set(found);
  releaseDropped((token) => survivors.has(token));
  return true;
}
