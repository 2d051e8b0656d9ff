// SPDX-License-Identifier: Apache-2.0
// The client's page without a page: its state, what is said of waiting, what travels.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createStore } from '../../shared/store.mjs';
import { clean, fieldsOf, limits } from '../lib/intake.mjs';
import { errorOf, initialState, isNumber, reasonsOf, reduce, stageOf, toneOf, waitOf } from './state.mjs';
import { createVisit } from './visit.mjs';

const place = (more = {}) => ({ queue: { id: 101, name: 'Cash' }, before: 2, waited_s: 30, agents: { serving: 2, idle: 0, working: 1, paused: 1 }, estimate_s: 240, ...more });
const after = (...actions) => actions.reduce(reduce, initialState('en'));

test('a visit from the choice to the rating', () => {
  const state = after({ type: 'queue', queue: 101 }, { type: 'check' }, { type: 'place', place: place(), time: 1000 });
  assert.deepEqual([state.step, stageOf(state), state.note, toneOf(state)], ['wait', 3, '', '']);
  const turn = [{ type: 'turn', agent: { id: 5, name: 'Li' }, call: 'coming' }, { type: 'ringing', agent: null }].reduce(reduce, state);
  assert.deepEqual([turn.step, turn.agent.name, toneOf(turn), turn.place], ['turn', 'Li', 'incoming', null]);
  assert.equal(toneOf(reduce(turn, { type: 'turn', agent: turn.agent, call: 'calling' })), 'ringback');
  const rated = ['talking', 'ended', 'rated'].reduce((now, type) => reduce(now, { type }), turn);
  assert.deepEqual([rated.step, rated.rated], ['thanks', true]);
});

test('who is put back is told why', () => {
  const turn = after({ type: 'turn', agent: { id: 5, name: 'Li' }, call: 'calling' });
  assert.equal(reduce(turn, { type: 'place', place: place(), time: 0 }).note, 'wait.back');
  assert.equal(reduce(reduce(turn, { type: 'talking' }), { type: 'place', place: place(), time: 0 }).note, 'wait.passed');
});

test('an end takes everything but the form with it', () => {
  const state = after({ type: 'form', form: { name: 'Ann' } }, { type: 'place', place: place(), time: 0 }, { type: 'closed', problem: { code: 209 } });
  assert.deepEqual([state.step, state.form.name, state.place, state.problem.code], ['closed', 'Ann', null, 209]);
});

test('waiting counts on, the estimate counts down and never below nothing', () => {
  const state = after({ type: 'place', place: place(), time: 10000 });
  assert.deepEqual(waitOf(state, 70000), { waited: 90, left: 180 });
  assert.deepEqual(waitOf(state, 910000), { waited: 930, left: 0 });
  const off = (count, p90_abs_s) => errorOf({ estimateError: { count, p50_s: 0, p90_s: 0, p90_abs_s } });
  assert.deepEqual([off(10, 61), off(10, 0), off(9, 61), errorOf({ estimateError: null }), errorOf({})], [2, 1, null, null, null]);
  assert.equal(waitOf(after({ type: 'place', place: place({ estimate_s: null }), time: 0 }), 5000).left, null);
});

test('why somebody still waits', () => {
  const why = (agents, before = 0) => reasonsOf(place({ before, agents: { serving: 2, idle: 0, working: 0, paused: 0, ...agents } }));
  assert.deepEqual(why({ serving: 0 }), ['why.nobody']);
  assert.deepEqual(why({ paused: 2 }), ['why.paused']);
  assert.deepEqual(why({ working: 2 }, 3), ['why.busy', 'why.before']);
  assert.deepEqual(why({ idle: 1, paused: 1 }), ['why.soon', 'why.some']);
  assert.deepEqual(why({ idle: 2, apart: 2 }), ['why.apart']);
  const nobody = { agents: { serving: 0, idle: 0, working: 0, paused: 0, apart: 0 } };
  assert.deepEqual(reasonsOf(place({ ...nobody, missing: [{ skill: 3, level: 2 }], overflow: { queue: 102, in_s: 30 } })), ['why.skills', 'why.overflow']);
  assert.deepEqual(reasonsOf(place({ ...nobody, closed: true, missing: [], overflow: null })), ['why.nobody', 'why.closed']);
});

test('details travel bounded', () => {
  const form = { name: ' Ann\u0007\nBecker ', phone: '1'.repeat(99), about: '\u202Eabc', kind: 'fax', language: 'zh', agree: true };
  assert.deepEqual(fieldsOf(form), { name: 'Ann Becker', phone: '1'.repeat(limits.phone), about: 'abc', kind: 'video', language: 'zh' });
  assert.deepEqual(fieldsOf({ name: 'x' }), { name: 'x', kind: 'video', language: 'en' });
  assert.ok(new TextEncoder().encode(clean({ about: '\u4e2d'.repeat(999) }).about).length <= 512);
  assert.deepEqual(clean(null), { name: '', phone: '', about: '', kind: 'video', language: 'en' });
});

