// SPDX-License-Identifier: Apache-2.0
// Pictures by the manual's interface: several cameras, parameters, screens, how pictures are shown.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeDocument } from '../../test/dom.mjs';
import { FakeDevices, FakeTrack, fakeWorld, friendlyServer, settle, user } from '../../test/fakes.mjs';
import * as c from '../generated/constants.mjs';
import { Face } from './face.mjs';
import { turnStyle } from './picture.mjs';

async function page({ cameras = ['front', 'desk'], members = [user(8, { camera: 2, streams: 5, screens: 4 })], before } = {}) {
  const document = new FakeDocument();
  const devices = new FakeDevices();
  devices.list = cameras.map((label) => ({ kind: 'videoinput', deviceId: `id-${label}`, label }));
  const world = fakeWorld({ document, devices, server: friendlyServer({ members }) });
  const pipes = [];
  world.platform.createPipe = (raw) => {
    const pipe = { raw, track: new FakeTrack('video', 'made'), createCanvas: () => ({}), closed: false, close() { pipe.closed = true; } };
    pipes.push(pipe);
    return pipe;
  };
  const seen = [];
  const window = { WebSocket: class {}, location: { protocol: 'http:', hostname: 'h' }, navigator: {}, OnAnyChatNotifyMessage: (...args) => seen.push(args.join(' ')) };
  globalThis.MutationObserver = document.Observer;
  const face = new Face(world.platform, window);
  const ac = face.api;
  before?.(ac);
  ac.BRAC_InitSDK('0');
  ac.BRAC_Connect('h', 1);
  ac.BRAC_Login('ann', '', 0);
  ac.BRAC_EnterRoom(1, '', 0);
  await settle();
  world.server.session.inRoom = true;
  seen.length = 0;
  return { ...world, document, devices, face, ac, seen, pipes, local: face.client.local };
}

const videoOf = (element) => element.all().find(({ tagName }) => tagName === 'VIDEO');

test('several cameras: an index is a place in the list, and each element shows the stream it was given', async () => {
  const { ac, devices, document, seen, server } = await page();
  const [left, right] = [document.add('left'), document.add('right')];
  assert.equal(ac.BRAC_SetVideoPosEx(-1, left, 'own0', 0), 0);
  assert.equal(ac.BRAC_SetVideoPosEx('-1', right, 'own1', '1'), 0);
  assert.deepEqual([ac.BRAC_UserCameraControlEx(-1, 1, 0, 0, ''), ac.BRAC_UserCameraControlEx('-1', '1', '1', 0, '')], [0, 0]);
  await settle();
  assert.deepEqual(devices.asked.map(({ video }) => video.deviceId?.exact), [undefined, 'id-desk']);
  const shown = ['own0', 'own1'].map((id) => videoOf(document.getElementById(id)).srcObject);
  assert.ok(shown[0] && shown[1] && shown[0] !== shown[1]);
  assert.deepEqual(seen, [`${c.WM_GV_CAMERASTATE} 7 2`]); // one state for the user
  assert.deepEqual(server.of('pub_offer').at(-1).tracks.map(({ stream }) => stream), [0, 1]);
  ac.BRAC_UserCameraControlEx(-1, 0, 0, 0, '');
  await settle();
  assert.deepEqual([videoOf(document.getElementById('own0')).srcObject, ac.BRAC_GetCameraState(-1), seen.length], [null, 2, 1]);
  ac.BRAC_UserCameraControlEx(-1, 0, 1, 0, '');
  await settle();
  assert.deepEqual([ac.BRAC_GetCameraState(-1), seen.length], [1, 2]);
  for (const index of [16, -1, 99]) assert.deepEqual([ac.BRAC_UserCameraControlEx(-1, 1, index, 0, ''), ac.BRAC_SetVideoPosEx(-1, left, 'x', index)], [21, 21]);
  assert.equal(ac.BRAC_UserSpeakControlEx(8, 1, 0, 0, ''), 0);
  assert.deepEqual(server.of('watch').map(({ kind, user: id }) => [kind, id]), [['audio', 8]]);
});

