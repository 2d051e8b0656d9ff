// SPDX-License-Identifier: Apache-2.0
// Our own pictures: several cameras, screens, and settings that change while they are open.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeDevices, FakeTrack, fakeWorld, friendlyServer, refusal, settle } from '../../test/fakes.mjs';
import { Client } from '../client.mjs';
import { degradation, rateLimit } from './cameras.mjs';

const labels = ['front', 'desk', 'hall'];

async function client() {
  const devices = new FakeDevices();
  devices.list = labels.map((label) => ({ kind: 'videoinput', deviceId: `id-${label}`, label }));
  const world = fakeWorld({ devices, server: friendlyServer() });
  const made = new Client(world.platform);
  const told = [];
  made.on('error', (error) => told.push(`error ${error.reason}`));
  made.on('screenEnded', (stream) => told.push(`ended ${stream}`));
  made.devices.refresh();
  made.connect({ url: 'ws://h/parlor' });
  made.login('ann');
  made.enter({ id: 1 });
  await settle();
  world.server.session.inRoom = true;
  return { ...world, client: made, local: made.local, told, states: () => world.server.of('state').map(({ camera, streams, screens }) => [camera, streams, screens]) };
}

test('several cameras: each its own device and section, and everybody is told which are open', async () => {
  const { client: c, local, devices, peers, states } = await client();
  await local.openCamera(0);
  await local.openCamera(2);
  await settle();
  assert.deepEqual(devices.asked.map(({ video }) => video.deviceId?.exact), [undefined, 'id-hall']);
  assert.deepEqual(peers[0].transceivers.length, 2);
  assert.deepEqual(states().slice(-2), [[2, 1, undefined], [2, 5, undefined]]);
  assert.deepEqual([c.self.streams, c.self.camera], [5, 2]);
  local.closeCamera(0);
  await settle();
  assert.deepEqual(states().at(-1), [2, 4, undefined]);
  local.closeCamera(2);
  await settle();
  assert.deepEqual([states().at(-1), c.self.streams], [[1, undefined, undefined], undefined]);
  await assert.rejects(local.openCamera(3), { code: 22, reason: 'missing' });
});

test('settings reach an open camera without opening it again; one that cannot is opened again', async () => {
  const { local, devices, peers } = await client();
  const track = await local.openCamera(0);
  await local.openCamera(1);
  await settle();
  Object.assign(local.video, { width: 1280, height: 720, fps: 15 });
  local.cameras.setOwn(1, { width: 320, height: 240, bitrate: 150000, preset: 5 });
  await local.apply('camera');
  await settle();
  const second = local.track('camera', 1);
  assert.deepEqual([track.applied[0].width.ideal, second.applied[0].width.ideal, second.applied[0].frameRate.ideal], [1280, 320, 15]);
  assert.equal(devices.asked.length, 2);
  const parameters = peers[0].transceivers.map(({ sender }) => sender.parameters);
  assert.deepEqual(parameters.map(({ encodings, degradationPreference }) => [encodings[0].maxBitrate, encodings[0].maxFramerate, degradationPreference]),
    [[undefined, 15, undefined], [150000, 15, 'maintain-resolution']]);
  assert.deepEqual([local.videoSettings(0).width, local.videoSettings(1).width], [1280, 320]);
  local.cameras.setOwn(1, null); // as all the others
  await local.apply('camera', 1);
  await settle();
  assert.deepEqual([track.applied.length, second.applied.at(-1).width.ideal, peers[0].transceivers[1].sender.parameters.degradationPreference], [1, 1280, 'balanced']);
  track.judge = () => { throw refusal('OverconstrainedError'); };
  await local.apply('camera', 0);
  assert.equal(devices.asked.length, 3);
  assert.equal(track.readyState, 'ended');
});

test('a camera that was opened before its id was known is the same one', async () => {
  const { local, devices, client: c } = await client();
  devices.list = [{ kind: 'videoinput', deviceId: '', label: '' }, { kind: 'videoinput', deviceId: '', label: '' }];
  await c.devices.refresh();
  const track = await local.openCamera(1);
  track.settings.deviceId = 'id-desk';
  devices.list = labels.map((label) => ({ kind: 'videoinput', deviceId: `id-${label}`, label }));
  await c.devices.refresh();
  await local.apply('camera');
  assert.deepEqual([devices.asked.length, track.applied.length], [1, 1]);
});

