// SPDX-License-Identifier: Apache-2.0
import test from 'node:test';
import assert from 'node:assert/strict';
import { EVERYBODY, MAX_LINES, createStore, everybody, initialState, reduce } from './store.mjs';

const user = (id, name, more = {}) => ({ id, name, camera: 'open', mic: true, ...more });
const run = (...actions) => actions.reduce(reduce, initialState('en'));
const entered = { type: 'entered', room: { number: 5, name: '' }, self: user(-2, 'Ann'), members: [user(-3, 'Li'), user(-4, 'Bo')], time: 1000 };

/** Freezes everything, so that a reducer that changes in place throws. */
function deepFreeze(value) {
  if (value && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

test('entering fills the room and says so once', () => {
  const state = run({ type: 'joining' }, entered);
  assert.equal(state.phase, 'room');
  assert.deepEqual(everybody(state).map(({ name }) => name), ['Ann', 'Li', 'Bo']);
  assert.deepEqual(state.lines.map(({ kind }) => kind), ['you-joined']);
  assert.equal(state.others.some(({ id }) => id === -2), false);
});

test('oneself in the list of members is not another person', () => {
  const state = run({ ...entered, members: [user(-2, 'Ann'), user(-3, 'Li')] });
  assert.deepEqual(state.others.map(({ id }) => id), [-3]);
});

test('nothing is changed in place', () => {
  let state = deepFreeze(run(entered));
  for (const action of [
    { type: 'userEntered', user: user(-5, 'Cy'), time: 1 }, { type: 'userLeft', id: -3, time: 1 }, { type: 'userState', id: -4, camera: 'closed', mic: false },
    { type: 'userState', id: -2, camera: 'closed', mic: false }, { type: 'text', from: -4, to: EVERYBODY, secret: false, text: 'x', time: 1 },
    { type: 'textFailed', key: 2 }, { type: 'pin', id: -4 }, { type: 'panel', panel: 'chat' }, { type: 'want', kind: 'mic', on: false },
    { type: 'device', kind: 'mic', problem: { name: 'busy' } }, { type: 'recipient', to: -4 }, { ...entered },
  ]) state = deepFreeze(reduce(state, action));
});

test('what changes nothing gives the same state, so that views rest', () => {
  const state = run(entered);
  assert.equal(reduce(state, { type: 'userState', id: -3, camera: 'open', mic: true }), state);
  assert.equal(reduce(state, { type: 'userLeft', id: 99, time: 1 }), state);
  assert.equal(reduce(state, { type: 'quality', id: 99, quality: 'bad' }), state);
  assert.equal(reduce(state, { type: 'speaking', id: -3, speaking: false }), state);
});

test('somebody who comes twice is there once', () => {
  const state = run(entered, { type: 'userEntered', user: user(-3, 'Li', { mic: false }), time: 1 });
  assert.equal(state.others.length, 2);
  assert.equal(state.others[0].mic, false);
  assert.equal(state.lines.length, 1);
});

test('leaving takes pin and mark of speaking along', () => {
  const before = run(entered, { type: 'pin', id: -3 });
  assert.equal(before.pinned, -3);
  assert.equal(reduce(before, { type: 'userLeft', id: -3, time: 1 }).pinned, null);
  assert.equal(reduce(before, { type: 'pin', id: -3 }).pinned, null, 'a second time puts it back');
  assert.equal(reduce(before, { type: 'pin', id: 77 }).pinned, null, 'nobody there');
});

test('who is muted does not speak', () => {
  const speaking = run(entered, { type: 'speaking', id: -3, speaking: true });
  assert.equal(speaking.others[0].speaking, true);
  const muted = reduce(speaking, { type: 'userState', id: -3, camera: 'open', mic: false });
  assert.equal(muted.others[0].speaking, false);
  assert.equal(reduce(muted, { type: 'speaking', id: -3, speaking: true }).others[0].speaking, false);
});

test('unread messages: counted while the chat is closed, own ones never', () => {
  const text = (from) => ({ type: 'text', from, to: EVERYBODY, secret: false, text: 'x', time: 1 });
  const state = run(entered, text(-3), text(-2), text(-3));
  assert.equal(state.unread, 2);
  const open = reduce(state, { type: 'panel', panel: 'chat' });
  assert.equal(open.unread, 0);
  assert.equal(reduce(open, text(-3)).unread, 0);
  assert.equal(reduce(reduce(open, { type: 'panel', panel: 'people' }), text(-3)).unread, 1);
});

test('a private draft never becomes public because its recipient has left', () => {
  const chosen = run(entered, { type: 'recipient', to: -3 });
  const left = reduce(chosen, { type: 'userLeft', id: -3, time: 1 });
  assert.deepEqual(left.lostRecipient, { id: -3, name: 'Li' });
  assert.equal(left.to, -3, 'not everybody');
  assert.equal(reduce(left, { type: 'recipient', to: EVERYBODY }).lostRecipient, null, 'until the user chooses');
  const back = reduce(left, { type: 'userEntered', user: user(-3, 'Li'), time: 2 });
  assert.equal(back.lostRecipient, null);
  assert.equal(back.to, -3);
  assert.equal(reduce(chosen, { type: 'recipient', to: 99 }), chosen, 'a stranger cannot be chosen');
});

test('a number that now belongs to somebody else does not get the private message', () => {
  const chosen = run(entered, { type: 'recipient', to: -3 });
  const restarted = reduce(chosen, { ...entered, members: [user(-3, 'Stranger')] });
  assert.deepEqual(restarted.lostRecipient, { id: -3, name: 'Li' });
  assert.equal(reduce(chosen, { ...entered, members: [user(-3, 'Li')] }).lostRecipient, null, 'the same person');
  const left = reduce(chosen, { type: 'userLeft', id: -3, time: 1 });
  assert.notEqual(reduce(left, { type: 'userEntered', user: user(-3, 'Stranger'), time: 2 }).lostRecipient, null);
});

test('the names in the conversation stay when people leave', () => {
  const state = run(entered, { type: 'text', from: -3, to: -2, secret: true, text: 'psst', time: 1 }, { type: 'userLeft', id: -3, time: 2 });
  const line = state.lines.find(({ kind }) => kind === 'text');
  assert.equal(line.name, 'Li');
  assert.equal(line.toName, 'Ann');
  assert.equal(line.secret, true);
});

test('the conversation is limited, its keys go on counting', () => {
  let state = run(entered);
  for (let n = 0; n < MAX_LINES + 20; n++) state = reduce(state, { type: 'text', from: -3, to: EVERYBODY, secret: false, text: String(n), time: n });
  assert.equal(state.lines.length, MAX_LINES);
  assert.equal(state.lines.at(-1).key, MAX_LINES + 21);
  assert.equal(state.lines.at(-1).text, String(MAX_LINES + 19));
});

test('a message that was refused is marked, and only that one', () => {
  const state = run(entered);
  const key = state.nextKey;
  const sent = reduce(state, { type: 'text', from: -2, to: EVERYBODY, secret: false, text: 'x', time: 1 });
  const failed = reduce(sent, { type: 'textFailed', key });
  assert.deepEqual(failed.lines.map((line) => line.failed), [false, true]);
});

test('leaving forgets the room and its conversation, and keeps the devices and the language', () => {
  const state = run({ type: 'language', language: 'zh' }, { type: 'want', kind: 'mic', on: false }, entered,
    { type: 'text', from: -3, to: EVERYBODY, secret: false, text: 'x', time: 1 }, { type: 'left' });
  assert.equal(state.phase, 'join');
  assert.equal(state.notice, 'left');
  assert.equal(state.lines.length, 0);
  assert.equal(state.self, null);
  assert.equal(state.language, 'zh');
  assert.deepEqual(state.want, { mic: false, camera: true });
});

test('coming back after a lost session keeps conversation and panel, also under another id', () => {
  const before = run(entered, { type: 'panel', panel: 'chat' }, { type: 'pin', id: -2 }, { type: 'link', link: 'lost' });
  const state = reduce(before, { ...entered, self: user(-9, 'Ann'), members: [user(-3, 'Li')] });
  assert.equal(state.link, 'back');
  assert.equal(state.panel, 'chat');
  assert.equal(state.pinned, null, 'the pinned one is gone');
  const kept = reduce(reduce(before, { type: 'pin', id: -3 }), entered);
  assert.equal(kept.pinned, -3);
  assert.equal(reduce(kept, { ...entered, members: [user(-3, 'Stranger')] }).pinned, null, 'that number is another person now');
  assert.equal(state.self.id, -9);
  assert.deepEqual(state.lines.map(({ kind }) => kind), ['you-joined', 'back']);
});

test('refused and ended lead back to the form with the reason', () => {
  const problem = { name: 'room-full', code: 302 };
  assert.deepEqual(run({ type: 'joining' }, { type: 'refused', problem }).problem, problem);
  const ended = run(entered, { type: 'ended', problem });
  assert.equal(ended.phase, 'join');
  assert.deepEqual(ended.problem, problem);
  assert.equal(reduce(ended, { type: 'joining' }).problem, null, 'a new try forgets it');
});

test('a lost link is nothing to tell before joining', () => {
  const state = run({ type: 'joining' });
  assert.equal(reduce(state, { type: 'link', link: 'lost' }), state);
});

test('unknown actions are defects', () => {
  assert.throws(() => run({ type: 'nonsense' }), /nonsense/);
});

test('a listener that dispatches is heard after the present round', () => {
  const store = createStore(initialState('en'));
  const seen = [];
  store.listen((state) => { if (state.language === 'zh' && state.phase === 'join') store.dispatch({ type: 'joining' }); });
  store.listen((state, before) => seen.push([before.phase, state.phase, state.language]));
  store.dispatch({ type: 'language', language: 'zh' });
  assert.deepEqual(seen, [['join', 'join', 'zh'], ['join', 'joining', 'zh']]);
});
