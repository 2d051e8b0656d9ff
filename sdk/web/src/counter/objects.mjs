// SPDX-License-Identifier: Apache-2.0
// Business objects: areas, queues, agents, client users (manual 3.6, 4.7, 5.8). What the server has told of them, for questions that
// want their answer at once; and what a page says to them.
//
// Events:
//   event(type, id, event, p1, p2, p3, p4, text)   as OnAnyChatObjectEvent has them, when everything that they are about is here

import { byteLength, wellFormed } from '../data/payload.mjs';
import { Code, ParlorError } from '../errors.mjs';
import { Emitter } from '../events.mjs';
import * as c from '../generated/constants.mjs';
import { limits } from '../generated/limits.mjs';

const { ANYCHAT_OBJECT_TYPE_AREA: AREA, ANYCHAT_OBJECT_TYPE_QUEUE: QUEUE, ANYCHAT_OBJECT_TYPE_AGENT: AGENT, ANYCHAT_OBJECT_TYPE_CLIENTUSER: CLIENT } = c;

/** Counted on by ourselves from what was told: how long we have waited, how long a service has taken. */
const running = new Set([c.ANYCHAT_QUEUE_INFO_WAITTIMESECOND]);
/** Told as seconds ago, wanted as seconds since 1970. */
const ago = new Set([c.ANYCHAT_QUEUE_INFO_MYENTERQUEUETIME, c.ANYCHAT_AGENT_INFO_SERVICEBEGINTIME]);
/** Of those who wait in no queue. */
const place = new Map([
  [c.ANYCHAT_QUEUE_INFO_MYSEQUENCENO, -1], [c.ANYCHAT_QUEUE_INFO_BEFOREUSERNUM, -1],
  [c.ANYCHAT_QUEUE_INFO_MYENTERQUEUETIME, 0], [c.ANYCHAT_QUEUE_INFO_WAITTIMESECOND, 0],
]);

/** Texts of an area that say what other values say. */
const sums = new Set([c.ANYCHAT_AREA_INFO_AGENTIDLIST, c.ANYCHAT_AREA_INFO_STATUSJSON]);
/** What 407 is made of. @type {[string, number][]} */
const counts = [
  ['agentcount', c.ANYCHAT_AREA_INFO_AGENTCOUNT], ['guestcount', c.ANYCHAT_AREA_INFO_GUESTCOUNT], ['queueusercount', c.ANYCHAT_AREA_INFO_QUEUEUSERCOUNT],
  ['queuecount', c.ANYCHAT_AREA_INFO_QUEUECOUNT], ['idleagentcount', c.ANYCHAT_AREA_INFO_IDLEAGENTCOUNT], ['waitingcount', c.ANYCHAT_AREA_INFO_WAITINGCOUNT],
  ['workagentcount', c.ANYCHAT_AREA_INFO_WORKAGENTCOUNT], ['busyagentcount', c.ANYCHAT_AREA_INFO_BUSYAGENTCOUNT],
];

/** A DWORD or an int, whichever the page means. @param {any} value */
const word = (value) => Number(value) | 0;

/** @typedef {{ id: number, name: string, values: Map<number, { value: number | string, at: number }> }} Known */

export class Objects extends Emitter {
  #ports;
  /** By type, then by id, in the order in which they came. @type {Map<number, Map<number, Map<number, { value: number | string, at: number }>>>} */
  #known = new Map();
  #flags = 0;
  /** Where we are; 0: nowhere. */
  area = 0;
  queue = 0;

  /**
   * @param {object} ports
   * @param {(t: string, fields: object, done?: (error: any, reply?: any) => void) => void} ports.send
   * @param {() => { id: number } | null} ports.self the signed-in user
   * @param {{ now: () => number }} ports.clock monotonic, in ms
   * @param {() => number} ports.wall ms since 1970
   */
  constructor(ports) {
    super();
    this.#ports = ports;
  }

  // ---- what is known ----

