// SPDX-License-Identifier: Apache-2.0
// One run: a page, the SDK, a model of the server, and what happens to them. Promised, whatever happens in whatever order:
//   - no function throws, nothing inside the SDK fails, no promise is left rejected
//   - no event comes from inside a call, and each comes in an order that order.mjs allows
//   - at quiet moments what the SDK answers, what its events have told and what the server knows are the same

import assert from 'node:assert/strict';
import { FakeDocument } from '../dom.mjs';
import { fakeWorld, refusal, settle } from '../fakes.mjs';
import { Face } from '../../src/classic/face.mjs';
import { draw } from './actions.mjs';
import { Dice } from './dice.mjs';
import { ModelServer, PUPPETS } from './model_server.mjs';
import { Order } from './order.mjs';

const EVENTS = ['Connect', 'LoginSystem', 'EnterRoom', 'RoomOnlineUser', 'UserAtRoom', 'LinkClose', 'MicStateChange', 'CameraStateChange',
  'VideoSizeChange', 'TextMessage', 'VolumeChange', 'P2PConnectState'];
const QUIET_MS = 130000; // longer than every pause and every grace time
const thrown = new Error('a handler of the page that throws');

class Run {
  failures = [];
  log = [];
  #inCall = 0;
  #hooks = new Map();
  #removed = null;
  #healthy = false;

  constructor(seed, mistake) {
    this.mistake = mistake;
    this.dice = new Dice(seed + 1);
    this.document = new FakeDocument();
    for (const id of ['left', 'right']) this.document.add(id);
    this.server = new ModelServer();
    this.world = fakeWorld({ server: this.server, document: this.document });
    this.server.clock = this.world.clock;
    this.world.platform.random = this.dice.next;
    this.window = {
      WebSocket: class {}, location: { protocol: 'https:', hostname: 'h' }, navigator: { userAgent: '' },
      reportError: (error) => { if (error !== thrown) this.fail('handler', error); },
    };
    this.face = new Face(this.world.platform, this.window);
    this.ac = this.face.api;
    this.order = new Order(this.ac);
    for (const name of EVENTS) this.window[`OnAnyChat${name}`] = (...args) => this.#event(name, args);
  }

  fail(where, error) { this.failures.push(`${where}: ${error?.stack ?? error}`); }

  // ---- the page ----

  #event(name, args) {
    if (this.mistake && name === 'UserAtRoom' && args[1] === 0) return;
    this.log.push(`  ${name}(${args.join(', ')})`);
    if (this.#inCall) this.fail(name, 'an event inside a call');
    this.order.event(name, args);
    const hook = this.#hooks.get(name)?.shift();
    if (!hook) return;
    if (hook[0] === 'throw') throw thrown;
    this.#call(hook[1], hook.slice(2));
  }

