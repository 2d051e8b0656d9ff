// SPDX-License-Identifier: Apache-2.0
// RNNoise, a small neural network that tells voices from noise: loaded when it is first wanted, from beside the SDK
// (parlor-denoise.js, an audio worklet, and parlor-denoise.wasm; what they are made of: parlor-denoise.txt).
//
// It costs 10 ms of delay, and some per cent of one core.

import { Code, ParlorError } from '../errors.mjs';

const RATE = 48000;
const WORKLET = 'parlor-denoise';

/**
 * @param {object} ports
 * @param {(name: string) => string} ports.asset the address of a file beside the SDK
 * @param {(url: string) => Promise<ArrayBuffer>} ports.fetchBytes
 * @param {(context: AudioContext, name: string, options: object) => AudioWorkletNode} ports.createWorklet
 */
export function denoiseLoader({ asset, fetchBytes, createWorklet }) {
  /** @type {WeakMap<AudioContext, Promise<void>>} */
  const modules = new WeakMap();
  let wasm = null;

  function moduleOf(context) {
    let ready = modules.get(context);
    if (!ready) {
      modules.set(context, ready = context.audioWorklet.addModule(asset(`${WORKLET}.js`)));
      ready.catch(() => modules.delete(context)); // perhaps it is there the next time
    }
    return ready;
  }

  function bytes() {
    wasm ??= fetchBytes(asset(`${WORKLET}.wasm`)).catch((error) => { wasm = null; throw error; });
    return wasm;
  }

  /** A node that cleans what comes through it; it is ready. @param {AudioContext} context @returns {Promise<AudioNode>} */
  return async function load(context) {
    if (!context.audioWorklet) throw new ParlorError(Code.NOT_SUPPORTED, 'denoise: no audio worklets in this browser, or the page is not a secure context');
    if (context.sampleRate !== RATE) throw new ParlorError(Code.NOT_SUPPORTED, `denoise: the sound has ${context.sampleRate} Hz, not ${RATE}`);
    let code;
    try {
      [code] = await Promise.all([bytes(), moduleOf(context)]);
    } catch (error) {
      const why = /** @type {any} */ (error)?.message ?? error;
      throw new ParlorError(Code.NOT_SUPPORTED, `denoise: ${asset(`${WORKLET}.js`)} and .wasm could not be loaded; they belong beside the SDK's script (${why})`, { cause: error });
    }
    return started(createWorklet(context, WORKLET, {
      numberOfInputs: 1, numberOfOutputs: 1, outputChannelCount: [1], channelCount: 1, channelCountMode: 'explicit', processorOptions: { wasm: code },
    }));
  };
}

/** @param {AudioWorkletNode} node @returns {Promise<AudioNode>} */
function started(node) {
  return new Promise((resolve, reject) => {
    const failed = (why) => reject(new ParlorError(Code.NOT_SUPPORTED, `denoise: ${why}; a Content-Security-Policy needs script-src 'wasm-unsafe-eval'`));
    node.port.onmessage = ({ data }) => { if (data === 'ready') resolve(node); else failed(data); };
    node.onprocessorerror = () => failed('the worklet failed');
  });
}
