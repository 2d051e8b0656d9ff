// SPDX-License-Identifier: Apache-2.0
// Services of the counters in which we take part, as the server tells of them (its rules: docs/protocol.md, "Services"); and what can be
// said to them.
//
// Events:
//   service(client)                         is there, or has changed
//   over(client, code)                      is no more ours
//   asked(request)  withdrawn(request, code)
//   answered(client, user, role, code)      of what we have asked

import { ParlorError, Code } from '../errors.mjs';
import { Emitter } from '../events.mjs';

/**
 * @typedef {{ client: number, agent: number, queue: number, room: number, held: boolean, role: string, parties: { user: number, role: string, asked?: boolean }[], away: boolean }} Service
 * @typedef {{ fields: { name: string, value: string }[], notes: { user: number, text: string }[] }} Data
 * @typedef {{ client: number, user: number, queue: number, role: string, text: string, open: boolean }} Request
 */

/** @type {Data} */
const nothing = Object.freeze({ fields: [], notes: [] });

export class Services extends Emitter {
  #ports;
  /** By client. @type {Map<number, Service>} */
  #services = new Map();
  /** @type {Map<number, Data>} */
  #data = new Map();
  /** @type {Map<number, Request>} */
  #requests = new Map();

  /**
   * @param {object} ports
   * @param {(t: string, fields: object, done?: (error: any, reply?: any) => void) => void} ports.send
   * @param {() => { id: number } | null} ports.self the signed-in user
   */
  constructor(ports) {
    super();
    this.#ports = ports;
  }

  /** @returns {Service[]} */
  get all() { return [...this.#services.values()]; }
  /** @returns {Request[]} */
  get requests() { return [...this.#requests.values()]; }
  /** @param {number} client */
  of(client) { return this.#services.get(client) ?? null; }
  /** @param {number} client @returns {Data} */
  dataOf(client) { return this.#data.get(client) ?? nothing; }

  /** @param {string} t @param {object} fields @returns {Promise<void>} */
  say(t, fields) {
    if (!this.#ports.self()) return Promise.reject(new ParlorError(Code.NOT_LOGGED_IN));
    return new Promise((resolve, reject) => {
      this.#ports.send(t, fields, (error) => error ? reject(error) : resolve(undefined));
    });
  }

  /** What somebody asks of us is answered. @param {Request} request @param {number} code */
  async answer(request, code) {
    if (!request.open) throw new ParlorError(Code.CALL_NONE);
    this.#close(request);
    await this.say('service_answer', { client: request.client, code });
  }

  #close(request) {
    request.open = false;
    if (this.#requests.get(request.client) === request) this.#requests.delete(request.client);
  }

  /** The session is over, or another begins: we take part in nothing. */
  forget() {
    const clients = [...this.#services.keys()], requests = this.requests;
    this.#services.clear();
    this.#data.clear();
    for (const request of requests) { this.#close(request); this.emit('withdrawn', request, Code.CALL_GONE); }
    for (const client of clients) this.emit('over', client, Code.CALL_GONE);
  }

  /** @param {any} message */
  handle(message) {
    const { client } = message;
    switch (message.t) {
      case 'service': {
        const { agent, queue, room, held, role, parties, away = false } = message;
        this.#services.set(client, { client, agent, queue, room, held, role, parties, away });
        this.emit('service', client);
        break;
      }
      case 'service_data':
        this.#data.set(client, { fields: message.fields, notes: message.notes });
        if (this.#services.has(client)) this.emit('service', client);
        break;
      case 'service_over': this.#over(client, message.code); break;
      case 'service_asked': this.#asked(message); break;
      case 'service_answered': this.emit('answered', client, message.user, message.role, message.code); break;
      case 'service_withdrawn': this.#withdrawn(client, message.code); break;
    }
  }

  #over(client, code) {
    this.#data.delete(client);
    if (this.#services.delete(client)) this.emit('over', client, code);
  }

  #asked({ client, user, queue, role, text = '' }) {
    const request = { client, user, queue, role, text, open: true };
    this.#requests.set(client, request);
    this.emit('asked', request);
  }

  #withdrawn(client, code) {
    const request = this.#requests.get(client);
    if (!this.#services.has(client)) this.#data.delete(client);
    if (!request) return; // we have refused it ourselves
    this.#close(request);
    this.emit('withdrawn', request, code);
  }
}
