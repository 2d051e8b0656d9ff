// SPDX-License-Identifier: Apache-2.0
// The manual's interface, as pages use it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeDocument } from '../../test/dom.mjs';
import { FakeSight, fakeWorld, friendlyServer, settle, user } from '../../test/fakes.mjs';
import * as c from '../generated/constants.mjs';
import { Face } from './face.mjs';

const EVENTS = ['Connect', 'LoginSystem', 'EnterRoom', 'RoomOnlineUser', 'UserAtRoom', 'LinkClose', 'MicStateChange', 'CameraStateChange',
  'VideoSizeChange', 'TextMessage', 'VolumeChange', 'P2PConnectState'];

function page(options = {}) {
  const document = new FakeDocument();
  const world = fakeWorld({ document, ...options });
  const seen = [];
  const reported = [];
  const window = {
    WebSocket: class {}, location: { protocol: 'https:', hostname: 'desk.example' }, navigator: { userAgent: 'Firefox/128' },
    reportError: (error) => reported.push(error),
  };
  for (const name of EVENTS) window[`OnAnyChat${name}`] = (...args) => { seen.push(`${name} ${args.join(' ')}`); window.hook?.(name, ...args); };
  globalThis.MutationObserver = document.Observer;
  const face = new Face(world.platform, window);
  return { world, server: world.server, window, document, seen, reported, face, ac: face.api };
}

async function inRoom(options = {}) {
  const all = page({ server: friendlyServer({ members: options.members ?? [user(8, { camera: 2, mic: 1 }), user(-9)] }), ...options });
  const { ac } = all;
  ac.BRAC_InitSDK('0');
  ac.BRAC_Connect('h', '8906');
  ac.BRAC_Login('ann', 'pw', 0);
  ac.BRAC_EnterRoom('1', '', 0);
  await settle();
  all.server.session.inRoom = true;
  all.before = all.seen.splice(0);
  return all;
}

test('Connect, Login and EnterRoom in one go: nothing inside the calls, then the manual\'s order', async () => {
  const { ac, seen, server } = page();
  assert.equal(ac.BRAC_InitSDK('0'), 0);
  assert.equal(ac.BRAC_InitSDK('0'), 0);
  assert.deepEqual([ac.BRAC_Connect('h', '8906'), ac.BRAC_Login('ann', '', 0), ac.BRAC_EnterRoom('3', '', 0)], [0, 0, 0]);
  assert.deepEqual(seen, []);
  await settle();
  assert.deepEqual(seen, ['Connect 1 0', 'LoginSystem 7 0', 'EnterRoom 3 0', 'RoomOnlineUser 1 3']);
  assert.equal(server.socket.url, 'wss://h:8906/parlor');
  assert.equal(server.of('enter')[0].room, 3);
});

test('without a host: where the page comes from', async () => {
  const { ac, server } = page();
  ac.BRAC_InitSDK();
  ac.BRAC_Connect('', '');
  assert.equal(server.socket.url, 'wss://desk.example:8906/parlor');
  ac.BRAC_Connect('2001:db8::1', 9000);
  assert.equal(server.socket.url, 'wss://[2001:db8::1]:9000/parlor');
});

test('before init: 2, and questions have harmless answers', () => {
  const { ac } = page();
  assert.equal(ac.BRAC_Connect('h', 1), 2);
  assert.equal(ac.BRAC_GetUserName(-1), '');
  assert.deepEqual(ac.BRAC_EnumDevices(1), []);
  assert.equal(ac.BRAC_Release(), undefined);
});

test('caches are complete inside the handlers (behaviour 3.8 a to e, 3.9)', async () => {
  const { ac, seen, server, window } = await inRoom({ members: [user(8, { camera: 2, mic: 1 })] });
  ac.BRAC_LeaveRoom(-1);
  const list = [];
  window.hook = (name, id, entered) => {
    if (name === 'EnterRoom') assert.deepEqual(ac.BRAC_GetOnlineUser(), [8]);
    if (name === 'RoomOnlineUser') {
      list.push(...ac.BRAC_GetOnlineUser());
      assert.deepEqual([ac.BRAC_GetUserName(8), ac.BRAC_GetCameraState(8), ac.BRAC_GetSpeakState(8)], ['user8', 2, 1]);
      assert.ok(!list.includes(7)); // (a) never oneself
    }
    if (name === 'UserAtRoom' && entered) {
      assert.ok(!list.includes(id)); // (b) no duplicate
      assert.deepEqual([ac.BRAC_GetUserName(id), ac.BRAC_GetCameraState(id)], [`user${id}`, 1]);
      list.push(id);
    }
    if (name === 'UserAtRoom' && !entered) {
      assert.ok(list.includes(id)); // (c) nobody unknown leaves
      assert.equal(ac.BRAC_GetUserName(id), '');
      list.splice(list.indexOf(id), 1);
    }
    if (name === 'UserAtRoom' || name === 'RoomOnlineUser') assert.deepEqual(list, ac.BRAC_GetOnlineUser()); // (e)
  };
  // A server whose events come in one burst with the reply, with nonsense among them.
  server.send('user_entered', { user: user(99) }); // of the room that was left
  server.answers.enter = ({ room }) => {
    queueMicrotask(() => {
      server.send('user_entered', { user: user(10, { camera: 1 }) });
      server.send('user_entered', { user: user(10, { camera: 1 }) });
      server.send('user_entered', { user: user(7) });
      server.send('user_left', { user: 55, code: 0 });
      server.send('user_left', { user: 8, code: 0 });
      server.send('user_entered', { user: user(8, { camera: 1 }) });
    });
    return ['entered', { room, name: '', members: [user(8, { camera: 2, mic: 1 })] }];
  };
  ac.BRAC_EnterRoom(2, '', 0);
  await settle();
  assert.deepEqual(seen, ['EnterRoom 2 0', 'RoomOnlineUser 2 2', 'UserAtRoom 10 1', 'UserAtRoom 8 0', 'UserAtRoom 8 1']); // (d)
});

