// SPDX-License-Identifier: Apache-2.0
// parlor.privateChat. Types and the manual of each call are in parlor.d.ts.

import { Code, ParlorError } from './errors.mjs';
import { Emitter } from './events.mjs';
import { PRIVATE, PUBLIC } from './private.mjs';

const names = /** @type {const} */ (['public', 'private']);

/** Events: requested(userId)  began(userId)  ended(userId, ParlorError | null)  withdrawn(userId, ParlorError)  mode(userId, mode) */
export class PrivateControl extends Emitter {
  #client;
  #partners = new Set();

  /** @param {import('./client.mjs').Client} client */
  constructor(client) {
    super();
    this.#client = client;
    const { privacy } = client;
    privacy.on('requested', (user) => this.emit('requested', user));
    privacy.on('ended', (user, code) => {
      const error = code ? new ParlorError(code) : null;
      if (this.#partners.delete(user)) this.emit('ended', user, error); else this.emit('withdrawn', user, error);
    });
    privacy.on('mode', (user, mode) => this.emit('mode', user, names[mode]));
    privacy.on('changed', () => this.#review());
    privacy.on('cleared', () => this.#partners.clear());
  }

  /** Who is new among the partners; who has gone was told by `ended`, or by ourselves. */
  #review() {
    const now = new Set(this.#client.privacy.partners);
    for (const user of now) if (!this.#partners.has(user)) { this.#partners.add(user); this.emit('began', user); }
    for (const user of [...this.#partners]) if (!now.has(user)) this.#partners.delete(user);
  }

  get partners() { return this.#client.privacy.partners; }
  get requests() { return this.#client.privacy.requests; }
  /** @param {number} user */
  async request(user) { await this.#client.privacy.request(user); }
  /** @param {number} user */
  async accept(user) { await this.#client.privacy.answer(user, 0); }
  /** @param {number} user @param {{ code?: number }} [options] */
  async refuse(user, { code = Code.PRIVATE_REFUSED } = {}) { await this.#client.privacy.answer(user, code); }
  /** @param {number} user */
  leave(user) { this.#client.privacy.exit(user); }

  get mode() { return names[this.#client.privacy.mode]; }
  set mode(mode) {
    if (!names.includes(mode)) throw new ParlorError(Code.BAD_PARAMETER, `mode: ${mode}`);
    if (!this.#client.session.loggedIn) throw new ParlorError(Code.NOT_LOGGED_IN);
    this.#client.privacy.setMode(mode === 'private' ? PRIVATE : PUBLIC);
  }

  /** @param {number} user -1: ourselves */
  modeOf(user) { return names[this.#client.user(user)?.chat_mode ?? PUBLIC]; }
}
