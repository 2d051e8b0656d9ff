// SPDX-License-Identifier: Apache-2.0
import test from 'node:test';
import assert from 'node:assert/strict';
import { duration } from '../shared/time.mjs';
import { allowed, flagsFor, kindOf, outcomeOf } from './calls.mjs';
import { MAX_ENTRIES, add, dayOf, numberOf, read, write } from './history.mjs';
import { initialState, reduce, shownPeople, toneOf } from './state.mjs';
import { samplesOf } from '../shared/tones.mjs';

const run = (...actions) => actions.reduce((state, action) => deepFreeze(reduce(state, action)), deepFreeze(initialState('en')));
const signedIn = { type: 'signedIn', self: { id: 1, name: 'Ann' }, history: [] };
const out = { type: 'call', user: 2, name: 'Bob', outgoing: true, flags: 3, time: 1000 };
const incoming = { ...out, outgoing: false };
const over = (code, more = {}) => ({ type: 'callOver', code, time: 9000, ...more });

/** Freezes everything, so that a reducer that changes in place throws. */
function deepFreeze(value) {
  if (value && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

test('flags: what kind of call, and what each may open', () => {
  assert.deepEqual([flagsFor('voice'), flagsFor('video')].map(kindOf), ['voice', 'video']);
  assert.equal(kindOf(0), 'video'); // pages of 2016 say nothing
  assert.deepEqual(allowed(0, true), { mic: true, camera: true });
  assert.deepEqual(allowed(1, false), { mic: true, camera: false });
  assert.deepEqual(allowed(0x10 | 0x80, true), { mic: false, camera: true });
  assert.deepEqual(allowed(0x10 | 0x80, false), { mic: true, camera: false });
});

test('every end of a call: what became of it, who still sees it, what sounds', () => {
  const ends = (action, code) => {
    const state = run(signedIn, action, over(code));
    return [state.history[0].outcome, state.call?.stage ?? '', toneOf(state), state.unseen];
  };
  assert.deepEqual(ends(out, 100101), ['cancelled', '', '', 0]);
  assert.deepEqual(ends(out, 100102), ['offline', 'over', 'busy', 0]);
  assert.deepEqual(ends(out, 100103), ['busy', 'over', 'busy', 0]);
  assert.deepEqual(ends(out, 100104), ['refused', 'over', 'busy', 0]);
  assert.deepEqual(ends(out, 0), ['refused', 'over', 'busy', 0]);
  assert.deepEqual(ends(out, 100105), ['unanswered', 'over', 'busy', 0]);
  assert.deepEqual(ends(out, 100106), ['lost', 'over', 'busy', 0]);
  assert.deepEqual(ends(out, 4711), ['failed', 'over', 'busy', 0]); // the business server's own number
  assert.deepEqual(ends(incoming, 100104), ['declined', '', '', 0]);
  for (const code of [0, 100101, 100105, 100106]) assert.deepEqual(ends(incoming, code), ['missed', '', '', 1]);
  assert.equal(outcomeOf({ outgoing: false, talked: true, code: 100106 }), 'answered');
});

test('a call from its beginning to its end', () => {
  let state = run(signedIn, out);
  assert.equal(state.call.stage, 'calling');
  assert.equal(toneOf(state), '');
  state = reduce(state, { type: 'ringing' });
  assert.equal(toneOf(state), 'ringback');
  state = reduce(state, { type: 'talking', time: 3000 });
  assert.equal(toneOf(state), '');
  state = reduce(state, { type: 'want', kind: 'camera', on: false });
  assert.deepEqual(state.call.want, { mic: true, camera: false });
  const hung = reduce(state, over(0));
  assert.equal(hung.call, null);
  assert.deepEqual(hung.history, [{ user: 2, name: 'Bob', outgoing: true, kind: 'video', outcome: 'answered', at: 1000, seconds: 6 }]);
  assert.equal(reduce(hung, over(0)), hung, 'it ends once');
  const lost = reduce(state, over(100106, { problem: { code: 100106 } }));
  assert.deepEqual([lost.call.stage, lost.call.outcome, lost.call.problem.code, toneOf(lost)], ['over', 'answered', 100106, '']);
  assert.equal(reduce(lost, { type: 'putAway' }).call, null);
});

test('the ring tone is off when it is turned off, the camera stays closed in a voice call', () => {
  assert.equal(toneOf(run(signedIn, incoming)), 'incoming');
  assert.equal(toneOf(run(signedIn, { type: 'ring', ring: false }, incoming)), '');
  const voice = run(signedIn, { ...incoming, flags: 1 });
  assert.deepEqual(voice.call.want, { mic: true, camera: false });
  assert.equal(reduce(voice, { type: 'want', kind: 'camera', on: true }), voice);
});

test('a new call takes the place of one that is only looked at; a session that comes back keeps the list', () => {
  const state = run(signedIn, out, over(100103), { ...incoming, user: 3, name: 'Cat' });
  assert.deepEqual([state.call.user, state.call.stage], [3, 'ringing']);
  const back = reduce(state, { type: 'signedIn', self: { id: -9, name: 'Ann' } });
  assert.deepEqual([back.self.id, back.history.length], [-9, 1]);
  const gone = reduce({ ...state, ring: false, notices: 'granted' }, { type: 'signedOut' });
  assert.deepEqual([gone.call, gone.history, gone.people, gone.ring, gone.notices], [null, [], [], false, 'granted']);
});

test('the directory: there, not there, searched', () => {
  const people = [{ id: 5, name: 'Zoe', group: '', online: true }, { id: 6, name: 'bert', group: '', online: false }, { id: 7, name: 'Ada', group: '', online: true }];
  const state = run(signedIn, { type: 'people', people }, { type: 'noDirectory' });
  assert.equal(state.directory, 'there');
  assert.equal(run(signedIn, { type: 'noDirectory' }).directory, 'none');
  assert.deepEqual(shownPeople(state).map(({ name }) => name), ['Ada', 'Zoe', 'bert']);
  const search = (filter) => shownPeople(reduce(state, { type: 'filter', filter })).map(({ id }) => id);
  assert.deepEqual([search(' BER '), search('7'), search('a'), search('x')], [[6], [7], [7], []]);
});

test('past calls: bounded, and whatever stands in the storage does no harm', () => {
  const entry = { user: 2, name: 'Bob', outgoing: true, kind: 'voice', outcome: 'busy', at: 5, seconds: 0 };
  let list = [];
  for (let i = 0; i < MAX_ENTRIES + 5; i++) list = add(list, { ...entry, at: i });
  assert.equal(list.length, MAX_ENTRIES);
  assert.equal(list[0].at, MAX_ENTRIES + 4);
  assert.deepEqual(read(write(list)), list);
  assert.equal(write([]), '');
  for (const text of ['', '{', '{}', 'null', '[null,1,[],{}]', '[{"user":"2"}]', '[{"user":2,"name":"x","outcome":"nonsense","at":1}]', '[{"user":2,"name":"x","outcome":"busy","at":1e300}]'])
    assert.deepEqual(read(text), [], text);
  assert.equal(read(JSON.stringify([{ ...entry, name: 'x'.repeat(9999) }]))[0].name.length, 128);
});

test('whom to call back: a guest has another number by now', () => {
  const entry = /** @type {any} */ ({ user: -5, name: 'Bob' });
  assert.equal(numberOf(entry, [{ id: -9, name: 'Bob', online: true }]), -9);
  assert.equal(numberOf(entry, [{ id: -5, name: 'Eve', online: true }]), -5);
  assert.equal(numberOf(entry, [{ id: -9, name: 'Bob', online: true }, { id: -5, name: 'Bob', online: true }]), -5);
  assert.equal(numberOf(entry, []), -5);
});

test('durations and days', () => {
  assert.deepEqual([0, 5.9, 65, 3600, 36061, -3].map(duration), ['0:00', '0:05', '1:05', '1:00:00', '10:01:01', '0:00']);
  const noon = new Date(2026, 10, 22, 12).getTime();
  assert.equal(dayOf(noon), new Date(2026, 10, 22).getTime());
  assert.equal(dayOf(dayOf(noon) - 1), new Date(2026, 10, 21).getTime());
});

test('tones: audible, never too loud, silent where they repeat', () => {
  for (const name of /** @type {const} */ (['incoming', 'ringback', 'busy'])) {
    const samples = samplesOf(name, 8000);
    const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    assert.ok(loudest > 0.05 && loudest < 0.3, `${name}: ${loudest}`);
    assert.ok(Math.abs(samples[0]) < 0.01 && Math.abs(samples.at(-1)) < 0.01, name);
  }
});
