// SPDX-License-Identifier: Apache-2.0
// The life of a connection: pages that are hidden, frozen, put aside and closed; sleep, other networks, server restarts, and
// everything given back at the end.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeDocument } from '../test/dom.mjs';
import { FakeClock, FakeDevices, fakeWorld, friendlyServer, settle, user } from '../test/fakes.mjs';
import { Face } from './classic/face.mjs';
import { PageLife } from './life.mjs';

const EVENTS = ['Connect', 'LoginSystem', 'EnterRoom', 'RoomOnlineUser', 'UserAtRoom', 'LinkClose'];
const BACK = ['Connect 1 0', 'LoginSystem 7 0', 'EnterRoom 1 0', 'RoomOnlineUser 2 1'];

function page({ server = friendlyServer({ members: [user(8, { camera: 2 })] }), random, ...options } = {}) {
  const document = new FakeDocument();
  const world = fakeWorld({ document, server, ...options });
  if (random) world.platform.random = random;
  globalThis.MutationObserver = document.Observer;
  const seen = [];
  const window = { WebSocket: class {}, location: { protocol: 'https:', hostname: 'h' }, navigator: { userAgent: '' }, reportError: (error) => { throw error; } };
  for (const name of EVENTS) window[`OnAnyChat${name}`] = (...args) => { seen.push(`${name} ${args.join(' ')}`); window.hook?.(name, ...args); };
  const face = new Face(world.platform, window);
  return { world, server, clock: world.clock, document, window, seen, face, ac: face.api };
}

function enter({ ac }, name = 'ann') {
  ac.BRAC_InitSDK('0');
  ac.BRAC_Connect('h', '8906');
  ac.BRAC_Login(name, 'pw', 0);
  ac.BRAC_EnterRoom('1', '', 0);
}

async function inRoom(options) {
  const all = page(options);
  enter(all);
  await settle();
  all.server.session.inRoom = true;
  assert.deepEqual(all.seen.splice(0), BACK);
  return all;
}

const pings = (server) => server.sockets.flatMap(({ sent }) => sent).filter(({ t }) => t === 'ping').length;

// ---- telling ----

test('sleep is told of, a late tick is not; without a session nothing ticks', async () => {
  const clock = new FakeClock();
  let slept = 0, looks = 0;
  const life = new PageLife({ clock, wall: () => clock.time + slept, onNetwork: () => () => {}, onPage: () => () => {} });
  life.on('look', () => { looks++; });
  assert.equal(clock.count, 0);
  life.care(true);
  life.care(true);
  await clock.pass(60000);
  slept += 3000;
  await clock.pass(3000);
  assert.equal(looks, 0);
  slept += 60000;
  await clock.pass(2000);
  assert.equal(looks, 1);
  slept -= 7200000; // the clock is set back
  await clock.pass(10000);
  assert.equal(looks, 1);
  life.care(false);
  slept += 60000;
  await clock.pass(10000);
  assert.deepEqual([looks, clock.count], [1, 0]);
});

for (const [what, happens] of [
  ['the machine has slept', ({ world }) => { world.slept_ms += 600000; }],
  ['the page is shown again', ({ world }) => world.page('shown')],
  ['the page is thawed', ({ world }) => world.page('thawed')],
  ['the browser says it is offline', ({ world }) => world.page('offline')],
]) {
  test(`${what}: a link that lives costs a ping, a dead one is made anew at once`, async () => {
    const all = await inRoom();
    happens(all);
    await all.clock.pass(3000);
    assert.equal(pings(all.server), 1);
    assert.equal(all.server.sockets.length, 1);
    all.server.lose = () => true;
    all.server.socket.deafUp = all.server.socket.deafDown = true; // it died in silence
    happens(all);
    all.server.lose = () => false;
    await all.clock.pass(2000 + 800 + 400);
    assert.equal(all.server.sockets.length, 2);
    assert.equal(all.ac.BRAC_QueryUserStateInt(-1, 16), 3);
    assert.deepEqual(all.seen, [], 'the seat was kept: nothing to tell');
  });
}

test('awake again while a try is under way that nobody will answer: another one', async () => {
  const all = await inRoom();
  all.server.socket.cut();
  all.server.lose = () => true;
  await all.clock.pass(400); // the try that hangs
  all.server.lose = () => false;
  all.world.page('thawed');
  await all.clock.pass(3000);
  assert.equal(all.face.client.session.up, true);
  assert.deepEqual(all.seen, []);
});

