// Runs in its own process: imitates another engine, and prints the collection requests it receives.
const { console, setTimeout } = globalThis;
const { engine, largest, inVain } = JSON.parse(process.argv[2] ?? '{}');

/** @type {Record<string, object>} */
const globals = {
  chromium: { navigator: { userAgent: 'Mozilla/5.0 AppleWebKit/537.36 Chrome/156.0 Safari/537.36' } },
  firefox: { navigator: { userAgent: 'Mozilla/5.0 Gecko/20100101 Firefox/153.0' } },
  webkit: { navigator: { userAgent: 'Mozilla/5.0 AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15' } },
  other: { navigator: undefined },
  bun: { Bun: {} },
  deno: { Deno: {} },
};

/** @type {unknown[]} */
const seen = [];
let arrays = 0;
const countedArray = new Proxy(Array, {
  construct(target, args) {
    ++arrays;
    return Reflect.construct(target, args);
  },
});

class Recorded {
  /** @param {number} bytes @param {{ maxByteLength: number }} options */
  constructor(bytes, { maxByteLength }) {
    seen.push([bytes / 2 ** 20, maxByteLength / 2 ** 20]);
    if (bytes > largest * 2 ** 20) throw new RangeError('too large');
  }
  /** @param {number} length */
  transferToFixedLength(length) {
    seen.push(`detached to ${length} after ${arrays} arrays`);
    arrays = 0;
  }
}

const hidden = { process: undefined, setImmediate: undefined, Bun: undefined, Deno: undefined };
for (const [name, value] of Object.entries({ ...hidden, ...globals[engine] })) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}
Object.assign(globalThis, {
  Array: countedArray,
  ArrayBuffer: Recorded,
  /** @param {() => void} code @param {number} after */
  setTimeout(code, after) {
    seen.push(`timer of ${after}`);
    return setTimeout(code, after);
  },
});

const { finalizerTurn, requestCollection } = await import('../../js-glue/runtime/memory/collection.mjs');
const { runtime } = await import('../../js-glue/runtime/environment.mjs');
const asked = inVain.map(requestCollection);
await finalizerTurn();
console.log(JSON.stringify({ runtime, asked, seen }));
