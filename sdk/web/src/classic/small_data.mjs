// SPDX-License-Identifier: Apache-2.0
// Texts (manual 5.5.4), transparent buffers (5.5.5), SDK filter data (5.5.9), and questions to the server. What is wrong with the
// arguments is said at once by the manual's code; what the server refuses later stands in the console, as the manual has no event for it.

import { textProblem } from '../chat.mjs';
import { ALL } from '../data/buffers.mjs';
import { pack, wellFormed } from '../data/payload.mjs';
import { Code } from '../errors.mjs';
import { limits } from '../generated/limits.mjs';
import { int, on, text } from './convert.mjs';

/** What a page is given: JavaScript's length of a string, the bytes of everything else. @param {string | Uint8Array} data */
export const lengthOf = (data) => data.length;

/** @param {import('./face.mjs').Face} face */
export function smallData(face) {
  const later = (name, promise) => { promise.catch((error) => face.platform.warn(`${name}: ${error.message}`)); return 0; };

  function sendText(user, secret, message) {
    const { client } = face;
    if (!client) return Code.NOT_INIT;
    if (!client.session.loggedIn) return Code.NOT_LOGGED_IN;
    if (!client.room.current) return Code.NOT_IN_ROOM;
    const said = wellFormed(text(message));
    if (textProblem(said)) return Code.BAD_PARAMETER;
    const to = int(user, ALL) || ALL; // 0 as in the demos, -1 as in the manual
    return later('BRAC_SendTextMessage', client.chat.say(said, { to, secret: on(secret) }));
  }

  function transBuffer(user, data) {
    const { client } = face;
    if (!client) return Code.NOT_INIT;
    const to = int(user, ALL);
    const code = client.buffers.refusal(to);
    if (code) return code;
    if (pack(data).bytes.length > limits.trans_buffer_bytes) return Code.BAD_PARAMETER;
    return later('BRAC_TransBuffer', client.buffers.send(data, to));
  }

  function filterData(data) {
    const { client } = face;
    if (!client) return Code.NOT_INIT;
    if (!client.session.loggedIn) return Code.NOT_LOGGED_IN;
    if (pack(data).bytes.length > limits.server_data_bytes) return Code.BAD_PARAMETER;
    return later('BRAC_SendSDKFilterData', client.buffers.sendToServer(data));
  }

  return {
    BRAC_SendTextMessage: sendText,
    BRAC_TransBuffer: transBuffer,
    BRAC_SendSDKFilterData: filterData,
    BRAC_QueryInfoFromServer: (info, input) => face.client?.queries.now(int(info), text(input)) ?? '',
  };
}

/** The events of it. @param {import('./face.mjs').Face} face @param {import('../client.mjs').Client} client */
export function tellSmallData(face, client) {
  const { events } = face;
  client.on('text', ({ from, to, secret, text: said }) => events.call('OnAnyChatTextMessage', from, to, secret ? 1 : 0, said, lengthOf(said)));
  client.buffers.on('buffer', ({ from, data }) => events.call('OnAnyChatTransBuffer', from, data, lengthOf(data)));
  client.buffers.on('serverData', ({ channel, data }) => {
    if (channel === 'filter') events.call('OnAnyChatSDKFilterData', data, lengthOf(data));
  });
}
