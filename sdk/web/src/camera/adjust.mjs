// SPDX-License-Identifier: Apache-2.0
// What an open camera lets one adjust: brightness, zoom, focus, light ..., as far as the browser passes it on
// (W3C Image Capture), and the size and rate of its pictures, which every camera has.
//
// What was adjusted belongs to the camera: it holds when it is closed and opened again, and when other settings change.
//
// Events: change(stream)   another camera, or another value of this one

import { Code, ParlorError } from '../errors.mjs';
import { Emitter } from '../events.mjs';

/**
 * @typedef {object} Adjustment
 * @property {string} name as in MediaTrackSettings; 'size' is width and height together
 * @property {'range' | 'choice' | 'switch'} kind
 * @property {number | string | boolean} value as it is now
 * @property {number} [min] of ranges
 * @property {number} [max] of ranges
 * @property {number} [step] of ranges
 * @property {string[]} [options] of choices; sizes are '640x480'
 */

const RANGES = ['zoom', 'pan', 'tilt', 'brightness', 'contrast', 'saturation', 'sharpness', 'colorTemperature', 'exposureCompensation', 'exposureTime', 'iso', 'focusDistance'];
const MODES = ['focusMode', 'exposureMode', 'whiteBalanceMode'];
const SWITCHES = ['torch', 'backgroundBlur', 'faceFraming', 'eyeGazeCorrection'];
/** Setting one of these by hand ends what the camera does by itself. */
const modeOf = { focusDistance: 'focusMode', exposureTime: 'exposureMode', iso: 'exposureMode', colorTemperature: 'whiteBalanceMode' };
const SIZES = [[320, 240], [640, 360], [640, 480], [960, 540], [1280, 720], [1920, 1080], [2560, 1440], [3840, 2160]];
/** Cameras whose adjustments are remembered. */
const CAMERAS_MAX = 16;

export class Adjustments extends Emitter {
  #local;
  /** What was adjusted, by camera. @type {Map<string, Record<string, any>>} */
  #values = new Map();
  /** As the cameras were. @type {Map<string, Record<string, any>>} */
  #original = new Map();

  /** @param {import('../media/local.mjs').LocalMedia} local */
  constructor(local) {
    super();
    this.#local = local;
    local.on('change', (kind, stream) => {
      if (kind !== 'camera') return;
      this.#restore(stream).then(() => this.emit('change', stream));
    });
  }

