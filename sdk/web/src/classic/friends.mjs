// SPDX-License-Identifier: Apache-2.0
// Friends, groups, and what the server tells of users (manual 4.2, 5.6). Questions have harmless answers, whatever they are about.

import { Code } from '../errors.mjs';
import * as c from '../generated/constants.mjs';
import { int, text } from './convert.mjs';

const MIN = -(2 ** 31), MAX = 2 ** 32 - 1;

/** @param {import('./face.mjs').Face} face */
export function friends(face) {
  const of = () => face.client?.session.loggedIn ? face.client.friends : null;

  /** Codes below 100 are for the SDK: 8 turns a user's picture here, the others mean nothing in a browser. */
  function userInfoControl(id, code, wParam, lParam, value) {
    const { client } = face;
    if (!client) return Code.NOT_INIT;
    if (int(code) === c.BRAC_USERINFO_CTRLCODE_ROTATION) {
      face.video.setTurn(int(id), int(wParam));
      return 0;
    }
    const more = { w: int(wParam), l: int(lParam), text: text(value) };
    if (int(code) < 100) return Code.NOT_ALLOWED;
    if ([more.w, more.l].some((number) => number < MIN || number > MAX) || int(code) > 2 ** 31 - 1) return Code.BAD_PARAMETER;
    const refusal = client.friends.refusal(int(code), more.text);
    if (!refusal) client.friends.control(int(id), int(code), more).catch((error) => face.explain(error));
    return refusal;
  }

  return {
    BRAC_GetUserFriends: () => of()?.list ?? [],
    BRAC_GetFriendStatus: (id) => of()?.isOnline(int(id)) ? 1 : 0,
    BRAC_GetUserGroups: () => of()?.groups ?? [],
    BRAC_GetGroupName: (group) => of()?.groupName(int(group)) ?? '',
    BRAC_GetGroupFriends: (group) => of()?.inGroup(int(group)) ?? [],
    BRAC_GetUserInfo: (id, info) => of()?.info(int(id), int(info)) ?? '',
    BRAC_UserInfoControl: userInfoControl,
  };
}

/** The events of it. @param {import('./face.mjs').Face} face @param {import('../client.mjs').Client} client */
export function tellFriends(face, client) {
  client.friends.on('status', (user, online) => face.events.notify(c.WM_GV_FRIENDSTATUS, user, online ? 1 : 0));
  client.friends.on('updated', () => face.events.notify(c.WM_GV_USERINFOUPDATE, 0, 0));
}
