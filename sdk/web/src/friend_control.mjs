// SPDX-License-Identifier: Apache-2.0
// parlor.friends. Types and the manual of each call are in parlor.d.ts.

import { Emitter } from './events.mjs';

/** Events: online(userId)  offline(userId)  changed() */
export class FriendControl extends Emitter {
  #friends;

  /** @param {import('./client.mjs').Client} client */
  constructor(client) {
    super();
    const friends = this.#friends = client.friends;
    friends.on('status', (user, online) => this.emit(online ? 'online' : 'offline', user));
    friends.on('updated', () => this.emit('changed'));
  }

  get list() { return this.#friends.list.map((id) => ({ id, online: this.#friends.isOnline(id), group: this.#friends.groupOf(id) })); }
  get groups() { return this.#friends.groups.map((id) => ({ id, name: this.#friends.groupName(id), members: this.#friends.inGroup(id) })); }
  /** @param {number} user */
  isOnline(user) { return this.#friends.isOnline(user); }
  /** @param {number} user @param {number} number */
  info(user, number) { return this.#friends.info(user, number); }
  /** @param {number} user @param {number} code @param {{ w?: number, l?: number, text?: string }} [more] */
  async control(user, code, more) { await this.#friends.control(user, code, more); }
}
