// SPDX-License-Identifier: Apache-2.0
// Usage: main.mjs [--minutes N]   Prints memory and descriptors each minute; fails when they grow after the warm-up, or when anybody was lost.
import {parseArgs} from 'node:util';
import {slope, soak} from './soak.mjs';

/**
 * What may be the noise of an allocator: so much a minute, or so much in all, when the time is short. Anything that leaks with people who come and
 * go (some 100 a minute) shows more.
 */
const RSS_KIB = 64, RSS_KIB_IN_ALL = 2048, DESCRIPTORS = 0.2;

const {values} = parseArgs({options: {minutes: {type: 'string', default: '30'}}});
const seconds = Number(values.minutes) * 60, warmUp = Math.min(300, seconds / 4);
let told = 0;
const {code, result, samples, before, after} = await soak({seconds, tell(sample) {
  if (sample.seconds < told) return;
  told += 60;
  console.log(`${String(Math.round(sample.seconds / 60)).padStart(3)} min: ${sample.rssKib} KiB, ${sample.descriptors} descriptors`);
}});

const kept = samples.filter((sample) => sample.seconds >= warmUp && sample.seconds <= seconds);
const rss = slope(kept.map((s) => [s.seconds / 60, s.rssKib])), descriptors = slope(kept.map((s) => [s.seconds / 60, s.descriptors]));
const limit = Math.max(RSS_KIB, RSS_KIB_IN_ALL * 60 / (seconds - warmUp));
const {churn, joins, media, delay_us: delay} = result;
console.log(`${churn.left} left, ${churn.returned} returned, ${churn.unpublished} unpublished, ${churn.published} published again, ${churn.restarted} changed network; ${media.received} packets, p99 ${(delay.p99 / 1000).toFixed(1)} ms`);
console.log(`after a warm-up of ${Math.round(warmUp)} s: ${rss.toFixed(1)} KiB a minute (limit ${limit.toFixed(0)}), ${descriptors.toFixed(3)} descriptors a minute (limit ${DESCRIPTORS}); descriptors ${before.descriptors} before, ${after.descriptors} after`);

const failures = [
  code !== 0 && `parlor-load: ${joins.failed} failed, ${joins.lost_later} lost: ${JSON.stringify(joins.failures)}`,
  media.auth_failures > 0 && `${media.auth_failures} datagrams were not authentic`,
  rss > limit && 'memory grows',
  descriptors > DESCRIPTORS && 'descriptors grow',
  after.descriptors > before.descriptors && 'descriptors are left behind',
].filter(Boolean);
for (const failure of failures) console.log(`FAILED: ${failure}`);
console.log(`soak of ${values.minutes} minutes: ${failures.length === 0 ? 'passed' : 'failed'}`);
process.exitCode = failures.length === 0 ? 0 : 1;
