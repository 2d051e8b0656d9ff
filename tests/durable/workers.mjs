// SPDX-License-Identifier: Apache-2.0
// Those who are at work while the server is killed. Each goes on by itself as soon as there is a server, notes what was acknowledged, and fails when what it
// is told contradicts what it was told before.
import assert from 'node:assert/strict';
import {request} from 'node:http';
import {SECRET} from '../support/business.mjs';
import {stream} from '../support/operator.mjs';
import {Cut, Line} from './line.mjs';

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Runs `turn` again and again; what a kill breaks is no failure. `did` counts acknowledged work. */
export class Worker {
  constructor(world, name) {
    this.world = world;
    this.name = name;
    this.did = 0;
    this.failure = null;
  }

  start() {
    this.ended = (async () => {
      while (!this.world.over) {
        try {
          await this.turn();
        } catch (error) {
          if (!(error instanceof Cut)) { this.failure ??= error; return; }
          await pause(20);
        }
      }
    })();
  }
}

/** A page: signs in under an old or a new name, goes into a room, says something, leaves. */
export class Page extends Worker {
  async turn() {
    const {world} = this;
    const name = world.random() < 0.5 ? this.name : `${this.name}-${world.fresh++}`;
    const line = await Line.open(world.url('parlor'));
    try {
      const {id} = await line.login(name);
      world.knows(name, id);
      this.did++;
      for (let i = world.below(4); i > 0; i--) {
        await line.ask('enter', {room: 1 + world.below(3)});
        await line.ask('text', {to: -1, secret: false, text: 'x'.repeat(1 + world.below(50))});
        await line.ask('leave', {room: -1});
        this.did++;
      }
      await line.ask('logout');
    } finally {
      line.cut();
    }
  }
}

/** A business server: decides logins, gives users infos and groups. */
export class Business extends Worker {
  async turn() {
    const {world} = this;
    const line = await Line.open(world.url('business'));
    line.onMessage = (m) => {
      if (m.t === 'ask_login') line.say({t: 'bs_login', ticket: m.ticket, code: 0});
      else if (m.t.startsWith('ask_')) line.say({t: 'bs_allow', ticket: m.ticket, code: 0});
    };
    try {
      await line.ask('attach', {role: 'business', secret: SECRET, name: 'durable', sdk: 'test', takes: ['login'], users: true});
      while (!world.over) {
        const ids = [...world.ids.values()];
        if (ids.length > 0) await this.#give(line, ids[world.below(ids.length)]);
        await pause(1);
      }
    } finally {
      line.cut();
    }
  }

  /** The value grows, so that what is kept must not be older than what was acknowledged, nor newer than what was said. */
  async #give(line, user) {
    const {world} = this;
    const info = 1001 + world.below(3), n = ++world.stamp, key = `${user},${info}`;
    const row = world.infos.get(key) ?? {acked: 0, said: []};
    world.infos.set(key, row);
    row.said.push(n);
    await line.ask('bs_set_info', {user, info, text: String(n)});
    row.acked = n;
    this.did++;
  }
}

/** An operator: accounts come, are locked, go. */
export class Operator extends Worker {
  async turn() {
    const {world} = this;
    const name = `account-${world.fresh++}`;
    await this.#post('accounts/add', {name, password: 'x'});
    world.accounts.set(name, {locked: false, gone: false});
    if (world.random() < 0.7) {
      world.accounts.get(name).locked = null; // not known until it is acknowledged
      await this.#post('accounts/lock', {name});
      world.accounts.get(name).locked = true;
    }
    if (world.random() < 0.3) {
      world.accounts.get(name).gone = null;
      await this.#post('accounts/remove', {name});
      world.accounts.get(name).gone = true;
    }
  }

  #post(path, body) {
    const text = JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const out = request({...this.world.operator(), path: `/v1/${path}`, method: 'POST', headers: {'content-length': Buffer.byteLength(text)}}, (answer) => {
        answer.resume();
        answer.on('error', () => reject(new Cut('cut')));
        answer.on('end', () => {
          if (answer.statusCode !== 200) { reject(new Error(`${path}: ${answer.statusCode}`)); return; }
          this.did++;
          this.world.deeds++;
          resolve();
        });
      });
      out.on('error', () => reject(new Cut('cut')));
      out.end(text);
    });
  }
}

/** A reader of the feed: each event once, in order, whatever happens in between. */
export class Reader extends Worker {
  last = 0;
  async turn() {
    const feed = stream(this.world.operator(), {after: this.last, onEvent: (e) => {
      try {
        assert.equal(e.number, this.last + 1, `event ${e.number} after ${this.last}`);
        this.world.heard(e);
      } catch (error) { this.failure ??= error; }
      this.last = e.number;
      this.did++;
    }});
    await feed.ended;
    if (feed.problem) throw new Error(JSON.stringify(feed.problem));
    if (this.failure) throw this.failure;
    throw new Cut('the stream broke');
  }
}
