// SPDX-License-Identifier: Apache-2.0
// Which video codecs this browser has, as the server wants to know it, and in which order to offer them.

const NAMES = ['H264', 'VP8', 'VP9', 'AV1'];

const nameOf = (codec) => /^video\/(.+)$/i.exec(codec.mimeType)?.[1].toUpperCase() ?? '';

/** Constrained baseline in packets that may be cut: what everybody who has H.264 can show. @param {RTCRtpCodec} codec */
function usableH264(codec) {
  const fmtp = codec.sdpFmtpLine ?? '';
  return /packetization-mode=1/.test(fmtp) && /profile-level-id=42[ce]0/i.test(fmtp);
}

const usable = (codec) => nameOf(codec) !== 'H264' || usableH264(codec);

/** Names for the hello message. @param {RTCRtpCodec[]} codecs the receiver's capabilities @returns {string[]} */
export function videoNames(codecs) {
  const found = new Set(codecs.filter(usable).map(nameOf));
  return NAMES.filter((name) => found.has(name));
}

/**
 * What to offer: H.264 and VP8 with what repairs them, `first` before the other. Null: leave it to the browser.
 * @param {RTCRtpCodec[]} codecs the sender's capabilities @param {'H264' | 'VP8'} first
 */
export function offerOrder(codecs, first) {
  const of = (name) => codecs.filter((codec) => nameOf(codec) === name && usable(codec));
  const second = first === 'H264' ? 'VP8' : 'H264';
  const media = [...of(first), ...of(second)];
  return media.length > 0 ? [...media, ...of('RTX')] : null;
}
