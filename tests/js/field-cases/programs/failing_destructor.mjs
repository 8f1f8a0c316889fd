import { collect } from '../../collect.mjs';
import { made, Owner } from '../../fake.mjs';

const owner = new Owner();
(() =>
  void made(owner, () => {
    throw new Error('trap');
  }))();
await collect();
if (!owner.dead) throw new Error('not reported');
