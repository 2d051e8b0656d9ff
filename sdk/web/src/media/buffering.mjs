// SPDX-License-Identifier: Apache-2.0
// How long what arrives is held back before it is played. Browsers choose that themselves, from the jitter they see; a page can ask for
// more, so that packets that are sent again come in time, or for as little as possible. It is a wish: a browser without the control
// plays as it always does, and none goes below what its jitter needs.

/** The most that browsers take. */
const MAX_MS = 4000;

export class Buffering {
  #ports;
  /** @type {number | null} */
  #target_ms = null;

  /**
   * @param {object} ports
   * @param {() => Iterable<{ receiver: RTCRtpReceiver | null }>} ports.remotes all that arrives now, whichever way
   */
  constructor(ports) { this.#ports = ports; }

  get target_ms() { return this.#target_ms; }

  /** @param {number | null} ms null: as the browser thinks best; 0: as little as it can */
  set(ms) {
    this.#target_ms = ms === null ? null : Math.max(0, Math.min(MAX_MS, Math.round(ms)));
    this.refresh();
  }

  /** Something new arrives. */
  refresh() {
    for (const { receiver } of this.#ports.remotes()) if (receiver) this.#hold(/** @type {any} */ (receiver));
  }

  #hold(receiver) {
    const ms = this.#target_ms;
    if ('jitterBufferTarget' in receiver) {
      if (receiver.jitterBufferTarget !== ms) receiver.jitterBufferTarget = ms;
    } else if ('playoutDelayHint' in receiver) {
      receiver.playoutDelayHint = ms === null ? null : ms / 1000;
    }
  }
}
