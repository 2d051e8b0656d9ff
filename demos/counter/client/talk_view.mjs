// SPDX-License-Identifier: Apache-2.0
// The conversation with the agent.

import { find, setAttribute, setText } from '../../shared/dom.mjs';
import { duration } from '../../shared/time.mjs';
import { createBar } from '../lib/bar.mjs';
import { createChat } from '../lib/chat.mjs';
import { shortcutOf } from '../lib/page.mjs';
import { createStage } from '../lib/stage.mjs';
import { secondsOf } from '../lib/talk_state.mjs';

const TICK_MS = 500;

/** @param {import('./main.mjs').Context} context */
export function createTalkView({ store, texts, visit }) {
  const { t } = texts;
  const stage = createStage(find('#stage'), { texts, talk: visit.talk, playSound: visit.playSound });
  const chat = createChat(find('#chat'), { texts, talk: visit.talk });
  const side = find('#talk-side');
  const openChat = (open) => {
    store.dispatch({ type: 'chat', chat: open });
    (open ? find('[data-testid="chat-input"]') : find('#talk-bar [data-testid="chat"]')).focus();
  };
  const toggle = (kind) => visit.talk.set(kind, store.state.talk.device[kind] !== null || !store.state.talk.want[kind]);
  const bar = createBar(find('#talk-bar'), texts, [
    { id: 'mic', icons: ['mic', 'mic-off'], key: 'M', press: () => toggle('mic') },
    { id: 'camera', icons: ['camera', 'camera-off'], key: 'V', press: () => toggle('camera') },
    { id: 'chat', icons: ['chat'], key: 'C', press: () => openChat(!store.state.chat) },
    { id: 'hang-up', icons: ['leave'], look: 'danger', press: () => visit.hangUp() },
  ]);
  find('#chat-close').addEventListener('click', () => openChat(false));
  side.addEventListener('keydown', (event) => { if (event.key === 'Escape' && store.state.chat) openChat(false); });
  document.addEventListener('keydown', (event) => {
    if (store.state.step === 'talk' && bar.key(shortcutOf(event))) event.preventDefault();
  });
  let timer = 0;
  const tick = () => setText(find('#talk-time'), duration(secondsOf(store.state.talk, Date.now())));
  const wide = matchMedia('(min-width: 901px)');
  const reading = () => { if (store.state.step === 'talk') store.dispatch({ type: 'talk.reading', reading: wide.matches || store.state.chat }); };
  wide.addEventListener('change', reading);

  /** @param {import('./state.mjs').State} state @param {import('./state.mjs').State | null} before */
  return (state, before) => {
    const here = state.step === 'talk';
    if (here && !timer) timer = window.setInterval(tick, TICK_MS);
    if (!here && timer) { window.clearInterval(timer); timer = 0; }
    if (here && (before?.step !== 'talk' || state.chat !== before.chat)) queueMicrotask(reading);
    if (!here && before?.step !== 'talk') return;
    const { talk } = state;
    setText(find('#talk-name'), talk.others.map(({ name }) => name).filter(Boolean).join(', ') || state.agent?.name || t('agent'));
    setAttribute(find('#step-talk'), 'data-chat', state.chat ? '' : null);
    stage(talk, { hold: state.held ? t('talk.held') : '', soundBlocked: state.soundBlocked });
    chat(talk);
    bar.show({
      mic: { on: talk.want.mic && !talk.device.mic, label: t(talk.want.mic ? 'bar.mic.off' : 'bar.mic.on') },
      camera: { on: talk.want.camera && !talk.device.camera, label: t(talk.want.camera ? 'bar.camera.off' : 'bar.camera.on') },
      chat: { on: state.chat, expands: true, label: t('bar.chat'), badge: talk.unread },
      'hang-up': { label: t('bar.hang-up') },
    });
    tick();
  };
}
