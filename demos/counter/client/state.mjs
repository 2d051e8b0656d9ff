// SPDX-License-Identifier: Apache-2.0
// The client's page as one value that is never changed in place. Pure.

import { isTalk, noTalk, reduceTalk } from '../lib/talk_state.mjs';

/**
 * opening: it signs in. closed: it could not, or the session has ended. turn: an agent is there, and has not been met yet.
 * missed: it came to no conversation.
 * @typedef {'opening' | 'closed' | 'choose' | 'details' | 'check' | 'wait' | 'turn' | 'missed' | 'talk' | 'rate' | 'thanks'} Step
 *
 * @typedef {object} Form
 * @property {string} name
 * @property {string} phone
 * @property {string} about
 * @property {'video' | 'voice'} kind
 * @property {boolean} agree
 *
 * @typedef {object} State
 * @property {Step} step
 * @property {boolean} away the link is broken; the SDK is mending it
 * @property {any} problem
 * @property {{ id: number, name: string } | null} self
 * @property {readonly any[]} areas
 * @property {any} area where we are
 * @property {readonly any[]} queues of it
 * @property {number} queue the chosen one; 0: none yet
 * @property {Form} form
 * @property {{ state: 'idle' | 'running' | 'done', steps: readonly any[], verdict: string }} check
 * @property {any} place in the queue
 * @property {number} placeAt when that was told, in ms
 * @property {string} note why it is not as it was, the name of a text
 * @property {{ id: number, name: string } | null} agent
 * @property {'' | 'coming' | 'calling' | 'ringing'} call coming: he will call; calling: we call him; ringing: he calls
 * @property {boolean} held
 * @property {boolean} rated
 * @property {import('../lib/talk_state.mjs').Talk} talk
 * @property {boolean} chat the conversation in writing is shown
 * @property {boolean} soundBlocked
 * @property {string} notices permission for them
 * @property {'en' | 'zh'} language
 */

export const emptyForm = () => ({ name: '', phone: '', about: '', kind: /** @type {'video' | 'voice'} */ ('video'), agree: false });

/** @param {'en' | 'zh'} language @param {{ notices?: string, form?: Form, queue?: number }} [more] @returns {State} */
export const initialState = (language, { notices = 'none', form = emptyForm(), queue = 0 } = {}) => ({
  step: 'opening', away: false, problem: null, self: null, areas: [], area: null, queues: [], queue, form, check: { state: 'idle', steps: [], verdict: '' },
  place: null, placeAt: 0, note: '', agent: null, call: '', held: false, rated: false, talk: noTalk(), chat: false, soundBlocked: false, notices, language,
});

/** @type {Record<string, (state: State, action: any) => State>} */
const handlers = {
  language: (state, { language }) => ({ ...state, language }),
  notices: (state, { notices }) => ({ ...state, notices }),
  sound: (state, { blocked }) => ({ ...state, soundBlocked: blocked }),
  away: (state, { away }) => ({ ...state, away }),
  opening: (state) => ({ ...state, step: 'opening', problem: null, away: false }),
  closed: (state, { problem }) => ({ ...initialState(state.language, state), step: 'closed', problem }),
  signedIn: (state, { self }) => ({ ...state, self, problem: null, away: false }),
  areas: (state, { areas }) => ({ ...state, areas }),
  counts: (state, { area, queues }) => ({ ...state, area, queues, queue: queues.length === 0 || queues.some(({ id }) => id === state.queue) ? state.queue : 0 }),
  problem: (state, { problem }) => ({ ...state, problem }),

  choose: (state) => ({ ...state, step: 'choose', place: null, agent: null, call: '', problem: null, note: '' }),
  queue: (state, { queue }) => ({ ...state, queue, step: 'details', problem: null, note: '' }),
  details: (state) => ({ ...state, step: 'details', problem: null }),
  form: (state, { form }) => ({ ...state, form: { ...state.form, ...form } }),
  check: (state) => ({ ...state, step: 'check', problem: null }),
  checking: (state, { check }) => ({ ...state, check: { ...state.check, ...check } }),

  place: (state, { place, time, note }) => ({
    ...state, step: 'wait', place, placeAt: time, queue: place.queue.id, agent: null, call: '', problem: null, held: false,
    note: note ?? (state.step === 'turn' || state.step === 'missed' ? 'wait.back' : ['talk', 'rate'].includes(state.step) ? 'wait.passed' : state.step === 'wait' ? state.note : ''),
  }),
  turn: (state, { agent, call }) => ({ ...state, step: 'turn', place: null, agent, call, note: '', rated: false }),
  /** Handed over to another one. */
  agent: (state, { agent }) => ({ ...state, agent }),
  ringing: (state, { agent }) => ({ ...state, step: 'turn', place: null, agent: agent ?? state.agent, call: 'ringing' }),
  missed: (state, { note, problem = null }) => ({ ...state, step: 'missed', place: null, call: '', note, problem }),
  talking: (state) => ({ ...state, step: 'talk', call: '', note: '', held: false, chat: false }),
  held: (state, { held }) => ({ ...state, held }),
  chat: (state, { chat }) => ({ ...state, chat }),
  ended: (state) => ({ ...state, step: 'rate', call: '', held: false }),
  rated: (state) => ({ ...state, step: 'thanks', rated: true }),
};

