// SPDX-License-Identifier: Apache-2.0
// How staff sign in: name, password, then the branch, where there are several.

import { find, findAll, h, setAttribute, setText } from '../../shared/dom.mjs';
import { icon } from '../../shared/icons.mjs';
import { recall, remember } from '../../shared/prefs.mjs';
import { mistake, showProblem } from '../lib/page.mjs';

const NAME_BYTES = 128;

/**
 * @param {object} context
 * @param {{ state: any, dispatch: (action: any) => void }} context.store
 * @param {any} context.texts
 * @param {{ unlock: () => void }} context.tones
 * @param {{ signIn: (wish: any) => Promise<void>, enter: (area: number) => Promise<void>, leave: () => void }} server
 * @param {string} kept under what name the last name is remembered
 */
export function createSign({ store, texts, tones }, server, kept) {
  const { t } = texts;
  const [name, password] = [find('#name'), find('#password')];
  const button = find('#sign-in');
  const note = find('#sign-problem');

  find('#sign-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const typed = name.value.trim();
    const long = new TextEncoder().encode(typed).length > NAME_BYTES;
    const badName = mistake(name, typed === '' ? t('sign.name.empty') : long ? t('sign.name.long') : '');
    const badPassword = mistake(password, password.value === '' ? t('sign.password.empty') : ''); // guests are not staff
    if (badName || badPassword) { (badName ? name : password).focus(); return; }
    if (store.state.phase !== 'out') return;
    tones.unlock(); // while we have a click
    remember(kept, typed);
    const mode = findAll('[name="mode"]').find(({ checked }) => checked)?.value;
    void server.signIn({ name: typed, password: password.value, serverPassword: find('#server-password').value, automatic: mode !== 'manual' });
  });
  name.addEventListener('input', () => mistake(name, ''));
  password.addEventListener('input', () => mistake(password, ''));
  name.value = new URLSearchParams(location.search).get('name') ?? recall(kept);
  find('#sign-out').addEventListener('click', () => server.leave());

  /** @param {any} state @param {any} before */
  return (state, before) => {
    const inside = state.phase === 'in';
    find('#sign').hidden = inside;
    find('#sign-out').hidden = state.phase === 'out' || state.phase === 'entering';
    if (inside) { if (before?.phase !== 'in') password.value = find('#server-password').value = ''; return; }
    find('#sign-form').hidden = state.phase === 'branch';
    find('#branch-choice').hidden = state.phase !== 'branch';
    setText(button, t(state.phase === 'entering' ? 'sign.entering' : 'sign.button'));
    setAttribute(button, 'aria-disabled', String(state.phase === 'entering'));
    if (state.phase === 'branch') {
      find('#branches').replaceChildren(...state.areas.map(({ id, name: title, description }) => h('li', {}, h('button', {
        type: 'button', class: 'button wide branch', 'data-testid': `branch-${id}`, onclick: () => void server.enter(id),
      }, icon('branch'), h('span', {}, title || `${id}`), description && h('span', { class: 'soft' }, description)))));
      if (state.areas.length === 0) find('#branches').append(h('li', { class: 'note calm' }, t('sign.branch.none')));
    }
    if (state.problem !== before?.problem || state.language !== before?.language) {
      showProblem(note, state.problem, texts);
      if (state.problem) note.focus();
    }
    if (before && before.phase === 'in' && !state.problem) name.focus();
  };
}
