// SPDX-License-Identifier: Apache-2.0
// The only module that talks to the server: session, room, recordings that run, and the catalogue. What happens becomes actions of
// state.mjs.

import { createSession } from '../counter/lib/session.mjs';
import { h } from '../shared/dom.mjs';
import { eventsOf } from './events.mjs';
import { wishOf } from './state.mjs';

const PAGE = 24;
/** Pages that bring nothing are asked on by themselves so many times. */
const EMPTY_PAGES = 5;

/**
 * @param {object} ports
 * @param {{ state: import('./state.mjs').State, dispatch: (action: any) => void }} ports.store
 * @param {string} ports.url
 * @param {() => Promise<any>} ports.loadSdk
 * @param {() => number} [ports.time]
 */
export function createWork({ store, url, loadSdk, time = Date.now }) {
  const { dispatch } = store;
  /** @type {any} */
  let room = null;
  /** @type {any} */
  let own = null;
  let serial = 0;
  /** Video elements of who is here, by id. @type {Map<number, HTMLVideoElement>} */
  const screens = new Map();
  const session = createSession({
    url, loadSdk, language: () => store.state.language,
    on: {
      away: (away) => dispatch({ type: 'away', away }),
      back: () => { own = null; dispatch({ type: 'over' }); },
      ended: (problem) => forget(problem),
    },
  });
  const fail = (problem) => dispatch({ type: 'roomProblem', problem });

  async function signIn({ name, password, serverPassword }) {
    dispatch({ type: 'entering' });
    try {
      const self = await session.signIn({ name, password, serverPassword });
      if (!self) return;
      const { parlor } = session;
      parlor.serverRecording.on('changed', (told) => dispatch({ type: 'told', told, time: time() }));
      parlor.serverRecording.on('finished', (file) => keep(file, null));
      parlor.serverRecording.on('failed', (problem, file) => keep(file, problem));
      dispatch({ type: 'signedIn', self, available: parlor.serverRecording.available });
    } catch (problem) {
      forget(problem);
    }
  }

  function forget(problem = null) {
    session.close();
    room = own = null;
    screens.clear();
    dispatch({ type: 'signedOut', problem });
  }

  // ---- the room ----

  /** Video of a user, -1: our own; the same element as long as he is there. @param {number} id */
  function screenOf(id) {
    const known = screens.get(id);
    if (known) return known;
    const video = h('video', { class: 'tile-video', autoplay: true, muted: true, playsInline: true });
    screens.set(id, video);
    session.parlor?.attach(id, video, { mirror: id === -1 });
    return video;
  }

  function meet(user) {
    dispatch({ type: 'came', user });
    session.parlor?.watch(user.id);
  }

  function part(id) {
    const video = screens.get(id);
    if (video) session.parlor?.detach(video);
    screens.delete(id);
    dispatch({ type: 'gone', id });
  }

  /** @param {'camera' | 'mic'} kind @param {boolean} on */
  async function setDevice(kind, on) {
    const control = kind === 'camera' ? session.parlor?.camera : session.parlor?.microphone;
    if (!control) return;
    try {
      if (on) await control.open(); else await control.close();
      dispatch({ type: 'device', kind, on });
    } catch (problem) { fail(problem); }
  }

  /** @param {number} number */
  async function enter(number) {
    fail(null);
    try {
      const entered = room = await session.parlor.enter(number);
      dispatch({ type: 'entered', number, users: entered.users });
      entered.users.forEach(meet);
      entered.on('userEntered', meet);
      entered.on('userLeft', (user) => part(user.id));
      entered.on('userState', (user) => dispatch({ type: 'user', user }));
      entered.on('ended', (problem) => { if (room === entered) { room = null; screens.clear(); dispatch({ type: 'left' }); if (problem) fail(problem); } });
      await Promise.all([setDevice('camera', true), setDevice('mic', true)]);
    } catch (problem) { fail(problem); }
  }

  function leave() {
    room = null;
    screens.clear();
    session.parlor?.leave();
    dispatch({ type: 'left' });
  }

  // ---- recording ----

  const nameOf = (id) => (id === store.state.self?.id ? store.state.self.name : store.state.room.members.find((one) => one.id === id)?.name ?? '');

  function keep(file, problem) {
    if (!file || (!file.url && !problem)) return;
    dispatch({ type: 'made', made: { key: `${++serial}`, name: nameOf(file.userId), url: file.url, seconds: file.seconds, snapshot: file.snapshot, problem } });
  }

  /** @param {number} userId @param {any} options */
  async function start(userId, options) {
    try {
      const mine = own = await session.parlor.serverRecording.start(userId, options);
      dispatch({ type: 'begun', userId, name: nameOf(userId), since: time() });
      mine.ended.catch(() => {}).finally(() => { if (own === mine) { own = null; dispatch({ type: 'over' }); } });
    } catch (problem) { fail(problem); }
  }

  async function end(cancel) {
    const mine = own;
    if (!mine) return;
    dispatch({ type: 'stopping' });
    try {
      await (cancel ? mine.cancel() : mine.stop());
    } catch (problem) {
      if (!problem.file) fail(problem); // else it is told with the file
    }
    if (own === mine) { own = null; dispatch({ type: 'over' }); }
  }

  /** @param {string} text @param {number} seconds */
  async function tag(text, seconds) {
    try {
      await own?.tag(text);
      dispatch({ type: 'tagged', seconds, text });
      return true;
    } catch (problem) { fail(problem); return false; }
  }

  async function snapshot(userId) {
    try { await session.parlor.serverRecording.snapshot(userId); fail(null); } catch (problem) { fail(problem); }
  }

  async function consent(id, yes) {
    dispatch({ type: 'consented' });
    try { await session.parlor.serverRecording.consent(id, yes); } catch { /* it is over */ }
  }

  // ---- the catalogue ----

  /** @param {import('./state.mjs').Search} search @param {boolean} [more] the next page */
  async function find(search, more = false) {
    const { parlor } = session;
    let before = more ? store.state.shelf.next : 0;
    dispatch({ type: 'searching', search, more });
    try {
      for (let empty = 0; empty < EMPTY_PAGES; empty++) {
        const { recordings, next, mayDelete } = await parlor.recordings.find({ ...wishOf(search), before, limit: PAGE });
        dispatch({ type: 'found', search, recordings, next, mayDelete });
        if (recordings.length > 0 || next === 0 || store.state.shelf.search !== search) return;
        before = next;
        dispatch({ type: 'searching', search, more: true });
      }
    } catch (problem) { dispatch({ type: 'notFound', search, problem }); }
  }

  async function snapshotsOf(entry) {
    if (!entry.started || !entry.ended) return [];
    try {
      const { recordings } = await session.parlor.recordings.find({ room: entry.room, from: entry.started, to: new Date(entry.ended.getTime() + 1), limit: 50 });
      return recordings.filter((one) => one.snapshot && one.file !== '');
    } catch { return []; } // the player does without
  }

  /** @param {number} id */
  async function open(id) {
    dispatch({ type: 'opening', id });
    try {
      const { recording: entry, timeLine, mayDelete } = await session.parlor.recordings.show(id);
      const link = entry.file ? await session.parlor.recordings.link(id) : null;
      const events = eventsOf(timeLine, await snapshotsOf(entry), entry.started);
      dispatch({ type: 'opened', id, entry, timeLine, events, mayDelete });
      dispatch({ type: 'linked', id, link });
    } catch (problem) { dispatch({ type: 'openProblem', id, problem }); }
  }

  /** Another link for the player: the time of the first is over. @param {number} id */
  async function renew(id) {
    try { dispatch({ type: 'linked', id, link: await session.parlor.recordings.link(id) }); } catch (problem) { dispatch({ type: 'openProblem', id, problem }); }
  }

  /** To be given away. @param {number} id @param {number} minutes @returns {Promise<{ url: string, expires: Date } | null>} */
  async function linkFor(id, minutes) {
    try { return await session.parlor.recordings.link(id, { minutes }); } catch (problem) { dispatch({ type: 'openProblem', id, problem }); return null; }
  }

  async function verify(id) {
    dispatch({ type: 'verified', id, verified: 'asking' });
    try { dispatch({ type: 'verified', id, verified: await session.parlor.recordings.verify(id) }); } catch (problem) { dispatch({ type: 'verified', id, verified: { problem } }); }
  }

  /** @param {number} id @param {string} why @returns {Promise<boolean>} */
  async function remove(id, why) {
    try {
      await session.parlor.recordings.delete(id, { why });
      void open(id);
      return true;
    } catch (problem) { dispatch({ type: 'openProblem', id, problem }); return false; }
  }

  return { signIn, signOut: () => forget(), goodbye: () => session.close(), enter, leave, setDevice, screenOf, start, end, tag, snapshot, consent, find, open, renew, linkFor, verify, remove };
}
