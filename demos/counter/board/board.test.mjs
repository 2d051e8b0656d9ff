// SPDX-License-Identifier: Apache-2.0
// The supervisor's board without a page: its numbers, its alarms, its charts, and its session over an SDK of straw.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createStore } from '../../shared/store.mjs';
import { area, ceiling, steps } from './chart.mjs';
import { alarmsOf, besides, count, longest, noTally, queued, reconcile, serves, serviceLevel, speedOfAnswer, sum, thresholdsOf, usual, why } from './numbers.mjs';
import { fresh, initialState, reduce } from './state.mjs';
import { createWatch } from './watch.mjs';

const queue = (more = {}) => ({ id: 101, name: 'Cash', length: 0, attribute: 1, ...more });
const agent = (more = {}) => ({ id: 9, name: 'Li', status: 'waiting', reason: '', attribute: -1, client: null, served: 0, failed: 0, busy_s: 0, ...more });

test('waits that were seen are exact, others are at least as long as we look', () => {
  let people = reconcile([], [queue({ length: 2 })], 1000);
  assert.deepEqual(longest(people, 101, 61000), { seconds: 60, exact: false });
  people = reconcile(queued(people, { queue: 101, user: 7, waits: true }, 31000), [queue({ length: 3 })], 1000);
  assert.deepEqual(people.map(({ exact }) => exact), [false, false, true]);
  people = reconcile(people, [queue({ length: 1 })], 1000); // the two of before have gone
  assert.deepEqual([longest(people, 101, 61000), longest(people, 102, 61000)], [{ seconds: 30, exact: true }, null]);
  assert.deepEqual(reconcile(people, [queue({ length: 0 })], 1000), []);
});

test('service level and average answer, over what was seen whole', () => {
  const was = (since, exact = true) => ({ user: 7, queue: 101, since, exact });
  let tally = count(noTally(), was(0), true, 10000);
  tally = count(tally, was(0), true, 40000);
  tally = count(tally, was(0, false), true, 90000); // when he came is not known
  tally = count(tally, was(0), false, 5000); // gone before anybody could have answered in time
  tally = count(tally, was(0), false, 60000);
  assert.deepEqual([tally.answered, tally.left, serviceLevel(tally), speedOfAnswer(tally)], [3, 2, 1 / 3, 25]);
  assert.deepEqual([serviceLevel(noTally()), speedOfAnswer(noTally()), sum([tally, tally]).answered, sum([])], [null, null, 6, noTally()]);
});

test('why people wait', () => {
  const reason = (length, ...agents) => why(queue({ length }), agents).reason;
  assert.equal(reason(0), 'nobody');
  assert.equal(reason(1, agent({ attribute: 2 })), 'none');
  assert.equal(reason(1, agent({ status: 'working' }), agent({ status: 'paused' })), 'busy');
  assert.equal(reason(1, agent({ status: 'closed' })), 'paused');
  assert.equal(reason(1, agent()), 'free');
  assert.deepEqual([serves({ attribute: 3 }, { attribute: 2 }), serves({ attribute: 1 }, { attribute: 2 }), serves({ attribute: 1 }, { attribute: 0 })], [true, false, true]);
});

test('what only the server knows: skills, people kept apart, hours, overflow', () => {
  assert.equal(why(queue({ length: 1 }), [agent({ queues: [] })]).reason, 'none'); // whatever his bits say
  assert.equal(why(queue({ length: 1 }), [agent({ attribute: 2, queues: [101] })]).reason, 'free');
  const first = { missing: [{ skill: 7, level: 2 }], agents: { apart: 1 }, closed: true, overflow: { queue: 102, in_s: 61 } };
  assert.deepEqual(besides(queue({ length: 1, first }), [queue({ id: 102, name: 'Loans' })]), [
    ['missing', { skill: 7, level: 2 }], ['apart', { n: 1 }], ['closed', {}], ['overflow', { name: 'Loans', minutes: 2 }]]);
  assert.deepEqual([besides(queue({ length: 0, first }), []), besides(queue({ length: 1, first: null }), []), besides(queue({ length: 1 }), [])], [[], [], []]);
});

test('alarms, each for its cause', () => {
  const kinds = (board, thresholds = usual()) => alarmsOf({ area: null, queues: [], agents: [agent()], people: [], tallies: {}, ...board }, thresholds, 400000).map(({ kind }) => kind);
  assert.deepEqual(kinds({}), []);
  assert.deepEqual(kinds({ queues: [queue({ length: 5 })] }), ['waiting']);
  assert.deepEqual(kinds({ queues: [queue({ length: 1 })], people: [{ user: 1, queue: 101, since: 0, exact: true }] }), ['seconds']);
  assert.deepEqual(kinds({ queues: [queue({ length: 1 })], agents: [] }), ['nobody']);
  assert.deepEqual(kinds({ area: { waiting: 1, idle: 0 } }), ['free']);
  assert.deepEqual(kinds({ tallies: { 101: { ...noTally(), soon: 1, exact: 5 } } }), ['level']);
  assert.deepEqual(kinds({ queues: [queue({ length: 500 })], area: { waiting: 1, idle: 0 } }, { waiting: 0, seconds: 0, free: 0, level: 0 }), []);
  assert.deepEqual(thresholdsOf({ waiting: -1, seconds: 'x', free: 0, level: 101 }), { ...usual(), free: 0 });
  assert.deepEqual(thresholdsOf(null), usual());
});

