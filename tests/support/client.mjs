// SPDX-License-Identifier: Apache-2.0
// A client that speaks parlor.v1 by hand: what a test wants to say, also what no good client would say.
import WebSocket from 'ws';

const TIMEOUT_MS = 30000; // sanitizers and loaded machines are slow; who waits so long waits in vain

export class Client {
  /** @param {string} url of the server's WebSocket */
  static async open(url, options = {}) {
    const client = new Client(new WebSocket(url, 'parlor.v1', options));
    await client.#until(() => client.state !== 'connecting', 'the link to open');
    if (client.state !== 'open') throw new Error(`no link: ${client.reason}`);
    return client;
  }

  /** Opens a link, says hello and logs in. */
  static async login(url, name, {password, hello = {}, ...options} = {}) {
    const client = await Client.open(url, options);
    client.welcome = await client.ask('hello', {sdk: 'test', video: ['VP8', 'H264'], ...hello});
    client.self = (await client.ask('login', {name, ...(password === undefined ? {} : {password})})).self;
    return client;
  }

  constructor(socket) {
    this.socket = socket;
    this.state = 'connecting';
    this.reason = '';
    this.nextId = 1;
    this.received = [];
    this.seen = 0;
    this.seq = 0;
    this.waiters = new Set();
    socket.on('open', () => { this.state = 'open'; this.#changed(); });
    socket.on('message', (data, binary) => { this.#take(binary ? {t: '(binary)', data} : JSON.parse(String(data))); });
    socket.on('unexpected-response', (request, response) => { this.reason = `HTTP ${response.statusCode}`; this.status = response.statusCode; socket.terminate(); });
    socket.on('error', (error) => { this.reason ||= error.message; });
    socket.on('close', (code, reason) => { this.state = 'closed'; this.code = code; this.reason ||= String(reason); this.#changed(); });
  }

  #changed() { for (const check of [...this.waiters]) check(); }

  #take(message) {
    if (message.seq !== undefined) this.seq = message.seq;
    this.received.push(message);
    this.#changed();
  }

  #until(fact, what) {
    return new Promise((resolve, reject) => {
      const finish = (error) => { clearTimeout(timer); this.waiters.delete(check); error ? reject(error) : resolve(); };
      const timer = setTimeout(() => finish(new Error(`waited in vain for ${what}; received ${JSON.stringify(this.received.slice(-5))}, link ${this.state} ${this.reason}`)), TIMEOUT_MS);
      const check = () => { if (fact()) finish(); };
      this.waiters.add(check);
      check();
    });
  }

  /** Raw bytes or text, whatever they are. */
  raw(data) { this.socket.send(data); }

  /** A message without waiting; gives its id. */
  say(t, fields = {}) {
    const id = this.nextId++;
    this.raw(JSON.stringify({t, id, ...fields}));
    return id;
  }

  /** The reply, whatever it is. */
  async reply(id) {
    let found;
    await this.#until(() => (found = this.received.find((m) => m.re === id)), `the reply to ${id}`);
    return found;
  }

  /** Asks and expects success. */
  async ask(t, fields) {
    const reply = await this.reply(this.say(t, fields));
    if (reply.t === 'error') throw new Error(`${t}: error ${reply.code} ${reply.detail ?? ''}`);
    return reply;
  }

  /** Asks and expects an error; gives its code. */
  async refused(t, fields) {
    const reply = await this.reply(this.say(t, fields));
    if (reply.t !== 'error') throw new Error(`${t}: expected an error, got ${JSON.stringify(reply)}`);
    return reply.code;
  }

  /** The next message of that kind after those already taken by next(). */
  async next(t, wanted = () => true) {
    let index = -1;
    await this.#until(() => {
      index = this.received.findIndex((m, i) => i >= this.seen && m.t === t && wanted(m));
      return index >= 0;
    }, t);
    this.seen = index + 1;
    return this.received[index];
  }

  /** A message whenever it came or comes, whatever next() has taken: for what is told in no order. */
  async whenever(t, wanted = () => true) {
    let found;
    await this.#until(() => (found = this.received.find((m) => m.t === t && wanted(m))), t);
    return found;
  }

  /** All messages of a kind so far. */
  all(t) { return this.received.filter((m) => m.t === t); }

  closed() { return this.#until(() => this.state === 'closed', 'the link to close').then(() => this.code); }

  /** Goes for good: logs out if there is a session, so that no seat is kept. */
  close() {
    if (this.state === 'open') this.say('logout');
    this.socket.close();
    return this.closed();
  }

  /** The line goes dead without a word, as when a cable is pulled. */
  cut() { this.socket.terminate(); }
}
