// SPDX-License-Identifier: Apache-2.0
// The publishing peer connection: one `sendonly` section a device, opened when the device is first used and kept while the
// room lasts. Closing a device takes its track away; opening it again needs no negotiation.
//
// Negotiations follow one another; what changes during one is in the next. A connection that fails is made again, after
// `media_restart`, with growing delays.
//
// Events: state(connectionState)  failed(error)

import { Backoff } from '../backoff.mjs';
import { Code, ParlorError } from '../errors.mjs';
import { Emitter } from '../events.mjs';
import { offerOrder } from './codecs.mjs';
import { PeerWatch, peerConfig } from './peer.mjs';

const RESTART = { first_ms: 0, base_ms: 1000, max_ms: 30000 };

/** @typedef {{ kind: 'audio' | 'video', stream: number, track: MediaStreamTrack | null, transceiver: RTCRtpTransceiver | null, maxBitrate: number, maxFramerate: number }} Slot */

export class Publisher extends Emitter {
  #ports;
  /** @type {Map<string, Slot>} */
  #slots = new Map();
  #active = false;
  /** @type {RTCPeerConnection | null} */
  #peer = null;
  #watch = null;
  #codec = /** @type {'H264' | 'VP8'} */ ('H264');
  #needed = false;
  #running = false;
  #retry = null;
  #backoff;

  /**
   * @param {object} ports
   * @param {((config: RTCConfiguration) => RTCPeerConnection) | null} ports.createPeer
   * @param {(t: string, fields: object, done?: Function) => void} ports.send
   * @param {() => RTCRtpCodec[]} ports.codecs of the sender
   * @param {(tracks: MediaStreamTrack[]) => MediaStream} ports.createStream
   * @param {import('../platform.mjs').Clock} ports.clock
   * @param {() => number} ports.random
   */
  constructor(ports) {
    super();
    this.#ports = ports;
    this.#backoff = new Backoff({ ...RESTART, random: ports.random });
  }

