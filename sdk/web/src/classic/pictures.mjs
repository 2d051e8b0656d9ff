// SPDX-License-Identifier: Apache-2.0
// BRAC_SetVideoPos: elements with the page's ids that show a user, or the background image when there is nothing to show.
//
// The element exists when the call returns, outermost, with the methods of the vendor's element. What the page removes
// holds no stream; when the page puts it back it shows again.

import { Overlay } from './overlay.mjs';
import { ANYCHATWEB_VIDEO_SO_OVERLAY, ANYCHATWEB_VIDEO_SO_VIDEODISPMODE } from '../generated/constants.mjs';

const MARK = 'data-anychat-video';
/** ANYCHAT_VIDEOCLIPMODE_* */
const fits = { 1: 'cover', 2: 'contain', 3: 'fill' };

/** A path of the page's for a style sheet. @param {string} path */
const cssUrl = (path) => path ? `url("${path.replace(/["\\\n\r]/g, (c) => encodeURIComponent(c))}")` : 'none';

class Picture {
  user = 0;
  stream = 0;
  /** It has been in the document; so when it is no longer, the page has removed it. */
  wasShown = false;
  #ports; #overlay; #background = ''; #fit = 0;

  /** @param {any} ports of Pictures @param {HTMLElement} element */
  constructor(ports, element) {
    this.#ports = ports;
    this.element = element;
    const { document } = ports;
    this.video = document.createElement('video');
    const layer = document.createElement('div');
    Object.assign(element.style, { position: 'relative', width: '100%', height: '100%', overflow: 'hidden',
      backgroundRepeat: 'no-repeat', backgroundPosition: 'center', backgroundSize: 'contain' });
    Object.assign(this.video.style, { display: 'block', width: '100%', height: '100%', visibility: 'hidden', objectFit: 'contain' });
    Object.assign(layer.style, { position: 'absolute', left: '0', top: '0', width: '100%', height: '100%', overflow: 'hidden', pointerEvents: 'none' });
    this.video.muted = true; // sound has a way of its own, and our own is never played
    this.video.autoplay = true;
    for (const [name, value] of [['playsinline', ''], ['autoplay', ''], ['muted', '']]) this.video.setAttribute(name, value);
    this.video.onresize = () => ports.onSize(this.user, this.stream, this.video.videoWidth, this.video.videoHeight);
    element.setAttribute(MARK, '');
    element.appendChild(this.video);
    element.appendChild(layer);
    this.#overlay = new Overlay(document, layer);
    this.#methods(element);
  }

