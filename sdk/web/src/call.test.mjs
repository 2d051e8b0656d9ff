// SPDX-License-Identifier: Apache-2.0
// Calls, as pages of both faces live with them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeDocument } from '../test/dom.mjs';
import { fakeWorld, friendlyServer, settle } from '../test/fakes.mjs';
import { Face } from './classic/face.mjs';
import { Parlor } from './parlor.mjs';

const REQUEST = 1, REPLY = 2, START = 3, FINISH = 4;

async function classic() {
  const document = new FakeDocument();
  const world = fakeWorld({ document, server: friendlyServer() });
  const seen = [];
  const window = { WebSocket: class {}, location: { protocol: 'https:', hostname: 'h' }, navigator: {}, reportError: (error) => { throw error; } };
  window.OnAnyChatVideoCallEvent = (...args) => seen.push(args);
  globalThis.MutationObserver = document.Observer;
  const face = new Face(world.platform, window);
  const ac = face.api;
  ac.BRAC_InitSDK('0');
  ac.BRAC_Connect('h', 1);
  ac.BRAC_Login('ann', 'pw');
  await settle();
  return { world, server: world.server, seen, ac, face, window, take: () => seen.splice(0) };
}

async function typed() {
  const world = fakeWorld({ server: friendlyServer() });
  const parlor = new Parlor({ url: 'ws://h/parlor', platform: world.platform });
  await parlor.connect();
  await parlor.login('ann');
  const seen = [];
  const watch = (call) => {
    call.on('ringing', () => seen.push(`ringing ${call.user}`));
    call.on('started', (room) => seen.push(`started ${call.user} ${room}`));
    call.on('ended', (error) => seen.push(`ended ${call.user} ${error?.code ?? 0}`));
    return call;
  };
  parlor.on('call', (call) => { seen.push(`call ${call.user} ${call.text}`); watch(call); });
  return { world, server: world.server, parlor, seen, call: (user, words) => watch(parlor.call(user, words)) };
}

const words = { flags: 3, param: 7, text: 'hi' };
/** What the server says to us. */
const told = (server) => ({
  requested: (user) => server.send('call_requested', { user, ...words }),
  answered: (user, code) => server.send('call_answered', { user, code, ...words }),
  started: (user, room = 100000001) => server.send('call_started', { user, flags: 3, room, text: 'hi' }),
  finished: (user, code = 0) => server.send('call_finished', { user, code, flags: 0, param: 0, text: '' }),
});
/** Answers of the server that wait until the test lets them go. */
function hold(server, t) {
  const held = [];
  server.answers[t] = ({ id }) => { held.push(() => server.send('done', { re: id })); return 'later'; };
  return () => held.shift()();
}

test('classic: called, rung, begun, ended by ourselves; nothing inside the calls', async () => {
  const { ac, server, take } = await classic();
  const say = told(server);
  assert.equal(ac.BRAC_VideoCallControl('1', '8', '0', '3', '7', 'hi'), 0);
  assert.deepEqual(take(), []);
  await settle();
  const { t, user, flags, param, text } = server.of('call_request')[0];
  assert.deepEqual([t, user, flags, param, text], ['call_request', 8, 3, 7, 'hi']);
  say.answered(8, 0);
  say.started(8);
  await settle();
  assert.deepEqual(take(), [[REPLY, 8, 0, 3, 7, 'hi'], [START, 8, 0, 3, 100000001, 'hi']]);
  assert.equal(ac.BRAC_VideoCallControl(4, 8, 0, 0, 0, ''), 0);
  await settle();
  assert.equal(server.of('call_finish').length, 1);
  assert.deepEqual(take(), []); // the server tells it, us too
  say.finished(8);
  await settle();
  assert.deepEqual(take(), [[FINISH, 8, 0, 0, 0, '']]);
});

test('classic: being called; accepted, refused, and not there any more', async () => {
  const { ac, server, take } = await classic();
  const say = told(server);
  say.requested(8);
  await settle();
  assert.deepEqual(take(), [[REQUEST, 8, 0, 3, 7, 'hi']]);
  assert.equal(ac.BRAC_VideoCallControl(2, 8, 0, 0, 0, ''), 0);
  await settle();
  say.started(8);
  say.finished(8, 100106);
  say.requested(9);
  await settle();
  assert.deepEqual(take().map(([type, user, code]) => [type, user, code]), [[START, 8, 0], [FINISH, 8, 100106], [REQUEST, 9, 0]]);
  assert.equal(ac.BRAC_VideoCallControl(2, 9, '100104', 0, 0, 'no time'), 0);
  assert.equal(ac.BRAC_VideoCallControl(2, 9, 0, 0, 0, ''), 0); // too late
  await settle();
  assert.deepEqual(server.of('call_answer').map(({ user, code, text }) => [user, code, text]), [[8, 0, ''], [9, 100104, 'no time']]);
  say.requested(9);
  say.answered(9, 100105);
  await settle();
  assert.deepEqual(take().map(([type, user, code]) => [type, user, code]), [[REQUEST, 9, 0], [REPLY, 9, 100105]]);
});

