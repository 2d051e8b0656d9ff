// SPDX-License-Identifier: Apache-2.0
// What a sender of Opus does is said by the description that it receives (RFC 7587, section 7.1).

/**
 * Asks our own microphone to send next to nothing while nobody speaks.
 * @param {string} sdp an answer @returns {string}
 */
export function withDtx(sdp) {
  const types = [...sdp.matchAll(/^a=rtpmap:(\d+) opus\/48000\/2\s*$/gim)].map(([, type]) => type);
  return types.reduce((text, type) => {
    const line = new RegExp(`^(a=fmtp:${type} )(.*?)\\r?$`, 'm');
    if (line.test(text)) return text.replace(line, (whole, head, parameters) => `${head}${without(parameters, 'usedtx')};usedtx=1\r`);
    return text.replace(new RegExp(`^(a=rtpmap:${type} .*?)\\r?$`, 'm'), `$1\r\na=fmtp:${type} usedtx=1\r`);
  }, sdp);
}

const without = (parameters, key) => parameters.split(';').filter((one) => !one.trim().startsWith(`${key}=`)).join(';');
