// SPDX-License-Identifier: Apache-2.0
// BRAC_StreamPlay*: media files played in the page. A file is whatever the browser plays: an address, or a name that a recording or a
// transfer gave. New pages need none of this: they have <video src>, so the typed face has no such calls.
//
// Each playback has a GUID that the page thinks of, a <video> that is heard from the beginning and seen where BRAC_StreamPlaySetVideoPos
// puts it, and is told of by CoreSDKEvent 30: {"guid", "event": 3 started | 4 ended, "errorcode": 0, or 710 when it cannot be played}.
//
// Control: 1 start, 2 pause, 3 stop (back to the beginning), 4 seek (dwParam: ms), 5 speed (percent, 25 to 400), 6 and 7 loop on and off.
// Info 1: {"guid", "state": 0 stopped | 1 playing | 2 paused, "position" and "duration" in ms (0: not known yet), "width", "height",
// "speed", "loop", "errorcode"}.
// Flags: none. Replacing one's own microphone or camera (1, 2) is what BRAC_SelectVideoCapture is for; slides (0x80) and data for
// call-backs (0x10) have no counterpart: all answer 32.

import { Code } from '../errors.mjs';
import * as c from '../generated/constants.mjs';
import { limits } from '../generated/limits.mjs';
import { int, text } from './convert.mjs';

const CANNOT_PLAY = 710;
const State = { STOPPED: 0, PLAYING: 1, PAUSED: 2 };
const SPEED = { min: 25, max: 400 };
const ms = (seconds) => Number.isFinite(seconds) ? Math.round(1000 * seconds) : 0;

/** One playback. */
class Play {
  state = State.STOPPED;
  error = 0;
  #tell; #play;

  /**
   * @param {{ element: any, url: string, play: (element: any) => void, tell: (event: number, code: number) => void }} ports
   */
  constructor({ element, url, play, tell }) {
    this.element = element;
    this.#tell = tell;
    this.#play = play;
    element.preload = 'auto';
    element.setAttribute('playsinline', '');
    Object.assign(element.style, { width: '100%', height: '100%', objectFit: 'contain' });
    element.onplaying = () => { if (this.state !== State.PLAYING) { this.state = State.PLAYING; tell(c.ANYCHAT_STREAMPLAY_EVENT_START, 0); } };
    element.onended = () => { this.state = State.STOPPED; tell(c.ANYCHAT_STREAMPLAY_EVENT_FINISH, 0); };
    element.onerror = () => this.#failed();
    element.src = url;
  }

  #failed() {
    if (this.error) return;
    this.error = CANNOT_PLAY;
    this.state = State.STOPPED;
    this.#tell(c.ANYCHAT_STREAMPLAY_EVENT_FINISH, CANNOT_PLAY);
  }

  start() { this.#play(this.element); }

  pause() {
    this.element.pause();
    if (this.state === State.PLAYING) this.state = State.PAUSED;
  }

  stop() {
    const { state } = this;
    this.element.pause();
    this.element.currentTime = 0;
    this.state = State.STOPPED;
    if (state !== State.STOPPED) this.#tell(c.ANYCHAT_STREAMPLAY_EVENT_FINISH, 0);
  }

  /** @param {string} guid */
  info(guid) {
    const { element, state, error } = this;
    return {
      guid, state, position: ms(element.currentTime), duration: ms(element.duration), width: element.videoWidth || 0, height: element.videoHeight || 0,
      speed: Math.round(100 * element.playbackRate), loop: element.loop ? 1 : 0, errorcode: error,
    };
  }

  close() {
    const { element } = this;
    element.onplaying = element.onended = element.onerror = null;
    element.pause();
    element.removeAttribute('src');
    element.load?.();
    element.remove();
  }
}

/** @param {import('./face.mjs').Face} face */
export function streamPlay(face) {
  /** @type {Map<string, Play>} */
  const plays = new Map();
  const { document } = face.platform;

  function init(guid, path, flags) {
    const name = text(guid), file = text(path);
    if (!face.client) return Code.NOT_INIT;
    if (!document) return Code.NOT_SUPPORTED;
    if (name === '' || file === '' || name.length > limits.name_bytes) return Code.BAD_PARAMETER;
    if (int(flags) !== 0) return Code.NOT_SUPPORTED;
    if (plays.size >= limits.stream_plays && !plays.has(name)) return Code.LIMIT;
    plays.get(name)?.close();
    const { client } = face;
    plays.set(name, new Play({
      element: document.createElement('video'), url: client.files.url(file), play: (element) => { client.playback.play(element); },
      tell: (event, code) => face.events.call('OnAnyChatCoreSDKEvent', c.ANYCHAT_CORESDKEVENT_STREAMPLAY, JSON.stringify({ guid: name, event, errorcode: code })),
    }));
    return 0;
  }

  function control(guid, code, param) {
    const play = plays.get(text(guid));
    if (!play) return face.client ? Code.BAD_PARAMETER : Code.NOT_INIT;
    const { element } = play;
    const number = int(param, -1);
    switch (int(code)) {
      case c.ANYCHAT_STREAMPLAY_CTRL_START: play.start(); return 0;
      case c.ANYCHAT_STREAMPLAY_CTRL_PAUSE: play.pause(); return 0;
      case c.ANYCHAT_STREAMPLAY_CTRL_STOP: play.stop(); return 0;
      case c.ANYCHAT_STREAMPLAY_CTRL_SEEK:
        if (number < 0) return Code.BAD_PARAMETER;
        element.currentTime = number / 1000;
        return 0;
      case c.ANYCHAT_STREAMPLAY_CTRL_SPEEDCTRL:
        if (number < SPEED.min || number > SPEED.max) return Code.BAD_PARAMETER;
        element.playbackRate = number / 100;
        return 0;
      case c.ANYCHAT_STREAMPLAY_CTRL_OPENLOOP: element.loop = true; return 0;
      case c.ANYCHAT_STREAMPLAY_CTRL_CLOSELOOP: element.loop = false; return 0;
      default: return Code.BAD_PARAMETER;
    }
  }

  /** The element is there when the call returns; without a parent it is heard only. */
  function setPosition(guid, parent, id) {
    const play = plays.get(text(guid));
    const place = typeof parent === 'string' ? document?.getElementById(parent) : parent;
    if (!play) return;
    if (!place?.appendChild) { play.element.remove(); return; }
    play.element.id = text(id);
    if (play.element.parentNode !== place) place.appendChild(play.element);
  }

  function info(guid, name) {
    const play = plays.get(text(guid));
    return play && int(name) === c.ANYCHAT_STREAMPLAY_INFO_JSONVALUE ? JSON.stringify(play.info(text(guid))) : '';
  }

  function destroy(guid) {
    const play = plays.get(text(guid));
    if (!play) return face.client ? Code.BAD_PARAMETER : Code.NOT_INIT;
    plays.delete(text(guid));
    play.close();
    return 0;
  }

  return {
    /** BRAC_Release */
    end() { for (const guid of [...plays.keys()]) destroy(guid); },
    functions: {
      BRAC_StreamPlayInit: init,
      BRAC_StreamPlayControl: control,
      BRAC_StreamPlaySetVideoPos: setPosition,
      BRAC_StreamPlayGetInfo: info,
      BRAC_StreamPlayDestroy: destroy,
    },
  };
}
