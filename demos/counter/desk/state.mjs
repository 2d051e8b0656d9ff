// SPDX-License-Identifier: Apache-2.0
// The agent's desk as one value that is never changed in place. Pure.

import { isTalk, noTalk, reduceTalk, secondsOf } from '../lib/talk_state.mjs';
import { add } from './history.mjs';

/**
 * offered: a client is matched, his call is on its way. calling: we call him. ringing: he calls us. wrap: the conversation is over, the
 * work is not. away: he is not there and is to be called back, by telephone.
 * @typedef {'offered' | 'calling' | 'ringing' | 'away' | 'talking' | 'wrap'} Stage
 *
 * @typedef {object} Work
 * @property {number} client
 * @property {string} name
 * @property {{ id: number, name: string }} queue
 * @property {ReturnType<typeof import('../lib/intake.mjs').clean> | null} intake
 * @property {Stage} stage
 * @property {number} at when he was matched
 * @property {number} waited seconds that he had waited; -1: not known
 * @property {boolean} [back] he is to be called back
 * @property {boolean} [here] and has come to his page meanwhile
 * @property {boolean} [phone] the conversation is one by telephone: it goes on while the agent writes
 * @property {boolean} held the client is on hold
 * @property {'agent' | 'guest'} role guest: another agent has asked us in
 * @property {readonly { user: number, role: string, asked: boolean }[]} parties besides client and agent
 * @property {readonly { user: number, text: string }[]} remarks what agents have noted
 * @property {string} note
 * @property {import('./history.mjs').Outcome} outcome
 *
 * @typedef {object} State
 * @property {'out' | 'entering' | 'branch' | 'in'} phase
 * @property {boolean} away
 * @property {any} problem
 * @property {{ id: number, name: string } | null} self
 * @property {readonly any[]} areas
 * @property {any} area
 * @property {readonly any[]} queues
 * @property {readonly any[]} agents
 * @property {boolean} automatic clients come by themselves
 * @property {any} me our own entry among the agents
 * @property {number} since when the status was last another
 * @property {'ready' | import('../staff/words.mjs').Pause} wish what we want to be, after the present work too
 * @property {Work | null} work
 * @property {{ user: number, name: string, role: 'guest' | 'agent', text: string, client: string, about: string } | null} request of another agent
 * @property {readonly { client: number, queue: number }[]} rings clients who ring at several agents; who takes one has him
 * @property {boolean} passing somebody is being asked
 * @property {boolean} nobody the last request found nobody
 * @property {import('../lib/talk_state.mjs').Talk} talk
 * @property {import('./history.mjs').Entry[]} history
 * @property {'work' | 'client' | 'team' | 'today'} tab on small screens
 * @property {boolean} sounds
 * @property {string} notices
 * @property {boolean} soundBlocked
 * @property {'en' | 'zh'} language
 */

/** @param {'en' | 'zh'} language @param {{ sounds?: boolean, notices?: string }} [more] @returns {State} */
export const initialState = (language, { sounds = true, notices = 'none' } = {}) => ({
  phase: 'out', away: false, problem: null, self: null, areas: [], area: null, queues: [], agents: [], automatic: true, me: null, since: 0, wish: 'break', work: null, request: null, rings: [], passing: false, nobody: false,
  talk: noTalk(), history: [], tab: 'work', sounds, notices, soundBlocked: false, language,
});

const inWork = (state, change) => (state.work ? { ...state, work: { ...state.work, ...change } } : state);

/** What is over goes into the list of the day. @returns {State} */
function closeWork(state, { outcome, time }) {
  const { work } = state;
  if (!work) return state;
  /** @type {import('./history.mjs').Entry} */
  const entry = { at: work.at, name: work.name, queue: work.queue.name, waited: work.waited, seconds: Math.round(secondsOf(state.talk, time)), outcome: outcome ?? work.outcome, note: work.note };
  if (work.phone) entry.seconds = Math.round((time - work.at) / 1000);
  if (work.back && ['later', 'unreached', 'missed'].includes(entry.outcome)) entry.phone = work.intake?.phone ?? '';
  return { ...state, work: null, passing: false, talk: noTalk(), history: add(state.history, entry), tab: 'work' };
}

