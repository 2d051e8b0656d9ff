// SPDX-License-Identifier: Apache-2.0
// What the three pages have in common around their views: languages, announcements, toasts, words for problems.

import { createAnnouncer } from '../../shared/announce.mjs';
import { find, findAll, h, setText } from '../../shared/dom.mjs';
import { chooseLanguage, createTexts, languages } from '../../shared/i18n.mjs';
import { drawIcons, icon } from '../../shared/icons.mjs';
import { recall, remember } from '../../shared/prefs.mjs';

const TOAST_MS = 5000;

/** @param {{ en: Record<string, string>, zh: Record<string, string> }} catalogues */
export function createPage(catalogues) {
  const texts = createTexts(catalogues, chooseLanguage(navigator.languages ?? [navigator.language], recall('language')));
  const say = createAnnouncer(find('#live'));

  function toast(text) {
    const note = h('p', { class: 'toast' }, text);
    find('#toasts').replaceChildren(note);
    window.setTimeout(() => note.remove(), TOAST_MS);
  }

  function useLanguage(language) {
    texts.language = language;
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    texts.apply();
    for (const select of findAll('[data-language]')) select.value = language;
  }

  return {
    texts, say, toast, useLanguage,
    /** @param {(language: 'en' | 'zh') => void} changed */
    open(changed) {
      drawIcons();
      for (const select of findAll('[data-language]')) {
        select.append(...languages.map(([value, name]) => h('option', { value, lang: value }, name)));
        select.addEventListener('change', () => { remember('language', select.value); changed(select.value); });
      }
      useLanguage(texts.language);
    },
    show() { find('#page').hidden = false; },
    unattended: () => document.hidden || !document.hasFocus(),
  };
}

/** @param {any} problem an error of the SDK, or named @param {any} texts @returns {{ title: string, more: string, code: string }} */
export function wordsOf(problem, texts) {
  const code = problem.code ? texts.t('problem.code', { code: problem.code }) : '';
  if (!problem.texts) return { title: texts.t(`problem.${['sdk', 'webrtc'].includes(problem.name) ? problem.name : 'other'}`), more: '', code };
  const { text, cause, cure } = problem.texts(texts.language);
  return { title: text, more: [cause, cure].filter(Boolean).join(texts.language === 'zh' ? '' : ' '), code };
}

/** Puts a problem into its note, or (null) takes it away. */
export function showProblem(note, problem, texts) {
  note.hidden = !problem;
  if (!problem) { note.replaceChildren(); return; }
  const { title, more, code } = wordsOf(problem, texts);
  note.replaceChildren(icon('warning'), h('div', { class: 'problem' }, h('p', { class: 'problem-title' }, title), more && h('p', {}, more), code && h('span', { class: 'problem-code' }, code)));
}

/** A dialog that closes by its [data-close], its backdrop and Escape. @returns {any} */
export function dialogOf(selector) {
  const dialog = find(selector);
  for (const button of findAll('[data-close]', dialog)) button.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  return dialog;
}

/** Shows a sentence beside its field, or takes it away. @returns {boolean} it is wrong */
export function mistake(input, text) {
  const line = find(`#${input.id}-error`);
  line.hidden = text === '';
  setText(line, text);
  input.setAttribute('aria-invalid', String(text !== ''));
  return text !== '';
}

/** Of a key that is pressed alone, outside of fields: what it is; else "". @param {KeyboardEvent} event */
export function shortcutOf(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return '';
  const target = /** @type {HTMLElement} */ (event.target);
  if (target.closest?.('input, textarea, select, dialog[open]') || target.isContentEditable) return '';
  return event.key.length === 1 ? event.key.toLowerCase() : event.key;
}

/** @param {number} seconds @param {any} texts @returns {string} "less than a minute", "about 4 minutes" */
export function waitWords(seconds, { t }) {
  const minutes = Math.round(seconds / 60);
  return minutes < 1 ? t('wait.soon') : t('wait.minutes', { n: minutes });
}
