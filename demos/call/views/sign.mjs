// SPDX-License-Identifier: Apache-2.0
// The form before signing in, and what is in the head of the page.

import { find, h, setAttribute, setLabel, setText } from '../../shared/dom.mjs';
import { icon, setIcon } from '../../shared/icons.mjs';
import { recall, remember } from '../../shared/prefs.mjs';

const NAME_BYTES = 128;
/** The password fields that an error asks for, by its code. */
const askedBy = { 102: 'server-password', 200: 'password', 204: 'password' };

/** @param {import('../state.mjs').Problem} problem @param {any} texts of the page @returns {{ title: string, more: string, code: string }} */
export function wordsOf(problem, texts) {
  const code = problem.code ? texts.t('problem.code', { code: problem.code }) : '';
  if (!problem.texts) return { title: texts.t(`problem.${['sdk', 'webrtc'].includes(problem.name) ? problem.name : 'other'}`), more: '', code };
  const { text, cause, cure } = problem.texts(texts.language);
  return { title: text, more: [cause, cure].filter(Boolean).join(texts.language === 'zh' ? '' : ' '), code };
}

/** @param {import('../main.mjs').Context} context */
export function createSign({ store, texts, phone, tones }) {
  const { t } = texts;
  const name = find('#name');
  const button = find('#sign-in');
  const error = find('#sign-error');
  const ring = find('#ring');
  const bell = icon('bell');
  ring.append(bell);

  function mistake(key) {
    const line = find('#name-error');
    line.hidden = key === '';
    setText(line, key && t(key));
    setAttribute(name, 'aria-invalid', String(key !== ''));
  }

  find('#sign-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const typed = name.value.trim();
    const wrong = typed === '' ? 'sign.name.empty' : new TextEncoder().encode(typed).length > NAME_BYTES ? 'sign.name.long' : '';
    mistake(wrong);
    if (wrong) { name.focus(); return; }
    if (store.state.phase !== 'out') return;
    tones.unlock(); // while we have a click
    remember('name', typed);
    void phone.signIn({ name: typed, password: find('#password').value, serverPassword: find('#server-password').value });
  });
  name.addEventListener('input', () => mistake(''));
  name.value = new URLSearchParams(location.search).get('name') ?? recall('name');
  ring.addEventListener('click', () => { tones.unlock(); store.dispatch({ type: 'ring', ring: !store.state.ring }); });
  find('#sign-out').addEventListener('click', () => phone.signOut());

  function showError(problem) {
    error.hidden = problem === null;
    if (!problem) { error.replaceChildren(); return; }
    const { title, more, code } = wordsOf(problem, texts);
    error.replaceChildren(icon('warning'), h('div', { class: 'problem' }, h('p', { class: 'problem-title' }, title), more && h('p', {}, more), code && h('span', { class: 'problem-code' }, code)));
    const field = askedBy[problem.code];
    if (field) { find('.more').open = true; find(`#${field}`).focus(); } else error.focus();
  }

  /** @param {import('../state.mjs').State} state @param {import('../state.mjs').State | null} before */
  return (state, before) => {
    const inside = state.phase === 'in';
    find('#sign').hidden = inside;
    find('#sign-out').hidden = !inside;
    ring.hidden = !inside;
    setIcon(bell, state.ring ? 'bell' : 'bell-off');
    setLabel(ring, t(state.ring ? 'ring.on' : 'ring.off'));
    setAttribute(ring, 'aria-pressed', String(state.ring));
    setText(button, t(state.phase === 'entering' ? 'sign.entering' : 'sign.button'));
    setAttribute(button, 'aria-disabled', String(state.phase === 'entering'));
    if (state.problem !== before?.problem || state.language !== before?.language) showError(state.problem);
    if (inside && before?.phase !== 'in') for (const field of ['#password', '#server-password']) find(field).value = '';
    if (!inside && before?.phase === 'in' && !state.problem) name.focus();
  };
}
