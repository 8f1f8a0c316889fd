// The JavaScript classes: for each member a call that checks and converts its arguments, crosses
// once, and gives everything back whichever way it ends.
import { jsName, makesHandle } from './manifest.mjs';

/** @typedef {import('./manifest.mjs').Manifest} Manifest */
/** @typedef {import('./manifest.mjs').HandleClass} HandleClass */
/** @typedef {import('./manifest.mjs').Member} Member */
/** @typedef {import('./manifest.mjs').Param} Param */
/** @typedef {import('./manifest.mjs').Value} Value */

/** What generated functions refer to besides their parameters. */
const ownNames = ['call', 'callNames', 'curve', 'firstFunction', 'instance', 'made', 'self', 'values'];

/** The argument as it crosses. @param {Param} param @param {string} name */
function argument({ kind, class: className, optional }, name) {
  if (kind === 'handle') {
    const lent = `call.borrow(${name}, ${className}, '${name}')`;
    return optional ? `${name} === undefined ? 0 : ${lent}` : lent;
  }
  const value = `values.${kind}(${name}, call.label('${name}'), call)`;
  if (kind === 'size' || kind === 'cell') return value;
  return optional ? `${name} === undefined ? 0 : call.block(${value})` : `call.block(${value})`;
}

/** What is made of the result. @type {Record<string, string>} */
const results = {
  size: 'call.number()',
  number: 'call.number()',
  boolean: 'call.number() !== 0',
  bytes: 'call.result()',
  text: 'values.toText(call.result())',
  json: 'values.toJson(call.result())',
  field: 'values.toField(call.result())',
  fields: 'values.toFields(call.result())',
  point: 'values.toPoint(call.result())',
  points: 'values.toPoints(call.result())',
  cell: 'call.number()',
  cells: 'values.toCells(call.result())',
};

/** What crosses, in the order of the native function. @param {Member} member */
function passed({ role, params }) {
  const names = params.map((param) => `${jsName(param.name)}Arg`);
  return (role === 'factory' ? names : ['self', ...names]).join(', ');
}

/** @param {Member} member @param {number} index */
function crossing(member, index) {
  const { returns } = member;
  const cross = `call.cross(() => instance.functions.classes[firstFunction + ${index}](${passed(member)}))`;
  if (returns.kind === 'handle') {
    const adopted = `call.adopt(${returns.class}, made)`;
    return [
      `const made = ${cross};`,
      `return ${returns.optional ? `made === 0 ? null : ${adopted}` : adopted};`,
    ];
  }
  if (returns.kind === 'nothing') return [`${cross};`];
  return [`${cross};`, `return ${results[returns.kind]};`];
}

/**
 * Whether there is room for the call; getters take none.
 * @param {Member} member @param {number} index @param {boolean} isAsync
 */
function admission(member, index, isAsync) {
  const { role, bound, charged } = member;
  if (role === 'getter') return [];
  const most = bound ? `() => instance.functions.classes[firstFunction + ${index + 1}](${passed(member)})` : '';
  if (charged) return [`call.admitCharged(${most});`];
  return [...(isAsync ? [`await call.reserve(${most});`] : []), `call.admit(${most});`];
}

/** @param {HandleClass} handle @param {Member} member @param {Numbers} numbers @param {boolean} isAsync */
function memberCode(handle, member, { functionIndexOf, nameOf }, isAsync) {
  const index = functionIndexOf(member);
  const { role, params } = member;
  const name = jsName(member.name) + (isAsync ? 'Async' : '');
  const names = params.map((param) => jsName(param.name));
  const taken = names.find((each) => ownNames.includes(each));
  if (taken !== undefined) throw new Error(`${handle.name}.${name}: no parameter can be called ${taken}`);
  const prefix = { factory: 'static ', method: '', getter: 'get ' }[role];
  const body = [
    ...(role === 'factory' ? [] : [`const self = call.borrow(this, ${handle.name}, 'this');`]),
    ...params.map((param, i) => `const ${names[i]}Arg = ${argument(param, names[i] ?? '')};`),
    ...admission(member, index, isAsync),
    ...crossing(member, index),
  ];
  return [
    '',
    `${prefix}${isAsync ? 'async ' : ''}${name}(${names.join(', ')}) {`,
    `  const call = instance.enter(callNames[${nameOf(`${handle.name}.${name}`)}]);`,
    '  try {',
    ...body.map((line) => `    ${line}`),
    '  } finally {',
    '    call.leave();',
    '  }',
    '}',
  ];
}

/** NativeFunctions that write the whole of an object and read it again; the first pair that a class has is taken. */
const formats = [
  ['to_bytes', 'from_bytes'],
  ['to_base64', 'from_base64'],
  ['to_json', 'from_json'],
  ['encode', 'decode'],
  ['to_bytes', 'from_fields'],
];

/**
 * Handles that a reader takes besides the content, by the objects' own methods that give them; undefined
 * if it takes anything that objects do not give.
 * @param {Member} read @param {Member[]} members @returns {Record<string, string> | undefined}
 */
