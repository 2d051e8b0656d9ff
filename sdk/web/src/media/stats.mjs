// SPDX-License-Identifier: Apache-2.0
// Figures of the running media, once a second while there are any: picture size, rates, loss, levels where the packets do
// not tell them; merged with what the server says of them, and marked.
//
// Events: update()   size(user, stream, width, height)   quality(user, { up, down })   speakers(users)

import { Emitter } from '../events.mjs';
import { loudness } from './levels.mjs';
import { markOf, worst } from './quality.mjs';
import { trackKey } from './subscribe.mjs';
import { Told } from './told.mjs';

const EVERY_MS = 1000;
/** A freeze counts so long. */
const FREEZE_MS = 3000;

/**
 * @typedef {object} Figures
 * @property {number} width
 * @property {number} height
 * @property {number} fps
 * @property {number} bitrate bit/s
 * @property {number} loss percent, before repair
 * @property {number} lossLeft percent, after it
 * @property {number} level 0-100
 * @property {number} channels of a sound: 2 where it may come in stereo
 * @property {string} codec
 * @property {number} roundTrip_ms of its way; 0: not known
 * @property {number} jitter_ms
 * @property {number} repaired packets sent again, of late
 * @property {number} freezes since the stream began
 * @property {number} encoding 0: the smallest
 * @property {number} encodings that the publisher sends
 * @property {boolean} paused the server does not send it
 * @property {'' | 'best' | 'size' | 'estimate' | 'hidden'} why
 * @property {number | null} quality 0-5, of the way between this page and the server (or the other end)
 * @property {number | null} source the same, from the publisher to the server
 */

const nothing = () => ({ width: 0, height: 0, fps: 0, bitrate: 0, loss: 0, level: 0, channels: 1, codec: '', jitter_ms: 0, freezes: 0, frozen: 0, direct: false });
const untold = { quality: null, source: null, roundTrip_ms: 0, jitter_ms: 0, lost: 0, left: 0, repaired: 0, freezes: 0, encoding: 0, encodings: 1, paused: false, why: '', width: 0, height: 0, fps: 0, bitrate: 0 };

export class Stats extends Emitter {
  #clock; #subscriber; #publisher; #direct; #self;
  #cancel = null;
  /** What the peer connections say. @type {Map<string, any>} */
  #figures = new Map();
  #told;
  #round_trip_ms = 0;
  /** @type {boolean | null} */
  #udp = null;
  /** Marks as last emitted. @type {Map<number, { up: number | null, down: number | null }>} */
  #marks = new Map();
  /** @type {readonly number[]} */
  #speakers = [];

  /**
   * @param {object} ports
   * @param {import('../platform.mjs').Clock} ports.clock
   * @param {import('./subscribe.mjs').Subscriber} ports.subscriber
   * @param {import('./publish.mjs').Publisher} ports.publisher
   * @param {import('./p2p.mjs').Direct} [ports.direct]
   * @param {() => number} ports.self our user id
   */
  constructor({ clock, subscriber, publisher, direct, self }) {
    super();
    this.#clock = clock;
    this.#subscriber = subscriber;
    this.#publisher = publisher;
    this.#direct = direct;
    this.#self = self;
    this.#told = new Told(() => clock.now());
  }

