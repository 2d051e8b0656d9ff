// SPDX-License-Identifier: Apache-2.0
// Watches one peer connection: says once when it has failed, however it fails.

const CONNECT_MS = 20000; // from the first negotiation to connected
const DISCONNECTED_MS = 8000; // longer than ICE needs to find out that it was nothing

export class PeerWatch {
  #clock; #peer; #onFailed; #onState;
  #cancel = null;
  #over = false;

  /**
   * @param {import('../platform.mjs').Clock} clock @param {RTCPeerConnection} peer
   * @param {{ onFailed: () => void, onState?: (state: string) => void }} handlers
   */
  constructor(clock, peer, { onFailed, onState = () => {} }) {
    this.#clock = clock;
    this.#peer = peer;
    this.#onFailed = onFailed;
    this.#onState = onState;
    peer.onconnectionstatechange = () => this.#changed();
    this.#cancel = clock.after(CONNECT_MS, () => this.#failed());
  }

  #changed() {
    if (this.#over) return;
    const state = this.#peer.connectionState;
    this.#onState(state);
    if (this.#over) return;
    if (state === 'failed' || state === 'closed') this.#failed();
    else if (state === 'connected') this.#disarm();
    else if (state === 'disconnected') this.#arm(DISCONNECTED_MS);
  }

  #arm(ms) {
    this.#disarm();
    this.#cancel = this.#clock.after(ms, () => this.#failed());
  }

  #disarm() {
    this.#cancel?.();
    this.#cancel = null;
  }

  #failed() {
    if (this.#over) return;
    this.close();
    this.#onFailed();
  }

  /** Closes the peer connection; no handler is called any more. */
  close() {
    if (this.#over) return;
    this.#over = true;
    this.#disarm();
    this.#peer.onconnectionstatechange = null;
    try { this.#peer.close(); } catch { /* closed already */ }
  }
}

/** What both peer connections are made with: one transport, and no other server than the one in the description. */
export const peerConfig = Object.freeze({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require', iceServers: [] });
