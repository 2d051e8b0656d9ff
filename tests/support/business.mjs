// SPDX-License-Identifier: Apache-2.0
// A business server by hand, for tests: what a test wants it to say, also what no good one would.
import {createHash} from 'node:crypto';
import {Client} from './client.mjs';

export const SECRET = 'a secret for tests';
export const CONFIG = `[business]\nsecret = ${SECRET}\n`;

export const businessUrl = (server) => `${server.url.replace(/^http/, 'ws')}/business`;

/** Attaches; gives the link as a Client. `fields` of attach that differ. */
export async function attach(server, fields = {}) {
  const link = await Client.open(businessUrl(server));
  link.attached = await link.ask('attach', {role: 'business', secret: SECRET, name: 'test', sdk: 'test', takes: [], users: true, ...fields});
  return link;
}

/**
 * Answers every question as `decide` says: of a login {user, ...} or a code, else a code; undefined: no answer at all.
 * Gives a function that ends it.
 */
export function answerAll(link, decide) {
  let at = 0;
  const look = () => {
    for (; at < link.received.length; at++) {
      const question = link.received[at];
      if (!question.t.startsWith('ask_')) continue;
      const answer = decide(question);
      if (answer === undefined) continue;
      const said = typeof answer === 'number' ? {code: answer} : {code: 0, ...answer};
      if (link.state === 'open') link.raw(JSON.stringify({t: question.t === 'ask_login' ? 'bs_login' : 'bs_allow', ticket: question.ticket, ...said}));
    }
  };
  link.waiters.add(look);
  look();
  return () => link.waiters.delete(look);
}

/** The line goes without a logout, which a business server does not know. */
export function detach(link) {
  link.socket.close(1000);
  return link.closed();
}

/** Takes every file that users send, as on_file ... on_file_end say, and serves what it puts itself. */
export class FileDesk {
  constructor(link) {
    this.link = link;
    this.files = new Map(); // by transfer: {...on_file, data: Buffer, sha256?, code?}
    this.puts = new Map(); // by transfer: {bytes, code?}
    this.at = 0;
    this.held = false; // true: takes no more of anything
    this.look = () => { while (this.at < link.received.length) this.take(link.received[this.at++]); };
    link.waiters.add(this.look);
  }

  say(t, fields) { if (this.link.state === 'open' && !this.held) this.link.raw(JSON.stringify({t, ...fields})); }

  /** Sends bytes to a user; gives the transfer. */
  async put(user, bytes, fields) {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    this.next = bytes;
    const {transfer} = await this.link.ask('bs_file_put', {user, task: 1, size: bytes.length, name: '', sha256, ...fields});
    return this.puts.get(transfer);
  }

  take(m) {
    const file = this.files.get(m.transfer);
    if (m.t === 'bs_file_opened') {
      this.puts.set(m.transfer, {transfer: m.transfer, bytes: this.next});
    } else if (m.t === 'on_file_want') {
      const {bytes} = this.puts.get(m.transfer);
      this.say('bs_file_data', {transfer: m.transfer, offset: m.offset, data: bytes.subarray(m.offset, m.offset + m.count).toString('base64')});
    } else if (m.t === 'on_file') {
      this.files.set(m.transfer, {...m, pieces: [], got: 0});
      this.say('bs_file_got', {transfer: m.transfer, offset: 0});
    } else if (m.t === 'on_file_data') {
      const piece = Buffer.from(m.data, 'base64');
      if (m.offset === file.got) { file.pieces.push(piece); file.got += piece.length; }
      this.say('bs_file_got', {transfer: m.transfer, offset: file.got});
    } else if (m.t === 'on_file_end') {
      file.bytes = Buffer.concat(file.pieces);
      const right = createHash('sha256').update(file.bytes).digest('hex') === m.sha256 && file.bytes.length === file.size;
      this.say('bs_file_close', {transfer: m.transfer, code: right ? 0 : 715});
    } else if (m.t === 'on_file_closed') {
      (file ?? this.puts.get(m.transfer)).code = m.code;
    }
  }
}
