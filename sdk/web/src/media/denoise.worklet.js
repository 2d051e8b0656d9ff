// SPDX-License-Identifier: Apache-2.0
// The audio worklet around RNNoise; build.mjs makes parlor-denoise.js of it. RNNoise takes 480 samples at a time, the browser
// gives 128: what comes out is always 480 samples old. Until RNNoise is ready, and when it fails, sound passes as it is.

import createRnnoise from '@jitsi/rnnoise-wasm/dist/rnnoise.js';

const FRAME = 480;
const SCALE = 32768; // it thinks in 16-bit samples

class Denoise extends AudioWorkletProcessor {
  #rnnoise = null; #state = 0; #memory = 0; #over = false;
  #in = new Float32Array(FRAME); #out = new Float32Array(FRAME);
  /** Samples in #in, which are as many as have been taken from #out. */
  #place = 0;

  constructor({ processorOptions: { wasm } }) {
    super();
    this.port.onmessage = () => { this.#over = true; };
    this.#start(wasm);
  }

  async #start(wasm) {
    try {
      const rnnoise = await createRnnoise({ wasmBinary: new Uint8Array(wasm), print() {}, printErr() {} });
      this.#memory = rnnoise._malloc(FRAME * 4);
      this.#state = rnnoise._rnnoise_create(0);
      this.#rnnoise = rnnoise;
      this.port.postMessage('ready');
    } catch (error) { this.port.postMessage(String(error?.message ?? error)); }
  }

  process([[input]], [[output]]) {
    if (!output) return !this.#over;
    for (let i = 0; i < output.length; i++) {
      output[i] = this.#out[this.#place];
      this.#in[this.#place++] = input ? input[i] : 0;
      if (this.#place === FRAME) this.#frame();
    }
    if (this.#over) this.#free();
    return !this.#over;
  }

  #frame() {
    this.#place = 0;
    if (!this.#rnnoise) { this.#out.set(this.#in); return; }
    const place = this.#memory >> 2;
    const heap = this.#rnnoise.HEAPF32; // another one when its memory has grown
    for (let i = 0; i < FRAME; i++) heap[place + i] = this.#in[i] * SCALE;
    this.#rnnoise._rnnoise_process_frame(this.#state, this.#memory, this.#memory);
    for (let i = 0; i < FRAME; i++) this.#out[i] = this.#rnnoise.HEAPF32[place + i] / SCALE;
  }

  #free() {
    if (!this.#rnnoise) return;
    this.#rnnoise._rnnoise_destroy(this.#state);
    this.#rnnoise._free(this.#memory);
    this.#rnnoise = null;
  }
}

registerProcessor('parlor-denoise', Denoise);
