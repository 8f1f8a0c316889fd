// Makes a folder of static files that any web server can serve: the page and what it uses.
//
//   node examples/browser/build.mjs [--out build/demo]
//
// Threads need the headers in _headers, which some hosts read.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({ options: { out: { type: 'string', default: 'build/demo' } } });
const out = path.resolve(values.out);

/** Where the page finds the folders of this repository. */
const moved = { '../../dist/': './onggi/', '../../js-glue/tools/lab/': './charts/' };
const pages = ['index.html', 'style.css', 'main.mjs', 'worker.mjs', 'circuits.mjs'];
const charts = ['chart.mjs', 'markup.mjs', 'numbers.mjs', 'style.css'];
const headers = `/*
  Cross-Origin-Opener-Policy: same-origin
  Cross-Origin-Embedder-Policy: require-corp
`;

fs.rmSync(out, { recursive: true, force: true });
for (const name of pages) {
  const text = fs.readFileSync(new URL(name, import.meta.url), 'utf8');
  const changed = Object.entries(moved).reduce((page, [from, to]) => page.replaceAll(from, to), text);
  fs.mkdirSync(out, { recursive: true });
  fs.writeFileSync(path.join(out, name), changed);
}
for (const name of charts)
  fs.cpSync(path.join(root, 'js-glue/tools/lab', name), path.join(out, 'charts', name));
// The package without its command line, and without the types.
fs.cpSync(path.join(root, 'dist'), path.join(out, 'onggi'), {
  recursive: true,
  filter: (file) => !/\/dist\/(cli|lab)$|\.(d\.ts|cjs|d\.cts)$/.test(file.replaceAll(path.sep, '/')),
});
fs.writeFileSync(path.join(out, '_headers'), headers);
console.log(`written: ${path.relative(process.cwd(), out)}`);
