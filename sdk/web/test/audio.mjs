// SPDX-License-Identifier: Apache-2.0
// As much of Web Audio as the SDK touches: what is connected to what can be read.
import { FakeStream, FakeTrack } from './fakes.mjs';

class FakeNode {
  to = new Set();
  constructor(name, more = {}) { this.name = name; Object.assign(this, more); }
  connect(other) { this.to.add(other); }
  disconnect() { this.to.clear(); }
}

export class FakeAudio {
  state = 'running';
  closed = false;
  /** What the analyser sees. */
  loud = 0;
  constructor(options = {}, behaviour = {}) {
    this.sampleRate = options.sampleRate ?? 44100;
    Object.assign(this, behaviour);
  }

  createMediaStreamSource(stream) {
    if (this.ownRateOnly && this.sampleRate === 48000) throw Object.assign(new Error('rates'), { name: 'NotSupportedError' });
    return this.source = new FakeNode('mic', { stream });
  }
  createGain() { return new FakeNode('gain', { gain: { value: 1 } }); }
  createDynamicsCompressor() { return new FakeNode('limit'); }
  createAnalyser() { return new FakeNode('meter', { getFloatTimeDomainData: (samples) => samples.fill(this.loud) }); }
  createMediaStreamDestination() { return this.out = new FakeNode('out', { stream: new FakeStream([new FakeTrack('audio', 'out')]) }); }
  async resume() { this.resumed = (this.resumed ?? 0) + 1; }
  async close() { this.closed = true; }
  become(state) { this.state = state; this.onstatechange?.(); }

  /** "mic > gain:0.5 > out" */
  get path() {
    const names = [];
    for (let node = this.source; node; node = [...node.to].find(({ name }) => name !== 'meter')) names.push(node.gain ? `gain:${node.gain.value}` : node.name);
    return names.join(' > ');
  }
}

export const fakeNode = (name, more) => new FakeNode(name, more);
