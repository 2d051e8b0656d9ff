// SPDX-License-Identifier: Apache-2.0
// The publishing peer connection: one `sendonly` section a device, opened when the device is first used and kept while the
// room lasts. Closing a device takes its track away; opening it again needs no negotiation. What nobody watches is not encoded.
//
// Negotiations follow one another; what changes during one is in the next. A lost network path is made new by an ICE restart
// in the next offer; a connection that fails is made again, after `media_restart`, with growing delays.
//
// Events: state(connectionState)  failed(error)

import { Backoff } from '../backoff.mjs';
import { Code, ParlorError } from '../errors.mjs';
import { Emitter } from '../events.mjs';
import { offerOrder, redFirst } from './codecs.mjs';
import { ALL, isScalable, plan, sendEncodings } from './encodings.mjs';
import { KeyFrames } from './key_frames.mjs';
import { withOpus } from './opus.mjs';
import { PeerWatch, peerConfig } from './peer.mjs';
import { Sending } from './sending.mjs';

const RESTART = { first_ms: 0, base_ms: 1000, max_ms: 30000 };

/** @typedef {import('../generated/messages.mjs').VideoCodec} VideoCodec */
/** @typedef {{ simulcast?: boolean, video?: VideoCodec }} Terms what the server wants of publishers in this room */
/**
 * @typedef {object} Slot
 * @property {'audio' | 'video'} kind
 * @property {number} stream
 * @property {MediaStreamTrack | null} track
 * @property {RTCRtpTransceiver | null} transceiver
 * @property {Sending | null} sending
 * @property {number} maxBitrate
 * @property {number} maxFramerate
 * @property {boolean} dtx next to nothing is sent while nobody speaks
 * @property {boolean} red sound goes twice over
 * @property {boolean} stereo
 * @property {{ width: number, height: number }} size of a track that does not tell; 0: not known
 * @property {boolean} screen sent in one size: small, its letters would be of no use
 * @property {RTCDegradationPreference | null} degradation null: the browser's choice
 * @property {number} keyFrameEvery_ms 0: when somebody needs one
 * @property {KeyFrames | null} keyFrames
 * @property {number} carried bit/s that reach a watcher, of a single encoding; 0: no limit
 * @property {number} demand a bit for each encoding that somebody watches
 */

/** @param {Slot} slot */
function sizeOf({ track, size }) {
  const { width = 0, height = 0 } = track?.getSettings?.() ?? {};
  return width > 0 ? { width, height } : size;
}

/** @param {Slot} slot */
const isScreen = ({ screen, track }) => screen || Boolean(/** @type {any} */ (track?.getSettings?.())?.displaySurface);

/**
 * The limits of a sender. More than reaches anybody is not sent of a single encoding; of several the server chooses.
 * @param {Slot} slot @param {number} count of encodings
 */
function withinReach({ maxBitrate, maxFramerate, carried }, count) {
  const capped = count === 1 && carried > 0 && (maxBitrate === 0 || carried < maxBitrate);
  return { maxBitrate: capped ? carried : maxBitrate, maxFramerate };
}

const defaults = { maxBitrate: 0, maxFramerate: 0, dtx: false, red: false, stereo: false, size: { width: 0, height: 0 }, screen: false, degradation: null, keyFrameEvery_ms: 0 };

export class Publisher extends Emitter {
  #ports;
  /** @type {Map<string, Slot>} */
  #slots = new Map();
  #active = false;
  /** @type {RTCPeerConnection | null} */
  #peer = null;
  #watch = null;
  #codec = /** @type {VideoCodec} */ ('H264');
  #simulcast = false;
  #needed = false;
  #running = false;
  #retry = null;
  #backoff;

