// SPDX-License-Identifier: Apache-2.0
// The typed face over a fake browser and a fake server: what a new page lives with.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakePeer, FakeSight, fakeWorld, friendlyServer, refusal, settle, user } from '../test/fakes.mjs';
import { Parlor } from './parlor.mjs';

async function connected(options = {}) {
  const world = fakeWorld(options);
  const parlor = new Parlor({ url: 'ws://h/parlor', platform: world.platform, ...options.parlor });
  await parlor.connect();
  const self = await parlor.login('ann');
  return { world, parlor, self, server: world.server };
}

async function inRoom(options = {}) {
  const all = await connected({ server: friendlyServer({ members: options.members ?? [user(8, { camera: 2, mic: 1 })] }), ...options });
  const room = await all.parlor.enter(1);
  all.server.session.inRoom = true;
  return { ...all, room };
}

test('connect, login, enter: the room is complete when enter() gives it', async () => {
  const { parlor, room, server } = await inRoom();
  assert.equal(parlor.state, 'connected');
  assert.equal(parlor.self.id, 7);
  assert.deepEqual(room.users.map(({ id }) => id), [8]);
  const seen = [];
  room.on('userEntered', ({ id }) => seen.push(`+${id}`));
  room.on('userLeft', ({ id, name }, code) => seen.push(`-${id} ${name} ${code}`));
  server.send('user_entered', { user: user(9) });
  server.send('user_left', { user: 8, code: 101 });
  await settle();
  assert.deepEqual(seen, ['+9', '-8 user8 101']);
  assert.deepEqual(room.users.map(({ id }) => id), [9]);
});

test('who speaks, as the server tells', async () => {
  const { room, server } = await inRoom();
  const seen = [];
  room.on('speakers', (ids) => seen.push([...ids]));
  server.send('speakers', { users: [{ user: 8 }] });
  await settle();
  assert.deepEqual(room.speakers, [8]);
  server.send('speakers', { users: [] });
  await settle();
  assert.deepEqual(seen, [[8], []]);
});

test('hello tells what can be shown; the state is told before the room is entered', async () => {
  const { server } = await inRoom();
  const hello = server.sockets[0].sent[0];
  assert.deepEqual(hello.video, ['H264', 'VP8', 'VP9']);
  assert.equal(hello.device, 4);
  assert.deepEqual(server.handled.map(({ t }) => t), ['login', 'state', 'enter', 'tell_figures']);
  assert.deepEqual([server.of('state')[0].camera, server.of('state')[0].mic], [1, 0]);
});

test('refusals reject with code, cause and cure', async () => {
  const server = friendlyServer();
  server.answers.login = () => ['error', { code: 200, detail: 'no' }];
  const world = fakeWorld({ server });
  const parlor = new Parlor({ url: 'ws://h/parlor', platform: world.platform });
  await assert.rejects(() => parlor.login('x'), { code: 2 });
  await parlor.connect();
  const error = await parlor.login('ann', 'bad').catch((e) => e);
  assert.equal(error.code, 200);
  assert.equal(error.detail, 'no');
  assert.match(error.texts('en').cure, /\w/);
  assert.match(error.texts('zh-CN').text, /[\u4e00-\u9fff]/);
  server.answers.login = friendlyServer().answers.login;
  await parlor.login('ann'); // the link stands
  server.answers.enter = ({ room }) => ['error', { code: 302, room }];
  await assert.rejects(() => parlor.enter(1), { code: 302 });
});

test('text goes to all or to one; too long is refused here', async () => {
  const { room, server } = await inRoom();
  await room.say('hi <b>');
  await room.say('psst', { to: 8, secret: true });
  assert.deepEqual(server.of('text').map(({ to, secret, text }) => [to, secret, text]), [[-1, false, 'hi <b>'], [8, true, 'psst']]);
  await assert.rejects(() => room.say('\u4e2d'.repeat(11000)), { code: 21 });
  const seen = [];
  room.on('text', (message) => seen.push(message));
  server.send('text_received', { from: 8, to: -1, secret: false, text: 'x' });
  await settle();
  assert.deepEqual(seen, [{ from: 8, to: -1, secret: false, text: 'x' }]);
});

test('camera and microphone: one question, one offer, states', async () => {
  const { parlor, server, world } = await inRoom();
  await Promise.all([parlor.camera.open(), parlor.microphone.open()]);
  await settle();
  assert.equal(world.devices.asked.length, 1);
  assert.deepEqual(Object.keys(world.devices.asked[0]).sort(), ['audio', 'video']);
  const offers = server.of('pub_offer');
  assert.deepEqual(new Set(offers.at(-1).tracks.map(({ kind }) => kind)), new Set(['audio', 'video']));
  assert.deepEqual([server.of('state').at(-1).camera, server.of('state').at(-1).mic], [2, 1]);
  assert.equal(parlor.camera.state, 'open');
  assert.equal(parlor.self.camera, 2);
  parlor.camera.close();
  await settle();
  assert.equal(server.of('state').at(-1).camera, 1);
  assert.equal(world.peers[0].transceivers.find(({ sender }) => sender.replaced.includes(null)).sender.track, null);
  assert.equal(world.peers.length, 1);
});

