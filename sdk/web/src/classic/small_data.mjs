// SPDX-License-Identifier: Apache-2.0
// Texts (manual 5.5.4), transparent buffers (5.5.5, 5.5.6), SDK filter data (5.5.9), and questions to the server. What is wrong with the
// arguments is said at once by the manual's code; what the server refuses later stands in the console, as the manual has no event for it.

import { textProblem } from '../chat.mjs';
import { ALL } from '../data/buffers.mjs';
import { largeData, sendLarge } from '../data/large.mjs';
import { pack, wellFormed } from '../data/payload.mjs';
import { Code } from '../errors.mjs';
import { limits } from '../generated/limits.mjs';
import { int, on, text } from './convert.mjs';

/** What a page is given: JavaScript's length of a string, the bytes of everything else. @param {string | Uint8Array} data */
export const lengthOf = (data) => data.length;

/** A number of the application's: 32 bits, with sign or without. @param {any} value */
export function param(value) {
  const number = int(value);
  return number >= -0x80000000 && number <= 0xffffffff ? number : number | 0;
}

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

  /** The number of a task, or the code with a minus before it: a code would look like a task. */
  function transBufferEx(user, data, wParam, lParam, flags) {
    const { client } = face;
    if (!client) return -Code.NOT_INIT;
    try {
      return sendLarge(client.transfers, data, int(user, ALL), { w: param(wParam), l: param(lParam), flags: param(flags) }).id;
    } catch (error) {
      return -(/** @type {any} */ (error).code ?? Code.EXCEPTION);
    }
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
    BRAC_TransBufferEx: transBufferEx,
    BRAC_SendSDKFilterData: filterData,
    BRAC_QueryInfoFromServer: (info, input) => face.client?.queries.now(int(info), text(input)) ?? '',
  };
}

/** The events of it. @param {import('./face.mjs').Face} face @param {import('../client.mjs').Client} client */
export function tellSmallData(face, client) {
  const { events } = face;
  client.on('text', ({ from, to, secret, text: said }) => events.call('OnAnyChatTextMessage', from, to, secret ? 1 : 0, said, lengthOf(said)));
  client.buffers.on('buffer', ({ from, data }) => events.call('OnAnyChatTransBuffer', from, data, lengthOf(data)));
  client.transfers.on('buffer', (large) => {
    const data = largeData(large);
    events.call('OnAnyChatTransBufferEx', large.from, data, lengthOf(data), large.w, large.l, large.task.id);
  });
  client.buffers.on('serverData', ({ channel, data }) => {
    if (channel === 'filter') events.call('OnAnyChatSDKFilterData', data, lengthOf(data));
  });
}
