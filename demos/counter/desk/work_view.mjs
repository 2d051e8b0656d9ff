// SPDX-License-Identifier: Apache-2.0
// What is on the desk: nothing, a client who comes, the conversation, what is to be written down.

import { find, findAll, h, setAttribute, setText } from '../../shared/dom.mjs';
import { colourOf, initials } from '../../shared/names.mjs';
import { duration } from '../../shared/time.mjs';
import { createBar } from '../lib/bar.mjs';
import { createStage } from '../lib/stage.mjs';
import { secondsOf } from '../lib/talk_state.mjs';
import { outcomes, telOf } from './history.mjs';
import { reasonsOf, wordsOf } from './why.mjs';

const TICK_MS = 500;

/** @param {import('./main.mjs').Context} context */
export function createWorkView(context) {
  const parts = [createIdle, createOffer, createBack, createLive, createWrap].map((create) => create(context));
  const shownFor = { idle: '#idle', offer: '#offer', back: '#back', live: '#live-talk', wrap: '#wrap' };
  const which = ({ work }) => (!work ? 'idle' : work.stage === 'talking' ? 'live' : work.stage === 'wrap' ? 'wrap' : work.stage === 'away' ? 'back' : 'offer');
  /** @param {import('./state.mjs').State} state @param {import('./state.mjs').State | null} before */
  return (state, before) => {
    if (state.phase !== 'in') return;
    const now = which(state);
    for (const [name, id] of Object.entries(shownFor)) find(id).hidden = name !== now;
    for (const part of parts) part(state, before);
    if (before?.phase === 'in' && now !== which(before)) find(`${shownFor[now]} h2`).focus(); // no button: nobody takes a client by what he is just typing
  };
}

/** @param {import('./main.mjs').Context} context */
function createIdle({ store, texts: { t }, work, notices, tones }) {
  find('#next').addEventListener('click', () => { tones.unlock(); void work.next(); });
  const rings = find('#rings');
  const ringRow = ({ client, queue }, queues) => h('li', { class: 'ring', 'data-testid': `ring-${client}` },
    h('span', {}, t('ring.from', { queue: queues.find(({ id }) => id === queue)?.name ?? String(queue) })),
    h('button', { type: 'button', class: 'button primary', 'data-testid': `take-${client}`, 'aria-keyshortcuts': 'A', onclick: () => { tones.unlock(); void work.take(client); } }, t('ring.take')));
  let shown = '';
  let told = '';

  /** Somebody waits, and we sit here: what keeps each queue. */
  function showWhy(state, ready) {
    const rows = ready ? state.queues.map((queue) => [queue.name, reasonsOf(queue, state)]).filter(([, reasons]) => reasons.length > 0 && reasons[0][0] !== 'rings') : [];
    const key = JSON.stringify([rows, state.language]);
    if (key === told) return;
    told = key;
    find('#idle-why').replaceChildren(...rows.map(([name, reasons]) => h('div', {}, h('dt', {}, h('bdi', {}, name)), ...reasons.map((reason) => h('dd', {}, wordsOf(reason, t))))));
    find('#idle-why-part').hidden = rows.length === 0;
  }
  find('#ask-button').addEventListener('click', () => void notices.ask().then((permission) => store.dispatch({ type: 'notices', notices: permission })));
  return (state) => {
    const waiting = state.queues.reduce((sum, { length }) => sum + length, 0);
    const ready = state.me?.status === 'waiting';
    const key = JSON.stringify([state.rings, state.language]);
    if (key !== shown) { shown = key; rings.replaceChildren(...state.rings.map((ring) => ringRow(ring, state.queues))); } // who is about to press keeps his button
    rings.hidden = state.rings.length === 0;
    setText(find('#idle-title'), !state.automatic ? (waiting > 0 ? t('idle.waiting', { n: waiting }) : t('idle.quiet')) : ready ? t('idle.ready') : t('idle.paused'));
    setText(find('#idle-lead'), !state.automatic ? t('idle.lead.manual') : ready ? (waiting > 0 ? t('idle.lead.soon', { n: waiting }) : t('idle.lead.ready')) : t('idle.lead.paused', { n: waiting }));
    showWhy(state, ready);
    find('#next').hidden = state.automatic;
    find('#nobody').hidden = !state.nobody;
    find('#ask').hidden = state.notices !== 'default';
  };
}

