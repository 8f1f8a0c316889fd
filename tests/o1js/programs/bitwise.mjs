// Xor, rotation, and, not, shifts.
import { Field, Gadgets, ZkProgram } from 'o1js';

import { single } from './program.mjs';

export const zkProgram = ZkProgram({
  name: 'bitwise',
  publicOutput: Field,
  methods: {
    run: {
      privateInputs: [Field, Field],
      async method(x, y) {
        const xor = Gadgets.xor(x, y, 64);
        const and = Gadgets.and(x, y, 64);
        const rotated = Gadgets.rotate64(xor, 12, 'left');
        const shifted = Gadgets.rightShift64(rotated, 40);
        const not = Gadgets.not(shifted, 32, true);
        return { publicOutput: Gadgets.rotate32(Gadgets.and(not, and, 32), 5, 'right') };
      },
    },
  },
});

export default single(zkProgram, async function* () {
  yield (await zkProgram.run(Field(0x0123456789abcdefn), Field(0xfedcba98n))).proof;
});
