// SPDX-License-Identifier: Apache-2.0
// What is done to our pictures: geometry, drawing, pipes, and who is behind a blurred room.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeClock, FakeTrack, settle } from '../../../test/fakes.mjs';
import { Effects } from './effects.mjs';
import { isPlain, plainLook, readLook } from './look.mjs';
import { Painter, drawnSize, outputSize, stampText } from './painter.mjs';
import { pipesOf } from './pipe.mjs';
import { segmenterLoader } from './segmenter.mjs';

/** Remembers what was drawn on it. */
function fakeCanvas(name = 'canvas') {
  const calls = [];
  const context = new Proxy({}, {
    get: (target, key) => key in target ? target[key] : (...args) => { calls.push([key, ...args.map((arg) => typeof arg === 'number' ? Math.round(arg * 100) / 100 : arg)]); },
    set: (target, key, value) => { target[key] = value; calls.push([`${String(key)}=`, value]); return true; },
  });
  return { name, width: 2, height: 2, calls, getContext: () => context };
}
const drawn = (canvas) => canvas.calls.filter(([name]) => ['drawImage', 'fillRect', 'rotate', 'scale', 'fillText'].includes(name));
const look = (more) => ({ ...plainLook, ...more });
const vga = { width: 640, height: 480 };

test('what a page says is checked', () => {
  assert.deepEqual(readLook({ rotate: 90, mirror: true, background: { kind: 'blur', strength: 1000 } }), { rotate: 90, mirror: true, background: { kind: 'blur', strength: 60 } });
  assert.deepEqual(readLook({ background: null, timestamp: undefined }), { background: null });
  assert.deepEqual(readLook({ background: { kind: 'none' } }), { background: null });
  for (const bad of [{ rotate: 45 }, { mirror: 'yes' }, { nothing: 1 }, { brightness: 3 }, { background: 'blur' }, { background: { kind: 'image' } }, { background: { kind: 'color', color: 'red' } }])
    assert.throws(() => readLook(bad), { code: 21 }, JSON.stringify(bad));
  assert.equal(isPlain(look({})), true);
  assert.equal(isPlain(look({ background: { kind: 'color', color: '#000000' } })), false);
});

test('sizes: turned, fitted, always even', () => {
  const asked = { width: 320, height: 180 };
  assert.deepEqual(outputSize(vga, look({}), asked), vga);
  assert.deepEqual(outputSize(vga, look({ rotate: 90 }), asked), { width: 480, height: 640 });
  assert.deepEqual(outputSize({ width: 641, height: 479 }, look({}), asked), { width: 642, height: 480 });
  assert.deepEqual(outputSize(vga, look({ fit: 'cover' }), asked), asked);
  assert.deepEqual(drawnSize(vga, look({ fit: 'cover' }), asked), { width: 320, height: 240 });
  assert.deepEqual(drawnSize(vga, look({ fit: 'contain' }), asked), { width: 240, height: 180 });
  assert.deepEqual(drawnSize(vga, look({ fit: 'fill' }), asked), asked);
  assert.deepEqual(drawnSize(vga, look({ fit: 'contain', rotate: 270 }), asked), { width: 180, height: 135 }); // it lies: 135 wide, 180 high
});

test('drawing: turned about its middle, mirrored, with the time on top', () => {
  const canvas = fakeCanvas();
  new Painter({ createCanvas: fakeCanvas, date: () => new Date(2026, 10, 2, 3, 4, 5) }).paint(canvas, 'frame', vga, look({ rotate: 90, mirror: true, timestamp: true, brightness: 1.5 }), vga);
  assert.deepEqual([canvas.width, canvas.height], [480, 640]);
  assert.deepEqual(drawn(canvas), [['scale', -1, 1], ['rotate', 1.57], ['drawImage', 'frame', -320, -240, 640, 480], ['fillText', '2026-11-02 03:04:05', 14.5, 14.5]]);
  assert.ok(canvas.calls.some(([name, value]) => name === 'filter=' && value === 'brightness(1.5)'));
  assert.equal(stampText(new Date(2026, 0, 9, 23, 59, 0)), '2026-01-09 23:59:00');
});

