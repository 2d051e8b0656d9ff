// SPDX-License-Identifier: Apache-2.0
// Who is here, with their marks; from here one writes privately or enlarges a picture.

import { find, h } from '../../shared/dom.mjs';
import { icon } from '../../shared/icons.mjs';
import { colourOf, initials, tellApart } from '../../shared/names.mjs';
import { everybody } from '../store.mjs';

/** @param {import('../main.mjs').Context} context */
export function createPeople({ store, texts, actions }) {
  const { t } = texts;
  const list = find('#members');

  function mark(name, label, on) {
    const svg = icon(on ? name : `${name}-off`);
    return h('span', { class: 'mark-icon', role: 'img', 'aria-label': label ?? '', 'data-on': String(on), title: label ?? '' }, svg);
  }

  function row(member, name, self, pinned) {
    const shown = self ? t('tile.self', { name }) : name;
    const buttons = [
      !self && h('button', {
        type: 'button', class: 'plain-icon', 'data-act': 'private', 'aria-label': t('people.private', { name }), title: t('people.private', { name }),
        onclick: () => actions.writeTo(member.id),
      }, icon('chat')),
      h('button', {
        type: 'button', class: 'plain-icon', 'data-act': 'pin', 'aria-label': t('people.pin', { name: shown }), title: t('people.pin', { name: shown }),
        'aria-pressed': String(pinned), onclick: () => store.dispatch({ type: 'pin', id: member.id }),
      }, icon('pin')),
    ];
    return h('li', { class: 'member', 'data-id': String(member.id), 'data-testid': `member-${member.id}`, 'data-speaking': member.speaking ? '' : null },
      h('span', { class: 'avatar small', 'data-colour': String(colourOf(member.name)), 'aria-hidden': 'true' }, initials(member.name)),
      h('bdi', { class: 'member-name' }, shown),
      mark('mic', member.mic ? null : t('tile.muted'), member.mic),
      mark('camera', member.camera === 'open' ? null : t('tile.camera-off'), member.camera === 'open'), ...buttons);
  }

  function render(state) {
    const active = /** @type {any} */ (document.activeElement);
    const focus = list.contains(active) ? { id: active.closest('[data-id]').dataset.id, act: active.dataset.act } : null;
    const people = everybody(state);
    const names = tellApart(people);
    list.replaceChildren(...people.map((member) => row(member, names.get(member.id), member.id === state.self?.id, member.id === state.pinned)));
    if (focus) (list.querySelector(`[data-id="${focus.id}"] [data-act="${focus.act}"]`) ?? list.querySelector('button'))?.focus();
  }

  return (state, before) => {
    if (state.phase !== 'room' || state.panel !== 'people') { if (before?.panel === 'people') list.replaceChildren(); return; }
    const same = before?.panel === 'people' && state.others === before.others && state.self === before.self
      && state.pinned === before.pinned && state.language === before.language;
    if (!same) render(state);
  };
}
