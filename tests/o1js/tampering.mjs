// Changed copies of a proof. Only one change makes a point leave its curve; verification finds every change.

/** Another hexadecimal digit. @param {string} digit */
const other = (digit) => (digit === '1' ? '2' : '1');

/**
 * The text with the last digit of the number after `mark` changed.
 * @param {RegExp} mark @returns {(text: string) => string}
 */
const digitAfter = (mark) => (text) =>
  text.replace(
    new RegExp(`(${mark.source}(?:0x)?[0-9a-fA-F]+)([0-9a-fA-F])`),
    (_, head, digit) => head + other(digit)
  );

/** The first two points of a list change places. @param {string} list @returns {(text: string) => string} */
const swap = (list) => (text) =>
  text.replace(new RegExp(`(\\(${list}\\(+)(0x\\w+ 0x\\w+)(\\)+\\(+)(0x\\w+ 0x\\w+)`), '$1$4$3$2');

/** @type {Record<string, (text: string) => string>} */
const edits = {
  'a challenge': digitAfter(/\(alpha\(\(inner\(/),
  'the digest': digitAfter(/sponge_digest_before_evaluations\(/),
  'an evaluation of the step proof': digitAfter(/\(prev_evals.*?\(z\(\(/),
  'an evaluation of the wrap proof': digitAfter(/\(evaluations\(\(w\(\(/),
  'the linearization': digitAfter(/\)\(ft_eval1 (?=0x\w+\)\(bulletproof)/),
  'two commitments': swap('w_comm'),
  'a point, which leaves its curve': digitAfter(/\(z_comm\(/),
  'two rounds of the opening': swap('lr'),
  z1: digitAfter(/\(z_1 /),
  z2: digitAfter(/\(z_2 /),
  delta: (text) =>
    text.replace(
      /\(delta\([^)]*\)\)\(challenge_polynomial_commitment(\([^)]*\))/,
      '(delta$1)(challenge_polynomial_commitment$1'
    ),
};

/**
 * @param {any} proof as JSON
 * @returns {{ name: string, proof: any }[]}
 */
export function tampered(proof) {
  const text = Buffer.from(proof.proof, 'base64').toString();
  const edited = Object.entries(edits).map(([name, edit]) => {
    const changed = edit(text);
    if (changed === text) throw new Error(`the proof has no place for the change of ${name}`);
    return { name, proof: { ...proof, proof: Buffer.from(changed).toString('base64') } };
  });
  for (const what of /** @type {const} */ (['publicInput', 'publicOutput'])) {
    if (proof[what].length === 0) continue;
    const [first, ...rest] = proof[what];
    edited.push({ name: what, proof: { ...proof, [what]: [`${BigInt(first) + 1n}`, ...rest] } });
  }
  return edited;
}
