// SPDX-License-Identifier: Apache-2.0
// The controls at the bottom, and the small menu behind "More".

import { find, findAll, h, setAttribute, setLabel, setText } from '../../shared/dom.mjs';
import { icon, setIcon } from '../../shared/icons.mjs';

/** A button with an icon above a word. */
function barButton(selector, iconName) {
  const element = find(selector);
  const svg = icon(iconName);
  const word = h('span', { class: 'bar-word' });
  const badge = h('span', { class: 'badge', 'aria-hidden': 'true', hidden: true });
  element.append(svg, word, badge);
  return { element, svg, word, badge };
}

/** @param {import('../main.mjs').Context} context */
export function createBar({ store, texts, actions }) {
  const { t } = texts;
  const mic = barButton('#mic-button', 'mic');
  const camera = barButton('#cam-button', 'camera');
  const chat = barButton('#chat-button', 'chat');
  const people = barButton('#people-button', 'people');
  const more = barButton('#more-button', 'more');
  const leave = barButton('#leave-button', 'leave');
  const menu = createMenu(more.element, find('#more'));

  mic.element.addEventListener('click', () => actions.toggle('mic'));
  camera.element.addEventListener('click', () => actions.toggle('camera'));
  chat.element.addEventListener('click', () => actions.togglePanel('chat'));
  people.element.addEventListener('click', () => actions.togglePanel('people'));
  leave.element.addEventListener('click', () => actions.leave());
  for (const button of findAll('[data-copy]')) button.addEventListener('click', () => actions.copyLink());
  for (const button of findAll('[data-help]')) button.addEventListener('click', () => actions.openDialog('help'));
  for (const button of findAll('[data-settings]')) button.addEventListener('click', () => actions.openDialog('settings'));
  const fullScreen = createFullScreen(t, actions);

  function renderDevice(kind, { element, svg, word }, state) {
    const on = state.want[kind] && !state.deviceProblem[kind];
    const open = kind === 'mic' ? state.self?.mic : state.self?.camera === 'open';
    setIcon(svg, on ? kind : `${kind}-off`);
    setText(word, t(`${kind}.${on ? 'on' : 'off'}`));
    setLabel(element, t(`${kind}.${on ? 'on' : 'off'}.long`), `${t(`${kind}.${on ? 'on' : 'off'}.long`)} (${kind === 'mic' ? 'M' : 'V'})`);
    setAttribute(element, 'data-on', on);
    setAttribute(element, 'data-open', Boolean(open));
    setAttribute(element, 'aria-busy', state.busy[kind]);
    setAttribute(element, 'data-problem', state.deviceProblem[kind] ? '' : null);
  }

  function render(state) {
    if (state.phase !== 'room') { menu.close(); return; }
    renderDevice('mic', mic, state);
    renderDevice('camera', camera, state);
    setText(chat.word, t('bar.chat'));
    setLabel(chat.element, state.unread ? t('bar.chat.unread', { n: state.unread }) : t('bar.chat'), `${t('bar.chat')} (C)`);
    setAttribute(chat.element, 'aria-expanded', state.panel === 'chat');
    chat.badge.hidden = state.unread === 0;
    setText(chat.badge, state.unread > 99 ? '99+' : String(state.unread));
    const count = state.others.length + 1;
    setText(people.word, t('bar.people'));
    setLabel(people.element, t('bar.people.count', { n: count }), `${t('bar.people')} (P)`);
    setAttribute(people.element, 'aria-expanded', state.panel === 'people');
    people.badge.hidden = false;
    setText(people.badge, String(count));
    setText(more.word, t('bar.more'));
    setLabel(more.element, t('bar.more'));
    setText(leave.word, t('bar.leave'));
    setLabel(leave.element, t('bar.leave'));
    fullScreen();
  }

  document.addEventListener('fullscreenchange', () => render(store.state));
  people.badge.classList.add('calm');
  return Object.assign(render, { closeMenu: menu.close });
}

/** A list of buttons that opens above its button. @param {HTMLElement} button @param {HTMLElement} menu */
function createMenu(button, menu) {
  const items = () => findAll('button, select', menu);

  function set(open) {
    menu.hidden = !open;
    setAttribute(button, 'aria-expanded', open);
  }
  /** @returns {boolean} it was open */
  function close() {
    if (menu.hidden) return false;
    const inside = menu.contains(document.activeElement);
    set(false);
    if (inside) button.focus();
    return true;
  }

  button.addEventListener('click', () => {
    set(menu.hidden);
    if (!menu.hidden) items()[0].focus();
  });
  menu.addEventListener('click', (/** @type {any} */ event) => { if (event.target.closest('button')) close(); });
  menu.addEventListener('keydown', (/** @type {any} */ event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target.matches('select')) return;
    event.preventDefault();
    const all = items();
    all[(all.indexOf(event.target) + step + all.length) % all.length].focus();
  });
  document.addEventListener('pointerdown', (/** @type {any} */ event) => {
    if (!menu.hidden && !menu.contains(event.target) && !button.contains(event.target)) set(false);
  });
  menu.addEventListener('focusout', (/** @type {any} */ event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget) && event.relatedTarget !== button) set(false);
  });
  return { close };
}

/** Full screen, where the browser can (iPhones cannot): gives what draws its buttons. */
function createFullScreen(t, actions) {
  const buttons = findAll('[data-full-screen]');
  for (const button of buttons) {
    button.hidden = !document.fullscreenEnabled;
    button.addEventListener('click', () => actions.toggleFullScreen());
  }
  return () => {
    const now = document.fullscreenElement !== null;
    const text = t(now ? 'full-screen.off' : 'full-screen.on');
    for (const button of buttons) {
      setIcon(find('svg', button), now ? 'full-screen-exit' : 'full-screen');
      const [words] = findAll('[data-full-screen-text]', button);
      if (words) setText(words, text); else setLabel(button, text, `${text} (F)`);
    }
  };
}
