// The public functions and the kinds of their parameters. The members of classes come from the classes
// themselves; the manifest has the kinds of their parameters.
import { jsName, manifest } from '../../js/support.mjs';

/** @typedef {{ kind: string, class?: string }} Param lists are of field elements each */
/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {string} [noun] class whose handle is `this`
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

/** The members of the classes of a curve. @param {any} curve @returns {Entry[]} */
export function classEntries(curve) {
  const nouns = Object.keys(curve).filter((noun) => curve[noun].prototype !== undefined);
  const base = Object.getPrototypeOf(curve.Srs);
  return nouns.flatMap((noun) => {
    const Class = curve[noun];
    const statics = membersOf(Class).map(({ key, code }) => ({ key, code, noun: undefined }));
    const methods = [...membersOf(Class.prototype), ...membersOf(base.prototype)].map((member) => ({
      ...member,
      noun,
    }));
    /** @type {Entry[]} */
    const entries = [...statics, ...methods].map(({ key, code, noun: self }) => {
      const name = `${noun}.${String(key)}`;
      return {
        name: `${curve.name}.${name}`,
        noun: self,
        params: paramsOf(name),
        isHeavy: heavy.test(name),
        invoke: (target, args) => Reflect.apply(code, self === undefined ? Class : target, args),
      };
    });
    const construct = () => new Class(Symbol('s'), {}, 7);
    entries.push({ name: `new ${curve.name}.${noun}`, params: [], isHeavy: false, invoke: construct });
    return entries;
  });
}

/** The free functions of a curve. @param {any} curve @returns {Entry[]} */
export const functionEntries = (curve) =>
  manifest.functions.map((/** @type {any} */ { name, params }) => ({
    name: `${curve.name}.${jsName(name)}`,
    params,
    isHeavy: false,
    invoke: (/** @type {unknown} */ _self, /** @type {unknown[]} */ args) =>
      Reflect.apply(curve[jsName(name)], undefined, args),
  }));

/** The functions of an instance that does not end, and of the package. @param {any} onggi @param {any} library @returns {Entry[]} */
export function instanceEntries(onggi, { load, scope, scopeAsync, Scope }) {
  /** @type {[string, string[], (...args: any[]) => unknown, boolean?][]} */
  const functions = [
    ['memory', [], onggi.memory],
    ['leaks', [], onggi.leaks],
    ['reserve', ['size'], onggi.reserve],
    ['receive', ['parcel', 'parts'], onggi.receive],
    ['onMemory', ['listener', 'options'], onggi.onMemory],
    ['scope', ['callback'], scope],
    ['scopeAsync', ['callback'], scopeAsync],
    [
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
    ],
    ['load', ['loadOptions'], load, true],
  ];
  return functions.map(([name, params, code, isHeavy = false]) => ({
    name,
    params: kinds(...params),
    isHeavy,
    invoke: (_self, args) => Reflect.apply(code, undefined, args),
  }));
}

/** The functions that end an instance. @param {any} onggi @returns {Entry[]} */
export const endingEntries = (onggi) =>
  [onggi.close, onggi.recycle].map((code) => ({
    name: code.name || 'close',
    params: [],
    isHeavy: true,
    invoke: () => code(),
  }));
