// SPDX-License-Identifier: Apache-2.0
// Which event may follow what (behaviour of the manual's interface, sections 2 and 3), and what a page that only listens would
// believe. Every event is given to `event`, every call of the page that ends something to `called`.

import assert from 'node:assert/strict';

const NAMES = { CLOSED: 'no connection', CONNECTED: 'connected', LOGGED_IN: 'signed in', IN_ROOM: 'in a room' };

export class Order {
  #ac;
  state = 'CLOSED';
  self = -1;
  room = 0;
  /** @type {Map<number, { camera: number, mic: number }>} the others, as told */
  members = new Map();
  own = { camera: -1, mic: -1 };
  /** RoomOnlineUser must be next. */
  #count = -1;
  /** Why there is no connection and will be none by itself. */
  over = 'nobody has connected';

  /** @param {any} ac the functions of the interface: what they say inside a handler is checked */
  constructor(ac) { this.#ac = ac; }

  #is(...states) { assert.ok(states.includes(this.state), `not while ${NAMES[this.state]}`); }

  // ---- calls ----

  called(name) {
    if (name === 'Connect') { this.#close(); this.over = ''; } else if (name === 'Logout' || name === 'Release') { this.#close(); this.over = name; } else if (name === 'LeaveRoom') this.#leave();
  }

  #leave() {
    if (this.state === 'IN_ROOM') this.state = 'LOGGED_IN';
    this.room = 0;
    this.#count = -1;
    this.members.clear();
  }

  #close() { this.#leave(); this.state = 'CLOSED'; }

  // ---- events ----

  /** @param {string} name without OnAnyChat @param {number[]} args */
  event(name, args) {
    if (this.#count >= 0) assert.equal(name, 'RoomOnlineUser', 'EnterRoom is followed by RoomOnlineUser');
    const known = /** @type {any} */ (this)[`on${name}`];
    if (known) known.apply(this, args);
  }

  onConnect(ok, code) {
    this.#is('CLOSED');
    assert.notEqual(this.over, 'Logout', 'nothing comes after Logout');
    assert.notEqual(this.over, 'Release', 'nothing comes after Release');
    assert.equal(ok, code === 0 ? 1 : 0);
    if (ok) this.state = 'CONNECTED'; else this.over = `Connect(0,${code})`;
  }

  onLoginSystem(user, code) {
    this.#is(...code === 201 ? ['LOGGED_IN', 'IN_ROOM'] : ['CONNECTED']);
    if (code !== 0) return;
    assert.ok(user !== 0 && user !== -1);
    this.state = 'LOGGED_IN';
    this.self = user;
    this.own = { camera: this.#ac.BRAC_GetCameraState(-1), mic: this.#ac.BRAC_GetSpeakState(-1) };
    assert.equal(this.#ac.BRAC_QueryUserStateInt(-1, 17), user, 'SELFUSERID');
  }

  onEnterRoom(room, code) {
    this.#is('LOGGED_IN', 'IN_ROOM');
    if (code !== 0) return;
    this.#is('LOGGED_IN');
    this.state = 'IN_ROOM';
    this.room = room;
    const others = this.#ac.BRAC_GetOnlineUser();
    this.#count = others.length + 1;
    for (const id of others) this.members.set(id, { camera: this.#ac.BRAC_GetCameraState(id), mic: this.#ac.BRAC_GetSpeakState(id) });
  }

  onRoomOnlineUser(count, room) {
    assert.ok(this.#count >= 0, 'RoomOnlineUser comes after EnterRoom and once');
    assert.deepEqual([count, room], [this.#count, this.room]);
    this.#count = -1;
    assert.ok(!this.members.has(this.self), 'oneself is not in the list');
    this.#sameList();
    for (const id of this.members.keys()) assert.notEqual(this.#ac.BRAC_GetUserName(id), '', `the name of ${id} is known`);
  }

  onUserAtRoom(user, entered) {
    this.#is('IN_ROOM');
    assert.equal(this.members.has(user), entered === 0, entered ? `${user} enters twice` : `${user} leaves who was not there`);
    if (entered) this.members.set(user, { camera: this.#ac.BRAC_GetCameraState(user), mic: this.#ac.BRAC_GetSpeakState(user) });
    else this.members.delete(user);
    if (entered) assert.notEqual(this.#ac.BRAC_GetUserName(user), '');
    this.#sameList();
  }

  onLinkClose(reason, code) {
    this.#is('CONNECTED', 'LOGGED_IN', 'IN_ROOM');
    assert.equal(reason, code);
    assert.ok([101, 116, 209, 211, 212, 23].includes(code), `LinkClose ${code}`);
    this.#close();
    this.over = [101, 116, 212].includes(code) ? '' : `LinkClose ${code}`;
  }

  onCameraStateChange(user, camera) { this.#device(user).camera = camera; }
  onMicStateChange(user, mic) { this.#device(user).mic = mic; }

  onTextMessage(from) {
    this.#is('IN_ROOM');
    assert.ok(this.members.has(from), `a text of ${from}, who is not here`);
  }

  onVideoSizeChange(user) { assert.ok(this.members.has(user)); }

  #device(user) {
    if (user === this.self && this.state !== 'CLOSED') return this.own;
    const member = this.members.get(user);
    assert.ok(member, `a device of ${user}, who is not here`);
    return member;
  }

  /** What was told is what is answered. */
  #sameList() {
    const sorted = (list) => [...list].sort((a, b) => a - b);
    assert.deepEqual(sorted(this.#ac.BRAC_GetOnlineUser()), sorted(this.members.keys()));
  }
}