  #methods(element) {
    Object.assign(element, {
      SetSDKOptionString: (option, value) => this.#option(Number(option), value),
      SetSDKOptionInt: (option, value) => this.#option(Number(option), value),
      SetUserId: (user) => { this.bind(this.#ports.userId(user), this.stream); },
      SetStreamIndex: (stream) => { this.bind(this.user, Math.max(0, parseInt(stream, 10) || 0)); },
      SetIPCGuid: () => {},
      GetVersion: (type) => this.#ports.version(type),
    });
  }

  #option(option, value) {
    if (option === ANYCHATWEB_VIDEO_SO_OVERLAY) this.#overlay.apply(value);
    else if (option === ANYCHATWEB_VIDEO_SO_VIDEODISPMODE) { this.#fit = Number(value); this.update(); }
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
    const media = this.user === 0 ? null : this.#ports.picture(this.user, this.stream);
    const background = cssUrl(this.#ports.background());
    if (background !== this.#background) this.element.style.backgroundImage = this.#background = background;
    this.video.style.objectFit = fits[this.#fit || this.#ports.clipMode()] ?? 'contain';
    this.video.style.visibility = media ? 'visible' : 'hidden';
    if (this.video.srcObject === media) return;
    this.video.srcObject = media;
    if (media) this.#ports.play(this.video);
  }

  /** After it has been moved: browsers pause what is moved. */
  resume() { if (this.video.srcObject) this.#ports.play(this.video); }

  /** The page has removed it. */
  suspend() {
    this.#ports.shows(this.video, 0, 0);
    this.video.srcObject = null;
  }

  /** The page has put it back. */
  revive() { this.bind(this.user, this.stream); }
}

export class Pictures {
  #ports; #observer = null;
  /** @type {Map<string, Picture>} */
  #pictures = new Map();
  /** Those that the page has removed, as long as it keeps them. @type {WeakMap<object, Picture>} */
  #removed = new WeakMap();

  /**
   * @param {object} ports
   * @param {Document} ports.document
   * @param {(user: number, stream: number) => MediaStream | null} ports.picture
   * @param {(video: HTMLVideoElement, user: number, stream: number) => void} ports.shows whom it is to show; 0: nobody
   * @param {(user: any) => number} ports.userId
   * @param {() => string} ports.background
   * @param {() => number} ports.clipMode
   * @param {(element: HTMLMediaElement) => void} ports.play
   * @param {(user: number, stream: number, width: number, height: number) => void} ports.onSize
   * @param {(type: any) => any} ports.version
   * @param {typeof MutationObserver} [ports.Observer]
   */
  constructor(ports) { this.#ports = ports; }

  get count() { return this.#pictures.size; }

  /**
   * @param {number} user 0: the background @param {HTMLElement | string} where the parent, or its id
   * @param {string} id @param {number} [stream] @returns {boolean} it could be shown
   */
  set(user, where, id, stream = 0) {
    const { document } = this.#ports;
    const parent = typeof where === 'string' ? document.getElementById(where) : where;
    if (typeof parent?.appendChild !== 'function' || !id) return false;
    this.#sweep();
    this.#watch();
    const picture = this.#find(id, parent) ?? this.#create(id);
    if (picture.element.contains(parent)) return false;
    const moved = picture.element.parentNode !== parent;
    if (moved) parent.appendChild(picture.element);
    if (picture.element.isConnected) picture.wasShown = true;
    picture.bind(user, stream);
    if (moved) picture.resume();
    return true;
  }

  /** What is to be seen of a user has changed. @param {(user: number) => boolean} isTheirs @param {number} stream -1: all */
  changed(isTheirs, stream) {
    for (const picture of this.#pictures.values())
      if (isTheirs(picture.user) && (stream === -1 || stream === picture.stream)) picture.update();
  }

  updateAll() { for (const picture of this.#pictures.values()) picture.update(); }

  /** Shows nothing any more and forgets everything; the elements stay the page's. */
  close() {
    this.#observer?.disconnect();
    this.#observer = null;
    for (const picture of this.#pictures.values()) picture.suspend();
    this.#pictures.clear();
  }

  #find(id, parent) {
    const known = this.#pictures.get(id);
    const there = this.#ports.document.getElementById(id);
    if (known && (!there || there === known.element)) return known;
    // The page has an element of its own with this id: it is to be the picture, unless it is the parent itself.
    if (there && there !== parent && !there.contains(parent)) {
      const picture = this.#removed.get(there) ?? new Picture(this.#ports, there);
      this.#pictures.set(id, picture);
      return picture;
    }
    return known ?? null;
  }

  #create(id) {
    const element = this.#ports.document.createElement('div');
    element.id = id;
    const picture = new Picture(this.#ports, element);
    this.#pictures.set(id, picture);
    return picture;
  }

  // ---- what the page does to the elements behind our back ----

  #watch() {
    if (this.#observer) return;
    const Observer = this.#ports.Observer ?? globalThis.MutationObserver;
    if (!Observer) return;
    this.#observer = new Observer((records) => {
      this.#sweep();
      for (const { addedNodes } of records) for (const node of addedNodes) this.#revive(node);
    });
    this.#observer.observe(this.#ports.document, { childList: true, subtree: true });
  }

  #sweep() {
    for (const [id, picture] of this.#pictures) {
      if (picture.element.isConnected) { picture.wasShown = true; continue; }
      if (!picture.wasShown) continue; // on its way into the document
      picture.suspend();
      this.#pictures.delete(id);
      this.#removed.set(picture.element, picture);
    }
  }

  #revive(node) {
    if (node.nodeType !== 1) return;
    for (const element of [node, ...node.querySelectorAll(`[${MARK}]`)]) {
      const picture = this.#removed.get(element);
      if (!picture || !element.isConnected || this.#pictures.has(element.id)) continue;
      this.#removed.delete(element);
      this.#pictures.set(element.id, picture);
      picture.revive();
    }
  }
}
