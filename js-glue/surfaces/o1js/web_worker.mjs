// The worker that o1js starts for its own WebAssembly module. onggi needs none: what stands for it answers every message
// at once. Other workers are passed through.

/** The events of a worker. */
const types = ['message', 'messageerror', 'error'];

/**
 * Makes the next worker of a blob that is started with the memory a stand-in.
 * @param {WebAssembly.Memory} memory of o1js's module
 */
export function replaceWorker(memory) {
  const realm = /** @type {any} */ (globalThis);
  const { Worker, EventTarget, MessageEvent, Reflect, setTimeout } = realm;

  /** A worker of which it is not known yet whose it is: its first message tells. */
  class PendingWorker extends EventTarget {
    /** @type {any} */
    #worker;
    #standsIn = false;
    #hasEnded = false;
    #url;

    /** @param {string} url */
    constructor(url) {
      super();
      this.#url = url;
      for (const type of types) {
        super.addEventListener(type, (/** @type {any} */ event) => this[`on${type}`]?.(event));
      }
      setTimeout(() => this.#standsIn || this.#hasEnded || this.#start());
    }

    /** Starts the real worker, whose events become events of this object. */
    #start() {
      if (this.#worker === undefined) {
        this.#worker = new Worker(this.#url);
        for (const type of types) {
          this.#worker.addEventListener(type, (/** @type {any} */ event) =>
            this.dispatchEvent(new event.constructor(event.type, event))
          );
        }
      }
      return this.#worker;
    }

    /** @param {any} message @param {unknown[]} rest */
    postMessage(message, ...rest) {
      if (this.#hasEnded) return;
      if (this.#worker === undefined && message?.message?.memory === memory) {
        this.#standsIn = true;
        realm.Worker = Worker;
      }
      if (!this.#standsIn) return this.#start().postMessage(message, ...rest);
      setTimeout(() => this.dispatchEvent(new MessageEvent('message', { data: { type: message.id } })));
    }

    terminate() {
      this.#hasEnded = true;
      this.#worker?.terminate();
    }
  }

  realm.Worker = new Proxy(Worker, {
    construct(target, args, newTarget) {
      const [url] = args;
      const ofBlob = args.length === 1 && typeof url === 'string' && url.startsWith('blob:');
      return ofBlob && newTarget === realm.Worker
        ? new PendingWorker(url)
        : Reflect.construct(target, args, newTarget === realm.Worker ? target : newTarget);
    },
  });
}
