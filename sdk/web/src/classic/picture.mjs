// SPDX-License-Identifier: Apache-2.0
// One element that shows a user: the picture, who may be shown in a corner of it, texts and images over it.

import { ANYCHATWEB_VIDEO_SO_DISABLEFULLSCREEN, ANYCHATWEB_VIDEO_SO_OVERLAY, ANYCHATWEB_VIDEO_SO_VIDEODISPMODE } from '../generated/constants.mjs';
import { Code } from '../errors.mjs';
import { int, on } from './convert.mjs';
import { Overlay } from './overlay.mjs';

/** The attribute of such elements. */
export const MARK = 'data-anychat-video';

/** ANYCHAT_VIDEOCLIPMODE_*: the shape is kept by the first two (what does not fit is cut off, or a margin is left), not by the third. */
const fits = { 0: 'cover', 1: 'cover', 2: 'contain', 3: 'fill' };

/** @typedef {{ rotate: 0 | 90 | 180 | 270, mirror: boolean }} Turn clockwise, then mirrored left to right */
const straight = Object.freeze({ rotate: 0, mirror: false });

const whole = { position: 'absolute', left: '0', top: '0', width: '100%', height: '100%' };
const upright = { position: '', left: '', top: '', width: '100%', height: '100%', transform: '' };

/** Lying on its side it is as wide as the element is high. @param {Turn} turn */
export function turnStyle({ rotate, mirror }) {
  const turns = [...mirror ? ['scaleX(-1)'] : [], ...rotate ? [`rotate(${rotate}deg)`] : []];
  if (rotate !== 90 && rotate !== 270) return { ...upright, transform: turns.join(' ') };
  return { position: 'absolute', left: '50%', top: '50%', width: '100cqh', height: '100cqw', transform: ['translate(-50%, -50%)', ...turns].join(' ') };
}

/** A path of the page's for a style sheet. @param {string} path */
const cssUrl = (path) => path ? `url("${path.replace(/["\\\n\r]/g, (c) => encodeURIComponent(c))}")` : 'none';

/** @param {Document} document @param {object} style */
function silentVideo(document, style) {
  const video = document.createElement('video');
  video.muted = true; // sound has a way of its own, and our own is never played
  video.autoplay = true;
  for (const name of ['playsinline', 'autoplay', 'muted']) video.setAttribute(name, '');
  Object.assign(video.style, { display: 'block', visibility: 'hidden', ...style });
  return video;
}

export class Picture {
  user = 0;
  stream = 0;
  /** Who is in the corner; 0: nobody. */
  inset = 0;
  /** It has been in the document; so when it is no longer, the page has removed it. */
  wasShown = false;
  #ports; #overlay; #background = ''; #fit = 0; #turn = /** @type {Turn} */ (straight); #isFull = false; #mayFull = true;
  /** @type {HTMLVideoElement | null} */
  #small = null;

