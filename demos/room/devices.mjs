// SPDX-License-Identifier: Apache-2.0
// Which cameras, microphones and speakers there are, and which one the user has chosen. The choice is remembered.

import { recall, remember } from '../shared/prefs.mjs';

/** @typedef {'camera' | 'mic' | 'speaker'} Kind */
/** @typedef {{ id: string, label: string }} Device */

/** @type {Record<string, Kind>} */
const kinds = { videoinput: 'camera', audioinput: 'mic', audiooutput: 'speaker' };

/** @param {MediaDevices | undefined} media undefined on an insecure origin: then every list is empty */
export function createDevices(media = navigator.mediaDevices) {
  /** @type {Record<Kind, Device[]>} */
  let lists = { camera: [], mic: [], speaker: [] };
  /** @type {Record<Kind, string>} */
  const chosen = { camera: recall('camera'), mic: recall('mic'), speaker: recall('speaker') };
  const listeners = new Set();
  const tell = (chosenKind) => { for (const listener of listeners) listener(chosenKind); };

  async function refresh() {
    const next = { camera: [], mic: [], speaker: [] };
    const found = await media?.enumerateDevices().catch(() => []) ?? [];
    for (const { kind, deviceId, label } of found) {
      // Before permission ids are empty; 'default' and 'communications' name another entry of the list once more.
      if (deviceId && deviceId !== 'default' && deviceId !== 'communications') next[kinds[kind]]?.push({ id: deviceId, label });
    }
    if (JSON.stringify(next) === JSON.stringify(lists)) return;
    lists = next;
    tell(null);
  }

  media?.addEventListener?.('devicechange', refresh);
  void refresh();

  return {
    refresh,
    canChooseSpeaker: 'setSinkId' in HTMLMediaElement.prototype,
    /** @param {Kind} kind */
    list: (kind) => lists[kind],
    /** The chosen device while it is there, else '' for the default. @param {Kind} kind */
    chosen: (kind) => (lists[kind].length === 0 || lists[kind].some(({ id }) => id === chosen[kind]) ? chosen[kind] : ''),
    /** @param {Kind} kind @param {string} id '' is the default */
    choose(kind, id) {
      chosen[kind] = id;
      remember(kind, id);
      tell(kind);
    },
    /** @param {(kind: Kind | null) => void} listener kind that was chosen anew, null when the lists have changed */
    listen: (listener) => listeners.add(listener),
  };
}
