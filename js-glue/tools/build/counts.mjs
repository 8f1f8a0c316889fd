// Counts of passed and failed tests, read from the output of the test runners.

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @param {RegExp} pattern with one group, a number @param {string} text */
const sum = (pattern, text) =>
  [...text.matchAll(pattern)].reduce((total, [, number]) => total + Number(number), 0);

/**
 * Counts of node:test's spec reporter. A run that failed without a failed test (a file that cannot
 * be read), and one without any test, count as one failure.
 * @param {string} output @param {number} exitCode
 * @returns {Counts}
 */
export function nodeTestCounts(output, exitCode) {
  /** @param {string} word */
  const count = (word) => sum(new RegExp(`^ℹ ${word} (\\d+)$`, 'gm'), output);
  const counts = {
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo'),
  };
  return atLeastOneFailure(counts, exitCode);
}

/**
 * Counts of CTest's LastTest.log: GoogleTest's cases where a test is a GoogleTest executable, the
 * test itself elsewhere. An executable that dies counts as one failure.
 * @param {string} log @param {number} exitCode
 * @returns {Counts}
 */
export function ctestCounts(log, exitCode) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const section of log.split(/^\d+\/\d+ Testing: /m).slice(1)) {
    const passed = sum(/^\[ {2}PASSED {2}\] (\d+) tests?\.$/gm, section);
    const failed = sum(/^\[ {2}FAILED {2}\] (\d+) tests?, listed below:$/gm, section);
    const skipped = sum(/^\[ {2}SKIPPED \] (\d+) tests?, listed below:$/gm, section);
    const ok = /^Test Passed\.$/m.test(section);
    const isSuite = passed + failed + skipped > 0;
    counts.passed += ok && !isSuite ? 1 : passed;
    counts.failed += ok ? failed : Math.max(failed, 1);
    counts.skipped += skipped;
  }
  return atLeastOneFailure(counts, exitCode);
}

/** @param {Counts} counts @param {number} exitCode @returns {Counts} */
function atLeastOneFailure(counts, exitCode) {
  const broken = exitCode !== 0 || counts.passed + counts.failed === 0;
  return { ...counts, failed: broken ? Math.max(counts.failed, 1) : counts.failed };
}
