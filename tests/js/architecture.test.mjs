// Which module may include which: the arrows of ARCHITECTURE.md, checked on every #include and import.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The modules that a module is built on. It may also include what those are built on. */
const builtOn = {
  'core/error': [],
  'core/memory': [],
  'core/parallel': [],
  'core/field': ['core/error'],
  'core/curve': ['core/field', 'core/memory', 'core/parallel'],
  'core/poly': ['core/field', 'core/parallel'],
  'core/sponge': ['core/curve'],
  'core/commitment': ['core/poly', 'core/sponge'],
  'core/kimchi': ['core/commitment'],
  'core/codec': ['core/kimchi'],
  bindings: ['core/codec'],
};

/** A module with everything below it. @param {string} module @returns {string[]} */
const withIndirect = (module) => [module, ...builtOn[module].flatMap(withIndirect)];

/** What a module may include besides itself. */
const mayInclude = {
  ...Object.fromEntries(
    Object.entries(builtOn).map(([module, below]) => [module, below.flatMap(withIndirect)])
  ),
  // These few only.
  'bindings/abi': ['bindings', 'core/error'],
  'bindings/manifest_main.cpp': ['bindings', 'bindings/abi', 'core/error', 'core/codec', 'core/kimchi'],
  'bindings/embind': ['bindings', 'bindings/abi', 'core/error', 'core/memory', 'core/parallel'],
};

/** What the folders of core/kimchi may include besides themselves and the files beside them. */
const mayIncludeInKimchi = {
  circuit: ['gates', 'lookup', 'permutation'],
  gates: ['circuit', 'lookup'],
  permutation: ['circuit', 'gates'],
  lookup: ['circuit', 'gates', 'index', 'permutation'],
  index: ['circuit', 'gates', 'lookup', 'permutation', 'verifier'],
  verifier: ['circuit', 'gates', 'index', 'lookup', 'permutation'],
  prover: ['circuit', 'gates', 'index', 'lookup', 'permutation', 'verifier'],
  builder: ['circuit', 'gates', 'lookup'],
  pasta: ['circuit', 'gates', 'index', 'prover', 'verifier'],
};

/** Headers of other projects that only these modules or files may include. */
const foreignHeaders = [
  { header: /^emscripten\b/, allowed: /^bindings\/embind\// },
  { header: /^nlohmann\//, allowed: /^(core\/codec\/|bindings\/manifest_main\.cpp$)/ },
];

/** The places that name a concrete curve or field; elsewhere only `extern template` lines do. */
const namesCurves = /^(core\/curve\/|core\/field\/pasta\.h$|bindings\/handle_list\.h$)|\/pasta(\.cpp$|\/)/;

/** The module of a file or include, or undefined for files that belong to no module. */
function moduleOf(file) {
  if (file === 'core/onggi.h') return undefined; // includes the whole library; nothing in the library includes it
  const [top, second] = file.split('/');
  if (top === 'core') return `core/${second}`;
  if (top === 'bindings') return mayInclude[`bindings/${second}`] ? `bindings/${second}` : 'bindings';
  return undefined;
}

/** The folder of core/kimchi that a file is in, or undefined. */
const kimchiFolderOf = (file) => /^core\/kimchi\/(\w+)\//.exec(file)?.[1];

const includes = (text) =>
  [...text.matchAll(/^\s*#\s*include\s*([<"])([^>"]+)[>"]/gm)].map(([, quote, target]) => ({
    ours: quote === '"',
    target,
  }));

const withoutComments = (text) => text.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '');

/** The rules that a C++ file breaks, one sentence each. */
function violations(file, text) {
  const module = moduleOf(file);
  const found = [];
  for (const { ours, target } of includes(text)) {
    const other = ours ? moduleOf(target) : undefined;
    if (ours && other === undefined) found.push(`${file} includes "${target}": not from the root`);
    else if (ours && other !== module && !mayInclude[module]?.includes(other))
      found.push(`${file} includes ${target}: ${module} does not see ${other}`);
    const [from, to] = [kimchiFolderOf(file), kimchiFolderOf(target)];
    if (from && to && from !== to && !mayIncludeInKimchi[from]?.includes(to))
      found.push(`${file} includes ${target}: ${from} does not see ${to}`);
    for (const { header, allowed } of foreignHeaders)
      if (header.test(target) && !allowed.test(file)) found.push(`${file} includes <${target}>`);
  }
  // The single-threaded module links objects compiled for several threads, without thread-local storage.
  if (/\bthread_local\b/.test(withoutComments(text)) && file !== 'core/parallel/pool.cpp')
    found.push(`${file} has thread_local storage`);
  if (!namesCurves.test(file))
    for (const statement of withoutComments(text).split(';')) {
      const name = /\b(Pallas|Vesta|Fp|Fq)\b/.exec(statement)?.[0];
      if (name && !/\bextern template\b/.test(statement)) found.push(`${file} names ${name}`);
    }
  return found;
}

/** The files of a folder that git tracks or would track. */
function filesUnder(folder, pattern) {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--', folder];
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((file) => pattern.test(file) && fs.existsSync(path.join(root, file)));
}

