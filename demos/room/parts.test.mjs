// SPDX-License-Identifier: Apache-2.0
// The small pure parts: address, shortcuts, problems, what is said aloud, voices and connection marks, banner, level.
import test from 'node:test';
import assert from 'node:assert/strict';
import { linkTo, roomOf, serverOf, wishesOf } from './address.mjs';
import { levelOf } from './meter.mjs';
import { narrate } from './narrate.mjs';
import { deviceObstacle, deviceProblem, deviceProblemOf, passwordAskedBy, problemOf } from './problems.mjs';
import { createSteady, createVoices, qualityOf } from './quality.mjs';
import { actionOf } from './shortcuts.mjs';
import { initialState, reduce } from './store.mjs';
import { urgent } from './views/banner.mjs';

test('a room is a number or a name', () => {
  assert.deepEqual(roomOf(' 5 '), { id: 5 });
  assert.deepEqual(roomOf('007'), { id: 7 });
  assert.deepEqual(roomOf('2147483647'), { id: 2147483647 });
  for (const wrong of ['', '   ', '0', '2147483648', '99999999999999999999', '室'.repeat(43)]) assert.equal(roomOf(wrong), null, wrong);
  assert.deepEqual(roomOf('-5'), { name: '-5' });
  assert.deepEqual(roomOf('5a'), { name: '5a' });
  assert.deepEqual(roomOf('室'.repeat(42)), { name: '室'.repeat(42) });
});

test('links name the room and nothing else', () => {
  assert.equal(linkTo('https://h:8906/demos/room/?room=1&name=Ann&password=x#y', '5'), 'https://h:8906/demos/room/?room=5');
  const link = linkTo('http://h/demos/room/', '会议 & 室=1');
  assert.equal(wishesOf(new URL(link).search).room, '会议 & 室=1');
  assert.deepEqual(wishesOf('?name=Li+Ming&room=7'), { room: '7', name: 'Li Ming' });
  assert.deepEqual(wishesOf(''), { room: '', name: '' });
});

test('the server is where the page came from', () => {
  assert.equal(serverOf({ protocol: 'https:', host: 'h:8906' }), 'wss://h:8906/parlor');
  assert.equal(serverOf({ protocol: 'http:', host: 'localhost:8906' }), 'ws://localhost:8906/parlor');
});

test('shortcuts rest while somebody types', () => {
  const on = { enabled: true, dialogOpen: false };
  const body = { closest: () => null };
  const field = { closest: (selector) => (selector.includes('textarea') ? {} : null) };
  assert.equal(actionOf({ key: 'm', target: body }, on), 'mic');
  assert.equal(actionOf({ key: 'V', target: body }, on), 'camera');
  assert.equal(actionOf({ key: '?', target: body }, on), 'help');
  assert.equal(actionOf({ key: 'm', target: field }, on), '');
  assert.equal(actionOf({ key: 'Escape', target: field }, on), 'escape');
  for (const modifier of ['ctrlKey', 'altKey', 'metaKey', 'isComposing', 'repeat'])
    assert.equal(actionOf({ key: 'm', target: body, [modifier]: true }, on), '', modifier);
  assert.equal(actionOf({ key: 'm', target: body }, { ...on, enabled: false }), '');
  assert.equal(actionOf({ key: 'Escape', target: body }, { ...on, enabled: false }), 'escape');
  assert.equal(actionOf({ key: 'Escape', target: body }, { ...on, dialogOpen: true }), '', 'the dialog closes itself');
  assert.equal(actionOf({ key: 'constructor', target: body }, on), '');
});

test('problems have names, whatever was thrown', () => {
  assert.deepEqual(problemOf({ code: 301, detail: 'd' }), { name: 'room-password', code: 301, detail: 'd' });
  assert.equal(problemOf({ code: 31415 }).name, 'other');
  assert.equal(problemOf(new TypeError('x')).name, 'other');
  assert.equal(problemOf(undefined).name, 'other');
  assert.equal(passwordAskedBy({ name: 'room-password' }), 'room');
  assert.equal(passwordAskedBy({ name: 'password' }), 'account');
  assert.equal(passwordAskedBy({ name: 'server-password' }), 'server');
  assert.equal(passwordAskedBy({ name: 'room-full' }), '');
  assert.equal(passwordAskedBy(null), '');
});

test('device problems: from the browser, from the SDK, from the origin', () => {
  assert.equal(deviceProblemOf({ name: 'NotAllowedError' }).name, 'permission');
  assert.equal(deviceProblemOf({ name: 'NotFoundError' }).name, 'missing');
  assert.equal(deviceProblemOf({ name: 'NotReadableError' }).name, 'busy');
  assert.equal(deviceProblemOf({ name: 'ParlorError', code: 22, reason: 'ended' }).name, 'ended');
  assert.equal(deviceObstacle({ navigator: {}, isSecureContext: false }).name, 'insecure');
  assert.equal(deviceObstacle({ navigator: {}, isSecureContext: true }).name, 'unsupported');
  assert.equal(deviceObstacle({ navigator: { mediaDevices: { getUserMedia() {} } }, isSecureContext: true }), null);
});

test('two devices, one sentence', () => {
  const of = (mic, camera) => deviceProblem({ deviceProblem: { mic, camera } });
  assert.equal(of(null, null), null);
  assert.equal(of({ name: 'busy' }, null).what, 'mic');
  assert.equal(of({ name: 'busy' }, { name: 'missing' }).what, 'camera');
  assert.equal(of({ name: 'permission' }, { name: 'permission' }).what, 'both');
  assert.equal(of({ name: 'insecure' }, null).what, undefined);
});