test('an alarm that was taken note of comes again only after it had gone', () => {
  const counts = (length, time) => ({ type: 'counts', area: { waiting: length, idle: 5 }, queues: [queue({ length })], agents: [agent()], time });
  let state = reduce(reduce(initialState('en'), { type: 'entered', time: 0, supervises: true }), counts(6, 10));
  assert.deepEqual(fresh(state).map(({ key }) => key), ['waiting.101']);
  state = reduce(reduce(state, { type: 'seen', key: 'waiting.101' }), counts(7, 20));
  assert.deepEqual([state.alarms.length, fresh(state).length], [1, 0]);
  state = reduce(reduce(state, counts(1, 30)), counts(6, 40));
  assert.equal(fresh(state).length, 1);
});

test('since when an agent does what he does, also why', () => {
  const counts = (time, more) => ({ type: 'counts', area: null, queues: [], agents: [agent(more)], time });
  const state = [counts(10, {}), counts(20, {}), counts(30, { status: 'paused', reason: 'lunch' }), counts(40, { status: 'paused', reason: 'lunch', busy_s: 5 })].reduce(reduce, initialState('en'));
  assert.deepEqual([state.agents[0].since, state.agents[0].before], [30, 0]);
});

test('charts', () => {
  const frame = { from: 0, to: 100, top: 4, width: 200, height: 40 };
  const points = [{ time: 50, value: 1 }, { time: 75, value: 4 }];
  assert.equal(steps(points, frame), 'M100 30H150V0H200');
  assert.equal(area(points, frame), 'M100 30H150V0H200V40H100Z');
  assert.deepEqual([steps([], frame), area([], frame)], ['', '']);
  assert.deepEqual([0, 4, 5, 7, 11, 101, 950].map(ceiling), [4, 4, 6, 8, 20, 200, 1000]);
});

// ---- over an SDK of straw ----

class Straw {
  #listeners = new Map();
  on(name, listener) { this.#listeners.set(name, [...this.#listeners.get(name) ?? [], listener]); return () => {}; }
  tell(name, ...values) { for (const listener of this.#listeners.get(name) ?? []) listener(...values); }
}

async function board({ denied = false } = {}) {
  /** @type {any} */ let parlor;
  const asked = [];
  const devices = [];
  const device = (name) => ({ open: async () => { devices.push(name); }, close() { devices.push(`no ${name}`); } });
  const verb = (name) => async (client) => { asked.push(`${name} ${client}`); return 12; };
  class Parlor extends Straw {
    self = { id: 3 };
    counter = Object.assign(new Straw(), {
      area: null, queues: [queue()], agents: [agent({ status: 'working', client: 7 })], services: [{ client: 7, agent: 9, queue: 101, held: false, intake: { name: 'Ann' }, notes: [] }],
      areas: async () => [{ id: 1, name: 'North' }], enter: async (id) => { this.counter.area = { id, waiting: 0, idle: 0, working: 1, paused: 0 }; },
      register: async ({ role }) => { asked.push(role); if (denied && role === 'supervisor') throw Object.assign(new Error(), { code: 20 }); },
      listen: verb('listen'), whisper: verb('whisper'), barge: verb('barge'), takeOver: verb('takeOver'), depart: verb('depart'), finish: async () => { asked.push('finish'); },
    });
    files = new Straw();
    constructor() { super(); parlor = this; }
    async connect() {}
    async login(name) { return { id: 3, name }; }
    async enter(number) { asked.push(`room ${number}`); return Object.assign(new Straw(), { users: [], user: () => null }); }
    camera = device('camera'); microphone = device('mic');
    watch() {} attach() {} detach() {} leave() { asked.push('out'); } close() {}
  }
  const store = createStore(reduce, initialState('en'));
  const made = createWatch({ store, url: 'ws://x/parlor', loadSdk: async () => ({ Parlor }), screens: { createScreen: () => ({}), self: {} } });
  await made.signIn({ name: 'Chen', password: 'x', serverPassword: '' });
  return { store, made, asked, devices, get parlor() { return parlor; } };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('listening opens no device; whispering and taking part do, in the same room', async () => {
  const { store, made, asked, devices, parlor } = await board();
  assert.deepEqual([store.state.phase, store.state.supervises, asked.splice(0)], ['in', true, ['supervisor']]);
  await made.join({ id: 9, client: 7 }, 'listener');
  await settle();
  assert.deepEqual([asked.splice(0), devices.splice(0), store.state.watch.role, store.state.watch.intake], [['listen 7', 'room 12'], [], 'listener', [['name', 'Ann']]]);
  await made.join({ id: 9, client: 7 }, 'whisperer');
  assert.deepEqual([asked.splice(0), devices.splice(0), store.state.watch.role], [['whisper 7'], ['mic'], 'whisperer']);
  await made.join({ id: 9, client: 7 }, 'barger');
  assert.deepEqual(devices.splice(0).sort(), ['camera', 'mic']);
  parlor.counter.tell('serviceOver', 7, null);
  assert.deepEqual([store.state.watch, asked.pop()], [null, 'out']);
  made.leave();
});

test('who may not listen looks on', async () => {
  const { store, made, asked } = await board({ denied: true });
  assert.deepEqual([store.state.supervises, asked], [false, ['supervisor', 'manager']]);
  made.leave();
});

test('who goes out of a queue was served, or has left', async () => {
  const { store, made, parlor } = await board();
  parlor.counter.tell('queued', { queue: 101, user: 7, waits: true });
  parlor.counter.tell('queued', { queue: 101, user: 8, waits: true });
  for (const user of [7, 8]) parlor.counter.tell('queued', { queue: 101, user, waits: false });
  parlor.counter.tell('served', { agent: 9, client: 7, queue: 101 });
  store.dispatch({ type: 'left', user: 7, queue: 101, time: 0 });
  store.dispatch({ type: 'left', user: 8, queue: 101, time: 0 });
  const { answered, left } = store.state.tallies[101];
  assert.deepEqual([answered, left, store.state.gone], [1, 1, []]);
  made.leave();
});
