// SPDX-License-Identifier: Apache-2.0
// What a sender of Opus does is said by the description that it receives (RFC 7587, section 7.1).

/**
 * Says in a description what the sender that gets it is to do.
 * @param {string} sdp @param {{ dtx?: boolean, stereo?: boolean }} wish dtx: next to nothing while nobody speaks
 * @returns {string}
 */
export function withOpus(sdp, { dtx = false, stereo = false }) {
  const parameters = [...dtx ? ['usedtx'] : [], ...stereo ? ['stereo'] : []];
  if (parameters.length === 0) return sdp;
  const types = [...sdp.matchAll(/^a=rtpmap:(\d+) opus\/48000\/2\s*$/gim)].map(([, type]) => type);
  return types.reduce((text, type) => parameters.reduce((one, parameter) => withParameter(one, type, parameter), text), sdp);
}

function withParameter(sdp, type, parameter) {
  const line = new RegExp(`^(a=fmtp:${type} )(.*?)\\r?$`, 'm');
  if (new RegExp(`^a=fmtp:${type} .*\\b${parameter}=1\\b`, 'm').test(sdp)) return sdp; // some say so themselves
  if (line.test(sdp)) return sdp.replace(line, (_whole, head, parameters) => `${head}${without(parameters, parameter)};${parameter}=1\r`);
  return sdp.replace(new RegExp(`^(a=rtpmap:${type} .*?)\\r?$`, 'm'), `$1\r\na=fmtp:${type} ${parameter}=1\r`);
}

const without = (parameters, key) => parameters.split(';').filter((one) => !one.trim().startsWith(`${key}=`)).join(';');
