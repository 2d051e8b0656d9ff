// SPDX-License-Identifier: Apache-2.0
// The numbers of the board, made from what the server tells of the area. Pure. What happened before the page was opened is not known, and
// is not guessed: a wait that began earlier is at least as long as we have looked.

/**
 * Somebody who waits. exact: we have seen him come.
 * @typedef {{ user: number, queue: number, since: number, exact: boolean }} Waiting
 *
 * @typedef {object} Tally of a queue, since the page was opened
 * @property {number} answered clients who came to an agent
 * @property {number} soon of them those who waited at most LEVEL_S seconds; only exact waits count
 * @property {number} exact those whose wait is known exactly, answered or not
 * @property {number} wait seconds that the answered ones with an exact wait have waited in all
 * @property {number} waits how many these are
 * @property {number} left clients who left the queue on their own
 */

/** Answered within so many seconds counts for the service level. */
export const LEVEL_S = 20;
export const SAMPLE_MS = 5000;
const SAMPLES = 360, PEOPLE = 20000;

/** @returns {Tally} */
export const noTally = () => ({ answered: 0, soon: 0, exact: 0, wait: 0, waits: 0, left: 0 });

const secondsOf = (waiting, time) => Math.max(0, (time - waiting.since) / 1000);

/** Somebody came into a queue, or has gone out of it. @param {Waiting[]} people @param {{ queue: number, user: number, waits: boolean }} change @param {number} time */
export function queued(people, { queue, user, waits }, time) {
  const others = people.filter((one) => one.user !== user);
  return waits && others.length < PEOPLE ? [...others, { user, queue, since: time, exact: true }] : others;
}

/**
 * Those who wait but were there before us fill up the length that the server tells.
 * @param {Waiting[]} people @param {readonly any[]} queues @param {number} opened when the page began to look
 */
export function reconcile(people, queues, opened) {
  return queues.flatMap(({ id, length }) => {
    const known = people.filter(({ queue, exact }) => queue === id && exact).slice(-Math.max(0, length) || people.length + 1);
    const unknown = Math.min(Math.max(0, length - known.length), PEOPLE);
    return [...Array.from({ length: unknown }, () => ({ user: 0, queue: id, since: opened, exact: false })), ...length === 0 ? [] : known];
  });
}

/** @param {Tally} tally @param {Waiting | undefined} waiting @param {boolean} answered @param {number} time @returns {Tally} */
export function count(tally, waiting, answered, time) {
  const seconds = waiting?.exact ? secondsOf(waiting, time) : null;
  const late = seconds !== null && seconds > LEVEL_S;
  if (!answered) return { ...tally, left: tally.left + 1, exact: tally.exact + (late ? 1 : 0) }; // who leaves sooner had no time to be answered
  return {
    ...tally, answered: tally.answered + 1, soon: tally.soon + (seconds !== null && !late ? 1 : 0), exact: tally.exact + (seconds === null ? 0 : 1),
    wait: tally.wait + (seconds ?? 0), waits: tally.waits + (seconds === null ? 0 : 1),
  };
}

/** 0 to 1; null: there is nothing to say it of. @param {Tally} tally */
export const serviceLevel = ({ soon, exact }) => (exact > 0 ? soon / exact : null);
/** Seconds. @param {Tally} tally */
export const speedOfAnswer = ({ wait, waits }) => (waits > 0 ? wait / waits : null);
/** @param {Tally[]} tallies */
export const sum = (tallies) => tallies.reduce((all, one) => /** @type {Tally} */ (Object.fromEntries(Object.keys(all).map((key) => [key, all[key] + one[key]]))), noTally());

/** The longest wait of a queue (0: of all). @param {Waiting[]} people @param {number} queue @param {number} time @returns {{ seconds: number, exact: boolean } | null} */
export function longest(people, queue, time) {
  const those = people.filter((one) => queue === 0 || one.queue === queue);
  if (those.length === 0) return null;
  const first = those.reduce((a, b) => (b.since < a.since ? b : a));
  return { seconds: secondsOf(first, time), exact: first.exact };
}

/** @param {{ agents: number, idle: number, working: number, paused: number, waiting: number }[]} samples the oldest first */
export const sample = (samples, now) => [...samples, now].slice(-SAMPLES);

