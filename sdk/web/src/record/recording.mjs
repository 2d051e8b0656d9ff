// SPDX-License-Identifier: Apache-2.0
// One recording: waits until there is something to record, records it piece by piece, and makes a file of it.
//
// state:  waiting -> recording -> finishing -> done | failed | cancelled
//
// Events: state(state)  piece(Blob)
//         uploaded(ServerFile | null, ParlorError | null)  once, after `ended`, of one that is uploaded; both null: cancelled
//         ended(RecordedFile | null, ParlorError | null)   once; both null: cancelled; both there: what had been recorded before it failed

import { Code, ParlorError } from '../errors.mjs';
import { Emitter } from '../events.mjs';
import { Intent } from '../intent.mjs';
import { md5Of } from '../md5.mjs';
import { chooseFormat, fileName } from './formats.mjs';
import { Mix } from './mix.mjs';
import { Scene } from './scene.mjs';
import { Scratch } from './scratch.mjs';
import { withDuration } from './webm.mjs';

/** How long a device that is being opened, or a picture on its way, is waited for. */
const WAIT_MS = 5000;
const DISK_MS = 3000;
const PIECE_MS = 1000;

/**
 * @typedef {object} RecordSpec
 * @property {number} user whose; -1: ourselves
 * @property {number} stream which camera
 * @property {boolean} video @property {boolean} audio
 * @property {boolean} mixVideo the pictures of the others too
 * @property {boolean} allStreams every camera
 * @property {import('./layout.mjs').Arrangement} arrangement of more than one picture
 * @property {boolean} mixAudio the sound of the others too @property {boolean} stereo
 * @property {boolean} direct the one picture and the one sound as they come; ends when they do
 * @property {number} width @property {number} height 0: as it comes
 * @property {import('./layout.mjs').Fit} fit @property {number} fps
 * @property {number} videoBitrate @property {number} audioBitrate bit/s, 0: the browser's choice
 * @property {import('./formats.mjs').Container} container
 * @property {string} name "" : by user and time @property {boolean} folders one a day
 * @property {boolean} md5
 * @property {object | null} [upload] to the server as well: the fields of record_upload
 */
/** @typedef {import('../files.mjs').StoredFile & { userId: number, type: string, size: number, duration_ms: number, width: number, height: number, md5: string }} RecordedFile */
/** @typedef {'waiting' | 'recording' | 'finishing' | 'done' | 'failed' | 'cancelled'} RecordState */

export class Recording extends Emitter {
  #ports; #cancelWait = /** @type {() => void} */ (() => {});
  /** @type {Scene | null} */
  #scene = null;
  /** @type {Mix | null} */
  #mix = null;
  /** @type {MediaRecorder | null} */
  #recorder = null;
  /** @type {Scratch | null} */
  #scratch = null;
  /** @type {Map<string, () => void>} */
  #holds = new Map();
  #intent = new Intent(); // of the file
  #beginning = false; #begun = 0; #duration_ms = 0; #size = { width: 0, height: 0 };
  /** @type {ParlorError | null} */
  #error = null;
  /** @type {import('./formats.mjs').Format} */
  #format;
  /** @type {RecordState} */
  state = 'waiting';

  /**
   * @param {object} ports
   * @param {import('../platform.mjs').Clock} ports.clock
   * @param {import('./browser.mjs').RecordPlatform} ports.recording
   * @param {Document | null} ports.document
   * @param {(tracks: MediaStreamTrack[]) => MediaStream} ports.createStream
   * @param {(() => AudioContext) | null} ports.createAudioContext
   * @param {import('./sources.mjs').Sources} ports.sources
   * @param {import('../files.mjs').Files} ports.files
   * @param {import('./uploads.mjs').Uploads} ports.uploads
   * @param {(user: number) => number} ports.idOf the real one
   * @param {RecordSpec} spec @param {number} serial
   */
  constructor(ports, spec, serial) {
    super();
    this.#ports = ports;
    this.spec = spec;
    this.serial = serial;
    const format = ports.recording.createRecorder && chooseFormat(ports.recording.supports, spec, spec.container);
    if (!format) throw new ParlorError(Code.RECORD_CREATE, 'this browser cannot record');
    this.#format = format;
    this.userId = ports.idOf(spec.user);
    this.#cancelWait = ports.clock.after(WAIT_MS, () => { this.#begin(); });
    this.refresh();
  }

  /** On its way to the server; null: it is not asked for, or has not begun. @type {import('./uploads.mjs').Upload | null} */
  upload = null;

