// SPDX-License-Identifier: Apache-2.0
// Which camera, microphone and loudspeaker the next test takes: a list beside each step, where there is a choice.

import { h, setText } from '../shared/dom.mjs';
import { recall, remember } from '../shared/prefs.mjs';

/** Name of the step -> what browsers and the other pages call it. */
const kinds = { camera: ['videoinput', 'camera'], microphone: ['audioinput', 'mic'], speaker: ['audiooutput', 'speaker'] };
const ALIASES = new Set(['', 'default', 'communications']);

/** @param {(key: string) => string} t */
export function createChoosers(t) {
  /** @type {Record<string, MediaDeviceInfo[]>} */
  let lists = { camera: [], microphone: [], speaker: [] };
  const made = new Map();

  function fill(kind) {
    const { box, label, select, first, hint } = made.get(kind);
    box.hidden = lists[kind].length < 2;
    setText(label, t('devices.other'));
    setText(hint, t('devices.hint'));
    setText(first, t('devices.default'));
    const ids = lists[kind].map(({ deviceId }) => deviceId).join();
    if (select.dataset.ids === ids) return;
    select.dataset.ids = ids;
    select.replaceChildren(first, ...lists[kind].map(({ deviceId, label: name }) => h('option', { value: deviceId }, name)));
    const chosen = recall(kinds[kind][1]);
    select.value = lists[kind].some(({ deviceId }) => deviceId === chosen) ? chosen : '';
  }

  return {
    /** @param {'camera' | 'microphone' | 'speaker'} kind */
    element(kind) {
      const first = h('option', { value: '' }), hint = h('span', { class: 'field-hint' });
      const select = h('select', { id: `choose-${kind}`, onchange: () => remember(kinds[kind][1], select.value) }, first);
      const label = h('label', { htmlFor: `choose-${kind}` });
      const box = h('div', { class: 'field chooser', hidden: true }, label, select, hint);
      made.set(kind, { box, label, select, first, hint });
      return box;
    },

    render() { for (const kind of made.keys()) fill(kind); },

    /** The browser tells names once it may. */
    async refresh() {
      const found = await navigator.mediaDevices?.enumerateDevices?.().catch(() => []) ?? [];
      lists = Object.fromEntries(Object.entries(kinds).map(([kind, [type]]) => [kind, found.filter((device) => device.kind === type && device.label && !ALIASES.has(device.deviceId))]));
      this.render();
    },

    /** For testCall(). */
    chosen() {
      const known = (kind) => { const id = made.get(kind)?.select.value ?? ''; return id || undefined; };
      return { camera: known('camera'), microphone: known('microphone'), speaker: known('speaker') };
    },
  };
}
