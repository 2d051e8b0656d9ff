// SPDX-License-Identifier: Apache-2.0
// Each queue with its numbers, and why people wait in it.

import { find, h, setAttribute, setLabel, setText } from '../../shared/dom.mjs';
import { colourOf, initials } from '../../shared/names.mjs';
import { duration } from '../../shared/time.mjs';
import { dialogOf } from '../lib/page.mjs';
import { wordsOfAgent } from '../staff/words.mjs';
import { createSpark } from './chart.mjs';
import { besides, longest, noTally, serviceLevel, speedOfAnswer, why } from './numbers.mjs';
import { share, span, waitText } from './overview.mjs';

const TICK_MS = 1000;
const columns = /** @type {const} */ (['waiting', 'trend', 'longest', 'answered', 'left', 'speed', 'level']);

/** @param {import('./main.mjs').Context} context */
export function createQueues(context) {
  const { store, texts } = context;
  const { t } = texts;
  const body = find('#queues');
  const look = createWhy(context);
  /** @type {Map<number, any>} */
  const rows = new Map();
  window.setInterval(() => { if (store.state.phase === 'in') { show(store.state); look(store.state, store.state); } }, TICK_MS);

  function row(id) {
    const [name, about] = [h('bdi', { class: 'cell-name' }), h('span', { class: 'soft' })];
    const spark = createSpark();
    const cells = Object.fromEntries(columns.map((column) => [column, h('td', { class: column === 'trend' ? 'trend' : 'num' })]));
    cells.trend.append(spark.element);
    const button = h('button', { type: 'button', class: 'button small', 'data-testid': `why-${id}`, onclick: () => store.dispatch({ type: 'why', queue: id }) });
    return { element: h('tr', { 'data-testid': `queue-${id}` }, h('th', { scope: 'row' }, name, about), ...columns.map((column) => cells[column]), h('td', { class: 'act' }, button)), name, about, spark, cells, button };
  }

  function show(state) {
    const { queues, people, tallies, samples, alarms } = state;
    const { from, to } = span(state);
    for (const [id, { element }] of rows) if (!queues.some((queue) => queue.id === id)) { element.remove(); rows.delete(id); }
    for (const queue of queues) {
      if (!rows.has(queue.id)) { rows.set(queue.id, row(queue.id)); body.append(rows.get(queue.id).element); }
      const { element, name, about, spark, cells, button } = rows.get(queue.id);
      const tally = tallies[queue.id] ?? noTally();
      setText(name, queue.name);
      setText(about, [queue.description, queue.priority > 0 ? t('queues.priority', { priority: queue.priority }) : ''].filter(Boolean).join(' · '));
      const speed = speedOfAnswer(tally);
      const values = { waiting: String(queue.length), longest: waitText(longest(people, queue.id, Date.now())), answered: String(tally.answered), left: String(tally.left), speed: speed === null ? '–' : duration(speed), level: share(serviceLevel(tally)) };
      for (const [column, value] of Object.entries(values)) { setText(cells[column], value); setAttribute(cells[column], 'data-label', t(`col.${column}`)); }
      spark.show(samples.map((one) => ({ time: one.time, value: one.lengths[queue.id] ?? 0 })), from, to);
      setText(button, t('queues.why'));
      setLabel(button, t('queues.why.of', { name: queue.name }));
      setAttribute(element, 'data-alarm', alarms.some((alarm) => alarm.queue === queue.id) ? '' : null);
    }
  }

  /** @param {import('./state.mjs').State} state @param {import('./state.mjs').State | null} before */
  return (state, before) => {
    if (state.phase === 'in') show(state);
    look(state, before);
  };
}

/** @param {import('./main.mjs').Context} context */
function createWhy({ store, texts }) {
  const { t } = texts;
  const dialog = dialogOf('#why');
  dialog.addEventListener('close', () => { if (store.state.why) store.dispatch({ type: 'why', queue: 0 }); });
  let shown = '';

  const agentRow = (agent) => h('li', { class: 'row-line', 'data-status': agent.status }, h('span', { class: 'avatar small', 'aria-hidden': 'true', 'data-colour': String(colourOf(agent.name)) }, initials(agent.name)),
    h('span', { class: 'row-text' }, h('bdi', {}, agent.name), h('span', { class: 'soft' }, wordsOfAgent(agent, t))), h('span', { class: 'status-dot', 'aria-hidden': 'true' }));

  /** How far the estimates that clients are told were off: the median, and nine of ten. */
  const errorRow = ({ first }) => {
    const error = first?.estimateError;
    return error ? [['error', t('why.error', { middle: signed(error.p50_s), most: duration(error.p90_abs_s) })]] : [];
  };
  const signed = (seconds) => `${seconds < 0 ? '\u2212' : '+'}${duration(Math.abs(seconds))}`;

  return (state) => {
    const queue = state.phase === 'in' ? state.queues.find(({ id }) => id === state.why) : null;
    if (!queue) { dialog.close(); return; }
    const { reason, serving, waiting, working, paused, closed } = why(queue, state.agents);
    const wait = longest(state.people, queue.id, Date.now());
    setText(find('#why-title'), t('why.title', { name: queue.name }));
    setText(find('#why-reason'), t(`why.${reason}`, { n: queue.length, working: working.length, paused: paused.length + closed.length }));
    const rows = [['waiting', String(queue.length)], ['longest', waitText(wait)], ['serving', String(serving.length)], ['free', String(waiting.length)], ['working', String(working.length)], ['paused', String(paused.length + closed.length)], ...errorRow(queue)];
    const more = besides(queue, state.queues).map(([name, values]) => t(`why.${name}`, values));
    const key = JSON.stringify([rows, more, serving.map(({ id, status, reason: why_ }) => [id, status, why_]), state.language]);
    if (key !== shown) {
      shown = key;
      find('#why-facts').replaceChildren(...rows.map(([name, value]) => h('div', {}, h('dt', {}, t(`why.fact.${name}`)), h('dd', {}, value))));
      find('#why-more').replaceChildren(...more.map((text) => h('li', {}, text)));
      find('#why-agents').replaceChildren(...serving.length > 0 ? serving.map(agentRow) : [h('li', { class: 'soft' }, t('why.no-agents'))]);
    }
    if (!dialog.open) dialog.showModal();
  };
}