  /** What can be adjusted, in the order in which one wants to see it; nothing while the camera is closed. @param {number} [stream] @returns {Adjustment[]} */
  list(stream = 0) {
    const track = this.#track(stream);
    if (!track) return [];
    const can = capabilities(track), is = settings(track);
    return [
      ...sizes(can, is), ...rates(can, this.#local.videoSettings(stream).fps),
      ...RANGES.filter((name) => isRange(can[name]) && is[name] !== undefined)
        .map((name) => ({ name, kind: /** @type {const} */ ('range'), value: is[name], min: can[name].min, max: can[name].max, step: can[name].step || (can[name].max - can[name].min) / 100 })),
      ...MODES.filter((name) => can[name]?.length > 1 && is[name] !== undefined)
        .map((name) => ({ name, kind: /** @type {const} */ ('choice'), value: is[name], options: [...can[name]] })),
      ...SWITCHES.filter((name) => canSwitch(can[name]))
        .map((name) => ({ name, kind: /** @type {const} */ ('switch'), value: is[name] === true })),
    ];
  }

  /**
   * @param {string} name @param {number | string | boolean} value
   * @returns {Promise<number | string | boolean>} what it is now; rejects with 21 (cannot be adjusted so) or 22 (the camera is closed, or refuses)
   */
  async set(name, value, stream = 0) {
    const track = this.#track(stream);
    if (!track) throw new ParlorError(Code.DEVICE, `camera ${stream} is closed`);
    const now = this.list(stream).find((one) => one.name === name);
    if (!now || !fits(now, value)) throw new ParlorError(Code.BAD_PARAMETER, `${name}: ${value}`);
    if (name === 'size' || name === 'frameRate') await this.#setPicture(stream, name, value);
    else await this.#setCamera(track, name, value);
    this.emit('change', stream);
    return this.list(stream).find((one) => one.name === name)?.value ?? value;
  }

  /** As the camera was when it was first opened; size and rate stay. @param {number} [stream] */
  async reset(stream = 0) {
    const track = this.#track(stream);
    if (!track) return;
    const id = idOf(track);
    const original = this.#original.get(id) ?? {};
    const changed = Object.keys(this.#values.get(id) ?? {});
    this.#values.delete(id);
    await apply(track, Object.fromEntries(changed.filter((name) => original[name] !== undefined).map((name) => [name, original[name]])));
    this.emit('change', stream);
  }

  /** A screen has nothing to adjust. */
  #track(stream) {
    const track = this.#local.track('camera', stream);
    return track && !settings(track).displaySurface && track.readyState === 'live' ? track : null;
  }

  async #setPicture(stream, name, value) {
    const [width, height] = String(value).split('x').map(Number);
    const wish = name === 'size' ? { width, height } : { fps: Number(value) };
    if (stream === 0) Object.assign(this.#local.video, wish); else this.#local.cameras.setOwn(stream, wish);
    await this.#local.apply('camera', stream);
  }

  async #setCamera(track, name, value) {
    const id = idOf(track);
    const before = this.#values.get(id) ?? {};
    const values = { ...before, [name]: value };
    const mode = modeOf[name];
    if (mode && capabilities(track)[mode]?.includes('manual')) values[mode] = 'manual';
    await apply(track, values);
    if (id) {
      this.#values.delete(id);
      this.#values.set(id, values);
      if (this.#values.size > CAMERAS_MAX) this.#values.delete(this.#values.keys().next().value);
    }
  }

  /** The camera was opened, or has been given other constraints: these go with them. */
  async #restore(stream) {
    const track = this.#track(stream);
    const id = track && idOf(track);
    if (!track || !id) return;
    if (!this.#original.has(id)) {
      if (this.#original.size >= CAMERAS_MAX) this.#original.delete(this.#original.keys().next().value);
      this.#original.set(id, { ...settings(track) });
    }
    const values = this.#values.get(id);
    if (values && Object.entries(values).some(([name, value]) => settings(track)[name] !== value)) await apply(track, values).catch(() => {});
  }
}

const capabilities = (track) => /** @type {any} */ (track.getCapabilities?.() ?? {});
const settings = (track) => /** @type {any} */ (track.getSettings?.() ?? {});
const idOf = (track) => settings(track).deviceId ?? '';
const isRange = (range) => range && Number.isFinite(range.min) && Number.isFinite(range.max) && range.max > range.min;
/** torch is a boolean in some browsers, the others are lists of what can be. */
const canSwitch = (can) => can === true || (Array.isArray(can) && can.includes(true) && can.includes(false));

function sizes({ width, height }, is) {
  if (!isRange(width) || !isRange(height) || !is.width) return [];
  const value = `${is.width}x${is.height}`;
  const fitting = SIZES.filter(([w, h]) => w <= width.max && h <= height.max && w >= width.min && h >= height.min).map(([w, h]) => `${w}x${h}`);
  const options = fitting.includes(value) ? fitting : [value, ...fitting];
  return options.length > 1 ? [{ name: 'size', kind: /** @type {const} */ ('choice'), value, options }] : [];
}

function rates({ frameRate }, fps) {
  if (!isRange(frameRate) || frameRate.max < 2) return [];
  const max = Math.floor(frameRate.max);
  return [{ name: 'frameRate', kind: /** @type {const} */ ('range'), value: Math.min(max, fps), min: Math.max(1, Math.ceil(frameRate.min)), max, step: 1 }];
}

/** @param {Adjustment} adjustment @param {any} value */
function fits({ kind, min = 0, max = 0, options = [] }, value) {
  if (kind === 'switch') return typeof value === 'boolean';
  return kind === 'choice' ? options.includes(value) : typeof value === 'number' && value >= min && value <= max;
}

/** Constraints replace each other as a whole: what the camera was opened with stays beside these. */
async function apply(track, values) {
  const { advanced = [], ...basic } = track.getConstraints?.() ?? {};
  const both = Object.assign({}, ...advanced, values);
  try {
    await track.applyConstraints({ ...basic, ...Object.keys(both).length > 0 ? { advanced: [both] } : {} });
  } catch (error) {
    throw new ParlorError(Code.DEVICE, `camera: ${/** @type {any} */ (error)?.message ?? error}`, { cause: error, reason: 'busy' });
  }
}
