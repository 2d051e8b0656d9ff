// SPDX-License-Identifier: Apache-2.0
// Private chats and the chat mode, as pages of both faces live with them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeDocument } from '../test/dom.mjs';
import { fakeWorld, friendlyServer, settle, user } from '../test/fakes.mjs';
import { Face } from './classic/face.mjs';
import { Parlor } from './parlor.mjs';

const EVENTS = ['PrivateRequest', 'PrivateEcho', 'PrivateExit'];

async function classic() {
  const document = new FakeDocument();
  const world = fakeWorld({ document, server: friendlyServer({ members: [user(8, { camera: 2, mic: 1 }), user(9, { camera: 2, chat_mode: 1 })] }) });
  const seen = [];
  const window = { WebSocket: class {}, location: { protocol: 'https:', hostname: 'h' }, navigator: {}, reportError: (error) => { throw error; } };
  for (const name of EVENTS) window[`OnAnyChat${name}`] = (...args) => seen.push(`${name} ${args.join(' ')}`);
  globalThis.MutationObserver = document.Observer;
  const face = new Face(world.platform, window);
  const ac = face.api;
  ac.BRAC_InitSDK('0');
  ac.BRAC_Connect('h', 1);
  ac.BRAC_Login('ann', 'pw');
  ac.BRAC_EnterRoom(1);
  await settle();
  world.server.session.inRoom = true;
  return { world, server: world.server, seen, ac, face, window };
}

async function typed() {
  const world = fakeWorld({ server: friendlyServer({ members: [user(8, { camera: 2, mic: 1 }), user(9, { camera: 2 })] }) });
  const parlor = new Parlor({ url: 'ws://h/parlor', platform: world.platform });
  await parlor.connect();
  await parlor.login('ann');
  const room = await parlor.enter(1);
  const seen = [];
  for (const name of ['requested', 'withdrawn', 'began', 'ended', 'mode'])
    parlor.privateChat.on(name, (id, more) => seen.push(`${name} ${id} ${more?.code ?? more ?? ''}`.trim()));
  return { world, server: world.server, parlor, room, seen, chat: parlor.privateChat };
}

test('classic: asked and accepted, left by the other one', async () => {
  const { ac, server, seen } = await classic();
  assert.equal(ac.BRAC_PrivateChatRequest('8'), 0);
  await settle();
  assert.deepEqual(server.of('private_request').map(({ user: id }) => id), [8]);
  assert.deepEqual(seen, []);
  server.send('private_answered', { user: 8, code: 0 });
  await settle();
  assert.equal(ac.BRAC_PrivateChatRequest(8), 421);
  server.send('private_ended', { user: 8, code: 0 });
  await settle();
  assert.deepEqual(seen, ['PrivateEcho 8 0', 'PrivateExit 8 0']);
  assert.equal(ac.BRAC_PrivateChatExit(8), 0); // twice: harmless
  await settle();
  assert.equal(server.of('private_exit').length, 0);
});

test('classic: being asked; Echo and EchoEx say yes, no and why', async () => {
  const { ac, server, seen } = await classic();
  for (const [id, request] of [[8, 5], [9, 6]]) server.send('private_requested', { user: id, request });
  await settle();
  assert.deepEqual(seen, ['PrivateRequest 8 5', 'PrivateRequest 9 6']);
  assert.equal(ac.BRAC_PrivateChatEcho(8, 6, 1), 420); // somebody else's number
  assert.equal(ac.BRAC_PrivateChatEcho(99, 5, 1), 420);
  assert.equal(ac.BRAC_PrivateChatEchoEx(8, 5, -4), 21);
  assert.deepEqual([ac.BRAC_PrivateChatEcho('8', '5', '1'), ac.BRAC_PrivateChatEchoEx(9, 6, 403)], [0, 0]);
  assert.equal(ac.BRAC_PrivateChatEcho(8, 5, 0), 420); // answered
  await settle();
  assert.deepEqual(server.of('private_answer').map(({ user: id, request, code }) => [id, request, code]), [[8, 5, 0], [9, 6, 403]]);
  assert.equal(ac.BRAC_PrivateChatRequest(8), 421);
  assert.equal(ac.BRAC_PrivateChatExit(8), 0);
  await settle();
  assert.deepEqual(server.of('private_exit').map(({ user: id }) => id), [8]);
  server.send('private_requested', { user: 8, request: 7 });
  await settle();
  assert.equal(ac.BRAC_PrivateChatEcho(8, 7, '0'), 0);
  await settle();
  assert.equal(server.of('private_answer').at(-1).code, 402);
});