test('a dispatcher gets everything that has one, the functions nothing; never both', async () => {
  const all = page();
  const codes = [];
  all.window.OnAnyChatNotifyMessage = (code, w, l) => codes.push(`${code} ${w} ${l}`);
  all.ac.BRAC_InitSDK('0');
  all.ac.BRAC_Connect('h', 1);
  all.ac.BRAC_Login('ann', '', 0);
  all.ac.BRAC_EnterRoom(1, '', 0);
  await settle();
  assert.deepEqual(codes, ['1225 1 0', '1226 7 0', '1227 1 0', '1231 1 1']);
  all.server.send('text_received', { from: 8, to: -1, secret: false, text: 'a\u4e2d' });
  await settle();
  assert.deepEqual(all.seen, ['TextMessage 8 -1 0 a\u4e2d 2']); // has no dispatcher
  delete all.window.OnAnyChatNotifyMessage; // looked up when it happens
  all.server.send('user_entered', { user: user(9) });
  await settle();
  assert.equal(all.seen.at(-1), 'UserAtRoom 9 1');
});

test('handlers that throw are reported and harm nothing; missing ones are no matter', async () => {
  const all = await inRoom();
  all.window.OnAnyChatUserAtRoom = () => { throw new Error('row is missing'); };
  delete all.window.OnAnyChatTextMessage;
  all.server.send('user_left', { user: 8, code: 0 });
  all.server.send('text_received', { from: 8, to: -1, secret: false, text: 'x' });
  all.server.send('user_state', { user: -9, camera: 2, mic: 0 });
  await settle();
  assert.equal(all.reported.length, 1);
  assert.deepEqual(all.seen, ['CameraStateChange -9 2']);
  assert.deepEqual(all.ac.BRAC_GetOnlineUser(), [-9]);
});

test('an event that a handler causes comes after those that were there before', async () => {
  const all = await inRoom();
  all.window.hook = (name) => { if (name === 'CameraStateChange') all.ac.BRAC_AudioSetVolume(1, '40'); };
  all.server.send('user_state', { user: 8, camera: 1, mic: 0 });
  await settle();
  assert.deepEqual(all.seen, ['CameraStateChange 8 1', 'MicStateChange 8 0', 'VolumeChange 1 40']);
  assert.equal(all.ac.BRAC_AudioGetVolume(1), 40);
});

test('failed connect: (0, code) and nothing else; the next try replaces what was remembered', async () => {
  const { ac, seen, server } = page();
  ac.BRAC_InitSDK('0');
  server.refuse = 102;
  ac.BRAC_Connect('h', 1);
  ac.BRAC_Login('old', '', 0);
  ac.BRAC_EnterRoom(1, '', 0);
  await settle();
  assert.deepEqual(seen, ['Connect 0 102']);
  server.refuse = 0;
  ac.BRAC_Connect('h', 1);
  ac.BRAC_Login('new', '', 0);
  await settle();
  assert.deepEqual(seen.slice(1), ['Connect 1 0', 'LoginSystem 7 0']);
  assert.deepEqual(server.of('login').map(({ name }) => name), ['new']);
});

test('failed login, then Connect and Login again on the open link', async () => {
  const { ac, seen, server } = page();
  const accept = server.answers.login;
  server.answers.login = () => ['error', { code: 200 }];
  ac.BRAC_InitSDK('0');
  ac.BRAC_Connect('h', 1);
  ac.BRAC_Login('ann', 'bad', 0);
  await settle();
  server.answers.login = accept;
  ac.BRAC_Connect('h', 1);
  ac.BRAC_Login('ann', 'good', 0);
  await settle();
  assert.deepEqual(seen, ['Connect 1 0', 'LoginSystem 0 200', 'Connect 1 0', 'LoginSystem 7 0']);
});

