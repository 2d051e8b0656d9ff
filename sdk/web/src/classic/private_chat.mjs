// SPDX-License-Identifier: Apache-2.0
// Private chats and the chat mode (manual 2.2). The codes 401, 403, 420 and 421 are told at once where they are known here; what
// the server decides comes as OnAnyChatPrivateEcho.

import { Code } from '../errors.mjs';
import * as c from '../generated/constants.mjs';
import { int, on } from './convert.mjs';

/** @param {import('./face.mjs').Face} face */
export function privateChat(face) {
  const quietly = (promise) => { promise.catch(() => {}); return 0; }; // the events tell

  /** What the caller lacks; 0: nothing. */
  function lacks() {
    const { client } = face;
    if (!client) return Code.NOT_INIT;
    if (!client.session.loggedIn) return Code.NOT_LOGGED_IN;
    return client.room.current ? 0 : Code.NOT_IN_ROOM;
  }

  function request(id) {
    if (!face.client) return Code.NOT_INIT;
    const { privacy } = face.client;
    return privacy.refusal(int(id)) || quietly(privacy.request(int(id)));
  }

  function answer(id, requestId, code) {
    const lack = lacks();
    if (lack || !face.client) return lack;
    const { privacy } = face.client;
    const user = int(id);
    const waiting = privacy.requestOf(user);
    if (!waiting || waiting !== int(requestId)) return Code.PRIVATE_NO_REQUEST;
    if (code < 0) return Code.BAD_PARAMETER;
    return quietly(privacy.answer(user, code));
  }

  function exit(id) {
    const lack = lacks();
    if (!lack) face.client?.privacy.exit(int(id)); // without a private chat: harmless
    return lack;
  }

  function changeMode(mode) {
    const { client } = face;
    if (!client) return Code.NOT_INIT;
    if (!client.session.loggedIn) return Code.NOT_LOGGED_IN;
    const wanted = int(mode, -1);
    if (wanted !== 0 && wanted !== 1) return Code.BAD_PARAMETER;
    client.privacy.setMode(wanted);
    return 0;
  }

  return {
    BRAC_ChangeChatMode: changeMode,
    BRAC_GetUserChatMode: (id) => face.client?.user(int(id))?.chat_mode ?? 0,
    BRAC_PrivateChatRequest: request,
    BRAC_PrivateChatEcho: (id, requestId, accept) => answer(id, requestId, on(accept) ? 0 : Code.PRIVATE_REFUSED),
    BRAC_PrivateChatEchoEx: (id, requestId, code) => answer(id, requestId, int(code)),
    BRAC_PrivateChatExit: exit,
  };
}

/** The events of it. @param {import('./face.mjs').Face} face @param {import('../client.mjs').Client} client */
export function tellPrivateChat(face, client) {
  const { events } = face;
  client.privacy.on('requested', (user, request) => events.notify(c.WM_GV_PRIVATEREQUEST, user, request));
  client.privacy.on('answered', (user, code) => events.notify(c.WM_GV_PRIVATEECHO, user, code));
  client.privacy.on('ended', (user, code) => events.notify(c.WM_GV_PRIVATEEXIT, user, code));
  client.privacy.on('mode', (user, mode) => events.notify(c.WM_GV_CHATMODECHG, user, mode));
}
