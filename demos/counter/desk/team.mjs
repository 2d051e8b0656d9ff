// SPDX-License-Identifier: Apache-2.0
// Who waits, who else works, and whom we have served today.

import { find, h, setAttribute, setText } from '../../shared/dom.mjs';
import { colourOf, initials } from '../../shared/names.mjs';
import { duration } from '../../shared/time.mjs';
import { wordsOfAgent } from '../staff/words.mjs';
import { table, telOf } from './history.mjs';
import { reasonsOf, wordsOf } from './why.mjs';

/** @param {import('./main.mjs').Context} context */
export function createTeam({ store, texts }) {
  const { t } = texts;
  find('#export').addEventListener('click', () => {
    const url = URL.createObjectURL(new Blob(['\ufeff', table(store.state.history)], { type: 'text/csv;charset=utf-8' }));
    const link = h('a', { href: url, download: `clients-${new Date().toISOString().slice(0, 10)}.csv` });
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(() => URL.revokeObjectURL(url), 60000);
  });

  /** With what keeps who comes first there from us. */
  function queueRow(queue) {
    const { id, name, description, length } = queue;
    const [reason] = reasonsOf(queue, store.state);
    return h('li', { class: 'row-line', 'data-testid': `queue-${id}` },
      h('span', { class: 'row-text' }, h('bdi', {}, name), reason ? h('span', { class: 'soft row-why', 'data-testid': `why-${id}` }, wordsOf(reason, t)) : description && h('span', { class: 'soft' }, description)),
      h('span', { class: 'count', 'data-some': length > 0 ? '' : null, 'aria-label': t('queues.length', { n: length }) }, String(length)));
  }

  function agentRow(agent) {
    const row = h('li', { class: 'row-line', 'data-status': agent.status, 'data-testid': `agent-${agent.id}` },
      h('span', { class: 'avatar small', 'aria-hidden': 'true', 'data-colour': String(colourOf(agent.name)) }, initials(agent.name)),
      h('span', { class: 'row-text' }, h('bdi', {}, agent.name), h('span', { class: 'soft' }, wordsOfAgent(agent, t))), h('span', { class: 'status-dot', 'aria-hidden': 'true' }));
    return row;
  }

  const dayRow = ({ at, name, queue, seconds, outcome, note, phone = '' }) => h('li', { class: 'row-line day-row', 'data-outcome': outcome },
    h('time', { class: 'soft tabular', dateTime: new Date(at).toISOString() }, texts.clock(at)),
    h('span', { class: 'row-text' }, h('span', { class: 'day-line' }, h('bdi', {}, name || t('client.unnamed')), h('span', { class: 'outcome' }, t(`outcome.${outcome}`))),
      h('span', { class: 'soft' }, [queue, ['missed', 'later', 'unreached'].includes(outcome) ? '' : duration(seconds)].filter(Boolean).join(' · ')), telOf(phone) && h('a', { class: 'day-phone', href: telOf(phone), dir: 'ltr' }, phone), note && h('span', { class: 'day-note', dir: 'auto' }, note)));

  /** @param {import('./state.mjs').State} state @param {import('./state.mjs').State | null} before */
  return (state, before) => {
    if (state.phase !== 'in') return;
    const other = state.language !== before?.language || before?.phase !== 'in';
    if (other || ['queues', 'me', 'work', 'rings'].some((part) => state[part] !== before[part])) find('#queues').replaceChildren(...state.queues.map(queueRow));
    if (other || state.agents !== before.agents) {
      const team = state.agents.filter(({ id }) => id !== state.self?.id);
      find('#agents').replaceChildren(...team.length > 0 ? team.map(agentRow) : [h('li', { class: 'soft' }, t('team.alone'))]);
    }
    if (other || state.history !== before.history) {
      find('#today').replaceChildren(...state.history.map(dayRow));
      find('#today-none').hidden = state.history.length > 0;
      find('#export').hidden = state.history.length === 0;
    }
    setText(find('#page-name'), state.area ? `${t('desk.title')} · ${state.area.name}` : t('desk.title'));
    setAttribute(find('#desk'), 'data-tab', state.tab);
  };
}
