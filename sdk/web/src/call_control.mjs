// SPDX-License-Identifier: Apache-2.0
// A call as new pages have it: parlor.call(user), parlor.on('call', (call) => ...). Types and the manual are in parlor.d.ts.

import { Code, ParlorError } from './errors.mjs';
import { Emitter } from './events.mjs';
import { Intent } from './intent.mjs';

/** Events: ringing()  started(roomNumber)  moved(user)  ended(ParlorError | null) */
export class CallView extends Emitter {
  #client; #call;
  #started = new Intent();

  /** @param {import('./client.mjs').Client} client @param {import('./call.mjs').Call} call */
  constructor(client, call) {
    super();
    this.#client = client;
    this.#call = call;
  }

  get user() { return this.#call.user; }
  get outgoing() { return this.#call.outgoing; }
  get state() { return this.#call.state; }
  get flags() { return this.#call.flags; }
  get param() { return this.#call.param; }
  get text() { return this.#call.text; }
  /** null: none yet. */
  get room() { return this.#call.room || null; }
  /** The number of the room, once both have said yes. */
  get started() { return this.#started.promise; }

  /** @param {{ text?: string }} [words] @returns {Promise<number>} */
  accept(words) {
    if (!this.#call.outgoing && this.#call.state === 'talking') return this.started; // handed over to us
    if (this.#call.outgoing || this.#call.state !== 'ringing') return Promise.reject(new ParlorError(Code.CALL_NONE));
    const code = this.#client.calls.reply(this.user, 0, words);
    return code ? Promise.reject(new ParlorError(code)) : this.started;
  }

  /** Whatever its state: refuses it, takes it back, or hangs up. @param {{ code?: number, text?: string, param?: number }} [how] */
  end({ code, ...words } = {}) {
    const { calls } = this.#client;
    if (this.#call.state === 'ended') return;
    if (this.#call.state === 'talking') calls.finish(this.user, code ?? 0, words);
    else calls.reply(this.user, code || (this.#call.outgoing ? Code.CALL_CANCELLED : Code.CALL_REFUSED), words);
  }

  // ---- what happens ----

  _ringing() { this.emit('ringing'); }

  _started() {
    this.#started.resolve(this.#call.room);
    this.emit('started', this.#call.room);
  }

  _moved() { this.emit('moved', this.user); }

  _ended(code) {
    const error = code ? new ParlorError(code) : null;
    this.#started.reject(error ?? new ParlorError(Code.CALL_CANCELLED));
    this.emit('ended', error);
  }
}

/** The views of all calls there are: at most one, but for those that were refused at once. */
export class CallControl {
  #client;
  /** @type {WeakMap<import('./call.mjs').Call, CallView>} */
  #views = new WeakMap();

  /** @param {import('./client.mjs').Client} client @param {(call: CallView) => void} incoming */
  constructor(client, incoming) {
    this.#client = client;
    const { calls } = client;
    calls.on('incoming', (call) => incoming(this.#view(call)));
    calls.on('ringing', (call) => this.#view(call)._ringing());
    calls.on('started', (call) => this.#view(call)._started());
    calls.on('moved', (call) => this.#view(call)._moved());
    calls.on('ended', (call, code) => this.#view(call)._ended(code));
  }

  #view(call) {
    let view = this.#views.get(call);
    if (!view) this.#views.set(call, view = new CallView(this.#client, call));
    return view;
  }

  get current() {
    const { current } = this.#client.calls;
    return current && this.#view(current);
  }

  /** @param {number} user @param {import('./call.mjs').Words} [words] */
  call(user, words) {
    const { calls } = this.#client;
    const code = calls.refusal(user, words) || (calls.current ? Code.CALL_BUSY : 0);
    if (code) throw new ParlorError(code);
    return this.#view(calls.request(user, words));
  }
}
