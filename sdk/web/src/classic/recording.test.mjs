// SPDX-License-Identifier: Apache-2.0
// BRAC_StreamRecordCtrl, ...Ex and BRAC_SnapShot, as pages of the manual use them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeDocument } from '../../test/dom.mjs';
import { fakeWorld, friendlyServer, settle, user } from '../../test/fakes.mjs';
import { recordable } from '../../test/record_fakes.mjs';
import { Options } from '../options.mjs';
import * as c from '../generated/constants.mjs';
import { Face } from './face.mjs';
import { nameFrom, recordSpec } from './recording.mjs';

async function page({ handlers = ['', 'Ex', 'Ex2'], enter = true } = {}) {
  const document = new FakeDocument();
  const world = fakeWorld({ document, server: friendlyServer({ members: [user(8, { camera: 2, mic: 1 })] }) });
  const rec = recordable(world);
  const seen = [];
  const window = { WebSocket: class {}, location: { protocol: 'https:', hostname: 'h' }, navigator: { userAgent: 'Firefox/128' }, reportError: (error) => { throw error; } };
  for (const which of handlers) window[`OnAnyChatRecordSnapShot${which}`] = (...args) => seen.push([which, ...args]);
  globalThis.MutationObserver = document.Observer;
  const face = new Face(world.platform, window);
  const ac = face.api;
  ac.BRAC_InitSDK('0');
  await settle();
  if (enter) {
    ac.BRAC_Connect('h', 1);
    ac.BRAC_Login('ann', '', 0);
    ac.BRAC_EnterRoom(1, '', 0);
    await settle();
  }
  return { ac, face, rec, world, seen, window, server: world.server };
}

const own = async ({ ac }) => { ac.BRAC_UserCameraControl(-1, 1); ac.BRAC_UserSpeakControl(-1, 1); await settle(); };