test('watch, attach, see: from the first offer to the element', async () => {
  const { parlor, server, world, room } = await inRoom();
  const element = { setAttribute() {}, srcObject: null };
  parlor.attach(8, element);
  parlor.watch(8);
  assert.equal(room.media(8, 'video'), 'connecting');
  await settle();
  assert.deepEqual(server.of('watch').map(({ user: id, kind, on }) => [id, kind, on]), [[8, 'video', true], [8, 'audio', true]]);
  server.send('sub_offer', { version: 1, fresh: true, sdp: 'o1 av', tracks: [{ mid: '0', user: 8, kind: 'audio', stream: 0 }, { mid: '1', user: 8, kind: 'video', stream: 0 }] });
  await settle();
  world.peers[0].change('connected');
  assert.equal(server.of('sub_answer')[0].version, 1);
  assert.equal(element.srcObject.getTracks()[0].kind, 'video');
  assert.equal(element.muted, true);
  assert.equal(room.media(8, 'video'), 'live');
  server.send('user_state', { user: 8, camera: 1, mic: 1 });
  await settle();
  assert.equal(element.srcObject, null); // no frozen picture
  assert.equal(room.media(8, 'video'), 'closed');
  server.send('user_state', { user: 8, camera: 2, mic: 1 });
  await settle();
  assert.ok(element.srcObject);
  parlor.unwatch(8);
  assert.equal(element.srcObject, null);
  assert.equal(room.media(8, 'video'), 'off');
});

test('a short break: reconnecting and back, the room untouched', async () => {
  const { parlor, server, world, room } = await inRoom();
  const seen = [];
  parlor.on('state', (state) => seen.push(state));
  room.on('userLeft', () => seen.push('left'));
  server.socket.cut();
  const said = room.say('kept');
  await world.clock.pass(1000);
  await said;
  assert.deepEqual(seen, ['reconnecting', 'connected']);
  assert.equal(server.of('text').length, 1);
  assert.equal(room.isOver, false);
});

test('a long break: signed in and in the room again, with differences told and wishes repeated', async () => {
  const { parlor, server, world, room } = await inRoom({ members: [user(8), user(9)] });
  parlor.watch(8);
  await parlor.camera.open();
  await settle();
  const seen = [];
  parlor.on('lost', ({ code }, { again }) => seen.push(`lost ${code} ${again}`));
  room.on('userLeft', ({ id }) => seen.push(`-${id}`));
  room.on('userEntered', ({ id }) => seen.push(`+${id}`));
  room.on('restored', () => seen.push('restored'));
  server.reachable = false;
  server.socket.cut();
  await world.clock.pass(40000);
  server.reachable = true;
  server.answers.enter = ({ room: id }) => ['entered', { room: id, name: '', members: [user(8), user(10)] }];
  server.handled.length = 0;
  await world.clock.pass(60000);
  assert.deepEqual(seen, ['lost 101 true', '-9', '+10', 'restored']);
  assert.deepEqual(server.handled.map(({ t }) => t).slice(0, 7), ['login', 'state', 'enter', 'tell_figures', 'watch', 'watch', 'pub_offer']);
  assert.equal(server.of('state')[0].camera, 2);
  assert.equal(room.isOver, false);
  assert.equal(parlor.room, room);
});

for (const [code, reconnect] of [[209, false], [211, false], [211, true]]) {
  test(`no coming back after ${code}${reconnect ? ', whatever the server says' : ''}`, async () => {
    const { parlor, server, world, room } = await inRoom();
    let end;
    room.on('ended', (error) => { end = error.code; });
    server.send('closing', { code, reconnect });
    await world.clock.pass(120000);
    assert.equal(end, code);
    assert.equal(parlor.state, 'closed');
    assert.equal(server.sockets.length, 1);
  });
}

test('the server restarts: closing says come back, and we do', async () => {
  const { parlor, server, world, room } = await inRoom();
  let restored = false;
  room.on('restored', () => { restored = true; });
  server.send('closing', { code: 212, reconnect: true });
  await world.clock.pass(5000);
  assert.ok(restored);
  assert.equal(parlor.state, 'connected');
});

