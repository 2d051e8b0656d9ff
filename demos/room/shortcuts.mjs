// SPDX-License-Identifier: Apache-2.0
// Single-letter shortcuts. They rest while somebody types, while a dialog is open, and when the user has turned them off.

/** Letter -> what it does; the names are those of `help.<name>`. */
export const shortcuts = /** @type {const} */ ({ m: 'mic', v: 'camera', c: 'chat', p: 'people', f: 'full-screen', '?': 'help' });

const TYPING = 'input:not([type=checkbox]), textarea, select, [contenteditable]';

/**
 * What a key press asks for.
 * @param {{ key: string, ctrlKey?: boolean, altKey?: boolean, metaKey?: boolean, isComposing?: boolean, repeat?: boolean,
 *   target?: any }} event
 * @param {{ enabled: boolean, dialogOpen: boolean }} now
 * @returns {'' | 'mic' | 'camera' | 'chat' | 'people' | 'full-screen' | 'help' | 'escape'}
 */
export function actionOf(event, { enabled, dialogOpen }) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || dialogOpen) return '';
  if (event.key === 'Escape') return 'escape';
  if (!enabled || event.repeat || event.target?.closest?.(TYPING)) return '';
  const key = event.key.toLowerCase();
  return Object.hasOwn(shortcuts, key) ? shortcuts[key] : '';
}
