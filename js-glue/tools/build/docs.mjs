// The documentation as a static site in build/docs: the API from the generated types, and the guides of docs/.
import fs from 'node:fs';
import path from 'node:path';

import { node } from './node.mjs';
import { root } from './root.mjs';
import { step } from './steps.mjs';

const sources = path.join(root, 'build', 'docs-sources');
export const site = path.join(root, 'build', 'docs');

/** Pages for people who work on onggi itself. */
export const leftOut = ['releasing'];

/** The guides in the order of the site. Other pages follow in the last group. @type {Record<string, string[]>} */
const ordered = {
  Guides: [
    'api-guide',
    'errors',
    'memory',
    'threads',
    'command-line',
    'file-formats',
    'testing',
    'monitoring',
    'guard',
  ],
  Platforms: ['node-service', 'proving-service', 'browsers', 'worker', 'cpp'],
  'o1js and Kimchi': ['coming-from-o1js', 'o1js', 'o1js-tests', 'coming-from-kimchi'],
  More: ['continuous-integration', 'allocators', 'third-party-notices'],
};

/** The names of the pages of docs/. @returns {string[]} */
export const pageNames = () =>
  fs
    .readdirSync(path.join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.replace(/\.md$/, ''));

/** Every page, by group. @returns {Record<string, string[]>} */
function groupsOfPages() {
  const names = pageNames();
  const known = [...leftOut, ...Object.values(ordered).flat()];
  return { ...ordered, More: [...(ordered.More ?? []), ...names.filter((name) => !known.includes(name))] };
}

const groups = groupsOfPages();

/** The type declarations of the package's entry points, by the name that programs import. @returns {[name: string, types: string][]} */
function entryPoints() {
  const { exports } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  return Object.entries(exports).flatMap(([name, { import: module }]) =>
    module?.types === undefined ? [] : [[path.posix.join('onggi', name), path.join(root, module.types)]]
  );
}

/** @param {string} name of a page */
const read = (name) => fs.readFileSync(path.join(root, 'docs', `${name}.md`), 'utf8');

/** @param {string} text @param {string} name */
function titleOf(text, name) {
  const [, title] = /^# (.*)$/m.exec(text) ?? [];
  if (title === undefined) throw new Error(`docs/${name}.md has no title`);
  return title;
}

/** Names of pages become links. @param {string} text @param {string} folder from the text's file to the pages' */
function linked(text, folder) {
  const names = Object.values(groups).flat();
  return text.replace(/`docs\/([\w-]+)\.md`/g, (code, name) =>
    names.includes(name) ? `[${titleOf(read(name), name)}](${folder}${name}.md)` : code
  );
}

/** The pages, with titles and links, as TypeDoc takes them. @returns {string[]} */
function writeSources() {
  fs.rmSync(sources, { recursive: true, force: true });
  fs.mkdirSync(path.join(sources, 'docs'), { recursive: true });
  fs.writeFileSync(
    path.join(sources, 'README.md'),
    linked(fs.readFileSync(path.join(root, 'README.md'), 'utf8').replace(/^# .*\n+/, ''), 'docs/')
  );
  return Object.entries(groups).flatMap(([group, names]) =>
    names.map((name) => {
      const text = read(name);
      const title = titleOf(text, name);
      const file = path.join(sources, 'docs', `${name}.md`);
      const matter = `---\ntitle: ${JSON.stringify(title)}\ngroup: ${group}\n---\n`;
      fs.writeFileSync(file, `${matter}\n${linked(text, '')}`);
      return file;
    })
  );
}

/** A module for each entry point, with its name. @returns {string[]} */
function writeEntryPoints() {
  return entryPoints().map(([name, types]) => {
    const entry = path.join(sources, `${name.replaceAll('/', '-')}.ts`);
    const target = path
      .relative(sources, types)
      .replaceAll(path.sep, '/')
      .replace(/\.d\.ts$/, '.js');
    fs.writeFileSync(entry, `/** @module ${name} */\nexport * from '${target}';\n`);
    return entry;
  });
}

/**
 * Headings in an order without gaps: one that is more than a level below the heading before it moves up. Those of the
 * sidebar begin at the second level again.
 * @param {string} html
 */
function withHeadings(html) {
  let above = 0;
  return html.replace(
    /<div class="col-sidebar">|<(\/?)h([1-6])\b/g,
    (text, /** @type {string | undefined} */ end, /** @type {string | undefined} */ level) => {
      if (level === undefined) above = 1;
      else if (end === '') above = Math.min(Number(level), above + 1);
      return level === undefined ? text : `<${end}h${above}`;
    }
  );
}

/**
 * What TypeDoc's pages lack: landmarks and an order of headings for screen readers, and an icon, without which browsers ask
 * for one.
 * @param {string} html
 */
const accessible = (html) =>
  withHeadings(html)
    // A summary is a button, which must not hold links.
    .replace(/<summary\b.*?<\/summary>/gs, (summary) => summary.replace(/<a href="#[^>]*>.*?<\/a>/gs, ''))
    // Complementary landmarks must not be inside of others.
    .replace(/<aside\b/g, '<div')
    .replaceAll('</aside>', '</div>')
    .replace('<div class="col-content">', '<main class="col-content">')
    .replace(
      /<\/div>(\s*)<div class="col-sidebar">/,
      '</main>$1<aside class="col-sidebar" aria-label="Contents">'
    )
    .replace('</div></div></div><footer>', '</div></aside></div><footer>')
    .replace('</head>', '<link rel="icon" href="data:,"/></head>');

/** Makes the site. */
export async function makeSite() {
  const documents = writeSources();
  const entries = writeEntryPoints();
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const config = path.join(sources, 'typedoc.json');
  const tsconfig = path.join(sources, 'tsconfig.json');
  fs.writeFileSync(
    tsconfig,
    JSON.stringify({
      compilerOptions: {
        skipLibCheck: true,
        module: 'nodenext',
        target: 'es2022',
        lib: ['es2023', 'dom', 'esnext.disposable'],
        types: [],
      },
      files: entries,
    })
  );
  fs.writeFileSync(
    config,
    JSON.stringify({
      name: `onggi ${version}`,
      entryPoints: entries,
      projectDocuments: documents,
      readme: path.join(sources, 'README.md'),
      tsconfig,
      out: site,
      disableSources: true,
      skipErrorChecking: false,
      searchInDocuments: true,
      searchInComments: true,
      githubPages: false,
      hideGenerator: true,
      includeVersion: false,
      excludeExternals: true,
      treatWarningsAsErrors: true,
      validation: { notExported: false, invalidLink: true, invalidPath: true },
      groupOrder: [...Object.keys(groups), 'Documents', 'Modules', '*'],
      navigation: { includeGroups: true },
      lightHighlightTheme: 'github-light-high-contrast',
      darkHighlightTheme: 'github-dark-high-contrast',
      navigationLeaves: entryPoints().map(([name]) => name),
      customCss: path.join(root, 'js-glue', 'tools', 'build', 'site.css'),
    })
  );
  fs.rmSync(site, { recursive: true, force: true });
  const typedoc = path.join(root, 'tests', 'node_modules', 'typedoc', 'bin', 'typedoc');
  await step('docs: site', node(), [typedoc, '--options', config]);
  for (const file of fs.readdirSync(site, { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.html')) {
      const page = path.join(site, file);
      fs.writeFileSync(page, accessible(fs.readFileSync(page, 'utf8')));
    }
}
