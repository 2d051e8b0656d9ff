// SPDX-License-Identifier: Apache-2.0
// The SDK options of the classic face: every one is accepted at any time, offline too; some have an effect.

import {
  ANYCHATWEB_SO_STRBASE64MODE, ANYCHATWEB_SO_SUPPORTACTIVEMSG, BRAC_SO_AUDIO_AGCCTRL, BRAC_SO_AUDIO_ECHOCTRL, BRAC_SO_AUDIO_NSCTRL,
  BRAC_SO_AUDIO_VADCTRL, BRAC_SO_LOCALVIDEO_BITRATECTRL, BRAC_SO_LOCALVIDEO_FPSCTRL, BRAC_SO_LOCALVIDEO_GOPCTRL,
  BRAC_SO_LOCALVIDEO_HEIGHTCTRL, BRAC_SO_LOCALVIDEO_PRESETCTRL, BRAC_SO_LOCALVIDEO_QUALITYCTRL, BRAC_SO_LOCALVIDEO_WIDTHCTRL,
  BRAC_SO_NETWORK_AUTORECONNECT, BRAC_SO_NETWORK_P2PPOLITIC, BRAC_SO_STREAM_MAXBUFFERTIME, BRAC_SO_CORESDK_QUERYTIMEOUTTIME,
  BRAC_SO_CORESDK_SUPPORTHTML5, BRAC_SO_CORESDK_STREAMADAPTIVE, BRAC_SO_NETWORK_IPV6DNS,
} from './generated/constants.mjs';
import { Emitter } from './events.mjs';
import { defaultVideo } from './media/local.mjs';

const defaults = new Map([
  [BRAC_SO_AUDIO_VADCTRL, 1], [BRAC_SO_AUDIO_NSCTRL, 1], [BRAC_SO_AUDIO_ECHOCTRL, 1], [BRAC_SO_AUDIO_AGCCTRL, 1],
  [BRAC_SO_LOCALVIDEO_BITRATECTRL, defaultVideo.bitrate], [BRAC_SO_LOCALVIDEO_QUALITYCTRL, 3],
  [BRAC_SO_LOCALVIDEO_GOPCTRL, defaultVideo.fps * 4], [BRAC_SO_LOCALVIDEO_FPSCTRL, defaultVideo.fps],
  [BRAC_SO_LOCALVIDEO_PRESETCTRL, 3], [BRAC_SO_LOCALVIDEO_WIDTHCTRL, defaultVideo.width],
  [BRAC_SO_LOCALVIDEO_HEIGHTCTRL, defaultVideo.height], [BRAC_SO_NETWORK_P2PPOLITIC, 1], [BRAC_SO_NETWORK_AUTORECONNECT, 1],
  [BRAC_SO_NETWORK_IPV6DNS, 1], [BRAC_SO_STREAM_MAXBUFFERTIME, 800], [BRAC_SO_CORESDK_QUERYTIMEOUTTIME, 1000],
  [BRAC_SO_CORESDK_STREAMADAPTIVE, 1], [BRAC_SO_CORESDK_SUPPORTHTML5, 1],
]);

/** Ways of calling between the vendor's wrapper and its plug-in; there is no plug-in. */
const plugInModes = (option) => option >= ANYCHATWEB_SO_STRBASE64MODE && option <= ANYCHATWEB_SO_SUPPORTACTIVEMSG;

/** Events: change(option, value) */
export class Options extends Emitter {
  /** @type {Map<number, number | string>} */
  #values = new Map();

  /** @param {number} option @param {number | string} value */
  set(option, value) {
    this.#values.set(option, value);
    this.emit('change', option, value);
  }

  /** @param {number} option @returns {number} 0 when it was never set */
  int(option) {
    if (plugInModes(option)) return 0;
    const number = Number(this.#values.get(option) ?? defaults.get(option) ?? 0);
    return Number.isFinite(number) ? Math.trunc(number) : 0;
  }

  /** @param {number} option @returns {string} "" when it was never set */
  string(option) { return String(this.#values.get(option) ?? defaults.get(option) ?? ''); }
}
