// SPDX-License-Identifier: Apache-2.0
// parlor.serverRecording. Types and the manual of each call are in parlor.d.ts.

import { Code, ParlorError } from '../errors.mjs';
import { Emitter } from '../events.mjs';
import * as c from '../generated/constants.mjs';

const types = ['mp4', 'wmv', 'flv', 'mp3', 'webm'];
const layouts = ['single', 'overlay', 'abreast', 'grid', 'presenter', 'pip'];
const { BRAC_RECORD_FLAGS_SERVER: SERVER, BRAC_RECORD_FLAGS_LOCALCB: LOCALCB, BRAC_RECORD_FLAGS_SNAPSHOT: SNAPSHOT, ANYCHAT_RECORD_FLAGS_CANCEL: CANCEL } = c;

/** What the options mean as flags. @param {any} options */
function flagsOf({ video = true, audio = true, others = false, otherSounds = Boolean(others), direct = false, allStreams = false, md5 = false, name = '' }) {
  if (!video && !audio) throw new ParlorError(Code.BAD_PARAMETER, 'video, audio: neither');
  const all = [
    [video, c.BRAC_RECORD_FLAGS_VIDEO], [audio, c.BRAC_RECORD_FLAGS_AUDIO], [others === 'abreast', c.BRAC_RECORD_FLAGS_ABREAST],
    [others && others !== 'abreast', c.BRAC_RECORD_FLAGS_MIXVIDEO], [otherSounds && otherSounds !== 'stereo', c.BRAC_RECORD_FLAGS_MIXAUDIO],
    [otherSounds === 'stereo', c.BRAC_RECORD_FLAGS_STEREO], [direct, c.BRAC_RECORD_FLAGS_STREAM], [allStreams, c.ANYCHAT_RECORD_FLAGS_MULTISTREAM],
    [md5, c.ANYCHAT_RECORD_FLAGS_FILEMD5], [name, c.BRAC_RECORD_FLAGS_USERFILENAME],
  ];
  return all.reduce((flags, [wanted, flag]) => wanted ? flags | flag : flags, SERVER | LOCALCB | c.ANYCHAT_RECORD_FLAGS_ERRORCODE);
}

/** The user string: what is more than flags say. @param {any} options */
function textOf({ name, layout, names, clock, title }) {
  const said = { ...name ? { filename: String(name) } : {}, ...layout ? { recordlayout: layout } : {}, ...names === undefined ? {} : { names: Boolean(names) }, ...clock === undefined ? {} : { clock: Boolean(clock) }, ...title ? { title: String(title) } : {} };
  return Object.keys(said).length ? JSON.stringify(said) : '';
}

/** @param {any} options */
function checkLayout({ layout }) {
  if (layout && !layouts.includes(layout)) throw new ParlorError(Code.BAD_PARAMETER, `layout: ${layout}`);
}

/** @param {any} options see ServerRecordOptions in parlor.d.ts */
function wishOf(options) {
  const type = options.type ?? 'mp4', text = textOf(options);
  if (!types.includes(type)) throw new ParlorError(Code.BAD_PARAMETER, `type: ${type}`);
  checkLayout(options);
  const some = (name, value) => value ? { [name]: Math.trunc(value) } : {};
  return {
    flags: flagsOf(options), ...text ? { text } : {}, ...some('file_type', types.indexOf(type)), ...some('width', options.width), ...some('height', options.height),
    ...some('video_bps', options.videoBitrate), ...some('audio_bps', options.audioBitrate),
  };
}

/** @param {import('./server.mjs').Result} result */
const fileOf = ({ id, userId, file, url, seconds, md5, flags }) => ({ id, userId, file, url, seconds, md5, snapshot: (flags & SNAPSHOT) !== 0 });

/** Events: changed(ServerRecording)  consent(ServerRecording)  finished(ServerFile)  failed(ParlorError, { id, userId, file }) */
export class ServerRecordingControl extends Emitter {
  #client; #serial = 0;
  /** Whoever waits for an end, by the number that came back. @type {Map<number, { resolve: (file: any) => void, reject: (error: any) => void }>} */
  #waiting = new Map();

  /** @param {import('../client.mjs').Client} client */
  constructor(client) {
    super();
    this.#client = client;
    const { serverRecordings: server } = client;
    server.on('changed', (told) => this.emit('changed', told));
    server.on('consent', (told) => this.emit('consent', told));
    server.on('recorded', (result) => this.#ended(result));
    client.on('lost', () => this.#lost());
  }

  get available() { return Boolean(this.#client.session.welcome?.records); }
  get running() { return this.#client.serverRecordings.running; }
  /** @param {number} [user] */
  isRecorded(user = -1) { return this.#client.serverRecordings.isRecorded(user === -1 ? this.#client.selfId : user); }

  /** @param {number} [user] @param {any} [options] */
  async start(user = -1, options = {}) {
    const param = ++this.#serial;
    await this.#client.serverRecordings.start(user, { ...wishOf(options), param });
    return this.#expect(param, user, options);
  }

  /** What one has in hand while it runs. @param {number} param @param {number} user @param {any} options as it began */
  #expect(param, user, options) {
    const ended = new Promise((resolve, reject) => { this.#waiting.set(param, { resolve, reject }); });
    ended.catch(() => {}); // who does not look at it has no error
    const server = this.#client.serverRecordings;
    return {
      userId: user === -1 ? this.#client.selfId : user, ended,
      stop: async () => { await server.stop(user); return ended; },
      cancel: async () => { await server.stop(user, CANCEL); this.#waiting.delete(param); },
      tag: (/** @type {string} */ text) => server.tag(user, String(text)),
      change: async (/** @type {any} */ { image, ...look }) => {
        checkLayout(look);
        options = { ...options, ...look };
        await server.change(user, { ...Object.keys(look).length ? { text: textOf(options) } : {}, ...image === undefined ? {} : { insert: JSON.stringify(image ?? {}) } });
      },
    };
  }

  /** @param {number} [user] @param {{ name?: string }} [options] */
  async snapshot(user = -1, options = {}) {
    const param = ++this.#serial;
    await this.#client.serverRecordings.start(user, { ...wishOf({ ...options, audio: false }), param, flags: (flagsOf({ ...options, audio: false }) | SNAPSHOT) });
    return new Promise((resolve, reject) => { this.#waiting.set(param, { resolve, reject }); });
  }

  /** @param {number} id @param {boolean} yes */
  async consent(id, yes) { await this.#client.serverRecordings.consent(id, Boolean(yes)); }

  /** @param {import('./server.mjs').Result} result */
  #ended(result) {
    const waits = this.#waiting.get(result.param), file = fileOf(result);
    this.#waiting.delete(result.param);
    if (result.code === 0) {
      waits?.resolve(file);
      this.emit('finished', file);
      return;
    }
    const error = new ParlorError(result.code, result.file ? 'the recording is not whole' : 'there is no recording');
    waits?.reject(Object.assign(error, { file: result.file ? file : null }));
    this.emit('failed', error, file);
  }

  /** The session is gone: nobody will tell. */
  #lost() {
    for (const { reject } of this.#waiting.values()) reject(new ParlorError(Code.CANCELLED, 'the session is lost'));
    this.#waiting.clear();
  }
}