test('entering twice is 308, another room 307, and the room stays', async () => {
  const all = await inRoom();
  all.server.answers.enter = ({ room }) => ['error', { code: room === 1 ? 308 : 307, room }];
  all.ac.BRAC_EnterRoom(1, '', 0);
  all.ac.BRAC_EnterRoom(2, '', 0);
  await settle();
  assert.deepEqual(all.seen, ['EnterRoom 1 308', 'EnterRoom 2 307']);
  assert.deepEqual(all.ac.BRAC_GetOnlineUser(), [8, -9]);
  assert.deepEqual(all.ac.BRAC_GetRoomOnlineUsers(1), [8, -9]);
  assert.deepEqual(all.ac.BRAC_GetRoomOnlineUsers(2), []);
});

test('by name: the number is the server\'s', async () => {
  const all = await inRoom();
  all.ac.BRAC_LeaveRoom(1);
  all.ac.BRAC_EnterRoomEx('lobby', '');
  await settle();
  assert.deepEqual(all.seen, ['EnterRoom 100000001 0', 'RoomOnlineUser 3 100000001']);
});

test('LeaveRoom and Logout: no event to the caller; an old room number does nothing; twice is harmless', async () => {
  const all = await inRoom();
  assert.equal(all.ac.BRAC_LeaveRoom(77), 0);
  assert.equal(all.server.of('leave').length, 0);
  assert.equal(all.ac.BRAC_QueryUserStateInt(-1, 16), 3);
  all.ac.BRAC_UserCameraControl(-1, 1);
  await settle();
  all.seen.length = 0;
  assert.deepEqual([all.ac.BRAC_LeaveRoom('1'), all.ac.BRAC_LeaveRoom(1), all.ac.BRAC_LeaveRoom(-1)], [0, 0, 0]);
  await settle();
  assert.equal(all.server.of('leave').length, 1);
  assert.equal(all.ac.BRAC_GetCameraState(-1), 1); // closed with the room
  assert.equal(all.ac.BRAC_QueryUserStateInt(-1, 16), 2);
  assert.equal(all.ac.BRAC_Logout(), 0);
  assert.equal(all.ac.BRAC_Logout(), 0);
  await all.world.clock.pass(60000);
  assert.deepEqual(all.seen, []);
  assert.equal(all.ac.BRAC_QueryUserStateInt(-1, 16), 4);
});

test('a lost session: LinkClose (101, 101), then all events again by itself', async () => {
  const all = await inRoom();
  all.server.sessions.clear();
  all.server.socket.cut();
  await all.world.clock.pass(400);
  assert.deepEqual(all.seen, ['LinkClose 101 101']);
  assert.equal(all.ac.BRAC_QueryUserStateInt(-1, 16), 5);
  assert.deepEqual(all.ac.BRAC_GetOnlineUser(), []);
  await all.world.clock.pass(5000);
  assert.deepEqual(all.seen.slice(1), ['Connect 1 0', 'LoginSystem 7 0', 'EnterRoom 1 0', 'RoomOnlineUser 3 1']);
});

test('coming back, a page that enters in its login handler enters once', async () => {
  const all = await inRoom();
  all.window.hook = (name) => { if (name === 'LoginSystem') all.ac.BRAC_EnterRoom(1, '', 0); };
  all.server.sessions.clear();
  all.server.socket.cut();
  await all.world.clock.pass(10000);
  assert.deepEqual(all.seen.filter((line) => line.startsWith('EnterRoom')), ['EnterRoom 1 0']);
  assert.equal(all.server.of('enter').length, 2); // the first time, and now
});

for (const [what, prepare, code] of [
  ['switched off by option 47', ({ ac }) => ac.BRAC_SetSDKOption(47, 0), 101],
  ['Logout in LinkClose', (all) => { all.window.hook = (name) => { if (name === 'LinkClose') all.ac.BRAC_Logout(); }; }, 101],
]) {
  test(`no reconnect: ${what}`, async () => {
    const all = await inRoom();
    prepare(all);
    all.server.sessions.clear();
    all.server.socket.cut();
    await all.world.clock.pass(120000);
    assert.deepEqual(all.seen, [`LinkClose ${code} ${code}`]);
  });
}

for (const code of [209, 211]) test(`no reconnect after ${code}`, async () => {
  const all = await inRoom();
  all.server.send('closing', { code, reconnect: false });
  await all.world.clock.pass(120000);
  assert.deepEqual(all.seen, [`LinkClose ${code} ${code}`]);
});

test('a login by hand during the reconnect replaces it', async () => {
  const all = await inRoom();
  all.server.reachable = false;
  all.server.sessions.clear();
  all.server.socket.cut();
  await all.world.clock.pass(40000);
  all.server.reachable = true;
  all.ac.BRAC_Connect('h', 1);
  all.ac.BRAC_Login('bob', '', 0);
  await all.world.clock.pass(120000);
  assert.deepEqual(all.seen, ['LinkClose 101 101', 'Connect 1 0', 'LoginSystem 7 0']);
  assert.equal(all.server.of('login').at(-1).name, 'bob');
});

