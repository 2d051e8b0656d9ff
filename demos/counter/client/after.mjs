// SPDX-License-Identifier: Apache-2.0
// How it was: one to five stars and a few words.

import { find, findAll, h, setAttribute, setText } from '../../shared/dom.mjs';
import { icon } from '../../shared/icons.mjs';

const STARS = [1, 2, 3, 4, 5];

/** @param {import('./main.mjs').Context} context */
export function createAfter({ texts, visit }) {
  const { t } = texts;
  const root = find('#stars');
  const error = find('#stars-error');
  const inputs = STARS.map((value) => h('input', { type: 'radio', name: 'score', value: String(value), class: 'unseen', 'data-testid': `star-${value}`, onchange: () => show() }));
  const labels = inputs.map((input, i) => h('label', { class: 'star' }, input, icon('star'), h('span', { class: 'unseen', 'data-score': String(i + 1) })));
  root.append(...labels);
  const score = () => Number(inputs.find(({ checked }) => checked)?.value ?? 0);

  function show() {
    labels.forEach((label, i) => setAttribute(label, 'data-on', i < score() ? '' : null));
    setText(find('#stars-word'), score() ? t(`score.${score()}`) : t('score.none'));
    if (score()) error.hidden = true;
  }

  find('#rate-form').addEventListener('submit', (event) => {
    event.preventDefault();
    error.hidden = score() > 0;
    if (!score()) { setText(error, t('rate.empty')); inputs[0].focus(); return; }
    void visit.rate(score(), find('#comment').value.trim());
  });
  for (const button of findAll('[data-another]')) button.addEventListener('click', () => visit.another());

  /** @param {import('./state.mjs').State} state @param {import('./state.mjs').State | null} before */
  return (state, before) => {
    if (state.step === 'rate' && before?.step !== 'rate') {
      for (const input of inputs) input.checked = false;
      find('#comment').value = '';
      error.hidden = true;
    }
    if (state.step !== 'rate') return;
    setText(find('#rate-title'), state.agent?.name ? t('rate.title', { name: state.agent.name }) : t('rate.title.nobody'));
    for (const label of findAll('[data-score]', root)) setText(label, t(`score.${label.dataset.score}`));
    show();
  };
}
