// The formatters: clang-format for C++, Biome for JavaScript. Biome is also JavaScript's linter.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { node } from './node.mjs';
import { root } from './root.mjs';
import { step } from './steps.mjs';

const biome = path.join(root, 'tests', 'node_modules', '@biomejs', 'biome', 'bin', 'biome');

/** The C++ files that git knows. */
const cppFiles = () =>
  execFileSync('git', ['ls-files', '*.h', '*.cpp'], { cwd: root, encoding: 'utf8' }).trim().split('\n');

/**
 * The commands that fail where a file is not formatted, or where Biome's linter finds something.
 * @returns {[name: string, command: string, args: string[]][]}
 */
export const formatChecks = () => [
  ['C++ format: check', 'clang-format', ['--dry-run', '--Werror', ...cppFiles()]],
  ['JavaScript format: check', node(), [biome, 'ci', '.']],
];

/** Formats every file. @returns {Promise<number>} the exit code */
export async function format() {
  await step('C++ format', 'clang-format', ['-i', ...cppFiles()]);
  await step('JavaScript format', node(), [biome, 'format', '--write', '.']);
  return 0;
}
