import { collect } from '../../collect.mjs';
import { strawman } from '../../strawman/shim.mjs';

const trap = () => {
  throw new Error('trap');
};
const srs = strawman({ VestaSrs: { create: () => ({ delete: trap }) } });
(() => void srs.create(2))();
await collect();
