// The tests that mutants of the shim meet, in one process: fast ones first.
import '../js/table.test.mjs';
import '../js/scope.test.mjs';
import '../js/model/model.test.mjs';
import '../js/call.test.mjs';
import '../js/leaks.test.mjs';
import '../js/pressure.test.mjs';
