// SHA-256 of one byte.
import { Bytes, Gadgets, ZkProgram } from 'o1js';

import { single } from './program.mjs';

export const zkProgram = ZkProgram({
  name: 'sha256',
  publicOutput: Bytes(32),
  methods: {
    run: {
      privateInputs: [Bytes(1)],
      async method(bytes) {
        return { publicOutput: Gadgets.SHA256.hash(bytes) };
      },
    },
  },
});

export default single(zkProgram, async function* () {
  yield (await zkProgram.run(Bytes(1).fromHex('2a'))).proof;
});
