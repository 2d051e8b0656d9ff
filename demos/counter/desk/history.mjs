// SPDX-License-Identifier: Apache-2.0
// The clients of the day, as the desk remembers them in this browser. Pure.

/** later, unreached: of who was to be called back. @typedef {'solved' | 'follow-up' | 'passed' | 'dropped' | 'missed' | 'helped' | 'later' | 'unreached'} Outcome */
/** phone: to be called again. @typedef {{ at: number, name: string, queue: string, waited: number, seconds: number, outcome: Outcome, note: string, phone?: string }} Entry */

const MOST = 200;
/** Those that an agent chooses among. */
export const outcomes = /** @type {const} */ (['solved', 'follow-up', 'passed', 'dropped']);

/** @param {Entry[]} list @param {Entry} entry the newest comes first */
export const add = (list, entry) => [entry, ...list].slice(0, MOST);

/** @param {number} time @returns {string} the local day */
export function dayOf(time) {
  const date = new Date(time);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}

/** @param {Entry[]} list @param {number} time now */
export const write = (list, time) => JSON.stringify({ day: dayOf(time), list });

/** Of today alone; what is not as we write it is left out. @param {string} text @param {number} time now @returns {Entry[]} */
export function read(text, time) {
  let kept;
  try { kept = JSON.parse(text); } catch { return []; }
  if (kept?.day !== dayOf(time) || !Array.isArray(kept.list)) return [];
  const good = (entry) => entry && ['at', 'waited', 'seconds'].every((key) => Number.isFinite(entry[key])) && ['name', 'queue', 'note'].every((key) => typeof entry[key] === 'string')
    && [...outcomes, 'missed', 'helped', 'later', 'unreached'].includes(entry.outcome) && ['string', 'undefined'].includes(typeof entry.phone);
  return kept.list.filter(good).slice(0, MOST);
}

/** For a table: commas, quotes doubled, and nothing that a spreadsheet would take for a formula. @param {Entry[]} list */
export function table(list) {
  const cell = (value) => `"${String(value).replace(/^([=+\-@\t\r])/, "'$1").replace(/"/g, '""')}"`;
  const rows = list.map(({ at, name, queue, waited, seconds, outcome, note }) => [new Date(at).toISOString(), name, queue, waited, seconds, outcome, note]);
  return [['time', 'client', 'queue', 'waited_s', 'seconds', 'outcome', 'note'], ...rows].map((row) => row.map(cell).join(',')).join('\r\n');
}

/** As a link; what is no digit is not part of it. @param {string} phone */
export const telOf = (phone) => (/\d/.test(phone) ? `tel:${phone.trim().startsWith('+') ? '+' : ''}${phone.replace(/\D/g, '')}` : null);
