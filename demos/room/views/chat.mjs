// SPDX-License-Identifier: Apache-2.0
// The conversation. Lines are only ever added, so the list is not drawn anew; who has scrolled up to read stays there.

import { find, h, setText } from '../../shared/dom.mjs';
import { icon } from '../../shared/icons.mjs';
import { linkify } from '../../shared/linkify.mjs';
import { tellApart } from '../../shared/names.mjs';
import { bytesOf } from '../address.mjs';
import { EVERYBODY } from '../store.mjs';

/** As the server has it (docs/reference/limits.md, text_bytes). */
const TEXT_BYTES = 32768;
const NEAR_END = 48;
const TOGETHER_MS = 120000;

/** @param {import('../main.mjs').Context} context */
export function createChat(context) {
  const { store, texts, call } = context;
  const { t } = texts;
  const list = find('#chat-list');
  const input = find('#chat-input');
  const error = find('#chat-error');
  const to = find('#chat-to');
  const newest = find('#to-newest');
  let shownKey = 0;
  let previous = null;

  const atEnd = () => list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END;
  const toEnd = () => { list.scrollTop = list.scrollHeight; newest.hidden = true; };

  function complain(text) {
    error.hidden = text === '';
    setText(error, text);
  }

  function send() {
    const text = input.value.trimEnd();
    const { state } = store;
    if (text.trim() === '') return;
    if (state.lostRecipient) { complain(t('chat.gone', { name: state.lostRecipient.name })); to.focus(); return; }
    if (bytesOf(text) > TEXT_BYTES) { complain(t('chat.long', { n: bytesOf(text), max: TEXT_BYTES })); return; }
    complain(state.link === 'lost' ? t('chat.offline') : '');
    void call.say(text, state.to);
    input.value = '';
    grow();
    toEnd();
  }

  function grow() {
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight + 2, 140)}px`;
  }

  find('#chat-form').addEventListener('submit', (event) => { event.preventDefault(); send(); input.focus(); });
  input.addEventListener('keydown', (event) => {
    // While an input method is composing, Enter chooses a word (keyCode 229 is Safari's way to say so).
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  });
  input.addEventListener('input', () => { grow(); if (!error.hidden) complain(''); });
  to.addEventListener('change', () => { store.dispatch({ type: 'recipient', to: Number(to.value) }); complain(''); });
  list.addEventListener('scroll', () => { if (atEnd()) newest.hidden = true; });
  newest.addEventListener('click', () => { toEnd(); list.focus(); });

  function renderRecipients(state) {
    const names = tellApart(state.others);
    const options = [...names].map(([id, name]) => h('option', { value: String(id) }, name));
    const gone = state.lostRecipient;
    to.replaceChildren(
      h('option', { value: String(EVERYBODY) }, t('chat.everybody')), ...options,
      ...(gone ? [h('option', { value: 'gone', disabled: true }, t('chat.gone.option', { name: gone.name }))] : []));
    to.value = gone ? 'gone' : String(state.to);
    find('#chat-form').dataset.private = String(Boolean(gone) || state.to !== EVERYBODY);
    if (gone) complain(t('chat.gone', { name: gone.name }));
  }

  function renderLines(state) {
    const follow = atEnd();
    const oldest = state.lines[0]?.key ?? 0;
    while (list.firstElementChild && Number(list.firstElementChild.dataset.key) < oldest) list.firstElementChild.remove();
    const fresh = state.lines.filter((line) => line.key > shownKey);
    for (const line of fresh) {
      list.append(chatLine(line, previous, texts));
      previous = line;
      shownKey = line.key;
    }
    for (const line of state.lines) if (line.failed) markFailed(list.querySelector(`[data-key="${line.key}"]`), t);
    if (follow || fresh.some((line) => line.mine)) toEnd();
    else if (fresh.length > 0) newest.hidden = false;
  }

  function clear() {
    list.replaceChildren();
    shownKey = 0;
    previous = null;
    input.value = '';
    complain('');
    grow();
  }

  return (state, before) => {
    if (state.phase !== 'room') { if (before?.phase === 'room') clear(); return; }
    const entered = before?.phase !== 'room';
    const otherLanguage = state.language !== before?.language;
    if (entered || otherLanguage) { list.replaceChildren(); shownKey = 0; previous = null; }
    if (entered || otherLanguage || state.others !== before.others || state.to !== before.to || state.lostRecipient !== before.lostRecipient)
      renderRecipients(state);
    if (entered || otherLanguage || state.lines !== before.lines) renderLines(state);
    if (state.panel === 'chat' && before?.panel !== 'chat') toEnd();
    if (state.link === 'back' && before?.link === 'lost') complain('');
  };
}

/** @param {import('../store.mjs').ChatLine} line @param {import('../store.mjs').ChatLine | null} previous */
function chatLine(line, previous, texts) {
  const { t } = texts;
  const time = h('time', { dateTime: new Date(line.time).toISOString() }, texts.clock(line.time));
  if (line.kind !== 'text')
    return h('li', { class: 'fact', 'data-key': String(line.key) }, h('bdi', {}, t(`chat.${line.kind}`, { name: line.name })), ' ', time);

  const sameBlock = previous?.kind === 'text' && previous.from === line.from && previous.secret === line.secret
    && previous.toName === line.toName && line.time - previous.time < TOGETHER_MS;
  const mark = line.secret ? h('p', { class: 'private-mark' }, icon('lock'),
    t(line.mine ? 'chat.private.to' : 'chat.private.from', { name: line.mine ? line.toName : line.name })) : null;
  const author = h('p', { class: 'author' }, h('bdi', {}, line.mine ? t('you') : line.name), ' ', time);
  const bubble = h('p', { class: 'bubble', dir: 'auto' });
  bubble.append(linkify(line.text));
  const classes = ['message', line.mine && 'mine', line.secret && 'secret', sameBlock && 'follows'].filter(Boolean).join(' ');
  return h('li', { class: classes, 'data-key': String(line.key) }, sameBlock ? null : author, sameBlock ? null : mark, bubble);
}

function markFailed(item, t) {
  if (!item || item.classList.contains('failed')) return;
  item.classList.add('failed');
  item.append(h('p', { class: 'not-sent' }, icon('warning'), t('chat.failed')));
}
