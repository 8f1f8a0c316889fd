// The CommonJS twin of an ES module of the package.
import ts from 'typescript';

/** @param {string} code @returns {string} */
export function commonJs(code) {
  const located = code.replaceAll(
    'import.meta.url',
    "require('node:url').pathToFileURL(__filename).href"
  );
  const { outputText } = ts.transpileModule(located, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
    },
  });
  return outputText.replaceAll(/require\("(\.[^"]*)\.mjs"\)/g, 'require("$1.cjs")');
}
