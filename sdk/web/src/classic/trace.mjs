// SPDX-License-Identifier: Apache-2.0
// UDP trace: options 160 to 168 (manual 3.1). The sender sets size and rate and starts; whoever is in the room reads.

import { ParlorError } from '../errors.mjs';
import * as c from '../generated/constants.mjs';
import { rateOf } from '../trace.mjs';

/** @param {import('./face.mjs').Face} face */
export function serveTrace(face) {
  const { options } = face;
  const figure = (name, otherwise) => () => face.client?.trace.figures[name] ?? otherwise;

  /** What is set takes effect before it is kept. @param {Record<number, number>} now */
  function start(now = {}) {
    const of = (option) => now[option] ?? options.int(option);
    try {
      face.client?.trace.start(rateOf(of(c.BRAC_SO_UDPTRACE_BITRATE), of(c.BRAC_SO_UDPTRACE_PACKSIZE)));
      return 0;
    } catch (error) {
      if (!(error instanceof ParlorError)) throw error;
      return error.code;
    }
  }

  options.onSet(c.BRAC_SO_UDPTRACE_START, (value) => {
    if (value === 1) return start();
    face.client?.trace.stop();
    return 0;
  });
  options.onSet([c.BRAC_SO_UDPTRACE_PACKSIZE, c.BRAC_SO_UDPTRACE_BITRATE], (value, option) => face.client?.trace.running ? start({ [option]: value }) : 0);
  options.onGet(c.BRAC_SO_UDPTRACE_LOCALRECVNUM, figure('received', 0));
  options.onGet(c.BRAC_SO_UDPTRACE_SERVERRECVNUM, figure('server', 0));
  options.onGet(c.BRAC_SO_UDPTRACE_SOURCESENDNUM, figure('sent', 0));
  options.onGet(c.BRAC_SO_UDPTRACE_SENDUSERID, figure('source', 0));
  options.onGet(c.BRAC_SO_UDPTRACE_NETDELAY, figure('delay_ms', -1));
}
