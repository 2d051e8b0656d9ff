// SPDX-License-Identifier: Apache-2.0
// All that pages can set about sound, ours and what we hear: volumes, what is done to the microphone's sound, the loudspeaker.
// Joins the microphone (microphone.mjs), what lies behind it (mic_chain.mjs) and the playing of the others.
//
// Events: volume(device, volume)                        'microphone' or 'speaker', 0 to 1
//         deviceLost({ kind, stream, name, replacement })     a device in use has gone; replacement: what serves now, or null
//         deviceFound(kind, name)                       the chosen loudspeaker is back
//         error(ParlorError)

import { treatment } from './audio_settings.mjs';
import { denoiseLoader } from './denoise.mjs';
import { Emitter } from '../events.mjs';
import { MicChain } from './mic_chain.mjs';
import { Speaker } from './speaker.mjs';

const GESTURES = ['pointerdown', 'keydown', 'touchend'];

export class Sound extends Emitter {
  #ports;
  #gesture = () => { this.chain.wake(); };

  /**
   * @param {object} ports
   * @param {import('../platform.mjs').Platform} ports.platform
   * @param {import('./devices.mjs').Devices} ports.devices
   * @param {import('./playback.mjs').Playback} ports.playback
   */
  constructor({ platform, devices, playback }) {
    super();
    this.#ports = { platform, devices, playback };
    const { asset, fetchBytes, createWorklet } = platform;
    this.chain = new MicChain({
      createContext: platform.createAudioContext, createStream: platform.createStream,
      loadDenoise: denoiseLoader({ asset, fetchBytes, createWorklet }),
      changed: () => { this.#local?.refilter(); },
      denoising: (on, error) => this.#denoising(on, error),
    });
    this.speaker = new Speaker({ devices, playback, canChoose: platform.canChooseSpeaker, mediaDevices: platform.mediaDevices });
    this.speaker.on('lost', (what) => this.emit('deviceLost', { kind: 'speaker', stream: 0, ...what }));
    this.speaker.on('found', (name) => this.emit('deviceFound', 'speaker', name));
    this.speaker.on('error', (error) => this.emit('error', error));
    for (const name of GESTURES) platform.document?.addEventListener?.(name, this.#gesture, true);
  }

  /** @type {import('./local.mjs').LocalMedia | null} */
  #local = null;
  /** Whose microphone it is. @param {import('./local.mjs').LocalMedia} local */
  serve(local) { this.#local = local; }

  close() {
    for (const name of GESTURES) this.#ports.platform.document?.removeEventListener?.(name, this.#gesture, true);
    this.#local = null;
    this.chain.close();
    this.speaker.silence();
  }

  // ---- volumes ----

  /** @param {'microphone' | 'speaker'} device @returns {number} 0 to 1 */
  volume(device) { return device === 'microphone' ? this.chain.volume : this.#ports.playback.volume; }

  /** @param {'microphone' | 'speaker'} device @param {number} volume 0 to 1 */
  setVolume(device, volume) {
    if (device === 'microphone') this.chain.setVolume(volume); else this.#ports.playback.setVolume(volume);
    this.emit('volume', device, volume);
  }

  // ---- the microphone's sound ----

  /**
   * Takes effect at once, also while the microphone is open. What the browser makes of it: `processing`.
   * @param {Partial<import('./audio_settings.mjs').AudioSettings>} settings
   */
  async set(settings) {
    const local = this.#local;
    if (!local) return;
    Object.assign(local.audio, settings);
    const { denoise, boost } = treatment(local.audio);
    this.chain.setBoost(boost);
    this.chain.setDenoise(denoise);
    await local.apply('microphone');
  }

  #denoising(on, error) {
    if (error) this.emit('error', error);
    this.#local?.microphone.setDenoises(on).catch((failure) => this.emit('error', failure));
  }
}
