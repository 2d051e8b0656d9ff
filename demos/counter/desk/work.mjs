// SPDX-License-Identifier: Apache-2.0
// An agent's work: the only module of his page that talks to the server. What happens becomes actions of state.mjs.

import { read } from '../lib/intake.mjs';
import { createSession } from '../lib/session.mjs';
import { createTalk } from '../lib/talk.mjs';

const NAME_BY_ID = 4; // ANYCHAT_SERVERQUERY_NAMEBYUSERID
const COUNTS_MS = 200;
/** Details of clients who may be ours in a moment: they come beside the match, sometimes before it. */
const INTAKES = 8;

/** @typedef {{ name: string, password: string, serverPassword: string, automatic: boolean }} Wish */

/**
 * @param {object} ports
 * @param {{ state: import('./state.mjs').State, dispatch: (action: any) => void }} ports.store
 * @param {string} ports.url
 * @param {() => Promise<any>} ports.loadSdk
 * @param {{ createScreen: () => any, self: any }} ports.screens
 * @param {(name: string) => import('./history.mjs').Entry[]} ports.historyOf
 * @param {(kind: string) => string} [ports.chosen]
 * @param {number} [ports.area] that the page's address asks for
 * @param {() => number} [ports.time]
 */
export function createWork({ store, url, loadSdk, screens, historyOf, chosen = () => '', area = 0, time = Date.now }) {
  const { dispatch } = store;
  /** @type {any} */
  let call = null;
  let counts = 0;
  let inside = area;
  /** @type {Map<number, any>} */
  const intakes = new Map();
  const session = createSession({
    url, loadSdk, language: () => store.state.language,
    on: {
      away: (away) => dispatch({ type: 'away', away }),
      back: () => { void comeBack(); },
      ended: (problem) => leave(problem),
      call: (incoming) => onCall(incoming),
      sound: (blocked) => dispatch({ type: 'sound', blocked }),
      device: (kind, problem) => dispatch({ type: 'talk.device', kind, problem }),
    },
  });
  const nameOf = (id) => (store.state.work?.client === id ? store.state.work.name : session.parlor?.counter.agents.find((agent) => agent.id === id)?.name ?? '');
  const talk = createTalk({ dispatch, chosen, createScreen: screens.createScreen, self: screens.self, nameOf, time });
  const fail = (problem) => dispatch({ type: 'problem', problem });

  // ---- being there ----

  /** @param {Wish} wish */
  async function signIn({ name, password, serverPassword, automatic }) {
    dispatch({ type: 'entering' });
    try {
      const self = await session.signIn({ name, password, serverPassword });
      if (!self) return;
      listen(session.parlor);
      const areas = await session.parlor.counter.areas();
      dispatch({ type: 'signedIn', self, areas, automatic });
      const only = areas.find(({ id }) => id === inside) ?? (areas.length === 1 ? areas[0] : null);
      if (only) await enter(only.id);
    } catch (problem) {
      leave(problem);
    }
  }

  /** @param {number} id of the area */
  async function enter(id) {
    const { counter } = session.parlor;
    const { self, automatic } = store.state;
    try {
      if (counter.area && counter.area.id !== id) await counter.leave();
      if (!counter.area) {
        await counter.register({ role: 'agent', automatic, name: self?.name });
        await counter.enter(id);
      }
      inside = id;
      dispatch({ type: 'entered', time: time(), history: historyOf(self?.name ?? '') });
      tellCounts();
      await setStatus(store.state.wish);
    } catch (problem) {
      fail(problem);
    }
  }

  /** The session was lost for good, and there is a new one: at the server nothing of the old one counts. */
  async function comeBack() {
    call = null;
    if (talk.running) talk.stop();
    if (store.state.work && store.state.work.stage !== 'wrap') dispatch({ type: 'wrap' });
    if (inside) await enter(inside);
  }

  function leave(problem = null) {
    call = null;
    talk.forget();
    session.close();
    intakes.clear();
    dispatch({ type: 'signedOut', problem });
  }

  function listen(mine) {
    const on = (name, handler, what = mine.counter) => what.on(name, (...values) => { if (mine === session.parlor) handler(...values); });
    on('changed', () => { counts ||= setTimeout(tellCounts, COUNTS_MS); });
    on('served', (service) => { if (service.agent === mine.self?.id) onServed(service); });
    on('status', (agent) => { if (agent.id === mine.self?.id) { tellCounts(); lookForClient(agent); } });
    on('nobody', () => dispatch({ type: 'nobody' }));
    on('left', () => { if (store.state.phase === 'in') dispatch({ type: 'signedIn', self: store.state.self, areas: store.state.areas, automatic: store.state.automatic }); });
    on('buffer', ({ from, data }) => { const intake = read(data); if (intake) onIntake(from, intake); }, mine);
  }

  function tellCounts() {
    clearTimeout(counts);
    counts = 0;
    const counter = session.parlor?.counter;
    if (!counter) return;
    dispatch({ type: 'counts', area: counter.area, queues: counter.queues, agents: counter.agents, me: counter.agents.find(({ id }) => id === session.parlor.self?.id) ?? null, time: time() });
  }

  // ---- status ----

  /** @param {import('./state.mjs').State['wish']} wish it counts after the present client */
  async function setStatus(wish) {
    dispatch({ type: 'wish', wish });
    try {
      await session.parlor?.counter.setStatus(wish === 'ready' ? 'waiting' : 'paused', { reason: wish });
      tellCounts();
    } catch (problem) {
      fail(problem);
    }
  }

  async function next() {
    if (store.state.work) return;
    try { await session.parlor?.counter.next(); } catch (problem) { fail(problem); }
  }

  // ---- a client ----

  function onServed({ client, queue }) {
    const place = store.state.queues.find(({ id }) => id === queue) ?? { id: queue, name: '' };
    const { automatic } = store.state;
    dispatch({ type: 'work', client, name: '', queue: { id: place.id, name: place.name }, waited: -1, stage: automatic ? 'offered' : 'calling', time: time() });
    const intake = intakes.get(client);
    if (intake) dispatch({ type: 'intake', client, intake }); else void askName(client);
    if (automatic) return; // he calls
    try { follow(session.parlor.call(client)); } catch (problem) { fail(problem); void drop(); }
  }

  /** Of a client whose page sends no details. */
  async function askName(client) {
    const name = await session.parlor?.query(NAME_BY_ID, client).catch(() => '');
    if (name && store.state.work?.client === client && !store.state.work.name) dispatch({ type: 'intake', client, intake: { name, phone: '', about: '', kind: 'video', language: 'en' } });
  }

  function onIntake(from, intake) {
    intakes.delete(from);
    intakes.set(from, intake);
    if (intakes.size > INTAKES) intakes.delete(intakes.keys().next().value);
    dispatch({ type: 'intake', client: from, intake });
  }

  function onCall(incoming) {
    const { work } = store.state;
    if (work?.client !== incoming.user || work.stage === 'talking' || work.stage === 'wrap') { incoming.end({ code: 100103 }); return; }
    dispatch({ type: 'stage', stage: 'ringing' });
    follow(incoming);
  }

  function follow(now) {
    call = now;
    const on = (name, handler) => now.on(name, (...values) => { if (now === call) handler(...values); });
    on('started', (room) => { dispatch({ type: 'stage', stage: 'talking' }); void talk.start(session.parlor, room, { mic: true, camera: true }).catch(() => now.end()); });
    on('ended', () => { call = null; over(); });
  }

  /** The call has ended, or never came to be. */
  function over() {
    const talked = store.state.work?.stage === 'talking';
    if (talk.running) talk.stop();
    if (!store.state.work) return;
    if (talked) void wrapUp(); else void drop();
  }

  /** It came to no conversation. */
  async function drop() {
    dispatch({ type: 'workOver', outcome: 'missed', time: time() });
    await session.parlor?.counter.finish().catch(fail);
  }

  /** The client goes at once; the agent is to be left alone until he has written down what was. */
  async function wrapUp() {
    dispatch({ type: 'wrap' });
    const counter = session.parlor?.counter;
    try {
      await counter?.setStatus('paused', { reason: 'wrap-up' });
      await counter?.finish();
    } catch (problem) {
      fail(problem);
    }
  }

  async function done() {
    dispatch({ type: 'workOver', time: time() });
    talk.forget();
    await setStatus(store.state.wish);
  }

  /** An offer that we did not take is somebody else's now. */
  function lookForClient(me) {
    const { work } = store.state;
    if (work && me.client === null && ['offered', 'ringing'].includes(work.stage)) {
      call = null;
      dispatch({ type: 'workOver', outcome: 'missed', time: time() });
      if (me.status === 'paused') dispatch({ type: 'wish', wish: 'break' }); // the server has seen that nobody sits here
    }
  }

  function hangUp() {
    const now = call;
    if (now) now.end();
    if (now === call) { call = null; over(); }
  }

  return {
    signIn, enter, leave: () => leave(), setStatus, next, done, hangUp, talk,
    accept: () => void call?.accept().catch(() => {}),
    playSound: () => void session.parlor?.resumePlayback(),
    goodbye() { session.close(); },
    get parlor() { return session.parlor; },
  };
}
