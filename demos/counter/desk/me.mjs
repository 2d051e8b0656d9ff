// SPDX-License-Identifier: Apache-2.0
// The agent himself: what he does, since when, his figures; ready and pause.

import { find, h, setAttribute, setText } from '../../shared/dom.mjs';
import { duration } from '../../shared/time.mjs';
import { dialogOf, showProblem } from '../lib/page.mjs';
import { pauses } from '../staff/words.mjs';
import { doing, handleTime } from './state.mjs';

const TICK_MS = 1000;

/** @param {import('./main.mjs').Context} context */
export function createMe({ store, texts, work, tones }) {
  const { t } = texts;
  const dialog = dialogOf('#pause-dialog');
  const buttons = pauses.map((name, i) => {
    const word = h('span', {});
    const element = h('button', { type: 'button', class: 'button wide', 'data-testid': `reason-${name}`, onclick: () => { dialog.close(); void work.setStatus(name); } }, word, h('kbd', {}, String(i + 1)));
    return { name, word, element };
  });
  find('#reasons').append(...buttons.map(({ element }) => element));
  dialog.addEventListener('keydown', (event) => { buttons[Number(event.key) - 1]?.element.click(); });
  find('#ready').addEventListener('click', () => { tones.unlock(); void work.setStatus('ready'); });
  find('#pause').addEventListener('click', () => { dialog.showModal(); buttons[0].element.focus(); });
  window.setInterval(() => { if (store.state.phase === 'in') count(); }, TICK_MS);

  function count() {
    const { state } = store;
    const since = state.work ? state.work.at : state.since;
    const later = state.work && state.work.stage !== 'wrap' ? t(state.wish === 'ready' ? 'me.then.ready' : 'me.then.pause', { reason: state.wish === 'ready' ? '' : t(`pause.${state.wish}`) }) : '';
    setText(find('#me-more'), [duration((Date.now() - since) / 1000), later].filter(Boolean).join(' · '));
  }

  function figures({ me, history }) {
    const mean = handleTime(me);
    const rows = [['served', String(me?.served ?? 0)], ['mean', mean === null ? '–' : duration(mean)], ['missed', String(history.filter(({ outcome }) => outcome === 'missed').length)]];
    find('#me-figures').replaceChildren(...rows.map(([key, value]) => h('div', {}, h('dt', {}, t(`me.${key}`)), h('dd', {}, value))));
  }

  /** @param {import('./state.mjs').State} state @param {import('./state.mjs').State | null} before */
  return (state, before) => {
    if (state.phase !== 'in') { dialog.close(); return; }
    const now = doing(state);
    setAttribute(find('#me'), 'data-doing', now);
    setText(find('#me-doing'), state.work?.stage === 'away' ? t('doing.back') : now === 'paused' ? (state.wish === 'ready' ? t('doing.closed') : t('doing.paused', { reason: t(`pause.${state.wish}`) })) : t(`doing.${now}`));
    for (const [id, pressed] of /** @type {const} */ ([['#ready', state.wish === 'ready'], ['#pause', state.wish !== 'ready']])) setAttribute(find(id), 'aria-pressed', String(pressed));
    setText(find('#pause-word'), t(state.work ? 'me.pause.after' : 'me.pause'));
    for (const { word, name } of buttons) setText(word, t(`pause.${name}`));
    find('#away').hidden = !state.away;
    if (state.problem !== before?.problem || state.language !== before?.language) showProblem(find('#problem'), state.problem, texts);
    figures(state);
    count();
    if (before?.phase !== 'in') find('#me-doing').focus();
  };
}
