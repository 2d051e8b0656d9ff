// SPDX-License-Identifier: Apache-2.0
// The SDK for new pages: promises and events. Types and the manual of each call are in parlor.d.ts.
//
//   const parlor = new Parlor({ url: 'wss://host/parlor' });
//   await parlor.connect();
//   await parlor.login('ann');
//   const room = await parlor.enter(1);
//   room.on('userEntered', (user) => parlor.watch(user.id, { video: true, audio: true }));
//   await parlor.camera.open();
//   parlor.attach(user.id, document.querySelector('video'));

import { Client } from './client.mjs';
import { ALL, SERVER } from './data/buffers.mjs';
import { deliverLarge, largeData } from './data/large.mjs';
import { pack } from './data/payload.mjs';
import { CallControl } from './call_control.mjs';
import { Code, ParlorError, describe } from './errors.mjs';
import { Emitter } from './events.mjs';
import { CounterControl } from './counter/counter_control.mjs';
import { CameraControl, MicrophoneControl, SpeakerControl } from './controls.mjs';
import { FileControl } from './file_control.mjs';
import { FriendControl } from './friend_control.mjs';
import { limits } from './generated/limits.mjs';
import { browserPlatform } from './platform.mjs';
import { testCall as runTest } from './precall/precall.mjs';
import { PrivateControl } from './private_control.mjs';
import { recordOptions, stillOptions } from './record/options.mjs';
import { RecordingLibrary } from './record/library.mjs';
import { ServerRecordingControl } from './record/server_control.mjs';
import { RoomView } from './room_view.mjs';
import { ScreenControl } from './screen.mjs';
import { signedFields } from './sign_in.mjs';
import { rateOf } from './trace.mjs';
import { version } from './version.mjs';

export { ParlorError, describe as describeError, version };

