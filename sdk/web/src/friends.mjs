// SPDX-License-Identifier: Apache-2.0
// Friends, their groups, and what the server tells of users (manual 4.2, 5.6). Complete before any event tells of it.
//
// Events, of one synchronising in this order:
//   status(user, isOnline)   a friend has come or gone: once for each who is there, afterwards changes only
//   updated()                the list is as the server has it

import { Code, ParlorError } from './errors.mjs';
import { Emitter } from './events.mjs';
import { limits } from './generated/limits.mjs';
import { byteLength, wellFormed } from './data/payload.mjs';

/** What the server has of us. */
const nothing = () => ({
  /** @type {Map<number, string>} */ groups: new Map(),
  /** @type {Map<number, { group: number, online: boolean }>} */ friends: new Map(),
  /** By user, then by number. @type {Map<number, Map<number, string>>} */ infos: new Map(),
});

const put = (to, { groups, friends, infos }) => {
  for (const { id, name } of groups) to.groups.set(id, name);
  for (const { user, group, online } of friends) to.friends.set(user, { group, online });
  for (const { user, info, text } of infos) {
    if (!to.infos.has(user)) to.infos.set(user, new Map());
    to.infos.get(user).set(info, text); // an empty one is as good as none
  }
};

export class Friends extends Emitter {
  #ports;
  #data = nothing();
  /** Parts that have come of a list that is not complete. @type {any[]} */
  #parts = [];
  /** Of whom the page knows that they are there. @type {Set<number>} */
  #told = new Set();

  /**
   * @param {object} ports
   * @param {(t: string, fields: object, done: (error: any, reply?: any) => void) => void} ports.send
   * @param {() => { id: number } | null} ports.self the signed-in user
   */
  constructor(ports) {
    super();
    this.#ports = ports;
  }

  /** Ids, in the order in which they were added. */
  get list() { return [...this.#data.friends.keys()]; }
  get groups() { return [...this.#data.groups.keys()]; }
  /** @param {number} user */
  isOnline(user) { return this.#data.friends.get(user)?.online ?? false; }
  /** "": no such group. @param {number} group */
  groupName(group) { return this.#data.groups.get(group) ?? ''; }
  /** @param {number} group */
  inGroup(group) { return [...this.#data.friends].filter(([, friend]) => friend.group === group).map(([user]) => user); }
  /** 0: in none. @param {number} user */
  groupOf(user) { return this.#data.friends.get(user)?.group ?? 0; }
  /** "": not known. @param {number} user -1: ourselves @param {number} info */
  info(user, info) { return this.#data.infos.get(user === -1 ? this.#ports.self()?.id ?? 0 : user)?.get(info) ?? ''; }

  /** Why a control cannot be sent; 0: it can. @param {number} code @param {string} text */
  refusal(code, text) {
    if (!this.#ports.self()) return Code.NOT_LOGGED_IN;
    if (code < 100) return Code.NOT_ALLOWED; // reserved
    return byteLength(wellFormed(text)) > limits.user_control_bytes ? Code.BAD_PARAMETER : 0;
  }

  /**
   * For what decides about users at the server. @param {number} user -1: ourselves @param {number} code 100 and above
   * @param {{ w?: number, l?: number, text?: string }} [more]
   * @returns {Promise<void>} accepted; rejects with 20, 21, 23, 206 (nothing is attached) or 208
   */
  control(user, code, { w = 0, l = 0, text = '' } = {}) {
    const refusal = this.refusal(code, text);
    if (refusal) return Promise.reject(new ParlorError(refusal));
    const about = user === -1 ? this.#ports.self()?.id ?? 0 : user;
    return new Promise((resolve, reject) => {
      this.#ports.send('user_control', { user: about, code, w, l, text: wellFormed(text) }, (error) => error ? reject(error) : resolve(undefined));
    });
  }

  /** Nobody is signed in any more, or somebody anew: the server tells everything again. */
  forget() {
    this.#data = nothing();
    this.#parts = [];
    this.#told.clear();
  }

  // ---- what happens ----

  /** @param {any} message */
  handle(message) {
    if (message.t === 'friend_data') this.#part(message);
    else if (message.t === 'friend_status') this.#status(message);
  }

  #part(part) {
    if (part.reset) this.#parts = [];
    this.#parts.push(part);
    if (!part.last) return;
    const parts = this.#parts;
    this.#parts = [];
    if (parts[0].reset) this.#data = nothing();
    for (const one of parts) put(this.#data, one);
    this.#tell();
    this.emit('updated');
  }

  /** Who is there now and was not, as far as the page knows; and the other way round. */
  #tell() {
    for (const user of [...this.#told]) {
      if (!this.#data.friends.has(user)) this.#told.delete(user); // no friend any more
      else if (!this.isOnline(user)) { this.#told.delete(user); this.emit('status', user, false); }
    }
    for (const [user, { online }] of [...this.#data.friends]) {
      if (!online || this.#told.has(user)) continue;
      this.#told.add(user);
      this.emit('status', user, true);
    }
  }

  #status({ user, online }) {
    for (const part of this.#parts) for (const friend of part.friends) if (friend.user === user) friend.online = online;
    const friend = this.#data.friends.get(user);
    if (!friend) return;
    friend.online = online;
    this.#tell();
  }
}
