// The tarball that npm would publish.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const execute = promisify(execFile);

/**
 * Packs the package into a folder.
 * @param {string} folder
 * @returns {Promise<{ filename: string, size: number, files: { path: string }[] }>}
 */
export async function pack(folder) {
  const { stdout } = await execute('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root });
  return JSON.parse(stdout)[0];
}

/** As pack(), and unpacks the tarball to node_modules/onggi there. @param {string} folder */
export async function packAndUnpack(folder) {
  const packed = await pack(folder);
  const target = path.join(folder, 'node_modules', 'onggi');
  fs.mkdirSync(target, { recursive: true });
  await execute('tar', ['-xzf', packed.filename, '-C', target, '--strip-components=1'], { cwd: folder });
  return packed;
}
