// SPDX-License-Identifier: Apache-2.0
// The supervisor's board as one value that is never changed in place. Pure.

import { isTalk, noTalk, reduceTalk } from '../lib/talk_state.mjs';
import { alarmsOf, count, noTally, queued, reconcile, sample, usual } from './numbers.mjs';

/**
 * What we do in somebody's conversation.
 * @typedef {'listener' | 'whisperer' | 'barger' | 'agent'} Role
 *
 * @typedef {object} Watch
 * @property {number} client
 * @property {number} agent
 * @property {number} queue
 * @property {Role} role
 * @property {readonly [string, string][]} intake
 * @property {readonly { user: number, text: string }[]} notes
 * @property {boolean} held
 *
 * @typedef {object} State
 * @property {'out' | 'entering' | 'branch' | 'in'} phase
 * @property {boolean} away
 * @property {any} problem
 * @property {{ id: number, name: string } | null} self
 * @property {readonly any[]} areas
 * @property {any} area
 * @property {readonly any[]} queues
 * @property {readonly any[]} agents with `since`, when their status was last another, and `before`, the seconds of service when we first saw them
 * @property {number} opened since when we look
 * @property {import('./numbers.mjs').Waiting[]} people
 * @property {import('./numbers.mjs').Waiting[]} gone out of a queue a moment ago: served, or not?
 * @property {Record<number, import('./numbers.mjs').Tally>} tallies by queue
 * @property {{ time: number, waiting: number, idle: number, working: number, paused: number, lengths: Record<number, number> }[]} samples
 * @property {import('./numbers.mjs').Thresholds} thresholds
 * @property {any[]} alarms
 * @property {readonly string[]} seen keys of alarms that somebody has taken note of
 * @property {number} why the queue that is looked into; 0: none
 * @property {boolean} supervises the server lets us listen
 * @property {Watch | null} watch
 * @property {import('../lib/talk_state.mjs').Talk} talk
 * @property {boolean} sounds
 * @property {boolean} soundBlocked
 * @property {'en' | 'zh'} language
 */

/** @param {'en' | 'zh'} language @param {{ sounds?: boolean, thresholds?: import('./numbers.mjs').Thresholds }} [more] @returns {State} */
export const initialState = (language, { sounds = true, thresholds = usual() } = {}) => ({
  phase: 'out', away: false, problem: null, self: null, areas: [], area: null, queues: [], agents: [], opened: 0, people: [], gone: [], tallies: {}, samples: [], thresholds, alarms: [],
  seen: [], why: 0, supervises: false, watch: null, talk: noTalk(), sounds, soundBlocked: false, language,
});

const tally = (state, queue, waiting, answered, time) => ({ ...state.tallies, [queue]: count(state.tallies[queue] ?? noTally(), waiting, answered, time) });

/** What is to be looked at, and what of it has been seen. @returns {State} */
function alarm(state, time) {
  if (state.phase !== 'in') return state;
  const alarms = alarmsOf(state, state.thresholds, time);
  const same = alarms.length === state.alarms.length && alarms.every((one, i) => one.key === state.alarms[i].key && one.value === state.alarms[i].value);
  return same ? state : { ...state, alarms, seen: state.seen.filter((key) => alarms.some((one) => one.key === key)) };
}

function sinceOf(agents, before, time) {
  return agents.map((agent) => {
    const old = before.find(({ id }) => id === agent.id);
    return { ...agent, since: old && old.status === agent.status && old.reason === agent.reason ? old.since : time, before: old ? old.before : agent.busy_s };
  });
}

/** @type {Record<string, (state: State, action: any) => State>} */
const handlers = {
  language: (state, { language }) => ({ ...state, language }),
  sounds: (state, { sounds }) => ({ ...state, sounds }),
  sound: (state, { blocked }) => ({ ...state, soundBlocked: blocked }),
  away: (state, { away }) => ({ ...state, away }),
  problem: (state, { problem }) => ({ ...state, problem }),
  entering: (state) => ({ ...initialState(state.language, state), phase: 'entering' }),
  signedIn: (state, { self, areas }) => ({ ...state, phase: 'branch', away: false, problem: null, self, areas }),
  entered: (state, { time, supervises }) => ({ ...state, phase: 'in', problem: null, supervises, opened: state.opened || time }),
  signedOut: (state, { problem = null }) => ({ ...initialState(state.language, state), problem }),

  counts: (state, { area, queues, agents, time }) => alarm({ ...state, area, queues, agents: sinceOf(agents, state.agents, time), people: reconcile(state.people, queues, state.opened || time) }, time),
  queued(state, { change, time }) {
    const was = state.people.find(({ user }) => user === change.user);
    return { ...state, people: queued(state.people, change, time), gone: change.waits || !was ? state.gone : [...state.gone, was].slice(-100) };
  },
  served: (state, { client, queue, time }) => ({
    ...state, gone: state.gone.filter(({ user }) => user !== client), tallies: tally(state, queue, [...state.gone, ...state.people].find(({ user }) => user === client), true, time),
  }),
  /** Was out of the queue, and nobody came to serve him. */
  left(state, { user, queue, time }) {
    const was = state.gone.find((one) => one.user === user);
    return was ? { ...state, gone: state.gone.filter((one) => one !== was), tallies: tally(state, queue, was, false, time) } : state;
  },
  sample(state, { time }) {
    if (!state.area) return state;
    const { waiting, idle, working, paused } = state.area;
    const now = { time, waiting, idle, working, paused, lengths: Object.fromEntries(state.queues.map(({ id, length }) => [id, length])) };
    return alarm({ ...state, samples: sample(state.samples, now) }, time);
  },
  thresholds: (state, { thresholds, time }) => alarm({ ...state, thresholds }, time),
  seen: (state, { key }) => ({ ...state, seen: [...state.seen, key] }),
  why: (state, { queue }) => ({ ...state, why: queue }),

  watch: (state, { watch }) => ({ ...state, watch: { intake: [], notes: [], held: false, ...watch }, problem: null }),
  watched: (state, { change }) => (state.watch ? { ...state, watch: { ...state.watch, ...change } } : state),
  unwatched: (state) => ({ ...state, watch: null, talk: noTalk() }),
};

/** @param {State} state @param {{ type: string } & Record<string, any>} action @returns {State} */
export function reduce(state, action) {
  if (isTalk(action.type)) return { ...state, talk: reduceTalk(state.talk, action) };
  const handler = handlers[action.type];
  if (!handler) throw new Error(`no action ${action.type}`);
  return handler(state, action);
}

/** Alarms that nobody has taken note of. @param {State} state */
export const fresh = ({ alarms, seen }) => alarms.filter(({ key }) => !seen.includes(key));
