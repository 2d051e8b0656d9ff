// SPDX-License-Identifier: Apache-2.0
// What is done to the microphone's sound: by the browser, by us, and by RNNoise.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeAudio, fakeNode } from '../../test/audio.mjs';
import { FakeDevices, FakeStream, FakeTrack, fakeWorld, settle } from '../../test/fakes.mjs';
import { constraintsOf, defaultAudio, sendingOf, treatment } from './audio_settings.mjs';
import { Capture } from './capture.mjs';
import { denoiseLoader } from './denoise.mjs';
import { Devices } from './devices.mjs';
import { LocalMedia } from './local.mjs';
import { MicChain } from './mic_chain.mjs';
import { Playback } from './playback.mjs';
import { FakeDocument } from '../../test/dom.mjs';
import { Sound } from './sound.mjs';

function chainOf({ behaviour = {}, loadDenoise } = {}) {
  const made = [];
  const told = [];
  let changes = 0;
  const chain = new MicChain({
    createContext: (options) => { const audio = new FakeAudio(options, behaviour); made.push(audio); return audio; },
    createStream: (list) => new FakeStream(list), loadDenoise,
    changed: () => changes++, denoising: (on, error) => told.push(error ? `failed ${error.message}` : on),
  });
  return { chain, made, told, get changes() { return changes; } };
}

test('nothing to do: the microphone itself; a volume: one track, also when the microphone is another', () => {
  const all = chainOf();
  const { chain, made } = all;
  const first = new FakeTrack('audio'), second = new FakeTrack('audio');
  assert.equal(chain.apply(first), first);
  assert.equal(made[0].sampleRate, 48000);
  chain.setVolume(0.5);
  assert.equal(all.changes, 1);
  const out = chain.apply(first);
  assert.equal(out.label, 'out');
  assert.equal(made[0].path, 'mic > gain:0.5 > out');
  assert.equal(chain.apply(second), out);
  assert.deepEqual(made[0].source.stream.getTracks(), [second]);
  chain.setVolume(1);
  assert.equal(chain.apply(second), second);
  chain.setBoost(true);
  assert.equal(chain.apply(second), out);
  assert.equal(made[0].path, 'mic > gain:1 > gain:4 > limit > out');
  assert.equal(chain.apply(null), null);
  assert.equal(made.length, 1);
  chain.close();
  assert.equal(made[0].closed, true);
});

test('before the browser lets Web Audio run: the microphone as it is, but silence is silence; then the volume counts', () => {
  const all = chainOf({ behaviour: { state: 'suspended' } });
  const { chain, made } = all;
  const track = new FakeTrack('audio');
  chain.setVolume(0.3);
  assert.equal(chain.apply(track), track);
  assert.equal(chain.level(), null);
  chain.setVolume(0);
  assert.equal(chain.apply(track).label, 'out');
  chain.setVolume(0.3);
  chain.wake();
  assert.ok(made[0].resumed >= 2);
  const before = all.changes;
  made[0].become('running');
  assert.equal(all.changes, before + 1);
  assert.equal(chain.apply(track).label, 'out');
  made[0].loud = 1;
  assert.equal(chain.level(), 100);
  made[0].loud = 0;
  assert.equal(chain.level(), 0);
});

test('a browser that wants the microphone\'s own rate, and one without Web Audio', () => {
  const { chain, made } = chainOf({ behaviour: { ownRateOnly: true } });
  const track = new FakeTrack('audio');
  chain.setVolume(0.5);
  assert.equal(chain.apply(track).label, 'out');
  assert.deepEqual(made.map(({ sampleRate, closed }) => [sampleRate, closed]), [[48000, true], [44100, false]]);
  const none = new MicChain({ createContext: null, createStream: () => null });
  none.setVolume(0.5);
  none.setBoost(true);
  none.setDenoise(true);
  assert.equal(none.apply(track), track);
  assert.equal(none.level(), null);
  none.close();
});

