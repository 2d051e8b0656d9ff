// SPDX-License-Identifier: Apache-2.0
// The manual's programming interface over the core. Here: the life of it, the session, the room, and the events; what is
// asked and what is set is in queries.mjs and settings.mjs.

import { Client } from '../client.mjs';
import { Code } from '../errors.mjs';
import * as c from '../generated/constants.mjs';
import { Options } from '../options.mjs';
import { signedFields } from '../sign_in.mjs';
import { calls, tellCalls } from './calls.mjs';
import { devices } from './devices.mjs';
import { serveOptions } from './option_effects.mjs';
import { int, linkUrl, newGuid, pack, text } from './convert.mjs';
import { Dispatcher } from './dispatch.mjs';
import { friends, tellFriends } from './friends.mjs';
import { internals } from './internals.mjs';
import { multicast } from './multicast.mjs';
import { objects, tellObjects } from './objects.mjs';
import { Pictures } from './pictures.mjs';
import { privateChat, tellPrivateChat } from './private_chat.mjs';
import { queries } from './queries.mjs';
import { recording, tellRecordings, tellServerRecordings } from './recording.mjs';
import { sdkControl, tellSdkControl } from './sdk_control.mjs';
import { tellLife } from './life.mjs';
import { settings } from './settings.mjs';
import { streamPlay } from './stream_play.mjs';
import { smallData, tellSmallData } from './small_data.mjs';
import { Video } from './video.mjs';
import { serveTrace } from './trace.mjs';
import { tellTransfer, transfer } from './transfer.mjs';

const HOST_ID = 'AnyChatSDKPluginDiv';
const PLUGIN_ID = 'AnyChatSDKPlugin';
/** States of SELFUSERSTATUS. */
export const Self = { UNKNOWN: 0, CONNECTED: 1, LOGGED_IN: 2, IN_ROOM: 3, LOGGED_OUT: 4, LINK_CLOSED: 5 };

export class Face {
  /** @type {Client | null} */
  client = null;
  /** @type {Pictures | null} */
  pictures = null;
  options = new Options();
  selfState = Self.UNKNOWN;
  /** The last code above 0 that an event told. */
  lastError = 0;
  /** As last told, width | height << 16. @type {Map<number, number>} */
  sizes = new Map();
  #host = null; #password = '';

  /**
   * @param {import('../platform.mjs').Platform} platform
   * @param {any} page the window: where the page's functions are
   */
  constructor(platform, page) {
    this.platform = platform;
    this.page = page;
    this.events = new Dispatcher({ page, report: (error) => this.#report(error) });
    this.guid = newGuid(platform.random);
    this.devices = devices(this);
    this.video = new Video(this);
    this.plays = streamPlay(this);
    this.api = this.#functions();
  }

  #report(error) {
    if (typeof this.page.reportError === 'function') this.page.reportError(error);
    else this.platform.warn(`a function of the page failed: ${error}`);
  }

  #functions() {
    const own = ['BRAC_InitSDK', 'BRAC_Release', 'BRAC_SetServerAuthPass', 'BRAC_Connect', 'BRAC_Login', 'BRAC_LoginEx', 'BRAC_Logout', 'BRAC_EnterRoom',
      'BRAC_EnterRoomEx', 'BRAC_LeaveRoom'];
    serveOptions(this);
    serveTrace(this);
    return {
      ...internals, ...queries(this), ...settings(this), ...this.devices.functions, ...this.plays.functions,
      ...smallData(this), ...transfer(this), ...privateChat(this), ...calls(this), ...friends(this), ...objects(this), ...sdkControl(this), ...recording(this), ...multicast(this),
      ...Object.fromEntries(own.map((name) => [name, (...args) => this[name](...args)])),
    };
  }

  // ---- life ----

