// SPDX-License-Identifier: Apache-2.0
// BRAC_SetVideoPos: elements with the page's ids that show a user, or the background image when there is nothing to show.
//
// The element exists when the call returns, outermost, with the methods of the vendor's element. What the page removes
// holds no stream; when the page puts it back it shows again.

import { MARK, Picture } from './picture.mjs';

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
   * @param {() => number} ports.clipMode ANYCHAT_VIDEOCLIPMODE_*
   * @param {(user: number) => import('./picture.mjs').Turn} ports.turn how a user's picture is to be turned
   * @param {(user: number) => number} ports.inset who is shown in a corner of that user's picture; 0: nobody
   * @param {(path: string) => string} ports.address of an image
   * @param {(user: number, on: boolean) => void} ports.onFullScreen
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
      if ((isTheirs(picture.user) && (stream === -1 || stream === picture.stream)) || isTheirs(picture.inset)) picture.update();
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
