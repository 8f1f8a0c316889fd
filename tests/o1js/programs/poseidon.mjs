// Poseidon of two elements, hashed to a group element, and a scalar multiplication of it.
import { Field, Group, Poseidon, Scalar, ZkProgram } from 'o1js';

import { single } from './program.mjs';

export const zkProgram = ZkProgram({
  name: 'poseidon',
  publicInput: Field,
  publicOutput: Group,
  methods: {
    run: {
      privateInputs: [Field, Scalar],
      async method(x, y, scalar) {
        const hash = Poseidon.hash([x, y]);
        return { publicOutput: Group.generator.scale(scalar).add(Poseidon.hashToGroup([hash, x])) };
      },
    },
  },
});

export default single(zkProgram, async function* () {
  yield (await zkProgram.run(Field(1), Field(2), Scalar.from(3n ** 50n))).proof;
});