  BRAC_InitSDK(apiLevel) {
    if (!this.platform.createPeer || typeof this.page.WebSocket !== 'function') return c.GV_ERR_PLUGINNOINSTALL;
    if (int(apiLevel) > 100) return c.GV_ERR_PLUGINOLDVERSION;
    if (this.client) return 0; // pages do it again and again
    const client = this.client = new Client(this.platform, {
      mayReconnect: () => this.options.int(c.BRAC_SO_NETWORK_AUTORECONNECT) !== 0, keepDevices: false,
    });
    this.#makeHost();
    this.pictures = this.#makePictures(client);
    this.#listen(client);
    this.video.begin();
    this.options.begin();
    this.devices.begin(client);
    return 0;
  }

  BRAC_Release() {
    this.events.clear();
    this.options.end();
    this.plays.end();
    this.client?.close();
    this.pictures?.close();
    this.#host?.remove();
    this.client = this.pictures = this.#host = null;
    this.selfState = Self.UNKNOWN;
    this.sizes.clear();
  }

  /** The hidden place where sounds live, with the names that pages know. */
  #makeHost() {
    const { document } = this.platform;
    if (!document?.body) return;
    this.#host = document.createElement('div');
    this.#host.id = HOST_ID;
    const plugin = document.createElement('div');
    plugin.id = PLUGIN_ID;
    this.#host.appendChild(plugin);
    Object.assign(this.#host.style, { position: 'absolute', width: '0', height: '0', overflow: 'hidden' });
    document.body.appendChild(this.#host);
    this.client?.playback.setParent(plugin);
    this.page.anychat = plugin;
  }

  #makePictures(client) {
    const { document } = this.platform;
    if (!document) return null;
    return new Pictures({
      document,
      picture: (user, stream) => client.picture(user, stream),
      shows: (video, user, stream) => { if (user === 0) client.viewing.hide(video); else client.viewing.show(video, user, stream); },
      userId: (user) => int(user),
      background: () => this.options.string(c.BRAC_SO_VIDEOBKIMAGE),
      clipMode: () => this.options.int(c.BRAC_SO_VIDEOSHOW_CLIPMODE),
      turn: (user) => this.video.turn(user),
      inset: (user) => this.video.inset(user),
      address: (path) => client.files.url(path),
      onFullScreen: (user, isFull) => this.events.notify(c.WM_GV_VIDEOFULLSCREEN, user === -1 ? client.selfId : user, isFull ? 1 : 0),
      play: (element) => { client.playback.play(element); },
      onSize: (user, stream, width, height) => this.#size(user, stream, width, height),
      version: (type) => this.api.BRAC_GetVersion(type),
    });
  }

  // ---- session ----

  BRAC_SetServerAuthPass(password) {
    this.#password = text(password);
    return 0;
  }

