// SPDX-License-Identifier: Apache-2.0
// A small model of the server: who is signed in, who is in which room, whose devices are open, who watches whom. Other users
// are puppets of the test. What goes over a link waits on a wire, in both directions, until the test carries it on; what is on the
// wire when the link is cut is lost.

import { FakeServer, user } from '../fakes.mjs';

export const PUPPETS = [21, 22, 23, -24];
const ROOM_BY_NAME = 100000001;

/** @typedef {{ id: number, name: string, room: number, camera: number, mic: number }} Puppet */

export class ModelServer extends FakeServer {
  /** @type {any} */
  clock = null;
  #wire = []; #nextGuest = -2; #ids = new Map();
  grace_ms = 30000;
  ping_ms = 10000;
  /** @type {Map<number, Puppet>} */
  puppets = new Map(PUPPETS.map((id) => [id, { id, name: `puppet${id}`, room: 1, camera: 1, mic: 0 }]));

  constructor() {
    super();
    const open = this.open;
    this.open = (url, protocol) => this.#wired(open(url, protocol));
    this.answers = new Proxy(this.#handlers(), { get: (handlers, t) => handlers[t] ?? (() => ['error', { code: 20, detail: 'unknown message' }]) });
  }

  // ---- the wire ----

  #wired(socket) {
    const take = socket.onsend, give = socket.receive.bind(socket);
    socket.onsend = (message) => this.#wire.push({ socket, carry: () => { this.#heard(socket); take(message); } }); // arrives also when it is closed after
    socket.receive = (message) => this.#wire.push({ socket, carry: () => { if (socket.readyState === 1) give(message); } });
    return socket;
  }

  /** Carries one message to its end. @returns {boolean} there was one */
  carry() {
    const next = this.#wire.shift();
    next?.carry();
    return next !== undefined;
  }

  /** The newest link breaks. @param {boolean} quietly neither end learns of it */
  cut(quietly) {
    const { socket } = this;
    if (!socket || socket.readyState > 1) return;
    this.#wire = this.#wire.filter((item) => item.socket !== socket);
    if (quietly) socket.deafUp = socket.deafDown = true; else socket.cut();
  }

  #heard(socket) { if (socket.session && !socket.deafUp) socket.session.heardAt = this.clock.time; }

  // ---- who is there ----

  /** Sessions that have not ended. */
  get living() { return [...this.sessions.values()].filter(({ over }) => !over); }

  /** Whoever was not heard of for long enough has lost his seat. */
  tick() {
    for (const session of this.living) {
      session.heardAt ??= this.clock.time;
      const attached = session.socket?.readyState === 1 && !session.socket.deafUp;
      if (attached) session.lostAt = undefined; else session.lostAt ??= this.clock.time;
      if (session.lostAt !== undefined && this.clock.time - session.lostAt > this.grace_ms) this.end(session, 101);
    }
  }

  /** @param {any} session @param {number} code 101: nobody tells it */
  end(session, code, reconnect = false) {
    if (session.over) return;
    if (code !== 101 && code !== 0) this.send('closing', { code, reconnect }, session);
    session.over = true;
    this.#leave(session);
  }

  /** As after `kill -9`: nobody is told anything, and it is up again at once. */
  crash() {
    for (const session of this.living) { session.over = true; session.room = 0; }
    for (const socket of this.sockets) if (socket.readyState <= 1) socket.cut();
    this.#wire = [];
  }

