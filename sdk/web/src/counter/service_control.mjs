// SPDX-License-Identifier: Apache-2.0
// What parlor.counter can do with services: hold, consultation, conference, transfer, notes, supervisors. Types and the manual of each
// call are in parlor.d.ts.

import { Code, ParlorError } from '../errors.mjs';
import { Emitter } from '../events.mjs';

const GUEST = 'guest', AGENT = 'agent';

/** What the client's page has sent, for those who read it by name. @param {{ name: string, value: string }[]} fields */
const intakeOf = (fields) => Object.fromEntries(fields.map(({ name, value }) => [name, value]));

/** Another agent's request. */
class RequestView {
  #services; #request;

  /** @param {import('./services.mjs').Services} services @param {import('./services.mjs').Request} request */
  constructor(services, request) {
    this.#services = services;
    this.#request = request;
  }

  get user() { return this.#request.user; }
  get client() { return this.#request.client; }
  get queue() { return this.#request.queue; }
  get role() { return this.#request.role; }
  get text() { return this.#request.text; }
  get intake() { return intakeOf(this.#services.dataOf(this.client).fields); }
  get notes() { return this.#services.dataOf(this.client).notes; }
  get open() { return this.#request.open; }

  async accept() {
    await this.#services.answer(this.#request, 0);
    return this.#services.of(this.client)?.room ?? 0; // was told before the answer
  }

  refuse(code = Code.CALL_REFUSED) { this.#services.answer(this.#request, code).catch(() => {}); }
}

/** Events: service(service)  serviceOver(client, error)  asked(request)  withdrawn(request, error) */
export class ServiceControl extends Emitter {
  #client; #services;
  /** Whom we have asked, until he has come or will not. @type {{ client: number, user: number, role: string, resolve: (value: any) => void, reject: (error: any) => void }[]} */
  #asking = [];
  /** @type {WeakMap<import('./services.mjs').Request, RequestView>} */
  #views = new WeakMap();

  /** @param {import('../client.mjs').Client} client */
  constructor(client) {
    super();
    this.#client = client;
    const services = this.#services = client.services;
    services.on('service', (id) => this.#changed(id));
    services.on('over', (id, code) => this.#over(id, code));
    services.on('asked', (request) => this.emit('asked', this.#view(request)));
    services.on('withdrawn', (request, code) => this.emit('withdrawn', this.#view(request), new ParlorError(code)));
    services.on('answered', (id, user, role, code) => this.#settle((one) => one.client === id && one.user === user && one.role === role, code));
  }

  // ---- what there is ----

  get services() { return this.#services.all.map((one) => this.#picture(one)); }
  get service() { return this.services[0] ?? null; }
  get requests() { return this.#services.requests.map((request) => this.#view(request)); }

  #picture({ client, agent, queue, room, held, role, parties, away }) {
    const { fields, notes } = this.#services.dataOf(client);
    return {
      client, agent, queue, room: room || null, held, role, away,
      parties: parties.map(({ user, role, asked = false }) => ({ user, role, asked })), intake: intakeOf(fields), notes: notes.map((note) => ({ ...note })),
    };
  }

  #view(request) {
    let view = this.#views.get(request);
    if (!view) this.#views.set(request, view = new RequestView(this.#services, request));
    return view;
  }

  /** The client that is meant when none is said. */
  #meant(client, wanted = (role) => role === AGENT) {
    const meant = client ?? this.#services.all.find(({ role }) => wanted(role))?.client;
    if (meant === undefined) throw new ParlorError(Code.CALL_NONE);
    return meant;
  }

  // ---- the serving agent ----

  /** @param {boolean} [on] @param {number} [client] */
  async hold(on = true, client) { await this.#services.say('service_hold', { client: this.#meant(client), on }); }

  /** @param {number} agent @param {{ text?: string, client?: number }} [options] */
  async consult(agent, { text, client } = {}) { await this.#ask(this.#meant(client), agent, GUEST, true, text); }
  /** @param {number} agent @param {{ text?: string, client?: number }} [options] */
  async invite(agent, { text, client } = {}) { await this.#ask(this.#meant(client), agent, GUEST, false, text); }

  /** @param {any} to { agent } or { queue } @param {{ text?: string, client?: number }} [options] */
  async transfer(to, { text, client } = {}) {
    const meant = this.#meant(client);
    if (to?.queue !== undefined) await this.#services.say('service_pass', { client: meant, queue: to.queue, ...text ? { text } : {} });
    else await this.#ask(meant, to?.agent, AGENT, true, text);
  }

  /** Resolves when he has come. */
  #ask(client, user, role, hold, text) {
    return new Promise((resolve, reject) => {
      const one = { client, user, role, resolve, reject };
      this.#asking.push(one);
      this.#services.say('service_ask', { client, user, role, hold, ...text ? { text } : {} }).catch((error) => {
        this.#asking = this.#asking.filter((other) => other !== one);
        reject(error);
      });
    });
  }

  #settle(which, code) {
    const done = this.#asking.filter(which);
    this.#asking = this.#asking.filter((one) => !done.includes(one));
    for (const { resolve, reject } of done) if (code) reject(new ParlorError(code)); else resolve(undefined);
  }

  /** @param {number} user @param {number} [client] */
  async drop(user, client) { await this.#services.say('service_drop', { client: this.#meant(client), user }); }
  /** @param {string} text @param {number} [client] */
  async note(text, client) { await this.#services.say('service_note', { client: this.#meant(client, (role) => role === AGENT || role === GUEST), text: String(text) }); }

  /** @param {number} [client] */
  async depart(client) {
    const meant = this.#meant(client, (role) => role !== AGENT && role !== 'client');
    await this.#services.say('service_drop', { client: meant, user: this.#client.selfId });
  }

  // ---- clients ----

  /** @param {Record<string, string>} fields */
  async setIntake(fields) {
    await this.#services.say('service_intake', { fields: Object.entries(fields).map(([name, value]) => ({ name, value: String(value) })) });
  }

  // ---- supervisors ----

  /** @param {number} client */
  async listen(client) { return this.#watch(client, 'listener'); }
  /** @param {number} client */
  async whisper(client) { return this.#watch(client, 'whisperer'); }
  /** @param {number} client */
  async barge(client) { return this.#watch(client, 'barger'); }
  /** @param {number} client */
  async takeOver(client) { return this.#watch(client, AGENT); }

  async #watch(client, role) {
    await this.#services.say('service_watch', { client, role });
    return this.#services.of(client)?.room ?? 0; // was told before the answer
  }

  // ---- what happens ----

  #changed(id) {
    const service = this.#services.of(id);
    if (!service) return;
    if (!service.room) this.#settle((one) => one.client === id, Code.CALL_GONE);
    this.emit('service', this.#picture(service));
  }

  #over(id, code) {
    this.#settle((one) => one.client === id, Code.CALL_GONE);
    this.emit('serviceOver', id, code ? new ParlorError(code) : null);
  }
}
