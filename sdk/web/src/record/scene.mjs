// SPDX-License-Identifier: Apache-2.0
// Several pictures drawn into one, again and again: what a recording shows. A canvas stands between the pictures and the
// recorder because recorders do not survive that a track is exchanged, and cameras are closed, connections made anew and
// pictures sent in other sizes all the time.

import { Code, ParlorError } from '../errors.mjs';
import { arrange, frameSize, place } from './layout.mjs';

const SIZE_MS = 5000; // patience with the first picture
const LOOK_MS = 40;
const NORMAL = { width: 640, height: 480 };

export class Scene {
  #ports; #arrangement; #fit;
  /** @type {Map<string, HTMLVideoElement>} */
  #elements = new Map();
  /** Keys in their order. @type {string[]} */
  #shown = [];
  #canvas = null; #context = null; #off = () => {}; #over = false;

  /**
   * @param {object} ports
   * @param {Document} ports.document
   * @param {import('../platform.mjs').Clock} ports.clock
   * @param {import('./browser.mjs').RecordPlatform} ports.recording
   * @param {{ arrangement: import('./layout.mjs').Arrangement, fit: import('./layout.mjs').Fit }} how
   */
  constructor(ports, { arrangement, fit }) {
    this.#ports = ports;
    this.#arrangement = arrangement;
    this.#fit = fit;
  }

  /** @param {import('./sources.mjs').Picture[]} pictures the main one first */
  show(pictures) {
    if (this.#over) return;
    this.#shown = pictures.map(({ key }) => key);
    for (const key of [...this.#elements.keys()]) if (!this.#shown.includes(key)) this.#forget(key);
    for (const { key, media } of pictures) {
      const element = this.#elements.get(key) ?? this.#element(key);
      if (element.srcObject === media) continue;
      element.srcObject = media;
      if (media) element.play?.()?.catch?.(() => {}); // replaced meanwhile
    }
  }

  #element(key) {
    const element = this.#ports.document.createElement('video');
    element.muted = true;
    element.autoplay = true;
    element.setAttribute('playsinline', '');
    this.#elements.set(key, element);
    return element;
  }

  #forget(key) {
    const element = this.#elements.get(key);
    this.#elements.delete(key);
    if (element) element.srcObject = null;
  }

  /** Of the first picture, as soon as it is known. @param {boolean} needed rejects when none comes */
  async #mainSize(needed) {
    const end = this.#ports.clock.now() + SIZE_MS;
    for (;;) {
      const main = this.#elements.get(this.#shown[0] ?? '');
      if (main?.srcObject && ready(main)) return { width: main.videoWidth, height: main.videoHeight };
      if (this.#over) throw new ParlorError(Code.CANCELLED);
      if (this.#ports.clock.now() >= end) {
        if (needed) throw new ParlorError(Code.RECORD_TOO_EARLY, 'no picture has come');
        return NORMAL;
      }
      await new Promise((resolve) => { this.#ports.clock.after(LOOK_MS, () => resolve(undefined)); });
    }
  }

  /**
   * Makes the canvas, once the size of the first picture is known.
   * @param {{ width?: number, height?: number }} wanted @param {{ needed?: boolean }} [how] needed: without a picture it rejects
   * @returns {Promise<{ width: number, height: number }>}
   */
  async prepare(wanted, { needed = false } = {}) {
    const size = frameSize(wanted, await this.#mainSize(needed), this.#arrangement, this.#shown.length);
    if (this.#over) throw new ParlorError(Code.CANCELLED);
    this.#canvas = Object.assign(this.#ports.document.createElement('canvas'), size);
    this.#context = this.#canvas.getContext('2d', { alpha: false });
    this.draw();
    return size;
  }

  /** @param {number} fps @returns {MediaStreamTrack} */
  run(fps) {
    const track = /** @type {HTMLCanvasElement} */ (this.#canvas).captureStream(fps).getVideoTracks()[0];
    this.#off = this.#ports.recording.steadily(1000 / fps, () => this.draw());
    return track;
  }

  draw() {
    const context = this.#context, canvas = this.#canvas;
    if (!context || !canvas) return;
    context.fillStyle = '#000';
    context.fillRect(0, 0, canvas.width, canvas.height);
    const boxes = arrange(canvas, this.#shown.length, this.#arrangement);
    for (const [index, box] of boxes.entries()) {
      const element = this.#elements.get(this.#shown[index]);
      if (!element?.srcObject || !ready(element)) continue;
      const { from, to } = place({ width: element.videoWidth, height: element.videoHeight }, box, this.#fit);
      context.drawImage(element, from.x, from.y, from.width, from.height, to.x, to.y, to.width, to.height);
    }
  }

  get canvas() { return this.#canvas; }

  close() {
    this.#over = true;
    this.#off();
    for (const key of [...this.#elements.keys()]) this.#forget(key);
  }
}

/** It has a picture to draw. @param {HTMLVideoElement} element */
const ready = (element) => element.readyState >= 2 && element.videoWidth > 0;
