// SPDX-License-Identifier: Apache-2.0
// Our own pictures: cameras and screens, each a stream with an index of its own, and with settings of its own where the page
// has given some. New settings reach a camera that is open without opening it again, where the browser can do that.
//
// What goes to the others is what treat() makes of a picture (effects.mjs); unless told, the picture itself.

import { Code, ParlorError } from '../errors.mjs';
import { goodRate } from './encodings.mjs';
import { Source } from './source.mjs';
import { hasSpare } from './spare.mjs';

/**
 * @typedef {object} VideoSettings
 * @property {number} width
 * @property {number} height
 * @property {number} fps
 * @property {number} bitrate 0: as `quality` says
 * @property {number} quality 1 to 5, while there is no bitrate; 3: the browser's choice
 * @property {number} gop pictures from one key frame to the next; 0: one when somebody needs it
 * @property {number} preset 1 to 5: what gives way when the computer or the network cannot keep up; 1, 2 sharpness, 4, 5 motion, 3 the browser's choice
 * @property {boolean} strictSize when the camera has no such size, its own instead of the nearest
 * @property {'' | 'auto' | 'manual'} focus
 * @property {'' | 'user' | 'environment'} facing which side of a phone, while no camera is chosen
 */
/** @typedef {{ fps?: number, cursor?: boolean, surface?: 'monitor' | 'window' | 'browser' }} ScreenWish */
/** @typedef {{ id: string, name: string, screen: boolean }} Origin of a track */
/** @typedef {{ stream: number, source: Source, device: string, own: Partial<VideoSettings>, screen: ScreenWish | null, out: MediaStreamTrack | null, isScreen: boolean }} Entry */

/** @type {VideoSettings} */
export const defaultVideo = { width: 640, height: 480, fps: 25, bitrate: 0, quality: 3, gop: 0, preset: 3, strictSize: false, focus: '', facing: '' };

/** Of the rate at which a picture looks well. */
const qualityShare = { 1: 0.5, 2: 0.75, 4: 1.5, 5: 2.5 };
const SCREEN_FPS = 15;
const nowhere = { id: '', name: '', screen: false };

/** The highest rate of a picture; 0: the browser's choice. @param {VideoSettings} settings @param {{ width: number, height: number }} size */
export function rateLimit({ bitrate, quality, fps }, size) {
  if (bitrate > 0) return bitrate;
  const share = qualityShare[quality] ?? 0;
  return share === 0 ? 0 : Math.round(share * goodRate(size) * Math.sqrt(Math.max(1, fps) / 25) / 1000) * 1000;
}

/** @param {number} preset @returns {RTCDegradationPreference | null} null: the browser's choice */
export const degradation = (preset) => preset >= 4 ? 'maintain-resolution' : preset === 1 || preset === 2 ? 'maintain-framerate' : null;

export class Cameras {
  #ports;
  /** @type {Map<number, Entry>} */
  #entries = new Map();
  /** Where tracks are from. @type {WeakMap<MediaStreamTrack, Origin>} */
  #origins = new WeakMap();
  video = { ...defaultVideo };
  /** Of screens that are asked for as cameras. @type {ScreenWish} */
  screenWish = {};

