// SPDX-License-Identifier: Apache-2.0
// One session with the server, over as many WebSocket links as it takes (docs/protocol.md).
//
//   connection = new Connection(ports, { url, hello }, handlers)
//   connection.send('text', { ... }, (error, reply) => ...)     any time; kept while there is no link
//   connection.close()
//
// Each request is handled by the server once and answered here once; each event is handed over once, in the
// server's order, and a reply is handed over in that order too, synchronously, so that whoever fills a cache from a
// reply has done so before the next event. handlers.onEnd comes exactly once, last, unless close() came first.

import { Backoff } from './backoff.mjs';
import { Code, ParlorError } from './errors.mjs';
import { protocol } from './generated/messages.mjs';

const HANDSHAKE_MS = 10000; // from opening a socket to welcome or resumed
const ACK_MS = 1000;
const ACK_MESSAGES = 32;
const PONG_MS = 10000;
const HURRY_MS = 800; // the same when the network has changed: a link that died with the old one tells nobody
const RETRY_FIRST_MS = 250;
const RETRY_BASE_MS = 1000;
const RETRY_MAX_MS = 30000;
const CLOSE_GAP = 4002; // our close code: the server skipped a number

/**
 * @typedef {object} Handlers
 * @property {(welcome: any) => void} onOpen the session is open
 * @property {(up: boolean) => void} onLink the link was lost (false) or is back (true)
 * @property {(ip: string) => void} [onMoved] just before it is back: our address is another
 * @property {(message: any) => void} onMessage an event of the server
 * @property {(frame: ArrayBuffer) => void} onBinary pieces of files, outside the numbering
 * @property {(end: { code: number, reconnect: boolean, opened: boolean }) => void} onEnd the session is over
 */

export class Connection {
  #ports; #url; #hello; #handlers;
  #socket = null;
  /** 'opening' 'open' 'waiting' (for the next try) 'resuming' 'over' */
  #phase = 'opening';
  #token = ''; #grace_ms = 0; #ping_ms = 30000;
  #nextId = 1;
  #lastSeq = 0; #ackedSeq = 0;
  /** Requests without an answer, in order of their numbers. @type {Map<number, { t: string, fields: object, done: Function }>} */
  #requests = new Map();
  #deadline = 0; // of the grace time
  #backoff;
  #leaving = false; // closed by us; what remains is to tell the server
  #opened = false;
  #timers = { handshake: null, ack: null, ping: null, pong: null, retry: null };

  /**
   * @param {{ openSocket: (url: string, protocol: string) => WebSocket, clock: import('./platform.mjs').Clock, random: () => number }} ports
   * @param {{ url: string, hello: object }} target
   * @param {Handlers} handlers
   */
  constructor(ports, { url, hello }, handlers) {
    this.#ports = ports;
    this.#url = url;
    this.#hello = hello;
    this.#handlers = handlers;
    this.#backoff = new Backoff({ first_ms: RETRY_FIRST_MS, base_ms: RETRY_BASE_MS, max_ms: RETRY_MAX_MS, random: ports.random });
    this.#hello = { t: 'hello', id: this.#nextId++, ...hello };
    this.#openSocket();
  }

