// SPDX-License-Identifier: Apache-2.0
// What parlor.enter() gives: one room, until it is left. It survives a lost session: then `restored` tells that it is back,
// after userLeft and userEntered for whoever went and came meanwhile.
//
// Events: userEntered(user)  userLeft(user, code)  userState(user)  text(message)  media(userId)  speaking(levels)  speakers(userIds)  direct(userId, state)  restored()
//         ended(ParlorError | null)

import { Emitter } from './events.mjs';
import { isOpen, openPictures } from './streams.mjs';

const SPEAKING_MS = 200;
const directNames = /** @type {const} */ (['none', 'tcp', 'udp']);

export class RoomView extends Emitter {
  #client; #clock; #offs = []; #cancel = null; #over = false;
  /** As last told. @type {Map<number, any>} */
  #users = new Map();

  /** @param {import('./client.mjs').Client} client @param {import('./platform.mjs').Clock} clock @param {{ id: number, name: string }} current */
  constructor(client, clock, current) {
    super();
    this.#client = client;
    this.#clock = clock;
    this.id = current.id;
    this.name = current.name;
    this.#users = new Map(client.room.members);
    this.#listen();
    this.#listenToLevels();
  }

  #listen() {
    const on = (name, call) => this.#offs.push(this.#client.on(name, call));
    on('userEntered', (user) => { this.#users.set(user.id, user); this.emit('userEntered', user); });
    on('userLeft', (id, code) => this.#gone(id, code));
    on('userState', (user) => { this.emit('userState', user); this.emit('media', user.id); });
    on('text', (message) => this.emit('text', message));
    on('picture', (user) => this.emit('media', user));
    on('sound', (user) => this.emit('media', user));
    on('speakers', (users) => this.emit('speakers', users));
    on('direct', (user, state) => this.emit('direct', user, directNames[state]));
    on('peer', () => this.#allMedia());
  }

  /** The others. */
  get users() { return [...this.#users.values()]; }
  /** @param {number} id */
  user(id) { return this.#users.get(id) ?? null; }
  /** Who speaks now, of those whose sound we receive; the loudest first. @returns {readonly number[]} */
  get speakers() { return this.#client.stats.speakers; }
  get isOver() { return this.#over; }

  /** @param {string} text @param {{ to?: number, secret?: boolean }} [options] */
  async say(text, options) { return this.#client.chat.say(text, options); }

  /**
   * What is to be expected of a user's picture or sound.
   * @param {number} id @param {'audio' | 'video'} kind @param {number} [stream]
   * @returns {'off' | 'closed' | 'connecting' | 'live' | 'failed'}
   */
  media(id, kind, stream = 0) {
    const client = this.#client;
    const user = client.user(id);
    const open = kind === 'video' ? isOpen(user, stream) : user?.mic === 1;
    if (client.isSelf(id)) return open ? 'live' : 'closed';
    if (!client.watching(id, kind, stream)) return 'off';
    if (!open) return 'closed';
    if (client.direct.remote(id, kind, stream)) return 'live';
    const state = client.subscriber.peer?.connectionState;
    if (state === 'failed') return 'failed';
    return client.subscriber.remote(id, kind, stream) && state === 'connected' ? 'live' : 'connecting';
  }

  /** The pictures of a user (-1: our own) that there are now. @param {number} id */
  pictures(id) { return openPictures(this.#client.user(id)); }

  /** Is there a direct connection to a user? @param {number} id @returns {'none' | 'tcp' | 'udp'} */
  direct(id) { return directNames[this.#client.direct.state(id)]; }

  /** Asks for a direct connection, or for none; event `direct` tells. @param {number} id @param {boolean} [on] */
  connectDirectly(id, on = true) { this.#client.direct.connect(id, on); }

  // ---- from Parlor ----

  linkChanged() { this.#allMedia(); }

  /** @param {{ id: number, name: string }} current entered again after a lost session */
  restored(current) {
    if (this.#over) return;
    this.id = current.id;
    this.name = current.name;
    const now = this.#client.room.members;
    for (const id of [...this.#users.keys()]) if (!now.has(id)) this.#gone(id, 101);
    for (const [id, user] of now) {
      const known = this.#users.has(id);
      this.#users.set(id, user);
      this.emit(known ? 'userState' : 'userEntered', user);
    }
    this.emit('restored');
  }

  /** @param {any} error null: left of own will */
  ended(error) {
    if (this.#over) return;
    this.#over = true;
    for (const off of this.#offs) off();
    this.#cancel?.();
    this.emit('ended', error);
  }

  #gone(id, code) {
    const user = this.#users.get(id);
    this.#users.delete(id);
    if (user) this.emit('userLeft', user, code);
  }

  #allMedia() {
    for (const id of this.#users.keys()) this.emit('media', id);
  }

  #listenToLevels() {
    this.#cancel = this.#clock.after(SPEAKING_MS, () => {
      const levels = new Map([[this.#client.selfId, this.#client.level(-1)]]);
      for (const id of this.#users.keys()) levels.set(id, this.#client.level(id));
      this.emit('speaking', levels);
      if (!this.#over) this.#listenToLevels();
    });
  }
}
