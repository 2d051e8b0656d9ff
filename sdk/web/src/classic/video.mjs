// SPDX-License-Identifier: Apache-2.0
// Pictures as the options have them: what cameras are asked for, what is done to their pictures, how pictures are shown.
//
// Options 30 to 34, 38, 39 wait for APPLYPARAM (35): 1 takes up what was set, 0 goes back to how it was in the beginning. The same
// numbers serve BRAC_SetUserStreamInfo for one stream; what is set there goes before what is set for all. The others act at once.

import { Code } from '../errors.mjs';
import * as c from '../generated/constants.mjs';
import { limits } from '../generated/limits.mjs';
import { defaultVideo } from '../media/cameras.mjs';
import { int, on, text } from './convert.mjs';

/** Options that the other platforms of the interface have; the web's list of constants lacks them. */
const BRAC_SO_LOCALVIDEO_SURFACEROTATION = 99, BRAC_SO_LOCALVIDEO_CAMERAFACE = 100, BRAC_SO_LOCALVIDEO_CAMERAROTATION = 101;

/** A number within bounds; what is not above 0 is as if it had not been set. @param {string} name @param {number} most @param {number} [least] */
const number = (name, most, least = 1) => (value) => int(value) > 0 ? { [name]: Math.max(least, Math.min(most, int(value))) } : {};

/** What waits for APPLYPARAM. @type {Map<number, (value: any) => Partial<import('../media/cameras.mjs').VideoSettings>>} */
const awaited = new Map([
  [c.BRAC_SO_LOCALVIDEO_WIDTHCTRL, number('width', 7680, 16)],
  [c.BRAC_SO_LOCALVIDEO_HEIGHTCTRL, number('height', 4320, 16)],
  [c.BRAC_SO_LOCALVIDEO_FPSCTRL, number('fps', 120)],
  [c.BRAC_SO_LOCALVIDEO_BITRATECTRL, (value) => ({ bitrate: Math.max(0, Math.min(100e6, int(value))) })],
  [c.BRAC_SO_LOCALVIDEO_QUALITYCTRL, number('quality', 5)],
  [c.BRAC_SO_LOCALVIDEO_GOPCTRL, number('gop', 10000)],
  [c.BRAC_SO_LOCALVIDEO_PRESETCTRL, number('preset', 5)],
]);
/** What acts at once. @type {Map<number, (value: any) => Partial<import('../media/cameras.mjs').VideoSettings>>} */
const direct = new Map([
  [c.BRAC_SO_LOCALVIDEO_VIDEOSIZEPOLITIC, (value) => ({ strictSize: on(value) })],
  [c.BRAC_SO_LOCALVIDEO_FOCUSCTRL, (value) => ({ focus: on(value) ? 'auto' : 'manual' })],
  [BRAC_SO_LOCALVIDEO_CAMERAFACE, (value) => ({ facing: on(value) ? 'user' : 'environment' })],
]);

const quarter = (value) => /** @type {0 | 90 | 180 | 270} */ (((Math.round(int(value) / 90) * 90) % 360 + 360) % 360);
const clips = { [c.ANYCHAT_VIDEOCLIPMODE_OVERLAP]: 'cover', [c.ANYCHAT_VIDEOCLIPMODE_SHRINK]: 'contain', [c.ANYCHAT_VIDEOCLIPMODE_STRETCH]: 'fill' };

/** What is done to our own picture before it is sent. @type {Map<number, (value: any) => any>} */
const looks = new Map([
  [c.BRAC_SO_LOCALVIDEO_OVERLAYTIMESTAMP, (value) => ({ timestamp: on(value) })],
  [c.BRAC_SO_LOCALVIDEO_ROTATECTRL, (value) => ({ flip: on(value) })],
  [BRAC_SO_LOCALVIDEO_CAMERAROTATION, (value) => ({ rotate: quarter(value) })],
  [c.BRAC_SO_LOCALVIDEO_CLIPMODE, (value) => ({ fit: clips[int(value)] ?? '' })],
  [c.BRAC_SO_LOCALVIDEO_VIRTUALBK, (value) => ({ background: readJson(value) })],
  [c.BRAC_SO_LOCALVIDEO_VIDEOCOLOR, (value) => readJson(value) ?? { brightness: 1, contrast: 1, saturation: 1 }],
]);

/** How pictures are shown. */
const shows = [c.BRAC_SO_VIDEOBKIMAGE, c.BRAC_SO_VIDEOSHOW_CLIPMODE, c.BRAC_SO_VIDEOSHOW_MODECTRL, c.BRAC_SO_VIDEOSHOW_SETPRIMARYUSER,
  c.BRAC_SO_VIDEOSHOW_SETOVERLAYUSER, BRAC_SO_LOCALVIDEO_SURFACEROTATION];

/** "" is nothing; throws when it is none. @param {any} value */
const readJson = (value) => text(value).trim() === '' ? null : JSON.parse(text(value));
const together = (values, table) => Object.assign({}, ...[...values].map(([option, value]) => table.get(option)?.(value)));
const quietly = (promise) => { promise?.catch?.(() => {}); }; // the core's error event tells

export class Video {
  #face;
  /** What the page has set for all. @type {Map<number, any>} */
  #set = new Map();
  /** @type {Map<number, Map<number, any>>} */
  #ofStreams = new Map();
  #own = false;
  /** How users are to be turned when they are shown. @type {Map<number, import('./picture.mjs').Turn>} */
  #turns = new Map();

