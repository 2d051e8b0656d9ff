// SPDX-License-Identifier: Apache-2.0
// The player: our own controls over a <video>, with a time line that shows what happened, a storyboard under the pointer, and captions.
// It knows neither server nor page: show() says what there is, and call-backs tell what is wanted.

import { find, h, setAttribute, setLabel, setText } from '../shared/dom.mjs';
import { icon, setIcon } from '../shared/icons.mjs';
import { duration } from '../shared/time.mjs';
import { heightOf, pictureAt } from './board.mjs';
import { captionsAt, neighbour, within } from './events.mjs';
import { nextSpeed, speeds, verbOf } from './keys.mjs';
import { preciseTime } from './words.mjs';

const MARK_WIDTH_S = 0.01; // of the length: marks nearer than that share a place, the later above

/**
 * @param {HTMLElement} root
 * @param {object} context
 * @param {any} context.texts
 * @param {(event: any) => string} context.words of an event
 * @param {(url: string) => void} context.broken the file cannot be had or shown
 * @param {(seconds: number) => void} context.moved
 * @param {() => void} context.help
 */
export function createPlayer(root, { texts, words, broken, moved, help }) {
  const { t } = texts;
  /** @type {{ url: string, seconds: number, sound: boolean, events: any[], board: any, language: string }} */
  let shown = { url: '', seconds: 0, sound: false, events: [], board: null, language: '' };
  let boardHeight = 0, captions = true, dragging = false, lastGood = 0;
  /** Where another link goes on. @type {number | null} */
  let resume = null;

  // ---- its parts ----

  const video = h('video', { class: 'film', playsInline: true, preload: 'metadata', 'data-testid': 'film', tabIndex: -1 });
  const caption = h('p', { class: 'caption', 'aria-live': 'off', 'data-testid': 'caption' });
  const soundFace = h('span', { class: 'sound-face', hidden: true }, icon('speaker'));
  const waiting = h('span', { class: 'spinner film-wait', hidden: true });
  const stage = h('div', { class: 'film-stage' }, video, soundFace, caption, waiting);
  const played = h('span', { class: 'bar-played' }), loaded = h('span', { class: 'bar-loaded' }), knob = h('span', { class: 'bar-knob' });
  const marks = h('span', { class: 'bar-marks', 'aria-hidden': 'true', 'data-testid': 'marks' });
  const picture = h('span', { class: 'peek-picture', hidden: true }), peekTime = h('span', { class: 'peek-time tabular' }), peekWords = h('span', { class: 'peek-words' });
  const peek = h('span', { class: 'peek', 'aria-hidden': 'true', 'data-testid': 'peek', hidden: true }, picture, peekWords, peekTime);
  const bar = h('div', { class: 'bar', role: 'slider', tabIndex: 0, 'aria-valuemin': '0', 'data-testid': 'bar' }, h('span', { class: 'bar-track' }, loaded, played), marks, knob, peek);
  const button = (name, image, act) => h('button', { type: 'button', class: 'plain-icon', 'data-testid': name, onclick: act }, icon(image));
  const play = button('play', 'play', () => toggle());
  const back = button('mark-back', 'down', () => run('mark', -1)), on = button('mark-next', 'down', () => run('mark', 1));
  const mute = button('mute', 'speaker', () => run('mute'));
  const caps = button('captions', 'chat', () => run('captions'));
  const full = button('full', 'full-screen', () => run('full'));
  const keys = button('keys-button', 'keyboard', () => help());
  const clock = h('span', { class: 'clock tabular', 'data-testid': 'clock' });
  const speed = h('select', { class: 'speed', 'data-testid': 'speed', onchange: () => { video.playbackRate = Number(speed.value); } }, ...speeds.map((value) => h('option', { value: String(value) }, `${value}×`)));
  speed.value = '1';
  back.classList.add('turn-left');
  on.classList.add('turn-right');
  const controls = h('div', { class: 'controls', role: 'toolbar' }, play, back, on, clock, h('span', { class: 'spacer' }), speed, mute, caps, full, keys);
  const box = h('div', { class: 'player-box', 'data-testid': 'player' }, stage, bar, controls);
  root.append(box);

  // ---- moving ----

  const length = () => (Number.isFinite(video.duration) && video.duration > 0 ? video.duration : shown.seconds);
  const now = () => video.currentTime;

  function seek(seconds) {
    video.currentTime = Math.max(0, Math.min(length(), seconds));
    draw();
  }
  function toggle() { if (video.paused) void video.play().catch(() => {}); else video.pause(); }

  const verbs = {
    play: toggle,
    by: (seconds) => seek(now() + seconds),
    frame: (seconds) => { video.pause(); seek(now() + seconds); },
    share: (part) => seek(length() * part),
    mark: (way) => { const to = neighbour(within(shown.events, length()), now(), way); if (to !== null) seek(to); },
    speed: (way) => { speed.value = String(nextSpeed(video.playbackRate, way)); video.playbackRate = Number(speed.value); },
    mute: () => { video.muted = !video.muted; },
    captions: () => { captions = !captions; draw(); },
    full: () => { if (document.fullscreenElement) void document.exitFullscreen(); else void box.requestFullscreen?.().catch(() => {}); },
    help,
  };
  function run(verb, value) { verbs[verb]?.(value); }

  /** Keys of the page, as long as nobody types. @param {KeyboardEvent} event @returns {boolean} it was one of ours */
  function key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || shown.url === '') return false;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest?.('input, textarea, select, dialog[open]')) return false;
    if (event.key === ' ' && target.closest?.('button, a, summary')) return false; // it is pressed by it
    const verb = verbOf(event.key);
    if (!verb || (event.repeat && !['by', 'frame'].includes(verb[0]))) return false;
    event.preventDefault();
    run(...verb);
    return true;
  }

  // ---- under the pointer ----

  const secondsAt = (event) => {
    const { left, width } = bar.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - left) / width)) * length();
  };

  function showPeek(seconds) {
    const share = length() > 0 ? seconds / length() : 0, { width } = bar.getBoundingClientRect();
    const near = within(shown.events, length()).filter((one) => Math.abs(Math.max(0, one.seconds) - seconds) < Math.max(0.5, length() * 0.012)).slice(-2);
    peek.hidden = false;
    setText(peekTime, preciseTime(seconds));
    setText(peekWords, near.map(words).join(' · '));
    picture.hidden = !(shown.board && boardHeight > 0);
    if (!picture.hidden) {
      const place = pictureAt(shown.board, seconds, boardHeight);
      Object.assign(picture.style, { width: `${place.width}px`, height: `${place.height}px`, backgroundImage: `url("${shown.board.url}")`, backgroundPosition: `-${place.x}px -${place.y}px` });
    }
    const half = peek.offsetWidth / 2;
    peek.style.left = `${Math.max(half, Math.min(width - half, share * width))}px`;
  }

  bar.addEventListener('pointermove', (event) => { const at = secondsAt(event); showPeek(at); if (dragging) seek(at); });
  bar.addEventListener('pointerleave', () => { if (!dragging) peek.hidden = true; });
  bar.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || length() <= 0) return;
    dragging = true;
    try { bar.setPointerCapture(event.pointerId); } catch { /* a pointer that has gone already */ }
    seek(secondsAt(event));
    showPeek(secondsAt(event));
  });
  const drop = () => { dragging = false; peek.hidden = true; };
  for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) bar.addEventListener(name, drop);
  bar.addEventListener('focus', () => { if (bar.matches(':focus-visible')) showPeek(now()); });
  bar.addEventListener('blur', () => { peek.hidden = true; });

  // ---- what is drawn ----

  function drawMarks() {
    const whole = length();
    let last = -1, row = 0;
    marks.replaceChildren(...(whole > 0 ? within(shown.events, whole) : []).map((one) => {
      const share = Math.max(0, Math.min(1, one.seconds / whole));
      row = share - last < MARK_WIDTH_S ? Math.min(row + 1, 2) : 0;
      last = share;
      const mark = h('span', { class: 'bar-mark', 'data-mark': one.mark, 'data-row': String(row) });
      mark.style.left = `${share * 100}%`;
      return mark;
    }));
  }

  function draw() {
    const whole = length(), at = now(), share = whole > 0 ? at / whole : 0;
    setText(clock, `${video.paused && at > 0 ? preciseTime(at) : duration(at)} / ${duration(whole)}`);
    played.style.width = knob.style.left = `${share * 100}%`;
    const end = video.buffered.length > 0 ? video.buffered.end(video.buffered.length - 1) : 0;
    loaded.style.width = `${whole > 0 ? Math.min(100, end / whole * 100) : 0}%`;
    setAttribute(bar, 'aria-valuemax', String(Math.round(whole)));
    setAttribute(bar, 'aria-valuenow', String(Math.round(at)));
    setAttribute(bar, 'aria-valuetext', t('player.at', { now: duration(at), whole: duration(whole) }));
    const lines = captions ? captionsAt(shown.events, at) : [];
    setText(caption, lines.map(words).join('\n'));
    caption.hidden = lines.length === 0;
    if (document.activeElement === bar && !peek.hidden && !dragging) showPeek(at);
    moved(at);
  }

  function drawButtons() {
    setIcon(play.firstChild, video.paused ? 'play' : 'pause');
    setLabel(play, t(video.paused ? 'player.play' : 'player.pause'));
    setIcon(full.firstChild, document.fullscreenElement ? 'full-screen-exit' : 'full-screen');
    setLabel(full, t('player.full'));
    setAttribute(mute, 'aria-pressed', String(video.muted));
    setLabel(mute, t(video.muted ? 'player.unmute' : 'player.mute'));
    setAttribute(caps, 'aria-pressed', String(captions));
    setLabel(caps, t('player.captions'));
    setLabel(back, t('player.mark.back'));
    setLabel(on, t('player.mark.next'));
    setLabel(keys, t('keys.title'));
    setAttribute(speed, 'aria-label', t('player.speed'));
    setAttribute(bar, 'aria-label', t('player.bar'));
    setAttribute(controls, 'aria-label', t('player.controls'));
    setAttribute(box, 'data-paused', video.paused ? '' : null);
  }

  let frame = 0;
  function follow() {
    cancelAnimationFrame(frame);
    if (video.paused) return;
    draw();
    frame = requestAnimationFrame(follow);
  }

  for (const name of ['play', 'pause', 'ended', 'volumechange', 'ratechange']) video.addEventListener(name, () => { drawButtons(); draw(); follow(); });
  for (const name of ['seeked', 'progress', 'durationchange', 'timeupdate']) video.addEventListener(name, draw);
  for (const name of ['seeked', 'timeupdate']) video.addEventListener(name, () => { if (video.readyState > 0 && !video.error) lastGood = video.currentTime; });
  video.addEventListener('durationchange', drawMarks);
  video.addEventListener('waiting', () => { waiting.hidden = false; });
  for (const name of ['canplay', 'playing', 'seeked', 'error', 'emptied']) video.addEventListener(name, () => { waiting.hidden = true; });
  video.addEventListener('loadedmetadata', () => { if (resume !== null) { video.currentTime = resume; resume = null; } video.playbackRate = Number(speed.value); });
  video.addEventListener('error', () => { if (shown.url === '') return; resume = lastGood; broken(video.src); });
  video.addEventListener('click', toggle);
  document.addEventListener('fullscreenchange', drawButtons);
  caps.addEventListener('click', drawButtons);

  function showBoard(board) {
    boardHeight = 0;
    if (!board) return;
    const image = new Image();
    image.onload = () => { if (shown.board === board) boardHeight = heightOf(board, image.naturalHeight); };
    image.src = board.url;
  }

  return {
    key, seek,
    get now() { return now(); },
    /** @param {{ url: string, seconds: number, sound: boolean, events: any[], board: any, language: string, poster?: string }} next url "": there is nothing to play */
    show(next) {
      const before = shown;
      shown = next;
      soundFace.hidden = !next.sound;
      if (next.url !== before.url || (next.url !== '' && video.src !== next.url)) {
        if (before.url !== '' && next.url !== '') resume = lastGood; // the same film by another link
        if (next.url === '') { video.removeAttribute('src'); video.load(); } else video.src = next.url;
        if (next.poster) video.poster = next.poster; else video.removeAttribute('poster');
      }
      if (next.board !== before.board) showBoard(next.board);
      drawMarks();
      drawButtons();
      draw();
    },
    /** Another recording: nothing of the last one stays. */
    forget() { video.pause(); resume = null; lastGood = 0; this.show({ url: '', seconds: 0, sound: false, events: [], board: null, language: shown.language }); },
    element: find('.player-box', root),
  };
}