test('another background: nobody sees the room before it is known who is where', () => {
  const made = [];
  const painter = new Painter({ createCanvas: () => { made.push(fakeCanvas(`made${made.length}`)); return made.at(-1); }, date: () => new Date() });
  const canvas = fakeCanvas();
  const blur = look({ background: { kind: 'blur', strength: 10 } });
  painter.paint(canvas, 'frame', vga, blur, vga, { mask: null, image: null });
  const [whole, small] = made;
  assert.deepEqual([small.width, small.height], [64, 48]);
  assert.deepEqual(drawn(whole), [['drawImage', small, 0, 0, 640, 480]]);
  assert.deepEqual(drawn(canvas).at(-1), ['drawImage', whole, -320, -240, 640, 480]);
  painter.paint(canvas, 'frame', vga, blur, vga, { mask: 'mask', image: null });
  const person = made[2];
  assert.deepEqual(drawn(person), [['drawImage', 'mask', 0, 0, 640, 480], ['drawImage', 'frame', 0, 0, 640, 480]]);
  assert.deepEqual(person.calls.filter(([name]) => name === 'globalCompositeOperation=').map(([, value]) => value), ['copy', 'source-in']);
  whole.calls.length = 0;
  painter.paint(canvas, 'frame', vga, look({ background: { kind: 'image', url: 'x' } }), vga, { mask: 'mask', image: { naturalWidth: 1000, naturalHeight: 500 } });
  assert.deepEqual(drawn(whole)[0].slice(2), [-160, 0, 960, 480]); // as large as it has to be, cut at the sides
  whole.calls.length = 0;
  painter.paint(canvas, 'frame', vga, look({ background: { kind: 'color', color: '#102030' } }), vga, { mask: 'mask', image: null });
  assert.deepEqual(drawn(whole), [['fillRect', 0, 0, 640, 480], ['drawImage', person, 0, 0, 640, 480]]);
});

function effects({ load, createPipe = undefined } = {}) {
  const clock = new FakeClock();
  const pipes = [], changed = [], failed = [], segmenters = [];
  function segmenter() {
    const one = { asked: 0, closed: false, async segment() { one.asked++; return 'mask'; }, close() { one.closed = true; } };
    segmenters.push(one);
    return one;
  }
  const made = new Effects({
    clock, date: () => new Date(0), createCanvas: fakeCanvas, loadSegmenter: load, loadImage: async (url) => { if (url === 'missing') throw new Error('404'); return { url }; },
    asked: () => ({ ...vga, fps: 25 }), changed: (stream) => changed.push(stream), failed: (error) => failed.push(error.message),
    createPipe: createPipe !== undefined ? createPipe : (raw, paint) => {
      const pipe = { raw, paint, track: new FakeTrack('video', 'made'), createCanvas: fakeCanvas, closed: false, close() { pipe.closed = true; } };
      pipes.push(pipe);
      return pipe;
    },
  });
  return { effects: made, clock, pipes, changed, failed, segmenters, segmenter };
}

test('to what nothing is done nothing happens; a pipe begins and ends with its look, its track, its camera', async () => {
  const { effects: e, pipes, changed } = effects();
  const raw = new FakeTrack('video');
  assert.equal(e.treat(0, raw, false), raw);
  await e.set({ timestamp: true });
  assert.deepEqual(changed, [-1]);
  const out = e.treat(0, raw, false);
  assert.equal(out, pipes[0].track);
  assert.equal(e.treat(0, raw, false), out); // the same
  assert.equal(e.treat(15, raw, true), raw); // a screen is left as it is
  const next = new FakeTrack('video');
  assert.equal(e.treat(0, next, false), pipes[1].track);
  assert.deepEqual(pipes.map(({ closed }) => closed), [true, false]);
  await e.set({ timestamp: false });
  assert.equal(e.treat(0, next, false), next);
  assert.equal(pipes[1].closed, true);
  await e.set({ mirror: true }, 2);
  assert.deepEqual([e.look(0).mirror, e.look(2).mirror], [false, true]);
  await e.set({ mirror: false }); // said of all, it is true of all
  assert.equal(e.look(2).mirror, false);
  e.treat(0, null, false);
});

