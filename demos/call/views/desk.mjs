// SPDX-License-Identifier: Apache-2.0
// Who is here, with the buttons to call them; and past calls.

import { find, h, setAttribute, setLabel, setText } from '../../shared/dom.mjs';
import { icon } from '../../shared/icons.mjs';
import { colourOf, initials } from '../../shared/names.mjs';
import { duration } from '../../shared/time.mjs';
import { dayOf, numberOf } from '../history.mjs';
import { shownPeople } from '../state.mjs';

const SHOWN = 200; // more rows than anybody reads: the search finds the others

/** @param {string} name @param {string} size class of it */
export const avatar = (name, size) => h('span', { class: `avatar ${size}`, 'aria-hidden': 'true', 'data-colour': String(colourOf(name)) }, initials(name));

/** @param {import('../main.mjs').Context} context */
export function createDesk(context) {
  const { store, texts, phone } = context;
  const { t } = texts;
  const people = createPeople(context);
  const past = createPast(context);
  const ask = find('#ask');

  find('#ask-button').addEventListener('click', () => void context.notices.ask().then((notices) => store.dispatch({ type: 'notices', notices })));
  find('#dial-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const typed = find('#number').value.trim().replace(/^\u2212/, '-');
    const good = /^-?\d{1,10}$/.test(typed) && Math.abs(Number(typed)) < 2 ** 31;
    const line = find('#number-error');
    line.hidden = good;
    setText(line, good ? '' : t('dial.bad'));
    setAttribute(find('#number'), 'aria-invalid', String(!good));
    if (good) phone.dial(Number(typed), 'video', state().people.find(({ id }) => id === Number(typed))?.name);
    else find('#number').focus();
  });
  const state = () => store.state;

  /** @param {import('../state.mjs').State} now @param {import('../state.mjs').State | null} before */
  return (now, before) => {
    const inside = now.phase === 'in';
    find('#desk').hidden = !inside;
    if (!inside) return;
    find('#away').hidden = !now.away;
    ask.hidden = now.notices !== 'default' && now.notices !== 'denied';
    setAttribute(ask, 'class', now.notices === 'denied' ? 'note ask calm' : 'note ask');
    setText(find('#ask-text'), t(now.notices === 'denied' ? 'notices.denied' : 'notices.hint'));
    find('#ask-button').hidden = now.notices !== 'default';
    setText(find('#own-number'), now.self ? t('me.number', { id: now.self.id }) : '');
    if (now.directory === 'none' && before?.directory !== 'none') find('#dial').open = true;
    const again = now.language !== before?.language || before?.phase !== 'in';
    if (again || now.people !== before.people || now.filter !== before.filter || now.directory !== before.directory) people(now);
    if (again || now.history !== before.history || now.people !== before.people) past(now);
    if (before?.phase !== 'in') find('#people-title').focus();
  };
}

