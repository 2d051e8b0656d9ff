// SPDX-License-Identifier: Apache-2.0
// Everything the page shows, as one value that is never changed in place. `reduce` is pure: what happened goes in, the next
// state comes out. Views compare the old state with the new one and touch only what differs.

import { createStore as createSharedStore } from '../shared/store.mjs';

/** @typedef {'open' | 'closed' | 'none'} CameraState */

/**
 * @typedef {object} Member
 * @property {number} id
 * @property {string} name
 * @property {CameraState} camera
 * @property {boolean} mic
 * @property {boolean} speaking
 * @property {'' | 'good' | 'poor' | 'bad'} quality of the connection, '' when unknown
 */

/**
 * One line of the conversation. `kind` 'text' is a message; 'joined', 'left', 'you-joined', 'back' are facts.
 * @typedef {object} ChatLine
 * @property {number} key counts up
 * @property {string} kind
 * @property {number} time milliseconds since 1970
 * @property {number} from user id, 0 for facts
 * @property {string} name of who wrote or of whom the fact is
 * @property {string} toName of a private message
 * @property {boolean} secret
 * @property {boolean} mine
 * @property {boolean} failed could not be sent
 * @property {string} text
 */

/**
 * What went wrong, for people: texts are found under `<family>.<name>`, family 'error' unless told; `what` is the device it
 * is about; `code` and `detail` help who must look deeper.
 * @typedef {{ name: string, code?: number, detail?: string, family?: 'error' | 'device', what?: 'mic' | 'camera' | 'both' }} Problem
 */

/**
 * @typedef {object} State
 * @property {'join' | 'joining' | 'room'} phase
 * @property {'up' | 'lost' | 'back' | 'failed'} link
 * @property {'' | 'left'} notice a line above the form
 * @property {{ number: number, name: string } | null} room
 * @property {Member | null} self
 * @property {Member[]} others in the order of their coming
 * @property {number | null} pinned user id
 * @property {'' | 'chat' | 'people'} panel
 * @property {ChatLine[]} lines
 * @property {number} nextKey
 * @property {number} unread
 * @property {number} to recipient of the next message, EVERYBODY or a user
 * @property {{ id: number, name: string } | null} lostRecipient the chosen recipient has left: nothing may be sent meanwhile
 * @property {{ mic: boolean, camera: boolean }} want what the user has chosen for the own devices
 * @property {{ mic: boolean, camera: boolean }} busy a device is being opened
 * @property {{ mic: Problem | null, camera: Problem | null }} deviceProblem
 * @property {Problem | null} problem shown by the form
 * @property {Problem | null} warning shown in the room until put away
 * @property {number} drainAt when the server stops, 0 when it does not
 * @property {boolean} soundBlocked the browser wants a click before it plays sound
 * @property {'en' | 'zh'} language
 */

export const EVERYBODY = -1;
/** Older lines are forgotten. */
export const MAX_LINES = 500;

/** @param {'en' | 'zh'} language @returns {State} */
export function initialState(language) {
  return {
    phase: 'join', link: 'up', notice: '', room: null, self: null, others: [], pinned: null, panel: '',
    lines: [], nextKey: 1, unread: 0, to: EVERYBODY, lostRecipient: null,
    want: { mic: true, camera: true }, busy: { mic: false, camera: false }, deviceProblem: { mic: null, camera: null },
    problem: null, warning: null, drainAt: 0, soundBlocked: false, language,
  };
}

/** @returns {Member} */
const member = (user) => ({
  id: user.id, name: user.name, camera: user.camera, mic: user.mic, speaking: false, quality: '',
});

/** @returns {State} */
function withLine(state, line) {
  const whole = {
    key: state.nextKey, time: 0, from: 0, name: '', toName: '', secret: false, mine: false, failed: false, text: '', ...line,
  };
  return { ...state, nextKey: state.nextKey + 1, lines: [...state.lines, whole].slice(-MAX_LINES) };
}

/** The user with `id`, the own one included. @param {State} state @returns {Member | undefined} */
export const memberOf = (state, id) => (state.self?.id === id ? state.self : state.others.find((user) => user.id === id));

/** Everybody, oneself first. @param {State} state @returns {Member[]} */
export const everybody = (state) => (state.self ? [state.self, ...state.others] : state.others);

/** A server that was restarted gives the numbers of guests anew: only number and name together are a person. */
const samePerson = (a, b) => a.id === b.id && a.name === b.name;

function changeMember(state, id, change) {
  const now = memberOf(state, id);
  if (!now || Object.keys(change).every((key) => now[key] === change[key])) return state;
  if (state.self?.id === id) return { ...state, self: { ...state.self, ...change } };
  return { ...state, others: state.others.map((user) => (user.id === id ? { ...user, ...change } : user)) };
}

