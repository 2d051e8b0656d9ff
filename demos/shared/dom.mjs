// SPDX-License-Identifier: Apache-2.0
// Building and finding elements. Text goes in as text: nothing here reads HTML from a string.

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Makes an element. `on…` properties are listeners, `class`, `data-…`, `aria-…` and what contains a dash are attributes,
 * the rest are properties. A child that is null or false is left out.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown>} [properties]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (name === 'class' || name === 'role' || name.includes('-')) element.setAttribute(name, String(value));
    else element[name] = value;
  }
  for (const child of children) if (child !== null && child !== undefined && child !== false) element.append(child);
  return element;
}

/**
 * The one element that a selector finds; a page without it is a defect of ours, so it throws.
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {any}
 */
export function find(selector, within = document) {
  const element = within.querySelector(selector);
  if (!element) throw new Error(`no element ${selector}`);
  return element;
}

/** All elements that a selector finds. @param {string} selector @param {ParentNode} [within] @returns {any[]} */
export const findAll = (selector, within = document) => [...within.querySelectorAll(selector)];

/** Sets text only when it differs, so that nobody's selection or screen reader is disturbed. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Sets or (with null) removes an attribute, only when it differs. */
export function setAttribute(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}

/** Gives a control its name, for screen readers and as a hint under the pointer. */
export function setLabel(element, text, hint = text) {
  setAttribute(element, 'aria-label', text);
  setAttribute(element, 'title', hint);
}
