// SPDX-License-Identifier: Apache-2.0
// The only module that knows the SDK: what the user wants goes to a Parlor object, what happens there becomes actions of
// the store. A new Parlor object is made for every joining, so nothing of an earlier one can come back.

import { roomOf } from './address.mjs';
import { deviceObstacle, deviceProblem, deviceProblemOf, problemOf } from './problems.mjs';
import { createSteady, createVoices, qualityOf } from './quality.mjs';
import { EVERYBODY, everybody } from './store.mjs';

const QUALITY_MS = 2000;
/** The SDK goes on trying after this; the user hears that it looks bad and may begin anew. */
const PATIENCE_MS = 60000;
/** The network was away: trying once more makes sense. Other ends are somebody's decision. */
const NETWORK = new Set([100, 101, 103, 108, 120]);
const CANCELLED = 6;
const DEVICE = 22;
const MEDIA = 30000;

/** @typedef {{ name: string, room: string, password: string, roomPassword: string, serverPassword: string }} JoinWish */

const cameraWord = /** @type {const} */ (['none', 'closed', 'open']);
const userOf = (user) => ({ id: user.id, name: user.name, camera: cameraWord[user.camera] ?? 'none', mic: user.mic === 1 });

/**
 * @param {object} ports
 * @param {ReturnType<import('./store.mjs').createStore>} ports.store
 * @param {ReturnType<import('./devices.mjs').createDevices>} ports.devices
 * @param {string} ports.url of the server
 * @param {() => Promise<any>} ports.loadSdk gives the module with class Parlor
 */