test('another device for one stream: opened, the others stay', async () => {
  const { local, devices } = await client();
  await local.openCamera(0);
  await local.openCamera(1);
  local.cameras.setDevice(1, 'hall');
  await local.apply('camera');
  assert.deepEqual(devices.asked.map(({ video }) => video.deviceId?.exact), [undefined, 'id-desk', 'id-hall']);
});

test('a camera that lacks the size: its own one, when the page wants that', async () => {
  const { local, devices } = await client();
  devices.getUserMedia = async () => {
    const track = new FakeTrack('video', 'front');
    track.settings = { width: 800, height: 600 };
    return { getVideoTracks: () => [track] };
  };
  Object.assign(local.video, { strictSize: true, focus: 'manual' });
  const track = await local.openCamera(0);
  assert.deepEqual(track.applied, [{ frameRate: { ideal: 25 } }]);
});

test('a screen: asked for once, sent in one size, told as such, ended by the user without an error', async () => {
  const { client: c, local, devices, peers, states, told } = await client();
  await local.openScreen(15, { fps: 8, cursor: false, surface: 'window' });
  await settle();
  assert.deepEqual(devices.screens, [{ video: { frameRate: { ideal: 8 }, cursor: 'never', displaySurface: 'window' }, audio: false }]);
  assert.deepEqual(states().at(-1), [2, 0x8000, 0x8000]);
  assert.equal(peers[0].transceivers[0].sender.parameters.encodings.length, 1);
  await local.apply('camera'); // new settings of cameras ask nobody
  assert.equal(devices.screens.length, 1);
  assert.ok(c.picture(-1, 15));
  local.track('camera', 15).end();
  await settle();
  assert.deepEqual(told, ['ended 15']);
  assert.deepEqual([states().at(-1), c.picture(-1, 15)], [[1, undefined, undefined], null]);
  await local.openCamera(0);
  await local.openScreen(15, {});
  assert.equal(devices.screens.length, 2);
});

test('nothing chosen to share: said as such, and the camera stays what it was', async () => {
  const { local, devices, told, client: c } = await client();
  devices.judge = () => { throw refusal('NotAllowedError'); };
  await assert.rejects(local.openScreen(15, {}), { code: 22, reason: 'screen' });
  assert.deepEqual([told, local.state.camera, c.local.wanted('camera', 15)], [['error screen'], 1, false]);
});

test('the desktop as a camera: by its place in the list, or by its name', async () => {
  const { local, devices, client: c } = await client();
  c.devices.offerScreen(true);
  await local.openCamera(3);
  assert.equal(devices.screens.length, 1);
  assert.equal(local.cameras.isScreen(3), true);
  local.closeCamera(3);
  assert.equal(local.cameras.isScreen(3), false);
  c.devices.choose('camera', 'Screen');
  await local.openCamera(0);
  assert.equal(devices.screens.length, 2);
  c.devices.choose('camera', 'desk'); // back to a camera, while it is open
  await local.apply('camera');
  assert.deepEqual([devices.asked.at(-1).video.deviceId.exact, local.cameras.isScreen(0)], ['id-desk', false]);
});

test('key frames at the distance that the page wants, while somebody watches', async () => {
  const { local, peers, clock, server } = await client();
  local.cameras.setOwn(0, { gop: 50, fps: 25 });
  await local.openCamera(0);
  await settle();
  const { sender } = peers[0].transceivers[0];
  const keys = [];
  const set = sender.setParameters;
  sender.setParameters = function (parameters, options) { if (options) keys.push(options.encodingOptions[0].keyFrame); return set.call(this, parameters); };
  await clock.pass(6100);
  assert.deepEqual(keys, [true, true, true]);
  server.send('demand', { stream: 0, encodings: 0 });
  await clock.pass(6000);
  assert.equal(keys.length, 3);
  local.closeCamera(0);
  server.send('demand', { stream: 0, encodings: 1 });
  await clock.pass(6000);
  assert.equal(keys.length, 3);
});

test('quality without a bit rate', () => {
  const of = (quality, bitrate = 0) => rateLimit({ ...{ width: 0, height: 0, fps: 25, gop: 0, preset: 3, strictSize: false, focus: '', facing: '' }, quality, bitrate }, { width: 640, height: 480 });
  assert.equal(of(3), 0);
  assert.ok(of(1) > 0 && of(1) < of(2) && of(2) < of(4) && of(4) < of(5));
  assert.equal(of(5, 64000), 64000);
  assert.deepEqual([1, 3, 4].map(degradation), ['maintain-framerate', null, 'maintain-resolution']);
});