test('of another user: a stream is shown while it is open, whatever else is', async () => {
  const { ac, document, server } = await page();
  ac.BRAC_UserCameraControlEx(8, 1, 2, 0, '');
  ac.BRAC_SetVideoPosEx(8, document.add('box'), 'v', 2);
  server.send('sub_offer', { version: 1, fresh: true, sdp: 'o v', tracks: [{ mid: '0', user: 8, kind: 'video', stream: 2 }] });
  await settle();
  const video = videoOf(document.getElementById('v'));
  assert.ok(video.srcObject);
  server.send('user_state', { user: 8, camera: 2, mic: 0, streams: 1 });
  await settle();
  assert.equal(video.srcObject, null);
  server.send('user_state', { user: 8, camera: 2, mic: 0 }); // one that does not say which
  await settle();
  assert.ok(video.srcObject);
  document.getElementById('v').SetStreamIndex('1');
  assert.equal(video.srcObject, null);
  document.getElementById('v').SetStreamIndex(2);
  assert.ok(video.srcObject);
});

test('parameters: set, taken up with 1, given back with 0, and always read back as they were set', async () => {
  const { ac, local, devices } = await page({ before: (early) => { early.BRAC_SetSDKOption(38, 800); } });
  assert.deepEqual([30, 31, 32, 33, 34, 38, 39].map((option) => ac.BRAC_GetSDKOptionInt(option)), [0, 3, 100, 25, 3, 800, 480]);
  ac.BRAC_UserCameraControl(-1, 1);
  await settle();
  const track = local.track('camera');
  assert.equal(devices.asked[0].video.width.ideal, 640);
  for (const [option, value] of [[30, '150000'], [31, 4], [32, 60], [33, 15], [34, 5], [38, 320], [39, 240]]) assert.equal(ac.BRAC_SetSDKOption(option, value), 0);
  assert.deepEqual(local.videoSettings().width, 640);
  assert.equal(ac.BRAC_SetSDKOption(c.BRAC_SO_LOCALVIDEO_APPLYPARAM, 1), 0);
  await settle();
  const { width, height, fps, bitrate, quality, gop, preset } = local.videoSettings();
  assert.deepEqual([width, height, fps, bitrate, quality, gop, preset], [320, 240, 15, 150000, 4, 60, 5]);
  assert.deepEqual([track.applied.length, devices.asked.length], [1, 1]);
  ac.BRAC_SetSDKOption(c.BRAC_SO_LOCALVIDEO_APPLYPARAM, 0);
  await settle();
  assert.deepEqual([local.videoSettings().width, local.videoSettings().gop, ac.BRAC_GetSDKOptionInt(38), ac.BRAC_GetSDKOptionInt(32)], [640, 0, 320, 60]);
});

test('parameters of one stream: before it opens, while it is open, and back to those of all', async () => {
  const { ac, local, devices } = await page();
  assert.equal(ac.BRAC_SetUserStreamInfo(-1, 1, c.BRAC_STREAMINFO_VIDEODEVICENAME, 'front'), 0);
  assert.equal(ac.BRAC_GetUserStreamInfoString(-1, 1, c.BRAC_STREAMINFO_VIDEODEVICENAME), 'front');
  assert.equal(ac.BRAC_SetUserStreamInfo(-1, '1', '38', '320'), 0);
  ac.BRAC_UserCameraControlEx(-1, 1, 1, 0, '');
  await settle();
  assert.deepEqual([devices.asked[0].video.deviceId.exact, devices.asked[0].video.width.ideal], ['id-front', 320]);
  const track = local.track('camera', 1);
  ac.BRAC_SetUserStreamInfo(7, 1, c.BRAC_SO_LOCALVIDEO_FPSCTRL, 5);
  assert.equal(local.videoSettings(1).fps, 25);
  ac.BRAC_SetUserStreamInfo(-1, 1, c.BRAC_SO_LOCALVIDEO_APPLYPARAM, 1);
  await settle();
  assert.deepEqual([track.applied[0].frameRate.ideal, track.applied[0].width.ideal], [5, 320]);
  assert.deepEqual([ac.BRAC_GetUserStreamInfoInt(-1, 1, 33), ac.BRAC_GetUserStreamInfoInt(-1, 0, 33), ac.BRAC_GetUserStreamInfo(-1, 1, 38), ac.BRAC_GetUserStreamInfoInt(8, 1, 33)], [5, 25, 320, 0]);
  assert.equal(ac.BRAC_GetUserStreamInfoString(-1, 1, c.BRAC_STREAMINFO_VIDEODEVICENAME), 'fake video');
  ac.BRAC_SetUserStreamInfo(-1, 1, c.BRAC_SO_LOCALVIDEO_APPLYPARAM, 0);
  await settle();
  assert.deepEqual([track.applied.at(-1).width.ideal, ac.BRAC_GetUserStreamInfoInt(-1, 1, 33)], [640, 25]);
  assert.deepEqual([ac.BRAC_SetUserStreamInfo(8, 0, 38, 320), ac.BRAC_SetUserStreamInfo(-1, 16, 38, 320), ac.BRAC_SetUserStreamInfo(-1, 0, 4711, 1)], [21, 21, 21]);
});

