// The state of each object id of a run, in pages of 256 ids. A page is reduced to one bit once all its objects were
// made and dropped, and to a list of the live ones once all were made and few are live. Memory is therefore
// proportional to the live objects, not to the length of the trace.

const pageBits = 8;
const pageSize = 2 ** pageBits;
const fewLive = 24;
const chunkBits = 10; // pages per chunk of the bitmap of completed pages

const unseen = 0;
const live = 1;
const done = 2;
const orphan = 3; // dropped before its allocation was seen

class Page {
  states = new Uint8Array(pageSize);
  groups = new Uint16Array(pageSize);
  bytes = new Float64Array(pageSize);
  done = 0;
  live = 0;
}

/** The live ids of a page whose other ids are done. */
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

/** @typedef {{ group: number, bytes: number }} LiveObject */

export class Objects {
  /** @type {Map<number, Page | SparsePage>} */
  #pages = new Map();
  /** @type {Map<number, Uint32Array>} */
  #complete = new Map();
  /** Ids of which an allocation or a drop was seen. */
  seen = 0;
  highest = 0;
  /** Drops of objects whose allocation was not seen. */
  orphans = 0;

  /**
   * @param {number} id @param {number} group @param {number} bytes
   * @returns {'new' | 'late' | 'duplicate'} late: the drop was seen before
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

  /** @param {number} id @param {number} bytes @returns {LiveObject | undefined} the object before the change */
  resize(id, bytes) {
    const found = this.#find(id);
    if (found === undefined) return undefined;
    const before = { group: found.page.groups[found.at] ?? 0, bytes: found.page.bytes[found.at] ?? 0 };
    found.page.bytes[found.at] = bytes;
    return before;
  }

  /** @param {number} id @returns {LiveObject | 'orphan' | 'duplicate'} */
  drop(id) {
    const found = this.#find(id);
    if (found === undefined) return this.#dropUnknown(id);
    const { page, at } = found;
    const object = { group: page.groups[at] ?? 0, bytes: page.bytes[at] ?? 0 };
    if (page instanceof Page) {
      page.states[at] = done;
      --page.live;
      ++page.done;
      this.#shrink(id, page);
    } else {
      for (const list of [page.offsets, page.groups, page.bytes]) list.splice(at, 1);
      if (page.offsets.length === 0) this.#finish(id);
    }
    return object;
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

  /** The page of an id, created if necessary; undefined if all its ids are done. @param {number} id */
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
    return bits !== undefined && /** @type {number} */ ((bits[at >>> 5] >>> (at & 31)) & 1) === 1;
  }
}