  /** What will be, or was, recorded. @returns {Promise<RecordedFile>} rejects: it came to nothing */
  get file() { return this.#intent.promise; }
  get isOver() { return this.state === 'done' || this.state === 'failed' || this.state === 'cancelled'; }
  get duration_ms() { return this.state === 'recording' ? this.#ports.clock.now() - this.#begun : this.#duration_ms; }
  get size() { return this.#scratch?.size ?? 0; }

  // ---- what there is to record ----

  /** Pictures and sounds have come, gone or changed. */
  refresh() {
    if (this.isOver || this.state === 'finishing') return;
    const { spec } = this;
    const { pictures, sounds } = this.#available();
    this.#hold(pictures);
    if (spec.direct) this.#keepDirect(pictures, sounds);
    this.#scene?.show(pictures);
    this.#mix?.hear(sounds);
    if (this.state !== 'waiting' || this.#beginning) return;
    const expected = this.#ports.sources.expects(spec.user, spec.stream);
    const pictureIsMissing = spec.video && expected.video && !pictures[0]?.media;
    const soundIsMissing = spec.audio && expected.audio && !sounds[0]?.track;
    if (!pictureIsMissing && !soundIsMissing) this.#begin();
  }

  #available() {
    const { user, stream, video, audio, mixVideo, mixAudio, allStreams } = this.spec;
    const { sources } = this.#ports;
    return {
      pictures: video ? sources.pictures(user, { stream, others: mixVideo, allStreams }) : [],
      sounds: audio ? sources.sounds(user, { others: mixAudio }) : [],
    };
  }

  #hold(pictures) {
    const wanted = new Set(pictures.map(({ key }) => key));
    for (const [key, release] of this.#holds) if (!wanted.has(key)) { release(); this.#holds.delete(key); }
    for (const picture of pictures) if (!this.#holds.has(picture.key)) this.#holds.set(picture.key, this.#ports.sources.hold(picture));
  }

  /** A recorder cannot follow to another track. */
  #keepDirect(pictures, sounds) {
    const now = [pictures[0]?.media?.getVideoTracks()[0], sounds[0]?.track];
    const recorded = this.#recorder?.stream.getTracks() ?? [];
    if (this.state === 'recording' && recorded.some((track) => !now.includes(track))) this.stop();
  }

  // ---- beginning ----

  async #begin() {
    if (this.#beginning || this.state !== 'waiting') return;
    this.#beginning = true;
    this.#cancelWait();
    try {
      const tracks = await this.#tracks();
      if (this.isOver) { this.#letGo(); return; }
      if (tracks.length === 0) throw new ParlorError(Code.RECORD_TOO_EARLY, 'there is neither picture nor sound');
      const file = await this.#disk();
      this.#scratch = new Scratch(file, this.#format.type.split(';')[0], (error) => this.#fail(error));
      if (this.isOver) { await this.#scratch.discard(); return; }
      this.#record(this.#ports.createStream(tracks));
    } catch (error) { this.#end(null, this.#meaning(error)); }
  }

  /** A disk that does not answer is no reason not to record. @returns {Promise<import('./scratch.mjs').ScratchFile | null>} */
  async #disk() {
    const opening = this.#ports.recording.openScratch();
    let cancel = () => {};
    const late = new Promise((resolve) => { cancel = this.#ports.clock.after(DISK_MS, () => resolve('late')); });
    const file = await Promise.race([opening, late]);
    cancel();
    if (file !== 'late') return file;
    opening.then((unused) => unused?.close().then(() => unused.remove())).catch(() => {});
    return null;
  }

  async #tracks() {
    const { spec } = this;
    const { pictures, sounds } = this.#available();
    const hasPicture = pictures.some(({ media }) => media), hasSound = sounds.some(({ track }) => track);
    if (spec.direct) return [pictures[0]?.media?.getVideoTracks()[0], sounds[0]?.track].filter((track) => track !== undefined && track !== null);
    const picture = hasPicture ? await this.#picture(pictures) : null;
    const sound = hasSound || (hasPicture && spec.mixAudio) ? await this.#sound(sounds) : null;
    const tracks = [picture, sound].filter((track) => track !== null);
    this.#format = chooseFormat(this.#ports.recording.supports, { video: picture !== null, audio: sound !== null }, spec.container) ?? this.#format;
    return tracks;
  }

  async #picture(pictures) {
    const { document, clock, recording } = this.#ports;
    if (!document) return null;
    const { arrangement, fit, width, height, fps } = this.spec;
    const scene = this.#scene = new Scene({ document, clock, recording }, { arrangement, fit });
    scene.show(pictures);
    this.#size = await scene.prepare({ width, height });
    return scene.run(fps);
  }

  async #sound(sounds) {
    const context = this.#ports.createAudioContext?.();
    const alone = sounds[0]?.track ?? null;
    if (!context) return alone;
    const mix = new Mix(context, this.#ports, { stereo: this.spec.stereo });
    if (!await mix.running()) { mix.close(); return alone; } // one voice rather than none
    this.#mix = mix;
    mix.hear(sounds);
    return mix.track;
  }

  // ---- recording ----

  #record(stream) {
    const { videoBitrate, audioBitrate } = this.spec;
    const create = /** @type {NonNullable<typeof this.#ports.recording.createRecorder>} */ (this.#ports.recording.createRecorder);
    const recorder = this.#recorder = create(stream, {
      mimeType: this.#format.type, ...videoBitrate > 0 ? { videoBitsPerSecond: videoBitrate } : {}, ...audioBitrate > 0 ? { audioBitsPerSecond: audioBitrate } : {},
    });
    recorder.ondataavailable = ({ data }) => { this.#scratch?.add(data); if (data.size > 0) { this.upload?.add(data); this.emit('piece', data); } };
    recorder.onerror = (event) => this.#fail(/** @type {any} */ (event).error ?? new Error('the recorder failed'));
    recorder.onstop = () => { this.#finish(); };
    if (this.spec.upload) this.#upload(this.spec.upload);
    recorder.start(PIECE_MS);
    this.#begun = this.#ports.clock.now();
    this.#setState('recording');
  }

  /** Pages that may not upload record all the same. @param {object} wish */
  #upload(wish) {
    try {
      this.upload = this.#ports.uploads.begin({ ...wish, user: this.spec.user });
      this.upload?.on('ended', (file, error) => { this.#ports.clock.after(0, () => this.emit('uploaded', file, error)); });
    } catch (error) { this.#ports.clock.after(0, () => this.emit('uploaded', null, error)); }
  }

  /** What there is becomes the file. @param {any} error */
  #fail(error) {
    this.#error ??= this.#meaning(error);
    this.stop();
  }

  #meaning(error) {
    if (error instanceof ParlorError) return error;
    return new ParlorError(Code.RECORD_CREATE, `${error?.name ?? 'Error'} ${error?.message ?? error}`, { cause: error });
  }

  // ---- the end ----

  /** @returns {Promise<RecordedFile>} */
  stop() {
    if (this.state === 'waiting') this.#end(null, new ParlorError(Code.RECORD_TOO_EARLY, 'it was stopped before anything had come'));
    else if (this.state === 'recording') {
      this.#duration_ms = this.duration_ms;
      this.#setState('finishing');
      if (this.#recorder?.state === 'inactive') this.#finish(); else this.#recorder?.stop(); // onstop goes on
    }
    return this.file;
  }

  /** Nothing stays of it. */
  cancel() { this.#end(null, null); }

  async #finish() {
    if (this.#recorder) this.#recorder.onstop = null;
    this.upload?.end();
    if (this.state === 'recording') { this.#duration_ms = this.duration_ms; this.#setState('finishing'); } // its tracks have ended
    this.#letGo();
    try {
      const made = await this.#store();
      if (made) this.#end(made, this.#error);
    } catch (error) { this.#end(null, this.#meaning(error)); }
  }

  async #store() {
    const scratch = /** @type {Scratch} */ (this.#scratch);
    const { blob: raw, release } = await scratch.finish();
    if (this.isOver || raw.size === 0) {
      release();
      if (!this.isOver) throw this.#error ?? new ParlorError(Code.RECORD_TOO_EARLY, 'nothing was recorded');
      return null;
    }
    this.#scratch = null;
    const blob = this.#format.ending === 'webm' ? await withDuration(raw, this.#duration_ms) : raw;
    const md5 = this.spec.md5 ? await md5Of(blob) : '';
    if (this.isOver) { release(); return null; }
    const { spec, serial, userId } = this;
    const path = fileName({ user: userId, at: this.#ports.recording.date(), serial, ending: this.#format.ending, name: spec.name, folders: spec.folders });
    const file = this.#ports.files.add(blob, path, release);
    return Object.assign(file, { userId, type: blob.type, size: blob.size, duration_ms: Math.round(this.#duration_ms), ...this.#size, md5 });
  }

  /** @param {RecordedFile | null} file @param {ParlorError | null} error */
  #end(file, error) {
    if (this.isOver) return;
    this.#cancelWait();
    if (!file && !this.upload?.source.over) this.upload?.cancel();
    if (!file && !error) this.upload?.cancel();
    this.#setState(file ? 'done' : error ? 'failed' : 'cancelled');
    if (this.#recorder) {
      Object.assign(this.#recorder, { ondataavailable: null, onerror: null, onstop: null });
      if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    }
    this.#letGo();
    this.#scratch?.discard();
    this.#scratch = null;
    if (file) this.#intent.resolve(file); else this.#intent.reject(error ?? new ParlorError(Code.CANCELLED));
    this.emit('ended', file, error);
  }

  #letGo() {
    for (const release of this.#holds.values()) release();
    this.#holds.clear();
    this.#scene?.close();
    this.#mix?.close();
    this.#scene = this.#mix = null;
  }

  #setState(state) {
    this.state = state;
    this.emit('state', state);
  }
}
