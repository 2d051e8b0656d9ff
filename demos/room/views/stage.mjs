// SPDX-License-Identifier: Apache-2.0
// The pictures: which tiles there are, where they stand, which one is large, which ones are in sight.

import { find, setAttribute, setText } from '../../shared/dom.mjs';
import { tellApart } from '../../shared/names.mjs';
import { bestGrid, moveFocus, spotlight } from '../layout.mjs';
import { everybody, memberOf } from '../store.mjs';
import { createTile } from './tile.mjs';

const GAP = 10;
const GAP_NARROW = 6;
/** A picture out of sight is no longer asked for after this time; scrolling by should not cost a round trip. */
const SCROLLBAR = 12;
const LET_GO_MS = 3000;

/** @param {import('../main.mjs').Context} context */
export function createStage({ store, texts, call, say }) {
  const { t } = texts;
  const stage = find('#stage');
  const list = find('#tiles');
  /** @type {Map<number, ReturnType<typeof createTile>>} */
  const tiles = new Map();
  let columns = 1;
  let focused = 0;

  const inSight = watchSight(stage, (id, seen) => { if (id !== store.state.self?.id) call.wantPicture(id, seen); });

  function press(id) {
    store.dispatch({ type: 'pin', id });
    if (store.state.pinned === id) say(t('live.pinned', { name: memberOf(store.state, id)?.name ?? '' }));
  }

  function addTile(member, self) {
    const tile = createTile(member, { self, t, press });
    tiles.set(member.id, tile);
    list.append(tile.element);
    call.showPicture(member.id, tile.video);
    if (!self) inSight.observe(tile.element, member.id);
  }

  function dropTile(id) {
    const tile = tiles.get(id);
    const hadFocus = tile.element.contains(document.activeElement);
    inSight.unobserve(tile.element, id);
    call.hidePicture(id, tile.video);
    tile.element.remove();
    tiles.delete(id);
    if (hadFocus) [...tiles.values()][0]?.button.focus();
  }

  /** One tile is reached by Tab, the others by the arrow keys. */
  function roam() {
    const order = [...tiles.values()];
    focused = Math.min(focused, Math.max(0, order.length - 1));
    order.forEach(({ button }, index) => { button.tabIndex = index === focused ? 0 : -1; });
  }

  list.addEventListener('keydown', (event) => {
    const order = [...tiles.values()];
    const index = order.findIndex(({ element }) => element.contains(event.target));
    const next = moveFocus(event.key, index, order.length, columns);
    if (index < 0 || next === index) return;
    event.preventDefault();
    focused = next;
    roam();
    order[next].button.focus();
  });
  list.addEventListener('focusin', (event) => {
    const index = [...tiles.values()].findIndex(({ element }) => element.contains(event.target));
    if (index >= 0) { focused = index; roam(); }
  });

  function layOut() {
    const box = stage.getBoundingClientRect();
    const style = getComputedStyle(stage);
    const width = box.width - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const height = box.height - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
    if (width <= 0 || height <= 0 || tiles.size === 0) return;
    const gap = box.width < 600 ? GAP_NARROW : GAP;
    list.style.setProperty('--gap', `${gap}px`);
    const { pinned } = store.state;
    setAttribute(list, 'data-layout', pinned === null ? 'grid' : 'spotlight');
    if (pinned === null) layGrid(width, height, gap); else laySpotlight(pinned, width, height, gap);
  }

  function layGrid(width, height, gap) {
    let grid = bestGrid(tiles.size, width, height, gap);
    if (grid.scrolls) grid = bestGrid(tiles.size, width - SCROLLBAR, height, gap);
    columns = grid.columns;
    setAttribute(list, 'data-scrolls', grid.scrolls ? '' : null);
    setSize(grid.width, grid.height);
    list.style.setProperty('--row', `${grid.columns * grid.width + (grid.columns - 1) * gap + 1}px`);
    for (const tile of tiles.values()) tile.resize(grid.width, grid.height);
  }

  function laySpotlight(pinned, width, height, gap) {
    const spot = spotlight(tiles.size - 1, width, height);
    columns = 1;
    setAttribute(list, 'data-direction', spot.direction);
    setSize(spot.width, spot.height);
    list.style.setProperty('--strip', `${spot.strip ? spot.strip + gap : 0}px`);
    for (const [id, tile] of tiles) {
      if (id !== pinned) tile.resize(spot.width, spot.height);
      else if (spot.direction === 'row') tile.resize(width - spot.strip, height);
      else tile.resize(width, height - spot.strip);
    }
  }

  function setSize(width, height) {
    list.style.setProperty('--tile-width', `${width}px`);
    list.style.setProperty('--tile-height', `${height}px`);
  }

  new ResizeObserver(layOut).observe(stage);

  return (state, before) => {
    if (state.phase !== 'room') { for (const id of [...tiles.keys()]) dropTile(id); return; }
    const people = everybody(state);
    const names = tellApart(people);
    const here = new Set(names.keys());
    // After a restart of the server one's own number may be somebody else's.
    for (const [id, tile] of [...tiles]) if (!here.has(id) || tile.self !== (id === state.self?.id)) dropTile(id);
    for (const member of people) {
      if (!tiles.has(member.id)) addTile(member, member.id === state.self?.id);
      tiles.get(member.id).update(member, names.get(member.id), state.pinned === member.id);
    }
    const alone = find('#alone');
    alone.hidden = state.others.length > 0;
    setText(alone, t('stage.alone'));
    roam();
    if (state.others.length !== before?.others.length || state.pinned !== before?.pinned || state.phase !== before?.phase) layOut();
  };
}

/** Tells which tiles can be seen: only their pictures are asked of the server. Sound is asked for always. */
function watchSight(root, changed) {
  const ids = new Map();
  const timers = new Map();

  function see(id, seen) {
    clearTimeout(timers.get(id));
    timers.delete(id);
    if (seen) changed(id, true);
    else timers.set(id, setTimeout(() => { timers.delete(id); changed(id, false); }, LET_GO_MS));
  }

  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) if (ids.has(target)) see(ids.get(target), isIntersecting);
  }, { root, rootMargin: '64px' });

  return {
    observe(element, id) { ids.set(element, id); observer.observe(element); },
    unobserve(element, id) {
      observer.unobserve(element);
      ids.delete(element);
      clearTimeout(timers.get(id));
      timers.delete(id);
    },
  };
}