  #call(name, sources) {
    const args = sources.map((source) => new Function('document', `return ${source};`)(this.document));
    this.log.push(`${name}(${sources.join(', ')})`);
    const had = this.face.client !== null;
    let result;
    this.#inCall++;
    try { result = this.ac[name](...args); } catch (error) { this.fail(name, error); }
    this.#inCall--;
    if (name === 'BRAC_Release' && had) this.order.called('Release');
    if (name === 'BRAC_Logout' && had) this.order.called('Logout');
    if (name === 'BRAC_Connect' && result === 0) this.order.called('Connect');
    if (name === 'BRAC_LeaveRoom' && had && !this.face.client?.room.current) this.order.called('LeaveRoom');
  }

  // ---- time ----

  async #carryAll() {
    do await settle(); while (this.server.carry());
  }

  async #pass(ms) {
    const { clock } = this.world;
    await this.#carryAll();
    for (const end = clock.time + ms; clock.time < end;) {
      await clock.pass(Math.min(end - clock.time, ms > 20000 ? 500 : 50));
      this.server.tick();
      await this.#carryAll();
      if (this.#healthy) this.#connectPeers();
    }
  }

  #connectPeers() {
    for (const peer of this.world.peers) if (!peer.closed && peer.remote.length > 0 && peer.connectionState !== 'connected') peer.change('connected');
  }

  // ---- what happens ----

  async act([what, ...more]) {
    if (what !== 'call' && what !== 'settle') this.log.push(`${what} ${more.join(' ')}`);
    const { server, world } = this;
    switch (what) {
      case 'call': this.#call(more[0], more.slice(1)); break;
      case 'arrive':
        this.#call('BRAC_Connect', ['"h"', '8906']);
        this.#call('BRAC_Login', [JSON.stringify(more[0]), JSON.stringify(more[1]), '0']);
        this.#call('BRAC_EnterRoom', [String(more[2]), '""', '0']);
        break;
      case 'hook': this.#hooks.set(more[0], [...this.#hooks.get(more[0]) ?? [], more[1] === 'throw' ? ['throw'] : more.slice(1)]); break;
      case 'pass': await this.#pass(more[0]); break;
      case 'settle': await this.#carryAll(); break;
      case 'carry': for (let n = 0; n < more[0]; n++) { await settle(); server.carry(); } await settle(); break;
      case 'puppet moves': server.move(more[0], more[1]); break;
      case 'puppet turns': server.turn(more[0], more[1], more[2]); break;
      case 'puppet says': server.say(more[0], more[1]); break;
      case 'cut': server.cut(false); break;
      case 'cut quietly': server.cut(true); break;
      case 'reachable': server.reachable = more[0] === 1; break;
      case 'hello refused': server.refuse = more[0]; break;
      case 'closing': for (const session of server.living) server.end(session, more[0], more[0] === 212); break;
      case 'crash': server.crash(); break;
      case 'busy': server.busy = more[0] === 1; break;
      case 'page': world.page?.(more[0]); break;
      case 'aside': world.page?.('kept'); await this.#pass(more[0]); world.page?.('back'); break;
      case 'network': world.online?.(); break;
      case 'sleep': world.slept_ms += more[0]; break;
      case 'peer': world.peers.filter(({ closed }) => !closed)[more[0]]?.change(more[1]); break;
      case 'media failed': for (const session of server.living.filter(({ room }) => room > 0)) server.send('media_failed', { peer: more[0] }, session); break;
      case 'devices': this.#devices(more[0]); break;
      case 'direct': this.#direct(more[0], more[1]); break;
      case 'dom': this.#dom(more[0]); break;
      case 'quiet': await this.#quiet(); break;
    }
  }

  #devices(what) {
    const { devices } = this.world;
    if (what === 'refused') devices.judge = () => { throw refusal('NotAllowedError'); };
    else if (what === 'allowed') devices.judge = () => {};
    else if (what === 'unplugged') this.face.client?.local.track('camera')?.end?.();
    else devices.changed();
  }

  #direct(user, t) {
    for (const session of this.server.living.filter(({ room }) => room > 0 && room === this.server.puppets.get(user)?.room))
      this.server.send(t, { user, attempt: 1, ...t === 'p2p_start' ? { offer: true } : t === 'p2p_signalled' ? { data: '{"want":[{"kind":"x"}],"candidates":[null]}' } : { code: 0 } }, session);
  }

  #dom(what) {
    const { document } = this;
    const element = document.getElementById('A');
    if (what === 'empty left') document.getElementById('left')?.empty();
    else if (what === 'remove A' && element) { this.#removed = element; element.remove(); } else if (what === 'put back' && this.#removed) document.body.appendChild(this.#removed);
    else if (what === 'empty body') { for (const child of [...document.body.childNodes]) if (!child.id.startsWith('AnyChat')) child.empty(); }
  }

  // ---- quiet moments ----

  async #quiet() {
    Object.assign(this.server, { reachable: true, refuse: 0, busy: false });
    this.#healthy = true;
    await this.#pass(QUIET_MS);
    this.#healthy = false;
    try { this.#same(); } catch (error) { this.fail('quiet', error); }
  }

  #same() {
    const { face, order, server, world } = this;
    const { client } = face;
    const open = server.sockets.filter(({ readyState }) => readyState <= 1);
    const closed = !client || client.state === 'closed';
    assert.equal(open.length, closed ? 0 : 1, 'open sockets');
    if (closed) this.#nothingLeft();
    if (!client) return;
    const living = server.living;
    assert.ok(['closed', 'connected'].includes(client.state), `it has not come back: ${client.state}`);
    assert.equal(living.length, closed ? 0 : 1, 'sessions at the server');
    const [session] = living;
    this.#sameState(client, session);
    if (session?.room > 0) this.#sameRoom(client, session); else assert.deepEqual(this.ac.BRAC_GetOnlineUser(), []);
    assert.ok(world.peers.filter((peer) => !peer.closed).length <= (session?.room > 0 ? 3 : 0), 'peer connections');
    if (session?.room > 0 && client.local.track('camera')) assert.ok(client.publisher.sender('video', 0), 'the camera is published');
    if (closed && order.over === '') assert.equal(this.ac.BRAC_GetSDKOptionInt(47), 0, 'why has it given up?');
  }

  #nothingLeft() {
    const { world, face } = this;
    assert.ok(world.peers.every((peer) => peer.closed), 'peer connections without a session');
    if (!face.client) assert.equal(world.clock.count, 0, 'timers after Release');
  }

  #sameState(client, session) {
    const { ac, order } = this;
    const state = !session ? 'CLOSED' : session.room > 0 ? 'IN_ROOM' : session.user ? 'LOGGED_IN' : 'CONNECTED';
    assert.equal(order.state, state, 'what the events have told');
    const said = ac.BRAC_QueryUserStateInt(-1, 16);
    if (session) assert.equal(said, { CONNECTED: 1, LOGGED_IN: 2, IN_ROOM: 3 }[state], 'SELFUSERSTATUS');
    else assert.ok([0, 4, 5].includes(said), `SELFUSERSTATUS ${said} without a session`);
    assert.equal(ac.BRAC_QueryUserStateInt(-1, 17), session?.user ?? -1, 'SELFUSERID');
    if (!session?.user) return;
    const own = [ac.BRAC_GetCameraState(-1), ac.BRAC_GetSpeakState(-1)];
    assert.deepEqual([session.camera, session.mic], own, 'what the server knows of our devices');
    if (state === 'IN_ROOM') assert.deepEqual([order.own.camera, order.own.mic], own, 'what the events have told of our devices');
    assert.equal(ac.BRAC_GetUserName(-1), session.name);
  }

  #sameRoom(client, session) {
    const { ac, order, server } = this;
    const members = server.membersOf(session.room, session);
    const byId = (a, b) => a - b;
    assert.equal(order.room, session.room);
    assert.deepEqual(ac.BRAC_GetOnlineUser().sort(byId), members.map(({ id }) => id).sort(byId));
    assert.deepEqual([...order.members.keys()].sort(byId), members.map(({ id }) => id).sort(byId), 'who the events say is here');
    for (const { id, name, camera, mic } of members) {
      assert.deepEqual([ac.BRAC_GetUserName(id), ac.BRAC_GetCameraState(id), ac.BRAC_GetSpeakState(id)], [name, camera, mic]);
      assert.deepEqual(order.members.get(id), { camera, mic }, `what the events have told of ${id}`);
    }
    for (const id of PUPPETS) if (!members.some((member) => member.id === id)) assert.equal(ac.BRAC_GetUserName(id), '', `${id} is not here`);
    for (const id of PUPPETS) for (const kind of /** @type {const} */ (['audio', 'video']))
      assert.equal(session.watches.has(`${id}/${kind}/0`), client.watching(id, kind), `${kind} of ${id} is watched`);
  }
}

