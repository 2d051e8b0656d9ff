// SPDX-License-Identifier: Apache-2.0
// What a camera lets one adjust. The dialog itself is tested in browsers (tests/browser/devices.test.mjs).
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeTrack, settle } from '../../test/fakes.mjs';
import { Emitter } from '../events.mjs';
import { Adjustments } from './adjust.mjs';
import { panelTexts } from './panel_texts.mjs';

class Camera extends FakeTrack {
  constraints = { deviceId: { exact: 'a' }, width: { ideal: 640 } };
  constructor(id = 'a', capabilities = {}) {
    super('video', `cam ${id}`);
    this.capabilities = { width: { min: 1, max: 1280 }, height: { min: 1, max: 720 }, frameRate: { min: 0, max: 30 }, ...capabilities };
    this.settings = { deviceId: id, width: 640, height: 480, frameRate: 25, zoom: 1, brightness: 50, focusMode: 'continuous', focusDistance: 1, torch: false };
  }
  getCapabilities() { return this.capabilities; }
  getConstraints() { return this.constraints; }
  async applyConstraints(constraints) {
    if (this.refuses) throw new Error('no');
    this.constraints = constraints;
    Object.assign(this.settings, ...constraints.advanced ?? []);
  }
}

const all = {
  zoom: { min: 1, max: 4, step: 0.5 }, brightness: { min: 0, max: 100, step: 1 }, focusDistance: { min: 0, max: 2, step: 0.1 }, focusMode: ['manual', 'continuous'],
  torch: true, backgroundBlur: [false], exposureMode: ['continuous'], contrast: { min: 5, max: 5 },
};

function local(track) {
  const made = Object.assign(new Emitter(), {
    tracks: new Map([[0, track]]), video: { width: 640, height: 480, fps: 25 }, own: [], applied: [],
    track: (_kind, stream) => made.tracks.get(stream) ?? null,
    videoSettings: () => made.video,
    cameras: { setOwn: (stream, wish) => made.own.push([stream, wish]) },
    apply: async (kind, stream) => { made.applied.push([kind, stream]); },
    open: (stream, next) => { made.tracks.set(stream, next); made.emit('change', 'camera', stream); },
  });
  return made;
}

test('only what can be adjusted is in the list; a closed camera and a screen have none', () => {
  const camera = new Camera('a', all);
  const made = local(camera);
  const adjustments = new Adjustments(made);
  assert.deepEqual(adjustments.list().map(({ name, kind, value }) => `${name} ${kind} ${value}`),
    ['size choice 640x480', 'frameRate range 25', 'zoom range 1', 'brightness range 50', 'focusDistance range 1', 'focusMode choice continuous', 'torch switch false']);
  assert.deepEqual(adjustments.list()[0].options, ['320x240', '640x360', '640x480', '960x540', '1280x720']);
  assert.deepEqual(adjustments.list(1), []);
  camera.settings.displaySurface = 'monitor';
  assert.deepEqual(adjustments.list(), []);
  made.tracks.set(0, new FakeTrack('video')); // a browser that tells nothing
  assert.deepEqual(adjustments.list(), []);
});

test('set beside what the camera was opened with; by hand ends the automatic; what does not fit is refused', async () => {
  const camera = new Camera('a', all);
  const made = local(camera);
  const adjustments = new Adjustments(made);
  assert.equal(await adjustments.set('zoom', 2), 2);
  assert.equal(await adjustments.set('focusDistance', 0.5), 0.5);
  assert.deepEqual(camera.constraints, { deviceId: { exact: 'a' }, width: { ideal: 640 }, advanced: [{ zoom: 2, focusDistance: 0.5, focusMode: 'manual' }] });
  for (const [name, value] of [['zoom', 9], ['zoom', '2'], ['focusMode', 'odd'], ['torch', 1], ['iso', 100], ['size', '1x1']])
    await assert.rejects(adjustments.set(name, value), { code: 21 });
  camera.refuses = true;
  await assert.rejects(adjustments.set('zoom', 3), { code: 22 });
  await assert.rejects(adjustments.set('zoom', 3, 5), { code: 22 });
  await adjustments.set('size', '1280x720');
  await adjustments.set('frameRate', 10);
  assert.deepEqual([made.video, made.applied], [{ width: 1280, height: 720, fps: 10 }, [['camera', 0], ['camera', 0]]]);
  made.open(2, new Camera('b', all));
  await adjustments.set('frameRate', 5, 2);
  assert.deepEqual(made.own, [[2, { fps: 5 }]]);
});

test('it belongs to the camera: there again when it is opened again, or given other constraints; reset is as it was', async () => {
  const made = local(null);
  const adjustments = new Adjustments(made);
  const heard = [];
  adjustments.on('change', (stream) => heard.push(stream));
  made.open(0, new Camera('a', all));
  await settle();
  await adjustments.set('brightness', 80);
  made.open(0, new Camera('b', all));
  await settle();
  assert.equal(made.tracks.get(0).settings.brightness, 50);
  const again = new Camera('a', all);
  made.open(0, again);
  await settle();
  assert.equal(again.settings.brightness, 80);
  Object.assign(again.settings, { brightness: 50 }); // as after another frame rate
  made.open(0, again);
  await settle();
  assert.equal(again.settings.brightness, 80);
  await adjustments.reset();
  assert.equal(again.settings.brightness, 50);
  assert.deepEqual(heard, [0, 0, 0, 0, 0, 0]);
  made.open(0, null);
  await adjustments.reset();
});

test('words for everything, in both languages', () => {
  const [en, zh] = ['en-GB', 'zh-TW'].map(panelTexts);
  assert.deepEqual(Object.keys(en.names), Object.keys(zh.names));
  assert.deepEqual(Object.keys(en.options), Object.keys(zh.options));
  for (const name of Object.keys(all).concat('size', 'frameRate')) assert.ok(zh.names[name], name);
});
