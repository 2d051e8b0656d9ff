// SPDX-License-Identifier: Apache-2.0
// Our own cameras and our microphone: opening, closing, choosing, and the state that the others see.
//
// Events: change(kind, stream)      a track came, went or was replaced
//         state({camera, mic})      camera 0 none, 1 closed, 2 open; mic 0 closed, 1 open
//         error(ParlorError)

import { Code, ParlorError } from '../errors.mjs';
import { Emitter } from '../events.mjs';
import { Source } from './source.mjs';

/** @typedef {{ width: number, height: number, fps: number, bitrate: number }} VideoSettings bitrate 0: the browser's choice */
/** @typedef {{ echoCancellation: boolean, noiseSuppression: boolean, autoGainControl: boolean, dtx: boolean, red: boolean }} AudioSettings dtx: next to nothing is sent while nobody speaks; red: all is sent twice */

/** @type {VideoSettings} */
export const defaultVideo = { width: 640, height: 480, fps: 25, bitrate: 0 };

export class LocalMedia extends Emitter {
  #capture; #devices; #publisher; #filter;
  /** @type {Map<number, Source>} */
  #cameras = new Map();
  /** @type {Map<number, string>} names of the devices that single streams use */
  #streamDevices = new Map();
  /** @type {Map<number, Partial<VideoSettings>>} */
  #streamVideo = new Map();
  #mic;
  #refused = { camera: false };
  #last = { camera: 0, mic: 0 };
  video = { ...defaultVideo };
  /** @type {AudioSettings} */
  audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, dtx: false, red: false };

  /**
   * @param {object} ports
   * @param {import('./capture.mjs').Capture} ports.capture
   * @param {import('./devices.mjs').Devices} ports.devices
   * @param {{ setTrack: Function }} ports.publisher
   * @param {(track: MediaStreamTrack | null) => MediaStreamTrack | null} [ports.filter] between microphone and publisher
   */
  constructor({ capture, devices, publisher, filter = (track) => track }) {
    super();
    this.#capture = capture;
    this.#devices = devices;
    this.#publisher = publisher;
    this.#filter = filter;
    this.#mic = this.#source('microphone', 0, () => capture.open('audio', this.#audioConstraints()));
    devices.on('change', () => this.#stateMayHaveChanged());
  }

  // ---- what pages do ----

  /** @param {number} [stream] @returns {Promise<MediaStreamTrack>} */
  async openCamera(stream = 0) {
    let source = this.#cameras.get(stream);
    if (!source) this.#cameras.set(stream, source = this.#source('camera', stream, () => this.#acquireCamera(stream)));
    return this.#open(source, 'camera');
  }

  /** @param {number} [stream] */
  closeCamera(stream = 0) { this.#cameras.get(stream)?.close(); }

  async openMic() { return this.#open(this.#mic, 'microphone'); }
  closeMic() { this.#mic.close(); }

  closeAll() {
    for (const source of this.#cameras.values()) source.close();
    this.#mic.close();
  }

  /** Which camera a stream takes. @param {number} stream @param {string} name "" the one chosen for all */
  setStreamDevice(stream, name) {
    if (name) this.#streamDevices.set(stream, name); else this.#streamDevices.delete(stream);
  }

  /** @param {number} stream @param {Partial<VideoSettings>} settings */
  setStreamVideo(stream, settings) { this.#streamVideo.set(stream, { ...this.#streamVideo.get(stream), ...settings }); }

  /** @param {number} stream @returns {VideoSettings} */
  videoSettings(stream = 0) { return { ...this.video, ...this.#streamVideo.get(stream) }; }

  /** The settings or the chosen device have changed: open devices take them up. @param {'camera' | 'microphone'} kind */
  async apply(kind) {
    const sources = kind === 'camera' ? [...this.#cameras.values()] : [this.#mic];
    await Promise.all(sources.map((source) => source.reopen().catch((error) => this.#failed(error, kind))));
  }

  /** The filter between microphone and publisher has changed. */
  refilter() { this.#publish('microphone', 0, this.#mic); }

  // ---- what pages ask ----

  /** @param {'camera' | 'microphone'} kind @param {number} [stream] @returns {MediaStreamTrack | null} */
  track(kind, stream = 0) {
    return (kind === 'camera' ? this.#cameras.get(stream) : this.#mic)?.track ?? null;
  }

  /** @param {'camera' | 'microphone'} kind @param {number} [stream] */
  wanted(kind, stream = 0) { return (kind === 'camera' ? this.#cameras.get(stream) : this.#mic)?.wanted ?? false; }

  get state() {
    const open = [...this.#cameras.values()].some((source) => source.track);
    const present = this.#devices.has('camera') && !this.#refused.camera;
    return { camera: open ? 2 : present ? 1 : 0, mic: this.#mic.track ? 1 : 0 };
  }

  // ---- inside ----

  #source(kind, stream, acquire) {
    /** @type {Source} */
    const source = new Source({
      acquire,
      changed: () => {
        this.#publish(kind, stream, source);
        this.emit('change', kind, stream);
        this.#stateMayHaveChanged();
      },
      ended: () => {
        this.emit('error', new ParlorError(Code.DEVICE, kind, { reason: 'ended' }));
        this.#devices.refresh();
      },
    });
    return source;
  }

  #publish(kind, stream, source) {
    if (kind === 'camera') {
      const { bitrate, fps } = this.videoSettings(stream);
      this.#publisher.setTrack('video', stream, source.track, { maxBitrate: bitrate, maxFramerate: fps });
    } else {
      this.#publisher.setTrack('audio', 0, this.#filter(source.track), { dtx: this.audio.dtx, red: this.audio.red });
    }
  }

  async #open(source, kind) {
    const already = source.track !== null;
    try {
      const track = await source.open();
      if (kind === 'camera') this.#refused.camera = false;
      if (!already) this.#devices.refresh(); // names are known from now on
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

  #acquireCamera(stream) {
    const name = this.#streamDevices.get(stream);
    const device = name ? this.#devices.find('camera', name)
      : stream === 0 ? this.#devices.isChosen('camera') ? this.#devices.current('camera') : null
        : this.#devices.list('camera')[stream] ?? null;
    if ((name || stream > 0) && !device) return Promise.reject(new ParlorError(Code.DEVICE, `camera: ${name ?? `stream ${stream}`}`, { reason: 'missing' }));
    const { width, height, fps } = this.videoSettings(stream);
    if (device?.screen) return this.#capture.openScreen({ frameRate: { ideal: fps } });
    return this.#capture.open('video', {
      ...device?.id ? { deviceId: { exact: device.id } } : {},
      width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: fps },
    });
  }

  #audioConstraints() {
    const device = this.#devices.isChosen('microphone') ? this.#devices.current('microphone') : null;
    const { dtx: _dtx, red: _red, ...constraints } = this.audio;
    return { ...device?.id ? { deviceId: { exact: device.id } } : {}, ...constraints };
  }

  #stateMayHaveChanged() {
    const state = this.state;
    if (state.camera === this.#last.camera && state.mic === this.#last.mic) return;
    this.#last = state;
    this.emit('state', state);
  }
}