test('leaving closes the devices and both peer connections; entering begins anew', async () => {
  const { parlor, server, world } = await inRoom();
  await parlor.camera.open();
  server.send('sub_offer', { version: 1, fresh: true, sdp: 'o1 v', tracks: [] });
  await settle();
  parlor.leave();
  assert.equal(parlor.camera.state, 'closed');
  assert.ok(world.peers.length === 2 && world.peers.every((peer) => peer.closed));
  server.session.inRoom = false;
  await parlor.enter(2);
  assert.deepEqual(server.of('leave').length, 1);
  await parlor.camera.open();
  await settle();
  assert.equal(world.peers.length, 3);
  assert.ok(world.peers[2] instanceof FakePeer && !world.peers[2].closed);
});

test('no camera, no permission, no secure page: the room is entered all the same', async () => {
  const { parlor, server, world } = await inRoom();
  const errors = [];
  parlor.on('error', (error) => errors.push(`${error.code} ${error.reason}`));
  world.devices.judge = () => { throw Object.assign(new Error('no'), { name: 'NotAllowedError' }); };
  await assert.rejects(() => parlor.camera.open(), { code: 22, reason: 'permission' });
  assert.deepEqual(errors, ['22 permission']);
  await settle();
  assert.equal(server.of('state').at(-1).camera, 0);

  const bare = fakeWorld();
  bare.platform.mediaDevices = null;
  const other = new Parlor({ url: 'ws://h/parlor', platform: bare.platform });
  await other.connect();
  await other.login('ann');
  const room = await other.enter(1);
  assert.equal(room.id, 1);
  await assert.rejects(() => other.camera.open(), { code: 1010000 });
});

test('direct connections: policies by name, asking, the event, the figures and the picture\'s state', async () => {
  const { parlor, room, server, world } = await inRoom({ parlor: { direct: 'page' } });
  assert.equal(server.hellos[0].p2p, 2);
  parlor.setDirect('onDemand');
  assert.throws(() => parlor.setDirect('sometimes'), { code: 21 });
  parlor.watch(8);
  room.connectDirectly(8);
  await settle();
  assert.deepEqual(server.of('p2p_policy').map(({ policy }) => policy), [3]);
  assert.deepEqual(server.of('p2p_connect').map(({ user: id, on }) => [id, on]), [[8, true]]);
  const seen = [];
  room.on('direct', (id, way) => seen.push(`${id} ${way}`));
  server.send('p2p_start', { user: 8, attempt: 1, offer: true });
  await settle();
  const peer = world.peers.at(-1);
  assert.equal(room.media(8, 'video'), 'connecting');
  const inbound = (frames) => peer.stats.set('v', { type: 'inbound-rtp', kind: 'video', mid: '1', framesDecoded: frames, packetsReceived: frames, bytesReceived: 1000 * frames, frameWidth: 640, frameHeight: 480, timestamp: 100 * frames });
  inbound(1);
  peer.change('connected');
  await settle();
  inbound(5);
  await world.clock.pass(250);
  assert.deepEqual([seen, room.direct(8), room.direct(9), room.media(8, 'video')], [['8 udp'], 'udp', 'none', 'live']);
  assert.deepEqual(server.of('p2p_state').at(-1).tracks, [{ kind: 'video', stream: 0 }]);
  await world.clock.pass(1000);
  inbound(25);
  await world.clock.pass(1000);
  assert.equal(parlor.stats(8).video.width, 640);
  assert.equal(parlor.stats(8).video.bitrate, 80000);
  server.send('p2p_stop', { user: 8, attempt: 1, code: 0 });
  await settle();
  assert.deepEqual(seen, ['8 udp', '8 none']);
  parlor.leave();
  assert.equal(peer.closed, true);
});

test('logout ends everything without an event', async () => {
  const { parlor, server, world } = await inRoom();
  const seen = [];
  for (const name of ['lost', 'error']) parlor.on(name, () => seen.push(name));
  parlor.logout();
  await world.clock.pass(100000);
  assert.equal(server.of('logout').length, 1);
  assert.deepEqual(seen, []);
  assert.equal(parlor.state, 'closed');
  await parlor.connect(); // and begins again
  await parlor.login('ann');
  assert.equal(parlor.state, 'connected');
});

