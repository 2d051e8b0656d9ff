// SPDX-License-Identifier: Apache-2.0
// The call over everything else: it rings, it talks, or why it did not come to that. The rest of the page is inert meanwhile.

import { find, findAll, h, setAttribute, setText } from '../../shared/dom.mjs';
import { icon, setIcon } from '../../shared/icons.mjs';
import { colourOf, initials } from '../../shared/names.mjs';
import { duration } from '../../shared/time.mjs';
import { wordsOf } from './sign.mjs';

const TICK_MS = 500;

/** Which buttons there are, the one that the keyboard reaches first in front. @param {import('../state.mjs').Call} call */
function buttonsOf(call) {
  if (call.stage === 'over') return ['close', 'again'];
  if (call.stage === 'talking') return ['mic', ...call.allowed.camera ? ['camera'] : [], 'hang-up'];
  if (call.outgoing) return ['cancel'];
  return ['decline', ...call.kind === 'video' && call.allowed.camera ? ['answer-voice'] : [], 'answer'];
}

/** @param {import('../main.mjs').Context} context */
export function createCallView({ store, texts, phone }) {
  const { t } = texts;
  const root = find('#call');
  const [name, status, note, picture] = ['#call-name', '#call-status', '#call-note', '#call-avatar'].map((id) => find(id));
  const [other, self] = [find('#other'), find('#self')];
  const buttons = createButtons(root, { store, texts, phone });
  /** @type {HTMLElement | null} has the focus again afterwards */
  let before = null;
  let timer = 0;

  for (const video of [other, self]) {
    video.addEventListener('loadeddata', () => setAttribute(video, 'data-picture', ''));
    video.addEventListener('emptied', () => setAttribute(video, 'data-picture', null));
  }
  find('#call-sound-button').addEventListener('click', () => phone.playSound());
  root.addEventListener('keydown', (event) => key(event));

  function key(event) {
    const { call } = store.state;
    if (!call || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.key === 'Tab') { keepFocus(event); return; }
    if (event.key === 'Escape' && call.stage !== 'talking') {
      event.preventDefault();
      if (call.stage === 'over') store.dispatch({ type: 'putAway' }); else phone.hangUp();
    } else if (call.stage === 'talking' && ['m', 'v'].includes(event.key.toLowerCase())) {
      event.preventDefault();
      phone.toggle(event.key.toLowerCase() === 'm' ? 'mic' : 'camera');
    }
  }

  /** Everything else is inert, so the focus could only go to the browser's own controls: it goes round instead. */
  function keepFocus(event) {
    const all = findAll('button', root).filter((button) => button.offsetParent !== null);
    const edge = event.shiftKey ? all[0] : all.at(-1);
    if (edge && (document.activeElement === edge || (event.shiftKey && document.activeElement === name))) {
      event.preventDefault();
      (event.shiftKey ? all.at(-1) : all[0]).focus();
    }
  }

  function statusOf(call) {
    if (call.stage === 'over') return t(`over.${call.outcome}`, { name: call.name });
    if (call.stage === 'talking') return call.other.here ? duration((Date.now() - call.since) / 1000) : t('call.joining');
    if (!call.outgoing) return t(`call.incoming.${call.kind}`);
    return call.stage === 'calling' ? t('call.calling') : `${t('call.ringing')} ${duration((Date.now() - call.at) / 1000)}`;
  }

  function noteOf(call, was) {
    const failed = /** @type {const} */ (['camera', 'mic']).find((kind) => call.device[kind]);
    if (call.problem) { const { title, more, code } = wordsOf(call.problem, texts); return [title, more, code].filter(Boolean).join(' '); }
    if (call.stage !== 'talking') return '';
    if (failed) { const { text, cure } = call.device[failed]?.texts?.(texts.language) ?? { text: '', cure: '' }; return t('call.device', { what: t(`call.${failed}`), text, cure }); }
    if (was && !call.other.here) return t('call.left', { name: call.name });
    return call.other.here && !call.other.mic ? t('call.muted', { name: call.name }) : '';
  }

  function open() {
    before = /** @type {HTMLElement} */ (document.activeElement);
    root.hidden = false;
    for (const element of findAll('[data-behind]')) element.inert = true;
    name.focus(); // no button: whoever is typing just now must not answer by that
    timer = window.setInterval(() => { if (store.state.call) setText(status, statusOf(store.state.call)); }, TICK_MS);
  }

  function close() {
    clearInterval(timer);
    root.hidden = true;
    for (const element of findAll('[data-behind]')) element.inert = false;
    (before?.isConnected && before !== document.body ? before : find('#people-title')).focus();
  }

  /** He was there before: who has gone is not who has not come yet. */
  let met = false;

  /** @param {import('../state.mjs').State} state @param {import('../state.mjs').State | null} was */
  return (state, was) => {
    const { call } = state;
    if (!call) { if (was?.call) close(); met = false; return; }
    if (!was?.call) open();
    else if (call.stage !== was.call.stage && !root.contains(document.activeElement)) name.focus();
    met = call.stage === 'talking' && (met || call.other.here);
    const shown = call.stage === 'talking' && call.other.camera;
    setAttribute(root, 'data-stage', call.stage);
    setAttribute(root, 'data-direction', call.outgoing ? 'out' : 'in');
    setAttribute(root, 'data-outcome', call.outcome || null);
    setAttribute(root, 'data-picture', shown ? '' : null);
    setText(name, call.name);
    setText(picture, initials(call.name));
    setAttribute(picture, 'data-colour', String(colourOf(call.name)));
    setText(status, statusOf(call));
    const words = noteOf(call, met);
    note.hidden = words === '';
    setText(note, words);
    find('#call-sound').hidden = !(state.soundBlocked && call.stage === 'talking');
    self.hidden = !(call.stage === 'talking' && call.want.camera && !call.device.camera);
    buttons(call);
  };
}

