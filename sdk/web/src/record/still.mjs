// SPDX-License-Identifier: Apache-2.0
// One picture of what a user shows now, in the size in which it arrives.

import { Code, ParlorError } from '../errors.mjs';
import { Scene } from './scene.mjs';

const GRAB_MS = 3000;

/** @typedef {{ type: 'image/jpeg' | 'image/png' | 'image/webp', quality: number, arrangement: import('./layout.mjs').Arrangement, fit: import('./layout.mjs').Fit, width: number, height: number }} StillSpec */

/**
 * @param {object} ports as those of Scene
 * @param {Document} ports.document
 * @param {import('../platform.mjs').Clock} ports.clock
 * @param {import('./browser.mjs').RecordPlatform} ports.recording
 * @param {import('./sources.mjs').Picture[]} pictures the main one first @param {StillSpec} spec
 * @returns {Promise<{ blob: Blob, width: number, height: number }>} rejects with 722 when no picture comes
 */
export async function takeStill(ports, pictures, spec) {
  const canvas = await (pictures.length === 1 && await grabbed(ports, pictures[0], spec) || drawn(ports, pictures, spec));
  const blob = await new Promise((resolve) => { canvas.toBlob(resolve, spec.type, spec.quality); });
  if (!blob) throw new ParlorError(Code.RECORD_CREATE, 'the picture could not be written');
  return { blob, width: canvas.width, height: canvas.height };
}

/** Straight from the track, where the browser can: no element has to load first, and hidden pages do not matter. */
async function grabbed({ document, clock, recording }, { media }, { width, height }) {
  const track = media?.getVideoTracks()[0];
  if (!track || width > 0 || height > 0) return null;
  let cancel = () => {};
  try {
    const late = new Promise((_resolve, reject) => { cancel = clock.after(GRAB_MS, () => reject(new Error('late'))); });
    const image = await Promise.race([recording.grab(track), late]);
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    canvas.getContext('2d', { alpha: false }).drawImage(image, 0, 0);
    image.close?.();
    return canvas;
  } catch { return null; } finally { cancel(); }
}

async function drawn(ports, pictures, { arrangement, fit, width, height }) {
  const scene = new Scene(ports, { arrangement, fit });
  try {
    scene.show(pictures);
    await scene.prepare({ width, height }, { needed: true });
    return /** @type {HTMLCanvasElement} */ (scene.canvas);
  } finally { scene.close(); }
}