test('Release, then InitSDK again', async () => {
  const all = await inRoom();
  all.ac.BRAC_Release();
  assert.equal(all.server.of('logout').length, 1);
  assert.equal(all.document.getElementById('AnyChatSDKPluginDiv'), null);
  assert.equal(all.ac.BRAC_InitSDK('0'), 0);
  all.ac.BRAC_Connect('h', 1);
  await settle();
  assert.deepEqual(all.seen, ['Connect 1 0']);
  assert.ok(all.document.getElementById('AnyChatSDKPlugin'));
});

test('text: 0 and -1 are everybody; secret only as a number says; return codes', async () => {
  const { ac, server } = await inRoom();
  assert.deepEqual([ac.BRAC_SendTextMessage(0, 0, 'a'), ac.BRAC_SendTextMessage(-1, '0', 'b'), ac.BRAC_SendTextMessage('8', 1, 'c')], [0, 0, 0]);
  await settle();
  assert.deepEqual(server.of('text').map(({ to, secret, text }) => [to, secret, text]), [[-1, false, 'a'], [-1, false, 'b'], [8, true, 'c']]);
  assert.equal(ac.BRAC_SendTextMessage(0, 0, 'x'.repeat(40000)), 21);
  ac.BRAC_LeaveRoom(-1);
  assert.equal(ac.BRAC_SendTextMessage(0, 0, 'a'), 3);
  ac.BRAC_Logout();
  assert.equal(ac.BRAC_SendTextMessage(0, 0, 'a'), 208);
});

test('camera and microphone: events for self too, state for everybody, 0 is nobody', async () => {
  const all = await inRoom();
  all.ac.BRAC_UserCameraControl(-1, 1);
  all.ac.BRAC_UserSpeakControl('7', '1');
  all.ac.BRAC_UserSpeakControl(0, 1);
  assert.deepEqual(all.seen, []);
  await settle();
  assert.deepEqual(all.seen, ['CameraStateChange 7 2', 'MicStateChange 7 1'].sort((a, b) => all.seen.indexOf(a) - all.seen.indexOf(b)));
  assert.deepEqual([all.ac.BRAC_GetCameraState(-1), all.ac.BRAC_GetSpeakState(7)], [2, 1]);
  all.ac.BRAC_UserCameraControl(7, 0);
  await settle();
  assert.equal(all.seen.at(-1), 'CameraStateChange 7 1');
  assert.equal(all.server.of('watch').length, 0);
});

test('wishes: repeated ones cost nothing, those before the room are kept, another stream is another wish', async () => {
  const all = page();
  all.ac.BRAC_InitSDK('0');
  all.ac.BRAC_UserCameraControl(8, 1);
  all.ac.BRAC_Connect('h', 1);
  all.ac.BRAC_UserCameraControl(8, 1);
  all.ac.BRAC_Login('ann', '', 0);
  all.ac.BRAC_EnterRoom(1, '', 0);
  all.ac.BRAC_UserCameraControl(8, 1);
  all.ac.BRAC_UserSpeakControl(8, 1);
  await settle();
  all.ac.BRAC_UserCameraControl(8, 1);
  all.ac.BRAC_UserCameraControlEx(8, 1, 2, 0, '');
  all.ac.BRAC_UserSpeakControl(8, 0);
  await settle();
  assert.deepEqual(all.server.of('watch').map(({ kind, stream, on }) => `${kind} ${stream} ${on}`),
    ['video undefined true', 'audio undefined true', 'video 2 true', 'audio undefined false']);
});

test('SetVideoPos: there at once, outermost, rebound, moved, made again, and never leaking', async () => {
  const all = await inRoom();
  const { ac, document, face, server } = all;
  const left = document.add('left'), right = document.add('right');
  ac.BRAC_SetSDKOption(11006, './images/bk "x".jpg');
  assert.equal(ac.BRAC_SetVideoPos(0, left, 'V1'), 0);
  const element = document.getElementById('V1');
  assert.equal(element.parentNode, left);
  assert.match(element.style.backgroundImage, /images\/bk %22x%22\.jpg/);
  element.SetSDKOptionString(8, '<MESSAGE1><VALUE>&lt;b&gt; hi</VALUE><XPOS>-5</XPOS><YPOS>7</YPOS><FONTCOLOR>#FF0000</FONTCOLOR><FONTSIZE>20</FONTSIZE></MESSAGE1>');
  const note = element.all().find(({ tagName }) => tagName === 'SPAN');
  assert.deepEqual([note.textContent, note.style.left, note.style.top, note.style.color], ['<b> hi', '-5px', '7px', '#FF0000']);
  element.SetSDKOptionString(8, '<MESSAGE1></MESSAGE1>');
  assert.equal(element.all().find(({ tagName }) => tagName === 'SPAN'), undefined);

  ac.BRAC_UserCameraControl(8, 1);
  ac.BRAC_SetVideoPos(8, left, 'V1');
  const video = element.all().find(({ tagName }) => tagName === 'VIDEO');
  assert.equal(video.srcObject, null); // not yet
  server.send('sub_offer', { version: 1, fresh: true, sdp: 'o v', tracks: [{ mid: '0', user: 8, kind: 'video', stream: 0 }] });
  await settle();
  assert.ok(video.srcObject);
  assert.equal(video.muted, true);

  ac.BRAC_UserCameraControl(-1, 1);
  ac.BRAC_SetVideoPos(-1, right, 'V2');
  await settle();
  const own = document.getElementById('V2');
  assert.ok(own.all().find(({ tagName }) => tagName === 'VIDEO').srcObject);
  ac.BRAC_SetVideoPos(8, right, 'V1'); // swapped
  ac.BRAC_SetVideoPos(7, left, 'V2');
  await settle();
  assert.equal(document.getElementById('V1').parentNode, right);
  assert.equal(own.parentNode, left);
  assert.ok(video.srcObject);

  right.empty(); // innerHTML = ''
  await settle();
  assert.equal(video.srcObject, null);
  assert.equal(face.pictures.count, 1);
  right.appendChild(element); // put back
  await settle();
  assert.ok(video.srcObject);
  right.empty();
  ac.BRAC_SetVideoPos(8, 'right', 'V1'); // by the parent's id
  const again = document.getElementById('V1');
  assert.notEqual(again, element);
  assert.ok(again.all().find(({ tagName }) => tagName === 'VIDEO').srcObject);
  ac.BRAC_SetVideoPos(0, right, 'V1');
  assert.equal(again.all().find(({ tagName }) => tagName === 'VIDEO').srcObject, null);
  assert.equal(ac.BRAC_SetVideoPos(8, null, 'V9'), 21);
  assert.equal(ac.BRAC_SetVideoPos(8, again, 'V1'), 21); // into itself
});

