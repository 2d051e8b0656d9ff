// SPDX-License-Identifier: Apache-2.0
// Where what arrives is kept until it is whole, and after: small things in memory, large ones in the browser's private file
// system, so that a file of any size takes no memory. Where there is none (pages without HTTPS, private windows) they are blobs
// of pieces, which browsers move to disk when they see fit.
//
// Files there bear names of ours. They go when the page gives them up; what a page left behind is removed a day later.

import { Code, ParlorError } from '../errors.mjs';

/**
 * @typedef {object} Store
 * @property {(pieces: Uint8Array[]) => Promise<void>} write the next bytes; one call at a time
 * @property {() => Promise<{ blob: Blob, release: () => void }>} keep
 * @property {() => void} drop
 */

const MEMORY_BYTES = 4 * 1024 * 1024;
const BLOB_BYTES = 4 * 1024 * 1024; // pieces that become a blob of their own
const FOLDER = 'parlor-received';
const LEFT_MS = 24 * 3600 * 1000;

/** What pages show; anything else could be a page itself, and would run as ours. */
const types = {
  jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', webp: 'image/webp', bmp: 'image/bmp', mp4: 'video/mp4', m4v: 'video/mp4',
  webm: 'video/webm', mp3: 'audio/mpeg', m4a: 'audio/mp4', ogg: 'audio/ogg', wav: 'audio/wav', pdf: 'application/pdf', zip: 'application/zip',
};

/** @param {string} name */
export const typeOf = (name) => types[(/\.([^.]+)$/.exec(name)?.[1] ?? '').toLowerCase()] ?? 'application/octet-stream';

/** @param {string} type @returns {Store} */
export function memoryStore(type) {
  /** @type {BlobPart[]} */
  let blobs = [];
  let pieces = /** @type {any[]} */ ([]), bytes = 0;
  const fold = () => { if (bytes > 0) blobs.push(new Blob(pieces)); pieces = []; bytes = 0; };
  return {
    async write(more) {
      for (const piece of more) { pieces.push(piece); bytes += piece.length; }
      if (bytes >= BLOB_BYTES) fold();
    },
    async keep() { fold(); return { blob: new Blob(blobs, { type }), release() {} }; },
    drop() { blobs = []; pieces = []; },
  };
}

/** @param {FileSystemDirectoryHandle} folder @param {string} name ours @param {string} type @returns {Promise<Store>} */
export async function fileStore(folder, name, type) {
  const handle = await folder.getFileHandle(name, { create: true });
  const writable = await handle.createWritable();
  const remove = () => { folder.removeEntry(name).catch(() => {}); };
  return {
    async write(pieces) { await writable.write(/** @type {any} */ (new Blob(/** @type {any[]} */ (pieces)))); },
    async keep() {
      await writable.close();
      const file = await handle.getFile();
      return { blob: file.slice(0, file.size, type), release: remove };
    },
    drop() { Promise.resolve(writable.abort?.()).catch(() => {}).then(remove); },
  };
}

export class Stores {
  #ports;
  /** @type {Promise<FileSystemDirectoryHandle | null> | null} */
  #folder = null;
  #made = 0;

  /** @param {{ storage: any, wall: () => number, random: () => number }} ports storage: navigator.storage, or null */
  constructor(ports) { this.#ports = ports; }

  /** @param {number} size @param {string} name whose ending tells what it is @returns {Promise<Store>} rejects with 23: no room */
  async open(size, name) {
    const type = typeOf(name);
    if (size <= MEMORY_BYTES) return memoryStore(type);
    const { quota = Infinity, usage = 0 } = await this.#ports.storage?.estimate?.().catch(() => ({})) ?? {};
    const folder = await (this.#folder ??= this.#open());
    if (!folder) return memoryStore(type);
    if (size > quota - usage) throw new ParlorError(Code.LIMIT, `the browser grants this site ${quota - usage} bytes more`);
    try {
      return await fileStore(folder, this.#name(), type);
    } catch {
      return memoryStore(type);
    }
  }

  #name() { return `${Math.round(this.#ports.wall())}-${this.#made++}-${Math.floor(this.#ports.random() * 2 ** 40).toString(36)}`; }

  async #open() {
    try {
      const root = await this.#ports.storage.getDirectory();
      const folder = await root.getDirectoryHandle(FOLDER, { create: true });
      await this.#sweep(folder);
      return folder;
    } catch {
      return null;
    }
  }

  /** Names begin with the time of their making. */
  async #sweep(folder) {
    try {
      for await (const name of folder.keys())
        if (!(Number.parseInt(name, 10) > this.#ports.wall() - LEFT_MS)) await folder.removeEntry(name, { recursive: true });
    } catch { /* another page was quicker, or it is in use */ }
  }
}
