// What o1js gets in place of its WebAssembly module, for module loaders that are not Node's: Jest maps the module's name to this
// file.
require('./register.cjs');

module.exports = globalThis[Symbol.for('onggi.o1js')].wasm;
