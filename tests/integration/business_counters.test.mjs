// SPDX-License-Identifier: Apache-2.0
// Service counters that a business server makes (behaviour of the old SDK's samples): `business-sample --counters` at a real parlord.
import assert from 'node:assert/strict';
import test from 'node:test';
import {CONFIG, SECRET} from '../support/business.mjs';
import {Client} from '../support/client.mjs';
import {Program, built} from '../support/program.mjs';
import {withServer} from './support.mjs';

const AREA = 4, QUEUE = 5, AGENT = 6, CLIENT = 8;
const FLAGS = 7, NAME = 8, PRIORITY = 9, ATTRIBUTE = 10, DESCRIPTION = 11, TAG = 12, LENGTH = 504, BEFORE = 502;

/** A page that keeps what it is told of objects, as the browser SDK does. */
class Page {
  static async login(server, name) {
    const page = new Page();
    page.link = await Client.login(server.wsUrl, name, {password: 'x'});
    page.id = page.link.self.id;
    page.values = new Map();
    page.events = [];
    page.at = 0;
    return page;
  }

  take() {
    for (; this.at < this.link.received.length; this.at++) {
      const message = this.link.received[this.at];
      if (message.t !== 'objects') continue;
      for (const v of message.values) this.values.set(`${v.type}/${v.id}/${v.info}`, v.text ?? v.number ?? 0);
      for (const e of message.events) this.events.push([e.type, e.id, e.event, ...[e.p1, e.p2, e.p3].map((p) => p ?? 0)]);
    }
  }

  value(type, id, info) { this.take(); return this.values.get(`${type}/${id}/${info}`) ?? 0; }
  set(info, number) { return this.link.ask('object_set', {type: CLIENT, object: this.id, info, number}); }
  control(type, object, code, fields = {}) { return this.link.ask('object_control', {type, object, code, ...fields}); }

  /** Waits until it has been told of such an event after those that were waited for before. */
  async hears(type, id, event) {
    const fits = (e) => e.type === type && e.id === id && e.event === event;
    await this.link.next('objects', (m) => m.events.some(fits));
    this.take();
    return this.events.findLast((e) => e[0] === type && e[1] === id && e[2] === event).slice(3);
  }

  async enter(area) {
    await this.control(AREA, area, 401);
    assert.deepEqual(await this.hears(AREA, area, 402), [0, 0, 0]);
  }
}

const start = (server) => new Program(built('sdk/server/business-sample'), ['--counters'],
  {PARLOR_SERVER: server.url.replace(/^http/, 'ws'), PARLOR_SECRET: SECRET, PARLOR_SERVER_LOG: '1'});

/** Areas and queues as this page learns of them. */
async function places(page) {
  await page.control(AREA, -1, 3, {p1: page.id});
  await page.hears(AREA, -1, 2);
  return page.events.filter(([type, , event]) => type === AREA && event === 1).map(([, id]) => [id, page.value(AREA, id, NAME)]);
}

test('the sample makes two areas and five queues; it is killed, makes them again, and nobody loses his place', async () => {
  await withServer({config: CONFIG}, async (server) => {
    const first = start(server);
    await first.until(/service counters: code 0/);
    await first.until(/connected \(0, 0\)/);
    const ann = await Page.login(server, 'ann');
    const areas = [[10001, '科韵路营业厅'], [10002, '天河路营业厅']];
    assert.deepEqual(await places(ann), areas);
    await ann.enter(10001);
    const queue = (page, id) => [NAME, PRIORITY, ATTRIBUTE, TAG].map((info) => page.value(QUEUE, id, info));
    assert.deepEqual([101, 102, 103].map((id) => queue(ann, id)), [['现金业务队列', 0, 1, 2], ['现金业务队列(VIP)', 10, 1, 2], ['对公业务队列', 0, 2, 3]]);
    assert.equal(ann.value(QUEUE, 101, DESCRIPTION), '存款、取款、转账');
    await ann.control(QUEUE, 101, 501);
    assert.deepEqual(await ann.hears(QUEUE, 101, 502), [0, 0, 0]);
    await first.until(new RegExp(`object 101 of type 5, event 503, ${ann.id} 0 0 0 ""`));

    await first.kill('SIGKILL');
    await server.waitForLog(/event=business.detached/);
    const updates = ann.events.filter((e) => e[2] === 1).length;
    const second = start(server);
    await second.until(/connected \(0, 0\)/);
    const bob = await Page.login(server, 'bob');
    assert.deepEqual(await places(bob), areas, 'made again, and not twice');
    await bob.enter(10001);
    await bob.control(QUEUE, 101, 501);
    await bob.hears(QUEUE, 101, 501);
    assert.deepEqual([bob.value(QUEUE, 101, LENGTH), bob.value(QUEUE, 101, BEFORE)], [2, 1], 'ann is before him');
    await ann.hears(QUEUE, 101, 503);
    assert.equal(ann.events.filter((e) => e[2] === 505).length, 0);
    assert.equal(ann.events.filter((e) => e[2] === 1).length, updates, 'nothing is new to her');

    const agent = await Page.login(server, 'agent');
    await agent.set(FLAGS, 2);
    await agent.set(ATTRIBUTE, 1);
    await agent.enter(10001);
    await agent.control(AGENT, agent.id, 602);
    assert.deepEqual(await agent.hears(AGENT, agent.id, 602), [agent.id, ann.id, 101]);
    assert.deepEqual(await ann.hears(QUEUE, 101, 505), [751, 0, 0]);
    await second.until(new RegExp(`object ${agent.id} of type 6, event 602, ${agent.id} ${ann.id} 101 0 ""`));
    await agent.control(AGENT, agent.id, 604);
    await ann.control(AGENT, agent.id, 605, {p1: agent.id, p2: 5, text: '很好'});
    await second.until(new RegExp(`object ${agent.id} of type 6, event 605, ${agent.id} 5 ${ann.id} 0 "很好"`));
    await Promise.all([ann, bob, agent].map((page) => page.link.close()));
    await second.until(new RegExp(`object 101 of type 5, event 504, ${bob.id} `));
    assert.equal((await second.kill('SIGTERM')).code, 0);
  });
});

test('a program for the old SDK brings a user to a counter, and out again', async () => {
  await withServer({config: CONFIG}, async (server) => {
    const program = new Program(built('sdk/server/business-old-program'), [], {PARLOR_SERVER: server.url.replace(/^http/, 'ws'), PARLOR_SECRET: SECRET});
    await program.until(/messageex 10 0 0/);
    const ann = await Page.login(server, 'ann');
    const tell = (text) => ann.link.ask('server_data', {channel: 'filter', data: Buffer.from(text).toString('base64'), is_text: true});
    await tell('object');
    await program.until(/did object 0 10 'Hall'/);
    await tell('queue');
    assert.deepEqual(await ann.hears(AREA, 1, 402), [0, 0, 0]);
    assert.deepEqual(await ann.hears(QUEUE, 11, 502), [0, 0, 0]);
    assert.equal(ann.value(QUEUE, 11, NAME), 'Hall');
    assert.deepEqual(await ann.hears(QUEUE, 11, 505), [7, 0, 0], 'the program\'s own reason');
    await program.until(new RegExp(`object 5 11 504 ${ann.id} `));
    await tell('close');
    assert.deepEqual(await ann.hears(AREA, 1, 405), [15, 0, 0]);
    await program.until(new RegExp(`object 4 1 404 ${ann.id} 15 `));
    await ann.link.close();
    assert.equal((await program.close()).code, 0);
  });
});
