// SPDX-License-Identifier: Apache-2.0
// Direct connections: the server says when to try one and with whom; media begin through the server and come back to it. Here
// is what this end does about it.
//
//   p2p_start ─▶ trying ─── connected ──▶ up: streams that move are taken over, the server is told which
//                  │                       │  nothing arrives, lost, p2p_stop
//                  └────── failed ─────────┴─▶ going home: the server sends again, each stream changes back when it has
//                                              arrived; then the link is closed
//
// Events: state(user, 0 none | 1 tcp | 2 udp)   changed(user, kind, stream): what remote() gives may be another

import { Emitter } from '../events.mjs';
import { offerOrder } from './codecs.mjs';
import { DirectLink, sectionKey } from './direct_link.mjs';
import { Handover } from './handover.mjs';

/** Nothing at all has come for so long: the way is dead. Sound comes fifty times a second; a still screen only now and then. */
const DEAD_MS = { audio: 1000, video: 2000 };
/** One stream alone has stopped: it goes back to the server, the others stay. */
const STILL_MS = 3000;
const TCP = 1, UDP = 2;

/** @typedef {import('./direct_link.mjs').Which} Which */
/** @typedef {{ user: number, attempt: number, link: DirectLink, up: boolean, over: boolean, told: string }} Attempt */
/** @typedef {Which & { track: MediaStreamTrack | null, maxBitrate: number, maxFramerate: number, dtx: boolean, stereo: boolean }} Local dtx, stereo: as they are when an attempt begins */

export class Direct extends Emitter {
  #ports; #handover;
  #policy = 1;
  /** Attempts whose links are open; the newest may be the one that counts. @type {Set<Attempt>} */
  #attempts = new Set();
  /** @type {Attempt | null} */
  #current = null;
  /** Users whom the page has asked for. @type {Set<number>} */
  #asked = new Set();
  /** @type {Map<string, Local>} */
  #local = new Map();

  /**
   * @param {object} ports
   * @param {((config: RTCConfiguration) => RTCPeerConnection) | null} ports.createPeer
   * @param {(tracks: MediaStreamTrack[]) => MediaStream} ports.createStream
   * @param {(t: string, fields: object, done?: Function) => void} ports.send
   * @param {() => boolean} ports.isOpen is there a session to tell of a new policy?
   * @param {import('../platform.mjs').Clock} ports.clock
   * @param {() => RTCRtpCodec[]} ports.codecs video codecs of the sender
   * @param {() => readonly string[]} ports.stun URLs
   * @param {(user: number) => Which[]} ports.wants what is wanted of a user and there to be had
   * @param {{ peer: any, remote: (user: number, kind: any, stream?: number) => any }} ports.subscriber
   */
  constructor(ports) {
    super();
    this.#ports = ports;
    this.#handover = new Handover(ports);
    this.#handover.on('changed', (...which) => this.emit('changed', ...which));
    this.#handover.on('home', (attempt) => { if (attempt.over) attempt.link.finish(); });
  }

  // ---- what pages set and ask ----

