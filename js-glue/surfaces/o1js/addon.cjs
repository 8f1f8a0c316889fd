// The module that takes the place of o1js's native addon, for test runners with a resolver of their own.
require('./register.cjs');
module.exports = globalThis[Symbol.for('onggi.o1js')].native;