/** @param {string | undefined} url @param {any} location */
function serverUrl(url, location = globalThis.location) {
  if (url) return url;
  if (!location?.host) throw new ParlorError(Code.BAD_ADDRESS, 'url is missing');
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/parlor`;
}

/** The test before a call. @param {any} [options] see TestOptions in parlor.d.ts */
export async function testCall(options = {}) { return runTest({ ...options, url: serverUrl(options.url) }); }

export class Parlor extends Emitter {
  #client; #platform; #options; #language; #calls;
  /** @type {RoomView | null} */
  #room = null;
  /** Elements that show somebody. @type {Map<HTMLMediaElement, { user: number, stream: number }>} */
  #attached = new Map();

  /** @param {any} [options] see ParlorOptions in parlor.d.ts */
  constructor(options = {}) {
    super();
    this.#options = { autoReconnect: true, ...options };
    this.#platform = { ...browserPlatform(globalThis, options.assets ?? import.meta.url), ...options.platform };
    this.#language = options.language ?? this.#platform.language;
    const client = this.#client = new Client(this.#platform, { mayReconnect: () => this.#options.autoReconnect });
    this.setDirect(this.#options.direct ?? 'server');
    Object.assign(client.local.video, options.video);
    client.sound.set(options.audio ?? {});
    this.camera = new CameraControl(client);
    this.microphone = new MicrophoneControl(client);
    this.speaker = new SpeakerControl(client);
    this.privateChat = new PrivateControl(client);
    this.serverRecording = new ServerRecordingControl(client);
    this.recordings = new RecordingLibrary({ send: (t, fields, done) => client.session.send(t, fields, done), origin: () => client.session.origin });
    this.screen = new ScreenControl(client);
    this.files = new FileControl(client);
    this.friends = new FriendControl(client);
    this.counter = new CounterControl(client);
    this.#calls = new CallControl(client, (call) => this.emit('call', call));
    this.#listen(client);
    client.devices.refresh();
  }

  #listen(client) {
    const pass = (name) => client.on(name, (...args) => this.emit(name, ...args));
    client.on('state', (state) => {
      this.emit('state', state);
      this.#room?.linkChanged();
    });
    client.on('lost', (code, { again }) => {
      this.emit('lost', this.#error(code), { again });
      if (!again) this.#endRoom(code);
    });
    client.on('login', (user, code, { again }) => {
      if (again && code) this.#endRoom(code);
      this.emit('login', user, code ? this.#error(code) : null);
    });
    client.on('connect', (code) => { if (code) this.#endRoom(code); });
    client.on('entered', (current) => this.#room?.restored(current));
    client.on('refused', (number, error) => {
      if (this.#room && error.code !== Code.ALREADY_IN_ROOM && !client.room.current) this.#endRoom(error.code);
    });
    client.on('picture', (user, stream) => this.#picture(user, stream));
    client.on('blocked', (blocked) => this.emit('playbackBlocked', blocked));
    client.on('error', (error) => this.emit('error', error));
    client.on('quality', (user, marks) => this.emit('quality', user, marks));
    client.buffers.on('buffer', ({ from, data }) => this.emit('buffer', { from, data, w: 0, l: 0 }));
    client.transfers.on('buffer', (large) => this.emit('buffer', { from: large.from, data: largeData(large), w: large.w, l: large.l }));
    client.buffers.on('serverData', (data) => this.emit('serverData', data));
    client.trace.on('change', () => this.emit('trace', this.trace));
    pass('devices');
    pass('deviceLost');
    pass('deviceFound');
    pass('draining');
  }

  #error(code) { return new ParlorError(code); }

  // ---- the session ----

  /** @returns {'closed' | 'connecting' | 'connected' | 'reconnecting'} */
  get state() { return this.#client.state; }
  get self() { return this.#client.self; }
  get room() { return this.#room; }
  get language() { return this.#language; }
  /** The server's software and our address as it sees it. */
  get server() {
    const { welcome } = this.#client.session;
    return welcome ? { version: welcome.server, ip: welcome.ip } : null;
  }

  async connect() {
    this.#endRoom(Code.CLOSED_BY_SELF);
    await this.#client.connect({ url: serverUrl(this.#options.url), password: this.#options.password });
  }

  /** @param {string} name @param {string} [password] @param {{ app?: string }} [options] */
  async login(name, password = '', { app = '' } = {}) { return this.#client.login(name, password, app); }

  /** @param {any} claim what was signed, or a function that gives it */
  async loginSigned(claim) {
    return this.#client.signIn('login_signed', typeof claim === 'function' ? async () => signedFields(await claim()) : signedFields(claim));
  }

  /** @param {string | (() => string | Promise<string>)} token @param {{ name?: string }} [options] */
  async loginToken(token, { name = '' } = {}) {
    return this.#client.signIn('login_token', typeof token === 'function' ? async () => ({ token: String(await token()), name }) : { token: String(token), name });
  }

  /** @param {number | string} room a number, or a name @param {{ password?: string }} [options] */
  async enter(room, { password } = {}) {
    const target = typeof room === 'number' ? { id: room, password } : { name: room, password };
    const current = await this.#client.enter(target);
    this.#room = new RoomView(this.#client, this.#platform.clock, current);
    return this.#room;
  }

  /** @param {{ keepDevices?: boolean }} [options] */
  leave({ keepDevices = false } = {}) {
    this.#client.leave(-1, { keepDevices });
    this.#endRoom(0);
  }

  logout() {
    this.#endRoom(0);
    this.#client.logout();
  }

  close() {
    this.logout();
    for (const element of [...this.#attached.keys()]) this.detach(element);
    this.#client.close();
    this.silence();
  }

  #endRoom(code) {
    const room = this.#room;
    this.#room = null;
    room?.ended(code ? this.#error(code) : null);
  }

  // ---- the others ----

  /** @param {number} user @param {{ video?: boolean, audio?: boolean, stream?: number }} [what] */
  watch(user, { video = true, audio = true, stream = 0 } = {}) {
    if (video) this.#client.watch(user, 'video', true, stream);
    if (audio) this.#client.watch(user, 'audio', true);
  }

  /** @param {number} user @param {{ video?: boolean, audio?: boolean, stream?: number }} [what] */
  unwatch(user, { video = true, audio = true, stream = 0 } = {}) {
    if (video) this.#client.watch(user, 'video', false, stream);
    if (audio) this.#client.watch(user, 'audio', false);
  }

  /** @param {number} user -1: ourselves @param {HTMLMediaElement} element @param {{ stream?: number, mirror?: boolean }} [options] */
  attach(user, element, { stream = 0, mirror } = {}) {
    this.#attached.set(element, { user, stream });
    this.#client.viewing.show(element, user, stream);
    if (mirror !== undefined) element.style.transform = mirror ? 'scaleX(-1)' : '';
    element.muted = true; // sound has a way of its own
    element.autoplay = true;
    element.setAttribute?.('playsinline', '');
    this.#show(element, user, stream);
    return () => {
      const shown = this.#attached.get(element);
      if (shown?.user === user && shown.stream === stream) this.detach(element);
    };
  }

  /** @param {HTMLMediaElement} element */
  detach(element) {
    if (!this.#attached.delete(element)) return;
    this.#client.viewing.hide(element);
    element.srcObject = null;
  }

  /**
   * @param {number | null} user null: everybody of whom nothing else was said
   * @param {'auto' | 'high' | 'low' | 'off' | null | { maxHeight?: number, minHeight?: number, always?: boolean }} wish null: nothing else is said any more @param {{ stream?: number }} [options]
   */
  /** Nobody looks at this page, or somebody does again. */
  setAway(away) { this.#client.setAway(Boolean(away)); }

  prefer(user, wish, { stream = 0 } = {}) {
    const meant = typeof wish === 'string' ? wishes[wish] : wish;
    if (meant === undefined) throw new ParlorError(Code.BAD_PARAMETER, `prefer: ${wish}`);
    this.#client.viewing.prefer(user, stream, meant);
  }

  #picture(user, stream) {
    for (const [element, shown] of this.#attached) {
      const same = shown.user === user || (this.#client.isSelf(user) && this.#client.isSelf(shown.user));
      if (same && (stream === -1 || stream === shown.stream)) this.#show(element, shown.user, shown.stream);
    }
  }

  #show(element, user, stream) {
    const media = this.#client.picture(user, stream);
    if (element.srcObject === media) return;
    element.srcObject = media;
    if (media) this.#client.playback.play(element);
  }

  /** Plays what the browser held back; call it from a click. */
  async resumePlayback() { await this.#client.playback.resume(); }
  get playbackBlocked() { return this.#client.playback.blocked; }

  /** @param {number} user -1: ourselves */
  level(user) { return this.#client.level(user); }

  /** @param {number} user -1: ourselves @param {{ stream?: number }} [options] */
  stats(user, { stream = 0 } = {}) {
    const id = user === -1 ? this.#client.selfId : user;
    const { stats } = this.#client;
    return { video: pick(stats.of(id, 'video', stream)), audio: pick(stats.of(id, 'audio')), roundTrip_ms: stats.roundTrip_ms };
  }

  /** @param {{ bitrate?: number }} [options] bit/s */
  startTrace({ bitrate = 64000 } = {}) { this.#client.trace.start(rateOf(bitrate, 0)); }
  stopTrace() { this.#client.trace.stop(); }
  get trace() { return this.#client.trace.figures; }

  /** @param {number} [user] -1: ourselves */
  quality(user = -1) { return this.#client.stats.quality(user === -1 ? this.#client.selfId : user); }

  /** @param {Partial<import('./media/cameras.mjs').VideoSettings>} settings @param {{ stream?: number }} [options] of one stream alone */
  async setVideo(settings, { stream } = {}) {
    const { local } = this.#client;
    if (stream === undefined) Object.assign(local.video, settings); else local.cameras.setOwn(stream, settings);
    await local.apply('camera', stream);
  }

  /** How long what arrives is held back. @param {number | null} ms 0 to 4000; null: as the browser thinks best */
  setDelay(ms) {
    if (ms !== null && !(ms >= 0 && ms <= 4000)) throw new ParlorError(Code.BAD_PARAMETER, `delay: ${ms}`);
    this.#client.buffering.set(ms);
  }

  /** @param {any} data @param {{ to?: number, w?: number, l?: number, onProgress?: (share: number) => void, signal?: AbortSignal }} [options] */
  async sendBuffer(data, { to = ALL, ...large } = {}) {
    const small = pack(data).bytes.length <= limits.trans_buffer_bytes && !large.w && !large.l;
    if (small || to === ALL || to === SERVER) await this.#client.buffers.send(data, to);
    else await deliverLarge(this.#client, data, to, large);
  }

  /** @param {any} data @param {{ channel?: 'filter' | 'business' }} [options] */
  async sendToServer(data, { channel } = {}) { await this.#client.buffers.sendToServer(data, channel); }

  /** @param {number} info @param {string | number} [input] */
  async query(info, input = '') { return this.#client.queries.ask(info, String(input)); }

  /** @param {Partial<import('./media/audio_settings.mjs').AudioSettings>} settings @returns {Promise<any>} what the browser makes of them, see AudioProcessing */
  async setAudio(settings) {
    await this.#client.sound.set(settings);
    return this.microphone.processing;
  }

  /** @param {number} [stream] @returns {import('./media/cameras.mjs').VideoSettings} */
  video(stream = 0) { return this.#client.local.videoSettings(stream); }

  /** @param {any} effects see Effects in parlor.d.ts @param {{ stream?: number }} [options] of one stream alone */
  async setEffects(effects, { stream } = {}) { await this.#client.effects.set(effects, stream); }

  /** @param {number} [stream] */
  effects(stream = 0) { return this.#client.effects.look(stream); }

  // ---- calls ----

  /** @param {number} user @param {{ flags?: number, param?: number, text?: string }} [words] */
  call(user, words) { return this.#calls.call(user, words); }
  /** The call that there is; null: none. */
  get currentCall() { return this.#calls.current; }

  // ---- recording ----

  /** @param {number} [user] -1: ourselves @param {any} [options] see RecordOptions in parlor.d.ts */
  record(user = -1, options = {}) { return this.#client.recordings.start({ user, ...recordOptions(options) }); }

  /** @param {number} [user] -1: ourselves @param {any} [options] see SnapshotOptions in parlor.d.ts */
  async snapshot(user = -1, options = {}) { return this.#client.recordings.snapshot({ user, ...stillOptions(options) }); }

  /** In which direct connections to take part. @param {string} policy */
  setDirect(policy) {
    const number = directPolicies.indexOf(policy);
    if (number < 0) throw new ParlorError(Code.BAD_PARAMETER, `direct: ${policy}`);
    this.#client.direct.setPolicy(number);
  }

  /** The core, for tests and the classic face; not part of the interface. */
  get _client() { return this.#client; }
}

/** What the words of prefer() mean. */
const wishes = { auto: {}, high: { minHeight: Infinity }, low: { maxHeight: 180 }, off: { maxHeight: 0 } };

/** Their places are the numbers of the protocol. */
const directPolicies = ['never', 'server', 'page', 'onDemand'];

const pick = ({ level, ...figures }) => figures;