test('a background: loaded before the picture changes, asked about one picture at a time, put away with the last', async () => {
  const loaded = [];
  const kit = effects({ load: async () => { const one = kit.segmenter(); loaded.push(one); return one; } });
  const { effects: e, pipes, clock } = kit;
  const raw = new FakeTrack('video');
  await e.set({ background: { kind: 'blur' } });
  assert.equal(loaded.length, 1);
  e.treat(0, raw, false);
  await settle();
  const canvas = fakeCanvas();
  const cutOut = () => drawn(canvas).length; // one call of the painter each
  pipes[0].paint(canvas, 'frame', vga);
  assert.equal(loaded[0].asked, 1);
  pipes[0].paint(canvas, 'frame', vga); // still busy
  assert.equal(loaded[0].asked, 1);
  await settle();
  pipes[0].paint(canvas, 'frame', vga);
  assert.equal(loaded[0].asked, 2);
  assert.ok(cutOut() >= 3);
  await e.set({ background: null });
  e.treat(0, raw, false);
  assert.equal(loaded[0].closed, true);
  assert.equal(clock.count, 0);
});

test('a second camera has a segmenter of its own; what is overtaken is put away', async () => {
  const loaded = [];
  const kit = effects({ load: async () => { const one = kit.segmenter(); loaded.push(one); return one; } });
  const { effects: e } = kit;
  await e.set({ background: { kind: 'color', color: '#000000' } });
  e.treat(0, new FakeTrack('video'), false);
  e.treat(1, new FakeTrack('video'), false);
  await settle();
  assert.equal(loaded.length, 2);
  e.treat(2, new FakeTrack('video'), false);
  e.treat(2, null, false); // closed while it is being loaded
  await settle();
  assert.deepEqual(loaded.map(({ closed }) => closed), [false, false, false]); // kept for the next
  e.close();
  assert.deepEqual(loaded.map(({ closed }) => closed), [true, true, true]);
});

test('what cannot be had is refused, and nothing has changed', async () => {
  const broken = effects({ load: async () => { throw Object.assign(new Error('no WebGL'), { code: 32 }); } });
  await assert.rejects(broken.effects.set({ background: { kind: 'blur' } }), { code: 32 });
  await assert.rejects(broken.effects.set({ background: { kind: 'image', url: 'missing' } }), { code: 21 });
  await assert.rejects(broken.effects.set({ rotate: 1 }), { code: 21 });
  assert.deepEqual([broken.effects.look(0), broken.changed], [plainLook, []]);
  const poor = effects({ createPipe: null });
  await assert.rejects(poor.effects.set({ mirror: true }), { code: 32 });
  await poor.effects.set({ mirror: false });
  const raw = new FakeTrack('video');
  assert.equal(poor.effects.treat(0, raw, false), raw);
});

test('of two backgrounds the one that was said later counts, however long they take', async () => {
  const waiting = [];
  const kit = effects({ load: () => new Promise((resolve) => waiting.push(resolve)) });
  const { effects: e } = kit;
  const first = e.set({ background: { kind: 'blur' }, mirror: true });
  await e.set({ background: null });
  waiting[0](kit.segmenter());
  await first;
  assert.deepEqual([e.look(0).background, e.look(0).mirror], [null, true]);
});

/** A browser that hands out frames. */
function frameScope() {
  const scope = { frames: [], written: [], closed: 0, wait: null };
  const frame = (n) => ({ timestamp: n, displayWidth: 64, displayHeight: 48, close: () => { scope.closed++; } });
  Object.assign(scope, {
    OffscreenCanvas: function () { return fakeCanvas(); },
    VideoFrame: class { constructor(canvas, init) { this.timestamp = init.timestamp; } },
    MediaStreamTrackProcessor: class {
      readable = { getReader: () => ({
        read: () => scope.frames.length > 0 ? Promise.resolve({ value: frame(scope.frames.shift()), done: false }) : new Promise((resolve) => { scope.wait = () => resolve({ done: true }); }),
        cancel: async () => scope.wait?.(),
      }) };
    },
    MediaStreamTrackGenerator: class extends FakeTrack { writable = { getWriter: () => ({ write: async (out) => scope.written.push(out.timestamp), close: async () => {} }) }; },
  });
  return scope;
}

