// CMake's presets, and the package folder dist/ made from their output.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { node } from './node.mjs';
import { root } from './root.mjs';
import { step } from './steps.mjs';

/** Files that the tools need besides their own. */
const labFiles = [
  ['examples/proving-loop/circuit.json', 'bench/circuit.json'],
  ['examples/proving-loop/witness.json', 'bench/witness.json'],
];

/** CMake's targets: without threads, and with. */
const modules = ['onggi_wasm', 'onggi_wasm_threads'];

const jobs = String(Math.max(2, os.availableParallelism()));

/**
 * @typedef {'native' | 'counts' | 'sanitize' | 'wasm' | 'wasm-emmalloc' | `${'native' | 'sanitize' | 'wasm'}-every-type`} Preset
 *   of CMakePresets.json
 */

/** @param {Preset} preset */
export async function configure(preset) {
  // Programs compiled to wasm run under this Node, not under the first one that CMake finds.
  const emulator = `-DCMAKE_CROSSCOMPILING_EMULATOR=${node()}`;
  const args = ['--preset', preset, ...(preset.startsWith('wasm') ? [emulator] : [])];
  await step(`${preset}: configure`, 'cmake', args);
}

/**
 * Configures and builds a preset.
 * @param {Preset} preset
 * @param {string[]} [targets] everything by default
 */
export async function compile(preset, targets = []) {
  await configure(preset);
  const chosen = targets.length > 0 ? ['--target', ...targets] : [];
  await step(`${preset}: compile`, 'cmake', ['--build', '--preset', preset, '-j', jobs, ...chosen]);
}

/**
 * Makes a package from the build of a preset and the manifest.
 * @param {Preset} preset @param {string} target folder, relative to the root
 */
async function generate(preset, target) {
  const folder = path.join(root, target);
  fs.rmSync(folder, { recursive: true, force: true });
  const built = `build/${preset}/bindings`;
  const inputs = ['--module', `${built}/onggi.js`, '--threads', `${built}/onggi.threads.js`];
  const args = ['js-glue/generate/main.mjs', ...inputs, '--out', target];
  await step(`generate ${target}`, node(), args);
  for (const tool of ['tools/cli', 'tools/lab'])
    fs.cpSync(path.join(root, 'js-glue', tool), path.join(folder, tool), { recursive: true });
  for (const [source, file] of labFiles)
    fs.cpSync(path.join(root, source), path.join(folder, 'tools/lab', file));
}

/** The package, in dist/. */
export async function compilePackage() {
  await compile('wasm', [...modules, 'onggi_manifest']);
  await generate('wasm', 'dist');
}

/**
 * The package with another allocator, for comparison.
 * @param {string} allocator that has a preset @param {string} [target] folder, relative to the root
 */
export async function compileAllocator(allocator, target = `build/allocators/${allocator}`) {
  const preset = /** @type {Preset} */ (`wasm-${allocator}`);
  await compile(preset, modules);
  await generate(preset, target);
}
