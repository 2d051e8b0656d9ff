// SPDX-License-Identifier: Apache-2.0
// The small XML in which pages tell texts and images over a picture (option 8 of a picture element):
//
//   <MESSAGE1><VALUE>text</VALUE><XPOS>10</XPOS><YPOS>20</YPOS><FONTCOLOR>#RRGGBB</FONTCOLOR><FONTSIZE>20</FONTSIZE><FONTNAME>..</FONTNAME></MESSAGE1>
//   <IMAGE2><VALUE>path or URL</VALUE><XPOS>..</XPOS><YPOS>..</YPOS></IMAGE2>          <MESSAGE1></MESSAGE1>, <MESSAGE1/> take it away
//
// One pass over the text, no entity but the five of XML and numbers, nothing outside is ever loaded. Pages put together what they
// say from pieces, so that a value goes to its closing tag, whatever is in it: "R&D <b>" is a text. All else has to be as
// above: of a fragment that is not, nothing is taken.

const MAX_CHARACTERS = 65536;
const MAX_ITEMS = 64;
const MAX_SLOT = 999;
/** Pixels; far outside of any screen. */
const FAR = 32767;
const FONT_SIZES = [1, 512];

const fields = new Set(['VALUE', 'XPOS', 'YPOS', 'FONTCOLOR', 'FONTSIZE', 'FONTNAME']);
const entities = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** @typedef {{ kind: 'MESSAGE' | 'IMAGE', slot: number, value: string, x: number, y: number, color: string, size: number, font: string }} Item color "", size 0, font "": not said */

class Malformed extends Error {}

class Scanner {
  #text; #at = 0;
  constructor(text) { this.#text = text; }

  get done() { return this.#at >= this.#text.length; }

  /** Past spaces, comments and the declaration. */
  skip() {
    for (;;) {
      this.#match(/\s*/y);
      if (this.#startsWith('<!--')) this.#past('-->');
      else if (this.#startsWith('<?')) this.#past('?>');
      else return;
    }
  }

  /** `<NAME>` or `<NAME/>`; null: something else is here. @returns {{ name: string, empty: boolean } | null} */
  open() {
    const found = this.#match(/<([A-Za-z][A-Za-z0-9]{0,31})\s*(\/?)>/y);
    return found && { name: found[1].toUpperCase(), empty: found[2] === '/' };
  }

  /** @param {string} name @returns {boolean} `</NAME>` was here */
  close(name) {
    const found = this.#match(/<\/([A-Za-z][A-Za-z0-9]{0,31})\s*>/y, false);
    if (found?.[1].toUpperCase() !== name) return false;
    this.#at += found[0].length;
    return true;
  }

  /** All up to `</NAME>`. @param {string} name */
  text(name) {
    const end = new RegExp(`</${name}\\s*>`, 'gi');
    end.lastIndex = this.#at;
    const found = end.exec(this.#text);
    if (!found) throw new Malformed();
    const text = this.#text.slice(this.#at, found.index);
    this.#at = end.lastIndex;
    return text;
  }

  #startsWith(text) { return this.#text.startsWith(text, this.#at); }

  #past(text) {
    const at = this.#text.indexOf(text, this.#at);
    if (at < 0) throw new Malformed();
    this.#at = at + text.length;
  }

  #match(pattern, take = true) {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found && take) this.#at += found[0].length;
    return found;
  }
}

/** @param {string} text */
function decode(text) {
  const cdata = /^\s*<!\[CDATA\[/.exec(text);
  if (cdata && text.trimEnd().endsWith(']]>')) return text.trimEnd().slice(cdata[0].length, -3);
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{1,8}));/gi, (whole, hex, decimal, name) => {
    if (name) return entities[name.toLowerCase()] ?? whole;
    const code = hex ? parseInt(hex, 16) : Number(decimal);
    const character = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return character ? String.fromCodePoint(code) : whole;
  });
}

/** @param {string | undefined} text @param {number} least @param {number} most */
function pixels(text, least, most) {
  const number = Number.parseFloat(text ?? '');
  return Number.isFinite(number) ? Math.max(least, Math.min(most, number)) : 0;
}

/** @param {'MESSAGE' | 'IMAGE'} kind @param {number} slot @param {Map<string, string>} said @returns {Item} */
function itemOf(kind, slot, said) {
  const color = said.get('FONTCOLOR')?.trim() ?? '';
  const size = said.get('FONTSIZE');
  return {
    kind, slot, value: said.get('VALUE') ?? '', x: pixels(said.get('XPOS'), -FAR, FAR), y: pixels(said.get('YPOS'), -FAR, FAR),
    color: /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(color) ? color : '',
    size: Number.parseFloat(size ?? '') > 0 ? pixels(size, FONT_SIZES[0], FONT_SIZES[1]) : 0,
    font: (said.get('FONTNAME') ?? '').replace(/[^\p{L}\p{N} ._-]/gu, '').trim().slice(0, 64),
  };
}

/** @param {Scanner} scanner @returns {Item} */
function readItem(scanner) {
  const tag = scanner.open();
  const [, kind, number] = /^(MESSAGE|IMAGE)(\d{1,3})$/.exec(tag?.name ?? '') ?? [];
  if (!tag || !kind || Number(number) > MAX_SLOT) throw new Malformed();
  /** @type {Map<string, string>} */
  const said = new Map();
  while (!tag.empty) {
    scanner.skip();
    if (scanner.close(tag.name)) break;
    const field = scanner.open();
    if (!field || !fields.has(field.name) || said.has(field.name)) throw new Malformed();
    said.set(field.name, field.empty ? '' : decode(scanner.text(field.name)));
  }
  return itemOf(/** @type {'MESSAGE' | 'IMAGE'} */ (kind), Number(number), said);
}

/** @param {any} xml @returns {Item[] | null} an item with an empty value clears its slot; null: this is no such fragment */
export function parseOverlay(xml) {
  const text = String(xml ?? '');
  if (text.length > MAX_CHARACTERS) return null;
  const scanner = new Scanner(text);
  const items = [];
  try {
    for (scanner.skip(); !scanner.done; scanner.skip()) {
      if (items.length === MAX_ITEMS) return null;
      items.push(readItem(scanner));
    }
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
  return items;
}

/** May an image be loaded from there? Of the schemes, those alone that can be nothing but a file or an image. @param {string} url */
export function isImageAddress(url) {
  const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(url)?.[1].toLowerCase();
  return scheme === undefined || ['http', 'https', 'blob'].includes(scheme) || /^\s*data:image\//i.test(url);
}
