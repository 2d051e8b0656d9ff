// SPDX-License-Identifier: Apache-2.0
// What has been recorded and is not on the server's disk yet. It grows at its end, is forgotten from its beginning, and knows
// its sum, whichever pieces of it are read how often.

import { Sha256 } from '../transfer/sha256.mjs';

export class Growing {
  #limit; #sum = new Sha256();
  /** @type {{ start: number, blob: Blob }[]} */
  #pieces = [];
  #hashing = Promise.resolve();
  #forgotten = 0; #digest = '';
  /** All that has been added. */
  size = 0;
  /** Nothing is added any more. */
  over = false;

  /** @param {number} limit bytes that may wait */
  constructor(limit) { this.#limit = limit; }

  /** As Outgoing asks: how much it may become. */
  get most() { return this.over ? this.size : Infinity; }
  /** Bytes that are held. */
  get held() { return this.size - this.#forgotten; }

  /** @param {Blob} blob @returns {boolean} false: too much waits, it is not taken */
  add(blob) {
    if (this.held + blob.size > this.#limit) return false;
    this.#pieces.push({ start: this.size, blob });
    this.size += blob.size;
    this.#hashing = this.#hashing.then(async () => { this.#sum.update(new Uint8Array(await blob.arrayBuffer())); });
    return true;
  }

  /** Some of what is there; rejects when it was forgotten. @param {number} start @param {number} end */
  slice(start, end) {
    if (start < this.#forgotten) return { arrayBuffer: () => Promise.reject(new Error(`what is before ${this.#forgotten} is gone`)) };
    const parts = [];
    for (const { start: at, blob } of this.#pieces) {
      if (at < end && at + blob.size > start) parts.push(blob.slice(Math.max(0, start - at), Math.min(blob.size, end - at)));
    }
    return new Blob(parts);
  }

  /** The server has all below. @param {number} offset */
  forget(offset) {
    const kept = this.#pieces.findIndex(({ start, blob }) => start + blob.size > offset);
    this.#pieces.splice(0, kept < 0 ? this.#pieces.length : kept);
    this.#forgotten = this.#pieces[0]?.start ?? Math.min(offset, this.size);
  }

  /** Of all of it, once it is over. @returns {Promise<string>} rejects when a piece could not be read */
  async sum() {
    await this.#hashing;
    return this.#digest ||= this.#sum.digest();
  }
}
