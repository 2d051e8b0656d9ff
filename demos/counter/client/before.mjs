// SPDX-License-Identifier: Apache-2.0
// Before the queue: where the visit stands, which service, who and what about, camera and sound.

import { find, findAll, h, setAttribute, setText } from '../../shared/dom.mjs';
import { icon, setIcon } from '../../shared/icons.mjs';
import { mistake, showProblem } from '../lib/page.mjs';
import { stageOf } from './state.mjs';

const STAGES = ['service', 'details', 'check', 'wait', 'talk'];

/** @param {import('./main.mjs').Context} context */
export function createBefore(context) {
  const parts = [createStages, createChoose, createDetails, createCheck].map((create) => create(context));
  const { store, texts, visit } = context;
  find('#reopen').addEventListener('click', () => void visit.open());
  for (const button of findAll('[data-back]')) button.addEventListener('click', () => { visit.endTest(); store.dispatch({ type: button.dataset.back }); });
  /** @param {import('./state.mjs').State} state @param {import('./state.mjs').State | null} before */
  return (state, before) => {
    find('#away').hidden = !state.away;
    const note = find('#problem');
    if (state.problem !== before?.problem || state.language !== before?.language) showProblem(note, state.problem, texts);
    if (state.problem && state.problem !== before?.problem && state.step === before?.step) note.focus();
    for (const part of parts) part(state, before);
  };
}

/** @param {import('./main.mjs').Context} context */
function createStages({ texts: { t } }) {
  const items = STAGES.map((name, at) => ({ name, word: h('span', {}), element: h('li', {}, h('span', { class: 'stage-dot', 'aria-hidden': 'true' }, String(at + 1))) }));
  for (const { element, word } of items) element.append(word);
  find('#stages').append(...items.map(({ element }) => element));
  return (state) => {
    const at = stageOf(state);
    find('#stages').hidden = at > 3 || state.step === 'closed';
    items.forEach(({ element, word, name }, i) => {
      setText(word, t(`stage.${name}`));
      setAttribute(element, 'data-state', i < at ? 'done' : i === at ? 'now' : 'later');
      setAttribute(element, 'aria-current', i === at ? 'step' : null);
    });
  };
}

/** @param {import('./main.mjs').Context} context */
function createChoose({ store, texts, visit }) {
  const { t } = texts;
  const select = find('#branch');
  const list = find('#services');
  /** @type {Map<number, any>} */
  const rows = new Map();
  select.addEventListener('change', () => void visit.enter(Number(select.value)));

  function row(id) {
    const [name, about, count] = [h('span', { class: 'service-name' }), h('span', { class: 'soft service-about' }), h('span', { class: 'service-count' })];
    const button = h('button', { type: 'button', class: 'service', 'data-testid': `service-${id}`, onclick: () => store.dispatch({ type: 'queue', queue: id }) },
      h('span', { class: 'service-text' }, name, about), count, icon('next'));
    return { element: h('li', {}, button), name, about, count };
  }

  function areaNow({ area }) {
    if (!area) return t('choose.pick');
    if (area.agents === 0) return t('branch.nobody');
    return area.idle > 0 ? t('branch.free', { n: area.agents, free: area.idle }) : t('branch.busy', { n: area.agents });
  }

  return (state, before) => {
    if (state.areas !== before?.areas || state.area?.id !== before?.area?.id || state.language !== before?.language) {
      select.replaceChildren(...state.area ? [] : [h('option', { value: '', disabled: true, selected: true }, t('choose.branch.none'))],
        ...state.areas.map(({ id, name }) => h('option', { value: String(id) }, name || t('choose.branch.number', { id }))));
      if (state.area) select.value = String(state.area.id);
    }
    find('#branch-field').hidden = state.areas.length < 2;
    setText(find('#branch-now'), areaNow(state));
    setAttribute(find('#branch-now'), 'data-state', !state.area || state.area.agents === 0 ? 'none' : state.area.idle > 0 ? 'free' : 'busy');
    find('#no-services').hidden = !(state.area && state.queues.length === 0) && state.areas.length > 0;
    for (const [id, { element }] of rows) if (!state.queues.some((queue) => queue.id === id)) { element.remove(); rows.delete(id); }
    for (const queue of state.queues) {
      if (!rows.has(queue.id)) { rows.set(queue.id, row(queue.id)); list.append(rows.get(queue.id).element); }
      const { name, about, count } = rows.get(queue.id);
      setText(name, queue.name || t('choose.service.number', { id: queue.id }));
      setText(about, queue.description);
      about.hidden = queue.description === '';
      setText(count, queue.length === 0 ? t('queue.empty') : t('queue.length', { n: queue.length }));
      setAttribute(count, 'data-state', queue.length === 0 ? 'free' : 'busy');
    }
  };
}

