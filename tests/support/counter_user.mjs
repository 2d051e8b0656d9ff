// SPDX-License-Identifier: Apache-2.0
// A user of the service counters over the wire: what it does, and what its page would know.
import {Client} from './client.mjs';

export const AREA = 4, QUEUE = 5, AGENT = 6, USER = 8;

export class CounterUser {
  /** Signs in and enters area 1. @param {{flags?: number, attribute?: number, priority?: number, area?: number, guest?: boolean, hello?: object}} [options] */
  static async come(url, name, {flags = 0, attribute, priority, area = 1, guest = false, hello = {}} = {}) {
    const user = new CounterUser(await Client.login(url, name, {hello, ...guest ? {} : {password: 'x'}}));
    if (flags) await user.set(7, flags);
    if (priority !== undefined) await user.set(9, priority);
    if (attribute !== undefined) await user.set(10, attribute);
    await user.control(AREA, area, 401);
    await user.event(AREA, area, 402);
    return user;
  }

  constructor(client) {
    this.client = client;
    this.id = client.self.id;
  }

  set(info, number) { return this.client.ask('object_set', {type: USER, object: this.id, info, number}); }
  control(type, object, code, p1 = 0) { return this.client.ask('object_control', {type, object, code, p1}); }

  /** Everything that has been said of objects, oldest first. */
  said() { return this.client.all('objects'); }

  /** The first such event that has not been taken yet. */
  async event(type, id, event) {
    const is = (e) => e.type === type && (id === -1 || e.id === id) && e.event === event;
    const message = await this.client.next('objects', (m) => m.events?.some(is));
    return message.events.find(is);
  }

  async enterQueue(queue) {
    await this.control(QUEUE, queue, 501);
    const {p1 = 0} = await this.event(QUEUE, queue, 502);
    if (p1) throw new Error(`queue ${queue}: ${p1}`);
  }

  /** The newest value. */
  value(type, id, info) {
    let found;
    for (const m of this.said()) {
      for (const v of m.values ?? []) if (v.type === type && v.id === id && v.info === info) found = v.number ?? v.text;
    }
    return found;
  }

  async valueIs(type, id, info, wanted) {
    const end = Date.now() + 10000;
    while (this.value(type, id, info) !== wanted) {
      if (Date.now() > end) throw new Error(`${type}.${id} ${info} is ${this.value(type, id, info)}, not ${wanted}`);
      await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
    return wanted;
  }

  before(queue) { return this.value(QUEUE, queue, 502); }
  beforeIs(queue, wanted) { return this.valueIs(QUEUE, queue, 502, wanted); }
}
