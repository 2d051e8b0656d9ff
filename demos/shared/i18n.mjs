// SPDX-License-Identifier: Apache-2.0
// Texts in two languages. A catalogue is a flat object from key to text; `{name}` in a text is replaced by a value, and
// "one|many" chooses by the value of `n` (Chinese has one form only).

import { findAll } from './dom.mjs';

/** @typedef {Record<string, string>} Catalogue */

export const languages = /** @type {const} */ ([['en', 'English'], ['zh', '中文']]);

/**
 * The first language of the browser that we have; English when there is none.
 * @param {readonly string[]} preferred BCP 47 tags, best first
 * @param {string} [chosen] what the user chose before; wins when we have it
 * @returns {'en' | 'zh'}
 */
export function chooseLanguage(preferred, chosen = '') {
  for (const tag of [chosen, ...preferred]) {
    const base = tag.toLowerCase().split('-')[0];
    if (base === 'zh' || base === 'en') return base;
  }
  return 'en';
}

/**
 * @param {string} template
 * @param {Record<string, string | number>} values
 * @returns {string}
 */
export function fill(template, values) {
  const forms = Object.hasOwn(values, 'n') ? template.split('|') : [template];
  const form = forms.length > 1 && values.n !== 1 ? forms[1] : forms[0];
  return form.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
}

/**
 * @param {Record<'en' | 'zh', Catalogue>} catalogues
 * @param {'en' | 'zh'} language
 */
export function createTexts(catalogues, language) {
  let current = language;

  /** The text of a key; a key that is missing shows itself, so that it is found. */
  const t = (key, values = {}) => fill(catalogues[current][key] ?? key, values);

  /** Fills static markup: data-t (text), data-t-label (name and hint), data-t-placeholder. */
  function apply(root = document) {
    for (const element of findAll('[data-t]', root)) element.textContent = t(element.dataset.t);
    for (const element of findAll('[data-t-label]', root)) {
      element.setAttribute('aria-label', t(element.dataset.tLabel));
      element.title = t(element.dataset.tLabel);
    }
    for (const element of findAll('[data-t-placeholder]', root)) element.placeholder = t(element.dataset.tPlaceholder);
  }

  return {
    t,
    apply,
    has: (key) => key in catalogues[current],
    get language() { return current; },
    set language(next) { current = next; },
    /** @param {number} time milliseconds since 1970 */
    clock: (time) => new Intl.DateTimeFormat(current === 'zh' ? 'zh-CN' : 'en-GB', { hour: '2-digit', minute: '2-digit' }).format(time),
  };
}
