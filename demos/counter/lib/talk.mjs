// SPDX-License-Identifier: Apache-2.0
// The conversation itself: enters the room of a call, shows who is there, opens camera and microphone, carries texts and files.
// What happens becomes actions of talk_state.mjs.

const CANCELLED = 6, TEXT_BYTES = 32768;
/** Larger ones are neither sent nor taken. */
export const FILE_BYTES = 50 * 1024 * 1024;

/**
 * @param {object} ports
 * @param {(action: any) => void} ports.dispatch
 * @param {() => any} ports.createScreen makes a video element
 * @param {any} ports.self the video element for our own picture
 * @param {(id: number) => string} ports.nameOf
 * @param {(kind: string) => string} [ports.chosen] id of the device that was chosen on another page
 * @param {() => number} [ports.time]
 */
export function createTalk({ dispatch, createScreen, self, nameOf, chosen = () => '', time = Date.now }) {
  /** @type {{ parlor: any, room: any, want: { mic: boolean, camera: boolean }, offs: (() => void)[] } | null} */
  let now = null;
  let keys = 0;
  /** Received files, which stay at hand until they are forgotten. @type {any[]} */
  let received = [];
  /** By user. @type {Map<number, any>} */
  const screens = new Map();

  const controlOf = (parlor, kind) => (kind === 'mic' ? parlor.microphone : parlor.camera);

  /**
   * @param {any} parlor @param {number} number of the room
   * @param {{ mic: boolean, camera: boolean }} want
   * @param {{ keep?: boolean }} [how] keep: it goes on with what was written before
   */
  async function start(parlor, number, want, { keep = false } = {}) {
    drop();
    const mine = now = { parlor, room: null, want: { ...want }, offs: [] };
    dispatch({ type: 'talk.join', want, keep });
    try {
      const room = await parlor.enter(number);
      if (mine !== now) return;
      mine.room = room;
      dispatch({ type: 'talk.on' });
      meet(mine);
      carryFiles(mine);
      if (self) parlor.attach(-1, self);
      await Promise.all(['mic', 'camera'].map((kind) => choose(mine, kind)));
    } catch (error) {
      if (mine !== now || error?.code === CANCELLED) return;
      dispatch({ type: 'talk.problem', problem: error });
      throw error;
    }
  }

  function meet(mine) {
    const on = (name, handler) => mine.offs.push(mine.room.on(name, (...values) => { if (mine === now) handler(...values); }));
    const tell = (user) => dispatch({ type: 'talk.other', other: { id: user.id, name: nameOf(user.id) || user.name, camera: user.camera === 2, mic: user.mic === 1 }, time: time() });
    const see = (user) => {
      mine.parlor.watch(user.id);
      if (!screens.has(user.id)) screens.set(user.id, createScreen());
      mine.parlor.attach(user.id, screens.get(user.id));
      tell(user);
    };
    on('userEntered', see);
    on('userState', (user) => { if (user.id !== mine.parlor.self?.id) tell(user); });
    on('userLeft', (user) => { forget(mine, user.id); dispatch({ type: 'talk.gone', id: user.id }); });
    on('text', ({ from, text }) => {
      if (from === mine.parlor.self?.id) return;
      dispatch({ type: 'talk.line', line: { key: ++keys, from, name: nameOf(from) || mine.room.user(from)?.name || '', mine: false, text, time: time() } });
    });
    mine.room.users.forEach(see);
  }

  function forget(mine, id) {
    const screen = screens.get(id);
    screens.delete(id);
    if (screen) mine.parlor.detach(screen);
  }

  // ---- own devices ----

  async function choose(mine, kind) {
    if (chosen(kind)) await controlOf(mine.parlor, kind).select(chosen(kind)).catch(() => {}); // gone meanwhile: the default will do
    if (mine === now && mine.want[kind]) await open(mine, kind);
  }

  async function open(mine, kind) {
    dispatch({ type: 'talk.device', kind, problem: null });
    try {
      await controlOf(mine.parlor, kind).open();
      if (mine === now && !mine.want[kind]) controlOf(mine.parlor, kind).close(); // not wanted any more
    } catch (error) {
      if (mine === now && error?.code !== CANCELLED) dispatch({ type: 'talk.device', kind, problem: error });
    }
  }

  /** @param {'mic' | 'camera'} kind @param {boolean} on */
  function set(kind, on) {
    if (!now) return;
    now.want[kind] = on;
    dispatch({ type: 'talk.want', kind, on });
    if (on) void open(now, kind);
    else { dispatch({ type: 'talk.device', kind, problem: null }); controlOf(now.parlor, kind).close(); }
  }

  // ---- texts and files ----

  /** @param {string} text @returns {boolean} it was short enough to be sent */
  function say(text) {
    if (!now?.room || new TextEncoder().encode(text).length > TEXT_BYTES) return false;
    const key = ++keys;
    dispatch({ type: 'talk.line', line: { key, from: now.parlor.self?.id ?? -1, name: '', mine: true, text, time: time() } });
    now.room.say(text).catch(() => dispatch({ type: 'talk.failed', key }));
    return true;
  }

  function follow(transfer, mine) {
    const key = ++keys;
    dispatch({ type: 'talk.file', file: { key, name: transfer.name, size: transfer.size, mine, time: time() } });
    transfer.on('progress', ({ progress }) => dispatch({ type: 'talk.moved', key, values: { progress } }));
    transfer.done.then(
      (file) => {
        if (file) received.push(file);
        dispatch({ type: 'talk.moved', key, values: { progress: 1, state: 'done', ...file ? { url: file.url, name: file.name } : {} } });
      },
      (error) => dispatch({ type: 'talk.moved', key, values: { state: error?.code === CANCELLED ? 'cancelled' : 'failed' } }));
  }

  function carryFiles(mine) {
    mine.parlor.files.maxSize = FILE_BYTES;
    mine.offs.push(mine.parlor.files.on('incoming', (transfer) => {
      // Whoever does not take part in the conversation has nothing to send us.
      if (mine !== now || !mine.room.user(transfer.user)) transfer.cancel(); else follow(transfer, false);
    }));
  }

  /** To everybody who is there. @param {File} file @returns {'' | 'alone' | 'empty' | 'large'} why not */
  function send(file) {
    const others = now?.room?.users ?? [];
    if (others.length === 0) return 'alone';
    if (file.size === 0 || file.size > FILE_BYTES) return file.size === 0 ? 'empty' : 'large';
    try {
      for (const { id } of others) follow(now?.parlor.files.send(id, file), true);
      return '';
    } catch {
      return 'alone';
    }
  }

  // ---- the end ----

  function drop() {
    const old = now;
    if (!old) return;
    now = null;
    for (const off of old.offs) off?.();
    for (const id of [...screens.keys()]) forget(old, id);
    if (self) { old.parlor.detach(self); self.srcObject = null; }
    old.parlor.leave();
  }

  return {
    start, set, say, send,
    /** What was written and received can still be read. */
    stop() { drop(); dispatch({ type: 'talk.over', time: time() }); },
    forget() {
      drop();
      for (const file of received) file.release();
      received = [];
      dispatch({ type: 'talk.forget' });
    },
    get running() { return now !== null; },
    /** @param {number} id @returns {any} the element that shows this user */
    screenOf: (id) => screens.get(id),
  };
}
