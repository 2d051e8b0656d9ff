// SPDX-License-Identifier: Apache-2.0
// Icons as lines on a 24 by 24 field, drawn for Parlor. Colour and size come from the style sheet.

import { findAll } from './dom.mjs';

const SVG = 'http://www.w3.org/2000/svg';

/** Name -> path. Every shape is stroked; none is filled. */
const paths = {
  mic: 'M9 6a3 3 0 0 1 6 0v5a3 3 0 0 1-6 0z M5.5 11a6.5 6.5 0 0 0 13 0 M12 17.5V21 M9 21h6',
  'mic-off': 'M9 9v2a3 3 0 0 0 4.6 2.5 M15 11V6a3 3 0 0 0-5.8-1.1 M5.5 11a6.5 6.5 0 0 0 10.3 5.3 M18.5 11a6.5 6.5 0 0 1-.6 2.7 M12 17.5V21 M9 21h6 M4 4l16 16',
  camera: 'M3 8a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z M15 11l6-3.5v9L15 13',
  'camera-off': 'M9.5 6H13a2 2 0 0 1 2 2v3l6-3.5v9l-2.6-1.5 M15 15.5v.5a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h.5 M4 4l16 16',
  chat: 'M4 6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-4.5 4v-4H6a2 2 0 0 1-2-2z M8 8.5h8 M8 11.5h5',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z M2.5 20a6.5 6.5 0 0 1 13 0 M16 4.3a3.5 3.5 0 0 1 0 6.4 M18 14.2a6.5 6.5 0 0 1 3.5 5.8',
  more: 'M4.3 12a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0z M11.3 12a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0z M18.3 12a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0z',
  leave: 'M3.4 14.6c-1-1-1-2.6.2-3.5a14 14 0 0 1 16.8 0c1.2.9 1.2 2.5.2 3.5l-.5.5c-.6.6-1.5.7-2.2.3l-2-1.1a1.6 1.6 0 0 1-.8-1.7l.3-1.4a11 11 0 0 0-6.4 0l.3 1.4c.1.7-.2 1.4-.8 1.7l-2 1.1c-.7.4-1.6.3-2.2-.3z',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1 M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1',
  'full-screen': 'M4 9V4h5 M15 4h5v5 M20 15v5h-5 M9 20H4v-5',
  'full-screen-exit': 'M9 4v5H4 M20 9h-5V4 M15 20v-5h5 M4 15h5v5',
  settings: 'M4 7h9 M17 7h3 M4 17h3 M11 17h9 M15 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4z M9 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  keyboard: 'M3 8a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z M7 10h.01 M10.3 10h.01 M13.7 10h.01 M17 10h.01 M8 14h8',
  language: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M3.5 9.5h17 M3.5 14.5h17 M12 3c-5 5.5-5 12.5 0 18 M12 3c5 5.5 5 12.5 0 18',
  close: 'M6 6l12 12 M18 6L6 18',
  send: 'M4 12l16-7.5-5 15.5-3.5-6.5z M11.5 13.5L20 4.5',
  pin: 'M9 4h6 M10 4v6l-3 4h10l-3-4V4 M12 14v6',
  lock: 'M6 11h12v9H6z M8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  warning: 'M12 4L2.8 20h18.4z M12 10v4.5 M12 17.3v.01',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 11v5.5 M12 7.7v.01',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  speaker: 'M4 10v4h3.5l4.5 4V6l-4.5 4z M15.5 9a4.5 4.5 0 0 1 0 6 M18 6.5a8 8 0 0 1 0 11',
  down: 'M6 9.5l6 6 6-6',
  next: 'M9.5 6l6 6-6 6',
  phone: 'M5.2 3.5h3.1l1.7 4.2-2.1 1.7a11.5 11.5 0 0 0 6.7 6.7l1.7-2.1 4.2 1.7v3.1a1.8 1.8 0 0 1-1.9 1.8A16.8 16.8 0 0 1 3.4 5.4a1.8 1.8 0 0 1 1.8-1.9z',
  incoming: 'M18 6L6.5 17.5 M6.5 9v8.5H15',
  outgoing: 'M6 18L17.5 6.5 M9 6.5h8.5V15',
  missed: 'M3.5 7l8 7.5 9-9 M3.5 12.5V7H9',
  bell: 'M6 17v-6a6 6 0 0 1 12 0v6l1.5 2h-15z M10 21.5h4',
  'bell-off': 'M8 6.5A6 6 0 0 1 18 11v3.5 M18 19H4.5L6 17v-6 M10 21.5h4 M4 4l16 16',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z M15.3 15.3L20 20',
  exit: 'M13 4H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h7 M10 12h10 M16.5 8.5L20 12l-3.5 3.5',
  attach: 'M19 11.5l-7.2 7.2a4.6 4.6 0 0 1-6.5-6.5l8-8a3 3 0 0 1 4.3 4.3l-7.9 7.9a1.5 1.5 0 0 1-2.2-2.1l7-7',
  file: 'M7 3h7l4 4v13a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1z M14 3v4h4 M9 12.5h6 M9 16h6',
  pause: 'M9 5v14 M15 5v14',
  play: 'M7 4.5l12 7.5-12 7.5z',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 7v5.2l3.4 2',
  star: 'M12 3.6l2.6 5.3 5.8.8-4.2 4.1 1 5.8-5.2-2.8-5.2 2.8 1-5.8-4.2-4.1 5.8-.8z',
  transfer: 'M4 8h14 M14 4l4 4-4 4 M20 16H6 M10 12l-4 4 4 4',
  'person-add': 'M9.5 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z M3 20a6.5 6.5 0 0 1 13 0 M19 8v6 M16 11h6',
  note: 'M5 4h14v11l-5 5H5z M14 20v-5h5 M8.5 9h7 M8.5 12.5h4',
  ear: 'M7 9.5a5.5 5.5 0 0 1 11 0c0 4.5-4.2 4.8-4.2 8.2A2.8 2.8 0 0 1 8.6 19 M9.8 9.5a2.7 2.7 0 0 1 5.4 0c0 2.3-2.7 2.2-2.7 4.3',
  whisper: 'M4 5h11a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2H9l-4 3.5V14H4a1.5 1.5 0 0 1-1.5-1.5v-6A1.5 1.5 0 0 1 4 5z M20 9.5v3 M22.3 8v6',
  barge: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6z M2.5 19a5.5 5.5 0 0 1 11 0 M22 12h-7 M18 8.5L14.8 12l3.2 3.5',
  chart: 'M4 4v16h16 M8 15l3.5-5 3 3L20 6',
  shield: 'M12 3l7.5 3v5.5c0 4.6-3 8-7.5 9.5-4.5-1.5-7.5-4.9-7.5-9.5V6z M8.7 12l2.4 2.4 4.3-4.6',
  branch: 'M4 20h16 M5.5 20V9.5 M18.5 20V9.5 M3.5 9.5L12 4l8.5 5.5z M9.5 20v-6 M14.5 20v-6',
  calendar: 'M4.5 6h15v14h-15z M4.5 10h15 M8.5 3.5V7 M15.5 3.5V7',
};

/** @param {string} name @returns {SVGSVGElement} decoration: hidden from screen readers */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('focusable', 'false');
  svg.append(document.createElementNS(SVG, 'path'));
  setIcon(svg, name);
  return svg;
}

/** Shows another icon in the same place. */
export function setIcon(svg, name) {
  if (!paths[name]) throw new Error(`no icon ${name}`);
  if (svg.dataset.name === name) return;
  svg.dataset.name = name;
  svg.firstChild.setAttribute('d', paths[name]);
}

/** Puts an icon in front of the content of every element with data-icon="name". */
export function drawIcons(root = document) {
  for (const element of findAll('[data-icon]', root)) element.prepend(icon(element.dataset.icon));
}

export const iconNames = Object.keys(paths);
