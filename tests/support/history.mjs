// SPDX-License-Identifier: Apache-2.0
// Robots at the service counters of a real server, what they were told, and whether it can all be true.
//
// A history is what clients and agents saw, each with its own order, over a server that is killed, cut, stopped and whose store
// is held. The checker knows nothing of the server but its documented promises:
//   a  a ticket is served by one agent at a time
//   b  every entry that was acknowledged ends once: served, left, lost - also over a crash
//   c  in one queue and of one priority nobody who came later is offered earlier, while both could be served
//   d  an agent has one client at a time, and none in his wrap-up
//   e  how many are before me: what the rows of that moment say
//   f  an idle agent and somebody who waits are not left side by side
//   g  numbers on the board are those that are counted from the rows
//   h  messages come in order, without a gap and without one twice
//   i  nobody is in two calls at a time, and both sides of a call see the same end
import {CounterUser, AGENT, AREA, QUEUE} from './counter_user.mjs';

/** Random numbers that a seed gives again (xorshift32). */
export function random(seed) {
  let state = (seed * 2654435761 >>> 0) || 1;
  return (n) => {
    state ^= state << 13; state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5; state >>>= 0;
    return state % n;
  };
}

/** What a broken link, a busy agent or a closed queue makes of a request; everything else is wrong. */
const EXPECTED = /link (closed|open)|error (9|16|20|205|228|750|100202|10010\d|1)\b|queue \d+: (750|100202|1)$/;

/** One person over all his lives: what he does, and what he has been told. */
export class Robot {
  constructor(name, options = {}) {
    this.name = name;
    this.options = options;
    this.agent = Boolean(options.flags);
    /** @type {CounterUser | null} */
    this.user = null;
    this.id = 0;
    this.entries = 0; // new ones that were acknowledged, over all his lives
    this.wrong = [];
    this.calls = []; // of lives that are over
  }

  get up() { return this.user !== null && this.user.client.state === 'open'; }

  /** Signs in, and goes where he was. */
  async come(url, queue = 0) {
    this.answered = 0;
    if (this.user) this.calls = this.allCalls();
    this.url = url;
    this.user = await CounterUser.come(url, this.name, this.options);
    this.over = new Promise((resolve) => { this.user.client.socket.once('close', resolve); });
    if (this.id && this.id !== this.user.id) this.wrong.push(`${this.name}: id ${this.id} has become ${this.user.id}`);
    this.id = this.user.id;
    if (queue) await this.user.enterQueue(queue);
  }

  async enter(queue) {
    await this.user.enterQueue(queue);
    this.entries++;
  }

  /** Something small. */
  async act(pick) {
    if (!this.up) return;
    try {
      await Promise.race([this.agent ? this.#work(pick) : this.#want(pick), this.over]);
    } catch (error) {
      if (this.up && !EXPECTED.test(error.message)) throw error;
    }
  }

  async #work(pick) {
    const {client} = this.user, serves = this.user.value(AGENT, this.id, 602);
    const talks = client.all('call_started').length > client.all('call_finished').length;
    if (talks) await client.ask('call_finish', {user: client.all('call_started').at(-1).user, code: 0, flags: 0, param: 0, text: ''});
    else if (serves && pick(2)) await client.ask('call_request', {user: serves, flags: 0, param: 0, text: ''});
    else if (serves) await this.user.control(AGENT, this.id, 604);
    else if (this.options.flags === 2 && pick(2)) await this.user.control(AGENT, this.id, 602);
    else await this.user.control(AGENT, this.id, 601, 1 + 2 * (pick(4) === 0));
  }

  async #want(pick) {
    const {client} = this.user, asked = client.all('call_requested').length;
    if (asked > this.answered) {
      this.answered = asked;
      await client.ask('call_answer', {user: client.all('call_requested').at(-1).user, code: 0, flags: 0, param: 0, text: ''});
    } else if (!this.waits()) {
      await this.enter(pick(2) ? 101 : 102);
    } else if (pick(4) === 0) {
      await this.user.control(QUEUE, -1, 502);
    }
  }

