// SPDX-License-Identifier: Apache-2.0
// The functions that set something: options, devices, volumes, cameras and microphones, pictures.

import { Code } from '../errors.mjs';
import * as c from '../generated/constants.mjs';
import { limits } from '../generated/limits.mjs';
import { int, on, text } from './convert.mjs';

const validStream = (stream) => stream >= 0 && stream <= limits.stream_index;

/** @param {import('./face.mjs').Face} face */
export function settings(face) {
  const { options } = face;
  const quietly = (promise) => { promise?.catch?.(() => {}); }; // the core's error event tells

  // ---- options ----

  // What an option does when it is set; those of a feature of its own are with that feature.
  options.onSet(c.BRAC_SO_NETWORK_P2PPOLITIC, (value) => face.client.direct.setPolicy(value));
  options.onSet(c.BRAC_SO_NETWORK_P2PCONNECT, (value) => connectDirectly(value, true));
  options.onSet(c.BRAC_SO_NETWORK_P2PBREAK, (value) => connectDirectly(value, false));

  /** Nothing to do outside a room or with ourselves: the event tells of what comes of it. */
  function connectDirectly(user, wanted) {
    const { client } = face;
    if (client.room.current && user !== 0 && !client.isSelf(user)) client.direct.connect(user, wanted);
  }

  /** @returns {number} 0, or 20, 21: see options.mjs */
  const setOption = (option, value) => options.set(int(option), value);

  // ---- our own devices, and what we want of others ----

  function control(kind, id, open, stream) {
    const { client } = face;
    const user = int(id);
    if (!client) return Code.NOT_INIT;
    if (user === 0) return 0; // nobody
    if (!validStream(stream)) return Code.BAD_PARAMETER;
    if (!client.isSelf(user)) client.watch(user, kind, on(open), kind === 'audio' ? 0 : stream);
    else if (kind === 'video') quietly(on(open) ? client.local.openCamera(stream) : client.local.closeCamera(stream));
    else quietly(on(open) ? client.local.openMic() : client.local.closeMic());
    return 0;
  }

  function setStreamInfo(id, stream, info, value) {
    const { client } = face;
    if (!client) return Code.NOT_INIT;
    const index = int(stream), option = int(info);
    if (!client.isSelf(int(id)) || !validStream(index)) return Code.BAD_PARAMETER;
    return face.video.setStream(index, option, value);
  }

  // ---- pictures ----

  function setVideoPos(user, parent, id, stream = 0) {
    const index = int(stream);
    if (!face.pictures) return Code.NOT_INIT;
    return validStream(index) && face.pictures.set(int(user), parent, text(id), index) ? 0 : Code.BAD_PARAMETER;
  }

  return {
    BRAC_SetSDKOption: setOption,
    BRAC_SetSDKOptionInt: setOption, // what an option takes is known of the option
    BRAC_SetSDKOptionString: setOption,
    BRAC_UserCameraControl: (id, open) => control('video', id, open, 0),
    BRAC_UserCameraControlEx: (id, open, stream) => control('video', id, open, int(stream)),
    BRAC_UserSpeakControl: (id, open) => control('audio', id, open, 0),
    BRAC_UserSpeakControlEx: (id, open, stream) => control('audio', id, open, int(stream)),
    BRAC_SetUserStreamInfo: setStreamInfo,
    BRAC_SetVideoPos: (user, parent, id) => setVideoPos(user, parent, id),
    BRAC_SetVideoPosEx: setVideoPos,
    BRAC_NativeCreateVideoPlugin: setVideoPos,
  };
}
