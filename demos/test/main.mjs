// SPDX-License-Identifier: Apache-2.0
// The page of the call test: begins and stops it, shows what it says, and hands over the report.

import { createAnnouncer } from '../shared/announce.mjs';
import { find, findAll, h, setAttribute, setText } from '../shared/dom.mjs';
import { chooseLanguage, createTexts, languages } from '../shared/i18n.mjs';
import { drawIcons, icon } from '../shared/icons.mjs';
import { recall, remember } from '../shared/prefs.mjs';
import { createChoosers } from './choosers.mjs';
import { createSteps } from './steps.mjs';
import { en } from './text.en.mjs';
import { zh } from './text.zh.mjs';

const TOAST_MS = 4000;
/** Shown before the SDK is there, in its order. */
const names = ['browser', 'permission', 'camera', 'microphone', 'speaker', 'signalling', 'path', 'quality', 'bandwidth'];
/** About what part of the time each takes. */
const shares = { browser: 1, permission: 4, camera: 8, microphone: 12, speaker: 10, signalling: 4, path: 8, quality: 50, bandwidth: 3 };

const texts = createTexts({ en, zh }, chooseLanguage(navigator.languages ?? [navigator.language], recall('language')));
const { t } = texts;
const announce = createAnnouncer(find('#live'));

/** @type {{ phase: 'idle' | 'running' | 'done' | 'stopped' | 'broken', current: any, steps: any[], result: any, stop: AbortController | null, sdk: any }} */
const now = { phase: 'idle', current: null, steps: names.map((name) => ({ name, state: 'waiting', progress: 0, live: {}, figures: {}, texts: null })), result: null, stop: null, sdk: null };

/** ?seconds=3 makes the measurement shorter or longer. */
const seconds = Math.min(60, Math.max(1, Number(new URLSearchParams(location.search).get('seconds')) || 8));

const choosers = createChoosers(t);
const steps = createSteps({ list: find('#steps'), texts, choosers });

// ---- the card above ----

const elements = Object.fromEntries(['verdict', 'verdict-mark', 'verdict-title', 'verdict-lead', 'start', 'stop', 'to-room', 'bar', 'send', 'report', 'toasts'].map((id) => [id, find(`#${id}`)]));

function lead() {
  const { phase, current, result } = now;
  if (phase === 'running') {
    if (current?.name === 'permission' && current.live.asking) return t('asking.lead');
    const index = now.steps.findIndex(({ name }) => name === current?.name);
    return current ? t('running.lead', { index: index + 1, count: now.steps.length, name: t(`name.${current.name}`) }) : '';
  }
  if (phase === 'done') return t(`${result.verdict}.lead`, { n: now.steps.filter(({ state }) => state === 'warning' || state === 'failed').length });
  return t(`${phase}.lead`);
}

function progress() {
  const total = now.steps.reduce((sum, { name }) => sum + shares[name], 0);
  const done = now.steps.reduce((sum, { name, state, progress: part }) => sum + shares[name] * (state === 'waiting' ? 0 : state === 'running' ? part : 1), 0);
  return Math.round(100 * done / total);
}

const markOf = { good: 'check', limited: 'warning', bad: 'close', broken: 'warning' };

function render() {
  const { phase, result } = now;
  const state = phase === 'done' ? result.verdict : phase;
  setAttribute(elements.verdict, 'data-state', state);
  if (elements['verdict-mark'].dataset.shown !== state) {
    elements['verdict-mark'].dataset.shown = state;
    elements['verdict-mark'].replaceChildren(...markOf[state] ? [icon(markOf[state])] : []);
  }
  setText(elements['verdict-title'], t(`${state}.title`));
  setText(elements['verdict-lead'], lead());
  const running = phase === 'running';
  elements.start.hidden = running || phase === 'broken';
  setText(elements.start, t(phase === 'idle' ? 'start' : 'again'));
  elements.stop.hidden = !running;
  const ready = phase === 'done' && result.verdict !== 'bad';
  elements['to-room'].hidden = !ready;
  elements.start.classList.toggle('primary', !ready);
  elements.bar.hidden = !running;
  setAttribute(elements.bar, 'aria-valuenow', String(progress()));
  elements.bar.style.setProperty('--part', String(progress() / 100));
  elements.send.hidden = result === null || running;
  if (result) setText(elements.report, reportOf(result));
  document.title = `${t('page.title')} · Parlor`;
  for (const step of now.steps) steps.show(step);
}

// ---- the report ----

const reportOf = (result) => `${result.report(texts.language)}\n${JSON.stringify(result)}\n`;

function toast(text) {
  const note = h('p', { class: 'toast', role: 'status' }, text);
  elements.toasts.replaceChildren(note);
  window.setTimeout(() => note.remove(), TOAST_MS);
}

async function copy() {
  try {
    await navigator.clipboard.writeText(reportOf(now.result));
    toast(t('copied'));
  } catch {
    find('.raw').open = true;
    getSelection()?.selectAllChildren(elements.report);
    elements.report.focus();
    toast(t('not-copied'));
  }
}

function save() {
  const url = URL.createObjectURL(new Blob([reportOf(now.result)], { type: 'text/plain;charset=utf-8' }));
  const link = h('a', { href: url, download: `call-test-${now.result.at.toISOString().slice(0, 16).replace(/[T:]/g, '-')}.txt` });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(url), 60000);
}

// ---- the test ----

function onStep(step, all) {
  const before = now.steps.find(({ name }) => name === step.name);
  const changed = step.state !== steps.stateOf(step.name);
  now.steps = all;
  now.current = step.state === 'running' ? step : now.current;
  if (before && step.state === 'running' && !changed) { steps.show(step); renderProgress(); return; } // ten times a second: no more than that
  render();
  if (changed && step.state === 'running') steps.bringIntoView(step.name);
  if (changed && step.state !== 'running') announce(t('step.said', { name: t(`name.${step.name}`), state: t(`state.${step.state}`), text: step.texts(texts.language).text }));
}

function renderProgress() {
  setText(elements['verdict-lead'], lead());
  setAttribute(elements.bar, 'aria-valuenow', String(progress()));
  elements.bar.style.setProperty('--part', String(progress() / 100));
}

async function start() {
  if (now.phase === 'running') return;
  const stop = now.stop = new AbortController();
  Object.assign(now, { phase: 'running', result: null, current: null });
  steps.reset();
  render();
  elements.stop.focus();
  try {
    now.sdk ??= await import('/sdk/parlor.mjs');
    now.result = await now.sdk.testCall({ ...choosers.chosen(), seconds, signal: stop.signal, onStep, confirmSound: () => steps.askSound(stop.signal) });
    now.steps = now.result.steps;
    now.phase = stop.signal.aborted ? 'stopped' : 'done';
  } catch (error) {
    console.error(error);
    now.phase = 'broken';
  }
  void choosers.refresh();
  render();
  elements['verdict-title'].focus();
}

// ---- the page ----

function useLanguage(language) {
  texts.language = language;
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  texts.apply();
  render();
}

const select = find('[data-language]');
select.append(...languages.map(([value, name]) => h('option', { value }, name)));
select.value = texts.language;
select.addEventListener('change', () => { remember('language', select.value); useLanguage(select.value); });
elements.start.addEventListener('click', start);
elements.stop.addEventListener('click', () => now.stop?.abort());
find('#copy').addEventListener('click', copy);
find('#save').addEventListener('click', save);
addEventListener('pagehide', () => now.stop?.abort());
for (const language of findAll('[data-language]')) language.value = texts.language;

drawIcons();
useLanguage(texts.language);
find('#page').hidden = false;
