// SPDX-License-Identifier: Apache-2.0
// Marks, what the server says, and what the peer connections say, put together.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../test/fakes.mjs';
import { markOf, worst } from './quality.mjs';
import { Stats } from './stats.mjs';

// The same cases as in src/media/figures/figures_test.c: one formula, two languages.
const cases = [
  // picture, lost %, left %, round trip, jitter, freezes, layers, mark
  [false, 0, 0, 0, 0, 0, 0, 5], [false, 0, 0, 300, 0, 0, 0, 5], [false, 0, 0, 340, 0, 0, 0, 4], [false, 0, 0, 600, 0, 0, 0, 3],
  [false, 0, 0, 800, 0, 0, 0, 2], [false, 0, 0, 0, 60, 0, 0, 5], [false, 1, 1, 50, 5, 0, 0, 5], [false, 2, 2, 50, 5, 0, 0, 4],
  [false, 5, 5, 50, 5, 0, 0, 3], [false, 10, 10, 50, 5, 0, 0, 2], [false, 20, 20, 50, 5, 0, 0, 1], [false, 5, 0, 50, 5, 9, 9, 5],
  [true, 2, 0, 50, 5, 0, 0, 5], [true, 10, 0, 50, 5, 0, 0, 5], [true, 20, 0, 50, 5, 0, 0, 4], [true, 0, 1, 50, 5, 0, 0, 3],
  [true, 2, 2, 50, 5, 0, 0, 2], [true, 0, 0, 50, 5, 1, 0, 4], [true, 0, 0, 50, 5, 2, 0, 2], [true, 0, 0, 50, 5, 9, 0, 1],
  [true, 0, 0, 50, 5, 0, 1, 4], [true, 0, 0, 50, 5, 0, 2, 3], [true, 0, 0, 50, 5, 0, 9, 3], [true, 100, 100, 9999, 999, 9, 9, 1],
];

test('marks are the server\'s', () => {
  for (const [picture, lost, left, roundTrip_ms, jitter_ms, freezes, heldBack, mark] of cases) {
    const judged = /** @type {any} */ ({ picture, lost, left, roundTrip_ms, jitter_ms, freezes, heldBack });
    assert.equal(markOf(judged), mark, JSON.stringify(judged));
    assert.equal(markOf({ ...judged, missing: true }), 0);
  }
  assert.equal(worst(null, undefined), null);
  assert.equal(worst(4, null, 0), 0);
});

/** A client in a room: user 7 are we, 8 is whom we see and hear. */
function world() {
  const clock = new FakeClock();
  const sub = { stats: new Map(), getStats: async () => new Map(sub.stats) };
  const pub = { stats: new Map(), getStats: async () => new Map(pub.stats), getTransceivers: () => [{ mid: '0', sender: 'camera' }, { mid: '1', sender: 'mic' }] };
  const remotes = [{ user: 8, kind: 'video', stream: 0, mid: '0' }, { user: 8, kind: 'audio', stream: 0, mid: '1' }];
  const publisher = { peer: pub, sender: (kind, stream) => (stream > 0 ? null : kind === 'video' ? 'camera' : 'mic') };
  const direct = { traffic: /** @type {any} */ (null) };
  const stats = new Stats(/** @type {any} */ ({ clock, subscriber: { peer: sub, remotes }, publisher, direct, self: () => 7 }));
  const seen = [];
  stats.on('quality', (user, { up, down }) => seen.push(`${user} ${up} ${down}`));
  stats.start();
  const tick = async (ms = 1000) => clock.pass(ms);
  /** Packets as they came until now. */
  const came = (bytes, { lost = 0, freezes = 0 } = {}) => sub.stats.set('v', {
    type: 'inbound-rtp', kind: 'video', mid: '0', timestamp: clock.time, bytesReceived: bytes, packetsReceived: bytes / 1000, packetsLost: lost,
    frameWidth: 640, frameHeight: 360, framesPerSecond: 25, freezeCount: freezes, jitter: 0.004,
  });
  return { clock, stats, sub, pub, direct, seen, tick, came };
}

