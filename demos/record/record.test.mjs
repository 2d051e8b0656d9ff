// SPDX-License-Identifier: Apache-2.0
import test from 'node:test';
import assert from 'node:assert/strict';
import { heightOf, pictureAt } from './board.mjs';
import { captionsAt, changesOf, currentOf, eventsOf, neighbour, within } from './events.mjs';
import { keyList, nextSpeed, speeds, verbOf } from './keys.mjs';
import { dayOf, endOf, initialState, isIn, noSearch, reduce, sorted, titleOf, wishOf } from './state.mjs';
import { bytesWords, endWords, preciseTime } from './words.mjs';

const started = new Date(1795338000000);
const line = (seconds, kind, userId, more = {}) => ({ at: new Date(started.getTime() + 1000 * seconds), seconds, kind, userId, name: '', text: '', devices: null, ...more });
const open = (microphone, cameras, screens = 0) => ({ microphone, cameras, screens, name: '' });
const entry = (more) => ({ id: 1, at: started, state: 'ended', how: 'stopped', lostSeconds: 0, name: 'Ann', bytes: 10, seconds: 5, text: '', ...more });

test('what devices do becomes words', () => {
  assert.deepEqual(changesOf(open(true, 1), open(false, 1)), ['muted']);
  assert.deepEqual(changesOf(open(false, 0), open(true, 3, 2)), ['unmuted', 'camera_on', 'screen_on']);
  assert.deepEqual(changesOf(open(true, 3, 2), open(true, 0)), ['camera_off', 'screen_off']);
  assert.deepEqual(changesOf(open(true, 1), open(true, 1)), []);
});

test('a time line becomes events, in their order, with names also of those who are named later', () => {
  const events = eventsOf([
    line(-2, 'asked', 8), line(-1, 'joined', 7, { name: 'Ann', devices: open(true, 1) }), line(0, 'joined', 8, { name: 'Bob', devices: open(true, 1) }),
    line(3, 'devices', 8, { devices: open(false, 1) }), line(4, 'tag', 7, { text: 'here' }), line(5, 'left', 8), line(9.9, 'left', 7), line(10, 'stop', 0), line(11, 'file', 0), line(99, 'access', 0, { text: 'link by operator' }),
  ], [{ at: new Date(started.getTime() + 2000), userId: 8, name: 'Bob', thumbnail: '/x.jpg' }], started);
  assert.deepEqual(events.map(({ seconds, kind, name }) => [seconds, kind, name]), [
    [-2, 'asked', 'Bob'], [-1, 'joined', 'Ann'], [0, 'joined', 'Bob'], [2, 'snapshot', 'Bob'], [3, 'muted', 'Bob'], [4, 'tag', 'Ann'], [5, 'left', 'Bob'], [10, 'stop', '']]);
  assert.deepEqual(within(events, 10).map(({ kind }) => kind), ['joined', 'joined', 'snapshot', 'muted', 'tag', 'left', 'stop']);
  assert.deepEqual(captionsAt(events, 4.5).map(({ kind }) => kind), ['muted', 'tag']);
  assert.deepEqual(captionsAt(events, 9).map(({ kind }) => kind), []);
  assert.equal(events[currentOf(events, 3.2)].kind, 'muted');
  assert.equal(currentOf(events, -5), -1);
  assert.deepEqual([neighbour(events, 2.5, 1), neighbour(events, 2.5, -1), neighbour(events, 10, 1)], [3, 0, null]);
});

test('the storyboard has a place for every moment, also beyond its end', () => {
  const board = { pictures: 23, every: 2, columns: 10, width: 160 };
  assert.deepEqual(pictureAt(board, 0, 90), { x: 0, y: 0, width: 160, height: 90 });
  assert.deepEqual(pictureAt(board, 21.9, 90), { x: 0, y: 90, width: 160, height: 90 });
  assert.deepEqual(pictureAt(board, 9999, 90), { x: 320, y: 180, width: 160, height: 90 });
  assert.deepEqual(pictureAt(board, -1, 90).x, 0);
  assert.equal(heightOf(board, 270), 90);
});

test('keys', () => {
  assert.deepEqual([verbOf(' '), verbOf('K'), verbOf('7'), verbOf('ArrowLeft'), verbOf('x')], [['play'], ['play'], ['share', 0.7], ['by', -5], null]);
  assert.deepEqual([nextSpeed(1, 1), nextSpeed(4, 1), nextSpeed(0.5, -1)], [1.25, 4, 0.5]);
  assert.ok(speeds.includes(1));
  assert.ok(keyList.length > 8);
});

test('who is in a recording is told to everybody whom it shows', () => {
  assert.equal(isIn({ userId: 7, flags: 3, state: 'running' }, 7), true);
  assert.equal(isIn({ userId: 7, flags: 3, state: 'running' }, 8), false);
  assert.equal(isIn({ userId: 7, flags: 0x103, state: 'running' }, 8), true);
  assert.equal(isIn({ userId: 7, flags: 0x103, state: 'asked' }, 7), false);
});

