// What owns the handles of a client in one worker.
import { InstanceDeadError, NativeBudgetError } from '../../runtime/errors.mjs';
import { Addresses } from '../../runtime/handles/addresses.mjs';
import { makeHandle } from '../../runtime/handles/handle.mjs';
import { slotOf } from '../../runtime/handles/slots.mjs';
import { adopt, noneFreed, releaseAll, replaceBytes } from '../../runtime/handles/table.mjs';
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
  /** Its objects, by number: the slots of their first references, and their bytes. @type {Map<number, { home: number, bytes: number }>} */
  #objects = new Map();
  #hard;

  /**
   * @param {import('./connection.mjs').Connection} connection @param {import('./client.mjs').Settings} settings
   * @param {import('./client.mjs').Client} client whose handles they are
   */
  constructor(connection, { limits, debug }, client) {
    this.connection = connection;
    this.#hard = limits.hard;
    this.pressure = new Pressure(limits.soft, connection.live, async () => {
      if (!this.dead) await connection.request({ op: 'trim' }, [], client);
    });
    this.sampler = samplerFor(debug, limits.hard);
    connection.addOwner(this);
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
    this.connection.free(number, this.#objects.get(number)?.bytes ?? 0);
    this.#objects.delete(number);
  };

  /** @param {import('./crossing.mjs').Reference} reference to an object of this client or of another one */
  resize({ handle: number, bytes }) {
    const object = this.#objects.get(number);
    if (object === undefined) return;
    object.bytes = bytes;
    replaceBytes(object.home, bytes);
  }

  /** @param {any} Class @param {import('./crossing.mjs').Reference} reference that the worker has given @returns {any} a handle */
  adopt(Class, { handle: number, bytes }) {
    this.requireAlive();
    let token;
    try {
      token = adopt(number, this.#destroy, this, Class, bytes);
      this.#objects.set(number, { home: slotOf(token), bytes });
    } catch (error) {
      this.connection.free(number, bytes);
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
    this.connection.removeOwner(this);
    releaseAll(this);
    this.die('it was closed');
  }
}