  start() { if (!this.#cancel) this.#later(); }

  stop() {
    this.#cancel?.();
    this.#cancel = null;
    this.#figures.clear();
    this.#told.forget();
    this.#marks.clear();
    this.#round_trip_ms = 0;
    this.#setSpeakers([]);
    this.#udp = null;
  }

  /** Who speaks of those whom we hear, as the server says; the loudest first. @type {readonly number[]} */
  get speakers() { return this.#speakers; }

  #setSpeakers(users) {
    const had = this.#speakers;
    if (users.length === had.length && users.every((id, i) => id === had[i])) return;
    this.#speakers = Object.freeze(users);
    this.emit('speakers', this.#speakers);
  }

  /** The server's word. @param {any} message figures or speakers */
  handle(message) {
    if (!this.#cancel) return; // of a room that was left
    if (message.t === 'speakers') {
      this.#setSpeakers(message.users.map(({ user }) => user));
      return;
    }
    this.#told.handle(message);
    this.#mark();
  }

  /**
   * What is seen here counts where both know: sizes and rates of what comes, not of what was sent.
   * @param {number} user @param {'audio' | 'video'} kind @param {number} [stream] @returns {Figures}
   */
  of(user, kind, stream = 0) {
    const seen = this.#figures.get(trackKey(user, kind, stream)) ?? nothing();
    const told = (seen.direct ? null : this.#told.of(user, kind, stream)) ?? untold;
    const own = user === this.#self();
    const { width, height, fps, bitrate, level, channels, codec } = seen;
    const loss = own ? Math.max(Math.round(told.lost), seen.loss) : seen.loss;
    return {
      width, height, fps, bitrate, level, channels, codec, loss,
      lossLeft: told.left, repaired: told.repaired, roundTrip_ms: told.roundTrip_ms || (seen.direct ? this.#round_trip_ms : 0),
      jitter_ms: own ? told.jitter_ms : seen.jitter_ms || told.jitter_ms, freezes: own ? told.freezes : seen.freezes,
      encoding: told.encoding, encodings: told.encodings, paused: told.paused, why: told.why,
      source: told.source, quality: worst(told.quality, this.#seenMark(seen, kind)),
    };
  }

  /** What the server cannot know: freezes, and how a direct way goes. */
  #seenMark(seen, kind) {
    if (!seen.received || seen.bitrate === 0) return null;
    const freezes = seen.frozen > 0 && this.#clock.now() - seen.frozen < FREEZE_MS ? 1 : 0;
    if (!seen.direct) return freezes > 0 ? markOf({ picture: kind === 'video', freezes }) : null;
    return markOf({ picture: kind === 'video', freezes, lost: seen.loss, left: kind === 'audio' ? seen.loss : 0, roundTrip_ms: this.#round_trip_ms, jitter_ms: seen.jitter_ms });
  }

  /**
   * How well a user is connected, as far as it concerns us: up, from him to the server; down, from the server (or from him) to
   * us. Of ourselves: both of our own ways. null: nothing to judge.
   * @param {number} user @returns {{ up: number | null, down: number | null }}
   */
  quality(user) {
    const told = this.#told.streams(user);
    if (user === this.#self()) {
      const { up, down } = this.#told.way;
      return { up, down };
    }
    const figures = [...this.#figures.values()].filter((one) => one.user === user);
    const seen = figures.map((one) => this.#seenMark(one, one.kind));
    return figures.some(({ direct }) => direct) ? { up: null, down: worst(...seen) } : { up: worst(...told.map(({ source }) => source)), down: worst(...told.map(({ quality }) => quality), ...seen) };
  }

  /** What the way to us carries, as the server thinks, in bit/s; 0: not known. */
  get estimate() { return this.#told.way.estimate; }

  get roundTrip_ms() { return this.#round_trip_ms; }

  /** Media go over UDP (else over TCP); null: none have gone yet. */
  get overUdp() { return this.#udp; }

  #mark() {
    const users = new Set([this.#self(), ...this.#marks.keys(), ...this.#told.users]);
    for (const { user } of this.#figures.values()) users.add(user);
    for (const user of users) {
      const old = this.#marks.get(user) ?? { up: null, down: null }, now = this.quality(user);
      if (old.up === now.up && old.down === now.down) continue;
      if (now.up === null && now.down === null) this.#marks.delete(user); else this.#marks.set(user, now);
      this.emit('quality', user, now);
    }
  }

  #later() {
    const cancel = this.#clock.after(EVERY_MS, async () => {
      await this.collect();
      if (this.#cancel === cancel) this.#later();
    });
    this.#cancel = cancel;
  }

  /** Asks all peer connections now. A stream that moves directly is counted there alone. */
  async collect() {
    const live = new Set();
    const direct = this.#direct?.traffic ?? null;
    if (direct) await this.#directWay(direct, live);
    const sub = this.#subscriber.peer;
    if (sub) await this.#receiving(sub, this.#subscriber.remotes, live);
    const pub = this.#publisher.peer;
    if (pub) {
      const report = await read(pub);
      const streams = new Map(pub.getTransceivers().map((transceiver) => [transceiver.mid, transceiver]));
      this.#sending(report, (entry) => this.#streamOf(entry, streams.get(entry.mid)), live);
      for (const entry of report.values()) this.#pair(entry, report);
    }
    for (const key of this.#figures.keys()) if (!live.has(key)) this.#figures.delete(key);
    this.emit('update');
    this.#mark();
  }

  /** The sizes of one camera are one stream: of the largest that is sent, and all the bits. */
  #sending(report, streamOf, live, direct = false) {
    const whole = new Map();
    for (const entry of report.values()) {
      if (entry.type !== 'outbound-rtp') continue;
      const stream = streamOf(entry), key = `${entry.kind ?? entry.mediaType}/${stream}`;
      const old = whole.get(key);
      const larger = !old || (entry.active !== false && (entry.frameWidth ?? 0) >= (old.entry.frameWidth ?? 0));
      whole.set(key, { stream, entry: { ...larger ? entry : old.entry, bytesSent: (old?.entry.bytesSent ?? 0) + (entry.bytesSent ?? 0) } });
    }
    for (const { stream, entry } of whole.values()) this.#outbound(entry, stream, report, live, direct);
  }

  async #receiving(peer, remotes, live, direct = false) {
    const report = await read(peer);
    const whose = new Map();
    for (const remote of remotes) {
      whose.set(remote.mid, remote);
      if (remote.receiver?.track) whose.set(remote.receiver.track.id, remote);
    }
    for (const entry of report.values()) {
      if (entry.type === 'inbound-rtp') this.#inbound(entry, whose.get(entry.mid) ?? whose.get(entry.trackIdentifier), report, live, direct);
      this.#pair(entry, report);
    }
    return report;
  }

  async #directWay({ peer, remotes, sent }, live) {
    const report = await this.#receiving(peer, remotes, live, true);
    this.#sending(report, (entry) => sent.get(entry.mid) ?? -1, live, true);
  }

  #inbound(entry, remote, report, live, direct) {
    if (!remote || live.has(trackKey(remote.user, remote.kind, remote.stream))) return;
    const { user, kind, stream } = remote;
    this.#note(user, kind, stream, entry, entry.bytesReceived, report, live);
    const figures = this.#figures.get(trackKey(user, kind, stream));
    const received = entry.packetsReceived ?? 0, lost = Math.max(0, entry.packetsLost ?? 0);
    const all = received - figures.received + lost - figures.lost;
    figures.loss = all > 0 ? Math.max(0, Math.round(100 * (lost - figures.lost) / all)) : 0;
    const freezes = entry.freezeCount ?? 0;
    if (freezes > figures.freezes) figures.frozen = this.#clock.now();
    Object.assign(figures, { received, lost, freezes, direct, jitter_ms: Math.round(1000 * (entry.jitter ?? 0)) });
    if (kind === 'audio') figures.level = loudness(entry.audioLevel ?? 0);
  }

  #outbound(entry, stream, report, live, direct) {
    const kind = entry.kind ?? entry.mediaType;
    if (stream < 0 || live.has(trackKey(this.#self(), kind, stream))) return;
    this.#note(this.#self(), kind, stream, entry, entry.bytesSent, report, live);
    const figures = this.#figures.get(trackKey(this.#self(), kind, stream));
    const source = report.get(entry.mediaSourceId), remote = report.get(entry.remoteId);
    figures.direct = direct;
    figures.loss = Math.round(100 * (remote?.fractionLost ?? 0));
    if (kind === 'audio' && source) figures.level = loudness(source.audioLevel ?? 0);
  }

  #streamOf(entry, transceiver) {
    const kind = entry.kind ?? entry.mediaType;
    for (let stream = 0; stream < 16; stream++) {
      const sender = this.#publisher.sender(kind, stream);
      if (sender && sender === transceiver?.sender) return stream;
    }
    return -1;
  }

  #note(user, kind, stream, entry, bytes, report, live) {
    const key = trackKey(user, kind, stream);
    live.add(key);
    const old = this.#figures.get(key) ?? { ...nothing(), user, kind, bytes: 0, received: 0, lost: 0, at: 0 };
    const seconds = old.at > 0 ? (entry.timestamp - old.at) / 1000 : 0;
    const figures = { ...old, bytes: bytes ?? 0, at: entry.timestamp };
    if (seconds > 0) figures.bitrate = Math.max(0, Math.round(8 * (figures.bytes - old.bytes) / seconds));
    figures.fps = Math.round(entry.framesPerSecond ?? 0);
    const codec = report.get(entry.codecId);
    figures.codec = /\/(.+)$/.exec(codec?.mimeType ?? '')?.[1] ?? '';
    figures.channels = /(?:^|;)\s*stereo=1/.test(codec?.sdpFmtpLine ?? '') ? 2 : 1;
    if (entry.frameWidth) Object.assign(figures, { width: entry.frameWidth, height: entry.frameHeight });
    this.#figures.set(key, figures);
    if (kind === 'video' && figures.width > 0 && (figures.width !== old.width || figures.height !== old.height))
      this.emit('size', user, stream, figures.width, figures.height);
  }

  #pair(entry, report) {
    if (entry.type !== 'candidate-pair' || !entry.nominated) return;
    if (entry.currentRoundTripTime !== undefined) this.#round_trip_ms = Math.round(1000 * entry.currentRoundTripTime);
    const { protocol } = report.get(entry.localCandidateId) ?? {};
    if (protocol && entry.state === 'succeeded') this.#udp = protocol === 'udp';
  }
}

/** @param {RTCPeerConnection} peer @returns {Promise<Map<string, any>>} */
async function read(peer) {
  try { return /** @type {any} */ (await peer.getStats()); } catch { return new Map(); }
}
