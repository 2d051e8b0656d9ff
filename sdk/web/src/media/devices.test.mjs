// SPDX-License-Identifier: Apache-2.0
// Devices that come and go, permissions that are given and taken, and what that does to what is open.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeDevices, FakeStream, FakeTrack, fakeWorld, refusal, settle } from '../../test/fakes.mjs';
import { Capture } from './capture.mjs';
import { Devices } from './devices.mjs';
import { LocalMedia } from './local.mjs';
import { Speaker } from './speaker.mjs';

const info = (kind, deviceId, label = `${kind} ${deviceId}`, groupId = '') => ({ kind, deviceId, label, groupId });

/** Tracks that say which device they are of, as real ones do. */
class Room extends FakeDevices {
  tracks = [];
  async getUserMedia(constraints) {
    this.asked.push(constraints);
    this.judge(constraints);
    return new FakeStream(Object.keys(constraints).map((kind) => {
      const all = this.list.filter((device) => device.kind === `${kind}input`);
      const wanted = constraints[kind].deviceId?.exact;
      const device = all.find(({ deviceId }) => !wanted || deviceId === wanted);
      if (!device) throw refusal('OverconstrainedError');
      const track = new FakeTrack(kind, device.label);
      track.settings = { deviceId: device.deviceId };
      this.tracks.push(track);
      return track;
    }));
  }

  /** Pulled out: the list is told, and the track ends. */
  unplug(id) {
    this.list = this.list.filter(({ deviceId }) => deviceId !== id);
    this.changed();
    for (const track of this.tracks) if (track.settings.deviceId === id && track.readyState === 'live') track.end();
  }

  plug(device) { this.list = [...this.list, device]; this.changed(); }
}

class Permission extends EventTarget {
  constructor(state) { super(); this.state = state; }
  become(state) { this.state = state; this.dispatchEvent(new Event('change')); }
}

async function owner({ permissions = {}, list = [info('videoinput', 'a'), info('videoinput', 'b'), info('audioinput', 'm'), info('audioinput', 'n')] } = {}) {
  const media = new Room();
  media.list = list;
  const world = fakeWorld({ devices: media });
  const devices = new Devices({ mediaDevices: media, language: 'en', permission: async (kind) => permissions[kind] ?? null });
  const published = [], states = [], told = [];
  const local = new LocalMedia({
    capture: new Capture({ mediaDevices: media, clock: world.clock }), devices,
    publisher: { setTrack: (kind, stream, track) => published.push(`${kind}${stream} ${track?.label ?? track}`) },
  });
  local.on('state', ({ camera, mic }) => states.push(`${camera}${mic}`));
  local.on('error', ({ code, reason }) => told.push(`${code} ${reason}`));
  local.on('deviceLost', ({ kind, name, replacement }) => told.push(`lost ${kind} ${name}: ${replacement}`));
  local.on('deviceFound', (kind, name) => told.push(`found ${kind} ${name}`));
  await devices.refresh();
  return { media, devices, local, published, states, told };
}

test('the microphone in use is unplugged: another one serves, nobody sees it close, and it is told', async () => {
  const { media, local, states, published, told } = await owner();
  await local.openMic();
  media.unplug('m');
  await settle();
  assert.equal(local.track('microphone').label, 'audioinput n');
  assert.deepEqual(told, ['lost microphone audioinput m: audioinput n']);
  assert.deepEqual(states, ['10', '11']);
  assert.deepEqual(published, ['audio0 audioinput m', 'audio0 audioinput n']);
});

test('the chosen camera comes back: it is taken again; one that was not chosen is not', async () => {
  const { media, devices, local, told } = await owner();
  devices.choose('camera', 'videoinput b');
  await local.openCamera();
  media.unplug('b');
  await settle();
  assert.equal(local.track('camera').label, 'videoinput a');
  media.plug(info('videoinput', 'b'));
  await settle();
  assert.equal(local.track('camera').label, 'videoinput b');
  assert.deepEqual(told, ['lost camera videoinput b: videoinput a', 'found camera videoinput b']);
  const other = await owner();
  await other.local.openCamera();
  other.media.unplug('a');
  await settle();
  other.media.plug(info('videoinput', 'a'));
  await settle();
  assert.equal(other.local.track('camera').label, 'videoinput b');
});

test('no other camera, a driver that fails, a permission that is taken back: closed, told, and nobody is asked', async () => {
  const alone = await owner({ list: [info('videoinput', 'a')] });
  await alone.local.openCamera();
  alone.media.unplug('a');
  await settle();
  assert.deepEqual(alone.told, ['22 ended', 'lost camera videoinput a: null']);
  assert.equal(alone.states.at(-1), '00');
  const failing = await owner();
  await failing.local.openCamera();
  failing.local.track('camera').end(); // still in the list
  await settle();
  assert.equal(failing.local.track('camera'), null);
  const camera = new Permission('granted');
  const revoked = await owner({ permissions: { camera } });
  await revoked.local.openCamera();
  camera.become('denied');
  revoked.media.unplug('a');
  await settle();
  for (const { media } of [alone, failing, revoked]) assert.equal(media.asked.length, 1);
  assert.equal(revoked.states.at(-1), '00');
  camera.become('granted');
  await settle();
  assert.equal(revoked.states.at(-1), '10');
});

