// SPDX-License-Identifier: Apache-2.0
// The phone over an SDK of straw: what users press and what servers say, in the orders that hurt.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createStore } from '../shared/store.mjs';
import { createPhone } from './phone.mjs';
import { initialState, reduce } from './state.mjs';

class Straw {
  #listeners = new Map();
  on(name, listener) { this.#listeners.set(name, [...this.#listeners.get(name) ?? [], listener]); }
  tell(name, ...values) { for (const listener of this.#listeners.get(name) ?? []) listener(...values); }
}

class StrawCall extends Straw {
  state = 'calling'; flags = 0; ends = 0; accepts = 0;
  constructor(user, outgoing, flags = 0) { super(); Object.assign(this, { user, outgoing, flags, state: outgoing ? 'calling' : 'ringing' }); }
  accept() { this.accepts++; return new Promise(() => {}); }
  end() { this.ends++; if (this.state !== 'talking') this.over(this.outgoing ? 100101 : 100104); }
  start(room) { this.state = 'talking'; this.tell('started', room); }
  over(code) { this.state = 'ended'; this.tell('ended', code ? { code } : null); }
}

const device = () => ({ opens: 0, closes: 0, fails: null, async open() { this.opens++; if (this.fails) throw this.fails; }, close() { this.closes++; }, async select() {} });

/** A signed-in phone, and the SDK's object beneath it. */
async function phone({ answer = {} } = {}) {
  /** @type {any} */ let parlor;
  class Parlor extends Straw {
    friends = Object.assign(new Straw(), { list: [], groups: [], info: (id) => this.names[id] ?? '' });
    names = { 2: 'Bob' };
    left = 0; closed = 0; watched = []; entered = []; calls = [];
    camera = device(); microphone = device();
    constructor(options) { super(); this.options = options; parlor = this; }
    async connect() { if (answer.connect) throw answer.connect; }
    async login(name) { return { id: 1, name }; }
    call(user, words) { if (answer.call) throw answer.call; const call = new StrawCall(user, true, words.flags); this.calls.push(call); return call; }
    async query() { return answer.name ?? ''; }
    async enter(number) { this.entered.push(number); if (answer.enter) throw answer.enter; return this.room = Object.assign(new Straw(), { users: [] }); }
    watch(id) { this.watched.push(id); }
    attach() {} detach() {} leave() { this.left++; } close() { this.closed++; }
    resumePlayback() {}
  }
  const store = createStore(reduce, initialState('en'));
  const made = createPhone({ store, url: 'ws://x/parlor', loadSdk: async () => ({ Parlor }), screens: { self: {}, other: {} }, historyOf: () => [], time: () => 5000 });
  await made.signIn({ name: 'Ann', password: '', serverPassword: 's' });
  return { store, made, parlor };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('signing in, and why not', async () => {
  const { store, parlor } = await phone();
  assert.deepEqual([store.state.phase, store.state.self, parlor.options.password], ['in', { id: 1, name: 'Ann' }, 's']);
  const refused = await phone({ answer: { connect: { code: 102 } } });
  assert.deepEqual([refused.store.state.phase, refused.store.state.problem.code, refused.parlor.closed], ['out', 102, 1]);
});

test('a call out: rings, is answered, both are seen, hung up', async () => {
  const { store, made, parlor } = await phone();
  made.dial(2, 'video');
  const [call] = parlor.calls;
  assert.deepEqual([store.state.call.name, store.state.call.stage, call.flags], ['Bob', 'calling', 3]);
  call.tell('ringing');
  call.start(100000001);
  await settle();
  assert.deepEqual([parlor.entered, parlor.camera.opens, parlor.microphone.opens], [[100000001], 1, 1]);
  parlor.room.tell('userEntered', { id: 9, camera: 2, mic: 1 }); // not he
  parlor.room.tell('userEntered', { id: 2, camera: 2, mic: 0 });
  assert.deepEqual([store.state.call.other, parlor.watched], [{ here: true, camera: true, mic: false }, [2]]);
  made.hangUp();
  assert.deepEqual([call.ends, parlor.left, store.state.call, store.state.history[0].outcome], [1, 1, null, 'answered']);
  call.over(0); // the server's answer comes afterwards
  assert.equal(store.state.history.length, 1);
  made.dial(2, 'voice');
  assert.deepEqual([parlor.calls.length, store.state.call.kind], [2, 'voice']);
});

test('a call in: answered without camera; refused; from somebody whom nobody knows', async () => {
  const { store, made, parlor } = await phone({ answer: { name: 'Stranger' } });
  const call = new StrawCall(2, false, 3);
  parlor.tell('call', call);
  made.accept({ camera: false });
  call.start(7);
  await settle();
  assert.deepEqual([call.accepts, parlor.camera.opens, parlor.microphone.opens], [1, 0, 1]);
  made.toggle('camera');
  await settle();
  assert.equal(parlor.camera.opens, 1);
  made.toggle('camera');
  assert.deepEqual([parlor.camera.closes, store.state.call.want.camera], [1, false]);
  call.over(100106);
  assert.deepEqual([store.state.call.stage, store.state.call.problem.code], ['over', 100106]);
  const second = new StrawCall(33, false);
  parlor.tell('call', second);
  assert.equal(store.state.call.name, '#33');
  await settle();
  assert.equal(store.state.call.name, 'Stranger');
  made.hangUp();
  assert.deepEqual([second.ends, store.state.call, store.state.history[0].outcome], [1, null, 'declined']);
});

test('what cannot be called is told, and so is a room that cannot be entered', async () => {
  const own = await phone({ answer: { call: { code: 205 } } });
  own.made.dial(1, 'video');
  assert.deepEqual([own.store.state.call.stage, own.store.state.call.outcome, own.store.state.call.problem.code], ['over', 'failed', 205]);
  const { store, made, parlor } = await phone({ answer: { enter: { code: 302 } } });
  made.dial(2, 'video');
  parlor.calls[0].start(7);
  await settle();
  parlor.calls[0].over(0);
  assert.deepEqual([parlor.calls[0].ends, store.state.call.stage, store.state.call.problem.code], [1, 'over', 302]);
});

test('a device that fails is told and tried again; hanging up while it opens is no failure', async () => {
  const { store, made, parlor } = await phone();
  parlor.camera.fails = { code: 22 };
  made.dial(2, 'video');
  parlor.calls[0].start(7);
  await settle();
  assert.equal(store.state.call.device.camera.code, 22);
  parlor.camera.fails = null;
  made.toggle('camera');
  await settle();
  assert.deepEqual([store.state.call.device.camera, store.state.call.want.camera, parlor.camera.opens], [null, true, 2]);
});

test('the session: lost and back, lost for good, signed out in the middle of a call', async () => {
  const { store, made, parlor } = await phone();
  parlor.friends.list = [{ id: 2, online: true, group: 5 }, { id: 3, online: false, group: 0 }];
  parlor.friends.groups = [{ id: 5, name: 'Friends' }];
  parlor.friends.tell('changed');
  assert.deepEqual(store.state.people, [{ id: 2, online: true, name: 'Bob', group: 'Friends' }, { id: 3, online: false, name: '#3', group: '' }]);
  parlor.tell('state', 'reconnecting');
  assert.equal(store.state.away, true);
  parlor.tell('lost', { code: 100 }, { again: true });
  assert.deepEqual([store.state.people, store.state.directory], [[], 'unknown']);
  parlor.tell('login', { id: -8, name: 'Ann' }, null);
  assert.deepEqual([store.state.away, store.state.self.id], [false, -8]);
  made.dial(2, 'video');
  parlor.calls[0].start(7);
  made.signOut();
  assert.deepEqual([parlor.calls[0].ends, parlor.closed, store.state.phase, store.state.problem], [1, 1, 'out', null]);
  parlor.tell('lost', { code: 100 }, { again: false }); // too late to matter
  assert.equal(store.state.problem, null);
  const kicked = await phone();
  kicked.parlor.tell('lost', { code: 211 }, { again: false });
  assert.deepEqual([kicked.store.state.phase, kicked.store.state.problem.code], ['out', 211]);
});
