// SPDX-License-Identifier: Apache-2.0
// The microphone on its way to the publisher, in Web Audio: measured, cleaned (denoise.mjs), made louder or softer.
//
//   microphone -> [RNNoise] -> volume -> [boost -> compressor] -> out -> analyser, and the track that is published
//
// While nothing is to be done to the sound the microphone's own track is published: no detour, no delay. So it is while the
// browser does not let Web Audio run yet (it may want a touch of the page first): then the volume has no effect, but 0 has.
// The published track stays the same when another microphone is plugged in.

import { loudness } from './levels.mjs';

const BOOST = 4; // 12 dB
const RATE = 48000; // what RNNoise works with, and Opus

export class MicChain {
  #ports;
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {any} the graph, without its beginning */
  #graph = null;
  /** @type {{ track: MediaStreamTrack, node: AudioNode } | null} */
  #source = null;
  #volume = 1; #boost = false;
  #denoise = false; #turn = 0; #cleans = false;
  /** @type {AudioNode | null} */
  #cleaner = null;

  /**
   * @param {object} ports
   * @param {((options?: AudioContextOptions) => AudioContext) | null} ports.createContext null: there is no Web Audio
   * @param {(tracks: MediaStreamTrack[]) => MediaStream} ports.createStream
   * @param {(context: AudioContext) => Promise<AudioNode>} [ports.loadDenoise]
   * @param {() => void} [ports.changed] another track is to be published
   * @param {(on: boolean, error?: any) => void} [ports.denoising] RNNoise has begun, has ended, or cannot be had
   */
  constructor(ports) { this.#ports = ports; }

  get volume() { return this.#volume; }

  /** @param {number} volume 0 to 1 */
  setVolume(volume) {
    if (volume === this.#volume) return;
    this.#volume = volume;
    if (this.#graph) this.#graph.volume.gain.value = volume;
    this.#ports.changed?.();
  }

  /** @param {boolean} on */
  setBoost(on) {
    if (on === this.#boost) return;
    this.#boost = on;
    this.#wire();
    this.#ports.changed?.();
  }

  /** Loads RNNoise when it is needed: with the next open microphone. @param {boolean} on */
  setDenoise(on) {
    if (on === this.#denoise) return;
    this.#denoise = on;
    if (on) { this.#load(); return; }
    this.#turn++;
    this.#setCleaner(null);
  }

  /** @param {MediaStreamTrack | null} track the microphone @returns {MediaStreamTrack | null} what to publish */
  apply(track) {
    if (this.#source && this.#source.track !== track) this.#unplug();
    if (!track) return null;
    if (!this.#source) this.#plug(track);
    return this.#source && this.#works ? this.#graph.out.stream.getAudioTracks()[0] ?? track : track;
  }

  /** Something is to be done to the sound, and can be. */
  get #works() {
    const detour = this.#volume !== 1 || this.#boost || this.#cleaner !== null;
    return detour && (this.#context?.state === 'running' || this.#volume === 0);
  }

  /** @returns {number | null} 0 to 100; null: Web Audio does not run */
  level() {
    if (!this.#source) return null;
    this.wake();
    if (this.#context?.state !== 'running') return null;
    const { analyser, samples } = this.#graph;
    analyser.getFloatTimeDomainData(samples);
    let sum = 0;
    for (const sample of samples) sum += sample * sample;
    return loudness(Math.sqrt(sum / samples.length) * Math.SQRT2);
  }

  close() {
    this.#turn++;
    this.#unplug();
    this.#drop();
  }

  // ---- the graph ----

  #plug(track) {
    for (const options of [{ sampleRate: RATE }, undefined]) {
      try {
        this.#graph ??= this.#build(options);
        if (!this.#graph) return;
        const node = this.#context.createMediaStreamSource(this.#ports.createStream([track]));
        this.#source = { track, node };
        this.#wire();
        this.wake();
        if (this.#denoise && !this.#cleaner) this.#load();
        return;
      } catch { this.#drop(); } // a browser that wants the microphone's own rate; or else: no level, no gain, the sound goes its way
    }
  }

  /** @param {AudioContextOptions | undefined} options */
  #build(options) {
    const context = this.#context = this.#ports.createContext?.(options) ?? null;
    if (!context) return null;
    context.onstatechange = () => { this.#tell(); this.#ports.changed?.(); };
    const volume = context.createGain();
    const boost = context.createGain();
    const limit = context.createDynamicsCompressor?.() ?? null;
    const analyser = context.createAnalyser();
    const out = context.createMediaStreamDestination();
    volume.gain.value = this.#volume;
    boost.gain.value = BOOST;
    analyser.fftSize = 1024;
    boost.connect(limit ?? analyser);
    return { volume, boost, limit, analyser, out, samples: new Float32Array(analyser.fftSize) };
  }

  /** Connects the parts as they are wanted now. */
  #wire() {
    const graph = this.#graph;
    if (!graph || !this.#source) return;
    const { volume, boost, limit, analyser, out } = graph;
    for (const node of [this.#source.node, this.#cleaner, volume, limit, boost]) try { node?.disconnect(); } catch { /* it was not connected */ }
    const chain = [this.#source.node, this.#cleaner, volume, ...this.#boost ? [boost, limit] : []].filter(Boolean);
    chain.forEach((node, index) => { if (index > 0) chain[index - 1].connect(node); });
    for (const end of [analyser, out]) chain[chain.length - 1].connect(end);
  }

  #unplug() {
    try { this.#source?.node.disconnect(); } catch { /* never mind */ }
    this.#source = null;
  }

  #drop() {
    this.#source = null;
    this.#graph = null;
    this.#setCleaner(null);
    if (this.#context) this.#context.onstatechange = null;
    this.#context?.close?.().catch(() => {});
    this.#context = null;
  }

  /** The user has touched the page: now the browser may let it run. */
  wake() { if (this.#context?.state === 'suspended') this.#context.resume().catch(() => {}); }

  // ---- RNNoise ----

  async #load() {
    const context = this.#context;
    if (!context || !this.#source) return; // it comes with the microphone
    const turn = ++this.#turn;
    try {
      const node = await this.#ports.loadDenoise?.(context);
      if (turn !== this.#turn || context !== this.#context) { try { node?.disconnect(); } catch { /* never mind */ } return; }
      this.#setCleaner(node ?? null);
    } catch (error) {
      if (turn === this.#turn) this.#ports.denoising?.(false, error);
    }
  }

  #setCleaner(node) {
    if (node === this.#cleaner) return;
    try { this.#cleaner?.disconnect(); } catch { /* never mind */ }
    /** @type {any} */ (this.#cleaner)?.port?.postMessage('end');
    this.#cleaner = node;
    this.#wire();
    this.#tell();
    this.#ports.changed?.();
  }

  /** It works when it is there and Web Audio runs. */
  #tell() {
    const works = this.#cleaner !== null && this.#context?.state === 'running';
    if (works === this.#cleans) return;
    this.#cleans = works;
    this.#ports.denoising?.(works);
  }
}
