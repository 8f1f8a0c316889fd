// Sum, product and quotient in the base field of secp256k1.
import { Crypto, ZkProgram, createForeignField } from 'o1js';

import { single } from './program.mjs';

class Foreign extends createForeignField(Crypto.CurveParams.Secp256k1.modulus) {}

export const zkProgram = ZkProgram({
  name: 'foreign-field',
  publicOutput: Foreign.AlmostReduced.provable,
  methods: {
    run: {
      privateInputs: [Foreign.AlmostReduced.provable, Foreign.AlmostReduced.provable],
      async method(x, y) {
        const product = x.mul(y).assertAlmostReduced();
        return { publicOutput: x.add(y).sub(product).assertAlmostReduced().div(y).assertAlmostReduced() };
      },
    },
  },
});

export default single(zkProgram, async function* () {
  const [x, y] = [(1n << 200n) + 3n, (1n << 255n) - 19n].map((n) => new Foreign(n).assertAlmostReduced());
  yield (await zkProgram.run(x, y)).proof;
});
