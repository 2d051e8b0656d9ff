// SPDX-License-Identifier: Apache-2.0
// Everything the SDK asks of the browser, in one place. Tests give a fake of the same shape.

/**
 * @typedef {object} Clock
 * @property {() => number} now milliseconds, never going back
 * @property {(ms: number, call: () => void) => (() => void)} after gives what cancels it
 */

/**
 * @typedef {object} Platform
 * @property {Clock} clock
 * @property {() => number} random from 0 to below 1
 * @property {(url: string, protocol: string) => WebSocket} openSocket
 * @property {((config: RTCConfiguration) => RTCPeerConnection) | null} createPeer null: no WebRTC
 * @property {(tracks: MediaStreamTrack[]) => MediaStream} createStream
 * @property {MediaDevices | null} mediaDevices null: none, or the page is not a secure context
 * @property {(direction: 'send' | 'receive') => RTCRtpCodec[]} videoCodecs
 * @property {(() => AudioContext) | null} createAudioContext
 * @property {Document | null} document
 * @property {string} language
 * @property {(call: () => void) => (() => void)} onOnline the network has come back
 * @property {(text: string) => void} warn
 */

/** @param {any} scope @returns {Clock} */
function browserClock(scope) {
  return {
    now: () => scope.performance?.now() ?? Date.now(),
    after(ms, call) {
      const timer = scope.setTimeout(call, ms);
      return () => scope.clearTimeout(timer);
    },
  };
}

/** @param {any} scope @param {'send' | 'receive'} direction */
function videoCodecs(scope, direction) {
  const owner = direction === 'send' ? scope.RTCRtpSender : scope.RTCRtpReceiver;
  try { return owner?.getCapabilities?.('video')?.codecs ?? []; } catch { return []; }
}

/** The real one. @param {any} [scope] @returns {Platform} */
export function browserPlatform(scope = globalThis) {
  const AudioContext = scope.AudioContext ?? scope.webkitAudioContext;
  return {
    clock: browserClock(scope),
    random: Math.random,
    openSocket: (url, protocol) => new scope.WebSocket(url, protocol),
    createPeer: scope.RTCPeerConnection ? (config) => new scope.RTCPeerConnection(config) : null,
    createStream: (tracks) => new scope.MediaStream(tracks),
    mediaDevices: scope.navigator?.mediaDevices ?? null,
    videoCodecs: (direction) => videoCodecs(scope, direction),
    createAudioContext: AudioContext ? () => new AudioContext() : null,
    document: scope.document ?? null,
    language: scope.navigator?.language ?? 'en',
    onOnline(call) {
      scope.addEventListener?.('online', call);
      return () => scope.removeEventListener?.('online', call);
    },
    warn: (text) => console.warn(`parlor: ${text}`),
  };
}
