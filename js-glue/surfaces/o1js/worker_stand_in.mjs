// The worker that o1js starts for its own WebAssembly module. onggi does not need it: a stand-in answers every message at
// once. Other workers of the page start as usual.

/** The events of a worker. */
const types = ['message', 'messageerror', 'error'];

/**
 * Makes the next worker of a blob that is started with the memory a stand-in.
 * @param {WebAssembly.Memory} memory of o1js's module
 */
export function replaceWorker(memory) {
  const realm = /** @type {any} */ (globalThis);
  const { Worker, URL, EventTarget, MessageEvent, Reflect, setTimeout } = realm;
  const { revokeObjectURL: revoke } = URL;

  /** @type {Set<PendingWorker>} */
  const pending = new Set();
  /** The URLs that the page has revoked and that pending workers need. @type {Set<string>} */
  const revoked = new Set();

  /** @param {string} url */
  const isNeeded = (url) => [...pending].some((worker) => worker.url === url);

  /** A worker of o1js or of the page: its first message shows which. */
  class PendingWorker extends EventTarget {
    onmessage = null;
    onmessageerror = null;
    onerror = null;
    /** @type {any} */
    #worker;
    #standsIn = false;

    /** @param {string} url */
    constructor(url) {
      super();
      this.url = url;
      for (const type of types) {
        this.addEventListener(type, (/** @type {any} */ event) => this[`on${type}`]?.(event));
      }
      pending.add(this);
      setTimeout(() => this.start());
    }

    /** Ends the wait: the owner of the worker is known. */
    #settle() {
      pending.delete(this);
      if (!revoked.has(this.url) || isNeeded(this.url)) return;
      revoked.delete(this.url);
      revoke.call(URL, this.url);
    }

    /** Starts the real worker, whose events become events of this object. */
    start() {
      if (!pending.has(this)) return;
      this.#worker = new Worker(this.url);
      for (const type of types) {
        this.#worker.addEventListener(type, (/** @type {any} */ event) =>
          this.dispatchEvent(new event.constructor(event.type, event))
        );
      }
      this.#settle();
    }

    /** @param {any} message @param {unknown[]} rest */
    postMessage(message, ...rest) {
      if (pending.has(this) && message?.message?.memory === memory) {
        this.#standsIn = true;
        this.#settle();
        realm.Worker = Worker;
        URL.revokeObjectURL = revoke;
        for (const worker of pending) worker.start();
      }
      this.start();
      if (!this.#standsIn) return this.#worker?.postMessage(message, ...rest);
      setTimeout(() => this.dispatchEvent(new MessageEvent('message', { data: { type: message.id } })));
    }

    terminate() {
      this.#settle();
      this.#standsIn = false;
      this.#worker?.terminate();
    }
  }
  Object.setPrototypeOf(PendingWorker.prototype, Worker.prototype); // for instanceof

  // Pages revoke the URL of a blob once its worker is made.
  URL.revokeObjectURL = (/** @type {any[]} */ ...values) => {
    const url = String(values[0]);
    if (isNeeded(url)) revoked.add(url);
    else revoke.call(URL, ...values);
  };
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
