// SPDX-License-Identifier: Apache-2.0
// From the statistics of the two peer connections of a test call to a few numbers. Pure.

/**
 * @typedef {object} Sample
 * @property {number} at ms
 * @property {string} protocol of the selected path: 'udp', 'tcp' or '' while there is none
 * @property {string} remote its other end
 * @property {number} roundTrip_ms 0: not known
 * @property {number} sent packets @property {number} lostUp of them
 * @property {number} received packets @property {number} lostDown
 * @property {number} bytes received
 * @property {number} jitter_ms
 * @property {number} allowed bit/s that the browser thinks it may send, 0: it does not tell
 * @property {boolean} cpu the encoder holds back for want of computing power
 */

const byType = (stats, type) => [...stats?.values() ?? []].filter((entry) => entry.type === type);

/** @param {Map<string, any> | null} stats */
function selectedPair(stats) {
  const named = byType(stats, 'transport').map(({ selectedCandidatePairId }) => stats?.get(selectedCandidatePairId)).find(Boolean);
  return named ?? byType(stats, 'candidate-pair').find((pair) => pair.selected || (pair.nominated && pair.state === 'succeeded')) ?? null;
}

/** @param {number} at @param {Map<string, any> | null} up statistics of who sends @param {Map<string, any> | null} down and of who receives @returns {Sample} */
export function sampleOf(at, up, down) {
  const pair = selectedPair(up);
  const local = pair && up?.get(pair.localCandidateId), remote = pair && up?.get(pair.remoteCandidateId);
  const video = ({ kind, mediaType }) => (kind ?? mediaType) === 'video';
  const sum = (entries, field) => entries.reduce((total, entry) => total + (entry[field] ?? 0), 0);
  const outbound = byType(up, 'outbound-rtp').filter(video), heard = byType(up, 'remote-inbound-rtp').filter(video);
  const inbound = byType(down, 'inbound-rtp').filter(video);
  const seconds = pair?.currentRoundTripTime ?? Math.max(0, ...heard.map(({ roundTripTime = 0 }) => roundTripTime));
  return {
    at, protocol: local?.protocol ?? '', remote: remote?.address ? `${remote.address}:${remote.port}` : '',
    roundTrip_ms: seconds * 1000, sent: sum(outbound, 'packetsSent'), lostUp: Math.max(0, sum(heard, 'packetsLost')),
    received: sum(inbound, 'packetsReceived'), lostDown: Math.max(0, sum(inbound, 'packetsLost')), bytes: sum(inbound, 'bytesReceived'),
    jitter_ms: 1000 * Math.max(0, ...inbound.map(({ jitter = 0 }) => jitter), ...heard.map(({ jitter = 0 }) => jitter)),
    allowed: pair?.availableOutgoingBitrate ?? 0, cpu: outbound.some(({ qualityLimitationReason }) => qualityLimitationReason === 'cpu'),
  };
}

const middle = (list) => list.length === 0 ? 0 : [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) / 2)];
const share = (lost, all) => all > 0 ? Math.round(1000 * Math.min(1, lost / all)) / 10 : 0;

/** The highest rate that arrived over about a second. @param {Sample[]} samples */
function bestRate(samples) {
  let best = 0;
  for (const [index, sample] of samples.entries()) {
    const before = samples.slice(0, index).filter(({ at }) => sample.at - at >= 900).at(-1);
    if (before) best = Math.max(best, 8000 * (sample.bytes - before.bytes) / (sample.at - before.at));
  }
  return best;
}

/**
 * @param {Sample[]} samples in their order @param {number} [estimate] of the server for the way down, bit/s
 * @returns {{ roundTrip_ms: number, lossUp: number, lossDown: number, jitter_ms: number, up: number, down: number, cpu: boolean }}
 */
export function summarise(samples, estimate = 0) {
  const first = samples[0], last = samples.at(-1);
  const gained = (field) => last ? Math.max(0, last[field] - first[field]) : 0;
  const arrived = bestRate(samples);
  // What arrived went up and came down. What more there may be, browser and server think themselves.
  return {
    roundTrip_ms: Math.round(middle(samples.map((sample) => sample.roundTrip_ms).filter((ms) => ms > 0))),
    jitter_ms: Math.round(middle(samples.map((sample) => sample.jitter_ms))),
    lossUp: share(gained('lostUp'), gained('sent')), lossDown: share(gained('lostDown'), gained('received') + gained('lostDown')),
    up: Math.round(Math.max(arrived, middle(samples.slice(-4).map(({ allowed }) => allowed)))), down: Math.round(Math.max(arrived, estimate)),
    cpu: samples.filter(({ cpu }) => cpu).length * 2 > samples.length,
  };
}
