// SPDX-License-Identifier: Apache-2.0
// The recordings and snapshots of this page. A recording ends by itself, with a file, when whom it shows leaves the room, or
// when we do and our devices close.
//
// Events: state(Recording)                       of one of them
//         ended(Recording, file, error)          as Recording says it
//         uploaded(Recording, file, error)       ditto

import { Code, ParlorError } from '../errors.mjs';
import { Emitter } from '../events.mjs';
import { limits } from '../generated/limits.mjs';
import { fileName } from './formats.mjs';
import { Recording } from './recording.mjs';
import { takeStill } from './still.mjs';

/** @type {import('./recording.mjs').RecordSpec} */
const usual = {
  user: -1, stream: 0, video: true, audio: true, mixVideo: false, allStreams: false, arrangement: 'overlay', mixAudio: false, stereo: false, direct: false, width: 0, height: 0,
  fit: 'contain', fps: 25, videoBitrate: 0, audioBitrate: 0, container: 'auto', name: '', folders: true, md5: false, upload: null,
};
const endings = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' };
const LATE_MS = 5000; // for the picture of a camera that is being opened, or that the server had paused

/** @typedef {import('../files.mjs').StoredFile & { userId: number, type: string, size: number, width: number, height: number }} Snapshot */

export class Recordings extends Emitter {
  #ports; #serial = 0; #stills = 0;
  /** @type {Set<Recording>} */
  #running = new Set();
  /** Whoever waits for a picture. @type {Set<() => void>} */
  #waiting = new Set();

  /** @param {any} ports those of Recording */
  constructor(ports) {
    super();
    this.#ports = ports;
  }

  /**
   * @param {Partial<import('./recording.mjs').RecordSpec>} wanted
   * @returns {Recording} throws 721 (this browser cannot, or there are too many) or 722 (nothing of it is there or on its way)
   */
  start(wanted) {
    const spec = { ...usual, ...wanted };
    // The server makes it anew in any case, and of MP4 browsers give nothing before long.
    if (spec.upload && spec.container === 'auto') spec.container = 'webm';
    if (this.#running.size >= limits.recordings) throw new ParlorError(Code.RECORD_CREATE, `more than ${limits.recordings} at once`);
    const expected = this.#ports.sources.expects(spec.user, spec.stream);
    const others = (spec.video && spec.mixVideo) || (spec.audio && spec.mixAudio);
    if (!others && !(spec.video && expected.video) && !(spec.audio && expected.audio))
      throw new ParlorError(Code.RECORD_TOO_EARLY, 'neither camera nor microphone is open, or nothing of this user is watched');
    const recording = new Recording(this.#ports, spec, ++this.#serial);
    this.#running.add(recording);
    recording.on('state', () => this.emit('state', recording));
    recording.on('uploaded', (file, error) => this.emit('uploaded', recording, file, error));
    recording.on('ended', (file, error) => {
      this.#running.delete(recording);
      this.emit('ended', recording, file, error);
    });
    return recording;
  }

  /** @param {number} user @returns {Recording | null} */
  of(user) {
    const id = this.#ports.sources.id(user);
    return [...this.#running].find((recording) => this.#ports.sources.id(recording.spec.user) === id) ?? null;
  }

  /** Is something of a user being recorded at this moment? @param {number} user */
  isRecording(user) { return this.of(user)?.state === 'recording'; }

  /** One of them, at least, is recording now. */
  get recording() { return [...this.#running].some(({ state }) => state === 'recording'); }

  // ---- snapshots ----

  /**
   * @param {Partial<import('./still.mjs').StillSpec> & { user?: number, stream?: number, mixVideo?: boolean, allStreams?: boolean, name?: string, folders?: boolean }} wanted
   * @returns {Promise<Snapshot>} rejects with 722 when there is no picture, with 721 when there are too many at once
   */
  async snapshot({ user = -1, stream = 0, mixVideo = false, allStreams = false, name = '', folders = true, ...more }) {
    const spec = { type: /** @type {const} */ ('image/jpeg'), quality: 0.92, arrangement: /** @type {const} */ ('overlay'), fit: /** @type {const} */ ('contain'), width: 0, height: 0, ...more };
    if (!this.canSnapshot(user, stream)) throw new ParlorError(Code.RECORD_TOO_EARLY, 'this user shows no picture, or is not watched');
    if (this.#stills >= limits.snapshots) throw new ParlorError(Code.RECORD_CREATE, `more than ${limits.snapshots} at once`);
    this.#stills++;
    const userId = this.#ports.idOf(user), serial = ++this.#serial;
    /** @type {(() => void)[]} */
    let holds = [];
    try {
      const look = () => this.#ports.sources.pictures(user, { stream, allStreams, others: mixVideo });
      holds = look().map((picture) => this.#ports.sources.hold(picture));
      await this.#until(() => look()[0]?.media);
      const { blob, width, height } = await takeStill(this.#ports, look(), spec);
      // Of a type that a browser cannot write it makes PNG.
      const path = fileName({ user: userId, at: this.#ports.recording.date(), serial, ending: endings[blob.type] ?? 'png', name, folders });
      return Object.assign(this.#ports.files.add(blob, path), { userId, type: blob.type, size: blob.size, width, height });
    } finally {
      this.#stills--;
      for (const release of holds) release();
    }
  }

  /** Is there a picture, or one on its way? @param {number} user @param {number} [stream] */
  canSnapshot(user, stream = 0) { return Boolean(this.#ports.document) && this.#ports.sources.expects(user, stream).video; }

  /** @param {() => unknown} fact */
  #until(fact) {
    if (fact()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const done = (error) => { cancel(); this.#waiting.delete(look); if (error) reject(error); else resolve(undefined); };
      const look = () => { if (fact()) done(null); };
      const cancel = this.#ports.clock.after(LATE_MS, () => done(new ParlorError(Code.RECORD_TOO_EARLY, 'no picture has come')));
      this.#waiting.add(look);
    });
  }

  // ---- what happens ----

  /** Pictures or sounds have come, gone or changed. */
  refresh() {
    for (const recording of [...this.#running]) recording.refresh();
    for (const look of [...this.#waiting]) look();
  }

  /** @param {number} user has left */
  userLeft(user) { this.of(user)?.stop(); }

  /** The room is left, or the session lost for good. @param {boolean} ours our own devices close as well */
  left(ours) {
    for (const recording of [...this.#running]) if (ours || this.#ports.sources.id(recording.spec.user) !== -1) recording.stop();
  }

  /** In a room again after a lost session. @param {(user: number) => boolean} isHere */
  returned(isHere) {
    for (const recording of [...this.#running]) {
      const id = this.#ports.sources.id(recording.spec.user);
      if (id !== -1 && !isHere(id)) recording.stop();
    }
  }

  /** The end of everything: nothing stays. */
  close() {
    for (const recording of [...this.#running]) recording.cancel();
    this.silence();
  }
}
