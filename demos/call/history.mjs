// SPDX-License-Identifier: Apache-2.0
// The list of past calls, newest first, as it is kept in this browser. Pure.

export const MAX_ENTRIES = 100;
const MAX_NAME = 128;
const OUTCOMES = ['answered', 'missed', 'declined', 'refused', 'cancelled', 'busy', 'offline', 'unanswered', 'lost', 'failed'];

/**
 * @typedef {object} Entry
 * @property {number} user id; guests get another one next time
 * @property {string} name
 * @property {boolean} outgoing
 * @property {import('./calls.mjs').Kind} kind
 * @property {import('./calls.mjs').Outcome} outcome
 * @property {number} at when it began to ring, milliseconds since 1970
 * @property {number} seconds of talking
 */

/** @param {readonly Entry[]} entries @param {Entry} entry @returns {Entry[]} */
export const add = (entries, entry) => [entry, ...entries].slice(0, MAX_ENTRIES);

/** Anything may stand there: another version, another page, somebody's hand. @returns {Entry | null} */
function entryOf(value) {
  if (typeof value !== 'object' || value === null) return null;
  const { user, name, outgoing, kind, outcome, at, seconds } = value;
  if (!Number.isInteger(user) || typeof name !== 'string' || !OUTCOMES.includes(outcome) || !Number.isFinite(at) || at < 0 || at > 8.64e15) return null;
  return {
    user, name: name.slice(0, MAX_NAME), outgoing: outgoing === true, kind: kind === 'voice' ? 'voice' : 'video', outcome, at,
    seconds: Number.isFinite(seconds) && seconds > 0 ? Math.floor(seconds) : 0,
  };
}

/** @param {string} text as `write` made it @returns {Entry[]} */
export function read(text) {
  try {
    const list = JSON.parse(text);
    return Array.isArray(list) ? list.slice(0, MAX_ENTRIES).map(entryOf).filter((entry) => entry !== null) : [];
  } catch {
    return [];
  }
}

/** @param {readonly Entry[]} entries "" when there is nothing to keep */
export const write = (entries) => (entries.length > 0 ? JSON.stringify(entries) : '');

/**
 * Who is to be called back: guests come with another number, so the name counts when somebody of that name is here.
 * @param {Entry} entry
 * @param {readonly { id: number, name: string, online: boolean }[]} people
 */
export function numberOf(entry, people) {
  if (people.some(({ id, name }) => id === entry.user && name === entry.name)) return entry.user;
  return people.find(({ name, online }) => online && name === entry.name)?.id ?? entry.user;
}

/** Midnight of that day, where the user is. @param {number} time */
export const dayOf = (time) => new Date(time).setHours(0, 0, 0, 0);