  /** For hello: what this browser takes part in. */
  get policy() { return this.#ports.createPeer ? this.#policy : 0; }

  /** @param {number} policy 0 never, 1 as the server decides, 2 as the page asks, 3 only while media move */
  setPolicy(policy) {
    if (policy === this.#policy || !(policy >= 0 && policy <= 3)) return;
    this.#policy = policy;
    if (this.#ports.isOpen()) this.#ports.send('p2p_policy', { policy: this.policy });
  }

  /** What comes of it is told by `state`. @param {number} user @param {boolean} on */
  connect(user, on) {
    if (on) this.#asked.add(user); else this.#asked.delete(user);
    this.#ports.send('p2p_connect', { user, on }, (error) => {
      if (!error || !this.#asked.delete(user)) return;
      this.emit('state', user, 0);
    });
  }

  /** @param {number} user @returns {number} 0 none, 1 tcp, 2 udp */
  state(user) {
    const attempt = this.#current;
    if (!attempt || attempt.user !== user || !attempt.up) return 0;
    return attempt.link.protocol === 'tcp' ? TCP : UDP;
  }

  /** What arrives directly; null: it comes through the server. @param {number} user @param {'audio' | 'video'} kind @param {number} [stream] */
  remote(user, kind, stream = 0) { return this.#handover.remote(user, kind, stream); }

  /** The connection to a user, for figures and further data channels. @param {number} user @returns {RTCPeerConnection | null} */
  peer(user) { return this.state(user) ? this.#current?.link.peer ?? null : null; }
  /** For figures: what comes over it and is played, and which streams of ours (by mid) it carries. */
  get traffic() {
    const attempt = this.#current;
    if (!attempt?.up) return null;
    const sections = [...attempt.link.sections];
    const played = sections.filter(({ kind, stream }) => this.#handover.remote(attempt.user, kind, stream)?.owner === attempt);
    return {
      peer: attempt.link.peer,
      remotes: played.map(({ kind, stream, transceiver }) => ({ user: attempt.user, kind, stream, mid: transceiver.mid, receiver: transceiver.receiver })),
      sent: new Map(sections.filter(({ transceiver }) => transceiver.sender.track).map(({ transceiver, stream }) => [transceiver.mid, stream])),
    };
  }

  // ---- what the client tells ----

  /** As to the publisher. @param {'audio' | 'video'} kind @param {number} stream @param {MediaStreamTrack | null} track */
  setTrack(kind, stream, track, { maxBitrate = 0, maxFramerate = 0, dtx = false, stereo = false } = {}) {
    this.#local.set(sectionKey(kind, stream), { kind, stream, track, maxBitrate, maxFramerate, dtx, stereo });
    for (const { link } of this.#attempts) link.refresh(kind, stream);
  }

  /** What is wanted of the others may have changed. */
  review() {
    for (const attempt of this.#attempts) if (attempt.up) this.#sort(attempt);
  }

  /** @param {number} user */
  userLeft(user) {
    this.#asked.delete(user);
    this.#handover.forget(user);
  }

  /** The room is left or the session lost. */
  stop() {
    this.#asked.clear();
    this.#current = null;
    for (const attempt of [...this.#attempts]) { attempt.over = true; attempt.link.close(); }
    this.#handover.clear();
  }

  /** @param {any} message */
  handle(message) {
    const current = this.#current;
    if (message.t === 'p2p_start') this.#start(message);
    else if (!current || current.user !== message.user || current.attempt !== message.attempt) return; // of one that is over
    else if (message.t === 'p2p_signalled') current.link.take(message.data);
    else if (message.t === 'p2p_stop') this.#end(current);
  }

  // ---- an attempt ----

  #start({ user, attempt: number, offer }) {
    if (this.#current) this.#end(this.#current); // cannot be, by the protocol
    const peer = this.#createPeer();
    if (!peer) { this.#say(user, number, 'failed', []); return; }
    /** @type {Attempt} */
    const attempt = { user, attempt: number, up: false, over: false, told: '', link: /** @type {any} */ (null) };
    const { clock, send, codecs, wants } = this.#ports;
    attempt.link = new DirectLink({
      peer, clock,
      signal: (data) => send('p2p_signal', { user, attempt: number, data }),
      codecs: () => offerOrder(codecs(), 'H264'),
      local: (kind, stream) => this.#local.get(sectionKey(kind, stream)) ?? null,
      wants: () => wants(user),
    }, {
      onUp: () => this.#up(attempt),
      onFlow: (quiet_ms) => this.#flow(attempt, quiet_ms),
      onLost: () => this.#failed(attempt),
      onClosed: () => this.#closed(attempt),
    });
    this.#attempts.add(attempt);
    this.#current = attempt;
    if (offer) attempt.link.offer([...wants(user), ...[...this.#local.values()].filter(({ track }) => track)]);
  }

  #createPeer() {
    const urls = [...this.#ports.stun()];
    try {
      return this.#ports.createPeer?.({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require', iceServers: urls.length > 0 ? [{ urls }] : [] }) ?? null;
    } catch { return null; }
  }

  #say(user, attempt, link, tracks) { this.#ports.send('p2p_state', { user, attempt, link, tracks }); }

  #up(attempt) {
    if (attempt.over) return;
    attempt.up = true;
    this.#tell(attempt);
    this.emit('state', attempt.user, this.state(attempt.user));
  }

  #flow(attempt, quiet_ms) {
    this.#sort(attempt);
    if (attempt.over) return;
    const taken = this.#handover.of(attempt);
    const patience = taken.some(({ kind }) => kind === 'audio') ? DEAD_MS.audio : DEAD_MS.video;
    if (taken.length > 0 && quiet_ms >= patience) this.#failed(attempt);
  }

  /** Takes what moves, leaves what is not wanted, gives back what has stopped. */
  #sort(attempt) {
    const { user, link, over } = attempt;
    const wanted = new Set(this.#ports.wants(user).map(({ kind, stream }) => sectionKey(kind, stream)));
    link.want();
    for (const { kind, stream, transceiver, count, still_ms } of link.sections) {
      const taken = this.#handover.remote(user, kind, stream);
      if (taken && taken.owner !== attempt) continue; // on its way home from the attempt before
      if (!wanted.has(sectionKey(kind, stream))) { if (taken) this.#handover.drop(user, kind, stream); continue; }
      if (!taken && !over && count > 0 && still_ms === 0) this.#handover.take(attempt, user, kind, stream, transceiver.receiver);
      else if (taken && still_ms >= STILL_MS) this.#handover.giveBack(user, kind, stream);
    }
    if (!over) this.#tell(attempt);
  }

  /** The server, which streams it need not send us. */
  #tell(attempt) {
    const tracks = this.#handover.of(attempt).map(({ kind, stream }) => ({ kind, stream }));
    const told = JSON.stringify(tracks);
    if (told === attempt.told) return;
    attempt.told = told;
    this.#say(attempt.user, attempt.attempt, 'connected', tracks);
  }

  #failed(attempt) {
    if (attempt.over) return;
    this.#say(attempt.user, attempt.attempt, 'failed', []);
    this.#end(attempt);
  }

  /** The server sends again, or will at once. */
  #end(attempt) {
    const { user, up } = attempt;
    attempt.over = true;
    if (this.#current === attempt) this.#current = null;
    if (up || this.#asked.has(user)) this.emit('state', user, 0);
    if (up) this.#handover.giveBackAll(attempt); else attempt.link.close();
  }

  #closed(attempt) {
    this.#attempts.delete(attempt);
    if (this.#current === attempt) this.#current = null;
  }
}