test('classic: what is about no call is 0 and goes nowhere; what cannot be is said at once', async () => {
  const { ac, server } = await classic();
  assert.deepEqual([[4, -1], [4, 0], [4, 8], [2, 8, 100101], [2, -1]].map((args) => ac.BRAC_VideoCallControl(...args)), [0, 0, 0, 0, 0]);
  assert.deepEqual([[1, 7], [1, -1], [1, 0], [3, 8], [9, 8], ['x', 8]].map((args) => ac.BRAC_VideoCallControl(...args)), [205, 205, 205, 20, 21, 21]);
  assert.equal(ac.BRAC_VideoCallControl(1, 8, 0, 0, 0, '\u4e2d'.repeat(1366)), 21);
  await settle();
  assert.deepEqual([server.of('call_request').length, server.of('call_answer').length, server.of('call_finish').length], [0, 0, 0]);
  ac.BRAC_Logout();
  assert.deepEqual([ac.BRAC_VideoCallControl(1, 8), ac.BRAC_VideoCallControl(2, 8), ac.BRAC_VideoCallControl(4, 8)], [208, 0, 0]);
  ac.BRAC_Release();
  assert.deepEqual([ac.BRAC_VideoCallControl(1, 8), ac.BRAC_VideoCallControl(2, 8), ac.BRAC_VideoCallControl(4, -1)], [2, 0, 0]);
});

test('classic: what the server refuses comes as REPLY', async () => {
  const { ac, server, take } = await classic();
  server.answers.call_request = () => ['error', { code: 23 }];
  assert.equal(ac.BRAC_VideoCallControl(1, 8, 0, 1, 2, 'x'), 0);
  await settle();
  assert.deepEqual(take(), [[REPLY, 8, 23, 1, 2, 'x']]);
  delete server.answers.call_request;
  ac.BRAC_VideoCallControl(1, 8, 0, 0, 0, '');
  await settle();
  told(server).answered(8, 100102);
  await settle();
  assert.deepEqual(take().map(([type, user, code]) => [type, user, code]), [[REPLY, 8, 100102]]);
  assert.equal(server.of('call_request').length, 2);
});

test('classic: a second call is busy, and the first goes on', async () => {
  const { ac, server, take, face } = await classic();
  const say = told(server);
  ac.BRAC_VideoCallControl(1, 8, 0, 3, 7, 'hi');
  await settle();
  say.answered(8, 0);
  await settle();
  take();
  ac.BRAC_VideoCallControl(1, 8); // again: nothing new
  const release = hold(server, 'call_request');
  ac.BRAC_VideoCallControl(1, 9);
  await settle();
  assert.deepEqual(server.of('call_request').map(({ user }) => user), [8, 9]);
  say.answered(9, 100103);
  release();
  await settle();
  assert.deepEqual(take().map(([type, user, code]) => [type, user, code]), [[REPLY, 9, 100103]]);
  assert.deepEqual([face.client.calls.current.user, face.client.calls.current.state], [8, 'ringing']);
  say.answered(8, 100103); // his own word for no
  await settle();
  assert.equal(face.client.calls.current, null);
});

test('both call each other at once: who came second is busy, and rung', async () => {
  const { ac, server, take, face } = await classic();
  const say = told(server);
  const release = hold(server, 'call_request');
  ac.BRAC_VideoCallControl(1, 8);
  say.requested(8); // came first
  await settle();
  say.answered(8, 100103); // of ours
  release();
  await settle();
  assert.deepEqual(take().map(([type, user, code]) => [type, user, code]), [[REQUEST, 8, 0], [REPLY, 8, 100103]]);
  const { current } = face.client.calls;
  assert.deepEqual([current.outgoing, current.state], [false, 'ringing']);
  ac.BRAC_VideoCallControl(2, 8, 0);
  await settle();
  assert.equal(server.of('call_answer').length, 1);
});

test('taken back and answered in the same moment: it has not begun', async () => {
  const { ac, server, take } = await classic();
  const say = told(server);
  const release = hold(server, 'call_answer');
  ac.BRAC_VideoCallControl(1, 8);
  await settle();
  say.answered(8, 0);
  await settle();
  take();
  ac.BRAC_VideoCallControl(2, 8, 100101);
  say.started(8); // crossed
  await settle();
  say.finished(8, 100101); // what the server makes of it
  release();
  await settle();
  assert.deepEqual(take(), []);
  say.requested(8); // he calls back
  await settle();
  assert.deepEqual(take().map(([type, user]) => [type, user]), [[REQUEST, 8]]);
});

