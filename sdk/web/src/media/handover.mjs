// SPDX-License-Identifier: Apache-2.0
// Which way a stream is played that arrives directly now and then, and the change from one way to the other without a gap:
// both ways run for a moment, and the track is exchanged (last one out, next one in: Firefox keeps to the one it has) inside the MediaStream that the page's element plays already, so
// that the element never loads anew and keeps its last picture until the next one is there.
//
// To the direct way: who calls take() has seen frames arrive on it. Back: the server's way is watched until it has brought
// something new, and only then the track is exchanged. A dead direct way shows its last picture as long.
//
// Events: changed(user, kind, stream)   home(owner)   nothing of that owner is played any more

import { Emitter } from '../events.mjs';
import { trackKey } from './subscribe.mjs';

const LOOK_MS = 60;
const PATIENCE_MS = 10000; // then the server's way is shown, whatever it shows

/** @typedef {{ owner: object, user: number, kind: 'audio' | 'video', stream: number, receiver: RTCRtpReceiver, media: MediaStream,
 *    since: number, base: number }} Taken   since: 0, or when it began to go back; base: what the server had brought then, -1 unknown */

export class Handover extends Emitter {
  #ports; #cancel = null;
  /** @type {Map<string, Taken>} */
  #taken = new Map();

  /**
   * @param {object} ports
   * @param {import('../platform.mjs').Clock} ports.clock
   * @param {(tracks: MediaStreamTrack[]) => MediaStream} ports.createStream
   * @param {{ peer: any, remote: (user: number, kind: any, stream?: number) => any }} ports.subscriber the server's way
   */
  constructor(ports) {
    super();
    this.#ports = ports;
  }

  /** What is played instead of the server's. @param {number} user @param {'audio' | 'video'} kind @param {number} [stream] */
  remote(user, kind, stream = 0) { return this.#taken.get(trackKey(user, kind, stream)) ?? null; }

  /** Those that are to stay direct. @param {object} owner */
  of(owner) { return [...this.#taken.values()].filter((taken) => taken.owner === owner && taken.since === 0); }

  /** @param {object} owner @param {number} user @param {'audio' | 'video'} kind @param {number} stream @param {RTCRtpReceiver} receiver */
  take(owner, user, kind, stream, receiver) {
    const key = trackKey(user, kind, stream);
    if (this.#taken.has(key)) return;
    const server = this.#ports.subscriber.remote(user, kind, stream);
    const media = server?.media ?? this.#ports.createStream([]);
    exchange(media, receiver.track, server?.receiver.track);
    this.#taken.set(key, { owner, user, kind, stream, receiver, media, since: 0, base: -1 });
    this.emit('changed', user, kind, stream);
  }

  /** As soon as the server's way has brought something. */
  giveBack(user, kind, stream) {
    const taken = this.#taken.get(trackKey(user, kind, stream));
    if (!taken || taken.since > 0) return;
    taken.since = this.#ports.clock.now();
    if (!this.#cancel) this.#look();
  }

  /** At once: it is not wanted any more. */
  drop(user, kind, stream) {
    const taken = this.#taken.get(trackKey(user, kind, stream));
    if (taken) this.#home(taken);
  }

  giveBackAll(owner) {
    for (const { user, kind, stream } of this.of(owner)) this.giveBack(user, kind, stream);
    this.#tell(owner);
  }

  /** Nothing more comes of this user, by whichever way. @param {number} user */
  forget(user) {
    for (const taken of [...this.#taken.values()]) if (taken.user === user) this.#home(taken);
  }

  clear() {
    this.#cancel?.();
    this.#cancel = null;
    for (const taken of [...this.#taken.values()]) this.#home(taken);
  }

  // ---- the way back ----

  #look() {
    const cancel = this.#ports.clock.after(LOOK_MS, async () => {
      const counts = await this.#counts();
      if (this.#cancel !== cancel) return;
      this.#cancel = null;
      const now = this.#ports.clock.now();
      for (const taken of [...this.#taken.values()].filter(({ since }) => since > 0)) {
        const count = counts.get(trackKey(taken.user, taken.kind, taken.stream)) ?? -1;
        if ((taken.base >= 0 && count > taken.base) || now - taken.since >= PATIENCE_MS) this.#home(taken);
        else if (taken.base < 0 || count < taken.base) taken.base = count; // unknown so far, or a new connection
      }
      if ([...this.#taken.values()].some(({ since }) => since > 0) && !this.#cancel) this.#look();
    });
    this.#cancel = cancel;
  }

  /** Frames and packets that the server's way has brought. @returns {Promise<Map<string, number>>} */
  async #counts() {
    const counts = new Map();
    const { subscriber } = this.#ports;
    let report = new Map();
    try { report = await subscriber.peer?.getStats() ?? report; } catch { /* it is being made anew */ }
    for (const { user, kind, stream } of this.#taken.values()) {
      const server = subscriber.remote(user, kind, stream);
      if (!server) continue;
      for (const entry of report.values()) {
        if (entry.type !== 'inbound-rtp' || (entry.mid !== server.mid && entry.trackIdentifier !== server.receiver.track.id)) continue;
        counts.set(trackKey(user, kind, stream), (kind === 'video' ? entry.framesDecoded : entry.packetsReceived) ?? 0);
      }
    }
    return counts;
  }

  #home(taken) {
    const { owner, user, kind, stream, receiver, media } = taken;
    const server = this.#ports.subscriber.remote(user, kind, stream);
    this.#taken.delete(trackKey(user, kind, stream));
    if (server?.media === media) exchange(media, server.receiver.track, receiver.track);
    this.emit('changed', user, kind, stream);
    this.#tell(owner);
  }

  #tell(owner) {
    if (![...this.#taken.values()].some((taken) => taken.owner === owner)) this.emit('home', owner);
  }
}

/** @param {MediaStream} media @param {MediaStreamTrack} next @param {MediaStreamTrack} [last] */
function exchange(media, next, last) {
  if (last && last !== next) media.removeTrack(last);
  media.addTrack(next);
}
