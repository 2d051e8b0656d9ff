// SPDX-License-Identifier: Apache-2.0
// The files of this page: what was recorded, photographed or received, each under a name that behaves like a path.
//
//   const { path } = files.add(blob, '2026-11-22/ann.jpg');   'blob:https://host/5f..#2026-11-22/ann.jpg'
//   img.src = path;                                           the address of a blob ends at the '#'
//   files.find(path)?.blob;  files.url(path);
//
// So one text serves all that pages of the manual do with a file name: show it, load it, send it, and cut folder and
// ending off it. Names are made of harmless characters alone, whoever has thought of them.
//
// A file lives as long as its page, and counts against what the browser grants the site. When there are too many the oldest
// are given up.

import { limits } from './generated/limits.mjs';

/** @typedef {{ path: string, url: string, name: string, blob: Blob, release: () => void, save: (name?: string) => void }} StoredFile name: without folder; save: to where the user wants it */

const NAME_CHARACTERS = 128;
/** No page can be built that reads one of these as markup, as a folder, or as the end of an address. */
const HARMFUL = /[^\p{L}\p{N}\p{M}._()@+=,~-]+/gu;
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * A file name that harms nobody, of whatever somebody called a file. Folders are cut off.
 * @param {string} name @param {string} [otherwise] when nothing is left of it
 */
export function safeName(name, otherwise = 'file') {
  const last = String(name).normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last.replace(HARMFUL, '_').replace(/^[._]+|[._]+$/g, '').replace(RESERVED, '_$&');
  if (plain === '') return otherwise;
  const letters = [...plain];
  if (letters.length <= NAME_CHARACTERS) return plain;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(plain)?.[0] ?? '';
  return letters.slice(0, NAME_CHARACTERS - ending.length).join('') + ending;
}

/** The same for each step of a path; steps that lead upwards or nowhere are left out. @param {string} path */
export const safePath = (path) => String(path).split(/[/\\]/).map((step) => safeName(step, '')).filter(Boolean).join('/') || 'file';

export class Files {
  #ports;
  /** Path and address of each. @type {Map<string, StoredFile>} */
  #byName = new Map();
  /** In the order of their coming. @type {Set<StoredFile>} */
  #all = new Set();

  /** @param {{ createUrl: (blob: Blob) => string, revokeUrl: (url: string) => void, saveAs?: (url: string, name: string) => void }} ports */
  constructor(ports) { this.#ports = ports; }

  get count() { return this.#all.size; }

  /**
   * @param {Blob} blob @param {string} path with or without folders; made harmless
   * @param {() => void} [release] called when the file is given up: what lies behind the blob may go
   * @returns {StoredFile}
   */
  add(blob, path, release = () => {}) {
    const plain = safePath(path);
    const url = this.#ports.createUrl(blob);
    const name = plain.split('/').at(-1) ?? plain;
    const file = { path: `${url}#${plain}`, url, name, blob, release, save: (as = name) => this.#ports.saveAs?.(url, safeName(as, name)) };
    this.#all.add(file);
    this.#byName.set(file.path, file);
    this.#byName.set(url, file);
    for (const oldest of this.#all) {
      if (this.#all.size <= limits.page_files) break;
      this.#drop(oldest);
    }
    return file;
  }

  /** By path or address. @param {string} name */
  find(name) { return this.#byName.get(String(name)) ?? null; }

  /** The address behind a path; what is not ours is its own address. @param {string} path */
  url(path) { return this.find(path)?.url ?? String(path); }

  /** @param {string} name path or address @returns {boolean} there was such a file */
  remove(name) {
    const file = this.find(name);
    if (file) this.#drop(file);
    return file !== null;
  }

  clear() { for (const file of [...this.#all]) this.#drop(file); }

  /** @param {StoredFile} file */
  #drop(file) {
    this.#all.delete(file);
    this.#byName.delete(file.path);
    this.#byName.delete(file.url);
    this.#ports.revokeUrl(file.url);
    file.release();
  }
}
