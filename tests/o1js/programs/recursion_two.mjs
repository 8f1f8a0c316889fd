// A tree: each node verifies two proofs and adds their outputs.
import { Field, SelfProof, ZkProgram } from 'o1js';

import { single } from './program.mjs';

export const zkProgram = ZkProgram({
  name: 'recursion-two',
  publicOutput: Field,
  methods: {
    leaf: {
      privateInputs: [Field],
      async method(x) {
        return { publicOutput: x };
      },
    },
    merge: {
      privateInputs: [SelfProof, SelfProof],
      async method(left, right) {
        left.verify();
        right.verify();
        return { publicOutput: left.publicOutput.add(right.publicOutput) };
      },
    },
  },
});

export default single(zkProgram, async function* () {
  const { proof: left } = await zkProgram.leaf(Field(1));
  const { proof: right } = await zkProgram.leaf(Field(2));
  yield left;
  yield (await zkProgram.merge(left, right)).proof;
});