/** Leaves everything of a room behind; devices, language and the wish for them stay. */
const outside = (state, change) => ({
  ...initialState(state.language), want: state.want, deviceProblem: state.deviceProblem, soundBlocked: state.soundBlocked, ...change,
});

/** One function for each thing that can happen. @type {Record<string, (state: State, action: any) => State>} */
const handlers = {
  language: (state, { language }) => ({ ...state, language }),

  joining: (state) => ({ ...state, phase: 'joining', problem: null, notice: '' }),
  refused: (state, { problem }) => outside(state, { problem }),
  left: (state) => outside(state, { notice: 'left' }),
  ended: (state, { problem }) => outside(state, { problem }),

  entered(state, { room, self, members, time }) {
    const fresh = state.phase !== 'room';
    const kept = fresh ? outside(state, {}) : state;
    const next = {
      ...kept, phase: 'room', link: fresh ? 'up' : 'back', room, self: member(self), problem: null, drainAt: 0,
      others: members.filter((user) => user.id !== self.id).map(member),
    };
    if (memberOf(next, next.pinned)?.name !== memberOf(state, next.pinned)?.name || !memberOf(next, next.pinned)) next.pinned = null;
    const chosen = state.others.find((user) => user.id === next.to);
    if (chosen && !next.others.some((user) => samePerson(user, chosen))) next.lostRecipient = { id: chosen.id, name: chosen.name };
    return withLine(next, { kind: fresh ? 'you-joined' : 'back', time, name: self.name });
  },

  userEntered(state, { user, time }) {
    if (memberOf(state, user.id)) return changeMember(state, user.id, { name: user.name, camera: user.camera, mic: user.mic });
    const back = state.lostRecipient && samePerson(state.lostRecipient, user) ? { lostRecipient: null, to: user.id } : {};
    return withLine({ ...state, ...back, others: [...state.others, member(user)] }, { kind: 'joined', time, name: user.name });
  },

  userLeft(state, { id, time }) {
    const gone = state.others.find((user) => user.id === id);
    if (!gone) return state;
    const next = { ...state, others: state.others.filter((user) => user.id !== id) };
    if (state.pinned === id) next.pinned = null;
    if (state.to === id) next.lostRecipient = { id, name: gone.name };
    return withLine(next, { kind: 'left', time, name: gone.name });
  },

  userState: (state, { id, camera, mic }) => changeMember(state, id, { camera, mic, ...(mic ? {} : { speaking: false }) }),
  speaking: (state, { id, speaking }) => changeMember(state, id, { speaking: speaking && memberOf(state, id)?.mic === true }),
  quality: (state, { id, quality }) => changeMember(state, id, { quality }),

  text(state, { from, to, secret, text, time }) {
    const mine = from === state.self?.id;
    const nameOf = (id) => memberOf(state, id)?.name ?? '';
    const line = { kind: 'text', time, from, name: nameOf(from), toName: to === EVERYBODY ? '' : nameOf(to), secret, mine, text };
    const unread = mine || state.panel === 'chat' ? state.unread : state.unread + 1;
    return { ...withLine(state, line), unread };
  },
  textFailed(state, { key }) {
    return { ...state, lines: state.lines.map((line) => (line.key === key ? { ...line, failed: true } : line)) };
  },
  recipient: (state, { to }) => {
    const known = to === EVERYBODY || state.others.some((user) => user.id === to);
    return known ? { ...state, to, lostRecipient: null } : state;
  },

  panel: (state, { panel }) => ({ ...state, panel, unread: panel === 'chat' ? 0 : state.unread }),
  pin: (state, { id }) => ({ ...state, pinned: state.pinned === id || !memberOf(state, id) ? null : id }),
  unpin: (state) => ({ ...state, pinned: null }),

  want: (state, { kind, on }) => ({ ...state, want: { ...state.want, [kind]: on } }),
  busy: (state, { kind, busy }) => ({ ...state, busy: { ...state.busy, [kind]: busy } }),
  device: (state, { kind, problem }) => ({ ...state, deviceProblem: { ...state.deviceProblem, [kind]: problem } }),

  link: (state, { link }) => (state.phase !== 'room' && link !== 'up' ? state : { ...state, link }),
  draining: (state, { at }) => ({ ...state, drainAt: at }),
  warning: (state, { problem }) => ({ ...state, warning: problem }),
  soundBlocked: (state, { blocked }) => ({ ...state, soundBlocked: blocked }),
};

/**
 * @param {State} state
 * @param {{ type: string } & Record<string, unknown>} action
 * @returns {State}
 */
export function reduce(state, action) {
  const handler = handlers[action.type];
  if (!handler) throw new Error(`no action ${action.type}`);
  return handler(state, action);
}

/** @param {State} state */
export const createStore = (state) => createSharedStore(reduce, state);
