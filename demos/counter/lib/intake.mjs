// SPDX-License-Identifier: Apache-2.0
// What a client says of himself before he is served, and how it travels. Whatever arrives is a stranger's: it is bounded, and shown as text.

/** Longest, in characters. */
export const limits = { name: 64, phone: 32, about: 400 };
const MARK = 'parlor-counter';

/** One line without what cannot be seen. @param {unknown} value @param {number} most */
const line = (value, most) => (typeof value === 'string' ? value : '').replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim().slice(0, most);

/** @param {any} form @returns {{ name: string, phone: string, about: string, kind: 'video' | 'voice', language: 'en' | 'zh' }} */
export const clean = (form) => ({
  name: line(form?.name, limits.name), phone: line(form?.phone, limits.phone), about: line(form?.about, limits.about),
  kind: form?.kind === 'voice' ? 'voice' : 'video', language: form?.language === 'zh' ? 'zh' : 'en',
});

/** @param {any} form */
export const write = (form) => JSON.stringify({ [MARK]: clean(form) });

/** Null: it is something else. @param {unknown} text */
export function read(text) {
  if (typeof text !== 'string' || text.length > 8000) return null;
  try {
    const value = JSON.parse(text);
    return value?.[MARK] ? clean(value[MARK]) : null;
  } catch {
    return null;
  }
}
