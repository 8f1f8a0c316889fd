// HTML reports in one file, without scripts.
import fs from 'node:fs';

import { escape } from './markup.mjs';

const style = fs.readFileSync(new URL('style.css', import.meta.url), 'utf8');

/** @param {string} title @param {string} body HTML */
export const page = (title, body) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<link rel="icon" href="data:,">
<style>
${style}</style>
<main>
${body}
</main>
</html>
`;