test('the desktop as a camera: nobody is asked before it is opened, and its end is a state, not an error', async () => {
  const { ac, devices, local, seen, warnings } = await page({ before: (early) => early.BRAC_SetSDKOption(c.BRAC_SO_CORESDK_SCREENCAMERACTRL, 1) });
  assert.deepEqual([ac.BRAC_EnumDevices(1), devices.screens.length], [['front', 'desk', 'Screen'], 0]);
  ac.BRAC_SetSDKOption(c.BRAC_SO_LOCALVIDEO_SCREENFLAGS, c.ANYCHAT_SCREENSOURCE_FLAGS_DISABLECURSOR);
  ac.BRAC_UserCameraControlEx(-1, 1, 2, 0, '');
  await settle();
  assert.equal(devices.screens[0].video.cursor, 'never');
  assert.deepEqual(seen, [`${c.WM_GV_CAMERASTATE} 7 2`]);
  local.track('camera', 2).end();
  await settle();
  assert.deepEqual([seen.at(-1), warnings.length], [`${c.WM_GV_CAMERASTATE} 7 1`, 0]);
  ac.BRAC_SetSDKOption(c.BRAC_SO_CORESDK_SCREENCAMERACTRL, 0);
  assert.equal(ac.BRAC_EnumDevices(1).length, 2);
});

test('what is done to our own picture: the others and we see the same; options from before the start count', async () => {
  const { ac, pipes, local, peers, face } = await page({ before: (early) => early.BRAC_SetSDKOption(c.BRAC_SO_LOCALVIDEO_OVERLAYTIMESTAMP, 1) });
  ac.BRAC_UserCameraControl(-1, 1);
  await settle();
  assert.equal(pipes.length, 1);
  assert.equal(peers[0].transceivers[0].sender.track, pipes[0].track);
  assert.equal(face.client.picture(-1).getVideoTracks()[0], pipes[0].track);
  assert.equal(local.track('camera'), pipes[0].raw);
  for (const [option, value, field, expected] of [[94, 1, 'flip', true], [101, 90, 'rotate', 90], [107, 2, 'fit', 'contain'], [112, '{"brightness":1.5}', 'brightness', 1.5]]) {
    assert.equal(ac.BRAC_SetSDKOption(option, value), 0, option);
    await settle();
    assert.equal(face.client.effects.look(0)[field], expected);
  }
  assert.equal(ac.BRAC_SetSDKOption(111, '{"kind":'), 21);
  for (const [option, value] of [[105, 0], [94, 0], [101, 0], [107, 0], [112, '']]) ac.BRAC_SetSDKOption(option, value);
  await settle();
  assert.deepEqual([pipes[0].closed, peers[0].transceivers[0].sender.track === local.track('camera')], [true, true]);
});

