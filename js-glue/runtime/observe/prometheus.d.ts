// Metrics of instances for Prometheus. Needs the package prom-client.
import type { Onggi } from 'onggi';
import type { Registry } from 'prom-client';

/**
 * Adds an instance to the metrics of a registry: `onggi_live_bytes`, `onggi_linear_memory_bytes`,
 * `onggi_objects` by type, `onggi_handles_freed_total` by means, `onggi_proof_seconds` and others,
 * all with the label `instance`. They are read when they are asked for.
 * @returns takes the instance out again
 */
export declare function watch(
  onggi: Onggi,
  options?: {
    /** prom-client's own by default. */
    register?: Registry;
    /** The label; the instance's id by default. */
    instance?: string;
  },
): () => void;
