// The prover of o1js programs: onggi/o1js in a thread. o1js cannot be interrupted, so a cancelled job ends its thread.
import { Worker as Thread } from 'node:worker_threads';

import { config } from './config.mjs';
import { Failure } from './failures.mjs';

/** @typedef {{ program: string, witness: Buffer | undefined, children: { proof: string }[], signal: AbortSignal, onProgress: (progress: any) => void }} Request */

const noMemory = { linear: 0, heap: 0, live: 0, peak: 0, handles: 0, byType: {}, freed: {} };

/** A thread, and the job that it does. */
class Prover {
  memory = noMemory;
  ended = false;
  /** @type {{ resolve: (result: { proof: string }) => void, reject: (error: unknown) => void, onProgress: (progress: any) => void } | undefined} */
  #job;
  #thread = new Thread(new URL('./o1js_thread.mjs', import.meta.url), {
    workerData: { maxMemory: config.maxMemory, cache: config.cache },
  });

  constructor() {
    this.#thread.on('message', ({ memory, progress, proof, failure }) => {
      this.memory = memory ?? this.memory;
      if (progress !== undefined) this.#job?.onProgress(progress);
      else if (failure === undefined) this.#job?.resolve({ proof });
      else this.#job?.reject(new Failure(failure.code, failure.message));
    });
    this.#thread.on('error', ({ name }) => this.#end(`the thread of o1js has failed: ${name}`));
    this.#thread.on('exit', (code) => this.#end(`the thread of o1js has ended with code ${code}`));
  }

  /** @param {string} message */
  #end(message) {
    this.ended = true;
    this.memory = noMemory;
    this.#job?.reject(Object.assign(new Error(message), { code: 'instance_dead' }));
  }

  /** @param {Request} request @returns {Promise<{ proof: string }>} the proof as JSON */
  prove({ program, witness, children, signal, onProgress }) {
    return new Promise((resolve, reject) => {
      this.#job = { resolve, reject, onProgress };
      if (signal.aborted) return this.end();
      signal.addEventListener('abort', () => this.end(), { once: true });
      this.#thread.postMessage({ program, witness, children });
    });
  }

  end() {
    this.ended = true;
    return this.#thread.terminate();
  }
}

/** One job at a time: the worker's concurrency must be 1. */
export async function openO1js() {
  /** @type {Prover | undefined} */
  let prover;
  return {
    onggi: { id: 0, memory: () => prover?.memory ?? noMemory },
    /** @param {Request} request */
    async prove(request) {
      if (prover === undefined || prover.ended) prover = new Prover();
      return prover.prove(request);
    },
    close: async () => void (await prover?.end()),
  };
}
