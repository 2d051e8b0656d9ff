// SPDX-License-Identifier: Apache-2.0
// Tells the server how the pictures that we watch are shown, so that it sends no more than that: one message for all that
// has changed, what grows or comes back at once, what shrinks or hides a little later, and never more than ten a second.
//
// Of several elements for one picture the largest visible one counts. Wishes of the page come on top:
//   {}                  as it is shown
//   { maxHeight: n }    no more than n lines; 0: not at all
//   { minHeight: n }    at least n lines while it can be seen; Infinity: all there are
//   { always: true }    also while it cannot be seen, then in full size

import { limits } from '../generated/limits.mjs';

const SHRINK_MS = 500;
const HIDE_MS = 1000;
const GAP_MS = 100;
const AGAIN_MS = 1000; // after a refusal
const STEP = 16; // sizes are told in steps, so that a moving layout does not chatter
const MOST = 16384;

/** @typedef {import('./gauge.mjs').Sight} Sight */
/** @typedef {{ maxHeight?: number, minHeight?: number, always?: boolean }} Wish */
/** @typedef {{ user: number, stream: number, told: Sight | null, downSince: number }} Entry told null: what the server knows is not known */

/** What the server takes a picture for that it was never told of. @type {Sight} */
const untold = Object.freeze({ width: 0, height: 0, visible: true });
const hidden = Object.freeze({ width: 0, height: 0, visible: false });

const keyOf = (user, stream) => `${user}/${stream}`;
const stepUp = (pixels) => Math.min(MOST, Math.ceil(pixels / STEP) * STEP);
const area = ({ width, height }) => width === 0 || height === 0 ? Infinity : width * height;
const equal = (a, b) => a.visible === b.visible && (!a.visible || (a.width === b.width && a.height === b.height));

/** As high as that, the same shape. @param {Sight} sight @param {number} height @returns {Sight} */
function scaled(sight, height) {
  if (height === Infinity) return { ...sight, width: 0, height: 0 };
  const shape = sight.height > 0 ? sight.width / sight.height : 16 / 9;
  return { ...sight, width: Math.max(1, Math.round(height * shape)), height: Math.max(1, Math.round(height)) };
}

/** @param {Sight} shown @param {Wish} wish @returns {Sight} */
export function wished(shown, { maxHeight = Infinity, minHeight = 0, always = false }) {
  if (maxHeight <= 0 || (!shown.visible && !always)) return hidden;
  let sight = shown.visible ? shown : { ...untold };
  const height = sight.height || Infinity;
  if (minHeight > height) sight = scaled(sight, minHeight);
  if (maxHeight < (sight.height || Infinity)) sight = scaled(sight, maxHeight);
  return sight;
}

export class Viewing {
  #ports; #active = false; #cancel = null; #nextAt = 0;
  /** @type {Map<string, Entry>} */
  #entries = new Map();
  /** @type {Map<any, string>} */
  #elements = new Map();
  /** @type {Map<string, Wish>} */
  #wishes = new Map();
  /** @type {Wish} */
  #everybody = {};
  #away = false;
  /** How many need a picture in full size, whatever the page shows. @type {Map<string, number>} */
  #holds = new Map();

