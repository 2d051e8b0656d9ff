// SPDX-License-Identifier: Apache-2.0
// The trace of packets (manual 3.1, options 160 to 168): how many of the packets that one user of a room sends arrive at the server, and at each other user.
//
// The packets are those of a sound of their own, beside the microphone (stream 1): noise in Opus, 50 packets a second, their size by the rate that is asked for.
// That is the one way by which a page sends packets over UDP that nobody sends again and nobody holds back: the server passes each one on as it is. Nobody plays it.
//
// The source tells the room once a second how many it has sent and how many the server had (by the server's receiver reports). Who hears that asks for the packets,
// and counts from the first one on, so that what was sent before is not taken for lost.
//
// Events: change()    the figures are others, or the source is

import { Code, ParlorError } from './errors.mjs';
import { Emitter } from './events.mjs';

const STREAM = 1;
const TELL_MS = 1000;
const FORGET_MS = 5000; // a source that says nothing for so long is none any more
const PACKETS_A_SECOND = 50;
const HEAD_BYTES = 12;
const RATE = { least: 6000, most: 510000 }; // of Opus

/** @typedef {{ source: number, sent: number, server: number, received: number, delay_ms: number }} TraceFigures source 0: nobody; delay_ms -1: not known */
/** @typedef {{ track: MediaStreamTrack, close: () => void }} Noise */

/** What the sound is to have, bit/s. @param {number} bitrate 0: by the size @param {number} bytes of a packet */
export function rateOf(bitrate, bytes) {
  const wanted = bitrate > 0 ? bitrate : Math.max(0, bytes - HEAD_BYTES) * 8 * PACKETS_A_SECOND;
  return Math.min(RATE.most, Math.max(RATE.least, wanted));
}

const count = (value) => Number.isSafeInteger(value) && value >= 0 ? value : 0;

/** White noise: what is not silent has the rate that it is given. @param {((options?: any) => AudioContext) | null} createAudioContext @param {() => number} random @returns {Noise} */
export function makeNoise(createAudioContext, random) {
  const context = createAudioContext?.();
  if (!context) throw new ParlorError(Code.NOT_SUPPORTED, 'no Web Audio');
  const buffer = context.createBuffer(1, context.sampleRate, context.sampleRate);
  const samples = buffer.getChannelData(0);
  for (let i = 0; i < samples.length; i++) samples[i] = random() * 2 - 1;
  const source = context.createBufferSource();
  const out = context.createMediaStreamDestination();
  Object.assign(source, { buffer, loop: true });
  source.connect(out);
  source.start();
  context.resume?.().catch(() => {}); // it waits for a touch of the page, as all sound does
  return { track: out.stream.getAudioTracks()[0], close: () => { source.stop(); context.close().catch(() => {}); } };
}

export class Trace extends Emitter {
  #ports;
  /** Ours, while we are the source. @type {{ noise: Noise, sent: number, lost: number, sent0: number | null, lost0: number, delay_ms: number } | null} */
  #own = null;
  /** Somebody else's. @type {{ user: number, heard_at: number, sent: number, server: number, delay_ms: number, at: { sent: number, server: number, received: number } | null, received: number } | null} */
  #other = null;
  #timer = null;

  /**
   * @param {object} ports
   * @param {import('./platform.mjs').Clock} ports.clock
   * @param {() => Noise} ports.noise
   * @param {(track: MediaStreamTrack | null, maxBitrate: number) => void} ports.publish as stream 1 of our sounds
   * @param {() => RTCRtpSender | null} ports.sender
   * @param {(user: number) => RTCRtpReceiver | null} ports.receiver
   * @param {(user: number, on: boolean) => void} ports.watch
   * @param {(text: string) => void} ports.tell the room
   * @param {() => number} ports.self our id in a room; 0: in none
   * @param {() => number} ports.roundTrip_ms to the server; 0: not known
   */
  constructor(ports) {
    super();
    this.#ports = ports;
  }

  static STREAM = STREAM;

