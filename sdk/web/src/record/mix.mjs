// SPDX-License-Identifier: Apache-2.0
// Several sounds in one track that stays the same while they come and go.

const RESUME_MS = 1000;
/** -120 dB: nobody hears it, but it is no silence. */
const NEXT_TO_NOTHING = 1e-6;

export class Mix {
  #context; #ports; #stereo; #destination;
  /** @type {Map<string, { track: MediaStreamTrack, nodes: AudioNode[] }>} */
  #inputs = new Map();
  #main = '';
  /** Left and right. @type {[AudioNode, AudioNode] | null} */
  #sides = null;

  /**
   * @param {AudioContext} context closed with it
   * @param {{ createStream: (tracks: MediaStreamTrack[]) => MediaStream, clock: import('../platform.mjs').Clock }} ports
   * @param {{ stereo: boolean }} how stereo: who is recorded on the left, all others on the right
   */
  constructor(context, ports, { stereo }) {
    this.#context = context;
    this.#ports = ports;
    this.#stereo = stereo;
    this.#destination = context.createMediaStreamDestination();
    if (stereo) this.#split();
  }

  #split() {
    const merger = this.#context.createChannelMerger(2);
    merger.connect(this.#destination);
    const side = (channel) => {
      const gain = this.#context.createGain();
      Object.assign(gain, { channelCount: 1, channelCountMode: 'explicit' }); // microphones with two channels become one
      gain.connect(merger, 0, channel);
      return gain;
    };
    this.#sides = [side(0), side(1)];
    // Firefox takes the number of channels from what comes first, and silence has one.
    const hum = this.#context.createConstantSource();
    hum.offset.value = NEXT_TO_NOTHING;
    for (const gain of this.#sides) hum.connect(gain);
    hum.start();
  }

  /** @param {import('./sources.mjs').Sound[]} sounds the main one first */
  hear(sounds) {
    this.#main = sounds[0]?.key ?? '';
    const wanted = new Map(sounds.filter(({ track }) => track).map(({ key, track }) => [key, track]));
    for (const [key, { track }] of this.#inputs) if (wanted.get(key) !== track) this.#unplug(key);
    for (const [key, track] of wanted) if (!this.#inputs.has(key)) this.#plug(key, /** @type {MediaStreamTrack} */ (track));
  }

  #plug(key, track) {
    const source = this.#context.createMediaStreamSource(this.#ports.createStream([track]));
    const [left, right] = this.#sides ?? [this.#destination, this.#destination];
    source.connect(key === this.#main || !this.#stereo ? left : right);
    this.#inputs.set(key, { track, nodes: [source] });
  }

  #unplug(key) {
    for (const node of this.#inputs.get(key)?.nodes ?? []) node.disconnect();
    this.#inputs.delete(key);
  }

  /**
   * Browsers keep sound from pages that nobody has touched. A recorder would wait for it, and drop the pictures meanwhile.
   * @returns {Promise<boolean>} it runs
   */
  async running() {
    const resumed = this.#context.resume?.().catch(() => {});
    await Promise.race([resumed, new Promise((resolve) => { this.#ports.clock.after(RESUME_MS, () => resolve(undefined)); })]);
    return this.#context.state === 'running';
  }

  /** @returns {MediaStreamTrack} */
  get track() { return this.#destination.stream.getAudioTracks()[0]; }

  close() {
    for (const key of [...this.#inputs.keys()]) this.#unplug(key);
    this.#context.close?.()?.catch?.(() => {});
  }
}
