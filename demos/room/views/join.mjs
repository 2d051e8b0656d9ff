// SPDX-License-Identifier: Apache-2.0
// The form before the room, with the check of camera and microphone beside it.

import { find, setLabel, setText } from '../../shared/dom.mjs';
import { icon, setIcon } from '../../shared/icons.mjs';
import { recall, remember } from '../../shared/prefs.mjs';
import { bytesOf, roomOf, wishesOf } from '../address.mjs';
import { startMeter } from '../meter.mjs';
import { allowedBefore, createPreview } from '../preview.mjs';
import { deviceObstacle, deviceProblem, passwordAskedBy } from '../problems.mjs';
import { showProblem } from './problem.mjs';

const NAME_BYTES = 128;

/** @param {import('../main.mjs').Context} context */
export function createJoin(context) {
  const { store, texts, devices } = context;
  const { t } = texts;
  const root = find('#join');
  const name = find('#join-name');
  const room = find('#join-room');
  const button = find('#join-button');
  const passwords = { room: find('#room-password'), account: find('#password'), server: find('#server-password') };
  const more = find('#join-more');
  const errorBox = find('#join-error');

  const check = createCheck(context);

  function fieldError(input, key) {
    const line = find(`#${input.id}-error`);
    line.hidden = key === '';
    setText(line, key ? t(key) : '');
    input.setAttribute('aria-invalid', String(key !== ''));
    return key !== '';
  }

  /** What is wrong with what was typed, each beside its field. @returns {HTMLInputElement | null} the first wrong one */
  function findMistake() {
    const typed = name.value.trim();
    const badName = fieldError(name, typed === '' ? 'join.name.empty' : bytesOf(typed) > NAME_BYTES ? 'join.name.long' : '');
    const where = roomOf(room.value);
    const badRoom = fieldError(room, where ? '' : room.value.trim() === '' ? 'join.room.empty' : 'join.room.bad');
    return badName ? name : badRoom ? room : null;
  }

  find('#join-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const mistake = findMistake();
    if (mistake) { mistake.focus(); return; }
    if (store.state.phase === 'joining') return;
    remember('name', name.value.trim());
    check.stop();
    void context.call.join({
      name: name.value.trim(), room: room.value.trim(), password: passwords.account.value,
      roomPassword: passwords.room.value, serverPassword: passwords.server.value,
    });
  });

  /** Brings the password field that is asked for before the user's eyes. */
  function askPassword(kind) {
    const holder = find('#room-password-asked');
    const asked = kind ? passwords[kind] : null;
    for (const other of [...holder.children]) if (!asked || !other.contains(asked)) more.append(other);
    if (asked && !holder.contains(asked)) holder.append(asked.closest('.field'));
    holder.hidden = asked === null;
    return asked;
  }

  function showError(problem) {
    showProblem(errorBox, problem, t);
    const asked = askPassword(passwordAskedBy(problem));
    if (!problem) return;
    if (asked) { asked.focus(); asked.select(); } else if (problem.name === 'name') name.focus();
    else errorBox.focus();
  }

  const wishes = wishesOf(location.search);
  name.value = wishes.name || recall('name');
  room.value = wishes.room || recall('room');
  for (const input of [name, room]) input.addEventListener('input', () => fieldError(input, ''));

  return (state, before) => {
    const shown = state.phase !== 'room';
    root.hidden = !shown;
    if (state.phase === 'join' && before && before.phase !== 'join') check.start();
    if (shown && before?.phase === 'room') name.focus();
    if (!shown) { if (before?.phase !== 'room') for (const field of Object.values(passwords)) field.value = ''; return; }
    const joining = state.phase === 'joining';
    setText(button, t(joining ? 'join.joining' : 'join.button'));
    button.setAttribute('aria-disabled', String(joining));
    const notice = find('#join-notice');
    notice.hidden = state.notice === '';
    setText(notice, state.notice ? t(`join.${state.notice}`) : '');
    if (state.problem !== before?.problem || state.language !== before?.language) showError(state.problem);
    check.render(state);
  };
}

/** Preview, level and the two switches for what shall be on when joining. @param {import('../main.mjs').Context} context */
function createCheck({ store, texts, devices }) {
  const { t } = texts;
  const video = find('#preview-video');
  const meter = find('#join-meter');
  const switches = { mic: find('#want-mic'), camera: find('#want-camera') };
  const icons = { mic: icon('mic'), camera: icon('camera') };
  let stopMeter = () => {};

  const preview = createPreview({ devices, changed: (now) => { show(now); render(store.state); } });

  function show({ stream, problems, started, asking }) {
    video.srcObject = stream && stream.getVideoTracks().length > 0 ? stream : null;
    video.hidden = video.srcObject === null;
    stopMeter();
    stopMeter = stream ? startMeter(stream, (level) => find('.meter-fill', meter).style.setProperty('--level', level.toFixed(3))) : () => {};
    meter.hidden = !stream?.getAudioTracks().length;
    if (!started || asking) return;
    for (const kind of ['mic', 'camera']) store.dispatch({ type: 'device', kind, problem: problems[kind] });
  }

  function sentence({ asking, started }, state) {
    if (asking) return 'check.waiting';
    if (!state.want.camera) return 'check.off';
    return started ? 'check.off' : 'check.none';
  }

  function render(state) {
    const { now } = preview;
    for (const kind of /** @type {const} */ (['mic', 'camera'])) {
      const on = state.want[kind];
      setIcon(icons[kind], on ? kind : `${kind}-off`);
      setLabel(switches[kind], t(`check.${kind}`));
      switches[kind].setAttribute('aria-pressed', String(on));
    }
    find('#preview').hidden = deviceObstacle() !== null;
    find('#join-devices').hidden = deviceObstacle() !== null;
    find('#preview-empty').hidden = !video.hidden;
    setText(find('#preview-text'), t(sentence(now, state)));
    find('#preview-start').hidden = now.started;
    meter.setAttribute('aria-label', t('devices.level'));
    showProblem(find('#device-note'), deviceObstacle() ?? deviceProblem(state), t, { family: 'device', last: t('device.still') });
  }

  for (const kind of /** @type {const} */ (['mic', 'camera'])) {
    switches[kind].append(icons[kind]);
    switches[kind].addEventListener('click', () => {
      store.dispatch({ type: 'want', kind, on: !store.state.want[kind] });
      if (preview.now.started) void preview.start(store.state.want);
    });
  }
  find('#preview-start').addEventListener('click', () => preview.start(store.state.want));
  devices.listen((kind) => {
    if (kind && kind !== 'speaker' && preview.now.started && store.state.phase === 'join') void preview.start(store.state.want);
  });

  const start = () => { void allowedBefore().then((yes) => { if (yes && store.state.phase === 'join') void preview.start(store.state.want); }); };
  start();
  return { start, stop: preview.stop, render };
}
