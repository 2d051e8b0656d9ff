// SPDX-License-Identifier: Apache-2.0
// The client beside his conversation: what he told of himself, notes, messages and files.

import { find, h, setAttribute, setText } from '../../shared/dom.mjs';
import { colourOf, initials } from '../../shared/names.mjs';
import { createChat } from '../lib/chat.mjs';
import { telOf } from './history.mjs';

/** @param {import('./main.mjs').Context} context */
export function createClientCard({ store, texts, work }) {
  const { t } = texts;
  const chat = createChat(find('#chat'), { texts, talk: work.talk });
  const note = find('#client-note');
  note.addEventListener('input', () => store.dispatch({ type: 'note', note: note.value }));
  const wide = matchMedia('(min-width: 861px)');
  const reading = () => { if (store.state.work) store.dispatch({ type: 'talk.reading', reading: wide.matches || store.state.tab === 'client' }); };
  wide.addEventListener('change', reading);
  let shown = '';

  function facts({ intake, at, queue }) {
    const rows = [['about', intake?.about], ['phone', intake?.phone], ['kind', intake && t(`client.kind.${intake.kind}`)], ['language', intake && t(`client.language.${intake.language}`)],
      ['queue', queue.name], ['at', texts.clock(at)]];
    const key = JSON.stringify(rows);
    if (key === shown) return; // what is selected stays selected
    shown = key;
    find('#client-facts').replaceChildren(...rows.filter(([, value]) => value).map(([name, value]) => h('div', {}, h('dt', {}, t(`client.${name}`)), h('dd', { dir: 'auto' }, name === 'phone' && telOf(value) ? h('a', { href: telOf(value), dir: 'ltr' }, value) : value))));
  }

  /** What colleagues have noted. */
  function showRemarks({ remarks, agents, self }) {
    const box = find('#remarks');
    box.hidden = remarks.length === 0;
    const name = (user) => (user === self?.id ? t('you') : agents.find(({ id }) => id === user)?.name || t('party.somebody'));
    box.replaceChildren(...remarks.map(({ user, text }) => h('p', { class: 'remark' }, h('b', {}, name(user)), ' ', h('bdi', {}, text))));
  }

  /** @param {import('./state.mjs').State} state @param {import('./state.mjs').State | null} before */
  return (state, before) => {
    if (state.phase !== 'in') return;
    const { work: now, talk } = state;
    find('#client-card').hidden = !now;
    find('#client-none').hidden = now !== null;
    find('#chat').hidden = !now || talk.stage === 'none';
    setAttribute(find('#client'), 'data-empty', now ? null : '');
    chat(talk);
    if (!now) { shown = ''; return; }
    const name = now.name || t('client.unnamed');
    setText(find('#client-name'), name);
    setText(find('#client-avatar'), initials(name));
    setAttribute(find('#client-avatar'), 'data-colour', String(colourOf(name)));
    setText(find('#client-queue'), now.queue.name);
    facts(now);
    if (now.remarks !== before?.work?.remarks || state.language !== before?.language) showRemarks({ ...now, agents: state.agents, self: state.self });
    find('#client-note-field').hidden = now.stage === 'wrap';
    if (note.value !== now.note) note.value = now.note;
    if (state.tab !== before?.tab || now.stage !== before?.work?.stage) queueMicrotask(reading);
  };
}