// ---- over an SDK of straw ----

class Straw {
  #listeners = new Map();
  on(name, listener) { this.#listeners.set(name, [...this.#listeners.get(name) ?? [], listener]); return () => {}; }
  tell(name, ...values) { for (const listener of this.#listeners.get(name) ?? []) listener(...values); }
}
class StrawCall extends Straw {
  ends = []; accepted = 0;
  constructor(user) { super(); this.user = user; }
  async accept() { this.accepted++; }
  end(how = {}) { this.ends.push(how.code ?? 0); }
}

/** A visit at a branch with one queue. */
async function visit({ kept = {}, fails = {}, waits = null } = {}) {
  /** @type {any} */ let parlor;
  const asked = [];
  class Parlor extends Straw {
    self = { id: 7 };
    counter = Object.assign(new Straw(), {
      area: null, queues: [], agents: [{ id: 5, name: 'Li' }], place: null,
      areas: async () => [{ id: 1, name: 'North' }],
      register: async () => {},
      enter: async (id) => { asked.push(`enter ${id}`); this.counter.place = waits; this.counter.area = { id }; this.counter.queues = [{ id: 101, name: 'Cash' }]; },
      join: async (id, { intake }) => { asked.push(`join ${id} ${intake.name ?? ''}`); if (fails.join) throw fails.join; return this.counter.place = place({ queue: { id, name: 'Cash' } }); },
      setIntake: async ({ phone }) => { asked.push(`intake ${phone}`); },
      callBack: async (on) => { asked.push(`call back ${on}`); if (fails.callBack) throw fails.callBack; this.counter.place = place({ callBack: on }); },
      quit: async () => { asked.push('quit'); this.counter.place = null; },
      rate: async (...values) => { asked.push(`rate ${values}`); },
    });
    files = new Straw();
    constructor() { super(); parlor = this; }
    async connect() { if (fails.connect) throw fails.connect; }
    async login(name, password) { if (fails.login && password) throw fails.login; asked.push(`login ${name} ${password}`); return { id: 7, name }; }
    call(user) { asked.push(`call ${user}`); return this.lastCall = new StrawCall(user); }
    async enter() { return this.room = Object.assign(new Straw(), { users: [], user: () => null }); }
    camera = { open: async () => {}, close() {} }; microphone = { open: async () => {}, close() {} };
    watch() {} attach() {} detach() {} leave() { asked.push('out'); } close() {}
  }
  const store = createStore(reduce, initialState('en', { queue: kept.queue }));
  globalThis.window ??= /** @type {any} */ (globalThis);
  const made = createVisit({ store, url: 'ws://x/parlor', loadSdk: async () => ({ Parlor }), kept: { name: 'visitor-1', secret: 's', area: 0, queue: 0, waiting: false, since: 0, form: null, ...kept },
    keep: (now) => { store.kept = { ...now }; }, screens: { createScreen: () => ({}), self: {} } });
  await made.open();
  return { store, made, asked, get parlor() { return parlor; } };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('the one branch is entered; a manual agent calls, is answered, hangs up, is rated', async () => {
  const { store, made, asked, parlor } = await visit();
  assert.deepEqual([store.state.step, asked], ['choose', ['login visitor-1 s', 'enter 1']]);
  store.dispatch({ type: 'form', form: { name: 'Ann' } });
  store.dispatch({ type: 'queue', queue: 101 });
  await made.join();
  assert.deepEqual([store.state.step, store.kept.waiting, store.kept.queue], ['wait', true, 101]);
  parlor.counter.place = null;
  parlor.counter.tell('served', { agent: 5, client: 7, queue: 101 });
  assert.deepEqual([store.state.step, store.state.agent.name, store.kept.waiting, asked.at(-1)], ['turn', 'Li', false, 'join 101 Ann']);
  const call = new StrawCall(5);
  parlor.tell('call', call);
  made.answer({ camera: false });
  assert.deepEqual([call.accepted, store.state.form.kind], [1, 'voice']);
  call.tell('started', 9);
  await settle();
  assert.deepEqual([store.state.step, store.state.talk.stage, store.state.talk.want], ['talk', 'on', { mic: true, camera: false }]);
  call.tell('ended', null);
  assert.deepEqual([store.state.step, asked.at(-1)], ['rate', 'out']);
  await made.rate(4, 'fine');
  assert.deepEqual([store.state.step, asked.at(-1)], ['thanks', 'rate 5,4,fine']);
});

test('an automatic agent is called; he does not answer, and the place is given back', async () => {
  const { store, made, asked, parlor } = await visit();
  store.dispatch({ type: 'queue', queue: 101 });
  await made.join();
  parlor.counter.tell('served', { agent: 5, client: 7, queue: 101 });
  parlor.counter.tell('ready', { agent: 5, client: 7, queue: 101 });
  assert.deepEqual([asked.at(-1), store.state.call], ['call 5', 'calling']);
  parlor.counter.place = place();
  parlor.counter.tell('place', place());
  parlor.lastCall.tell('ended', { code: 100105 });
  assert.deepEqual([store.state.step, store.state.note], ['wait', 'wait.back']);
});

test('others are told of others; a call that nothing announced is refused', async () => {
  const { store, parlor } = await visit();
  parlor.counter.tell('served', { agent: 5, client: 8, queue: 101 });
  const call = new StrawCall(99);
  parlor.tell('call', call);
  assert.deepEqual([store.state.step, call.ends], ['choose', [100103]]);
});

test('after a reload: as before, or in the queue again; and as a guest where passwords are refused', async () => {
  const again = await visit({ kept: { area: 1, queue: 101, waiting: true, since: Date.now() - 600000 } });
  assert.deepEqual([again.store.state.step, again.store.state.note, again.asked.at(-1)], ['wait', 'wait.again', 'join 101 ']);
  const same = await visit({ kept: { area: 1, queue: 101, waiting: true, since: Date.now() - 30000 } });
  assert.deepEqual([same.store.state.step, same.store.state.note], ['wait', 'wait.kept']);
  const guest = await visit({ fails: { login: { code: 200 } } });
  assert.equal(guest.asked[0], 'login visitor-1 ');
});

test('called back instead of waiting: the place is kept without us, and found again', async () => {
  assert.deepEqual(['+49 30 1234567', '010-12345', '12 34', 'call me', '123456; DROP', ''].map(isNumber), [true, true, false, false, false, false]);
  const { store, made, asked } = await visit();
  store.dispatch({ type: 'queue', queue: 101 });
  await made.join();
  await made.callBack(true, '030 1234567');
  assert.deepEqual([asked.slice(-2), store.state.place.callBack, store.kept.callBack, store.kept.form.phone], [['intake 030 1234567', 'call back true'], true, true, '030 1234567']);
  await made.callBack(false);
  assert.deepEqual([asked.at(-1), store.kept.callBack, store.state.step], ['call back false', false, 'wait']);
  const again = await visit({ kept: { area: 1, queue: 101, waiting: true, callBack: true }, waits: place({ callBack: true }) });
  assert.deepEqual([again.store.state.step, again.store.state.note, again.asked.at(-1), again.store.kept.callBack], ['wait', 'wait.kept', 'enter 1', true]);
  const over = await visit({ kept: { area: 1, queue: 101, waiting: true, callBack: true } });
  assert.deepEqual([over.store.state.step, over.store.state.note, over.store.kept.callBack, over.asked.at(-1)], ['missed', 'missed.call-back', false, 'enter 1']); // not a second time
  over.parlor.tell('call', new StrawCall(5));
  assert.deepEqual([over.store.state.step, over.store.state.call], ['turn', 'ringing']);
  const full = await visit({ fails: { callBack: { code: 23 } } });
  full.store.dispatch({ type: 'queue', queue: 101 });
  await full.made.join();
  await full.made.callBack(true, '030 1234567');
  assert.deepEqual([full.store.state.problem.code, full.store.state.step], [23, 'wait']);
});

test('what goes wrong is said, and the page stays usable', async () => {
  const closed = await visit({ fails: { connect: { code: 100 } } });
  assert.deepEqual([closed.store.state.step, closed.store.state.problem.code], ['closed', 100]);
  const full = await visit({ fails: { join: { code: 23 } } });
  full.store.dispatch({ type: 'queue', queue: 101 });
  full.store.dispatch({ type: 'check' });
  await full.made.join();
  assert.deepEqual([full.store.state.step, full.store.state.problem.code, full.store.kept.waiting], ['check', 23, false]);
});

test('on hold, handed over in the room, passed to a queue', async () => {
  const { store, made, parlor } = await visit();
  store.dispatch({ type: 'queue', queue: 101 });
  await made.join();
  parlor.counter.tell('served', { agent: 5, client: 7, queue: 101 });
  const call = new StrawCall(5);
  parlor.tell('call', call);
  call.tell('started', 9);
  await settle();
  parlor.counter.tell('service', { held: true });
  assert.equal(store.state.held, true);
  parlor.counter.agents = [{ id: 6, name: 'Wang' }];
  call.tell('moved', 6);
  parlor.counter.tell('service', { held: false });
  assert.deepEqual([store.state.agent, store.state.held, store.state.step], [{ id: 6, name: 'Wang' }, false, 'talk']);
  parlor.counter.place = place();
  parlor.counter.tell('place', place());
  call.tell('ended', null);
  assert.deepEqual([store.state.step, store.state.note, store.state.talk.stage], ['wait', 'wait.passed', 'over']);
});