test('a recording from start to event, as the demos make one: strings, -1, no wait for the camera', async () => {
  const all = await page();
  const { ac, rec, seen, world } = all;
  ac.BRAC_UserCameraControl(-1, 1);
  ac.BRAC_UserSpeakControl(-1, 1);
  assert.equal(ac.BRAC_StreamRecordCtrlEx('-1', '1', String(c.BRAC_RECORD_FLAGS_VIDEO + c.BRAC_RECORD_FLAGS_AUDIO), '17', 'my text'), 0);
  await settle();
  assert.equal(ac.BRAC_QueryUserStateInt(-1, c.BRAC_USERSTATE_RECORDING), 1);
  assert.equal(ac.BRAC_QueryUserStateInt(8, c.BRAC_USERSTATE_RECORDING), 0);
  await world.clock.pass(4600);
  assert.equal(ac.BRAC_StreamRecordCtrlEx(-1, 0, 3, 99, 'another'), 0);
  assert.deepEqual(seen, []); // never from inside the call
  await settle();
  const path = seen[0][2];
  assert.match(path, /^blob:.*#2026-11-22\/7_20261122153005_1\.webm$/);
  assert.deepEqual(seen, [['', 7, path, 17, 3], ['Ex', 7, path, 5, 3, 17, 'my text'], ['Ex2', 7, 0, path, 5, 3, 17, 'my text']]);
  assert.equal(ac.BRAC_QueryUserStateInt(-1, c.BRAC_USERSTATE_RECORDING), 0);
  assert.equal(`${ac.BRAC_GetSDKOptionStringEx(c.BRAC_SO_LOCALPATH2URL, path, 0)}#2026-11-22/7_20261122153005_1.webm`, path);
  assert.equal(rec.disk.files.size, 1);
  ac.BRAC_Release();
  assert.equal(rec.disk.files.size, 0);
});

test('flags 0 are picture and sound; the plain function gives no text; one handler is enough', async () => {
  const all = await page({ handlers: ['Ex2'] });
  await own(all);
  const { ac, seen } = all;
  assert.equal(ac.BRAC_StreamRecordCtrl(-1, 1, 0, 0), 0);
  await settle();
  ac.BRAC_StreamRecordCtrl(-1, 0, 0, 0);
  await settle();
  assert.deepEqual(seen, [['Ex2', 7, 0, seen[0][3], 0, 3, 0, '']]);
});

test('a snapshot with flags 0 comes back with 0x400', async () => {
  const all = await page();
  await own(all);
  const { ac, seen, face } = all;
  assert.equal(ac.BRAC_SnapShot(-1, 0, 5), 0);
  await settle();
  const path = seen[0][2];
  assert.match(path, /\.jpg$/);
  assert.deepEqual(seen, [['', 7, path, 5, 0x400], ['Ex', 7, path, 0, 0x400, 5, ''], ['Ex2', 7, 0, path, 0, 0x400, 5, '']]);
  assert.equal(face.client?.files.find(path)?.blob.type, 'image/jpeg');
  assert.equal(ac.BRAC_StreamRecordCtrlEx(-1, 1, c.BRAC_RECORD_FLAGS_SNAPSHOT | c.BRAC_RECORD_FLAGS_USERFILENAME, 6, '{"filename":"face.png"}'), 0);
  await settle();
  assert.match(seen.at(-1)[3], /#2026-11-22\/face\.jpg$/);
  assert.equal(seen.at(-1)[5], 0x2400);
});

test('what cannot be answers with its code, and no event follows', async () => {
  const early = await page({ enter: false });
  assert.equal(new Face(early.world.platform, early.window).api.BRAC_SnapShot(-1, 0, 0), 2);
  const { ac, seen } = early;
  const { BRAC_RECORD_FLAGS_SERVER: SERVER, ANYCHAT_RECORD_FLAGS_BUFFERCB: BUFFERCB } = c;
  assert.deepEqual([ac.BRAC_SnapShot(0, 0, 0), ac.BRAC_SnapShot(-1, 0, 0), ac.BRAC_SnapShot(8, 0, 0), ac.BRAC_SnapShot(-1, SERVER, 0)], [21, 722, 722, 721]);
  assert.deepEqual([ac.BRAC_StreamRecordCtrl(-1, 1, 0, 0), ac.BRAC_StreamRecordCtrl(-1, 0, 0, 0), ac.BRAC_StreamRecordCtrl(0, 1, 0, 0)], [722, 720, 21]);
  assert.deepEqual([ac.BRAC_StreamRecordCtrl(-1, 1, SERVER, 0), ac.BRAC_StreamRecordCtrl(-1, 0, SERVER, 0), ac.BRAC_StreamRecordCtrl(-1, 1, BUFFERCB, 0)], [721, 720, 32]);
  const image = (value) => ac.BRAC_SetSDKOption(c.BRAC_SO_RECORD_INSERTIMAGE, value);
  assert.deepEqual([image('{"image":"card.png","x":0.5,"y":0,"w":0.25}'), image(''), image('{"image":"card.png","x":2}'), image('card.png')], [0, 0, 21, 21]);
  assert.deepEqual(JSON.parse(ac.BRAC_SDKControl(c.ANYCHAT_SDKCTRL_UPDATERECUSERSTR, '{"userstr":"x"}')), { errorcode: 720 });
  await own(early);
  assert.deepEqual([ac.BRAC_StreamRecordCtrl(-1, 1, 0, 0), ac.BRAC_StreamRecordCtrl(7, 1, 0, 0)], [0, 722]); // before the login nobody is 7
  await settle();
  assert.equal(ac.BRAC_StreamRecordCtrl(-1, 1, 0, 0), 721); // it runs
  assert.deepEqual(seen, []);
});

test('failures are told to Ex2 alone, and only when asked for; a cancelled one leaves nothing', async () => {
  const all = await page();
  const { ac, seen, world, face } = all;
  ac.BRAC_UserCameraControl(8, 1);
  assert.equal(ac.BRAC_StreamRecordCtrl(8, 1, c.BRAC_RECORD_FLAGS_VIDEO | c.ANYCHAT_RECORD_FLAGS_ERRORCODE, 3), 0); // on its way, but never comes
  await world.clock.pass(6000);
  assert.deepEqual(seen.splice(0), [['Ex2', 8, 722, '', 0, 0x4001, 3, '']]);
  assert.equal(ac.BRAC_StreamRecordCtrl(8, 1, c.BRAC_RECORD_FLAGS_VIDEO, 3), 0);
  assert.equal(ac.BRAC_SnapShot(8, c.ANYCHAT_RECORD_FLAGS_ERRORCODE, 4), 0);
  await world.clock.pass(6000);
  assert.deepEqual(seen.splice(0), [['Ex2', 8, 722, '', 0, 0x4400, 4, '']]);
  assert.match(world.warnings.join('\n'), /722/);
  await own(all);
  for (const flags of [0, c.ANYCHAT_RECORD_FLAGS_ERRORCODE]) {
    ac.BRAC_StreamRecordCtrl(-1, 1, flags, 0);
    await settle();
    assert.equal(ac.BRAC_StreamRecordCtrl(-1, 0, c.ANYCHAT_RECORD_FLAGS_CANCEL, 0), 0);
    await settle();
  }
  assert.deepEqual(seen, [['Ex2', 7, 6, '', 0, 0x4003, 0, '']]);
  assert.equal(face.client?.files.count, 0);
});

test('leaving the room ends a recording, with its event; the state is told by the core event too', async () => {
  const all = await page({ handlers: ['Ex'] });
  await own(all);
  const { ac, seen, window } = all;
  const states = [];
  window.OnAnyChatCoreSDKEvent = (type, json) => states.push([type, JSON.parse(json)]);
  ac.BRAC_StreamRecordCtrlEx(-1, 1, c.ANYCHAT_RECORD_FLAGS_FILEMD5, 9, 'u');
  await settle();
  ac.BRAC_LeaveRoom(-1);
  await settle();
  assert.equal(seen.length, 1);
  assert.deepEqual(states.map(([type, { status }]) => [type, status]), [[13, 'recording'], [13, 'finished']]);
  const { userid, filename, filemd5, filelength, param, userstr, errorcode } = states[1][1];
  assert.deepEqual([userid, filename, filemd5, filelength, param, userstr, errorcode], [7, seen[0][2], '5058f1af8388633f609cadb75a75dc9d', 1, 9, 'u', 0]);
  assert.equal(ac.BRAC_StreamRecordCtrl(-1, 0, 0, 0), 720);
});

test('flags and options become what is recorded', () => {
  const options = new Options();
  const spec = (flags, text = '') => recordSpec(-1, flags, text, options);
  assert.deepEqual(spec(0), {
    user: -1, mixVideo: false, allStreams: false, arrangement: 'overlay', fit: 'cover', folders: true, mixAudio: false, video: true, audio: true, stereo: false,
    direct: false, width: 0, height: 0, fps: 25, videoBitrate: 0, audioBitrate: 0, name: '', md5: false,
  });
  const some = (flags, ...names) => names.map((name) => spec(flags)[name]);
  const f = c;
  assert.deepEqual(some(f.BRAC_RECORD_FLAGS_VIDEO, 'video', 'audio'), [true, false]);
  assert.deepEqual(some(f.BRAC_RECORD_FLAGS_AUDIO, 'video', 'audio'), [false, true]);
  assert.deepEqual(some(f.BRAC_RECORD_FLAGS_MIXAUDIO, 'video', 'audio', 'mixAudio', 'stereo'), [true, true, true, false]);
  assert.deepEqual(some(f.BRAC_RECORD_FLAGS_STEREO, 'mixAudio', 'stereo'), [true, true]);
  assert.deepEqual(some(f.BRAC_RECORD_FLAGS_MIXVIDEO, 'mixVideo', 'arrangement'), [true, 'overlay']);
  assert.deepEqual(some(f.BRAC_RECORD_FLAGS_ABREAST, 'mixVideo', 'arrangement'), [true, 'abreast']);
  assert.deepEqual(some(f.ANYCHAT_RECORD_FLAGS_MULTISTREAM, 'mixVideo', 'allStreams', 'arrangement'), [false, true, 'abreast']);
  assert.deepEqual(some(f.BRAC_RECORD_FLAGS_STREAM, 'direct'), [true]);
  assert.deepEqual(some(f.BRAC_RECORD_FLAGS_STREAM | f.BRAC_RECORD_FLAGS_MIXVIDEO, 'direct'), [false]);
  assert.equal(spec(f.BRAC_RECORD_FLAGS_USERFILENAME, 'plain').name, 'plain');
  assert.deepEqual([nameFrom('{"filename":"a.mp4"}'), nameFrom('{"other":1}'), nameFrom('12'), nameFrom('null')], ['a.mp4', '', '12', 'null']);
  for (const [option, value] of [[10, 500000], [11, 64000], [140, 3], [141, 320], [142, 240], [144, 2], [145, 1], [33, 60]]) options.set(option, value);
  assert.deepEqual(some(0, 'videoBitrate', 'audioBitrate', 'video', 'audio', 'width', 'height', 'fit', 'folders', 'fps'), [500000, 64000, false, true, 320, 240, 'contain', false, 60]);
  options.set(144, 3);
  assert.equal(spec(0).fit, 'fill');
});
