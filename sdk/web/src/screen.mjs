// SPDX-License-Identifier: Apache-2.0
// parlor.screen: sharing the desktop, a window or a tab, as a picture of its own beside the cameras.

import { Emitter } from './events.mjs';
import { limits } from './generated/limits.mjs';

/** Where a screen is unless told: far from the cameras. */
const STREAM = limits.stream_index;

/** Events: change()   ended(): the user has stopped sharing with the browser's own button */
export class ScreenControl extends Emitter {
  #client;
  /** The index in use, or last used. */
  stream = STREAM;

  /** @param {import('./client.mjs').Client} client */
  constructor(client) {
    super();
    this.#client = client;
    client.local.on('change', (kind, stream) => { if (kind === 'camera' && stream === this.stream) this.emit('change'); });
    client.on('screenEnded', (stream) => { if (stream === this.stream) this.emit('ended'); });
  }

  /** @param {{ stream?: number, fps?: number, cursor?: boolean, surface?: 'monitor' | 'window' | 'browser' }} [options] */
  async open({ stream = STREAM, ...wish } = {}) {
    const { local } = this.#client;
    if (stream !== this.stream && local.wanted('camera', this.stream)) local.closeCamera(this.stream);
    this.stream = stream;
    await local.openScreen(stream, wish);
  }

  close() { if (this.state !== 'closed') this.#client.local.closeCamera(this.stream); }

  /** @returns {'closed' | 'opening' | 'open'} */
  get state() {
    const { local } = this.#client;
    if (local.cameras.isScreen(this.stream)) return 'open';
    return local.wanted('camera', this.stream) && !local.track('camera', this.stream) ? 'opening' : 'closed';
  }

  get isOpen() { return this.state === 'open'; }
}
