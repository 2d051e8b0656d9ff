// SPDX-License-Identifier: Apache-2.0
// What is to be looked at now, and from when on something is.

import { find, h, setAttribute } from '../../shared/dom.mjs';
import { icon } from '../../shared/icons.mjs';
import { dialogOf } from '../lib/page.mjs';
import { thresholdsOf } from './numbers.mjs';

const fields = { waiting: '#most-waiting', seconds: '#most-seconds', free: '#least-free', level: '#least-level' };

/** @param {import('./main.mjs').Context} context */
export function createAlarms({ store, texts, tones }) {
  const { t } = texts;
  const dialog = dialogOf('#thresholds');
  find('#thresholds-button').addEventListener('click', () => {
    for (const [name, id] of Object.entries(fields)) find(id).value = String(store.state.thresholds[name]);
    dialog.showModal();
  });
  find('#thresholds-form').addEventListener('submit', (event) => {
    event.preventDefault();
    tones.unlock();
    const typed = Object.fromEntries(Object.entries(fields).map(([name, id]) => [name, find(id).value === '' ? 0 : Number(find(id).value)]));
    store.dispatch({ type: 'thresholds', thresholds: thresholdsOf(typed), time: Date.now() });
    dialog.close();
  });
  let shown = '';

  function row({ key, kind, queue, name, value }) {
    const seen = store.state.seen.includes(key);
    return h('li', { class: 'alarm', 'data-testid': `alarm-${kind}`, 'data-seen': seen ? '' : null }, icon('warning'), h('span', { class: 'alarm-text' }, t(`alarm.${kind}`, { name, n: value })),
      queue ? h('button', { type: 'button', class: 'button small', 'data-testid': `alarm-why-${queue}`, onclick: () => store.dispatch({ type: 'why', queue }) }, t('alarm.why')) : null,
      seen ? null : h('button', { type: 'button', class: 'button small', onclick: () => store.dispatch({ type: 'seen', key }) }, t('alarm.seen')));
  }

  /** @param {import('./state.mjs').State} state */
  return (state) => {
    if (state.phase !== 'in') { dialog.close(); return; }
    find('#alarms').hidden = state.alarms.length === 0;
    const key = JSON.stringify([state.language, state.alarms, state.seen]);
    if (key === shown) return; // said once
    shown = key;
    find('#alarm-list').replaceChildren(...state.alarms.map(row));
    setAttribute(find('#alarms'), 'data-fresh', state.alarms.some((one) => !state.seen.includes(one.key)) ? '' : null);
  };
}
