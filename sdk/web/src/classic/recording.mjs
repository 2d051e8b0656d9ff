// SPDX-License-Identifier: Apache-2.0
// Recording and snapshots as the manual has them (5.5.10, 5.5.11, 4.3.6).
//
// The result goes to each of OnAnyChatRecordSnapShot, ...Ex and ...Ex2 that the page has. What came to nothing is told to Ex2
// alone, and only if ERRORCODE was asked for: the others cannot tell a failure from a file.
//
// What differs from the plug-in, since a browser can do no other: WMV, FLV and MP3 are not among its formats (it takes MP4 or
// WebM; with MP3, sound alone); directories (options 12, 13) do not exist, but for a folder a day in the name (145); the
// values of the naming rule (143) were never published. BUFFERCB: 32.
//
// {"upload": 1} in the user string of BRAC_StreamRecordCtrlEx (an addition): what the page records goes to the server while it grows, and
// is made there into the file type of option 140, WMV, FLV and MP3 among them. The events come once, when that is done, with an address
// of the server as lpFileName; when the server does not take it, with the file that the page has.
//
// SERVER: the recording is made at the server (record/server.mjs); 721 where it makes none. lpFileName is then an address of the
// server that is good for a time, and ends with folder and name; the event comes with LOCALCB alone, as the manual has it, failures
// with ERRORCODE. What the server refuses is told as a failure, since the call has returned by then.

import { Code } from '../errors.mjs';
import * as c from '../generated/constants.mjs';
import { int, on, text } from './convert.mjs';

const Flag = {
  VIDEO: c.BRAC_RECORD_FLAGS_VIDEO, AUDIO: c.BRAC_RECORD_FLAGS_AUDIO, SERVER: c.BRAC_RECORD_FLAGS_SERVER, MIXAUDIO: c.BRAC_RECORD_FLAGS_MIXAUDIO,
  MIXVIDEO: c.BRAC_RECORD_FLAGS_MIXVIDEO, ABREAST: c.BRAC_RECORD_FLAGS_ABREAST, STEREO: c.BRAC_RECORD_FLAGS_STEREO, SNAPSHOT: c.BRAC_RECORD_FLAGS_SNAPSHOT,
  STREAM: c.BRAC_RECORD_FLAGS_STREAM, USERFILENAME: c.BRAC_RECORD_FLAGS_USERFILENAME, ERRORCODE: c.ANYCHAT_RECORD_FLAGS_ERRORCODE,
  MULTISTREAM: c.ANYCHAT_RECORD_FLAGS_MULTISTREAM, CANCEL: c.ANYCHAT_RECORD_FLAGS_CANCEL, BUFFERCB: c.ANYCHAT_RECORD_FLAGS_BUFFERCB,
  FILEMD5: c.ANYCHAT_RECORD_FLAGS_FILEMD5,
};
/** Of option 140. */
const MP3 = 3;
const INSERT_BYTES = 512;
const FPS = { usual: 25, most: 60 };

/** ANYCHAT_VIDEOCLIPMODE_* @returns {import('../record/layout.mjs').Fit} */
function fitOf(mode) {
  if (mode === c.ANYCHAT_VIDEOCLIPMODE_SHRINK || mode === c.ANYCHAT_VIDEOCLIPMODE_UNKNOW) return 'contain';
  return mode === c.ANYCHAT_VIDEOCLIPMODE_STRETCH ? 'fill' : 'cover';
}

/** {"filename": "..."}, or the name itself. @param {string} userText */
export function nameFrom(userText) {
  let said = null;
  try { said = JSON.parse(userText); } catch { /* no JSON */ }
  if (said === null || typeof said !== 'object') return userText;
  return typeof said.filename === 'string' ? said.filename : '';
}

/** Option 146: {"image", "x", "y", "w", "h"}, in parts of 1; '' or {}: none. @param {any} said @returns {string | null} null: it is nothing of that */
export function insertOf(said) {
  if (said === '' || said === undefined) return '{}';
  try {
    const value = JSON.parse(String(said));
    const part = (one) => one === undefined || (typeof one === 'number' && one >= 0 && one <= 1);
    if (value === null || typeof value !== 'object' || Array.isArray(value) || ![value.x, value.y, value.w, value.h].every(part)) return null;
    if (!value.image) return '{}';
    const json = JSON.stringify({ image: String(value.image), x: value.x ?? 0, y: value.y ?? 0, w: value.w ?? 1, ...value.h ? { h: value.h } : {} });
    return json.length <= INSERT_BYTES ? json : null;
  } catch {
    return null;
  }
}

