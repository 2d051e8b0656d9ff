// SPDX-License-Identifier: Apache-2.0
// Chance with a seed.

export class Dice {
  #state;

  /** @param {number} seed */
  constructor(seed) { this.#state = (seed * 2654435761) >>> 0 || 1; }

  /** From 0 to below 1 (mulberry32). */
  next = () => {
    let t = this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };

  below(n) { return Math.floor(this.next() * n); }
  chance(n) { return this.below(n) === 0; }
  pick(list) { return list[this.below(list.length)]; }

  /** @param {[number, any][]} table weights and what they weigh */
  weighed(table) {
    let left = this.below(table.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, value] of table) { left -= weight; if (left < 0) return value; }
    return table[0][1];
  }
}
