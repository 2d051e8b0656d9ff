// SPDX-License-Identifier: Apache-2.0
// The side panel: chat or people. On a narrow screen it covers the pictures.

import { find, setText } from '../../shared/dom.mjs';

/** @param {import('../main.mjs').Context} context */
export function createPanel({ texts, actions }) {
  const { t } = texts;
  const panel = find('#panel');
  const stage = find('#stage');
  const narrow = matchMedia('(max-width: 800px)'); // as in panel.css
  // What lies under the panel is not to be reached by keyboard either.
  const cover = () => { stage.inert = !panel.hidden && narrow.matches; };
  narrow.addEventListener('change', cover);
  const openers = { chat: find('#chat-button'), people: find('#people-button') };
  find('#panel-close').addEventListener('click', () => actions.togglePanel(''));

  return (state, before) => {
    const shown = state.phase === 'room' ? state.panel : '';
    const was = before?.phase === 'room' ? before.panel : '';
    panel.hidden = shown === '';
    cover();
    find('#room').dataset.panel = shown;
    find('#chat').hidden = shown !== 'chat';
    find('#members').hidden = shown !== 'people';
    if (shown) setText(find('#panel-title'), t(`${shown}.title`));
    if (shown === was) return;
    if (shown === 'chat') find('#chat-input').focus();
    else if (shown) find('#panel-title').focus();
    else if (was && state.phase === 'room') openers[was].focus();
  };
}
