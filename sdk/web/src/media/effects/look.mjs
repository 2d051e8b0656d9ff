// SPDX-License-Identifier: Apache-2.0
// What can be done to a picture of ours before it goes to the others.

import { Code, ParlorError } from '../../errors.mjs';

/** @typedef {{ kind: 'blur', strength: number } | { kind: 'image', url: string } | { kind: 'color', color: string }} Background behind whoever sits there */
/**
 * @typedef {object} Look
 * @property {0 | 90 | 180 | 270} rotate clockwise
 * @property {boolean} mirror left to right
 * @property {boolean} flip upside down
 * @property {'' | 'cover' | 'contain' | 'fill'} fit how the picture comes into the size that was asked for; '': it keeps its own
 * @property {boolean} timestamp
 * @property {Background | null} background
 * @property {number} brightness 0 to 2, 1: as it is
 * @property {number} contrast 0 to 2
 * @property {number} saturation 0 to 2
 */

/** @type {Readonly<Look>} */
export const plainLook = Object.freeze({
  rotate: 0, mirror: false, flip: false, fit: '', timestamp: false, background: null, brightness: 1, contrast: 1, saturation: 1,
});

/** Nothing is to be done. @param {Look} look */
export const isPlain = (look) => Object.entries(plainLook).every(([name, value]) => look[name] === value);

const wrong = (name, value) => new ParlorError(Code.BAD_PARAMETER, `${name}: ${JSON.stringify(value)}`);
const oneOf = (...list) => (value) => list.includes(value);
const isFlag = (value) => typeof value === 'boolean';
const isShare = (value) => typeof value === 'number' && value >= 0 && value <= 2;

const rules = {
  rotate: oneOf(0, 90, 180, 270), mirror: isFlag, flip: isFlag, fit: oneOf('', 'cover', 'contain', 'fill'), timestamp: isFlag,
  brightness: isShare, contrast: isShare, saturation: isShare,
};

const STRENGTH = 12;
const STRENGTHS = [2, 60];

/** @param {any} value @returns {Background | null} */
function backgroundOf(value) {
  if (value === null || value === undefined || value.kind === 'none') return null;
  const { kind, strength = STRENGTH, url = '', color = '' } = value;
  if (kind === 'blur' && Number(strength) > 0) return { kind, strength: Math.max(STRENGTHS[0], Math.min(STRENGTHS[1], Number(strength))) };
  if (kind === 'image' && typeof url === 'string' && url !== '') return { kind, url };
  if (kind === 'color' && /^#[0-9a-f]{6}$/i.test(color)) return { kind, color };
  throw wrong('background', value);
}

/** Checks what a page says; throws a ParlorError 21. @param {any} said @returns {Partial<Look>} */
export function readLook(said) {
  const out = {};
  for (const [name, value] of Object.entries(said ?? {})) {
    if (value === undefined) continue;
    if (name === 'background') out.background = backgroundOf(value);
    else if (rules[name]?.(value)) out[name] = value;
    else throw wrong(name, value);
  }
  return out;
}
