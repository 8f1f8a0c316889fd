// The challenges of a proof, for one curve.
import { bytesOfHex, flatten } from '../field.mjs';

class RandomOracles {
  /**
   * @param {Uint8Array | undefined} joint_combiner_chal @param {Uint8Array | undefined} joint_combiner
   * @param {Uint8Array} beta @param {Uint8Array} gamma @param {Uint8Array} alpha_chal @param {Uint8Array} alpha
   * @param {Uint8Array} zeta @param {Uint8Array} v @param {Uint8Array} u
   * @param {Uint8Array} zeta_chal @param {Uint8Array} v_chal @param {Uint8Array} u_chal
   */
  constructor(
    joint_combiner_chal,
    joint_combiner,
    beta,
    gamma,
    alpha_chal,
    alpha,
    zeta,
    v,
    u,
    zeta_chal,
    v_chal,
    u_chal
  ) {
    this.joint_combiner_chal = joint_combiner_chal;
    this.joint_combiner = joint_combiner;
    this.beta = beta;
    this.gamma = gamma;
    this.alpha_chal = alpha_chal;
    this.alpha = alpha;
    this.zeta = zeta;
    this.v = v;
    this.u = u;
    this.zeta_chal = zeta_chal;
    this.v_chal = v_chal;
    this.u_chal = u_chal;
  }
}

class Oracles {
  /** @param {RandomOracles} o @param {Uint8Array} p_eval0 @param {Uint8Array} p_eval1 @param {Uint8Array} opening_prechallenges @param {Uint8Array} digest_before_evaluations */
  constructor(o, p_eval0, p_eval1, opening_prechallenges, digest_before_evaluations) {
    this.o = o;
    this.p_eval0 = p_eval0;
    this.p_eval1 = p_eval1;
    this.opening_prechallenges = opening_prechallenges;
    this.digest_before_evaluations = digest_before_evaluations;
  }
}

export const oraclesClasses = { RandomOracles, Oracles };

/** @param {string | null | undefined} hex */
const optional = (hex) => (hex === null || hex === undefined ? undefined : bytesOfHex(hex));

/** @param {any} json kimchi-oracles/1 */
const oraclesOf = (json) =>
  new Oracles(
    new RandomOracles(
      optional(json.joint_combiner_chal),
      optional(json.joint_combiner),
      bytesOfHex(json.beta),
      bytesOfHex(json.gamma),
      bytesOfHex(json.alpha_chal),
      bytesOfHex(json.alpha),
      bytesOfHex(json.zeta),
      bytesOfHex(json.v),
      bytesOfHex(json.u),
      bytesOfHex(json.zeta_chal),
      bytesOfHex(json.v_chal),
      bytesOfHex(json.u_chal)
    ),
    bytesOfHex(json.p_eval.zeta[0]),
    bytesOfHex(json.p_eval.zeta_omega[0]),
    flatten(json.opening_prechallenges.map(bytesOfHex)),
    bytesOfHex(json.digest_before_evaluations)
  );

/**
 * @param {string} f `fp` or `fq`
 * @param {{ withHandle<T>(index: any, use: (handle: any) => T): T }} verifierIndexes
 * @param {{ withHandle<T>(proof: any, use: (handle: any) => T): T }} proofs
 */
export const oraclesAbi = (f, verifierIndexes, proofs) => ({
  /**
   * The first argument are the Lagrange commitments with which the peer commits to the public input; onggi has its own.
   * @param {unknown} _lagrange @param {any} index @param {any} proof
   */
  [`${f}_oracles_create`]: (_lagrange, index, proof) =>
    verifierIndexes.withHandle(index, (verifier) =>
      proofs.withHandle(proof, (handle) => oraclesOf(verifier.oracles(handle)))
    ),
});