/** What pictures are to be in it, and how. @param {number} flags @param {import('../options.mjs').Options} options */
const pictureSpec = (flags, options) => ({
  mixVideo: (flags & (Flag.MIXVIDEO | Flag.ABREAST)) !== 0,
  allStreams: (flags & Flag.MULTISTREAM) !== 0,
  arrangement: /** @type {import('../record/layout.mjs').Arrangement} */ (
    flags & Flag.ABREAST || (flags & Flag.MULTISTREAM && !(flags & Flag.MIXVIDEO)) ? 'abreast' : 'overlay'),
  fit: fitOf(options.int(c.BRAC_SO_RECORD_CLIPMODE)),
  folders: options.int(c.BRAC_SO_RECORD_DISABLEDATEDIR) === 0,
});

/** @param {number} user @param {number} flags @param {string} userText @param {import('../options.mjs').Options} options */
export function recordSpec(user, flags, userText, options) {
  const both = (flags & (Flag.VIDEO | Flag.AUDIO)) === 0; // 0 is both
  const soundOnly = options.int(c.BRAC_SO_RECORD_FILETYPE) === MP3;
  const pictures = pictureSpec(flags, options);
  const mixAudio = (flags & (Flag.MIXAUDIO | Flag.STEREO)) !== 0;
  const positive = (option) => Math.max(0, options.int(option));
  return {
    user, ...pictures, mixAudio,
    video: (both || (flags & Flag.VIDEO) !== 0) && !soundOnly,
    audio: both || (flags & Flag.AUDIO) !== 0 || soundOnly,
    stereo: (flags & Flag.STEREO) !== 0,
    direct: (flags & Flag.STREAM) !== 0 && !pictures.mixVideo && !pictures.allStreams && !mixAudio,
    width: positive(c.BRAC_SO_RECORD_WIDTH), height: positive(c.BRAC_SO_RECORD_HEIGHT),
    fps: Math.min(FPS.most, positive(c.BRAC_SO_LOCALVIDEO_FPSCTRL) || FPS.usual),
    videoBitrate: positive(c.BRAC_SO_RECORD_VIDEOBR), audioBitrate: positive(c.BRAC_SO_RECORD_AUDIOBR),
    name: flags & Flag.USERFILENAME ? nameFrom(userText) : '', md5: (flags & Flag.FILEMD5) !== 0,
  };
}

const secondsOf = (ms) => Math.round(ms / 1000);

/** {"upload": 1}. @param {string} userText */
export function wantsUpload(userText) {
  try {
    const { upload } = JSON.parse(userText) ?? {};
    return upload === 1 || upload === true || upload === '1';
  } catch { return false; }
}

/** What a page said when it started one. @type {WeakMap<object, { flags: number, param: number, userText: string }>} */
const said = new WeakMap();

// ---- events ----

/**
 * @param {import('./face.mjs').Face} face
 * @param {{ user: number, error?: number, path?: string, seconds?: number, flags: number, param: number, userText?: string }} result
 */
function tell({ events }, { user, error = 0, path = '', seconds = 0, flags, param, userText = '' }) {
  if (error === 0) {
    events.call('OnAnyChatRecordSnapShot', user, path, param, flags);
    events.call('OnAnyChatRecordSnapShotEx', user, path, seconds, flags, param, userText);
  } else if (!(flags & Flag.ERRORCODE)) return;
  events.call('OnAnyChatRecordSnapShotEx2', user, error, path, seconds, flags, param, userText);
}

/** Beside the manual: what else there is to know of a recording. */
function tellStatus({ events }, one, { status, file = null, error = 0 }) {
  const { flags = 0, param = 0, userText = '' } = said.get(one) ?? {};
  events.call('OnAnyChatCoreSDKEvent', c.ANYCHAT_CORESDKEVENT_RECORDSTATUS, JSON.stringify({
    userid: one.userId, status, flags, param, userstr: userText, elapse: secondsOf(one.duration_ms), errorcode: error,
    ...file ? { filename: file.path, filelength: file.size, ...file.md5 ? { filemd5: file.md5 } : {} } : {},
  }));
}

