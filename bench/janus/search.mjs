// SPDX-License-Identifier: Apache-2.0
// How many subscribers of one publisher a server bears with less than 1 % lost and a p99 below 50 ms.
const LOSS = 0.01, P99_MS = 50, FIRST = 50, LIMIT = 4000, STEPS = 4;

const bears = (run) => run.joined === run.wanted && run.loss < LOSS && run.p99 < P99_MS;

/**
 * Doubles until it is too much, then halves the interval.
 * @param {(subscribers: number) => Promise<object>} measure
 */
export async function mostSubscribers(measure, tell = () => {}) {
  let good = 0, bad = Infinity, tries = 0;
  for (let n = FIRST; tries < STEPS || bad === Infinity; n = bad === Infinity ? n * 2 : Math.round((good + bad) / 2)) {
    if (n > LIMIT) break;
    const run = await measure(n);
    const fits = bears(run);
    tell(`  ${n} subscribers: ${fits ? 'yes' : 'no'}; ${(100 * run.loss).toFixed(2)} % lost, p99 ${run.p99.toFixed(1)} ms, server ${(100 * run.serverShare).toFixed(0)} %, load ${(100 * run.ownShare).toFixed(0)} % of a processor`);
    if (fits) good = n; else bad = n;
    if (bad !== Infinity) tries++;
  }
  return good;
}