test('the server learns how pictures are shown: bound, removed by the page, put back, shown twice, released', async () => {
  const sight = new FakeSight();
  const { ac, document, server, world } = await inRoom({ sight });
  const told = () => server.of('view').map(({ views }) => views.map(({ user: id, stream = 0, width, visible }) => `${id}/${stream}:${visible ? width : '-'}`).join(' '));
  const parent = document.add('place');
  ac.BRAC_UserCameraControl(8, 1);
  ac.BRAC_SetVideoPos(8, parent, 'picture');
  ac.BRAC_SetVideoPos(-1, document.add('own'), 'own-picture'); // our own: nobody's business
  await world.clock.pass(2000);
  assert.deepEqual(told(), ['8/0:320']);
  parent.empty();
  await world.clock.pass(2000);
  assert.deepEqual(told().slice(1), ['8/0:-']);
  ac.BRAC_SetVideoPos(8, parent, 'picture');
  await world.clock.pass(2000);
  assert.deepEqual(told().slice(2), ['8/0:320']);
  ac.BRAC_SetVideoPos(-9, parent, 'picture'); // shows somebody else
  await world.clock.pass(2000);
  assert.deepEqual(told().slice(3), ['8/0:-']);
  ac.BRAC_SetVideoPos(0, parent, 'picture');
  ac.BRAC_SetVideoPos(0, document.getElementById('own'), 'own-picture');
  assert.equal(sight.observed, 0);
  ac.BRAC_SetVideoPos(8, parent, 'picture');
  ac.BRAC_Release();
  assert.equal(sight.observed, 0);
});

test('sound has elements of its own; a browser that refuses plays with the next touch', async () => {
  const all = await inRoom();
  all.document.autoplayBlocked = true;
  all.ac.BRAC_UserSpeakControl(8, 1);
  all.server.send('sub_offer', { version: 1, fresh: true, sdp: 'o a', tracks: [{ mid: '0', user: 8, kind: 'audio', stream: 0 }] });
  await settle();
  const sounds = () => all.document.getElementById('AnyChatSDKPlugin').childNodes;
  assert.equal(sounds().length, 1);
  assert.equal(all.face.client.playback.blocked, true);
  all.document.autoplayBlocked = false;
  all.document.listeners.get('pointerdown')();
  await settle();
  assert.equal(all.face.client.playback.blocked, false);
  assert.equal(all.document.listeners.size, 0);
  all.ac.BRAC_AudioSetVolume(1, 30);
  assert.equal(sounds()[0].volume, 0.3);
  all.ac.BRAC_UserSpeakControl(8, 0);
  assert.equal(sounds().length, 0);
});

