// SPDX-License-Identifier: Apache-2.0
// Where in a picture people are: MediaPipe's selfie segmentation, loaded from beside the SDK when it is first wanted. Another one
// may be put in its place: anything with the shape of Segmenter.

import { Code, ParlorError } from '../../errors.mjs';

const FOLDER = 'parlor-segmenter/';
const SCRIPT = 'selfie_segmentation.js';
/** What the model sees. */
export const MODEL_SIZE = Object.freeze({ width: 256, height: 144 });
const PATIENCE_MS = 60000;

/**
 * @typedef {object} Segmenter
 * @property {(picture: any) => Promise<any>} segment a canvas of MODEL_SIZE in; out, something that can be drawn: opaque where people are. Used up before the next call
 * @property {() => void} close
 */

/**
 * @param {object} ports
 * @param {(name: string) => string} ports.asset
 * @param {any} ports.scope
 * @param {import('../../platform.mjs').Clock} ports.clock
 * @returns {() => Promise<Segmenter>}
 */
export function segmenterLoader({ asset, scope, clock }) {
  let script = null;

  function scriptLoaded() {
    script ??= new Promise((resolve, reject) => {
      const element = scope.document.createElement('script');
      element.src = asset(FOLDER + SCRIPT);
      element.onload = resolve;
      element.onerror = () => { script = null; element.remove(); reject(new Error('not found, or refused by a Content-Security-Policy')); };
      scope.document.head.appendChild(element);
    });
    return script;
  }

  return async function load() {
    if (!hasWebGl(scope)) throw missing('no WebGL in this browser');
    try {
      await scriptLoaded();
      return await inTime(clock, begun(scope, asset));
    } catch (error) { throw missing(/** @type {any} */ (error)?.message ?? error, error); }
  };
}

const missing = (why, cause) => new ParlorError(Code.NOT_SUPPORTED,
  `background: ${FOLDER} beside the SDK's script could not be used (${why}); a Content-Security-Policy needs script-src 'wasm-unsafe-eval'`, { cause });

function hasWebGl(scope) {
  try { return Boolean(scope.document?.createElement('canvas').getContext('webgl2')); } catch { return false; }
}

/** @returns {Promise<Segmenter>} */
async function begun(scope, asset) {
  const model = new scope.SelfieSegmentation({ locateFile: (name) => asset(FOLDER + name) });
  let mask = null;
  model.setOptions({ modelSelection: 1 }); // the one for landscape pictures: half the work
  model.onResults((results) => { mask = results.segmentationMask; });
  await model.initialize();
  return {
    async segment(picture) {
      await model.send({ image: picture });
      return mask;
    },
    close() { model.close().catch(() => {}); },
  };
}

/** @template T @param {import('../../platform.mjs').Clock} clock @param {Promise<T>} promise @returns {Promise<T>} */
function inTime(clock, promise) {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(PATIENCE_MS, () => reject(new Error('it took too long')));
    promise.then(resolve, reject).finally(cancel);
  });
}
