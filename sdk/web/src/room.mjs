// SPDX-License-Identifier: Apache-2.0
// The room: entering, leaving, who else is there. The list of the others is complete before any event tells of it:
// at `entered` it is exactly the membership, and after each `userEntered` and `userLeft` again.
//
// Events: entered(room, count, terms)  refused(roomNumber, error)  userEntered(user)  userLeft(id, code)  userState(user, before)

import { Code, ParlorError } from './errors.mjs';
import { Emitter } from './events.mjs';
import { Intent } from './intent.mjs';

export class Room extends Emitter {
  #send; #self; #clock;
  #wanted = null; // Intent of the room to be in; stays while we are in it, to come back after a lost session
  #later = null; // cancels coming back
  #asked = new Set(); // Intents that wait for the server's answer

  /** @type {{ id: number, name: string } | null} */
  current = null;
  /** Where one's own address can be found out. @type {string[]} */
  stun = [];
  /** The others. @type {Map<number, import('./generated/messages.mjs').User>} */
  members = new Map();

  /**
   * @param {object} ports
   * @param {(t: string, fields: object, done?: Function) => void} ports.send
   * @param {() => any} ports.self the signed-in user or null
   * @param {import('./platform.mjs').Clock} ports.clock
   */
  constructor({ send, self, clock }) {
    super();
    this.#send = send;
    this.#self = self;
    this.#clock = clock;
  }

  /**
   * Remembered until the login has succeeded.
   * @param {{ id?: number, name?: string, password?: string }} target
   * @returns {Promise<{ id: number, name: string }>}
   */
  enter(target) {
    const intent = new Intent({ ...target, sent: false });
    this.#later?.();
    this.#later = null;
    if (this.current || this.#asked.size > 0) { this.#sendEnter(intent); return intent.promise; } // the server knows: 307, 308
    this.#wanted?.reject(new ParlorError(Code.CANCELLED));
    this.#wanted = intent;
    if (this.#self()) this.#sendEnter(intent);
    return intent.promise;
  }

  /** @param {number} [id] -1: whichever; another than the present one does nothing. @returns {boolean} something was left */
  leave(id = -1) {
    if (id !== -1 && this.#wanted && (this.current?.id ?? this.#wanted.id) !== id) return false;
    this.#later?.();
    this.#later = null;
    const wanted = this.#wanted;
    const was = this.current !== null || this.#asked.size > 0;
    for (const intent of [...this.#asked, wanted]) intent?.reject(new ParlorError(Code.CANCELLED));
    this.#asked.clear();
    this.#wanted = null;
    this.#clear();
    if (was && this.#self()) this.#send('leave', { room: -1 });
    return Boolean(was);
  }

  /** Signed in, for the first time or again. */
  loggedIn() {
    const wanted = this.#wanted;
    if (!wanted || wanted.sent) return;
    // When coming back, the page's own handlers come first: they may enter the same room, or another.
    if (wanted.settled) this.#later = this.#clock.after(0, () => { this.#later = null; this.#sendEnter(wanted); });
    else this.#sendEnter(wanted);
  }

  /** The session is over. @param {boolean} forever it will not come back by itself */
  sessionLost(forever) {
    this.#later?.();
    this.#later = null;
    this.#asked.clear();
    if (this.#wanted) this.#wanted.sent = false;
    if (forever) this.forget();
    this.#clear();
  }

  /** Wishes of the session before are no more. */
  forget() {
    this.#later?.();
    this.#later = null;
    for (const intent of [...this.#asked, this.#wanted]) intent?.reject(new ParlorError(Code.CLOSED_BY_SELF));
    this.#asked.clear();
    this.#wanted = null;
    this.#clear();
  }

  #clear() {
    this.current = null;
    this.members = new Map();
  }

  #sendEnter(intent) {
    intent.sent = true;
    this.#asked.add(intent);
    const password = intent.password ? { password: String(intent.password) } : {};
    const done = (error, reply) => {
      if (!this.#asked.delete(intent)) return; // left before the answer came
      if (error) this.#refused(intent, error, reply); else this.#entered(intent, reply);
    };
    if (intent.name !== undefined) this.#send('enter_name', { name: intent.name, ...password }, done);
    else this.#send('enter', { room: intent.id, ...password }, done);
  }

  #entered(intent, { room, name, members, terms, stun = [] }) {
    this.stun = stun;
    this.#wanted = intent;
    this.current = { id: room, name };
    this.members = new Map(members.map((user) => [user.id, user]));
    intent.resolve(this.current);
    this.emit('entered', this.current, members.length + 1, terms);
  }

  #refused(intent, error, reply) {
    if (!reply) { if (intent !== this.#wanted) intent.reject(error); return; } // the session is over
    if (intent === this.#wanted) this.#wanted = null;
    intent.reject(error);
    this.emit('refused', reply.room ?? intent.id ?? 0, error);
  }

  /** An event of the server. Those of a room that has been left already are of no interest. @param {any} message */
  handle(message) {
    if (!this.current) return;
    if (message.t === 'user_entered') this.#userEntered(message.user);
    else if (message.t === 'user_left') this.#userLeft(message);
    else if (message.t === 'user_state') this.#userState(message);
  }

  #userEntered(user) {
    if (this.members.has(user.id) || user.id === this.#self()?.id) return;
    this.members.set(user.id, user);
    this.emit('userEntered', user);
  }

  #userLeft({ user, code }) {
    if (this.members.delete(user)) this.emit('userLeft', user, code);
  }

  #userState({ user: id, camera, mic, streams, screens, width, height, recording, away, ip }) {
    const self = this.#self();
    const user = id === self?.id ? self : this.members.get(id);
    if (!user) return;
    const before = { camera: user.camera, mic: user.mic, streams: user.streams, screens: user.screens, away: user.away };
    Object.assign(user, { camera, mic, streams, screens, width, height, recording, away }, ip ? { ip } : {});
    this.emit('userState', user, before);
  }
}
