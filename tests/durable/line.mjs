// SPDX-License-Identifier: Apache-2.0
// A link that knows what was acknowledged before it broke: every request ends with a reply, or with Cut.
import WebSocket from 'ws';

export class Cut extends Error {}

export class Line {
  static open(url) {
    return new Promise((resolve, reject) => {
      const line = new Line(new WebSocket(url, 'parlor.v1'));
      line.socket.on('open', () => resolve(line));
      line.socket.on('error', (error) => reject(new Cut(error.message)));
    });
  }

  constructor(socket) {
    this.socket = socket;
    this.nextId = 1;
    this.waiting = new Map();
    this.onMessage = () => {};
    socket.on('message', (data) => this.#take(JSON.parse(String(data))));
    socket.on('close', () => {
      for (const {reject} of this.waiting.values()) reject(new Cut('the link broke'));
      this.waiting.clear();
    });
  }

  get open() { return this.socket.readyState === WebSocket.OPEN; }

  #take(message) {
    if (message.seq !== undefined && message.seq % 16 === 0) this.say({t: 'ack', seq: message.seq});
    const waiter = this.waiting.get(message.re);
    this.waiting.delete(message.re);
    if (!waiter) this.onMessage(message);
    else if (message.t === 'error' && message.code === 206) waiter.reject(new Cut('the business server is not back yet'));
    else if (message.t === 'error') waiter.reject(new Error(`error ${message.code} ${message.detail ?? ''}`));
    else waiter.resolve(message);
  }

  say(message) { if (this.open) this.socket.send(JSON.stringify(message)); }

  /** The reply. Cut: it is not known whether it was done. */
  ask(t, fields = {}) {
    return new Promise((resolve, reject) => {
      if (!this.open) { reject(new Cut('the link is not open')); return; }
      const id = this.nextId++;
      this.waiting.set(id, {resolve, reject});
      this.say({t, id, ...fields});
    });
  }

  async login(name) {
    await this.ask('hello', {sdk: 'test', video: ['VP8']});
    return (await this.ask('login', {name, password: 'x'})).self;
  }

  cut() { this.socket.terminate(); }
}
