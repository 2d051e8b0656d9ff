// SPDX-License-Identifier: Apache-2.0
// Private chats of several pages at once, with every message as late as chance has it: whatever crosses, in the end all believe
// the same. The server here keeps the rules of docs/protocol.md ("Private chats"), as src/core/private.c does.
import assert from 'node:assert/strict';
import test from 'node:test';
import { settle } from '../test/fakes.mjs';
import { PrivateChats } from './private.mjs';

const USERS = [1, 2, 3];

/** mulberry32 */
function dice(seed) {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor(((t ^ (t >>> 14)) >>> 0) / 4294967296 * below);
  };
}

class World {
  ups = new Map(); downs = new Map(); // to the server, and from it: in order, but late
  ties = new Map(); // "1-2" -> { from, request, agreed }
  nextRequest = 1;
  log = [];

  constructor() {
    this.pages = new Map(USERS.map((id) => [id, this.#page(id)]));
  }

  #page(id) {
    this.ups.set(id, []);
    this.downs.set(id, []);
    const chats = new PrivateChats({
      self: () => ({ id }), inRoom: () => true, member: (other) => other !== id && USERS.includes(other) ? { id: other } : undefined,
      send: (t, fields, done) => this.ups.get(id).push({ t, fields, done }),
    });
    chats.on('answered', (user, code) => this.log.push(`${id} answered ${user} ${code}`));
    chats.on('requested', (user, request) => { assert.ok(request > 0); this.log.push(`${id} requested ${user}`); });
    chats.on('ended', (user, code) => this.log.push(`${id} ended ${user} ${code}`));
    return { chats };
  }

  // ---- the server ----

  #key(a, b) { return a < b ? `${a}-${b}` : `${b}-${a}`; }
  #say(to, t, fields) { this.downs.get(to).push(() => this.pages.get(to).chats.handle({ t, ...fields })); }
  #reply(to, done, code) { this.downs.get(to).push(() => done(code ? { code } : null, code ? {} : { t: 'done' })); }

  serve(id) {
    const { t, fields: { user, request, code }, done } = this.ups.get(id).shift();
    this.#reply(id, done, this[t](id, user, request, code));
  }

  private_request(id, user) {
    const key = this.#key(id, user), tie = this.ties.get(key);
    if (tie?.agreed) return 421;
    if (tie && tie.from === id) return 0;
    if (tie) {
      tie.agreed = true;
      this.#say(user, 'private_answered', { user: id, code: 0 });
      this.#say(id, 'private_answered', { user, code: 0 });
      return 0;
    }
    this.ties.set(key, { from: id, request: this.nextRequest, agreed: false });
    this.#say(user, 'private_requested', { user: id, request: this.nextRequest++ });
    return 0;
  }

  private_answer(id, user, request, code) {
    const key = this.#key(id, user), tie = this.ties.get(key);
    if (!tie || tie.agreed || tie.from === id || tie.request !== request) return 420;
    if (code === 0) tie.agreed = true; else this.ties.delete(key);
    this.#say(user, 'private_answered', { user: id, code });
    return 0;
  }

  private_exit(id, user) {
    const key = this.#key(id, user), tie = this.ties.get(key);
    if (!tie || (!tie.agreed && tie.from !== id)) return 0;
    this.ties.delete(key);
    this.#say(user, 'private_ended', { user: id, code: tie.agreed ? 0 : 435 });
    return 0;
  }

  /** A minute has gone by. */
  expire(a, b) {
    const key = this.#key(a, b), tie = this.ties.get(key);
    if (!tie || tie.agreed) return;
    const to = tie.from === a ? b : a;
    this.ties.delete(key);
    this.#say(tie.from, 'private_answered', { user: to, code: 431 });
    this.#say(to, 'private_ended', { user: tie.from, code: 431 });
  }

  // ---- chance ----

  act(roll) {
    const id = USERS[roll(3)], user = USERS[roll(3)];
    const { chats } = this.pages.get(id);
    const quietly = (promise) => promise.catch(() => {});
    switch (roll(6)) {
      case 0: case 1: quietly(chats.request(user)); break;
      case 2: quietly(chats.answer(user, 0)); break;
      case 3: quietly(chats.answer(user, 402)); break;
      case 4: chats.exit(user); break;
      default: if (id !== user) this.expire(id, user); break;
    }
  }

  deliver(roll) {
    const waiting = [...[...this.ups].filter(([, queue]) => queue.length).map(([id]) => () => this.serve(id)),
      ...[...this.downs].filter(([, queue]) => queue.length).map(([, queue]) => () => queue.shift()())];
    if (waiting.length === 0) return false;
    waiting[roll(waiting.length)]();
    return true;
  }

  check(seed) {
    for (const a of USERS) {
      const { chats } = this.pages.get(a);
      for (const b of USERS) {
        if (a === b) continue;
        const tie = this.ties.get(this.#key(a, b));
        assert.equal(chats.partners.includes(b), Boolean(tie?.agreed), `seed ${seed}: ${a} of ${b}: ${this.log.join('; ')}`);
        assert.equal(chats.requestOf(b), tie && !tie.agreed && tie.from === b ? tie.request : 0, `seed ${seed}: request of ${b} at ${a}: ${this.log.join('; ')}`);
      }
    }
  }
}

test('whatever crosses, all end up with what the server knows', async () => {
  for (let seed = 1; seed <= 1000; seed++) {
    const roll = dice(seed);
    const world = new World();
    const late = 1 + roll(6); // how often something is delivered between two acts
    for (let step = 0; step < 40; step++) {
      world.act(roll);
      for (let i = roll(late); i > 0; i--) world.deliver(roll);
    }
    while (world.deliver(roll));
    await null;
    world.check(seed);
  }
  await settle();
});
