// SPDX-License-Identifier: Apache-2.0
// What recording needs of a browser: a recorder, canvases, pictures with a size, sounds that can be plugged together, a disk.

import { FakeStream, FakeTrack } from './fakes.mjs';

export class FakeRecorder {
  state = 'inactive';
  constructor(stream, options) { Object.assign(this, { stream, options }); }
  start(ms) { this.state = 'recording'; this.pieceMs = ms; }
  give(text) { this.ondataavailable?.({ data: new Blob([text]) }); }

  stop() {
    if (this.state === 'inactive') throw Object.assign(new Error('inactive'), { name: 'InvalidStateError' });
    this.state = 'inactive';
    queueMicrotask(() => { this.give('.'); this.onstop?.({}); });
  }
}

class FakeCanvas {
  drawn = []; width = 0; height = 0;

  getContext() {
    return {
      fillRect: () => { this.drawn = []; },
      drawImage: (source, ...box) => { this.drawn.push({ shows: source.srcObject ?? source, box: box.slice(-4).map(Math.round) }); },
    };
  }

  captureStream(fps) {
    this.fps = fps;
    return new FakeStream([new FakeTrack('video', 'canvas')]);
  }

  toBlob(call, type, quality) {
    this.written = { type, quality };
    queueMicrotask(() => call(this.refuses ? null : new Blob([`${this.width}x${this.height}`], { type })));
  }
}

class FakeNode {
  to = [];
  constructor(what = {}) { Object.assign(this, what); }
  connect(node, _output, input) { this.to.push([node, input]); return node; }
  disconnect() { this.to = []; this.off = true; }
}

export class FakeAudio {
  state = 'running'; sources = []; closed = false;
  createMediaStreamSource(stream) { const node = new FakeNode({ track: stream.getTracks()[0] }); this.sources.push(node); return node; }
  createMediaStreamDestination() { return this.destination = new FakeNode({ stream: new FakeStream([new FakeTrack('audio', 'mix')]) }); }
  createChannelMerger() { return this.merger = new FakeNode(); }
  createGain() { return new FakeNode({ gain: { value: 1 } }); }
  createConstantSource() { return new FakeNode({ offset: { value: 1 }, start() {} }); }
  createAnalyser() { throw new Error('not in this test'); }
  async resume() { await null; }
  async close() { this.closed = true; }
  /** Tracks that are heard now. */
  get heard() { return this.sources.filter(({ off }) => !off).map(({ track }) => track); }
}

export class FakeDisk {
  files = new Map(); count = 0; full = false;

  open = async () => {
    const name = ++this.count;
    this.files.set(name, []);
    return {
      write: async (piece) => {
        await null;
        if (this.full) throw Object.assign(new Error('full'), { name: 'QuotaExceededError' });
        this.files.get(name).push(piece);
      },
      close: async () => new Blob(this.files.get(name)),
      remove: async () => { this.files.delete(name); },
    };
  };
}

/** Gives a world of fakes.mjs (with a document) what recording needs. `types`: what the recorder can write. */
export function recordable(world, { types = /webm/, disk = new FakeDisk(), audio = true } = {}) {
  const all = { recorders: [], canvases: [], audios: [], disk, tickers: new Set(), suspended: false, image: { width: 1280, height: 720 }, sizes: new Map() };
  const { document } = world.platform;
  const createElement = document.createElement.bind(document);
  document.createElement = (tag) => {
    if (tag === 'canvas') { const canvas = new FakeCanvas(); all.canvases.push(canvas); return canvas; }
    const element = createElement(tag);
    if (tag === 'video') {
      const size = () => all.sizes.get(element.srcObject) ?? [640, 480];
      Object.defineProperties(element, {
        readyState: { get: () => element.srcObject && size()[0] > 0 ? 4 : 0 }, videoWidth: { get: () => size()[0] }, videoHeight: { get: () => size()[1] },
      });
    }
    return element;
  };
  if (audio) world.platform.createAudioContext = () => { const context = new FakeAudio(); if (all.suspended) Object.assign(context, { state: 'suspended', resume: () => new Promise(() => {}) }); all.audios.push(context); return context; };
  world.platform.recording = {
    createRecorder: (stream, options) => { const recorder = new FakeRecorder(stream, options); all.recorders.push(recorder); return recorder; },
    supports: (type) => types.test(type),
    grab: async () => { if (!all.image) throw new Error('none'); return all.image; },
    steadily: (_ms, call) => { all.tickers.add(call); return () => all.tickers.delete(call); },
    openScratch: () => disk ? disk.open() : Promise.resolve(null),
    date: () => new Date(2026, 10, 22, 15, 30, 5),
  };
  all.tick = () => { for (const call of all.tickers) call(); };
  return all;
}
