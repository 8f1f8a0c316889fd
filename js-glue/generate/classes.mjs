// The JavaScript classes and functions. Each member checks and converts its arguments, calls one native
// function, and releases what the call used, also if it fails.
import { hasAsync, jsName } from './manifest.mjs';

/** @typedef {import('./manifest.mjs').Manifest} Manifest */
/** @typedef {import('./manifest.mjs').HandleClass} HandleClass */
/** @typedef {import('./manifest.mjs').Member} Member */
/** @typedef {import('./manifest.mjs').Param} Param */
/** @typedef {import('./manifest.mjs').Value} Value */

/** What generated functions refer to besides their parameters. */
const ownNames = [
  'call',
  'callNames',
  'curve',
  'firstFunction',
  'instance',
  'made',
  'options',
  'results',
  'self',
  'signal',
  'values',
];

/** The function that encodes an entry of a list. @param {Value} entry */
const entryEncoder = ({ kind }) => (kind === 'size' ? 'lists.sizeBytes' : `values.${kind}`);

/** The function that decodes an entry of a list. @param {Value} entry */
const entryDecoder = ({ kind }) =>
  kind === 'size' ? 'lists.toSize' : `results.to${(kind[0] ?? '').toUpperCase()}${kind.slice(1)}`;

/** The argument as it crosses. @param {Param} param @param {string} name */
function argument({ kind, class: className, of, optional }, name) {
  if (kind === 'handle') {
    const borrowed = `call.borrow(${name}, ${className}, '${name}')`;
    return optional ? `${name} === undefined ? 0 : ${borrowed}` : borrowed;
  }
  const value = of
    ? `lists.list(${name}, call.label('${name}'), call, ${entryEncoder(of)})`
    : `values.${kind}(${name}, call.label('${name}'), call)`;
  if (kind === 'size' || kind === 'cell') return value;
  return optional ? `${name} === undefined ? 0 : call.block(${value})` : `call.block(${value})`;
}

/** What is made of the result. @type {Record<string, string>} */
const resultExpressions = {
  size: 'call.number()',
  number: 'call.number()',
  boolean: 'call.number() !== 0',
  bytes: 'call.result()',
  text: 'results.toText(call.result())',
  json: 'results.toJson(call.result())',
  field: 'results.toField(call.result())',
  fields: 'results.toFields(call.result())',
  point: 'results.toPoint(call.result())',
  points: 'results.toPoints(call.result())',
  cell: 'call.number()',
  cells: 'results.toCells(call.result())',
};

/** Whether the function is called on an object. @param {Member} member */
const isOnObject = ({ role }) => role === 'method' || role === 'getter';

/** What crosses, in the order of the native function. @param {Member} member */
function passed(member) {
  const names = member.params.map((param) => `${jsName(param.name)}Arg`);
  return (isOnObject(member) ? ['self', ...names] : names).join(', ');
}

/** @param {Member} member @param {number} index */
function crossing(member, index) {
  const { returns, role } = member;
  const code = `() => instance.functions.classes[firstFunction + ${index}](${passed(member)})`;
  const cross = `call.cross(${code}${role === 'getter' ? ', true' : ''})`;
  if (returns.kind === 'handle') {
    const adopted = `call.adopt(${returns.class}, made)`;
    return [
      `const made = ${cross};`,
      `return ${returns.optional ? `made === 0 ? null : ${adopted}` : adopted};`,
    ];
  }
  if (returns.kind === 'nothing') return [`${cross};`];
  const result = returns.of
    ? `lists.toList(call.result(), ${entryDecoder(returns.of)})`
    : resultExpressions[returns.kind];
  return [`${cross};`, `return ${result};`];
}

/**
 * Whether there is room for the call. Getters take none, nor do methods that neither take nor return anything.
 * @param {HandleClass | undefined} handle @param {Member} member @param {number} index @param {boolean} isAsync
 */
function admission(handle, member, index, isAsync) {
  const { role, params, returns, bound, charged } = member;
  if (role === 'getter' || (params.length === 0 && returns.kind === 'nothing')) return [];
  const most = bound
    ? `() => instance.functions.classes[firstFunction + ${index + 1}](${passed(member)})`
    : '';
  if (charged) return [`call.admitCharged(${most});`];
  const makesTask = role === 'factory' && handle?.members.some((each) => each.charged);
  return [
    ...(isAsync ? [`await call.reserve(${bound ? most : 'undefined'}, signal);`] : []),
    `call.${makesTask ? 'admitTask' : 'admit'}(${most});`,
  ];
}

/**
 * What is done with the argument after the last one: functions that wait take options, others do not.
 * @param {Member} member @param {boolean} isAsync
 */
function optionsCode({ role, params: { length } }, isAsync) {
  if (isAsync) {
    return ["const { signal } = checkTaskOptions(options, call.label('options'), ['signal']);"];
  }
  if (role === 'getter') return [];
  return [`if (arguments.length > ${length}) refuseOptions(arguments[${length}], call.label('options'));`];
}

/**
 * @param {HandleClass | undefined} handle none of a free function
 * @param {Member} member @param {Numbers} numbers @param {boolean} isAsync
 */
