// SPDX-License-Identifier: Apache-2.0
// Finds links in what people write. Only http and https become links, and only when the URL parser agrees; everything
// else stays text, so a message can never bring a script along.

/** @typedef {{ text: string, href?: string }} Part */

const LINK = /\bhttps?:\/\/[^\s<>"'`\u0000-\u001f\u3000-\u303f\uff00-\uffef\u201c\u201d\u2018\u2019]+/giu;

/** Marks that end a sentence belong to it, not to the link; a bracket belongs to the link when it was opened there. */
function trimEnd(link) {
  for (;;) {
    const last = link.at(-1);
    if ('.,;:!?*_~'.includes(last)) link = link.slice(0, -1);
    else if (last === ')' && !link.includes('(')) link = link.slice(0, -1);
    else if (last === ']' && !link.includes('[')) link = link.slice(0, -1);
    else return link;
  }
}

/** @param {string} link @returns {string | null} */
function safeAddress(link) {
  try {
    const url = new URL(link);
    // A name before the host ("https://bank.example@evil.example") shows another host than it opens.
    const honest = url.username === '' && url.password === '';
    return (url.protocol === 'http:' || url.protocol === 'https:') && honest ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * Cuts a text into pieces, links apart. The pieces' texts joined give the text again.
 * @param {string} text
 * @returns {Part[]}
 */
export function linkParts(text) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const link = trimEnd(match[0]);
    const href = safeAddress(link);
    if (!href) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: link, href });
    end = match.index + link.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/**
 * The same as nodes: text nodes, and links that open elsewhere and tell nothing about this page.
 * @param {string} text
 * @returns {DocumentFragment}
 */
export function linkify(text) {
  const fragment = document.createDocumentFragment();
  for (const part of linkParts(text)) {
    if (!part.href) {
      fragment.append(part.text);
      continue;
    }
    const anchor = document.createElement('a');
    anchor.href = part.href;
    anchor.target = '_blank';
    anchor.rel = 'noopener noreferrer nofollow';
    anchor.textContent = part.text;
    fragment.append(anchor);
  }
  return fragment;
}
