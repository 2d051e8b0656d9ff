// SPDX-License-Identifier: Apache-2.0
// What a reload must not cost: who the client is to the server, and where he was. In this tab alone, until it is closed.

import { clean } from '../lib/intake.mjs';

const KEY = 'parlor.visit';

const random = () => [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const storage = () => { try { return globalThis.sessionStorage; } catch { return null; } };

/** @typedef {{ name: string, secret: string, area: number, queue: number, waiting: boolean, since: number, form: any }} Kept */

/** @returns {Kept} */
export function recallVisit() {
  let kept = {};
  try { kept = JSON.parse(storage()?.getItem(KEY) ?? '{}') ?? {}; } catch { /* of another version */ }
  const word = (value) => (typeof value === 'string' && /^[\w-]{8,64}$/.test(value) ? value : '');
  const number = (value) => (Number.isSafeInteger(value) && value > 0 ? value : 0);
  return {
    name: word(kept.name) || `visitor-${random()}`, secret: word(kept.secret) || random() + random(), area: number(kept.area), queue: number(kept.queue),
    waiting: kept.waiting === true, since: number(kept.since), form: { ...clean(kept.form), agree: kept.form?.agree === true },
  };
}

/** @param {Kept} visit */
export function keepVisit(visit) {
  try { storage()?.setItem(KEY, JSON.stringify(visit)); } catch { /* full or forbidden: a reload begins anew */ }
}
