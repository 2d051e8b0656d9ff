// SPDX-License-Identifier: Apache-2.0
// Calls between two users, wherever they are (manual 5.2.4, 4.6). The server decides (its rules: docs/protocol.md, "Calls"); here is
// what we know of the one call that there can be.
//
// Events:
//   event(type, user, code, flags, param, text)   as OnAnyChatVideoCallEvent has them; `user` is the other one
//   incoming(call)      somebody calls
//   ringing(call)       it rings at the one we call
//   started(call)       both have said yes: call.room is the number of its room
//   moved(call)         goes on with another, call.user, in the same room
//   ended(call, code)   of whatever state; 0 and above, by whomever, also by ourselves
// `event` comes last, when everything else is as it says. Nobody is told by `event` what he did himself, but for the end of a call.

import { Code, ParlorError } from './errors.mjs';
import { Emitter } from './events.mjs';
import * as c from './generated/constants.mjs';
import { limits } from './generated/limits.mjs';
import { byteLength, wellFormed } from './data/payload.mjs';

const { BRAC_VIDEOCALL_EVENT_REQUEST: REQUEST, BRAC_VIDEOCALL_EVENT_REPLY: REPLY, BRAC_VIDEOCALL_EVENT_START: START, BRAC_VIDEOCALL_EVENT_FINISH: FINISH } = c;

/**
 * @typedef {object} Words what goes along, as the page likes
 * @property {number} [flags] BRAC_VIDEOCALL_FLAGS_...
 * @property {number} [param]
 * @property {string} [text]
 *
 * @typedef {object} Call
 * @property {number} user the other one
 * @property {boolean} outgoing
 * @property {'calling' | 'ringing' | 'talking' | 'ended'} state calling: ours, and it does not ring yet
 * @property {number} flags of the request, as the next two
 * @property {number} param
 * @property {string} text
 * @property {number} room 0: none yet
 */

/** A DWORD or an int, whichever the page means. @param {any} value */
const word = (value) => Number(value) | 0;

/** @param {Words} [words] */
const wordsOf = ({ flags = 0, param = 0, text = '' } = {}) => ({ flags: word(flags), param: word(param), text: wellFormed(String(text)) });

export class Calls extends Emitter {
  #ports;
  /** Users whose calls we have taken back or refused, until the server knows: what it says of them meanwhile is over. @type {Map<number, { again: any }>} */
  #dropping = new Map();
  /** Users whom we have asked, and the server has not said `done`: how often. @type {Map<number, number>} */
  #asking = new Map();
  /** The present one. @type {Call | null} */
  current = null;

  /**
   * @param {object} ports
   * @param {(t: string, fields: object, done?: (error: any, reply?: any) => void) => void} ports.send
   * @param {() => { id: number } | null} ports.self the signed-in user
   */
  constructor(ports) {
    super();
    this.#ports = ports;
  }

  /** Why this user cannot be called now; 0: the server will say. @param {number} user @param {Words} [words] */
  refusal(user, words) {
    const self = this.#ports.self();
    if (!self) return Code.NOT_LOGGED_IN;
    if (user === self.id || user === 0 || user === -1) return Code.NO_USER;
    return byteLength(wordsOf(words).text) > limits.call_text_bytes ? Code.BAD_PARAMETER : 0;
  }

