// SPDX-License-Identifier: Apache-2.0
// parlor.counter. Types and the manual of each call are in parlor.d.ts.

import { ParlorError } from '../errors.mjs';
import * as c from '../generated/constants.mjs';
import { AGENT, AREA, CLIENT, QUEUE } from './objects.mjs';
import { ServiceControl } from './service_control.mjs';

/** What the documented interface has no word for (docs/routing.md): a place that is kept, and an agent who is one of several that ring. */
const CALL_BACK = 590, OFFER = 690, OFFER_ENDED = 691;

const statuses = ['closed', 'waiting', 'working', 'paused'];
const { ANYCHAT_OBJECT_INFO_NAME: NAME, ANYCHAT_OBJECT_INFO_DESCRIPTION: DESCRIPTION, ANYCHAT_OBJECT_INFO_INTTAG: TAG,
  ANYCHAT_OBJECT_INFO_PRIORITY: PRIORITY, ANYCHAT_OBJECT_INFO_ATTRIBUTE: ATTRIBUTE, ANYCHAT_OBJECT_INFO_FLAGS: FLAGS } = c;

/** What the server says of why we wait. @param {string} json */
function whyOf(json) {
  let why = {};
  try { why = JSON.parse(json || '{}'); } catch { /* of a newer server */ }
  const { serving = 0, idle = 0, working = 0, paused = 0, estimate = null, apart = 0, closed = 0, overflow = 0, overflow_in: soon = 0, missing = [], rings = 0, call_back: mayCallBack = 0, error = [] } = why;
  const [count = 0, p50_s = 0, p90_s = 0, p90_abs_s = 0] = error;
  return {
    agents: { serving, idle, working, paused, apart }, estimate_s: estimate, estimateError: count > 0 ? { count, p50_s, p90_s, p90_abs_s } : null, closed: closed !== 0,
    overflow: overflow ? { queue: overflow, in_s: soon } : null, missing: skillsOf(missing), rings, mayCallBack: mayCallBack !== 0,
  };
}

/** @param {[number, number][]} pairs */
const skillsOf = (pairs) => pairs.map(([skill, level]) => ({ skill, level }));

/** The same of who comes first, for one of the staff. @param {string} json @param {boolean} agent are we one who serves? */
function firstOf(json, agent) {
  let why = {};
  try { why = JSON.parse(json); } catch { /* as above */ }
  const { you = null, lacks = [], any = 0 } = why;
  return { ...whyOf(json), you: agent ? { bar: you, lacks: skillsOf(lacks), any: any !== 0 } : null };
}

/** Ids; null: not told, or of a newer server. @param {string} json @returns {number[] | null} */
function listOf(json) {
  try { return json ? JSON.parse(json) : null; } catch { return null; }
}

/**
 * Events: changed()  place(place)  served(service)  ready(service)  queued(change)  offered(offer)  offerEnded(offer)  status(agent)  nobody()  left(code);
 * and those of ServiceControl
 */
export class CounterControl extends ServiceControl {
  #objects; #client;
  /** Our place is kept when we go. */
  #callBack = false;
  /** Clients who ring at us, by id. @type {Map<number, { client: number, queue: number }>} */
  #offers = new Map();
  /** What somebody waits for: the event that answers a command. @type {{ event: number, done: (p1: number) => void, give: (error: any) => void }[]} */
  #waiting = [];