const t = (key, values = {}) => [key, ...Object.values(values)].join(' ');
const user = (id, name) => ({ id, name, camera: 'open', mic: true });
const inside = reduce(initialState('en'), { type: 'entered', room: { number: 5, name: '' }, self: user(1, 'Ann'), members: [user(2, 'Li')], time: 0 });

test('what is said aloud', () => {
  assert.deepEqual(narrate(inside, initialState('en'), t), ['live.entered 5 2']);
  const say = (action, from = inside) => narrate(reduce(from, action), from, t);
  assert.deepEqual(say({ type: 'userEntered', user: user(3, 'Bo'), time: 0 }), ['live.joined Bo']);
  assert.deepEqual(say({ type: 'userLeft', id: 2, time: 0 }), ['live.left Li']);
  assert.deepEqual(say({ type: 'text', from: 2, to: -1, secret: false, text: 'hi', time: 0 }), ['live.text Li hi']);
  assert.deepEqual(say({ type: 'text', from: 2, to: 1, secret: true, text: 'hi', time: 0 }), ['live.text.private Li hi']);
  assert.deepEqual(say({ type: 'text', from: 1, to: -1, secret: false, text: 'hi', time: 0 }), [], 'not what I wrote myself');
  assert.deepEqual(say({ type: 'userState', id: 1, camera: 'closed', mic: false }), ['live.mic.off', 'live.camera.off']);
  assert.deepEqual(say({ type: 'userState', id: 2, camera: 'closed', mic: false }), [], 'only the own devices');
  assert.deepEqual(say({ type: 'left' }), []);
});

test('the most urgent banner wins', () => {
  const after = (...actions) => urgent(actions.reduce(reduce, inside));
  const draining = { type: 'draining', at: 5 };
  assert.equal(after(), '');
  assert.equal(after(draining), 'draining');
  assert.equal(after(draining, { type: 'link', link: 'lost' }), 'lost');
  assert.equal(after({ type: 'warning', problem: { name: 'media' } }, draining), 'draining');
  assert.equal(after({ type: 'warning', problem: { name: 'media' } }), 'warning');
  assert.equal(after({ type: 'soundBlocked', blocked: true }), 'sound');
  assert.equal(after({ type: 'soundBlocked', blocked: true }, { type: 'userLeft', id: 2, time: 0 }), '', 'nobody to hear');
  assert.equal(after({ type: 'link', link: 'back' }), 'back');
});

test('a voice begins loud, goes on softer, and pauses between words', () => {
  const voice = createVoices();
  assert.equal(voice(1, 18, 0), false, 'too soft to begin');
  assert.equal(voice(1, 30, 200), true);
  assert.equal(voice(1, 18, 400), true, 'soft, but going on');
  assert.equal(voice(1, 0, 900), true, 'a pause');
  assert.equal(voice(1, 0, 1200), false, 'silence');
  assert.equal(voice(1, 18, 1400), false, 'has to begin again');
  assert.equal(voice(2, 30, 1400), true);
  assert.equal(voice(1, 0, 1400), false, 'each for himself');
});

test('connection marks', () => {
  assert.equal(qualityOf({ loss: 0, roundTrip_ms: 40, state: 'live' }), 'good');
  assert.equal(qualityOf({ loss: 5, roundTrip_ms: 40, state: 'live' }), 'poor');
  assert.equal(qualityOf({ loss: 0, roundTrip_ms: 400, state: 'live' }), 'poor');
  assert.equal(qualityOf({ loss: 30, roundTrip_ms: 40, state: 'live' }), 'bad');
  assert.equal(qualityOf({ loss: 0, roundTrip_ms: 0, state: 'failed' }), 'bad');
  const marked = (up, down, loss = 0) => qualityOf({ marks: { up, down }, loss, roundTrip_ms: 0, state: 'live' });
  assert.deepEqual([marked(5, 5, 30), marked(null, 4), marked(5, 3), marked(2, 5), marked(null, 1), marked(0, null)], ['good', 'good', 'poor', 'poor', 'bad', 'bad']);
  assert.deepEqual([marked(null, null, 0), marked(null, null, 30)], ['good', 'bad']);
  assert.equal(qualityOf({ marks: { up: 5, down: 5 }, loss: 0, roundTrip_ms: 0, state: 'failed' }), 'bad');
});

test('connection marks do not flicker', () => {
  const steady = createSteady();
  const shown = ['good', 'bad', 'good', 'bad', 'poor', 'bad', 'bad', 'bad', 'good', 'good', 'good'].map((quality) => steady(1, quality));
  assert.deepEqual(shown, ['good', 'good', 'good', 'good', 'good', 'poor', 'poor', 'bad', 'bad', 'bad', 'good']);
});

test('level of a microphone: silence 0, speech in between, shouting 1', () => {
  const wave = (amplitude) => Uint8Array.from({ length: 1024 }, (_, n) => 128 + Math.round(amplitude * Math.sin(n / 5)));
  assert.equal(levelOf(wave(0)), 0);
  assert.equal(levelOf(new Uint8Array(0)), 0);
  assert.equal(levelOf(wave(120)), 1);
  const speech = levelOf(wave(10));
  assert.ok(speech > 0.3 && speech < 0.9, String(speech));
});
