// SPDX-License-Identifier: Apache-2.0
// The only module that knows the SDK: what the user wants goes to a Parlor object, what happens there becomes actions of the store.

import { flagsFor } from './calls.mjs';

const CANCELLED = 6;
const NAME_INFO = 1; // the number under which servers tell a user's name
const NAME_BY_ID = 4; // ANYCHAT_SERVERQUERY_NAMEBYUSERID
/** A server with a directory tells it right after the sign-in. */
const DIRECTORY_MS = 3000;

/** @typedef {{ name: string, password: string, serverPassword: string }} Wish */

/**
 * @param {object} ports
 * @param {{ state: import('./state.mjs').State, dispatch: (action: any) => void }} ports.store
 * @param {string} ports.url of the server
 * @param {() => Promise<any>} ports.loadSdk gives the module with class Parlor
 * @param {{ self: any, other: any }} ports.screens video elements
 * @param {(name: string) => import('./history.mjs').Entry[]} ports.historyOf what is remembered of this user's calls
 * @param {(kind: string) => string} [ports.chosen] id of the device that was chosen on another page
 * @param {() => number} [ports.time]
 */
export function createPhone({ store, url, loadSdk, screens, historyOf, chosen = () => '', time = Date.now }) {
  /** @type {any} the present Parlor object */
  let parlor = null;
  /** @type {any} the present call of it */
  let call = null;
  const { dispatch } = store;

  // ---- being there ----

  /** @param {Wish} wish */
  async function signIn(wish) {
    drop();
    dispatch({ type: 'entering' });
    let mine = null;
    try {
      const { Parlor } = await loadSdk();
      mine = parlor = new Parlor({ url, password: wish.serverPassword, language: store.state.language });
      listen(mine);
      await mine.connect();
      const self = await mine.login(wish.name, wish.password);
      if (mine !== parlor) return;
      dispatch({ type: 'signedIn', self: { id: self.id, name: self.name }, history: historyOf(self.name) });
      setTimeout(() => { if (mine === parlor) dispatch({ type: 'noDirectory' }); }, DIRECTORY_MS);
    } catch (error) {
      if (mine !== parlor || error?.code === CANCELLED) return;
      leave(error);
    }
  }

  /** @param {any} [problem] */
  function leave(problem = null) {
    drop();
    dispatch({ type: 'signedOut', problem });
  }

  /** Ends the present Parlor object; nothing of it is heard any more. */
  function drop() {
    const old = parlor;
    hangUp();
    parlor = call = null;
    old?.close();
  }

  function listen(mine) {
    const on = (name, handler, what = mine) => what.on(name, (...values) => { if (mine === parlor) handler(...values); });
    on('state', (state) => { if (store.state.phase === 'in') dispatch({ type: 'away', away: state === 'reconnecting' }); });
    on('login', (user, error) => {
      if (store.state.phase !== 'in') return; // the first: signIn tells it
      if (error) leave(error); else dispatch({ type: 'signedIn', self: { id: user.id, name: user.name } });
    });
    on('lost', (error, { again }) => {
      dispatch({ type: 'people', people: [], known: false });
      if (!again) leave(error);
    });
    on('call', (incoming) => follow(mine, incoming, nameOf(mine, incoming.user)));
    on('playbackBlocked', (blocked) => dispatch({ type: 'soundBlocked', blocked }));
    on('error', (error) => { if (error.reason === 'ended') deviceFailed(error.detail === 'camera' ? 'camera' : 'mic', error); });
    for (const name of ['changed', 'online', 'offline']) on(name, () => tellPeople(mine), mine.friends);
  }

  const nameOf = (mine, id) => mine.friends.info(id, NAME_INFO) || `#${id}`;

  function tellPeople(mine) {
    const groups = new Map(mine.friends.groups.map(({ id, name }) => [id, name]));
    dispatch({
      type: 'people',
      people: mine.friends.list.map(({ id, online, group }) => ({ id, online, name: nameOf(mine, id), group: groups.get(group) ?? '' })),
    });
  }

  // ---- calls ----

  /** @param {number} user @param {import('./calls.mjs').Kind} kind @param {string} [name] */
  function dial(user, kind, name) {
    if (!parlor || (call && call.state !== 'ended')) return;
    const flags = flagsFor(kind);
    try {
      follow(parlor, parlor.call(user, { flags }), name ?? nameOf(parlor, user));
    } catch (error) { // oneself, for example
      dispatch({ type: 'call', user, name: name ?? `#${user}`, outgoing: true, flags, time: time() });
      dispatch({ type: 'callOver', code: error.code, problem: error, time: time() });
    }
  }

  function follow(mine, now, name) {
    const on = (event, handler) => now.on(event, (...values) => { if (mine === parlor && call === now) handler(...values); });
    call = now;
    dispatch({ type: 'call', user: now.user, name, outgoing: now.outgoing, flags: now.flags, time: time() });
    on('ringing', () => dispatch({ type: 'ringing' }));
    on('started', (room) => { void talk(mine, now, room); });
    on('ended', (error) => { ended(mine); dispatch({ type: 'callOver', code: error?.code ?? 0, problem: error, time: time() }); });
    if (name === `#${now.user}`) void askName(mine, now.user);
  }

  /** Of somebody who is not in the directory. */
  async function askName(mine, user) {
    const name = await mine.query(NAME_BY_ID, user).catch(() => '');
    if (name && mine === parlor) dispatch({ type: 'named', user, name });
  }

  function ended(mine) {
    const talked = store.state.call?.since;
    call = null;
    for (const screen of Object.values(screens)) { mine.detach(screen); screen.srcObject = null; }
    if (talked) mine.leave();
  }

  /** @param {{ camera?: boolean }} [how] */
  function accept({ camera = true } = {}) {
    if (!camera) dispatch({ type: 'want', kind: 'camera', on: false });
    void call?.accept().catch(() => {}); // it has ended meanwhile: that is told by `ended`
  }

  /** Whatever the call is about: refuses it, takes it back, or hangs up. Over at once, also while the link is broken. */
  function hangUp() {
    const now = call;
    if (!now) return;
    now.end();
    if (call !== now) return; // `ended` has told it
    ended(parlor);
    dispatch({ type: 'callOver', code: 0, time: time() });
  }

  async function talk(mine, now, number) {
    dispatch({ type: 'talking', time: time() });
    try {
      const room = await mine.enter(number);
      if (call !== now) return;
      meet(mine, now, room);
      mine.attach(-1, screens.self);
      await Promise.all(['mic', 'camera'].map((kind) => choose(mine, now, kind)));
    } catch (error) {
      if (call !== now || error?.code === CANCELLED) return;
      dispatch({ type: 'callProblem', problem: error });
      now.end();
    }
  }

  function meet(mine, now, room) {
    const on = (event, handler) => room.on(event, (user) => { if (mine === parlor && call === now && user?.id === now.user) handler(user); });
    const tell = (user) => dispatch({ type: 'other', other: { here: true, camera: user.camera === 2, mic: user.mic === 1 } });
    const see = (user) => { mine.watch(user.id); tell(user); };
    on('userEntered', see);
    on('userState', tell);
    on('userLeft', () => dispatch({ type: 'other', other: { here: false, camera: false, mic: false } }));
    mine.attach(now.user, screens.other);
    room.users.filter(({ id }) => id === now.user).forEach(see);
  }

  // ---- own devices ----

  const controlOf = (mine, kind) => (kind === 'mic' ? mine.microphone : mine.camera);
  const deviceFailed = (kind, error) => dispatch({ type: 'device', kind, problem: error });

  async function choose(mine, now, kind) {
    if (chosen(kind)) await controlOf(mine, kind).select(chosen(kind)).catch(() => {}); // gone meanwhile: the default will do
    if (call === now && store.state.call?.want[kind]) await open(mine, now, kind);
  }

  async function open(mine, now, kind) {
    dispatch({ type: 'device', kind, problem: null });
    try {
      await controlOf(mine, kind).open();
    } catch (error) {
      if (mine === parlor && call === now && error?.code !== CANCELLED) deviceFailed(kind, error);
    }
  }

  /** After a problem it tries again. @param {'mic' | 'camera'} kind */
  function toggle(kind) {
    const now = store.state.call;
    if (!parlor || now?.stage !== 'talking' || !now.allowed[kind]) return;
    const on = now.device[kind] !== null || !now.want[kind];
    dispatch({ type: 'want', kind, on });
    if (on) void open(parlor, call, kind); else { dispatch({ type: 'device', kind, problem: null }); controlOf(parlor, kind).close(); }
  }

  return {
    signIn, signOut: () => leave(), dial, accept, hangUp, toggle,
    playSound: () => void parlor?.resumePlayback(),
    /** The page goes away: tell the server, so that nobody waits for us. */
    goodbye: drop,
  };
}
