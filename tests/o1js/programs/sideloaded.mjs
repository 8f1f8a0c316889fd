// A proof whose verification key is an input.
import { DynamicProof, Field, VerificationKey, Void, ZkProgram } from 'o1js';

import { keyOf } from './program.mjs';

const inner = ZkProgram({
  name: 'inner',
  publicInput: Field,
  methods: {
    run: {
      privateInputs: [Field],
      async method(x, y) {
        x.assertEquals(y.square());
      },
    },
  },
});

class InnerProof extends DynamicProof {
  static publicInputType = Field;
  static publicOutputType = Void;
  static maxProofsVerified = /** @type {const} */ (0);
}

const outer = ZkProgram({
  name: 'outer',
  publicInput: Field,
  methods: {
    run: {
      privateInputs: [InnerProof, VerificationKey],
      async method(x, proof, key) {
        proof.verify(key);
        proof.publicInput.assertEquals(x);
      },
    },
  },
});

/** @type {VerificationKey} */
let innerKey;

/** @type {import('./program.mjs').Program} */
export default {
  async compile(options) {
    const compiled = await inner.compile(options);
    innerKey = compiled.verificationKey;
    return { inner: keyOf(compiled), outer: keyOf(await outer.compile(options)) };
  },
  async *prove() {
    const { proof } = await inner.run(Field(9), Field(3));
    yield { key: 'inner', proof: proof.toJSON() };
    const made = await outer.run(Field(9), InnerProof.fromProof(proof), innerKey);
    yield { key: 'outer', proof: made.proof.toJSON() };
  },
};
