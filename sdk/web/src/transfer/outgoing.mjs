// SPDX-License-Identifier: Apache-2.0
// A file or buffer of ours on its way: what of it is read, sent and there. At most two blocks of it are in memory.

import { Sha256 } from './sha256.mjs';

const BLOCK_BYTES = 512 * 1024;
const STALLED_MS = 5000; // nothing moves though it might: ask

export class Outgoing {
  #ports; #source;
  #at = 0; #limit = 0; #have = 0;
  /** The block that is sent from now, and the one after it. @type {{ start: number, bytes: Uint8Array }[]} */
  #blocks = [];
  #reading = false; #over = false;
  #sum = new Sha256();
  #said = false;
  #watch = null;

  /** Where it goes now. @type {import('./way.mjs').Way} */
  way;
  epoch = 0;

  /**
   * @param {object} what
   * @param {number} what.id of the server @param {number} what.to @param {any} what.source a Blob, or a Growing @param {import('../tasks.mjs').Task} what.task
   * @param {import('./way.mjs').Way} what.way
   * @param {object} ports
   * @param {import('../platform.mjs').Clock} ports.clock
   * @param {(sha256: string) => void} ports.ended all of it is read
   * @param {(error: unknown) => void} ports.unreadable
   */
  constructor({ id, to, source, task, way }, ports) {
    this.id = id;
    this.to = to;
    this.task = task;
    this.way = way;
    this.#source = source;
    this.#ports = ports;
    way.join(this);
    this.#guard();
  }

  get size() { return this.#source.size; }

  /** A source that grows (record/growing.mjs) has more. */
  grew() {
    if (!this.#over) this.way.pump();
  }

  // ---- for the way ----

  /** There is something to send, and it is in memory. */
  get ready() {
    if (this.#over || this.#at >= this.#limit) return false;
    const block = this.#blocks[0];
    if (block && this.#at >= block.start && this.#at < block.start + block.bytes.length) return true;
    this.#read();
    return false;
  }

  /** The next piece, of at most so many bytes. @param {number} most */
  take(most) {
    const [{ start, bytes }] = this.#blocks;
    const offset = this.#at;
    const piece = bytes.subarray(offset - start, Math.min(offset - start + most, this.#limit - start));
    this.#at += piece.length;
    if (this.#at === start + bytes.length) { this.#blocks.shift(); this.#read(); }
    return { offset, bytes: piece };
  }

  // ---- what comes from the other end ----

  /** @param {{ epoch: number, offset: number, limit: number }} grant @param {import('./way.mjs').Way} way it came by */
  granted({ epoch, offset, limit }, way) {
    if (this.#over || way !== this.way || epoch < this.epoch || limit > (this.#source.most ?? this.size)) return;
    if (epoch > this.epoch) this.#goBack(epoch, offset);
    if (offset > this.#at) return; // nobody has what was never sent
    this.#limit = Math.max(this.#limit, limit);
    this.#have = Math.max(this.#have, offset);
    this.task.advance(offset);
    this.way.acknowledged(this, offset);
    if (!this.#over) this.#guard();
  }

  #goBack(epoch, offset) {
    this.epoch = epoch;
    this.way.forget(this);
    this.#limit = offset;
    this.#at = offset;
    this.#blocks = this.#blocks.filter(({ start, bytes }) => offset >= start && offset < start + bytes.length);
  }

  /** Goes on another way, or on a new link of the same. @param {import('./way.mjs').Way} way */
  moveTo(way) {
    if (this.#over) return;
    if (way !== this.way) {
      this.way.leave(this);
      this.way = way;
      way.join(this);
    }
    this.#limit = this.#at; // what was granted there does not count here
    way.ask(this);
    this.#guard();
  }

  /** A link that lost a frame without a word, a page that was frozen: somebody has to begin. */
  #guard() {
    this.#watch?.();
    this.#watch = this.#ports.clock.after(STALLED_MS, () => {
      this.#watch = null;
      if (this.#over) return;
      if (this.#have < this.size && this.way.up && this.#limit === this.#at) this.way.ask(this);
      this.#guard();
    });
  }

  // ---- reading ----

  async #read() {
    const last = this.#blocks.at(-1);
    const start = last ? last.start + last.bytes.length : this.#at;
    if (this.#reading || this.#over || this.#blocks.length >= 2 || start >= this.size) return;
    this.#reading = true;
    const { epoch } = this;
    let bytes;
    try {
      bytes = new Uint8Array(await this.#source.slice(start, Math.min(this.size, start + BLOCK_BYTES)).arrayBuffer());
      if (bytes.length === 0) throw new Error('it became shorter');
    } catch (error) {
      if (!this.#over) this.#ports.unreadable(error);
      return;
    } finally {
      this.#reading = false;
    }
    if (this.#over) return;
    this.#add(start, bytes);
    if (epoch === this.epoch) this.#blocks.push({ start, bytes });
    this.way.pump();
    this.#read();
  }

  /** Each byte counts once, however often it is read. */
  #add(start, bytes) {
    if (this.#source.most !== undefined) return; // it knows its sum itself
    const known = this.#sum.length;
    if (start <= known && known < start + bytes.length) this.#sum.update(bytes.subarray(known - start));
    if (this.#sum.length < this.size || this.#said) return;
    this.#said = true;
    this.#ports.ended(this.#sum.digest());
  }

  close() {
    this.#over = true;
    this.#watch?.();
    this.#blocks = [];
    this.way.leave(this);
  }
}