const figures = (streams, more = {}) => ({ t: 'figures', ...more, streams });
const picture = (more = {}) => ({ user: 8, kind: 'video', encoding: 1, encodings: 3, why: 'size', quality: 5, source: 4, bps: 480000, fps: 24, width: 1280, height: 720, rtt: 35, ...more });

test('who speaks: told on change, forgotten with the room', () => {
  const { stats } = world();
  const told = [];
  stats.on('speakers', (users) => told.push(users.join()));
  const speakers = (...ids) => stats.handle({ t: 'speakers', users: ids.map((user) => ({ user })) });
  speakers(8, 9);
  speakers(8, 9); // after a resume
  assert.deepEqual(stats.speakers, [8, 9]);
  speakers(9, 8);
  stats.stop();
  speakers(8); // of the room that was left
  assert.deepEqual(told, ['8,9', '9,8', '']);
  assert.deepEqual(stats.speakers, []);
});

test('what is seen here and what the server says become one', async () => {
  const { stats, tick, came } = world();
  came(10000);
  await tick();
  came(70000, { lost: 3 });
  await tick();
  stats.handle(figures([picture({ lost: 400, left: 25, repaired: 7, jitter: 9 }), { user: 8, kind: 'audio', source: 4, bps: 0 }]));
  const video = stats.of(8, 'video');
  assert.deepEqual(
    { ...video },
    {
      width: 640, height: 360, fps: 25, bitrate: 480000, level: 0, channels: 1, codec: '', loss: 5, lossLeft: 0.25, repaired: 7, roundTrip_ms: 35, jitter_ms: 4, freezes: 0,
      encoding: 1, encodings: 3, paused: false, why: 'size', source: 4, quality: 5,
    });
  assert.equal(stats.of(8, 'audio').quality, null);
  assert.deepEqual(stats.quality(8), { up: 4, down: 5 });
  assert.deepEqual(stats.quality(9), { up: null, down: null });
  assert.equal(stats.of(9, 'video').quality, null);
});

test('a paused picture says why', () => {
  const { stats } = world();
  stats.handle(figures([picture({ paused: true, why: 'hidden', quality: undefined })]));
  const { paused, why, quality, source } = stats.of(8, 'video');
  assert.deepEqual([paused, why, quality, source], [true, 'hidden', null, 4]);
});

test('a freeze that only we see makes the mark worse, for some seconds', async () => {
  const { stats, tick, came } = world();
  came(10000);
  await tick();
  came(70000);
  await tick();
  stats.handle(figures([picture()]));
  assert.equal(stats.of(8, 'video').quality, 5);
  came(140000, { freezes: 1 });
  await tick();
  assert.equal(stats.of(8, 'video').quality, 4);
  assert.equal(stats.of(8, 'video').freezes, 1);
  for (let n = 2; n < 6; n++) {
    came(70000 * (n + 1), { freezes: 1 });
    await tick();
    stats.handle(figures([picture()]));
  }
  assert.equal(stats.of(8, 'video').quality, 5);
});

test('the event tells changes only, and the end', async () => {
  const { stats, seen, tick } = world();
  stats.handle(figures([picture()], { up: 5, down: 5 }));
  stats.handle(figures([picture()], { up: 5, down: 5 }));
  assert.deepEqual(seen.splice(0).sort(), ['7 5 5', '8 4 5']);
  stats.handle(figures([picture({ quality: 2 })], { up: 5, down: 2 }));
  assert.deepEqual(seen.splice(0).sort(), ['7 5 2', '8 4 2']);
  await tick(20000); // the server says nothing any more: its word is over
  assert.deepEqual(seen.splice(0).sort(), ['7 null null', '8 null null']);
  assert.equal(stats.of(8, 'video').why, '');
  stats.stop();
  stats.handle(figures([picture()])); // of a room that was left
  assert.equal(stats.of(8, 'video').why, '');
});

