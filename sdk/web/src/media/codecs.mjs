// SPDX-License-Identifier: Apache-2.0
// Which video codecs this browser has, as the server wants to know it, and in which order to offer them.

const NAMES = ['H264', 'VP8', 'VP9', 'AV1'];

const nameOf = (codec) => /^video\/(.+)$/i.exec(codec.mimeType)?.[1].toUpperCase() ?? '';

/** Constrained baseline in packets that may be cut: what everybody who has H.264 can show. @param {RTCRtpCodec} codec */
function usableH264(codec) {
  const fmtp = codec.sdpFmtpLine ?? '';
  return /packetization-mode=1/.test(fmtp) && /profile-level-id=42[ce]0/i.test(fmtp);
}

/** Eight bits a colour, four to two: what every browser with the codec has. @param {RTCRtpCodec} codec @param {string} key */
const mainProfile = (codec, key) => (new RegExp(`(?:^|;)\\s*${key}=(\\d+)`).exec(codec.sdpFmtpLine ?? '')?.[1] ?? '0') === '0';

function usable(codec) {
  switch (nameOf(codec)) {
    case 'H264': return usableH264(codec);
    case 'VP9': return mainProfile(codec, 'profile-id');
    case 'AV1': return mainProfile(codec, 'profile');
    default: return true;
  }
}

/**
 * Sound twice over (RFC 2198): each packet carries what was in the one before. Null: this browser cannot.
 * @param {RTCRtpCodec[]} codecs the sender's capabilities for sound
 */
export function redFirst(codecs) {
  const isRed = ({ mimeType }) => /^audio\/red$/i.test(mimeType);
  return codecs.some(isRed) ? [...codecs.filter(isRed), ...codecs.filter((codec) => !isRed(codec))] : null;
}

/** Names for the hello message. @param {RTCRtpCodec[]} codecs the receiver's capabilities @returns {string[]} */
export function videoNames(codecs) {
  const found = new Set(codecs.filter(usable).map(nameOf));
  return NAMES.filter((name) => found.has(name));
}

/**
 * What to offer: `first`, then what everybody can show, then H.264, with what repairs them. Null: leave it to the browser.
 * @param {RTCRtpCodec[]} codecs the sender's capabilities @param {import('../generated/messages.mjs').VideoCodec} first
 */
export function offerOrder(codecs, first) {
  const of = (name) => codecs.filter((codec) => nameOf(codec) === name && usable(codec));
  const media = [...new Set([first, 'VP8', 'H264'])].flatMap(of);
  return media.length > 0 ? [...media, ...of('RTX')] : null;
}
