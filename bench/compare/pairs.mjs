// SPDX-License-Identifier: Apache-2.0
// Two measured in turns, A B A B: only what was measured side by side is compared, and only while the machine was quiet.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b), middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** {median, least, most} */
export const spread = (values) => ({median: median(values), least: Math.min(...values), most: Math.max(...values)});

/**
 * Runs both in turns until `wanted` pairs were undisturbed or time is up.
 * @param {{a: () => Promise<object>, b: () => Promise<object>, wanted: number, until: number, disturbed: (run: object) => string, tell?: (line: string) => void}} options
 *     until: in ms of Date.now(); a pair is begun only when one as long as the longest fits; disturbed: why a run does not count, or ''
 * @returns {Promise<{pairs: Array<[object, object]>, dropped: Array<[object, object]>}>}
 */
export async function inTurns({a, b, wanted, until, disturbed, tell = () => {}}) {
  const pairs = [], dropped = [];
  for (let longest = 0; pairs.length < wanted && Date.now() + longest < until;) {
    const began = Date.now(), swapped = (pairs.length + dropped.length) % 2 === 1;
    const first = await (swapped ? b : a)(), second = await (swapped ? a : b)();
    const pair = swapped ? [second, first] : [first, second];
    const why = pair.map(disturbed).filter(Boolean).join('; ');
    (why ? dropped : pairs).push(pair);
    tell(`pair ${pairs.length + dropped.length}: ${pair.map((run) => run.cpuPerPacket.toFixed(2)).join(' and ')} us a packet${why ? `, dropped: ${why}` : ''}`);
    longest = Math.max(longest, Date.now() - began);
  }
  return {pairs, dropped};
}

/** Others used more than `percent` of a processor, somebody did not join, or the load program itself lost packets. */
export const disturbedBy = (percent) => (run) => {
  if (run.joined !== run.wanted) return `only ${run.joined} of ${run.wanted} joined (${run.failures.map((f) => f.reason).join(', ')})`;
  if (run.drops > 0) return `${run.drops} packets dropped by the load program's sockets`;
  if (run.othersShare > percent / 100) return `other processes used ${(100 * run.othersShare).toFixed(0)} % of a processor`;
  return '';
};

/** The ratio of `figure` within each pair. Without an undisturbed pair the disturbed ones must do, and `quiet` is false. */
export function ratios({pairs, dropped}, figure) {
  const quiet = pairs.length > 0, used = (quiet ? pairs : dropped).filter(([a, b]) => a[figure] > 0 && b[figure] > 0);
  return {quiet, count: used.length, ...spread(used.map(([a, b]) => a[figure] / b[figure]))};
}
