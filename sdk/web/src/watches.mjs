// SPDX-License-Identifier: Apache-2.0
// What we have asked to receive: somebody's picture or sound. Remembered until the room is left, also for users who are not there
// yet, and asked for again in a session that comes back.
//
// Events: error(ParlorError)   the server refused one, which is forgotten

import { Emitter } from './events.mjs';
import { trackKey } from './media/subscribe.mjs';

/** @typedef {{ user: number, kind: 'audio' | 'video', stream: number }} Watch */

export class Watches extends Emitter {
  #ports;
  /** @type {Map<string, Watch>} */
  #all = new Map();

  /**
   * @param {object} ports
   * @param {(t: string, fields: object, done?: Function) => void} ports.send
   * @param {() => boolean} ports.inRoom
   * @param {import('./media/viewing.mjs').Viewing} ports.viewing
   */
  constructor(ports) {
    super();
    this.#ports = ports;
  }

  /** @returns {Watch[]} */
  get all() { return [...this.#all.values()]; }

  /** @param {number} user @param {'audio' | 'video'} kind @param {number} [stream] */
  has(user, kind, stream = 0) { return this.#all.has(trackKey(user, kind, stream)); }

  /** @param {Watch} watch @param {boolean} on @returns {boolean} whether that was news */
  set(watch, on) {
    const { user, kind, stream } = watch;
    if (this.has(user, kind, stream) === on) return false;
    const key = trackKey(user, kind, stream);
    if (on) this.#all.set(key, watch); else this.#all.delete(key);
    if (this.#ports.inRoom()) this.#send(watch, on);
    return true;
  }

  /** The room was entered, perhaps again. */
  entered() { for (const watch of this.#all.values()) this.#send(watch, true); }

  forget() {
    this.#all.clear();
    this.#ports.viewing.forgetWatches();
  }

  #send({ user, kind, stream }, on) {
    this.#ports.send('watch', { user, kind, ...stream > 0 ? { stream } : {}, on }, (error, reply) => {
      if (!error || !reply || !on) return;
      this.#all.delete(trackKey(user, kind, stream));
      if (kind === 'video') this.#ports.viewing.watch(user, stream, false);
      this.emit('error', error);
    });
  }
}
