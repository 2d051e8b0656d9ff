// SPDX-License-Identifier: Apache-2.0
// Where a recording grows: in a file of the browser's private file system, so that an hour of it costs no memory; where there
// is none, in memory, up to a limit. Pieces are written one after the other.

import { limits } from '../generated/limits.mjs';

/**
 * A file that grows, of the browser.
 * @typedef {object} ScratchFile
 * @property {(piece: Blob) => Promise<void>} write
 * @property {() => Promise<Blob>} close gives all that was written
 * @property {() => Promise<void>} remove
 */

/** Pieces that wait for a slow disk. */
const WAITING_BYTES = 64 << 20;

export class Scratch {
  #file; #type; #pieces = /** @type {Blob[]} */ ([]);
  #chain = Promise.resolve();
  #waiting = 0;
  /** Why no more is taken. @type {Error | null} */
  #broken = null;
  size = 0;

  /** @param {ScratchFile | null} file null: memory @param {string} type of the file @param {(error: Error) => void} failed no more is taken; what there is stays */
  constructor(file, type, failed) {
    this.#file = file;
    this.#type = type;
    this.failed = failed;
  }

  /** @param {Blob} piece */
  add(piece) {
    if (piece.size === 0 || this.#broken) return;
    if (!this.#file) {
      if (this.size + piece.size > limits.recording_memory_bytes) { this.#break(new Error('no more memory for this recording')); return; }
      this.size += piece.size;
      this.#pieces.push(piece);
      return;
    }
    const file = this.#file;
    this.#waiting += piece.size;
    if (this.#waiting > WAITING_BYTES) { this.#break(new Error('the disk is too slow')); return; }
    this.#chain = this.#chain.then(async () => {
      if (this.#broken) return;
      try {
        await file.write(piece);
        this.size += piece.size;
      } catch (error) { this.#break(/** @type {Error} */ (error)); }
      this.#waiting -= piece.size;
    });
  }

  #break(error) {
    if (this.#broken) return;
    this.#broken = error;
    this.failed(error);
  }

  /** @returns {Promise<{ blob: Blob, release: () => void }>} all that was taken; release(): it is needed no longer */
  async finish() {
    await this.#chain;
    const file = this.#file;
    if (!file) return { blob: new Blob(this.#pieces.splice(0), { type: this.#type }), release() {} };
    const blob = await file.close();
    // Of a file in the private file system the browser does not know the type.
    return { blob: blob.slice(0, blob.size, this.#type), release: () => { file.remove().catch(() => {}); } };
  }

  async discard() {
    this.#broken ??= new Error('discarded');
    this.#pieces = [];
    await this.#chain;
    if (!this.#file) return;
    await this.#file.close().catch(() => {});
    await this.#file.remove().catch(() => {});
  }
}