  /** The queue that he is in, as far as his page knows; 0: none. */
  waits() {
    let queue = 0;
    for (const message of this.user.said()) {
      for (const {type, id, event, p1 = 0} of message.events ?? []) {
        if (type !== QUEUE) continue;
        if (event === 502 && p1 === 0) queue = id;
        if (event === 505) queue = 0;
      }
    }
    return queue;
  }

  /** Every call of all his lives: {key, robot, peer, over, code}; `whole`: his life goes on, so that he hears of its end. */
  allCalls() {
    const calls = this.calls.map((call) => ({...call, whole: false}));
    for (const {t, user, room, code = 0} of this.user.client.received) {
      // Of one server no two calls have the same room.
      if (t === 'call_started') calls.push({key: `${this.url} ${room}`, robot: this, peer: user, over: false, whole: this.up});
      const own = t === 'call_finished' && calls.findLast((call) => call.key.startsWith(`${this.url} `) && call.peer === user && !call.over);
      if (own) Object.assign(own, {over: true, code});
    }
    return calls;
  }

  /** h: every numbered message of this life once, in order. */
  checkOrder() {
    let last = 0;
    for (const {seq} of this.user?.client.received ?? []) {
      if (seq === undefined) continue;
      if (seq !== last + 1) this.wrong.push(`h: ${this.name}: message ${seq} behind ${last}`);
      last = seq;
    }
    return this.wrong.splice(0);
  }
}

/** i: of all calls of all robots. @returns {string[]} */
export function checkCalls(robots) {
  const wrong = [], calls = robots.flatMap((robot) => robot.allCalls());
  for (const robot of robots) {
    const open = calls.filter((call) => call.robot === robot && call.whole && !call.over);
    if (open.length > 1) wrong.push(`i: ${robot.name} is in ${open.length} calls`);
  }
  for (const [key, sides] of group(calls, (call) => call.key)) {
    const [x, y] = sides;
    if (sides.length > 2) wrong.push(`i: call ${key} has ${sides.length} sides`);
    if (sides.length !== 2) continue;
    if (x.peer !== y.robot.id || y.peer !== x.robot.id) wrong.push(`i: call ${key}: ${x.robot.name} talks with ${x.peer}, ${y.robot.name} with ${y.peer}`);
    else if (x.over && y.over && x.code !== y.code) wrong.push(`i: call ${key} ends with ${x.code} for ${x.robot.name}, with ${y.code} for ${y.robot.name}`);
    else if (x.over !== y.over && x.whole && y.whole) wrong.push(`i: call ${key} is over for one of ${x.robot.name} and ${y.robot.name}`);
  }
  return wrong;
}

/** Columns of parlor_contacts that are checked, by name. */
export const COLUMNS = ['id', 'client', 'queue', 'last_queue', 'agent', 'priority', 'outcome', 'entered_ms', 'offered_ms', 'answered_ms', 'ended_ms', 'offers', 'misses'];
export const SELECT = `SELECT ${COLUMNS.map((c) => `"${c}"`).join(', ')} FROM parlor_contacts ORDER BY id`;
export const contactsOf = (rows) => rows.map((row) => Object.fromEntries(COLUMNS.map((c, i) => [c, Number(row[i])])));

/** c: of one queue and priority nobody who came later is offered earlier. */
function checkTurns(contacts, excused) {
  const wrong = [];
  const plain = contacts.filter((c) => c.offers <= 1 && c.misses === 0 && !excused.has(c.id));
  for (const own of group(plain, (c) => `${c.last_queue} ${c.priority}`).values()) {
    for (const late of own.filter((c) => c.offered_ms !== 0)) {
      const passed = own.find((c) => c.id < late.id && (c.offered_ms || c.ended_ms || Infinity) > late.offered_ms);
      if (passed) wrong.push(`c: ${late.client} was offered before ${passed.client}, who came first`);
    }
  }
  return wrong;
}

/**
 * All that can be said of rows alone.
 * @param {{wrapUpMs?: number, excused?: Set<number>}} [options] excused: contacts whose client did not come back to his place
 * @returns {string[]} what is wrong
 */