export function createCall({ store, devices, url, loadSdk }) {
  /** @type {any} the present Parlor object */
  let parlor = null;
  let timer = 0;
  let patience = 0;
  /** @type {JoinWish | null} */
  let lastWish = null;
  /** Elements that wait for pictures. @type {Map<HTMLVideoElement, number>} */
  const screens = new Map();
  let voices = createVoices();
  let steady = createSteady();
  /** Users whose pictures are in sight. @type {Set<number>} */
  const inSight = new Set();
  /** @type {'auto' | 'high' | 'low' | 'off'} */
  let pictures = 'auto';

  const { dispatch } = store;
  const time = () => Date.now();

  // ---- joining and leaving ----

  /** @param {JoinWish} wish */
  async function join(wish) {
    const again = store.state.phase === 'room'; // the user tries once more; the pictures stay until we are back
    lastWish = wish;
    drop();
    if (again) dispatch({ type: 'link', link: 'lost' }); else dispatch({ type: 'joining' });
    let mine = null;
    try {
      const { Parlor } = await loadSdk();
      mine = parlor = new Parlor({ url, password: wish.serverPassword, language: store.state.language });
      listen(mine);
      await mine.connect();
      await mine.login(wish.name, wish.password);
      const where = roomOf(wish.room);
      const room = await mine.enter('id' in where ? where.id : where.name, { password: wish.roomPassword });
      if (mine !== parlor) return;
      entered(mine, room);
    } catch (error) {
      if (mine !== parlor || error?.code === CANCELLED) return;
      drop();
      fail(error, again);
    }
  }

  function fail(error, again) {
    if (again && NETWORK.has(error?.code)) dispatch({ type: 'link', link: 'failed' });
    else dispatch({ type: 'refused', problem: error?.problem ?? problemOf(error) });
  }

  function entered(mine, room) {
    voices = createVoices();
    steady = createSteady();
    follow(mine, room);
    tellEntered(mine, room);
    mine.prefer(null, pictures);
    for (const user of room.users) hear(user.id);
    for (const [element, id] of screens) mine.attach(id, element);
    for (const id of inSight) fetchPicture(id);
    for (const kind of /** @type {const} */ (['mic', 'camera'])) void chooseAndOpen(mine, kind);
    if (devices.chosen('speaker')) mine.speaker.select(devices.chosen('speaker')).catch(() => {});
    timer = setInterval(() => measure(mine, room), QUALITY_MS);
  }

  function tellEntered(mine, room) {
    dispatch({
      type: 'entered', room: { number: room.id, name: room.name }, self: userOf(mine.self), members: room.users.map(userOf), time: time(),
    });
  }

  function leave() {
    parlor?.leave();
    drop();
    dispatch({ type: 'left' });
  }

  /** Ends the present Parlor object; nothing of it is heard any more. */
  function drop() {
    clearInterval(timer);
    clearTimeout(patience);
    const old = parlor;
    parlor = null;
    old?.close();
  }

  // ---- what happens ----

  function listen(mine) {
    const on = (name, call) => mine.on(name, (...values) => { if (mine === parlor) call(...values); });
    on('state', (state) => {
      if (store.state.phase !== 'room') return;
      clearTimeout(patience);
      if (state === 'reconnecting') {
        dispatch({ type: 'link', link: 'lost' });
        patience = setTimeout(() => dispatch({ type: 'link', link: 'failed' }), PATIENCE_MS);
      } else if (state === 'connected' && mine.room && ['lost', 'failed'].includes(store.state.link)) {
        dispatch({ type: 'link', link: 'back' });
      }
    });
    on('draining', (ms) => dispatch({ type: 'draining', at: time() + ms }));
    on('playbackBlocked', (blocked) => dispatch({ type: 'soundBlocked', blocked }));
    on('error', (error) => failure(error));
  }

  function follow(mine, room) {
    const on = (name, call) => room.on(name, (...values) => { if (mine === parlor) call(...values); });
    on('userEntered', (user) => { hear(user.id); dispatch({ type: 'userEntered', user: userOf(user), time: time() }); });
    on('userLeft', (user) => dispatch({ type: 'userLeft', id: user.id, time: time() }));
    on('userState', (user) => dispatch({ type: 'userState', ...userOf(user) }));
    on('text', (message) => dispatch({ type: 'text', ...message, time: time() }));
    on('speaking', (levels) => {
      for (const [id, level] of levels) dispatch({ type: 'speaking', id, speaking: voices(id, level, time()) });
    });
    on('restored', () => { tellEntered(mine, room); for (const user of room.users) hear(user.id); });
    on('ended', (error) => {
      if (!error) return;
      drop();
      if (NETWORK.has(error.code)) dispatch({ type: 'link', link: 'failed' });
      else dispatch({ type: 'ended', problem: problemOf(error) });
    });
  }

  /** Trouble on the way; that of opening a device is told by `open` already. */
  function failure(error) {
    if (error.code === DEVICE && error.reason === 'ended') {
      const kind = error.detail === 'camera' ? 'camera' : 'mic';
      deviceFailed(kind, error);
    } else if (error.code === MEDIA) {
      dispatch({ type: 'warning', problem: problemOf(error) });
    }
  }

  /** A picture that is not wanted is let go, not only paused: then the tile shows the initials. */
  function fetchPicture(id) {
    if (inSight.has(id) && pictures !== 'off') parlor?.watch(id, { video: true, audio: false });
    else parlor?.unwatch(id, { video: true, audio: false });
  }

  const hear = (id) => parlor?.watch(id, { video: false, audio: true });

  function measure(mine, room) {
    if (mine !== parlor) return;
    for (const { id, camera, mic } of everybody(store.state)) {
      const self = id === mine.self?.id;
      const { video, audio, roundTrip_ms } = mine.stats(id);
      const silent = camera !== 'open' && !mic;
      const state = silent ? '' : room.media(id, camera === 'open' ? 'video' : 'audio');
      const quality = qualityOf({ marks: mine.quality(id), loss: Math.max(video.loss, audio.loss), roundTrip_ms: self ? roundTrip_ms : 0, state });
      dispatch({ type: 'quality', id, quality: silent ? '' : steady(id, quality) });
    }
  }

  // ---- own devices ----

  const controlOf = (mine, kind) => (kind === 'mic' ? mine.microphone : mine.camera);

  function deviceFailed(kind, error) {
    dispatch({ type: 'device', kind, problem: deviceProblemOf(error) });
    dispatch({ type: 'warning', problem: deviceProblem(store.state) });
  }

  async function open(mine, kind) {
    dispatch({ type: 'busy', kind, busy: true });
    try {
      if (deviceObstacle()) throw deviceObstacle();
      await controlOf(mine, kind).open();
      dispatch({ type: 'device', kind, problem: null });
      if (store.state.warning?.family === 'device') dispatch({ type: 'warning', problem: deviceProblem(store.state) });
    } catch (error) {
      if (mine === parlor && error?.code !== CANCELLED) deviceFailed(kind, error);
    }
    if (mine === parlor) dispatch({ type: 'busy', kind, busy: false });
    void devices.refresh();
  }

  async function chooseAndOpen(mine, kind) {
    const id = devices.chosen(kind);
    if (id) await controlOf(mine, kind).select(id).catch(() => {}); // gone meanwhile: the default will do
    if (mine !== parlor || !store.state.want[kind]) return;
    // Told before joining already: say it again only when the user presses the button.
    if (deviceObstacle()) dispatch({ type: 'device', kind, problem: deviceObstacle() });
    else await open(mine, kind);
  }

  /** @param {'mic' | 'camera'} kind @param {boolean} on */
  function setDevice(kind, on) {
    dispatch({ type: 'want', kind, on });
    if (!parlor || store.state.phase !== 'room') return;
    if (on) void open(parlor, kind); else controlOf(parlor, kind).close();
  }

  devices.listen((kind) => {
    if (!kind || !parlor) return;
    const control = kind === 'speaker' ? parlor.speaker : controlOf(parlor, kind);
    const id = devices.chosen(kind) || control.devices[0]?.id;
    if (id) control.select(id).catch((error) => { if (kind !== 'speaker') deviceFailed(kind, error); });
  });

  // ---- the rest ----

  /** @param {string} text @param {number} to EVERYBODY or a user, who alone receives it then */
  async function say(text, to) {
    const key = store.state.nextKey;
    const secret = to !== EVERYBODY;
    dispatch({ type: 'text', from: store.state.self.id, to, secret, text, time: time() });
    try {
      await parlor.room.say(text, { to, secret });
    } catch {
      dispatch({ type: 'textFailed', key });
    }
  }

  return {
    join, leave, setDevice, say,
    retry: () => { if (lastWish) void join(lastWish); },
    playSound: () => parlor?.resumePlayback(),
    micLevel: () => (parlor?.microphone.level ?? 0) / 100,
    /** @param {number} id @param {boolean} wanted */
    wantPicture(id, wanted) {
      if (wanted) inSight.add(id); else inSight.delete(id);
      fetchPicture(id);
    },
    /** How good the pictures of the others are to be. @param {'auto' | 'high' | 'low' | 'off'} quality */
    setPictures(quality) {
      pictures = quality;
      parlor?.prefer(null, quality);
      for (const id of inSight) fetchPicture(id);
    },
    /** @param {number} id @param {HTMLVideoElement} element */
    showPicture(id, element) {
      screens.set(element, id);
      parlor?.attach(id, element);
    },
    /** @param {number} id @param {HTMLVideoElement} element */
    hidePicture(id, element) {
      screens.delete(element);
      inSight.delete(id);
      parlor?.detach(element);
      element.srcObject = null;
    },
    /** The page goes away: tell the server, so that nobody waits for us. */
    goodbye: drop,
  };
}
