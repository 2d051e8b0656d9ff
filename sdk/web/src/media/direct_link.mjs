// SPDX-License-Identifier: Apache-2.0
// One attempt at a direct connection to another user: its peer connection, what the two ends tell each other, and whether
// anything arrives. When to try and what to do with what arrives is p2p.mjs.
//
// One `sendrecv` section for the sound and one for each camera that either end has or wants when the attempt begins (at most
// four; cameras opened later stay with the server until the next attempt). Tracks are those that the server gets; an end
// sends only what the other wants.
//
// Signals (JSON, carried by the server):  { sdp, sections?, want }   { candidates }
// On data channel 0 (negotiated):         { want }                   { bye: true }: the other's media are not needed any more

import { withOpus } from './opus.mjs';

const POLL_MS = 250;
const DISCONNECTED_MS = 1000;
const GATHER_MS = 50; // candidates of so long go in one message
const LINGER_MS = 5000; // for the other end to let go
const PICTURES_MAX = 4;
const CANDIDATES_MAX = 64;

/** @typedef {{ kind: 'audio' | 'video', stream: number }} Which */
/** @typedef {Which & { transceiver: RTCRtpTransceiver, count: number, still_ms: number }} Section
 *    count: frames (video) or packets (audio) that have arrived; still_ms: how long there have been no more */

/** @param {string} kind @param {number} stream */
export const sectionKey = (kind, stream) => `${kind}/${stream}`;
const isWhich = (w) => (w?.kind === 'audio' || w?.kind === 'video') && Number.isInteger(w.stream) && w.stream >= 0 && w.stream < 16;
const plain = ({ kind, stream }) => ({ kind, stream });

export class DirectLink {
  #ports; #handlers; #pc; #channel;
  #candidates = /** @type {any[]} */ ([]); #gathering = null;
  #early = /** @type {any[]} */ ([]); // of the other end, before its description
  #described = false;
  #sent = new Map(); // section key -> track that is sent
  /** What the other end wants of us: section keys. @type {Set<string>} */
  #wanted = new Set();
  #told = '';
  #timer = null; #disconnected = null; #bytes = -1; #quiet_ms = 0;
  #over = false; #bye = false; #theirBye = false; #wasUp = false;
  /** @type {Map<string, Section>} */
  #sections = new Map();

  /** udp or tcp, once it is up. */
  protocol = 'udp';