  /**
   * @param {object} ports
   * @param {import('./capture.mjs').Capture} ports.capture
   * @param {import('./devices.mjs').Devices} ports.devices
   * @param {(stream: number, track: MediaStreamTrack | null, limits: object) => void} ports.publish
   * @param {(stream: number, track: MediaStreamTrack | null, isScreen: boolean) => MediaStreamTrack | null} ports.treat
   * @param {(stream: number) => void} ports.changed
   * @param {(stream: number, isScreen: boolean, track: MediaStreamTrack, next: MediaStreamTrack | null) => void} ports.ended by itself: unplugged, or the user has stopped sharing; next: what serves instead
   */
  constructor(ports) { this.#ports = ports; }

  // ---- what pages do ----

  /** @param {number} stream @param {ScreenWish | null} [screen] a screen, not a camera @returns {Promise<MediaStreamTrack>} */
  open(stream, screen = null) {
    const entry = this.#entry(stream);
    if (!entry.source.wanted) entry.screen = screen;
    return entry.source.open();
  }

  /** @param {number} stream */
  close(stream) { this.#entries.get(stream)?.source.close(); }
  closeAll() { for (const { source } of this.#entries.values()) source.close(); }

  /** Which camera a stream takes. @param {number} stream @param {string} name "" the one chosen for all */
  setDevice(stream, name) { this.#entry(stream).device = name; }

  /** @param {number} stream @param {Partial<VideoSettings> | null} settings null: as all the others */
  setOwn(stream, settings) {
    const entry = this.#entry(stream);
    entry.own = settings ? { ...entry.own, ...settings } : {};
  }

  /** Settings or devices have changed: what is open takes them up. @param {(error: any, isScreen: boolean) => void} failed @param {number} [stream] -1: all */
  async apply(failed, stream = -1) {
    const meant = [...this.#entries.values()].filter((entry) => entry.source.wanted && (stream === -1 || entry.stream === stream));
    await Promise.all(meant.map((entry) => this.#adjust(entry).catch((error) => failed(error, entry.isScreen))));
  }

  /** What treat() gives is another now. @param {number} [stream] -1: all */
  retreat(stream = -1) {
    for (const entry of this.#entries.values()) if (entry.source.track && (stream === -1 || entry.stream === stream)) this.#changed(entry);
  }

  // ---- what pages ask ----

  /** Of the camera itself. @param {number} stream */
  track(stream) { return this.#entries.get(stream)?.source.track ?? null; }
  /** What the others see. @param {number} stream */
  picture(stream) { return this.#entries.get(stream)?.out ?? null; }
  /** @param {number} stream */
  wanted(stream) { return this.#entries.get(stream)?.source.wanted ?? false; }
  /** @param {number} stream */
  isScreen(stream) { const entry = this.#entries.get(stream); return Boolean(entry?.source.track && entry.isScreen); }
  /** As setDevice() was told; "": nothing. @param {number} stream */
  deviceOf(stream) { return this.#entries.get(stream)?.device ?? ''; }
  /** @param {number} stream @returns {VideoSettings} */
  settings(stream) { return { ...this.video, ...this.#entries.get(stream)?.own }; }
  /** The indices that are open. @returns {number[]} */
  get streams() { return [...this.#entries.values()].filter(({ source }) => source.track).map(({ stream }) => stream); }

  // ---- inside ----

  #entry(stream) {
    let entry = this.#entries.get(stream);
    if (entry) return entry;
    entry = /** @type {Entry} */ ({ stream, device: '', own: {}, screen: null, out: null, isScreen: false });
    const made = entry;
    made.source = new Source({
      acquire: () => this.#acquire(made),
      changed: () => this.#changed(made),
      ended: (track, next) => this.#ports.ended(stream, made.isScreen, track, next),
      // What is shared has no second one, and a stream that has a camera of its own none but that.
      spare: async (track) => stream === 0 && !made.isScreen && made.device === '' && hasSpare(this.#ports.devices, 'camera', track),
    });
    this.#entries.set(stream, made);
    return made;
  }

  /** @param {Entry} entry */
  #changed(entry) {
    const { track } = entry.source;
    if (track) entry.isScreen = this.#origins.get(track)?.screen ?? false;
    entry.out = this.#ports.treat(entry.stream, track, entry.isScreen);
    this.#publish(entry);
    this.#ports.changed(entry.stream);
  }

  #publish({ stream, source, out, isScreen }) {
    const settings = this.settings(stream);
    const { width = 0, height = 0 } = source.track?.getSettings?.() ?? {};
    const known = width > 0 ? { width, height } : settings;
    this.#ports.publish(stream, out, {
      maxBitrate: isScreen ? settings.bitrate : rateLimit(settings, known), maxFramerate: settings.fps,
      degradation: isScreen ? null : degradation(settings.preset), keyFrameEvery_ms: settings.gop > 0 ? 1000 * settings.gop / Math.max(1, settings.fps) : 0,
      size: { width, height }, screen: isScreen,
    });
  }

  /** Throws when there is none. @param {Entry} entry @returns {Origin} id "": whichever the browser takes */
  #device({ stream, device: name, screen }) {
    const { devices } = this.#ports;
    if (screen) return { ...nowhere, screen: true };
    const device = name ? devices.find('camera', name)
      : stream === 0 ? devices.isChosen('camera') ? devices.current('camera') : null
        : devices.list('camera')[stream] ?? null;
    if ((name || stream > 0) && !device) throw new ParlorError(Code.DEVICE, `camera: ${name || `stream ${stream}`}`, { reason: 'missing' });
    return device ?? nowhere;
  }

  /** @param {Entry} entry */
  async #acquire(entry) {
    const device = this.#device(entry);
    const settings = this.settings(entry.stream);
    const { capture } = this.#ports;
    const track = device.screen ? await capture.openScreen(this.#screenConstraints(entry))
      : await capture.open('video', {
        ...device.id ? { deviceId: { exact: device.id } } : settings.facing ? { facingMode: { ideal: settings.facing } } : {}, ...constraintsOf(settings),
      });
    this.#origins.set(track, device);
    if (device.screen && 'contentHint' in track) track.contentHint = 'detail'; // letters before motion
    if (!device.screen) await keepOwnSize(track, settings);
    return track;
  }

  #screenConstraints({ screen, own }) {
    const { fps, cursor, surface } = { ...this.screenWish, ...screen };
    return /** @type {any} */ ({
      frameRate: { ideal: fps ?? own.fps ?? SCREEN_FPS }, ...cursor === false ? { cursor: 'never' } : {}, ...surface ? { displaySurface: surface } : {},
    });
  }

  /** @param {Entry} entry */
  async #adjust(entry) {
    const { source } = entry;
    const { track } = source;
    const device = this.#device(entry);
    const was = track && this.#origins.get(track);
    const same = was && was.screen === device.screen && (device.screen || was.id === device.id || device.id === track.getSettings?.().deviceId);
    if (!track || !same) { await source.reopen(); return; }
    const settings = this.settings(entry.stream);
    try {
      await track.applyConstraints?.(device.screen ? { frameRate: this.#screenConstraints(entry).frameRate } : constraintsOf(settings));
      if (!device.screen) await keepOwnSize(track, settings);
    } catch { // this one cannot while it is open; a screen is not asked for a second time
      if (!device.screen) { await source.reopen(); return; }
    }
    if (track === source.track) this.#changed(entry);
  }
}

/** @param {VideoSettings} settings @returns {MediaTrackConstraints} */
function constraintsOf({ width, height, fps, focus }) {
  const more = focus ? { advanced: [{ focusMode: focus === 'auto' ? 'continuous' : 'manual' }] } : {};
  return /** @type {any} */ ({ width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: fps }, ...more });
}

/** @param {MediaStreamTrack} track @param {VideoSettings} settings */
async function keepOwnSize(track, { strictSize, width, height, fps }) {
  const got = track.getSettings?.() ?? {};
  if (!strictSize || !got.width || (got.width === width && got.height === height)) return;
  try { await track.applyConstraints({ frameRate: { ideal: fps } }); } catch { /* the nearest, then */ }
}
