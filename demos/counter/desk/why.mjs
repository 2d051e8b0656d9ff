// SPDX-License-Identifier: Apache-2.0
// Why somebody waits while this agent sits here: names of sentences, and what they are filled with. Pure.

const waits = ({ length, first }) => length > 0 && Boolean(first);

/** What keeps the one who comes first from us. @returns {[string, any]} */
function mine({ id, first }, { me, automatic, work, rings }) {
  const { you } = first;
  if (work || me.status === 'working') return ['working', {}];
  if (me.status !== 'waiting') return [me.reason === 'wrap-up' ? 'wrap-up' : 'paused', {}];
  if (rings.some(({ queue }) => queue === id)) return ['rings', {}];
  if (you.bar === 'apart') return ['apart', {}];
  if (!automatic) return ['call', {}];
  return first.rings > 0 ? ['others', { n: first.rings }] : ['soon', {}];
}

/** Of what the agent cannot change the reason comes first. @returns {[string, any] | null} */
function never({ first }) {
  const { you } = first;
  if (you.bar === 'queue') return ['queue', {}];
  return you.bar === 'skills' ? [you.any ? 'skills.any' : 'skills', { skills: you.lacks }] : null;
}

/** What else is to be known of it. @returns {[string, any][]} */
function besides({ first: { agents, closed, missing, overflow } }, queues) {
  const name = (id) => queues.find((queue) => queue.id === id)?.name || String(id);
  return [
    ...missing.length > 0 ? [['nobody', { skills: missing }]] : agents.serving === 0 ? [['none', {}]] : [['team', { serving: agents.serving, idle: agents.idle, working: agents.working, paused: agents.paused }]],
    ...closed ? [['closed', {}]] : [],
    ...overflow ? [['overflow', { name: name(overflow.queue), minutes: Math.max(1, Math.ceil(overflow.in_s / 60)) }]] : [],
  ];
}

/**
 * For a queue, the weightiest first. None: nobody waits there, or the server does not say.
 * @param {any} queue @param {{ me: any, automatic: boolean, work: any, rings: readonly any[], queues: readonly any[] }} desk @returns {[string, any][]}
 */
export function reasonsOf(queue, desk) {
  if (!waits(queue) || !queue.first.you || !desk.me) return [];
  return [never(queue) ?? mine(queue, desk), ...besides(queue, desk.queues)];
}

/** Skills as they are spoken of. @param {readonly { skill: number, level: number }[]} skills @param {(key: string, values?: any) => string} t @param {boolean} any */
const listed = (skills, t, any) => skills.map((one) => t('why.skill', one)).join(t(any ? 'why.or' : 'why.and'));

/** @param {[string, any]} reason @param {(key: string, values?: any) => string} t */
export const wordsOf = ([name, values], t) => t(`why.${name}`, values.skills ? { skills: listed(values.skills, t, name === 'skills.any') } : values);
