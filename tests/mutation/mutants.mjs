// Mutants of a source file: each differs from it in one place.
import ts from 'typescript';

/** @typedef {{ line: number, from: string, to: string, start: number, end: number }} Mutant */

const { SyntaxKind } = ts;

/** @type {Partial<Record<ts.SyntaxKind, string[]>>} */
const operators = {
  [SyntaxKind.EqualsEqualsEqualsToken]: ['!=='],
  [SyntaxKind.ExclamationEqualsEqualsToken]: ['==='],
  [SyntaxKind.LessThanToken]: ['<=', '>='],
  [SyntaxKind.LessThanEqualsToken]: ['<', '>'],
  [SyntaxKind.GreaterThanToken]: ['>=', '<='],
  [SyntaxKind.GreaterThanEqualsToken]: ['>', '<'],
  [SyntaxKind.AmpersandAmpersandToken]: ['||'],
  [SyntaxKind.BarBarToken]: ['&&'],
  [SyntaxKind.PlusToken]: ['-'],
  [SyntaxKind.MinusToken]: ['+'],
  [SyntaxKind.AsteriskToken]: ['/'],
  [SyntaxKind.SlashToken]: ['*'],
  [SyntaxKind.PlusEqualsToken]: ['-='],
  [SyntaxKind.MinusEqualsToken]: ['+='],
};

/** @param {ts.Node} node @returns {[node: ts.Node, to: string][]} */
function changesOf(node) {
  if (ts.isBinaryExpression(node)) {
    const changes = operators[node.operatorToken.kind] ?? [];
    return changes.map((to) => [node.operatorToken, to]);
  }
  if (ts.isPrefixUnaryExpression(node)) {
    const operand = node.operand.getText();
    if (node.operator === SyntaxKind.PlusPlusToken) return [[node, `--${operand}`]];
    if (node.operator === SyntaxKind.MinusMinusToken) return [[node, `++${operand}`]];
    if (node.operator === SyntaxKind.ExclamationToken) return [[node, operand]];
    return [];
  }
  if (ts.isIfStatement(node)) {
    return [
      [node.expression, 'true'],
      [node.expression, 'false'],
    ];
  }
  if (ts.isExpressionStatement(node)) return [[node, ';']];
  if (ts.isReturnStatement(node) && node.expression) {
    return node.expression.getText() === 'undefined' ? [] : [[node, 'return undefined;']];
  }
  if (ts.isNumericLiteral(node) && /^\d$/.test(node.text)) {
    return [[node, node.text === '0' ? '1' : '0']];
  }
  return [];
}

/** @param {string} text @returns {Mutant[]} */
export function mutantsOf(text) {
  const file = ts.createSourceFile('source.mjs', text, ts.ScriptTarget.Latest, true);
  /** @type {Mutant[]} */
  const mutants = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    for (const [place, to] of changesOf(node)) {
      const [start, end] = [place.getStart(), place.getEnd()];
      const { line } = file.getLineAndCharacterOfPosition(start);
      mutants.push({ line: line + 1, from: text.slice(start, end), to, start, end });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return mutants;
}
