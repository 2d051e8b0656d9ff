// SPDX-License-Identifier: Apache-2.0
// The two dialogs: devices and pictures, and keyboard shortcuts. The browser's own <dialog> keeps the focus inside, closes on Escape and
// gives the focus back.

import { find, h } from '../../shared/dom.mjs';
import { recall, remember } from '../../shared/prefs.mjs';

const QUALITIES = ['auto', 'high', 'low', 'off'];

/** @param {import('../main.mjs').Context} context */
export function createDialogs({ store, texts, call }) {
  const { t } = texts;
  const all = { help: find('#help'), settings: find('#settings') };
  const keys = find('#help-keys');
  const on = find('#help-on');
  const pictures = find('#pictures');

  for (const dialog of Object.values(all)) {
    for (const button of dialog.querySelectorAll('[data-close]')) button.addEventListener('click', () => dialog.close());
    dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); }); // the backdrop
  }
  on.checked = recall('shortcuts', 'on') === 'on';
  on.addEventListener('change', () => remember('shortcuts', on.checked ? 'on' : 'off'));

  const remembered = recall('pictures', 'auto');
  let chosen = QUALITIES.includes(remembered) ? remembered : 'auto';
  call.setPictures(chosen);
  pictures.addEventListener('change', () => {
    chosen = pictures.value;
    remember('pictures', chosen);
    call.setPictures(chosen);
  });

  function render() {
    pictures.replaceChildren(...QUALITIES.map((name) => h('option', { value: name }, t(`pictures.${name}`))));
    pictures.value = chosen;
    const rows = [['M', 'mic'], ['V', 'camera'], ['C', 'chat'], ['P', 'people'], ['F', 'full-screen'], ['?', 'help'],
      [t('key.arrows'), 'arrows'], [t('key.enter'), 'enter'], [t('key.escape'), 'escape']];
    keys.replaceChildren(...rows.map(([key, name]) => h('div', {}, h('dt', {}, h('kbd', {}, key)), h('dd', {}, t(`help.${name}`)))));
  }

  store.listen((state, before) => {
    if (state.language !== before.language) render();
    if (state.phase !== 'room' && before.phase === 'room') for (const dialog of Object.values(all)) dialog.close();
  });
  render();
  return {
    /** @param {'help' | 'settings'} name */
    open(name) { if (!all[name].open) all[name].showModal(); },
    get anyOpen() { return Object.values(all).some((dialog) => dialog.open); },
    get shortcutsOn() { return on.checked; },
  };
}
