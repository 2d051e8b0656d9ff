// SPDX-License-Identifier: Apache-2.0
// What a camera is encoded to: how many sizes, how large, at which rates, and which of them are needed now. Arithmetic only.
//
// Simulcast (H264, VP8): up to three sizes, each a quarter of the next; small pictures have fewer, since a browser that finds
// more than it thinks useful drops the largest ones. Scalable codecs (VP9, AV1): one encoding with the sizes inside.

/** @typedef {{ width: number, height: number }} Size */
/** @typedef {{ maxBitrate: number, maxFramerate: number }} Limits 0: the browser's choice; the rate is that of the largest size */

/** Every encoding there may be is wanted. */
export const ALL = 0xff;
const RIDS = { 2: ['l', 'h'], 3: ['l', 'm', 'h'] };
const SCALABLE = new Set(['VP9', 'AV1']);

/** @param {string} codec @returns {boolean} has its sizes inside one encoding */
export const isScalable = (codec) => SCALABLE.has(codec);

/** How many sizes are worth sending. @param {Size} size */
export function sizesFor({ width, height }) {
  const area = width * height;
  return area >= 960 * 540 ? 3 : area >= 480 * 270 ? 2 : 1;
}

/** A rate at which such a picture looks well: 150 kbit/s for 320 x 180, 1.7 Mbit/s for 1280 x 720. @param {Size} size */
export const goodRate = ({ width, height }) => Math.round(9.4 * (width * height) ** 0.883 / 1000) * 1000;

/** Index of the largest encoding in a mask, -1: none. @param {number} mask */
const highest = (mask) => 31 - Math.clz32(mask & ALL);

/** @param {RTCRtpEncodingParameters} encoding @param {string} name @param {number} value 0: none */
function put(encoding, name, value) {
  if (value > 0) encoding[name] = value; else delete encoding[name];
}

/**
 * Writes into the encodings of a sender, lowest first, what they should be.
 * @param {RTCRtpEncodingParameters[]} encodings @param {Size} size of the capture; 0 x 0: not known
 * @param {Limits} limits @param {number} demand a bit for each encoding that somebody watches @param {boolean} [single] one size is enough
 */
export function plan(encodings, size, limits, demand, single = false) {
  const count = single ? 1 : Math.min(encodings.length, size.width > 0 ? sizesFor(size) : encodings.length);
  const top = Math.min(highest(demand), count - 1);
  for (const [i, encoding] of encodings.entries()) {
    const scale = i < count ? 2 ** (count - 1 - i) : 1;
    encoding.active = i <= top;
    if (encodings.length > 1) encoding.scaleResolutionDownBy = scale;
    put(encoding, 'maxBitrate', rateOf(size, scale, count, limits));
    put(encoding, 'maxFramerate', limits.maxFramerate);
  }
}

function rateOf(size, scale, count, { maxBitrate }) {
  if (count === 1) return maxBitrate;
  const good = goodRate({ width: (size.width || 640) / scale, height: (size.height || 480) / scale });
  if (!maxBitrate) return good;
  return scale === 1 ? maxBitrate : Math.min(good, Math.round(maxBitrate / scale ** 1.766)); // as the good rates are to one another
}

/**
 * For addTransceiver. null: one plain encoding.
 * @param {Size} size @param {Limits} limits @param {{ codec: string, single: boolean, temporal?: boolean }} how
 * @returns {RTCRtpEncodingParameters[] | null}
 */
export function sendEncodings(size, limits, { codec, single, temporal = true }) {
  if (single) return null;
  if (isScalable(codec)) {
    const mode = `L${sizesFor(size)}T3${sizesFor(size) > 1 ? '_KEY' : ''}`;
    return temporal ? [/** @type {any} */ ({ active: true, scalabilityMode: mode })] : null;
  }
  const rids = RIDS[sizesFor(size)];
  if (!rids) return null;
  const encodings = rids.map((rid) => ({ rid, ...codec === 'VP8' && temporal ? { scalabilityMode: 'L1T3' } : {} }));
  plan(encodings, size, limits, ALL);
  return encodings;
}
