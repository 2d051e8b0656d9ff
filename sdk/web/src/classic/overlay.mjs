// SPDX-License-Identifier: Apache-2.0
// Texts and images over a picture, told in small pieces of XML (option 8 of a picture element):
//   <MESSAGE1><VALUE>text</VALUE><XPOS>10</XPOS><YPOS>20</YPOS><FONTCOLOR>#RRGGBB</FONTCOLOR><FONTSIZE>20</FONTSIZE><FONTNAME>..</FONTNAME></MESSAGE1>
//   <IMAGE2><VALUE>path or URL</VALUE><XPOS>..</XPOS><YPOS>..</YPOS></IMAGE2>          <MESSAGE1></MESSAGE1> takes it away

/** @typedef {{ kind: 'MESSAGE' | 'IMAGE', slot: number, value: string, x: number, y: number, color: string, size: number, font: string }} Item */

const MAX_SLOTS = 32;
const entities = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decode(text) {
  const cdata = /^\s*<!\[CDATA\[([\s\S]*?)\]\]>\s*$/.exec(text);
  if (cdata) return cdata[1];
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, number, name) => {
    if (name) return entities[name.toLowerCase()] ?? whole;
    const code = hex ? parseInt(hex, 16) : Number(number);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function field(body, name) {
  const found = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'i').exec(body);
  return found ? decode(found[1]) : '';
}

const number = (text, otherwise) => Number.isFinite(parseFloat(text)) ? parseFloat(text) : otherwise;

/** @param {string} xml @returns {Item[]} an item with an empty value clears its slot */
export function parseOverlay(xml) {
  const items = [];
  for (const [, tag, slot, , body = ''] of String(xml).matchAll(/<(MESSAGE|IMAGE)(\d{1,3})\s*(\/>|>([\s\S]*?)<\/\1\2\s*>)/gi)) {
    const color = field(body, 'FONTCOLOR').trim();
    items.push({
      kind: /** @type {'MESSAGE' | 'IMAGE'} */ (tag.toUpperCase()), slot: Number(slot), value: field(body, 'VALUE'),
      x: number(field(body, 'XPOS'), 0), y: number(field(body, 'YPOS'), 0),
      color: /^#[0-9a-f]{3,8}$/i.test(color) ? color : '', size: Math.max(0, Math.min(512, number(field(body, 'FONTSIZE'), 0))),
      font: field(body, 'FONTNAME').replace(/["\\;]/g, '').trim(),
    });
  }
  return items;
}

export class Overlay {
  #layer; #document;
  /** @type {Map<string, HTMLElement>} */
  #shown = new Map();

  /** @param {Document} document @param {HTMLElement} layer */
  constructor(document, layer) {
    this.#document = document;
    this.#layer = layer;
  }

  /** @param {string} xml */
  apply(xml) {
    for (const item of parseOverlay(xml)) {
      const key = `${item.kind}${item.slot}`;
      if (item.value === '') {
        this.#shown.get(key)?.remove();
        this.#shown.delete(key);
      } else if (this.#shown.has(key) || this.#shown.size < MAX_SLOTS) {
        this.#draw(key, item);
      }
    }
  }

  #draw(key, { kind, value, x, y, color, size, font }) {
    let element = this.#shown.get(key);
    if (!element) {
      element = this.#document.createElement(kind === 'IMAGE' ? 'img' : 'span');
      this.#layer.appendChild(element);
      this.#shown.set(key, element);
    }
    if (kind === 'IMAGE') {
      const image = /** @type {HTMLImageElement} */ (element);
      if (image.getAttribute('src') !== value) image.setAttribute('src', value);
    } else if (element.textContent !== value) element.textContent = value; // text, never markup
    Object.assign(element.style, {
      position: 'absolute', left: `${x}px`, top: `${y}px`, whiteSpace: 'pre', maxWidth: 'none',
      ...color ? { color } : {}, ...size ? { fontSize: `${size}px` } : {}, ...font ? { fontFamily: `"${font}"` } : {},
    });
  }
}
