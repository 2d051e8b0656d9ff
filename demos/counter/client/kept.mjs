// SPDX-License-Identifier: Apache-2.0
// What a reload must not cost: who the client is to the server, and where he was. In this tab alone, until it is closed; of who is to be
// called back also without it, for a day.

import { clean } from '../lib/intake.mjs';

const KEY = 'parlor.visit';
const DAY_MS = 24 * 3600e3;

const random = () => [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const storage = () => { try { return globalThis.sessionStorage; } catch { return null; } };
const longer = () => { try { return globalThis.localStorage; } catch { return null; } };
const parse = (text) => { try { return JSON.parse(text ?? '{}') ?? {}; } catch { return {}; } }; // of another version

/** @typedef {{ name: string, secret: string, area: number, queue: number, waiting: boolean, callBack: boolean, since: number, form: any }} Kept */

/** @returns {Kept} */
export function recallVisit() {
  let kept = parse(storage()?.getItem(KEY));
  if (!kept.secret) {
    const other = parse(longer()?.getItem(KEY));
    if (other.callBack === true && other.since > Date.now() - DAY_MS) kept = other; else longer()?.removeItem(KEY);
  }
  const word = (value) => (typeof value === 'string' && /^[\w-]{8,64}$/.test(value) ? value : '');
  const number = (value) => (Number.isSafeInteger(value) && value > 0 ? value : 0);
  return {
    name: word(kept.name) || `visitor-${random()}`, secret: word(kept.secret) || random() + random(), area: number(kept.area), queue: number(kept.queue),
    waiting: kept.waiting === true, callBack: kept.callBack === true, since: number(kept.since), form: { ...clean(kept.form), agree: kept.form?.agree === true },
  };
}

/** @param {Kept} visit */
export function keepVisit(visit) {
  try {
    storage()?.setItem(KEY, JSON.stringify(visit));
    if (visit.callBack) longer()?.setItem(KEY, JSON.stringify(visit));
    else if (parse(longer()?.getItem(KEY)).secret === visit.secret) longer()?.removeItem(KEY);
  } catch { /* full or forbidden: a reload begins anew */ }
}
