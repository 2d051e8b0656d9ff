// SPDX-License-Identifier: Apache-2.0
// parlor.camera, parlor.microphone, parlor.speaker.

import { Code, ParlorError } from './errors.mjs';
import { Emitter } from './events.mjs';

const plain = (device) => device ? { id: device.id, name: device.name } : null;
const names = (devices, kind) => devices.list(kind).map(plain);
const clamp = (volume) => Math.max(0, Math.min(1, Number(volume) || 0));

/** The name of what is meant. @param {string | null} nameOrId null: whichever the browser takes @returns {string} */
function nameOf(devices, kind, nameOrId) {
  if (nameOrId === null || nameOrId === '') return '';
  const found = devices.list(kind).find(({ id, name }) => name === nameOrId || (id && id === nameOrId));
  if (!found) throw new ParlorError(Code.DEVICE, nameOrId, { reason: 'missing' });
  return found.name;
}

/** Events: change() */
class DeviceControl extends Emitter {
  _client; #kind;

  /** @param {import('./client.mjs').Client} client @param {'camera' | 'microphone'} kind */
  constructor(client, kind) {
    super();
    this._client = client;
    this.#kind = kind;
    client.local.on('change', (changed) => { if (changed === kind) this.emit('change'); });
    client.on('devices', () => this.emit('change'));
    client.devices.on('permission', (changed) => { if (changed === kind) this.emit('change'); });
  }

  /** @param {{ stream?: number }} [options] */
  async open({ stream = 0 } = {}) {
    const { local } = this._client;
    await (this.#kind === 'camera' ? local.openCamera(stream) : local.openMic());
  }

  /** @param {{ stream?: number }} [options] */
  close({ stream = 0 } = {}) {
    if (this.#kind === 'camera') this._client.local.closeCamera(stream); else this._client.local.closeMic();
  }

  /** @returns {'none' | 'closed' | 'opening' | 'open'} */
  get state() { return this.stateOf(0); }

  /** @param {number} stream @returns {'none' | 'closed' | 'opening' | 'open'} */
  stateOf(stream) {
    const { local, devices } = this._client;
    if (local.track(this.#kind, stream)) return 'open';
    if (local.wanted(this.#kind, stream)) return 'opening';
    return devices.has(this.#kind) || !devices.known ? 'closed' : 'none';
  }

  get isOpen() { return this.state === 'open'; }
  /** @returns {'granted' | 'denied' | 'prompt' | 'unknown'} */
  get permission() { return this._client.devices.permission(this.#kind); }
  get devices() { return names(this._client.devices, this.#kind); }

  /** The device in use, or that will be used. */
  get device() {
    const { local, devices } = this._client;
    return plain(devices.of(this.#kind, local.track(this.#kind)) ?? devices.current(this.#kind));
  }

  /** @param {string | null} nameOrId null: whichever the browser takes */
  async select(nameOrId) {
    const { local, devices } = this._client;
    devices.choose(this.#kind, nameOf(devices, this.#kind, nameOrId));
    await local.apply(this.#kind);
    this.emit('change');
  }
}

export class CameraControl extends DeviceControl {
  /** @param {import('./client.mjs').Client} client */
  constructor(client) { super(client, 'camera'); }

  /** @param {{ stream?: number }} [options] */
  adjustments({ stream = 0 } = {}) { return this._client.adjustments.list(stream); }

  /** @param {string} name @param {number | string | boolean} value @param {{ stream?: number }} [options] */
  async adjust(name, value, { stream = 0 } = {}) { return this._client.adjustments.set(name, value, stream); }

  /** @param {{ stream?: number }} [options] */
  async resetAdjustments({ stream = 0 } = {}) { await this._client.adjustments.reset(stream); }

  /** @param {{ stream?: number, title?: string }} [options] */
  showPanel(options) { this._client.cameraPanel.show(options); }
  closePanel() { this._client.cameraPanel.close(); }
}

export class MicrophoneControl extends DeviceControl {
  /** @param {import('./client.mjs').Client} client */
  constructor(client) { super(client, 'microphone'); }

  /** 0 to 1. */
  get volume() { return this._client.sound.volume('microphone'); }
  set volume(volume) { this._client.sound.setVolume('microphone', clamp(volume)); }

  /** How loud we speak, 0 to 100. */
  get level() { return this._client.level(-1); }

  get settings() { return { ...this._client.local.audio }; }

  /** What is done to the sound, as far as the browser tells; null: it is closed. */
  get processing() { return this._client.local.microphone.processing; }
}

/** Events: change() */
export class SpeakerControl extends Emitter {
  #client;

  /** @param {import('./client.mjs').Client} client */
  constructor(client) {
    super();
    this.#client = client;
    client.on('devices', () => this.emit('change'));
  }

  get devices() { return names(this.#client.devices, 'speaker'); }
  get device() { return plain(this.#client.devices.current('speaker')); }
  get canSelect() { return this.#client.sound.speaker.canChoose; }

  /** @param {string | null} nameOrId null: whichever the browser takes */
  async select(nameOrId) {
    await this.#client.sound.speaker.choose(nameOf(this.#client.devices, 'speaker', nameOrId));
    this.emit('change');
  }

  /** The browser's own list; call it from a click. */
  async ask() {
    await this.#client.sound.speaker.ask();
    this.emit('change');
    return this.device;
  }

  /** Nothing is heard of the others; the volume stays as it is. */
  get muted() { return this.#client.playback.muted; }
  set muted(muted) { this.#client.playback.setMuted(Boolean(muted)); }

  get volume() { return this.#client.sound.volume('speaker'); }
  set volume(volume) { this.#client.sound.setVolume('speaker', clamp(volume)); }
}
