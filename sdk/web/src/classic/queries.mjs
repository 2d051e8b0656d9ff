// SPDX-License-Identifier: Apache-2.0
// The functions that ask: all answer at once, from what is known, and none ever throws.

import * as c from '../generated/constants.mjs';
import { int, newGuid, pack, text } from './convert.mjs';
import { worst } from '../media/quality.mjs';
import { version } from '../version.mjs';

/** Compared as a string by the vendor's wrapper and by pages: one digit a place, and above every gate of theirs. */
const WRAPPER_VERSION = '2.0.0.0';
const API_LEVEL = 100;
const WEB = 4;
/** Ours, but for 1: the old interface has H.264 there. */
const codecIds = {
  H264: c.PARLOR_CODEC_H264, VP8: c.PARLOR_CODEC_VP8, VP9: c.PARLOR_CODEC_VP9, AV1: c.PARLOR_CODEC_AV1, H265: c.PARLOR_CODEC_H265, opus: c.PARLOR_CODEC_OPUS,
};
const stringStates = new Set([c.BRAC_USERSTATE_NICKNAME, c.BRAC_USERSTATE_LOCALIP, c.BRAC_USERSTATE_INTERNETIP]);
const stringStreamInfo = new Set([c.BRAC_STREAMINFO_VIDEODEVICENAME, c.BRAC_STREAMINFO_AUDIODEVICENAME, c.BRAC_SO_LOCALVIDEO_DEVICENAME]);

/** 0 excellent ... 4 very poor: from the marks where there are any, else from loss and way. @param {{ up: number | null, down: number | null } | undefined} marks @param {number} loss percent @param {number} ms */
function networkStatus(marks, loss, ms) {
  const mark = worst(marks?.up, marks?.down);
  if (mark !== null) return Math.min(4, 5 - mark);
  const byLoss = [1, 3, 8, 15].filter((limit) => loss > limit).length;
  const byTime = [150, 300, 600, 1200].filter((limit) => ms > limit).length;
  return Math.max(byLoss, byTime);
}

