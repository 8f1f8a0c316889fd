// A chain: each step verifies the step before and counts.
import { Field, Gadgets, SelfProof, ZkProgram } from 'o1js';

import { single } from './program.mjs';

export const zkProgram = ZkProgram({
  name: 'recursion-one',
  publicOutput: Field,
  methods: {
    base: {
      privateInputs: [],
      async method() {
        return { publicOutput: Field(0) };
      },
    },
    step: {
      privateInputs: [SelfProof],
      async method(previous) {
        previous.verify();
        Gadgets.rangeCheck64(previous.publicOutput);
        return { publicOutput: previous.publicOutput.add(1) };
      },
    },
  },
});

export default single(zkProgram, async function* () {
  const { proof } = await zkProgram.base();
  yield proof;
  yield (await zkProgram.step(proof)).proof;
});
