// SPDX-License-Identifier: Apache-2.0
// Marks from 0 (nothing comes that should) to 5, by the server's formula: src/media/figures/figures.h explains it. Worked out here for
// what only the receiving page knows (its freezes), and for direct connections, of which the server sees nothing.

const FLOORS = [85, 75, 65, 50, -Infinity];

/**
 * @typedef {object} Judged
 * @property {boolean} picture
 * @property {boolean} [missing] nothing comes, and something should
 * @property {number} [lost] percent of packets before repair
 * @property {number} [left] percent lost for good
 * @property {number} [roundTrip_ms] 0: not known
 * @property {number} [jitter_ms] 0: not known
 * @property {number} [freezes] of late
 * @property {number} [heldBack] layers that the way does not carry
 */

/** @param {Judged} judged */
export function markOf({ picture, missing = false, lost = 0, left = 0, roundTrip_ms = 0, jitter_ms = 0, freezes = 0, heldBack = 0 }) {
  if (missing) return 0;
  const delay = Math.min(5000, roundTrip_ms / 2 + 2 * jitter_ms + 40);
  const late = Math.max(0, delay - 177.3);
  let rating = 93.2 - 0.024 * delay - 0.11 * late - 95 * left / (left + (picture ? 4 : 20));
  if (picture) rating -= Math.min(10, lost / 2) + 15 * Math.min(3, freezes) + 12 * Math.min(2, heldBack);
  return 5 - FLOORS.findIndex((floor) => rating >= floor);
}

/** The worse of what is known; null: nothing is. @param {...(number | null | undefined)} marks @returns {number | null} */
export function worst(...marks) {
  const known = /** @type {number[]} */ (marks.filter((mark) => typeof mark === 'number'));
  return known.length > 0 ? Math.min(...known) : null;
}
