// SPDX-License-Identifier: Apache-2.0
// Multicast (section 3.1, BRAC_MultiCastControl): browsers have no such sockets, so every right call is not allowed (20). What the server can do instead is its
// operator's to say: [multicast] of its configuration sends a user's media to a group.

import { Code } from '../errors.mjs';
import { int, text } from './convert.mjs';

/** 224.0.0.0 to 239.255.255.255, or ff00::/8. @param {string} address */
function isGroup(address) {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1).map(Number);
  if (parts) return parts.every((part) => part < 256) && parts[0] >= 224 && parts[0] < 240;
  return /^ff[0-9a-f]{0,2}:[0-9a-f:.]*$/i.test(address);
}

/** @param {import('./face.mjs').Face} face */
export function multicast(face) {
  let told = false;
  return {
    BRAC_MultiCastControl(address, port, _nic, ttl) {
      if (!face.client) return Code.NOT_INIT;
      if (!isGroup(text(address).trim())) return Code.NOT_MULTICAST;
      if (int(port) < 1 || int(port) > 65535 || int(ttl) < 0 || int(ttl) > 255) return Code.BAD_PARAMETER;
      if (!told) face.platform.warn('BRAC_MultiCastControl: a page can neither send to nor receive from a multicast group; the server can send to one ([multicast] of its configuration).');
      told = true;
      return Code.NOT_ALLOWED;
    },
  };
}
