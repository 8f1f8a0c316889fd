// What an import of `onggi/onggi.wasm` or `onggi/onggi.threads.wasm` gives, by bundler: an address, the bytes, or a
// module. load() takes each as `wasm`.
import type { WasmSource } from 'onggi';

declare const wasm: WasmSource;
export default wasm;
