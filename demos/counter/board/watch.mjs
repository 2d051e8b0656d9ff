// SPDX-License-Identifier: Apache-2.0
// A supervisor's session: the only module of his page that talks to the server. What happens becomes actions of state.mjs.

import { createSession } from '../lib/session.mjs';
import { createTalk } from '../lib/talk.mjs';
import { SAMPLE_MS } from './numbers.mjs';

const COUNTS_MS = 250;
/** Who is out of a queue and not with an agent by then has left. */
const LEFT_MS = 3000;
const DENIED = 20;
const verbs = { listener: 'listen', whisperer: 'whisper', barger: 'barge', agent: 'takeOver' };
/** Whose microphone is wanted: a listener cannot be heard, whatever his page does; the server sees to that. */
const speaks = (role) => role !== 'listener';

/**
 * @param {object} ports
 * @param {{ state: import('./state.mjs').State, dispatch: (action: any) => void }} ports.store
 * @param {string} ports.url
 * @param {() => Promise<any>} ports.loadSdk
 * @param {{ createScreen: () => any, self: any }} ports.screens
 * @param {(kind: string) => string} [ports.chosen]
 * @param {number} [ports.area] that the page's address asks for
 * @param {() => number} [ports.time]
 */
export function createWatch({ store, url, loadSdk, screens, chosen = () => '', area = 0, time = Date.now }) {
  const { dispatch } = store;
  let counts = 0, sampling = 0;
  let inside = area;
  /** @type {any} */
  let call = null;
  const session = createSession({
    url, loadSdk, language: () => store.state.language,
    on: {
      away: (away) => dispatch({ type: 'away', away }),
      back: () => { stopWatching(); if (inside) void enter(inside); },
      ended: (problem) => leave(problem),
      call: (incoming) => onCall(incoming),
      sound: (blocked) => dispatch({ type: 'sound', blocked }),
      device: (kind, problem) => dispatch({ type: 'talk.device', kind, problem }),
    },
  });
  const nameOf = (id) => {
    const { watch, agents } = store.state;
    return watch?.client === id ? watch.intake.find(([key]) => key === 'name')?.[1] ?? '' : agents.find((agent) => agent.id === id)?.name ?? '';
  };
  const talk = createTalk({ dispatch, chosen, createScreen: screens.createScreen, self: screens.self, nameOf, time });
  const fail = (problem) => dispatch({ type: 'problem', problem });

  // ---- being there ----

  async function signIn({ name, password, serverPassword }) {
    dispatch({ type: 'entering' });
    try {
      const self = await session.signIn({ name, password, serverPassword });
      if (!self) return;
      listen(session.parlor);
      const areas = await session.parlor.counter.areas();
      dispatch({ type: 'signedIn', self, areas });
      const only = areas.find(({ id }) => id === inside) ?? (areas.length === 1 ? areas[0] : null);
      if (only) await enter(only.id);
    } catch (problem) {
      leave(problem);
    }
  }

  /** As a supervisor where that is known, else as a manager who looks on. */
  async function register(counter) {
    const name = store.state.self?.name;
    if (typeof counter.listen === 'function') {
      try { await counter.register({ role: 'supervisor', name }); return true; } catch (error) { if (error?.code !== DENIED) throw error; }
    }
    await counter.register({ role: 'manager', name });
    return false;
  }

  /** @param {number} id of the area */
  async function enter(id) {
    const { counter } = session.parlor;
    try {
      if (counter.area && counter.area.id !== id) await counter.leave();
      let supervises = store.state.supervises;
      if (!counter.area) {
        supervises = await register(counter);
        await counter.enter(id);
      }
      inside = id;
      dispatch({ type: 'entered', time: time(), supervises });
      tellCounts();
      take();
    } catch (problem) {
      fail(problem);
    }
  }

  function leave(problem = null) {
    clearTimeout(sampling);
    sampling = 0;
    talk.forget();
    session.close();
    dispatch({ type: 'signedOut', problem });
  }

  function listen(mine) {
    const on = (name, handler, what = mine.counter) => what.on(name, (...values) => { if (mine === session.parlor) handler(...values); });
    on('changed', () => { counts ||= setTimeout(tellCounts, COUNTS_MS); });
    on('queued', (change) => {
      dispatch({ type: 'queued', change, time: time() });
      if (!change.waits) setTimeout(() => dispatch({ type: 'left', user: change.user, queue: change.queue, time: time() - LEFT_MS }), LEFT_MS);
    });
    on('served', ({ client, queue }) => dispatch({ type: 'served', client, queue, time: time() }));
    on('left', () => { if (store.state.phase === 'in') dispatch({ type: 'signedIn', self: store.state.self, areas: store.state.areas }); });
    on('service', (service) => { if (store.state.watch?.client === service.client) tellService(service); });
    on('serviceOver', (client) => { if (store.state.watch?.client === client) stopWatching(); });
  }

  function tellCounts() {
    clearTimeout(counts);
    counts = 0;
    const counter = session.parlor?.counter;
    if (!counter) return;
    const self = session.parlor.self?.id;
    dispatch({ type: 'counts', area: counter.area, queues: counter.queues, agents: counter.agents.filter(({ id, status }) => id !== self || status === 'working'), time: time() });
  }

  /** A point of the charts, again and again. */
  function take() {
    clearTimeout(sampling);
    dispatch({ type: 'sample', time: time() });
    sampling = setTimeout(take, SAMPLE_MS);
  }

  // ---- in a conversation ----

  function tellService({ agent, queue, held, intake, notes }) {
    dispatch({ type: 'watched', change: { agent, queue, held, intake: Object.entries(intake ?? {}), notes: notes ?? [] } });
  }

  /** @param {{ id: number, client: number | null }} agent @param {import('./state.mjs').Role} role */
  async function join(agent, role) {
    const { counter } = session.parlor ?? {};
    const { client } = agent;
    if (!counter || client === null) return;
    const already = store.state.watch?.client === client && talk.running;
    if (!already) stopWatching();
    try {
      const room = await counter[verbs[role]](client);
      if (already) dispatch({ type: 'watched', change: { role } });
      else dispatch({ type: 'watch', watch: { client, agent: agent.id, queue: 0, role } });
      const service = counter.services.find((one) => one.client === client);
      if (service) tellService(service);
      if (already) talk.set('mic', speaks(role));
      else await talk.start(session.parlor, room, { mic: speaks(role), camera: false });
      if (role === 'barger' || role === 'agent') talk.set('camera', true);
    } catch (problem) {
      if (!already) stopWatching();
      fail(problem);
    }
  }

  /** After taking over, the call with the client is ours. */
  function onCall(incoming) {
    if (store.state.watch?.client !== incoming.user) { incoming.end({ code: 100103 }); return; }
    call = incoming;
    incoming.on('ended', () => { if (call === incoming) { call = null; stopWatching(); void session.parlor?.counter.finish().catch(fail); } });
  }

  /** On the page alone. */
  function stopWatching() {
    if (talk.running) talk.forget();
    call = null;
    if (store.state.watch) dispatch({ type: 'unwatched' });
  }

  function stop() {
    const { watch } = store.state;
    if (call) { call.end(); return; }
    if (watch) session.parlor?.counter.depart?.(watch.client).catch(() => {}); // it is over meanwhile
    stopWatching();
  }

  return { signIn, enter, leave: () => leave(), join, stop, talk, playSound: () => void session.parlor?.resumePlayback(), goodbye() { session.close(); } };
}