  /** @param {any} ports of Pictures @param {HTMLElement} element */
  constructor(ports, element) {
    this.#ports = ports;
    this.element = element;
    const { document } = ports;
    this.video = silentVideo(document, { width: '100%', height: '100%', objectFit: 'cover' });
    this.video.onresize = () => ports.onSize(this.user, this.stream, this.video.videoWidth, this.video.videoHeight);
    const layer = this.layer = document.createElement('div');
    Object.assign(element.style, { position: 'relative', width: '100%', height: '100%', overflow: 'hidden',
      backgroundRepeat: 'no-repeat', backgroundPosition: 'center', backgroundSize: 'contain' });
    Object.assign(layer.style, { ...whole, overflow: 'hidden', pointerEvents: 'none' });
    element.setAttribute(MARK, '');
    element.appendChild(this.video);
    element.appendChild(layer);
    this.#overlay = new Overlay(document, layer, ports.address);
    this.#methods(element);
    element.addEventListener?.('dblclick', () => this.#toggleFull());
    element.addEventListener?.('fullscreenchange', () => this.#fullChanged());
  }

  #methods(element) {
    Object.assign(element, {
      SetSDKOptionString: (option, value) => this.#option(int(option), value),
      SetSDKOptionInt: (option, value) => this.#option(int(option), value),
      SetUserId: (user) => { this.bind(this.#ports.userId(user), this.stream); },
      SetStreamIndex: (stream) => { this.bind(this.user, Math.max(0, int(stream))); },
      SetIPCGuid: () => {},
      GetVersion: (type) => this.#ports.version(type),
    });
  }

  #option(option, value) {
    if (option === ANYCHATWEB_VIDEO_SO_OVERLAY) return this.#overlay.apply(value) ? 0 : Code.BAD_PARAMETER;
    if (option === ANYCHATWEB_VIDEO_SO_VIDEODISPMODE) { this.#fit = int(value); this.update(); }
    if (option === ANYCHATWEB_VIDEO_SO_DISABLEFULLSCREEN) this.#mayFull = !on(value);
    return 0;
  }

  /** @param {number} user 0: nobody @param {number} stream */
  bind(user, stream) {
    this.user = user;
    this.stream = stream;
    this.#ports.shows(this.video, user, stream);
    this.update();
  }

  update() {
    const background = cssUrl(this.#ports.background());
    if (background !== this.#background) this.element.style.backgroundImage = this.#background = background;
    this.video.style.objectFit = fits[this.#fit || this.#ports.clipMode()] ?? 'contain';
    this.#turnTo(this.user === 0 ? straight : this.#ports.turn(this.user));
    this.#play(this.video, this.user === 0 ? null : this.#ports.picture(this.user, this.stream));
    this.#setInset(this.user === 0 ? 0 : this.#ports.inset(this.user));
  }

  /** @param {Turn} turn */
  #turnTo(turn) {
    if (turn.rotate === this.#turn.rotate && turn.mirror === this.#turn.mirror) return;
    this.#turn = turn;
    Object.assign(this.video.style, turnStyle(turn));
    // Only then: what measures its content by its own size has none in a parent that is as high as its content.
    /** @type {any} */ (this.element.style).containerType = turn.rotate === 90 || turn.rotate === 270 ? 'size' : '';
  }

  #play(video, media) {
    video.style.visibility = media ? 'visible' : 'hidden';
    if (video.srcObject === media) return;
    video.srcObject = media;
    if (media) this.#ports.play(video);
  }

  /** @param {number} user */
  #setInset(user) {
    if (user !== this.inset) {
      this.inset = user;
      if (user === 0) { this.#dropInset(); return; }
      if (!this.#small) {
        this.#small = silentVideo(this.#ports.document, { position: 'absolute', right: '0', bottom: '0', width: '30%', height: '30%', objectFit: 'contain' });
        this.element.appendChild(this.#small);
        this.element.appendChild(this.layer); // texts stay on top
      }
      this.#ports.shows(this.#small, user, 0);
    }
    if (this.#small) this.#play(this.#small, this.#ports.picture(user, 0));
  }

  #dropInset() {
    if (!this.#small) return;
    this.#ports.shows(this.#small, 0, 0);
    this.#small.srcObject = null;
    this.#small.remove();
    this.#small = null;
  }

  // ---- full screen, by a double click ----

  #toggleFull() {
    const { document } = this.#ports;
    if (this.#isFull) document.exitFullscreen?.()?.catch?.(() => {});
    else if (this.#mayFull) this.element.requestFullscreen?.()?.catch?.(() => {}); // refused: nothing is lost
  }

  #fullChanged() {
    const isFull = this.#ports.document.fullscreenElement === this.element;
    if (isFull === this.#isFull) return;
    this.#isFull = isFull;
    this.#ports.onFullScreen(this.user, isFull);
  }

  // ---- what the page does to the element ----

  /** After it has been moved: browsers pause what is moved. */
  resume() { for (const video of [this.video, this.#small]) if (video?.srcObject) this.#ports.play(video); }

  /** The page has removed it. */
  suspend() {
    this.inset = 0;
    this.#dropInset();
    this.#ports.shows(this.video, 0, 0);
    this.video.srcObject = null;
  }

  /** The page has put it back. */
  revive() { this.bind(this.user, this.stream); }
}
