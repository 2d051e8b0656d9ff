// SPDX-License-Identifier: Apache-2.0
// How loud somebody speaks, 0 to 100. The others: as their packets say. Ourselves: an analyser behind the microphone.

const FLOOR_DB = -50; // as quiet as nothing
const FRESH_MS = 500; // older packets say nothing about now

/** @param {number} linear 0 to 1 @returns {number} 0 to 100, in steps of decibels as ears have them */
export function loudness(linear) {
  if (!(linear > 0)) return 0;
  const db = 20 * Math.log10(linear);
  return Math.max(0, Math.min(100, Math.round((1 - db / FLOOR_DB) * 100)));
}

/** @param {RTCRtpReceiver | null} receiver @returns {number | null} null: the browser does not tell */
export function remoteLevel(receiver) {
  const source = receiver?.getSynchronizationSources?.()[0];
  if (!source || source.audioLevel === undefined) return null;
  const now = (globalThis.performance?.timeOrigin ?? 0) + (globalThis.performance?.now?.() ?? 0);
  return Math.abs(now - source.timestamp) > FRESH_MS && source.timestamp > 1e12 ? 0 : loudness(source.audioLevel);
}

/** The microphone on its way to the publisher: measured, and made softer when the volume is below 100. */
export class MicFilter {
  #createContext;
  /** @type {AudioContext | null} */
  #context = null;
  #nodes = null; // { track, source, gain, analyser, destination, samples }
  #volume = 1;

  /** @param {(() => AudioContext) | null} createContext */
  constructor(createContext) { this.#createContext = createContext; }

  get volume() { return this.#volume; }

  /** @param {number} volume 0 to 1 @returns {boolean} another track goes to the publisher now */
  setVolume(volume) {
    const before = this.#volume === 1;
    this.#volume = volume;
    if (this.#nodes) this.#nodes.gain.gain.value = volume;
    return before !== (volume === 1);
  }

  /** @param {MediaStreamTrack | null} track @returns {MediaStreamTrack | null} what to publish */
  apply(track) {
    if (this.#nodes && this.#nodes.track !== track) this.#unplug();
    if (!track) return null;
    if (!this.#nodes) this.#plug(track);
    // At full volume the microphone itself: no detour, no delay.
    return this.#nodes && this.#volume !== 1 ? this.#nodes.destination.stream.getAudioTracks()[0] ?? track : track;
  }

  /** @returns {number} 0 to 100 */
  level() {
    if (!this.#nodes) return 0;
    const { analyser, samples } = this.#nodes;
    if (this.#context?.state === 'suspended') this.#context.resume().catch(() => {});
    analyser.getFloatTimeDomainData(samples);
    let sum = 0;
    for (const sample of samples) sum += sample * sample;
    return loudness(Math.sqrt(sum / samples.length) * Math.SQRT2);
  }

  close() {
    this.#unplug();
    this.#context?.close?.().catch(() => {});
    this.#context = null;
  }

  #plug(track) {
    try {
      const context = this.#context ??= this.#createContext?.() ?? null;
      if (!context) return;
      const source = context.createMediaStreamSource(new MediaStream([track]));
      const gain = context.createGain();
      const analyser = context.createAnalyser();
      const destination = context.createMediaStreamDestination();
      analyser.fftSize = 1024;
      gain.gain.value = this.#volume;
      source.connect(gain);
      gain.connect(analyser);
      gain.connect(destination);
      context.resume?.().catch(() => {});
      this.#nodes = { track, source, gain, analyser, destination, samples: new Float32Array(analyser.fftSize) };
    } catch { this.#nodes = null; } // no level, no gain; the sound goes its way
  }

  #unplug() {
    if (!this.#nodes) return;
    for (const name of ['source', 'gain', 'analyser']) try { this.#nodes[name].disconnect(); } catch { /* never mind */ }
    this.#nodes = null;
  }
}
