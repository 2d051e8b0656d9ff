// SPDX-License-Identifier: Apache-2.0
// How large elements show their pictures, in device pixels, and whether they can be seen at all: laid out, on the screen, in
// a tab that is open, or in a picture-in-picture window.
//
// An element that takes its size from the picture (no size in its style) would shrink with a smaller picture and then ask
// for a smaller one still: whoever is seen to follow the picture counts as of unknown size, which means full size.
//
// Events: change()

import { Emitter } from '../events.mjs';

/** Pictures that are about to be scrolled into view come a little ahead. */
const MARGIN = '10%';

/** @typedef {{ width: number, height: number }} Size */
/** @typedef {Size & { visible: boolean }} Sight width and height 0: not known */

/**
 * Device pixels over which a picture of natural size is spread in a box; 0 x 0: as many as it has itself.
 * @param {Size} box in CSS pixels @param {Size} natural 0 x 0: not known @param {string} fit object-fit @param {number} ratio
 * @returns {Size}
 */
export function shownSize(box, natural, fit, ratio) {
  if (fit === 'none') return { width: 0, height: 0 };
  let { width, height } = box;
  if (natural.width > 0 && natural.height > 0 && fit !== 'fill') {
    const across = width / natural.width, down = height / natural.height;
    const scale = fit === 'cover' ? Math.max(across, down) : Math.min(across, down);
    width = natural.width * scale;
    height = natural.height * scale;
  }
  return { width: Math.ceil(width * ratio), height: Math.ceil(height * ratio) };
}

class Watched {
  /** @type {Size} */
  box = { width: 0, height: 0 };
  /** null: nobody has looked yet. @type {boolean | null} */
  onScreen = null;
  follows = false;
  /** @type {any} */
  popUp = null;
  #offs = [];

  /** @param {any} element @param {() => void} changed */
  constructor(element, changed) {
    this.element = element;
    const on = (name, call) => {
      element.addEventListener?.(name, call);
      this.#offs.push(() => element.removeEventListener?.(name, call));
    };
    on('resize', changed);
    on('enterpictureinpicture', (event) => {
      this.popUp = event.pictureInPictureWindow ?? null;
      this.popUp?.addEventListener?.('resize', changed);
      changed();
    });
    on('leavepictureinpicture', () => { this.popUp = null; changed(); });
  }

  get natural() { return { width: this.element.videoWidth || 0, height: this.element.videoHeight || 0 }; }

  /** @param {Size} box */
  resized(box) {
    const { width, height } = this.natural;
    const first = this.box.width === 0 && this.box.height === 0;
    if (!first && width > 0 && Math.round(box.width) === width && Math.round(box.height) === height) this.follows = true;
    this.box = box;
  }

  close() { for (const off of this.#offs) off(); }
}

export class Gauge extends Emitter {
  #sight; #document; #sizes = null; #places = null; #offRatio = null;
  /** @type {Map<any, Watched>} */
  #elements = new Map();
  #changed = () => { this.emit('change'); };

  /** @param {{ sight: import('../platform.mjs').Sight | null, document: Document | null }} ports */
  constructor({ sight, document }) {
    super();
    this.#sight = sight;
    this.#document = document;
  }

  /** Without it nothing can be said of any element. */
  get works() { return this.#sight !== null; }

  /** @param {any} element */
  add(element) {
    if (!this.#sight || this.#elements.has(element)) return;
    if (this.#elements.size === 0) this.#start();
    this.#elements.set(element, new Watched(element, this.#changed));
    this.#sizes.observe(element);
    this.#places.observe(element);
  }

  /** @param {any} element */
  remove(element) {
    const watched = this.#elements.get(element);
    if (!watched) return;
    this.#elements.delete(element);
    watched.close();
    this.#sizes.unobserve(element);
    this.#places.unobserve(element);
    if (this.#elements.size === 0) this.#stop();
  }

  /** @param {any} element @returns {Sight | null} null: not looked at yet */
  read(element) {
    const watched = this.#elements.get(element);
    if (!watched || !this.#sight) return null;
    const ratio = this.#sight.pixelRatio(element);
    if (watched.popUp) {
      const { width, height } = watched.popUp;
      return { ...shownSize({ width, height }, watched.natural, 'contain', ratio), visible: true };
    }
    if (element.ownerDocument?.visibilityState === 'hidden') return { width: 0, height: 0, visible: false };
    if (watched.onScreen === null) return null;
    const { width, height } = watched.box;
    if (!watched.onScreen || width < 1 || height < 1) return { width: 0, height: 0, visible: false };
    if (watched.follows) return { width: 0, height: 0, visible: true };
    return { ...shownSize(watched.box, watched.natural, this.#sight.fit(element), ratio), visible: true };
  }

  #start() {
    const { ResizeObserver, IntersectionObserver, onPixelRatio } = this.#sight;
    this.#sizes = new ResizeObserver((entries) => {
      for (const { target, contentRect: { width, height } } of entries) this.#elements.get(target)?.resized({ width, height });
      this.#changed();
    });
    this.#places = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const watched = this.#elements.get(target);
        if (watched) watched.onScreen = isIntersecting;
      }
      this.#changed();
    }, { rootMargin: MARGIN });
    this.#offRatio = onPixelRatio(this.#changed);
    this.#document?.addEventListener('visibilitychange', this.#changed);
  }

  #stop() {
    this.#sizes.disconnect();
    this.#places.disconnect();
    this.#offRatio?.();
    this.#document?.removeEventListener('visibilitychange', this.#changed);
  }

  close() {
    for (const element of [...this.#elements.keys()]) this.remove(element);
    this.silence();
  }
}
