// SPDX-License-Identifier: Apache-2.0
// Small data: transparent buffers to users and to the server (manual 5.5.5), data for the server's SDK filter and the business
// server (5.5.9), and JSON notes from page to page (BRAC_SDKControl).
//
// Events: buffer({ from, data })  serverData({ channel: 'filter' | 'business', data })  note({ from, kind, text })
//   from 0: the server. data: a string when a string was sent, else a Uint8Array.

import { Code, ParlorError } from '../errors.mjs';
import { Emitter } from '../events.mjs';
import { limits } from '../generated/limits.mjs';
import { byteLength, fromBase64, pack, toBase64, unpack, wellFormed } from './payload.mjs';

/** Everybody else in the room. */
export const ALL = -1;
/** The server itself. */
export const SERVER = 0;

export class Buffers extends Emitter {
  #send; #self; #inRoom;

  /**
   * @param {object} ports
   * @param {(t: string, fields: object, done: (error: any, reply?: any) => void) => void} ports.send
   * @param {() => { id: number } | null} ports.self the signed-in user
   * @param {() => boolean} ports.inRoom
   */
  constructor({ send, self, inRoom }) {
    super();
    this.#send = send;
    this.#self = self;
    this.#inRoom = inRoom;
  }

  /** Why nothing can be sent there now; 0: it can. @param {number} to */
  refusal(to) {
    const self = this.#self();
    if (!self) return Code.NOT_LOGGED_IN;
    if (to === self.id) return Code.NO_USER; // nobody sends to himself
    return to === ALL && !this.#inRoom() ? Code.NOT_IN_ROOM : 0;
  }

  /**
   * A buffer of at most 1,024 bytes. @param {any} data @param {number} [to] a user in whichever room, ALL or SERVER
   * @returns {Promise<void>} accepted by the server; rejects with 3, 21, 23, 205, 206 or 208
   */
  send(data, to = ALL) {
    const { bytes, isText } = pack(data);
    if (bytes.length > limits.trans_buffer_bytes) return tooLong(bytes.length, limits.trans_buffer_bytes);
    return this.#request(to, 'buffer', { to, data: toBase64(bytes), ...isText ? { is_text: true } : {} });
  }

  /**
   * For what is attached to the server. @param {any} data @param {'filter' | 'business'} [channel]
   * @returns {Promise<void>} rejects with 21, 23, 206 (nothing is attached) or 208
   */
  sendToServer(data, channel = 'filter') {
    const { bytes, isText } = pack(data);
    if (bytes.length > limits.server_data_bytes) return tooLong(bytes.length, limits.server_data_bytes);
    return this.#request(SERVER, 'server_data', { channel, data: toBase64(bytes), ...isText ? { is_text: true } : {} });
  }

  /** A JSON command. @param {'business' | 'user_buffer'} kind @param {string} text @param {number} [to] a user, or ALL */
  sendNote(kind, text, to = ALL) {
    const whole = wellFormed(text);
    const length = byteLength(whole);
    if (length > limits.note_bytes) return tooLong(length, limits.note_bytes);
    return this.#request(to, 'note', { to, kind, text: whole });
  }

  #request(to, t, fields) {
    const code = this.refusal(to);
    if (code) return Promise.reject(new ParlorError(code));
    return new Promise((resolve, reject) => {
      this.#send(t, fields, (error) => error ? reject(error) : resolve(undefined));
    });
  }

  /** @param {any} message */
  handle(message) {
    switch (message.t) {
      case 'buffer_received': this.emit('buffer', { from: message.from, data: dataOf(message) }); break;
      case 'server_data_received': this.emit('serverData', { channel: message.channel, data: dataOf(message) }); break;
      case 'note_received': this.emit('note', { from: message.from, kind: message.kind, text: message.text }); break;
      default: break;
    }
  }
}

const dataOf = ({ data, is_text = false }) => unpack(fromBase64(data), is_text);
const tooLong = (length, limit) => Promise.reject(new ParlorError(Code.BAD_PARAMETER, `${length} bytes; at most ${limit}`));
