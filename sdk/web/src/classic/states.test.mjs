// SPDX-License-Identifier: Apache-2.0
// What pages ask of users, streams and rooms, and that it is known before the event that tells of it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { FakeDocument } from '../../test/dom.mjs';
import { fakeWorld, friendlyServer, settle, user } from '../../test/fakes.mjs';
import * as c from '../generated/constants.mjs';
import { Face } from './face.mjs';

const all = Object.entries(c).filter(([name]) => name.startsWith('BRAC_USERSTATE_'));
const streamInfos = Object.entries(c).filter(([name]) => name.startsWith('BRAC_STREAMINFO_'));
/** As schema/states.tsv says it. */
const texts = new Set(readFileSync(new URL('../../../../schema/states.tsv', import.meta.url), 'utf8').split('\n')
  .map((line) => line.split('\t')).filter(([name, type]) => name.startsWith('BRAC_USERSTATE_') && type === 'string').map(([name]) => c[name]));

async function inRoom({ members = [user(8, { camera: 2, mic: 1, ip: '192.0.2.8', level: 3, device: 2, width: 1280, height: 720 })] } = {}) {
  const document = new FakeDocument();
  globalThis.MutationObserver = document.Observer;
  const world = fakeWorld({ document, server: friendlyServer({ members }) });
  const page = { WebSocket: class {}, location: { protocol: 'https:', hostname: 'desk' }, navigator: {} };
  const face = new Face(world.platform, page);
  const ac = face.api;
  ac.BRAC_InitSDK('0');
  ac.BRAC_Connect('h', 8906);
  ac.BRAC_Login('ann', '', 0);
  ac.BRAC_EnterRoom(1, '', 0);
  await settle();
  world.server.session.inRoom = true;
  return { world, face, ac, page, int: (id, info) => ac.BRAC_QueryUserStateInt(id, info), string: (id, info) => ac.BRAC_QueryUserStateString(id, info) };
}

test('nothing throws, and nobody has nothing: before the beginning, of strangers, of unknown states', async () => {
  const world = fakeWorld();
  const { api: ac } = new Face(world.platform, { WebSocket: class {}, location: {}, navigator: {} });
  const ask = (id) => {
    for (const [name, info] of all) {
      assert.equal(typeof ac.BRAC_QueryUserStateInt(id, info), 'number', name);
      assert.equal(typeof ac.BRAC_QueryUserStateString(id, info), 'string', name);
      assert.equal(typeof ac.BRAC_QueryUserState(id, info), texts.has(info) ? 'string' : 'number', name);
    }
    for (const [name, info] of streamInfos) {
      assert.equal(typeof ac.BRAC_GetUserStreamInfoInt(id, 0, info), 'number', name);
      assert.equal(typeof ac.BRAC_GetUserStreamInfoString(id, 0, info), 'string', name);
    }
    return [ac.BRAC_QueryUserStateInt(id, 999), ac.BRAC_QueryUserStateString(id, 999), ac.BRAC_QueryUserStateInt(id, 'abc'), ac.BRAC_QueryUserStateInt(undefined, undefined)];
  };
  for (const id of [-1, 0, 8, 'x', undefined, null, {}, NaN]) assert.deepEqual(ask(id), [0, '', 0, 0]);
  assert.equal(ac.BRAC_QueryUserStateInt(-1, c.BRAC_USERSTATE_SELFUSERID), -1);
  const room = await inRoom();
  for (const [name, info] of all)
    if (![c.BRAC_USERSTATE_SELFUSERID, c.BRAC_USERSTATE_SELFUSERSTATUS].includes(info)) assert.deepEqual([room.int(4711, info), ['', '0'].includes(room.string(4711, info))], [0, true], name);
});

test('what the server says of a member is there with the event, and changes with it', async () => {
  const { world, ac, int, string, page } = await inRoom({ members: [] });
  const seen = [];
  page.OnAnyChatUserAtRoom = (id) => seen.push([string(id, c.BRAC_USERSTATE_NICKNAME), int(id, c.BRAC_USERSTATE_LEVEL), int(id, c.BRAC_USERSTATE_DEVICETYPE),
    string(id, c.BRAC_USERSTATE_INTERNETIP), int(id, c.BRAC_USERSTATE_VIDEOSIZE), int(id, c.BRAC_USERSTATE_CAMERA), ac.BRAC_QueryRoomStateInt(-1, c.BRAC_ROOMSTATE_ONLINEUSERS)]);
  page.OnAnyChatCameraStateChange = (id) => seen.push([int(id, c.BRAC_USERSTATE_CAMERA), int(id, c.BRAC_USERSTATE_VIDEOSIZE)]);
  world.server.send('user_entered', { user: user(8, { camera: 2, mic: 1, ip: '192.0.2.8', level: 3, device: 2, width: 1280, height: 720 }) });
  await settle();
  world.server.send('user_state', { user: 8, camera: 1, mic: 1 });
  await settle();
  world.server.send('user_state', { user: 8, camera: 2, mic: 1, width: 480, height: 640, ip: '198.51.100.7' });
  await settle();
  assert.deepEqual(seen, [[`user8`, 3, 2, '192.0.2.8', 1280 | 720 << 16, 2, 1], [1, 0], [2, 480 | 640 << 16]]);
  assert.equal(string(8, c.BRAC_USERSTATE_INTERNETIP), '198.51.100.7');
  assert.equal(int(8, c.BRAC_USERSTATE_AUDIOCODECID), c.PARLOR_CODEC_OPUS);
  world.server.send('user_state', { user: 8, camera: 2, mic: 0, width: 480, height: 640, recording: true });
  await settle();
  assert.deepEqual([int(8, c.BRAC_USERSTATE_AUDIOCODECID), string(8, c.BRAC_USERSTATE_INTERNETIP)], [0, '198.51.100.7']);
  assert.equal(int(8, c.BRAC_USERSTATE_RECORDING), 1, 'he records');
  world.server.send('user_left', { user: 8, code: 0 });
  await settle();
  assert.deepEqual([string(8, c.BRAC_USERSTATE_NICKNAME), int(8, c.BRAC_USERSTATE_VIDEOSIZE), ac.BRAC_QueryRoomStateInt(1, 2)], ['', 0, 0]);
});

