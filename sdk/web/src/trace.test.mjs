// SPDX-License-Identifier: Apache-2.0
// The trace of packets, with figures that the test makes up.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeClock } from '../test/fakes.mjs';
import { Trace, rateOf } from './trace.mjs';

function setup({ self = 7 } = {}) {
  const clock = new FakeClock();
  const made = { clock, self, told: [], published: [], watched: [], closed: 0, out: null, back: null, came: null };
  const stats = (...entries) => ({ getStats: async () => new Map(entries.filter(Boolean).map((entry, i) => [i, entry])) });
  made.trace = new Trace({
    clock, noise: () => ({ track: /** @type {any} */ ('noise'), close: () => { made.closed++; } }),
    publish: (track, rate) => made.published.push([track, rate]),
    sender: () => /** @type {any} */ (stats(made.out && { type: 'outbound-rtp', packetsSent: made.out }, made.back && { type: 'remote-inbound-rtp', ...made.back })),
    receiver: () => /** @type {any} */ (stats(made.came !== null && { type: 'inbound-rtp', packetsReceived: made.came })),
    watch: (user, on) => made.watched.push([user, on]), tell: (text) => made.told.push(JSON.parse(text)),
    self: () => made.self, roundTrip_ms: () => 40,
  });
  made.hear = async (said, from = 8) => { made.trace.heard(from, JSON.stringify(said)); await clock.pass(0); };
  return made;
}

test('the rate by what is asked for, within what Opus has', () => {
  assert.deepEqual([rateOf(0, 1000), rateOf(64000, 1000), rateOf(0, 0), rateOf(1, 5), rateOf(5e6, 5)], [395200, 64000, 6000, 6000, 510000]);
});

test('the source counts from its start, and tells the room once a second', async () => {
  const made = setup();
  made.out = 100; // of a trace before
  made.trace.start(64000);
  assert.deepEqual(made.published, [['noise', 64000]]);
  await made.clock.pass(1000);
  made.out = 150;
  made.back = { packetsLost: 3, roundTripTime: 0.05 };
  await made.clock.pass(1000);
  assert.deepEqual(made.told, [{ on: true, sent: 0, server: 0, delay: -1 }, { on: true, sent: 50, server: 47, delay: 25 }]);
  assert.deepEqual(made.trace.figures, { source: 7, sent: 50, server: 47, received: 0, delay_ms: 25 });
  made.trace.stop();
  made.trace.stop();
  assert.deepEqual([made.told.at(-1), made.published.at(-1), made.closed, made.trace.figures.source], [{ on: false }, [null, 0], 1, 0]);
  await made.clock.pass(10000);
  assert.equal(made.told.length, 3);
});

test('a receiver counts from the first packet on: what had been sent before is not lost', async () => {
  const made = setup();
  await made.hear({ on: true, sent: 500, server: 498, delay: 10 });
  assert.deepEqual([made.watched, made.trace.figures.source, made.trace.figures.sent], [[[8, true]], 8, 0]);
  made.came = 5;
  await made.hear({ on: true, sent: 550, server: 547, delay: 10 });
  made.came = 52;
  await made.hear({ on: true, sent: 600, server: 596, delay: 10 });
  assert.deepEqual(made.trace.figures, { source: 8, sent: 50, server: 49, received: 47, delay_ms: 30 });
  await made.hear({ on: false });
  assert.deepEqual([made.watched.at(-1), made.trace.figures.source], [[8, false], 0]);
});

test('one source at a time; who is silent or leaves is none; nonsense is harmless', async () => {
  const made = setup();
  await made.hear({ on: true, sent: 1, server: 1 });
  await made.hear({ on: true, sent: 9, server: 9 }, 9);
  assert.equal(made.trace.figures.source, 8);
  assert.throws(() => made.trace.start(64000), { code: 20 });
  await made.clock.pass(7000);
  assert.equal(made.trace.figures.source, 0);
  for (const said of [null, 3, [], 'x', { on: true, sent: -1, server: 1e99, delay: 'x' }, { on: 1 }]) { await made.hear(said); made.trace.heard(8, 'no json'); }
  assert.deepEqual([made.trace.figures.sent, made.trace.figures.server, made.trace.figures.delay_ms], [0, 0, -1]);
  await made.hear({ on: true, sent: 5, server: 9 });
  made.trace.userLeft(9);
  assert.equal(made.trace.figures.source, 8);
  made.trace.userLeft(8);
  assert.equal(made.trace.figures.source, 0);
});

test('in no room: 3; and with the room it ends', async () => {
  const made = setup({ self: 0 });
  assert.throws(() => made.trace.start(64000), { code: 3 });
  made.self = 7;
  made.trace.start(64000);
  made.self = 0;
  made.trace.left();
  await made.clock.pass(5000);
  assert.deepEqual([made.told, made.closed, made.trace.running], [[], 1, false]);
});
