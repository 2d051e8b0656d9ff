// SPDX-License-Identifier: Apache-2.0
// Pages pass strings where numbers are meant, and the other way round.

/** @param {any} value @param {number} [otherwise] */
export function int(value, otherwise = 0) {
  const number = typeof value === 'boolean' ? Number(value) : parseInt(text(value), 10);
  return Number.isNaN(number) ? otherwise : number;
}

/** @param {any} value @returns {boolean} "0" is off, unlike in JavaScript */
export const on = (value) => int(value) !== 0;

/** Of what has no text: "". @param {any} value @returns {string} */
export function text(value) {
  if (value === undefined || value === null) return '';
  try { return String(value); } catch { return ''; }
}

/** Two numbers of 16 bits in one. @param {number} low @param {number} high */
export const pack = (low, high) => ((high & 0xffff) << 16 | (low & 0xffff)) >>> 0;

/**
 * Where BRAC_Connect leads. @param {any} host @param {any} port @param {{ protocol?: string, hostname?: string }} location
 * @returns {string}
 */
export function linkUrl(host, port, location) {
  const name = text(host).trim();
  if (/^wss?:\/\//i.test(name)) return name;
  const scheme = location?.protocol === 'https:' ? 'wss' : 'ws';
  const plain = name || location?.hostname || 'localhost';
  const bracketed = plain.includes(':') && !plain.startsWith('[') && plain.split(':').length > 2 ? `[${plain}]` : plain;
  return `${scheme}://${bracketed}:${int(port, 8906) || 8906}/parlor`;
}

/** A GUID. @param {() => number} random */
export function newGuid(random) {
  const crypto = globalThis.crypto;
  if (crypto?.randomUUID) return crypto.randomUUID();
  const digit = (c) => (c === 'x' ? Math.floor(random() * 16) : 8 + Math.floor(random() * 4)).toString(16);
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, digit);
}