/** @param {import('./main.mjs').Context} context */
function createOffer({ texts: { t }, work, tones }) {
  find('#accept').addEventListener('click', () => { tones.unlock(); work.accept(); });
  find('#refuse').addEventListener('click', () => work.hangUp());
  return ({ work: now }) => {
    if (!now || ['talking', 'wrap', 'away'].includes(now.stage)) return;
    const name = now.name || t('client.unnamed');
    setText(find('#offer-avatar'), initials(name));
    setAttribute(find('#offer-avatar'), 'data-colour', String(colourOf(name)));
    setText(find('#offer-name'), name);
    setText(find('#offer-lead'), t(`offer.${now.stage}`, { queue: now.queue.name }));
    setText(find('#offer-about'), now.intake?.about ?? '');
    find('#offer-about').hidden = !now.intake?.about;
    find('#accept').hidden = now.stage !== 'ringing';
    setText(find('#refuse'), t(now.stage === 'calling' ? 'offer.cancel' : 'offer.refuse'));
    setAttribute(find('#offer'), 'data-stage', now.stage);
  };
}

/** Who is to be called back. @param {import('./main.mjs').Context} context */
function createBack({ texts: { t }, work, tones }) {
  find('#back-reached').addEventListener('click', () => void work.reached());
  find('#back-later').addEventListener('click', () => void work.notReached('later'));
  find('#back-unreached').addEventListener('click', () => void work.notReached('unreached'));
  find('#back-call').addEventListener('click', () => { tones.unlock(); work.callHere(); });
  return ({ work: now }) => {
    if (now?.stage !== 'away') return;
    const name = now.name || t('client.unnamed'), phone = now.intake?.phone ?? '';
    setText(find('#back-avatar'), initials(name));
    setAttribute(find('#back-avatar'), 'data-colour', String(colourOf(name)));
    setText(find('#back-name'), name);
    setText(find('#back-lead'), t(phone ? 'back.lead' : 'back.lead.none', { queue: now.queue.name }));
    const link = find('#back-phone');
    link.hidden = phone === '';
    setText(find('#back-number'), phone);
    setAttribute(link, 'href', telOf(phone));
    setText(find('#back-about'), now.intake?.about ?? '');
    find('#back-about').hidden = !now.intake?.about;
    find('#back-here').hidden = !now.here;
  };
}

