// SPDX-License-Identifier: Apache-2.0
// Puts the page together: store, texts, call, views, and the few actions that more than one view offers.

import { createAnnouncer } from '../shared/announce.mjs';
import { find, findAll, h } from '../shared/dom.mjs';
import { chooseLanguage, createTexts, languages } from '../shared/i18n.mjs';
import { drawIcons } from '../shared/icons.mjs';
import { recall, remember } from '../shared/prefs.mjs';
import { linkTo, serverOf } from './address.mjs';
import { createCall } from './call.mjs';
import { createDevices } from './devices.mjs';
import { narrate } from './narrate.mjs';
import { actionOf } from './shortcuts.mjs';
import { createStore, initialState } from './store.mjs';
import { en } from './text.en.mjs';
import { zh } from './text.zh.mjs';
import { createBanner } from './views/banner.mjs';
import { createBar } from './views/bar.mjs';
import { createChat } from './views/chat.mjs';
import { createDeviceForm } from './views/device-form.mjs';
import { createDialogs } from './views/dialogs.mjs';
import { createHead } from './views/head.mjs';
import { createJoin } from './views/join.mjs';
import { createPanel } from './views/panel.mjs';
import { createPeople } from './views/people.mjs';
import { createStage } from './views/stage.mjs';

/**
 * What every view gets.
 * @typedef {object} Context
 * @property {ReturnType<typeof createStore>} store
 * @property {ReturnType<typeof createTexts>} texts
 * @property {ReturnType<typeof createDevices>} devices
 * @property {ReturnType<typeof createCall>} call
 * @property {(text: string) => void} say for screen readers
 * @property {ReturnType<typeof createActions>} actions
 */

const TOAST_MS = 3500;

const language = chooseLanguage(navigator.languages ?? [navigator.language], recall('language'));
const texts = createTexts({ en, zh }, language);
const store = createStore(initialState(language));

function useLanguage(next) {
  texts.language = next;
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en';
  texts.apply();
  for (const select of findAll('[data-language]')) select.value = next;
}
// First of all listeners: those who come later draw with the new texts.
store.listen((state, before) => { if (state.language !== before.language) useLanguage(state.language); });

const devices = createDevices();
const say = createAnnouncer(find('#live'));

/** Loaded when first needed, so that the page can tell when it is missing. */
async function loadSdk() {
  if (typeof RTCPeerConnection !== 'function') throw Object.assign(new Error('no WebRTC'), { problem: { name: 'webrtc' } });
  try {
    return await import('/sdk/parlor.mjs');
  } catch (error) {
    throw Object.assign(new Error('no SDK'), { problem: { name: 'sdk', detail: String(error) } });
  }
}

const call = createCall({ store, devices, url: serverOf(location), loadSdk });

function toast(text) {
  const note = h('p', { class: 'toast' }, text);
  find('#toasts').append(note);
  setTimeout(() => note.remove(), TOAST_MS);
}

function createActions() {
  const roomText = () => store.state.room?.name || String(store.state.room?.number ?? '');
  const actions = {
    /** @param {'mic' | 'camera'} kind */
    toggle(kind) {
      const { want, deviceProblem } = store.state;
      call.setDevice(kind, Boolean(deviceProblem[kind]) || !want[kind]); // after a problem the button tries again
    },
    /** @param {'' | 'chat' | 'people'} panel */
    togglePanel: (panel) => store.dispatch({ type: 'panel', panel: store.state.panel === panel ? '' : panel }),
    writeTo(id) {
      store.dispatch({ type: 'recipient', to: id });
      store.dispatch({ type: 'panel', panel: 'chat' });
    },
    leave() {
      if (document.fullscreenElement) void document.exitFullscreen();
      call.leave();
    },
    retry: () => call.retry(),
    async copyLink() {
      const link = linkTo(location.href, roomText());
      try {
        await navigator.clipboard.writeText(link); // there is none on an insecure origin
        toast(texts.t('link.copied'));
      } catch {
        toast(texts.t('link.manual', { link }));
      }
    },
    toggleFullScreen() {
      if (document.fullscreenElement) void document.exitFullscreen();
      else void document.documentElement.requestFullscreen?.().catch(() => {});
    },
    /** @param {'help' | 'settings'} name */
    openDialog: (name) => { void devices.refresh(); dialogs.open(name); },
    /** Closes what is open, the nearest first. */
    escape() {
      if (bar.closeMenu()) return;
      if (store.state.panel) actions.togglePanel('');
      else if (store.state.pinned !== null) store.dispatch({ type: 'unpin' });
    },
  };
  return actions;
}

const actions = createActions();
/** @type {Context} */
const context = { store, texts, devices, call, say, actions };

drawIcons();
for (const form of findAll('[data-devices]')) createDeviceForm(form, context);
const dialogs = createDialogs(context);
const bar = createBar(context);
const views = [createJoin, createHead, createBanner, createStage, createPanel, createChat, createPeople].map((create) => create(context));
views.push(bar);

for (const select of findAll('[data-language]')) {
  select.append(...languages.map(([value, name]) => h('option', { value, lang: value }, name)));
  select.addEventListener('change', () => {
    remember('language', select.value);
    store.dispatch({ type: 'language', language: select.value });
  });
}

useLanguage(language);

// First what is seen, then what is said aloud.
store.listen((state, before) => {
  for (const view of views) view(state, before);
  if (state.phase === 'room' && before.phase !== 'room') remember('room', state.room.name || String(state.room.number));
  for (const sentence of narrate(state, before, texts.t)) say(sentence);
});
for (const view of views) view(store.state, null);
find('#page').hidden = false;
if (find('#join-name').value === '') find('#join-name').focus();
else if (find('#join-room').value === '') find('#join-room').focus();

document.addEventListener('keydown', (event) => {
  if (store.state.phase !== 'room') return;
  const wanted = actionOf(event, { enabled: dialogs.shortcutsOn, dialogOpen: dialogs.anyOpen });
  if (!wanted) return;
  event.preventDefault();
  if (wanted === 'mic' || wanted === 'camera') actions.toggle(wanted);
  else if (wanted === 'chat' || wanted === 'people') actions.togglePanel(wanted);
  else if (wanted === 'full-screen') actions.toggleFullScreen();
  else if (wanted === 'help') actions.openDialog('help');
  else actions.escape();
});

addEventListener('pagehide', () => call.goodbye());
addEventListener('pageshow', (event) => { if (event.persisted && store.state.phase !== 'join') store.dispatch({ type: 'left' }); });
