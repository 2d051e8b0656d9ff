// SPDX-License-Identifier: Apache-2.0
// One person's picture: video or initials, name, marks for microphone, voice and connection. The whole tile is a button.

import { h, setAttribute, setLabel, setText } from '../../shared/dom.mjs';
import { icon, setIcon } from '../../shared/icons.mjs';
import { colourOf, initials } from '../../shared/names.mjs';
import { fitOf } from '../layout.mjs';

/** @typedef {import('../store.mjs').Member} Member */

/**
 * @param {Member} member
 * @param {{ self: boolean, t: (key: string, values?: object) => string, press: (id: number) => void }} options
 */
export function createTile(member, { self, t, press }) {
  const video = h('video', { class: self ? 'mirrored' : '', playsInline: true, autoplay: true, muted: true, 'aria-hidden': 'true' });
  const initial = h('span', { class: 'avatar', 'aria-hidden': 'true' });
  const micIcon = icon('mic');
  const name = h('bdi', { class: 'tile-name' });
  const quality = h('span', { class: 'quality', role: 'img', hidden: true }, h('i'), h('i'), h('i'));
  const button = h('button', { type: 'button', class: 'tile-button', tabIndex: -1, onclick: () => press(member.id) });
  const element = h('li', { class: 'tile', 'data-testid': `tile-${member.id}`, 'data-user': String(member.id) },
    h('div', { class: 'tile-picture' }, initial, video), button,
    h('div', { class: 'tile-label', 'aria-hidden': 'true' }, micIcon, name), quality);
  let box = { width: 0, height: 0 };

  const fit = () => setAttribute(video, 'data-fit', fitOf(video.videoWidth, video.videoHeight, box.width, box.height));
  video.addEventListener('resize', fit);
  video.addEventListener('loadeddata', () => setAttribute(element, 'data-picture', ''));
  video.addEventListener('emptied', () => setAttribute(element, 'data-picture', null));

  /** Everything a screen reader should say of this tile. */
  function describe(now, shown, pinned) {
    const facts = [
      shown, !now.mic && t('tile.muted'), now.camera !== 'open' && t('tile.camera-off'), now.quality && now.quality !== 'good' && t(`quality.${now.quality}`),
    ];
    setLabel(button, facts.filter(Boolean).join(', '), t(pinned ? 'tile.unpin' : 'tile.pin', { name: shown }));
    setAttribute(button, 'aria-pressed', pinned);
  }

  return {
    element, video, button, self,
    /** @param {number} width @param {number} height pixels */
    resize(width, height) { box = { width, height }; fit(); },
    /** @param {Member} now @param {string} ownName that tells people of the same name apart @param {boolean} pinned */
    update(now, ownName, pinned) {
      const shown = self ? t('tile.self', { name: ownName }) : ownName;
      setText(name, shown);
      setText(initial, initials(now.name));
      setAttribute(initial, 'data-colour', colourOf(now.name));
      setIcon(micIcon, now.mic ? 'mic' : 'mic-off');
      setAttribute(element, 'data-mic', now.mic ? 'on' : 'off');
      setAttribute(element, 'data-camera', now.camera);
      setAttribute(element, 'data-speaking', now.speaking ? '' : null);
      setAttribute(element, 'data-pinned', pinned ? '' : null);
      quality.hidden = now.quality === '';
      setAttribute(quality, 'data-quality', now.quality || null);
      if (now.quality) setLabel(quality, t(`quality.${now.quality}`));
      describe(now, shown, pinned);
    },
  };
}
