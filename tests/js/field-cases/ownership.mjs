// Ownership: aliases, moves and objects in use.
import { Bin } from '../bin.mjs';
import { collect, gc, turn } from '../collect.mjs';
import { destructions, Wrapper } from './plain_shim.mjs';

/** @param {import('./setting.mjs').Setting} setting @returns {import('./cases.mjs').Case[]} */
export const ownership = ({
  assert,
  load,
  proving,
  recorded,
  withPlainShim,
  StaleHandleError,
  plainShimFreesDropped,
}) => [
  {
    number: 5,
    title: 'freeing one handle does not free the object of another',
    seen: 'o1js #2870',
    async ours() {
      const { vesta, memory } = await load();
      const srs = vesta.Srs.create(2);
      const alias = srs.share();
      (() => void srs.share())();
      await collect();
      assert.equal(memory().handles, 2);
      assert.equal(srs.size + alias.size, 4);
      srs.free();
      assert.equal(alias.size, 2);
      alias.free();
    },
    async theirs() {
      const { srs } = await withPlainShim();
      const handle = srs.create(2);
      (() => void Wrapper.wrap(handle.pointer))();
      await collect();
      assert.equal(handle.size, 2);
    },
  },
  {
    number: 6,
    title: 'an object that was moved away is destroyed once',
    seen: 'wasm-bindgen #2447, PR #3117',
    async ours() {
      const [from, to] = [await load(), await load()];
      let srs = from.vesta.Srs.create(2);
      const moved = to.receive(srs.transfer());
      srs = /** @type {any} */ (undefined);
      await collect();
      assert.equal(from.memory().live, 0);
      assert.equal(/** @type {any} */ (moved).size, 2);
      moved.free();
    },
    async theirs() {
      const { srs } = await withPlainShim();
      const pointer = (() => srs.create(2).intoRaw())();
      const receiver = Wrapper.wrap(pointer);
      await collect();
      assert.equal(destructions.get(pointer) ?? 0, 0);
      receiver.free();
    },
  },
  {
    number: 7,
    title: 'a use after a move throws an error that says so',
    seen: 'wasm-bindgen #2168, #3960',
    async ours() {
      const { vesta } = await load();
      const srs = vesta.Srs.create(2);
      srs.transfer();
      assert.throws(() => srs.size, { code: 'stale_handle', message: /this vesta\.Srs was moved/ });
    },
    async theirs() {
      const { srs } = await withPlainShim();
      const handle = srs.create(2);
      handle.intoRaw();
      assert.throws(() => handle.size, { message: /moved/ });
    },
  },
  {
    number: 9,
    title: 'an object that C++ still uses outlives its handle, and is freed with its last user',
    seen: 'emscripten PR #15327, #15460, #15874, #11436',
    async ours() {
      const { vesta, memory } = await load();
      const index = (() => {
        const srs = vesta.Srs.create(recorded.circuit.srs_depth);
        return vesta.PlonkIndex.create(recorded.circuit, srs);
      })();
      await collect();
      assert.equal(memory().byType.VestaSrs?.count, 1);
      index.verifierIndex().free();
      index.free();
      assert.equal(memory().live, 0);
    },
    theirs: plainShimFreesDropped,
    holdsThere: true,
  },
  {
    number: 11,
    title: 'two handles of the same object neither use it after its end nor destroy it twice',
    seen: 'embind, raw pointers',
    async ours() {
      const { vesta, memory } = await load();
      const one = vesta.Srs.create(2);
      const two = one.share();
      one.free();
      assert.equal(two.size, 2);
      two.free();
      assert.throws(() => two.size, StaleHandleError);
      two.free();
      assert.equal(memory().live, 0);
    },
    async theirs() {
      const { srs } = await withPlainShim();
      const one = srs.create(2);
      const two = Wrapper.wrap(one.pointer);
      const { pointer } = one;
      one.free();
      two.free();
      assert.equal(destructions.get(pointer), 1);
    },
  },
  {
    number: 23,
    title: 'an object is not freed while an asynchronous call uses it',
    seen: 'calls through workers',
    async ours() {
      const onggi = await load();
      const verifier = (() => {
        const bin = new Bin();
        const verifierIndex = proving(onggi.vesta, bin).index.verifierIndex();
        bin.empty();
        return verifierIndex;
      })();
      const running = (() => {
        const srs = onggi.vesta.Srs.create(recorded.circuit.srs_depth);
        const index = onggi.vesta.PlonkIndex.create(recorded.circuit, srs);
        const witness = onggi.vesta.Witness.fromJSON(recorded.witness);
        return index.prove(witness, { onProgress: () => gc() });
      })();
      const proof = await running;
      assert.ok(verifier.verify(proof));
      proof.free();
      verifier.free();
    },
    async theirs() {
      const { srs } = await withPlainShim();
      const running = (() => {
        const work = (async () => {
          await turn();
          await collect();
        })();
        return srs.create(2).sizeAfter(work);
      })();
      assert.equal(await running, 2);
    },
  },
  {
    number: 28,
    title: 'a handle cannot be cloned into another thread',
    seen: 'structured clone',
    async ours() {
      const { vesta } = await load();
      const srs = vesta.Srs.create(2);
      const { port1, port2 } = new MessageChannel();
      assert.throws(() => structuredClone(srs), { name: 'DataCloneError' });
      assert.throws(() => port1.postMessage({ srs }), { name: 'DataCloneError' });
      port1.close();
      port2.close();
      srs.free();
    },
    async theirs() {
      const { srs } = await withPlainShim();
      assert.throws(() => structuredClone(srs.create(2)), { name: 'DataCloneError' });
    },
  },
];
