// A signature over secp256k1 of a message's hash.
import { Bool, Crypto, ZkProgram, createEcdsa, createForeignCurve } from 'o1js';

import { single } from './program.mjs';

class Secp256k1 extends createForeignCurve(Crypto.CurveParams.Secp256k1) {}
class Scalar extends Secp256k1.Scalar {}
class Signature extends createEcdsa(Secp256k1) {}

export const zkProgram = ZkProgram({
  name: 'ecdsa',
  publicInput: Scalar.Canonical.provable,
  publicOutput: Bool,
  methods: {
    run: {
      privateInputs: [Signature, Secp256k1],
      async method(hash, signature, publicKey) {
        return { publicOutput: signature.verifySignedHash(hash, publicKey) };
      },
    },
  },
});

export default single(zkProgram, async function* () {
  const publicKey = new Secp256k1({
    x: 49781623198970027997721070672560275063607048368575198229673025608762959476014n,
    y: 44999051047832679156664607491606359183507784636787036192076848057884504239143n,
  });
  const signature = Signature.fromHex(
    '0x82de9950cc5aac0dca7210cb4b77320ac9e844717d39b1781e9d941d920a12061da497b3c134f50b2fce514d66e20c5e43f9615f097395a5527041d14860a52f1b'
  );
  const hash = new Scalar(
    0x3e91cd8bd233b3df4e4762b329e2922381da770df1b31276ec77d0557be7fcefn
  ).assertCanonical();
  yield (await zkProgram.run(hash, signature, publicKey)).proof;
});
