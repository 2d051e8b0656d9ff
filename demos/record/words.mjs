// SPDX-License-Identifier: Apache-2.0
// Times, sizes and ends as the page says them. Pure.

import { endOf } from './state.mjs';

const tag = (language) => (language === 'zh' ? 'zh-CN' : 'en-GB');

/** "22 Nov 2026, 15:30" @param {Date} date @param {string} language @param {boolean} [seconds] */
export const dateWords = (date, language, seconds = false) => new Intl.DateTimeFormat(tag(language), { dateStyle: 'medium', timeStyle: seconds ? 'medium' : 'short' }).format(date);

/** "12.3 MB" @param {number} bytes @param {string} language */
export function bytesWords(bytes, language) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${new Intl.NumberFormat(tag(language), { maximumSignificantDigits: 3 }).format(bytes / 1000 ** step)} ${units[step]}`;
}

/** How it ended, and what is missing. @param {any} entry @param {{ t: (key: string, values?: any) => string }} texts */
export function endWords(entry, { t }) {
  const words = t(`end.${endOf(entry)}`);
  return ['ended', 'incomplete'].includes(entry.state) && entry.lostSeconds > 0 ? t('end.lost', { words, seconds: Math.max(0.1, Math.round(entry.lostSeconds * 10) / 10) }) : words;
}

/** "0:04.2", for who steps by frames. @param {number} seconds */
export function preciseTime(seconds) {
  const tenths = Math.max(0, Math.round(seconds * 10));
  const two = (value) => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(tenths / 36000), Math.floor(tenths / 600) % 60, (tenths % 600) / 10];
  const last = rest.toFixed(1).padStart(4, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${last}` : `${minutes}:${last}`;
}
