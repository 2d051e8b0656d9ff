// SPDX-License-Identifier: Apache-2.0
// kill -9 of parlord at random times, with pages, a business server, an operator and a reader of the feed at work: what was acknowledged is there, nothing is
// told twice or left out, and everybody is back by himself.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {rmSync} from 'node:fs';
import {promisify} from 'node:util';
import {CONFIG} from '../support/business.mjs';
import {socketOf} from '../support/operator.mjs';
import {startParlord} from '../support/parlord.mjs';
import {Business, Operator, Page, Reader} from './workers.mjs';

const PAGES = 6;
const BACK_MS = 60000;
const SETTINGS = `${CONFIG}\n[login]\nlogins_per_minute_per_ip = 100000\n[friends]\ndirectory = kept\n[signal]\nmessages_per_second = 10000\nburst = 20000\n[server]\nmax_links_per_ip = 0\n`;

/** xorshift: the same seed, the same choices (not the same interleaving). */
function generator(seed) {
  let x = (seed >>> 0) || 1;
  return () => {
    x ^= x << 13; x >>>= 0;
    x ^= x >>> 17;
    x ^= x << 5; x >>>= 0;
    return x / 2 ** 32;
  };
}

export class World {
  ids = new Map(); // name -> id, acknowledged
  names = new Map(); // the other way round
  infos = new Map();
  accounts = new Map();
  deeds = 0; // acknowledged changes of the operator
  fresh = 0;
  stamp = 0;
  over = false;
  online = new Map(); // session -> user, as the feed tells

  /** env: the store. */
  constructor({env, seed}) {
    this.env = env;
    this.random = generator(seed);
    this.pages = Array.from({length: PAGES}, (_, i) => new Page(this, `page${i}`));
    this.reader = new Reader(this, 'reader');
    this.workers = [...this.pages, new Business(this, 'business'), new Operator(this, 'operator'), this.reader];
  }

  below(n) { return Math.floor(this.random() * n); }
  url(path) { return this.server.wsUrl.replace(/parlor$/, path); }
  operator() { return socketOf(this.server); }

  knows(name, id) {
    assert.equal(this.ids.get(name) ?? id, id, `${name} has had another id`);
    assert.equal(this.names.get(id) ?? name, name, `${id} has been somebody else's id`);
    this.ids.set(name, id);
    this.names.set(id, name);
  }

  heard(event) {
    if (event.kind === 'feed.lost') assert.fail('the feed has lost events');
  }

  async begin() {
    this.server = await startParlord({env: this.env, config: SETTINGS});
    for (const worker of this.workers) worker.start();
  }

  /** Everybody has done something since. */
  async everybodyIsBack() {
    const before = this.workers.map((w) => w.did);
    const end = Date.now() + BACK_MS;
    while (!this.workers.every((w, i) => w.did > before[i])) {
      for (const worker of this.workers) if (worker.failure) throw worker.failure;
      if (this.server.exit) throw new Error(`parlord ended\n${this.server.log.slice(-4000)}`);
      if (Date.now() > end) throw new Error(`not back: ${this.workers.filter((w, i) => w.did === before[i]).map((w) => w.name)}\n${this.server.log.slice(-4000)}`);
      await new Promise((resolve) => { setTimeout(resolve, 5); });
    }
  }

  async round() {
    await this.everybodyIsBack();
    await new Promise((resolve) => { setTimeout(resolve, this.random() * 250); });
    this.server.kill('SIGKILL');
    await this.server.ended;
    // What is acknowledged from now on is not: nobody is there to do it.
    await this.check();
    const {dir} = this.server;
    this.server = await startParlord({env: this.env, config: SETTINGS});
    rmSync(dir, {recursive: true, force: true});
  }

  async rows(sql) {
    const {PARLOR_STORE_PATH: path, PARLOR_STORE_CONNECTION: connection} = this.env;
    const [command, args] = path ? ['sqlite3', ['-separator', '|', path, sql]] : ['psql', ['-At', '-F', '|', '-d', connection, '-c', sql]];
    const {stdout} = await promisify(execFile)(command, args, {maxBuffer: 64 << 20});
    return stdout.split('\n').filter(Boolean).map((line) => line.split('|'));
  }

  /** The store of a dead server, beside what was acknowledged. */
  async check() {
    const names = new Map(await this.rows('SELECT name, "user" FROM parlor_names'));
    for (const [name, id] of this.ids) assert.equal(Number(names.get(name)), id, `the id of ${name} is not kept`);
    const infos = new Map((await this.rows('SELECT "user", id, text FROM parlor_infos')).map(([user, id, text]) => [`${user},${id}`, Number(text)]));
    for (const [key, {acked, said}] of this.infos) {
      const kept = infos.get(key) ?? 0;
      assert.ok(kept >= acked && (kept === 0 || said.includes(kept)), `info ${key}: ${kept} is kept, ${acked} was acknowledged`);
    }
    const accounts = new Map(await this.rows('SELECT name, disabled FROM parlor_accounts'));
    for (const [name, {locked, gone}] of this.accounts) {
      if (gone !== null) assert.equal(accounts.has(name), !gone, `account ${name}`);
      if (locked !== null && gone === false) assert.equal(accounts.get(name) === '1', locked, `account ${name} locked`);
    }
    const deeds = await this.rows('SELECT number FROM parlor_audit ORDER BY number');
    deeds.forEach(([number], i) => assert.equal(Number(number), i + 1, 'the audit has a gap'));
    assert.ok(deeds.length >= this.deeds, `${deeds.length} lines of audit for ${this.deeds} changes`);
    const [[count, first, last]] = await this.rows('SELECT count(*), coalesce(min(number), 1), coalesce(max(number), 0) FROM parlor_events');
    assert.equal(Number(count), Number(last) - Number(first) + 1, 'the feed has a gap');
    assert.ok(this.reader.last <= Number(last), 'the reader has heard what is not kept');
  }

  /** Gives figures. */
  async end() {
    await this.everybodyIsBack();
    this.over = true;
    this.server.kill('SIGKILL');
    await this.server.ended;
    await Promise.all(this.workers.map((w) => w.ended));
    for (const worker of this.workers) if (worker.failure) throw worker.failure;
    await this.check();
    rmSync(this.server.dir, {recursive: true, force: true});
    return {names: this.ids.size, infos: this.stamp, changes: this.deeds, events: this.reader.last, work: this.pages.reduce((sum, p) => sum + p.did, 0)};
  }

  /** After a failure: nothing is left running. */
  async abandon() {
    this.over = true;
    this.server?.kill('SIGKILL');
    await this.server?.ended;
  }
}