/** @type {Record<string, (state: State, action: any) => State>} */
const handlers = {
  language: (state, { language }) => ({ ...state, language }),
  notices: (state, { notices }) => ({ ...state, notices }),
  sounds: (state, { sounds }) => ({ ...state, sounds }),
  sound: (state, { blocked }) => ({ ...state, soundBlocked: blocked }),
  tab: (state, { tab }) => ({ ...state, tab }),
  away: (state, { away }) => ({ ...state, away }),
  problem: (state, { problem }) => ({ ...state, problem }),

  entering: (state) => ({ ...initialState(state.language, state), phase: 'entering' }),
  signedIn: (state, { self, areas, automatic }) => ({ ...state, phase: 'branch', away: false, problem: null, self, areas, automatic }),
  entered: (state, { time, history }) => ({ ...state, phase: 'in', problem: null, since: time, history: history ?? state.history }),
  signedOut: (state, { problem = null }) => ({ ...initialState(state.language, state), problem }),

  rings: (state, { rings }) => ({ ...state, rings }),
  counts: (state, { area, queues, agents, me, time }) => ({ ...state, area, queues, agents, me, since: me?.status === state.me?.status ? state.since : time }),
  wish: (state, { wish }) => ({ ...state, wish, nobody: false }),
  nobody: (state) => ({ ...state, nobody: true }),

  work: (state, { client, name, queue, waited, stage, time, role = 'agent' }) => ({
    ...state, nobody: false, request: null, passing: false, tab: 'work',
    work: { client, name, queue, intake: null, stage, at: time, waited, held: false, role, parties: [], remarks: [], note: '', outcome: role === 'guest' ? 'helped' : 'solved' },
  }),
  intake: (state, { client, intake }) => (state.work?.client === client ? inWork(state, { intake, name: intake.name || state.work?.name }) : state),
  stage: (state, { stage }) => inWork(state, { stage }),
  note: (state, { note }) => inWork(state, { note }),
  outcome: (state, { outcome }) => inWork(state, { outcome }),
  /** The client is away, or has come. */
  back: (state, { away }) => inWork(state, { back: true, here: !away, stage: 'away' }),
  /** He is on the telephone. */
  reached: (state) => inWork({ ...state, tab: 'work' }, { stage: 'wrap', phone: true }),
  service: (state, { change }) => inWork(state, { ...change, ...change.role === 'agent' && state.work?.role === 'guest' ? { outcome: 'solved' } : {} }),
  passing: (state, { passing }) => ({ ...state, passing }),
  request: (state, { request }) => ({ ...state, request }),
  wrap: (state) => inWork({ ...state, tab: 'work', passing: false }, { stage: 'wrap', held: false, parties: [] }),
  workOver: closeWork,
  forgetHistory: (state) => ({ ...state, history: [] }),
};

/** @param {State} state @param {{ type: string } & Record<string, any>} action @returns {State} */
export function reduce(state, action) {
  if (isTalk(action.type)) return { ...state, talk: reduceTalk(state.talk, action) };
  const handler = handlers[action.type];
  if (!handler) throw new Error(`no action ${action.type}`);
  return handler(state, action);
}

/** What the agent does, for everybody's eyes: one word. @param {State} state @returns {'ready' | 'offered' | 'talking' | 'wrap' | 'paused'} */
export function doing({ work, me }) {
  if (work) return work.stage === 'talking' || work.phone ? 'talking' : work.stage === 'wrap' ? 'wrap' : 'offered';
  return me?.status === 'waiting' ? 'ready' : 'paused';
}

/** What is to be heard now. @param {State} state */
export function toneOf({ work, sounds, request, rings }) {
  if (work?.stage === 'calling') return 'ringback';
  return sounds && (request || (!work && rings.length > 0) || work?.stage === 'ringing' || work?.stage === 'offered') ? 'incoming' : '';
}

/** @param {any} me @returns {number | null} mean seconds of a service */
export const handleTime = (me) => (me && me.served > 0 ? me.busy_s / me.served : null);
