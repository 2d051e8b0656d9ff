// SPDX-License-Identifier: Apache-2.0
// The list of cameras, microphones and loudspeakers: fetched ahead, so that pages can ask for it without waiting.
// Names are unique within a kind. Before the user has given permission browsers hide them; then they are "Camera 1" ...,
// and such a name goes on meaning the same place in the list when the real names are known.
//
// Events: change()

import { Emitter } from '../events.mjs';

/** @typedef {'camera' | 'microphone' | 'speaker'} DeviceKind */
/** @typedef {{ id: string, name: string, label: string, screen: boolean }} Device */

/** @type {Record<DeviceKind, string>} */
const browserKinds = { camera: 'videoinput', microphone: 'audioinput', speaker: 'audiooutput' };
const words = {
  en: { camera: 'Camera', microphone: 'Microphone', speaker: 'Speaker', screen: 'Screen' },
  zh: { camera: '\u6444\u50cf\u5934', microphone: '\u9ea6\u514b\u98ce', speaker: '\u626c\u58f0\u5668', screen: '\u5c4f\u5e55\u5171\u4eab' },
};
/** Chromium lists these beside the devices that they stand for. */
const ALIASES = new Set(['default', 'communications']);

export class Devices extends Emitter {
  #media; #words; #screen = false; #turn = 0;
  /** @type {Record<DeviceKind, Device[]>} */
  #lists = { camera: [], microphone: [], speaker: [] };
  /** Names that the page chose. @type {Record<DeviceKind, string>} */
  #chosen = { camera: '', microphone: '', speaker: '' };
  #onChange = () => { this.refresh(); };
  /** The list has been fetched at least once. */
  known = false;

  /** @param {{ mediaDevices: MediaDevices | null, language: string }} ports */
  constructor({ mediaDevices, language }) {
    super();
    this.#media = mediaDevices;
    this.#words = /^zh\b/i.test(language) ? words.zh : words.en;
    this.#media?.addEventListener?.('devicechange', this.#onChange);
  }

  close() { this.#media?.removeEventListener?.('devicechange', this.#onChange); }

  /** Fetches the list; a browser that refuses has no devices. */
  async refresh() {
    const turn = ++this.#turn;
    let found = [];
    try { found = await this.#media?.enumerateDevices?.() ?? []; } catch { /* as if there were none */ }
    if (turn !== this.#turn) return;
    for (const kind of /** @type {DeviceKind[]} */ (Object.keys(this.#lists))) this.#lists[kind] = this.#named(kind, found);
    this.known = true;
    this.emit('change');
  }

  #named(kind, found) {
    const mine = found.filter((device) => device.kind === browserKinds[kind]);
    const real = mine.filter((device) => !ALIASES.has(device.deviceId));
    const used = new Set();
    return (real.length > 0 ? real : mine).map((device, index) => {
      const plain = device.label || `${this.#words[kind]} ${index + 1}`;
      let name = plain;
      for (let n = 2; used.has(name); n++) name = `${plain} (${n})`;
      used.add(name);
      return { id: device.deviceId, name, label: device.label, screen: false };
    });
  }

  /** The desktop as one more camera, last in the list; asks nobody for permission yet. @param {boolean} on */
  offerScreen(on) { this.#screen = on; }

  /** @param {DeviceKind} kind @returns {Device[]} */
  list(kind) {
    const list = this.#lists[kind];
    return kind === 'camera' && this.#screen ? [...list, { id: '', name: this.#words.screen, label: '', screen: true }] : list;
  }

  has(kind) { return this.list(kind).length > 0; }

  /** @param {DeviceKind} kind @param {string} name @returns {Device | null} */
  find(kind, name) {
    const list = this.list(kind);
    const named = list.find((device) => device.name === name || (device.label && device.label === name));
    if (named) return named;
    const generic = new RegExp(`^(?:${words.en[kind]}|${words.zh[kind]}) (\\d+)$`).exec(name);
    return generic ? list[Number(generic[1]) - 1] ?? null : null;
  }

  /** @param {DeviceKind} kind @param {string} name @returns {boolean} there is such a device */
  choose(kind, name) {
    const found = this.find(kind, name) !== null;
    if (found || !this.known) this.#chosen[kind] = name; // perhaps it comes with the list
    return found;
  }

  /** The chosen device, else the first. @param {DeviceKind} kind @returns {Device | null} */
  current(kind) {
    return this.find(kind, this.#chosen[kind]) ?? this.list(kind)[0] ?? null;
  }

  /** A choice was made; without one the browser's own default is used. @param {DeviceKind} kind */
  isChosen(kind) { return this.#chosen[kind] !== ''; }
}