test('the others are told the size of our picture and whether we record, when it changes', async () => {
  const { world, face, ac, int } = await inRoom();
  ac.BRAC_UserCameraControl(-1, 1);
  await settle();
  const states = () => world.server.of('state').map(({ camera, mic, streams, width, height, recording }) => [camera, mic, streams, width, height, recording]);
  const track = face.client.local.track('camera');
  track.settings = { width: 640, height: 480 };
  await world.clock.pass(1100);
  track.settings = { width: 480, height: 640 }; // a telephone was turned
  await world.clock.pass(3000);
  let recording = true;
  Object.defineProperty(face.client.recordings, 'recording', { get: () => recording });
  face.client.recordings.emit('state', /** @type {any} */ ({}));
  await settle();
  assert.equal(int(-1, c.BRAC_USERSTATE_CAMERA), 2);
  ac.BRAC_UserCameraControl(-1, 0);
  await settle();
  recording = false;
  face.client.recordings.emit('ended', /** @type {any} */ ({}), null, null);
  await settle();
  assert.deepEqual(states().slice(-5), [
    [2, 0, 1, 640, 480, undefined], [2, 0, 1, 480, 640, undefined], [2, 0, 1, 480, 640, true], [1, 0, undefined, undefined, undefined, true],
    [1, 0, undefined, undefined, undefined, undefined],
  ]);
});

test('our own: numbers, names, addresses, also after a link that came back from elsewhere', async () => {
  const { world, face, int, string } = await inRoom();
  assert.deepEqual([int(-1, 16), int(-1, 17), int(7, 17), string(-1, 6), string('-1', '6'), int(-1, 15), int(-1, 1), int(-1, 2)], [3, 7, 7, 'user7', 'user7', 4, 1, 0]);
  const before = string(-1, c.BRAC_USERSTATE_INTERNETIP);
  assert.equal(string(-1, c.BRAC_USERSTATE_LOCALIP), before);
  face.client.session.welcome.ip = 'old';
  world.server.movedTo = '203.0.113.5';
  world.server.socket.cut();
  await world.clock.pass(2000);
  assert.equal(face.client.state, 'connected');
  assert.deepEqual([string(-1, c.BRAC_USERSTATE_INTERNETIP), face.client.session.welcome.ip], ['203.0.113.5', '203.0.113.5']);
});

test('the room: its name and how many others there are', async () => {
  const { world, ac } = await inRoom();
  assert.deepEqual([ac.BRAC_QueryRoomStateInt(-1, 2), ac.BRAC_QueryRoomStateInt('1', '2'), ac.BRAC_QueryRoomStateString(1, 2), ac.BRAC_QueryRoomStateInt(9, 2), ac.BRAC_QueryRoomStateString(9, 1)], [1, 1, '1', 0, '']);
  ac.BRAC_LeaveRoom(-1);
  ac.BRAC_EnterRoomEx('lobby', '');
  await settle();
  const id = 100000001;
  assert.deepEqual([ac.BRAC_QueryRoomStateString(-1, c.BRAC_ROOMSTATE_ROOMNAME), ac.BRAC_QueryRoomStateInt(id, c.BRAC_ROOMSTATE_ROOMNAME)], ['lobby', 0]);
  ac.BRAC_LeaveRoom(-1);
  assert.deepEqual([ac.BRAC_QueryRoomStateString(-1, 1), ac.BRAC_QueryRoomStateInt(-1, 2)], ['', 0]);
});

test('the size that was shown last is not that of a picture that is no longer watched, or was opened anew', async () => {
  const { world, face, ac, int, page } = await inRoom();
  const told = [];
  page.OnAnyChatVideoSizeChange = (id, size) => told.push([id, size & 0xffff]);
  ac.BRAC_UserCameraControl(8, 1);
  face.client.emit('size', 8, 0, 320, 180); // a smaller layer is received
  assert.equal(int(8, c.BRAC_USERSTATE_VIDEOSIZE), 320 | 180 << 16);
  ac.BRAC_UserCameraControl(8, 0);
  assert.equal(int(8, c.BRAC_USERSTATE_VIDEOSIZE), 1280 | 720 << 16);
  ac.BRAC_UserCameraControl(8, 1);
  world.server.send('user_state', { user: 8, camera: 1, mic: 1 });
  await settle();
  world.server.send('user_state', { user: 8, camera: 2, mic: 1, width: 640, height: 480 });
  await settle();
  assert.equal(int(8, c.BRAC_USERSTATE_VIDEOSIZE), 640 | 480 << 16);
  face.client.emit('size', 8, 0, 320, 180);
  await settle();
  assert.deepEqual(told, [[8, 320], [8, 320]]);
});
