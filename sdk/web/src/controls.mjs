// SPDX-License-Identifier: Apache-2.0
// parlor.camera, parlor.microphone, parlor.speaker.

import { Code, ParlorError } from './errors.mjs';
import { Emitter } from './events.mjs';

const names = (devices, kind) => devices.list(kind).map(({ id, name }) => ({ id, name }));

/** Events: change() */
export class DeviceControl extends Emitter {
  #client; #kind;

  /** @param {import('./client.mjs').Client} client @param {'camera' | 'microphone'} kind */
  constructor(client, kind) {
    super();
    this.#client = client;
    this.#kind = kind;
    client.local.on('change', (changed) => { if (changed === kind) this.emit('change'); });
    client.on('devices', () => this.emit('change'));
  }

  /** @param {{ stream?: number }} [options] */
  async open({ stream = 0 } = {}) {
    const { local } = this.#client;
    await (this.#kind === 'camera' ? local.openCamera(stream) : local.openMic());
  }

  /** @param {{ stream?: number }} [options] */
  close({ stream = 0 } = {}) {
    if (this.#kind === 'camera') this.#client.local.closeCamera(stream); else this.#client.local.closeMic();
  }

  /** @returns {'none' | 'closed' | 'opening' | 'open'} */
  get state() { return this.stateOf(0); }

  /** @param {number} stream @returns {'none' | 'closed' | 'opening' | 'open'} */
  stateOf(stream) {
    const { local, devices } = this.#client;
    if (local.track(this.#kind, stream)) return 'open';
    if (local.wanted(this.#kind, stream)) return 'opening';
    return devices.has(this.#kind) || !devices.known ? 'closed' : 'none';
  }

  get isOpen() { return this.state === 'open'; }
  get devices() { return names(this.#client.devices, this.#kind); }

  /** The device in use, or that will be used. */
  get device() {
    const { local, devices } = this.#client;
    const label = local.track(this.#kind)?.label;
    const found = (label && devices.find(this.#kind, label)) || devices.current(this.#kind);
    return found ? { id: found.id, name: found.name } : null;
  }

  /** @param {string} nameOrId */
  async select(nameOrId) {
    const { local, devices } = this.#client;
    const device = devices.list(this.#kind).find(({ id, name }) => name === nameOrId || (id && id === nameOrId));
    if (!device || !devices.choose(this.#kind, device.name)) throw new ParlorError(Code.DEVICE, nameOrId, { reason: 'missing' });
    await local.apply(this.#kind);
    this.emit('change');
  }

  /** Of the microphone, 0 to 1. */
  get volume() { return this.#kind === 'microphone' ? this.#client.micFilter.volume : 1; }
  set volume(volume) { if (this.#kind === 'microphone') this.#client.setMicVolume(clamp(volume)); }

  /** How loud we speak, 0 to 100; of the microphone. */
  get level() { return this.#kind === 'microphone' ? this.#client.level(-1) : 0; }
}

export class SpeakerControl {
  #client;

  /** @param {import('./client.mjs').Client} client */
  constructor(client) { this.#client = client; }

  get devices() { return names(this.#client.devices, 'speaker'); }

  get device() {
    const found = this.#client.devices.current('speaker');
    return found ? { id: found.id, name: found.name } : null;
  }

  /** @param {string} nameOrId */
  async select(nameOrId) {
    const { devices, playback } = this.#client;
    const device = devices.list('speaker').find(({ id, name }) => name === nameOrId || (id && id === nameOrId));
    if (!device || !devices.choose('speaker', device.name)) throw new ParlorError(Code.DEVICE, nameOrId, { reason: 'missing' });
    await playback.setSink(device.id);
  }

  get volume() { return this.#client.playback.volume; }
  set volume(volume) { this.#client.playback.setVolume(clamp(volume)); }

  /** Nothing is heard of the others; the volume stays as it is. */
  get muted() { return this.#client.playback.muted; }
  set muted(muted) { this.#client.playback.setMuted(Boolean(muted)); }
}

const clamp = (volume) => Math.max(0, Math.min(1, Number(volume) || 0));
