// The instance that o1js uses.
import { onggi } from 'onggi/o1js';

export const instance = () => onggi;