/** Does this agent serve that queue? The server says it; one that does not goes by the manual's rule alone. */
export const serves = (agent, queue) => agent.queues ? agent.queues.includes(queue.id) : agent.attribute === -1 || queue.attribute === 0 || (agent.attribute & queue.attribute) !== 0;

/**
 * Why people wait in a queue: who serves it and what they do, and the name of the sentence that says it.
 * @param {any} queue @param {readonly any[]} agents
 */
export function why(queue, agents) {
  const serving = agents.filter((agent) => serves(agent, queue));
  const by = (status) => serving.filter((agent) => agent.status === status);
  const groups = { waiting: by('waiting'), working: by('working'), paused: by('paused'), closed: by('closed') };
  const reason = queue.length === 0 ? 'nobody' : serving.length === 0 ? 'none' : groups.waiting.length > 0 ? 'free' : groups.working.length > 0 ? 'busy' : 'paused';
  return { reason, serving, ...groups };
}

/** What else keeps the one who comes first: names of sentences, and what they are filled with. @param {any} queue @param {readonly any[]} queues @returns {[string, any][]} */
export function besides({ length, first }, queues) {
  if (length === 0 || !first) return [];
  const { missing, agents, closed, overflow } = first;
  return [
    ...missing.map(({ skill, level }) => ['missing', { skill, level }]),
    ...agents.apart > 0 ? [['apart', { n: agents.apart }]] : [],
    ...closed ? [['closed', {}]] : [],
    ...overflow ? [['overflow', { name: queues.find(({ id }) => id === overflow.queue)?.name ?? String(overflow.queue), minutes: Math.max(1, Math.ceil(overflow.in_s / 60)) }]] : [],
  ];
}

// ---- alarms ----

/** Upper bounds; level is a lower one. 0: off. @typedef {{ waiting: number, seconds: number, free: number, level: number }} Thresholds */
/** @returns {Thresholds} */
export const usual = () => ({ waiting: 5, seconds: 300, free: 1, level: 80 });

/** As they were kept, or typed. @param {any} kept @returns {Thresholds} */
export function thresholdsOf(kept) {
  const whole = (value, most, otherwise) => (Number.isInteger(value) && value >= 0 && value <= most ? value : otherwise);
  const { waiting, seconds, free, level } = usual();
  return { waiting: whole(kept?.waiting, 10000, waiting), seconds: whole(kept?.seconds, 86400, seconds), free: whole(kept?.free, 1000, free), level: whole(kept?.level, 100, level) };
}

/**
 * What is to be looked at now. key is the same as long as the cause is.
 * @param {{ area: any, queues: readonly any[], agents: readonly any[], people: Waiting[], tallies: Record<number, Tally> }} board
 * @param {Thresholds} thresholds @param {number} time
 */
export function alarmsOf({ area, queues, agents, people, tallies }, thresholds, time) {
  const alarms = [];
  for (const queue of queues) {
    const wait = longest(people, queue.id, time);
    if (thresholds.waiting > 0 && queue.length >= thresholds.waiting) alarms.push({ key: `waiting.${queue.id}`, kind: 'waiting', queue: queue.id, name: queue.name, value: queue.length });
    if (thresholds.seconds > 0 && wait && wait.seconds >= thresholds.seconds) alarms.push({ key: `seconds.${queue.id}`, kind: 'seconds', queue: queue.id, name: queue.name, value: thresholds.seconds });
    if (queue.length > 0 && why(queue, agents).reason === 'none') alarms.push({ key: `nobody.${queue.id}`, kind: 'nobody', queue: queue.id, name: queue.name, value: queue.length });
  }
  if (area && thresholds.free > 0 && area.waiting > 0 && area.idle < thresholds.free) alarms.push({ key: 'free', kind: 'free', queue: 0, name: '', value: area.idle });
  const level = serviceLevel(sum(Object.values(tallies)));
  if (thresholds.level > 0 && level !== null && sum(Object.values(tallies)).exact >= 5 && level * 100 < thresholds.level) alarms.push({ key: 'level', kind: 'level', queue: 0, name: '', value: Math.round(level * 100) });
  return alarms;
}
