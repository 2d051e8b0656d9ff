// SPDX-License-Identifier: Apache-2.0
// Text messages in the room.
//
// Events: text({ from, to, secret, text })

import { Code, ParlorError } from './errors.mjs';
import { Emitter } from './events.mjs';
import { byteLength, wellFormed } from './data/payload.mjs';
import { limits } from './generated/limits.mjs';

/** Why a text cannot be sent; "": it can. It must not be longer than 32 KiB in UTF-8, nor hold U+0000. @param {string} text */
export function textProblem(text) {
  if (byteLength(text) > limits.text_bytes) return `text longer than ${limits.text_bytes} bytes`;
  return text.includes('\0') ? 'text holds U+0000' : '';
}

export class Chat extends Emitter {
  #send;

  /** @param {{ send: (t: string, fields: object, done?: Function) => void }} ports */
  constructor({ send }) {
    super();
    this.#send = send;
  }

  /**
   * @param {string} text any Unicode, not interpreted; half surrogate pairs become U+FFFD
   * @param {{ to?: number, secret?: boolean }} [options] to: a user, or -1 for everybody; secret: nobody else sees it
   * @returns {Promise<void>} accepted by the server
   */
  say(text, { to = -1, secret = false } = {}) {
    const message = { to: to === 0 ? -1 : to, secret, text: wellFormed(String(text)) };
    const problem = textProblem(message.text);
    if (problem) return Promise.reject(new ParlorError(Code.BAD_PARAMETER, problem));
    return new Promise((resolve, reject) => {
      this.#send('text', message, (error) => error ? reject(error) : resolve());
    });
  }

  /** @param {any} message */
  handle({ t, from, to, secret, text }) {
    if (t === 'text_received') this.emit('text', { from, to, secret, text });
  }
}
