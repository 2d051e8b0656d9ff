// SPDX-License-Identifier: Apache-2.0
// How agents are spoken of. Pure.

/** @typedef {'break' | 'lunch' | 'meeting' | 'training' | 'office' | 'wrap-up'} Pause */
/** Those that an agent chooses among. */
export const pauses = /** @type {const} */ (['break', 'lunch', 'meeting', 'training', 'office']);

/** What another agent does, in words. @param {any} agent @param {(key: string) => string} t */
export function wordsOfAgent({ status, reason }, t) {
  if (status === 'waiting') return t('agent.ready');
  if (['working', 'paused'].includes(status) && reason === 'wrap-up') return t('pause.wrap-up');
  if (status === 'working') return t('agent.working');
  return status === 'paused' && pauses.includes(reason) ? t(`pause.${reason}`) : t(`agent.${status}`);
}
