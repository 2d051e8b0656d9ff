// SPDX-License-Identifier: Apache-2.0
// Our own cameras and our microphone: opening, closing, choosing, and the state that the others see.
//
// Events: change(kind, stream)      a track came, went or was replaced
//         state({camera, mic, streams, screens})      camera 0 none, 1 closed, 2 open; mic 0 closed, 1 open; masks of open streams
//         screenEnded(stream)       the user has stopped sharing in the browser
//         filtered()                something else is done to the sound
//         error(ParlorError)
//         deviceLost({ kind, stream, name, replacement })   it has gone while it was in use; replacement: the name of what serves now, or null
//         deviceFound(kind, name)   the chosen one is back, and in use again

import { Code, ParlorError } from '../errors.mjs';
import { Emitter } from '../events.mjs';
import { maskOf } from '../streams.mjs';
import { Cameras, defaultVideo } from './cameras.mjs';
import { Microphone } from './microphone.mjs';

/** @typedef {import('./cameras.mjs').VideoSettings} VideoSettings */

export { defaultVideo };

export class LocalMedia extends Emitter {
  #devices; #cameras;
  /** @type {Microphone} */
  microphone;
  #refused = { camera: false };
  /** Kinds whose chosen device has gone, and another serves. @type {Set<'camera' | 'microphone'>} */
  #away = new Set();
  #last = /** @type {any} */ ({ camera: 0, mic: 0 });

