// BLAKE2b of one byte.
import { Bytes, Gadgets, ZkProgram } from 'o1js';

import { single } from './program.mjs';

export const zkProgram = ZkProgram({
  name: 'blake2b',
  publicOutput: Bytes(64),
  methods: {
    run: {
      privateInputs: [Bytes(1)],
      async method(bytes) {
        return { publicOutput: Gadgets.BLAKE2B.hash(bytes, 64) };
      },
    },
  },
});

export default single(zkProgram, async function* () {
  yield (await zkProgram.run(Bytes(1).fromHex('2a'))).proof;
});
