// Lookups in a table whose values are part of the witness.
import { Field, RuntimeTable, ZkProgram } from 'o1js';

import { single } from './program.mjs';

const indices = [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n];

export const zkProgram = ZkProgram({
  name: 'runtime-table',
  methods: {
    run: {
      privateInputs: [Field, Field],
      async method(x, y) {
        const table = new RuntimeTable(2, indices);
        table.insert([
          [5n, x],
          [6n, y],
        ]);
        table.lookup(5n, x);
        table.lookup(6n, y);
        table.check();
      },
    },
  },
});

export default single(
  zkProgram,
  async function* () {
    yield (await zkProgram.run(Field(7), Field(8))).proof;
  },
  { withRuntimeTables: true }
);