  /** Calls a user; refused ones are told by `event`, too. @param {number} user @param {Words} [words] @returns {Call} */
  request(user, words) {
    const code = this.refusal(user, words);
    if (code) throw new ParlorError(code);
    const present = this.current;
    if (present?.outgoing && present.user === user && present.state !== 'talking') return present; // again: nothing new
    /** @type {Call} */
    const call = { user, outgoing: true, state: 'calling', room: 0, ...wordsOf(words) };
    if (!present) this.current = call;
    this.#count(user, 1);
    this.#ports.send('call_request', { user, flags: call.flags, param: call.param, text: call.text }, (error, reply) => {
      this.#count(user, -1);
      if (!error || !reply) return; // without a reply the session is gone, and with it the call
      this.#end(call, error.code);
      this.emit('event', REPLY, user, error.code, call.flags, call.param, call.text);
    });
    return call;
  }

  #count(user, step) {
    const count = (this.#asking.get(user) ?? 0) + step;
    if (count > 0) this.#asking.set(user, count); else this.#asking.delete(user);
  }

  /**
   * As called: takes the call (0) or refuses it. As caller: takes it back. Without a call of that user nothing happens.
   * @param {number} user @param {number} code @param {Words} [words] @returns {number} 0, or 21: the text is too long
   */
  reply(user, code, words) {
    const call = this.current;
    const said = wordsOf(words);
    if (byteLength(said.text) > limits.call_text_bytes) return Code.BAD_PARAMETER;
    if (!call || call.user !== user || (code === 0 && call.outgoing)) return 0;
    if (call.state === 'talking') return 0;
    if (code === 0) { this.#ports.send('call_answer', { user, code, ...said }); return 0; }
    this.#drop(call, Math.max(0, code), said);
    return 0;
  }

  /** Ends the call with that user, or its ringing; both are told. Without one nothing happens. @param {number} user @param {number} [code] @param {Words} [words] */
  finish(user, code = 0, words) {
    const said = wordsOf(words);
    if (byteLength(said.text) > limits.call_text_bytes) said.text = '';
    if (this.current?.user === user) this.#ports.send('call_finish', { user, code: Math.max(0, code), ...said });
  }

  /** The session is over, or another begins: the other one has been told, our page knows by that. */
  forget() {
    this.#dropping.clear();
    this.#asking.clear();
    if (this.current) this.#end(this.current, Code.CALL_GONE);
  }

  // ---- what happens ----

  /** @param {any} message */
  handle(message) {
    switch (message.t) {
      case 'call_requested': this.#requested(message); break;
      case 'call_answered': if (!this.#dropping.has(message.user)) this.#answered(message); break;
      case 'call_started': if (!this.#dropping.has(message.user)) this.#started(message); break;
      case 'call_moved': this.#moved(message); break;
      case 'call_finished': if (!this.#dropping.has(message.user)) this.#finished(message); break;
    }
  }

  #requested({ user, flags, param, text }) {
    if (this.current) this.#end(this.current, Code.CALL_BUSY); // ours came second: the server will say so
    /** @type {Call} */
    const call = this.current = { user, outgoing: false, state: 'ringing', room: 0, flags, param, text };
    const dropping = this.#dropping.get(user);
    if (dropping) dropping.again = call;
    this.emit('incoming', call);
    this.emit('event', REQUEST, user, 0, flags, param, text);
  }

  #answered({ user, code, flags, param, text }) {
    const call = this.current;
    if (call?.user === user && code === 0 && call.outgoing) {
      call.state = 'ringing';
      this.emit('ringing', call);
    } else if (call?.user === user && !this.#isOfSecond(call, code)) {
      this.#end(call, code);
    }
    this.emit('event', REPLY, user, code, flags, param, text);
  }

  /** Whoever has a call and asks for another is busy himself; the call that there is goes on. */
  #isOfSecond(call, code) { return code === Code.CALL_BUSY && this.#asking.has(call.user) && !(call.outgoing && call.state === 'calling'); }

  #started({ user, flags, room, text }) {
    if (!this.current) this.#handedToUs(user, flags, room, text);
    const call = this.current;
    if (call?.user !== user) return; // over for us
    call.state = 'talking';
    call.room = room;
    this.emit('started', call);
    this.emit('event', START, user, 0, flags, room, text);
  }

  /** An agent has handed his client over: nobody has rung. */
  #handedToUs(user, flags, room, text) {
    /** @type {Call} */
    const call = this.current = { user, outgoing: false, state: 'talking', room, flags, param: 0, text };
    this.emit('incoming', call);
  }

  /** The other one is another from now on; to pages of old that is two calls. */
  #moved({ user, to, flags, room }) {
    const call = this.current;
    if (call?.user !== user) return;
    call.user = to;
    this.emit('moved', call);
    this.emit('event', FINISH, user, 0, flags, 0, '');
    this.emit('event', START, to, 0, flags, room, '');
  }

  #finished({ user, code, flags, param, text }) {
    if (this.current?.user === user) this.#end(this.current, code);
    this.emit('event', FINISH, user, code, flags, param, text);
  }

  #end(call, code) {
    if (this.current === call) this.current = null;
    if (call.state === 'ended') return;
    call.state = 'ended';
    this.emit('ended', call, code);
  }

  /** Refused or taken back: over for us at once. */
  #drop(call, code, said) {
    const { user } = call;
    const dropping = { again: null };
    this.#dropping.set(user, dropping);
    this.#end(call, code);
    this.#ports.send('call_answer', { user, code, ...said }, () => {
      if (this.#dropping.get(user) !== dropping) return;
      this.#dropping.delete(user);
      // He had called anew before the server heard us: then it was that call which we have refused.
      const again = /** @type {Call | null} */ (dropping.again);
      if (!again || again !== this.current) return;
      this.#end(again, code);
      this.emit('event', REPLY, user, Code.CALL_CANCELLED, again.flags, again.param, again.text);
    });
  }
}