test('frames in, frames out, each one closed; a painter that fails is told of', async () => {
  const scope = frameScope();
  scope.frames = [1, 2, 3];
  const failed = [];
  const pipe = pipesOf(scope)(new FakeTrack('video'), (canvas, source, { width }) => { assert.equal(width, 64); }, (error) => failed.push(error.message), {});
  await settle();
  assert.deepEqual([scope.written, scope.closed, failed], [[1, 2, 3], 3, []]);
  pipe.close();
  await settle();
  assert.equal(pipe.track.readyState, 'ended');
  const other = frameScope();
  other.frames = [1, 2];
  pipesOf(other)(new FakeTrack('video'), () => { throw new Error('no context'); }, (error) => failed.push(error.message), {});
  await settle();
  assert.deepEqual([failed, other.closed, other.written], [['no context'], 1, []]);
});

test('where a canvas has to be filmed: as often as the camera gives pictures, anew for another size, until it ends', async () => {
  const clock = new FakeClock();
  const canvases = [];
  let painted = 0, requested = 0, renewed = 0;
  const video = { readyState: 2, videoWidth: 0, videoHeight: 48, play: async () => {} };
  function canvas() {
    canvases.push({ ...fakeCanvas(), captureStream: () => ({ getVideoTracks: () => [Object.assign(new FakeTrack('video'), { requestFrame: () => { requested++; } })] }) });
    return canvases.at(-1);
  }
  const scope = {
    HTMLCanvasElement: class { captureStream() {} }, MediaStream: class {},
    document: { createElement: (tag) => tag === 'video' ? video : canvas() },
  };
  const paint = (on, source, { width, height }) => { painted++; Object.assign(on, { width, height }); };
  const pipe = pipesOf(scope)(new FakeTrack('video'), paint, assert.fail, { clock, fps: 10, renewed: () => { renewed++; } });
  await clock.pass(250);
  assert.equal(painted, 0); // there is no picture yet
  video.videoWidth = 64;
  await clock.pass(1000);
  const { track } = pipe;
  assert.deepEqual([painted, requested, renewed, canvases.length], [10, 10, 0, 1]);
  video.videoWidth = 32;
  await clock.pass(1000);
  assert.deepEqual([painted, requested, renewed, canvases.length], [21, 20, 1, 2]);
  assert.deepEqual([track.readyState, pipe.track.readyState, pipe.track === track], ['ended', 'live', false]);
  pipe.close();
  await clock.pass(1000);
  assert.deepEqual([painted, clock.count, video.srcObject, pipe.track.readyState], [21, 0, null, 'ended']);
  assert.equal(pipesOf({}), null);
});

test('the segmenter: loaded once from beside the SDK, each use a model of its own; what is missing is said', async () => {
  const clock = new FakeClock();
  const scripts = [];
  class SelfieSegmentation {
    constructor({ locateFile }) { this.file = locateFile('x.wasm'); }
    setOptions() {}
    onResults(call) { this.call = call; }
    async initialize() { if (scope.stuck) await new Promise(() => {}); }
    async send() { this.call({ segmentationMask: 'mask' }); }
    async close() {}
  }
  const scope = {
    SelfieSegmentation, webgl: true, blocked: false,
    document: {
      createElement: (tag) => tag === 'canvas' ? { getContext: () => scope.webgl ? {} : null } : { remove() {} },
      head: { appendChild: (script) => { scripts.push(script.src); queueMicrotask(() => scope.blocked ? script.onerror() : script.onload()); } },
    },
  };
  const load = segmenterLoader({ asset: (name) => `https://h/sdk/${name}`, scope, clock });
  scope.blocked = true;
  await assert.rejects(load(), { code: 32 });
  scope.blocked = false; // it may be there the next time
  const one = await load();
  await load();
  assert.deepEqual(scripts, Array(2).fill('https://h/sdk/parlor-segmenter/selfie_segmentation.js'));
  assert.equal(await one.segment({}), 'mask');
  one.close();
  scope.stuck = true;
  const late = assert.rejects(load(), { code: 32 });
  await clock.pass(61000);
  await late;
  scope.webgl = false;
  await assert.rejects(load(), { code: 32 });
});