  /**
   * @param {object} ports
   * @param {((config: RTCConfiguration) => RTCPeerConnection) | null} ports.createPeer
   * @param {(t: string, fields: object, done?: Function) => void} ports.send
   * @param {() => RTCRtpCodec[]} ports.codecs of the sender
   * @param {() => RTCRtpCodec[]} [ports.audioCodecs] of the sender
   * @param {(codec: string) => boolean} ports.simulcast the browser can send several sizes in this codec
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

  /** @param {'audio' | 'video'} kind @param {number} stream */
  sender(kind, stream) { return this.#slots.get(`${kind}${stream}`)?.transceiver?.sender ?? null; }

  /** In a room: what has a track is offered. @param {Terms} [terms] */
  start({ simulcast = false, video = 'H264' } = {}) {
    if (this.#active) return;
    this.#active = true;
    this.#codec = video;
    this.#simulcast = simulcast;
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
   * @param {Partial<Omit<Slot, 'kind' | 'stream' | 'track'>>} [limits] 0: the browser's choice
   */
  setTrack(kind, stream, track, limits = {}) {
    const key = `${kind}${stream}`;
    let slot = this.#slots.get(key);
    if (!slot) {
      if (!track) return;
      this.#slots.set(key, slot = { ...defaults, kind, stream, track: null, transceiver: null, sending: null, keyFrames: null, dtx: limits.dtx ?? false, stereo: limits.stereo ?? false, demand: ALL, carried: 0 });
    }
    const again = slot.dtx !== (limits.dtx ?? false) || slot.stereo !== (limits.stereo ?? false);
    Object.assign(slot, defaults, limits, { track });
    slot.sending?.replace(track);
    this.#setKeyFrames(slot);
    if (again || !slot.sending) this.#negotiate();
  }

  /** @param {Slot} slot */
  #setKeyFrames(slot) {
    const { track, sending, keyFrameEvery_ms } = slot;
    if (!slot.keyFrames && keyFrameEvery_ms === 0) return;
    slot.keyFrames ??= new KeyFrames(this.#ports.clock, () => { if (slot.demand > 0) slot.sending?.keyFrame(); });
    slot.keyFrames.set(track && sending ? keyFrameEvery_ms : 0);
  }

  /**
   * Which encodings of a camera anybody watches. @param {number} stream @param {number} encodings a bit for each, 0: nobody
   * @param {number} [bitrate] what the widest way of the watchers carries of a single one; 0: no limit
   */
  setDemand(stream, encodings, bitrate = 0) {
    const slot = this.#slots.get(`video${stream}`);
    if (!slot?.sending) return; // of a connection that is no more
    slot.demand = encodings;
    slot.carried = bitrate;
    slot.sending.update();
  }

  /** Others in the room cannot show what we send. @param {VideoCodec} codec */
  setCodec(codec) {
    const otherShape = isScalable(codec) !== isScalable(this.#codec);
    this.#codec = codec;
    // Encodings cannot be added to a section that was made with others.
    if (otherShape && this.#simulcast && this.#peer) { this.#again(true); return; }
    for (const slot of this.#slots.values()) this.#prefer(slot);
    this.#negotiate();
  }

  /** The server has given the connection up. */
  serverFailed() {
    if (this.#active) this.#again(false);
  }

  /** The network has changed. */
  moved() { this.#watch?.moved(); }

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
        await Promise.race([this.#offer(peer), this.#watch?.gone]);
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
    await peer.setRemoteDescription({ type: 'answer', sdp: withOpus(answer, this.#slots.get('audio0') ?? {}) });
    if (peer === this.#peer) for (const slot of this.#slots.values()) slot.sending?.update();
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
    slot.transceiver = this.#transceiver(peer, slot);
    slot.carried = 0;
    slot.demand = ALL; // of the new section the server has not said anything
    const sending = slot.sending = new Sending(slot.transceiver.sender, {
      plan: (encodings) => {
        if (slot.kind === 'video') plan(encodings, sizeOf(slot), withinReach(slot, encodings.length), slot.demand, isScreen(slot));
        else if (slot.maxBitrate > 0) encodings[0].maxBitrate = slot.maxBitrate;
        else delete encodings[0].maxBitrate;
      },
      degradation: () => slot.degradation,
      failed: (error) => { if (slot.sending === sending) this.#broken(error); },
    });
    this.#prefer(slot);
    this.#setKeyFrames(slot);
  }

  #transceiver(peer, slot) {
    const init = { direction: 'sendonly', streams: [this.#ports.createStream([slot.track])] };
    const single = slot.kind === 'audio' || !this.#simulcast || isScreen(slot) || !this.#ports.simulcast(this.#codec);
    for (const temporal of [true, false]) {
      const encodings = sendEncodings(sizeOf(slot), slot, { codec: this.#codec, single, temporal });
      if (!encodings) break;
      try { return peer.addTransceiver(slot.track, { ...init, sendEncodings: encodings }); } catch { /* more than this browser can */ }
    }
    return peer.addTransceiver(slot.track, init);
  }

  #prefer({ kind, transceiver, red }) {
    if (!transceiver?.setCodecPreferences) return;
    const { codecs, audioCodecs } = this.#ports;
    const order = kind === 'video' ? offerOrder(codecs(), this.#codec) : red ? redFirst(audioCodecs?.() ?? []) : null;
    try { if (order) transceiver.setCodecPreferences(order); } catch { /* the server's answer decides all the same */ }
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
      onPath: () => this.#newPath(),
      canAsk: this.#ports.up,
      sends: true,
      onState: (state) => { if (state === 'connected') this.#backoff.reset(); this.emit('state', state); },
    });
    return this.#peer;
  }

  #newPath() {
    this.#peer.restartIce(); // the next offer brings new credentials
    this.#negotiate();
  }

  #dropPeer() {
    this.#watch?.close();
    this.#watch = null;
    this.#peer = null;
    for (const slot of this.#slots.values()) {
      Object.assign(slot, { transceiver: null, sending: null });
      this.#setKeyFrames(slot);
    }
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
