// The peer: the Rust Kimchi prover and verifier, compiled to wasm, of the npm package o1js 2.15.0,
// driven from plain JSON in the file formats of the command line.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { FieldPeer } from './peer_proofs.mjs';

const EXPECTED_O1JS_VERSION = '2.15.0';

/** Whether to run many random circuits, and the cases in which the peer is slow. */
export const isThorough = Boolean(process.env.ONGGI_RANDOM_RUNS);

/** Directory of the o1js package: the dev dependency. */
function findO1js() {
  const entry = createRequire(import.meta.url).resolve('o1js');
  return entry.slice(0, entry.lastIndexOf('o1js' + path.sep) + 'o1js'.length);
}

let loading;
/** Load the raw wasm once. Returns {W, withThreadPool, fp, fq, version}. */
export function loadPeer() {
  return (loading ??= (async () => {
    const dir = findO1js();
    const { version } = JSON.parse(fs.readFileSync(path.join(dir, 'package.json'), 'utf8'));
    if (version !== EXPECTED_O1JS_VERSION) {
      console.error(`warning: o1js ${version} found, vectors were made with ${EXPECTED_O1JS_VERSION}`);
    }
    const load = (rel) => import(pathToFileURL(path.join(dir, 'dist', 'node', rel)).href);
    const { workers } = await load('lib/proof-system/workers.js');
    if (process.env.PEER_WORKERS) workers.numWorkers = Number(process.env.PEER_WORKERS);
    // node-backend.js is o1js' own loader of kimchi_wasm.cjs + worker pool; it does not pull in
    // the OCaml (Pickles) bundle, so this is all Rust.
    const { wasm: W, withThreadPool } = await load('bindings/js/node/node-backend.js');
    const peer = { W, withThreadPool, version };
    peer.fp = new FieldPeer(peer, 'fp');
    peer.fq = new FieldPeer(peer, 'fq');
    return peer;
  })());
}
