import { collect } from '../../collect.mjs';
import { plainShim } from '../plain_shim.mjs';

const trap = () => {
  throw new Error('trap');
};
const srs = plainShim({ VestaSrs: { create: () => ({ delete: trap }) } });
(() => void srs.create(2))();
await collect();
