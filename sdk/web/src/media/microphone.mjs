// SPDX-License-Identifier: Apache-2.0
// Our microphone: opened as the settings say, and made what they say when they change while it is open - by asking the browser
// to change it where it is, and where that is not done, by opening it anew beside the one that serves.
//
// Ports do the rest: filter() is what lies between microphone and publisher (mic_chain.mjs).

import { constraintsOf, defaultAudio, reported, sendingOf, unmet } from './audio_settings.mjs';
import { Source } from './source.mjs';
import { hasSpare } from './spare.mjs';

export class Microphone {
  #ports; #source; #denoises = false;
  /** What was last asked for: the device, and the rest. */
  #asked = ''; #taken = '';
  /** @type {import('./audio_settings.mjs').AudioSettings} */
  audio = { ...defaultAudio };

  /**
   * @param {object} ports
   * @param {import('./capture.mjs').Capture} ports.capture
   * @param {import('./devices.mjs').Devices} ports.devices
   * @param {(track: MediaStreamTrack | null) => MediaStreamTrack | null} ports.filter
   * @param {(track: MediaStreamTrack | null, sending: ReturnType<typeof sendingOf>) => void} ports.publish
   * @param {() => void} ports.changed
   * @param {(track: MediaStreamTrack, next: MediaStreamTrack | null) => void} ports.ended
   */
  constructor(ports) {
    this.#ports = ports;
    const { capture, devices } = ports;
    this.#source = new Source({
      acquire: () => capture.open('audio', this.#constraints()),
      changed: () => { this.publish(); ports.changed(); },
      ended: ports.ended,
      spare: (track) => hasSpare(devices, 'microphone', track),
    });
  }

  /** What the others hear. @type {MediaStreamTrack | null} */
  published = null;

  get track() { return this.#source.track; }
  get wanted() { return this.#source.wanted; }
  /** @returns {Promise<MediaStreamTrack>} */
  open() { return this.#source.open(); }
  close() { this.#source.close(); }

  /** The settings or the chosen device have changed. Rejects when they cannot be had; what served goes on serving. */
  async apply() {
    const { track } = this;
    if (!this.wanted) return;
    if (!track) { // on its way
      if (this.#device() !== this.#asked || this.#wish() !== this.#taken) await this.#source.reopen();
    } else if (this.#otherDevice(track) || !await this.#retune(track)) await this.#anew();
    else this.publish();
  }

  /** Opens it anew, if it is open. */
  async restart() { if (this.wanted) await this.#anew(); }

  async #anew() {
    try {
      await this.#source.reopen();
    } catch (error) {
      this.#taken = ''; // what serves is of before
      throw error;
    }
  }

  /** RNNoise is at work, or no longer: the browser's own suppression steps aside. @param {boolean} on */
  async setDenoises(on) {
    if (this.#denoises === on) return;
    this.#denoises = on;
    await this.apply();
  }

  /** What is done to the sound, as far as it is known; null: it is closed. */
  get processing() {
    return this.track && { ...reported(this.track), denoise: this.#denoises };
  }

  /** The wishes that the browser does not fulfil. @returns {string[]} */
  get unmet() { return this.track ? unmet(this.track, constraintsOf(this.audio, this.#denoises)) : []; }

  publish() {
    this.published = this.#ports.filter(this.track);
    this.#ports.publish(this.published, sendingOf(this.audio));
  }

  /** Which device it is to be; "": whichever the browser takes. */
  #device() {
    const { devices } = this.#ports;
    return devices.isChosen('microphone') ? devices.current('microphone')?.id ?? '' : '';
  }

  #wish() { return JSON.stringify(constraintsOf(this.audio, this.#denoises)); }

  #constraints() {
    const id = this.#asked = this.#device();
    this.#taken = this.#wish();
    return { ...id ? { deviceId: { exact: id } } : {}, ...constraintsOf(this.audio, this.#denoises) };
  }

  #otherDevice(track) {
    const id = this.#device();
    return id !== this.#asked && id !== this.#ports.devices.of('microphone', track)?.id;
  }

  /** Where it is. @param {MediaStreamTrack} track @returns {Promise<boolean>} it is as it should be */
  async #retune(track) {
    const wish = constraintsOf(this.audio, this.#denoises);
    if (this.#wish() === this.#taken) return true;
    if (!track.applyConstraints || reported(track).echoCancellation === null) return false; // nobody could tell whether it did
    try { await track.applyConstraints(wish); } catch { return false; }
    if (track !== this.track || unmet(track, wish).length > 0) return false;
    this.#taken = this.#wish();
    return true;
  }
}
