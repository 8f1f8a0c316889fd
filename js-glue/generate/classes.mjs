// The JavaScript classes: for each member a call that checks and converts its arguments, crosses
// once, and gives everything back whichever way it ends.
import { jsName, makesHandle } from './manifest.mjs';

/** @typedef {import('./manifest.mjs').Manifest} Manifest */
/** @typedef {import('./manifest.mjs').HandleClass} HandleClass */
/** @typedef {import('./manifest.mjs').Member} Member */
/** @typedef {import('./manifest.mjs').Param} Param */
/** @typedef {import('./manifest.mjs').Value} Value */

/** The argument as it crosses. @param {Param} param @param {string} name */
function argument({ kind, class: className, optional }, name) {
  if (kind === 'handle') {
    const lent = `call.borrow(${name}, ${className}, '${name}')`;
    return optional ? `${name} === undefined ? null : ${lent}` : lent;
  }
  const value = `values.${kind}(${name}, call.label('${name}'))`;
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

/** @param {string} target @param {Member} member */
function crossing(target, { name, params, returns }) {
  const passed = params.map((param) => `${jsName(param.name)}Arg`).join(', ');
  const cross = `call.cross(() => ${target}.${name}(${passed}))`;
  if (returns.kind === 'handle') {
    const adopted = `call.adopt(${returns.class}, made)`;
    return [
      `const made = ${cross};`,
      `return ${returns.optional ? `made === null ? null : ${adopted}` : adopted};`,
    ];
  }
  if (returns.kind === 'nothing') return [`${cross};`];
  return [`${cross};`, `return ${results[returns.kind]};`];
}

/** Whether there is room for the call; getters take none. @param {string} target @param {Member} member */
function admission(target, { role, name, params, bound, returns }, isAsync = false) {
  if (role === 'getter') return [];
  const passed = params.map((param) => `${jsName(param.name)}Arg`).join(', ');
  const makesText = returns.kind === 'text' || returns.kind === 'json';
  const general = makesText ? 'undefined, true' : '';
  const most = bound ? `() => ${target}.${name}_bound(${passed})` : general;
  return [...(isAsync ? [`await call.reserve(${most});`] : []), `call.admit(${most});`];
}

/** @param {HandleClass} handle @param {Member} member @param {boolean} isAsync */
function memberCode(handle, member, isAsync) {
  const { role, params } = member;
  const name = jsName(member.name) + (isAsync ? 'Async' : '');
  const names = params.map((param) => jsName(param.name));
  const prefix = { factory: 'static ', method: '', getter: 'get ' }[role];
  const target = role === 'factory' ? `instance.native[types.${handle.name}]` : 'self';
  const body = [
    ...(role === 'factory' ? [] : [`const self = call.borrow(this, ${handle.name}, 'this');`]),
    ...params.map((param, i) => `const ${names[i]}Arg = ${argument(param, names[i] ?? '')};`),
    ...admission(target, member, isAsync),
    ...crossing(target, member),
  ];
  return [
    '',
    `${prefix}${isAsync ? 'async ' : ''}${name}(${names.join(', ')}) {`,
    `  const call = instance.enter(\`\${curve}.${handle.name}.${name}\`);`,
    '  try {',
    ...body.map((line) => `    ${line}`),
    '  } finally {',
    '    call.leave();',
    '  }',
    '}',
  ];
}

/** How objects of the class travel to another instance. @param {HandleClass} handle */
function route({ members }) {
  for (const format of ['bytes', 'base64', 'json']) {
    const write = members.find(({ name, params }) => name === `to_${format}` && params.length === 0);
    const read = members.find(
      ({ name, params }) => name === `from_${format}` && params.length === 1
    );
    if (write && read) return `{ write: '${jsName(write.name)}', read: '${jsName(read.name)}' }`;
  }
  return 'undefined';
}

/** @param {HandleClass} handle */
function classCode(handle) {
  return [
    `class ${handle.name} extends Handle {`,
    `  static noun = '${handle.name}';`,
    `  static type = \`\${curve}.${handle.name}\`;`,
    `  static route = ${route(handle)};`,
    '  get curve() {',
    '    return curve;',
    '  }',
    ...handle.members.flatMap((member) =>
      [
        ...memberCode(handle, member, false),
        ...(makesHandle(member) ? memberCode(handle, member, true) : []),
      ].map((line) => `  ${line}`)
    ),
    '}',
  ];
}

/** @param {Manifest} manifest @returns {string} */
export function classesModule({ classes, curves, errors, gate_types }) {
  const names = classes.map(({ name }) => name).join(', ');
  return `// Generated by js-glue/generate.mjs from the manifest.
// @ts-nocheck
import { Handle } from './handle.mjs';
import { addProving } from './proving.mjs';
import * as values from './values.mjs';

export const errorCodes = new Map(${JSON.stringify(errors.map(({ number, name }) => [number, name]))});

export const gateTypes = Object.freeze(${JSON.stringify(gate_types)});

function defineCurve(instance, curve, fieldName, types) {
${classes.flatMap((handle) => [...classCode(handle).map((l) => (l ? `  ${l}` : l)), '']).join('\n')}
  const classes = { ${names} };
  addProving(classes, instance, fieldName);
  return Object.freeze({ name: curve, ...classes });
}

export function defineCurves(instance) {
${curves
  .map(
    ({ name, alias, types }) =>
      `  const ${name} = defineCurve(instance, '${name}', '${alias}', ${JSON.stringify(types)});`
  )
  .join('\n')}
  return { ${curves.map(({ name, alias }) => `${name}, ${alias}: ${name}`).join(', ')} };
}
`;
}
