// SPDX-License-Identifier: Apache-2.0
// The agent's desk without a page: its state, its list of the day, and its work over an SDK of straw.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createStore } from '../../shared/store.mjs';
import { wordsOfAgent } from '../staff/words.mjs';
import { read, table, telOf, write } from './history.mjs';
import { doing, handleTime, initialState, reduce, toneOf } from './state.mjs';
import { reasonsOf, wordsOf } from './why.mjs';
import { createWork } from './work.mjs';

const entry = (more = {}) => ({ at: 1000, name: 'Ann', queue: 'Cash', waited: 5, seconds: 60, outcome: 'solved', note: '', ...more });

test('the list of the day: today alone, bounded, nothing else', () => {
  const now = Date.UTC(2026, 5, 1, 12), list = Array.from({ length: 300 }, () => entry());
  assert.equal(read(write(list, now), now).length, 200);
  assert.deepEqual(read(write(list, now), now + 3 * 86400e3), []);
  assert.deepEqual(read(JSON.stringify({ day: JSON.parse(write([], now)).day, list: [entry(), null, entry({ outcome: 'x' }), entry({ at: '1' })] }), now), [entry()]);
  for (const text of ['', 'x', 'null', '[]', '{"day":1}']) assert.deepEqual(read(text, now), []);
});

test('a table for spreadsheets holds no formulas', () => {
  const [head, row] = table([entry({ name: '=HYPERLINK("x")', note: 'a,"b"' })]).split('\r\n');
  assert.equal(head, '"time","client","queue","waited_s","seconds","outcome","note"');
  assert.equal(row, '"1970-01-01T00:00:01.000Z","\'=HYPERLINK(""x"")","Cash","5","60","solved","a,""b"""');
});

test('what the agent does, and what is heard of it', () => {
  const client = { type: 'work', client: 7, name: '', queue: { id: 1, name: 'Cash' }, waited: 3, stage: 'offered', time: 0 };
  let state = reduce(initialState('en'), { type: 'counts', area: null, queues: [], agents: [], me: { status: 'waiting' }, time: 5 });
  assert.deepEqual([doing(state), toneOf(state), state.since], ['ready', '', 5]);
  state = reduce(state, client);
  assert.deepEqual([doing(state), toneOf(state), toneOf({ ...state, sounds: false })], ['offered', 'incoming', '']);
  assert.equal(toneOf(reduce(state, { type: 'stage', stage: 'calling' })), 'ringback');
  state = [{ type: 'stage', stage: 'talking' }, { type: 'note', note: 'n' }, { type: 'wrap' }, { type: 'outcome', outcome: 'follow-up' }].reduce(reduce, state);
  assert.equal(doing(state), 'wrap');
  state = reduce(state, { type: 'workOver', time: 9000 });
  assert.deepEqual([state.work, state.history[0].outcome, state.history[0].note], [null, 'follow-up', 'n']);
  assert.deepEqual([handleTime({ served: 2, busy_s: 90 }), handleTime({ served: 0, busy_s: 0 }), handleTime(null)], [45, null, null]);
});

test('what another agent does, in words', () => {
  const words = (status, reason = '') => wordsOfAgent({ status, reason }, (key) => key);
  assert.deepEqual([words('waiting', 'lunch'), words('paused', 'lunch'), words('paused', 'ready'), words('paused', 'wrap-up'), words('closed')], ['agent.ready', 'pause.lunch', 'agent.paused', 'pause.wrap-up', 'agent.closed']);
});

