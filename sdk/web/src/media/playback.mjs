// SPDX-License-Identifier: Apache-2.0
// Sound of the others: a hidden <audio> for each, independent of where, and whether, their picture is shown.
// Browsers may refuse to play before the user has touched the page; then it plays with the next touch.
//
// Events: blocked(isBlocked)

import { Emitter } from '../events.mjs';

const GESTURES = ['pointerdown', 'keydown', 'touchend'];

export class Playback extends Emitter {
  #document; #parent = null;
  /** @type {Map<number, HTMLAudioElement>} */
  #sounds = new Map();
  /** Elements that the browser refused to play. @type {Set<HTMLMediaElement>} */
  #waiting = new Set();
  #volume = 1; #sinkId = ''; #muted = false;
  #gesture = () => { this.resume(); };

  /** @param {{ document: Document | null }} ports */
  constructor({ document }) {
    super();
    this.#document = document;
  }

  get blocked() { return this.#waiting.size > 0; }

  /** Where the hidden elements live; the body unless told. @param {HTMLElement | null} parent */
  setParent(parent) { this.#parent = parent; }

  /** @param {number} user @param {MediaStream} media */
  add(user, media) {
    if (!this.#document) return;
    let element = this.#sounds.get(user);
    if (!element) {
      element = this.#document.createElement('audio');
      element.autoplay = true;
      element.style.display = 'none';
      (this.#parent ?? this.#document.body)?.appendChild(element);
      this.#sounds.set(user, element);
      this.#route(element);
    }
    this.#loud(element);
    element.srcObject = media;
    this.play(element);
  }

  /** @param {number} user */
  remove(user) {
    const element = this.#sounds.get(user);
    if (!element) return;
    this.#sounds.delete(user);
    this.#forget(element);
    element.srcObject = null;
    element.remove();
  }

  clear() {
    for (const user of [...this.#sounds.keys()]) this.remove(user);
    for (const element of [...this.#waiting]) this.#forget(element);
  }

  /** Plays an element of whoever, now or with the next touch. @param {HTMLMediaElement} element */
  async play(element) {
    try {
      await element.play?.();
      this.#forget(element);
    } catch (error) {
      if (/** @type {any} */ (error)?.name !== 'NotAllowedError') return; // replaced meanwhile
      const first = this.#waiting.size === 0;
      this.#waiting.add(element);
      if (!first) return;
      for (const name of GESTURES) this.#document?.addEventListener(name, this.#gesture, true);
      this.emit('blocked', true);
    }
  }

  /** Call it from a click, to be sure. */
  async resume() {
    await Promise.all([...this.#waiting].map((element) => this.play(element)));
  }

  /** @param {number} volume 0 to 1 */
  setVolume(volume) {
    this.#volume = volume;
    for (const element of this.#sounds.values()) this.#loud(element);
  }

  get volume() { return this.#volume; }

  /** Nothing is heard; the volume stays as it is. @param {boolean} muted */
  setMuted(muted) {
    this.#muted = muted;
    for (const element of this.#sounds.values()) this.#loud(element);
  }

  get muted() { return this.#muted; }

  /** Plays all sounds anew: some systems lose them with a loudspeaker that went and came back. */
  async restart() {
    await Promise.all([...this.#sounds.values()].map(async (element) => {
      const media = element.srcObject;
      element.srcObject = null;
      element.srcObject = media;
      await this.#route(element);
      await this.play(element);
    }));
  }

  /** Some browsers leave the volume to the system; silence they all know. @param {HTMLAudioElement} element */
  #loud(element) {
    element.volume = this.#volume;
    element.muted = this.#muted || this.#volume === 0;
  }

  /** Rejects when the browser refuses; then all play where they did. @param {string} id of the loudspeaker; "": the default */
  async setSink(id) {
    const before = this.#sinkId;
    if (id === before) return;
    this.#sinkId = id;
    try {
      // One that belongs to nobody, so that a refusal is known also while nobody is heard.
      await this.#document?.createElement('audio').setSinkId?.(id);
      await Promise.all([...this.#sounds.values()].map((element) => element.setSinkId?.(id)));
    } catch (error) {
      if (this.#sinkId === id) {
        this.#sinkId = before;
        for (const element of this.#sounds.values()) this.#route(element);
      }
      throw error;
    }
  }

  async #route(element) {
    try { if ((element.sinkId ?? '') !== this.#sinkId) await element.setSinkId?.(this.#sinkId); } catch { /* stays at the default */ }
  }

  /** @param {HTMLMediaElement} element */
  #forget(element) {
    if (!this.#waiting.delete(element) || this.#waiting.size > 0) return;
    for (const name of GESTURES) this.#document?.removeEventListener(name, this.#gesture, true);
    this.emit('blocked', false);
  }
}
