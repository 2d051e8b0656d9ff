// SPDX-License-Identifier: Apache-2.0
// The storyboard: which of its pictures belongs to a moment, and where it lies. Pure.

/**
 * @param {{ pictures: number, every: number, columns: number, width: number }} board
 * @param {number} seconds
 * @param {number} height of one picture
 * @returns {{ x: number, y: number, width: number, height: number }} its place in the sprite
 */
export function pictureAt(board, seconds, height) {
  const index = Math.max(0, Math.min(board.pictures - 1, Math.floor(seconds / board.every)));
  return { x: (index % board.columns) * board.width, y: Math.floor(index / board.columns) * height, width: board.width, height };
}

/** Of the whole sprite's height. @param {{ pictures: number, columns: number }} board @param {number} whole */
export const heightOf = (board, whole) => Math.floor(whole / Math.ceil(board.pictures / board.columns));
