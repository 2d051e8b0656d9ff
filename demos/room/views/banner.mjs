// SPDX-License-Identifier: Apache-2.0
// One line below the head for what the user should know now; the most urgent of what there is.

import { find, h, setAttribute } from '../../shared/dom.mjs';
import { icon } from '../../shared/icons.mjs';
import { titleOf } from './problem.mjs';

const BACK_MS = 4000;

/**
 * @param {import('../store.mjs').State} state
 * @returns {'lost' | 'failed' | 'back' | 'sound' | 'draining' | 'device' | 'warning' | ''}
 */
export function urgent(state) {
  if (state.link === 'lost' || state.link === 'failed') return state.link;
  if (state.soundBlocked && state.others.length > 0) return 'sound';
  if (state.drainAt) return 'draining';
  if (state.warning) return 'warning';
  if (state.link === 'back') return 'back';
  return '';
}

/** @param {import('../main.mjs').Context} context */
export function createBanner({ store, texts, actions, call }) {
  const { t } = texts;
  const banner = find('#banner');
  let timer = 0;

  const button = (key, onclick, testid) => h('button', { type: 'button', class: 'button small', 'data-testid': testid, onclick }, t(key));
  const closer = () => h('button', {
    type: 'button', class: 'plain-icon', 'aria-label': t('banner.close'), title: t('banner.close'),
    onclick: () => store.dispatch({ type: 'warning', problem: null }),
  }, icon('close'));

  /** @returns {(Node | null)[]} */
  function content(kind, state) {
    const text = (words) => h('p', {}, words);
    if (kind === 'lost') return [h('span', { class: 'spinner', 'aria-hidden': 'true' }), text(t('banner.lost'))];
    if (kind === 'failed') return [icon('warning'), text(t('banner.failed')), button('banner.retry', () => actions.retry(), 'retry-button')];
    if (kind === 'back') return [icon('check'), text(t('banner.back'))];
    if (kind === 'sound') return [icon('speaker'), text(t('banner.sound')), button('banner.sound.button', () => call.playSound(), 'sound-button')];
    if (kind === 'draining') return [icon('info'), text(t('banner.draining', { time: texts.clock(state.drainAt) }))];
    const { family = 'error', name } = state.warning;
    const words = h('div', {},
      h('p', { class: 'problem-title' }, titleOf(state.warning, t, family)),
      h('p', {}, [t(`${family}.${name}.cause`), t(`${family}.${name}.cure`)].join(t('space'))));
    return [icon('warning'), words, closer()];
  }

  return (state, before) => {
    const kind = state.phase === 'room' ? urgent(state) : '';
    const was = before && before.phase === 'room' ? urgent(before) : '';
    if (before && kind === was && state.language === before.language && state.warning === before.warning && state.drainAt === before.drainAt) return;
    banner.hidden = kind === '';
    setAttribute(banner, 'data-kind', kind || null);
    banner.replaceChildren(...(kind ? content(kind, state) : []));
    clearTimeout(timer);
    if (state.link === 'back') timer = setTimeout(() => { if (store.state.link === 'back') store.dispatch({ type: 'link', link: 'up' }); }, BACK_MS);
  };
}
