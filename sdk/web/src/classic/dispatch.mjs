// SPDX-License-Identifier: Apache-2.0
// Events into the page. A page that has a dispatcher (OnAnyChatNotifyMessage) gets them there and only there, another in the
// function of the event; which it is, is looked up when the event is delivered. Never from inside the call that causes
// it, always in order, and a page function that throws harms nothing.

import * as constants from '../generated/constants.mjs';

const perEvent = new Map([
  [constants.WM_GV_CONNECT, 'OnAnyChatConnect'],
  [constants.WM_GV_LOGINSYSTEM, 'OnAnyChatLoginSystem'],
  [constants.WM_GV_ENTERROOM, 'OnAnyChatEnterRoom'],
  [constants.WM_GV_ONLINEUSER, 'OnAnyChatRoomOnlineUser'],
  [constants.WM_GV_USERATROOM, 'OnAnyChatUserAtRoom'],
  [constants.WM_GV_LINKCLOSE, 'OnAnyChatLinkClose'],
  [constants.WM_GV_MICSTATECHANGE, 'OnAnyChatMicStateChange'],
  [constants.WM_GV_CAMERASTATE, 'OnAnyChatCameraStateChange'],
  [constants.WM_GV_P2PCONNECTSTATE, 'OnAnyChatP2PConnectState'],
  [constants.WM_GV_VIDEOSIZECHG, 'OnAnyChatVideoSizeChange'],
  [constants.WM_GV_PRIVATEREQUEST, 'OnAnyChatPrivateRequest'],
  [constants.WM_GV_PRIVATEECHO, 'OnAnyChatPrivateEcho'],
  [constants.WM_GV_PRIVATEEXIT, 'OnAnyChatPrivateExit'],
  [constants.WM_GV_USERINFOUPDATE, 'OnAnyChatUserInfoUpdate'],
  [constants.WM_GV_FRIENDSTATUS, 'OnAnyChatFriendStatus'],
]);

const DISPATCHER = 'OnAnyChatNotifyMessage';

/** What a page without OnAnyChatObjectEvent is told of objects: which function, and which of (type, id, event, p1, p2, p3, p4, text). @type {Map<number, [string, number[]]>} */
const perObjectEvent = new Map([
  [constants.ANYCHAT_OBJECT_EVENT_UPDATE, ['OnAnyChatObjectUpdate', [0, 1]]],
  [constants.ANYCHAT_OBJECT_EVENT_SYNCDATAFINISH, ['OnAnyChatObjectSyncDataFinish', [0, 1]]],
  [constants.ANYCHAT_AREA_EVENT_STATUSCHANGE, ['OnAnyChatAreaStatusChange', [0, 1, 3]]],
  [constants.ANYCHAT_AREA_EVENT_ENTERRESULT, ['OnAnyChatEnterAreaResult', [0, 1, 3]]],
  [constants.ANYCHAT_AREA_EVENT_LEAVERESULT, ['OnAnyChatLeaveAreaResult', [0, 1, 3]]],
  [constants.ANYCHAT_QUEUE_EVENT_STATUSCHANGE, ['OnAnyChatQueueStatusChanged', [0, 1]]],
  [constants.ANYCHAT_QUEUE_EVENT_ENTERRESULT, ['OnAnyChatEnterQueueResult', [0, 1, 3]]],
  [constants.ANYCHAT_QUEUE_EVENT_LEAVERESULT, ['OnAnyChatLeaveQueueResult', [0, 1, 3]]],
  [constants.ANYCHAT_AGENT_EVENT_STATUSCHANGE, ['OnAnyChatAgentStatusChanged', [0, 1, 3]]],
  [constants.ANYCHAT_AGENT_EVENT_SERVICENOTIFY, ['OnAnyChatServiceStart', [3, 4, 5]]],
  [constants.ANYCHAT_AGENT_EVENT_WAITINGUSER, ['OnAnyChatAgentWaitingUser', []]],
]);

const OBJECT_DISPATCHER = 'OnAnyChatObjectEvent';

/** What is over for a page that has left the room, or ended the session: no event of it comes after that. @typedef {'room' | 'session' | 'nothing'} Scope */

const ofRoom = new Set([constants.WM_GV_ENTERROOM, constants.WM_GV_ONLINEUSER, constants.WM_GV_USERATROOM, constants.WM_GV_MICSTATECHANGE,
  constants.WM_GV_CAMERASTATE, constants.WM_GV_P2PCONNECTSTATE, constants.WM_GV_VIDEOSIZECHG, 'OnAnyChatTextMessage']);
/** What happens in this browser, whoever is signed in. */
const ofNothing = /VolumeChange|RecordSnapShot/;

/** @param {number | string} event @returns {Scope} */
const scopeOf = (event) => ofRoom.has(event) ? 'room' : ofNothing.test(String(event)) ? 'nothing' : 'session';

export class Dispatcher {
  #page; #report; #defer;
  /** @type {{ scope: Scope, deliver: () => void }[]} */
  #queue = [];
  #draining = false;

  /**
   * @param {object} ports
   * @param {any} ports.page where the page's functions are: window
   * @param {(error: unknown) => void} ports.report
   * @param {(call: () => void) => void} [ports.defer]
   */
  constructor({ page, report, defer = (call) => queueMicrotask(call) }) {
    this.#page = page;
    this.#report = report;
    this.#defer = defer;
  }

  /** @param {number} code WM_GV_* @param {number} wParam @param {number} lParam */
  notify(code, wParam, lParam) {
    this.#put(scopeOf(code), () => {
      if (this.#has(DISPATCHER)) this.#page[DISPATCHER](code, wParam, lParam);
      else this.#callIfThere(perEvent.get(code), [wParam, lParam]);
    });
  }

  /** An event of a business object. @param {...any} args type, id, event, four numbers, a text */
  object(...args) {
    this.#put('session', () => { if (this.#has(DISPATCHER)) this.#page[DISPATCHER](constants.WM_GV_OBJECTEVENT, args[0], args[1]); });
    this.#put('session', () => {
      if (this.#has(OBJECT_DISPATCHER)) { this.#page[OBJECT_DISPATCHER](...args); return; }
      const [name, wanted] = perObjectEvent.get(args[2]) ?? ['', []];
      this.#callIfThere(name, wanted.map((index) => args[index]));
    });
  }

  /** An event that has no dispatcher. @param {string} name @param {...any} args */
  call(name, ...args) { this.#put(scopeOf(name), () => this.#callIfThere(name, args)); }

  /** The page has left the room, or ended the session (and with it the room): it is told no more of it. @param {'room' | 'session'} scope */
  forget(scope) { this.#queue = this.#queue.filter((event) => event.scope === 'nothing' || (scope === 'room' && event.scope !== 'room')); }

  /** What has not been delivered never will be. */
  clear() { this.#queue = []; }

  #has(name) { return typeof this.#page[name] === 'function'; }
  #callIfThere(name, args) { if (name && this.#has(name)) this.#page[name](...args); }

  #put(scope, deliver) {
    this.#queue.push({ scope, deliver });
    if (this.#queue.length === 1 && !this.#draining) this.#defer(() => this.#drain());
  }

  #drain() {
    if (this.#draining) return;
    this.#draining = true;
    for (let event = this.#queue.shift(); event; event = this.#queue.shift()) {
      try { event.deliver(); } catch (error) { this.#report(error); }
    }
    this.#draining = false;
  }
}
