// SPDX-License-Identifier: Apache-2.0
// An agent's work: the only module of his page that talks to the server. What happens becomes actions of state.mjs.

import { clean } from '../lib/intake.mjs';
import { createSession } from '../lib/session.mjs';
import { createTalk } from '../lib/talk.mjs';

const NAME_BY_ID = 4; // ANYCHAT_SERVERQUERY_NAMEBYUSERID
const COUNTS_MS = 200;
const HANDED_OVER = 100101;

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
  /** The client whom we took out of those who ring. @type {number | null} */
  let taken = null;
  let counts = 0;
  let inside = area;
  /** Of another agent, waiting for our answer. @type {any} */
  let request = null;
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
    request = null;
    dispatch({ type: 'signedOut', problem });
  }

  function listen(mine) {
    const on = (name, handler, what = mine.counter) => what.on(name, (...values) => { if (mine === session.parlor) handler(...values); });
    on('changed', () => { counts ||= setTimeout(tellCounts, COUNTS_MS); });
    on('served', (service) => { if (service.agent === mine.self?.id) onServed(service); });
    on('status', (agent) => { if (agent.id === mine.self?.id) { tellCounts(); lookForClient(agent); } });
    for (const name of ['offered', 'offerEnded']) on(name, () => dispatch({ type: 'rings', rings: [...mine.counter.offers] }));
    on('nobody', () => dispatch({ type: 'nobody' }));
    on('left', () => { if (store.state.phase === 'in') dispatch({ type: 'signedIn', self: store.state.self, areas: store.state.areas, automatic: store.state.automatic }); });
    on('service', onService);
    on('serviceOver', onServiceOver);
    on('asked', onAsked);
    on('withdrawn', (gone) => { if (gone === request || gone.client === request?.client) forgetRequest(); });
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

  /** One who rings at several of us: ours, when nobody was faster. @param {number} client */
  async function take(client) {
    taken = client;
    try { await session.parlor?.counter.serve(client); } catch (problem) {
      taken = null;
      if (store.state.rings.some((ring) => ring.client === client)) fail(problem);
    }
  }

  // ---- a client ----

  function onServed({ client, queue }) {
    const place = store.state.queues.find(({ id }) => id === queue) ?? { id: queue, name: '' };
    const { automatic } = store.state;
    dispatch({ type: 'work', client, name: '', queue: { id: place.id, name: place.name }, waited: -1, stage: automatic ? 'offered' : 'calling', time: time() });
    const service = session.parlor.counter.services.find((one) => one.client === client);
    if (service) onService(service); // else it comes now
    if (!store.state.work?.name) void askName(client);
  }

  /** He is there: an automatic agent is called by him. */
  function callHere() {
    const { work } = store.state;
    if (!work || call) return;
    dispatch({ type: 'stage', stage: 'calling' });
    try { follow(session.parlor.call(work.client)); } catch (problem) { fail(problem); over(); }
  }

  /** Of a client whose page sends no details. */
  async function askName(client) {
    const name = await session.parlor?.query(NAME_BY_ID, client).catch(() => '');
    if (name && store.state.work?.client === client && !store.state.work.name) dispatch({ type: 'intake', client, intake: { name, phone: '', about: '', kind: 'video', language: 'en' } });
  }

  /** Who takes part, and what is known of the client. */
  function onService({ client, held, role, parties, intake, notes, away = false }) {
    const { work } = store.state;
    if (work?.client !== client) return;
    dispatch({ type: 'service', change: { held, parties, remarks: notes, ...['agent', 'guest'].includes(role) ? { role } : {} } });
    if (Object.keys(intake).length > 0) dispatch({ type: 'intake', client, intake: clean(intake) });
    if (call || !['offered', 'calling', 'away'].includes(work.stage)) return;
    if (away || work.back) dispatch({ type: 'back', away }); else if (work.stage === 'calling') callHere();
  }

  // ---- a client who is to be called back ----

  /** He is on the telephone: for the server that is a conversation. */
  async function reached() {
    const { work } = store.state;
    if (work?.stage !== 'away') return;
    try { await session.parlor?.counter.serve(work.client); dispatch({ type: 'reached' }); } catch (problem) { fail(problem); }
  }

  /** @param {'later' | 'unreached'} outcome later: he stays in the list of the day, with his number */
  async function notReached(outcome) {
    if (store.state.work?.stage !== 'away') return;
    await sendNote();
    await drop(outcome);
  }

  function onServiceOver(client, error) {
    const { work } = store.state;
    if (work?.client !== client || !['talking', 'wrap'].includes(work.stage)) return;
    if (work.role === 'guest') { call = null; void leaveAsGuest(); return; }
    if (error?.code === HANDED_OVER) dispatch({ type: 'outcome', outcome: 'passed' });
    if (error?.code === HANDED_OVER && work.stage === 'talking') { call = null; over(); } // the client is with somebody else
  }

  function onCall(incoming) {
    const { work } = store.state;
    if (work?.client === incoming.user && incoming.state === 'talking') { adopt(incoming); return; }
    if (work?.client !== incoming.user || work.stage === 'talking' || work.stage === 'wrap') { incoming.end({ code: 100103 }); return; }
    dispatch({ type: 'stage', stage: 'ringing' });
    follow(incoming);
    if (taken !== incoming.user) return;
    taken = null; // who took him has said yes already
    accept();
  }

  const accept = () => void call?.accept().catch(() => {});

  function follow(now) {
    call = now;
    const on = (name, handler) => now.on(name, (...values) => { if (now === call) handler(...values); });
    on('started', (room) => { dispatch({ type: 'stage', stage: 'talking' }); void talk.start(session.parlor, room, { mic: true, camera: true }).catch(() => now.end()); });
    on('ended', () => { call = null; over(); });
  }

  /** The client was handed over to us: the call is ours, the room is the same. */
  function adopt(now) {
    call = now;
    now.on('ended', () => { if (now === call) { call = null; over(); } });
    if (!talk.running && now.room) void talk.start(session.parlor, now.room, { mic: true, camera: true }).catch(() => now.end());
  }

  /** The call has ended, or never came to be. */
  function over() {
    const talked = store.state.work?.stage === 'talking';
    if (talk.running) talk.stop();
    const { work } = store.state;
    if (!work) return;
    if (talked) void wrapUp(); else if (work.back) dispatch({ type: 'back', away: !work.here }); else void drop();
  }

  /** It came to no conversation. */
  async function drop(outcome = 'missed') {
    taken = null;
    dispatch({ type: 'workOver', outcome, time: time() });
    await session.parlor?.counter.finish().catch(fail);
  }

  /** The client has gone; the agent is to be left alone until he has written down what was. The service ends with that: notes belong to it. */
  async function wrapUp() {
    dispatch({ type: 'wrap' });
    try { await session.parlor?.counter.setStatus('paused', { reason: 'wrap-up' }); } catch (problem) { fail(problem); }
  }

  /** What was written goes to the contact, and to who serves the client next. */
  async function sendNote() {
    const { work } = store.state;
    const text = work?.note.trim();
    if (!text || work?.remarks.some((remark) => remark.text === text)) return;
    await session.parlor?.counter.note?.(text, work?.client).catch(() => {}); // handed over meanwhile: it stays in the list of the day
  }

  async function done() {
    await sendNote();
    dispatch({ type: 'workOver', time: time() });
    talk.forget();
    await setStatus(store.state.wish);
    await session.parlor?.counter.finish().catch(fail);
  }

  // ---- others ----

  /** Whether the server knows of it at all. */
  const can = () => typeof session.parlor?.counter.hold === 'function';

  async function hold() {
    const { work } = store.state;
    if (work) await session.parlor.counter.hold(!work.held, work.client).catch(fail);
  }

  /**
   * consult: he is asked in, the client waits meanwhile; invite: they are three; transfer: the client becomes his, or a queue's.
   * @param {'consult' | 'invite' | 'transfer'} what @param {{ agent: number } | { queue: number }} to @param {string} text for him
   */
  async function pass(what, to, text) {
    const { work } = store.state;
    const counter = session.parlor?.counter;
    if (!work || !counter || store.state.passing) return;
    dispatch({ type: 'passing', passing: true });
    try {
      await sendNote();
      const more = { client: work.client, ...text.trim() ? { text: text.trim() } : {} };
      if (what === 'transfer') { await counter.transfer(to, more); dispatch({ type: 'outcome', outcome: 'passed' }); } else await counter[what](to.agent, more);
    } catch (problem) {
      fail(problem);
    } finally {
      dispatch({ type: 'passing', passing: false });
    }
  }

  /** Takes a request back, or puts somebody out. @param {number} user */
  const drop_ = (user) => session.parlor?.counter.drop(user, store.state.work?.client).catch(fail);

  function onAsked(asked) {
    if (store.state.work || request) { asked.refuse(100103); return; }
    request = asked;
    const intake = clean(asked.intake);
    const name = session.parlor.counter.agents.find(({ id }) => id === asked.user)?.name ?? '';
    dispatch({ type: 'request', request: { user: asked.user, name, role: asked.role, text: asked.text, client: intake.name, about: intake.about } });
  }

  function forgetRequest() {
    request = null;
    dispatch({ type: 'request', request: null });
  }

  /** @param {boolean} yes */
  async function answer(yes) {
    const asked = request;
    if (!asked) return;
    forgetRequest();
    if (!yes) { asked.refuse(); return; }
    try {
      const place = store.state.queues.find(({ id }) => id === asked.queue);
      dispatch({ type: 'work', client: asked.client, name: clean(asked.intake).name, queue: { id: asked.queue, name: place?.name ?? '' }, waited: -1, stage: 'talking', role: asked.role, time: time() });
      dispatch({ type: 'intake', client: asked.client, intake: clean(asked.intake) });
      const room = await asked.accept();
      const service = session.parlor.counter.services.find((one) => one.client === asked.client);
      if (service) onService(service);
      if (!talk.running) await talk.start(session.parlor, room, { mic: true, camera: true });
    } catch (problem) {
      dispatch({ type: 'workOver', outcome: 'missed', time: time() });
      fail(problem);
    }
  }

  /** As somebody who was asked in. */
  async function leaveAsGuest() {
    await sendNote();
    if (talk.running) talk.stop();
    dispatch({ type: 'workOver', time: time() });
    talk.forget();
  }

  /** An offer that we did not take is somebody else's now. */
  function lookForClient(me) {
    const { work } = store.state;
    if (work && me.client === null && ['offered', 'ringing', 'away'].includes(work.stage)) {
      call = null;
      dispatch({ type: 'workOver', outcome: 'missed', time: time() });
      if (me.status === 'paused') dispatch({ type: 'wish', wish: 'break' }); // the server has seen that nobody sits here
    }
  }

  function hangUp() {
    const { work } = store.state;
    if (work?.role === 'guest' && work.stage === 'talking') { session.parlor?.counter.depart(work.client).catch(() => {}); void leaveAsGuest(); return; }
    const now = call;
    if (now) now.end();
    if (now === call) { call = null; over(); }
  }

  return {
    signIn, enter, leave: () => leave(), setStatus, next, take, done, hangUp, talk, can, hold, pass, drop: drop_, answer,
    accept, callHere, reached, notReached,
    playSound: () => void session.parlor?.resumePlayback(),
    goodbye() { session.close(); },
    get parlor() { return session.parlor; },
  };
}
