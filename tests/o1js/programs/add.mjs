// One addition.
import { Field, ZkProgram } from 'o1js';

import { single } from './program.mjs';

export const zkProgram = ZkProgram({
  name: 'add',
  publicInput: Field,
  publicOutput: Field,
  methods: {
    run: {
      privateInputs: [Field],
      async method(x, y) {
        return { publicOutput: x.add(y) };
      },
    },
  },
});

export default single(zkProgram, async function* () {
  yield (await zkProgram.run(Field(1), Field(2))).proof;
});
