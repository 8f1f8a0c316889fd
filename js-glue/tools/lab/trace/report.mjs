// What an analysis amounts to.
import { bytesText, countText } from '../numbers.mjs';
import { correlation } from './curve.mjs';

/** @typedef {import('./analysis.mjs').Analysis} Analysis */
/** @typedef {import('./analysis.mjs').Group} Group */

/**
 * @typedef {object} TypeSum
 * @property {string} type
 * @property {number} allocated
 * @property {number} dropped
 * @property {number} undropped
 * @property {number} allocatedBytes
 * @property {number} undroppedBytes
 *
 * @typedef {object} SiteSum objects of one type, made at one place, that were never dropped
 * @property {string} type
 * @property {string} site
 * @property {string} call
 * @property {string} js
 * @property {number} allocated
 * @property {number} undropped
 * @property {number} undroppedBytes
 *
 * @typedef {object} Trust how far the sums can be trusted
 * @property {'whole' | 'open' | 'damaged'} level
 * @property {number} doubtful events that are missing or contradict others, at least
 * @property {number} share of the events that are sound, 0 to 1
 * @property {string[]} reasons
 *
 * @typedef {object} Memory
 * @property {number} peakLive
 * @property {number} peakLinear
 * @property {number | null} correlation of live bytes and linear memory, −1 to 1
 * @property {string} text
 * @property {import('./curve.mjs').Point[]} points
 *
 * @typedef {object} Report
 * @property {'onggi-trace-report/1'} format
 * @property {number} runs
 * @property {number} allocations
 * @property {number} drops
 * @property {number} undropped
 * @property {number} undroppedBytes
 * @property {TypeSum[]} types
 * @property {SiteSum[]} sites
 * @property {string[]} perfect types of which everything was dropped
 * @property {Trust} trust
 * @property {Analysis['log']} log
 * @property {Memory} memory
 * @property {string[]} advice
 */

/** @param {Group[]} groups @param {(group: Group) => number} of */
const sum = (groups, of) => groups.reduce((total, group) => total + of(group), 0);

/** @typedef {{ undropped: number, undroppedBytes: number, type: string }} Undropped */
/** @param {Undropped} a @param {Undropped} b */
const largestFirst = (a, b) =>
  b.undroppedBytes - a.undroppedBytes || b.undropped - a.undropped || (a.type < b.type ? -1 : 1);

/** @param {Group[]} groups @returns {TypeSum[]} */
function sumTypes(groups) {
  const names = [...new Set(groups.map(({ type }) => type))];
  return names
    .map((type) => ({ type, members: groups.filter((group) => group.type === type) }))
    .map(({ type, members }) => ({
      type,
      allocated: sum(members, (group) => group.allocated),
      dropped: sum(members, (group) => group.dropped),
      undropped: sum(members, (group) => group.live),
      allocatedBytes: sum(members, (group) => group.allocatedBytes),
      undroppedBytes: sum(members, (group) => group.liveBytes),
    }))
    .sort(largestFirst);
}

/** @param {Analysis} analysis @returns {Trust} */
function judge({ log, runs }) {
  const all = [...runs.values()];
  const orphans = all.reduce((total, { objects }) => total + objects.orphans, 0);
  const missing = all.reduce((total, { objects }) => total + objects.highest - objects.seen, 0);
  const open = all.filter(({ ended }) => !ended).length;
  /** @type {[number, string][]} */
  const faults = [
    [log.damaged, 'damaged lines'],
    [log.lostLines, 'lines that their run counted are missing'],
    [missing, 'ids were never seen: their lines are missing'],
    [orphans, 'drops without an allocation'],
    [log.duplicateAllocations, 'ids were allocated twice'],
    [log.duplicateDrops, 'ids were dropped twice'],
    [log.resizesOfUnknown, 'resizes of objects that were not alive'],
    [log.wrongSizes, 'drops of another size than was known'],
  ];
  const found = faults.filter(([count]) => count > 0);
  const reasons = found.map(([count, text]) => `${countText(count)} ${text}`);
  if (log.truncated) reasons.push('the last line is cut: the log ends too early');
  if (open > 0) {
    const which = open === all.length && open === 1 ? 'the run has' : `${open} of ${all.length} runs have`;
    reasons.push(`${which} no end: still running, killed, or native; what lives may yet be dropped`);
  }
  const doubtful = found.reduce((total, [count]) => total + count, log.truncated ? 1 : 0);
  const level = doubtful > 0 ? 'damaged' : open > 0 ? 'open' : 'whole';
  return { level, doubtful, share: log.events / Math.max(1, log.events + doubtful), reasons };
}

