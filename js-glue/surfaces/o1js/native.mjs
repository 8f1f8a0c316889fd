// The module that takes the place of o1js's native addon: every function and class that o1js refers to.
import { gatesAbi, GateVector } from './abi/gates.mjs';
import { hashAbi } from './abi/hash.mjs';
import { Index, indexAbi } from './abi/index.mjs';
import { oraclesAbi, oraclesClasses } from './abi/oracles.mjs';
import { affineOne, polyCommClass } from './abi/points.mjs';
import { proofAbi } from './abi/proof.mjs';
import { Srs, srsAbi } from './abi/srs.mjs';
import { verifierIndexAbi } from './abi/verifier_index.mjs';
import { throwing, unsupportedNative } from './unsupported.mjs';
import { berkeley } from './versions.mjs';

/**
 * @param {'fp' | 'fq'} f @param {() => import('onggi').Onggi} instance
 * @param {() => import('onggi').Onggi} instanceForDigests
 * @param {import('./versions.mjs').Revision} revision
 * @returns {Record<string, any>}
 */
function fieldExports(f, instance, instanceForDigests, revision) {
  const F = f === 'fp' ? 'Fp' : 'Fq';
  const curve = () => instance()[f];
  const PolyComm = polyCommClass();
  const gates = gatesAbi(f, curve, () => instanceForDigests()[f], revision);
  const verifierIndexes = verifierIndexAbi(f, curve, PolyComm, revision);
  const proofs = proofAbi(f, curve, PolyComm, verifierIndexes);
  const { VecVec, LookupTable, RuntimeTableCfg, ...proofClasses } = proofs.classes;
  return {
    ...gates.functions,
    ...srsAbi(f, curve, PolyComm),
    ...indexAbi(f, curve, gates.withHandle, revision),
    ...verifierIndexes.functions,
    ...proofs.functions,
    ...oraclesAbi(f, verifierIndexes, proofs),
    ...hashAbi(f, curve),
    [`Wasm${F}PolyComm`]: PolyComm,
    [`Wasm${F}GateVector`]: GateVector,
    [`Wasm${F}Srs`]: Srs,
    [`WasmVecVec${F}`]: VecVec,
    [`WasmPasta${F}PlonkIndex`]: Index,
    [`WasmPasta${F}LookupTable`]: LookupTable,
    [`WasmPasta${F}RuntimeTableCfg`]: RuntimeTableCfg,
    ...Object.fromEntries(
      Object.entries({ ...proofClasses, ...oraclesClasses }).map(([name, Class]) => [
        `Wasm${F}${name}`,
        Class,
      ])
    ),
  };
}

/**
 * A new module object. o1js adds properties to it.
 * @param {() => import('onggi').Onggi} instance
 * @param {() => import('onggi').Onggi} [instanceForDigests] which makes nothing that stays
 * @param {import('./versions.mjs').Revision} [revision]
 * @returns {Record<string, any>}
 */
export function nativeModule(instance, instanceForDigests = instance, revision = berkeley) {
  const { caml_pasta_fp_plonk_index_domain_d8_size, ...fp } = fieldExports(
    'fp',
    instance,
    instanceForDigests,
    revision
  );
  return {
    ...throwing(unsupportedNative),
    ...fp,
    ...fieldExports('fq', instance, instanceForDigests, revision),
    pasta_fp_plonk_index_domain_d8_size: caml_pasta_fp_plonk_index_domain_d8_size, // the addon's own spelling
    caml_vesta_affine_one: () => affineOne('vesta'),
    caml_pallas_affine_one: () => affineOne('pallas'),
    ARCH_NAME: 'wasm32',
    BACKING: 'onggi',
    OS_NAME: globalThis.process?.platform ?? 'web',
  };
}
