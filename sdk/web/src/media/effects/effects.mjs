// SPDX-License-Identifier: Apache-2.0
// What is done to our pictures on their way to the others, and to our own eyes: turned, fitted, with the time in it, with another
// background. A picture to which nothing is done takes no detour.

import { Code, ParlorError } from '../../errors.mjs';
import { isPlain, plainLook, readLook } from './look.mjs';
import { Painter } from './painter.mjs';
import { MODEL_SIZE } from './segmenter.mjs';

/** @typedef {import('./look.mjs').Look} Look */
/** @typedef {import('./pipe.mjs').Pipe} Pipe */
/** A mask that is older says nothing of who is where. */
const STALE_MS = 1500;
const ALL = -1;

/** Who is where, as of late; one question at a time. */
class Masks {
  #clock; #segmenter; #small; #mask; #at = -Infinity; #busy = false;

  constructor({ clock, segmenter, createCanvas }) {
    this.#clock = clock;
    this.#segmenter = segmenter;
    [this.#small, this.#mask] = [createCanvas(), createCanvas()];
    for (const canvas of [this.#small, this.#mask]) Object.assign(canvas, MODEL_SIZE);
  }

  /** @param {any} source @returns {any} null: not known */
  of(source) {
    if (!this.#busy) this.#ask(source);
    return this.#clock.now() - this.#at < STALE_MS ? this.#mask : null;
  }

  async #ask(source) {
    this.#busy = true;
    try {
      const { width, height } = MODEL_SIZE;
      this.#small.getContext('2d').drawImage(source, 0, 0, width, height);
      const found = await this.#segmenter.segment(this.#small);
      if (found) {
        const context = this.#mask.getContext('2d');
        context.globalCompositeOperation = 'copy';
        context.drawImage(found, 0, 0, width, height); // it is used again for the next one
        this.#at = this.#clock.now();
      }
    } catch { /* the next one, perhaps; until then nothing is shown of the room */ }
    this.#busy = false;
  }

  close() { this.#segmenter.close(); }
}

/** @typedef {{ stream: number, raw: MediaStreamTrack, pipe: Pipe, look: Look, masks: Masks | null, masking: boolean, image: any }} Work masking: its segmenter is on the way */

export class Effects {
  #ports;
  /** What the page has said, of single streams and (-1) of all. @type {Map<number, Partial<Look>>} */
  #said = new Map();
  /** @type {Map<number, Work>} */
  #works = new Map();
  /** Loaded, not in use. @type {import('./segmenter.mjs').Segmenter | null} */
  #spare = null;
  /** Pictures to stand behind us. @type {Map<string, any>} */
  #images = new Map();
  /** The newest word on the background of each stream. @type {Map<number, object>} */
  #newest = new Map();

  /**
   * @param {object} ports
   * @param {ReturnType<typeof import('./pipe.mjs').pipesOf>} ports.createPipe null: this browser cannot
   * @param {import('../../platform.mjs').Clock} ports.clock
   * @param {() => Date} ports.date
   * @param {() => any} ports.createCanvas an element
   * @param {() => Promise<import('./segmenter.mjs').Segmenter>} ports.loadSegmenter
   * @param {(url: string) => Promise<any>} ports.loadImage
   * @param {(stream: number) => { width: number, height: number, fps: number }} ports.asked what a camera was asked for
   * @param {(stream: number) => void} ports.changed treat() gives another track now; -1: of all
   * @param {(error: any) => void} ports.failed
   */
  constructor(ports) { this.#ports = ports; }

  /** @param {number} stream @returns {Look} */
  look(stream) { return { ...plainLook, ...this.#said.get(ALL), ...this.#said.get(stream) }; }

  /**
   * What is not said stays as it is. Rejects with 21, or with 32 when the background cannot be told from who is before it; then nothing has changed.
   * @param {any} said @param {number} [stream] -1: of all
   */
  async set(said, stream = ALL) {
    const read = readLook(said);
    if (!this.#ports.createPipe && !isPlain({ ...plainLook, ...read })) throw new ParlorError(Code.NOT_SUPPORTED, 'this browser cannot change pictures');
    const word = {};
    if ('background' in read) {
      if (stream === ALL) this.#newest.clear();
      this.#newest.set(stream, word);
    }
    if (read.background) await this.#prepare(read.background);
    if (read.background && this.#newest.get(stream) !== word) { // overtaken: what was said later counts
      const { background: _overtaken, ...rest } = read;
      this.#take(rest, stream);
    } else this.#take(read, stream);
  }

  #take(read, stream) {
    this.#said.set(stream, { ...this.#said.get(stream), ...read });
    if (stream === ALL) for (const [other, own] of this.#said) // said of all, it is true of all
      if (other !== ALL) this.#said.set(other, Object.fromEntries(Object.entries(own).filter(([name]) => !(name in read))));
    this.#ports.changed(stream);
  }

  /** All that has to be there before the room may vanish. */
  async #prepare(background) {
    const { loadImage, loadSegmenter } = this.#ports;
    if (background.kind === 'image' && !this.#images.has(background.url)) {
      try {
        this.#images.clear(); // one at a time is enough
        this.#images.set(background.url, await loadImage(background.url));
      } catch (error) { throw new ParlorError(Code.BAD_PARAMETER, `background: ${background.url} could not be loaded`, { cause: error }); }
    }
    this.#spare ??= await loadSegmenter();
  }

  /** As the cameras want it: what of this track goes to the others. @param {number} stream @param {MediaStreamTrack | null} track @param {boolean} isScreen */
  treat(stream, track, isScreen) {
    const look = this.look(stream);
    const work = this.#works.get(stream);
    if (!track || isScreen || !this.#ports.createPipe || isPlain(look)) {
      this.#drop(stream);
      return track;
    }
    if (work && work.raw === track) {
      this.#dress(work, look);
      return work.pipe.track;
    }
    this.#drop(stream);
    return this.#begin(stream, track, look);
  }

  close() {
    for (const stream of [...this.#works.keys()]) this.#drop(stream);
    this.#spare?.close();
    this.#spare = null;
    this.#images.clear();
  }

  #begin(stream, raw, look) {
    const { createPipe, clock, asked, changed, failed, date } = this.#ports;
    const work = /** @type {Work} */ ({ stream, raw, look, masks: null, masking: false, image: null });
    const painter = new Painter({ createCanvas: () => work.pipe.createCanvas(), date });
    const paint = (canvas, source, size) => painter.paint(canvas, source, size, work.look, asked(stream),
      { mask: work.look.background ? work.masks?.of(source) ?? null : null, image: work.image });
    work.pipe = /** @type {NonNullable<typeof createPipe>} */ (createPipe)(raw, paint, failed, { clock, fps: asked(stream).fps, renewed: () => changed(stream) });
    this.#works.set(stream, work);
    this.#dress(work, look);
    return work.pipe.track;
  }

  /** @param {Work} work @param {Look} look */
  #dress(work, look) {
    work.look = look;
    const { background } = look;
    work.image = background?.kind === 'image' ? this.#images.get(background.url) ?? null : null;
    if (!background) this.#undress(work);
    else if (!work.masks && !work.masking) this.#mask(work);
  }

  /** @param {Work} work */
  async #mask(work) {
    const { clock, createCanvas, loadSegmenter, failed } = this.#ports;
    const spare = this.#spare;
    this.#spare = null;
    work.masking = true;
    try {
      const segmenter = spare ?? await loadSegmenter(); // a second camera has one of its own
      if (this.#works.get(work.stream) === work && work.look.background && !work.masks) work.masks = new Masks({ clock, segmenter, createCanvas });
      else this.#keep(segmenter);
    } catch (error) { failed(error); }
    work.masking = false;
  }

  #undress(work) {
    work.masks?.close();
    work.masks = null;
  }

  #keep(segmenter) {
    if (this.#spare) segmenter.close(); else this.#spare = segmenter;
  }

  #drop(stream) {
    const work = this.#works.get(stream);
    if (!work) return;
    this.#works.delete(stream);
    this.#undress(work);
    work.pipe.close();
  }
}
