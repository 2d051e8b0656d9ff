// SPDX-License-Identifier: Apache-2.0
// The buttons below the pictures, with their keys.

import { h, setAttribute, setLabel, setText } from '../../shared/dom.mjs';
import { icon, setIcon } from '../../shared/icons.mjs';

/**
 * @typedef {object} Button
 * @property {string} id
 * @property {string[]} icons of on and (two) off
 * @property {string} [look] 'danger'
 * @property {string} [key]
 * @property {() => void} press
 */

/** @param {HTMLElement} root @param {any} texts @param {Button[]} buttons */
export function createBar(root, { t }, buttons) {
  const made = new Map(buttons.map((button) => {
    const drawing = icon(button.icons[0]);
    const [word, badge] = [h('span', { class: 'bar-word' }), h('span', { class: 'bar-badge', hidden: true })];
    const element = h('button', { type: 'button', class: `bar-button ${button.look ?? ''}`, 'data-testid': button.id, onclick: button.press }, h('span', { class: 'bar-disc' }, drawing, badge), word);
    root.append(element);
    return [button.id, { ...button, element, drawing, word, badge }];
  }));

  return {
    /** @param {Record<string, { label: string, on?: boolean, expands?: boolean, badge?: number, hidden?: boolean, disabled?: boolean, word?: string }>} states */
    show(states) {
      for (const [id, { element, drawing, word, badge, icons, key }] of made) {
        const state = states[id];
        element.hidden = !state || state.hidden === true;
        if (element.hidden) continue;
        const name = t(`bar.${id}`);
        setText(word, state.word ?? name);
        setLabel(element, state.label, key ? `${state.label} (${key})` : state.label);
        setAttribute(element, 'aria-keyshortcuts', key ?? null);
        if (icons.length > 1) setIcon(drawing, icons[state.on ? 0 : 1]);
        const pressed = state.on === undefined ? null : String(state.on);
        setAttribute(element, state.expands ? 'aria-expanded' : 'aria-pressed', pressed);
        setAttribute(element, 'aria-disabled', state.disabled ? 'true' : null);
        badge.hidden = !state.badge;
        setText(badge, state.badge ? String(Math.min(99, state.badge)) : '');
      }
    },
    /** @param {string} pressed as shortcutOf() gives it @returns {boolean} it was one of ours */
    key(pressed) {
      for (const { key, element, press } of made.values()) {
        if (key && key.toLowerCase() === pressed && !element.hidden && element.getAttribute('aria-disabled') !== 'true') { press(); return true; }
      }
      return false;
    },
  };
}