/** @param {import('./face.mjs').Face} face @param {import('../client.mjs').Client} client */
export function tellRecordings(face, client) {
  const { recordings } = client;
  recordings.on('state', (one) => { if (one.state === 'recording') tellStatus(face, one, { status: 'recording' }); });
  /** Files of recordings that are on their way to the server. @type {WeakMap<object, { file: any, error: any }>} */
  const waiting = new WeakMap();
  recordings.on('uploaded', (one, made, trouble) => {
    const { file = null, error = null } = waiting.get(one) ?? {};
    if (!waiting.delete(one)) { early.set(one, [made, trouble]); return; }
    const { flags, param, userText } = said.get(one) ?? { flags: 0, param: 0, userText: '' };
    const path = made ? made.url : file?.path, code = made ? trouble?.code ?? 0 : file ? 0 : error?.code ?? trouble?.code ?? Code.CANCELLED;
    const seconds = made ? made.seconds : secondsOf(one.duration_ms);
    tell(face, { user: one.userId, error: code, path, seconds, flags, param, userText });
    tellStatus(face, one, { status: path ? 'finished' : 'failed', file: made ? { path, size: one.upload.size, md5: made.md5 } : file, error: code });
    if (trouble) face.explain(trouble);
  });
  /** Uploads that have ended before the file of the page was whole. @type {WeakMap<object, any[]>} */
  const early = new WeakMap();
  recordings.on('ended', (one, file, error) => {
    if (one.spec.upload && file) {
      waiting.set(one, { file, error });
      const ended = early.get(one);
      if (ended) recordings.emit('uploaded', one, ...ended);
      return;
    }
    const { flags, param, userText } = said.get(one) ?? { flags: Flag.VIDEO | Flag.AUDIO, param: 0, userText: '' };
    const code = file ? 0 : error?.code ?? Code.CANCELLED;
    tell(face, { user: one.userId, error: code, path: file?.path, seconds: secondsOf(one.duration_ms), flags, param, userText });
    tellStatus(face, one, { status: file ? 'finished' : error ? 'failed' : 'cancelled', file, error: error?.code ?? code });
    if (error) face.explain(error);
  });
}

/** Recordings and snapshots at the server. @param {import('./face.mjs').Face} face @param {import('../client.mjs').Client} client */
export function tellServerRecordings(face, client) {
  client.serverRecordings.on('recorded', ({ userId, code, file, url, seconds, flags, param, text: userText }) => {
    tell(face, { user: userId, error: code, path: url || file, seconds, flags, param, userText });
  });
  client.serverRecordings.on('changed', ({ id, state, userId, by, flags, consent }) => {
    face.events.call('OnAnyChatCoreSDKEvent', c.ANYCHAT_CORESDKEVENT_RECORDSTATUS, JSON.stringify({
      userid: userId, status: state, flags, param: 0, userstr: '', elapse: 0, errorcode: 0, server: 1, recordid: id, byuserid: by, consent,
    }));
  });
}

// ---- functions ----