  get peer() { return this.#peer; }

  /** @param {'audio' | 'video'} kind @param {number} stream */
  sender(kind, stream) { return this.#slots.get(`${kind}${stream}`)?.transceiver?.sender ?? null; }

  /** In a room: what has a track is offered. */
  start() {
    if (this.#active) return;
    this.#active = true;
    this.#codec = 'H264';
    this.#backoff.reset();
    this.#negotiate();
  }

  /** The room is left. */
  stop() {
    this.#active = false;
    this.#needed = false;
    this.#retry?.();
    this.#retry = null;
    this.#dropPeer();
  }

  /**
   * @param {'audio' | 'video'} kind @param {number} stream @param {MediaStreamTrack | null} track null: closed
   * @param {{ maxBitrate?: number, maxFramerate?: number }} [limits] 0: the browser's choice
   */
  setTrack(kind, stream, track, { maxBitrate = 0, maxFramerate = 0 } = {}) {
    const key = `${kind}${stream}`;
    let slot = this.#slots.get(key);
    if (!slot) {
      if (!track) return;
      this.#slots.set(key, slot = { kind, stream, track: null, transceiver: null, maxBitrate: 0, maxFramerate: 0 });
    }
    Object.assign(slot, { track, maxBitrate, maxFramerate });
    if (slot.transceiver) {
      slot.transceiver.sender.replaceTrack(track).catch((error) => this.#broken(error));
      if (track) this.#limit(slot);
    } else {
      this.#negotiate();
    }
  }

  /** Others in the room cannot show what we send. @param {'H264' | 'VP8'} codec */
  setCodec(codec) {
    this.#codec = codec;
    for (const slot of this.#slots.values()) this.#prefer(slot);
    this.#negotiate();
  }

  /** The server has given the connection up. */
  serverFailed() {
    if (this.#active) this.#again(false);
  }

  // ---- negotiation ----

  async #negotiate() {
    this.#needed = true;
    if (this.#running) return;
    this.#running = true;
    while (this.#needed && this.#active && !this.#retry && this.#hasSomething()) {
      this.#needed = false;
      const peer = this.#ensurePeer();
      if (!peer) break;
      try {
        await this.#offer(peer);
      } catch (error) {
        if (peer === this.#peer) this.#broken(error);
      }
    }
    this.#running = false;
  }

  #hasSomething() {
    for (const slot of this.#slots.values()) if (slot.track || slot.transceiver) return true;
    return false;
  }

  async #offer(peer) {
    for (const slot of this.#slots.values()) if (slot.track && !slot.transceiver) this.#addSection(peer, slot);
    await peer.setLocalDescription(await peer.createOffer());
    if (peer !== this.#peer) return;
    const sdp = peer.localDescription.sdp;
    const answer = await this.#ask(sdp);
    if (peer !== this.#peer) return;
    await peer.setRemoteDescription({ type: 'answer', sdp: answer });
    if (peer === this.#peer) for (const slot of this.#slots.values()) this.#limit(slot);
  }

  /** @returns {Promise<string>} the answer */
  #ask(sdp) {
    const tracks = [...this.#slots.values()].filter((slot) => slot.transceiver?.mid)
      .map(({ kind, stream, transceiver }) => ({ mid: transceiver.mid, kind, stream }));
    return new Promise((resolve, reject) => {
      this.#ports.send('pub_offer', { sdp, tracks }, (error, reply) => error ? reject(error) : resolve(reply.sdp));
    });
  }

  #addSection(peer, slot) {
    const streams = [this.#ports.createStream([slot.track])];
    slot.transceiver = peer.addTransceiver(slot.track, { direction: 'sendonly', streams });
    this.#prefer(slot);
  }

  #prefer({ kind, transceiver }) {
    if (kind !== 'video' || !transceiver?.setCodecPreferences) return;
    const order = offerOrder(this.#ports.codecs(), this.#codec);
    try { if (order) transceiver.setCodecPreferences(order); } catch { /* the server's answer decides all the same */ }
  }

  /** Rates can be set once the sender has its encodings; failing to is no reason to stop. */
  #limit({ transceiver, track, maxBitrate, maxFramerate }) {
    const sender = transceiver?.sender;
    if (!track || !sender?.getParameters) return;
    const parameters = sender.getParameters();
    const encoding = parameters.encodings?.[0];
    if (!encoding) return;
    const same = (encoding.maxBitrate ?? 0) === maxBitrate && (encoding.maxFramerate ?? 0) === maxFramerate;
    if (same) return;
    delete encoding.maxBitrate;
    delete encoding.maxFramerate;
    if (maxBitrate > 0) encoding.maxBitrate = maxBitrate;
    if (maxFramerate > 0) encoding.maxFramerate = maxFramerate;
    sender.setParameters(parameters).catch(() => {});
  }

  // ---- the connection's life ----

  #ensurePeer() {
    if (this.#peer) return this.#peer;
    try {
      this.#peer = this.#ports.createPeer?.(peerConfig) ?? null;
    } catch { this.#peer = null; }
    if (!this.#peer) { this.emit('failed', new ParlorError(Code.NO_WEBRTC)); return null; }
    this.#watch = new PeerWatch(this.#ports.clock, this.#peer, {
      onFailed: () => this.#again(true),
      onState: (state) => { if (state === 'connected') this.#backoff.reset(); this.emit('state', state); },
    });
    return this.#peer;
  }

  #dropPeer() {
    this.#watch?.close();
    this.#watch = null;
    this.#peer = null;
    for (const slot of this.#slots.values()) slot.transceiver = null;
    for (const [key, slot] of this.#slots) if (!slot.track) this.#slots.delete(key);
  }

  /** @param {any} error of a negotiation */
  #broken(error) {
    if (!this.#active) return;
    if (error?.code === Code.NOT_IN_ROOM || error?.code === Code.LINK_LOST || error?.code === Code.NOT_LOGGED_IN) return; // the room is gone
    this.emit('failed', error instanceof ParlorError ? error : new ParlorError(Code.MEDIA, `publish: ${error?.message ?? error}`, { cause: error }));
    this.#again(true);
  }

  #again(tellServer) {
    this.#dropPeer();
    this.emit('state', 'failed');
    if (!this.#active || this.#retry) return;
    if (tellServer) this.#ports.send('media_restart', { peer: 'pub' });
    this.#retry = this.#ports.clock.after(this.#backoff.next(), () => { this.#retry = null; this.#negotiate(); });
  }
}
