// Colours of verdicts, on a terminal only.
import { settings } from './settings.mjs';

/** @param {number} code @returns {(text: string) => string} */
const paint = (code) => (text) => (settings.colours ? `\x1b[${code}m${text}\x1b[39m` : text);

export const green = paint(32);
export const red = paint(31);
export const yellow = paint(33);
