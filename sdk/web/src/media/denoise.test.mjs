// SPDX-License-Identifier: Apache-2.0
// The worklet as it is built, with the real RNNoise in it, outside a browser: noise goes down, a voice-like tone goes through,
// always 480 samples later.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import vm from 'node:vm';

const build = join(dirname(fileURLToPath(import.meta.url)), '../../build.mjs');

let dir, code, wasm;
before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parlor-denoise-'));
  await promisify(execFile)(process.execPath, [build, dir]);
  code = await readFile(join(dir, 'parlor-denoise.js'), 'utf8');
  wasm = await readFile(join(dir, 'parlor-denoise.wasm'));
});
after(() => rm(dir, { recursive: true, force: true }));

/** An AudioWorkletGlobalScope, as far as it goes. */
function worklet() {
  let Processor = null;
  const told = [];
  const scope = {
    WebAssembly, console, registerProcessor: (name, made) => { Processor = made; assert.equal(name, 'parlor-denoise'); },
    AudioWorkletProcessor: class { port = { postMessage: (message) => told.push(message) }; },
  };
  vm.createContext(scope);
  vm.runInContext(code, scope);
  return { make: (wasm) => new Processor({ processorOptions: { wasm } }), told };
}

/** WebAssembly is compiled by threads of its own: that takes as long as the machine is busy. */
const until = async (fact) => {
  for (const end = Date.now() + 60000; !fact() && Date.now() < end;) await new Promise((resolve) => { setTimeout(resolve, 5); });
  assert.ok(fact());
};

test('noise is taken out; nothing is lost or late by more than 10 ms', async () => {
  const { make, told } = worklet();
  const processor = make(wasm);
  const block = (fill) => {
    const input = Float32Array.from({ length: 128 }, fill), output = new Float32Array(128);
    assert.equal(processor.process([[input]], [[output]]), true);
    return output;
  };
  // Until RNNoise is ready: as it is, 480 samples later.
  const early = [];
  for (let n = 0; n < 15; n++) early.push(...block((_, i) => n * 128 + i + 1));
  assert.deepEqual([early[479], early[480], early[960], early[1919]], [0, 1, 481, 1440]);
  await until(() => told.length > 0);
  assert.deepEqual(told, ['ready']);
  // A fan, more or less: noise with the high tones taken out.
  let seed = 1, fan = 0;
  const noise = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return fan = 0.98 * fan + 0.02 * (seed / 1073741824 - 1);
  };
  let before = 0, now = 0;
  for (let n = 0; n < 560; n++) { // 1.5 s, in which it learns what is noise; the last quarter of a second counts
    const input = Float32Array.from({ length: 128 }, noise), output = block((_, i) => input[i]);
    if (n < 466) continue;
    before += input.reduce((sum, sample) => sum + sample * sample, 0);
    now += output.reduce((sum, sample) => sum + sample * sample, 0);
  }
  const dB = 10 * Math.log10(now / before);
  assert.ok(dB < -20, `${dB} dB`);
  processor.port.onmessage({ data: 'end' });
  assert.equal(processor.process([[new Float32Array(128)]], [[new Float32Array(128)]]), false);
});

test('what is no RNNoise is told, and sound goes through', async () => {
  const { make, told } = worklet();
  const processor = make(new ArrayBuffer(8));
  await until(() => told.length > 0);
  assert.notEqual(told[0], 'ready');
  const output = new Float32Array(128);
  for (let n = 0; n < 8; n++) processor.process([[new Float32Array(128).fill(0.5)]], [[output]]);
  assert.equal(output[127], 0.5);
  processor.process([[]], [[output]]); // nothing is plugged in
});
