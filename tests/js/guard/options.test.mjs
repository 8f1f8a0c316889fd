// The arguments of guard(), and what it reads from glue.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import vm from 'node:vm';

import { guard } from 'onggi/guard';

import { readGlue } from '../../../js-glue/surfaces/guard/glue.mjs';
import { fakeGlue } from './fake_glue.mjs';

test('wrong arguments are typed errors that name the option', () => {
  /** @param {unknown} options @param {string} code @param {RegExp} message */
  const refuses = (options, code, message) =>
    assert.throws(() => guard(fakeGlue().exports, /** @type {any} */ (options)), { code, message });
  for (const exports of [undefined, null, 1]) {
    assert.throws(() => guard(/** @type {any} */ (exports)), {
      code: 'wrong_type',
      message: /guard: exports/,
    });
  }
  assert.throws(() => guard({ add: () => 1 }), { code: 'invalid_argument', message: /no classes/ });
  refuses({ byte: () => 1 }, 'unknown_option', /did you mean bytes/);
  refuses(1, 'wrong_type', /guard: options/);
  refuses({ bytes: 1 }, 'wrong_type', /guard: bytes/);
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  assert.throws(() => guard(proxy), { code: 'wrong_type', message: /guard: exports.* revoked proxy/ });
  for (const option of ['memory', 'consumes', 'borrows', 'owns', 'trace', 'bytes', 'debug']) {
    refuses({ [option]: proxy }, 'wrong_type', new RegExp(`${option}.* revoked proxy`));
  }
  refuses({ consumes: { take_list: proxy } }, 'wrong_type', /take_list/);
  refuses(new Map(), 'wrong_type', /guard: options/);
  refuses({ memory: 1 }, 'wrong_type', /guard: memory/);
  refuses({ memory: () => -1 }, 'size_out_of_range', /guard: memory/);
  refuses({ softLimit: 0 }, 'size_out_of_range', /softLimit/);
  refuses({ debug: 1 }, 'wrong_type', /guard: debug/);
  refuses({ trace: 1 }, 'wrong_type', /trace/);
  refuses({ owns: 1 }, 'wrong_type', /guard: owns/);
  refuses({ owns: [1] }, 'wrong_type', /guard: owns/);
  refuses({ owns: ['nothing'] }, 'invalid_argument', /guard: owns: the module has no function nothing/);
  refuses({ consumes: [] }, 'wrong_type', /guard: consumes/);
  refuses({ consumes: { take_list: 0 } }, 'wrong_type', /guard: consumes\.take_list/);
  refuses({ consumes: { take_list: [-1] } }, 'size_out_of_range', /guard: consumes\.take_list/);
  refuses({ borrows: { 'Item.none': [0] } }, 'invalid_argument', /guard: borrows: .* Item\.none/);
});

test('a module that does not export its memory needs it as an option', () => {
  const { __wasm, ...exports } = fakeGlue().exports;
  assert.throws(() => guard(exports), { code: 'invalid_argument', message: /guard: memory/ });
  const foreign = vm.runInNewContext('new WebAssembly.Memory({ initial: 2 })');
  const guarded = guard({ ...exports }, { memory: foreign });
  assert.equal(guarded.memory().linear, 2 ** 17);
  guarded.close();
  assert.equal(guard(exports, { memory: __wasm.memory }).memory().linear, 65536);
  assert.equal(guard({ ...exports }, { memory: () => 1024 }).memory().linear, 1024);
});

test('exports besides classes and functions are passed on, internal ones are not', () => {
  const fake = fakeGlue();
  const { exports } = guard(fake.exports);
  assert.equal(exports.Kind, fake.exports.Kind);
  assert.equal(exports.__wasm, undefined);
  assert.equal(exports.take_list.name, 'take_list');
  assert.equal(exports.Item.name, 'Item');
});

test('onggi/guard is a CommonJS module too', () => {
  const required = createRequire(import.meta.url)('onggi/guard');
  assert.equal(required.guard(fakeGlue().exports).memory().handles, 0);
});

/** @param {Function} code */
const consumed = (code) => readGlue(code).parameters.map((parameter) => parameter.consumed);

test('the glue tells which arguments are taken over', () => {
  const _assertClass = () => {};
  const wasm = /** @type {any} */ ({});
  /** @type {any} */
  const code = {
    plain: (/** @type {any} */ a, /** @type {any} */ $b) => {
      _assertClass();
      var ptr0 = $b.__destroy_into_raw();
      wasm.f(a.__wbg_ptr, ptr0);
    },
    method(/** @type {any} */ other) {
      const ptr = this.__destroy_into_raw();
      wasm.f(ptr, other.ptr);
    },
    older: (/** @type {any} */ x) => {
      var ptr0 = x.ptr;
      x.ptr = 0;
      wasm.f(ptr0);
    },
    arrow: (/** @type {any} */ x) => {
      wasm.f(x.__destroy_into_raw());
    },
    set field(/** @type {any} */ arg0) {
      wasm.f(arg0.__destroy_into_raw());
    },
  };
  class Made {
    other() {
      return /** @type {any} */ (this).__destroy_into_raw();
    }
    /** @param {any} x @param {any} y */
    constructor(x, y) {
      if (x) {
        wasm.f(y.__destroy_into_raw());
      }
      wasm.f(x.__wbg_ptr);
    }
  }
  assert.deepEqual(consumed(code.plain), [false, true]);
  assert.deepEqual([consumed(code.method), readGlue(code.method).consumesThis], [[false], true]);
  assert.deepEqual(consumed(code.older), [true]);
  assert.deepEqual(consumed(code.arrow), [true]);
  assert.deepEqual(consumed(/** @type {any} */ (Object.getOwnPropertyDescriptor(code, 'field')?.set)), [
    true,
  ]);
  assert.deepEqual([consumed(Made), readGlue(Made).consumesThis], [[false, true], false]);
  assert.deepEqual(readGlue(Math.max), { parameters: [], consumesThis: false });
});

test('the glue tells classes, optional arguments and lists of pointers', () => {
  const { exports } = fakeGlue();
  assert.deepEqual(
    readGlue(exports.take_two).parameters.map(({ name, class: asserted }) => [name, asserted]),
    [
      ['a', 'Item'],
      ['b', 'Item'],
    ]
  );
  assert.equal(readGlue(exports.take_optional).parameters[0]?.optional, true);
  assert.equal(readGlue(exports.take_list).parameters[0]?.isPointerList, true);
});
