// SPDX-License-Identifier: Apache-2.0
// The keyboard, the list of its keys, and the tabs of small screens.

import { find, h, setAttribute, setText } from '../../shared/dom.mjs';
import { dialogOf, shortcutOf } from '../lib/page.mjs';

const TABS = /** @type {const} */ (['work', 'client', 'team', 'today']);

/** @param {import('./main.mjs').Context} context */
export function createKeys({ store, texts, work }) {
  const { t } = texts;
  const help = dialogOf('#help');
  find('#help-button').addEventListener('click', () => help.showModal());
  const tabs = TABS.map((name) => ({ name, element: h('button', { type: 'button', role: 'tab', 'data-testid': `tab-${name}`, onclick: () => store.dispatch({ type: 'tab', tab: name }) }) }));
  find('#tabs').append(...tabs.map(({ element }) => element));
  find('#tabs').addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (!step) return;
    const next = tabs[(TABS.indexOf(store.state.tab) + step + TABS.length) % TABS.length];
    store.dispatch({ type: 'tab', tab: next.name });
    next.element.focus();
  });

  const visible = (id) => { const element = find(id); return element.offsetParent !== null ? element : null; };
  /** Each key presses what is on the screen, or does nothing. */
  const keys = [
    ['R', 'ready', () => visible('#ready')?.click()],
    ['P', 'pause', () => visible('#pause')?.click()],
    ['N', 'next', () => visible('#next')?.click()],
    ['A', 'accept', () => (visible('#accept') ?? visible('#back-reached') ?? document.querySelector('#rings:not([hidden]) button'))?.click()],
    ['B', 'back', () => visible('#back-phone')?.click()],
    ['L', 'later', () => visible('#back-later')?.click()],
    ['U', 'unreached', () => visible('#back-unreached')?.click()],
    ['M', 'mic', null], ['V', 'camera', null], ['H', 'hold', null], ['X', 'pass', null], ['E', 'hang-up', null],
    ['T', 'note', () => { store.dispatch({ type: 'tab', tab: 'client' }); (visible('#client-note') ?? visible('#wrap-note'))?.focus(); }],
    ['W', 'write', () => { store.dispatch({ type: 'tab', tab: 'client' }); document.querySelector('[data-testid="chat-input"]')?.focus(); }],
    ['D', 'done', () => { if (visible('#wrap')) void work.done(); }],
    ['?', 'help', () => help.showModal()],
  ];
  document.addEventListener('keydown', (event) => {
    if (store.state.phase !== 'in') return;
    const pressed = shortcutOf(event);
    const key = keys.find(([name]) => String(name).toLowerCase() === pressed);
    if (!key) { if (event.key === 'Escape' && document.activeElement?.matches('textarea')) document.activeElement.blur(); return; }
    event.preventDefault();
    if (typeof key[2] === 'function') key[2](); else document.dispatchEvent(new CustomEvent('desk-key', { detail: pressed }));
  });

  /** @param {import('./state.mjs').State} state @param {import('./state.mjs').State | null} before */
  return (state, before) => {
    if (state.phase !== 'in') { help.close(); return; }
    if (state.language !== before?.language || before?.phase !== 'in')
      find('#help-keys').replaceChildren(...keys.map(([key, name]) => h('div', {}, h('dt', {}, h('kbd', {}, String(key))), h('dd', {}, t(`key.${name}`)))));
    for (const { name, element } of tabs) {
      const badge = name === 'client' && state.talk.unread > 0 ? ` (${state.talk.unread})` : '';
      setText(element, t(`tab.${name}`) + badge);
      setAttribute(element, 'aria-selected', String(state.tab === name));
      setAttribute(element, 'tabindex', state.tab === name ? '0' : '-1');
    }
  };
}
