// SPDX-License-Identifier: Apache-2.0
// How much may be on its way at once, so that a transfer takes what a line has to spare and no queue grows in front of
// everything else on it: messages, pings, other users. The idea is that of LEDBAT (RFC 6817): the shortest round trip seen is
// the line itself, what comes on top is a queue, and the window grows or shrinks so that the queue stays at QUEUE_MS.

const FIRST_BYTES = 128 * 1024;
const LEAST_BYTES = 32 * 1024;
const MOST_BYTES = 8 * 1024 * 1024;
const QUEUE_MS = 60;
const STEP_BYTES = 64 * 1024; // up, a round trip at most
const SHRINK = 0.25; // down, a round trip at most
const BASE_MS = 30000; // the shortest of this period and the one before counts
const RECENT_MS = 200; // the shortest of so long: what a busy page adds now and then is no queue

export class Pace {
  #clock;
  #window = FIRST_BYTES;
  #starting = true;
  #bases = [Infinity, Infinity];
  #since = 0;
  /** @type {{ at: number, ms: number }[]} */
  #recent = [];

  /** @param {import('../platform.mjs').Clock} clock */
  constructor(clock) {
    this.#clock = clock;
    this.#since = clock.now();
  }

  /** Bytes. */
  get window() { return this.#window; }

  /** Round trip without a queue, ms; 0: not known. */
  get base_ms() { const base = Math.min(...this.#bases); return Number.isFinite(base) ? base : 0; }

  /**
   * So many bytes were acknowledged so long after they were sent.
   * @param {number} bytes @param {number} ms @param {boolean} full the window was what held us back
   */
  acknowledged(bytes, ms, full) {
    this.#learn(ms);
    const queue = Math.min(...this.#recent.map((sample) => sample.ms)) - Math.min(...this.#bases);
    if (this.#starting && queue > QUEUE_MS / 2) this.#starting = false;
    const share = (QUEUE_MS - queue) / QUEUE_MS;
    if (share > 0 && !full) return; // nothing is known of what was not tried
    const step = share > 0 ? STEP_BYTES / this.#window : SHRINK;
    const grown = this.#starting ? bytes : Math.max(-1, share) * bytes * step;
    this.#window = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, this.#window + grown));
  }

  #learn(ms) {
    const now = this.#clock.now();
    if (now - this.#since > BASE_MS) {
      this.#bases = [Infinity, this.#bases[0]];
      this.#since = now;
    }
    this.#bases[0] = Math.min(this.#bases[0], ms);
    const last = this.#recent.at(-1);
    if (last?.at === now) last.ms = Math.min(last.ms, ms);
    else this.#recent = [...this.#recent.filter(({ at }) => at > now - RECENT_MS), { at: now, ms }];
  }
}

const LATE_MS = 1100, IDLE_MS = 1500;

/** A ceiling in bit/s (option 46). */
export class Ceiling {
  #clock;
  #paidUntil = -Infinity;
  #lastSpent = -Infinity;
  /** 0: none. */
  bps = 0;

  /** @param {import('../platform.mjs').Clock} clock */
  constructor(clock) { this.#clock = clock; }

  /** ms until the next piece may go; 0: now. */
  get wait_ms() { return this.bps > 0 ? Math.max(0, this.#paidUntil - this.#clock.now()) : 0; }

  /** No larger, so that slow rates are even. */
  get piece() { return this.bps > 0 ? Math.max(1024, Math.floor(this.bps / 8 / 10)) : Infinity; }

  /** @param {number} bytes */
  spend(bytes) {
    if (!(this.bps > 0)) return;
    const now = this.#clock.now();
    // What late timers cost (hidden pages have one a second) is made up for; what was not wanted is not.
    const idle = now - Math.max(this.#lastSpent, this.#paidUntil) > IDLE_MS;
    this.#paidUntil = Math.max(this.#paidUntil, idle ? now : now - LATE_MS) + 8000 * bytes / this.bps;
    this.#lastSpent = now;
  }
}
