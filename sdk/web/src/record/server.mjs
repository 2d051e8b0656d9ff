// SPDX-License-Identifier: Apache-2.0
// Recordings and snapshots at the server (the flag SERVER): asked for here, made there; and what everybody in a room is told
// of them.
//
// Events: changed(Told)        a recording of our room asks for consent, begins or ends
//         consent(Told)        our own consent is asked for: answer by consent(id, yes)
//         recorded(Result)     one that we have asked for (or, when a business server has, one of us) is finished

import { Emitter } from '../events.mjs';
import { BRAC_RECORD_FLAGS_SNAPSHOT } from '../generated/constants.mjs';

/**
 * @typedef {{ id: number, state: 'asked' | 'running' | 'ended', userId: number, by: number, flags: number, consent: boolean }} Told
 *   by: who asked for it, 0: the server. consent: ours is asked for and not given
 * @typedef {{ id: number, userId: number, code: number, file: string, url: string, seconds: number, flags: number, param: number, text: string, md5: string }} Result
 *   url: whole address, good for a time; '' without a file
 * @typedef {{ flags: number, param?: number, text?: string, file_type?: number, width?: number, height?: number, video_bps?: number, audio_bps?: number, clip?: number, undated?: boolean }} Wish
 */

const REMEMBERED = 64; // recordings of a room; the server has far fewer

export class ServerRecordings extends Emitter {
  #ports;
  /** Of our room, that are not over. @type {Map<number, Told>} */
  #running = new Map();
  /** Whose recordings we have begun and not ended. @type {Set<number>} */
  #begun = new Set();

  /**
   * @param {object} ports
   * @param {(t: string, fields: object, done?: (error: any, reply?: any) => void) => void} ports.send
   * @param {(user: number) => number} ports.idOf -1 is ourselves
   * @param {() => string} ports.origin of the server's pages, for addresses of files
   */
  constructor(ports) {
    super();
    this.#ports = ports;
  }

  /** @returns {Told[]} */
  get running() { return [...this.#running.values()]; }
  /** Is somebody being recorded now? @param {number} user */
  isRecorded(user) { return this.running.some(({ userId, state }) => userId === user && state === 'running'); }

  /** Have we begun one of this user that goes on? @param {number} user */
  begun(user) { return this.#begun.has(this.#ports.idOf(user)); }

  /** @param {string} t @param {object} fields @returns {Promise<void>} */
  #ask(t, fields) {
    return new Promise((resolve, reject) => { this.#ports.send(t, fields, (error) => { if (error) reject(error); else resolve(); }); });
  }

  /** @param {number} user -1: ourselves @param {Wish} wish @returns {Promise<void>} accepted. Rejects with 20, 23, 205, 721, 722 */
  async start(user, wish) {
    const id = this.#ports.idOf(user), still = (wish.flags & BRAC_RECORD_FLAGS_SNAPSHOT) !== 0;
    const had = this.#begun.has(id);
    if (!still) this.#begun.add(id);
    try { await this.#ask('record', { param: 0, ...wish, user, on: true }); } catch (error) {
      if (!still && !had) this.#begun.delete(id);
      throw error;
    }
  }

  /** @param {number} user @param {number} [flags] with CANCEL nothing of it stays @returns {Promise<void>} rejects with 720 */
  stop(user, flags = 0) {
    this.#begun.delete(this.#ports.idOf(user));
    return this.#ask('record', { user, on: false, flags, param: 0 });
  }

  /** Whose recordings we have begun and not ended. */
  get ours() { return [...this.#begun]; }

  /** Its user string, the image over its picture (JSON), or both. @param {number} user @param {{ text?: string, insert?: string }} what @returns {Promise<void>} rejects with 23, 720 */
  change(user, what) { return this.#ask('record_change', { user, ...what }); }

  /** A mark on its time line. @param {number} user @param {string} text */
  tag(user, text) { return this.#ask('record_tag', { user, text }); }

  /** @param {number} id @param {boolean} yes @returns {Promise<void>} rejects with 720 when it is over */
  consent(id, yes) {
    const told = this.#running.get(id);
    if (told) this.#running.set(id, { ...told, consent: false });
    return this.#ask('record_consent', { record: id, yes });
  }

  // ---- what the server says ----

  /** @param {any} m a `recording` */
  told(m) {
    const before = this.#running.get(m.record);
    const told = { id: m.record, state: m.state, userId: m.user, by: m.by, flags: m.flags, consent: m.consent ?? before?.consent ?? false };
    if (m.state === 'ended') {
      this.#running.delete(told.id);
      if (m.by === this.#ports.idOf(-1)) this.#begun.delete(m.user);
    }
    if (m.state !== 'ended' && (before || this.#running.size < REMEMBERED)) this.#running.set(told.id, told);
    this.emit('changed', told);
    if (m.consent && m.state !== 'ended') this.emit('consent', told);
  }

  /** @param {any} m a `recorded` @param {(result: Result) => boolean} [taken] it was one that this page has made itself */
  recorded(m, taken = () => false) {
    const url = m.url ? new URL(m.url, this.#ports.origin()).href : '';
    const result = { id: m.record, userId: m.user, code: m.code, file: m.file, url, seconds: m.seconds, flags: m.flags, param: m.param, text: m.text, md5: m.md5 ?? '' };
    if (!taken(result)) this.emit('recorded', result);
  }

  /** We have left the room: what runs there is no longer told. */
  left() {
    this.#running.clear();
    this.#begun.clear();
  }
}