test('RNNoise: loaded when there is something to clean, put in while sound goes on, taken out again, never after it is unwanted', async () => {
  const loading = [];
  const { chain, made, told } = chainOf({ loadDenoise: (context) => new Promise((resolve, reject) => loading.push({ context, resolve, reject })) });
  const track = new FakeTrack('audio');
  chain.setDenoise(true);
  assert.equal(loading.length, 0);
  assert.equal(chain.apply(track), track);
  assert.equal(loading[0].context, made[0]);
  const messages = [];
  loading[0].resolve(fakeNode('rnnoise', { port: { postMessage: (text) => messages.push(text) } }));
  await settle();
  assert.deepEqual(told, [true]);
  assert.equal(chain.apply(track).label, 'out');
  assert.equal(made[0].path, 'mic > rnnoise > gain:1 > out');
  chain.setDenoise(false);
  assert.deepEqual([told, messages, made[0].path], [[true, false], ['end'], 'mic > gain:1 > out']);
  assert.equal(chain.apply(track), track);
  chain.setDenoise(true);
  made[0].become('suspended'); // as after a phone call
  loading[1].resolve(fakeNode('rnnoise', { port: { postMessage() {} } }));
  await settle();
  assert.deepEqual(told, [true, false]);
  assert.equal(chain.apply(track), track);
  made[0].become('running');
  assert.equal(chain.apply(track).label, 'out');
  chain.setDenoise(false);
  assert.deepEqual(told.splice(2), [true, false]);
  chain.setDenoise(true);
  chain.setDenoise(false);
  loading[2].resolve(fakeNode('late', { port: { postMessage() {} } }));
  await settle();
  assert.deepEqual(told, [true, false]);
  chain.setDenoise(true);
  loading[3].reject(new Error('no file'));
  await settle();
  assert.deepEqual(told, [true, false, 'failed no file']);
  assert.equal(chain.apply(track), track);
});

test('the loader: one module a context, one file; failures say what is missing and are tried again', async () => {
  const fetched = [], added = [], nodes = [];
  let broken = true;
  const load = denoiseLoader({
    asset: (name) => `https://h/sdk/${name}`,
    fetchBytes: async (url) => { fetched.push(url); if (broken) throw new Error('404'); return new ArrayBuffer(4); },
    createWorklet: (_context, name, options) => { const node = fakeNode(name, { options, port: {} }); nodes.push(node); return node; },
  });
  const context = { sampleRate: 48000, audioWorklet: { addModule: async (url) => { added.push(url); } } };
  await assert.rejects(load(context), /parlor-denoise\.js.*beside.*404/);
  broken = false;
  const loading = load(context);
  await settle();
  nodes[0].port.onmessage({ data: 'ready' });
  assert.equal(await loading, nodes[0]);
  const again = load(context);
  await settle();
  nodes[1].port.onmessage({ data: 'wasm is not allowed' });
  await assert.rejects(again, /wasm is not allowed.*wasm-unsafe-eval/);
  assert.deepEqual([fetched.length, added], [2, ['https://h/sdk/parlor-denoise.js']]);
  assert.equal(nodes[0].options.processorOptions.wasm.byteLength, 4);
  await assert.rejects(load({ sampleRate: 44100, audioWorklet: {} }), /44100/);
  await assert.rejects(load({ sampleRate: 48000 }), { code: 32 });
});

test('what the settings come to: music is left alone, RNNoise takes the place of the browser\'s own', () => {
  const on = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  const off = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  assert.deepEqual(constraintsOf(defaultAudio, false), on);
  assert.deepEqual(constraintsOf({ ...defaultAudio, denoise: true }, true), { ...on, noiseSuppression: false });
  for (const mode of ['music', 'karaoke', 'line'])
    assert.deepEqual(constraintsOf({ ...defaultAudio, mode }, false), { ...off, channelCount: { ideal: 2 } });
  assert.deepEqual(constraintsOf({ ...defaultAudio, mode: 'music', stereo: false }, false), off);
  assert.deepEqual(sendingOf({ ...defaultAudio, dtx: true, bitrate: 32000 }), { dtx: true, red: false, stereo: false, maxBitrate: 32000 });
  assert.deepEqual(sendingOf({ ...defaultAudio, dtx: true, mode: 'music' }), { dtx: false, red: false, stereo: true, maxBitrate: 0 });
  assert.deepEqual(treatment({ ...defaultAudio, denoise: true, boost: true, mode: 'line' }), { denoise: false, boost: true });
});