  /** Who is in a room, but for one session. @param {number} room @param {any} [but] */
  membersOf(room, but) {
    const users = [...this.puppets.values()].filter((puppet) => puppet.room === room);
    const sessions = this.living.filter((session) => session !== but && session.room === room && room > 0);
    return [...users.map(({ id, name, camera, mic }) => user(id, { name, camera, mic })), ...sessions.map((session) => this.#user(session))];
  }

  #user({ user: id, name, camera, mic }) { return user(id, { name, camera, mic }); }
  #inRoom(room, but) { return this.living.filter((session) => session !== but && session.room === room && room > 0); }

  // ---- the puppets ----

  /** @param {number} id @param {number} room 0: none */
  move(id, room) {
    const puppet = this.puppets.get(id);
    if (!puppet || puppet.room === room) return;
    for (const session of this.#inRoom(puppet.room)) this.send('user_left', { user: id, code: 0 }, session);
    puppet.room = room;
    for (const session of this.#inRoom(room)) this.send('user_entered', { user: user(id, { name: puppet.name, camera: puppet.camera, mic: puppet.mic }) }, session);
    this.#links();
  }

  /** @param {number} id @param {number} camera @param {number} mic */
  turn(id, camera, mic) {
    const puppet = this.puppets.get(id);
    if (!puppet || (puppet.camera === camera && puppet.mic === mic)) return;
    Object.assign(puppet, { camera, mic });
    for (const session of this.#inRoom(puppet.room)) this.send('user_state', { user: id, camera, mic }, session);
    this.#links();
  }

  /** @param {number} id @param {string} text */
  say(id, text) {
    for (const session of this.#inRoom(this.puppets.get(id)?.room ?? 0)) this.send('text_received', { from: id, to: -1, secret: false, text }, session);
  }

  // ---- requests ----

  #handlers() {
    return {
      login: (request, session) => this.#login(request, session),
      login_signed: (_, session) => ['error', { code: session.user ? 201 : 200 }], // no signature of random bytes is right
      logout: (request, session) => { this.#leave(session); return ['done', {}]; },
      enter: ({ room, password }, session) => this.#enter(room, '', password, session),
      enter_name: ({ name, password }, session) => this.#enter(ROOM_BY_NAME, name, password, session),
      leave: (request, session) => { this.#leave(session); return ['done', {}]; },
      text: (request, session) => session.room > 0 ? ['done', {}] : ['error', { code: 3 }],
      state: ({ camera, mic }, session) => this.#state(session, camera, mic),
      watch: (request, session) => this.#watch(request, session),
      view: (request, session) => session.room > 0 ? ['done', {}] : ['error', { code: 3 }],
      pub_offer: ({ sdp }, session) => session.room > 0 ? ['pub_answer', { sdp: `answer to ${sdp}` }] : ['error', { code: 3 }],
      sub_answer: () => ['done', {}],
      tell_figures: () => ['done', {}],
      media_restart: ({ peer, path }, session) => { if (peer === 'sub' && !path) session.fresh = true; queueMicrotask(() => this.#links()); return ['done', {}]; },
      p2p_policy: () => ['done', {}], p2p_connect: () => ['done', {}], p2p_signal: () => ['done', {}], p2p_state: () => ['done', {}],
    };
  }

  #login({ name, password = '' }, session) {
    if (session.user) return ['error', { code: 201 }];
    if (name === '') return ['error', { code: 212 }];
    if (name === 'bad') return ['error', { code: 200 }];
    if (name === 'busy' && this.busy) return ['error', { code: 206 }];
    if (password === '') session.user = --this.#nextGuest;
    else {
      if (!this.#ids.has(name)) this.#ids.set(name, this.#ids.size + 1);
      session.user = this.#ids.get(name);
      for (const other of this.living) if (other !== session && other.user === session.user) this.end(other, 209);
    }
    Object.assign(session, { name, room: 0, camera: 0, mic: 0, watches: new Map() });
    return ['logged_in', { self: this.#user(session) }];
  }

  #enter(room, name, password, session) {
    if (!session.user) return ['error', { code: 208, room }];
    if (session.room > 0) return ['error', { code: session.room === room ? 308 : 307, room }];
    if (password === 'wrong') return ['error', { code: 301, room }];
    const members = this.membersOf(room, session);
    session.room = room;
    session.fresh = true;
    for (const other of this.#inRoom(room, session)) this.send('user_entered', { user: this.#user(session) }, other);
    return ['entered', { room, name, members, terms: { simulcast: false, video: 'VP8' } }];
  }

  #leave(session) {
    if (!session.room) return;
    const { room } = session;
    session.room = 0;
    session.watches.clear();
    for (const other of this.#inRoom(room)) this.send('user_left', { user: session.user, code: 0 }, other);
  }

  #state(session, camera, mic) {
    if (!session.user) return ['error', { code: 208 }];
    Object.assign(session, { camera, mic });
    for (const one of this.#inRoom(session.room)) this.send('user_state', { user: session.user, camera, mic }, one);
    return ['done', {}];
  }

  #watch({ user: id, kind, stream = 0, on }, session) {
    if (!session.room) return ['error', { code: 3 }];
    const key = `${id}/${kind}/${stream}`;
    if (on) session.watches.set(key, { id, kind, stream }); else session.watches.delete(key);
    queueMicrotask(() => this.#links());
    return ['done', {}];
  }

  /** What is watched and open is offered. */
  #links() {
    for (const session of this.living.filter(({ room }) => room > 0)) {
      const tracks = [...session.watches.values()].filter(({ id, kind }) => {
        const puppet = this.puppets.get(id);
        return puppet?.room === session.room && (kind === 'video' ? puppet.camera === 2 : puppet.mic === 1);
      }).map(({ id, kind, stream }, index) => ({ mid: String(index), user: id, kind, stream }));
      const told = JSON.stringify(tracks);
      if (session.fresh ? tracks.length === 0 : told === session.offered) continue;
      session.offered = told;
      session.version = session.fresh ? 1 : (session.version ?? 0) + 1;
      const sections = tracks.map(({ kind }) => kind[0]).join('') || '-';
      this.send('sub_offer', { version: session.version, fresh: session.fresh, sdp: `sub ${sections}`, tracks }, session);
      session.fresh = false;
    }
  }
}