/** @param {State} state @param {{ type: string } & Record<string, any>} action @returns {State} */
export function reduce(state, action) {
  if (isTalk(action.type)) return { ...state, talk: reduceTalk(state.talk, action) };
  const handler = handlers[action.type];
  if (!handler) throw new Error(`no action ${action.type}`);
  return handler(state, action);
}

/** Where the visit stands, for the line above: 0 service, 1 details, 2 check, 3 waiting, 4 conversation, 5 rating. */
const stands = { opening: 0, closed: 0, choose: 0, details: 1, check: 2, wait: 3, turn: 3, missed: 3, talk: 4, rate: 5, thanks: 5 };
/** @param {State} state */
export const stageOf = ({ step }) => stands[step];

/** What is to be heard now. @param {State} state */
export function toneOf({ step, call }) {
  if (step !== 'turn') return '';
  return call === 'ringing' ? 'incoming' : call === 'calling' ? 'ringback' : '';
}

/** Seconds waited and still to wait, as of `time`. @param {State} state @param {number} time */
export function waitOf({ place, placeAt }, time) {
  const since = Math.max(0, Math.floor((time - placeAt) / 1000));
  return { waited: place.waited_s + since, left: place.estimate_s === null ? null : Math.max(0, place.estimate_s - since) };
}

/** Of the estimate: nine of ten were served within so many minutes of it, more or less. Null: too few to say so. @param {any} place */
export function errorOf({ estimateError }) {
  return estimateError && estimateError.count >= 10 ? Math.max(1, Math.ceil(estimateError.p90_abs_s / 60)) : null;
}

/** Could that be a telephone number? Five digits, and what is written between them. @param {string} text */
export const isNumber = (text) => /^\+?[\d ()./-]{5,32}$/.test(text.trim()) && text.replace(/\D/g, '').length >= 5;

/** Why somebody still waits, in the order of importance: names of texts. @param {any} place */
export function reasonsOf({ agents, before, closed = false, overflow = null, missing = [] }) {
  const later = [...closed ? ['why.closed'] : [], ...overflow ? ['why.overflow'] : []];
  if (agents.serving === 0) return [missing.length > 0 ? 'why.skills' : 'why.nobody', ...later];
  if (agents.idle === 0 && agents.working === 0) return ['why.paused', ...later];
  if (agents.apart === agents.serving) return ['why.apart', ...later];
  const reasons = [];
  if (agents.idle === 0) reasons.push('why.busy');
  if (agents.idle > 0) reasons.push('why.soon');
  if (before > 0) reasons.push('why.before');
  if (agents.paused > 0) reasons.push('why.some');
  return [...reasons, ...later];
}
