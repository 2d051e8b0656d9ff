// SPDX-License-Identifier: Apache-2.0
// Connecting, signing in, coming back after a lost link, signing out.
//
// connect() and login() may be called one after the other: what cannot be done yet is remembered. connect() always
// begins anew: it drops what was remembered and ends the session there was. When the session is lost for good (the grace
// time is over) it connects and signs in again by itself, as often as it takes, unless it was told not to.
//
// Events: state(State)  connect(code)  login(user|null, code, {again})
//         keeping(on, code): the session of a link that was lost is kept for some time, or no longer
//         settings(): after a lost session: the server has others than before
//         lost(code)  message(message)  binary(frame)  resumed()
// `connect`, `login` and `lost` are emitted in the order in which they happened.

import { Backoff } from './backoff.mjs';
import { Code, ParlorError } from './errors.mjs';
import { Emitter } from './events.mjs';
import { Intent } from './intent.mjs';

/** @typedef {'closed' | 'connecting' | 'connected' | 'reconnecting'} State */

const AGAIN_FIRST_MS = 1000;
const AGAIN_MAX_MS = 30000;
/** A server that restarts has all its clients come back in the same moment; they spread over so much. */
const SPREAD_MS = 4000;
const STOOD_MS = 10000;
/** Trying again by itself would not help, or would be impolite. */
const FINAL = new Set([Code.SERVER_PASSWORD, 107, 113, 114, Code.BAD_ADDRESS]);
/** Those who decide about logins are away, or too many come back from one address at once. */
const LOGIN_LATER = new Set([203, 206, 207]);

export class Session extends Emitter {
  #ports; #helloFields; #mayReconnect; #random;
  #connection = null;
  #target = null; // { url, password }
  #connecting = null; #login = null; // Intents
  #standing = null; // the login that has succeeded, in this session
  /** The next try, of the connection or of the login alone. @type {{ cancel: () => void, run: () => void } | null} */
  #again = null;
  #since = 0; // when the session that stands was opened
  /** Of the session that was lost: what a guest waits for at the service counters is found by it. @type {{ url: string, token: string } | null} */
  #was = null;
  #settings = ''; // of the server, as it told them last
  #keeping = false;
  #aside = false; // the page was put aside while there was a session
  #backoff;
  /** @type {State} */
  #state = 'closed';

  /** The user, from login on until the next login; null before. */
  self = null;
  loggedIn = false;
  /** Said by the server in `welcome`. @type {any} */
  welcome = null;

  /**
   * @param {object} ports
   * @param {(target: object, handlers: import('./connection.mjs').Handlers) => import('./connection.mjs').Connection} ports.open
   * @param {import('./platform.mjs').Clock} ports.clock
   * @param {() => number} ports.random
   * @param {() => object} ports.hello fields of the hello message
   * @param {() => boolean} ports.mayReconnect
   */
  constructor({ open, clock, random, hello, mayReconnect }) {
    super();
    this.#ports = { open, clock };
    this.#helloFields = hello;
    this.#mayReconnect = mayReconnect;
    this.#random = random;
    this.#backoff = new Backoff({ first_ms: AGAIN_FIRST_MS, base_ms: 2 * AGAIN_FIRST_MS, max_ms: AGAIN_MAX_MS, random });
  }

