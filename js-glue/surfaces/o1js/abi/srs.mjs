// The SRS of one curve.
import { pointLike, pointOf, pointsOfFlat } from '../field.mjs';
import { holds, takeComm } from './points.mjs';

/** @typedef {import('../field.mjs').Point} Point */
/** @typedef {import('./points.mjs').PolyComm} PolyComm */

/** An SRS in the hands of o1js. */
export class Srs {
  /** Commitments that were asked for, by domain size and index. @type {Map<number, Map<number, PolyComm>>} */
  lagrange = new Map();

  /** @type {any} */
  #handle;
  /** @type {() => any} */
  #make;

  /** @param {() => any} make makes the handle of onggi */
  constructor(make) {
    this.#make = make;
  }

  /**
   * The handle of onggi, made when it is first used. o1js hides errors of making an SRS while it reads a verification key,
   * and then says that the proof is wrong.
   */
  get handle() {
    return (this.#handle ??= this.#make());
  }

  /** The known commitments of a domain. @param {number} domainSize */
  known(domainSize) {
    const known = this.lagrange.get(domainSize) ?? new Map();
    this.lagrange.set(domainSize, known);
    return known;
  }
}

/**
 * @param {string} f `fp` or `fq`
 * @param {() => any} curve of onggi
 * @param {import('./points.mjs').PolyCommClass} PolyComm
 */
export function srsAbi(f, curve, PolyComm) {
  /** @param {number} size */
  const create = (size) => new Srs(() => curve().Srs.create(size));

  /** @param {Srs} srs @param {number} domainSize @param {number} index */
  const lagrangeCommitment = (srs, domainSize, index) => {
    const known = srs.known(domainSize);
    const comm = known.get(index) ?? takeComm(srs.handle.lagrangeCommitment(domainSize, index), PolyComm);
    known.set(index, comm);
    return comm;
  };

  /** @param {Srs} srs @param {number} domainSize */
  function wholeBasis(srs, domainSize) {
    const { handle } = srs;
    handle.encodeLagrangeBasis(domainSize); // computes all of them together
    const points = pointsOfFlat(handle.lagrangeCommitments(domainSize, domainSize));
    const chunks = points.length / domainSize;
    srs.known(domainSize);
    return Array.from(
      { length: domainSize },
      (_, i) => new PolyComm(points.slice(chunks * i, chunks * (i + 1)))
    );
  }

  const prefix = `caml_${f}_srs`;
  return {
    [`${prefix}_create`]: create,
    [`${prefix}_create_parallel`]: create,
    /** h, then all bases. @param {Srs} srs */
    [`${prefix}_get`]: ({ handle }) => [handle.h(), ...handle.points(0, handle.size)].map(pointOf),
    /** @param {Point[]} hAndBases */
    [`${prefix}_set`]: (hAndBases) => {
      const [h, ...bases] = Array.from(hAndBases, pointLike);
      const handle = curve().Srs.fromPoints(bases, h);
      return new Srs(() => handle);
    },
    /** @param {Srs} srs */
    [`${prefix}_h`]: ({ handle }) => pointOf(handle.h()),
    /** Null for domains that were never asked for. @param {Srs} srs @param {number} domainSize @param {number} index */
    [`${prefix}_maybe_lagrange_commitment`]: (srs, domainSize, index) =>
      srs.lagrange.has(domainSize) ? lagrangeCommitment(srs, domainSize, index) : null,
    [`${prefix}_lagrange_commitment`]: lagrangeCommitment,
    [`${prefix}_get_lagrange_basis`]: wholeBasis,
    [`${prefix}_lagrange_commitments_whole_domain_ptr`]: wholeBasis,
    /** Commitments are computed when they are asked for, and never taken from outside. @param {Srs} srs @param {number} domainSize */
    [`${prefix}_set_lagrange_basis`]: (srs, domainSize) => void srs.known(domainSize),
    /** @param {Srs} srs @param {number} log2 */
    [`${prefix}_add_lagrange_basis`]: (srs, log2) => void srs.known(2 ** log2),
    /** @param {Srs} srs @param {number} domainSize @param {Uint8Array} evaluations */
    [`${prefix}_commit_evaluations`]: ({ handle }, domainSize, evaluations) =>
      takeComm(handle.commitEvaluations(domainSize, evaluations), PolyComm),
    /** @param {Srs} srs @param {Uint8Array} challenges */
    [`${prefix}_b_poly_commitment`]: ({ handle }, challenges) =>
      takeComm(handle.bPolyCommitment(challenges), PolyComm),
    /** @param {Srs} srs @param {Point[]} comms @param {Uint8Array} challenges */
    [`${prefix}_batch_accumulator_check`]: ({ handle }, comms, challenges) =>
      holds(() => handle.batchAccumulatorCheck(Array.from(comms, pointLike), challenges)),
    /** @param {Srs} srs @param {number} count @param {Uint8Array} challenges */
    [`${prefix}_batch_accumulator_generate`]: ({ handle }, count, challenges) =>
      handle.batchAccumulatorGenerate(count, challenges).map(pointOf),
  };
}
