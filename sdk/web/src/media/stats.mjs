// SPDX-License-Identifier: Apache-2.0
// Figures of the running media, once a second while there are any: picture size, rates, loss, levels where the packets do
// not tell them.
//
// Events: update()   size(user, stream, width, height)

import { Emitter } from '../events.mjs';
import { loudness } from './levels.mjs';
import { trackKey } from './subscribe.mjs';

const EVERY_MS = 1000;

/** @typedef {{ width: number, height: number, fps: number, bitrate: number, loss: number, level: number, codec: string }} Figures bitrate in bit/s, loss in percent, level 0-100 */

const nothing = () => ({ width: 0, height: 0, fps: 0, bitrate: 0, loss: 0, level: 0, codec: '' });

export class Stats extends Emitter {
  #clock; #subscriber; #publisher; #direct; #self;
  #cancel = null;
  /** @type {Map<string, Figures & { bytes: number, received: number, lost: number, at: number }>} */
  #figures = new Map();
  #round_trip_ms = 0;

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
  }

  start() { if (!this.#cancel) this.#later(); }

  stop() {
    this.#cancel?.();
    this.#cancel = null;
    this.#figures.clear();
    this.#round_trip_ms = 0;
  }

  /** @param {number} user @param {'audio' | 'video'} kind @param {number} [stream] @returns {Figures} */
  of(user, kind, stream = 0) { return this.#figures.get(trackKey(user, kind, stream)) ?? nothing(); }

  get roundTrip_ms() { return this.#round_trip_ms; }

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
      for (const entry of report.values()) {
        if (entry.type === 'outbound-rtp') this.#outbound(entry, this.#streamOf(entry, streams.get(entry.mid)), report, live);
        this.#pair(entry);
      }
    }
    for (const key of this.#figures.keys()) if (!live.has(key)) this.#figures.delete(key);
    this.emit('update');
  }

  async #receiving(peer, remotes, live) {
    const report = await read(peer);
    const whose = new Map();
    for (const remote of remotes) {
      whose.set(remote.mid, remote);
      if (remote.receiver?.track) whose.set(remote.receiver.track.id, remote);
    }
    for (const entry of report.values()) {
      if (entry.type === 'inbound-rtp') this.#inbound(entry, whose.get(entry.mid) ?? whose.get(entry.trackIdentifier), report, live);
      this.#pair(entry);
    }
    return report;
  }

  async #directWay({ peer, remotes, sent }, live) {
    const report = await this.#receiving(peer, remotes, live);
    for (const entry of report.values())
      if (entry.type === 'outbound-rtp') this.#outbound(entry, sent.get(entry.mid) ?? -1, report, live);
  }

  #inbound(entry, remote, report, live) {
    if (!remote || live.has(trackKey(remote.user, remote.kind, remote.stream))) return;
    const { user, kind, stream } = remote;
    this.#note(user, kind, stream, entry, entry.bytesReceived, report, live);
    const figures = this.#figures.get(trackKey(user, kind, stream));
    const received = entry.packetsReceived ?? 0, lost = Math.max(0, entry.packetsLost ?? 0);
    const all = received - figures.received + lost - figures.lost;
    figures.loss = all > 0 ? Math.max(0, Math.round(100 * (lost - figures.lost) / all)) : 0;
    Object.assign(figures, { received, lost });
    if (kind === 'audio') figures.level = loudness(entry.audioLevel ?? 0);
  }

  #outbound(entry, stream, report, live) {
    const kind = entry.kind ?? entry.mediaType;
    if (stream < 0 || live.has(trackKey(this.#self(), kind, stream))) return;
    this.#note(this.#self(), kind, stream, entry, entry.bytesSent, report, live);
    const source = report.get(entry.mediaSourceId);
    if (kind === 'audio' && source) this.#figures.get(trackKey(this.#self(), kind, stream)).level = loudness(source.audioLevel ?? 0);
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
    const old = this.#figures.get(key) ?? { ...nothing(), bytes: 0, received: 0, lost: 0, at: 0 };
    const seconds = old.at > 0 ? (entry.timestamp - old.at) / 1000 : 0;
    const figures = { ...old, bytes: bytes ?? 0, at: entry.timestamp };
    if (seconds > 0) figures.bitrate = Math.max(0, Math.round(8 * (figures.bytes - old.bytes) / seconds));
    figures.fps = Math.round(entry.framesPerSecond ?? 0);
    figures.codec = /\/(.+)$/.exec(report.get(entry.codecId)?.mimeType ?? '')?.[1] ?? '';
    if (entry.frameWidth) Object.assign(figures, { width: entry.frameWidth, height: entry.frameHeight });
    this.#figures.set(key, figures);
    if (kind === 'video' && figures.width > 0 && (figures.width !== old.width || figures.height !== old.height))
      this.emit('size', user, stream, figures.width, figures.height);
  }

  #pair(entry) {
    if (entry.type === 'candidate-pair' && entry.nominated && entry.currentRoundTripTime !== undefined)
      this.#round_trip_ms = Math.round(1000 * entry.currentRoundTripTime);
  }
}

/** @param {RTCPeerConnection} peer @returns {Promise<Map<string, any>>} */
async function read(peer) {
  try { return /** @type {any} */ (await peer.getStats()); } catch { return new Map(); }
}
