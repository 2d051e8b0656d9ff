// SPDX-License-Identifier: Apache-2.0
// Our own cameras and our microphone: opening, closing, choosing, and the state that the others see.
//
// Events: change(kind, stream)      a track came, went or was replaced
//         state({camera, mic, streams, screens})      camera 0 none, 1 closed, 2 open; mic 0 closed, 1 open; masks of open streams
//         screenEnded(stream)       the user has stopped sharing in the browser
//         error(ParlorError)

import { Code, ParlorError } from '../errors.mjs';
import { Emitter } from '../events.mjs';
import { maskOf } from '../streams.mjs';
import { Cameras, defaultVideo } from './cameras.mjs';
import { Source } from './source.mjs';

/** @typedef {import('./cameras.mjs').VideoSettings} VideoSettings */
/** @typedef {{ echoCancellation: boolean, noiseSuppression: boolean, autoGainControl: boolean, dtx: boolean, red: boolean }} AudioSettings dtx: next to nothing is sent while nobody speaks; red: all is sent twice */

export { defaultVideo };

export class LocalMedia extends Emitter {
  #devices; #publisher; #filter; #cameras; #mic;
  #refused = { camera: false };
  #last = /** @type {any} */ ({ camera: 0, mic: 0 });
  /** @type {AudioSettings} */
  audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, dtx: false, red: false };

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
    this.#publisher = publisher;
    this.#filter = filter;
    this.#mic = this.#microphone(capture);
    this.#cameras = new Cameras({
      capture, devices, treat,
      publish: (stream, track, limits) => publisher.setTrack('video', stream, track, limits),
      changed: (stream) => { this.emit('change', 'camera', stream); this.#stateMayHaveChanged(); },
      ended: (stream, isScreen) => { if (isScreen) this.emit('screenEnded', stream); else this.#gone('camera'); },
    });
    devices.on('change', () => this.#stateMayHaveChanged());
  }

  // ---- what pages do ----

  /** @param {number} [stream] @returns {Promise<MediaStreamTrack>} */
  async openCamera(stream = 0) { return this.#opening(this.#cameras.open(stream), 'camera', this.#cameras.track(stream) !== null); }

  /** The user chooses what of the screen. @param {number} stream @param {import('./cameras.mjs').ScreenWish} wish */
  async openScreen(stream, wish) { return this.#opening(this.#cameras.open(stream, wish), 'screen', true); }

  /** @param {number} [stream] */
  closeCamera(stream = 0) { this.#cameras.close(stream); }

  async openMic() { return this.#opening(this.#mic.open(), 'microphone', this.#mic.track !== null); }
  closeMic() { this.#mic.close(); }

  closeAll() {
    this.#cameras.closeAll();
    this.#mic.close();
  }

  /** Of all cameras; apply() makes open ones take them up. @type {VideoSettings} */
  get video() { return this.#cameras.video; }
  get cameras() { return this.#cameras; }

  /** @param {number} stream @returns {VideoSettings} */
  videoSettings(stream = 0) { return this.#cameras.settings(stream); }

  /** The settings or the chosen device have changed: open devices take them up. @param {'camera' | 'microphone'} kind @param {number} [stream] of cameras; -1: all */
  async apply(kind, stream = -1) {
    if (kind === 'camera') await this.#cameras.apply((error, isScreen) => this.#failed(error, isScreen ? 'screen' : kind), stream);
    else await this.#mic.reopen().catch((error) => this.#failed(error, kind));
  }

  /** The filter between microphone and publisher has changed. */
  refilter() { this.#publishMic(); }

  // ---- what pages ask ----

  /** @param {'camera' | 'microphone'} kind @param {number} [stream] @returns {MediaStreamTrack | null} */
  track(kind, stream = 0) {
    return kind === 'camera' ? this.#cameras.track(stream) : this.#mic.track;
  }

  /** @param {'camera' | 'microphone'} kind @param {number} [stream] */
  wanted(kind, stream = 0) { return kind === 'camera' ? this.#cameras.wanted(stream) : this.#mic.wanted; }

  get state() {
    const { streams } = this.#cameras;
    const present = this.#devices.has('camera') && !this.#refused.camera;
    const mic = this.#mic.track ? 1 : 0;
    if (streams.length === 0) return { camera: present ? 1 : 0, mic };
    const screens = streams.filter((stream) => this.#cameras.isScreen(stream));
    return { camera: 2, mic, streams: maskOf(streams), ...screens.length > 0 ? { screens: maskOf(screens) } : {} };
  }

  // ---- inside ----

  #microphone(capture) {
    return new Source({
      acquire: () => capture.open('audio', this.#audioConstraints()),
      changed: () => {
        this.#publishMic();
        this.emit('change', 'microphone', 0);
        this.#stateMayHaveChanged();
      },
      ended: () => this.#gone('microphone'),
    });
  }

  #gone(kind) {
    this.emit('error', new ParlorError(Code.DEVICE, kind, { reason: 'ended' }));
    this.#devices.refresh();
  }

  #publishMic() {
    this.#publisher.setTrack('audio', 0, this.#filter(this.#mic.track), { dtx: this.audio.dtx, red: this.audio.red });
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

  #audioConstraints() {
    const device = this.#devices.isChosen('microphone') ? this.#devices.current('microphone') : null;
    const { dtx: _dtx, red: _red, ...constraints } = this.audio;
    return { ...device?.id ? { deviceId: { exact: device.id } } : {}, ...constraints };
  }

  #stateMayHaveChanged() {
    const state = this.state;
    if (['camera', 'mic', 'streams', 'screens'].every((name) => state[name] === this.#last[name])) return;
    this.#last = state;
    this.emit('state', state);
  }
}
