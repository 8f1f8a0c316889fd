// How a command ends: accepted, rejected, or not answerable for want of good input.
import { OnggiError } from 'onggi';

/**
 * @typedef {object} Outcome
 * @property {number} exitCode 0 accepted, 1 rejected, 2 not to be judged
 * @property {object} report for --json
 * @property {string[]} lines for people
 */

/** Input that cannot be judged: exit code 2. */
export class BadInput extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message.split('\n', 1)[0]);
    this.code = code;
  }
}

/**
 * Codes that say that a proof or witness, read well, is no good. Any other error says that it was
 * not read or could not be judged.
 */
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

/** The reason, where the error is a rejection; any other error is thrown on. @param {unknown} error */
export function rejectionReason(error) {
  if (error instanceof OnggiError && rejections.has(error.code)) return error.message;
  throw error;
}

/** What to tell of an error that ended a command. @param {unknown} error */
export function badInputFrom(error) {
  if (error instanceof BadInput) return error;
  if (error instanceof OnggiError) return new BadInput(error.code, error.message);
  return new BadInput('internal', `internal error: ${error}`);
}
