// SPDX-License-Identifier: Apache-2.0
// One recording: the player, what happened, what is known of it, links, verifying and deleting.

import { dialogOf, mistake, showProblem } from '../../counter/lib/page.mjs';
import { find, h, setAttribute, setText } from '../../shared/dom.mjs';
import { icon } from '../../shared/icons.mjs';
import { currentOf } from '../events.mjs';
import { keyList } from '../keys.mjs';
import { createPlayer } from '../player.mjs';
import { duration } from '../../shared/time.mjs';
import { endOf, titleOf } from '../state.mjs';
import { bytesWords, dateWords, endWords } from '../words.mjs';

const minutes = [15, 60, 1440, 10080];
const plays = ['mp4', 'webm', 'mp3'];
const icons = { join: 'person-add', leave: 'exit', device: 'mic', tag: 'star', snapshot: 'camera', consent: 'check', end: 'pause' };

/** @param {import('../main.mjs').Context} context */
export function createOne({ store, texts, work, toast, say }) {
  const { t } = texts;
  const words = (event) => t(`event.${event.kind}`, { name: event.name || (event.userId ? t('user.number', { id: event.userId }) : t('nobody')), text: event.text });
  const keysDialog = dialogOf('#keys'), deleteDialog = dialogOf('#delete-dialog');
  const playerRoot = find('#player');
  const still = h('img', { class: 'still', hidden: true, 'data-testid': 'still' });
  const cannot = h('div', { class: 'cannot', 'data-testid': 'cannot', hidden: true });
  let marked = -2;
  const player = createPlayer(playerRoot, { texts, words, broken: (url) => void lookWhy(url), moved, help: () => keysDialog.showModal() });
  playerRoot.append(still, cannot);

  // ---- what cannot be played ----

  function say403(title, more, again) {
    cannot.hidden = false;
    player.element.hidden = true;
    cannot.replaceChildren(icon('clock'), h('p', { class: 'problem-title' }, title), h('p', {}, more), ...again ? [h('button', { type: 'button', class: 'button primary', 'data-testid': 'renew', onclick: () => { cannot.hidden = true; player.element.hidden = false; void work.renew(store.state.open?.id ?? 0); } }, t('link.again'))] : []);
    say(title);
  }

  /** The browser does not say why; the server does. */
  async function lookWhy(url) {
    const link = store.state.open?.link;
    if (!link) return;
    let status = 0;
    try { ({ status } = await fetch(url, { method: 'HEAD' })); } catch { /* the network */ }
    if (store.state.open?.link !== link) return;
    if (status === 403) say403(t('link.over'), t('link.over.more'), true);
    else if (status === 404) say403(t('link.gone'), t('link.gone.more'), false);
    else if (status === 0) say403(t('link.away'), t('link.away.more'), true);
    else say403(t('player.cannot'), t('player.cannot.more'), false);
  }

  // ---- what happened ----

  function moved(at) {
    const { open } = store.state;
    if (!open) return;
    const current = currentOf(open.events, at);
    if (current === marked) return;
    marked = current;
    find('#events').querySelectorAll('button').forEach((line, i) => setAttribute(line, 'aria-current', i === current ? 'true' : null));
  }

  function showEvents({ events, entry, loading }) {
    marked = -2;
    find('#events').replaceChildren(...events.map((event) => h('li', {}, h('button', { type: 'button', class: 'event', 'data-mark': event.mark, 'data-testid': `event-${event.kind}`, onclick: () => player.seek(Math.max(0, event.seconds)) },
      event.picture ? h('img', { class: 'event-picture', src: event.picture, alt: '', width: 48, height: 27 }) : icon(icons[event.mark]),
      h('span', { class: 'event-words' }, words(event)), h('span', { class: 'soft tabular' }, !entry?.started ? '' : event.seconds < 0 ? t('event.before') : duration(event.seconds))))));
    find('#events-none').hidden = loading || events.length > 0;
  }

  // ---- what is known ----

  function factsOf(entry, timeLine) {
    const asker = entry.byUserId === entry.userId ? entry.name : timeLine.find(({ userId, name }) => userId === entry.byUserId && name)?.name ?? '';
    const user = (id, name) => (name ? t('user.named', { name, id }) : t('user.number', { id }));
    const size = entry.width > 0 ? t('facts.pixels', { width: entry.width, height: entry.height }) : '';
    return [
      ['who', user(entry.userId, entry.name)], ['room', String(entry.room)], ['by', entry.by === 'user' ? user(entry.byUserId, asker) : entry.by ? t(`by.${entry.by}`) : ''],
      ['when', dateWords(entry.started ?? entry.at, texts.language, true)], ['length', entry.snapshot || entry.seconds <= 0 ? '' : duration(entry.seconds)],
      ['end', endWords(entry, texts)], ['consent', entry.consent ? t(`consent.${entry.consent}`) : ''],
      ['file', entry.file ? [entry.type.toUpperCase(), size, bytesWords(entry.bytes, texts.language)].filter(Boolean).join(' · ') : t('facts.no-file')],
      ['keep', entry.held ? t('facts.held') : entry.keepUntil ? dateWords(entry.keepUntil, texts.language) : ''], ['sealed', entry.encrypted ? t('facts.encrypted') : ''],
      ['text', titleOf(entry)], ['note', entry.note], ['sha', entry.sha256], ['md5', entry.md5],
    ].filter(([, value]) => value !== '');
  }

  function showFacts({ entry, timeLine, loading }, mayDelete) {
    find('#facts').replaceChildren(...(entry ? factsOf(entry, timeLine) : []).map(([name, value]) => h('div', { 'data-fact': name }, h('dt', {}, t(`facts.${name}`)), h('dd', { class: ['sha', 'md5'].includes(name) ? 'sum' : '' }, value))));
    find('#delete').hidden = !mayDelete || !entry?.file || entry.held;
    find('#verify').hidden = !entry?.file || entry.snapshot || loading;
  }

  function showVerified({ verified }) {
    const box = find('#verified');
    find('#verify').disabled = verified === 'asking';
    if (verified === '' || verified === 'asking') { box.replaceChildren(...verified === '' ? [] : [h('p', { class: 'soft' }, t('verify.asking'))]); return; }
    if ('problem' in verified) { box.replaceChildren(h('p', { class: 'note calm' }, verified.problem.code === 20 ? t('verify.cannot') : verified.problem.texts?.(texts.language)?.text ?? t('verify.cannot'))); return; }
    const faults = verified.faults.map(({ file, fault, ranges }) => h('p', {}, t(`fault.${fault}`, { file, ranges: ranges.map(([a, b]) => `${a}–${b}`).join(', ') })));
    box.replaceChildren(h('div', { class: verified.ok ? 'note good' : 'note error' }, icon(verified.ok ? 'shield' : 'warning'), h('div', { class: 'problem' }, h('p', { class: 'problem-title' }, t(verified.ok ? 'verify.good' : 'verify.bad')), ...faults, verified.signature && verified.signature !== 'good' && h('p', {}, t('verify.signature')))));
  }

  // ---- links ----

  const chosen = () => Number(find('#minutes').value);
  async function give() {
    const link = await work.linkFor(store.state.open?.id ?? 0, chosen());
    if (link) setText(find('#give-hint'), t('give.until', { time: dateWords(link.expires, texts.language) }));
    return link;
  }
  find('#copy').addEventListener('click', async () => {
    const link = await give();
    if (!link) return;
    try { await navigator.clipboard.writeText(link.url); toast(t('give.copied')); } catch { window.prompt(t('give.copy'), link.url); }
  });
  find('#download').addEventListener('click', async () => {
    const link = await give();
    const name = store.state.open?.entry?.file.split('/').at(-1) ?? '';
    if (link) h('a', { href: link.url, download: name }).click();
  });

  // ---- verifying, deleting, going back ----

  find('#verify').addEventListener('click', () => void work.verify(store.state.open?.id ?? 0));
  find('#delete').addEventListener('click', () => { mistake(find('#why'), ''); find('#why').value = ''; deleteDialog.showModal(); find('#why').focus(); });
  find('#delete-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const why = find('#why').value.trim();
    if (mistake(find('#why'), why === '' ? t('delete.why.empty') : '')) { find('#why').focus(); return; }
    deleteDialog.close();
    if (await work.remove(store.state.open?.id ?? 0, why)) toast(t('delete.done'));
  });
  find('#one-back').addEventListener('click', () => { location.hash = '#library'; });
  find('#keys-list').append(...keyList.map(([key, what]) => h('div', {}, h('dt', {}, ...key.split(' ').map((one) => h('kbd', {}, one))), h('dd', { 'data-t': `key.${what}` }))));
  document.addEventListener('keydown', (event) => { if (store.state.open && store.state.tab === 'shelf' && !still.src) player.key(event); });

  function showFilm(state) {
    const { entry, link, events, loading } = state.open;
    const snapshot = Boolean(entry?.snapshot), playable = Boolean(entry && link && !snapshot && plays.includes(entry.type));
    still.hidden = !(snapshot && link);
    if (still.hidden) still.removeAttribute('src'); else { still.src = link.url; still.alt = t('made.snapshot', { name: entry.name }); }
    player.element.hidden = !playable && !loading;
    cannot.hidden = loading || playable || !still.hidden;
    if (!cannot.hidden && entry) {
      const running = ['asked', 'running'].includes(entry.state), end = endOf(entry);
      cannot.replaceChildren(icon('file'), h('p', { class: 'problem-title' }, entry.file ? t('player.type', { type: entry.type.toUpperCase() }) : t(running ? 'player.running' : end === 'deleted' ? 'link.gone' : 'player.none')), ...entry.file ? [h('p', {}, t('player.type.more'))] : []);
    }
    player.show({ url: playable ? link.url : '', seconds: entry?.seconds ?? 0, sound: playable && (entry.type === 'mp3' || entry.width === 0), events, board: entry?.board ?? null, language: state.language, poster: entry?.thumbnail });
  }

  return (/** @type {import('../state.mjs').State} */ state, /** @type {import('../state.mjs').State | null} */ before) => {
    const { open } = state, was = before?.open ?? null;
    find('#one').hidden = open === null;
    if (!open) { if (was) { player.forget(); still.removeAttribute('src'); find('#shelf-title').focus(); } return; }
    const other = open.id !== was?.id, reworded = state.language !== before?.language;
    if (open === was && !reworded && state.shelf.mayDelete === before?.shelf.mayDelete) return;
    if (other) { player.forget(); setText(find('#give-hint'), ''); }
    if (other || reworded) {
      const kept = find('#minutes').value || '60';
      find('#minutes').replaceChildren(...minutes.map((value) => h('option', { value: String(value) }, t(`give.${value}`))));
      find('#minutes').value = kept;
    }
    const { entry } = open;
    setText(find('#one-title'), entry ? t('one.heading', { name: entry.name || t('user.number', { id: entry.userId }), when: dateWords(entry.started ?? entry.at, state.language) }) : t('one.title', { id: open.id }));
    if (other || open.problem !== was?.problem || reworded) showProblem(find('#one-problem'), open.problem, texts);
    find('.one-body').hidden = entry === null;
    find('.give').hidden = !entry?.file;
    if (other || reworded || open.entry !== was?.entry || open.link !== was?.link || open.events !== was?.events || open.loading !== was?.loading) showFilm(state);
    if (other || reworded || open.events !== was?.events || open.loading !== was?.loading) showEvents(open);
    showFacts(open, state.shelf.mayDelete);
    if (other || reworded || open.verified !== was?.verified) showVerified(open);
    if (other) find('#one-title').focus();
  };
}