const read = (file) => fs.readFileSync(path.join(root, file), 'utf8');

test('every include points downward', () => {
  const files = ['core', 'bindings']
    .flatMap((folder) => filesUnder(folder, /\.(h|cpp)$/))
    .filter((file) => moduleOf(file) !== undefined);
  assert.ok(files.length > 50, `only ${files.length} C++ files found`);
  assert.deepEqual(
    files.flatMap((file) => violations(file, read(file))),
    []
  );
});

test('every folder of core has a list of allowed includes', () => {
  const modules = fs
    .readdirSync(path.join(root, 'core'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `core/${entry.name}`);
  assert.deepEqual(
    modules.filter((module) => !(module in mayInclude)),
    []
  );
});

test('every include in quotes names a file that exists', () => {
  const missing = ['core', 'bindings', 'tests', 'examples']
    .flatMap((folder) => filesUnder(folder, /\.(h|cpp)$/))
    .flatMap((file) => includes(read(file)).map((include) => ({ file, ...include })))
    .filter(({ ours, target }) => ours && moduleOf(target) && !fs.existsSync(path.join(root, target)))
    .map(({ file, target }) => `${file} includes ${target}`);
  assert.deepEqual(missing, []);
});

test('forbidden includes are found', () => {
  assert.equal(violations('core/field/a.h', '#include "core/curve/msm.h"\n').length, 1);
  assert.equal(violations('core/sponge/a.h', '#include "core/poly/domain.h"\n').length, 1);
  assert.equal(violations('core/poly/a.h', '# include "core/curve/msm.h"\n').length, 1);
  assert.equal(violations('core/memory/a.h', '#include "core/error/error.h"\n').length, 1);
  assert.equal(violations('core/kimchi/a.cpp', '#include "core/codec/json/reader.h"\n').length, 1);
  assert.equal(violations('core/kimchi/a.cpp', '#include "gate.h"\n').length, 1);
  assert.equal(violations('core/kimchi/verifier/a.h', '#include "core/kimchi/prover/prover.h"\n').length, 1);
  assert.equal(violations('bindings/a.h', '#include "bindings/abi/crossing.h"\n').length, 1);
  assert.equal(violations('bindings/abi/a.h', '#include "bindings/embind/a.h"\n').length, 1);
  assert.equal(violations('bindings/abi/a.h', '#include <emscripten/bind.h>\n').length, 1);
  assert.equal(violations('bindings/a.h', '#include <emscripten/bind.h>\n').length, 1);
  assert.equal(violations('core/kimchi/a.h', '#include <nlohmann/json.hpp>\n').length, 1);
  assert.equal(violations('core/kimchi/a.h', 'using F = Fp;\n').length, 1);
  assert.equal(violations('core/memory/a.cpp', 'thread_local int a;\n').length, 1);
  assert.deepEqual(violations('core/kimchi/a.h', '// over Fp\nextern template class A<Fp>;\n'), []);
  assert.deepEqual(violations('core/curve/a.h', '#include "core/field/batch.h"\n'), []);
  assert.deepEqual(violations('core/kimchi/a.h', '#include "core/error/error.h"\n'), []);
});

/** The folders of js-glue that those of a folder must not import. */
const notImported = {
  'js-glue/text': /^js-glue\/(runtime|surfaces|tools|generate)\//,
  'js-glue/runtime': /^js-glue\/(surfaces|tools|generate)\//,
  'js-glue/surfaces': /^js-glue\/(tools|generate)\//,
};

test('text is below the runtime, that below the surfaces, which do not import each other, and all are below the tools', () => {
  for (const [folder, forbidden] of Object.entries(notImported)) {
    for (const file of filesUnder(folder, /\.mjs$/)) {
      const surface = /^js-glue\/surfaces\/\w+\//.exec(file)?.[0];
      for (const [, target = ''] of read(file).matchAll(/^(?:import|export)\b[^;]*? from '(\.[^']*)';/gm)) {
        const imported = path.posix.join(path.posix.dirname(file), target);
        assert.doesNotMatch(imported, forbidden, `${file} imports ${imported}`);
        if (surface && imported.startsWith('js-glue/surfaces/'))
          assert.ok(imported.startsWith(surface), file);
      }
    }
  }
});

test('examples and the command line use public entry points only', () => {
  const { exports } = JSON.parse(read('package.json'));
  /** @param {string} target */
  const isEntryPoint = (target) => JSON.stringify(exports).includes(`"./${target}"`);
  const files = ['examples', 'js-glue/tools/cli'].flatMap((folder) => filesUnder(folder, /\.(mjs|cjs|js)$/));
  const inside = files.flatMap((file) =>
    [...read(file).matchAll(/(?:from|import|require)\s*\(?\s*['"](\.[^'"]*)['"]/g)]
      .map(([, target = '']) => path.posix.join(path.posix.dirname(file), target))
      .filter((target) => /^(core|bindings|build|dist|js-glue\/(runtime|surfaces|generate))/.test(target))
      .filter((target) => !isEntryPoint(target))
      .map((target) => `${file} imports ${target}`)
  );
  assert.deepEqual(inside, []);
});
