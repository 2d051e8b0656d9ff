// SPDX-License-Identifier: Apache-2.0
// Everything the page shows, as one value that is never changed in place. Pure.

/**
 * @typedef {{ id: number, name: string, camera: boolean, mic: boolean }} Member
 * @typedef {{ userId: number, name: string, since: number, running: boolean, stopping: boolean, tags: { seconds: number, text: string }[], id: number }} Own one that this page has begun; running: everybody who has to has agreed
 * @typedef {{ key: string, name: string, url: string, seconds: number, snapshot: boolean, problem: any }} Made
 * @typedef {{ text: string, room: string, user: string, from: string, to: string }} Search
 * @typedef {object} Open
 * @property {number} id @property {boolean} loading @property {any} problem
 * @property {any} entry @property {any[]} timeLine @property {import('./events.mjs').Happening[]} events
 * @property {{ url: string, expires: Date } | null} link
 * @property {'' | 'asking' | { ok: boolean, signature: string, faults: any[] } | { problem: any }} verified
 *
 * @typedef {object} State
 * @property {'en' | 'zh'} language
 * @property {'out' | 'entering' | 'in'} phase
 * @property {any} problem by the form
 * @property {{ id: number, name: string } | null} self
 * @property {boolean} away
 * @property {boolean} available does this server record?
 * @property {'room' | 'shelf'} tab
 * @property {{ number: number, members: Member[], mic: boolean, camera: boolean, told: any[], consent: any, own: Own | null, made: Made[], problem: any }} room number 0: in none
 * @property {{ search: Search, items: any[], next: number, loading: boolean, asked: boolean, problem: any, mayDelete: boolean, sort: string }} shelf
 * @property {Open | null} open
 */

export const noSearch = { text: '', room: '', user: '', from: '', to: '' };
const noRoom = { number: 0, members: [], mic: false, camera: false, told: [], consent: null, own: null, made: [], problem: null };
const noShelf = { search: noSearch, items: [], next: 0, loading: false, asked: false, problem: null, mayDelete: false, sort: 'newest' };
const MADE = 20;

/** @param {'en' | 'zh'} language @returns {State} */
export const initialState = (language) => ({ language, phase: 'out', problem: null, self: null, away: false, available: false, tab: 'room', room: noRoom, shelf: noShelf, open: null });

export const sorts = {
  newest: (a, b) => b.at - a.at || b.id - a.id, oldest: (a, b) => a.at - b.at || a.id - b.id, longest: (a, b) => b.seconds - a.seconds || b.id - a.id,
  largest: (a, b) => b.bytes - a.bytes || b.id - a.id, name: (a, b) => a.name.localeCompare(b.name) || b.id - a.id,
};
/** @param {State} state */
export const sorted = ({ shelf }) => [...shelf.items].sort(sorts[shelf.sort] ?? sorts.newest);

const member = (user) => ({ id: user.id, name: user.name, camera: user.camera === 2, mic: user.mic === 1 });
const room = (state, more) => ({ ...state, room: { ...state.room, ...more } });
const shelf = (state, more) => ({ ...state, shelf: { ...state.shelf, ...more } });
const open = (state, id, more) => (state.open?.id === id ? { ...state, open: { ...state.open, ...more } } : state);

