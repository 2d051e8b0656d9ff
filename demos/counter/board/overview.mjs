// SPDX-License-Identifier: Apache-2.0
// The area at a glance: large figures, and how it went lately.

import { find, h, setAttribute, setText } from '../../shared/dom.mjs';
import { duration } from '../../shared/time.mjs';
import { createChart } from './chart.mjs';
import { longest, serviceLevel, speedOfAnswer, sum } from './numbers.mjs';

const TICK_MS = 1000, LOOK_BACK_MS = 30 * 60000, LEAST_MS = 5 * 60000;
const lines = /** @type {const} */ (['waiting', 'idle', 'working']);

/** @param {{ seconds: number, exact: boolean } | null} wait */
export const waitText = (wait) => (wait === null ? '–' : `${wait.exact ? '' : '≥ '}${duration(wait.seconds)}`);
export const share = (value) => (value === null ? '–' : `${Math.round(value * 100)} %`);

/** Over what time the charts go. @param {import('./state.mjs').State} state */
export function span({ samples, opened }) {
  const to = samples.at(-1)?.time ?? opened;
  return { from: Math.max(to - LOOK_BACK_MS, Math.min(opened, to - LEAST_MS)), to };
}

/** @param {import('./main.mjs').Context} context */
export function createOverview({ store, texts }) {
  const { t } = texts;
  const names = ['waiting', 'longest', 'free', 'working', 'paused', 'level', 'speed', 'left'];
  const figures = new Map(names.map((name) => [name, { value: h('dd', { 'data-testid': `figure-${name}` }), word: h('dt', {}) }]));
  find('#figures').append(...[...figures].map(([name, { value, word }]) => h('dl', { class: 'figure card', 'data-figure': name }, value, word)));
  const chart = createChart([...lines]);
  find('#chart').append(chart.element);
  const legend = lines.map((name) => ({ name, word: h('span', {}) }));
  find('#legend').append(...legend.map(({ name, word }) => h('li', {}, h('span', { class: `legend-mark ${name}`, 'aria-hidden': 'true' }), word)));
  window.setInterval(() => { if (store.state.phase === 'in') show(store.state); }, TICK_MS);

  function show({ area, people, tallies }) {
    const all = sum(Object.values(tallies));
    const values = {
      waiting: String(area?.waiting ?? 0), longest: waitText(longest(people, 0, Date.now())), free: String(area?.idle ?? 0), working: String(area?.working ?? 0), paused: String(area?.paused ?? 0),
      level: share(serviceLevel(all)), speed: speedOfAnswer(all) === null ? '–' : duration(speedOfAnswer(all) ?? 0), left: String(all.left),
    };
    for (const [name, { value, word }] of figures) { setText(value, values[name]); setText(word, t(`figure.${name}`)); setAttribute(word, 'title', t(`figure.${name}.is`)); }
  }

  /** @param {import('./state.mjs').State} state @param {import('./state.mjs').State | null} before */
  return (state, before) => {
    if (state.phase !== 'in') return;
    show(state);
    if (state.samples === before?.samples && state.language === before?.language) return;
    const { from, to } = span(state);
    const now = state.samples.at(-1);
    chart.show(lines.map((name) => state.samples.map((one) => ({ time: one.time, value: one[name] }))), from, to, texts.clock, now ? t('chart.words', { n: now.waiting, idle: now.idle, working: now.working }) : t('chart.title'));
    for (const { name, word } of legend) setText(word, t(`chart.${name}`));
    setText(find('#opened'), t('queues.since', { time: texts.clock(state.opened) }));
  };
}
