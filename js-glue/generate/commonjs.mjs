// The CommonJS version of an ES module of the package. It loads other `.cjs` files where the module loads
// `.mjs` files: by import, by import() and by URL.
import ts from 'typescript';

const siblingModule = /^(\..*)\.mjs$/;

/** Renames every relative path of an ES module. @type {ts.TransformerFactory<ts.SourceFile>} */
const renameSiblings =
  ({ factory }) =>
  (file) => {
    /** @param {ts.Node} node @returns {ts.Node} */
    const visit = (node) => {
      const path = ts.isStringLiteralLike(node) ? siblingModule.exec(node.text)?.[1] : undefined;
      return path === undefined
        ? ts.visitEachChild(node, visit, undefined)
        : factory.createStringLiteral(`${path}.cjs`);
    };
    return ts.visitEachChild(file, visit, undefined);
  };

/** @param {string} code @returns {string} */
export function commonJs(code) {
  const located = code.replaceAll('import.meta.url', "require('node:url').pathToFileURL(__filename).href");
  const { outputText } = ts.transpileModule(located, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
    },
    transformers: { before: [renameSiblings] },
  });
  return outputText;
}