test('classic: what cannot be is said at once, what the server refuses comes as PrivateEcho', async () => {
  const { ac, server, seen } = await classic();
  assert.deepEqual([ac.BRAC_PrivateChatRequest(7), ac.BRAC_PrivateChatRequest(-1), ac.BRAC_PrivateChatRequest(55)], [403, 403, 401]);
  server.answers.private_request = () => ['error', { code: 432 }];
  assert.equal(ac.BRAC_PrivateChatRequest(8), 0);
  await settle();
  assert.deepEqual(seen, ['PrivateEcho 8 432']);
  ac.BRAC_LeaveRoom(-1);
  assert.deepEqual([ac.BRAC_PrivateChatRequest(8), ac.BRAC_PrivateChatEcho(8, 1, 1), ac.BRAC_PrivateChatExit(8)], [3, 3, 3]);
  ac.BRAC_Logout();
  assert.deepEqual([ac.BRAC_PrivateChatRequest(8), ac.BRAC_ChangeChatMode(1)], [208, 208]);
  ac.BRAC_Release();
  assert.deepEqual([ac.BRAC_PrivateChatRequest(8), ac.BRAC_ChangeChatMode(1), ac.BRAC_GetUserChatMode(8)], [2, 2, 0]);
});

test('classic: the chat mode is told by code 1236, and is known when it is', async () => {
  const { ac, server, window } = await classic();
  const codes = [];
  window.OnAnyChatNotifyMessage = (code, w, l) => { if (code === 1236) codes.push([w, l, ac.BRAC_GetUserChatMode(w)]); };
  assert.deepEqual([ac.BRAC_GetUserChatMode(9), ac.BRAC_GetUserChatMode(8), ac.BRAC_GetUserChatMode(-1), ac.BRAC_GetUserChatMode(55)], [1, 0, 0, 0]);
  assert.deepEqual([ac.BRAC_ChangeChatMode(2), ac.BRAC_ChangeChatMode('x'), ac.BRAC_ChangeChatMode('1')], [21, 21, 0]);
  await settle();
  server.send('chat_mode_changed', { user: 7, mode: 1 });
  server.send('chat_mode_changed', { user: 9, mode: 0 });
  server.send('chat_mode_changed', { user: 9, mode: 0 });
  await settle();
  assert.deepEqual(codes, [[7, 1, 1], [9, 0, 0]]);
  ac.BRAC_LeaveRoom(-1);
  ac.BRAC_ChangeChatMode(0); // in no room: nobody else tells us
  await settle();
  assert.deepEqual(codes.at(-1), [7, 0, 0]);
  assert.deepEqual(server.of('chat_mode').map(({ mode }) => mode), [1, 0]);
});

test('typed: promises and events of both sides', async () => {
  const { server, chat, seen } = await typed();
  const asking = chat.request(8);
  await settle();
  server.send('private_answered', { user: 8, code: 0 });
  await asking;
  assert.deepEqual(chat.partners, [8]);
  await assert.rejects(() => chat.request(8), { code: 421 });
  const refused = chat.request(9);
  await settle();
  server.send('private_answered', { user: 9, code: 402 });
  await assert.rejects(() => refused, { code: 402 });
  server.send('private_requested', { user: 9, request: 3 });
  await settle();
  assert.deepEqual(chat.requests, [9]);
  await chat.accept(9);
  await assert.rejects(() => chat.accept(9), { code: 420 });
  server.send('private_ended', { user: 9, code: 401 });
  server.send('private_requested', { user: 9, request: 4 });
  server.send('private_ended', { user: 9, code: 435 });
  await settle();
  chat.leave(8);
  assert.deepEqual(chat.partners, []);
  assert.deepEqual(seen, ['began 8', 'requested 9', 'began 9', 'ended 9 401', 'requested 9', 'withdrawn 9 435']);
});

test('both ask at the same time: it begins, once', async () => {
  const { server, chat, seen } = await typed();
  server.send('private_requested', { user: 8, request: 3 });
  await settle();
  const asking = chat.request(8);
  await settle();
  server.send('private_answered', { user: 8, code: 0 });
  await asking;
  assert.deepEqual([chat.partners, chat.requests, seen], [[8], [], ['requested 8', 'began 8']]);
});

// ---- races: what the server says before it has heard of us is about what was before ----

/** Answers of the server that wait until the test lets them go. */
function hold(server, t) {
  const held = [];
  server.answers[t] = ({ id }) => { held.push(() => server.send('done', { re: id })); return 'later'; };
  return () => held.shift()();
}