test('the sizes of our own camera are one stream', async () => {
  const { stats, pub, tick, clock } = world();
  const sends = (rid, width, bytes, active = true) => pub.stats.set(rid, {
    type: 'outbound-rtp', kind: 'video', mid: '0', rid, active, timestamp: clock.time, bytesSent: bytes, frameWidth: width, frameHeight: width * 9 / 16, framesPerSecond: 30, remoteId: `r${rid}`,
  });
  const all = (factor) => { sends('q', 320, 10000 * factor); sends('h', 640, 30000 * factor); sends('f', 1280, 5000, false); };
  pub.stats.set('rh', { type: 'remote-inbound-rtp', fractionLost: 0.02 });
  all(1);
  await tick();
  all(2);
  await tick();
  stats.handle(figures([
    { user: 7, kind: 'video', quality: 5, bps: 80000, lost: 100, freezes: 1 }, { user: 7, kind: 'video', encoding: 1, quality: 3, bps: 240000, lost: 500, width: 640, height: 360 },
  ], { up: 3 }));
  const { width, height, bitrate, loss, quality, freezes } = stats.of(7, 'video');
  assert.deepEqual([width, height, bitrate, loss, quality, freezes], [640, 360, 320000, 5, 3, 1]);
  assert.deepEqual(stats.quality(7), { up: 3, down: null });
});

test('a direct way is judged here, whatever the server says', async () => {
  const { stats, direct, tick, sub, clock } = world();
  const peer = { stats: new Map(), getStats: async () => new Map(peer.stats) };
  direct.traffic = { peer, remotes: [{ user: 8, kind: 'audio', stream: 0, mid: '5' }], sent: new Map() };
  sub.stats.clear();
  const came = (packets, lost) => {
    peer.stats.set('a', { type: 'inbound-rtp', kind: 'audio', mid: '5', timestamp: clock.time, bytesReceived: packets * 100, packetsReceived: packets, packetsLost: lost, jitter: 0.005 });
    peer.stats.set('p', { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.05 });
  };
  came(100, 0);
  await tick();
  came(190, 10);
  await tick();
  stats.handle(figures([{ user: 8, kind: 'audio', quality: 5, source: 5, bps: 0 }]));
  assert.equal(stats.of(8, 'audio').quality, 2); // ten per cent
  assert.deepEqual(stats.quality(8), { up: null, down: 2 });
});

test('stereo is what was agreed upon', async () => {
  const { stats, sub, tick } = world();
  for (const [sdpFmtpLine, channels] of [['minptime=10;useinbandfec=1;stereo=1', 2], ['stereo=1', 2], ['minptime=10;sprop-stereo=1', 1], [undefined, 1]]) {
    sub.stats.set('c', { type: 'codec', mimeType: 'audio/opus', sdpFmtpLine });
    sub.stats.set('a', { type: 'inbound-rtp', kind: 'audio', mid: '1', codecId: 'c', timestamp: 1, bytesReceived: 9 });
    await tick();
    assert.deepEqual([stats.of(8, 'audio').channels, stats.of(8, 'audio').codec], [channels, 'opus']);
  }
});

test('whether media go over UDP is known from the pair in use', async () => {
  const { stats, sub, tick } = world();
  assert.equal(stats.overUdp, null);
  for (const [protocol, expected] of [['udp', true], ['tcp', false]]) {
    sub.stats.set('local', { type: 'local-candidate', protocol });
    sub.stats.set('pair', { type: 'candidate-pair', nominated: true, state: 'succeeded', localCandidateId: 'local', currentRoundTripTime: 0.02 });
    sub.stats.set('old', { type: 'candidate-pair', nominated: true, state: 'failed', localCandidateId: 'gone' });
    await tick();
    assert.deepEqual([stats.overUdp, stats.roundTrip_ms], [expected, 20]);
  }
  stats.stop();
  assert.equal(stats.overUdp, null);
});
