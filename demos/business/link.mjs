// SPDX-License-Identifier: Apache-2.0
// The link of a business server in Node: one WebSocket, comes back by itself (docs/business-server.md). Take it as it is.
import WebSocket from 'ws';

const PAUSES_MS = [250, 500, 1000, 2000, 5000, 10000];
const KEPT_AWAY_MS = 60000; // after a refusal that no second try will mend: 20, 102, 104, 203

/** An error answer of parlord; `code` is a GV_ERR number (docs/reference/errors.md). */
export class Refused extends Error {
  constructor(asked, {code, detail}) {
    super(`${asked}: ${code}${detail ? ` ${detail}` : ''}`);
    this.code = code;
  }
}

/**
 * @typedef {object} Options
 * @property {string} url ws://HOST:8906/business
 * @property {string} secret business.secret of parlord
 * @property {string} name what this one calls itself
 * @property {(message: any) => void} onMessage what happens (on_...), in order; bs_online after each attach
 * @property {Partial<Record<'login' | 'enter' | 'call', (question: any) => any>>} [decide]
 *     answers, at once or as a promise: {user, level, nick} or a number (0 yes, else why not) of a login; a number of the others.
 *     What throws refuses with 206.
 * @property {string[]} [takes] of data, control, file, text
 * @property {(state: 'attached' | 'lost', why: string) => void} [onLink]
 */

/** One business server's link. Everything that it is told comes one after the other. */
export class BusinessLink {
  /** @param {Options} options */
  constructor(options) {
    this.options = options;
    this.tries = 0;
    this.closed = false;
    this.open();
  }

  /** A command and its answer; rejects with Refused, or when the link goes. */
  ask(t, fields = {}) {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      if (!this.attached && t !== 'attach') { reject(new Error(`${t}: not attached`)); return; }
      this.waiting.set(id, {t, resolve, reject});
      this.say({t, id, ...fields});
    });
  }

  /** A command whose answer nobody waits for; what is refused is told to onMessage as {t: 'refused', error}. */
  tell(t, fields) { this.ask(t, fields).catch((error) => { if (error instanceof Refused) this.options.onMessage({t: 'refused', error}); }); }

  /** For good. */
  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket.close(1000);
  }

  // ---- the rest is not for callers ----

  open() {
    this.attached = false;
    this.nextId = 1;
    this.waiting = new Map();
    this.pause = undefined;
    this.socket = new WebSocket(this.options.url, 'parlor.v1', {handshakeTimeout: 10000});
    this.socket.on('open', () => this.attach());
    this.socket.on('message', (data) => this.take(JSON.parse(String(data))));
    this.socket.on('error', (error) => { this.why = error.message; });
    this.socket.on('close', (code, reason) => this.lost(this.why ?? `${code} ${reason}`));
  }

  async attach() {
    const {secret, name, takes = [], decide = {}} = this.options;
    try {
      await this.ask('attach', {role: 'business', secret, name, sdk: 'node', users: true, takes: [...takes, ...Object.keys(decide)]});
    } catch (error) {
      this.why = error.message;
      if (error instanceof Refused) this.pause = KEPT_AWAY_MS;
    }
  }

  lost(why) {
    this.why = undefined;
    this.attached = false;
    for (const {t, reject} of this.waiting.values()) reject(new Error(`${t}: the link is lost`));
    if (this.closed) return;
    this.options.onLink?.('lost', why);
    const pause = this.pause ?? PAUSES_MS[Math.min(this.tries++, PAUSES_MS.length - 1)];
    this.timer = setTimeout(() => this.open(), pause * (0.75 + Math.random() / 2));
  }

  say(message) { this.socket.send(JSON.stringify(message)); }

  take(message) {
    if (message.t === 'attached') { // here and not where it is waited for: more may come in the same moment
      this.attached = true;
      this.tries = 0;
      this.options.onLink?.('attached', '');
    }
    const asker = this.waiting.get(message.re);
    if (asker) {
      this.waiting.delete(message.re);
      if (message.t === 'error') asker.reject(new Refused(asker.t, message));
      else asker.resolve(message);
    } else if (message.t.startsWith('ask_')) {
      this.decide(message.t.slice(4), message);
    } else {
      this.options.onMessage(message);
    }
  }

  async decide(kind, question) {
    const {socket} = this; // an answer belongs to the link on which it was asked
    let answer;
    try {
      answer = await this.options.decide[kind](question);
    } catch {
      answer = 206;
    }
    const said = typeof answer === 'number' ? {code: answer} : {code: 0, ...answer};
    const t = kind === 'login' ? 'bs_login' : 'bs_allow';
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({t, ticket: question.ticket, ...said}));
  }
}
