// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserPlatform, videoCodecsOf } from './platform.mjs';

const LISTED = [{ mimeType: 'video/VP8' }, { mimeType: 'video/H264' }, { mimeType: 'video/rtx' }];

/** A browser that lists H.264; what its offers contain is another matter. */
function browser({ firefox, offered = [], fails = false }) {
  const probes = [];
  class RTCPeerConnection {
    constructor() { probes.push(this); }
    addTransceiver() {}
    async createOffer() {
      if (fails) throw new Error('no');
      return { sdp: offered.map((name, i) => `a=rtpmap:${96 + i} ${name}/90000\r\n`).join('') };
    }
    close() { this.closed = true; }
  }
  const owner = { getCapabilities: () => ({ codecs: LISTED }) };
  return {
    probes,
    scope: { navigator: firefox ? { mozGetUserMedia() {} } : {}, RTCPeerConnection, RTCRtpReceiver: owner, RTCRtpSender: owner },
  };
}

const names = (codecs) => codecs.map((codec) => codec.mimeType);
const settled = () => new Promise((resolve) => { setImmediate(resolve); });

test('what other browsers list is taken as it is', () => {
  const { scope, probes } = browser({ firefox: false });
  assert.deepEqual(names(videoCodecsOf(scope)('receive')), names(LISTED));
  assert.equal(probes.length, 0);
});

test('Firefox has H.264 once an offer has shown it', async () => {
  const { scope, probes } = browser({ firefox: true, offered: ['VP8', 'H264'] });
  const codecs = videoCodecsOf(scope);
  assert.deepEqual(names(codecs('receive')), ['video/VP8', 'video/rtx'], 'not before');
  await settled();
  assert.deepEqual(names(codecs('receive')), names(LISTED));
  assert.deepEqual(names(codecs('send')), names(LISTED));
  assert.ok(probes[0].closed);
});

test('Firefox without the plug-in has none, whatever it lists', async () => {
  for (const options of [{ offered: ['VP8'] }, { fails: true }]) {
    const { scope, probes } = browser({ firefox: true, ...options });
    const codecs = videoCodecsOf(scope);
    await settled();
    assert.deepEqual(names(codecs('receive')), ['video/VP8', 'video/rtx']);
    assert.ok(probes[0].closed);
  }
});

test('a browser without WebRTC has no codecs and breaks nothing', () => {
  assert.deepEqual(videoCodecsOf({ navigator: { mozGetUserMedia() {} } })('receive'), []);
  assert.deepEqual(videoCodecsOf({})('send'), []);
});

test('another network: it is back, or of another kind; a new estimate of its speed is none', () => {
  const scope = Object.assign(new EventTarget(), { navigator: { connection: Object.assign(new EventTarget(), { type: 'wifi' }) } });
  const { connection } = scope.navigator;
  let calls = 0;
  const off = browserPlatform(scope).onNetwork(() => { calls++; });
  const becomes = (type) => { connection.type = type; connection.dispatchEvent(new Event('change')); };
  becomes('wifi');
  assert.equal(calls, 0);
  becomes('none');
  assert.equal(calls, 0, 'nothing can be asked yet');
  becomes('cellular');
  assert.equal(calls, 1);
  scope.dispatchEvent(new Event('online'));
  assert.equal(calls, 2);
  off();
  becomes('wifi');
  scope.dispatchEvent(new Event('online'));
  assert.equal(calls, 2);
  browserPlatform({ navigator: {} }).onNetwork(() => {})(); // Firefox tells no kind
});

test('what happens to the page: by its events, until it is no longer of interest', () => {
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const scope = Object.assign(new EventTarget(), { navigator: {}, document });
  const told = [];
  const off = browserPlatform(scope).onPage((what) => told.push(what));
  const transition = (name, persisted) => Object.assign(new Event(name), { persisted });
  const happen = () => {
    for (const state of ['hidden', 'visible']) { document.visibilityState = state; document.dispatchEvent(new Event('visibilitychange')); }
    for (const name of ['freeze', 'resume']) document.dispatchEvent(new Event(name));
    scope.dispatchEvent(new Event('offline'));
    for (const persisted of [true, false]) { scope.dispatchEvent(transition('pageshow', persisted)); scope.dispatchEvent(transition('pagehide', persisted)); }
  };
  happen();
  assert.deepEqual(told, ['hidden', 'shown', 'frozen', 'thawed', 'offline', 'back', 'kept', 'closed']);
  off();
  happen();
  assert.equal(told.length, 8);
  browserPlatform({ navigator: {} }).onPage(() => {})(); // no page at all
});
