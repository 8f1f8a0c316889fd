// The prover's index of one curve.
import { hexOfEach } from '../field.mjs';
import { makeIndex } from '../instance.mjs';

/** @typedef {import('./gates.mjs').GateVector} GateVector */
/** @typedef {import('./srs.mjs').Srs} Srs */
/** @typedef {{ get(index: number): Uint8Array, length: number }} VecVec */
/** @typedef {{ id: number, data: VecVec }} LookupTable */
/** @typedef {{ id: number, firstColumn: ArrayLike<number> }} RuntimeTableCfg */

/** An index in the hands of o1js. It is freed when o1js drops it. */
export class Index {
  /** @param {any} handle of onggi @param {Srs} srs that it was made with */
  constructor(handle, srs) {
    this.handle = handle;
    this.srs = srs;
  }
}

/** @param {LookupTable} table */
const jsonOfTable = ({ id, data }) => ({
  id,
  columns: Array.from({ length: data.length }, (_, i) => hexOfEach(data.get(i))),
});

/** @param {RuntimeTableCfg} cfg */
const jsonOfCfg = ({ id, firstColumn }) => ({ id, first_column: hexOfEach(firstColumn) });

/**
 * @param {string} f `fp` or `fq`
 * @param {() => any} curve of onggi
 * @param {<T>(vector: GateVector, use: (handle: any) => T) => T} withGates
 * @param {import('../versions.mjs').Revision} revision
 */
export function indexAbi(f, curve, withGates, revision) {
  const prefix = `caml_pasta_${f}_plonk_index`;
  return {
    /**
     * @param {GateVector} gates @param {number} publicInputs @param {LookupTable[]} tables
     * @param {RuntimeTableCfg[]} cfgs @param {number} previousChallenges @param {Srs} srs
     */
    [`${prefix}_create`]: (gates, publicInputs, tables, cfgs, previousChallenges, srs) => {
      const extras = {
        format: 'kimchi-circuit/1',
        revision: revision.name,
        field: f,
        public_input_size: 0,
        prev_challenges: previousChallenges,
        lookup_tables: Array.from(tables, jsonOfTable),
        runtime_table_cfgs: Array.from(cfgs, jsonOfCfg),
        gates: [],
      };
      const { PlonkIndex } = curve();
      const handle = withGates(gates, (vector) =>
        makeIndex((options) => PlonkIndex.fromGates(vector, publicInputs, srs.handle, extras, options))
      );
      return new Index(handle, srs);
    },
    /** @param {Index} index */
    [`${prefix}_encode`]: ({ handle }) => handle.encode(),
    /** @param {Uint8Array} bytes @param {Srs} srs */
    [`${prefix}_decode`]: (bytes, srs) =>
      new Index(
        makeIndex((options) => curve().PlonkIndex.decode(bytes, srs.handle, options)),
        srs
      ),
    /** @param {Index} index */
    [`${prefix}_max_degree`]: ({ handle }) => handle.maxPolySize,
    /** @param {Index} index */
    [`${prefix}_public_inputs`]: ({ handle }) => handle.publicInputSize,
    /** @param {Index} index */
    [`${prefix}_domain_d1_size`]: ({ handle }) => handle.domainSize,
    /** @param {Index} index */
    [`${prefix}_domain_d4_size`]: ({ handle }) => 4 * handle.domainSize,
    /** @param {Index} index */
    [`${prefix}_domain_d8_size`]: ({ handle }) => 8 * handle.domainSize,
  };
}
