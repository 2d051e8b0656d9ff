// SPDX-License-Identifier: Apache-2.0
// What the server says of our streams, until it says something newer. It knows what no page can: how the way from a publisher
// to the server goes, which of a picture's sizes we are sent, and why.

import { trackKey } from './subscribe.mjs';

/** The server speaks each two seconds; without a word for so long, what it said is over. */
const STALE_MS = 7000;

/** @typedef {{ quality: number | null, source: number | null, roundTrip_ms: number, jitter_ms: number, lost: number, left: number, repaired: number, freezes: number, encoding: number, encodings: number, paused: boolean, why: string, width: number, height: number, fps: number, bitrate: number }} Told lost and left in percent */

export class Told {
  #now;
  #at = -Infinity;
  #way = { up: null, down: null, upRoundTrip_ms: 0, downRoundTrip_ms: 0, estimate: 0 };
  /** @type {Map<string, Told & { user: number, kind: string }>} */
  #streams = new Map();

  /** @param {() => number} now ms */
  constructor(now) { this.#now = now; }

  /** @param {any} message figures */
  handle({ up = null, down = null, up_rtt = 0, down_rtt = 0, estimate = 0, streams = [] }) {
    this.#at = this.#now();
    this.#way = { up, down, upRoundTrip_ms: up_rtt, downRoundTrip_ms: down_rtt, estimate };
    this.#streams.clear();
    for (const one of streams) {
      const key = trackKey(one.user, one.kind, one.stream ?? 0);
      const old = this.#streams.get(key);
      const read = readStream(one);
      this.#streams.set(key, old ? together(old, read) : read);
    }
  }

  forget() { this.#at = -Infinity; }

  get #fresh() { return this.#now() - this.#at < STALE_MS; }

  /** Both connections; marks are null when nothing is known. */
  get way() { return this.#fresh ? this.#way : { up: null, down: null, upRoundTrip_ms: 0, downRoundTrip_ms: 0, estimate: 0 }; }

  /** @param {number} user @param {'audio' | 'video'} kind @param {number} stream */
  of(user, kind, stream) { return this.#fresh ? this.#streams.get(trackKey(user, kind, stream)) ?? null : null; }

  /** Who has some. */
  get users() { return this.#fresh ? [...this.#streams.values()].map(({ user }) => user) : []; }

  /** All streams of a user. @param {number} user */
  streams(user) { return this.#fresh ? [...this.#streams.values()].filter((one) => one.user === user) : []; }
}

function readStream({ user, kind, quality = null, source = null, rtt = 0, jitter = 0, lost = 0, left = 0, repaired = 0, freezes = 0, encoding = 0, encodings = 1,
  paused = false, why = '', width = 0, height = 0, fps = 0, bps = 0 }) {
  return { user, kind, quality, source, roundTrip_ms: rtt, jitter_ms: jitter, lost: lost / 100, left: left / 100, repaired, freezes, encoding, encodings, paused, why, width, height, fps, bitrate: bps };
}

/** The encodings of one's own picture are one stream: of the largest, but the worst of each figure, and all the bits. */
function together(a, b) {
  const [small, large] = a.encoding < b.encoding ? [a, b] : [b, a];
  const marks = [a.quality, b.quality].filter((mark) => mark !== null);
  const quality = marks.length > 0 ? Math.min(...marks) : null;
  return {
    ...small, ...large, quality, source: quality, bitrate: a.bitrate + b.bitrate, repaired: a.repaired + b.repaired,
    lost: Math.max(a.lost, b.lost), left: Math.max(a.left, b.left), freezes: Math.max(a.freezes, b.freezes),
  };
}