  /** Ids. @param {number} type @returns {number[]} */
  ids(type) { return [...this.#known.get(type)?.keys() ?? []]; }
  /** @param {number} type @param {number} id */
  has(type, id) { return this.#known.get(type)?.has(id) ?? false; }

  /** 0: not known. @param {number} type @param {number} id @param {number} info @returns {number} */
  number(type, id, info) {
    if (type === QUEUE && this.queue !== id && place.has(info)) return /** @type {number} */ (place.get(info));
    const known = this.#known.get(type)?.get(id)?.get(info);
    if (typeof known?.value !== 'number') return 0;
    const since = Math.floor((this.#ports.clock.now() - known.at) / 1000);
    if (ago.has(info)) return this.#begun(type, id) ? Math.floor(this.#ports.wall() / 1000) - since - known.value : 0;
    return running.has(info) ? known.value + since : known.value;
  }

  /** Is there anything that 503 or 603 could be the beginning of? */
  #begun(type, id) { return type === QUEUE || this.number(AGENT, id, c.ANYCHAT_AGENT_INFO_SERVICEUSERID) !== 0; }

  /** "": not known. @param {number} type @param {number} id @param {number} info @returns {string} */
  text(type, id, info) {
    if (type === AREA && id === this.area && sums.has(info)) return this.#sum(info);
    const known = this.#known.get(type)?.get(id)?.get(info);
    return known === undefined ? '' : typeof known.value === 'string' ? known.value : String(this.number(type, id, info));
  }

  /** Of the area that we are in, from what is known of it: JSON. */
  #sum(info) {
    if (info === c.ANYCHAT_AREA_INFO_AGENTIDLIST) return JSON.stringify(this.ids(AGENT));
    return JSON.stringify(Object.fromEntries(counts.map(([name, count]) => [name, this.number(AREA, this.area, count)])));
  }

  // ---- what we say ----

  /** Who we are there: ANYCHAT_OBJECT_FLAGS_...; counts from the next area on. @param {number} flags */
  setFlags(flags) {
    this.#flags = word(flags);
    const self = this.#ports.self();
    if (self) this.#sendFlags(self.id);
  }

  #sendFlags(id) { this.#set(CLIENT, id, c.ANYCHAT_OBJECT_INFO_FLAGS, this.#flags).catch((error) => this.emit('error', error)); }

  /** Why a value cannot be set; 0: the server will say. @param {any} value */
  refusal(value) {
    if (!this.#ports.self()) return Code.NOT_LOGGED_IN;
    return typeof value === 'string' && byteLength(wellFormed(value)) > limits.object_text_bytes ? Code.BAD_PARAMETER : 0;
  }

  /** A property of ourselves. @param {number} type @param {number} id @param {number} info @param {number | string} value @returns {Promise<void>} */
  set(type, id, info, value) {
    const code = this.refusal(value);
    return code ? Promise.reject(new ParlorError(code)) : this.#set(type, id, info, value);
  }

  #set(type, id, info, value) {
    const said = typeof value === 'string' ? { text: wellFormed(value) } : { number: word(value) };
    if (id === this.#ports.self()?.id) this.#put(type, id, info, said.text ?? said.number ?? 0); // as if it were done: whoever asks, asks now
    return this.#request('object_set', { type, object: id, info, ...said });
  }

  /** Why a command makes no sense, as far as we know; 0: the server will say. @param {number} type @param {number} code @param {string} text */
  refusalOf(type, code, text) {
    const self = this.#ports.self();
    if (!self) return Code.NOT_LOGGED_IN;
    const serving = type === AGENT && code === c.ANYCHAT_AGENT_CTRL_SERVICEREQUEST && this.number(AGENT, self.id, c.ANYCHAT_AGENT_INFO_SERVICEUSERID) !== 0;
    if (serving) return Code.SESSION_EXISTS;
    return byteLength(wellFormed(text)) > limits.object_text_bytes ? Code.BAD_PARAMETER : 0;
  }

  /**
   * A command. Resolves when the server has taken it; what comes of it is told by events.
   * @param {number} type @param {number} id @param {number} code @param {number[]} [params] at most 4 @param {string} [text] @returns {Promise<void>}
   */
  control(type, id, code, params = [], text = '') {
    const refusal = this.refusalOf(type, code, text);
    if (refusal) return Promise.reject(new ParlorError(refusal));
    const [p1, p2, p3, p4] = params.map(word);
    return this.#request('object_control', {
      type, object: id, code, ...p1 ? { p1 } : {}, ...p2 ? { p2 } : {}, ...p3 ? { p3 } : {}, ...p4 ? { p4 } : {}, ...text ? { text: wellFormed(text) } : {},
    });
  }

  #request(t, fields) {
    return new Promise((resolve, reject) => {
      this.#ports.send(t, fields, (error) => error ? reject(error) : resolve(undefined));
    });
  }

  // ---- what happens ----

  /** Somebody has signed in: nothing of before counts, but who he wants to be. */
  loggedIn() {
    this.forget();
    const self = this.#ports.self();
    if (self && this.#flags !== 0) this.#sendFlags(self.id);
  }

  forget() {
    this.#known.clear();
    this.area = this.queue = 0;
  }

  /** @param {any} message */
  handle(message) {
    if (message.t !== 'objects') return;
    for (const { type, id } of message.gone) this.#known.get(type)?.delete(id);
    for (const { type, id, info, number, text } of message.values) this.#put(type, id, info, number ?? text ?? '');
    for (const { type, id, event, p1 = 0, p2 = 0, p3 = 0, p4 = 0, text = '' } of message.events) {
      this.#follow(type, id, event, p1);
      this.emit('event', type, id, event, p1, p2, p3, p4, text);
    }
  }

  #put(type, id, info, value) {
    if (!this.#known.has(type)) this.#known.set(type, new Map());
    const ofType = /** @type {Map<number, Map<number, any>>} */ (this.#known.get(type));
    if (!ofType.has(id)) ofType.set(id, new Map());
    ofType.get(id)?.set(info, { value, at: this.#ports.clock.now() });
  }

  /** Where we are, by what is told us ourselves. */
  #follow(type, id, event, p1) {
    if (event === c.ANYCHAT_AREA_EVENT_ENTERRESULT && p1 === 0) this.area = id;
    if (event === c.ANYCHAT_QUEUE_EVENT_ENTERRESULT && p1 === 0) this.queue = id;
    if (event === c.ANYCHAT_QUEUE_EVENT_LEAVERESULT && id === this.queue) this.queue = 0;
    if (event !== c.ANYCHAT_AREA_EVENT_LEAVERESULT || id !== this.area) return;
    this.area = this.queue = 0;
    this.#known.delete(QUEUE);
    this.#known.delete(AGENT);
  }
}

export { AGENT, AREA, CLIENT, QUEUE };