  /** @param {import('./face.mjs').Face} face */
  constructor(face) {
    this.#face = face;
    const { options } = face;
    options.onSet([...awaited.keys()], (value, option) => { this.#set.set(option, value); });
    options.onSet([...direct.keys()], (value, option) => { this.#set.set(option, value); this.#applyAll(); });
    options.onSet(c.BRAC_SO_LOCALVIDEO_APPLYPARAM, (value) => { this.#own = value === 1; this.#applyAll(); });
    options.onSet([...looks.keys()], (value, option) => this.#look(option, value));
    options.onSet(c.BRAC_SO_CORESDK_SCREENCAMERACTRL, (value) => face.client?.devices.offerScreen(on(value)));
    options.onSet(c.BRAC_SO_LOCALVIDEO_SCREENFLAGS, (value) => {
      if (face.client) face.client.local.cameras.screenWish = { cursor: (value & c.ANYCHAT_SCREENSOURCE_FLAGS_DISABLECURSOR) === 0 };
    });
    options.onSet(shows, () => face.pictures?.updateAll());
  }

  /** Before the options run what was set: of the client that was, nothing counts. */
  begin() {
    this.#set.clear();
    this.#ofStreams.clear();
    this.#turns.clear();
    this.#own = false;
  }

  #applyAll() {
    const local = this.#face.client?.local;
    if (!local) return;
    Object.assign(local.video, defaultVideo, together(this.#set, direct), this.#own ? together(this.#set, awaited) : {});
    quietly(local.apply('camera'));
  }

  /** @returns {number} */
  #look(option, value) {
    const { client, platform } = this.#face;
    let look;
    try { look = looks.get(option)?.(value); } catch { return Code.BAD_PARAMETER; } // no JSON
    client?.effects.set(look).catch((error) => platform.warn(`option ${option}: ${error.message}`));
    return 0;
  }

  // ---- one stream ----

  /** @param {number} stream @param {number} option @param {any} value @returns {number} */
  setStream(stream, option, value) {
    const { cameras } = /** @type {import('../client.mjs').Client} */ (this.#face.client).local;
    if (option === c.BRAC_STREAMINFO_VIDEODEVICENAME || option === c.BRAC_SO_LOCALVIDEO_DEVICENAME) cameras.setDevice(stream, text(value));
    else if (option === c.BRAC_SO_LOCALVIDEO_APPLYPARAM) this.#applyStream(stream, int(value) === 1);
    else if (awaited.has(option)) {
      const values = this.#ofStreams.get(stream) ?? new Map();
      this.#ofStreams.set(stream, values.set(option, value));
      if (!cameras.wanted(stream)) cameras.setOwn(stream, together(values, awaited)); // it begins with them
    } else return Code.BAD_PARAMETER;
    return 0;
  }

  #applyStream(stream, own) {
    const { local } = /** @type {import('../client.mjs').Client} */ (this.#face.client);
    if (!own) this.#ofStreams.delete(stream);
    local.cameras.setOwn(stream, null);
    if (own) local.cameras.setOwn(stream, together(this.#ofStreams.get(stream) ?? [], awaited));
    quietly(local.apply('camera', stream));
  }

  /** As it was set for this stream, else for all. @param {number} stream @param {number} option @returns {number} */
  streamOption(stream, option) { return int(this.#ofStreams.get(stream)?.get(option) ?? this.#face.options.int(option)); }
  /** @param {number} option */
  isStreamOption(option) { return awaited.has(option); }

  // ---- how pictures are shown ----

  /** @param {number} user */
  turn(user) {
    const known = this.#turns.get(this.#id(user));
    if (known || !this.#face.client?.isSelf(user)) return known ?? { rotate: /** @type {0} */ (0), mirror: false };
    return { rotate: quarter(this.#face.options.int(BRAC_SO_LOCALVIDEO_SURFACEROTATION)), mirror: false };
  }

  /** Of BRAC_UserInfoControl. @param {number} user @param {number} flags BRAC_ROTATION_FLAGS_* */
  setTurn(user, flags) {
    const angles = [[c.BRAC_ROTATION_FLAGS_ROTATION90, 90], [c.BRAC_ROTATION_FLAGS_ROTATION180, 180], [c.BRAC_ROTATION_FLAGS_ROTATION270, 270]];
    const rotate = angles.filter(([flag]) => flags & flag).reduce((sum, [, angle]) => sum + angle, 0) % 360;
    if (this.#turns.size >= limits.room_members) this.#turns.clear();
    this.#turns.set(this.#id(user), { rotate: /** @type {any} */ (rotate), mirror: (flags & c.BRAC_ROTATION_FLAGS_MIRRORED) !== 0 });
    this.#face.pictures?.updateAll();
  }

  #id(user) { return this.#face.client?.isSelf(user) ? -1 : user; }

  /** Who is in the corner of a user's picture; 0: nobody. @param {number} user */
  inset(user) {
    const { options, client } = this.#face;
    if (options.int(c.BRAC_SO_VIDEOSHOW_MODECTRL) !== 1 || !client) return 0;
    const primary = options.int(c.BRAC_SO_VIDEOSHOW_SETPRIMARYUSER), overlay = options.int(c.BRAC_SO_VIDEOSHOW_SETOVERLAYUSER);
    return overlay !== 0 && this.#id(primary) === this.#id(user) && this.#id(overlay) !== this.#id(user) ? overlay : 0;
  }
}