test('why somebody waits while the agent sits here', () => {
  const first = (more = {}, you = {}) => ({ agents: { serving: 2, idle: 1, working: 1, paused: 0, apart: 0 }, closed: false, overflow: null, missing: [], rings: 0, you: { bar: null, lacks: [], any: false, ...you }, ...more });
  const sits = { me: { status: 'waiting' }, automatic: true, work: null, rings: [], queues: [{ id: 102, name: 'Loans' }] };
  const why = (told, desk = {}) => reasonsOf({ id: 101, length: 1, first: told }, { ...sits, ...desk }).map(([name]) => name);
  assert.deepEqual([why(null), reasonsOf({ id: 101, length: 0, first: first() }, sits), why(first({ you: null })), why(first(), { me: null })], [[], [], [], []]);
  assert.deepEqual(why(first({ missing: [{ skill: 7, level: 2 }] }, { bar: 'skills', lacks: [{ skill: 7, level: 2 }] })), ['skills', 'nobody']);
  assert.deepEqual(why(first({ agents: { serving: 0 } }, { bar: 'queue' }), { me: { status: 'paused' } }), ['queue', 'none']); // whatever he does
  assert.deepEqual(why(first({ closed: true, overflow: { queue: 102, in_s: 61 } }, { bar: 'apart' })), ['apart', 'team', 'closed', 'overflow']);
  const states = [[{}, {}], [{ automatic: false }, {}], [{ me: { status: 'paused', reason: 'wrap-up' } }, {}], [{ me: { status: 'closed' } }, {}], [{ work: {} }, {}], [{ rings: [{ client: 5, queue: 101 }] }, {}], [{}, { rings: 2 }]];
  assert.deepEqual(states.map(([desk, more]) => why(first(more), desk)[0]), ['soon', 'call', 'wrap-up', 'paused', 'working', 'rings', 'others']);
  const t = (key, values) => (values?.skill ? `${values.skill}:${values.level}` : key === 'why.or' ? '|' : key === 'why.and' ? '&' : `${key} ${values?.skills ?? ''}`);
  const lacks = [{ skill: 7, level: 2 }, { skill: 8, level: 1 }];
  assert.deepEqual([wordsOf(['skills', { skills: lacks }], t), wordsOf(['skills.any', { skills: lacks }], t), wordsOf(['call', {}], t)], ['why.skills 7:2&8:1', 'why.skills.any 7:2|8:1', 'why.call ']);
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
  end(how = {}) { this.ends.push(how.code ?? 0); this.tell('ended', null); }
}

const service = (more = {}) => ({ client: 7, agent: 9, queue: 101, room: 12, held: false, role: 'agent', parties: [], intake: { name: 'Ann', about: 'a loan' }, notes: [], ...more });

async function desk({ automatic = true, areas = [{ id: 1, name: 'North' }] } = {}) {
  /** @type {any} */ let parlor;
  const asked = [];
  const me = { id: 9, name: 'Li', status: 'paused', client: null, served: 0, busy_s: 0 };
  class Parlor extends Straw {
    self = { id: 9 };
    counter = Object.assign(new Straw(), {
      area: null, queues: [{ id: 101, name: 'Cash', length: 1 }], agents: [me],
      areas: async () => areas,
      register: async (who) => { asked.push(`register ${who.role} ${who.automatic}`); },
      enter: async (id) => { asked.push(`enter ${id}`); this.counter.area = { id }; },
      setStatus: async (status, { reason }) => { asked.push(`status ${status} ${reason}`); me.status = status; },
      services: [], offers: [], serve: async (user) => { asked.push(`serve ${user}`); if (user === 8) throw Object.assign(new Error('gone'), { code: 604 }); }, hold: async (on) => { asked.push(`hold ${on}`); }, note: async (text) => { asked.push(`note ${text}`); }, drop: async (user) => { asked.push(`drop ${user}`); },
      consult: async (user, { text }) => { asked.push(`consult ${user} ${text}`); }, transfer: async ({ agent, queue }) => { asked.push(`transfer ${agent ?? queue}`); }, depart: async () => { asked.push('depart'); },
      finish: async () => { asked.push('finish'); }, next: async () => { asked.push('next'); },
    });
    files = new Straw();
    constructor() { super(); parlor = this; }
    async connect() {}
    async login(name) { return { id: 9, name }; }
    call(user) { asked.push(`call ${user}`); return this.lastCall = new StrawCall(user); }
    async query() { return 'visitor'; }
    async enter() { return this.room = Object.assign(new Straw(), { users: [], user: () => null }); }
    camera = { open: async () => {}, close() {} }; microphone = { open: async () => {}, close() {} };
    watch() {} attach() {} detach() {} leave() {} close() {}
  }
  const store = createStore(reduce, initialState('en'));
  const made = createWork({ store, url: 'ws://x/parlor', loadSdk: async () => ({ Parlor }), screens: { createScreen: () => ({}), self: {} }, historyOf: () => [], time: () => 5000 });
  await made.signIn({ name: 'Li', password: 'x', serverPassword: '', automatic });
  return { store, made, asked, me, get parlor() { return parlor; } };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('the one branch is entered, with a pause; several are asked for', async () => {
  const { store, asked } = await desk();
  assert.deepEqual([store.state.phase, asked], ['in', ['register agent true', 'enter 1', 'status paused break']]);
  assert.equal((await desk({ areas: [{ id: 1 }, { id: 2 }] })).store.state.phase, 'branch');
});

test('automatic: the client calls, is taken, goes; the agent is left alone until he is done', async () => {
  const { store, made, asked, parlor } = await desk();
  await made.setStatus('ready');
  parlor.counter.services = [service()];
  parlor.counter.tell('served', { agent: 9, client: 7, queue: 101 });
  assert.deepEqual([store.state.work.stage, store.state.work.name, store.state.work.queue.name, store.state.work.intake.about], ['offered', 'Ann', 'Cash', 'a loan']);
  const stranger = new StrawCall(8);
  parlor.tell('call', stranger);
  const call = new StrawCall(7);
  parlor.tell('call', call);
  assert.deepEqual([stranger.ends, store.state.work.stage], [[100103], 'ringing']);
  made.accept();
  call.tell('started', 12);
  await settle();
  assert.deepEqual([call.accepted, store.state.work.stage, store.state.talk.stage], [1, 'talking', 'on']);
  asked.length = 0;
  made.hangUp();
  await settle();
  assert.deepEqual([store.state.work.stage, asked], ['wrap', ['status paused wrap-up']]);
  store.dispatch({ type: 'note', note: ' called back ' });
  await made.done();
  assert.deepEqual([store.state.work, store.state.history.length, asked.slice(1)], [null, 1, ['note called back', 'status waiting ready', 'finish']]);
});

test('manual: the next one is called, and does not answer', async () => {
  const { store, made, asked, parlor } = await desk({ automatic: false });
  await made.next();
  parlor.counter.tell('nobody');
  assert.deepEqual([asked.at(-1), store.state.nobody], ['next', true]);
  parlor.counter.tell('served', { agent: 9, client: 7, queue: 101 });
  assert.deepEqual([asked.includes('call 7'), store.state.work.stage, store.state.nobody], [false, 'calling', false]); // is he there at all?
  parlor.counter.tell('service', service({ room: null, intake: {} }));
  assert.equal(asked.at(-1), 'call 7');
  parlor.counter.tell('service', service({ room: null, intake: {} }));
  assert.equal(asked.filter((one) => one === 'call 7').length, 1);
  await settle();
  assert.equal(store.state.work.name, 'visitor');
  parlor.lastCall.tell('ended', { code: 100105 });
  await settle();
  assert.deepEqual([store.state.work, store.state.history[0].outcome, asked.at(-1)], [null, 'missed', 'finish']);
});

/** Client 7 is to be called back, and is ours. */
async function callingBack(automatic) {
  const all = await desk({ automatic });
  all.parlor.counter.tell('served', { agent: 9, client: 7, queue: 101 });
  all.parlor.counter.tell('service', service({ room: null, away: true, intake: { name: 'Ann', phone: '+49 (30) 12 34' } }));
  return all;
}

test('who is to be called back: by telephone, later, in vain, or in the page', async () => {
  assert.deepEqual(['+49 (30) 12 34', '030/1234', 'none', ''].map(telOf), ['tel:+49301234', 'tel:0301234', null, null]);
  const reached = await callingBack(true);
  assert.deepEqual([reached.store.state.work.stage, doing(reached.store.state), toneOf(reached.store.state), reached.asked.includes('call 7')], ['away', 'offered', '', false]);
  await reached.made.reached();
  assert.deepEqual([reached.asked.at(-1), reached.store.state.work.stage, doing(reached.store.state)], ['serve 7', 'wrap', 'talking']);
  await reached.made.done();
  assert.deepEqual([reached.asked.at(-1), reached.store.state.work, reached.store.state.history[0].outcome, reached.store.state.history[0].phone], ['finish', null, 'solved', undefined]);

  const later = await callingBack(false);
  assert.equal(later.asked.includes('call 7'), false);
  await later.made.notReached('later');
  await later.made.notReached('later'); // pressed twice
  const [{ outcome, phone }] = later.store.state.history;
  assert.deepEqual([later.asked.filter((one) => one === 'finish').length, outcome, phone, later.store.state.history.length], [1, 'later', '+49 (30) 12 34', 1]);

  const here = await callingBack(true);
  here.made.callHere();
  here.parlor.lastCall.tell('ended', { code: 100105 });
  assert.deepEqual([here.store.state.work.stage, here.store.state.work.here], ['away', false]); // he is still ours
  here.parlor.counter.tell('service', service({ room: null }));
  assert.equal(here.store.state.work.here, true);
  here.made.callHere();
  here.parlor.lastCall.tell('started', 12);
  await settle();
  assert.deepEqual([here.store.state.work.stage, here.asked.filter((one) => one === 'call 7').length], ['talking', 2]);
});

test('an offer that was not taken is somebody else\'s', async () => {
  const { store, made, me, parlor } = await desk();
  await made.setStatus('ready');
  parlor.counter.tell('served', { agent: 9, client: 7, queue: 101 });
  parlor.counter.tell('served', { agent: 10, client: 8, queue: 101 });
  assert.equal(store.state.work.client, 7);
  Object.assign(me, { status: 'paused', client: null });
  parlor.counter.tell('status', me);
  assert.deepEqual([store.state.work, store.state.history[0].outcome, store.state.wish], [null, 'missed', 'break']);
});

test('one who rings at several: taken by us, or by a faster one', async () => {
  const { store, made, asked, parlor } = await desk();
  await made.setStatus('ready');
  const ring = (...offers) => { parlor.counter.offers = offers; parlor.counter.tell('offered', offers[0]); };
  ring({ client: 7, queue: 101 });
  assert.deepEqual([store.state.rings, toneOf(store.state)], [[{ client: 7, queue: 101 }], 'incoming']);
  await made.take(7);
  parlor.counter.offers = [];
  parlor.counter.tell('offerEnded', { client: 7, queue: 101 });
  parlor.counter.tell('served', { agent: 9, client: 7, queue: 101 });
  assert.deepEqual([asked.at(-1), store.state.rings, store.state.work.client], ['serve 7', [], 7]);
  const call = new StrawCall(7);
  parlor.tell('call', call);
  assert.equal(call.accepted, 1, 'who took him need not say so twice');
  const late = await desk();
  await late.made.take(8); // he has him already: nothing to complain of
  assert.equal(late.store.state.problem, null);
});

/** In conversation with client 7. */
async function talking() {
  const all = await desk();
  all.parlor.counter.services = [service()];
  all.parlor.counter.tell('served', { agent: 9, client: 7, queue: 101 });
  const call = new StrawCall(7);
  all.parlor.tell('call', call);
  call.tell('started', 12);
  await settle();
  all.asked.length = 0;
  return { ...all, call, get parlor() { return all.parlor; } };
}

test('hold, consultation, handing over', async () => {
  const { store, made, asked, parlor, call } = await talking();
  await made.hold();
  parlor.counter.tell('service', service({ held: true, notes: [{ user: 9, text: 'n' }] }));
  assert.deepEqual([asked.splice(0), store.state.work.held, store.state.work.remarks.length], [['hold true'], true, 1]);
  store.dispatch({ type: 'note', note: 'n' }); // is there already
  await made.pass('consult', { agent: 10 }, ' please ');
  parlor.counter.tell('service', service({ held: true, notes: [{ user: 9, text: 'n' }], parties: [{ user: 10, role: 'guest', asked: false }] }));
  await made.pass('transfer', { agent: 10 }, '');
  assert.deepEqual([asked.splice(0), store.state.passing], [['consult 10 please', 'transfer 10'], false]);
  parlor.counter.tell('serviceOver', 7, { code: 100101 });
  call.tell('ended', null);
  await settle();
  assert.deepEqual([store.state.work.stage, store.state.work.outcome, asked], ['wrap', 'passed', ['status paused wrap-up']]);
});

test('asked in as a guest; the client becomes ours', async () => {
  const { store, made, asked, parlor } = await desk();
  const request = (more = {}) => ({ user: 10, client: 7, queue: 101, role: 'guest', text: 'help', intake: { name: 'Ann' }, notes: [], refused: [], async accept() { return 12; }, refuse(code) { this.refused.push(code); }, ...more });
  const [first, second] = [request(), request({ client: 8 })];
  parlor.counter.tell('asked', first);
  parlor.counter.tell('asked', second);
  assert.deepEqual([store.state.request.client, second.refused], ['Ann', [100103]]);
  parlor.counter.tell('withdrawn', first, { code: 100101 });
  assert.equal(store.state.request, null);
  parlor.counter.tell('asked', first);
  await made.answer(true);
  assert.deepEqual([store.state.work.role, store.state.work.stage, store.state.talk.stage], ['guest', 'talking', 'on']);
  parlor.counter.tell('service', service({ role: 'agent' }));
  parlor.tell('call', Object.assign(new StrawCall(7), { state: 'talking', room: 12 }));
  asked.length = 0;
  made.hangUp();
  await settle();
  assert.deepEqual([store.state.work.role, store.state.work.stage, store.state.work.outcome, asked], ['agent', 'wrap', 'solved', ['status paused wrap-up']]);
});

test('a guest leaves: nothing is to be finished up', async () => {
  const { store, made, asked, parlor } = await desk();
  parlor.counter.tell('asked', { user: 10, client: 7, queue: 101, role: 'guest', text: '', intake: {}, notes: [], async accept() { return 12; }, refuse() {} });
  await made.answer(true);
  made.hangUp();
  await settle();
  assert.deepEqual([store.state.work, store.state.history[0].outcome, asked.at(-1)], [null, 'helped', 'depart']);
});