/** @param {Analysis} analysis @returns {Memory} */
function relateMemory({ memory, curve }) {
  const points = curve.points();
  const { peakLive, peakLinear, liveAtLastGrowth, heap } = memory;
  if (peakLinear === 0) {
    const text = `at most ${bytesText(peakLive)} lived at once; the log has no samples of linear memory`;
    return { peakLive, peakLinear, correlation: null, text, points };
  }
  const sampled = points.filter(({ linear }) => linear > 0);
  const together = correlation(sampled.map(({ live, linear }) => ({ x: live, y: linear })));
  const text =
    `linear memory reached ${bytesText(peakLinear)}, live bytes ${bytesText(peakLive)}; when it grew ` +
    `last, ${bytesText(liveAtLastGrowth)} lived and the allocator had handed out ${bytesText(heap)}; ` +
    (together === undefined
      ? 'one of the two stood still'
      : `they go together with a correlation of ${together.toFixed(2)}`);
  return { peakLive, peakLinear, correlation: together ?? null, text, points };
}

/** Linear memory may grow by so many times what lives: work needs room besides. */
const temporariesFactor = 4;

/** Types that are plain values in onggi, and need not be objects. */
const plainValues = /(Vector|VecVec|PolyComm|Gate|Evals)$/;

/**
 * @param {TypeSum[]} types @param {SiteSum[]} sites @param {Trust} trust
 * @param {Analysis['memory']} memory
 */
function recommend(types, sites, trust, memory) {
  const advice = [];
  if (trust.level === 'damaged')
    advice.push('Record the trace again, to a file of its own: this one contradicts itself.');
  for (const { type, site, call, js, undropped, undroppedBytes: bytes } of sites.slice(0, 3))
    advice.push(
      `${js || call || site || 'unknown place'}: ${countText(undropped)} ${type}, ${bytesText(bytes)}, ` +
        'were never dropped. Free them where they are last used, or make them in a scope().'
    );
  const values = types.filter(({ type, undropped }) => undropped > 0 && plainValues.test(type));
  if (values.length > 0)
    advice.push(
      `${values.map(({ type }) => type).join(', ')}: take these as plain values, which need no freeing.`
    );
  if (sites.length === 0 && memory.grown > temporariesFactor * memory.peakLive)
    advice.push(
      `Linear memory grew by ${bytesText(memory.grown)}, far more than ever lived: it went to ` +
        'temporaries or fragments. It cannot shrink; load() a new instance to give it back.'
    );
  if (advice.length === 0) advice.push('Nothing to do: everything that was made was dropped.');
  return advice;
}

/** @param {Analysis} analysis @returns {Report} */
export function reportOf(analysis) {
  const { groups, runs, log } = analysis;
  const types = sumTypes(groups);
  const sites = groups
    .filter(({ live }) => live > 0)
    .map(({ type, site, call, js, allocated, live, liveBytes }) => {
      return { type, site, call, js, allocated, undropped: live, undroppedBytes: liveBytes };
    })
    .sort(largestFirst);
  const trust = judge(analysis);
  const memory = relateMemory(analysis);
  return {
    format: 'onggi-trace-report/1',
    runs: runs.size,
    allocations: sum(groups, (group) => group.allocated),
    drops: sum(groups, (group) => group.dropped),
    undropped: sum(groups, (group) => group.live),
    undroppedBytes: sum(groups, (group) => group.liveBytes),
    types,
    sites,
    perfect: types.filter(({ undropped }) => undropped === 0).map(({ type }) => type),
    trust,
    log,
    memory,
    advice: recommend(types, sites, trust, analysis.memory),
  };
}