test('the size of a picture: once when it is known and on every change', async () => {
  const all = await inRoom();
  all.ac.BRAC_UserCameraControl(8, 1);
  all.server.send('sub_offer', { version: 1, fresh: true, sdp: 'o v', tracks: [{ mid: '0', user: 8, kind: 'video', stream: 0 }] });
  await settle();
  const [peer] = all.world.peers;
  const entry = { id: 'i', type: 'inbound-rtp', kind: 'video', mid: '0', timestamp: 1000, frameWidth: 640, frameHeight: 480, bytesReceived: 1000, packetsReceived: 90, packetsLost: 0 };
  peer.stats = new Map([['i', entry]]);
  await all.world.clock.pass(1000);
  peer.stats = new Map([['i', { ...entry, timestamp: 2000, bytesReceived: 101000, packetsReceived: 180, packetsLost: 10 }]]);
  await all.world.clock.pass(1000);
  assert.deepEqual(all.seen, [`VideoSizeChange 8 ${480 * 65536 + 640}`]);
  assert.equal(all.ac.BRAC_QueryUserStateInt(8, 13), 480 * 65536 + 640);
  assert.equal(all.ac.BRAC_QueryUserStateInt(8, 9), 800000);
  assert.equal(all.ac.BRAC_QueryUserStateInt(8, 14), 10);
  assert.equal(all.ac.BRAC_GetUserStreamInfoInt(8, 0, 183), 800000);
  // What the server says besides: its marks make the state of the network, its losses what repair left.
  assert.equal(all.ac.BRAC_QueryUserStateInt(8, 12), 3); // from the losses alone
  all.server.socket.receive({ t: 'figures', down: 2, streams: [{ user: 8, kind: 'video', quality: 2, source: 5, bps: 800000, lost: 1100, left: 260 }] });
  assert.equal(all.ac.BRAC_QueryUserStateInt(8, 12), 3);
  assert.equal(all.ac.BRAC_QueryUserStateInt(8, 22), 3);
  all.server.socket.receive({ t: 'figures', down: 5, streams: [{ user: 8, kind: 'video', quality: 5, source: 5, bps: 800000 }] });
  assert.deepEqual([all.ac.BRAC_QueryUserStateInt(8, 12), all.ac.BRAC_QueryUserStateInt(8, 22), all.ac.BRAC_QueryUserStateInt(-1, 12)], [0, 0, 0]);
  all.server.socket.receive({ t: 'figures', down: 0, streams: [{ user: 8, kind: 'video', quality: 0, bps: 0 }] });
  assert.deepEqual([all.ac.BRAC_QueryUserStateInt(8, 12), all.ac.BRAC_QueryUserStateInt(-1, 12), all.ac.BRAC_QueryUserStateInt(99, 12)], [4, 4, 0]);
});