test('taken back, and accepted in the same moment: it does not begin', async () => {
  const { server, chat, seen } = await typed();
  const release = hold(server, 'private_exit');
  const asking = chat.request(8);
  await settle();
  chat.leave(8);
  await assert.rejects(() => asking, { code: 6 });
  server.send('private_answered', { user: 8, code: 0 }); // crossed
  const again = chat.request(8);
  server.send('private_answered', { user: 8, code: 402 }); // of the old one, whatever it says
  await settle();
  release();
  await settle();
  assert.deepEqual(chat.partners, []);
  server.send('private_answered', { user: 8, code: 0 }); // of the new one
  await again;
  assert.deepEqual([chat.partners, seen], [[8], ['began 8']]);
});

test('both leave at the same time: nobody is told what he has done himself', async () => {
  const { server, chat, seen } = await typed();
  const release = hold(server, 'private_exit');
  const asking = chat.request(8);
  await settle();
  server.send('private_answered', { user: 8, code: 0 });
  await asking;
  chat.leave(8);
  await settle();
  server.send('private_ended', { user: 8, code: 0 });
  server.send('private_requested', { user: 8, request: 9 }); // and he asks anew
  await settle();
  release();
  await settle();
  assert.deepEqual([chat.requests, seen], [[8], ['began 8', 'requested 8']]);
});

test('accepted and left at once', async () => {
  const { server, chat, seen } = await typed();
  const release = hold(server, 'private_answer');
  server.send('private_requested', { user: 8, request: 9 });
  await settle();
  const accepting = chat.accept(8);
  chat.leave(8);
  await settle();
  release();
  await accepting;
  assert.deepEqual([chat.partners, seen], [[], ['requested 8']]);
  assert.equal(server.of('private_exit').length, 1);
});

test('accepted too late', async () => {
  const { server, chat, seen } = await typed();
  server.send('private_requested', { user: 8, request: 9 });
  await settle();
  server.answers.private_answer = () => ['error', { code: 420 }];
  await assert.rejects(() => chat.accept(8), { code: 420 });
  assert.deepEqual([chat.partners, seen], [[], ['requested 8']]);
});

test('leaving the room ends all of it quietly; a lost session does too', async () => {
  const { server, chat, parlor, seen } = await typed();
  const asking = chat.request(8);
  server.send('private_requested', { user: 9, request: 9 });
  await settle();
  await chat.accept(9);
  parlor.leave();
  await assert.rejects(() => asking, { code: 6 });
  assert.deepEqual([chat.partners, chat.requests], [[], []]);
  server.send('private_ended', { user: 9, code: 401 });
  await settle();
  assert.deepEqual(seen, ['requested 9', 'began 9']);
  await parlor.enter(1);
  server.send('private_requested', { user: 9, request: 10 });
  await settle();
  await chat.accept(9);
  assert.equal(seen.at(-1), 'began 9');
});

// ---- what one sees and hears ----

test('private mode hides everybody but partners at once, before the server knows', async () => {
  const { server, chat, parlor, world } = await typed();
  parlor.watch(8);
  parlor.watch(9, { audio: false });
  server.send('sub_offer', { version: 1, fresh: true, sdp: 'offer vav', tracks: [
    { mid: '0', user: 8, kind: 'video', stream: 0 }, { mid: '1', user: 8, kind: 'audio', stream: 0 }, { mid: '2', user: 9, kind: 'video', stream: 0 },
  ] });
  await settle();
  const client = parlor._client;
  const pictures = () => [8, 9].map((id) => client.picture(id) !== null);
  assert.deepEqual(pictures(), [true, true]);
  chat.mode = 'private';
  assert.deepEqual([pictures(), chat.mode, client.level(8)], [[false, false], 'private', 0]);
  const asking = chat.request(8);
  await settle();
  server.send('private_answered', { user: 8, code: 0 });
  await asking;
  assert.deepEqual(pictures(), [true, false]);
  chat.leave(8);
  assert.deepEqual(pictures(), [false, false]);
  chat.mode = 'public';
  assert.deepEqual(pictures(), [true, true]);
  assert.throws(() => { chat.mode = 'other'; }, { code: 21 });
  assert.ok(world);
});

test('the mode is told again to a session made anew, and forgotten with a new login', async () => {
  const { server, chat, parlor, world } = await typed();
  chat.mode = 'private';
  await settle();
  server.session.over = true;
  server.socket.cut();
  await world.clock.pass(40000);
  await settle();
  assert.equal(server.sessions.size, 2);
  assert.deepEqual(server.of('chat_mode').map(({ mode }) => mode), [1, 1]);
  assert.ok(server.handled.findLastIndex(({ t }) => t === 'chat_mode') < server.handled.findLastIndex(({ t }) => t === 'enter'));
  await parlor.connect();
  await parlor.login('bob');
  assert.deepEqual([chat.mode, chat.modeOf(-1)], ['public', 'public']);
  assert.equal(server.of('chat_mode').length, 2);
});