  get running() { return this.#own !== null; }

  /** @returns {TraceFigures} */
  get figures() {
    const own = this.#own, other = this.#other;
    if (own) return { source: this.#ports.self(), sent: own.sent, server: Math.max(0, own.sent - own.lost), received: 0, delay_ms: own.delay_ms };
    if (!other) return { source: 0, sent: 0, server: 0, received: 0, delay_ms: -1 };
    const { at } = other, half = this.#ports.roundTrip_ms() / 2;
    return {
      source: other.user, sent: at ? other.sent - at.sent : 0, server: at ? Math.max(0, other.server - at.server) : 0, received: at ? Math.max(0, other.received - at.received) : 0,
      delay_ms: other.delay_ms >= 0 && half > 0 ? Math.round(other.delay_ms + half) : -1,
    };
  }

  /** Begins to send. @param {number} rate bit/s @throws {ParlorError} 3 in no room, 20 another user's is under way, 32 no Web Audio */
  start(rate) {
    if (this.#ports.self() === 0) throw new ParlorError(Code.NOT_IN_ROOM);
    if (this.#other) throw new ParlorError(Code.NOT_ALLOWED, `the trace of user ${this.#other.user} is under way`);
    if (!this.#own) this.#own = { noise: this.#ports.noise(), sent: 0, lost: 0, sent0: null, lost0: 0, delay_ms: -1 };
    this.#ports.publish(this.#own.noise.track, rate);
    this.#again();
  }

  stop() {
    const own = this.#own;
    if (!own) return;
    this.#own = null;
    own.noise.close();
    this.#ports.publish(null, 0);
    if (this.#ports.self() !== 0) this.#ports.tell(JSON.stringify({ on: false }));
    this.emit('change');
  }

  /** The room is left. */
  left() {
    this.#end();
    const own = this.#own;
    this.#own = null;
    own?.noise.close();
    if (own) this.#ports.publish(null, 0);
    this.#timer?.();
    this.#timer = null;
  }

  /** @param {number} user */
  userLeft(user) { if (this.#other?.user === user) this.#end(); }

  /** What a source says. @param {number} from @param {string} text of whoever */
  heard(from, text) {
    let said;
    try { said = JSON.parse(text); } catch { return; }
    if (this.#own || from === this.#ports.self() || this.#ports.self() === 0 || (this.#other && this.#other.user !== from)) return; // one at a time
    if (said?.on !== true) { if (this.#other) this.#end(); return; }
    if (!this.#other) {
      this.#other = { user: from, heard_at: 0, sent: 0, server: 0, delay_ms: -1, at: null, received: 0 };
      this.#ports.watch(from, true);
    }
    const sent = count(said.sent), server = Math.min(sent, count(said.server));
    Object.assign(this.#other, { heard_at: this.#ports.clock.now(), sent, server, delay_ms: Number.isFinite(said.delay) && said.delay >= 0 ? Math.min(60000, said.delay) : -1 });
    this.#countReceived(this.#other);
    this.#again();
  }

  #end() {
    const other = this.#other;
    if (!other) return;
    this.#other = null;
    this.#ports.watch(other.user, false);
    this.emit('change');
  }

  #again() { this.#timer ??= this.#ports.clock.after(TELL_MS, () => { this.#timer = null; this.#turn(); }); }

  async #turn() {
    const { clock, self } = this.#ports;
    if (this.#other && clock.now() - this.#other.heard_at > FORGET_MS) this.#end();
    if (!this.#own && !this.#other) return;
    this.#again();
    const own = this.#own;
    if (!own) return;
    await this.#countSent(own);
    if (own !== this.#own || self() === 0) return;
    this.#ports.tell(JSON.stringify({ on: true, sent: own.sent, server: Math.max(0, own.sent - own.lost), delay: own.delay_ms }));
    this.emit('change');
  }

  async #countSent(own) {
    const stats = await this.#ports.sender()?.getStats?.().catch(() => null);
    for (const entry of stats?.values() ?? []) {
      if (entry.type === 'outbound-rtp') { own.sent0 ??= entry.packetsSent; own.sent = Math.max(own.sent, entry.packetsSent - own.sent0); }
      if (entry.type === 'remote-inbound-rtp') {
        own.lost = Math.max(0, entry.packetsLost ?? 0);
        if (entry.roundTripTime > 0) own.delay_ms = Math.round(entry.roundTripTime * 500);
      }
    }
  }

  /** From the first packet on: what had been sent by then is not lost. */
  async #countReceived(other) {
    const { sent, server } = other;
    const stats = await this.#ports.receiver(other.user)?.getStats?.().catch(() => null);
    if (other !== this.#other) return;
    for (const entry of stats?.values() ?? []) {
      if (entry.type !== 'inbound-rtp' || !(entry.packetsReceived > 0)) continue;
      other.at ??= { sent, server, received: entry.packetsReceived };
      other.received = entry.packetsReceived;
    }
    this.emit('change');
  }
}
