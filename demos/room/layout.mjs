// SPDX-License-Identifier: Apache-2.0
// Where the pictures go. Pure arithmetic: a box, a number of tiles, and out come columns and the size of a tile.

/**
 * @typedef {object} Grid
 * @property {number} columns
 * @property {number} rows
 * @property {number} width of a tile, pixels
 * @property {number} height of a tile
 * @property {boolean} scrolls not all rows fit: the tiles have their smallest size
 */

/** A tile may be as wide as a film and as tall as a phone held upright; cameras give 4:3 or 16:9. */
export const WIDEST = 16 / 9;
export const TALLEST = 3 / 4;
/** Narrower than this, a face is a stamp: then rather scroll. */
export const SMALLEST_WIDTH = 132;

/** The tile that a cell can hold. @param {number} cellWidth @param {number} cellHeight */
function tileIn(cellWidth, cellHeight) {
  let width = cellWidth;
  let height = cellHeight;
  if (width > height * WIDEST) width = height * WIDEST;
  if (width < height * TALLEST) height = width / TALLEST;
  return { width: Math.floor(width), height: Math.floor(height) };
}

/** How much of a 4:3 picture such a tile can show: what is compared. */
const worth = ({ width, height }) => {
  const picture = Math.min(width, (height * 4) / 3);
  return picture * picture * 0.75 + width * height * 0.1;
};

/**
 * The grid that shows the pictures largest.
 * @param {number} count tiles, at least 1
 * @param {number} boxWidth pixels
 * @param {number} boxHeight pixels
 * @param {number} gap pixels between tiles
 * @returns {Grid}
 */
export function bestGrid(count, boxWidth, boxHeight, gap) {
  /** @type {Grid | null} */
  let best = null;
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    if (columns > 1 && Math.ceil(count / (columns - 1)) === rows) continue; // the same rows with an emptier last one
    const tile = tileIn((boxWidth - gap * (columns - 1)) / columns, (boxHeight - gap * (rows - 1)) / rows);
    if (tile.width < Math.min(SMALLEST_WIDTH, boxWidth) || tile.height < 1) continue;
    if (!best || worth(tile) > worth(best)) best = { columns, rows, ...tile, scrolls: false };
  }
  return best ?? scrollingGrid(count, boxWidth, gap);
}

function scrollingGrid(count, boxWidth, gap) {
  const columns = Math.max(1, Math.min(count, Math.floor((boxWidth + gap) / (SMALLEST_WIDTH + gap))));
  const width = Math.max(1, Math.floor((boxWidth - gap * (columns - 1)) / columns));
  return { columns, rows: Math.ceil(count / columns), width, height: Math.floor((width * 3) / 4), scrolls: true };
}

/**
 * @typedef {object} Spotlight
 * @property {'row' | 'column'} direction 'row': the others stand at the side; 'column': below
 * @property {number} strip thickness of the strip of the others, 0 when there are none
 * @property {number} width of a tile in the strip
 * @property {number} height of a tile in the strip
 */

/**
 * One picture large, the others in a strip at the side that costs the large one least.
 * @param {number} others how many are in the strip
 * @param {number} boxWidth
 * @param {number} boxHeight
 * @returns {Spotlight}
 */
export function spotlight(others, boxWidth, boxHeight) {
  const direction = boxWidth > boxHeight * 1.1 ? 'row' : 'column';
  const between = (low, value, high) => Math.round(Math.max(low, Math.min(high, value)));
  const width = direction === 'row' ? between(SMALLEST_WIDTH, boxWidth * 0.2, 240) : between(112, boxWidth * 0.32, 200);
  const height = Math.round((width * 9) / 16) + (direction === 'column' ? Math.round(width * 0.19) : 0);
  return { direction, strip: others === 0 ? 0 : direction === 'row' ? width : height, width, height };
}

/**
 * Fill the tile, or show the picture whole? Filling is calmer, but not when it would cut away half of the picture,
 * as with a phone held upright in a wide tile.
 * @returns {'cover' | 'contain'}
 */
export function fitOf(pictureWidth, pictureHeight, tileWidth, tileHeight) {
  if (!(pictureWidth > 0 && pictureHeight > 0 && tileWidth > 0 && tileHeight > 0)) return 'cover';
  const picture = pictureWidth / pictureHeight;
  const tile = tileWidth / tileHeight;
  return Math.min(picture / tile, tile / picture) < 0.55 ? 'contain' : 'cover';
}

/**
 * Where an arrow key goes from a tile.
 * @param {string} key of a keyboard event
 * @param {number} index present tile
 * @param {number} count
 * @param {number} columns
 * @returns {number} the same index when the key does not move
 */
export function moveFocus(key, index, count, columns) {
  const next = {
    ArrowRight: index + 1, ArrowLeft: index - 1, ArrowDown: index + columns, ArrowUp: index - columns, Home: 0, End: count - 1,
  }[key];
  return next === undefined || next < 0 || next >= count ? index : next;
}
