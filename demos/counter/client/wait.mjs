// SPDX-License-Identifier: Apache-2.0
// In the queue, and the moment when an agent is there.

import { find, h, setAttribute, setText } from '../../shared/dom.mjs';
import { colourOf, initials } from '../../shared/names.mjs';
import { duration } from '../../shared/time.mjs';
import { dialogOf, mistake, waitWords } from '../lib/page.mjs';
import { errorOf, isNumber, reasonsOf, waitOf } from './state.mjs';

const TICK_MS = 1000;

/** @param {import('./main.mjs').Context} context */
export function createWait(context) {
  const { store, texts, visit, tones, notices } = context;
  const { t } = texts;
  const leaving = dialogOf('#leave-dialog');
  let timer = 0;
  /** The longest way that was told, for the ring. */
  let longest = 1;

  find('#leave').addEventListener('click', () => leaving.showModal());
  find('#leave-yes').addEventListener('click', () => { leaving.close(); void visit.quit(); });
  find('#ask-button').addEventListener('click', () => { tones.unlock(); void notices.ask().then((permission) => store.dispatch({ type: 'notices', notices: permission })); });
  find('#turn-yes').addEventListener('click', () => { tones.unlock(); visit.answer(); });
  find('#turn-voice').addEventListener('click', () => { tones.unlock(); visit.answer({ camera: false }); });
  find('#turn-no').addEventListener('click', () => visit.hangUp());
  find('#rejoin').addEventListener('click', () => void visit.join());

  const calling = dialogOf('#call-back-dialog');
  const number = find('#call-back-number');
  find('#call-back').addEventListener('click', () => { number.value = store.state.form.phone; mistake(number, ''); calling.showModal(); number.focus(); });
  number.addEventListener('input', () => { if (isNumber(number.value)) mistake(number, ''); });
  find('#call-back-form').addEventListener('submit', (event) => {
    event.preventDefault();
    if (mistake(number, isNumber(number.value) ? '' : t('call-back.number.empty'))) { number.focus(); return; }
    calling.close();
    void visit.callBack(true, number.value.trim());
  });
  find('#call-back-off').addEventListener('click', () => void visit.callBack(false));

  function count() {
    const { state } = store;
    if (state.step !== 'wait' || !state.place) return;
    const { waited, left } = waitOf(state, Date.now());
    setText(find('#place-waited'), duration(waited));
    setText(find('#place-left'), left === null ? t('wait.unknown') : waitWords(left, texts));
    const within = left === null ? null : errorOf(state.place);
    setText(find('#place-error'), within === null ? '' : t('wait.error', { minutes: within }));
    find('#place-error').hidden = within === null;
    setAttribute(find('#place-arc'), 'stroke-dasharray', `${left === null ? 100 / (state.place.before + 2) : Math.max(4, Math.min(100, 100 * waited / Math.max(1, waited + left)))} 100`);
  }

  function showPlace(state) {
    const { place } = state;
    longest = Math.max(longest, place.before + 1);
    const away = place.callBack === true;
    setText(find('#wait-title'), away ? t('call-back.on') : place.before === 0 ? t('wait.next') : t('wait.title', { number: place.before + 1 }));
    setText(find('#wait-lead'), away ? t('call-back.lead', { service: place.queue.name, phone: state.form.phone.replace(/ /g, '\u00a0') }) : t('wait.lead', { service: place.queue.name }));
    setText(find('#wait-keep'), t(away ? 'call-back.keep' : 'wait.keep'));
    find('#call-back').hidden = away || !place.mayCallBack;
    find('#call-back-off').hidden = !away;
    setAttribute(find('#step-wait'), 'data-call-back', away ? '' : null);
    setText(find('#place-number'), String(place.before + 1));
    setText(find('#place-before'), place.before === 0 ? t('wait.before.none') : t('wait.before.some', { n: place.before }));
    setText(find('#leave-text'), t('leave.text', { number: place.before + 1 }));
    const note = find('#wait-note');
    note.hidden = state.note === '';
    setText(note, state.note && t(state.note));
    find('#why-list').replaceChildren(...reasonsOf(place).map((key) => h('li', {}, t(key, { n: key === 'why.before' ? place.before : key === 'why.some' ? place.agents.paused : place.agents.working, serving: place.agents.serving, minutes: Math.ceil((place.overflow?.in_s ?? 0) / 60) }))));
    count();
  }

  function showTurn({ agent, call, form }) {
    const name = agent?.name || t('agent');
    setText(find('#turn-avatar'), initials(name));
    setAttribute(find('#turn-avatar'), 'data-colour', String(colourOf(name)));
    setText(find('#turn-title'), call === 'ringing' ? t('turn.ringing', { name }) : t('turn.title'));
    setText(find('#turn-lead'), t(`turn.lead.${call || 'coming'}`, { name }));
    const ringing = call === 'ringing';
    find('#turn-yes').hidden = !ringing;
    find('#turn-voice').hidden = !ringing || form.kind === 'voice';
    setAttribute(find('#step-turn'), 'data-call', call);
  }

  /** @param {import('./state.mjs').State} state @param {import('./state.mjs').State | null} before */
  return (state, before) => {
    if (state.step === 'wait' && before?.step !== 'wait') {
      longest = 1;
      timer ||= window.setInterval(count, TICK_MS);
    }
    if (state.step !== 'wait' && timer) { window.clearInterval(timer); timer = 0; leaving.close(); calling.close(); }
    find('#ask').hidden = state.notices !== 'default';
    if (state.step === 'wait' && state.place) showPlace(state);
    if (state.step === 'turn') {
      showTurn(state);
      if (state.call === 'ringing' && before?.call !== 'ringing') find('#turn-title').focus(); // no button: nobody answers by what he is just typing
    }
    if (state.step === 'missed') setText(find('#missed-lead'), t(state.note));
  };
}
