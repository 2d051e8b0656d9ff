// SPDX-License-Identifier: Apache-2.0
// Where pictures go in a recorded one. Pure.

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */
/** @typedef {{ width: number, height: number }} Size */
/** @typedef {'single' | 'overlay' | 'abreast'} Arrangement single: the first alone. overlay: the others small, over it. abreast: side by side */
/** @typedef {'cover' | 'contain' | 'fill'} Fit cover: cut to the shape. contain: whole, with edges. fill: out of shape */

const MOST = 3840; // pixels a side: what encoders take
const even = (pixels) => Math.max(2, Math.min(MOST, 2 * Math.round(pixels / 2))); // H.264 knows no odd sizes

/**
 * How large the recorded picture is to be.
 * @param {Partial<Size>} wanted 0 or nothing: as large as fits @param {Size} main of the first picture @param {Arrangement} arrangement
 * @param {number} count of the pictures at the beginning
 * @returns {Size}
 */
export function frameSize({ width = 0, height = 0 }, main, arrangement, count) {
  const columns = arrangement === 'abreast' ? Math.max(2, columnsOf(count)) : 1;
  const rows = arrangement === 'abreast' ? Math.max(1, Math.ceil(count / columns)) : 1;
  const natural = { width: columns * main.width, height: rows * main.height };
  if (width > 0 && height > 0) return { width: even(width), height: even(height) };
  if (width > 0) return { width: even(width), height: even(width * natural.height / natural.width) };
  if (height > 0) return { width: even(height * natural.width / natural.height), height: even(height) };
  const scale = Math.min(1, MOST / natural.width, MOST / natural.height);
  return { width: even(natural.width * scale), height: even(natural.height * scale) };
}

const columnsOf = (count) => Math.ceil(Math.sqrt(count));

/** @param {Size} frame @param {number} count @returns {Box[]} */
function abreast({ width, height }, count) {
  const columns = columnsOf(count), rows = Math.ceil(count / columns);
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = row === rows - 1 ? count - row * columns : columns;
    const w = width / columns, h = height / rows;
    const indent = (width - inRow * w) / 2; // a last row that is not full stands in the middle
    return { x: indent + (index % columns) * w, y: row * h, width: w, height: h };
  });
}

/** The others from the lower right corner to the left, then upwards. @param {Size} frame @param {number} count @returns {Box[]} */
function overlaid({ width, height }, count) {
  const across = count <= 4 ? 4 : Math.max(4, Math.ceil(Math.sqrt(2 * count))); // small ones to a row
  const gap = Math.round(width / 80);
  const w = Math.floor((width - gap * (across + 1)) / across), h = Math.floor(w * height / width);
  return [{ x: 0, y: 0, width, height }, ...Array.from({ length: count - 1 }, (_, index) => ({
    x: width - (gap + w) * (index % across + 1), y: height - (gap + h) * (Math.floor(index / across) + 1), width: w, height: h,
  }))];
}

/**
 * @param {Size} frame @param {number} count of pictures @param {Arrangement} arrangement
 * @returns {Box[]} one for each picture that is shown, in their order
 */
export function arrange(frame, count, arrangement) {
  if (count < 1) return [];
  if (count === 1 || arrangement === 'single') return [{ x: 0, y: 0, width: frame.width, height: frame.height }];
  return arrangement === 'abreast' ? abreast(frame, count) : overlaid(frame, count);
}

/**
 * Which part of a picture goes where in its box.
 * @param {Size} picture @param {Box} box @param {Fit} fit
 * @returns {{ from: Box, to: Box }}
 */
export function place(picture, box, fit) {
  const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
  const across = box.width / picture.width, down = box.height / picture.height;
  if (fit === 'fill') return { from: whole, to: box };
  if (fit === 'cover') {
    const scale = Math.max(across, down);
    const width = box.width / scale, height = box.height / scale;
    return { from: { x: (picture.width - width) / 2, y: (picture.height - height) / 2, width, height }, to: box };
  }
  const scale = Math.min(across, down);
  const width = picture.width * scale, height = picture.height * scale;
  return { from: whole, to: { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height } };
}
