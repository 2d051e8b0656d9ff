// SPDX-License-Identifier: Apache-2.0
// What pages send as data, and what they get: a string stays a string, everything else is bytes. Bytes travel as base64.

const encoder = new TextEncoder();
const CHUNK = 8192; // arguments of one call

/** A string that UTF-8 can carry: halves of surrogate pairs become U+FFFD, as TextEncoder has it. @param {string} text */
export function wellFormed(text) {
  const whole = /** @type {any} */ (text);
  return typeof whole.toWellFormed === 'function' ? whole.toWellFormed() : new TextDecoder().decode(encoder.encode(text));
}

/** @param {string} text */
export const byteLength = (text) => encoder.encode(text).length;

/**
 * Strings, ArrayBuffers, views of them, and arrays of numbers (the manual's "BYTE array"); anything else as String() has it.
 * @param {any} data @returns {{ bytes: Uint8Array, isText: boolean }}
 */
export function pack(data) {
  if (Object.prototype.toString.call(data) === '[object ArrayBuffer]') return { bytes: new Uint8Array(data), isText: false };
  if (ArrayBuffer.isView(data)) return { bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength), isText: false };
  if (Array.isArray(data)) return { bytes: Uint8Array.from(data, (number) => Number(number) & 255), isText: false };
  return { bytes: encoder.encode(stringOf(data)), isText: true };
}

function stringOf(data) {
  if (data === undefined || data === null) return '';
  try { return String(data); } catch { return ''; }
}

/** @param {Uint8Array} bytes @param {boolean} isText @returns {string | Uint8Array} */
export const unpack = (bytes, isText) => isText ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) : bytes;

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let letters = '';
  for (let i = 0; i < bytes.length; i += CHUNK) letters += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return btoa(letters);
}

/** @param {string} text @returns {Uint8Array} none of what is not base64 */
export function fromBase64(text) {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return new Uint8Array(0);
  }
}
