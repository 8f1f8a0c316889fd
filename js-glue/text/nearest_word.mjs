// Suggestions for misspelt words: options of functions, commands and options of the command line.

/** Longer words are not compared: the time grows with the product of the lengths. */
const mostLetters = 40;

/** The number of insertions, deletions and replacements between two words. @param {string} a @param {string} b */
function editDistance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; ++i) {
    const next = [i];
    for (let j = 1; j <= b.length; ++j) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/**
 * The word that was probably meant, whatever its case; undefined if none differs in a third of its letters, or one, at most.
 * @param {string} word @param {readonly string[]} known
 */
export function nearestWord(word, known) {
  if (word.length > mostLetters) return undefined;
  const ranked = known
    .map((each) => ({ each, far: editDistance(word.toLowerCase(), each.toLowerCase()) }))
    .filter(({ each, far }) => far <= Math.max(1, Math.floor(each.length / 3)))
    .sort((a, b) => a.far - b.far);
  return ranked[0]?.each;
}
