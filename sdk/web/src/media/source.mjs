// SPDX-License-Identifier: Apache-2.0
// One device of ours while it is wanted: opening takes time, the wish may change meanwhile, and the device may go.
//
// Another device or other settings never make a gap: the present track serves until the new one is there, and goes on serving
// when the new one cannot be had. Only a device that can be opened once at a time is let go first.

import { Code, ParlorError } from '../errors.mjs';

export class Source {
  #ports;
  #turn = 0;
  #opening = null;
  /** @type {MediaStreamTrack | null} */
  track = null;
  wanted = false;

  /**
   * @param {object} ports
   * @param {() => Promise<MediaStreamTrack>} ports.acquire
   * @param {() => void} ports.changed `track` is another one now, or none
   * @param {(track: MediaStreamTrack, next: MediaStreamTrack | null) => void} ports.ended the device has gone by itself, and what serves instead of it
   * @param {(track: MediaStreamTrack) => Promise<boolean>} [ports.spare] it has gone: may acquire() take another one?
   */
  constructor(ports) { this.#ports = ports; }

  /** @returns {Promise<MediaStreamTrack>} */
  open() {
    if (this.wanted && this.#opening) return this.#opening.catch((error) => {
      if (error.reason === 'ended' && !this.wanted) return this.open(); // asked for while it was going
      throw error;
    });
    this.wanted = true;
    return this.#begin(this.#take());
  }

  /** Another device or other settings. Rejects when there is no such track; then the present one goes on, if it can. */
  async reopen() {
    if (!this.wanted) return;
    await this.#begin(this.#take());
  }

  close() {
    this.#turn++;
    this.wanted = false;
    this.#opening = null;
    this.#use(null);
  }

  /** @param {Promise<MediaStreamTrack>} opening @returns {Promise<MediaStreamTrack>} */
  #begin(opening) {
    this.#opening = opening;
    opening.catch(() => { // what still serves is what open() gives
      if (this.#opening === opening) this.#opening = this.track ? Promise.resolve(this.track) : null;
    });
    return opening;
  }

  async #take() {
    const turn = ++this.#turn;
    let track;
    try {
      track = await this.#acquire(turn);
    } catch (error) {
      if (turn === this.#turn && this.track?.readyState !== 'live') this.close();
      throw error;
    }
    if (turn !== this.#turn) return this.#overtaken(track);
    this.#use(track);
    return track;
  }

  async #acquire(turn) {
    try {
      return await this.#ports.acquire();
    } catch (error) {
      const { track } = this;
      if (/** @type {any} */ (error)?.reason !== 'busy' || !track || turn !== this.#turn) throw error;
      track.onended = null;
      track.stop(); // perhaps it is ourselves who hold it
      return this.#ports.acquire();
    }
  }

  /** The track that has ended stays until it is clear what comes after it: nobody is told of a device that closes and opens. */
  async #replace(track, turn) {
    let next = null;
    try { if (await this.#ports.spare?.(track) && turn === this.#turn) next = await this.#ports.acquire(); } catch { /* none, then */ }
    if (turn !== this.#turn) return this.#overtaken(next);
    if (next) this.#use(next); else this.close();
    this.#ports.ended(track, next);
    if (!next) throw new ParlorError(Code.DEVICE, track.label, { reason: 'ended' });
    return next;
  }

  /** @param {MediaStreamTrack | null} track @returns {Promise<MediaStreamTrack>} what was begun later */
  async #overtaken(track) {
    track?.stop();
    if (this.wanted && this.#opening) return this.#opening;
    throw new ParlorError(Code.CANCELLED);
  }

  #use(track) {
    const old = this.track;
    if (old === track) return;
    if (track) track.onended = () => { if (track === this.track) this.#begin(this.#replace(track, ++this.#turn)); };
    this.track = track;
    if (old) { old.onended = null; old.stop(); }
    this.#ports.changed();
  }
}
