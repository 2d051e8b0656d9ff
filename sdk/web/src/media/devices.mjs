// SPDX-License-Identifier: Apache-2.0
// The list of cameras, microphones and loudspeakers: fetched ahead, so that pages can ask for it without waiting, and again
// whenever something is plugged in or out, or the user gives or takes a permission.
//
// Names are unique within a kind. Before the user has given permission browsers hide them; then they are "Camera 1" ...,
// and such a name goes on meaning the same place in the list when the real names are known.
//
// What the page has chosen holds also while it is not there: it counts again when it comes back.
//
// Events: change()                    the list, or what may be known of it
//         permission(kind, state)     the user has decided, here or in the browser's settings

import { Emitter } from '../events.mjs';

/** @typedef {'camera' | 'microphone' | 'speaker'} DeviceKind */
/** @typedef {{ id: string, name: string, label: string, screen: boolean }} Device */
/** @typedef {'granted' | 'denied' | 'prompt' | 'unknown'} Permission */

/** @type {Record<DeviceKind, string>} */
const browserKinds = { camera: 'videoinput', microphone: 'audioinput', speaker: 'audiooutput' };
const words = {
  en: { camera: 'Camera', microphone: 'Microphone', speaker: 'Speaker', screen: 'Screen' },
  zh: { camera: '\u6444\u50cf\u5934', microphone: '\u9ea6\u514b\u98ce', speaker: '\u626c\u58f0\u5668', screen: '\u5c4f\u5e55\u5171\u4eab' },
};
/** Chromium lists these beside the devices that they stand for. */
const ALIASES = new Set(['default', 'communications']);
const kinds = /** @type {DeviceKind[]} */ (Object.keys(browserKinds));

export class Devices extends Emitter {
  #media; #words; #screen = false; #turn = 0;
  /** @type {Record<DeviceKind, Device[]>} */
  #lists = { camera: [], microphone: [], speaker: [] };
  /** What the browser takes unless told. @type {Record<DeviceKind, string>} */
  #defaults = { camera: '', microphone: '', speaker: '' };
  /** Names that the page chose. @type {Record<DeviceKind, string>} */
  #chosen = { camera: '', microphone: '', speaker: '' };
  /** @type {Record<string, Permission>} */
  #permissions = { camera: 'unknown', microphone: 'unknown' };
  #offs = [];
  /** The list has been fetched at least once. */
  known = false;

  /**
   * @param {object} ports
   * @param {MediaDevices | null} ports.mediaDevices
   * @param {string} ports.language
   * @param {() => MediaDeviceInfo[] | null} [ports.ahead] a list that was fetched before; null: not yet
   * @param {(kind: 'camera' | 'microphone') => Promise<PermissionStatus | null>} [ports.permission]
   */
  constructor({ mediaDevices, language, ahead = () => null, permission = async () => null }) {
    super();
    this.#media = mediaDevices;
    this.#words = /^zh\b/i.test(language) ? words.zh : words.en;
    this.#hear(mediaDevices, 'devicechange', () => { this.refresh(); });
    for (const kind of /** @type {const} */ (['camera', 'microphone'])) this.#watch(kind, permission);
    const list = ahead();
    if (list) this.#take(list);
  }

  close() { for (const off of this.#offs.splice(0)) off(); }

  /** Fetches the list; a browser that refuses has no devices. */
  async refresh() {
    const turn = ++this.#turn;
    let found = [];
    try { found = await this.#media?.enumerateDevices?.() ?? []; } catch { /* as if there were none */ }
    if (turn !== this.#turn) return;
    this.#take(found);
    this.emit('change');
  }

  #take(found) {
    for (const kind of kinds) this.#lists[kind] = this.#named(kind, found);
    this.known = true;
  }

  #named(kind, found) {
    const mine = found.filter((device) => device.kind === browserKinds[kind]);
    const real = mine.filter((device) => !ALIASES.has(device.deviceId));
    const alias = mine.find((device) => device.deviceId === 'default');
    this.#defaults[kind] = alias?.groupId ? real.find((device) => device.groupId === alias.groupId)?.deviceId ?? '' : '';
    const used = new Set();
    return (real.length > 0 ? real : mine).map((device, index) => {
      const plain = device.label || `${this.#words[kind]} ${index + 1}`;
      let name = plain;
      for (let n = 2; used.has(name); n++) name = `${plain} (${n})`;
      used.add(name);
      return { id: device.deviceId, name, label: device.label, screen: false };
    });
  }

  // ---- permissions ----

  /** What the user has decided; unknown: this browser does not tell. @param {DeviceKind} kind @returns {Permission} */
  permission(kind) { return this.#permissions[kind] ?? 'unknown'; }

  async #watch(kind, ask) {
    let status = null;
    try { status = await ask(kind); } catch { /* a browser that does not know the word */ }
    if (!status) return;
    this.#permissions[kind] = status.state;
    if (status.state !== 'prompt') this.emit('permission', kind, status.state);
    this.#hear(status, 'change', () => {
      this.#permissions[kind] = status.state;
      this.emit('permission', kind, status.state);
      this.refresh(); // names come and go with it
    });
  }

  #hear(target, name, call) {
    if (!target?.addEventListener) return;
    target.addEventListener(name, call);
    this.#offs.push(() => target.removeEventListener(name, call));
  }

  // ---- what pages choose and ask ----

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

  /** The one that a track is from. @param {DeviceKind} kind @param {MediaStreamTrack | null | undefined} track @returns {Device | null} */
  of(kind, track) {
    const id = track?.getSettings?.().deviceId;
    const found = id && this.list(kind).find((device) => device.id === id);
    return found || (track?.label ? this.find(kind, track.label) : null);
  }

  /** @param {DeviceKind} kind @param {string} name "": whichever the browser takes @returns {boolean} there is such a device */
  choose(kind, name) {
    const found = name === '' || this.find(kind, name) !== null;
    if (found || !this.known) this.#chosen[kind] = name; // perhaps it comes with the list
    return found;
  }

  /** The chosen one; while it is not there (or nothing was chosen) the browser's, else the first. @param {DeviceKind} kind @returns {Device | null} */
  current(kind) {
    return this.chosen(kind) ?? this.list(kind).find((device) => device.id !== '' && device.id === this.#defaults[kind]) ?? this.list(kind)[0] ?? null;
  }

  /** The chosen one, if it is there. @param {DeviceKind} kind @returns {Device | null} */
  chosen(kind) { return this.#chosen[kind] ? this.find(kind, this.#chosen[kind]) : null; }

  /** A choice was made; without one the browser's own default is used. @param {DeviceKind} kind */
  isChosen(kind) { return this.#chosen[kind] !== ''; }
}
