// SPDX-License-Identifier: Apache-2.0
// The tones of a telephone, made by the page itself. One round of a tone is computed once and repeated by the audio engine: timers of a
// hidden page come too late for that, and a page that rings is hidden most of the time.

/** Pieces: from, to (seconds), frequencies (Hz). */
const tones = {
  incoming: { seconds: 3, loop: true, volume: 0.2, pieces: [[0, 0.42, [587, 740]], [0.5, 0.92, [587, 740]], [1.0, 1.5, [659, 880]]] },
  ringback: { seconds: 5, loop: true, volume: 0.08, pieces: [[0, 1, [450]]] },
  busy: { seconds: 2.1, loop: false, volume: 0.08, pieces: [[0, 0.35, [450]], [0.7, 1.05, [450]], [1.4, 1.75, [450]]] },
  alarm: { seconds: 1.1, loop: false, volume: 0.16, pieces: [[0, 0.22, [880]], [0.3, 0.52, [698]], [0.6, 0.95, [880]]] },
};
/** Without it every beginning and end clicks. */
const EDGE = 0.02;

/** One round. @param {keyof typeof tones} name @param {number} rate samples a second */
export function samplesOf(name, rate) {
  const { seconds, volume, pieces } = tones[name];
  const samples = new Float32Array(Math.round(seconds * rate));
  for (const [from, to, frequencies] of /** @type {[number, number, number[]][]} */ (pieces)) {
    for (let i = Math.round(from * rate); i < to * rate && i < samples.length; i++) {
      const time = i / rate;
      const edge = Math.max(0, Math.min(1, (time - from) / EDGE, (to - time) / EDGE));
      for (const frequency of frequencies) samples[i] += edge * volume / frequencies.length * Math.sin(2 * Math.PI * frequency * time);
    }
  }
  return samples;
}

/** @param {{ createAudio?: () => AudioContext, sink?: () => string }} [ports] sink: id of the loudspeaker */
export function createTones({ createAudio = () => new AudioContext(), sink = () => '' } = {}) {
  /** @type {AudioContext | null} */
  let audio = null;
  /** @type {AudioBufferSourceNode | null} */
  let source = null;
  let playing = '';

  function stop() {
    try { source?.stop(); } catch { /* it has not begun */ }
    source?.disconnect();
    source = null;
    playing = '';
  }

  /** Browsers let a page sound only after it was touched: to be called from a click. */
  function unlock() {
    try {
      audio ??= createAudio();
      void audio.resume().catch(() => {});
      const id = sink();
      if (id && 'setSinkId' in audio) void /** @type {any} */ (audio).setSinkId(id).catch(() => {});
    } catch {
      audio = null; // no sound on this machine
    }
  }

  /** @param {'' | keyof typeof tones} name "": silence */
  function play(name) {
    if (name === playing) return;
    stop();
    if (name === '') return;
    unlock();
    if (!audio) return;
    const samples = samplesOf(name, audio.sampleRate);
    const buffer = audio.createBuffer(1, samples.length, audio.sampleRate);
    buffer.copyToChannel(samples, 0);
    source = audio.createBufferSource();
    source.buffer = buffer;
    source.loop = tones[name].loop;
    source.connect(audio.destination);
    source.start();
    playing = name;
  }

  return { unlock, play, get playing() { return playing; } };
}
