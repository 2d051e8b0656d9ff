// SPDX-License-Identifier: Apache-2.0
// A problem as people read it: what, why, what to do.

import { h } from '../../shared/dom.mjs';
import { icon } from '../../shared/icons.mjs';

/** @typedef {import('../store.mjs').Problem} Problem */

/**
 * "Camera: not allowed"; a problem of the whole page has its own title.
 * @param {Problem} problem
 * @param {(key: string, values?: object) => string} t
 * @param {'error' | 'device'} family
 */
export function titleOf(problem, t, family) {
  const title = t(`${family}.${problem.name}.title`);
  return problem.what ? t('device.what', { what: t(`device.for.${problem.what}`), problem: title }) : title;
}

/**
 * Fills `box` with title, cause and cure; empties and hides it without a problem.
 * @param {HTMLElement} box
 * @param {Problem | null} problem
 * @param {(key: string, values?: object) => string} t
 * @param {{ family?: 'error' | 'device', last?: string }} [how] last: one more sentence
 */
export function showProblem(box, problem, t, { family = 'error', last = '' } = {}) {
  box.hidden = problem === null;
  if (!problem) { box.replaceChildren(); return; }
  const key = `${family}.${problem.name}`;
  const title = titleOf(problem, t, family);
  const code = problem.code ? h('span', { class: 'problem-code', title: problem.detail ?? '' }, t('error.code', { code: problem.code })) : null;
  box.replaceChildren(
    icon(family === 'error' ? 'warning' : 'info'),
    h('div', { class: 'problem' },
      h('p', { class: 'problem-title' }, title),
      h('p', {}, [t(`${key}.cause`), t(`${key}.cure`), last].filter(Boolean).join(t('space'))), code));
}
