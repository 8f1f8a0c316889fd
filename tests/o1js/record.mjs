// Records the verification keys and proofs of the programs, made by o1js's own native backend:
//
//   node tests/o1js/record.mjs [NAME…]
import { programs, record } from './recorded.mjs';
import { start } from './sides.mjs';

const asked = process.argv.slice(2);
for (const name of asked.length === 0 ? programs : asked) {
  const side = start('native');
  try {
    const keys = await side.call('compile', { name });
    const proofs = await side.call('prove', { name });
    for (const { key, proof } of proofs) {
      const { accepted } = await side.call('verify', { proof, key: keys[key].data });
      if (!accepted) throw new Error(`${name}: o1js rejects its own proof for ${key}`);
    }
    record(name, keys, proofs);
    console.log(`${name}: ${Object.keys(keys).join(', ')}, ${proofs.length} proofs`);
  } finally {
    await side.stop();
  }
}
