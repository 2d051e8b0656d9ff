// SPDX-License-Identifier: Apache-2.0
// One way that pieces go: the link to the server, or the data channel to another user. All transfers of the way share one
// window (pace.mjs) in turns, so that none waits for another; grants of many transfers leave together.

import { limits } from '../generated/limits.mjs';
import { askFrame, dataFrame, grantFrames, HEAD_BYTES } from './frames.mjs';
import { Pace } from './pace.mjs';

const GRANT_MS = 5; // grants of so long go in one frame ...
const GRANT_BYTES = 128 * 1024; // ... unless so much has come: timers of hidden pages are slow
const BUFFERED_MAX = 1024 * 1024; // in the browser, not on the line yet

/** @typedef {import('./outgoing.mjs').Outgoing} Outgoing */
/** @typedef {import('./incoming.mjs').Incoming} Incoming */

export class Way {
  #ports; #pace;
  /** In the order of their turns. @type {Outgoing[]} */
  #turns = [];
  /** @type {Map<Outgoing, { end: number, at: number }[]>} */
  #sent = new Map();
  #flying = 0; // bytes
  /** @type {Set<Incoming>} */
  #due = new Set();
  #timer = null; #later = null; #pumping = false;

  /**
   * @param {object} ports
   * @param {import('../platform.mjs').Clock} ports.clock
   * @param {(frame: Uint8Array) => boolean} ports.write false: it is down
   * @param {() => number} ports.buffered
   * @param {() => boolean} ports.up
   * @param {import('./pace.mjs').Ceiling} ports.ceiling
   * @param {number} [ports.frame] largest frame
   */
  constructor(ports) {
    this.#ports = ports;
    this.#pace = new Pace(ports.clock);
  }

  get up() { return this.#ports.up(); }
  get flying() { return this.#flying; }

  // ---- sending ----

  /** @param {Outgoing} transfer */
  join(transfer) {
    if (!this.#turns.includes(transfer)) this.#turns.push(transfer);
  }

  /** @param {Outgoing} transfer */
  leave(transfer) {
    this.forget(transfer);
    this.#turns = this.#turns.filter((other) => other !== transfer);
    this.pump();
  }

  /** What was on its way will not be acknowledged. @param {Outgoing} transfer */
  forget(transfer) {
    const sent = this.#sent.get(transfer);
    if (!sent) return;
    this.#sent.delete(transfer);
    this.#flying -= sent.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** @param {Outgoing} transfer @param {number} have the other end has all below */
  acknowledged(transfer, have) {
    const sent = this.#sent.get(transfer) ?? [];
    const full = this.#flying + limits.file_chunk_bytes >= this.#pace.window;
    const now = this.#ports.clock.now();
    while (sent.length > 0 && sent[0].end <= have) {
      const { bytes, at } = /** @type {any} */ (sent.shift());
      this.#flying -= bytes;
      this.#pace.acknowledged(bytes, now - at, full);
    }
    this.pump();
  }

  /** Sends what may be sent. */
  pump() {
    if (this.#pumping) return;
    this.#pumping = true;
    try { while (this.#sendOne()); } finally { this.#pumping = false; }
  }

  #sendOne() {
    const { clock, write, buffered, up, ceiling, frame = limits.file_chunk_bytes + HEAD_BYTES } = this.#ports;
    const room = this.#pace.window - this.#flying;
    if (!up() || (room <= 0 && this.#flying > 0) || buffered() > BUFFERED_MAX) return false;
    if (ceiling.wait_ms > 0) { this.#waitFor(ceiling.wait_ms); return false; }
    const most = Math.min(frame - HEAD_BYTES, ceiling.piece, Math.max(4096, this.#pace.window / 4));
    const transfer = this.#turns.find((candidate) => candidate.ready);
    if (!transfer) return false;
    this.#turns = [...this.#turns.filter((other) => other !== transfer), transfer];
    const { offset, bytes } = transfer.take(Math.floor(most));
    if (!write(dataFrame(transfer.id, transfer.epoch, offset, bytes))) return false;
    ceiling.spend(bytes.length);
    this.#flying += bytes.length;
    const sent = this.#sent.get(transfer) ?? [];
    sent.push({ end: offset + bytes.length, bytes: bytes.length, at: clock.now() });
    this.#sent.set(transfer, sent);
    return true;
  }

  #waitFor(ms) {
    this.#later ??= this.#ports.clock.after(Math.max(1, ms), () => { this.#later = null; this.pump(); });
  }

  /** @param {Outgoing} transfer wants to know how it stands */
  ask(transfer) {
    this.forget(transfer);
    this.#ports.write(askFrame(transfer.id, transfer.epoch));
  }

  // ---- receiving ----

  /** Tells the sender how it stands, soon. @param {Incoming} transfer @param {boolean} [now] */
  grant(transfer, now = false) {
    this.#due.add(transfer);
    if (now || transfer.untold >= GRANT_BYTES) this.#tell();
    else this.#timer ??= this.#ports.clock.after(GRANT_MS, () => this.#tell());
  }

  /** @param {Incoming} transfer */
  drop(transfer) { this.#due.delete(transfer); }

  #tell() {
    this.#timer?.();
    this.#timer = null;
    const grants = [...this.#due].map((transfer) => transfer.tell());
    this.#due.clear();
    for (const frame of grantFrames(grants)) this.#ports.write(frame);
  }

  /** Nothing that was on its way counts any more. */
  reset() {
    this.#sent.clear();
    this.#flying = 0;
    this.#pace = new Pace(this.#ports.clock);
  }

  close() {
    this.reset();
    this.#timer?.();
    this.#later?.();
    this.#timer = this.#later = null;
    this.#turns = [];
    this.#due.clear();
  }
}
