// SPDX-License-Identifier: Apache-2.0
// Each agent with what he does, and the ways into his conversation.

import { find, h, setAttribute, setLabel, setText } from '../../shared/dom.mjs';
import { icon } from '../../shared/icons.mjs';
import { colourOf, initials } from '../../shared/names.mjs';
import { duration } from '../../shared/time.mjs';
import { wordsOfAgent } from '../staff/words.mjs';
import { createBarChart } from './chart.mjs';
import { share } from './overview.mjs';

const TICK_MS = 1000;
const columns = /** @type {const} */ (['status', 'since', 'served', 'failed', 'mean', 'occupancy']);
const order = ['working', 'waiting', 'paused', 'closed'];

/** @param {import('./main.mjs').Context} context */
export function createAgents({ store, texts, watch, tones }) {
  const { t } = texts;
  const body = find('#agents');
  const bar = createBarChart(order);
  find('#agents-bar').append(bar.element);
  /** @type {Map<number, any>} */
  const rows = new Map();
  window.setInterval(() => { if (store.state.phase === 'in') show(store.state); }, TICK_MS);

  function row(id) {
    const [face, name] = [h('span', { class: 'avatar small', 'aria-hidden': 'true' }), h('bdi', { class: 'cell-name' })];
    const cells = Object.fromEntries(columns.map((column) => [column, h('td', { class: column === 'status' ? '' : 'num' })]));
    const status = h('span', {});
    cells.status.append(h('span', { class: 'status-dot', 'aria-hidden': 'true' }), status);
    const word = h('span', {});
    const listen = h('button', { type: 'button', class: 'button small', 'data-testid': `listen-${id}`, onclick: () => {
      tones.unlock();
      const agent = store.state.agents.find((one) => one.id === id);
      if (agent) void watch.join(agent, 'listener');
    } }, icon('ear'), word);
    return { element: h('tr', { 'data-testid': `agent-${id}` }, h('th', { scope: 'row' }, h('span', { class: 'cell-agent' }, face, name)), ...columns.map((column) => cells[column]), h('td', { class: 'act' }, listen)), face, name, cells, status, listen, word };
  }

  function show({ agents, opened, supervises, watch: watched, self }) {
    const now = Date.now();
    const sorted = [...agents].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status) || a.name.localeCompare(b.name, texts.language));
    for (const [id, { element }] of rows) if (!agents.some((agent) => agent.id === id)) { element.remove(); rows.delete(id); }
    let place = body.firstElementChild;
    for (const agent of sorted) {
      if (!rows.has(agent.id)) rows.set(agent.id, row(agent.id));
      const { element, face, name, cells, status, listen, word } = rows.get(agent.id);
      if (element === place) place = place.nextElementSibling; else body.insertBefore(element, place);
      setAttribute(element, 'data-status', agent.status);
      setText(name, agent.name);
      setText(face, initials(agent.name));
      setAttribute(face, 'data-colour', String(colourOf(agent.name)));
      setText(status, wordsOfAgent(agent, t));
      const current = agent.status === 'working' ? (now - agent.since) / 1000 : 0;
      const values = {
        since: `${agent.since <= opened + 1000 ? '≥ ' : ''}${duration((now - agent.since) / 1000)}`, served: String(agent.served), failed: String(agent.failed),
        mean: agent.served > 0 ? duration(agent.busy_s / agent.served) : '–', occupancy: share(now - opened < 1000 ? null : Math.min(1, (current + Math.max(0, agent.busy_s - (agent.before ?? agent.busy_s))) / ((now - opened) / 1000))),
      };
      for (const [column, value] of Object.entries(values)) { setText(cells[column], value); setAttribute(cells[column], 'data-label', t(`col.${column}`)); }
      setAttribute(cells.status, 'data-label', t('col.status'));
      listen.hidden = !supervises || agent.status !== 'working' || agent.client === null || agent.id === self?.id || watched?.agent === agent.id;
      setText(word, t('watch.listen'));
      setLabel(listen, t('watch.listen.to', { name: agent.name }));
      setAttribute(element, 'data-watched', watched?.agent === agent.id ? '' : null);
    }
    bar.show(order.map((name) => agents.filter(({ status }) => status === name).length));
    find('#agents-none').hidden = agents.length > 0;
    find('#no-listening').hidden = supervises || agents.length === 0;
  }

  /** @param {import('./state.mjs').State} state */
  return (state) => { if (state.phase === 'in') show(state); };
}
