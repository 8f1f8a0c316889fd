// Arguments for the parameters of a public function, by their kinds.
import { recordedOf, samples } from '../../js/support.mjs';
import { Thrown } from './outcomes.mjs';

/** @typedef {import('./hostile.mjs').Hostile} Hostile */
/** @typedef {import('./pool.mjs').Pool} Pool */
/** @typedef {import('./random.mjs').Random} Random */

/** The right JSON of a class. @param {string} curve @param {string} noun */
function jsonOf(curve, noun) {
  const {
    circuit,
    witness,
    proof,
    verifier_index: verifierIndex,
  } = recordedOf(curve === 'pallas' ? 'pallas' : 'vesta');
  /** @type {Record<string, unknown>} */
  const known = {
    Witness: witness,
    ProverProof: proof,
    VerifierIndex: verifierIndex,
    Gate: circuit.gates[0],
  };
  return known[noun] ?? circuit;
}

export class Arguments {
  /** What transfer() has returned. @type {any[]} */
  parcels = [];
  #random;
  #hostile;
  #pool;
  #act;
  #encode;

  /**
   * @param {object} parts
   * @param {Random} parts.random @param {Hostile} parts.hostile @param {Pool} parts.pool
   * @param {() => void} parts.act what callbacks do
   * @param {(type: string) => Uint8Array | undefined} parts.encode an object of a class, as bytes
   */
  constructor({ random, hostile, pool, act, encode }) {
    this.#random = random;
    this.#hostile = hostile;
    this.#pool = pool;
    this.#act = act;
    this.#encode = encode;
  }

  /** The object and the arguments of a call. @param {import('./surface.mjs').Entry} entry */
  ofCall({ self, params, curve, noun }) {
    const object = self === undefined ? undefined : this.handleLike(curve, self);
    const args = params.map((param) => this.make(param, curve, noun));
    if (this.#random.oneIn(20)) args.length = this.#random.below(args.length + 1);
    return { self: object, args };
  }

  /** A value in place of a handle. @param {string} curve @param {string} noun @returns {any} */
  handleLike(curve, noun) {
    const handle = this.#pool.take(`${curve}.${noun}`);
    switch (this.#random.below(24)) {
      case 0:
        return new Proxy(Object(handle), {});
      case 1:
        return Object.create(Object(handle));
      case 2:
        return this.#pool.take(`${curve === 'vesta' ? 'pallas' : 'vesta'}.${noun}`);
      case 3:
        return this.#pool.takeAny();
      case 4:
        return this.#hostile.result();
      default:
        return handle;
    }
  }

  /** @param {import('./surface.mjs').Param} param @param {string} curve @param {string} noun @returns {any} */
  make({ kind, class: className = '' }, curve, noun) {
    const random = this.#random;
    const hostile = this.#hostile;
    if (random.oneIn(12)) return hostile.anything();
    switch (kind) {
      case 'handle':
        return this.handleLike(curve, className);
      case 'anyHandle':
        return this.handleLike(curve, random.pick(Object.keys(samples)));
      case 'bytes':
        return hostile.disguised(this.#bytes(`${curve}.${noun}`));
      case 'json':
        return hostile.json(jsonOf(curve, noun));
      case 'size':
      case 'cell':
        return hostile.size();
      case 'text':
        return hostile.text();
      case 'field':
      case 'integer':
        return hostile.element();
      case 'fields':
        return hostile.fields();
      case 'list':
        return hostile.list(() => hostile.fields(), random.below(5));
      case 'columns':
        return random.oneIn(3) ? hostile.bytes(480) : hostile.list(() => hostile.fields(), 15);
      case 'cells':
        return hostile.list(() => hostile.size(), random.below(7));
      case 'point':
        return hostile.point();
      case 'points':
        return random.oneIn(3)
          ? hostile.bytes(64 * random.below(4))
          : hostile.list(() => hostile.point(), random.below(5));
      case 'claims': {
        const claim = () => ({
          index: this.handleLike(curve, 'VerifierIndex'),
          proof: this.handleLike(curve, 'ProverProof'),
        });
        return hostile.list(claim, random.below(3));
      }
      case 'parcel':
        return this.#parcel();
      case 'parts':
        return random.oneIn(3) ? { srs: this.handleLike(curve, 'Srs') } : undefined;
      case 'callback':
        return () => {
          this.#act();
          return random.oneIn(4) ? hostile.result() : this.handleLike(curve, 'Vector');
        };
      case 'listener': // what it throws would be an error of the timer's
        return () => {
          try {
            this.#act();
          } catch (error) {
            if (!(error instanceof Thrown)) throw error;
          }
        };
      case 'loadOptions':
        return hostile.loadOptions();
      case 'closeOptions':
        return random.oneIn(2) ? { deadline: hostile.size() } : undefined;
      case 'options':
        return hostile.options();
      default:
        throw new Error(`no arguments of kind ${kind}`);
    }
  }

  /** Bytes of an object, half of the time with a changed bit. @param {string} type @returns {Uint8Array} */
  #bytes(type) {
    const bytes = this.#encode(type) ?? new Uint8Array(this.#random.below(100));
    if (bytes.length > 0 && this.#random.oneIn(2))
      bytes[this.#random.below(bytes.length)] ^= 1 << this.#random.below(8);
    return bytes;
  }

  #parcel() {
    const parcel =
      this.parcels.length > 0 ? this.#random.pick(this.parcels) : { type: 'vesta.Vector', content: [] };
    const { content } = parcel;
    if (!(content instanceof Uint8Array)) return parcel;
    return { ...parcel, content: this.#hostile.disguised(content) };
  }
}