test('how pictures are shown: clip modes, turned, mirrored, one in the corner of another', async () => {
  const { ac, document, server } = await page({ members: [user(8, { camera: 2 }), user(9, { camera: 2 })] });
  for (const id of [8, 9]) ac.BRAC_UserCameraControl(id, 1);
  ac.BRAC_SetVideoPos(8, document.add('box'), 'v');
  server.send('sub_offer', { version: 1, fresh: true, sdp: 'o vv', tracks: [8, 9].map((id, index) => ({ mid: String(index), user: id, kind: 'video', stream: 0 })) });
  await settle();
  const element = document.getElementById('v'), video = videoOf(element);
  const fits = [];
  for (const mode of [0, 1, 2, 3, -1]) { assert.equal(ac.BRAC_SetSDKOption(c.BRAC_SO_VIDEOSHOW_CLIPMODE, mode), 0); fits.push(video.style.objectFit); }
  assert.deepEqual(fits, ['cover', 'cover', 'contain', 'fill', 'contain']);
  assert.equal(element.SetSDKOptionInt(c.ANYCHATWEB_VIDEO_SO_VIDEODISPMODE, '3'), 0);
  assert.equal(video.style.objectFit, 'fill');

  assert.equal(ac.BRAC_UserInfoControl(8, c.BRAC_USERINFO_CTRLCODE_ROTATION, c.BRAC_ROTATION_FLAGS_ROTATION90 | c.BRAC_ROTATION_FLAGS_MIRRORED, 0, ''), 0);
  assert.deepEqual([video.style.transform, video.style.width, element.style.containerType], ['translate(-50%, -50%) scaleX(-1) rotate(90deg)', '100cqh', 'size']);
  ac.BRAC_UserInfoControl('8', '8', 0);
  assert.deepEqual([video.style.transform, video.style.width, element.style.containerType], ['', '100%', '']);
  assert.deepEqual(turnStyle({ rotate: 180, mirror: false }).transform, 'rotate(180deg)');

  ac.BRAC_SetSDKOption(c.BRAC_SO_VIDEOSHOW_SETPRIMARYUSER, 8);
  ac.BRAC_SetSDKOption(c.BRAC_SO_VIDEOSHOW_SETOVERLAYUSER, '9');
  const videos = () => element.all().filter(({ tagName }) => tagName === 'VIDEO');
  assert.equal(videos().length, 1);
  ac.BRAC_SetSDKOption(c.BRAC_SO_VIDEOSHOW_MODECTRL, 1);
  assert.equal(videos().length, 2);
  const small = videos()[1];
  assert.ok(small.srcObject && small.srcObject !== video.srcObject && small.muted);
  server.send('user_state', { user: 9, camera: 1, mic: 0 });
  await settle();
  assert.equal(small.srcObject, null);
  ac.BRAC_SetVideoPos(0, document.getElementById('box'), 'v');
  assert.equal(videos().length, 1);
});

test('full screen by a double click, unless it is forbidden; the event tells', async () => {
  const { ac, document, seen } = await page();
  const listeners = new Map();
  const create = document.createElement.bind(document);
  document.createElement = (tag) => Object.assign(create(tag), tag === 'div' ? { addEventListener: (name, call) => listeners.set(name, call) } : {});
  ac.BRAC_SetVideoPos(8, document.add('box'), 'v');
  const element = document.getElementById('v');
  element.requestFullscreen = async () => { document.fullscreenElement = element; listeners.get('fullscreenchange')(); };
  document.exitFullscreen = async () => { document.fullscreenElement = null; listeners.get('fullscreenchange')(); };
  const full = () => seen.filter((line) => line.startsWith(`${c.WM_GV_VIDEOFULLSCREEN} `));
  element.SetSDKOptionInt(c.ANYCHATWEB_VIDEO_SO_DISABLEFULLSCREEN, 1);
  listeners.get('dblclick')();
  await settle();
  assert.deepEqual(full(), []);
  element.SetSDKOptionInt(c.ANYCHATWEB_VIDEO_SO_DISABLEFULLSCREEN, 0);
  listeners.get('dblclick')();
  await settle();
  listeners.get('dblclick')();
  await settle();
  assert.deepEqual(full(), [`${c.WM_GV_VIDEOFULLSCREEN} 8 1`, `${c.WM_GV_VIDEOFULLSCREEN} 8 0`]);
});

test('an overlay that is none is refused with 21, and what was shown stays', async () => {
  const { ac, document } = await page();
  ac.BRAC_SetVideoPos(8, document.add('box'), 'v');
  const element = document.getElementById('v');
  assert.equal(element.SetSDKOptionString('8', '<MESSAGE1><VALUE>a</VALUE></MESSAGE1>'), 0);
  assert.equal(element.SetSDKOptionString(8, '<MESSAGE1><VALUE>b'), 21);
  assert.equal(element.all().find(({ tagName }) => tagName === 'SPAN').textContent, 'a');
});