  /**
   * @param {object} ports
   * @param {import('./capture.mjs').Capture} ports.capture
   * @param {import('./devices.mjs').Devices} ports.devices
   * @param {{ setTrack: Function }} ports.publisher
   * @param {(track: MediaStreamTrack | null) => MediaStreamTrack | null} [ports.filter] between microphone and publisher
   * @param {(stream: number, track: MediaStreamTrack | null, isScreen: boolean) => MediaStreamTrack | null} [ports.treat] between camera and publisher
   */
  constructor({ capture, devices, publisher, filter = (track) => track, treat = (_stream, track) => track }) {
    super();
    this.#devices = devices;
    this.microphone = new Microphone({
      capture, devices, filter,
      publish: (track, sending) => publisher.setTrack('audio', 0, track, sending),
      changed: () => { this.emit('change', 'microphone', 0); this.#stateMayHaveChanged(); },
      ended: (track, next) => this.#gone('microphone', 0, track, next),
    });
    this.#cameras = new Cameras({
      capture, devices, treat,
      publish: (stream, track, limits) => publisher.setTrack('video', stream, track, limits),
      changed: (stream) => { this.emit('change', 'camera', stream); this.#stateMayHaveChanged(); },
      ended: (stream, isScreen, track, next) => { if (isScreen) this.emit('screenEnded', stream); else this.#gone('camera', stream, track, next); },
    });
    devices.on('change', () => this.#devicesChanged());
    devices.on('permission', (kind, state) => { if (kind === 'camera') this.#permitted(state); });
  }

  // ---- what pages do ----

  /** @param {number} [stream] @returns {Promise<MediaStreamTrack>} */
  async openCamera(stream = 0) { return this.#opening(this.#cameras.open(stream), 'camera', this.#cameras.track(stream) !== null); }

  /** The user chooses what of the screen. @param {number} stream @param {import('./cameras.mjs').ScreenWish} wish */
  async openScreen(stream, wish) { return this.#opening(this.#cameras.open(stream, wish), 'screen', true); }

  /** @param {number} [stream] */
  closeCamera(stream = 0) { this.#cameras.close(stream); }

  async openMic() { return this.#opening(this.microphone.open(), 'microphone', this.microphone.track !== null); }
  closeMic() { this.microphone.close(); }

  closeAll() {
    this.#cameras.closeAll();
    this.microphone.close();
  }

  /** Of all cameras; apply() makes open ones take them up. @type {VideoSettings} */
  get video() { return this.#cameras.video; }
  get cameras() { return this.#cameras; }
  /** What the microphone is to be. @type {import('./audio_settings.mjs').AudioSettings} */
  get audio() { return this.microphone.audio; }

  /** @param {number} stream @returns {VideoSettings} */
  videoSettings(stream = 0) { return this.#cameras.settings(stream); }

  /** The settings or the chosen device have changed: open devices take them up. @param {'camera' | 'microphone'} kind @param {number} [stream] of cameras; -1: all */
  async apply(kind, stream = -1) {
    if (kind === 'camera') await this.#cameras.apply((error, isScreen) => this.#failed(error, isScreen ? 'screen' : kind), stream);
    else await this.microphone.apply().catch((error) => this.#failed(error, kind));
  }

  /** The filter between microphone and publisher has changed. */
  refilter() {
    this.microphone.publish();
    this.emit('filtered');
  }

  // ---- what pages ask ----

  /** @param {'camera' | 'microphone'} kind @param {number} [stream] @returns {MediaStreamTrack | null} */
  track(kind, stream = 0) {
    return kind === 'camera' ? this.#cameras.track(stream) : this.microphone.track;
  }

  /** @param {'camera' | 'microphone'} kind @param {number} [stream] */
  wanted(kind, stream = 0) { return kind === 'camera' ? this.#cameras.wanted(stream) : this.microphone.wanted; }

  get state() {
    const { streams } = this.#cameras;
    const present = this.#devices.has('camera') && !this.#refused.camera;
    const mic = this.microphone.track ? 1 : 0;
    if (streams.length === 0) return { camera: present ? 1 : 0, mic };
    const screens = streams.filter((stream) => this.#cameras.isScreen(stream));
    return { camera: 2, mic, streams: maskOf(streams), ...screens.length > 0 ? { screens: maskOf(screens) } : {} };
  }

  // ---- inside ----

  /** @param {'camera' | 'microphone'} kind @param {number} stream @param {MediaStreamTrack} track @param {MediaStreamTrack | null} next */
  #gone(kind, stream, track, next) {
    if (next) {
      if (this.#devices.isChosen(kind)) this.#away.add(kind);
    } else {
      this.emit('error', new ParlorError(Code.DEVICE, kind, { reason: 'ended' }));
      this.#devices.refresh();
    }
    this.emit('deviceLost', { kind, stream, name: track.label, replacement: next ? this.#devices.of(kind, next)?.name ?? next.label : null });
  }

  #devicesChanged() {
    this.#stateMayHaveChanged();
    for (const kind of this.#away) {
      const back = this.#devices.chosen(kind);
      if (!back) continue;
      this.#away.delete(kind);
      this.apply(kind).then(() => { if (this.track(kind)) this.emit('deviceFound', kind, back.name); });
    }
  }

  /** Without permission there is no camera, as far as the others are concerned. */
  #permitted(state) {
    this.#refused.camera = state === 'denied';
    this.#stateMayHaveChanged();
  }

  /** @param {Promise<MediaStreamTrack>} opening @param {'camera' | 'microphone' | 'screen'} kind @param {boolean} known nothing new about devices */
  async #opening(opening, kind, known) {
    try {
      const track = await opening;
      if (kind === 'camera') this.#refused.camera = false;
      if (!known) this.#devices.refresh(); // names are known from now on
      return track;
    } catch (error) {
      this.#failed(error, kind);
      throw error;
    }
  }

  #failed(error, kind) {
    if (error?.code === Code.CANCELLED) return;
    if (kind === 'camera') this.#refused.camera = error?.reason === 'permission' || error?.reason === 'missing';
    this.emit('error', error);
    this.#stateMayHaveChanged();
  }

  #stateMayHaveChanged() {
    const state = this.state;
    if (['camera', 'mic', 'streams', 'screens'].every((name) => state[name] === this.#last[name])) return;
    this.#last = state;
    this.emit('state', state);
  }
}
