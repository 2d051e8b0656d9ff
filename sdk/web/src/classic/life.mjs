// SPDX-License-Identifier: Apache-2.0
// What happens to the session besides logins and rooms, which old pages hear in OnAnyChatNotifyMessage alone: a lost link whose
// session is kept, a server that has come back with other settings, and what went wrong without ending anything.

import * as c from '../generated/constants.mjs';

/** @param {import('./face.mjs').Face} face @param {import('../client.mjs').Client} client */
export function tellLife(face, client) {
  const { events } = face;
  client.on('keeping', (on, code) => events.notify(c.WM_GV_SESSIONKEEP, on ? 0 : 1, code));
  client.on('settings', () => events.notify(c.WM_GV_SERVERCFGUPDATE, 0, 0));
  client.on('error', (error) => {
    face.explain(error);
    events.notify(c.WM_GV_SDKWARNING, error.code, 0);
  });
}
