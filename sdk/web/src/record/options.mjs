// SPDX-License-Identifier: Apache-2.0
// What pages say of recordings and snapshots (RecordOptions, SnapshotOptions in parlor.d.ts), judged.

import { Code, ParlorError } from '../errors.mjs';
import * as c from '../generated/constants.mjs';
import { limits } from '../generated/limits.mjs';

const fits = ['cover', 'contain', 'fill'];
const containers = ['mp4', 'webm'];
const uploadTypes = ['mp4', 'wmv', 'flv', 'mp3', 'webm'];
const types = ['image/jpeg', 'image/png', 'image/webp'];
const FPS = 60;

const bad = (name, value) => new ParlorError(Code.BAD_PARAMETER, `${name}: ${String(value)}`);

/** @param {any} options @param {string} name @param {number} most @param {number} otherwise */
function number(options, name, most, otherwise) {
  const value = options[name] ?? otherwise;
  if (typeof value !== 'number' || !(value >= 0) || value > most) throw bad(name, value);
  return value;
}

/** @param {any} options @param {string} name @param {string[]} words */
function word(options, name, words, otherwise) {
  const value = options[name] ?? otherwise;
  if (value !== otherwise && !words.includes(value)) throw bad(name, value);
  return value;
}

/** @param {any} options */
function pictures(options) {
  const others = word(options, 'others', ['overlay', 'abreast'], options.others === true);
  const allStreams = Boolean(options.allStreams);
  return {
    stream: Math.trunc(number(options, 'stream', limits.stream_index, 0)), allStreams, mixVideo: others !== false,
    arrangement: others === 'abreast' || (allStreams && others === false) ? 'abreast' : 'overlay',
    width: number(options, 'width', 3840, 0), height: number(options, 'height', 3840, 0),
    fit: word(options, 'fit', fits, 'contain'), name: String(options.name ?? ''), folders: options.folders ?? true,
  };
}

/** What the server is to make of it. @param {any} options @param {any} chosen what is recorded */
function uploadWish(options, { video, audio, name, folders, md5, width, height, mixVideo, mixAudio, arrangement, stereo }) {
  if (!options.upload) return null;
  const { type = 'mp4' } = options.upload === true ? {} : options.upload;
  const flags = [
    [video, c.BRAC_RECORD_FLAGS_VIDEO], [audio, c.BRAC_RECORD_FLAGS_AUDIO], [mixVideo && arrangement === 'abreast', c.BRAC_RECORD_FLAGS_ABREAST],
    [mixVideo && arrangement !== 'abreast', c.BRAC_RECORD_FLAGS_MIXVIDEO], [mixAudio && !stereo, c.BRAC_RECORD_FLAGS_MIXAUDIO], [stereo, c.BRAC_RECORD_FLAGS_STEREO],
    [md5, c.ANYCHAT_RECORD_FLAGS_FILEMD5], [name, c.BRAC_RECORD_FLAGS_USERFILENAME],
  ].reduce((sum, [wanted, flag]) => wanted ? sum | Number(flag) : sum, c.BRAC_RECORD_FLAGS_LOCALCB | c.ANYCHAT_RECORD_FLAGS_ERRORCODE);
  return {
    flags, param: 0, file_type: uploadTypes.indexOf(word({ type }, 'type', uploadTypes, 'mp4')), ...name ? { text: JSON.stringify({ filename: name }) } : {},
    ...width ? { width: Math.trunc(width) } : {}, ...height ? { height: Math.trunc(height) } : {}, ...folders ? {} : { undated: true },
  };
}

/** @param {any} options */
export function recordOptions(options) {
  const { video = true, audio = true, otherSounds = Boolean(options.others) } = options;
  if (!video && !audio) throw bad('video, audio', 'neither');
  const chosen = pictures(options);
  const mixAudio = word({ otherSounds }, 'otherSounds', ['stereo'], otherSounds === true) !== false;
  const what = { ...chosen, video: Boolean(video), audio: Boolean(audio), mixAudio, stereo: otherSounds === 'stereo', md5: Boolean(options.md5) };
  return {
    ...what, upload: uploadWish(options, what),
    direct: Boolean(options.direct) && !mixAudio && !chosen.mixVideo && !chosen.allStreams,
    fps: Math.max(1, number(options, 'fps', FPS, 25)), videoBitrate: number(options, 'videoBitrate', 1e9, 0), audioBitrate: number(options, 'audioBitrate', 1e9, 0),
    container: word(options, 'container', containers, 'auto'),
  };
}

/** @param {any} options */
export const stillOptions = (options) => ({
  ...pictures(options), type: word(options, 'type', types, 'image/jpeg'), quality: number(options, 'quality', 1, 0.92),
});
