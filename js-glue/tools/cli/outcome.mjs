// How a command ends: accepted, rejected, or stopped by bad input.
import { OnggiError } from 'onggi';

/**
 * @typedef {object} Outcome
 * @property {number} exitCode 0 accepted, 1 rejected, 2 bad input
 * @property {object} report for --json
 * @property {string[]} lines for people
 */

/** Control characters, which paths may have, as escapes: a message is one line. @param {string} text */
const onOneLine = (text) =>
  text.replace(/\p{Cc}/gu, (letter) => `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** Ends a command with exit code 2 and one line. */
export class BadInput extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(onOneLine(message));
    this.code = code;
  }
}

/** Codes of errors that reject a proof or a witness. Any other error is bad input. */
const rejections = new Set([
  'invalid_argument',
  'invalid_length',
  'malformed_json',
  'missing_field',
  'noncanonical_field_element',
  'point_not_on_curve',
  'runtime_tables_inconsistent',
  'size_out_of_range',
  'unsatisfied_copy',
  'unsatisfied_gate',
  'unsatisfied_public_input',
  'value_not_in_table',
  'wrong_previous_challenges',
  'wrong_public_input_count',
]);

/** The reason if the error is a rejection; throws any other error again. @param {unknown} error */
export function rejectionReason(error) {
  if (error instanceof OnggiError && rejections.has(error.code)) return error.message;
  throw error;
}

/**
 * Where an unexpected error was thrown. Its message is left out: it may quote a file.
 * @param {any} error
 */
function placeOf(error) {
  const name = typeof error?.name === 'string' && /^\w+$/.test(error.name) ? error.name : 'error';
  const place = /^ +at .*?([\w.-]+\.[cm]?js:\d+):\d+\)?$/m.exec(String(error?.stack))?.[1];
  return place === undefined ? name : `${name} at ${place}`;
}

/** An error that ended a command, as bad input. @param {any} error */
export function badInputFrom(error) {
  if (error instanceof BadInput) return error;
  if (error instanceof OnggiError) return new BadInput(error.code, error.message);
  // Errors of the file system name the operation and the file.
  if (typeof error?.syscall === 'string') return new BadInput('unreadable_file', error.message);
  return new BadInput('internal', `internal error: ${placeOf(error)}`);
}