/** @param {import('./main.mjs').Context} context */
function createDetails({ store, texts, visit }) {
  const { t } = texts;
  const [name, phone, about, agree] = ['#name', '#phone', '#about', '#agree'].map((id) => find(id));
  const kinds = findAll('[name="kind"]');

  function keep() {
    store.dispatch({
      type: 'form', form: { name: name.value.trim(), phone: phone.value.trim(), about: about.value.trim(), agree: agree.checked, kind: kinds.find(({ checked }) => checked)?.value ?? 'video' },
    });
  }
  find('#details-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const badName = mistake(name, name.value.trim() === '' ? t('details.name.empty') : '');
    const badAgree = mistake(agree, agree.checked ? '' : t('details.agree.empty'));
    if (badName || badAgree) { (badName ? name : agree).focus(); return; }
    keep();
    store.dispatch({ type: 'check' });
    if (store.state.check.state === 'idle') void visit.test();
  });
  for (const field of [name, phone, about, agree, ...kinds]) field.addEventListener('change', keep);
  name.addEventListener('input', () => { if (name.value.trim()) mistake(name, ''); });
  agree.addEventListener('change', () => { if (agree.checked) mistake(agree, ''); });

  return (state, before) => {
    if (state.step === 'details' && before?.step !== 'details') {
      name.value = state.form.name;
      phone.value = state.form.phone;
      about.value = state.form.about;
      agree.checked = state.form.agree;
      for (const kind of kinds) kind.checked = kind.value === state.form.kind;
    }
    const queue = state.queues.find(({ id }) => id === state.queue);
    setText(find('#details-lead'), queue ? t('details.lead', { service: queue.name }) : '');
  };
}

const marks = { passed: 'check', warning: 'warning', failed: 'close', skipped: 'more', waiting: 'more', running: 'more' };

/** @param {import('./main.mjs').Context} context */
function createCheck({ texts, visit }) {
  const { t } = texts;
  const list = find('#check-list');
  const video = find('#check-video');
  const meter = find('#check-meter');
  /** @type {Map<string, any>} */
  const rows = new Map();
  find('#check-again').addEventListener('click', () => void visit.test());
  find('#join').addEventListener('click', () => { visit.endTest(); void visit.join(); });

  function row(name) {
    const mark = icon('more');
    const [title, words] = [h('span', { class: 'check-name' }), h('span', { class: 'soft' })];
    return { element: h('li', { 'data-testid': `check-${name}` }, h('span', { class: 'check-mark' }, mark), h('span', { class: 'check-text' }, title, words)), mark, title, words };
  }

  function showSteps(steps) {
    for (const [name, { element }] of rows) if (!steps.some((step) => step.name === name)) { element.remove(); rows.delete(name); }
    for (const step of steps) {
      if (!rows.has(step.name)) { rows.set(step.name, row(step.name)); list.append(rows.get(step.name).element); }
      const { element, mark, title, words } = rows.get(step.name);
      const said = step.texts(texts.language);
      const wrong = step.state === 'warning' || step.state === 'failed';
      setAttribute(element, 'data-state', step.state);
      setIcon(mark, marks[step.state]);
      setText(title, t(`check.${step.name}`));
      setText(words, wrong ? [said.text, said.cure].filter(Boolean).join(texts.language === 'zh' ? '' : ' ') : step.state === 'running' && step.live.asking ? t('check.asking') : '');
    }
  }

  return (state, before) => {
    if (state.step !== 'check' && before?.step !== 'check') return;
    const { check, form } = state;
    showSteps(check.steps);
    const live = check.steps.find((step) => step.state === 'running')?.live ?? {};
    if ((live.stream ?? null) !== video.srcObject) video.srcObject = live.stream ?? null;
    meter.hidden = typeof live.level !== 'number';
    meter.querySelector('span').style.setProperty('--level', String((live.level ?? 0) / 100));
    setAttribute(meter, 'aria-valuenow', String(live.level ?? 0));
    video.hidden = !live.stream;
    const empty = find('#check-empty');
    empty.hidden = !video.hidden;
    const state_ = check.state === 'done' ? check.verdict : check.state;
    setAttribute(find('#check-picture'), 'data-state', state_);
    setText(empty, check.state === 'done' ? t(`check.${check.verdict}.short`) : t(form.kind === 'video' ? 'check.wait' : 'check.wait.voice'));
    setText(find('#check-lead'), check.state === 'done' ? t(`check.${check.verdict}`) : t('check.lead'));
    find('#check-again').hidden = check.state !== 'done' || check.verdict === 'good';
    setText(find('#join'), t(check.state === 'running' ? 'check.skip' : check.verdict === 'good' ? 'check.join' : 'check.join.anyway'));
  };
}
