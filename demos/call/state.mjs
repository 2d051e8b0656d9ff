// SPDX-License-Identifier: Apache-2.0
// Everything the page shows, as one value that is never changed in place. Pure.

import { allowed, kindOf, needsWords, outcomeOf } from './calls.mjs';
import { add } from './history.mjs';

/**
 * @typedef {object} Person
 * @property {number} id
 * @property {string} name
 * @property {string} group
 * @property {boolean} online
 *
 * What went wrong: an error of the SDK has texts of its own, others are named.
 * @typedef {{ code?: number, detail?: string, texts?: (language: string) => { text: string, cause: string, cure: string }, name?: string }} Problem
 *
 * @typedef {object} Call
 * @property {number} user
 * @property {string} name
 * @property {boolean} outgoing
 * @property {import('./calls.mjs').Kind} kind
 * @property {'calling' | 'ringing' | 'talking' | 'over'} stage over: the reason is shown until it is put away
 * @property {number} at when it began
 * @property {number} since when the talking began; 0: it has not
 * @property {import('./calls.mjs').Outcome | ''} outcome
 * @property {{ mic: boolean, camera: boolean }} allowed
 * @property {{ mic: boolean, camera: boolean }} want
 * @property {{ mic: Problem | null, camera: Problem | null }} device
 * @property {{ here: boolean, camera: boolean, mic: boolean }} other is he in the room, and what is open
 * @property {Problem | null} problem
 *
 * @typedef {object} State
 * @property {'out' | 'entering' | 'in'} phase
 * @property {boolean} away the link is broken; the SDK is mending it
 * @property {Problem | null} problem by the form
 * @property {{ id: number, name: string } | null} self
 * @property {'unknown' | 'none' | 'there'} directory does the server say who is there?
 * @property {Person[]} people the others
 * @property {string} filter
 * @property {Call | null} call
 * @property {import('./history.mjs').Entry[]} history
 * @property {number} unseen missed calls that nobody has looked at
 * @property {import('./history.mjs').Entry | null} last the call that ended last
 * @property {boolean} ring is there to be a ring tone?
 * @property {string} notices permission for them; 'none': this browser has none
 * @property {boolean} soundBlocked
 * @property {'en' | 'zh'} language
 */

/** @param {'en' | 'zh'} language @param {{ ring?: boolean, notices?: string }} [more] @returns {State} */
export const initialState = (language, { ring = true, notices = 'none' } = {}) => ({
  phase: 'out', away: false, problem: null, self: null, directory: 'unknown', people: [], filter: '', call: null, history: [], unseen: 0, last: null,
  ring, notices, soundBlocked: false, language,
});

const inCall = (state, change) => (state.call ? { ...state, call: { ...state.call, ...change } } : state);
const out = (state, change) => ({ ...initialState(state.language, state), ...change });

/** @returns {State} */
function over(state, { code, problem = null, time }) {
  const { call } = state;
  if (!call || call.stage === 'over') return state;
  const outcome = outcomeOf({ outgoing: call.outgoing, talked: call.since > 0, code });
  const { user, name, outgoing, kind, at } = call;
  /** @type {import('./history.mjs').Entry} */
  const entry = { user, name, outgoing, kind, outcome, at, seconds: call.since > 0 ? Math.floor(Math.max(0, time - call.since) / 1000) : 0 };
  const why = call.problem ?? (outcome === 'failed' || (outcome === 'answered' && code > 0) ? problem : null);
  const stays = why !== null || needsWords(outcome);
  return {
    ...state, history: add(state.history, entry), last: entry, unseen: state.unseen + (outcome === 'missed' ? 1 : 0),
    call: stays ? { ...call, stage: 'over', outcome, problem: why } : null,
  };
}

/** One function for each thing that can happen. @type {Record<string, (state: State, action: any) => State>} */
const handlers = {
  language: (state, { language }) => ({ ...state, language }),
  filter: (state, { filter }) => ({ ...state, filter }),
  ring: (state, { ring }) => ({ ...state, ring }),
  notices: (state, { notices }) => ({ ...state, notices }),
  soundBlocked: (state, { blocked }) => ({ ...state, soundBlocked: blocked }),

  entering: (state) => out(state, { phase: 'entering' }),
  signedIn: (state, { self, history }) => ({ ...state, phase: 'in', away: false, problem: null, self, history: history ?? state.history }),
  signedOut: (state, { problem = null }) => out(state, { problem }),
  away: (state, { away }) => ({ ...state, away }),
  people: (state, { people, known = true }) => ({ ...state, people, directory: known ? 'there' : 'unknown' }),
  noDirectory: (state) => (state.directory === 'unknown' ? { ...state, directory: 'none' } : state),

  call(state, { user, name, outgoing, flags, time }) {
    const may = allowed(flags, outgoing);
    return {
      ...state, call: {
        user, name, outgoing, kind: kindOf(flags), stage: outgoing ? 'calling' : 'ringing', at: time, since: 0, outcome: '', allowed: may, want: { ...may },
        device: { mic: null, camera: null }, other: { here: false, camera: false, mic: false }, problem: null,
      },
    };
  },
  named: (state, { user, name }) => (state.call?.user === user ? inCall(state, { name }) : state),
  ringing: (state) => (state.call?.stage === 'calling' ? inCall(state, { stage: 'ringing' }) : state),
  talking: (state, { time }) => inCall(state, { stage: 'talking', since: time }),
  want: (state, { kind, on }) => (state.call?.allowed[kind] ? inCall(state, { want: { ...state.call.want, [kind]: on } }) : state),
  device: (state, { kind, problem }) => (state.call ? inCall(state, { device: { ...state.call.device, [kind]: problem } }) : state),
  other: (state, { other }) => (state.call ? inCall(state, { other: { ...state.call.other, ...other } }) : state),
  callProblem: (state, { problem }) => inCall(state, { problem }),
  callOver: over,
  putAway: (state) => (state.call?.stage === 'over' ? { ...state, call: null } : state),

  seen: (state) => (state.unseen > 0 ? { ...state, unseen: 0 } : state),
  forgetCalls: (state) => ({ ...state, history: [], unseen: 0 }),
};

/** @param {State} state @param {{ type: string } & Record<string, any>} action @returns {State} */
export function reduce(state, action) {
  const handler = handlers[action.type];
  if (!handler) throw new Error(`no action ${action.type}`);
  return handler(state, action);
}

/** What is to be heard now. @param {State} state @returns {'' | 'incoming' | 'ringback' | 'busy'} */
export function toneOf({ call, ring }) {
  if (!call) return '';
  if (call.stage === 'ringing') return call.outgoing ? 'ringback' : ring ? 'incoming' : '';
  return call.stage === 'over' && call.outgoing && call.since === 0 ? 'busy' : '';
}

/** Those who fit the search, present ones first, then by name. @param {State} state @returns {Person[]} */
export function shownPeople({ people, filter, language }) {
  const wanted = filter.trim().toLocaleLowerCase();
  return people.filter(({ id, name }) => wanted === '' || name.toLocaleLowerCase().includes(wanted) || String(id) === wanted)
    .sort((a, b) => Number(b.online) - Number(a.online) || a.name.localeCompare(b.name, language) || a.id - b.id);
}
