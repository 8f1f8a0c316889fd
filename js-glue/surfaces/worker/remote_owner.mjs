// What owns the handles of a client in one worker.
import { InstanceDeadError, NativeBudgetError } from '../../runtime/errors.mjs';
import { Addresses } from '../../runtime/handles/addresses.mjs';
import { makeHandle } from '../../runtime/handles/handle.mjs';
import { adopt, noneFreed, releaseAll } from '../../runtime/handles/table.mjs';
import { Pressure } from '../../runtime/memory/pressure.mjs';
import { Events } from '../../runtime/observe/events.mjs';
import { samplerFor, topTypes } from '../../runtime/observe/leaks.mjs';

/** The handles of a client in one worker, as the slot table sees their instance. */
export class RemoteOwner {
  frames = 0;
  dead = false;
  /** @type {unknown} */
  causeOfDeath;
  handles = 0;
  freed = noneFreed();
  /** @type {number[]} */
  deferred = [];
  addresses = new Addresses();
  events = new Events();
  freesDropped = true;
  /** The bytes of its objects, by number. @type {Map<number, number>} */
  #bytes = new Map();
  #hard;

  /** @param {import('./connection.mjs').Connection} connection @param {import('./client.mjs').Settings} settings */
  constructor(connection, { limits, debug }) {
    this.connection = connection;
    this.#hard = limits.hard;
    this.pressure = new Pressure(limits.soft, connection.live);
    this.sampler = samplerFor(debug, limits.hard);
    connection.onEnd(this.die);
  }

  /** For arguments: they are refused here if the worker would not take them. */
  budget = {
    /** @param {number} bytes @param {string} name */
    require: (bytes, name) => {
      if (bytes <= this.#hard) return;
      const text = `${name}: ${bytes} bytes do not fit: at most ${this.#hard} may be in use`;
      throw new NativeBudgetError(text, this.#use(bytes));
    },
  };

  /** @param {number} needed */
  #use(needed) {
    return { needed, live: this.connection.live(), limit: this.#hard, top: topTypes(this) };
  }

  requireAlive() {
    if (this.dead) throw new InstanceDeadError(this.causeOfDeath);
  }

  /** The destructor of all its objects. @param {number} number */
  #destroy = (number) => {
    this.connection.free(number, this.#bytes.get(number) ?? 0);
    this.#bytes.delete(number);
  };

  /** @param {any} Class @param {import('./crossing.mjs').Reference} reference that the worker has given @returns {any} a handle */
  adopt(Class, { handle: number, bytes }) {
    this.requireAlive();
    let token;
    try {
      this.#bytes.set(number, bytes);
      token = adopt(number, this.#destroy, this, Class, bytes);
    } catch (error) {
      this.#destroy(number);
      throw error;
    }
    const handle = makeHandle(Class, this, token);
    this.sampler.note(token, bytes);
    return handle;
  }

  /** @param {unknown} reason */
  die = (reason) => {
    if (this.dead) return;
    this.dead = true;
    this.causeOfDeath = reason;
    releaseAll(this);
  };

  /** Frees all handles, in a worker that other clients still use. */
  end() {
    this.connection.offEnd(this.die);
    releaseAll(this);
    this.die('it was closed');
  }
}
