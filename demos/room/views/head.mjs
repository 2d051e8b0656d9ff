// SPDX-License-Identifier: Apache-2.0
// The head of the room, the page's title and its address.

import { find, setText } from '../../shared/dom.mjs';
import { linkTo } from '../address.mjs';

/** @param {import('../main.mjs').Context} context */
export function createHead({ texts }) {
  const { t } = texts;
  const room = find('#room');
  const title = find('#room-title');

  return (state, before) => {
    const inside = state.phase === 'room';
    room.hidden = !inside;
    if (!inside) {
      document.title = 'Parlor';
      return;
    }
    const name = state.room.name || String(state.room.number);
    setText(title, t('room.title', { room: name }));
    setText(find('#room-count'), t('room.count', { n: state.others.length + 1 }));
    document.title = `${state.unread ? `(${state.unread}) ` : ''}${t('room.title', { room: name })} – Parlor`;
    if (before?.phase !== 'room') {
      history.replaceState(null, '', linkTo(location.href, name));
      title.focus();
    }
  };
}
