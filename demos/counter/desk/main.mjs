// SPDX-License-Identifier: Apache-2.0
// The agent's page: puts together store, texts, work, tones, notices and views.

import { find, setAttribute, setLabel } from '../../shared/dom.mjs';
import { icon, setIcon } from '../../shared/icons.mjs';
import { createNotices } from '../../shared/notices.mjs';
import { recall, remember } from '../../shared/prefs.mjs';
import { createStore } from '../../shared/store.mjs';
import { createTones } from '../../shared/tones.mjs';
import { createPage } from '../lib/page.mjs';
import { loadSdk, urlOf } from '../lib/session.mjs';
import { createScreen } from '../lib/stage.mjs';
import { createSign } from '../staff/sign.mjs';
import { common as commonEn } from '../texts/common.en.mjs';
import { common as commonZh } from '../texts/common.zh.mjs';
import { desk as en } from '../texts/desk.en.mjs';
import { desk as zh } from '../texts/desk.zh.mjs';
import { staff as staffEn } from '../texts/staff.en.mjs';
import { staff as staffZh } from '../texts/staff.zh.mjs';
import { createClientCard } from './client_card.mjs';
import { read, write } from './history.mjs';
import { createKeys } from './keys.mjs';
import { createMe } from './me.mjs';
import { createOthers } from './others.mjs';
import { doing, initialState, reduce, toneOf } from './state.mjs';
import { createTeam } from './team.mjs';
import { createWorkView } from './work_view.mjs';
import { createWork } from './work.mjs';

/**
 * What every view gets.
 * @typedef {object} Context
 * @property {{ state: import('./state.mjs').State, dispatch: (action: any) => void }} store
 * @property {any} texts
 * @property {ReturnType<typeof createWork>} work
 * @property {ReturnType<typeof createTones>} tones
 * @property {ReturnType<typeof createNotices>} notices
 * @property {(text: string) => void} toast
 * @property {(text: string) => void} say
 */

const page = createPage({ en: { ...commonEn, ...staffEn, ...en }, zh: { ...commonZh, ...staffZh, ...zh } });
const { texts, say, toast } = page;
const { t } = texts;
const notices = createNotices();
const tones = createTones({ sink: () => recall('speaker') });
const store = createStore(reduce, initialState(texts.language, { sounds: recall('desk.sounds', 'on') === 'on', notices: notices.permission() }));
const wanted = Number(new URLSearchParams(location.search).get('area'));
const historyKey = (name) => `desk.history.${name}`;
const work = createWork({
  store, url: urlOf(location), loadSdk, screens: { createScreen, self: find('[data-self]') }, chosen: recall, area: Number.isSafeInteger(wanted) ? wanted : 0,
  historyOf: (name) => read(recall(historyKey(name)), Date.now()),
});

/** @type {Context} */
const context = { store, texts, work, tones, notices, toast, say };
const bell = icon('bell');
find('#sounds').append(bell);
find('#sounds').addEventListener('click', () => { tones.unlock(); store.dispatch({ type: 'sounds', sounds: !store.state.sounds }); });

function createHead() {
  return (state) => {
    find('#head-tools').hidden = state.phase !== 'in';
    find('#desk').hidden = state.phase !== 'in';
    setIcon(bell, state.sounds ? 'bell' : 'bell-off');
    setLabel(find('#sounds'), t(state.sounds ? 'sounds.on' : 'sounds.off'));
    setAttribute(find('#sounds'), 'aria-pressed', String(state.sounds));
    setAttribute(find('#page'), 'data-phase', state.phase);
    setAttribute(find('#page'), 'data-doing', state.phase === 'in' ? doing(state) : null);
  };
}
const views = [createHead(), createSign(context, work, 'desk.name'), ...[createMe, createWorkView, createClientCard, createTeam, createOthers, createKeys].map((create) => create(context))];

// ---- what the page says besides, where it is not looked at ----

const asks = ({ work: now, request, rings }) => request !== null || (!now && rings.length > 0) || (now && ['offered', 'ringing', 'away'].includes(now.stage));
const whose = ({ work: now, request }) => now?.name || request?.client || t('client.unnamed');

function notify(state, before) {
  if (asks(state) && !asks(before) && page.unattended()) notices.show(t('notice.client', { name: whose(state) }), state.work?.queue.name ?? state.request?.text ?? '', { stays: true });
  if (!asks(state) && asks(before)) notices.close();
  const line = state.talk.lines.at(-1);
  if (state.talk.unread > before.talk.unread && line && page.unattended()) notices.show(line.name || t('notice.text'), line.text.slice(0, 80));
}

function tell(state, before) {
  if (asks(state) && !asks(before)) say(t('notice.client', { name: whose(state) }));
  if (state.away && !before.away) say(t('desk.away'));
  const last = state.history[0];
  if (before.work && !state.work && last?.outcome === 'missed' && last !== before.history[0]) toast(t('toast.missed', { name: last.name || t('client.unnamed') }));
}

function showTitle(state) {
  const waiting = state.phase === 'in' ? state.queues.reduce((sum, { length }) => sum + length, 0) : 0;
  const front = asks(state) ? t('notice.client', { name: whose(state) }) : waiting > 0 ? `(${waiting}) ${t('desk.title')}` : t('desk.title');
  document.title = `${front} · Parlor`;
}

store.listen((state, before) => {
  if (state.language !== before.language) page.useLanguage(state.language);
  for (const view of views) view(state, before);
  tones.play(toneOf(state));
  setAttribute(find('#page'), 'data-tone', tones.playing || null); // for whoever tests without ears
  if (state.sounds !== before.sounds) remember('desk.sounds', state.sounds ? 'on' : 'off');
  if (state.history !== before.history && state.self) remember(historyKey(state.self.name), write(state.history, Date.now()));
  notify(state, before);
  tell(state, before);
  showTitle(state);
});

addEventListener('pagehide', () => work.goodbye());
addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
addEventListener('beforeunload', (event) => { if (store.state.work) event.preventDefault(); });

page.open((language) => store.dispatch({ type: 'language', language }));
for (const view of views) view(store.state, null);
showTitle(store.state);
page.show();
find('#name').focus();
