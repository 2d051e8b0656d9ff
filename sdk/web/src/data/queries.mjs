// SPDX-License-Identifier: Apache-2.0
// Single questions to the server (BRAC_QueryInfoFromServer). The plug-in waited for the answer; a page cannot. So the classic
// face gets what is known already, and the server is asked so that the next call knows more: see now().

import { Code, ParlorError } from '../errors.mjs';
import {
  ANYCHAT_SERVERQUERY_NAMEBYUSERID, ANYCHAT_SERVERQUERY_ONLINEUSERS, ANYCHAT_SERVERQUERY_RUNNINGSTATUS, ANYCHAT_SERVERQUERY_USERIDBYNAME,
  ANYCHAT_SERVERQUERY_USERINFOBYID,
} from '../generated/constants.mjs';
import { limits } from '../generated/limits.mjs';
import { byteLength, wellFormed } from './payload.mjs';

const REMEMBERED = 128;
const FRESH_MS = 2000; // so long an answer is not asked for again

/** What the server answers; everything else has an empty answer, and need not be asked for. */
const answered = new Set([
  ANYCHAT_SERVERQUERY_USERIDBYNAME, ANYCHAT_SERVERQUERY_NAMEBYUSERID, ANYCHAT_SERVERQUERY_USERINFOBYID, ANYCHAT_SERVERQUERY_RUNNINGSTATUS,
  ANYCHAT_SERVERQUERY_ONLINEUSERS,
]);

export class Queries {
  #ports;
  /** Answers by "info/input", the longest unused first. @type {Map<string, { text: string, at: number, asking: boolean }>} */
  #known = new Map();

  /**
   * @param {object} ports
   * @param {(t: string, fields: object, done: (error: any, reply?: any) => void) => void} ports.send
   * @param {() => any[]} ports.users those whom we know without asking: ourselves and the room
   * @param {() => boolean} ports.loggedIn
   * @param {import('../platform.mjs').Clock} ports.clock
   */
  constructor(ports) { this.#ports = ports; }

  /** Nothing that was known holds in another session. */
  forget() { this.#known.clear(); }

  /**
   * @param {number} info ANYCHAT_SERVERQUERY_... @param {string} [input] a user id or name
   * @returns {Promise<string>} "": not known. Rejects with 21, 23 or 208
   */
  ask(info, input = '') {
    const whole = wellFormed(String(input));
    if (byteLength(whole) > limits.query_bytes || whole.includes('\0')) return Promise.reject(new ParlorError(Code.BAD_PARAMETER, 'input'));
    if (!this.#ports.loggedIn()) return Promise.reject(new ParlorError(Code.NOT_LOGGED_IN));
    if (!answered.has(info)) return Promise.resolve('');
    return new Promise((resolve, reject) => {
      this.#ports.send('query', { info, input: whole }, (error, reply) => error ? reject(error) : resolve(textOf(reply)));
    });
  }

  /**
   * What is known at once; the server is asked besides, unless it was a moment ago. "": nothing yet.
   * @param {number} info @param {string} input
   */
  now(info, input) {
    const local = this.#local(info, input);
    if (local !== null || !answered.has(info) || !this.#ports.loggedIn()) return local ?? '';
    const key = `${info}/${input}`;
    const known = this.#known.get(key) ?? { text: '', at: -Infinity, asking: false };
    this.#known.delete(key);
    this.#known.set(key, known); // used last
    if (this.#known.size > REMEMBERED) this.#known.delete(this.#known.keys().next().value ?? '');
    if (!known.asking && this.#ports.clock.now() - known.at >= FRESH_MS) this.#refresh(info, input, known);
    return known.text;
  }

  #refresh(info, input, known) {
    const done = (text) => Object.assign(known, { text, asking: false, at: this.#ports.clock.now() });
    known.asking = true;
    this.ask(info, input).then(done, () => done(known.text));
  }

  #local(info, input) {
    const users = this.#ports.users();
    if (info === ANYCHAT_SERVERQUERY_USERIDBYNAME) {
      const found = users.find(({ name }) => name === input);
      return found ? String(found.id) : null;
    }
    if (info === ANYCHAT_SERVERQUERY_NAMEBYUSERID) return users.find(({ id }) => String(id) === input)?.name ?? null;
    return null;
  }
}

function textOf({ text, user }) {
  if (!user) return text;
  return JSON.stringify({ userid: user.id, username: user.name, level: user.level, devicetype: user.device, internetip: user.ip });
}