test('options are accepted offline and read back; some are special', () => {
  const { ac } = page();
  assert.equal(ac.BRAC_SetSDKOption(11006, './bk.jpg'), 0);
  assert.equal(ac.BRAC_SetSDKOptionInt(38, '320'), 0);
  assert.equal(ac.BRAC_SetSDKOptionString(12, 'd:\\rec'), 0);
  assert.deepEqual([ac.BRAC_GetSDKOptionString(11006), ac.BRAC_GetSDKOptionInt(38), ac.BRAC_GetSDKOptionString(12)], ['./bk.jpg', 320, 'd:\\rec']);
  assert.deepEqual([ac.BRAC_GetSDKOptionInt(47), ac.BRAC_GetSDKOptionInt(11007), ac.BRAC_GetSDKOptionInt(9999), ac.BRAC_GetSDKOptionString(9999)], [1, 0, 0, '']);
  assert.equal(ac.BRAC_GetSDKOptionStringEx(11003, 'blob:x', 0), 'blob:x');
  assert.match(ac.BRAC_NewGuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  assert.ok(ac.BRAC_GetVersion('0') >= '1.0.7.0');
  assert.ok(ac.BRAC_GetVersion(2) >= 0);
});

test('direct connections: options 40 to 42, the event and the state of a user', async () => {
  const all = page({ server: friendlyServer({ members: [user(8, { camera: 2 })] }) });
  const { ac, server, seen, world } = all;
  assert.equal(ac.BRAC_GetSDKOptionInt(c.BRAC_SO_NETWORK_P2PPOLITIC), 1);
  ac.BRAC_SetSDKOption(c.BRAC_SO_NETWORK_P2PPOLITIC, 3);
  ac.BRAC_InitSDK('0');
  ac.BRAC_Connect('h', '8906');
  await settle();
  assert.equal(server.hellos[0].p2p, 3);
  ac.BRAC_Login('ann', '', 0);
  ac.BRAC_SetSDKOption(c.BRAC_SO_NETWORK_P2PCONNECT, 8); // in no room: nothing
  ac.BRAC_EnterRoom('1', '', 0);
  await settle();
  ac.BRAC_SetSDKOptionInt(c.BRAC_SO_NETWORK_P2PPOLITIC, '2');
  ac.BRAC_SetSDKOption(c.BRAC_SO_NETWORK_P2PCONNECT, '8');
  ac.BRAC_SetSDKOption(c.BRAC_SO_NETWORK_P2PCONNECT, -1);
  await settle();
  assert.deepEqual(server.of('p2p_policy').map(({ policy }) => policy), [2]);
  assert.deepEqual(server.of('p2p_connect').map(({ user: id, on }) => [id, on]), [[8, true]]);
  server.send('p2p_start', { user: 8, attempt: 1, offer: false });
  await settle();
  assert.equal(ac.BRAC_QueryUserStateInt(8, c.BRAC_USERSTATE_P2PCONNECT), 0);
  seen.length = 0;
  world.peers.at(-1).change('connected');
  await settle();
  assert.equal(ac.BRAC_QueryUserStateInt(8, c.BRAC_USERSTATE_P2PCONNECT), 2);
  assert.equal(ac.BRAC_QueryUserStateInt(9, c.BRAC_USERSTATE_P2PCONNECT), 0);
  ac.BRAC_SetSDKOption(c.BRAC_SO_NETWORK_P2PBREAK, 8);
  server.send('p2p_stop', { user: 8, attempt: 1, code: 0 });
  await settle();
  assert.equal(server.of('p2p_connect').at(-1).on, false);
  assert.deepEqual(seen, ['P2PConnectState 8 2', 'P2PConnectState 8 0']);
  assert.equal(ac.BRAC_QueryUserStateInt(8, c.BRAC_USERSTATE_P2PCONNECT), 0);
});

test('video parameters take effect with APPLYPARAM, and 0 goes back', async () => {
  const all = await inRoom();
  for (const [option, value] of [[38, 320], [39, 240], [33, 15], [30, 150000]]) all.ac.BRAC_SetSDKOption(option, value);
  all.ac.BRAC_UserCameraControl(-1, 1);
  await settle();
  assert.equal(all.world.devices.asked[0].video.width.ideal, 640);
  const track = all.face.client.local.track('camera');
  all.ac.BRAC_SetSDKOption(35, 1);
  await settle();
  assert.deepEqual([track.applied[0].width.ideal, track.applied[0].frameRate.ideal], [320, 15]);
  assert.equal(all.world.peers[0].transceivers[0].sender.parameters.encodings[0].maxBitrate, 150000);
  all.ac.BRAC_SetSDKOption(35, 0);
  await settle();
  assert.equal(track.applied[1].width.ideal, 640);
  assert.equal(all.world.devices.asked.length, 1); // the camera was never opened again
  assert.equal(all.ac.BRAC_GetSDKOptionInt(38), 320); // as it was set
});

test('devices: generic unique names at once, real ones later, the old name still chooses', async () => {
  const all = page();
  all.world.devices.list = [{ kind: 'videoinput', deviceId: '', label: '' }, { kind: 'videoinput', deviceId: '', label: '' }];
  all.ac.BRAC_InitSDK('0');
  await settle();
  assert.deepEqual(all.ac.BRAC_EnumDevices('1'), ['Camera 1', 'Camera 2']);
  all.world.devices.list = ['x', 'y'].map((deviceId) => ({ kind: 'videoinput', deviceId, label: 'HD Cam' }));
  all.world.devices.changed();
  await settle();
  assert.deepEqual(all.ac.BRAC_EnumDevices(1), ['HD Cam', 'HD Cam (2)']);
  assert.equal(all.ac.BRAC_GetCurrentDevice(1), 'HD Cam');
  assert.equal(all.ac.BRAC_SelectVideoCapture(1, 'Camera 2'), 0);
  assert.equal(all.ac.BRAC_GetCurrentDevice(1), 'HD Cam (2)');
  assert.equal(all.ac.BRAC_SelectVideoCapture(1, 'none'), 9);
  all.ac.BRAC_UserCameraControl(-1, 1);
  await settle();
  assert.deepEqual(all.world.devices.asked[0].video.deviceId, { exact: 'y' });
  all.ac.BRAC_SetSDKOption(131, 1);
  assert.equal(all.ac.BRAC_EnumDevices(1).length, 3);
  assert.equal(all.world.devices.asked.length, 1); // nobody was asked
});

test('volumes: 0 to 100, told to the page, wrong ones refused', async () => {
  const { ac, seen } = await inRoom();
  assert.deepEqual([ac.BRAC_AudioGetVolume(0), ac.BRAC_AudioGetVolume('1'), ac.BRAC_AudioGetVolume(2)], [100, 100, 0]);
  assert.deepEqual([ac.BRAC_AudioSetVolume('0', '30'), ac.BRAC_AudioSetVolume(1, 130), ac.BRAC_AudioSetVolume(2, 50), ac.BRAC_AudioSetVolume(0, 'x')], [0, 0, 21, 21]);
  assert.deepEqual(seen, []);
  await settle();
  assert.deepEqual(seen, ['VolumeChange 0 30', 'VolumeChange 1 100']);
  assert.deepEqual([ac.BRAC_AudioGetVolume(0), ac.BRAC_AudioGetVolume(1)], [30, 100]);
});

test('options of sound: those set before the init count, several in one go ask the microphone once', async () => {
  const all = page({ server: friendlyServer({ members: [] }) });
  const { ac, face, world } = all;
  ac.BRAC_SetSDKOption(c.BRAC_SO_AUDIO_ECHOCTRL, 0);
  ac.BRAC_InitSDK('0');
  const { audio } = face.client.local;
  assert.deepEqual([audio.echoCancellation, audio.noiseSuppression, audio.autoGainControl, audio.dtx, audio.mode], [false, true, true, false, 'speech']);
  ac.BRAC_UserSpeakControl(-1, 1);
  await settle();
  ac.BRAC_SetSDKOption(c.BRAC_SO_AUDIO_CAPTUREMODE, '1');
  ac.BRAC_SetSDKOption(c.BRAC_SO_AUDIO_STEREOBITRATE, 96000);
  ac.BRAC_SetSDKOption(c.BRAC_SO_AUDIO_MICBOOST, 1);
  await settle();
  assert.equal(world.devices.asked.length, 2);
  assert.deepEqual(world.devices.asked[1].audio, { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: { ideal: 2 } });
  assert.deepEqual([audio.mode, audio.bitrate, audio.boost], ['music', 96000, true]);
  ac.BRAC_SetSDKOption(c.BRAC_SO_AUDIO_AUTOPARAM, 1);
  ac.BRAC_SetSDKOption(c.BRAC_SO_AUDIO_CAPTUREMODE, 0);
  await settle();
  assert.deepEqual([audio.mode, audio.bitrate], ['speech', 32000]);
  for (const [level, suppression, denoise] of [[0, false, false], [1, true, false], [2, true, false], [3, true, true]]) {
    ac.BRAC_SetSDKOption(c.BRAC_SO_AUDIO_NSLEVEL, level);
    await settle();
    assert.deepEqual([level, audio.noiseSuppression, audio.denoise], [level, suppression, denoise]);
  }
  ac.BRAC_SetSDKOption(c.BRAC_SO_AUDIO_NSCTRL, 0);
  await settle();
  assert.deepEqual([audio.noiseSuppression, audio.denoise, ac.BRAC_GetSDKOptionInt(c.BRAC_SO_AUDIO_NSLEVEL)], [false, false, 3]);
});

test('a microphone that is unplugged: told by CoreSDKEvent 33, another serves, MicStateChange is silent', async () => {
  const all = await inRoom();
  const { ac, face, world, seen, window } = all;
  const events = [];
  window.OnAnyChatCoreSDKEvent = (type, json) => events.push([type, JSON.parse(json)]);
  world.devices.list = [{ kind: 'audioinput', deviceId: 'm', label: 'Desk' }, { kind: 'audioinput', deviceId: 'n', label: 'Head' }];
  ac.BRAC_UserSpeakControl(-1, 1);
  await settle();
  seen.splice(0);
  const track = face.client.local.track('microphone');
  Object.assign(track, { label: 'Desk', settings: { deviceId: 'm' } });
  world.devices.list = [{ kind: 'audioinput', deviceId: 'n', label: 'Head' }];
  world.devices.changed();
  track.end();
  await settle();
  assert.deepEqual(seen, []);
  assert.deepEqual(events.map(([type, { errorcode, devicetype, devicename }]) => [type, errorcode, devicetype, devicename]), [[33, 22, 2, 'Desk']]);
  assert.equal(ac.BRAC_GetSpeakState(-1), 1);
});

test('no permission: warned with cause and cure, state 0, the room stays', async () => {
  const all = await inRoom();
  all.world.devices.judge = () => { throw Object.assign(new Error('denied'), { name: 'NotAllowedError' }); };
  all.ac.BRAC_UserCameraControl(-1, 1);
  await settle();
  assert.equal(all.ac.BRAC_GetCameraState(-1), 0);
  assert.deepEqual(all.seen, ['CameraStateChange 7 0']);
  assert.match(all.world.warnings.join(), /Permission refused \(22\)/);
});

test('what a browser cannot says so once, and answers as the manual has it', () => {
  const { ac, world } = page();
  ac.BRAC_InitSDK('0');
  assert.deepEqual([ac.BRAC_MultiCastControl('224.2.3.4', 1), ac.BRAC_MultiCastControl('224.2.3.4', 1)], [20, 20]);
  assert.deepEqual([ac.BRAC_GetUserFriends(), ac.BRAC_GetUserInfo(1, 1), ac.BRAC_SDKControl(1, '{}')], [[], '', '{"errorcode":32}']);
  assert.equal(ac.BRAC_VideoCallControl(4, -1, 0, 0, 0, ''), 0);
  assert.equal(world.warnings.filter((line) => line.includes('BRAC_MultiCastControl:')).length, 1);
});

test('questions never throw, whatever they are asked', async () => {
  const all = await inRoom();
  const { ac } = all;
  all.document.add('x');
  const strange = [undefined, null, '', 'x', {}, NaN, -1, 0, 123456789, '8', []];
  for (const [name, call] of Object.entries(ac)) {
    if (/Connect|Login|Logout|Release|Leave|Enter|Init/.test(name)) continue;
    for (const a of strange) for (const b of strange) assert.doesNotThrow(() => call(a, b, a, b), `${name}(${String(a)}, ${String(b)})`);
  }
  assert.equal(typeof ac.BRAC_QueryUserStateInt(55, 3), 'number');
  assert.equal(ac.BRAC_QueryUserState(8, 6), 'user8');
  assert.equal(ac.BRAC_QueryUserStateString(-1, 7), '192.0.2.1');
});
