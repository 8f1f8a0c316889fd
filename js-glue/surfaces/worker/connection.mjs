// The connection to one worker, with the calls that run in it. It ends with the worker, and never comes back: the next
// call of a client starts another worker (client.mjs).
import { onAbort, throwIfAborted } from '../../runtime/cancellation.mjs';
import { causeText, InstanceDeadError, OnggiError } from '../../runtime/errors.mjs';
import { Promise, queueMicrotask } from '../../runtime/intrinsics.mjs';
import { startLimit } from './deadline.mjs';
import { startWorker } from './start.mjs';

/** @typedef {import('./crossing.mjs').PackedError} PackedError */
/** @typedef {{ signal?: AbortSignal, onProgress?: (progress: any) => unknown }} Controls */
/**
 * @typedef {object} HandleOwner
 * @property {(reference: import('./crossing.mjs').Reference) => void} resize an object has these bytes now; it may belong to another owner
 * @property {(reason: unknown) => void} die the worker has ended
 */
/**
 * A call that runs in the worker.
 * @typedef {object} Running
 * @property {(result: any) => void} resolve
 * @property {(error: unknown) => void} reject
 * @property {Controls['onProgress']} onProgress
 * @property {() => void} stop no longer listens to the signal
 * @property {object} client whose call it is
 * @property {{ error: unknown } | undefined} failure why the caller has ended it
 */

/** An error as the worker has sent it. */
export class WorkerError {
  /** @param {PackedError} packed */
  constructor(packed) {
    this.packed = packed;
  }
}

/** An error of the caller's own callback. */
export class CallbackError {
  /** @param {unknown} error */
  constructor(error) {
    this.error = error;
  }
}

export class Connection {
  ended = false;
  /** Settles when the worker has ended. @type {Promise<void>} */
  gone = Promise.resolve();
  #worker;
  /** @type {Map<number, Running>} */
  #running = new Map();
  #nextCall = 1;
  /** The owners of handles in the worker. @type {Set<HandleOwner>} */
  #owners = new Set();
  /** Callbacks of onMemory(), and whose they are. @type {Map<number, { report: (report: any) => void, client: object }>} */
  #watches = new Map();
  #isLoaded = false;
  /** Removes the limit of the time until the script runs. */
  #endLimit;
  /** Native bytes in the worker, by its last message. */
  #live = 0;
  /** Handles to free with the next message. @type {number[]} */
  #toFree = [];
  #freeBytes = 0;
  #freeNumber = 0;
  /** Messages with handles to free that the worker has not read yet. @type {{ number: number, bytes: number }[]} */
  #unread = [];