  /** @param {import('../client.mjs').Client} client */
  constructor(client) {
    super(client);
    this.#client = client;
    this.#objects = client.objects;
    this.#objects.on('event', (...args) => this.#event(...args));
    client.on('lost', (code) => this.#over(code));
  }

  // ---- what there is ----

  /** @returns {any} */
  get area() { return this.#objects.area ? this.#area(this.#objects.area) : null; }
  get queues() { return this.#objects.ids(QUEUE).map((id) => this.#queue(id)); }
  get agents() { return this.#objects.ids(AGENT).map((id) => this.#agent(id)); }

  /** @returns {any} */
  get place() {
    const queue = this.#objects.queue;
    if (!queue) return null;
    const number = (info) => this.#objects.number(QUEUE, queue, info);
    return {
      queue: this.#queue(queue), before: number(c.ANYCHAT_QUEUE_INFO_BEFOREUSERNUM), waited_s: number(c.ANYCHAT_QUEUE_INFO_WAITTIMESECOND),
      callBack: this.#callBack, ...whyOf(this.#objects.text(QUEUE, queue, c.ANYCHAT_QUEUE_INFO_AGENTINFO)),
    };
  }

  /** @returns {any} */
  get offers() { return [...this.#offers.values()]; }

  #texts(type, id) { return { id, name: this.#objects.text(type, id, NAME), description: this.#objects.text(type, id, DESCRIPTION) }; }

  #area(id) {
    const number = (info) => this.#objects.number(AREA, id, info);
    return {
      ...this.#texts(AREA, id), agents: number(c.ANYCHAT_AREA_INFO_AGENTCOUNT), idle: number(c.ANYCHAT_AREA_INFO_IDLEAGENTCOUNT),
      working: number(c.ANYCHAT_AREA_INFO_WORKAGENTCOUNT), paused: number(c.ANYCHAT_AREA_INFO_BUSYAGENTCOUNT),
      guests: number(c.ANYCHAT_AREA_INFO_GUESTCOUNT), waiting: number(c.ANYCHAT_AREA_INFO_QUEUEUSERCOUNT),
    };
  }

  #queue(id) {
    const number = (info) => this.#objects.number(QUEUE, id, info);
    const why = id === this.#objects.queue ? '' : this.#objects.text(QUEUE, id, c.ANYCHAT_QUEUE_INFO_AGENTINFO); // else it is of ourselves
    return { ...this.#texts(QUEUE, id), first: why ? firstOf(why, this.#objects.has(AGENT, this.#self())) : null, length: number(c.ANYCHAT_QUEUE_INFO_LENGTH), priority: number(PRIORITY), attribute: number(ATTRIBUTE), tag: number(TAG) };
  }

  #agent(id) {
    const number = (info) => this.#objects.number(AGENT, id, info);
    return {
      id, name: this.#objects.text(AGENT, id, NAME), status: statuses[number(c.ANYCHAT_AGENT_INFO_SERVICESTATUS)] ?? 'closed',
      reason: this.#objects.text(AGENT, id, c.ANYCHAT_OBJECT_INFO_STRINGTAG), attribute: number(ATTRIBUTE),
      queues: listOf(this.#objects.text(AGENT, id, c.ANYCHAT_AGENT_INFO_RELATEQUEUES)),
      client: number(c.ANYCHAT_AGENT_INFO_SERVICEUSERID) || null, served: number(c.ANYCHAT_AGENT_INFO_SERVICETOTALNUM),
      failed: number(c.ANYCHAT_AGENT_INFO_SERVICEFAILNUM), busy_s: number(c.ANYCHAT_AGENT_INFO_SERVICETOTALTIME),
    };
  }

  // ---- everybody ----

  /** @param {{ role?: 'client' | 'agent' | 'manager' | 'supervisor', automatic?: boolean, priority?: number, attribute?: number, name?: string }} who */
  async register({ role = 'client', automatic = false, priority, attribute, name } = {}) {
    const self = this.#self();
    const flags = { client: 0, agent: c.ANYCHAT_OBJECT_FLAGS_AGENT, manager: c.ANYCHAT_OBJECT_FLAGS_MANANGER,
      supervisor: c.ANYCHAT_OBJECT_FLAGS_AGENT | c.ANYCHAT_OBJECT_FLAGS_MANANGER }[role];
    const set = (info, value) => this.#objects.set(CLIENT, self, info, value);
    await set(FLAGS, flags | (automatic ? c.ANYCHAT_OBJECT_FLAGS_AUTOMODE : 0));
    if (priority !== undefined) await set(PRIORITY, priority);
    if (attribute !== undefined) await set(ATTRIBUTE, attribute);
    if (name !== undefined) await set(NAME, name);
  }

  /** All areas there are. */
  async areas() {
    await this.#ask(AREA, -1, c.ANYCHAT_OBJECT_CTRL_SYNCDATA, c.ANYCHAT_OBJECT_EVENT_SYNCDATAFINISH);
    return this.#objects.ids(AREA).map((id) => this.#texts(AREA, id));
  }

  /** @param {number} area */
  async enter(area) {
    await this.#ask(AREA, area, c.ANYCHAT_AREA_CTRL_USERENTER, c.ANYCHAT_AREA_EVENT_ENTERRESULT);
    return this.area;
  }

  async leave() { await this.#ask(AREA, this.#objects.area || -1, c.ANYCHAT_AREA_CTRL_USERLEAVE, c.ANYCHAT_AREA_EVENT_LEAVERESULT); }

  // ---- clients ----

  /** @param {number} queue @param {{ intake?: Record<string, string> }} [options] */
  async join(queue, { intake } = {}) {
    if (intake) await this.setIntake(intake);
    await this.#ask(QUEUE, queue, c.ANYCHAT_QUEUE_CTRL_USERENTER, c.ANYCHAT_QUEUE_EVENT_ENTERRESULT);
    return this.place;
  }

  async quit() { await this.#ask(QUEUE, this.#objects.queue || -1, c.ANYCHAT_QUEUE_CTRL_USERLEAVE, c.ANYCHAT_QUEUE_EVENT_LEAVERESULT); }

  async callBack(on = true) { await this.#ask(QUEUE, this.#objects.queue || -1, CALL_BACK, CALL_BACK, [on ? 1 : 0]); }

  /** @param {number} agent @param {number} score @param {string} [comment] */
  async rate(agent, score, comment = '') { await this.#objects.control(AGENT, agent, c.ANYCHAT_AGENT_CTRL_EVALUATION, [agent, score], comment); }

  // ---- agents ----

  /** @param {'closed' | 'waiting' | 'working' | 'paused'} status @param {{ reason?: string }} [how] */
  async setStatus(status, { reason } = {}) {
    if (reason !== undefined) await this.#objects.set(CLIENT, this.#self(), c.ANYCHAT_OBJECT_INFO_STRINGTAG, reason); // first: the status is told with it
    await this.#objects.control(AGENT, this.#self(), c.ANYCHAT_AGENT_CTRL_SERVICESTATUS, [statuses.indexOf(status)]);
  }

  async next() { await this.#objects.control(AGENT, this.#self(), c.ANYCHAT_AGENT_CTRL_SERVICEREQUEST); }
  /** @param {number} user */
  async serve(user) { await this.#objects.control(AGENT, this.#self(), c.ANYCHAT_AGENT_CTRL_STARTSERVICE, [user]); }
  async finish() { await this.#objects.control(AGENT, this.#self(), c.ANYCHAT_AGENT_CTRL_FINISHSERVICE); }

  // ---- what happens ----

  #self() { return this.#client.selfId; }

  /** A command whose result is an event about ourselves. */
  #ask(type, id, code, event, params = []) {
    return new Promise((resolve, reject) => {
      const waiter = { event, done: (p1) => p1 ? reject(new ParlorError(p1)) : resolve(undefined), give: reject };
      this.#waiting.push(waiter);
      this.#objects.control(type, id, code, params).catch((error) => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter);
        reject(error);
      });
    });
  }

  /** What is ours and goes with an event. */
  #follow(event, p1, p2, p3) {
    if (event === CALL_BACK && p1 === 0) this.#callBack = p2 !== 0;
    if (event === OFFER) this.#offers.set(p2, { client: p2, queue: p3 });
    if (event === OFFER_ENDED) this.#offers.delete(p2);
    if (event === c.ANYCHAT_AREA_EVENT_LEAVERESULT && !this.#objects.area) this.#offers.clear();
    if (!this.#objects.queue) this.#callBack = false;
  }

  #event(type, id, event, p1, p2, p3) {
    this.#follow(event, p1, p2, p3);
    const waiter = this.#waiting.find((one) => one.event === event);
    if (waiter) {
      this.#waiting = this.#waiting.filter((one) => one !== waiter);
      waiter.done(p1);
    }
    switch (event) {
      case c.ANYCHAT_AREA_EVENT_LEAVERESULT: if (!this.#objects.area) this.emit('left', p1); break;
      case c.ANYCHAT_QUEUE_EVENT_STATUSCHANGE: if (id === this.#objects.queue) this.emit('place', this.place); break;
      case c.ANYCHAT_QUEUE_EVENT_USERENTER: this.emit('queued', { queue: id, user: p1, waits: true }); break;
      case c.ANYCHAT_QUEUE_EVENT_USERLEAVE: this.emit('queued', { queue: id, user: p1, waits: false }); break;
      case c.ANYCHAT_AGENT_EVENT_SERVICENOTIFY: this.emit('served', { agent: p1, client: p2, queue: p3 }); break;
      case c.ANYCHAT_AGENT_EVENT_ISREADY: this.emit('ready', { agent: p1, client: p2, queue: p3 }); break;
      case OFFER: this.emit('offered', { client: p2, queue: p3 }); break;
      case OFFER_ENDED: this.emit('offerEnded', { client: p2, queue: p3 }); break;
      case c.ANYCHAT_AGENT_EVENT_STATUSCHANGE: this.emit('status', this.#agent(id)); break;
      case c.ANYCHAT_AGENT_EVENT_WAITINGUSER: this.emit('nobody'); break;
    }
    this.emit('changed');
  }

  #over(code) {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#offers.clear();
    this.#callBack = false;
    for (const { give } of waiting) give(new ParlorError(code));
  }
}
