// SPDX-License-Identifier: Apache-2.0
// What the others are told of us: camera, microphone, screens, the size of our picture, whether we record, whether anybody looks at
// our page. Told when it differs from what the server knows; in a room the server tells it to everybody, us too, elsewhere we keep
// it ourselves.
//
// Events: changed(self, before)   while no room tells it

import { Emitter } from './events.mjs';

/** Of a session that has just begun. */
const NOTHING = JSON.stringify({ camera: 0, mic: 0 });
/** What a state may leave out. */
const UNTOLD = Object.freeze({ streams: undefined, screens: undefined, width: undefined, height: undefined, recording: undefined, away: undefined });

export class OwnState extends Emitter {
  #ports;
  /** As the server knows it. */
  #reported = NOTHING;
  #recording = false;
  #quiet = false;

  /**
   * @param {object} ports
   * @param {import('./media/local.mjs').LocalMedia} ports.local
   * @param {(t: string, fields: object) => void} ports.send
   * @param {() => any} ports.self the user, from login on until the next login
   * @param {() => boolean} ports.loggedIn
   * @param {() => boolean} ports.inRoom
   * @param {() => boolean} ports.away nobody looks
   */
  constructor(ports) {
    super();
    this.#ports = ports;
  }

  get #now() {
    const { local, away } = this.#ports;
    return { ...local.state, ...sizeOf(local), ...this.#recording ? { recording: true } : {}, ...away() ? { away: true } : {} };
  }

  /** A new session: the server knows nothing yet. */
  loggedIn() {
    this.#reported = NOTHING;
    this.report(); // before entering: the others see it right from the start
  }

  /** What was opened before the login had nobody to be told of: it is told now. @param {any} self */
  tellOpen(self) {
    const { camera, mic } = this.#ports.local.state;
    if (camera === 2 || mic === 1) this.emit('changed', self, { ...UNTOLD, camera: Math.min(camera, 1), mic: 0 });
  }

  /** The others see that we record. @param {boolean} recording */
  setRecording(recording) {
    if (recording === this.#recording) return;
    this.#recording = recording;
    this.changed();
  }

  /** Something of it may be another. */
  changed() {
    const { loggedIn, self, inRoom } = this.#ports;
    if (!loggedIn()) return;
    const own = self();
    const { camera, mic, streams, screens, away } = own;
    this.report();
    if (inRoom() || this.#quiet) return;
    this.#keep(own);
    this.emit('changed', own, { camera, mic, streams, screens, away });
  }

  /** Does what changes it, and tells the page nothing of it: whoever leaves hears no event. @param {() => void} run */
  quietly(run) {
    this.#quiet = true;
    run();
    this.#quiet = false;
    const own = this.#ports.self();
    if (own) this.#keep(own);
  }

  report() {
    const { loggedIn, send, inRoom, self } = this.#ports;
    const state = this.#now;
    const told = JSON.stringify(state);
    if (!loggedIn() || told === this.#reported) return;
    this.#reported = told;
    send('state', state);
    if (!inRoom() && self()) this.#keep(self());
  }

  /** Into what is known of ourselves, while nobody tells us. */
  #keep(own) { Object.assign(own, UNTOLD, this.#now); }
}

/** Of the picture that our first open camera gives. @param {import('./media/local.mjs').LocalMedia} local */
function sizeOf(local) {
  const { width = 0, height = 0 } = local.cameras.picture(Math.min(...local.cameras.streams))?.getSettings?.() ?? {};
  return width > 0 && height > 0 ? { width, height } : {};
}
