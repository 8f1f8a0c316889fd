// Tools that only some tests need: npm packages of exact versions, each set in a folder of its own under build/tools,
// where it stays.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const execute = promisify(execFile);

/**
 * Installs packages, unless they are there.
 * @param {Record<string, string>} packages versions by name, the one that names the folder first
 * @returns {Promise<string>} the folder with node_modules
 */
export async function install(packages) {
  const [[name = '', version] = []] = Object.entries(packages);
  const folder = path.join(root, 'build', 'tools', `${name.replaceAll('/', '-')}-${version}`);
  const manifest = path.join(folder, 'package.json');
  const mark = path.join(folder, 'node_modules', '.package-lock.json'); // npm writes it last
  const content = JSON.stringify({ private: true, type: 'module', dependencies: packages });
  if (fs.existsSync(mark) && fs.readFileSync(manifest, 'utf8') === content) return folder;
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(manifest, content);
  const args = [
    'install',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts=false',
    '--no-package-lock',
  ];
  await execute('npm', args, { cwd: folder, timeout: 300_000 });
  return folder;
}

/** The command of a package. @param {string} folder @param {string} name */
export const command = (folder, name) => path.join(folder, 'node_modules', '.bin', name);
