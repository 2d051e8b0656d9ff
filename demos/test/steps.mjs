// SPDX-License-Identifier: Apache-2.0
// The list of steps: one line each, with what it says, what is live of it, and what it asks.

import { h, setAttribute, setText } from '../shared/dom.mjs';
import { icon } from '../shared/icons.mjs';

const marks = { passed: 'check', warning: 'warning', failed: 'close' };
/** Which device belongs to a step. */
const devices = { camera: 'camera', microphone: 'microphone', speaker: 'speaker' };

const rate = (bps) => bps >= 1e6 ? `${(bps / 1e6).toFixed(1)} Mbit/s` : `${Math.round(bps / 1000)} kbit/s`;

/**
 * @param {object} parts
 * @param {HTMLElement} parts.list
 * @param {ReturnType<typeof import('../shared/i18n.mjs').createTexts>} parts.texts
 * @param {ReturnType<typeof import('./choosers.mjs').createChoosers>} parts.choosers
 */
export function createSteps({ list, texts, choosers }) {
  const { t } = texts;
  /** @type {Map<string, any>} */
  const rows = new Map();
  let answer = /** @type {((heard: boolean | 'again') => void) | null} */ (null);

  function row(name) {
    const known = rows.get(name);
    if (known) return known;
    const parts = {
      mark: h('span', { class: 'step-mark', 'aria-hidden': 'true' }), title: h('h2', { class: 'step-title' }), state: h('span', { class: 'unseen' }),
      text: h('p', { class: 'step-text' }), cause: h('p', { class: 'step-cause' }), cure: h('p', { class: 'step-cure' }), live: h('div', { class: 'step-live' }),
    };
    const extra = devices[name] ? choosers.element(devices[name]) : null;
    const element = h('li', { class: 'step', 'data-testid': `step-${name}` }, parts.mark,
      h('div', { class: 'step-body' }, h('div', { class: 'step-head' }, parts.title, parts.state), parts.text, parts.cause, parts.cure, parts.live, extra));
    list.append(element);
    const made = { ...parts, element, shown: '', video: null, meter: null, question: null };
    rows.set(name, made);
    return made;
  }

  function mark(line, state) {
    if (line.shown === state) return;
    line.shown = state;
    setAttribute(line.element, 'data-state', state);
    if (state === 'running') line.mark.replaceChildren(h('span', { class: 'spinner' }));
    else line.mark.replaceChildren(...marks[state] ? [icon(marks[state])] : []);
  }

  function say(line, step) {
    const said = step.texts?.(texts.language);
    setText(line.title, t(`name.${step.name}`));
    setText(line.state, t(`state.${step.state}`));
    setText(line.text, step.state === 'waiting' ? '' : said?.text ?? '');
    const wrong = step.state === 'warning' || step.state === 'failed';
    setText(line.cause, wrong ? said?.cause ?? '' : '');
    setText(line.cure, wrong ? said?.cure ?? '' : '');
    for (const part of [line.text, line.cause, line.cure]) part.hidden = part.textContent === '';
  }

  function live(line, { state, live: now = {} }) {
    const running = state === 'running';
    const stream = running ? now.stream ?? null : null;
    if (stream && !line.video) {
      line.video = h('video', { class: 'step-video mirrored', autoplay: true, muted: true, playsInline: true, 'aria-label': t('preview') });
      line.live.append(line.video);
    }
    if (line.video && line.video.srcObject !== stream) {
      line.video.srcObject = stream;
      if (!stream) { line.video.remove(); line.video = null; }
    }
    const level = running && typeof now.level === 'number' ? now.level : null;
    if (level !== null && !line.meter) {
      line.meter = h('div', { class: 'meter', role: 'meter', 'aria-label': t('level'), 'aria-valuemin': '0', 'aria-valuemax': '100' }, h('span', { class: 'meter-fill' }));
      line.live.append(line.meter);
    }
    if (level === null) { line.meter?.remove(); line.meter = null; } else {
      line.meter.style.setProperty('--level', String(level / 100));
      setAttribute(line.meter, 'aria-valuenow', String(level));
    }
    if (running && 'up' in now) setText(line.text, t('figures.live', { roundTrip_ms: now.roundTrip_ms, up: rate(now.up), down: rate(now.down) }));
  }

  function question(line) {
    if (!line.question) return;
    const [text, yes, no, again] = line.question.children;
    for (const [element, key] of [[text, 'question'], [yes, 'yes'], [no, 'no'], [again, 'again']]) setText(element, t(`speaker.${key}`));
  }

  return {
    /** @param {any} step of testCall(), or { name, state } */
    show(step) {
      const line = row(step.name);
      mark(line, step.state);
      say(line, step);
      live(line, step);
      question(line);
      choosers.render();
    },

    /** On a phone the list is longer than the screen. */
    bringIntoView(name) {
      rows.get(name)?.element.scrollIntoView({ block: 'nearest', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    },

    stateOf: (name) => rows.get(name)?.shown ?? '',
    reset() { for (const line of rows.values()) mark(line, 'waiting'); },

    /** @param {AbortSignal} signal @returns {Promise<boolean | 'again'>} */
    askSound(signal) {
      const line = row('speaker');
      const button = (value, more = {}) => h('button', { type: 'button', class: `button small${value === true ? ' primary' : ''}`, onclick: () => answer?.(value), ...more });
      line.question = h('div', { class: 'question', role: 'group' }, h('p', {}), button(true, { 'data-testid': 'heard' }), button(false, { 'data-testid': 'unheard' }), button('again'));
      question(line);
      line.live.append(line.question);
      line.question.children[1].focus({ preventScroll: false });
      return new Promise((resolve) => {
        answer = (heard) => {
          line.question?.remove();
          line.question = null;
          answer = null;
          resolve(heard);
        };
        signal.addEventListener('abort', () => answer?.(false), { once: true });
      });
    },
  };
}
