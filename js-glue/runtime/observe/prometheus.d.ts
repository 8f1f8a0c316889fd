// Metrics of instances for Prometheus. Needs the package prom-client.
import type { MemoryReport } from 'onggi';
import type { Registry } from 'prom-client';

/**
 * Adds an instance to the metrics of a registry: `onggi_live_bytes`, `onggi_linear_memory_bytes`,
 * `onggi_objects` by type, `onggi_handles_freed_total` by reason, `onggi_proof_seconds` and others,
 * all with the label `instance`. They are read at each scrape.
 * @param onggi an instance of onggi, or a client of onggi/worker
 * @returns removes the instance
 */
export declare function watch(
  onggi: { readonly id: number; memory(): MemoryReport | Promise<MemoryReport> },
  options?: {
    /** The default is prom-client's own registry. */
    register?: Registry;
    /** The label; the default is the instance's id. */
    instance?: string;
  }
): () => void;
