// SPDX-License-Identifier: Apache-2.0
// Puts the page together: store, texts, work and views; which recording is open stands behind the # of the address.

import { createPage, mistake, showProblem } from '../counter/lib/page.mjs';
import { loadSdk, urlOf } from '../counter/lib/session.mjs';
import { find, setAttribute, setText } from '../shared/dom.mjs';
import { recall, remember } from '../shared/prefs.mjs';
import { createStore } from '../shared/store.mjs';
import { initialState, reduce } from './state.mjs';
import { en } from './text.en.mjs';
import { zh } from './text.zh.mjs';
import { createOne } from './views/one.mjs';
import { createRoom } from './views/room.mjs';
import { createShelf } from './views/shelf.mjs';
import { createWork } from './work.mjs';

/**
 * What every view gets.
 * @typedef {object} Context
 * @property {{ state: import('./state.mjs').State, dispatch: (action: any) => void }} store
 * @property {any} texts
 * @property {ReturnType<typeof createWork>} work
 * @property {(text: string) => void} toast
 * @property {(text: string) => void} say
 */

const NAME_BYTES = 128;
const page = createPage({ en, zh });
const { texts, say, toast } = page;
const { t } = texts;
const store = createStore(reduce, initialState(texts.language));
const work = createWork({ store, url: urlOf(location), loadSdk });
/** @type {Context} */
const context = { store, texts, work, toast, say };

// ---- the address ----

/** "#41": a recording; "#library": all. */
const wanted = () => ({ id: Number(/^#(\d{1,10})$/.exec(location.hash)?.[1] ?? 0), shelf: /^#(library|\d+)$/.test(location.hash) });

function go() {
  const { id, shelf } = wanted();
  if (store.state.phase !== 'in') return;
  const fresh = shelf && store.state.tab !== 'shelf';
  if (shelf !== (store.state.tab === 'shelf')) store.dispatch({ type: 'tab', tab: shelf ? 'shelf' : 'room' });
  if (id && store.state.open?.id !== id) void work.open(id);
  if (!id && store.state.open) store.dispatch({ type: 'closed' });
  if (shelf && !id && (fresh || !store.state.shelf.asked)) void work.find(store.state.shelf.search);
}
addEventListener('hashchange', go);

// ---- signing in ----

function createSign() {
  const [name, button, note] = [find('#name'), find('#sign-in'), find('#sign-problem')];
  find('#sign-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const typed = name.value.trim();
    const wrong = typed === '' ? t('sign.name.empty') : new TextEncoder().encode(typed).length > NAME_BYTES ? t('sign.name.long') : '';
    if (mistake(name, wrong)) { name.focus(); return; }
    if (store.state.phase !== 'out') return;
    remember('name', typed);
    void work.signIn({ name: typed, password: find('#password').value, serverPassword: find('#server-password').value });
  });
  name.addEventListener('input', () => mistake(name, ''));
  name.value = new URLSearchParams(location.search).get('name') ?? recall('name');
  find('#sign-out').addEventListener('click', () => work.signOut());

  return (state, before) => {
    const inside = state.phase === 'in';
    find('#sign').hidden = inside;
    find('#inside').hidden = find('#sign-out').hidden = !inside;
    setText(button, t(state.phase === 'entering' ? 'sign.entering' : 'sign.button'));
    setAttribute(button, 'aria-disabled', String(state.phase === 'entering'));
    if (inside && before?.phase !== 'in') for (const field of ['#password', '#server-password']) find(field).value = '';
    if (state.problem !== before?.problem || state.language !== before?.language) { showProblem(note, state.problem, texts); if (state.problem) note.focus(); }
  };
}

function createTabs() {
  const tabs = [['room', find('#tab-room'), find('#room')], ['shelf', find('#tab-shelf'), find('#shelf')]];
  for (const [name, tab] of tabs) {
    tab.addEventListener('click', () => { location.hash = name === 'shelf' ? '#library' : ''; });
    tab.addEventListener('keydown', (event) => {
      if (!['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
      const other = tabs.find(([one]) => one !== name);
      other?.[1].focus();
      other?.[1].click();
    });
  }
  return (state) => {
    for (const [name, tab, panel] of tabs) {
      setAttribute(tab, 'aria-selected', String(state.tab === name));
      setAttribute(tab, 'tabindex', state.tab === name ? '0' : '-1');
      panel.hidden = state.tab !== name;
    }
    find('#away').hidden = !state.away;
    setAttribute(find('#page'), 'data-phase', state.phase);
  };
}

const views = [createSign(), createTabs(), ...[createRoom, createShelf, createOne].map((create) => create(context))];

function showTitle(state) {
  const what = state.room.own ? t('run.title') : state.tab === 'shelf' && state.open ? t('one.title', { id: state.open.id }) : t(state.tab === 'shelf' ? 'shelf.title' : 'page.title');
  document.title = `${state.room.own ? '● ' : ''}${what} · Parlor`;
}

store.listen((state, before) => {
  if (state.language !== before.language) page.useLanguage(state.language);
  for (const view of views) view(state, before);
  if (state.away && !before.away) say(t('away'));
  if (state.phase === 'in' && before.phase !== 'in') go();
  showTitle(state);
});

addEventListener('pagehide', () => work.goodbye());
addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
addEventListener('beforeunload', (event) => { if (store.state.room.own) event.preventDefault(); });

page.open((language) => store.dispatch({ type: 'language', language }));
for (const view of views) view(store.state, null);
showTitle(store.state);
page.show();
find('#name').focus();