test('another network: a new path for both peer connections, at once', async () => {
  const all = await inRoom();
  all.ac.BRAC_UserCameraControl(-1, 1);
  all.server.send('sub_offer', { version: 1, fresh: true, sdp: 'sub v', tracks: [{ mid: '0', user: 8, kind: 'video', stream: 0 }] });
  await settle();
  for (const peer of all.world.peers) peer.change('connected');
  await settle();
  all.world.online();
  await settle();
  assert.equal(all.world.peers.find(({ offers }) => offers > 0).restarts, 1);
  assert.deepEqual(all.server.of('media_restart').map(({ peer, path }) => [peer, path]), [['sub', true]]);
});

// ---- leaving the page ----

test('a page that is closed leaves at once, whether or not it calls Release', async () => {
  const all = await inRoom();
  all.ac.BRAC_UserCameraControl(-1, 1);
  await settle();
  all.world.page('closed');
  assert.equal(all.server.of('logout').length, 1);
  assert.equal(all.server.socket.closed, 1000);
  assert.ok(all.world.peers.every(({ closed }) => closed));
  await all.clock.pass(60000);
  assert.deepEqual([all.seen, all.clock.count, all.server.sockets.length], [[], 0, 1]);
});

test('a page that is put aside leaves, and comes back by itself: LinkClose 116, then everything again', async () => {
  const all = await inRoom();
  all.ac.BRAC_UserCameraControl(-1, 1);
  all.ac.BRAC_SetVideoPos(-1, all.document.body, 'own');
  await settle();
  const track = all.face.client.local.track('camera');
  all.world.page('kept');
  assert.equal(all.server.of('logout').length, 1);
  assert.equal(track.readyState, 'ended', 'no camera runs behind the user');
  assert.ok(all.world.peers.every(({ closed }) => closed));
  await all.clock.pass(3600000);
  assert.deepEqual([all.seen, all.server.sockets.length], [[], 1], 'nothing is told to a page that is not there');
  all.world.page('back');
  await settle();
  all.server.session.inRoom = true;
  await all.clock.pass(100);
  assert.deepEqual(all.seen, ['LinkClose 116 116', ...BACK]);
  assert.equal(all.ac.BRAC_GetCameraState(-1), 1);
});

test('put aside: before the login, during a reconnect, after Logout, with option 47 off', async () => {
  const early = page();
  early.server.lose = (way) => way === 'down';
  enter(early);
  await settle();
  early.world.page('kept');
  early.server.lose = () => false;
  early.world.page('back');
  await early.clock.pass(100);
  assert.deepEqual(early.seen, BACK);

  const between = await inRoom();
  between.server.reachable = false;
  between.server.sessions.clear();
  between.server.socket.cut();
  await between.clock.pass(40000);
  between.world.page('kept');
  await between.clock.pass(60000);
  between.server.reachable = true;
  between.world.page('back');
  await between.clock.pass(100);
  assert.deepEqual(between.seen, ['LinkClose 101 101', ...BACK]);

  const out = await inRoom();
  out.ac.BRAC_Logout();
  out.world.page('kept');
  out.world.page('back');
  await out.clock.pass(60000);
  assert.deepEqual([out.seen, out.clock.count], [[], 0]);

  const once = await inRoom();
  once.ac.BRAC_SetSDKOption(47, 0);
  once.world.page('kept');
  once.world.page('back');
  await once.clock.pass(60000);
  assert.deepEqual([once.seen, once.clock.count], [['LinkClose 116 116'], 0]);
});

// ---- coming back ----

test('option 47 is switched off after the link was lost: no more tries', async () => {
  const all = await inRoom();
  all.window.hook = (name) => { if (name === 'LinkClose') all.ac.BRAC_SetSDKOption(47, '0'); };
  all.server.sessions.clear();
  all.server.socket.cut();
  await all.clock.pass(120000);
  assert.deepEqual(all.seen, ['LinkClose 101 101']);
  assert.equal(all.server.hellos.length, 1);
  assert.equal(all.clock.count, 0);
});

for (const code of [209, 211]) test(`${code} is heard too late, when the link is back: no coming back all the same`, async () => {
  const all = await inRoom();
  all.server.sessions.clear();
  all.server.farewell = code;
  all.server.socket.cut();
  await all.clock.pass(120000);
  assert.deepEqual(all.seen, [`LinkClose ${code} ${code}`]);
  assert.equal(all.server.hellos.length, 1);
});

test('a session that is lost for good is named to the server once; one that was left is not', async () => {
  const all = await inRoom();
  const token = all.server.session.token;
  assert.equal(all.server.hellos[0].was, undefined);
  all.server.sessions.clear();
  all.server.socket.cut();
  await all.clock.pass(120000);
  all.ac.BRAC_Connect('h', '8906');
  await settle();
  assert.equal(all.server.hellos.at(-1).was, token);
  all.ac.BRAC_Connect('elsewhere', '8906');
  await settle();
  assert.equal(all.server.hellos.at(-1).was, undefined);
  all.ac.BRAC_Logout();
  all.ac.BRAC_Connect('elsewhere', '8906');
  await settle();
  assert.equal(all.server.hellos.at(-1).was, undefined);
});

