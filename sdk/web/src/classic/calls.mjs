// SPDX-License-Identifier: Apache-2.0
// Video calls (manual 5.2.4, 4.6). Pages end and answer calls that are not there (or no more): that is 0 and nothing else.

import { Code } from '../errors.mjs';
import * as c from '../generated/constants.mjs';
import { int, text } from './convert.mjs';

/** @param {import('./face.mjs').Face} face */
export function calls(face) {
  function request(user, words) {
    const { client } = face;
    if (!client) return Code.NOT_INIT;
    const code = client.calls.refusal(user, words);
    if (!code) client.calls.request(user, words);
    return code;
  }

  function control(event, id, code, flags, param, userString) {
    const user = int(id);
    const words = { flags: int(flags), param: int(param), text: text(userString) };
    switch (int(event)) {
      case c.BRAC_VIDEOCALL_EVENT_REQUEST: return request(user, words);
      case c.BRAC_VIDEOCALL_EVENT_REPLY: return face.client?.calls.reply(user, int(code), words) ?? 0;
      case c.BRAC_VIDEOCALL_EVENT_FINISH: face.client?.calls.finish(user, int(code), words); return 0;
      case c.BRAC_VIDEOCALL_EVENT_START: return Code.NOT_ALLOWED; // the server's alone
      default: return Code.BAD_PARAMETER;
    }
  }

  return { BRAC_VideoCallControl: control };
}

/** The event of it. @param {import('./face.mjs').Face} face @param {import('../client.mjs').Client} client */
export function tellCalls(face, client) {
  client.calls.on('event', (...args) => face.events.call('OnAnyChatVideoCallEvent', ...args));
}
