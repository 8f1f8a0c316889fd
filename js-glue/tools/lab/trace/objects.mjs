// What became of each id of a run, in pages of 256 ids. A page whose ids were all made and dropped is
// one bit; one whose ids were all made and few of which live holds only those. So memory follows the
// objects that live, not the length of the trace.

const pageBits = 8;
const pageSize = 2 ** pageBits;
const fewLive = 24;
const chunkBits = 10; // pages of a chunk of the bitmap of complete ones

const unseen = 0;
const live = 1;
const done = 2;
const orphan = 3; // dropped, and not yet seen made

class Page {
  states = new Uint8Array(pageSize);
  groups = new Uint16Array(pageSize);
  bytes = new Float64Array(pageSize);
  done = 0;
  live = 0;
}

/** The living ids of a page whose others are done. */
class SparsePage {
  /** @type {number[]} */
  offsets = [];
  /** @type {number[]} */
  groups = [];
  /** @type {number[]} */
  bytes = [];

  /** @param {Page} page */
  constructor(page) {
    for (let offset = 0; offset < pageSize; ++offset) {
      if (page.states[offset] !== live) continue;
      this.offsets.push(offset);
      this.groups.push(/** @type {number} */ (page.groups[offset]));
      this.bytes.push(/** @type {number} */ (page.bytes[offset]));
    }
  }
}

/** @typedef {{ group: number, bytes: number }} Standing of an object that lives */

export class Objects {
  /** @type {Map<number, Page | SparsePage>} */
  #pages = new Map();
  /** @type {Map<number, Uint32Array>} */
  #complete = new Map();
  /** Ids that were seen made or dropped. */
  seen = 0;
  highest = 0;
  /** Drops whose objects were not seen made. */
  orphans = 0;

  /**
   * @param {number} id @param {number} group @param {number} bytes
   * @returns {'new' | 'late' | 'duplicate'} late: its drop came before
   */
  allocate(id, group, bytes) {
    const page = this.#page(id);
    if (!(page instanceof Page)) return 'duplicate';
    const offset = (id - 1) % pageSize;
    const state = page.states[offset];
    if (state === live || state === done) return 'duplicate';
    if (state === orphan) {
      page.states[offset] = done;
      --this.orphans;
      ++page.done;
      this.#shrink(id, page);
      return 'late';
    }
    page.states[offset] = live;
    page.groups[offset] = group;
    page.bytes[offset] = bytes;
    ++page.live;
    this.#see(id);
    this.#shrink(id, page);
    return 'new';
  }

  /** @param {number} id @param {number} bytes @returns {Standing | undefined} what it was before */
  resize(id, bytes) {
    const found = this.#find(id);
    if (found === undefined) return undefined;
    const before = { group: found.page.groups[found.at] ?? 0, bytes: found.page.bytes[found.at] ?? 0 };
    found.page.bytes[found.at] = bytes;
    return before;
  }

  /** @param {number} id @returns {Standing | 'orphan' | 'duplicate'} */
  drop(id) {
    const found = this.#find(id);
    if (found === undefined) return this.#dropUnknown(id);
    const { page, at } = found;
    const standing = { group: page.groups[at] ?? 0, bytes: page.bytes[at] ?? 0 };
    if (page instanceof Page) {
      page.states[at] = done;
      --page.live;
      ++page.done;
      this.#shrink(id, page);
    } else {
      for (const list of [page.offsets, page.groups, page.bytes]) list.splice(at, 1);
      if (page.offsets.length === 0) this.#finish(id);
    }
    return standing;
  }

  /** @param {number} id */
  #dropUnknown(id) {
    const page = this.#page(id);
    const offset = (id - 1) % pageSize;
    if (!(page instanceof Page) || page.states[offset] !== unseen) return 'duplicate';
    page.states[offset] = orphan;
    ++this.orphans;
    this.#see(id);
    return 'orphan';
  }

  /** @param {number} id */
  #see(id) {
    ++this.seen;
    if (id > this.highest) this.highest = id;
  }

  /** @param {number} id */
  #find(id) {
    const page = this.#pages.get(Math.floor((id - 1) / pageSize));
    const offset = (id - 1) % pageSize;
    if (page === undefined) return undefined;
    if (page instanceof Page) return page.states[offset] === live ? { page, at: offset } : undefined;
    const at = page.offsets.indexOf(offset);
    return at < 0 ? undefined : { page, at };
  }

  /** The page of an id, made if need be; undefined if all its ids are done. @param {number} id */
  #page(id) {
    const number = Math.floor((id - 1) / pageSize);
    const known = this.#pages.get(number);
    if (known !== undefined || this.#isComplete(number)) return known;
    const page = new Page();
    this.#pages.set(number, page);
    return page;
  }

  /** @param {number} id @param {Page} page */
  #shrink(id, page) {
    if (page.done === pageSize) this.#finish(id);
    else if (page.done + page.live === pageSize && page.live <= fewLive) {
      this.#pages.set(Math.floor((id - 1) / pageSize), new SparsePage(page));
    }
  }

  /** @param {number} id */
  #finish(id) {
    const number = Math.floor((id - 1) / pageSize);
    this.#pages.delete(number);
    const chunk = Math.floor(number / 2 ** chunkBits);
    const bits = this.#complete.get(chunk) ?? new Uint32Array(2 ** chunkBits / 32);
    this.#complete.set(chunk, bits);
    const at = number % 2 ** chunkBits;
    bits[at >>> 5] = /** @type {number} */ (bits[at >>> 5]) | (1 << (at & 31));
  }

  /** @param {number} number */
  #isComplete(number) {
    const bits = this.#complete.get(Math.floor(number / 2 ** chunkBits));
    const at = number % 2 ** chunkBits;
    return bits !== undefined && ((/** @type {number} */ (bits[at >>> 5]) >>> (at & 31)) & 1) === 1;
  }
}
