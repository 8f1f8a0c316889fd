// The documentation as a static site in build/docs: the API from the generated types, and the guides of docs/.
import fs from 'node:fs';
import path from 'node:path';

import { node } from './node.mjs';
import { root } from './root.mjs';
import { step } from './steps.mjs';

const sources = path.join(root, 'build', 'docs-sources');
export const site = path.join(root, 'build', 'docs');

/**
 * The guides in the order of the site. Pages for people who work on onggi itself are left out.
 * @type {Record<string, string[]>}
 */
const groups = {
  Guides: ['api-guide', 'memory', 'threads', 'command-line', 'file-formats', 'testing', 'monitoring'],
  Platforms: ['node-service', 'browsers', 'cpp'],
  'Coming from': ['coming-from-o1js', 'o1js', 'o1js-tests', 'coming-from-kimchi'],
  More: ['continuous-integration', 'allocators', 'third-party-notices'],
};

/** Pages that are not part of the site. */
export const leftOut = ['releasing'];

/** The type declarations of the package's entry points. */
const entryPoints = ['index', 'testing', 'prometheus', 'o1js', 'installed'].map((name) => `dist/${name}.d.ts`);

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
    linked(fs.readFileSync(path.join(root, 'README.md'), 'utf8'), 'docs/')
  );
  return Object.entries(groups).flatMap(([group, names]) =>
    names.map((name) => {
      const text = read(name);
      const title = titleOf(text, name);
      const file = path.join(sources, 'docs', `${name}.md`);
      const matter = `---\ntitle: ${JSON.stringify(title)}\ngroup: ${group}\n---\n`;
      fs.writeFileSync(file, `${matter}\n${linked(text.replace(/^# .*\n+/, ''), '')}`);
      return file;
    })
  );
}

/** Makes the site. */
export async function makeSite() {
  const documents = writeSources();
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const config = path.join(sources, 'typedoc.json');
  const tsconfig = path.join(sources, 'tsconfig.json');
  fs.writeFileSync(
    tsconfig,
    JSON.stringify({
      compilerOptions: { module: 'nodenext', target: 'es2022', lib: ['es2023', 'dom', 'esnext.disposable'], types: [] },
      files: entryPoints.map((file) => path.join(root, file)),
    })
  );
  fs.writeFileSync(
    config,
    JSON.stringify({
      name: `onggi ${version}`,
      entryPoints: entryPoints.map((file) => path.join(root, file)),
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
    })
  );
  fs.rmSync(site, { recursive: true, force: true });
  const typedoc = path.join(root, 'tests', 'node_modules', 'typedoc', 'bin', 'typedoc');
  await step('docs: site', node(), [typedoc, '--options', config]);
}
