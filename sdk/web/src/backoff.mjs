// SPDX-License-Identifier: Apache-2.0
// Growing delays with jitter.

export class Backoff {
  /**
   * @param {{ first_ms: number, base_ms: number, max_ms: number, random: () => number }} settings
   *   the first delay, then base, twice base ... max; each is taken from 75 % to 125 %
   */
  constructor({ first_ms, base_ms, max_ms, random }) {
    this.first_ms = first_ms;
    this.base_ms = base_ms;
    this.max_ms = max_ms;
    this.random = random;
    this.count = 0;
  }

  reset() { this.count = 0; }

  /** @returns {number} milliseconds */
  next() {
    const n = this.count++;
    const plain = n === 0 ? this.first_ms : Math.min(this.max_ms, this.base_ms * 2 ** Math.min(n - 1, 20));
    return Math.round(plain * (0.75 + 0.5 * this.random()));
  }
}
