// A progress bar on a terminal, for work that takes over a second.

/** @typedef {{ phase: string, fraction: number }} Progress */
/**
 * The terminal to draw on, and the clock.
 * @typedef {object} Terminal
 * @property {boolean} [isTTY]
 * @property {number} [columns]
 * @property {(text: string) => unknown} write
 */

const quietMs = 1000;
const cells = 24;
const clear = '\r\x1b[K';

/** @param {string} what @param {Progress} progress @param {number} width of the terminal */
export function barText(what, { phase, fraction }, width) {
  const share = Math.min(1, Math.max(0, fraction));
  const full = Math.floor(share * cells);
  const percent = `${String(Math.floor(share * 100)).padStart(3)} %`;
  const bar = `${'█'.repeat(full)}${'░'.repeat(cells - full)}`;
  return `${bar} ${percent}  ${what}: ${phase}`.slice(0, Math.max(0, width - 1));
}

/**
 * Runs work that reports its progress. On a terminal, a bar shows it from the first second on, and disappears at the
 * end; elsewhere the work gets no callback.
 * @template T
 * @param {string} what
 * @param {(onProgress: ((progress: Progress) => void) | undefined) => Promise<T>} work
 * @param {Terminal} [terminal]
 * @param {() => number} [now] in milliseconds
 * @returns {Promise<T>}
 */
export async function withProgress(what, work, terminal = process.stderr, now = () => performance.now()) {
  if (!terminal.isTTY || process.env.TERM === 'dumb') return await work(undefined);
  const start = now();
  let shown = false;
  try {
    return await work((progress) => {
      if (now() - start < quietMs) return;
      shown = true;
      terminal.write(clear + barText(what, progress, terminal.columns ?? 80));
    });
  } finally {
    if (shown) terminal.write(clear);
  }
}
