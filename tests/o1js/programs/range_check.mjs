// Range checks of 8 to 64 bits, with lookups.
import { Field, Gadgets, ZkProgram } from 'o1js';

import { single } from './program.mjs';

export const zkProgram = ZkProgram({
  name: 'range-check',
  publicInput: Field,
  methods: {
    run: {
      privateInputs: [Field, Field, Field],
      async method(x, a, b, c) {
        Gadgets.rangeCheck64(x);
        Gadgets.rangeCheck32(x);
        Gadgets.rangeCheck16(a);
        Gadgets.rangeCheck8(b);
        Gadgets.rangeCheck3x12(a, b, c);
      },
    },
  },
});

export default single(zkProgram, async function* () {
  yield (await zkProgram.run(Field(4_000_000_000), Field(4095), Field(255), Field(0))).proof;
});
