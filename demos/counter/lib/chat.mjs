// SPDX-License-Identifier: Apache-2.0
// What is written and sent in a conversation. Entries are only ever added or changed in place; who has scrolled up to read stays there.

import { h, setAttribute, setLabel, setText } from '../../shared/dom.mjs';
import { icon } from '../../shared/icons.mjs';
import { linkify } from '../../shared/linkify.mjs';
import { entriesOf } from './talk_state.mjs';

const NEAR_END = 48;

/** "820 B", "1.4 MB". @param {number} bytes */
export function sizeOf(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/**
 * @param {HTMLElement} root
 * @param {{ texts: any, talk: { say: (text: string) => boolean, send: (file: File) => string } }} context
 */
export function createChat(root, { texts, talk }) {
  const { t } = texts;
  const list = h('ol', { class: 'chat-list', tabIndex: 0, role: 'log', 'aria-live': 'polite', 'data-testid': 'chat-list' });
  const input = h('textarea', { rows: 1, 'data-testid': 'chat-input', enterKeyHint: 'send' });
  const picker = h('input', { type: 'file', class: 'unseen', tabIndex: -1, 'aria-hidden': 'true', 'data-testid': 'file-input' });
  const attach = h('button', { type: 'button', class: 'plain-icon', 'data-testid': 'attach', onclick: () => picker.click() }, icon('attach'));
  const submit = h('button', { type: 'submit', class: 'round primary', 'data-testid': 'chat-send' }, icon('send'));
  const error = h('p', { class: 'field-error', role: 'alert', hidden: true });
  const form = h('form', { class: 'chat-form' }, attach, input, submit, picker);
  const nothing = h('p', { class: 'chat-nothing soft' });
  root.append(nothing, list, error, form);
  /** @type {Map<string, any>} */
  const shown = new Map();
  let language = '';

  const atEnd = () => list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END;
  const toEnd = () => { list.scrollTop = list.scrollHeight; };
  function complain(text) { error.hidden = text === ''; setText(error, text); }

  function say() {
    const text = input.value.trim();
    if (text === '') return;
    complain(talk.say(text) ? '' : t('chat.long'));
    if (error.hidden) { input.value = ''; grow(); toEnd(); }
  }
  function grow() {
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight + 2, 120)}px`;
  }
  form.addEventListener('submit', (event) => { event.preventDefault(); say(); input.focus(); });
  input.addEventListener('keydown', (event) => {
    // While an input method is composing, Enter chooses a word (keyCode 229 is Safari's way to say so).
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    say();
  });
  input.addEventListener('input', grow);
  picker.addEventListener('change', () => {
    for (const file of picker.files ?? []) { const why = talk.send(file); complain(why ? t(`file.${why}`) : ''); }
    picker.value = '';
  });

  function makeLine({ mine, name, text, time }) {
    const bubble = h('p', { class: 'bubble', dir: 'auto' });
    bubble.append(linkify(text));
    const failed = h('p', { class: 'not-sent', hidden: true }, icon('warning'), h('span', {}));
    const author = h('span', {});
    const element = h('li', { class: mine ? 'message mine' : 'message' },
      h('p', { class: 'author' }, author, ' ', h('time', { dateTime: new Date(time).toISOString() }, texts.clock(time))), bubble, failed);
    return { element, update(entry) {
      setText(author, mine ? t('you') : name);
      failed.hidden = !entry.failed;
      setText(failed.lastChild, t('chat.failed'));
    } };
  }

  function makeFile({ mine, name, size, time }) {
    const state = h('span', { class: 'soft' });
    const bar = h('progress', { max: 1, value: 0 });
    const save = h('a', { class: 'button small', download: name, hidden: true, 'data-testid': 'file-save' });
    const author = h('span', {});
    const element = h('li', { class: mine ? 'message mine' : 'message', 'data-testid': 'file' }, h('p', { class: 'author' }, author, ' ', h('time', { dateTime: new Date(time).toISOString() }, texts.clock(time))),
      h('div', { class: 'file-card' }, icon('file'), h('div', { class: 'file-text' }, h('bdi', { class: 'file-name' }, name), state, bar), save));
    return { element, update(entry) {
      setText(author, mine ? t('you') : t('file.from'));
      setAttribute(element, 'data-state', entry.state);
      bar.hidden = entry.state !== 'running';
      bar.value = entry.progress;
      setText(state, entry.state === 'running' ? `${Math.floor(entry.progress * 100)} % · ${sizeOf(size)}` : `${t(`file.${entry.state}`)} · ${sizeOf(size)}`);
      save.hidden = entry.url === '';
      if (entry.url) save.href = entry.url;
      setText(save, t('file.save'));
    } };
  }

  /** @param {import('./talk_state.mjs').Talk} now @param {{ readOnly?: boolean }} [how] */
  return (now, { readOnly = false } = {}) => {
    if (language !== texts.language) {
      language = texts.language;
      setLabel(list, t('chat.list'));
      setLabel(input, t('chat.write'));
      input.placeholder = t('chat.write');
      setLabel(attach, t('file.attach'));
      setLabel(submit, t('chat.send'));
      setLabel(picker, t('file.attach'));
      setText(nothing, t('chat.nothing'));
    }
    const entries = entriesOf(now);
    const keys = new Set(entries.map(({ kind, key }) => `${kind}${key}`));
    const follow = atEnd();
    for (const [key, { element }] of shown) if (!keys.has(key)) { element.remove(); shown.delete(key); }
    for (const entry of entries) {
      const key = `${entry.kind}${entry.key}`;
      if (!shown.has(key)) { shown.set(key, entry.kind === 'line' ? makeLine(entry) : makeFile(entry)); list.append(shown.get(key).element); }
      shown.get(key).update(entry);
    }
    nothing.hidden = entries.length > 0;
    const can = now.stage === 'on' && now.others.length > 0;
    for (const control of [input, attach, submit]) setAttribute(control, 'aria-disabled', String(!can));
    input.readOnly = !can;
    form.hidden = readOnly || now.stage === 'over' || now.stage === 'none';
    if (follow) toEnd();
  };
}
