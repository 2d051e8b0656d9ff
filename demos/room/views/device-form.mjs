// SPDX-License-Identifier: Apache-2.0
// The choosers for camera, microphone and speaker; the same before joining and during the call.

import { h, setText } from '../../shared/dom.mjs';
import { playTone } from '../meter.mjs';

/** @typedef {import('../devices.mjs').Kind} Kind */

/**
 * @param {HTMLElement} root
 * @param {import('../main.mjs').Context} context
 */
export function createDeviceForm(root, { devices, texts, store, call }) {
  const { t } = texts;
  const rows = new Map();

  function addRow(kind) {
    const id = `${kind}-${root.closest('dialog') ? 'settings' : 'join'}`;
    const label = h('label', { htmlFor: id });
    const select = h('select', { id, 'data-testid': `choose-${kind}`, onchange: () => devices.choose(kind, select.value) });
    rows.set(kind, { label, select });
    root.append(h('div', { class: 'field' }, label, select));
  }

  /** During the call the level of the microphone stands below its chooser. */
  function addMeter(dialog) {
    const fill = h('span', { class: 'meter-fill' });
    root.append(h('div', { class: 'meter', 'aria-hidden': 'true' }, fill));
    setInterval(() => { if (dialog.open) fill.style.setProperty('--level', call.micLevel().toFixed(2)); }, 100);
  }

  for (const kind of /** @type {Kind[]} */ (['camera', 'mic'])) addRow(kind);
  if (root.closest('dialog')) addMeter(root.closest('dialog'));
  if (devices.canChooseSpeaker) addRow('speaker');
  const tone = h('button', { type: 'button', class: 'button quiet small', onclick: () => playTone(devices.chosen('speaker')) });
  root.append(tone);

  function render() {
    for (const [kind, { label, select }] of rows) {
      setText(label, t(`devices.${kind}`));
      const list = devices.list(kind);
      const options = list.map((device, n) => h('option', { value: device.id }, device.label || t('devices.unnamed', { n: n + 1 })));
      const first = kind === 'speaker' || list.length > 0 ? t('devices.default') : t('devices.none');
      select.replaceChildren(h('option', { value: '' }, first), ...options);
      select.value = devices.chosen(kind);
      select.disabled = list.length === 0;
    }
    setText(tone, t('devices.try'));
  }

  devices.listen(render);
  store.listen((state, before) => { if (state.language !== before.language) render(); });
  render();
}