  /**
   * @param {object} ports
   * @param {(t: string, fields: object, done?: Function) => void} ports.send
   * @param {import('../platform.mjs').Clock} ports.clock
   * @param {import('./gauge.mjs').Gauge} ports.gauge
   */
  constructor(ports) {
    this.#ports = ports;
    ports.gauge.on('change', () => this.#look());
  }

  /** In a room: the server knows nothing yet. */
  start() {
    this.#active = true;
    for (const entry of this.#entries.values()) Object.assign(entry, { told: untold, downSince: 0 });
    this.#soon(0);
  }

  stop() {
    this.#active = false;
    this.#cancel?.();
    this.#cancel = null;
  }

  /** The server has been told that we watch this picture, or no longer. @param {number} user @param {number} stream @param {boolean} on */
  watch(user, stream, on) {
    const key = keyOf(user, stream);
    if (!on) this.#entries.delete(key);
    else if (!this.#entries.has(key)) this.#entries.set(key, { user, stream, told: untold, downSince: 0 });
    this.#soon(0);
  }

  forgetWatches() { this.#entries.clear(); }

  /** This element is to show that picture, whether or not there is one. @param {any} element @param {number} user @param {number} stream */
  show(element, user, stream) {
    this.#elements.set(element, keyOf(user, stream));
    this.#ports.gauge.add(element);
    this.#soon(0);
  }

  /** @param {any} element */
  hide(element) {
    if (!this.#elements.delete(element)) return;
    this.#ports.gauge.remove(element);
    this.#soon(0);
  }

  /** @param {number | null} user null: everybody who has no wish of his own @param {number} stream @param {Wish | null} wish null: none */
  prefer(user, stream, wish) {
    if (user === null) this.#everybody = wish ?? {};
    else if (wish) this.#wishes.set(keyOf(user, stream), wish);
    else this.#wishes.delete(keyOf(user, stream));
    this.#soon(0);
  }

  /** Nobody is looking: no picture is to be sent, whatever shows it or wishes for it, but for recordings. @param {boolean} away */
  setAway(away) {
    this.#away = away;
    this.#soon(0);
  }

  get away() { return this.#away; }

  /** A recording needs this picture in full size, seen or not, until the function that this gives is called. @param {number} user @param {number} stream */
  hold(user, stream) {
    const key = keyOf(user, stream);
    const add = (by) => {
      const count = (this.#holds.get(key) ?? 0) + by;
      if (count > 0) this.#holds.set(key, count); else this.#holds.delete(key);
      this.#soon(0);
    };
    let held = true;
    add(1);
    return () => { if (held) { held = false; add(-1); } };
  }

  /** @param {number} user @param {number} stream @returns {Wish} */
  wish(user, stream) { return this.#wishes.get(keyOf(user, stream)) ?? this.#everybody; }

  /** Has the server been told that it may pause this picture? @param {number} user @param {number} stream */
  hides(user, stream) { return this.#entries.get(keyOf(user, stream))?.told?.visible === false; }

  // ---- what is to be told ----

  /** The largest visible of the elements that show it. @param {string} key @returns {Sight} */
  #shown(key) {
    if (!this.#ports.gauge.works) return untold;
    let best = /** @type {Sight} */ (hidden);
    for (const [element, shows] of this.#elements) {
      const sight = shows === key ? this.#ports.gauge.read(element) : null;
      if (sight?.visible && (!best.visible || area(sight) > area(best))) best = sight;
    }
    return best;
  }

  /** @param {Entry} entry @returns {Sight} */
  #target({ user, stream }) {
    if (this.#holds.has(keyOf(user, stream))) return untold;
    if (this.#away) return hidden;
    const { width, height, visible } = wished(this.#shown(keyOf(user, stream)), this.wish(user, stream));
    return { width: stepUp(width), height: stepUp(height), visible };
  }

  /** When this is to be told; Infinity: it is known. @param {Entry} entry @param {Sight} target @param {number} now */
  #due(entry, target, now) {
    const { told } = entry;
    if (!told) return now;
    if (equal(told, target)) { entry.downSince = 0; return Infinity; }
    if (target.visible && (!told.visible || area(target) > area(told))) return now;
    entry.downSince ||= now;
    return entry.downSince + (target.visible ? SHRINK_MS : HIDE_MS);
  }

  // ---- when ----

  #soon(ms) {
    if (!this.#active) return;
    this.#cancel?.();
    this.#cancel = this.#ports.clock.after(ms, () => { this.#cancel = null; this.#look(); });
  }

  #look() {
    if (!this.#active) return;
    const now = this.#ports.clock.now();
    const news = [];
    let next = Infinity;
    for (const entry of this.#entries.values()) {
      const target = this.#target(entry);
      const due = this.#due(entry, target, now);
      if (due <= now) news.push([entry, target]); else next = Math.min(next, due);
    }
    if (news.length > 0 && now < this.#nextAt) next = this.#nextAt;
    else if (news.length > 0) next = Math.min(next, this.#tell(news, now));
    if (next < Infinity) this.#soon(next - now);
  }

  /** @param {[Entry, Sight][]} news @param {number} now @returns {number} when to look again for what did not fit */
  #tell(news, now) {
    const batch = news.slice(0, limits.views);
    this.#nextAt = now + GAP_MS;
    for (const [entry, target] of batch) Object.assign(entry, { told: target, downSince: 0 });
    const views = batch.map(([{ user, stream }, { width, height, visible }]) => ({ user, ...stream > 0 ? { stream } : {}, width, height, visible }));
    this.#ports.send('view', { views }, (error, reply) => {
      if (!error || !reply) return; // or the session is over, and start() comes again
      for (const [entry] of batch) entry.told = null;
      this.#nextAt = this.#ports.clock.now() + AGAIN_MS;
      this.#soon(AGAIN_MS);
    });
    return news.length > batch.length ? this.#nextAt : Infinity;
  }
}
