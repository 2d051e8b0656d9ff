// SPDX-License-Identifier: Apache-2.0
// Key frames at fixed distances, for pages that ask for them (option 32). Unless asked, one comes when somebody needs it.

/** No more than two a second: a key frame is many times as large as the others. */
const LEAST_MS = 500;

export class KeyFrames {
  #clock; #make; #cancel = null; #every_ms = 0;

  /** @param {import('../platform.mjs').Clock} clock @param {() => void} make */
  constructor(clock, make) {
    this.#clock = clock;
    this.#make = make;
  }

  /** @param {number} ms from one to the next; 0: none */
  set(ms) {
    const every_ms = ms > 0 ? Math.max(LEAST_MS, ms) : 0;
    if (every_ms === this.#every_ms) return;
    this.#every_ms = every_ms;
    this.#cancel?.();
    this.#cancel = null;
    if (every_ms > 0) this.#later();
  }

  #later() {
    this.#cancel = this.#clock.after(this.#every_ms, () => {
      this.#later();
      this.#make();
    });
  }
}