test('words: titles, sizes, times, ends', () => {
  assert.deepEqual(['{"title":"Loan","names":true}', '{"names":true}', 'plain', ''].map((text) => titleOf({ text })), ['Loan', '', 'plain', '']);
  assert.deepEqual([bytesWords(0, 'en'), bytesWords(999, 'en'), bytesWords(870123, 'en'), bytesWords(3.2e9, 'en')], ['0 B', '999 B', '870 kB', '3.2 GB']);
  assert.deepEqual([preciseTime(4.24), preciseTime(59.96), preciseTime(3725.5)], ['0:04.2', '1:00.0', '1:02:05.5']);
  const texts = { t: (key, values = {}) => [key, ...Object.values(values)].join(' ') };
  assert.equal(endWords(entry({ how: 'recovered', lostSeconds: 2 }), texts), 'end.lost end.recovered 2');
  assert.equal(endWords(entry({ state: 'incomplete', lostSeconds: 0.3 }), texts), 'end.lost end.stopped 0.3');
  assert.equal(endWords(entry({ state: 'deleted', lostSeconds: 2 }), texts), 'end.deleted');
  assert.equal(endOf(entry({ how: 'something new' })), 'other');
});

test('a search: days are whole days, here; what is empty is not asked for', () => {
  assert.deepEqual(wishOf(noSearch), {});
  const wish = wishOf({ text: ' loan ', room: '5', user: '-2', from: '2026-11-22', to: '2026-11-22' });
  assert.deepEqual([wish.text, wish.room, wish.userId], ['loan', 5, -2]);
  assert.equal(wish.to.getDate() - wish.from.getDate(), 1);
  assert.equal(dayOf('soon'), null);
});

test('what is found is kept once, in the order that is wanted; late answers to other searches are not', () => {
  let state = reduce(initialState('en'), { type: 'searching', search: noSearch, more: false });
  state = reduce(state, { type: 'found', search: noSearch, recordings: [entry({ id: 3, seconds: 1 }), entry({ id: 2, seconds: 9 })], next: 2, mayDelete: true });
  state = reduce(state, { type: 'found', search: noSearch, recordings: [entry({ id: 2 }), entry({ id: 1, seconds: 4 })], next: 0, mayDelete: true });
  assert.deepEqual(sorted(state).map(({ id }) => id), [3, 2, 1]);
  assert.deepEqual(sorted(reduce(state, { type: 'sort', sort: 'longest' })).map(({ id }) => id), [2, 1, 3]);
  assert.deepEqual(sorted(reduce(state, { type: 'sort', sort: 'oldest' })).map(({ id }) => id), [1, 2, 3]);
  assert.equal(reduce(state, { type: 'found', search: { ...noSearch }, recordings: [entry({ id: 9 })], next: 0 }), state);
  assert.equal(reduce(state, { type: 'notFound', search: { ...noSearch }, problem: {} }), state);
});

test('what is open changes alone, and nothing of another comes in', () => {
  let state = reduce(initialState('en'), { type: 'opening', id: 4 });
  assert.equal(state.open?.loading, true);
  assert.equal(reduce(state, { type: 'linked', id: 5, link: {} }).open, state.open);
  state = reduce(state, { type: 'opened', id: 4, entry: entry({ id: 4 }), timeLine: [], events: [], mayDelete: false });
  assert.deepEqual([state.open?.loading, state.open?.entry.id], [false, 4]);
  assert.equal(reduce(state, { type: 'closed' }).open, null);
});

test('a room: consent is asked for until it is answered; one of ours is begun and over', () => {
  let state = reduce(reduce(initialState('en'), { type: 'signedIn', self: { id: 7, name: 'Ann' }, available: true }), { type: 'entered', number: 5, users: [{ id: 8, name: 'Bob', camera: 2, mic: 0 }] });
  assert.deepEqual(state.room.members, [{ id: 8, name: 'Bob', camera: true, mic: false }]);
  state = reduce(state, { type: 'told', told: { id: 1, state: 'asked', userId: 7, by: 8, flags: 3, consent: true } });
  assert.equal(state.room.consent.id, 1);
  state = reduce(state, { type: 'told', told: { id: 1, state: 'ended', userId: 7, by: 8, flags: 3, consent: false } });
  assert.deepEqual([state.room.consent, state.room.told], [null, []]);
  state = reduce(state, { type: 'begun', userId: 8, name: 'Bob', since: 1 });
  assert.equal(state.room.own?.running, false);
  state = reduce(state, { type: 'told', time: 50, told: { id: 2, state: 'running', userId: 8, by: 7, flags: 3, consent: false } });
  assert.deepEqual([state.room.own?.running, state.room.own?.since], [true, 50]);
  state = reduce(reduce(state, { type: 'begun', userId: 8, name: 'Bob', since: 1 }), { type: 'tagged', seconds: 2, text: 'x' });
  assert.deepEqual(state.room.own?.tags, [{ seconds: 2, text: 'x' }]);
  assert.equal(reduce(state, { type: 'over' }).room.own, null);
  assert.equal(reduce(state, { type: 'left' }).room.number, 0);
});
