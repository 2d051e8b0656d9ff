// SPDX-License-Identifier: Apache-2.0
// Texts and images over a picture, each in a slot of its own. What a text says is never markup.

import { isImageAddress, parseOverlay } from './overlay_xml.mjs';

/** Of texts and images together. */
const MAX_SHOWN = 32;

/** @typedef {import('./overlay_xml.mjs').Item} Item */

export class Overlay {
  #layer; #document; #address;
  /** @type {Map<string, HTMLElement>} */
  #shown = new Map();

  /** @param {Document} document @param {HTMLElement} layer @param {(path: string) => string} [address] of an image */
  constructor(document, layer, address = (path) => path) {
    this.#document = document;
    this.#layer = layer;
    this.#address = address;
  }

  /** @param {any} xml @returns {boolean} it was as it has to be; else nothing has changed */
  apply(xml) {
    const items = parseOverlay(xml);
    for (const item of items ?? []) this.#put(item);
    return items !== null;
  }

  /** @param {Item} item */
  #put(item) {
    const key = `${item.kind}${item.slot}`;
    if (item.value === '' || (item.kind === 'IMAGE' && !isImageAddress(item.value))) {
      this.#shown.get(key)?.remove();
      this.#shown.delete(key);
    } else if (this.#shown.has(key) || this.#shown.size < MAX_SHOWN) this.#draw(key, item);
  }

  /** @param {string} key @param {Item} item */
  #draw(key, { kind, value, x, y, color, size, font }) {
    let element = this.#shown.get(key);
    if (!element) {
      element = this.#document.createElement(kind === 'IMAGE' ? 'img' : 'span');
      if (kind === 'IMAGE') element.setAttribute('alt', '');
      this.#layer.appendChild(element);
      this.#shown.set(key, element);
    }
    if (kind === 'IMAGE') {
      const url = this.#address(value);
      if (element.getAttribute('src') !== url) element.setAttribute('src', url);
    } else if (element.textContent !== value) element.textContent = value;
    Object.assign(element.style, {
      position: 'absolute', left: `${x}px`, top: `${y}px`, whiteSpace: 'pre', maxWidth: 'none', // 605 pixels in a box of 600 are no reason to wrap
      color, fontSize: size > 0 ? `${size}px` : '', fontFamily: font ? `"${font}"` : '',
    });
  }
}