/** @param {import('./main.mjs').Context} context */
function createLive({ store, texts, work }) {
  const { t } = texts;
  const stage = createStage(find('#stage'), { texts, talk: work.talk, playSound: work.playSound });
  const toggle = (kind) => work.talk.set(kind, store.state.talk.device[kind] !== null || !store.state.talk.want[kind]);
  const bar = createBar(find('#talk-bar'), texts, [
    { id: 'mic', icons: ['mic', 'mic-off'], key: 'M', press: () => toggle('mic') },
    { id: 'camera', icons: ['camera', 'camera-off'], key: 'V', press: () => toggle('camera') },
    { id: 'hold', icons: ['pause', 'pause'], key: 'H', look: 'holds', press: () => void work.hold() },
    { id: 'pass', icons: ['transfer'], key: 'X', look: 'holds', press: () => document.dispatchEvent(new CustomEvent('desk-pass')) },
    { id: 'hang-up', icons: ['leave'], key: 'E', look: 'danger', press: () => work.hangUp() },
  ]);
  const tick = () => setText(find('#talk-time'), duration(secondsOf(store.state.talk, Date.now())));
  window.setInterval(() => { if (store.state.work?.stage === 'talking') tick(); }, TICK_MS);
  document.addEventListener('desk-key', (event) => { if (store.state.work?.stage === 'talking') bar.key(/** @type {CustomEvent} */ (event).detail); });
  const parties = find('#parties');

  /** Who takes part besides, with what can be done about them. */
  function showParties({ parties: all, role }, agents) {
    parties.hidden = all.length === 0;
    parties.replaceChildren(...all.map(({ user, role: part, asked }) => {
      const name = agents.find(({ id }) => id === user)?.name || t('party.somebody');
      const own = role === 'agent';
      return h('li', { class: 'party', 'data-testid': `party-${user}`, 'data-asked': asked ? '' : null }, h('span', {}, t(asked ? 'party.asked' : `party.${part}`, { name })),
        own && !asked && part === 'guest' ? h('button', { type: 'button', class: 'button small', 'data-testid': `hand-${user}`, onclick: () => void work.pass('transfer', { agent: user }, '') }, t('party.hand')) : null,
        own && (asked || part === 'guest') ? h('button', { type: 'button', class: 'button small quiet', 'data-testid': `drop-${user}`, onclick: () => void work.drop(user) }, t(asked ? 'party.take-back' : 'party.drop')) : null);
    }));
  }
  let shown = '';

  return ({ work: now, talk, soundBlocked, agents, passing }) => {
    if (!now || now.stage !== 'talking') return;
    const key = JSON.stringify([now.parties, now.role, texts.language]);
    if (key !== shown) { shown = key; showParties(now, agents); }
    const own = now.role === 'agent' && work.can();
    setText(find('#talk-name'), now.name || t('client.unnamed'));
    setText(find('#talk-queue'), now.queue.name);
    stage(talk, { soundBlocked, empty: t('talk.client.joining'), note: now.held ? t(own ? 'talk.hold' : 'talk.hold.guest') : '' });
    bar.show({
      mic: { on: talk.want.mic && !talk.device.mic, label: t(talk.want.mic ? 'bar.mic.off' : 'bar.mic.on') },
      camera: { on: talk.want.camera && !talk.device.camera, label: t(talk.want.camera ? 'bar.camera.off' : 'bar.camera.on') },
      hold: { on: now.held, hidden: !own, label: t(now.held ? 'bar.hold.off' : 'bar.hold.on'), word: t(now.held ? 'bar.hold.back' : 'bar.hold') },
      pass: { hidden: !own, disabled: passing, label: t('bar.pass.label') },
      'hang-up': { label: t(now.role === 'guest' ? 'bar.depart.label' : 'bar.hang-up.label'), word: t(now.role === 'guest' ? 'bar.depart' : 'bar.hang-up') },
    });
    tick();
  };
}

/** @param {import('./main.mjs').Context} context */
function createWrap({ store, texts: { t }, work }) {
  const note = find('#wrap-note');
  const choices = outcomes.map((name) => {
    const word = h('span', {});
    return { name, word, element: h('label', { class: 'choice-one' }, h('input', { type: 'radio', name: 'outcome', value: name, 'data-testid': `outcome-${name}`, onchange: () => store.dispatch({ type: 'outcome', outcome: name }) }), word) };
  });
  find('#outcomes').append(...choices.map(({ element }) => element));
  find('#wrap-form').addEventListener('submit', (event) => { event.preventDefault(); void work.done(); });
  note.addEventListener('input', () => store.dispatch({ type: 'note', note: note.value }));
  return ({ work: now }) => {
    if (now?.stage !== 'wrap') return;
    setText(find('#wrap-lead'), t(now.phone ? 'wrap.lead.phone' : 'wrap.lead'));
    setText(find('#wrap-title'), t(now.phone ? 'wrap.title.phone' : 'wrap.title', { name: now.name || t('client.unnamed') }));
    for (const { name, word, element } of choices) { setText(word, t(`outcome.${name}`)); find('input', element).checked = now.outcome === name; }
    if (note.value !== now.note) note.value = now.note;
    for (const button of findAll('#wrap [type="submit"]')) setAttribute(button, 'aria-disabled', null);
  };
}