/** @param {import('./face.mjs').Face} face */
export function recording(face) {
  function refuse(error) {
    face.explain(error);
    return error.code ?? Code.EXCEPTION;
  }

  /** What no browser, or no server without a recorder, does. @param {number} user @param {number} flags */
  function obstacle(user, flags) {
    if (!face.client) return Code.NOT_INIT;
    if (user === 0) return Code.BAD_PARAMETER;
    return flags & Flag.BUFFERCB ? Code.NOT_SUPPORTED : 0;
  }

  // ---- at the server ----

  const unheard = (error) => face.platform.warn(`recording: ${error.message}`);

  // The image over the picture: of what runs, and of what begins later. A page that spells it wrong hears so at once.
  face.options.onSet(c.BRAC_SO_RECORD_INSERTIMAGE, (value) => {
    const insert = insertOf(value);
    if (insert === null) return Code.BAD_PARAMETER;
    const server = face.client?.serverRecordings;
    for (const user of server?.ours ?? []) server?.change(user, { insert }).catch(unheard);
    return 0;
  });

  /** What the options say, as `record` has it. */
  function wishOf(flags, param, userText) {
    const { options } = face;
    const some = (name, option) => { const value = options.int(option); return value > 0 ? { [name]: value } : {}; };
    return {
      flags: flags >>> 0, param, ...userText ? { text: userText } : {},
      ...some('file_type', c.BRAC_SO_RECORD_FILETYPE), ...some('width', c.BRAC_SO_RECORD_WIDTH), ...some('height', c.BRAC_SO_RECORD_HEIGHT),
      ...some('video_bps', c.BRAC_SO_RECORD_VIDEOBR), ...some('audio_bps', c.BRAC_SO_RECORD_AUDIOBR), ...some('clip', c.BRAC_SO_RECORD_CLIPMODE),
      ...options.int(c.BRAC_SO_RECORD_DISABLEDATEDIR) === 1 ? { undated: true } : {},
    };
  }

  /** @returns {number} */
  function serverRecord(user, begin, flags, param, userText) {
    const client = /** @type {import('../client.mjs').Client} */ (face.client);
    const { serverRecordings: server, session } = client;
    if (!session.welcome?.records) return begin ? Code.RECORD_CREATE : Code.RECORD_NO_TASK;
    if (!begin) {
      if (!server.begun(user)) return Code.RECORD_NO_TASK;
      server.stop(user, flags >>> 0).catch(() => {}); // it has ended by itself meanwhile
      return 0;
    }
    const still = (flags & Flag.SNAPSHOT) !== 0;
    if (!still && server.begun(user)) return Code.RECORD_CREATE;
    if (!client.room.current) return Code.RECORD_TOO_EARLY;
    server.start(user, wishOf(flags, param, userText)).catch((error) => {
      tell(face, { user: client.isSelf(user) ? client.selfId : user, error: error.code ?? Code.EXCEPTION, flags, param, userText });
      face.explain(error);
    });
    const insert = insertOf(face.options.string(c.BRAC_SO_RECORD_INSERTIMAGE));
    if (!still && insert && insert !== '{}') server.change(user, { insert }).catch(() => {}); // refused like the recording
    return 0;
  }

  function snapshot(user, flags, param, userText = '') {
    if (face.client && int(user) !== 0 && int(flags) & Flag.SERVER)
      return serverRecord(int(user), true, int(flags) | Flag.SNAPSHOT, int(param), userText);
    const id = int(user), wanted = int(flags), argument = int(param);
    const code = obstacle(id, wanted);
    if (code) return code;
    const client = /** @type {import('../client.mjs').Client} */ (face.client);
    const { recordings } = client;
    if (!recordings.canSnapshot(id)) return Code.RECORD_TOO_EARLY;
    const name = wanted & Flag.USERFILENAME ? nameFrom(userText) : '';
    const result = { user: client.isSelf(id) ? client.selfId : id, flags: wanted | Flag.SNAPSHOT, param: argument, userText };
    recordings.snapshot({ user: id, name, ...pictureSpec(wanted, face.options) }).then(
      ({ path }) => tell(face, { ...result, path }),
      (error) => { tell(face, { ...result, error: error.code ?? Code.EXCEPTION }); face.explain(error); });
    return 0;
  }

  function start(user, flags, param, userText) {
    const { recordings } = /** @type {import('../client.mjs').Client} */ (face.client);
    if (recordings.of(user)) return Code.RECORD_CREATE; // it runs already
    try {
      const kinds = flags & (Flag.VIDEO | Flag.AUDIO) ? 0 : Flag.VIDEO | Flag.AUDIO;
      const upload = wantsUpload(userText) ? wishOf(flags | kinds, param, userText) : null;
      const one = recordings.start({ ...recordSpec(user, flags, userText, face.options), upload });
      said.set(one, { flags: flags | kinds, param, userText });
      return 0;
    } catch (error) { return refuse(error); }
  }

  function stop(user, flags) {
    const running = /** @type {import('../client.mjs').Client} */ (face.client).recordings.of(user);
    if (!running) return Code.RECORD_NO_TASK;
    if (flags & Flag.CANCEL) running.cancel(); else running.stop();
    return 0;
  }

  function control(user, begin, flags, param, userText = '') {
    const id = int(user), wanted = int(flags);
    const starts = on(begin);
    const code = obstacle(id, wanted);
    if (code) return code;
    if (wanted & Flag.SERVER || (!starts && face.client?.serverRecordings.begun(id) && !face.client.recordings.of(id)))
      return serverRecord(id, starts, wanted, int(param), text(userText));
    if (starts && wanted & Flag.SNAPSHOT) return snapshot(id, wanted, param, text(userText));
    return starts ? start(id, wanted, int(param), text(userText)) : stop(id, wanted);
  }

  return {
    BRAC_StreamRecordCtrl: (user, begin, flags, param) => control(user, begin, flags, param),
    BRAC_StreamRecordCtrlEx: control,
    BRAC_SnapShot: (user, flags, param) => snapshot(user, flags, param),
  };
}