  /** The session is open and its link stands. */
  get up() { return this.#phase === 'open'; }

  /**
   * A numbered request. `done` is called with (null, reply) or (ParlorError) and never from inside this call.
   * @param {string} t @param {object} fields @param {(error: ParlorError | null, reply?: any) => void} [done]
   */
  send(t, fields = {}, done = () => {}) {
    if (this.#leaving) return;
    if (this.#phase === 'over') { this.#ports.clock.after(0, () => done(new ParlorError(Code.LINK_LOST))); return; }
    const id = this.#nextId++;
    this.#requests.set(id, { t, fields, done });
    if (this.#phase === 'open') this.#write({ t, id, ...fields });
  }

  /** A binary frame, now or never. @param {Uint8Array} frame @returns {boolean} false: there is no link */
  sendBinary(frame) {
    if (this.#phase !== 'open' || this.#leaving || this.#socket?.readyState !== 1) return false;
    this.#socket.send(/** @type {any} */ (frame));
    return true;
  }

  /** Bytes that the browser holds and has not sent. */
  get buffered() { return this.#socket?.bufferedAmount ?? 0; }

  /** The network is back, or the machine awake: do not wait for the next try, nor for what was begun before. */
  hurry() {
    if (this.#phase === 'waiting') this.#retry();
    else if (this.#phase === 'open') this.#ping(HURRY_MS);
    else if (this.#phase === 'resuming') this.#shake(HURRY_MS);
  }

  /** Ends the session of our own will: the server is told, now or as soon as it can be reached. No handler is called any more. */
  close() {
    if (this.#phase === 'over' || this.#leaving) return;
    const logout = this.#opened;
    if (logout) this.send('logout');
    this.#leaving = true;
    this.#handlers = { onOpen() {}, onLink() {}, onMessage() {}, onBinary() {}, onEnd() {} };
    for (const request of this.#requests.values()) request.done = () => {};
    if (!logout || this.#phase === 'open') this.#finish();
  }

  // ---- the socket ----

  #openSocket() {
    let socket;
    try {
      socket = this.#ports.openSocket(this.#url, protocol);
    } catch {
      this.#ports.clock.after(0, () => this.#lost(null, Code.BAD_ADDRESS));
      return;
    }
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#greet(socket);
    socket.onmessage = (event) => this.#receive(socket, event.data);
    socket.onclose = () => this.#lost(socket, Code.OFFLINE);
    socket.onerror = () => {}; // onclose follows
    this.#shake(HANDSHAKE_MS);
  }

  #shake(patience_ms) {
    const socket = this.#socket;
    this.#arm('handshake', patience_ms, () => this.#drop(socket, Code.CONNECT_TIMEOUT));
  }

  #greet(socket) {
    if (socket !== this.#socket) return;
    if (this.#phase === 'resuming') this.#write({ t: 'resume', id: this.#nextId++, token: this.#token, seq: this.#lastSeq });
    else this.#write(this.#hello);
  }

  #write(message) {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(message));
  }

  /** Gives up a link that may still look alive. */
  #drop(socket, code, closeCode) {
    if (socket !== this.#socket) return;
    this.#lost(socket, code);
    try { socket.close(closeCode); } catch { /* closed already */ }
  }

  #lost(socket, code) {
    if (socket !== this.#socket || this.#phase === 'over') return;
    const wasOpen = this.#phase === 'open';
    this.#socket = null;
    this.#disarmAll();
    if (this.#phase === 'opening') { this.#end(code, false); return; }
    if (wasOpen) {
      this.#deadline = this.#ports.clock.now() + this.#grace_ms;
      this.#backoff.reset();
      // Several tries within the grace time, however short it is.
      this.#backoff.max_ms = Math.min(RETRY_MAX_MS, Math.max(RETRY_BASE_MS, this.#grace_ms / 15));
    }
    this.#phase = 'waiting';
    if (wasOpen) this.#handlers.onLink(false);
    this.#wait();
  }

  #wait() {
    if (this.#phase !== 'waiting') return; // closed meanwhile
    const left = this.#deadline - this.#ports.clock.now();
    if (left <= 0) { this.#end(Code.LINK_LOST, true); return; }
    this.#arm('retry', Math.min(this.#backoff.next(), left), () => this.#retry());
  }

  #retry() {
    this.#disarm('retry');
    if (this.#ports.clock.now() >= this.#deadline) { this.#end(Code.LINK_LOST, true); return; }
    this.#phase = 'resuming';
    this.#openSocket();
  }

  #end(code, reconnect) {
    const { onEnd } = this.#handlers;
    const opened = this.#opened;
    const requests = [...this.#requests.values()];
    this.#finish();
    for (const { done } of requests) done(new ParlorError(code));
    onEnd({ code, reconnect, opened });
  }

  #finish() {
    const socket = this.#socket;
    this.#phase = 'over';
    this.#socket = null;
    this.#requests.clear();
    this.#disarmAll();
    try { socket?.close(1000); } catch { /* closed already */ }
  }

  // ---- what comes ----

  #receive(socket, data) {
    if (socket !== this.#socket) return;
    this.#disarm('pong');
    if (typeof data !== 'string') { if (this.#phase === 'open') this.#handlers.onBinary(data); return; }
    const message = parse(data);
    if (!message) { this.#drop(socket, Code.PROTOCOL, CLOSE_GAP); return; }
    if (message.t === 'pong') return;
    if (message.t === 'figures' || message.t === 'speakers') { if (this.#phase === 'open') this.#handlers.onMessage(message); return; } // outside the numbering
    if (message.t === 'welcome' && this.#phase === 'opening') this.#welcome(message);
    else if (message.t === 'resumed' && this.#phase === 'resuming') this.#resumed(message);
    else if (this.#phase === 'open') this.#numbered(socket, message);
    else if (message.t === 'error') this.#refused(message);
  }

  #welcome(message) {
    this.#token = message.token;
    this.#grace_ms = message.grace_ms;
    this.#ping_ms = message.ping_ms;
    this.#opened = true;
    this.#stand();
    for (const [id, { t, fields }] of this.#requests) this.#write({ t, id, ...fields });
    this.#handlers.onOpen(message);
  }

  #resumed(message) {
    this.#stand();
    this.#ackedSeq = this.#lastSeq; // resume said it
    for (const [id, { t, fields }] of this.#requests)
      if (id > message.last_id) this.#write({ t, id, ...fields });
    if (this.#leaving) { this.#finish(); return; }
    if (message.ip) this.#handlers.onMoved?.(message.ip);
    this.#handlers.onLink(true);
  }

  #stand() {
    this.#disarm('handshake');
    this.#phase = 'open';
    this.#arm('ping', this.#ping_ms, () => this.#pingLater());
  }

  /** hello: the session is not opened. resume: it is over. */
  #refused({ code }) {
    this.#end(code, this.#phase === 'resuming');
  }

  #numbered(socket, message) {
    const { seq } = message;
    if (!Number.isSafeInteger(seq) || seq > this.#lastSeq + 1) { this.#drop(socket, Code.PROTOCOL, CLOSE_GAP); return; }
    if (seq <= this.#lastSeq) return; // sent again, had it
    this.#lastSeq = seq;
    this.#ackLater();
    if (message.re !== undefined) this.#answered(message);
    else if (message.t === 'closing') this.#end(message.code, message.reconnect);
    else this.#handlers.onMessage(message);
  }

  #answered(message) {
    const request = this.#requests.get(message.re);
    this.#requests.delete(message.re);
    if (!request) return;
    if (message.t === 'error') {
      const error = new ParlorError(message.code, message.detail);
      request.done(error, message);
    } else {
      request.done(null, message);
    }
  }

  #ackLater() {
    if (this.#lastSeq - this.#ackedSeq >= ACK_MESSAGES) this.#ack();
    else if (!this.#timers.ack) this.#arm('ack', ACK_MS, () => this.#ack());
  }

  #ack() {
    this.#disarm('ack');
    if (this.#phase !== 'open' || this.#ackedSeq === this.#lastSeq) return;
    this.#ackedSeq = this.#lastSeq;
    this.#write({ t: 'ack', seq: this.#lastSeq });
  }

  // ---- is it alive? ----

  #pingLater() {
    this.#arm('ping', this.#ping_ms, () => this.#pingLater());
    this.#ping();
  }

  #ping(patience_ms = PONG_MS) {
    const socket = this.#socket;
    this.#write({ t: 'ping' });
    if (!this.#timers.pong || patience_ms < PONG_MS) this.#arm('pong', patience_ms, () => this.#drop(socket, Code.LINK_LOST));
  }

  // ---- timers ----

  #arm(name, ms, call) {
    this.#disarm(name);
    this.#timers[name] = this.#ports.clock.after(ms, () => { this.#timers[name] = null; call(); });
  }

  #disarm(name) {
    this.#timers[name]?.();
    this.#timers[name] = null;
  }

  #disarmAll() {
    for (const name of Object.keys(this.#timers)) this.#disarm(name);
  }
}

/** @param {any} data @returns {any} null: not one of our messages */
function parse(data) {
  try {
    const message = JSON.parse(data);
    return typeof message?.t === 'string' ? message : null;
  } catch {
    return null;
  }
}
