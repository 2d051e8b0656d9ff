// SPDX-License-Identifier: Apache-2.0
// What keys do in the player. Pure.

export const speeds = [0.5, 0.75, 1, 1.25, 1.5, 2, 4];
const FRAME = 1 / 25;

/** For the list of keys: what they are, and the text that says what they do. */
export const keyList = [['Space K', 'play'], ['← →', 'five'], ['J L', 'ten'], [', .', 'frame'], ['0 – 9', 'tenth'], ['Home End', 'ends'], ['P N', 'mark'], ['< >', 'speed'], ['M', 'mute'], ['C', 'captions'], ['F', 'full'], ['?', 'help']];

const verbs = {
  ' ': ['play'], k: ['play'], arrowleft: ['by', -5], arrowright: ['by', 5], j: ['by', -10], l: ['by', 10], ',': ['frame', -FRAME], '.': ['frame', FRAME], '<': ['speed', -1], '>': ['speed', 1],
  m: ['mute'], c: ['captions'], f: ['full'], home: ['share', 0], end: ['share', 1], p: ['mark', -1], n: ['mark', 1], '?': ['help'],
};

/** @param {string} key of the event @returns {[string, number?] | null} */
export function verbOf(key) {
  if (/^[0-9]$/.test(key)) return ['share', Number(key) / 10];
  return verbs[key.toLowerCase()] ?? null;
}

/** The next faster or slower one. @param {number} now @param {number} way */
export const nextSpeed = (now, way) => speeds[Math.max(0, Math.min(speeds.length - 1, speeds.indexOf(now) + way))] ?? 1;
