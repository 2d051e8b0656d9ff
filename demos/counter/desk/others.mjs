// SPDX-License-Identifier: Apache-2.0
// Other agents: whom the client can be passed on to or who can be asked in, and what they ask us.

import { find, h, setAttribute, setText } from '../../shared/dom.mjs';
import { colourOf, initials } from '../../shared/names.mjs';
import { dialogOf } from '../lib/page.mjs';
import { wordsOfAgent } from '../staff/words.mjs';

/** @param {import('./main.mjs').Context} context */
export function createOthers({ store, texts, work, tones }) {
  const { t } = texts;
  const dialog = dialogOf('#pass-dialog');
  const request = find('#request');
  const text = find('#pass-text');
  let shown = '';
  document.addEventListener('desk-pass', () => { text.value = ''; dialog.showModal(); text.focus(); });
  find('#request-yes').addEventListener('click', () => { tones.unlock(); void work.answer(true); });
  find('#request-no').addEventListener('click', () => void work.answer(false));
  request.addEventListener('cancel', (event) => { event.preventDefault(); void work.answer(false); });

  const act = (what, to) => () => { dialog.close(); void work.pass(what, to, text.value); };
  const button = (what, to, id, main = false) => h('button', { type: 'button', class: main ? 'button small primary' : 'button small', 'data-testid': `${what}-${id}`, onclick: act(what, to) }, t(`pass.${what}`));

  function agentRow(agent, parties) {
    const free = agent.status !== 'working' && agent.status !== 'closed' && !parties.some(({ user }) => user === agent.id);
    return h('li', { class: 'row-line pass-row', 'data-status': agent.status }, h('span', { class: 'avatar small', 'aria-hidden': 'true', 'data-colour': String(colourOf(agent.name)) }, initials(agent.name)),
      h('span', { class: 'row-text' }, h('bdi', {}, agent.name), h('span', { class: 'soft' }, h('span', { class: 'status-dot', 'aria-hidden': 'true' }), wordsOfAgent(agent, t))),
      free ? h('span', { class: 'pass-buttons' }, button('consult', { agent: agent.id }, agent.id), button('invite', { agent: agent.id }, agent.id), button('transfer', { agent: agent.id }, agent.id, true)) : null);
  }

  function showPass({ work: now, agents, queues, self }) {
    const others = agents.filter(({ id }) => id !== self?.id);
    const key = JSON.stringify([texts.language, others.map(({ id, name, status, reason }) => [id, name, status, reason]), queues.map(({ id, name, length }) => [id, name, length]), now.parties]);
    if (key === shown) return; // who is about to press keeps his button
    shown = key;
    find('#pass-agents').replaceChildren(...others.length > 0 ? others.map((agent) => agentRow(agent, now.parties)) : [h('li', { class: 'soft' }, t('team.alone'))]);
    find('#pass-queues').replaceChildren(...queues.map(({ id, name, length }) => h('li', { class: 'row-line' }, h('span', { class: 'row-text' }, h('bdi', {}, name), h('span', { class: 'soft' }, t('queues.length', { n: length }))),
      h('button', { type: 'button', class: 'button small', 'data-testid': `to-queue-${id}`, onclick: act('transfer', { queue: id }) }, t('pass.transfer')))));
  }

  function showRequest({ request: asked }) {
    if (!asked) { request.close(); return; }
    const name = asked.name || t('party.somebody');
    setText(find('#request-title'), t(asked.role === 'agent' ? 'request.agent' : 'request.guest', { name }));
    setText(find('#request-client'), [asked.client || t('client.unnamed'), asked.about].filter(Boolean).join(' · '));
    find('#request-text').hidden = asked.text === '';
    setText(find('#request-text'), asked.text);
    if (!request.open) { request.showModal(); find('#request-title').focus(); } // no button: nobody agrees by what he is just typing
  }

  /** @param {import('./state.mjs').State} state */
  return (state) => {
    if (state.phase !== 'in' || state.work?.stage !== 'talking' || state.work.role !== 'agent') dialog.close(); else showPass(state);
    setAttribute(dialog, 'aria-busy', String(state.passing));
    if (state.phase === 'in') showRequest(state); else request.close();
  };
}
