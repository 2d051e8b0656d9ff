// SPDX-License-Identifier: Apache-2.0
// The client's page: puts together store, texts, visit, tones, notices and views.

import { find, findAll, setAttribute } from '../../shared/dom.mjs';
import { createNotices } from '../../shared/notices.mjs';
import { recall } from '../../shared/prefs.mjs';
import { createStore } from '../../shared/store.mjs';
import { createTones } from '../../shared/tones.mjs';
import { createPage } from '../lib/page.mjs';
import { loadSdk, urlOf } from '../lib/session.mjs';
import { createScreen } from '../lib/stage.mjs';
import { client as en } from '../texts/client.en.mjs';
import { client as zh } from '../texts/client.zh.mjs';
import { common as commonEn } from '../texts/common.en.mjs';
import { common as commonZh } from '../texts/common.zh.mjs';
import { createAfter } from './after.mjs';
import { createBefore } from './before.mjs';
import { keepVisit, recallVisit } from './kept.mjs';
import { initialState, reduce, stageOf, toneOf } from './state.mjs';
import { createTalkView } from './talk_view.mjs';
import { createVisit } from './visit.mjs';
import { createWait } from './wait.mjs';

/**
 * What every view gets.
 * @typedef {object} Context
 * @property {{ state: import('./state.mjs').State, dispatch: (action: any) => void }} store
 * @property {any} texts
 * @property {ReturnType<typeof createVisit>} visit
 * @property {ReturnType<typeof createTones>} tones
 * @property {ReturnType<typeof createNotices>} notices
 * @property {(text: string) => void} say
 */

const page = createPage({ en: { ...commonEn, ...en }, zh: { ...commonZh, ...zh } });
const { texts, say } = page;
const { t } = texts;
const notices = createNotices();
const tones = createTones({ sink: () => recall('speaker') });
const kept = recallVisit();
const store = createStore(reduce, initialState(texts.language, { notices: notices.permission(), form: kept.form, queue: kept.queue }));
const wanted = Number(new URLSearchParams(location.search).get('area'));
const visit = createVisit({
  store, url: urlOf(location), loadSdk, kept, keep: keepVisit, screens: { createScreen, self: find('[data-self]') }, chosen: recall, area: Number.isSafeInteger(wanted) ? wanted : 0,
});

/** @type {Context} */
const context = { store, texts, visit, tones, notices, say };
const views = [createBefore, createWait, createTalkView, createAfter].map((create) => create(context));

// ---- what the page says besides, where it is not looked at ----

function notify(state, before) {
  const turn = state.step === 'turn' && before?.step !== 'turn';
  if (turn && page.unattended()) notices.show(t('notice.turn'), t('notice.turn.body', { name: state.agent?.name || t('agent') }), { stays: true });
  if (state.step !== 'turn' && before?.step === 'turn') notices.close();
  if (state.talk.unread > before.talk.unread && page.unattended()) notices.show(t('notice.text'), state.talk.lines.at(-1)?.text.slice(0, 80) ?? '');
}

function showTitle(state) {
  const place = state.step === 'wait' && state.place ? t('title.wait', { number: state.place.before + 1 }) : state.step === 'turn' ? t('notice.turn') : '';
  document.title = `${place || t('client.title')} · Parlor`;
}

/** For those who do not see it. */
function tell(state, before) {
  if (state.step === 'wait' && before.step !== 'wait') say(t('live.waiting', { n: state.place.before }));
  else if (state.step === 'wait' && state.place.before !== before.place?.before) say(t('live.place', { n: state.place.before }));
  if (state.away && !before.away) say(t('client.away'));
}

function show(state, before) {
  for (const view of views) view(state, before);
  setAttribute(find('#page'), 'data-step', state.step);
  setAttribute(find('#page'), 'data-stage', String(stageOf(state)));
  for (const section of findAll('[data-step]', find('#visit'))) section.hidden = section.id !== `step-${state.step}`;
  if (before && state.step !== before.step) {
    find('#visit').scrollIntoView({ block: 'start' });
    find(`#step-${state.step} h1, #step-${state.step}`).focus({ preventScroll: true });
  }
  showTitle(state);
}

store.listen((state, before) => {
  if (state.language !== before.language) page.useLanguage(state.language);
  show(state, before);
  tones.play(toneOf(state));
  setAttribute(find('#page'), 'data-tone', tones.playing || null); // for whoever tests without ears
  notify(state, before);
  tell(state, before);
});

addEventListener('pagehide', () => visit.goodbye());
addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
addEventListener('beforeunload', (event) => { if (store.state.step === 'talk') event.preventDefault(); });

page.open((language) => store.dispatch({ type: 'language', language }));
show(store.state, null);
page.show();
void visit.open();