/** @param {number} seed @param {any[][]} actions @param {boolean} [mistake] the page does not hear who leaves @returns {Promise<{ failures: string[], log: string[] }>} */
export async function play(seed, actions, mistake = false) {
  const run = new Run(seed, mistake);
  const rejected = (error) => run.fail('a promise', error);
  const before = { reportError: globalThis.reportError, MutationObserver: globalThis.MutationObserver };
  Object.assign(globalThis, { reportError: (error) => run.fail('inside the SDK', error), MutationObserver: run.document.Observer });
  process.on('unhandledRejection', rejected);
  try {
    for (const action of actions) {
      try { await run.act(action); } catch (error) { run.fail(action[0], error); }
      if (run.failures.length > 0) break;
    }
    await new Promise((resolve) => setImmediate(resolve)); // rejections are told late
  } finally {
    process.off('unhandledRejection', rejected);
    Object.assign(globalThis, before);
  }
  return run;
}

const kindOf = ({ failures }) => failures[0]?.split('\n')[0].replace(/-?\d+/g, '#');

/** Leaves out what is not needed for a failure. @param {number} seed @param {any[][]} actions @param {boolean} [mistake] */
export async function shorten(seed, actions, mistake = false) {
  const kind = kindOf(await play(seed, actions, mistake));
  const fails = async (list) => kindOf(await play(seed, list, mistake)) === kind;
  let left = actions;
  for (let size = left.length >> 1; size >= 1; size >>= 1)
    for (let at = 0; at < left.length;) {
      const less = [...left.slice(0, at), ...left.slice(at + size)];
      if (await fails(less)) left = less; else at += size;
    }
  return left;
}

/** @param {number} seed @param {number} count @returns {any[][]} */
export const drawn = (seed, count) => draw(new Dice(seed), count);
