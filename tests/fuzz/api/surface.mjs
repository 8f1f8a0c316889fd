// The public functions and the kinds of their parameters. The members of classes come from the classes
// themselves; the manifest has the kinds of their parameters.
import { jsName, manifest } from '../../js/support.mjs';

/** @typedef {{ kind: string, class?: string }} Param lists are of field elements each */
/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {string} curve of its arguments
 * @property {string} noun the class that it belongs to, or ''
 * @property {string} [self] class whose handle is `this`
 * @property {Param[]} params
 * @property {boolean} isHeavy whether it takes milliseconds
 * @property {(self: unknown, args: unknown[]) => unknown} invoke
 */

/** @param {string} noun @returns {Param} */
const handle = (noun) => ({ kind: 'handle', class: noun });
/** @param {string[]} kinds @returns {Param[]} */
const kinds = (...kinds) => kinds.map((kind) => ({ kind }));

/** Members that the manifest does not list. @type {Record<string, Param[]>} */
const written = {
  'PlonkIndex.prove': [handle('Witness'), ...kinds('options')],
  'PlonkIndex.proveSync': [handle('Witness'), ...kinds('options')],
  'PlonkIndex.createAsync': [...kinds('json'), handle('Srs'), ...kinds('options')],
  'PlonkIndex.fromGatesAsync': [
    handle('GateVector'),
    ...kinds('size'),
    handle('Srs'),
    ...kinds('json', 'options'),
  ],
  'Srs.createAsync': kinds('size', 'options'),
  'VerifierIndex.batchVerify': kinds('claims'),
  'VerifierIndex.batchVerifyAsync': kinds('claims', 'options'),
  'VerificationBatch.verifyAsync': kinds('options'),
  'CircuitBuilder.circuitAsync': kinds('size', 'options'),
  'VerifierIndex.verifyAsync': [handle('ProverProof'), ...kinds('options')],
  'PlonkIndex.find': kinds('field'), // of onggi/worker
};

const heavy =
  /Srs\.(create|fromPoints|fromBytes)|SrsTask|PlonkIndex|prove|ProverTask|erify|oracles|circuit$|witness$|lagrange/i;

/** @param {string} name @returns {Param[]} */
function paramsOf(name) {
  const [noun, member = ''] = name.split('.');
  const known = manifest.classes
    .find((/** @type {any} */ { name }) => name === noun)
    ?.members.find((/** @type {any} */ each) =>
      [jsName(each.name), `${jsName(each.name)}Async`].includes(member)
    );
  return written[name] ?? known?.params ?? [];
}

/** Own functions and accessors of an object. @param {object} object */
const membersOf = (object) =>
  Reflect.ownKeys(object).flatMap((key) => {
    const { get, value } = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(object, key));
    const code = get ?? value;
    return typeof code === 'function' && key !== 'constructor' ? [{ key, code }] : [];
  });

/** The members of a class and of those that it extends. @param {any} Class */
function methodsOf({ prototype }) {
  /** @type {Map<PropertyKey, ReturnType<typeof membersOf>[number]>} */
  const found = new Map();
  for (let each = prototype; each !== Object.prototype; each = Object.getPrototypeOf(each))
    for (const member of membersOf(each)) if (!found.has(member.key)) found.set(member.key, member);
  return [...found.values()];
}

/** The members of the classes of a curve. @param {any} curve @returns {Entry[]} */
export function classEntries(curve) {
  const nouns = Object.keys(curve).filter((noun) => curve[noun].prototype !== undefined);
  return nouns.flatMap((noun) => {
    const Class = curve[noun];
    const statics = membersOf(Class).map((member) => ({ ...member, self: undefined }));
    const methods = methodsOf(Class).map((member) => ({ ...member, self: noun }));
    /** @type {Entry[]} */
    const entries = [...statics, ...methods].map(({ key, code, self }) => {
      const name = `${noun}.${String(key)}`;
      return {
        ...{ name: `${curve.name}.${name}`, curve: curve.name, noun, self },
        params: paramsOf(name),
        isHeavy: heavy.test(name),
        invoke: (target, args) => Reflect.apply(code, self === undefined ? Class : target, args),
      };
    });
    const construct = () => new Class(Symbol('s'), {}, 7);
    const name = `new ${curve.name}.${noun}`;
    entries.push({ name, curve: curve.name, noun, params: [], isHeavy: false, invoke: construct });
    return entries;
  });
}

/** The free functions of a curve. @param {any} curve @returns {Entry[]} */
export const functionEntries = (curve) =>
  manifest.functions.map((/** @type {any} */ { name, params }) => ({
    ...{ name: `${curve.name}.${jsName(name)}`, curve: curve.name, noun: '', params },
    isHeavy: false,
    invoke: (/** @type {unknown} */ _self, /** @type {unknown[]} */ args) =>
      Reflect.apply(curve[jsName(name)], undefined, args),
  }));

/** @typedef {[name: string, params: string[], code: (...args: any[]) => unknown, isHeavy?: boolean]} FreeFunction */

/** @param {FreeFunction[]} functions @returns {Entry[]} */
const entriesOf = (functions) =>
  functions.map(([name, params, code, isHeavy = false]) => ({
    ...{ name, curve: 'vesta', noun: '', params: kinds(...params), isHeavy },
    invoke: (_self, args) => Reflect.apply(code, undefined, args),
  }));

/** @param {any} library @returns {FreeFunction} */
const scopeClass = ({ Scope }) => [
  'Scope',
  ['anyHandle'],
  (value) => {
    const own = new Scope();
    try {
      own.own(value);
      own.keep(value);
    } finally {
      own.close();
    }
  },
];

/** The functions of an instance that does not end, and of the package. @param {any} onggi @param {any} library */
export const instanceEntries = (onggi, library) =>
  entriesOf([
    ['memory', [], onggi.memory],
    ['leaks', [], onggi.leaks],
    ['reserve', ['size'], onggi.reserve],
    ['receive', ['parcel', 'parts'], onggi.receive],
    ['onMemory', ['listener', 'options'], onggi.onMemory],
    ['scope', ['callback'], library.scope],
    ['scopeAsync', ['callback'], library.scopeAsync],
    scopeClass(library),
    ['load', ['loadOptions'], library.load, true],
  ]);

/** The same of a client of a worker. @param {any} client @param {any} library */
export const clientEntries = (client, library) =>
  entriesOf([
    ['memory', [], client.memory],
    ['threads', [], client.threads],
    ['leaks', [], client.leaks],
    ['reserve', ['size'], client.reserve],
    ['receive', ['parcel', 'parts'], client.receive],
    ['onMemory', ['listener', 'options'], client.onMemory],
    ['connect', [], client.connect],
    ['scopeAsync', ['callback'], library.scopeAsync],
    scopeClass(library),
    ['load', ['loadOptions'], library.load, true],
  ]);

/** The functions that end an instance or a client. @param {any} onggi */
export const endingEntries = (onggi) =>
  entriesOf([
    ['close', ['closeOptions'], onggi.close, true],
    ['recycle', [], onggi.recycle, true],
  ]);

/**
 * A function to call, seldom one that takes milliseconds.
 * @param {Entry[]} entries @param {import('./random.mjs').Random} random @param {number} heavyOneIn
 */
export function pickEntry(entries, random, heavyOneIn) {
  for (;;) {
    const entry = random.pick(entries);
    if (!entry.isHeavy || random.oneIn(heavyOneIn)) return entry;
  }
}
