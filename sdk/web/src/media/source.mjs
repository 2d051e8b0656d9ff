// SPDX-License-Identifier: Apache-2.0
// One device of ours while it is wanted: opening takes time, and the wish may change meanwhile.

import { Code, ParlorError } from '../errors.mjs';

export class Source {
  #acquire; #changed; #ended;
  #turn = 0;
  #opening = null;
  /** @type {MediaStreamTrack | null} */
  track = null;
  wanted = false;

  /**
   * @param {object} ports
   * @param {() => Promise<MediaStreamTrack>} ports.acquire
   * @param {() => void} ports.changed `track` is another one now, or none
   * @param {() => void} ports.ended the device has gone by itself
   */
  constructor({ acquire, changed, ended }) {
    this.#acquire = acquire;
    this.#changed = changed;
    this.#ended = ended;
  }

  /** @returns {Promise<MediaStreamTrack>} */
  open() {
    if (this.wanted && this.#opening) return this.#opening;
    this.wanted = true;
    return this.#opening = this.#take();
  }

  /** Another device or other settings: the present track serves until the new one is there. */
  async reopen() {
    if (!this.wanted) return;
    this.#opening = this.#take();
    await this.#opening;
  }

  close() {
    this.#turn++;
    this.wanted = false;
    this.#opening = null;
    this.#use(null);
  }

  async #take() {
    const turn = ++this.#turn;
    let track;
    try {
      track = await this.#acquire();
    } catch (error) {
      if (turn === this.#turn) this.close();
      throw error;
    }
    if (turn !== this.#turn) {
      track.stop();
      throw new ParlorError(Code.CANCELLED);
    }
    track.onended = () => {
      if (track !== this.track) return;
      this.close();
      this.#ended();
    };
    this.#use(track);
    return track;
  }

  #use(track) {
    const old = this.track;
    if (old === track) return;
    this.track = track;
    if (old) { old.onended = null; old.stop(); }
    this.#changed();
  }
}