function partsOf({ params: [, ...others] }, members) {
  /** @param {Param} param */
  const isGiven = ({ kind, class: className, name }) =>
    kind === 'handle' &&
    members.some(
      (own) => own.name === name && own.params.length === 0 && own.returns.class === className
    );
  if (!others.every(isGiven)) return undefined;
  return Object.fromEntries(others.map(({ name, class: className = '' }) => [jsName(name), className]));
}

/** Whether the class is a list from which entries come as they are put into it. @param {Member[]} members */
function isList(members) {
  const [create, length, get, push] = ['create', 'length', 'get', 'push'].map((name) =>
    members.find((member) => member.name === name)
  );
  return (
    create?.params.length === 0 &&
    length !== undefined &&
    get !== undefined &&
    get.returns.kind === push?.params[0]?.kind
  );
}

/** How objects of the class travel to another instance, if they do. @param {HandleClass} handle */
function route({ members }) {
  for (const [writer, reader] of formats) {
    const write = members.find(({ name, params }) => name === writer && params.length === 0);
    const read = members.find(({ name }) => name === reader);
    const parts = write && read && partsOf(read, members);
    if (parts) {
      const names = { write: jsName(write.name), read: jsName(read.name) };
      return Object.keys(parts).length > 0 ? { ...names, parts } : names;
    }
  }
  return isList(members) ? { list: true } : undefined;
}

/** Why objects of a class without a route stay where they are. @param {HandleClass} handle */
const reasonToStay = ({ members }) =>
  members.some(({ name }) => name === 'step')
    ? 'it is work under way: move what comes of it'
    : 'not all that it holds can be read: move what it is made from';

/** @param {HandleClass} handle */
function travel(handle) {
  const way = route(handle);
  return way
    ? `static route = ${JSON.stringify(way)};`
    : `static stays = '${reasonToStay(handle)}';`;
}

/**
 * What the generated code refers to by number: the functions of the classes, as
 * bindings/embind/module.cpp lists them for each curve, of each class the destructor and of each
 * member the function and its bound, if it has one; and names of calls as they come.
 */
class Numbers {
  /** @type {Map<HandleClass | Member, number>} */
  #indices = new Map();
  functionCount = 0;
  /** @type {string[]} */
  names = [];

  /** @param {HandleClass[]} classes */
  constructor(classes) {
    for (const handle of classes) {
      this.#indices.set(handle, this.functionCount++);
      for (const member of handle.members) {
        this.#indices.set(member, this.functionCount);
        this.functionCount += member.bound ? 2 : 1;
      }
    }
  }

  /** @param {HandleClass | Member} owner */
  functionIndexOf = (owner) => this.#indices.get(owner) ?? NaN;
  /** @param {string} name */
  nameOf = (name) => this.names.push(name) - 1;
}

/** @param {HandleClass} handle @param {Numbers} numbers */
function classCode(handle, numbers) {
  return [
    `class ${handle.name} extends Handle {`,
    `  static noun = '${handle.name}';`,
    `  static type = \`\${curve}.${handle.name}\`;`,
    `  ${travel(handle)}`,
    `  static destructor = firstFunction + ${numbers.functionIndexOf(handle)};`,
    '  get curve() {',
    '    return curve;',
    '  }',
    ...handle.members.flatMap((member) =>
      [
        ...memberCode(handle, member, numbers, false),
        ...(makesHandle(member) ? memberCode(handle, member, numbers, true) : []),
      ].map((line) => `  ${line}`)
    ),
    '}',
  ];
}

/** @param {Manifest} manifest @returns {string} */
export function classesModule({ classes, curves, errors, gate_types }) {
  const numbers = new Numbers(classes);
  const code = classes.flatMap((handle) => [...classCode(handle, numbers), '']);
  return `// Generated by js-glue/generate/main.mjs from the manifest.
// @ts-nocheck
import { Handle } from '../../runtime/handles/handle.mjs';
import * as values from '../../runtime/native/values.mjs';
import { addProving } from './proving.mjs';

export const errorCodes = new Map(${JSON.stringify(errors.map(({ number, name }) => [number, name]))});

export const gateTypes = Object.freeze(${JSON.stringify(gate_types)});

const calls = ${JSON.stringify(numbers.names)};

function defineCurve(instance, curve, fieldName, firstFunction) {
  const callNames = calls.map((call) => \`\${curve}.\${call}\`);
${code.map((line) => (line ? `  ${line}` : line)).join('\n')}
  const classes = { ${classes.map(({ name }) => name).join(', ')} };
  addProving(classes, instance, fieldName);
  return Object.freeze({ name: curve, ...classes });
}

export function defineCurves(instance) {
${curves
  .map(
    ({ name, alias }, i) =>
      `  const ${name} = defineCurve(instance, '${name}', '${alias}', ${i * numbers.functionCount});`
  )
  .join('\n')}
  return { ${curves.map(({ name, alias }) => `${name}, ${alias}: ${name}`).join(', ')} };
}
`;
}