const actions = {
  language: (state, { language }) => ({ ...state, language }),
  entering: (state) => ({ ...state, phase: 'entering', problem: null }),
  signedIn: (state, { self, available }) => ({ ...state, phase: 'in', problem: null, self, available, away: false }),
  signedOut: (state, { problem = null }) => ({ ...initialState(state.language), tab: state.tab, problem }),
  away: (state, { away }) => ({ ...state, away }),
  tab: (state, { tab }) => ({ ...state, tab }),

  entered: (state, { number, users }) => room(state, { ...noRoom, made: state.room.made, number, members: users.map(member) }),
  left: (state) => room(state, { ...noRoom, made: state.room.made }),
  came: (state, { user }) => room(state, { members: [...state.room.members.filter(({ id }) => id !== user.id), member(user)] }),
  gone: (state, { id }) => room(state, { members: state.room.members.filter((one) => one.id !== id) }),
  user: (state, { user }) => room(state, { members: state.room.members.map((one) => (one.id === user.id ? member(user) : one)) }),
  device: (state, { kind, on }) => room(state, { [kind]: on }),
  roomProblem: (state, { problem }) => room(state, { problem }),
  told: (state, { told, time }) => {
    const others = state.room.told.filter(({ id }) => id !== told.id);
    const own = state.room.own && told.by === state.self?.id && told.userId === state.room.own.userId && told.state === 'running' && !state.room.own.running ? { ...state.room.own, id: told.id, running: true, since: time } : state.room.own;
    return room(state, { told: told.state === 'ended' ? others : [...others, told], consent: told.consent && told.state !== 'ended' ? told : state.room.consent?.id === told.id ? null : state.room.consent, own });
  },
  consented: (state) => room(state, { consent: null }),
  begun: (state, { userId, name, since }) => room(state, { own: { userId, name, since, running: state.room.told.some((told) => told.userId === userId && told.by === state.self?.id && told.state === 'running'), stopping: false, tags: [], id: 0 }, problem: null }),
  stopping: (state) => (state.room.own ? room(state, { own: { ...state.room.own, stopping: true } }) : state),
  tagged: (state, { seconds, text }) => (state.room.own ? room(state, { own: { ...state.room.own, tags: [...state.room.own.tags, { seconds, text }] } }) : state),
  over: (state) => room(state, { own: null }),
  made: (state, { made }) => room(state, { made: [made, ...state.room.made].slice(0, MADE) }),

  searching: (state, { search, more }) => shelf(state, { search, loading: true, asked: true, problem: null, ...more ? {} : { items: [], next: 0 } }),
  found: (state, { search, recordings, next, mayDelete }) => (search === state.shelf.search
    ? shelf(state, { loading: false, mayDelete, next, items: [...state.shelf.items, ...recordings.filter(({ id }) => !state.shelf.items.some((one) => one.id === id))] }) : state),
  notFound: (state, { search, problem }) => (search === state.shelf.search ? shelf(state, { loading: false, problem }) : state),
  sort: (state, { sort }) => shelf(state, { sort }),
  opening: (state, { id }) => ({ ...state, open: { id, loading: true, problem: null, entry: state.shelf.items.find((one) => one.id === id) ?? null, timeLine: [], events: [], link: null, verified: '' } }),
  opened: (state, { id, entry, timeLine, events, mayDelete }) => shelf(open(state, id, { loading: false, problem: null, entry, timeLine, events }), { mayDelete, items: state.shelf.items.map((one) => (one.id === id ? entry : one)) }),
  openProblem: (state, { id, problem }) => open(state, id, { loading: false, problem }),
  linked: (state, { id, link }) => open(state, id, { link }),
  verified: (state, { id, verified }) => open(state, id, { verified }),
  closed: (state) => ({ ...state, open: null }),
};

/** @param {State} state @param {{ type: string } & Record<string, any>} action @returns {State} */
export const reduce = (state, action) => actions[action.type]?.(state, action) ?? state;

/** Midnight here of a date field; null: none. @param {string} text "2026-11-22" @param {number} [days] later */
export function dayOf(text, days = 0) {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return found ? new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3]) + days) : null;
}

/** What the form means for parlor.recordings.find. @param {Search} search */
export function wishOf(search) {
  const from = dayOf(search.from), to = dayOf(search.to, 1);
  return {
    ...search.text.trim() ? { text: search.text.trim() } : {}, ...search.room ? { room: Number(search.room) } : {}, ...search.user ? { userId: Number(search.user) } : {},
    ...from ? { from } : {}, ...to ? { to } : {},
  };
}

/** MIXAUDIO, MIXVIDEO, ABREAST, STEREO of BRAC_RECORD_FLAGS_...: the others are in it, too. */
const OTHERS = 0x10 | 0x20 | 0x100 | 0x200;

/** Is this user in what is recorded? @param {{ userId: number, flags: number, state: string }} told @param {number} id */
export const isIn = (told, id) => told.state === 'running' && (told.userId === id || (told.flags & OTHERS) !== 0);

/** What it is called: the title in its picture, or the text that came with it. @param {{ text: string }} entry */
export function titleOf({ text }) {
  try {
    const said = JSON.parse(text);
    return typeof said?.title === 'string' ? said.title : '';
  } catch { return text; }
}

/** How it ended, as a key of the texts. @param {any} entry */
export function endOf(entry) {
  if (!['ended', 'incomplete'].includes(entry.state)) return entry.state;
  return ['stopped', 'limit', 'changed', 'disk_full', 'io', 'recovered', 'link', 'failed', 'empty', 'snapshot'].includes(entry.how) ? entry.how : 'other';
}
