// SPDX-License-Identifier: Apache-2.0
// The supervisor's page: puts together store, texts, session, tones, notices and views.

import { find, setAttribute, setLabel, setText } from '../../shared/dom.mjs';
import { icon, setIcon } from '../../shared/icons.mjs';
import { createNotices } from '../../shared/notices.mjs';
import { recall, remember } from '../../shared/prefs.mjs';
import { createStore } from '../../shared/store.mjs';
import { createTones } from '../../shared/tones.mjs';
import { createPage, showProblem } from '../lib/page.mjs';
import { loadSdk, urlOf } from '../lib/session.mjs';
import { createScreen } from '../lib/stage.mjs';
import { createSign } from '../staff/sign.mjs';
import { board as en } from '../texts/board.en.mjs';
import { board as zh } from '../texts/board.zh.mjs';
import { common as commonEn } from '../texts/common.en.mjs';
import { common as commonZh } from '../texts/common.zh.mjs';
import { staff as staffEn } from '../texts/staff.en.mjs';
import { staff as staffZh } from '../texts/staff.zh.mjs';
import { createAgents } from './agents.mjs';
import { createAlarms } from './alarms.mjs';
import { thresholdsOf } from './numbers.mjs';
import { createOverview } from './overview.mjs';
import { createQueues } from './queues.mjs';
import { fresh, initialState, reduce } from './state.mjs';
import { createWatch } from './watch.mjs';
import { createWatchView } from './watch_view.mjs';

/**
 * What every view gets.
 * @typedef {object} Context
 * @property {{ state: import('./state.mjs').State, dispatch: (action: any) => void }} store
 * @property {any} texts
 * @property {ReturnType<typeof createWatch>} watch
 * @property {ReturnType<typeof createTones>} tones
 * @property {ReturnType<typeof createNotices>} notices
 */

const page = createPage({ en: { ...commonEn, ...staffEn, ...en }, zh: { ...commonZh, ...staffZh, ...zh } });
const { texts } = page;
const { t } = texts;
const notices = createNotices();
const tones = createTones({ sink: () => recall('speaker') });
const kept = () => { try { return JSON.parse(recall('board.thresholds', '{}')); } catch { return {}; } };
const store = createStore(reduce, initialState(texts.language, { sounds: recall('board.sounds', 'on') === 'on', thresholds: thresholdsOf(kept()) }));
const wanted = Number(new URLSearchParams(location.search).get('area'));
const watch = createWatch({ store, url: urlOf(location), loadSdk, screens: { createScreen, self: find('[data-self]') }, chosen: recall, area: Number.isSafeInteger(wanted) ? wanted : 0 });

/** @type {Context} */
const context = { store, texts, watch, tones, notices };
const bell = icon('bell');
find('#sounds').append(bell);
find('#sounds').addEventListener('click', () => { tones.unlock(); store.dispatch({ type: 'sounds', sounds: !store.state.sounds }); void notices.ask(); });

function createHead() {
  return (state, before) => {
    const inside = state.phase === 'in';
    find('#head-tools').hidden = find('#board').hidden = !inside;
    setIcon(bell, state.sounds ? 'bell' : 'bell-off');
    setLabel(find('#sounds'), t(state.sounds ? 'sounds.on' : 'sounds.off'));
    setAttribute(find('#sounds'), 'aria-pressed', String(state.sounds));
    setAttribute(find('#page'), 'data-phase', state.phase);
    setText(find('#page-name'), state.area ? `${t('board.title')} · ${state.area.name}` : t('board.title'));
    find('#away').hidden = !state.away;
    if (inside && (state.problem !== before?.problem || state.language !== before?.language)) showProblem(find('#problem'), state.problem, texts);
    const waiting = inside ? state.queues.reduce((sum, { length }) => sum + length, 0) : 0;
    const mark = fresh(state).length > 0 ? '⚠ ' : waiting > 0 ? `(${waiting}) ` : '';
    document.title = `${mark}${t('board.title')} · Parlor`;
  };
}
const views = [createHead(), createSign(context, watch, 'board.name'), ...[createAlarms, createOverview, createQueues, createAgents, createWatchView].map((create) => create(context))];

store.listen((state, before) => {
  if (state.language !== before.language) page.useLanguage(state.language);
  for (const view of views) view(state, before);
  if (state.sounds !== before.sounds) remember('board.sounds', state.sounds ? 'on' : 'off');
  if (state.thresholds !== before.thresholds) remember('board.thresholds', JSON.stringify(state.thresholds));
  const [first] = fresh(state).filter(({ key }) => !before.alarms.some((one) => one.key === key));
  if (!first) return;
  if (state.sounds) { tones.play(''); tones.play('alarm'); }
  if (page.unattended()) notices.show(t('alarms.title'), t(`alarm.${first.kind}`, { name: first.name, n: first.value }));
});

addEventListener('pagehide', () => watch.goodbye());
addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });

page.open((language) => store.dispatch({ type: 'language', language }));
for (const view of views) view(store.state, null);
page.show();
find('#name').focus();
