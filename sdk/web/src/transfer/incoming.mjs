// SPDX-License-Identifier: Apache-2.0
// A file or buffer on its way to us: what has come, what is stored, and whether it is what the sender has sent. Not more than
// its window is in memory.

import { Sha256 } from './sha256.mjs';

export class Incoming {
  #ports; #store;
  #have = 0; #stored = 0; #limit = 0; #told = 0;
  /** @type {Uint8Array[]} */
  #queue = [];
  #writing = false; #over = false; #checked = false;
  #sum = new Sha256();
  /** Of the sender. */
  #wanted = '';

  epoch = 0;
  /** Where it comes from now. @type {import('./way.mjs').Way} */
  way;

  /**
   * @param {object} offer
   * @param {number} offer.id of the server @param {number} offer.from 0: the server @param {number} offer.size @param {string} offer.name
   * @param {import('../tasks.mjs').Task} offer.task @param {import('./way.mjs').Way} offer.way @param {any} offer.about what else was said of it
   * @param {import('./store.mjs').Store} store
   * @param {object} ports
   * @param {() => number} ports.window bytes that one transfer may have in memory
   * @param {(whole: boolean) => void} ports.arrived all has come; whole: and it is what was sent
   * @param {(error: unknown) => void} ports.full it cannot be stored
   */
  constructor({ id, from, size, name, task, way, about }, store, ports) {
    this.id = id;
    this.from = from;
    this.size = size;
    this.name = name;
    this.task = task;
    this.way = way;
    this.about = about;
    this.#store = store;
    this.#ports = ports;
    this.begin(way);
  }

  get #allowed() { return Math.min(this.size, this.#stored + this.#ports.window()); }

  /** Bytes that the sender does not know of: that have come, or that it may send besides. */
  get untold() { return Math.max(this.#have - this.#told, this.#allowed - this.#limit); }

  /** Says how it stands. */
  tell() {
    this.#limit = Math.max(this.#limit, this.#allowed);
    this.#told = this.#have;
    return { transfer: this.id, epoch: this.epoch, offset: this.#have, limit: this.#limit };
  }

  /** A new epoch: something may have been lost, or it comes another way. @param {import('./way.mjs').Way} way */
  begin(way) {
    if (this.#over) return;
    if (this.way !== way) this.way.drop(this);
    this.way = way;
    this.epoch++;
    this.#limit = this.#have;
    way.grant(this, true);
  }

  /** @param {{ epoch: number, offset: number, payload: any }} data @param {import('./way.mjs').Way} way */
  take({ epoch, offset, payload }, way) {
    if (this.#over || epoch !== this.epoch || way !== this.way) return;
    if (offset > this.#have) { this.begin(way); return; } // something is missing
    if (offset < this.#have || offset + payload.length > this.#limit) return; // no honest sender
    this.#have += payload.length;
    this.#queue.push(payload);
    this.task.advance(this.#have);
    way.grant(this, this.#have === this.size);
    this.#write();
  }

  /** @param {string} sha256 of the whole, says the sender */
  ended(sha256) {
    this.#wanted = sha256;
    this.#check();
  }

  async #write() {
    if (this.#writing) return;
    this.#writing = true;
    try {
      while (this.#queue.length > 0 && !this.#over) {
        const pieces = this.#queue.splice(0);
        for (const piece of pieces) this.#sum.update(piece);
        await this.#store.write(pieces);
        this.#stored += pieces.reduce((sum, { length }) => sum + length, 0);
        if (!this.#over && this.#stored < this.size) this.way.grant(this);
      }
    } catch (error) {
      if (!this.#over) this.#ports.full(error);
      return;
    } finally {
      this.#writing = false;
    }
    this.#check();
  }

  #check() {
    if (this.#over || this.#checked || this.#writing || this.#stored < this.size || this.#wanted === '') return;
    this.#checked = true;
    this.#ports.arrived(this.#sum.digest() === this.#wanted);
  }

  /** What has come, for good. @returns {Promise<{ blob: Blob, release: () => void }>} */
  keep() { return this.#store.keep(); }

  /** @param {boolean} [forget] what has come is of no use */
  close(forget = true) {
    if (this.#over) return;
    this.#over = true;
    this.#queue = [];
    this.way.drop(this);
    if (forget) this.#store.drop();
  }
}
