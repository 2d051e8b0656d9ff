// SPDX-License-Identifier: Apache-2.0
// Everything the SDK asks of the browser, in one place. Tests give a fake of the same shape.

import { pipesOf } from './media/effects/pipe.mjs';
import { segmenterLoader } from './media/effects/segmenter.mjs';
import { recordPlatform, saveAs } from './record/browser.mjs';

/**
 * @typedef {object} Clock
 * @property {() => number} now milliseconds, never going back
 * @property {(ms: number, call: () => void) => (() => void)} after gives what cancels it
 */

/**
 * What the size and the place of elements are asked of.
 * @typedef {object} Sight
 * @property {typeof ResizeObserver} ResizeObserver
 * @property {typeof IntersectionObserver} IntersectionObserver
 * @property {(element: Element) => number} pixelRatio device pixels for a CSS pixel, where the element is
 * @property {(call: () => void) => (() => void)} onPixelRatio it has changed: another screen, another zoom
 * @property {(element: Element) => string} fit its object-fit
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
 * @property {() => RTCRtpCodec[]} audioCodecs of the sender
 * @property {(codec: string) => boolean} simulcast several sizes at once can be sent in this codec
 * @property {() => MediaDeviceInfo[] | null} devicesAhead the devices as they were when the script was loaded; null: not known yet
 * @property {(kind: 'camera' | 'microphone') => Promise<PermissionStatus | null>} permission null: this browser does not tell
 * @property {((options?: AudioContextOptions) => AudioContext) | null} createAudioContext
 * @property {(context: AudioContext, name: string, options: object) => AudioWorkletNode} createWorklet
 * @property {boolean} canChooseSpeaker
 * @property {(name: string) => string} asset the address of a file beside the SDK, for what is loaded when it is first used
 * @property {(url: string) => Promise<ArrayBuffer>} fetchBytes
 * @property {ReturnType<typeof import('./media/effects/pipe.mjs').pipesOf>} createPipe null: pictures cannot be changed here
 * @property {() => Promise<import('./media/effects/segmenter.mjs').Segmenter>} loadSegmenter
 * @property {(url: string) => Promise<HTMLImageElement>} loadImage
 * @property {() => Date} date
 * @property {(blob: Blob) => string} createUrl an address for what is in memory or on disk
 * @property {(url: string) => void} revokeUrl
 * @property {(url: string, name: string) => void} saveAs has the browser store a file where the user wants it
 * @property {import('./record/browser.mjs').RecordPlatform} recording
 * @property {Document | null} document
 * @property {Sight | null} sight null: this browser does not tell
 * @property {string} language
 * @property {(call: () => void) => (() => void)} onNetwork the network has come back, or is another
 * @property {(call: (what: import('./life.mjs').PageEvent) => void) => (() => void)} onPage what happens to the page
 * @property {() => number} wall milliseconds of the day's clock
 * @property {any} storage navigator.storage; null: none
 * @property {(url: string) => Promise<Blob>} fetchBlob what lies behind a blob: address, or that of a recording; rejects: nothing
 * @property {(text: string) => void} warn
 * @property {(text: string) => void} info for developers: what the page asked to be told
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

/**
 * Which video codecs this browser has. Firefox lists H.264 also while it lacks the plug-in that does it; what it offers is the
 * truth, so there H.264 counts from the moment an offer has shown it. Until then VP8 serves everybody.
 * @param {any} scope @returns {(direction: 'send' | 'receive') => RTCRtpCodec[]}
 */
export function videoCodecsOf(scope) {
  let withH264 = !('mozGetUserMedia' in (scope.navigator ?? {}));
  if (!withH264) offersH264(scope).then((does) => { withH264 = does; }, () => {});
  return (direction) => {
    const owner = direction === 'send' ? scope.RTCRtpSender : scope.RTCRtpReceiver;
    let codecs = [];
    try { codecs = owner?.getCapabilities?.('video')?.codecs ?? []; } catch { /* an old browser: none known */ }
    return withH264 ? codecs : codecs.filter((codec) => !/h264/i.test(codec.mimeType));
  };
}

async function offersH264(scope) {
  if (!scope.RTCPeerConnection) return false;
  const probe = new scope.RTCPeerConnection();
  try {
    probe.addTransceiver('video', { direction: 'recvonly' });
    return /^a=rtpmap:\d+ H264\//im.test((await probe.createOffer()).sdp);
  } finally {
    probe.close();
  }
}

/** @param {any} scope @returns {Sight | null} */
function sightOf(scope) {
  const { ResizeObserver, IntersectionObserver } = scope;
  if (!ResizeObserver || !IntersectionObserver) return null;
  return {
    ResizeObserver, IntersectionObserver,
    pixelRatio: (element) => (element.ownerDocument?.defaultView ?? scope).devicePixelRatio || 1,
    fit: (element) => scope.getComputedStyle?.(element).objectFit ?? 'contain',
    onPixelRatio(call) {
      let query = null;
      const listen = () => {
        query = scope.matchMedia?.(`(resolution: ${scope.devicePixelRatio}dppx)`) ?? null;
        query?.addEventListener?.('change', changed, { once: true });
      };
      const changed = () => { listen(); call(); };
      listen();
      return () => query?.removeEventListener?.('change', changed);
    },
  };
}