/** @param {import('./face.mjs').Face} face */
export function queries(face) {
  const user = (id) => face.client?.user(int(id)) ?? null;
  const realId = (id) => face.client?.isSelf(int(id)) ? face.client.selfId : int(id);
  const isSelf = (id) => face.client?.isSelf(int(id)) ?? false;
  const others = () => [...face.client?.room.members.keys() ?? []];
  /** Of what moves at this moment; what has ended has none. */
  const figures = (id, kind, stream = 0) => moves(id, kind, stream) ? face.client?.stats.of(realId(id), kind, stream) : undefined;
  const loss = (id) => Math.max(figures(id, 'video')?.loss ?? 0, figures(id, 'audio')?.loss ?? 0);
  const ip = (id) => user(id)?.ip || (isSelf(id) && face.client?.session.welcome?.ip) || '';

  function moves(id, kind, stream) {
    const { client } = face;
    if (!client || !user(id)) return false;
    if (isSelf(id)) return client.local.track(kind === 'video' ? 'camera' : 'microphone', stream) !== null;
    return client.watching(int(id), kind, stream) && (kind === 'video' ? user(id).camera === 2 : user(id).mic === 1);
  }

  /** @type {Record<number, (id: any) => number>} */
  const intStates = {
    [c.BRAC_USERSTATE_CAMERA]: (id) => cameraState(id),
    [c.BRAC_USERSTATE_HOLDMIC]: (id) => speakState(id),
    [c.BRAC_USERSTATE_SPEAKVOLUME]: (id) => user(id) ? face.client?.level(realId(id)) ?? 0 : 0,
    // We record him, or he says that he records.
    [c.BRAC_USERSTATE_RECORDING]: (id) => face.client?.recordings.isRecording(int(id)) || (!isSelf(id) && user(id)?.recording) ? 1 : 0,
    [c.BRAC_USERSTATE_LEVEL]: (id) => user(id)?.level ?? 0,
    [c.BRAC_USERSTATE_VIDEOBITRATE]: (id) => figures(id, 'video')?.bitrate ?? 0,
    [c.BRAC_USERSTATE_AUDIOBITRATE]: (id) => figures(id, 'audio')?.bitrate ?? 0,
    [c.BRAC_USERSTATE_NETWORKSTATUS]: (id) => user(id) ? networkStatus(face.client?.stats.quality(realId(id)), loss(id), face.client?.stats.roundTrip_ms ?? 0) : 0,
    [c.BRAC_USERSTATE_P2PCONNECT]: (id) => face.client?.direct.state(int(id)) ?? 0,
    [c.BRAC_USERSTATE_VIDEOSIZE]: videoSize,
    [c.BRAC_USERSTATE_PACKLOSSRATE]: loss,
    [c.BRAC_USERSTATE_RESENDLOSSRATE]: (id) => Math.round(Math.max(figures(id, 'video')?.lossLeft ?? 0, figures(id, 'audio')?.lossLeft ?? 0)),
    [c.BRAC_USERSTATE_DEVICETYPE]: (id) => user(id)?.device ?? (isSelf(id) ? WEB : 0),
    [c.BRAC_USERSTATE_SELFUSERSTATUS]: () => face.selfState,
    [c.BRAC_USERSTATE_SELFUSERID]: () => face.client?.session.loggedIn ? face.client.selfId : -1,
    [c.BRAC_USERSTATE_VIDEOROTATION]: () => 0, // browsers turn pictures before anybody sees them
    [c.BRAC_USERSTATE_VIDEOMIRRORED]: () => 0, // and what arrives is as it is to be shown
    [c.BRAC_USERSTATE_AUDIOCODECID]: (id) => speakState(id) === 1 ? codecIds.opus : 0,
    [c.BRAC_USERSTATE_VIDEOCODECID]: (id) => codecIds[figures(id, 'video')?.codec ?? ''] ?? 0,
  };

  function cameraState(id) { return isSelf(id) ? face.client?.local.state.camera ?? 0 : user(id)?.camera ?? 0; }
  function speakState(id) { return isSelf(id) ? face.client?.local.state.mic ?? 0 : user(id)?.mic ?? 0; }
  const userName = (id) => text(user(id)?.name);

  /** As it comes to us; of what does not, as its owner captures it. Our own always so. */
  function videoSize(id) {
    if (cameraState(id) !== 2) return 0;
    const { width = 0, height = 0 } = user(id) ?? {};
    const captured = width > 0 ? pack(width, height) : 0;
    const shown = moves(id, 'video', 0) ? face.sizes.get(realId(id)) ?? 0 : 0;
    return isSelf(id) ? captured || shown : shown || captured;
  }

  /** Of the room one is in; of others nothing is known. @returns {{ [info: number]: string | number }} */
  function roomStates(room) {
    const { current, members } = face.client?.room ?? {};
    const here = current && (int(room, -1) === -1 || int(room) === current.id);
    return here ? { [c.BRAC_ROOMSTATE_ROOMNAME]: text(current.name), [c.BRAC_ROOMSTATE_ONLINEUSERS]: members?.size ?? 0 } : {};
  }

  function stateInt(id, info) { return Number(intStates[int(info)]?.(id) ?? 0); }

  function stateString(id, info) {
    switch (int(info)) {
      case c.BRAC_USERSTATE_NICKNAME: return userName(id);
      case c.BRAC_USERSTATE_LOCALIP: case c.BRAC_USERSTATE_INTERNETIP: return ip(id);
      default: return intStates[int(info)] ? String(stateInt(id, info)) : '';
    }
  }

  function versionOf(type) {
    switch (int(type)) {
      case 2: return API_LEVEL;
      case c.BRAC_SO_CORESDK_MAINVERSION: case c.BRAC_SO_CORESDK_SUBVERSION: return face.options.int(int(type));
      case c.BRAC_SO_CORESDK_BUILDTIME: return face.options.string(int(type));
      default: return WRAPPER_VERSION;
    }
  }

  function streamInt(id, stream, info) {
    const index = Math.max(0, int(stream));
    const video = figures(id, 'video', index), audio = figures(id, 'audio');
    const settings = moves(id, 'video', index) && isSelf(id) ? face.client?.local.videoSettings(index) : null; // before the first figures
    switch (int(info)) {
      case c.BRAC_STREAMINFO_VIDEOWIDTH: return video?.width || settings?.width || 0;
      case c.BRAC_STREAMINFO_VIDEOHEIGHT: return video?.height || settings?.height || 0;
      case c.BRAC_STREAMINFO_VIDEOFPS: return video?.fps ?? 0;
      case c.BRAC_STREAMINFO_VIDEOBITRATE: return video?.bitrate ?? 0;
      case c.BRAC_STREAMINFO_VIDEOCODECID: return codecIds[video?.codec ?? ''] ?? 0;
      case c.BRAC_STREAMINFO_VIDEOPACKLOSSRATE: return video?.loss ?? 0;
      case c.BRAC_STREAMINFO_AUDIOCHANNELS: return audio?.bitrate ? audio.channels : 0;
      case c.BRAC_STREAMINFO_AUDIOSAMPLERATE: return audio?.bitrate ? 48000 : 0;
      case c.BRAC_STREAMINFO_AUDIOCODECID: return audio?.bitrate ? codecIds.opus : 0;
      case c.BRAC_STREAMINFO_AUDIOBITRATE: return audio?.bitrate ?? 0;
      case c.BRAC_STREAMINFO_AUDIOPACKLOSSRATE: return audio?.loss ?? 0;
      default: return isSelf(id) && face.video.isStreamOption(int(info)) ? face.video.streamOption(index, int(info)) : 0;
    }
  }

  function streamString(id, stream, info) {
    if (!isSelf(id)) return '';
    switch (int(info)) {
      case c.BRAC_STREAMINFO_VIDEODEVICENAME: case c.BRAC_SO_LOCALVIDEO_DEVICENAME: {
        const index = int(stream);
        if (!face.client) return '';
        const { devices, local } = face.client;
        const track = local.track('camera', index);
        if (track) return devices.of('camera', track)?.name || track.label;
        return local.cameras.deviceOf(index) || devices.list('camera')[index]?.name || '';
      }
      case c.BRAC_STREAMINFO_AUDIODEVICENAME: return face.api.BRAC_GetCurrentDevice(c.BRAC_DEVICE_AUDIOCAPTURE);
      default: return '';
    }
  }

  return {
    BRAC_GetVersion: versionOf,
    BRAC_GetCameraState: cameraState,
    BRAC_GetSpeakState: speakState,
    BRAC_GetUserLevel: (id) => user(id)?.level ?? 0,
    BRAC_GetUserName: userName,
    BRAC_QueryUserStateInt: stateInt,
    BRAC_QueryUserStateString: stateString,
    BRAC_QueryUserState: (id, info) => stringStates.has(int(info)) ? stateString(id, info) : stateInt(id, info),
    BRAC_QueryRoomStateInt: (room, info) => Number(roomStates(room)[int(info)]) || 0,
    BRAC_QueryRoomStateString: (room, info) => text(roomStates(room)[int(info)]),
    BRAC_GetOnlineUser: others,
    BRAC_GetRoomOnlineUsers: (room) => int(room, -1) === -1 || int(room) === face.client?.room.current?.id ? others() : [],
    BRAC_GetSDKOptionInt: (option) => face.options.int(int(option)),
    BRAC_GetSDKOptionString: (option) => face.options.string(int(option)),
    BRAC_GetSDKOptionStringEx: (option, value) => face.options.string(int(option), text(value)),
    BRAC_GetUserStreamInfoInt: streamInt,
    BRAC_GetUserStreamInfoString: streamString,
    BRAC_GetUserStreamInfo: (...args) => {
      const [id, stream, info] = args.length < 3 ? [args[0], 0, args[1]] : args;
      return stringStreamInfo.has(int(info)) ? streamString(id, stream, info) : streamInt(id, stream, info);
    },
    BRAC_NewGuid: () => newGuid(face.platform.random),
    BRAC_GetIPCGuid: () => face.guid,
    BRAC_GetDmoObject: (id) => face.platform.document?.getElementById(id) ?? null,
    getBrowser: () => browserName(face.page.navigator?.userAgent ?? ''),
  };
}

/** As pages compare it. @param {string} agent */
function browserName(agent) {
  for (const [name, pattern] of [['edge', /edge\//i], ['firefox', /firefox/i], ['opera', /opera|opr\//i], ['chrome', /chrome/i], ['safari', /safari/i], ['ie', /msie|trident/i]])
    if (/** @type {RegExp} */ (pattern).test(agent)) return /** @type {string} */ (name);
  return '';
}