export function checkRows(contacts, {wrapUpMs = 0, excused = new Set()} = {}) {
  const wrong = checkTurns(contacts, excused);
  for (const [client, own] of group(contacts, (c) => c.client)) {
    // a, b: one stay at a time but for a service that goes on without him
    const open = own.filter((c) => c.outcome === 0 && c.agent === 0);
    if (open.length > 1) wrong.push(`b: client ${client} waits ${open.length} times`);
    for (const c of own) {
      if (c.outcome !== 0 && c.ended_ms < c.entered_ms) wrong.push(`b: contact ${c.id} ends before it begins`);
      if (c.outcome === 1 && c.answered_ms === 0) wrong.push(`b: contact ${c.id} is served without a call`);
      if (c.outcome === 0 && c.ended_ms !== 0) wrong.push(`b: contact ${c.id} has an end, and goes on`);
    }
  }
  const served = contacts.filter((c) => c.agent !== 0 && c.offered_ms !== 0);
  for (const [agent, own] of group(served, (c) => c.agent)) {
    own.sort((x, y) => x.offered_ms - y.offered_ms || endOf(x) - endOf(y)); // several may fit into a millisecond
    for (let i = 1; i < own.length; i++) {
      const [before, c] = [own[i - 1], own[i]];
      if (before.ended_ms === 0) wrong.push(`d: agent ${agent} has ${before.client} and ${c.client}`);
      else if (c.offered_ms < before.ended_ms) wrong.push(`d: agent ${agent} was given ${c.client} before he had finished ${before.client}`);
      else if (c.offered_ms < before.ended_ms + wrapUpMs) wrong.push(`d: agent ${agent} was given ${c.client} in his wrap-up`);
    }
  }
  return wrong;
}

const endOf = (c) => c.ended_ms || Infinity;

export function group(list, key) {
  const map = new Map();
  for (const item of list) map.set(key(item), [...map.get(key(item)) ?? [], item]);
  return map;
}

/** The order in which a queue is served, as documented: priority, then who came first. */
export function order(contacts, queue) {
  return contacts.filter((c) => c.outcome === 0 && c.agent === 0 && c.last_queue === queue)
    .sort((x, y) => y.priority - x.priority || x.id - y.id);
}

/** Numbers on the board of one of the robots, against those counted from rows. @returns {string[]} */
export function checkBoard(contacts, stretches, robots) {
  const wrong = [];
  const is = (what, seen, counted) => { if ((seen ?? 0) !== counted) wrong.push(`g: ${what} is ${seen} on the board, ${counted} by the rows`); };
  const open = (status) => stretches.filter((s) => s.to_ms === 0 && s.status === status).length;
  const waiting = contacts.filter((c) => c.outcome === 0 && c.agent === 0);
  for (const robot of robots) {
    const {user} = robot;
    is(`${robot.name}: 403`, user.value(AREA, 1, 403), waiting.length);
    for (const queue of [101, 102]) is(`${robot.name}: 504 of ${queue}`, user.value(QUEUE, queue, 504), order(contacts, queue).length);
    is(`${robot.name}: 401`, user.value(AREA, 1, 401), robots.filter((r) => r.agent).length);
    is(`${robot.name}: 402`, user.value(AREA, 1, 402), robots.filter((r) => !r.agent).length - waiting.length);
    is(`${robot.name}: 406`, user.value(AREA, 1, 406), open(1));
    is(`${robot.name}: 409`, user.value(AREA, 1, 409), open(2));
    is(`${robot.name}: 410`, user.value(AREA, 1, 410), open(3));
    if (robot.agent) {
      const mine = contacts.find((c) => c.outcome === 0 && c.agent === robot.id);
      is(`${robot.name}: 602`, user.value(AGENT, robot.id, 602), mine?.client ?? 0);
    } else {
      const queue = robot.waits();
      const place = order(contacts, queue).findIndex((c) => c.client === robot.id);
      if (queue) is(`e: ${robot.name}: 502`, user.value(QUEUE, queue, 502), place);
    }
  }
  return wrong;
}
