// SPDX-License-Identifier: Apache-2.0
// Somebody's conversation, as the supervisor has it: listening, whispering, taking part, taking over.

import { find, h, setAttribute, setText } from '../../shared/dom.mjs';
import { createBar } from '../lib/bar.mjs';
import { createChat } from '../lib/chat.mjs';
import { dialogOf } from '../lib/page.mjs';
import { createStage } from '../lib/stage.mjs';

/** @param {import('./main.mjs').Context} context */
export function createWatchView({ store, texts, watch }) {
  const { t } = texts;
  const stage = createStage(find('#stage'), { texts, talk: watch.talk, playSound: watch.playSound });
  const chat = createChat(find('#chat'), { texts, talk: watch.talk });
  const over = dialogOf('#over-dialog');
  const as = (role) => {
    const { watch: now } = store.state;
    if (now) void watch.join({ id: now.agent, client: now.client }, role);
  };
  find('#over-yes').addEventListener('click', () => { over.close(); as('agent'); });
  const toggle = (kind) => watch.talk.set(kind, store.state.talk.device[kind] !== null || !store.state.talk.want[kind]);
  const bar = createBar(find('#talk-bar'), texts, [
    { id: 'listener', icons: ['ear'], look: 'holds', press: () => as('listener') },
    { id: 'whisperer', icons: ['whisper'], look: 'holds', press: () => as('whisperer') },
    { id: 'barger', icons: ['barge'], look: 'holds', press: () => as('barger') },
    { id: 'take-over', icons: ['transfer'], look: 'holds', press: () => over.showModal() },
    { id: 'mic', icons: ['mic', 'mic-off'], press: () => toggle('mic') },
    { id: 'camera', icons: ['camera', 'camera-off'], press: () => toggle('camera') },
    { id: 'stop', icons: ['close'], press: () => watch.stop() },
  ]);

  function facts({ intake, notes, queue }, { queues, agents }) {
    const label = (key) => (texts.has(`intake.${key}`) ? t(`intake.${key}`) : key);
    const rows = [[t('col.queue'), queues.find(({ id }) => id === queue)?.name ?? ''], ...intake.map(([key, value]) => [label(key), value]),
      ...notes.map(({ user, text }) => [agents.find(({ id }) => id === user)?.name || t('watch.note'), text])];
    find('#watch-facts').replaceChildren(...rows.filter(([, value]) => value).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', { dir: 'auto' }, value))));
  }

  /** @param {import('./state.mjs').State} state @param {import('./state.mjs').State | null} before */
  return (state, before) => {
    const { watch: now, talk } = state;
    find('#watch').hidden = !now || state.phase !== 'in';
    if (!now) { over.close(); if (before?.watch) chat(talk); return; }
    const agent = state.agents.find(({ id }) => id === now.agent)?.name ?? '';
    const client = now.intake.find(([key]) => key === 'name')?.[1] || t('client.unnamed');
    setText(find('#watch-title'), now.role === 'agent' ? client : t('watch.title', { agent, client }));
    setText(find('#watch-mark'), t(`watch.${now.role}`));
    setText(find('#watch-hint'), t(`watch.${now.role}.is`, { agent }));
    setAttribute(find('#watch'), 'data-role', now.role);
    stage(talk, { soundBlocked: state.soundBlocked, empty: t('talk.joining') });
    chat(talk, { readOnly: now.role === 'listener' || now.role === 'whisperer' }); // nobody is to learn of them
    if (now !== before?.watch || state.language !== before?.language) facts(now, state);
    const own = now.role === 'agent';
    const role = (name) => ({ on: now.role === name, hidden: own, label: t(`watch.${name}.do`) });
    bar.show({
      listener: role('listener'), whisperer: role('whisperer'), barger: role('barger'), 'take-over': { on: false, hidden: own, label: t('watch.agent.do') },
      mic: { on: talk.want.mic && !talk.device.mic, hidden: now.role === 'listener', label: t(talk.want.mic ? 'bar.mic.off' : 'bar.mic.on') },
      camera: { on: talk.want.camera && !talk.device.camera, hidden: now.role === 'listener' || now.role === 'whisperer', label: t(talk.want.camera ? 'bar.camera.off' : 'bar.camera.on') },
      stop: { label: t(own ? 'bar.hang-up' : 'watch.stop'), word: t(own ? 'bar.hang-up' : 'bar.stop') },
    });
    if (!before?.watch) { find('#watch').scrollIntoView({ block: 'nearest' }); find('#watch-title').focus({ preventScroll: true }); }
  };
}