/** @param {HTMLElement} root @param {Pick<import('../main.mjs').Context, 'store' | 'texts' | 'phone'>} context */
function createButtons(root, { store, texts, phone }) {
  const { t } = texts;
  const bar = find('#call-bar', root);
  const make = (id, look, image, press) => {
    const drawing = icon(image);
    const word = h('span', { class: 'call-word' });
    const element = h('button', { type: 'button', class: `call-button ${look}`, 'data-testid': id, onclick: press }, h('span', { class: 'call-disc' }, drawing), word);
    return { element, drawing, word };
  };
  const again = () => {
    const { call } = store.state;
    store.dispatch({ type: 'putAway' });
    if (call) phone.dial(call.user, call.kind, call.name);
  };
  const all = {
    'decline': make('decline', 'danger', 'leave', () => phone.hangUp()),
    'cancel': make('cancel', 'danger', 'leave', () => phone.hangUp()),
    'hang-up': make('hang-up', 'danger', 'leave', () => phone.hangUp()),
    'answer': make('answer', 'good', 'phone', () => phone.accept()),
    'answer-voice': make('answer-voice', '', 'camera-off', () => phone.accept({ camera: false })),
    'mic': make('mic', '', 'mic', () => phone.toggle('mic')),
    'camera': make('camera', '', 'camera', () => phone.toggle('camera')),
    'again': make('again', 'good', 'phone', again),
    'close': make('close', '', 'close', () => store.dispatch({ type: 'putAway' })),
  };
  const words = { 'answer-voice': 'call.answer.voice' };

  return (call) => {
    const wanted = buttonsOf(call).map((id) => all[id].element);
    if (wanted.length !== bar.children.length || wanted.some((element, i) => bar.children[i] !== element)) {
      const focused = bar.contains(document.activeElement);
      bar.replaceChildren(...wanted);
      if (focused && !bar.contains(document.activeElement)) find('#call-name').focus();
    }
    setIcon(all.answer.drawing, call.kind === 'video' ? 'camera' : 'phone');
    for (const [id, { element, drawing, word }] of Object.entries(all)) {
      if (id === 'mic' || id === 'camera') {
        const on = call.want[id] && !call.device[id];
        setIcon(drawing, on ? id : `${id}-off`);
        setText(word, t(`call.${id}.${on ? 'on' : 'off'}`));
        setAttribute(element, 'aria-pressed', String(on));
        setAttribute(element, 'title', `${t(`call.${id}.${on ? 'on' : 'off'}`)} (${id === 'mic' ? 'M' : 'V'})`);
      } else {
        setText(word, t(words[id] ?? `call.${id}`));
      }
    }
  };
}
