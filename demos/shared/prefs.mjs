// SPDX-License-Identifier: Apache-2.0
// What the page remembers on this computer. Never a password. Works (forgetfully) where storage is forbidden.

const PREFIX = 'parlor.';

/** @param {string} key @param {string} [otherwise] @returns {string} */
export function recall(key, otherwise = '') {
  try {
    return localStorage.getItem(PREFIX + key) ?? otherwise;
  } catch {
    return otherwise; // storage blocked by the browser's settings
  }
}

/** @param {string} key @param {string} value empty forgets it */
export function remember(key, value) {
  try {
    if (value === '') localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, value);
  } catch {
    // Full or forbidden: the page works without.
  }
}
