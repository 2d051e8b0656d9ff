// SPDX-License-Identifier: Apache-2.0
// Which loudspeaker plays the others. One that is unplugged is replaced by the browser's own choice, and taken again when it
// comes back.
//
// Events: lost({ name, replacement })    replacement: the name of what plays now, null: nothing is known of it
//         found(name)                    it is back
//         error(ParlorError)

import { Code, ParlorError, deviceError } from '../errors.mjs';
import { Emitter } from '../events.mjs';

export class Speaker extends Emitter {
  #ports;
  /** Of the chosen one: where it plays, and that it does. */
  #name = ''; #away = false;

  /**
   * @param {object} ports
   * @param {import('./devices.mjs').Devices} ports.devices
   * @param {import('./playback.mjs').Playback} ports.playback
   * @param {boolean} ports.canChoose
   * @param {MediaDevices | null} ports.mediaDevices
   */
  constructor(ports) {
    super();
    this.#ports = ports;
    ports.devices.on('change', () => this.#look());
  }

  get canChoose() { return this.#ports.canChoose; }

  /** @param {string} name "": the browser's choice */
  async choose(name) {
    const { devices, playback, canChoose } = this.#ports;
    if (!canChoose && name !== '') throw new ParlorError(Code.NOT_SUPPORTED, 'speaker: this browser cannot choose one (no setSinkId)');
    if (!devices.choose('speaker', name)) throw new ParlorError(Code.DEVICE, `speaker: ${name}`, { reason: 'missing' });
    this.#name = name;
    this.#away = false;
    try {
      await playback.setSink(devices.chosen('speaker')?.id ?? '');
    } catch (error) {
      devices.choose('speaker', '');
      this.#name = '';
      throw deviceError(error, 'speaker');
    }
  }

  /** Asks the user which one, where the browser has a list of its own (it may show no other). @returns {Promise<string>} its name */
  async ask() {
    const { devices, mediaDevices } = this.#ports;
    if (!(/** @type {any} */ (mediaDevices)?.selectAudioOutput)) throw new ParlorError(Code.NOT_SUPPORTED, 'speaker: this browser has no list of its own; use devices');
    let chosen;
    try { chosen = await /** @type {any} */ (mediaDevices).selectAudioOutput(); } catch (error) { throw deviceError(error, 'speaker'); }
    await devices.refresh();
    const name = devices.list('speaker').find(({ id }) => id === chosen.deviceId)?.name ?? chosen.label;
    await this.choose(name);
    return name;
  }

  #look() {
    const { devices, playback } = this.#ports;
    if (!this.#name) return;
    const there = devices.chosen('speaker');
    if (there && this.#away) {
      this.#away = false;
      playback.setSink(there.id).then(() => this.emit('found', this.#name), (error) => this.emit('error', deviceError(error, 'speaker')));
    } else if (!there && !this.#away && devices.known) {
      this.#away = true;
      playback.setSink('').catch(() => {}); // the default can always be had
      this.emit('lost', { name: this.#name, replacement: devices.current('speaker')?.name ?? null });
    }
  }
}