  BRAC_Connect(host, port) {
    if (!this.client) return Code.NOT_INIT;
    this.selfState = Self.UNKNOWN;
    this.client.connect({ url: linkUrl(host, port, this.page.location), password: this.#password });
    this.events.forget('session');
    return 0;
  }

  BRAC_Login(name, password) {
    if (!this.client) return Code.NOT_INIT;
    this.client.login(text(name), text(password), this.#app());
    return 0;
  }

  BRAC_LoginEx(name, user, stringId, app, stamp, signature, param) {
    if (!this.client) return Code.NOT_INIT;
    this.client.signIn('login_signed', signedFields({
      name: text(name), user: int(user, -1), stringId: text(stringId), app: text(app) || this.#app(),
      stamp: int(stamp) >>> 0, signature: text(signature), param: text(param),
    }));
    return 0;
  }

  /** Option 300. */
  #app() { return this.options.string(c.BRAC_SO_CLOUD_APPGUID); }

  BRAC_Logout() {
    if (this.client && this.selfState !== Self.UNKNOWN) this.selfState = Self.LOGGED_OUT;
    this.client?.logout();
    this.events.forget('session');
    this.sizes.clear();
    return 0;
  }

  // ---- room ----

  BRAC_EnterRoom(room, password) {
    if (!this.client) return Code.NOT_INIT;
    const id = int(room);
    if (id < 1) return Code.BAD_PARAMETER;
    this.client.enter({ id, password: text(password) });
    return 0;
  }

  BRAC_EnterRoomEx(name, password) {
    if (!this.client) return Code.NOT_INIT;
    if (text(name) === '') return Code.BAD_PARAMETER;
    this.client.enter({ name: text(name), password: text(password) });
    return 0;
  }

  BRAC_LeaveRoom(room) {
    this.client?.leave(int(room, -1));
    if (!this.client?.room.current) this.events.forget('room');
    if (this.selfState === Self.IN_ROOM && !this.client?.room.current) this.selfState = Self.LOGGED_IN;
    this.sizes.clear();
    return 0;
  }

  // ---- events ----

  #listen(client) {
    const { events } = this;
    client.on('connect', (code) => {
      this.selfState = code ? Self.UNKNOWN : Self.CONNECTED;
      this.#noteError(code);
      events.notify(c.WM_GV_CONNECT, code ? 0 : 1, code);
    });
    client.on('login', (user, code) => {
      if (user) this.selfState = Self.LOGGED_IN;
      this.#noteError(code);
      events.notify(c.WM_GV_LOGINSYSTEM, user?.id ?? 0, code);
    });
    client.on('entered', ({ id }, count) => {
      this.selfState = Self.IN_ROOM;
      events.notify(c.WM_GV_ENTERROOM, id, 0);
      events.notify(c.WM_GV_ONLINEUSER, count, id);
    });
    client.on('refused', (room, error) => { this.#noteError(error.code); events.notify(c.WM_GV_ENTERROOM, room, error.code); });
    client.on('lost', (code) => {
      this.selfState = Self.LINK_CLOSED;
      this.sizes.clear();
      this.#noteError(code);
      events.notify(c.WM_GV_LINKCLOSE, code, code);
    });
    client.on('userEntered', ({ id }) => events.notify(c.WM_GV_USERATROOM, id, 1));
    client.on('userLeft', (id) => { this.sizes.delete(id); events.notify(c.WM_GV_USERATROOM, id, 0); });
    client.on('userState', (user, before) => this.#state(user, before));
    client.on('direct', (user, state) => events.notify(c.WM_GV_P2PCONNECTSTATE, user, state));
    tellSmallData(this, client);
    tellTransfer(this, client);
    tellPrivateChat(this, client);
    tellCalls(this, client);
    tellFriends(this, client);
    tellObjects(this, client);
    tellSdkControl(this, client);
    tellLife(this, client);
    tellRecordings(this, client);
    tellServerRecordings(this, client);
    client.on('size', (user, stream, width, height) => this.#size(user, stream, width, height));
    client.on('picture', (user, stream) => this.pictures?.changed((id) => id === user || (client.isSelf(user) && client.isSelf(id)), stream));
  }

  #noteError(code) { if (code > 0) this.lastError = code; }

  #state({ id, camera, mic, away }, before) {
    if (camera !== 2) this.sizes.delete(id); // what opens again is told anew
    if (camera !== before.camera) this.events.notify(c.WM_GV_CAMERASTATE, id, camera);
    if (mic !== before.mic) this.events.notify(c.WM_GV_MICSTATECHANGE, id, mic);
    if (Boolean(away) !== Boolean(before.away)) this.events.notify(c.WM_GV_ACTIVESTATE, id, away ? 0 : 1);
  }

  #size(user, stream, width, height) {
    if (!this.client || stream !== 0 || width < 1 || height < 1 || user === 0) return;
    const id = user === -1 ? this.client.selfId : user;
    const size = pack(width, height);
    if (this.sizes.get(id) === size) return;
    this.sizes.set(id, size);
    if (!this.client.isSelf(id)) this.events.notify(c.WM_GV_VIDEOSIZECHG, id, size);
  }

  /** The manual has no event for it; developers find it in the console. */
  explain(error) {
    this.#noteError(error.code);
    const { text: what, cause, cure } = error.texts(this.platform.language);
    this.platform.warn(`${what} (${error.code}) ${error.detail ? `[${error.detail}] ` : ''}${cause} ${cure}`);
  }
}
