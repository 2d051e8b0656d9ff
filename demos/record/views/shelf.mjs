// SPDX-License-Identifier: Apache-2.0
// The library: search, what was found, and the next page.

import { mistake, showProblem } from '../../counter/lib/page.mjs';
import { find, h, setAttribute, setText } from '../../shared/dom.mjs';
import { icon } from '../../shared/icons.mjs';
import { duration } from '../../shared/time.mjs';
import { endOf, noSearch, sorted, sorts, titleOf } from '../state.mjs';
import { bytesWords, dateWords, endWords } from '../words.mjs';

const fields = ['text', 'room', 'user', 'from', 'to'];
const GREY_CARDS = 6;

/** @param {import('../main.mjs').Context} context */
export function createShelf({ store, texts, work, say }) {
  const { t } = texts;
  const cards = find('#cards');

  /** The form as a search; null: something in it is wrong. @returns {import('../state.mjs').Search | null} */
  function read() {
    let wrong = null;
    for (const name of ['room', 'user']) {
      const field = find(`#search-${name}`);
      if (mistake(field, /^-?\d{0,10}$/.test(field.value.trim()) && Math.abs(Number(field.value)) < 2 ** 31 ? '' : t('search.bad'))) wrong ??= field;
    }
    wrong?.focus();
    return wrong ? null : /** @type {any} */ (Object.fromEntries(fields.map((name) => [name, find(`#search-${name}`).value.trim()])));
  }

  find('#search-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const search = read();
    if (search) void work.find(search);
  });
  find('#search-clear').addEventListener('click', () => {
    for (const name of fields) find(`#search-${name}`).value = '';
    for (const name of ['room', 'user']) mistake(find(`#search-${name}`), '');
    void work.find({ ...noSearch });
    find('#search-text').focus();
  });
  find('#more').addEventListener('click', () => void work.find(store.state.shelf.search, true));
  find('#sort').addEventListener('change', () => store.dispatch({ type: 'sort', sort: find('#sort').value }));

  /** A picture that is not there any more is none. */
  function thumbnailOf(entry) {
    const box = h('span', { class: 'thumb', 'data-kind': entry.snapshot ? 'snapshot' : entry.type === 'mp3' ? 'sound' : 'film' }, icon(entry.snapshot ? 'camera' : entry.type === 'mp3' ? 'speaker' : 'play'));
    if (entry.thumbnail) box.append(h('img', { src: entry.thumbnail, alt: '', loading: 'lazy', width: 320, height: 180, onerror: (event) => event.target.remove() }));
    if (entry.seconds > 0 && !entry.snapshot) box.append(h('span', { class: 'thumb-time' }, duration(entry.seconds)));
    return box;
  }

  function cardOf(entry) {
    const end = endOf(entry), fine = ['stopped', 'snapshot', 'limit'].includes(end) && entry.state === 'ended' && entry.lostSeconds === 0;
    return h('li', {}, h('a', { class: 'shelf-card', href: `#${entry.id}`, 'data-testid': `card-${entry.id}`, 'data-state': entry.state },
      thumbnailOf(entry),
      h('span', { class: 'card-text' },
        h('bdi', { class: 'card-name' }, entry.name || t('user.number', { id: entry.userId })),
        titleOf(entry) && h('bdi', { class: 'card-title' }, titleOf(entry)),
        h('span', { class: 'soft' }, dateWords(entry.at, texts.language)),
        h('span', { class: 'soft' }, [t('card.room', { room: entry.room }), entry.bytes > 0 ? bytesWords(entry.bytes, texts.language) : ''].filter(Boolean).join(' · ')),
        !fine && h('span', { class: 'badge', 'data-end': end }, endWords(entry, texts)),
        entry.held && h('span', { class: 'badge calm' }, t('facts.held')))));
  }

  function showCards(state) {
    const { shelf } = state;
    const items = sorted(state);
    const grey = shelf.loading && items.length === 0 ? Array.from({ length: GREY_CARDS }, () => h('li', { class: 'shelf-card grey', 'aria-hidden': 'true' })) : [];
    const focused = document.activeElement?.getAttribute('data-testid');
    cards.replaceChildren(...items.map(cardOf), ...grey);
    if (focused?.startsWith('card-')) cards.querySelector(`[data-testid="${focused}"]`)?.focus();
    setAttribute(cards, 'aria-busy', String(shelf.loading));
    find('#shelf-empty').hidden = shelf.loading || items.length > 0 || shelf.problem !== null || !shelf.asked;
    setText(find('#shelf-empty'), t(fields.some((name) => shelf.search[name]) ? 'shelf.nothing' : 'shelf.empty'));
    setText(find('#shelf-count'), shelf.loading ? t('shelf.loading') : items.length > 0 ? t(shelf.next ? 'shelf.first' : 'shelf.count', { n: items.length }) : '');
    find('#more').hidden = shelf.next === 0 || shelf.problem !== null;
    find('#more').disabled = shelf.loading;
    setText(find('#more'), t('shelf.more'));
  }

  return (/** @type {import('../state.mjs').State} */ state, /** @type {import('../state.mjs').State | null} */ before) => {
    const { shelf } = state;
    find('#shelf-list').hidden = state.open !== null;
    if (before && shelf === before.shelf && state.language === before.language) return;
    if (!before || state.language !== before.language) {
      const now = find('#sort').value || shelf.sort;
      find('#sort').replaceChildren(...Object.keys(sorts).map((name) => h('option', { value: name }, t(`sort.${name}`))));
      find('#sort').value = now;
    }
    showCards(state);
    if (shelf.problem !== before?.shelf.problem || state.language !== before?.language) showProblem(find('#shelf-problem'), shelf.problem, texts);
    if (before?.shelf.loading && !shelf.loading && !shelf.problem) say(shelf.items.length > 0 ? t('shelf.count', { n: shelf.items.length }) : t('shelf.nothing'));
  };
}
