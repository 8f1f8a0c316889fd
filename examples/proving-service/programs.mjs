// The o1js programs of the service.
import { Field, SelfProof, ZkProgram } from 'o1js';

/** The sum of the squares of secret numbers: a leaf has one of them, a merge adds two sums. */
const sum = ZkProgram({
  name: 'sum',
  publicOutput: Field,
  methods: {
    leaf: {
      privateInputs: [Field],
      async method(/** @type {Field} */ secret) {
        return { publicOutput: secret.square() };
      },
    },
    merge: {
      privateInputs: [SelfProof, SelfProof],
      async method(/** @type {any} */ left, /** @type {any} */ right) {
        left.verify();
        right.verify();
        return { publicOutput: left.publicOutput.add(right.publicOutput) };
      },
    },
  },
});

/** @type {Record<string, any>} */
export const programs = { sum };