test('refused while he gives up and calls again: it is the new call that is refused', async () => {
  const { ac, server, take, face } = await classic();
  const say = told(server);
  const release = hold(server, 'call_answer');
  say.requested(8);
  await settle();
  take();
  ac.BRAC_VideoCallControl(2, 8, 100104);
  say.answered(8, 100101);
  say.requested(8);
  await settle();
  release();
  await settle();
  assert.deepEqual(take().map(([type, user, code]) => [type, user, code]), [[REQUEST, 8, 0], [REPLY, 8, 100101]]);
  assert.equal(face.client.calls.current, null);
});

test('a lost link changes nothing, a lost session ends it', async () => {
  const { ac, server, take, world, face } = await classic();
  const say = told(server);
  ac.BRAC_VideoCallControl(1, 8);
  await settle();
  server.socket.cut();
  say.answered(8, 0);
  say.started(8);
  await world.clock.pass(5000);
  assert.deepEqual(take().map(([type]) => type), [REPLY, START]);
  server.session.over = true;
  server.socket.cut();
  await world.clock.pass(40000);
  assert.deepEqual([take(), face.client.calls.current], [[], null]); // LinkClose says it
  assert.equal(ac.BRAC_VideoCallControl(4, 8), 0);
});

test('typed: a call of ours, from its ring to its end', async () => {
  const { parlor, server, seen, call } = await typed();
  const say = told(server);
  const ours = call(8, { text: 'hi' });
  assert.deepEqual([ours.state, ours.outgoing, ours.room, parlor.currentCall === ours], ['calling', true, null, true]);
  assert.throws(() => parlor.call(9), { code: 100103 });
  await settle();
  say.answered(8, 0);
  await settle();
  assert.equal(ours.state, 'ringing');
  await assert.rejects(() => ours.accept(), { code: 100107 });
  say.started(8, 100000005);
  assert.equal(await ours.started, 100000005);
  assert.deepEqual([ours.state, ours.room], ['talking', 100000005]);
  ours.end({ code: 5, text: 'bye' });
  await settle();
  assert.deepEqual(server.of('call_finish').map(({ user, code, text }) => [user, code, text]), [[8, 5, 'bye']]);
  say.finished(8);
  await settle();
  assert.deepEqual([ours.state, parlor.currentCall, seen], ['ended', null, ['ringing 8', 'started 8 100000005', 'ended 8 0']]);
  ours.end();
  await settle();
  assert.equal(server.of('call_finish').length, 1);
});

test('typed: taken back, refused, lost', async () => {
  const { parlor, server, seen, call } = await typed();
  const say = told(server);
  const first = call(8);
  first.end();
  await assert.rejects(() => first.started, { code: 100101 });
  await settle();
  assert.deepEqual(server.of('call_answer').map(({ user, code }) => [user, code]), [[8, 100101]]);
  const second = call(9);
  await settle();
  say.answered(9, 0);
  say.answered(9, 100104);
  await assert.rejects(() => second.started, { code: 100104 });
  const third = call(10);
  await settle();
  parlor.logout();
  await assert.rejects(() => third.started, { code: 100106 });
  assert.throws(() => parlor.call(8), { code: 208 });
  assert.deepEqual(seen, ['ended 8 100101', 'ringing 9', 'ended 9 100104', 'ended 10 100106']);
});

test('typed: a call that comes in', async () => {
  const { parlor, server, seen } = await typed();
  const say = told(server);
  say.requested(8);
  await settle();
  const call = parlor.currentCall;
  assert.deepEqual([call.outgoing, call.state, call.text, call.param, call.flags], [false, 'ringing', 'hi', 7, 3]);
  const started = call.accept({ text: 'here' });
  await settle();
  assert.deepEqual(server.of('call_answer').map(({ user, code, text }) => [user, code, text]), [[8, 0, 'here']]);
  say.started(8);
  assert.equal(await started, 100000001);
  say.finished(8, 100106);
  say.requested(9);
  await settle();
  parlor.currentCall.end();
  await settle();
  assert.deepEqual(server.of('call_answer').at(-1).code, 100104);
  assert.deepEqual(seen, ['call 8 hi', 'started 8 100000001', 'ended 8 100106', 'call 9 hi', 'ended 9 100104']);
  assert.throws(() => parlor.call(7), { code: 205 });
});
