// SPDX-License-Identifier: Apache-2.0
// A user who sends and receives files with the SDK's own modules, in Node, over a real WebSocket.
import WebSocket from 'ws';
import { Files } from '../../sdk/web/src/files.mjs';
import { Session } from '../../sdk/web/src/session.mjs';
import { Connection } from '../../sdk/web/src/connection.mjs';
import { Tasks } from '../../sdk/web/src/tasks.mjs';
import { Stores } from '../../sdk/web/src/transfer/store.mjs';
import { Transfers } from '../../sdk/web/src/transfer/transfers.mjs';

const clock = {
  now: () => performance.now(),
  after(ms, call) { const timer = setTimeout(call, ms); return () => clearTimeout(timer); },
};

export class FileUser {
  sockets = [];
  files = new Files({ createUrl: () => `blob:node/${Math.random()}`, revokeUrl() {} });
  /** Events of the transfers, in order. */
  received = [];

  /** @param {string} url @param {string} name @param {{ stores?: any }} [options] */
  static async login(url, name, options = {}) {
    const user = new FileUser(options);
    await user.session.connect({ url });
    user.self = await user.session.login(name, 'x');
    return user;
  }

  constructor({ stores = new Stores({ storage: null, wall: Date.now, random: Math.random }) } = {}) {
    const platform = { clock, random: Math.random, openSocket: (url, protocol) => { const socket = new WebSocket(url, protocol); this.sockets.push(socket); return socket; } };
    this.session = new Session({ open: (target, handlers) => new Connection(platform, target, handlers), clock, random: Math.random, mayReconnect: () => false, hello: () => ({ sdk: 'node' }) });
    this.tasks = new Tasks({ clock, self: () => this.self?.id ?? -1 });
    const { session } = this;
    this.transfers = new Transfers({
      clock, tasks: this.tasks, files: this.files, stores, self: () => session.loggedIn ? session.self : null,
      send: (t, fields, done) => session.send(t, fields, done),
      link: { write: (frame) => session.sendBinary(frame), buffered: () => session.buffered, up: () => session.up },
    });
    session.on('message', (message) => this.transfers.handle(message));
    session.on('binary', (frame) => this.transfers.binary(frame));
    session.on('resumed', () => this.transfers.resumed());
    session.on('lost', (code) => this.transfers.lost(code));
    for (const kind of ['file', 'buffer']) this.transfers.on(kind, (what) => this.received.push({ kind, ...what }));
  }

  /** The line breaks; the session comes back by itself. */
  cut() { this.sockets.at(-1).terminate(); }

  close() { this.session.logout(); }
}

/** Waits for a fact about transfers. @param {() => any} fact @param {string} what @param {number} [patience_ms] */
export async function until(fact, what, patience_ms = 30000) {
  const end = performance.now() + patience_ms;
  for (;;) {
    const found = fact();
    if (found) return found;
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A file of any size that takes no memory: its bytes follow from their places. */
export class EndlessFile {
  type = '';
  constructor(size, name = 'endless.bin', from = 0) { this.size = size; this.name = name; this.from = from; }
  slice(start, end) { return new EndlessFile(end - start, this.name, this.from + start); }
  async arrayBuffer() {
    const words = new Uint32Array(this.size + 7 >> 2);
    const first = this.from >>> 2;
    for (let i = 0; i < words.length; i++) words[i] = Math.imul(first + i, 2654435761);
    return words.buffer.slice(this.from & 3, (this.from & 3) + this.size);
  }
}

/** Takes everything, checks it against an EndlessFile's bytes, keeps nothing. */
export const checkingStores = {
  async open() {
    let at = 0;
    return {
      async write(pieces) {
        for (const piece of pieces) {
          const first = piece[0], want = new Uint8Array(await new EndlessFile(1, '', at).arrayBuffer())[0];
          if (first !== want) throw new Error(`byte ${at} is ${first}, not ${want}`);
          at += piece.length;
        }
      },
      async keep() { return { blob: new Blob([]), release() {} }; },
      drop() {},
    };
  },
};
