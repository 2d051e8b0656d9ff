// SPDX-License-Identifier: Apache-2.0
// A client's visit: the only module of his page that talks to the server. What happens becomes actions of state.mjs.

import { fieldsOf } from '../lib/intake.mjs';
import { createSession } from '../lib/session.mjs';
import { createTalk } from '../lib/talk.mjs';

const VIDEO_CALL = 0x3, VOICE_CALL = 0x1;
const COUNTS_MS = 250;
/** Waits are told in whole seconds, and the reload took some time. */
const SAME_MS = 5000;

/**
 * @param {object} ports
 * @param {{ state: import('./state.mjs').State, dispatch: (action: any) => void }} ports.store
 * @param {string} ports.url
 * @param {() => Promise<any>} ports.loadSdk
 * @param {import('./kept.mjs').Kept} ports.kept what the last page of this tab has left
 * @param {(kept: import('./kept.mjs').Kept) => void} ports.keep
 * @param {{ createScreen: () => any, self: any }} ports.screens
 * @param {(kind: string) => string} [ports.chosen]
 * @param {number} [ports.area] that the page's address asks for
 */
export function createVisit({ store, url, loadSdk, kept, keep, screens, chosen = () => '', area = 0 }) {
  const { dispatch } = store;
  const wanted = { area: area || kept.area };
  /** @type {any} */
  let call = null;
  let counts = 0;
  const session = createSession({
    url, loadSdk, language: () => store.state.language,
    on: {
      away: (away) => dispatch({ type: 'away', away }),
      back: (self) => { dispatch({ type: 'signedIn', self }); void comeBack(); },
      ended: (problem) => { talk.stop(); dispatch({ type: 'closed', problem }); },
      call: (incoming) => onCall(incoming),
      sound: (blocked) => dispatch({ type: 'sound', blocked }),
      device: (kind, problem) => dispatch({ type: 'talk.device', kind, problem }),
    },
  });
  const agentName = (id) => session.parlor?.counter.agents.find((agent) => agent.id === id)?.name ?? '';
  const talk = createTalk({ dispatch, chosen, createScreen: screens.createScreen, self: screens.self, nameOf: agentName });

  const remember = (waiting) => {
    const { queue, form, area: inside } = store.state;
    Object.assign(kept, { area: inside?.id ?? wanted.area, queue, waiting, callBack: waiting && session.parlor?.counter.place?.callBack === true, form });
    keep(kept);
  };

  // ---- coming in ----

  async function open() {
    dispatch({ type: 'opening' });
    try {
      const self = await session.signIn({ name: kept.name, password: kept.secret, guest: true });
      if (!self) return;
      dispatch({ type: 'signedIn', self });
      listen(session.parlor);
      keep(kept);
      await comeBack();
    } catch (problem) {
      dispatch({ type: 'closed', problem });
    }
  }

  /** After signing in, the first time or again: to where we were. */
  async function comeBack() {
    const mine = session.parlor;
    try {
      const areas = await mine.counter.areas();
      if (mine !== session.parlor) return;
      dispatch({ type: 'areas', areas });
      if (mine.counter.place) { tellCounts(); tellPlace('wait.kept'); return; } // the server has kept it
      const here = areas.find(({ id }) => id === wanted.area) ?? (areas.length === 1 ? areas[0] : null);
      if (!mine.counter.area && here) await enter(here.id);
      const { step } = store.state;
      if (mine.counter.place) { tellCounts(); tellPlace('wait.kept'); return; } // it has waited without us
      if (kept.callBack) { remember(false); dispatch({ type: 'missed', note: 'missed.call-back' }); return; }
      const waited = kept.waiting && kept.queue;
      if (waited && mine.counter.queues.some(({ id }) => id === kept.queue)) await join(true);
      else if (['opening', 'wait', 'turn', 'closed'].includes(step)) dispatch({ type: 'choose' });
    } catch (problem) {
      if (mine === session.parlor) dispatch({ type: 'problem', problem });
    }
  }

  /** @param {number} id of the area */
  async function enter(id) {
    const { counter } = session.parlor;
    if (counter.area?.id === id) return;
    if (counter.area) await counter.leave();
    await counter.register({ role: 'client', ...store.state.form.name ? { name: store.state.form.name } : {} });
    await counter.enter(id);
    wanted.area = id;
    tellCounts();
  }

  function listen(mine) {
    const on = (name, handler) => mine.counter.on(name, (...values) => { if (mine === session.parlor) handler(...values); });
    on('changed', () => { counts ||= window.setTimeout(tellCounts, COUNTS_MS); });
    on('place', () => { if (mine.counter.place) tellPlace(); });
    on('served', (service) => { if (service.client === mine.self?.id) onServed(service); });
    on('service', ({ held }) => { if (store.state.held !== held) dispatch({ type: 'held', held }); });
    on('ready', (service) => { if (service.client === mine.self?.id) dial(service.agent); });
  }

  function tellCounts() {
    window.clearTimeout(counts);
    counts = 0;
    const counter = session.parlor?.counter;
    if (counter) dispatch({ type: 'counts', area: counter.area, queues: counter.queues });
  }

  function tellPlace(note = undefined) {
    const place = session.parlor?.counter.place;
    if (!place) return;
    dispatch({ type: 'place', place, time: Date.now(), note });
    kept.since = Date.now() - place.waited_s * 1000;
    remember(true);
  }

  // ---- waiting ----

  /** @param {boolean} [returning] from a page of before: is it the same place? */
  async function join(returning = false) {
    const mine = session.parlor;
    try {
      const { form, queue } = store.state;
      if (form.name) await mine.counter.register({ role: 'client', name: form.name });
      remember(true);
      const place = await mine.counter.join(queue, { intake: fieldsOf({ ...form, language: store.state.language }) });
      const same = returning && place && place.waited_s * 1000 >= Date.now() - kept.since - SAME_MS;
      tellPlace(returning ? (same ? 'wait.kept' : 'wait.again') : undefined);
    } catch (problem) {
      if (mine !== session.parlor) return;
      remember(false);
      dispatch({ type: 'problem', problem });
    }
  }

  /** Our place waits without us, and we are called by this number; or we wait ourselves. @param {boolean} on @param {string} [phone] */
  async function callBack(on, phone = store.state.form.phone) {
    const mine = session.parlor;
    try {
      dispatch({ type: 'form', form: { phone } });
      if (on) await mine.counter.setIntake(fieldsOf({ ...store.state.form, language: store.state.language }));
      await mine.counter.callBack(on);
      if (mine === session.parlor) tellPlace('');
    } catch (problem) {
      if (mine === session.parlor && store.state.step === 'wait') dispatch({ type: 'problem', problem });
    }
  }

  async function quit() {
    const mine = session.parlor;
    remember(false);
    await mine?.counter.quit().catch(() => {}); // served meanwhile: that comes as an event
    if (mine === session.parlor && store.state.step === 'wait') dispatch({ type: 'choose' });
  }

  // ---- being served ----

  function onServed({ agent }) {
    remember(false);
    if (talk.running) { call = null; talk.stop(); } // passed on
    dispatch({ type: 'turn', agent: { id: agent, name: agentName(agent) }, call: 'coming' });
  }

  const flags = () => (store.state.form.kind === 'voice' ? VOICE_CALL : VIDEO_CALL);

  /** An automatic agent waits for our call. */
  function dial(agent) {
    const name = agentName(agent);
    dispatch({ type: 'turn', agent: { id: agent, name }, call: 'calling' });
    try {
      follow(session.parlor.call(agent, { flags: flags() }));
    } catch (problem) {
      dispatch({ type: 'missed', note: 'missed.failed', problem });
    }
  }

  function onCall(incoming) {
    const { agent, step } = store.state;
    // Nobody but an agent calls a client; a call that nothing announced is let ring only while he waits for one.
    if (!agent && !['wait', 'turn', 'missed'].includes(step)) { incoming.end({ code: 100103 }); return; }
    dispatch({ type: 'ringing', agent: { id: incoming.user, name: agentName(incoming.user) || agent?.name || '' } });
    follow(incoming);
  }

  function follow(now) {
    call = now;
    const on = (name, handler) => now.on(name, (...values) => { if (now === call) handler(...values); });
    on('started', (room) => { void meet(room); });
    on('moved', (agent) => dispatch({ type: 'agent', agent: { id: agent, name: agentName(agent) } }));
    on('ended', (error) => { call = null; over(error); });
  }

  async function meet(room) {
    const again = store.state.talk.stage === 'over' && store.state.talk.lines.length > 0;
    dispatch({ type: 'talking' });
    const { kind } = store.state.form;
    await talk.start(session.parlor, room, { mic: true, camera: kind === 'video' }, { keep: again }).catch(() => call?.end());
  }

  function over(error) {
    const { step } = store.state;
    const talked = talk.running;
    if (talked) talk.stop();
    if (step === 'wait' || (talked && step !== 'talk')) return; // back in a queue meanwhile, or with somebody else already
    if (step === 'talk') dispatch({ type: 'ended' });
    else dispatch({ type: 'missed', note: error?.code === 100105 ? 'missed.unanswered' : 'missed.failed' });
  }

  function answer({ camera = true } = {}) {
    dispatch({ type: 'form', form: { kind: camera ? 'video' : 'voice' } });
    void call?.accept().catch(() => {}); // it has ended meanwhile: that is told by `ended`
  }

  function hangUp() {
    const now = call;
    if (!now) { dispatch({ type: 'missed', note: 'missed.own' }); return; }
    now.end();
    if (now === call) { call = null; over(null); }
  }

  // ---- the short test ----

  /** @type {AbortController | null} */
  let testing = null;
  async function test() {
    if (testing) return;
    const mine = testing = new AbortController();
    dispatch({ type: 'checking', check: { state: 'running', steps: [], verdict: '' } });
    try {
      const { testCall } = await loadSdk();
      const steps = ['browser', 'permission', ...store.state.form.kind === 'video' ? ['camera'] : [], 'microphone', 'signalling', 'path'];
      const onStep = (step, all) => { if (mine === testing) dispatch({ type: 'checking', check: { steps: [...all] } }); };
      const result = await testCall({ url, steps, camera: chosen('camera') || undefined, microphone: chosen('mic') || undefined, signal: mine.signal, onStep });
      if (mine !== testing) return;
      dispatch({ type: 'checking', check: { state: 'done', steps: result.steps, verdict: result.verdict } });
    } catch {
      if (mine === testing) dispatch({ type: 'checking', check: { state: 'done', verdict: 'bad' } });
    } finally {
      if (mine === testing) testing = null;
    }
  }

  function endTest() {
    testing?.abort();
    testing = null;
    if (store.state.check.state === 'running') dispatch({ type: 'checking', check: { state: 'idle', steps: [], verdict: '' } });
  }

  return {
    open, enter: (id) => enter(id).catch((problem) => dispatch({ type: 'problem', problem })), join: () => join(), quit, callBack, answer, hangUp, test, endTest, talk,
    /** @param {number} score @param {string} comment */
    async rate(score, comment) {
      const { agent } = store.state;
      try {
        await session.parlor?.counter.rate(agent?.id ?? 0, score, comment);
        dispatch({ type: 'rated' });
      } catch (problem) {
        dispatch({ type: 'problem', problem });
      }
    },
    another() { talk.forget(); dispatch({ type: 'choose' }); },
    playSound: () => void session.parlor?.resumePlayback(),
    /**
     * The page goes away. A reload comes back; so nothing is said to the server but by the link itself. Who is to be called back signs out:
     * agents are to know that they reach him by telephone only.
     */
    goodbye() { if (!kept.waiting || kept.callBack) session.close(); },
  };
}
