// SPDX-License-Identifier: Apache-2.0
import test from 'node:test';
import assert from 'node:assert/strict';
import { SMALLEST_WIDTH, TALLEST, WIDEST, bestGrid, fitOf, moveFocus, spotlight } from './layout.mjs';

const boxes = [[1280, 660], [900, 660], [768, 900], [360, 620], [320, 440], [640, 260], [2560, 1300]];

test('a grid holds all tiles and stays inside its box', () => {
  for (const [width, height] of boxes) for (let count = 1; count <= 50; count++) {
    const grid = bestGrid(count, width, height, 8);
    const name = `${count} in ${width}x${height}`;
    assert.ok(grid.columns * grid.rows >= count, name);
    assert.ok(grid.columns * (grid.rows - 1) < count, `${name}: an empty row`);
    assert.ok(grid.columns * grid.width + 8 * (grid.columns - 1) <= width, `${name}: too wide`);
    if (!grid.scrolls) assert.ok(grid.rows * grid.height + 8 * (grid.rows - 1) <= height, `${name}: too high`);
    assert.ok(grid.width >= 1 && grid.height >= 1, name);
  }
});

test('tiles have the shape of pictures', () => {
  for (const [width, height] of boxes) for (let count = 1; count <= 30; count++) {
    const grid = bestGrid(count, width, height, 8);
    const ratio = grid.width / grid.height;
    assert.ok(ratio <= WIDEST + 0.03 && ratio >= TALLEST - 0.03, `${count} in ${width}x${height}: ${ratio}`);
  }
});

test('the usual cases', () => {
  const columns = (count, width, height) => bestGrid(count, width, height, 8).columns;
  assert.equal(columns(1, 1280, 660), 1);
  assert.equal(columns(2, 1280, 660), 2);
  assert.equal(columns(4, 1280, 660), 2);
  assert.equal(columns(9, 1280, 660), 3);
  assert.equal(columns(16, 1280, 660), 4);
  assert.equal(columns(2, 360, 620), 1);
  assert.equal(columns(6, 360, 620), 2);
});

test('a single tile uses the whole height or the whole width', () => {
  const wide = bestGrid(1, 1280, 660, 8);
  assert.equal(wide.height, 660);
  const tall = bestGrid(1, 360, 620, 8);
  assert.equal(tall.width, 360);
});

test('too many tiles scroll at a size that still shows faces', () => {
  const grid = bestGrid(60, 360, 620, 6);
  assert.equal(grid.scrolls, true);
  assert.ok(grid.width >= SMALLEST_WIDTH);
  assert.equal(bestGrid(4, 100, 300, 6).columns, 1, 'narrower than the smallest tile: one column');
  assert.ok(bestGrid(3, 0, 0, 6).width >= 1, 'no box yet');
});

test('the strip stands at the side of a wide box and below a tall one', () => {
  assert.equal(spotlight(3, 1280, 660).direction, 'row');
  assert.equal(spotlight(3, 360, 620).direction, 'column');
  assert.equal(spotlight(0, 1280, 660).strip, 0);
  const side = spotlight(8, 1280, 660);
  assert.equal(side.strip, side.width);
  assert.ok(side.strip < 1280 / 4);
  const below = spotlight(8, 360, 620);
  assert.equal(below.strip, below.height);
  assert.ok(below.strip < 620 / 4);
});

test('pictures fill their tile unless half would be cut away', () => {
  assert.equal(fitOf(640, 480, 400, 225), 'cover');
  assert.equal(fitOf(1280, 720, 300, 225), 'cover');
  assert.equal(fitOf(360, 640, 400, 225), 'contain');
  assert.equal(fitOf(360, 640, 200, 266), 'cover');
  assert.equal(fitOf(0, 0, 400, 225), 'cover');
});

test('arrow keys move within the grid and stop at its edges', () => {
  assert.equal(moveFocus('ArrowRight', 0, 5, 3), 1);
  assert.equal(moveFocus('ArrowDown', 1, 5, 3), 4);
  assert.equal(moveFocus('ArrowDown', 3, 5, 3), 3);
  assert.equal(moveFocus('ArrowUp', 1, 5, 3), 1);
  assert.equal(moveFocus('ArrowLeft', 0, 5, 3), 0);
  assert.equal(moveFocus('End', 1, 5, 3), 4);
  assert.equal(moveFocus('Home', 4, 5, 3), 0);
  assert.equal(moveFocus('x', 2, 5, 3), 2);
});
