// SPDX-License-Identifier: Apache-2.0
// What a client says of himself before he is served, and how it travels. Whatever arrives is a stranger's: it is bounded, and shown as text.

/** Longest, in characters: in any script within what a field may have at the server (512 bytes). */
export const limits = { name: 64, phone: 32, about: 160 };

/** One line without what cannot be seen. @param {unknown} value @param {number} most */
const line = (value, most) => (typeof value === 'string' ? value : '').replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim().slice(0, most);

/** @param {any} form @returns {{ name: string, phone: string, about: string, kind: 'video' | 'voice', language: 'en' | 'zh' }} */
export const clean = (form) => ({
  name: line(form?.name, limits.name), phone: line(form?.phone, limits.phone), about: line(form?.about, limits.about),
  kind: form?.kind === 'voice' ? 'voice' : 'video', language: form?.language === 'zh' ? 'zh' : 'en',
});

/** As it is sent along: what is empty is left out. @param {any} form @returns {Record<string, string>} */
export const fieldsOf = (form) => Object.fromEntries(Object.entries(clean(form)).filter(([, value]) => value !== ''));