test('opened while it is going: the page gets what there is', async () => {
  const { media, local } = await owner({ list: [info('audioinput', 'm')] });
  await local.openMic();
  media.list = [info('audioinput', 'z')];
  local.track('microphone').end();
  assert.equal((await local.openMic()).label, 'audioinput z');
  const closed = await owner();
  await closed.local.openMic();
  closed.media.unplug('m');
  closed.local.closeMic(); // and nothing opens after that
  await settle();
  assert.equal(closed.local.track('microphone'), null);
  assert.ok(closed.media.tracks.every(({ readyState }) => readyState === 'ended'));
});

test('another device that cannot be had: the present one goes on; one that is busy with ourselves is let go first', async () => {
  const { media, devices, local, told, states } = await owner();
  await local.openCamera();
  media.judge = () => { throw refusal('NotAllowedError'); };
  devices.choose('camera', 'videoinput b');
  await local.apply('camera');
  assert.equal(local.track('camera').label, 'videoinput a');
  assert.deepEqual([told, states], [['22 permission'], ['10', '20']]);
  media.judge = () => { if (media.tracks.some(({ readyState }) => readyState === 'live')) throw refusal('NotReadableError'); }; // a phone
  await local.apply('camera');
  assert.equal(local.track('camera').label, 'videoinput b');
  assert.deepEqual(states, ['10', '20']);
  assert.equal((await local.openCamera()).label, 'videoinput b');
});

test('permissions: known from the start, told when they change, and the names come with them', async () => {
  const camera = new Permission('denied'), microphone = new Permission('prompt');
  const { media, devices, states } = await owner({ permissions: { camera, microphone }, list: [info('videoinput', '', '')] });
  await settle();
  assert.deepEqual([devices.permission('camera'), devices.permission('microphone'), devices.permission('speaker')], ['denied', 'prompt', 'unknown']);
  assert.deepEqual(states, []); // no camera for anybody
  media.list = [info('videoinput', 'a', 'Cam')];
  const heard = [];
  devices.on('permission', (kind, state) => heard.push(`${kind} ${state}`));
  camera.become('granted');
  await settle();
  assert.deepEqual([heard, devices.list('camera').map(({ name }) => name), states], [['camera granted'], ['Cam'], ['10']]);
  devices.close();
  camera.become('denied');
  assert.equal(heard.length, 1);
});

test('the list is there at once when it was fetched ahead; the default is the browser\'s', async () => {
  const ahead = [info('audioinput', 'default', 'Default - Two', 'g2'), info('audioinput', 'm1', 'One', 'g1'), info('audioinput', 'm2', 'Two', 'g2')];
  const devices = new Devices({ mediaDevices: null, language: 'en', ahead: () => ahead });
  assert.deepEqual(devices.list('microphone').map(({ name }) => name), ['One', 'Two']);
  assert.equal(devices.current('microphone').name, 'Two');
  assert.equal(devices.choose('microphone', 'One'), true);
  assert.equal(devices.current('microphone').name, 'One');
  assert.equal(devices.choose('microphone', 'Three'), false);
  devices.choose('microphone', '');
  assert.equal(devices.current('microphone').name, 'Two');
});

test('the loudspeaker: chosen, gone, back; one that the browser refuses is not chosen', async () => {
  const media = new FakeDevices();
  media.list = [info('audiooutput', 'x', 'Desk'), info('audiooutput', 'y', 'Headset')];
  const devices = new Devices({ mediaDevices: media, language: 'en' });
  await devices.refresh();
  const sinks = [];
  const playback = { setSink: async (id) => { if (id === 'x') throw refusal('NotAllowedError'); sinks.push(id); } };
  const speaker = new Speaker({ devices, playback, canChoose: true, mediaDevices: media });
  const told = [];
  speaker.on('lost', ({ name, replacement }) => told.push(`lost ${name}: ${replacement}`));
  speaker.on('found', (name) => told.push(`found ${name}`));
  await speaker.choose('Headset');
  media.list = [info('audiooutput', 'x', 'Desk')];
  media.changed();
  await settle();
  media.list = [info('audiooutput', 'x', 'Desk'), info('audiooutput', 'y', 'Headset')];
  media.changed();
  await settle();
  assert.deepEqual([sinks, told], [['y', '', 'y'], ['lost Headset: Desk', 'found Headset']]);
  await assert.rejects(speaker.choose('Desk'), { code: 22, reason: 'permission' });
  assert.equal(devices.isChosen('speaker'), false);
  await assert.rejects(speaker.choose('Hall'), { code: 22, reason: 'missing' });
  await assert.rejects(speaker.ask(), { code: 32 });
  media.selectAudioOutput = async () => ({ deviceId: 'y', label: 'Headset' });
  assert.equal(await speaker.ask(), 'Headset');
  const old = new Speaker({ devices, playback, canChoose: false, mediaDevices: media });
  await assert.rejects(old.choose('Desk'), { code: 32 });
  await old.choose('');
});
