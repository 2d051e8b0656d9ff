// SPDX-License-Identifier: Apache-2.0
// What the test before a call asks of the browser, beyond platform.mjs.

import { loudness } from '../media/levels.mjs';

const PICTURE = { width: 64, height: 48 };
const LOOK_MS = 250, LOOKS = 6, FIRST_MS = 4000;
/** A moving picture that is hard to encode, so that the encoder sends as much as it may. */
const TEST = { width: 960, height: 540, fps: 25, cell: 6 };

/**
 * @typedef {object} Probe
 * @property {boolean} secure a secure context
 * @property {string} userAgent
 * @property {boolean} webSocket
 * @property {(name: 'camera' | 'microphone') => Promise<string>} permission granted, denied, prompt, or "" where the browser does not tell
 * @property {(stream: MediaStream) => Promise<{ width: number, height: number, brightness: number, change: number }>} look at a picture for a moment
 * @property {(stream: MediaStream) => { level: () => number, works: () => boolean, close: () => void }} listen level: 0 to 100 now
 * @property {(sinkId: string) => Promise<boolean>} playTone false: the browser did not let it sound
 * @property {() => { media: any, close: () => void }} testPicture like mediaDevices, with a camera that shows a test picture
 */

const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** @param {any} scope @param {MediaStream} stream */
async function look(scope, stream) {
  const video = scope.document.createElement('video');
  Object.assign(video, { muted: true, playsInline: true, srcObject: stream });
  const canvas = Object.assign(scope.document.createElement('canvas'), PICTURE);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const end = scope.performance.now() + FIRST_MS;
  try {
    video.play().catch(() => {});
    while (video.videoWidth === 0 && scope.performance.now() < end) await wait(50);
    if (video.videoWidth === 0) return { width: 0, height: 0, brightness: 0, change: 0 };
    let before = null, brightness = 0, change = 0;
    for (let i = 0; i < LOOKS; i++) {
      await wait(LOOK_MS);
      context.drawImage(video, 0, 0, PICTURE.width, PICTURE.height);
      const { data } = context.getImageData(0, 0, PICTURE.width, PICTURE.height);
      let sum = 0, moved = 0;
      for (let at = 0; at < data.length; at += 4) {
        sum += 0.3 * data[at] + 0.6 * data[at + 1] + 0.1 * data[at + 2];
        if (before) moved += Math.abs(data[at + 1] - before[at + 1]);
      }
      brightness = Math.max(brightness, 4 * sum / data.length); // cameras begin dark
      change = Math.max(change, 4 * moved / data.length);
      before = data;
    }
    return { width: video.videoWidth, height: video.videoHeight, brightness, change };
  } finally { video.srcObject = null; }
}

/** @param {any} scope @param {MediaStream} stream */
function listen(scope, stream) {
  try {
    const context = new scope.AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(stream).connect(analyser);
    context.resume().catch(() => {});
    const samples = new Float32Array(analyser.fftSize);
    return {
      level() {
        analyser.getFloatTimeDomainData(samples);
        let sum = 0;
        for (const sample of samples) sum += sample * sample;
        return loudness(Math.sqrt(sum / samples.length) * Math.SQRT2);
      },
      works: () => context.state === 'running',
      close: () => { context.close().catch(() => {}); },
    };
  } catch { return { level: () => 0, works: () => false, close() {} }; }
}

/** Three notes upwards, on the chosen loudspeaker. @param {any} scope @param {string} sinkId */
async function playTone(scope, sinkId) {
  const context = new scope.AudioContext();
  try {
    await Promise.race([context.resume(), wait(1000)]);
    if (context.state !== 'running') return false;
    const out = context.createMediaStreamDestination();
    for (const [index, frequency] of [523, 659, 784].entries()) {
      const tone = context.createOscillator(), gain = context.createGain();
      const start = context.currentTime + 0.1 + 0.3 * index;
      tone.frequency.value = frequency;
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(0.2, start + 0.04);
      gain.gain.linearRampToValueAtTime(0, start + 0.28);
      tone.connect(gain).connect(out);
      tone.start(start);
      tone.stop(start + 0.3);
    }
    const player = new scope.Audio();
    player.srcObject = out.stream;
    if (sinkId) await player.setSinkId?.(sinkId).catch(() => {});
    await player.play();
    await wait(1200);
    player.srcObject = null;
    return true;
  } catch { return false; } finally { context.close().catch(() => {}); }
}

/** @param {any} scope */
function testPicture(scope) {
  const canvas = Object.assign(scope.document.createElement('canvas'), { width: TEST.width, height: TEST.height });
  const context = canvas.getContext('2d', { alpha: false });
  const draw = () => {
    for (let y = 0; y < TEST.height; y += 4 * TEST.cell)
      for (let x = 0; x < TEST.width; x += 4 * TEST.cell) {
        context.fillStyle = `hsl(${Math.floor(360 * Math.random())} 60% ${20 + Math.floor(60 * Math.random())}%)`;
        context.fillRect(x + TEST.cell * Math.floor(4 * Math.random()), y, 3 * TEST.cell, 4 * TEST.cell);
      }
  };
  draw();
  const timer = scope.setInterval(draw, 1000 / TEST.fps);
  const made = [];
  return {
    media: {
      enumerateDevices: async () => [{ kind: 'videoinput', deviceId: 'test', label: 'test picture', groupId: '' }],
      async getUserMedia() { const stream = canvas.captureStream(TEST.fps); made.push(stream); return stream; },
    },
    close() {
      scope.clearInterval(timer);
      for (const stream of made) for (const track of stream.getTracks()) track.stop();
    },
  };
}

/** @param {any} [scope] @returns {Probe} */
export function browserProbe(scope = globalThis) {
  const { navigator } = scope;
  return {
    secure: scope.isSecureContext !== false, userAgent: navigator?.userAgent ?? '', webSocket: typeof scope.WebSocket === 'function',
    permission: async (name) => {
      try { return (await navigator.permissions.query({ name })).state; } catch { return ''; } // Firefox before 132 does not know the names
    },
    look: (stream) => look(scope, stream),
    listen: (stream) => listen(scope, stream),
    playTone: (sinkId) => playTone(scope, sinkId),
    testPicture: () => testPicture(scope),
  };
}