function memberCode(handle, member, { functionIndexOf, nameOf }, isAsync) {
  const index = functionIndexOf(member);
  const { role, params } = member;
  const name = jsName(member.name) + (isAsync ? 'Async' : '');
  const names = params.map((param) => jsName(param.name));
  const taken = names.find((each) => ownNames.includes(each));
  const fullName = handle ? `${handle.name}.${name}` : name;
  if (taken !== undefined) throw new Error(`${fullName}: no parameter can be called ${taken}`);
  const prefix = { factory: 'static ', method: '', getter: 'get ', function: '' }[role];
  const body = [
    ...optionsCode(member, isAsync),
    ...(isOnObject(member) ? [`const self = call.borrow(this, ${handle?.name}, 'this');`] : []),
    ...params.map((param, i) => `const ${names[i]}Arg = ${argument(param, names[i] ?? '')};`),
    ...(isAsync && member.slow ? ['await turnUnlessAborted(signal);'] : []),
    ...admission(handle, member, index, isAsync),
    ...crossing(member, index),
  ];
  return [
    '',
    `${prefix}${isAsync ? 'async ' : ''}${name}(${[...names, ...(isAsync ? ['options'] : [])].join(', ')}) {`,
    `  const call = instance.enter(callNames[${nameOf(fullName)}]);`,
    '  try {',
    ...body.map((line) => `    ${line}`),
    '  } finally {',
    '    call.leave();',
    '  }',
    '}',
  ];
}

/**
 * How objects of the class move to another instance: the code of a static property.
 * @param {HandleClass} handle
 */
function transferCode({ name, transfer, members }) {
  if (transfer.reason !== undefined) return `static stays = '${transfer.reason}';`;
  if (transfer.list) return 'static route = {"list":true};';
  /** @param {string} wanted */
  const member = (wanted) => {
    const found = members.find((each) => each.name === wanted);
    if (found === undefined) throw new Error(`${name}: transfer() needs a member ${wanted}`);
    return found;
  };
  const { write = '', read = '', part } = transfer;
  const names = { write: jsName(member(write).name), read: jsName(member(read).name) };
  const parts = part === undefined ? undefined : { [jsName(part)]: member(part).returns.class };
  return `static route = ${JSON.stringify({ ...names, ...(parts && { parts }) })};`;
}

/**
 * What the generated code refers to by number: the native functions of a curve, in the order of the
 * export table (bindings/abi/export_table.h), and the names of calls.
 */
class Numbers {
  /** @type {Map<HandleClass | Member, number>} */
  #indices = new Map();
  functionCount = 0;
  /** @type {string[]} */
  names = [];

  /** @param {HandleClass[]} classes @param {Member[]} functions */
  constructor(classes, functions) {
    for (const handle of classes) {
      this.#indices.set(handle, this.functionCount++); // the destructor
      handle.members.forEach(this.#number);
    }
    functions.forEach(this.#number);
  }

  /** @param {Member} member */
  #number = (member) => {
    this.#indices.set(member, this.functionCount);
    this.functionCount += member.bound ? 2 : 1;
  };

  /** @param {HandleClass | Member} owner */
  functionIndexOf = (owner) => this.#indices.get(owner) ?? NaN;
  /** @param {string} name */
  nameOf = (name) => this.names.push(name) - 1;
}

/** @param {HandleClass} handle @param {Numbers} numbers */
function classCode(handle, numbers) {
  const trim = handle.members.find(({ name }) => name === 'trim');
  return [
    `class ${handle.name} extends Handle {`,
    `  static noun = '${handle.name}';`,
    `  static type = \`\${curve}.${handle.name}\`;`,
    `  ${transferCode(handle)}`,
    `  static destructor = firstFunction + ${numbers.functionIndexOf(handle)};`,
    ...(trim ? [`  static trimmer = firstFunction + ${numbers.functionIndexOf(trim)};`] : []),
    '  get curve() {',
    '    return curve;',
    '  }',
    ...handle.members.flatMap((member) =>
      [
        ...memberCode(handle, member, numbers, false),
        ...(hasAsync(member) ? memberCode(handle, member, numbers, true) : []),
      ].map((line) => `  ${line}`)
    ),
    '}',
  ];
}

/** @param {Member[]} functions @param {Numbers} numbers */
function functionsCode(functions, numbers) {
  const methods = functions.flatMap((member) => [
    memberCode(undefined, member, numbers, false),
    ...(hasAsync(member) ? [memberCode(undefined, member, numbers, true)] : []),
  ]);
  return [
    'const functions = {',
    ...methods.flatMap(([, ...lines]) =>
      lines.map((line, i) => `  ${line}${i === lines.length - 1 ? ',' : ''}`)
    ),
    '};',
  ];
}

/** @param {Manifest} manifest @returns {string} */
export function classesModule({ classes, curves, errors, functions, gate_types }) {
  const numbers = new Numbers(classes, functions);
  const code = [
    ...classes.flatMap((handle) => [...classCode(handle, numbers), '']),
    ...functionsCode(functions, numbers),
  ];
  return `// Generated by js-glue/generate/main.mjs from the manifest.
// @ts-nocheck
import { Handle } from '../../runtime/handles/handle.mjs';
import { turnUnlessAborted } from '../../runtime/native/event_loop.mjs';
import * as lists from '../../runtime/native/lists.mjs';
import { checkTaskOptions, refuseOptions } from '../../runtime/native/options.mjs';
import * as results from '../../runtime/native/results.mjs';
import * as values from '../../runtime/native/values.mjs';
import { addCreating } from './creating.mjs';
import { addProving } from './proving.mjs';
import { addVerifying } from './verifying.mjs';

export const errorCodes = new Map(${JSON.stringify(errors.map(({ number, name }) => [number, name]))});

export const gateTypes = Object.freeze(${JSON.stringify(gate_types)});

const calls = ${JSON.stringify(numbers.names)};

function defineCurve(instance, curve, fieldName, firstFunction) {
  const callNames = calls.map((call) => \`\${curve}.\${call}\`);
${code.map((line) => (line ? `  ${line}` : line)).join('\n')}
  const classes = { ${classes.map(({ name }) => name).join(', ')} };
  addCreating(classes, instance);
  addProving(classes, instance, fieldName);
  addVerifying(classes, instance);
  return Object.freeze({ name: curve, ...classes, ...functions });
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
