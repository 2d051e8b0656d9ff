// SPDX-License-Identifier: Apache-2.0
// Watches one peer connection. When its network path is lost, or the network has changed, it asks for a new path (an ICE
// restart: the connection and what it carries stay) at once and a few times more; when no path is found it says once that
// the connection has failed, as it does for every other failure.

import { Pulse } from './pulse.mjs';

const CONNECT_MS = 20000; // from the first negotiation to connected
const PATH_MS = 3000; // from asking for a new path to connected
const PATH_TRIES = 4;

export class PeerWatch {
  #clock; #peer; #handlers;
  #cancel = null;
  #over = false;
  #connected = false; // it once was
  /** @type {Pulse | null} */
  #pulse = null;
  #resolveGone = () => {};
  /** Resolved when the peer connection has been closed: browsers never settle what waits for one that is. @type {Promise<void>} */
  gone = new Promise((resolve) => { this.#resolveGone = resolve; });
  #tries = 0; // for a new path since it was last connected; 0: not looking for one

  /**
   * @param {import('../platform.mjs').Clock} clock @param {RTCPeerConnection} peer
   * @param {object} handlers
   * @param {() => void} handlers.onFailed it is closed
   * @param {() => void} handlers.onPath ask for a new path
   * @param {() => boolean} [handlers.canAsk] the server can be reached now
   * @param {(state: string) => void} [handlers.onState]
   * @param {boolean} [handlers.sends] it is the one that sends
   */
  constructor(clock, peer, { onFailed, onPath, canAsk = () => true, onState = () => {}, sends = false }) {
    this.#clock = clock;
    this.#peer = peer;
    this.#handlers = { onFailed, onPath, canAsk, onState, sends };
    peer.onconnectionstatechange = () => this.#changed();
    this.#arm(CONNECT_MS, () => this.#failed());
  }

  #changed() {
    if (this.#over) return;
    const state = this.#peer.connectionState;
    this.#handlers.onState(state);
    if (this.#over) return;
    if (state === 'closed') this.#failed();
    else if (state === 'connected') this.#settled();
    else if (state === 'failed') this.#broken();
    else if (state === 'disconnected') this.#look();
  }

  #settled() {
    this.#connected = true;
    this.#pulse ??= new Pulse(this.#clock, this.#peer, {
      sends: this.#handlers.sends, onSilence: () => this.#look(), onDead: () => { if (this.#handlers.canAsk()) this.#failed(); },
    });
    this.#tries = 0;
    this.#disarm();
  }

  /** A path that cannot be found is looked for again; all else is beyond cure. */
  #broken() {
    if (this.#connected && this.#peer.iceConnectionState === 'failed') this.#look();
    else this.#failed();
  }

  /** The network has changed: the path may be dead without anybody knowing yet. */
  moved() {
    if (this.#over || !this.#connected) return;
    this.#tries = 0;
    this.#look();
  }

  #look() {
    if (this.#tries === 0) this.#tryPath(); // else a try is under way
  }

  #tryPath() {
    if (this.#tries === PATH_TRIES) { this.#failed(); return; }
    // Without a link nothing can be asked: the session's end, or moved() when the link is back, ends the waiting.
    const canAsk = this.#handlers.canAsk();
    if (canAsk || this.#tries === 0) this.#tries++;
    this.#arm(PATH_MS, () => { if (this.#peer.connectionState === 'connected') this.#settled(); else this.#tryPath(); });
    if (!canAsk) return;
    this.#pulse?.asked();
    this.#handlers.onPath();
  }

  #arm(ms, call) {
    this.#disarm();
    this.#cancel = this.#clock.after(ms, call);
  }

  #disarm() {
    this.#cancel?.();
    this.#cancel = null;
  }

  #failed() {
    if (this.#over) return;
    this.close();
    this.#handlers.onFailed();
  }

  /** Closes the peer connection; no handler is called any more. */
  close() {
    if (this.#over) return;
    this.#over = true;
    this.#disarm();
    this.#pulse?.close();
    this.#peer.onconnectionstatechange = null;
    try { this.#peer.close(); } catch { /* closed already */ }
    this.#resolveGone();
  }
}

/** What both peer connections are made with: one transport, and no other server than the one in the description. */
export const peerConfig = Object.freeze({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require', iceServers: [] });
