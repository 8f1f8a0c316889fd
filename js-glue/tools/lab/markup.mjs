// Text and tables as HTML.

/** @type {Record<string, string>} */
const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** @param {string} text @returns {string} */
export const escape = (text) => text.replace(/[&<>"]/g, (c) => /** @type {string} */ (entities[c]));

/** @param {string} html */
const withoutTags = (html) => html.replace(/<[^>]*>/g, '');

/**
 * A table. On narrow screens, each row becomes a list of its columns' names and cells; the roles keep it a table for
 * screen readers.
 * @param {string[]} heading @param {string[][]} rows cells are HTML
 */
export function htmlTable(heading, rows) {
  const head = heading.map((cell) => `<th role="columnheader" scope="col">${cell}</th>`).join('');
  const body = rows.map((cells) => {
    const data = cells.map((cell, i) => {
      const name = escape(withoutTags(heading[i] ?? '')).replaceAll('&amp;', '&');
      return i === 0
        ? `<th role="rowheader" scope="row">${cell}</th>`
        : `<td role="cell" data-column="${name}">${cell}</td>`;
    });
    return `<tr role="row">${data.join('')}</tr>`;
  });
  return `<table role="table"><thead role="rowgroup"><tr role="row">${head}</tr></thead><tbody role="rowgroup">
${body.join('\n')}
</tbody></table>`;
}