  /**
   * @param {object} ports
   * @param {RTCPeerConnection} ports.peer
   * @param {import('../platform.mjs').Clock} ports.clock
   * @param {(data: string) => void} ports.signal
   * @param {() => RTCRtpCodec[] | null} ports.codecs order of video codecs; null: the browser's
   * @param {(kind: string, stream: number) => ({ track: MediaStreamTrack | null, maxBitrate: number, maxFramerate: number } | null)} ports.local
   * @param {() => Which[]} ports.wants what we want of the other end
   * @param {object} handlers
   * @param {() => void} handlers.onUp
   * @param {(quiet_ms: number) => void} handlers.onFlow four times a second while it is up; for how long nothing at all has come
   * @param {(why: string) => void} handlers.onLost at most once, before or after it was up
   * @param {() => void} handlers.onClosed
   */
  constructor(ports, handlers) {
    this.#ports = ports;
    this.#handlers = handlers;
    const pc = this.#pc = ports.peer;
    this.#channel = pc.createDataChannel('parlor', { negotiated: true, id: 0 });
    this.#channel.onopen = () => { this.#told = ''; this.want(); };
    this.#channel.onmessage = ({ data }) => this.#heard(data);
    this.#channel.onclose = () => this.#lost('closed by the other end');
    pc.onicecandidate = ({ candidate }) => { if (candidate?.candidate) this.#gathered(candidate); };
    pc.onconnectionstatechange = () => this.#changed();
  }

  /** For further data channels, and for figures. */
  get peer() { return this.#pc; }
  get sections() { return this.#sections.values(); }
  get isUp() { return this.#wasUp && !this.#over; }

  // ---- negotiation ----

  /** Begins it. @param {Which[]} streams what either end is known to have or to want */
  async offer(streams) {
    const pictures = new Set([0, ...streams.filter(({ kind }) => kind === 'video').map(({ stream }) => stream)]);
    this.#add(this.#pc.addTransceiver('audio', { direction: 'sendrecv' }), 'audio', 0);
    for (const stream of [...pictures].sort((a, b) => a - b).slice(0, PICTURES_MAX))
      this.#add(this.#pc.addTransceiver('video', { direction: 'sendrecv' }), 'video', stream);
    await this.#guard(async () => {
      await this.#pc.setLocalDescription(await this.#pc.createOffer());
      if (this.#over) return;
      const sections = [...this.#sections.values()].map(({ kind, stream, transceiver }) => ({ mid: transceiver.mid, kind, stream }));
      this.#signal({ sdp: { type: 'offer', sdp: this.#pc.localDescription?.sdp }, sections, want: this.#ports.wants().map(plain) });
    });
  }

  /** What the other end has signalled. @param {string} data */
  async take(data) {
    await this.#guard(async () => {
      const message = JSON.parse(data);
      if (Array.isArray(message.want)) this.#otherWants(message.want);
      if (message.sdp?.type === 'offer') await this.#answer(message);
      else if (message.sdp?.type === 'answer') await this.#describe(message.sdp);
      if (Array.isArray(message.candidates)) await this.#takeCandidates(message.candidates);
    });
  }

  async #answer({ sdp, sections }) {
    if (this.#described) return;
    await this.#describe(sdp);
    if (this.#over) return;
    const transceivers = new Map(this.#pc.getTransceivers().map((transceiver) => [transceiver.mid, transceiver]));
    for (const section of Array.isArray(sections) ? sections.slice(0, PICTURES_MAX + 1) : []) {
      const transceiver = transceivers.get(section?.mid);
      if (!isWhich(section) || !transceiver || transceiver.receiver.track.kind !== section.kind) continue;
      transceiver.direction = 'sendrecv';
      this.#add(transceiver, section.kind, section.stream);
    }
    await this.#pc.setLocalDescription(await this.#pc.createAnswer());
    if (!this.#over) this.#signal({ sdp: { type: 'answer', sdp: this.#pc.localDescription?.sdp }, want: this.#ports.wants().map(plain) });
  }

  async #describe(sdp) {
    await this.#pc.setRemoteDescription({ type: sdp.type, sdp: withOpus(String(sdp.sdp), this.#ports.local('audio', 0) ?? {}) });
    this.#described = true;
    const early = this.#early.splice(0);
    await this.#takeCandidates(early);
  }

  async #takeCandidates(list) {
    for (const candidate of list.slice(0, CANDIDATES_MAX)) {
      if (this.#over) return;
      if (!this.#described) { if (this.#early.length < CANDIDATES_MAX) this.#early.push(candidate); continue; }
      try { await this.#pc.addIceCandidate(candidate); } catch { /* of a kind that this browser does not know */ }
    }
  }

  #gathered({ candidate, sdpMid, sdpMLineIndex, usernameFragment }) {
    this.#candidates.push({ candidate, sdpMid, sdpMLineIndex, usernameFragment });
    this.#gathering ??= this.#ports.clock.after(GATHER_MS, () => {
      this.#gathering = null;
      if (!this.#over) this.#signal({ candidates: this.#candidates.splice(0) });
    });
  }

  #signal(message) { this.#ports.signal(JSON.stringify(message)); }

  async #guard(work) {
    if (this.#over) return;
    try { await work(); } catch (error) { this.#lost(`negotiation: ${/** @type {any} */ (error)?.message ?? error}`); }
  }

  #add(transceiver, kind, stream) {
    const key = sectionKey(kind, stream);
    if (this.#sections.has(key)) return;
    const codecs = kind === 'video' ? this.#ports.codecs() : null;
    try { if (codecs) transceiver.setCodecPreferences?.(codecs); } catch { /* the other end's order */ }
    this.#sections.set(key, { kind, stream, transceiver, count: 0, still_ms: 0 });
    this.refresh(kind, stream);
  }

  // ---- what is sent ----

  /** A track of ours, or its limits, may have changed. @param {'audio' | 'video'} kind @param {number} stream */
  refresh(kind, stream) {
    const key = sectionKey(kind, stream);
    const section = this.#sections.get(key);
    if (!section || this.#over) return;
    const local = this.#ports.local(kind, stream);
    const track = this.#wanted.has(key) ? local?.track ?? null : null;
    const { sender } = section.transceiver;
    if (this.#sent.get(key) !== track) {
      this.#sent.set(key, track);
      sender.replaceTrack(track).catch((error) => this.#lost(`track: ${error?.message ?? error}`));
    }
    if (track && local) limit(sender, local);
  }

  #otherWants(list) {
    this.#wanted = new Set(list.slice(0, 32).filter(isWhich).map(({ kind, stream }) => sectionKey(kind, stream)));
    for (const { kind, stream } of this.#sections.values()) this.refresh(kind, stream);
  }

  /** Tells the other end what we want of it, when that has changed. */
  want() {
    if (this.#over || this.#channel.readyState !== 'open') return;
    const text = JSON.stringify({ want: this.#ports.wants().map(plain) });
    if (text === this.#told) return;
    this.#told = text;
    try { this.#channel.send(text); } catch { this.#told = ''; }
  }

  #heard(data) {
    let message;
    try { message = JSON.parse(data); } catch { return; }
    if (Array.isArray(message?.want)) this.#otherWants(message.want);
    if (message?.bye) {
      this.#theirBye = true;
      if (this.#bye) this.close();
    }
  }

  // ---- what arrives ----

  #changed() {
    const state = this.#pc.connectionState;
    this.#disconnected?.();
    this.#disconnected = null;
    if (state === 'failed' || state === 'closed') this.#lost(state);
    else if (state === 'disconnected') this.#disconnected = this.#ports.clock.after(DISCONNECTED_MS, () => this.#lost('disconnected'));
    else if (state === 'connected') {
      for (const { kind, stream } of this.#sections.values()) this.refresh(kind, stream); // limits can be set now
      if (!this.#timer) this.#poll();
    }
  }

  async #poll() {
    this.#timer = () => {};
    let report;
    try { report = /** @type {any} */ (await this.#pc.getStats()); } catch { report = new Map(); }
    if (this.#over) return;
    this.#read(report);
    if (!this.#wasUp) { this.#wasUp = true; this.#handlers.onUp(); }
    if (!this.#over) this.#handlers.onFlow(this.#quiet_ms);
    if (!this.#over) this.#timer = this.#ports.clock.after(POLL_MS, () => this.#poll());
  }

  #read(report) {
    const by = new Map();
    for (const section of this.#sections.values()) {
      by.set(section.transceiver.mid, section);
      by.set(section.transceiver.receiver.track.id, section);
    }
    const counts = new Map();
    let bytes = 0;
    for (const entry of report.values()) {
      if (entry.type === 'candidate-pair' && (entry.nominated || entry.selected)) {
        bytes += entry.bytesReceived ?? 0;
        this.protocol = report.get(entry.localCandidateId)?.protocol === 'tcp' ? 'tcp' : 'udp';
      }
      const section = entry.type === 'inbound-rtp' ? by.get(entry.mid) ?? by.get(entry.trackIdentifier) : null;
      if (!section) continue;
      bytes += entry.packetsReceived ?? 0;
      counts.set(section, section.kind === 'video' ? entry.framesDecoded ?? 0 : entry.packetsReceived ?? 0);
    }
    for (const section of this.#sections.values()) {
      const count = counts.get(section) ?? 0;
      section.still_ms = count > section.count ? 0 : section.still_ms + POLL_MS;
      section.count = count;
    }
    this.#quiet_ms = bytes === this.#bytes ? this.#quiet_ms + POLL_MS : 0;
    this.#bytes = bytes;
  }

  // ---- the end ----

  #lost(why) {
    if (this.#over || this.#bye) { this.close(); return; }
    const { onLost } = this.#handlers;
    this.#handlers = { ...this.#handlers, onLost: () => {} };
    onLost(why);
  }

  /** Our media come through the server again: closes when those of the other end do as well. */
  finish() {
    if (this.#over || this.#bye) return;
    this.#bye = true;
    try { this.#channel.send('{"bye":true}'); } catch { /* it is not open (any more) */ }
    if (this.#theirBye || this.#channel.readyState !== 'open') this.close();
    else this.#ports.clock.after(LINGER_MS, () => this.close());
  }

  close() {
    if (this.#over) return;
    this.#over = true;
    this.#timer?.();
    this.#gathering?.();
    this.#disconnected?.();
    const pc = this.#pc;
    pc.onicecandidate = pc.onconnectionstatechange = null;
    this.#channel.onopen = this.#channel.onmessage = this.#channel.onclose = null;
    try { pc.close(); } catch { /* closed already */ }
    this.#handlers.onClosed();
  }
}

/** Rates as for the server. @param {RTCRtpSender} sender @param {{ maxBitrate: number, maxFramerate: number }} limits */
function limit(sender, { maxBitrate, maxFramerate }) {
  const parameters = sender.getParameters?.();
  const encoding = parameters?.encodings?.[0];
  if (!parameters || !encoding) return;
  if ((encoding.maxBitrate ?? 0) === maxBitrate && (encoding.maxFramerate ?? 0) === maxFramerate) return;
  delete encoding.maxBitrate;
  delete encoding.maxFramerate;
  if (maxBitrate > 0) encoding.maxBitrate = maxBitrate;
  if (maxFramerate > 0) encoding.maxFramerate = maxFramerate;
  sender.setParameters(parameters).catch(() => {});
}
