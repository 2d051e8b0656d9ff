// SPDX-License-Identifier: Apache-2.0
// What stands for a person: initials and colour of the picture, and a name that tells two of the same name apart.

const CJK = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+$/u;
export const AVATAR_COLOURS = 8;

const letters = (text) => (typeof Intl.Segmenter === 'function'
  ? [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map((piece) => piece.segment)
  : Array.from(text));

/**
 * One or two letters: of a Chinese name the given name (its last two), else the first letters of first and last word.
 * @param {string} name
 */
export function initials(name) {
  const words = name.trim().split(/[\s._-]+/u).filter(Boolean);
  if (words.length === 0) return '?';
  const first = letters(words[0]);
  if (words.length === 1) return CJK.test(words[0]) ? first.slice(-2).join('') : first[0].toUpperCase();
  return (first[0] + letters(words.at(-1))[0]).toUpperCase();
}

/** The same name has the same colour on every screen. @param {string} name @returns {number} 0 to AVATAR_COLOURS - 1 */
export function colourOf(name) {
  let sum = 7;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) >>> 0;
  return sum % AVATAR_COLOURS;
}

/**
 * Name for each id; when several have the same, the later ones get a number.
 * @param {Iterable<{ id: number, name: string }>} people in the order of their coming
 * @returns {Map<number, string>}
 */
export function tellApart(people) {
  const seen = new Map();
  const result = new Map();
  for (const { id, name } of people) {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    result.set(id, count === 1 ? name : `${name} (${count})`);
  }
  return result;
}