/** A microphone whose browser changes what it can where it is, and the rest with a new capture. */
class Mic extends FakeTrack {
  applied = [];
  constructor(settings, browser) { super('audio', 'mic'); this.settings = { ...settings }; this.browser = browser; }
  async applyConstraints(wish) {
    this.applied.push(wish);
    if (this.browser.refuses) throw new Error('OverconstrainedError');
    if (this.browser.live) Object.assign(this.settings, wish);
  }
}

async function withMic(browser) {
  const media = new FakeDevices();
  const captured = [];
  media.getUserMedia = async ({ audio: { deviceId: _deviceId, channelCount: _channels, ...settings } }) => {
    const track = new Mic({ ...settings, ...browser.stuck }, browser);
    captured.push(track);
    return new FakeStream([track]);
  };
  const world = fakeWorld({ devices: media, document: new FakeDocument() });
  const devices = new Devices({ mediaDevices: media, language: 'en' });
  const playback = new Playback({ document: world.platform.document });
  const sound = new Sound({ platform: world.platform, devices, playback });
  const published = [];
  const local = new LocalMedia({
    capture: new Capture({ mediaDevices: media, clock: world.clock }), devices, filter: (track) => sound.chain.apply(track),
    publisher: { setTrack: (_kind, _stream, track, sending) => published.push({ track, ...sending }) },
  });
  sound.serve(local);
  await local.openMic();
  return { local, sound, captured, published };
}

test('settings while it is open: changed where it is when the browser can, else captured anew beside it', async () => {
  const live = await withMic({ live: true });
  await live.sound.set({ echoCancellation: false });
  assert.equal(live.captured.length, 1);
  assert.equal(live.local.microphone.processing.echoCancellation, false);
  await live.sound.set({ dtx: true }); // nothing for the browser's capture
  assert.equal(live.captured[0].applied.length, 1);
  assert.equal(live.published.at(-1).dtx, true);
  for (const browser of [{ live: false }, { refuses: true }]) {
    const anew = await withMic(browser);
    await anew.sound.set({ autoGainControl: false });
    assert.equal(anew.captured.length, 2);
    assert.deepEqual(anew.captured.map(({ readyState }) => readyState), ['ended', 'live']);
    assert.equal(anew.local.microphone.processing.autoGainControl, false);
    assert.ok(anew.published.every(({ track }) => track));
  }
});

test('what the browser does not do is said, and not tried for ever', async () => {
  const { sound, local, captured } = await withMic({ stuck: { noiseSuppression: true } });
  await sound.set({ noiseSuppression: false });
  assert.deepEqual([captured.length, local.microphone.unmet], [2, ['noiseSuppression']]);
  await sound.set({});
  assert.equal(captured.length, 2);
  local.closeMic();
  assert.deepEqual([local.microphone.processing, local.microphone.unmet], [null, []]);
  await sound.set({ noiseSuppression: true }); // for the next time
  assert.equal(captured.length, 2);
});

test('volumes: of the microphone and of what is heard, told to whoever listens', () => {
  const document = new FakeDocument();
  const world = fakeWorld({ document });
  const playback = new Playback({ document });
  const sound = new Sound({ platform: world.platform, devices: new Devices({ mediaDevices: null, language: 'en' }), playback });
  const heard = [];
  sound.on('volume', (device, volume) => heard.push(`${device} ${volume}`));
  playback.add(8, new FakeStream([]));
  sound.setVolume('speaker', 0.25);
  const element = document.body.all().find(({ tagName }) => tagName === 'AUDIO');
  assert.deepEqual([element.volume, element.muted, sound.volume('speaker')], [0.25, false, 0.25]);
  sound.setVolume('speaker', 0);
  assert.equal(element.muted, true); // also where the volume is the system's
  sound.setVolume('microphone', 0.5);
  assert.deepEqual(heard, ['speaker 0.25', 'speaker 0', 'microphone 0.5']);
  sound.close();
});
