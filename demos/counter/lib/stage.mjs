// SPDX-License-Identifier: Apache-2.0
// The pictures of a conversation: everybody else large, ourselves small in a corner, and a line that says what is missing.

import { find, h, setAttribute, setText } from '../../shared/dom.mjs';
import { icon } from '../../shared/icons.mjs';
import { colourOf, initials } from '../../shared/names.mjs';

/** A video element that knows whether it has a picture. */
export function createScreen() {
  const video = h('video', { class: 'tile-video', autoplay: true, muted: true, playsInline: true });
  video.addEventListener('loadeddata', () => setAttribute(video, 'data-picture', ''));
  video.addEventListener('emptied', () => setAttribute(video, 'data-picture', null));
  return video;
}

/**
 * @param {HTMLElement} root
 * @param {{ texts: any, talk: { screenOf: (id: number) => any, set: (kind: any, on: boolean) => void }, playSound: () => void }} context
 */
export function createStage(root, { texts, talk, playSound }) {
  const { t } = texts;
  const tiles = h('ul', { class: 'tiles' });
  const self = find('[data-self]', root);
  const empty = h('p', { class: 'stage-empty' });
  const note = h('p', { class: 'stage-note', role: 'status', hidden: true, 'data-testid': 'talk-note' });
  const soundText = h('span', {});
  const soundButton = h('button', { type: 'button', class: 'button small', onclick: playSound });
  const sound = h('p', { class: 'stage-note', hidden: true }, soundText, soundButton);
  root.prepend(tiles, empty);
  root.append(h('div', { class: 'stage-notes' }, note, sound));
  /** @type {Map<number, any>} */
  const shown = new Map();

  function tileOf(other) {
    const face = h('span', { class: 'avatar', 'aria-hidden': 'true', 'data-colour': String(colourOf(other.name)) }, initials(other.name));
    const name = h('bdi', {});
    const muted = h('span', { class: 'tile-muted' }, icon('mic-off'));
    const element = h('li', { class: 'tile', 'data-testid': `tile-${other.id}` }, talk.screenOf(other.id), face, h('p', { class: 'tile-name' }, muted, name));
    return { element, face, name, muted };
  }

  function showOthers(others) {
    for (const [id, { element }] of shown) if (!others.some((other) => other.id === id)) { element.remove(); shown.delete(id); }
    for (const other of others) {
      if (!shown.has(other.id)) { shown.set(other.id, tileOf(other)); tiles.append(shown.get(other.id).element); }
      const { element, face, name, muted } = shown.get(other.id);
      setAttribute(element, 'data-camera', other.camera ? 'open' : 'closed');
      setText(name, other.name);
      setText(face, initials(other.name));
      muted.hidden = other.mic;
      setAttribute(muted, 'title', t('talk.muted', { name: other.name }));
    }
    setAttribute(tiles, 'data-count', String(others.length));
  }

  function noteOf(talkNow, hold) {
    if (hold) return hold;
    const failed = /** @type {const} */ (['camera', 'mic']).find((kind) => talkNow.device[kind]);
    if (failed) {
      const { text, cure } = talkNow.device[failed].texts?.(texts.language) ?? { text: '', cure: '' };
      return t('talk.device', { what: t(`talk.${failed}`), text, cure });
    }
    const silent = talkNow.others.filter(({ mic }) => !mic);
    return silent.length === 1 && talkNow.others.length === 1 ? t('talk.muted', { name: silent[0].name }) : '';
  }

  /**
   * @param {import('./talk_state.mjs').Talk} now
   * @param {{ hold?: string, note?: string, empty?: string, soundBlocked?: boolean }} [more] hold: says that we are on hold; note: something else that is so now; empty: what is said while nobody else is there
   */
  return (now, more = {}) => {
    showOthers(now.others);
    const talking = now.stage === 'on' || now.stage === 'joining';
    empty.hidden = now.others.length > 0;
    setText(empty, more.empty ?? t('talk.joining'));
    const words = talking ? noteOf(now, more.hold || more.note || '') : '';
    note.hidden = words === '';
    setText(note, words);
    sound.hidden = !(talking && more.soundBlocked);
    setText(soundText, t('talk.sound'));
    setText(soundButton, t('talk.sound.button'));
    self.hidden = !(talking && now.want.camera && !now.device.camera);
    setAttribute(root, 'data-hold', more.hold ? '' : null);
  };
}
