// SPDX-License-Identifier: Apache-2.0
// The receiving peer connection: the server offers, we answer. Only the newest offer counts; they are worked on one after
// the other. A section may pass from one user to another, its track object stays the same: what is whose is told by the
// offer's list alone.
//
// Events: track(user, kind, stream, MediaStream)  untrack(user, kind, stream)  state(connectionState)  failed(error)

import { Backoff } from '../backoff.mjs';
import { Code, ParlorError } from '../errors.mjs';
import { Emitter } from '../events.mjs';
import { withOpus } from './opus.mjs';
import { PeerWatch, peerConfig } from './peer.mjs';

const RESTART = { first_ms: 0, base_ms: 1000, max_ms: 30000 };

/** @param {number} user @param {string} kind @param {number} stream */
export const trackKey = (user, kind, stream) => `${user}/${kind}/${stream}`;

/** @typedef {{ mid: string, user: number, kind: 'audio' | 'video', stream: number, receiver: RTCRtpReceiver, media: MediaStream }} Remote */

export class Subscriber extends Emitter {
  #ports;
  #active = false;
  /** @type {RTCPeerConnection | null} */
  #peer = null;
  #watch = null;
  #pending = null; // the newest offer that has not been worked on
  #running = false;
  #retry = null;
  #backoff;
  /** @type {Map<string, Remote>} */
  #remotes = new Map();

  /**
   * @param {object} ports
   * @param {((config: RTCConfiguration) => RTCPeerConnection) | null} ports.createPeer
   * @param {(t: string, fields: object, done?: Function) => void} ports.send
   * @param {(tracks: MediaStreamTrack[]) => MediaStream} ports.createStream
   * @param {import('../platform.mjs').Clock} ports.clock
   * @param {() => number} ports.random
   * @param {() => boolean} [ports.up] the server can be reached now
   */
  constructor(ports) {
    super();
    this.#ports = ports;
    this.#backoff = new Backoff({ ...RESTART, random: ports.random });
  }

  get peer() { return this.#peer; }
  /** @returns {Iterable<Remote>} */
  get remotes() { return this.#remotes.values(); }

  /** @param {number} user @param {'audio' | 'video'} kind @param {number} [stream] */
  remote(user, kind, stream = 0) { return this.#remotes.get(trackKey(user, kind, stream)) ?? null; }

  start() {
    this.#active = true;
    this.#backoff.reset();
  }

  stop() {
    this.#active = false;
    this.#retry?.();
    this.#retry = null;
    this.#pending = null;
    this.#dropPeer();
  }

  /** @param {import('../generated/messages.mjs').SubOfferMessage} offer */
  handle(offer) {
    if (!this.#active) return;
    const fresh = offer.fresh || Boolean(this.#pending?.fresh);
    if (offer.fresh) this.#dropPeer();
    this.#pending = { ...offer, fresh };
    this.#work();
  }

  /** The server has given the connection up, and will offer anew. */
  serverFailed() {
    if (!this.#active) return;
    this.#pending = null;
    this.#dropPeer();
    this.emit('state', 'failed');
  }

  /** The network has changed. */
  moved() { this.#watch?.moved(); }

  // ---- negotiation ----

  async #work() {
    if (this.#running) return;
    this.#running = true;
    while (this.#pending && this.#active) {
      const offer = this.#pending;
      this.#pending = null;
      const peer = offer.fresh ? this.#freshPeer() : this.#peer;
      if (!peer) continue; // belongs to a connection that is no more
      try {
        await Promise.race([this.#answer(peer, offer), this.#watch?.gone]);
      } catch (error) {
        if (peer === this.#peer) this.#broken(error);
      }
    }
    this.#running = false;
  }

  async #answer(peer, offer) {
    await peer.setRemoteDescription({ type: 'offer', sdp: offer.sdp });
    if (peer !== this.#peer) return;
    const answer = await peer.createAnswer();
    await peer.setLocalDescription({ type: 'answer', sdp: withOpus(answer.sdp, { stereo: true }) }); // or music would be heard in mono
    if (peer !== this.#peer) return;
    this.#assign(peer, offer.tracks);
    // An answer that a newer offer has overtaken would be ignored.
    if (!this.#pending) this.#ports.send('sub_answer', { version: offer.version, sdp: peer.localDescription.sdp });
  }

  /** Who is on which section now. */
  #assign(peer, tracks) {
    const transceivers = new Map(peer.getTransceivers().map((transceiver) => [transceiver.mid, transceiver]));
    const listed = new Map(tracks.map((track) => [trackKey(track.user, track.kind, track.stream), track]));
    for (const [key, remote] of this.#remotes)
      if (listed.get(key)?.mid !== remote.mid) this.#take(key, remote);
    for (const [key, { mid, user, kind, stream }] of listed) {
      const receiver = transceivers.get(mid)?.receiver;
      if (this.#remotes.has(key) || !receiver?.track) continue;
      const media = this.#ports.createStream([receiver.track]);
      this.#remotes.set(key, { mid, user, kind, stream, receiver, media });
      this.emit('track', user, kind, stream, media);
    }
  }

  #take(key, { user, kind, stream }) {
    this.#remotes.delete(key);
    this.emit('untrack', user, kind, stream);
  }

  // ---- the connection's life ----

  #freshPeer() {
    this.#dropPeer();
    try {
      this.#peer = this.#ports.createPeer?.(peerConfig) ?? null;
    } catch { this.#peer = null; }
    if (!this.#peer) { this.emit('failed', new ParlorError(Code.NO_WEBRTC)); return null; }
    this.#watch = new PeerWatch(this.#ports.clock, this.#peer, {
      onFailed: () => this.#restart(),
      onPath: () => this.#ports.send('media_restart', { peer: 'sub', path: true }), // it offers with new credentials
      canAsk: this.#ports.up,
      onState: (state) => { if (state === 'connected') this.#backoff.reset(); this.emit('state', state); },
    });
    return this.#peer;
  }

  #dropPeer() {
    this.#watch?.close();
    this.#watch = null;
    this.#peer = null;
    for (const [key, remote] of this.#remotes) this.#take(key, remote);
  }

  #broken(error) {
    this.emit('failed', new ParlorError(Code.MEDIA, `subscribe: ${error?.message ?? error}`, { cause: error }));
    this.#restart();
  }

  #restart() {
    this.#dropPeer();
    this.emit('state', 'failed');
    if (!this.#active || this.#retry) return;
    this.#retry = this.#ports.clock.after(this.#backoff.next(), () => {
      this.#retry = null;
      this.#ports.send('media_restart', { peer: 'sub' });
    });
  }
}