test('a server that restarts is not overrun: its clients come back over several seconds', async () => {
  const delays = [];
  for (let n = 0; n < 40; n++) {
    let draw = n / 40;
    const all = await inRoom({ random: () => draw });
    all.server.send('closing', { code: 212, reconnect: true });
    await settle();
    assert.deepEqual(all.seen.splice(0), ['LinkClose 212 212']);
    const from = all.clock.time;
    while (all.server.hellos.length < 2) await all.clock.pass(50);
    delays.push(all.clock.time - from);
    draw = 0.5;
    await all.clock.pass(100);
    assert.deepEqual(all.seen, BACK);
  }
  for (let second = 1; second < 5; second++) {
    const now = delays.filter((ms) => ms >= second * 1000 && ms < (second + 1) * 1000).length;
    assert.ok(now >= 5 && now <= 13, `${now} of 40 in second ${second}: ${delays}`);
  }
});

test('too many from one address: a login by itself waits its turn, one by hand is told', async () => {
  const all = await inRoom();
  all.server.answers.login = () => ['error', { code: 203 }];
  all.server.sessions.clear();
  all.server.socket.cut();
  await all.clock.pass(20000);
  assert.deepEqual(all.seen, ['LinkClose 101 101', 'Connect 1 0'], 'connected again, not yet signed in');
  assert.ok(all.server.of('login').length >= 3);
  all.server.answers.login = friendlyServer().answers.login;
  await all.clock.pass(40000);
  assert.deepEqual(all.seen.filter((line) => !line.startsWith('Connect')), ['LinkClose 101 101', ...BACK.slice(1)]);
  all.server.answers.login = () => ['error', { code: 203 }];
  all.ac.BRAC_Connect('h', 1);
  all.ac.BRAC_Login('ann', 'pw');
  await all.clock.pass(100);
  assert.equal(all.seen.at(-1), 'LoginSystem 0 203');
});

test('a login alone during the reconnect replaces the one that would be repeated, and its refusal is told', async () => {
  const all = await inRoom();
  all.server.reachable = false;
  all.server.sessions.clear();
  all.server.socket.cut();
  await all.clock.pass(40000);
  all.server.answers.login = ({ name }) => name === 'bob' ? ['error', { code: 206 }] : assert.fail(`${name} logs in`);
  all.ac.BRAC_Login('bob', 'pw', 0);
  all.server.reachable = true;
  await all.clock.pass(60000);
  assert.deepEqual(all.seen, ['LinkClose 101 101', 'Connect 1 0', 'LoginSystem 0 206']);
});

// ---- nothing is left ----

class CountedDevices extends FakeDevices {
  listeners = 0;
  addEventListener(...args) { this.listeners++; super.addEventListener(...args); }
  removeEventListener(...args) { this.listeners--; super.removeEventListener(...args); }
}

test('Release and InitSDK over and over: no socket, peer connection, timer, listener, camera or element is left', async () => {
  const all = page({ devices: new CountedDevices() });
  const { ac, world, clock, document, server } = all;
  const opened = [];
  for (let round = 0; round < 12; round++) {
    enter(all);
    ac.BRAC_UserCameraControl(-1, 1);
    ac.BRAC_UserSpeakControl(-1, 1);
    ac.BRAC_UserCameraControl(8, 1);
    ac.BRAC_SetVideoPos(8, document.body, `box${round}`);
    if (round % 3 > 0) await settle(); // else: released before anything was answered
    const { client } = all.face;
    if (round % 3 > 0) opened.push(client.local.track('camera'), client.local.track('microphone'));
    if (round % 3 === 2) { server.socket.cut(); await clock.pass(100); } // released while the link is being made again
    ac.BRAC_Release();
    ac.BRAC_Release();
    await clock.pass(40000); // what had to be said is said: logout over a link that was lost
    assert.equal(clock.count, 0, `timers after round ${round}`);
    assert.deepEqual([world.page, world.online, world.devices.listeners], [null, null, 0]);
    assert.equal(document.observers.size, 0);
    assert.equal(document.getElementById('AnyChatSDKPluginDiv'), null);
  }
  assert.equal(server.of('logout').length, 8);
  assert.ok(server.sockets.every(({ readyState }) => readyState === 3));
  assert.ok(world.peers.length > 0 && world.peers.every(({ closed }) => closed));
  assert.ok(opened.length === 16 && opened.every((track) => track.readyState === 'ended'));
  assert.equal(document.body.childNodes.every(({ id }) => id.startsWith('box')), true, 'the page keeps what it asked for');
});
