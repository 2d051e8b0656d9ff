// SPDX-License-Identifier: Apache-2.0
// Puts the page together: store, texts, phone, tones, notices and views.

import { createAnnouncer } from '../shared/announce.mjs';
import { find, findAll, h, setAttribute } from '../shared/dom.mjs';
import { chooseLanguage, createTexts, languages } from '../shared/i18n.mjs';
import { drawIcons } from '../shared/icons.mjs';
import { createNotices } from '../shared/notices.mjs';
import { recall, remember } from '../shared/prefs.mjs';
import { createStore } from '../shared/store.mjs';
import { duration } from '../shared/time.mjs';
import { createTones } from '../shared/tones.mjs';
import { read, write } from './history.mjs';
import { createPhone } from './phone.mjs';
import { initialState, reduce, toneOf } from './state.mjs';
import { en } from './text.en.mjs';
import { zh } from './text.zh.mjs';
import { createCallView } from './views/call.mjs';
import { createDesk } from './views/desk.mjs';
import { createSign } from './views/sign.mjs';

/**
 * What every view gets.
 * @typedef {object} Context
 * @property {{ state: import('./state.mjs').State, dispatch: (action: any) => void }} store
 * @property {ReturnType<typeof createTexts>} texts
 * @property {ReturnType<typeof createPhone>} phone
 * @property {ReturnType<typeof createTones>} tones
 * @property {ReturnType<typeof createNotices>} notices
 * @property {(text: string) => void} toast
 */

const TOAST_MS = 5000;

const texts = createTexts({ en, zh }, chooseLanguage(navigator.languages ?? [navigator.language], recall('language')));
const { t } = texts;
const say = createAnnouncer(find('#live'));
const notices = createNotices();
const tones = createTones({ sink: () => recall('speaker') });
const store = createStore(reduce, initialState(texts.language, { ring: recall('ring', 'on') === 'on', notices: notices.permission() }));

/** Loaded when first needed, so that the page can tell when it is missing. */
async function loadSdk() {
  if (typeof RTCPeerConnection !== 'function') throw Object.assign(new Error('no WebRTC'), { name: 'webrtc' });
  try {
    return await import('/sdk/parlor.mjs');
  } catch (error) {
    throw Object.assign(new Error(String(error)), { name: 'sdk' });
  }
}

const phone = createPhone({
  store, loadSdk, url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/parlor`, screens: { self: find('#self'), other: find('#other') },
  historyOf: (name) => read(recall(`calls.${name}`)), chosen: recall,
});

function toast(text) {
  const note = h('p', { class: 'toast' }, text);
  find('#toasts').replaceChildren(note);
  window.setTimeout(() => note.remove(), TOAST_MS);
}

/** @type {Context} */
const context = { store, texts, phone, tones, notices, toast };
drawIcons();
const views = [createSign, createDesk, createCallView].map((create) => create(context));

// ---- what the page says besides, where it is not looked at ----

const unattended = () => document.hidden || !document.hasFocus();
const rings = ({ call }) => (call && !call.outgoing && call.stage === 'ringing' ? call : null);

function notify(state, before) {
  const call = rings(state);
  if (call && unattended() && (!rings(before) || state.call?.name !== before.call?.name))
    notices.show(t('title.incoming', { name: call.name }), t(`notice.body.${call.kind}`), { stays: true });
  if (!call && rings(before)) notices.close();
  if (state.unseen > before.unseen && state.last && unattended())
    notices.show(t('notice.missed', { name: state.last.name }), t('notice.missed.body', { time: texts.clock(state.last.at) }));
}

function showTitle(state) {
  const call = rings(state);
  const missed = state.unseen > 0 ? t('title.missed', { n: state.unseen }) : '';
  document.title = call ? t('title.incoming', { name: call.name }) : `${missed || t('page.title')} · Parlor`;
}

/** For those who do not see it, and of a call that has gone from the screen for everybody. */
function tell(state, before) {
  if (state.phase === 'in' && before.phase !== 'in') say(t('live.signed-in'));
  if (state.call?.other.here && !before.call?.other.here) say(t('live.started', { name: state.call.name }));
  if (state.last !== before.last && state.last && !state.call) toast(t(`ended.${state.last.outcome}`, { name: state.last.name, duration: duration(state.last.seconds) }));
  if (state.call?.stage === 'over' && before.call?.stage !== 'over') say(t(`over.${state.call.outcome}`, { name: state.call.name }));
  if (state.away && !before.away) say(t('away'));
}

function keep(state, before) {
  if (state.self && state.phase === 'in' && state.history !== before.history) remember(`calls.${state.self.name}`, write(state.history));
  if (state.ring !== before.ring) remember('ring', state.ring ? 'on' : 'off');
}

store.listen((state, before) => {
  if (state.language !== before.language) useLanguage(state.language);
  for (const view of views) view(state, before);
  tones.play(toneOf(state));
  setAttribute(find('#page'), 'data-tone', tones.playing || null); // for whoever tests without ears
  setAttribute(find('#page'), 'data-phase', state.phase);
  keep(state, before);
  notify(state, before);
  tell(state, before);
  showTitle(state);
  if (state.unseen > before.unseen && !unattended()) store.dispatch({ type: 'seen' });
});

const seen = () => { if (!unattended()) store.dispatch({ type: 'seen' }); };
addEventListener('focus', seen);
document.addEventListener('visibilitychange', seen);
addEventListener('pagehide', () => phone.goodbye());
addEventListener('pageshow', (event) => { if (event.persisted && store.state.phase !== 'out') store.dispatch({ type: 'signedOut' }); });

// ---- the page ----

function useLanguage(language) {
  texts.language = language;
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  texts.apply();
  for (const select of findAll('[data-language]')) select.value = language;
}

for (const select of findAll('[data-language]')) {
  select.append(...languages.map(([value, name]) => h('option', { value, lang: value }, name)));
  select.addEventListener('change', () => { remember('language', select.value); store.dispatch({ type: 'language', language: select.value }); });
}
useLanguage(texts.language);
for (const view of views) view(store.state, null);
showTitle(store.state);
find('#page').hidden = false;
find('#name').focus();
