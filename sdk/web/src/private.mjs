// SPDX-License-Identifier: Apache-2.0
// Private chats with users of the room, and the chat mode: in private mode one sees and hears only partners of private chats;
// texts are not touched. The server decides (its rules: docs/protocol.md, "Private chats"); here is what we know of it.
//
// Events:
//   requested(user, request)   somebody asks us
//   answered(user, code)       what has become of our request: 0 it begins
//   ended(user, code)          the other one has ended it, or his request is not to be answered any more
//   mode(user, mode)           somebody's chat mode changed, ours too
//   changed()                  we may see and hear others than before
//   cleared()                  we have left the room: no partners, no requests

import { Code, ParlorError } from './errors.mjs';
import { Emitter } from './events.mjs';
import { Intent } from './intent.mjs';

const PUBLIC = 0, PRIVATE = 1;

export class PrivateChats extends Emitter {
  #ports;
  /** Our requests. @type {Map<number, Intent>} */
  #asked = new Map();
  /** Requests of others, by user. @type {Map<number, number>} */
  #incoming = new Map();
  /** @type {Set<number>} */
  #partners = new Set();
  /** Whom we have said yes to; the server does not know yet. @type {Set<number>} */
  #agreeing = new Set();
  /** Whom we have left; until the server knows, its words are about what was before. @type {Map<number, number>} */
  #leaving = new Map();
  #wanted = PUBLIC; // our mode, as the page wants it

  /**
   * @param {object} ports
   * @param {(t: string, fields: object, done: (error: any, reply?: any) => void) => void} ports.send
   * @param {() => any} ports.self the signed-in user
   * @param {(id: number) => any} ports.member of the room, without ourselves
   * @param {() => boolean} ports.inRoom
   */
  constructor(ports) {
    super();
    this.#ports = ports;
  }

  get partners() { return [...this.#partners]; }
  /** Those who wait for our answer. */
  get requests() { return [...this.#incoming.keys()]; }
  get mode() { return this.#wanted; }

  /** May we see and hear this user now? @param {number} user */
  allows(user) { return this.#wanted === PUBLIC || this.#partners.has(user); }

  /** Why this user cannot be asked now; 0: he can. @param {number} user */
  refusal(user) {
    const self = this.#ports.self();
    if (!self) return Code.NOT_LOGGED_IN;
    if (!this.#ports.inRoom()) return Code.NOT_IN_ROOM;
    if (user === self.id || user === -1) return Code.PRIVATE_DENIED;
    if (!this.#ports.member(user)) return Code.PRIVATE_GONE;
    return this.#partners.has(user) ? Code.PRIVATE_ALREADY : 0;
  }

  /** @param {number} user @returns {Promise<void>} it has begun. Rejects with 401, 402, 403, 421, 431, 432, or what the other one says */
  request(user) {
    const code = this.refusal(user);
    if (code) return Promise.reject(new ParlorError(code));
    let intent = this.#asked.get(user);
    if (intent) return intent.promise;
    this.#asked.set(user, intent = new Intent());
    this.#ports.send('private_request', { user }, (error) => {
      if (error && this.#asked.get(user) === intent) this.#answered(user, error.code);
    });
    return intent.promise;
  }

  /** The number of somebody's request that waits for our answer; 0: none. @param {number} user */
  requestOf(user) { return this.#incoming.get(user) ?? 0; }

  /**
   * Answers somebody's request. @param {number} user @param {number} [code] 0: yes; else why not
   * @returns {Promise<void>} rejects with 420 when there is none (any more)
   */
  answer(user, code = 0) {
    const request = this.requestOf(user);
    if (!request) return Promise.reject(new ParlorError(Code.PRIVATE_NO_REQUEST));
    this.#incoming.delete(user);
    if (code === 0) this.#agreeing.add(user);
    return new Promise((resolve, reject) => {
      this.#ports.send('private_answer', { user, request, code }, (error) => {
        const agreed = this.#agreeing.delete(user) && !error;
        if (error) { reject(error); return; }
        if (agreed) { this.#partners.add(user); this.emit('changed'); }
        resolve(undefined);
      });
    });
  }

  /** Ends a private chat, or takes a request back; without either nothing happens. @param {number} user */
  exit(user) {
    const intent = this.#asked.get(user);
    const agreeing = this.#agreeing.delete(user);
    if (!intent && !agreeing && !this.#partners.has(user)) return;
    this.#asked.delete(user);
    intent?.reject(new ParlorError(Code.CANCELLED));
    const leaving = this.#leaving;
    leaving.set(user, (leaving.get(user) ?? 0) + 1);
    this.#ports.send('private_exit', { user }, () => {
      const left = (leaving.get(user) ?? 1) - 1;
      if (left > 0) leaving.set(user, left); else leaving.delete(user);
    });
    if (this.#partners.delete(user)) this.emit('changed');
  }

  /** @param {number} mode 0 public, 1 private */
  setMode(mode) {
    const self = this.#ports.self();
    if (!self || mode === this.#wanted) return;
    this.#wanted = mode;
    this.#ports.send('chat_mode', { mode }, () => {});
    if (!this.#ports.inRoom()) this.#modeChanged(self.id, mode); // else the server tells everybody, us too
    this.emit('changed');
  }

  // ---- what happens ----

  /** Signed in. @param {boolean} again by ourselves, after a lost session: the page's wish still holds */
  loggedIn(again) {
    if (!again) this.#wanted = PUBLIC;
    if (this.#wanted === PUBLIC) return;
    this.#ports.send('chat_mode', { mode: this.#wanted }, () => {});
    this.#ports.self().chat_mode = this.#wanted;
  }

  /** We are in no room any more: all of it is over, and nobody needs to be told. */
  left() {
    const intents = [...this.#asked.values()];
    this.#asked.clear();
    this.#incoming.clear();
    this.#partners.clear();
    this.#agreeing.clear();
    this.#leaving = new Map();
    for (const intent of intents) intent.reject(new ParlorError(Code.CANCELLED));
    this.emit('cleared');
  }

  /** @param {any} message */
  handle({ t, user, request, code, mode }) {
    if (!this.#ports.inRoom()) return; // of a room that we have left
    if (t === 'private_requested') { this.#incoming.set(user, request); this.emit('requested', user, request); }
    else if (t === 'private_answered' && !this.#leaving.has(user)) this.#answered(user, code);
    else if (t === 'private_answered' && code === 0) this.#incoming.delete(user); // both had asked, but we had left before we knew
    else if (t === 'private_ended') this.#ended(user, code);
    else if (t === 'chat_mode_changed') this.#modeChanged(user, mode);
  }

  #answered(user, code) {
    const intent = this.#asked.get(user);
    this.#asked.delete(user);
    if (!intent) return;
    if (code === 0) {
      this.#incoming.delete(user); // both had asked
      this.#partners.add(user);
      intent.resolve();
    } else {
      intent.reject(new ParlorError(code));
    }
    this.emit('answered', user, code);
    if (code === 0) this.emit('changed');
  }

  #ended(user, code) {
    const asked = this.#incoming.delete(user);
    const was = this.#partners.delete(user);
    if (!asked && this.#leaving.has(user)) return; // we have left it ourselves
    this.emit('ended', user, code);
    if (was) this.emit('changed');
  }

  #modeChanged(id, mode) {
    const self = this.#ports.self();
    const user = id === self?.id ? self : this.#ports.member(id);
    if (!user || (user.chat_mode ?? PUBLIC) === mode) return;
    user.chat_mode = mode;
    this.emit('mode', id, mode);
  }
}

export { PRIVATE, PUBLIC };