/** Rows are kept while their person is shown, so that a focused button stays where it is. @param {import('../main.mjs').Context} context */
function createPeople({ store, texts, phone }) {
  const { t } = texts;
  const list = find('#people');
  const note = find('#people-note');
  const search = find('#search');
  /** @type {Map<number, ReturnType<typeof row>>} */
  const rows = new Map();
  search.addEventListener('input', () => store.dispatch({ type: 'filter', filter: search.value }));

  function row(id) {
    const picture = h('span', { class: 'picture' });
    const name = h('bdi', { class: 'row-name' });
    const about = h('span', { class: 'soft' });
    const call = (kind) => () => phone.dial(id, kind);
    const buttons = { voice: h('button', { type: 'button', class: 'round', onclick: call('voice'), 'data-testid': `voice-${id}` }, icon('phone')),
      video: h('button', { type: 'button', class: 'round primary', onclick: call('video'), 'data-testid': `video-${id}` }, icon('camera')) };
    const element = h('li', { class: 'row', 'data-testid': `person-${id}` }, picture, h('div', { class: 'row-text' }, name, about), buttons.voice, buttons.video);
    return {
      element,
      /** @param {import('../state.mjs').Person} person */
      update(person) {
        if (picture.dataset.name !== person.name) { picture.dataset.name = person.name; picture.replaceChildren(avatar(person.name, 'middle')); }
        setText(name, person.name);
        setText(about, [t(person.online ? 'people.online' : 'people.offline'), person.group].filter(Boolean).join(' · '));
        setAttribute(element, 'data-online', person.online ? '' : null);
        for (const kind of /** @type {const} */ (['voice', 'video'])) {
          setLabel(buttons[kind], t(`people.${kind}`, { name: person.name }));
          buttons[kind].hidden = !person.online;
        }
      },
    };
  }

  return (now) => {
    if (search.value !== now.filter) search.value = now.filter;
    const shown = shownPeople(now).slice(0, SHOWN);
    const wanted = new Set(shown.map(({ id }) => id));
    for (const [id, { element }] of rows) if (!wanted.has(id)) { element.remove(); rows.delete(id); }
    let place = list.firstElementChild;
    for (const person of shown) {
      let kept = rows.get(person.id);
      if (!kept) rows.set(person.id, kept = row(person.id));
      kept.update(person);
      if (kept.element === place) place = place.nextElementSibling; else list.insertBefore(kept.element, place);
    }
    const here = now.people.filter(({ online }) => online).length;
    setText(find('#people-count'), now.directory === 'there' ? t('people.count', { n: here }) : '');
    find('.search').hidden = now.people.length === 0;
    const key = now.directory === 'unknown' ? 'people.waiting' : now.directory === 'none' ? 'people.none' : now.people.length === 0 ? 'people.alone' : 'people.nobody';
    note.hidden = shown.length > 0;
    setText(note, shown.length > 0 ? '' : t(key));
  };
}

const markOf = (entry) => (entry.outcome === 'missed' ? 'missed' : entry.outgoing ? 'outgoing' : 'incoming');

/** @param {import('../main.mjs').Context} context */
function createPast({ store, texts, phone, toast }) {
  const { t } = texts;
  const box = find('#past');
  const clear = find('#clear');
  clear.addEventListener('click', () => {
    store.dispatch({ type: 'forgetCalls' });
    toast(t('past.cleared'));
    find('#past-title').focus();
  });

  function what(entry) {
    if (entry.outcome === 'answered') return t(entry.outgoing ? 'past.answered.out' : 'past.answered.in', { duration: duration(entry.seconds) });
    return t(`past.${entry.outcome}`);
  }

  function dayName(day) {
    const today = dayOf(Date.now());
    if (day === today) return t('past.today');
    if (day === dayOf(today - 1)) return t('past.yesterday');
    return new Intl.DateTimeFormat(texts.language === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'long' }).format(day);
  }

  function row(entry, people) {
    const user = numberOf(entry, people);
    const kind = t(`kind.${entry.kind}`);
    const again = h('button', { type: 'button', class: 'plain-icon', 'data-testid': `again-${user}`, onclick: () => phone.dial(user, entry.kind, entry.name) },
      icon(entry.kind === 'voice' ? 'phone' : 'camera'));
    setLabel(again, t('past.again', { name: entry.name }));
    return h('li', { class: 'row', 'data-outcome': entry.outcome }, h('span', { class: 'past-mark', title: kind }, icon(markOf(entry))),
      h('div', { class: 'row-text' }, h('bdi', { class: 'row-name' }, entry.name), h('span', { class: 'soft' }, what(entry))),
      h('time', { class: 'soft', dateTime: new Date(entry.at).toISOString() }, texts.clock(entry.at)), again);
  }

  return ({ history, people }) => {
    clear.hidden = history.length === 0;
    if (history.length === 0) { box.replaceChildren(h('p', { class: 'note calm' }, t('past.empty'))); return; }
    const parts = [];
    let day = NaN;
    let list = null;
    for (const entry of history) {
      if (dayOf(entry.at) !== day) {
        day = dayOf(entry.at);
        parts.push(h('h3', { class: 'day' }, dayName(day)), list = h('ul', { class: 'rows' }));
      }
      list?.append(row(entry, people));
    }
    box.replaceChildren(...parts);
  };
}
