// SPDX-License-Identifier: Apache-2.0
// The room: who is here, what is being recorded, and the recording that this page has begun.

import { mistake, showProblem } from '../../counter/lib/page.mjs';
import { find, h, setAttribute, setText } from '../../shared/dom.mjs';
import { icon } from '../../shared/icons.mjs';
import { colourOf, initials } from '../../shared/names.mjs';
import { recall, remember } from '../../shared/prefs.mjs';
import { duration } from '../../shared/time.mjs';
import { isIn } from '../state.mjs';

const ROOM_MAX = 100000000; // beyond are the server's own
const TAG_BYTES = 1024;
export const layouts = ['abreast', 'grid', 'overlay', 'pip', 'presenter', 'single'];
export const types = ['mp4', 'webm', 'mp3', 'wmv', 'flv'];

/** @param {import('../main.mjs').Context} context */
export function createRoom({ store, texts, work, say }) {
  const { t } = texts;
  const tiles = find('#tiles');
  /** @type {Map<number, any>} */
  const shown = new Map();
  const number = find('#room-number');
  number.value = new URLSearchParams(location.search).get('room') ?? recall('record.room', '1');
  const secondsOf = () => (store.state.room.own?.running ? (Date.now() - store.state.room.own.since) / 1000 : 0);

  // ---- what is pressed ----

  find('#enter-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const wanted = Number(number.value);
    const good = /^\d+$/.test(number.value.trim()) && wanted >= 1 && wanted < ROOM_MAX;
    if (mistake(number, good ? '' : t('enter.bad'))) { number.focus(); return; }
    remember('record.room', String(wanted));
    void work.enter(wanted);
  });
  number.addEventListener('input', () => mistake(number, ''));
  find('#leave-room').addEventListener('click', () => work.leave());
  for (const kind of /** @type {const} */ (['mic', 'camera'])) find(`#${kind}`).addEventListener('click', () => void work.setDevice(kind, !store.state.room[kind]));

  const checked = (name) => find(`#with-${name}`).checked;
  find('#wish').addEventListener('submit', (event) => {
    event.preventDefault();
    if (!checked('video') && !checked('audio')) { find('#with-video').focus(); return; }
    const layout = find('#layout').value, alone = layout === 'single', title = find('#title').value.trim();
    void work.start(Number(find('#whom').value), {
      type: find('#type').value, video: checked('video') && find('#type').value !== 'mp3', audio: checked('audio'), layout, others: alone ? false : layout === 'overlay' || layout === 'pip' ? 'overlay' : 'abreast',
      otherSounds: !alone, names: checked('names'), clock: checked('clock'), ...title ? { title } : {},
    });
  });
  find('#stop').addEventListener('click', () => void work.end(false));
  find('#cancel').addEventListener('click', () => void work.end(true));
  find('#tag-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const field = find('#tag'), text = field.value.trim();
    if (text === '' || new TextEncoder().encode(text).length > TAG_BYTES) return;
    if (await work.tag(text, secondsOf())) field.value = '';
    field.focus();
  });
  for (const answer of /** @type {const} */ (['yes', 'no'])) find(`#consent-${answer}`).addEventListener('click', () => { const asked = store.state.room.consent; if (asked) void work.consent(asked.id, answer === 'yes'); });
  find('#consent').addEventListener('cancel', (event) => event.preventDefault()); // it is a question: it waits for an answer

  window.setInterval(() => { if (store.state.room.own) setText(find('#elapsed'), duration(secondsOf())); }, 250);

  // ---- what is shown ----

  function tileOf(one) {
    const face = h('span', { class: 'avatar', 'aria-hidden': 'true', 'data-colour': String(colourOf(one.name)) }, initials(one.name));
    const name = h('bdi', {}), muted = h('span', { class: 'tile-muted' }, icon('mic-off')), dot = h('span', { class: 'dot', 'aria-hidden': 'true' });
    const shoot = h('button', { type: 'button', class: 'tile-shoot', 'data-testid': `snapshot-${one.id}`, onclick: () => void work.snapshot(one.id) }, icon('camera'), h('span', {}));
    const element = h('li', { class: 'tile', 'data-testid': `tile-${one.id}` }, work.screenOf(one.own ? -1 : one.id), face, h('p', { class: 'tile-name' }, dot, muted, name), shoot);
    return { element, face, name, muted, dot, shoot };
  }

  function showTiles(state) {
    const { room, self } = state;
    const all = room.number && self ? [{ id: self.id, name: self.name, camera: room.camera, mic: room.mic, own: true }, ...room.members] : [];
    for (const [id, { element }] of shown) if (!all.some((one) => one.id === id)) { element.remove(); shown.delete(id); }
    for (const one of all) {
      if (!shown.has(one.id)) { shown.set(one.id, tileOf(one)); tiles.append(shown.get(one.id).element); }
      const { element, name, muted, dot, shoot } = shown.get(one.id);
      setAttribute(element, 'data-camera', one.camera ? 'open' : 'closed');
      setText(name, one.own ? t('you', { name: one.name }) : one.name);
      muted.hidden = one.mic;
      dot.hidden = !room.told.some((told) => isIn(told, one.id));
      shoot.hidden = !state.available || !one.camera;
      setText(shoot.lastChild, t('room.snapshot'));
      setAttribute(shoot, 'aria-label', t('room.snapshot.of', { name: one.name }));
    }
    setAttribute(tiles, 'data-count', String(all.length));
    find('#alone').hidden = all.length !== 1;
  }

  function showOnAir({ room, self }) {
    const all = self ? [self, ...room.members] : [], names = (some) => some.map(({ name }) => name).join(texts.language === 'zh' ? '、' : ', ');
    const running = all.filter(({ id }) => room.told.some((told) => isIn(told, id)));
    const asked = all.filter(({ id }) => room.told.some((told) => told.state === 'asked' && told.userId === id) || (room.own && !room.own.running && room.own.userId === id));
    const words = running.length > 1 && running.length === all.length ? t('air.everybody') : running.length > 0 ? t('air.running', { names: names(running) }) : asked.length > 0 ? t('air.asked', { names: names(asked) }) : '';
    find('#on-air').hidden = words === '';
    setAttribute(find('#on-air'), 'data-kind', running.length > 0 ? 'running' : 'asked');
    setText(find('#on-air-text'), words);
  }

  function fill(select, options) {
    const value = select.value;
    select.replaceChildren(...options.map(([of, words]) => h('option', { value: of }, words)));
    if (options.some(([of]) => of === value)) select.value = value;
  }

  function showWish({ room, self, available }) {
    find('#wish').hidden = room.own !== null;
    find('#running').hidden = room.own === null;
    find('#no-recorder').hidden = available;
    find('#start').disabled = !available;
    fill(find('#whom'), self ? [[String(self.id), t('you', { name: self.name })], ...room.members.map(({ id, name }) => [String(id), name])] : []);
    fill(find('#layout'), layouts.map((name) => [name, t(`layout.${name}`)]));
    fill(find('#type'), types.map((name) => [name, t(`type.${name}`)]));
  }

  function showOwn({ room: { own } }, before) {
    if (!own) return;
    setText(find('#running-text'), t(own.stopping ? 'run.stopping' : own.running ? 'run.of' : 'run.asking', { name: own.name }));
    for (const name of ['stop', 'cancel']) find(`#${name}`).disabled = own.stopping;
    if (own.tags !== before?.room.own?.tags) find('#tags').replaceChildren(...own.tags.map(({ seconds, text }) => h('li', { class: 'tag-line' }, h('span', { class: 'tabular soft' }, duration(seconds)), h('bdi', {}, text))));
    setText(find('#elapsed'), duration(secondsOf()));
  }

  function showMade({ room: { made } }) {
    find('#made-none').hidden = made.length > 0;
    find('#made').replaceChildren(...made.map((one) => h('li', { class: 'row-line', 'data-testid': one.snapshot ? 'made-snapshot' : 'made-recording' },
      one.snapshot && one.url ? h('img', { class: 'made-picture', src: one.url, alt: t('made.snapshot', { name: one.name }), width: 64, height: 36 }) : icon(one.problem ? 'warning' : 'play'),
      h('span', { class: 'row-text' }, h('bdi', {}, t(one.snapshot ? 'made.snapshot' : 'made.recording', { name: one.name })), h('span', { class: 'soft' }, one.problem ? one.problem.texts?.(texts.language)?.text ?? '' : one.snapshot ? '' : duration(one.seconds))),
      one.url && h('a', { class: 'button small', href: one.url, target: '_blank', rel: 'noopener' }, t('made.open')))));
  }

  function ask(state, before) {
    const dialog = find('#consent'), asked = state.room.consent;
    if (!asked) { if (dialog.open) dialog.close(); return; }
    const by = state.room.members.find(({ id }) => id === asked.by)?.name ?? t('consent.server');
    setText(find('#consent-text'), t('consent.text', { name: by }));
    if (!dialog.open) dialog.showModal();
    if (!before?.room.consent) say(t('consent.text', { name: by }));
  }

  return (/** @type {import('../state.mjs').State} */ state, /** @type {import('../state.mjs').State | null} */ before) => {
    const changed = !before || state.room !== before.room || state.language !== before.language || state.available !== before.available || state.self !== before.self;
    if (!changed) return;
    find('#enter-form').hidden = state.room.number !== 0;
    find('#studio').hidden = state.room.number === 0;
    showTiles(state);
    showOnAir(state);
    showWish(state);
    showOwn(state, before);
    for (const kind of ['mic', 'camera']) { setText(find(`#${kind}`), t(`device.${kind}.${state.room[kind] ? 'close' : 'open'}`)); setAttribute(find(`#${kind}`), 'aria-pressed', String(state.room[kind])); }
    if (state.room.made !== before?.room.made || state.language !== before?.language) showMade(state);
    if (state.room.problem !== before?.room.problem || state.language !== before?.language) showProblem(find('#room-problem'), state.room.problem, texts);
    if (state.room.own && !before?.room.own) find('#running-title').focus();
    ask(state, before);
  };
}