  get state() { return this.#state; }
  /** Requests reach the server now. */
  get up() { return this.#connection?.up ?? false; }
  /** A session exists, if perhaps without a link at the moment. */
  /** Where the server's pages are; '' before the first connection. */
  get origin() { return this.#target ? new URL(this.#target.url).origin.replace(/^ws/, 'http') : ''; }
  get open() { return this.welcome !== null; }

  /** @param {{ url: string, password?: string }} target @returns {Promise<any>} welcome */
  connect(target) {
    this.#abandon(Code.CLOSED_BY_SELF);
    this.#target = target;
    this.#backoff.reset();
    this.#connecting = new Intent();
    this.#setState('connecting');
    this.#openConnection(false);
    return this.#connecting.promise;
  }

  /** @param {string} name @param {string} [password] @param {string} [app] @returns {Promise<any>} the user */
  login(name, password = '', app = '') {
    return this.signIn('login', { name: String(name), ...password ? { password: String(password) } : {}, ...app ? { app } : {} });
  }

  /**
   * Signs in with one of the messages for it. A function as `fields` is asked each time, also when a lost session is made anew: so what
   * is good once, or for a short time, can be fresh.
   * @param {'login' | 'login_signed' | 'login_token'} t @param {object | (() => object | Promise<object>)} fields @returns {Promise<any>} the user
   */
  signIn(t, fields) {
    this.#login?.reject(new ParlorError(Code.CANCELLED, 'another login was asked for'));
    if (this.open) this.#cancelAgain(); // which would have repeated it
    this.#login = new Intent({ t, fields });
    if (this.open) this.#sendLogin(this.#login, false);
    else if (this.#state === 'closed') this.#login.reject(new ParlorError(Code.NOT_INIT, 'connect first'));
    return this.#login.promise;
  }

  /** Forgets everything; no event follows. */
  logout() {
    this.#abandon(Code.CLOSED_BY_SELF);
    this.#target = null;
    this.#was = null;
    this.self = null;
    this.#setState('closed');
  }

  /** Pieces of files. @param {Uint8Array} frame @returns {boolean} false: there is no link */
  sendBinary(frame) { return this.#connection?.sendBinary(frame) ?? false; }
  get buffered() { return this.#connection?.buffered ?? 0; }

  /** @param {string} t @param {object} fields @param {(error: ParlorError | null, reply?: any) => void} [done] */
  send(t, fields, done) {
    if (this.#connection && this.open) this.#connection.send(t, fields, done);
    else if (done) this.#ports.clock.after(0, () => done(new ParlorError(Code.NOT_LOGGED_IN)));
  }

  /** Now is a good time to try, or to find out whether the link lives. */
  hurry() {
    const again = this.#again;
    if (!again) { this.#connection?.hurry(); return; }
    this.#cancelAgain();
    again.run();
  }

  /** The user has left the page, which may come back as it is: the server and the others learn of it now, the page when it is back. */
  putAside() {
    if (!this.#target || this.#aside || this.#state === 'closed') return;
    this.#aside = true;
    this.#cancelAgain();
    this.#dropConnection();
  }

  /** The page is back: as after a lost session, but at once. */
  fetchBack() {
    if (!this.#aside) return;
    this.#aside = false;
    const wasOpen = this.open;
    this.welcome = null;
    this.loggedIn = false;
    if (this.#login) this.#login.sent = false;
    if (wasOpen) this.#lost(Code.CLOSED_BY_SELF, true);
    else if (this.#state === 'reconnecting') this.#connectLater();
    else this.#openConnection(false); // it was still connecting
    if (this.#again) this.hurry();
  }

  // ---- the connection ----

  #openConnection(again) {
    const { url, password } = this.#target;
    const hello = { ...this.#helloFields(), ...password ? { password } : {}, ...this.#was?.url === url ? { was: this.#was.token } : {} };
    /** @type {any} */
    let connection = null;
    const mine = (call) => (argument) => { if (this.#connection === connection) call(argument); };
    connection = this.#ports.open({ url, hello }, {
      onOpen: mine((welcome) => this.#opened(welcome, again)),
      onLink: mine((up) => this.#link(up)),
      onMoved: mine((ip) => this.#movedTo(ip)),
      onMessage: mine((message) => this.emit('message', message)),
      onBinary: mine((frame) => this.emit('binary', frame)),
      onEnd: mine((end) => this.#ended(end, again)),
    });
    this.#connection = connection;
  }

  #opened(welcome, again) {
    this.welcome = welcome;
    this.#was = welcome.token ? { url: this.#target.url, token: welcome.token } : null;
    const { server, grace_ms, ping_ms } = welcome;
    const settings = JSON.stringify([server, grace_ms, ping_ms]);
    const changed = again && settings !== this.#settings;
    this.#settings = settings;
    this.#since = this.#ports.clock.now();
    this.#setState('connected');
    this.#connecting?.resolve(welcome);
    this.emit('connect', 0);
    if (changed) this.emit('settings');
    // A login that the page asked for meanwhile is no repetition.
    if (this.#login && !this.#login.sent) this.#sendLogin(this.#login, again && this.#login.settled);
  }

  #keep(on, code) {
    if (on === this.#keeping) return;
    this.#keeping = on;
    this.emit('keeping', on, code);
  }

  #movedTo(ip) {
    this.welcome = { ...this.welcome, ip };
    if (this.self) this.self.ip = ip;
  }

  #link(up) {
    this.#keep(!up, up ? 0 : Code.LINK_LOST);
    this.#setState(up ? 'connected' : 'reconnecting');
    if (up) this.emit('resumed');
  }

  #ended({ code, reconnect, opened }, again) {
    this.#connection = null;
    this.#cancelAgain();
    this.#standing = null;
    this.welcome = null;
    this.loggedIn = false;
    if (this.#login) this.#login.sent = false;
    if (!opened) this.#notConnected(code, again);
    else this.#lost(code, reconnect);
  }

  #notConnected(code, again) {
    const error = new ParlorError(code);
    if (again && !FINAL.has(code)) { this.#connectLater(); return; }
    this.#setState('closed');
    this.#connecting?.reject(error);
    this.#login?.reject(error);
    this.#login = null;
    this.emit('connect', code);
  }

  #lost(code, reconnect) {
    this.#keep(false, code);
    const again = reconnect && code !== Code.REPLACED && code !== Code.REMOVED && this.#mayReconnect();
    // One that falls as soon as it stands is left alone longer and longer.
    if (this.#ports.clock.now() - this.#since >= STOOD_MS) this.#backoff.reset();
    this.#setState(again ? 'reconnecting' : 'closed');
    const target = this.#target;
    if (again) this.#connectLater(code === Code.RESTART ? SPREAD_MS * this.#random() : 0); else this.#forgetLogin(new ParlorError(code));
    this.emit('lost', code, { again: again && this.#target === target });
  }

  #connectLater(besides_ms = 0) { this.#later(() => this.#connectAgain(), besides_ms); }

  #later(run, besides_ms = 0) {
    const cancel = this.#ports.clock.after(this.#backoff.next() + besides_ms, () => { this.#again = null; run(); });
    this.#again = { cancel, run };
  }

  #cancelAgain() {
    this.#again?.cancel();
    this.#again = null;
  }

  /** Unless the page has had enough of it meanwhile. */
  #connectAgain() {
    if (this.#mayReconnect()) { this.#openConnection(true); return; }
    this.#setState('closed');
    this.#forgetLogin(new ParlorError(Code.LINK_LOST));
  }

  #forgetLogin(error) {
    this.#login?.reject(error);
    this.#login = null;
  }

  #abandon(code) {
    this.#cancelAgain();
    this.#keep(false, code);
    this.#aside = false;
    this.#dropConnection();
    this.#connecting?.reject(new ParlorError(code));
    this.#connecting = null;
    this.#forgetLogin(new ParlorError(code));
    this.welcome = null;
    this.loggedIn = false;
  }

  #dropConnection() {
    const connection = this.#connection;
    this.#connection = null; // its handlers are dead from here on
    this.#standing = null;
    connection?.close();
  }

  // ---- signing in ----

  #sendLogin(intent, again) {
    intent.sent = true;
    if (typeof intent.fields !== 'function') { this.#sendFields(intent, intent.fields, again); return; }
    const connection = this.#connection;
    const standing = () => intent === this.#login && connection === this.#connection && this.open;
    Promise.resolve().then(intent.fields).then(
      (fields) => { if (standing()) this.#sendFields(intent, fields, again); },
      (cause) => { if (standing()) this.#refused(intent, new ParlorError(Code.SIGNATURE_MISSING, String(cause?.message ?? cause)), again); });
  }

  #sendFields(intent, fields, again) {
    this.#connection.send(intent.t, fields, (error, reply) => {
      if (error && (intent !== this.#login || !reply)) return; // replaced meanwhile, or the link's end says it
      if (error) this.#refused(intent, error, again); else this.#loggedIn(intent, reply.self, again);
    });
  }

  #loggedIn(intent, self, again) {
    this.self = self;
    this.loggedIn = true;
    this.#standing = intent;
    this.#setState('connected');
    intent.resolve(self);
    this.emit('login', self, 0, { again });
  }

  #refused(intent, error, again) {
    if (again && LOGIN_LATER.has(error.code)) {
      this.#setState('reconnecting');
      this.#later(() => this.#sendLogin(intent, true));
      return;
    }
    this.#login = this.#standing; // signed in all the same, when this was a second time
    intent.reject(error);
    this.emit('login', null, error.code, { again });
  }

  #setState(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.emit('state', state);
  }
}