test('how pictures are shown is told: attached, detached, by preference, and anew in a new session', async () => {
  const sight = new FakeSight();
  const { parlor, server, world } = await inRoom({ sight });
  const told = () => server.of('view').map(({ views }) => views.map(({ user: id, width, height, visible }) => `${id}:${visible ? `${width}x${height}` : '-'}`).join(' '));
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const element = Object.assign(sight.element(document, 640, 360), { play: async () => {} });
  parlor.watch(8);
  parlor.attach(8, element);
  await world.clock.pass(2000);
  assert.deepEqual(told(), ['8:640x368']);
  parlor.prefer(null, 'low');
  await world.clock.pass(2000);
  assert.deepEqual(told().slice(1), ['8:320x192']);
  parlor.prefer(8, 'high');
  await world.clock.pass(2000);
  assert.deepEqual(told().slice(2), ['8:0x0']);
  parlor.prefer(8, null);
  parlor.prefer(null, 'off');
  await world.clock.pass(2000);
  assert.deepEqual(told().slice(3), ['8:-']);
  parlor.prefer(null, null);
  assert.throws(() => parlor.prefer(8, 'best'), { code: 21 });
  await world.clock.pass(2000);
  server.sockets.at(-1).cut();
  server.sessions.clear(); // the server knows nothing of us any more
  const before = told().length;
  await world.clock.pass(10000);
  assert.equal(parlor.state, 'connected');
  assert.deepEqual(told().slice(before), ['8:640x368']);
  parlor.detach(element);
  await world.clock.pass(2000);
  assert.deepEqual(told().slice(before + 1), ['8:-']);
  assert.equal(sight.observed, 0);
});

test('setAudio: what the browser makes of it; null while the microphone is closed', async () => {
  const { parlor, world } = await inRoom({ parlor: { audio: { autoGainControl: false } } });
  assert.equal(await parlor.setAudio({ dtx: true }), null);
  assert.deepEqual([parlor.microphone.settings.autoGainControl, parlor.microphone.settings.dtx], [false, true]);
  await parlor.microphone.open();
  assert.equal(world.devices.asked[0].audio.autoGainControl, false);
  assert.equal((await parlor.setAudio({ echoCancellation: false })).denoise, false);
  assert.equal(world.devices.asked[1].audio.echoCancellation, false);
  parlor.microphone.volume = 2;
  assert.equal(parlor.microphone.volume, 1);
  assert.equal(parlor.camera.permission, 'unknown');
  await assert.rejects(parlor.camera.select('nowhere'), { code: 22, reason: 'missing' });
  await parlor.camera.select(null);
});

test('a screen beside the camera: opened, told to the others, ended by the user; room.pictures() names both', async () => {
  const { parlor, world, room } = await inRoom();
  const told = [];
  parlor.screen.on('change', () => told.push(parlor.screen.state));
  parlor.screen.on('ended', () => told.push('ended'));
  world.server.session.inRoom = true;
  await parlor.camera.open();
  await parlor.screen.open({ fps: 5 });
  await settle();
  assert.deepEqual(room.pictures(-1), [{ stream: 0, screen: false }, { stream: 15, screen: true }]);
  assert.deepEqual([parlor.screen.isOpen, parlor.screen.stream, world.devices.screens[0].video.frameRate.ideal], [true, 15, 5]);
  parlor._client.local.track('camera', 15).end();
  await settle();
  assert.deepEqual(told, ['open', 'closed', 'ended']);
  assert.deepEqual(room.pictures(-1), [{ stream: 0, screen: false }]);
  parlor.screen.close(); // nothing to close
  world.devices.judge = () => { throw refusal('NotAllowedError'); };
  await assert.rejects(parlor.screen.open({ stream: 3 }), { code: 22, reason: 'screen' });
  assert.equal(parlor.screen.state, 'closed');
  assert.equal(parlor.camera.isOpen, true);
});

test('pictures of others: which there are, which of them move', async () => {
  const { world, room } = await inRoom();
  const states = [];
  room.on('userState', ({ id, streams }) => states.push([id, streams]));
  assert.deepEqual(room.pictures(8), [{ stream: 0, screen: false }]);
  world.server.send('user_state', { user: 8, camera: 2, mic: 0, streams: 0x8001, screens: 0x8000 });
  await settle();
  assert.deepEqual(room.pictures(8), [{ stream: 0, screen: false }, { stream: 15, screen: true }]);
  world.server.send('user_state', { user: 8, camera: 2, mic: 0 }); // an older client
  await settle();
  assert.deepEqual([room.pictures(8), room.pictures(77)], [[{ stream: 0, screen: false }], []]);
  assert.deepEqual(states, [[8, 0x8001], [8, undefined]]);
});

test('settings of one camera go before those of all; effects are checked', async () => {
  const { parlor } = await inRoom();
  await parlor.camera.open();
  await parlor.setVideo({ width: 320 });
  await parlor.setVideo({ fps: 5 }, { stream: 0 });
  assert.deepEqual([parlor.video().width, parlor.video().fps, parlor.video(1).fps], [320, 5, 25]);
  assert.deepEqual(parlor._client.local.track('camera').applied.length, 2);
  assert.equal(parlor.effects().timestamp, false);
  await assert.rejects(parlor.setEffects({ rotate: 7 }), { code: 21 });
  await assert.rejects(parlor.setEffects({ mirror: true }), { code: 32 }); // this browser of the tests cannot
  const element = { setAttribute() {}, style: {} };
  parlor.attach(-1, element, { mirror: true });
  assert.equal(element.style.transform, 'scaleX(-1)');
});
