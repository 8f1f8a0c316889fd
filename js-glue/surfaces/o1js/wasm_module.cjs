// The module that takes the place of o1js's wasm module, for test runners with a resolver of their own.
require('./register.cjs');
module.exports = globalThis[Symbol.for('onggi.o1js')].wasm;