/**
 * `online`, and (where the browser tells the kind of network) from Wi-Fi to cellular and the like. The connection's `change`
 * alone says little: it comes with every new estimate of the speed.
 * @param {any} scope @param {() => void} call
 */
function watchNetwork(scope, call) {
  const connection = scope.navigator?.connection;
  let type = connection?.type;
  const changed = () => {
    const before = type;
    type = connection.type;
    if (type !== before && type !== 'none') call();
  };
  scope.addEventListener?.('online', call);
  connection?.addEventListener?.('change', changed);
  return () => {
    scope.removeEventListener?.('online', call);
    connection?.removeEventListener?.('change', changed);
  };
}

/** Event of the window or the document -> what it means. */
const windowEvents = {
  offline: () => 'offline',
  pagehide: ({ persisted }) => persisted ? 'kept' : 'closed',
  pageshow: ({ persisted }) => persisted ? 'back' : null, // else it is new, and so are we
};
const documentEvents = {
  visibilitychange: ({ target }) => target?.visibilityState === 'hidden' ? 'hidden' : 'shown',
  freeze: () => 'frozen',
  resume: () => 'thawed',
};

/** @param {any} scope @param {(what: any) => void} call */
function watchPage(scope, call) {
  const offs = [];
  const listen = (target, events) => {
    for (const [name, meaning] of Object.entries(events)) {
      const listener = (event) => { const what = meaning(event); if (what) call(what); };
      target?.addEventListener?.(name, listener);
      offs.push(() => target?.removeEventListener?.(name, listener));
    }
  };
  listen(scope, windowEvents);
  listen(scope.document, documentEvents);
  return () => { for (const off of offs) off(); };
}

/** Before anybody asks for the list; nobody is asked for permission. @param {MediaDevices | undefined} media */
function listAhead(media) {
  let list = null;
  try { media?.enumerateDevices?.().then((found) => { list = found; }, () => {}); } catch { /* not known, then */ }
  return () => list;
}

/** @param {any} scope @param {string} url */
async function fetchBytes(scope, url) {
  const response = await scope.fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.arrayBuffer();
}

/** One that canvases may be drawn on with and still be filmed: of this site, or of one that says so. @param {any} scope @param {string} url */
async function loadImage(scope, url) {
  const image = new scope.Image();
  image.crossOrigin = 'anonymous';
  image.src = url;
  await image.decode();
  return image;
}

/** The real one. @param {any} [scope] @param {string} [base] the address of the SDK's script @returns {Platform} */
export function browserPlatform(scope = globalThis, base = '') {
  const asset = (name) => new URL(name, base || scope.document?.baseURI).href;
  const AudioContext = scope.AudioContext ?? scope.webkitAudioContext;
  return {
    clock: browserClock(scope),
    random: Math.random,
    openSocket: (url, protocol) => new scope.WebSocket(url, protocol),
    createPeer: scope.RTCPeerConnection ? (config) => new scope.RTCPeerConnection(config) : null,
    createStream: (tracks) => new scope.MediaStream(tracks),
    mediaDevices: scope.navigator?.mediaDevices ?? null,
    videoCodecs: videoCodecsOf(scope),
    audioCodecs: () => scope.RTCRtpSender?.getCapabilities?.('audio')?.codecs ?? [],
    // Firefox has it for VP8 alone.
    simulcast: (codec) => codec === 'VP8' || !('mozGetUserMedia' in (scope.navigator ?? {})),
    devicesAhead: listAhead(scope.navigator?.mediaDevices),
    permission: async (kind) => await scope.navigator?.permissions?.query({ name: kind }) ?? null,
    createAudioContext: AudioContext ? (options) => new AudioContext(options) : null,
    createWorklet: (context, name, options) => new scope.AudioWorkletNode(context, name, options),
    canChooseSpeaker: typeof scope.HTMLMediaElement?.prototype?.setSinkId === 'function',
    fetchBytes: (url) => fetchBytes(scope, url),
    createPipe: pipesOf(scope),
    loadSegmenter: segmenterLoader({ asset, scope, clock: browserClock(scope) }),
    loadImage: (url) => loadImage(scope, url),
    date: () => new Date(),
    asset,
    createUrl: (blob) => scope.URL.createObjectURL(blob),
    revokeUrl: (url) => scope.URL.revokeObjectURL(url),
    saveAs: (url, name) => saveAs(scope.document, url, name),
    recording: recordPlatform(scope),
    document: scope.document ?? null,
    sight: sightOf(scope),
    language: scope.navigator?.language ?? 'en',
    onNetwork: (call) => watchNetwork(scope, call),
    onPage: (call) => watchPage(scope, call),
    wall: () => Date.now(),
    storage: scope.navigator?.storage ?? null,
    fetchBlob: async (url) => {
      const answer = await scope.fetch(url);
      if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
      return answer.blob();
    },
    warn: (text) => console.warn(`parlor: ${text}`),
    info: (text) => console.info(`parlor: ${text}`),
  };
}
