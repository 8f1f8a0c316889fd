// Sums up a trace, event by event: the objects that were made, those that were never dropped, the places that made
// them, and how far the trace itself can be trusted.
import { Curve } from './curve.mjs';
import { parseLine } from './event.mjs';
import { Objects } from './objects.mjs';
import { reportOf } from './report.mjs';

/** @typedef {import('./event.mjs').Event} Event */

/**
 * The objects of one type that one place made.
 * @typedef {object} Group
 * @property {string} type
 * @property {string} site source line in C++
 * @property {string} call native function
 * @property {string} js source line of the caller
 * @property {number} allocated
 * @property {number} allocatedBytes
 * @property {number} dropped
 * @property {number} live
 * @property {number} liveBytes
 */

/**
 * One load() or native process.
 * @typedef {object} Run
 * @property {Objects} objects
 * @property {number} lines
 * @property {number} liveBytes
 * @property {number} linear 0 until the first sample
 * @property {boolean} ended
 */

// Groups have 16-bit numbers; the last one takes all further objects.
const mostGroups = 2 ** 16 - 1;

export class Analysis {
  /** @type {Group[]} */
  groups = [];
  /** @type {Map<string, number>} */
  #groupNumbers = new Map();
  /** @type {Map<string, Run>} */
  runs = new Map();
  curve = new Curve();
  /** Counts of lines, and of contradictions between them. */
  log = {
    lines: 0,
    events: 0,
    others: 0,
    damaged: 0,
    torn: 0,
    truncated: false,
    duplicateAllocations: 0,
    duplicateDrops: 0,
    resizesOfUnknown: 0,
    wrongSizes: 0,
    lostLines: 0,
  };
  memory = { live: 0, linear: 0, peakLive: 0, peakLinear: 0, grown: 0, liveAtLastGrowth: 0, heap: 0 };
  #time = 0;

  /** @param {string} line @param {boolean} [whole] whether the line ended with a newline */
  addLine(line, whole = true) {
    ++this.log.lines;
    const events = parseLine(line);
    if (events.length === 0) ++this.log.others;
    else if (!line.startsWith('@') || events.length > 1) ++this.log.torn;
    for (const event of events) {
      if (event !== undefined) this.#add(event);
      else if (whole) ++this.log.damaged;
    }
    if (!whole && events.at(-1) === undefined && events.length > 0) this.log.truncated = true;
  }

  /** The end of a file was missing. */
  markTruncated() {
    this.log.truncated = true;
  }

  report() {
    return reportOf(this);
  }

  /** @param {Event} event */
  #add(event) {
    ++this.log.events;
    if (typeof event.time === 'number') this.#time = event.time;
    const run = this.#run(event);
    ++run.lines;
    switch (event.event) {
      case 'ALLOCATE':
        this.#allocate(run, event);
        break;
      case 'RESIZE':
        this.#resize(run, event);
        break;
      case 'DROP':
        this.#drop(run, event);
        break;
      case 'MEMORY':
        this.#sample(run, event);
        break;
      case 'END':
        this.#end(run, event);
        break;
      case 'START':
        break;
    }
    this.curve.add(this.#time, this.memory.live, this.memory.linear);
  }

  /**
   * Native processes write no run name; each begins with a START.
   * @param {Event} event @returns {Run}
   */
  #run({ event, run: name = '' }) {
    const known = this.runs.get(name);
    if (known !== undefined && !(event === 'START' && name === '')) return known;
    if (known !== undefined) this.runs.set(`native ${this.runs.size}`, known);
    const run = { objects: new Objects(), lines: 0, liveBytes: 0, linear: 0, ended: false };
    this.runs.set(name, run);
    return run;
  }

  /** @param {Event} event @returns {number} */
  #groupOf({ type, site = '', call = '', js = '' }) {
    const key = `${type}\n${site}\n${call}\n${js}`;
    const known = this.#groupNumbers.get(key);
    if (known !== undefined) return known;
    const sums = { allocated: 0, allocatedBytes: 0, dropped: 0, live: 0, liveBytes: 0 };
    if (this.groups.length >= mostGroups) return this.groups.length - 1;
    if (this.groups.length === mostGroups - 1) {
      this.groups.push({ type: '(others)', site: '', call: '', js: '', ...sums });
      return this.groups.length - 1;
    }
    this.#groupNumbers.set(key, this.groups.length);
    return this.groups.push({ type, site, call, js, ...sums }) - 1;
  }

  /** @param {number} number */
  #group(number) {
    return /** @type {Group} */ (this.groups[number]);
  }

  /** @param {Run} run @param {number} bytes change of the live bytes */
  #grow(run, bytes) {
    run.liveBytes += bytes;
    this.memory.live += bytes;
    this.memory.peakLive = Math.max(this.memory.peakLive, this.memory.live);
  }

  /** @param {Run} run @param {Event} event */
  #allocate(run, event) {
    const number = this.#groupOf(event);
    const seen = run.objects.allocate(event.id, number, event.bytes);
    if (seen === 'duplicate') {
      ++this.log.duplicateAllocations;
      return;
    }
    const group = this.#group(number);
    ++group.allocated;
    group.allocatedBytes += event.bytes;
    if (seen === 'late') {
      ++group.dropped;
      return;
    }
    ++group.live;
    group.liveBytes += event.bytes;
    this.#grow(run, event.bytes);
  }

  /** @param {Run} run @param {Event} event */
  #resize(run, event) {
    const before = run.objects.resize(event.id, event.bytes);
    if (before === undefined) {
      ++this.log.resizesOfUnknown;
      return;
    }
    const more = event.bytes - before.bytes;
    const group = this.#group(before.group);
    group.allocatedBytes += Math.max(0, more);
    group.liveBytes += more;
    this.#grow(run, more);
  }

  /** @param {Run} run @param {Event} event */
  #drop(run, event) {
    const object = run.objects.drop(event.id);
    if (object === 'orphan') return;
    if (object === 'duplicate') {
      ++this.log.duplicateDrops;
      return;
    }
    if (object.bytes !== event.bytes) ++this.log.wrongSizes;
    const group = this.#group(object.group);
    ++group.dropped;
    --group.live;
    group.liveBytes -= object.bytes;
    this.#grow(run, -object.bytes);
  }

  /** @param {Run} run @param {Event} event */
  #sample(run, { linear, heap = 0 }) {
    const { memory } = this;
    memory.linear += linear - run.linear;
    if (run.linear > 0) memory.grown += linear - run.linear;
    run.linear = linear;
    if (memory.linear > memory.peakLinear) {
      memory.peakLinear = memory.linear;
      memory.liveAtLastGrowth = memory.live;
      memory.heap = heap;
    }
  }

  /** Memory ends with the run. @param {Run} run @param {Event} event */
  #end(run, event) {
    run.ended = true;
    this.log.lostLines += Math.max(0, event.lines + 1 - run.lines);
    this.curve.add(this.#time, this.memory.live, this.memory.linear);
    this.memory.live -= run.liveBytes;
    this.memory.linear -= run.linear;
    run.liveBytes = 0;
    run.linear = 0;
  }
}