  /**
   * @param {URL | string | undefined} script of the worker
   * @param {object} options of load() in the worker
   * @param {number} startDeadline milliseconds that the script may take until it runs
   */
  constructor(script, options, startDeadline) {
    this.#worker = this.#start(script);
    this.#endLimit = startLimit(startDeadline, () => {
      const advice = 'it must be onggi/worker/script, or a bundle of it; startDeadline gives it more time';
      this.end(new Error(`its script did not answer within ${startDeadline} ms: ${advice}`));
    });
    /** Settles when the worker has loaded its module. @type {Promise<void>} */
    this.loaded = this.request({ op: 'load', options }, [], this).then(
      () => void (this.#isLoaded = true),
      (error) => {
        this.end(error);
        throw error;
      }
    );
    this.loaded.catch(() => {}); // calls that wait for it report it
  }

  /** @param {URL | string | undefined} script */
  #start(script) {
    try {
      return startWorker(script, {
        receive: (message) => this.#receive(message),
        fail: (error) => this.end(error),
      });
    } catch (cause) {
      throw new OnggiError('load_failed', `load: the worker cannot be started: ${causeText(cause)}`, {
        cause,
      });
    }
  }

  /** Native bytes in the worker, without those of handles that were freed here. */
  live = () => this.#unread.reduce((rest, { bytes }) => rest - bytes, this.#live - this.#freeBytes);

  /** @param {HandleOwner} owner which is told about its handles, and when the worker has ended */
  addOwner(owner) {
    this.#owners.add(owner);
  }

  /** @param {HandleOwner} owner */
  removeOwner(owner) {
    this.#owners.delete(owner);
  }

  /** Frees a handle in the worker. @param {number} number @param {number} bytes of its object */
  free(number, bytes) {
    if (this.#toFree.push(number) === 1) queueMicrotask(() => this.#sendFrees());
    this.#freeBytes += bytes;
  }

  #sendFrees() {
    if (this.#toFree.length === 0 || this.ended) return;
    const message = { op: 'free', handles: this.#toFree, number: ++this.#freeNumber };
    this.#unread.push({ number: message.number, bytes: this.#freeBytes });
    this.#toFree = [];
    this.#freeBytes = 0;
    this.#worker.post(message);
  }

  /** @param {object} message @param {ArrayBuffer[]} [buffers] that move to the worker */
  send(message, buffers) {
    if (this.ended) return;
    this.#sendFrees();
    this.#worker.post(message, buffers);
  }

  /**
   * Asks the worker for something. Rejects with a WorkerError if it answers with an error.
   * @param {object} message @param {ArrayBuffer[]} buffers that move to the worker
   * @param {object} client whose request it is @param {Controls} [controls] @param {number} [id]
   * @returns {Promise<any>}
   */
  request(message, buffers, client, { signal, onProgress } = {}, id = this.#nextCall++) {
    return new Promise((resolve, reject) => {
      throwIfAborted(signal); // also after a wait for memory: an aborted signal has no further event
      const stop = onAbort(signal, (error) => this.#endCall(id, error));
      this.#running.set(id, { resolve, reject, onProgress, stop, client, failure: undefined });
      if (this.#running.size === 1) this.#worker.hold(true);
      try {
        this.send({ ...message, id }, buffers);
      } catch (cause) {
        this.#forget(id);
        reject(new OnggiError('wrong_type', 'an argument cannot be sent to a worker', { cause }));
      }
    });
  }

  /** The caller ends its call: the worker is told, and answers. @param {number} id @param {unknown} error */
  #endCall(id, error) {
    const running = this.#running.get(id);
    if (running === undefined || running.failure !== undefined) return;
    running.failure = { error };
    this.send({ op: 'abort', call: id });
  }

  /** @param {number} id @returns {Running | undefined} */
  #forget(id) {
    const running = this.#running.get(id);
    if (running === undefined) return undefined;
    this.#running.delete(id);
    running.stop();
    if (this.#running.size === 0) this.#worker.hold(false);
    return running;
  }

  /** Ends the calls and callbacks of a client without waiting for them. @param {object} client @param {unknown} reason */
  abandon(client, reason) {
    for (const [id, watch] of this.#watches) if (watch.client === client) this.unwatch(id);
    for (const [id, running] of this.#running) {
      if (running.client !== client) continue;
      this.send({ op: 'abort', call: id });
      this.#forget(id);
      running.reject(new InstanceDeadError(reason));
    }
  }

  /** @param {any} message */
  #receive(message) {
    if (this.ended || typeof message !== 'object' || message === null) return; // not of onggi's script
    const { op, id } = message;
    if (message.live !== undefined) this.#note(message);
    if (op === 'answer') this.#answer(message);
    else if (op === 'progress') void this.#report(id, message.progress);
    else if (op === 'memory') this.#watches.get(id)?.report(message.report);
    else if (op === 'started') this.#endLimit();
    else if (op === 'died') this.end(message.reason);
  }

  /** @param {{ live: number, freed: number, resized?: import('./crossing.mjs').Reference[] }} message */
  #note({ live, freed, resized = [] }) {
    this.#live = live;
    this.#unread = this.#unread.filter(({ number }) => number > freed);
    for (const reference of resized) for (const owner of this.#owners) owner.resize(reference);
  }

  /** @param {{ id: number, result?: any, error?: PackedError }} message */
  #answer({ id, result, error }) {
    const running = this.#forget(id);
    if (running === undefined) {
      // The caller did not wait for the result.
      if (typeof result?.handle === 'number') this.free(result.handle, 0);
    } else if (error === undefined) running.resolve(result);
    else if (running.failure !== undefined) running.reject(running.failure.error);
    else running.reject(new WorkerError(error));
  }

  /** The work waits for a promise that onProgress returns, and ends with its error. @param {number} id @param {any} progress */
  async #report(id, progress) {
    const onProgress = this.#running.get(id)?.onProgress;
    try {
      await onProgress?.(progress);
      this.send({ op: 'resume', call: id });
    } catch (error) {
      this.#endCall(id, new CallbackError(error));
    }
  }

  /**
   * Calls back with reports of the memory in use, until unwatch().
   * @param {(report: any) => void} callback @param {object} options of onMemory() @param {object} client
   * @returns {Promise<number>} the argument of unwatch()
   */
  async watch(callback, options, client) {
    const id = this.#nextCall++;
    this.#watches.set(id, { report: callback, client });
    try {
      await this.request({ op: 'watch', options }, [], client, {}, id);
      return id;
    } catch (error) {
      this.#watches.delete(id);
      throw error;
    }
  }

  /** @param {number} id */
  unwatch(id) {
    if (this.#watches.delete(id)) this.send({ op: 'unwatch', call: id });
  }

  /** Ends the worker, and with an error all calls that run in it. @param {unknown} reason */
  end(reason) {
    if (this.ended) return;
    this.ended = true;
    this.#endLimit();
    for (const id of [...this.#running.keys()]) {
      this.#forget(id)?.reject(this.#isLoaded ? new InstanceDeadError(reason) : loadError(reason));
    }
    this.gone = this.#worker.end();
    for (const owner of this.#owners) owner.die(reason);
  }
}

/** The error of calls of a worker that did not get ready. @param {unknown} reason */
function loadError(reason) {
  if (reason instanceof WorkerError || reason instanceof OnggiError) return reason;
  const message = `load: the worker cannot be used: ${causeText(reason)}`;
  return new OnggiError('load_failed', message, { cause: reason });
}
