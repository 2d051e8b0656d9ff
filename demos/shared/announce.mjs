// SPDX-License-Identifier: Apache-2.0
// Speaks to people who use a screen reader. What comes in quick succession is said together, once.

const PAUSE_MS = 400;

/** @param {HTMLElement} region an element with aria-live that nobody sees */
export function createAnnouncer(region) {
  let waiting = [];
  let timer = 0;

  function speak() {
    timer = 0;
    // A new element each time: the same text twice in a row is an announcement twice.
    const line = document.createElement('p');
    line.textContent = waiting.join(' ');
    region.replaceChildren(line);
    waiting = [];
  }

  /** @param {string} text */
  return (text) => {
    waiting.push(text);
    if (waiting.length > 4) waiting.shift();
    if (!timer) timer = window.setTimeout(speak, PAUSE_MS);
  };
}
