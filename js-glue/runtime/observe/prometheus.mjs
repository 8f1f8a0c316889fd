// Metrics of instances for Prometheus, with the package prom-client.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';

import { Counter, Gauge, Histogram, register as defaultRegister } from 'prom-client';

import { OnggiError } from '../errors.mjs';
import { queueMicrotask } from '../intrinsics.mjs';
import { checkOptions } from '../native/options.mjs';
import { propertyOf, requireInstance, wrongType } from '../native/checks.mjs';

/** @typedef {import('prom-client').Registry} Registry */
/** @typedef {{ id: number, memory(): any }} Onggi */
/** @typedef {[labels: Record<string, string>, value: number][]} Samples */

const proofBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60, 120];

/** @param {Record<string, any>} byType @param {'count' | 'bytes'} what @returns {Samples} */
const samplesByType = (byType, what) =>
  Object.entries(byType).map(([type, usage]) => [{ type }, usage[what]]);

/**
 * Metrics that are read from memory() when the registry is scraped.
 * @type {{ name: string, help: string, labels?: string[], counter?: boolean, read: (report: any) => Samples }[]}
 */
const readings = [
  {
    name: 'onggi_linear_memory_bytes',
    help: 'Linear memory; it never shrinks',
    read: ({ linear }) => [[{}, linear]],
  },
  {
    name: 'onggi_heap_bytes',
    help: 'Bytes that the allocator has handed out',
    read: ({ heap }) => (heap === undefined ? [] : [[{}, heap]]), // a guarded module does not tell
  },
  {
    name: 'onggi_live_bytes',
    help: 'Bytes of native objects alive',
    read: ({ live }) => [[{}, live]],
  },
  {
    name: 'onggi_peak_live_bytes',
    help: 'Largest number of bytes of native objects alive at once',
    read: ({ peak }) => [[{}, peak]],
  },
  {
    name: 'onggi_handles',
    help: 'Handles that have not been freed',
    read: ({ handles }) => [[{}, handles]],
  },
  {
    name: 'onggi_objects',
    help: 'Native objects alive, by type',
    labels: ['type'],
    read: ({ byType }) => samplesByType(byType, 'count'),
  },
  {
    name: 'onggi_object_bytes',
    help: 'Bytes of native objects alive, by type',
    labels: ['type'],
    read: ({ byType }) => samplesByType(byType, 'bytes'),
  },
  {
    name: 'onggi_handles_freed_total',
    help: 'Handles released, by reason: dispose, scope, collector …',
    labels: ['reason'],
    counter: true,
    read: ({ freed = {} }) => Object.entries(freed).map(([reason, count]) => [{ reason }, count]),
  },
];

/** The metrics of one registry, for all instances that are watched with it. */
class Metrics {
  /** Watched instances, by name. @type {Map<string, Onggi>} */
  #sources = new Map();
  /** Reports of the current scrape. @type {Map<Onggi, any>} */
  #reports = new Map();
  #proofs;

  /** @param {Registry} register */
  constructor(register) {
    for (const { name, help, labels = [], counter, read } of readings) {
      const metrics = this;
      const labelNames = ['instance', ...labels];
      const Metric = counter ? Counter : Gauge;
      new Metric({
        name,
        help,
        labelNames,
        registers: [register],
        collect() {
          this.reset();
          for (const [source, onggi] of metrics.#sources) {
            const report = metrics.#report(onggi);
            for (const [more, value] of report ? read(report) : []) {
              this.inc({ instance: source, ...more }, value);
            }
          }
        },
      });
    }
    this.#proofs = new Histogram({
      name: 'onggi_proof_seconds',
      help: 'Duration of prove(), by outcome',
      labelNames: ['instance', 'curve', 'outcome'],
      buckets: proofBuckets,
      registers: [register],
    });
  }

  /** One report serves all metrics of a scrape. @param {Onggi} onggi */
  #report(onggi) {
    if (this.#reports.size === 0) queueMicrotask(() => this.#reports.clear());
    if (!this.#reports.has(onggi)) {
      let report;
      try {
        report = onggi.memory();
      } catch {
        // The instance has died or was closed: it has no memory to report.
      }
      this.#reports.set(onggi, report);
    }
    return this.#reports.get(onggi);
  }

  /** @param {Onggi} onggi @param {string} name @returns {() => void} */
  watch(onggi, name) {
    if (this.#sources.has(name)) {
      throw new OnggiError('invalid_argument', `watch: instance: "${name}" is watched already`);
    }
    this.#sources.set(name, onggi);
    /** @param {any} proof */
    const observe = ({ instance, curve, outcome, ms }) => {
      if (instance === onggi.id) this.#proofs.observe({ instance: name, curve, outcome }, ms / 1000);
    };
    subscribe('onggi:proof', observe);
    return () => {
      unsubscribe('onggi:proof', observe);
      this.#sources.delete(name);
    };
  }
}

/** @type {WeakMap<Registry, Metrics>} */
const known = new WeakMap();

/**
 * Adds an instance to the metrics of a registry.
 * @param {Onggi} onggi
 * @param {{ register?: Registry, instance?: string }} [options] instance: its label
 * @returns {() => void} removes it
 */
export function watch(onggi, options) {
  requireInstance(onggi, 'watch');
  const { register = defaultRegister, instance = String(onggi.id) } = checkOptions(
    options,
    'watch: options',
    ['register', 'instance']
  );
  if (typeof propertyOf(register, 'registerMetric') !== 'function')
    wrongType('watch: register', 'a Registry', register);
  if (typeof instance !== 'string') wrongType('watch: instance', 'a string', instance);
  const metrics = known.get(register) ?? new Metrics(register);
  known.set(register, metrics);
  return metrics.watch(onggi, instance);
}
