// SPDX-License-Identifier: Apache-2.0
// Voices and connections as people notice them, out of figures that jump.

const LOUD = 22; // of 100: begins to speak
const QUIET = 14; // below: silent
const HOLD_MS = 700; // between two words one is still speaking

/** Tells when somebody begins and stops speaking. @returns {(id: number, level: number, now: number) => boolean} */
export function createVoices() {
  /** @type {Map<number, number>} when they were last heard */
  const heard = new Map();
  return (id, level, now) => {
    const last = heard.get(id);
    if (level >= (last === undefined ? LOUD : QUIET)) { heard.set(id, now); return true; }
    if (last !== undefined && now - last < HOLD_MS) return true;
    heard.delete(id);
    return false;
  };
}

/**
 * From the marks (0 to 5) where there are any, the worse of up and down. Else from what the page
 * sees.
 * @param {{ marks?: { up: number | null, down: number | null }, loss: number, roundTrip_ms: number, state: string }} figures loss in percent; state of the connection
 * @returns {'good' | 'poor' | 'bad'}
 */
export function qualityOf({ marks, loss, roundTrip_ms, state }) {
  if (state === 'failed') return 'bad';
  const mark = Math.min(marks?.up ?? 5, marks?.down ?? 5);
  if (marks && (marks.up !== null || marks.down !== null)) return mark <= 1 ? 'bad' : mark <= 3 ? 'poor' : 'good';
  if (loss >= 12 || roundTrip_ms >= 800) return 'bad';
  return loss >= 4 || roundTrip_ms >= 350 ? 'poor' : 'good';
}

const SAMPLES = 3;
const worst = (list) => (list.includes('bad') ? 'bad' : list.includes('poor') ? 'poor' : 'good');
const best = (list) => (list.includes('good') ? 'good' : list.includes('poor') ? 'poor' : 'bad');

/** A mark changes when three samples in a row say so. @returns {(id: number, quality: 'good' | 'poor' | 'bad') => 'good' | 'poor' | 'bad'} */
export function createSteady() {
  const shown = new Map();
  const recent = new Map();
  return (id, quality) => {
    const list = [...recent.get(id) ?? [], quality].slice(-SAMPLES);
    recent.set(id, list);
    const now = shown.get(id);
    const order = ['good', 'poor', 'bad'];
    const worse = order.indexOf(best(list)) > order.indexOf(now ?? 'good');
    const better = order.indexOf(worst(list)) < order.indexOf(now ?? 'good');
    const next = now === undefined ? quality : list.length < SAMPLES ? now : worse ? best(list) : better ? worst(list) : now;
    shown.set(id, next);
    return next;
  };
}
