// Makes the report of an analysis.
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
 * @typedef {object} SiteSum objects of one type that one place made and that were never dropped
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
 * @property {number} share of consistent events, 0 to 1
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
 * @property {string[]} perfect types whose objects were all dropped
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
  const contradictions = [
    [log.damaged, 'damaged lines'],
    [log.lostLines, 'lines are missing that their run counted'],
    [missing, 'ids were never seen: their lines are missing'],
    [orphans, 'drops without an allocation'],
    [log.duplicateAllocations, 'ids were allocated twice'],
    [log.duplicateDrops, 'ids were dropped twice'],
    [log.resizesOfUnknown, 'resizes of objects that were not alive'],
    [log.wrongSizes, 'drops of another size than the object had'],
  ];
  const found = contradictions.filter(([count]) => count > 0);
  const reasons = found.map(([count, text]) => `${countText(count)} ${text}`);
  if (log.truncated) reasons.push('the last line is cut');
  if (open > 0) {
    const which = open === all.length && open === 1 ? 'the run has' : `${open} of ${all.length} runs have`;
    reasons.push(`${which} no end: still running, killed, or native; live objects may still be dropped`);
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
    const text = `live bytes reached ${bytesText(peakLive)}; the log has no samples of linear memory`;
    return { peakLive, peakLinear, correlation: null, text, points };
  }
  const sampled = points.filter(({ linear }) => linear > 0);
  const together = correlation(sampled.map(({ live, linear }) => ({ x: live, y: linear })));
  const text =
    `linear memory reached ${bytesText(peakLinear)}, live bytes ${bytesText(peakLive)}; at its last growth ` +
    `${bytesText(liveAtLastGrowth)} were live and ${bytesText(heap)} were allocated; ` +
    (together === undefined ? 'one of the two was constant' : `their correlation is ${together.toFixed(2)}`);
  return { peakLive, peakLinear, correlation: together ?? null, text, points };
}

/** Work needs temporary memory, so linear memory may grow to so many times the live bytes. */
const temporariesFactor = 4;

/** Types whose values onggi also takes as plain JavaScript values. */
const plainValues = /(Vector|VecVec|PolyComm|Gate|Evals)$/;

/**
 * @param {TypeSum[]} types @param {SiteSum[]} sites @param {Trust} trust
 * @param {Analysis['memory']} memory
 */
function recommend(types, sites, trust, memory) {
  const advice = [];
  if (trust.level === 'damaged')
    advice.push('Record the trace again, to its own file: this one contradicts itself.');
  for (const { type, site, call, js, undropped, undroppedBytes: bytes } of sites.slice(0, 3))
    advice.push(
      `${js || call || site || 'unknown place'}: ${countText(undropped)} ${type}, ${bytesText(bytes)}, ` +
        'were never dropped. Free them after their last use, or create them in a scope().'
    );
  const values = types.filter(({ type, undropped }) => undropped > 0 && plainValues.test(type));
  if (values.length > 0)
    advice.push(
      `${values.map(({ type }) => type).join(', ')}: use plain values instead, which need not be freed.`
    );
  if (sites.length === 0 && memory.grown > temporariesFactor * memory.peakLive)
    advice.push(
      `Linear memory grew by ${bytesText(memory.grown)}, far more than the live bytes: temporary objects or ` +
        'fragmentation took it. It cannot shrink; close the instance and load() a new one to release it.'
    );
  if (advice.length === 0) advice.push('Nothing to do: every object was dropped.');
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
