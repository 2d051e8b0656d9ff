// SPDX-License-Identifier: Apache-2.0
// What a camera is encoded to: sizes and rates, what nobody watches, and browsers that cannot do it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeTrack, fakeWorld, settle } from '../../test/fakes.mjs';
import { ALL, goodRate, plan, sendEncodings, sizesFor } from './encodings.mjs';
import { Publisher } from './publish.mjs';

const none = { maxBitrate: 0, maxFramerate: 0 };
const hd = { width: 1280, height: 720 }, vga = { width: 640, height: 480 };
const three = () => ['l', 'm', 'h'].map((rid) => ({ rid, active: true }));

function camera(size, settings = {}) {
  const track = new FakeTrack('video');
  track.settings = { ...size, ...settings };
  return track;
}

/** A publisher in a room, with a server that answers at once. */
function begin({ refuses, simulcast = () => true } = {}) {
  const world = fakeWorld();
  const offers = [], restarts = [], errors = [];
  const { clock, random, createStream, videoCodecs } = world.platform;
  const publisher = new Publisher({
    clock, random, createStream, codecs: () => videoCodecs('send'), simulcast,
    createPeer: () => Object.assign(world.platform.createPeer(), refuses ? { refuses } : {}),
    send: (t, fields, done) => {
      if (t === 'pub_offer') { offers.push(fields); done(null, { sdp: 'answer' }); } else restarts.push(t);
    },
  });
  publisher.on('failed', (error) => errors.push(error.message));
  const sender = (peer = world.peers.at(-1)) => peer.transceivers[0].sender;
  const active = () => sender().parameters.encodings.map((encoding) => encoding.active ? 1 : 0).join('');
  return { publisher, peers: world.peers, clock: world.clock, offers, restarts, errors, sender, active };
}

async function publishing(options, track = camera(hd), limits = {}) {
  const world = begin(options);
  world.publisher.start({ simulcast: true, video: 'VP8' });
  world.publisher.setTrack('video', 0, track, limits);
  await settle();
  return { ...world, track };
}

test('as many sizes as the picture is worth, each half as wide as the next', () => {
  assert.deepEqual([hd, { width: 960, height: 540 }, vga, { width: 320, height: 240 }].map(sizesFor), [3, 3, 2, 1]);
  const rates = [goodRate({ width: 320, height: 180 }), goodRate({ width: 640, height: 360 }), goodRate(hd)];
  assert.ok(rates[0] >= 120e3 && rates[0] <= 180e3 && rates[1] >= 400e3 && rates[1] <= 600e3 && rates[2] >= 1.5e6 && rates[2] <= 2e6, rates.join());
  const encodings = sendEncodings(hd, none, { codec: 'H264', single: false });
  assert.deepEqual(encodings.map(({ rid, scaleResolutionDownBy }) => `${rid}${scaleResolutionDownBy}`), ['l4', 'm2', 'h1']);
  assert.deepEqual(sendEncodings(vga, none, { codec: 'VP8', single: false }).map(({ rid, scaleResolutionDownBy, scalabilityMode }) => `${rid}${scaleResolutionDownBy}${scalabilityMode}`), ['l2L1T3', 'h1L1T3']);
  assert.equal(sendEncodings({ width: 320, height: 240 }, none, { codec: 'VP8', single: false }), null);
  assert.equal(sendEncodings(hd, none, { codec: 'VP8', single: true }), null);
});

test('scalable codecs: one encoding with the sizes inside', () => {
  assert.deepEqual(sendEncodings(hd, none, { codec: 'VP9', single: false }), [{ active: true, scalabilityMode: 'L3T3_KEY' }]);
  assert.deepEqual(sendEncodings({ width: 320, height: 240 }, none, { codec: 'AV1', single: false }), [{ active: true, scalabilityMode: 'L1T3' }]);
  assert.equal(sendEncodings(hd, none, { codec: 'VP9', single: false, temporal: false }), null);
});

test('the page\'s rate is that of the largest size, the smaller ones add a third at most; frame rate for all', () => {
  const encodings = three();
  plan(encodings, hd, { maxBitrate: 800e3, maxFramerate: 15 }, ALL);
  assert.equal(encodings[2].maxBitrate, 800e3);
  assert.ok(encodings[0].maxBitrate + encodings[1].maxBitrate < 0.4 * 800e3);
  assert.ok(encodings[0].maxBitrate < encodings[1].maxBitrate);
  assert.ok(encodings.every(({ maxFramerate }) => maxFramerate === 15));
  plan(encodings, hd, { maxBitrate: 50e6, maxFramerate: 0 }, ALL);
  assert.equal(encodings[0].maxBitrate, goodRate({ width: 320, height: 180 }));
  assert.ok(encodings.every((encoding) => !('maxFramerate' in encoding)));
  const one = [{ active: true }];
  plan(one, hd, none, ALL);
  assert.deepEqual(one, [{ active: true }]); // the browser's own choice
});

test('demand: up to the highest that somebody watches', () => {
  for (const [mask, expected] of [[0, '000'], [1, '100'], [2, '110'], [4, '111'], [5, '111'], [0xff, '111'], [0x80, '111']]) {
    const encodings = three();
    plan(encodings, hd, none, mask);
    assert.equal(encodings.map(({ active }) => active ? 1 : 0).join(''), expected, `mask ${mask}`);
  }
});

test('a capture that has become smaller goes into the lower encodings; a screen is sent in one size', () => {
  const encodings = three();
  plan(encodings, vga, none, ALL);
  assert.deepEqual(encodings.map(({ active, scaleResolutionDownBy }) => active ? scaleResolutionDownBy : 0), [2, 1, 0]);
  plan(encodings, hd, none, 0xff, true);
  assert.deepEqual(encodings.map(({ active, scaleResolutionDownBy }) => active ? scaleResolutionDownBy : 0), [1, 0, 0]);
  plan(encodings, hd, none, ALL);
  assert.deepEqual(encodings.map(({ active, scaleResolutionDownBy }) => active ? scaleResolutionDownBy : 0), [4, 2, 1]);
});

test('more than reaches anybody is not sent of a single encoding', async () => {
  const world = begin({ simulcast: () => false });
  world.publisher.start({ simulcast: false, video: 'VP8' });
  const track = camera(hd);
  world.publisher.setTrack('video', 0, track);
  await settle();
  const rate = async () => { await settle(); return world.sender().parameters.encodings[0].maxBitrate; };
  assert.equal(await rate(), undefined);
  world.publisher.setDemand(0, 1, 240000);
  assert.equal(await rate(), 240000);
  world.publisher.setTrack('video', 0, track, { maxBitrate: 150000 });
  assert.equal(await rate(), 150000); // the page wants less anyway
  world.publisher.setTrack('video', 0, track, { maxBitrate: 900000 });
  assert.equal(await rate(), 240000);
  world.publisher.setDemand(0, 1);
  assert.equal(await rate(), 900000);
});

test('simulcast only where the server wants it and the browser can', async () => {
  const plain = async (options, terms, track = camera(hd)) => {
    const world = begin(options);
    world.publisher.start(terms);
    world.publisher.setTrack('video', 0, track);
    await settle();
    return world.sender().parameters.encodings.length;
  };
  assert.equal(await plain({}, { simulcast: true, video: 'H264' }), 3);
  assert.equal(await plain({}, undefined), 1);
  assert.equal(await plain({}, { simulcast: false, video: 'VP8' }), 1);
  assert.equal(await plain({ simulcast: (codec) => codec === 'VP8' }, { simulcast: true, video: 'H264' }), 1);
  assert.equal(await plain({}, { simulcast: true, video: 'VP8' }, camera(hd, { displaySurface: 'monitor' })), 1);
  assert.equal(await plain({ refuses: (list) => list.some(({ scalabilityMode }) => scalabilityMode) }, { simulcast: true, video: 'VP8' }), 3);
  assert.equal(await plain({ refuses: () => true }, { simulcast: true, video: 'VP8' }), 1);
});

test('a server that takes one size only gets the whole picture', async () => {
  const world = begin();
  world.publisher.start({ simulcast: true, video: 'VP8' });
  world.publisher.setTrack('video', 0, camera(hd));
  await settle();
  const sender = world.sender();
  sender.parameters.encodings.splice(1); // what browsers do when the answer has no simulcast
  world.publisher.setTrack('video', 0, camera(hd), { maxBitrate: 1e6 });
  await settle();
  assert.equal(sender.parameters.encodings[0].maxBitrate, 1e6);
});

test('what nobody watches is not encoded; sound is not touched; the track stays', async () => {
  const { publisher, active, sender, track, peers } = await publishing();
  publisher.setTrack('audio', 0, new FakeTrack('audio'));
  await settle();
  assert.equal(active(), '111');
  publisher.setDemand(0, 1);
  await settle();
  assert.equal(active(), '100');
  publisher.setDemand(0, 0);
  await settle();
  assert.equal(active(), '000');
  assert.equal(sender().track, track);
  assert.equal(peers[0].transceivers[1].sender.set, 0);
  publisher.setDemand(0, 4);
  publisher.setDemand(5, 0); // no such camera
  await settle();
  assert.equal(active(), '111');
});

test('changes that come together are one, and the last one holds', async () => {
  const { publisher, active, sender } = await publishing();
  const before = sender().set;
  for (const mask of [0, 1, 0, 2, 0, 7, 1]) publisher.setDemand(0, mask);
  await settle();
  assert.equal(active(), '100');
  assert.ok(sender().set - before <= 2, `${sender().set - before} changes`);
  publisher.setDemand(0, 1);
  await settle();
  assert.ok(sender().set - before <= 2);
});

test('a browser that cannot switch encodings off sends no track meanwhile', async () => {
  const { publisher, sender, track, errors } = await publishing({ refuses: () => true });
  publisher.setDemand(0, 0);
  await settle();
  assert.equal(sender().track, null);
  const other = camera(hd);
  publisher.setTrack('video', 0, other); // another device: still nobody watches
  await settle();
  assert.equal(sender().track, null);
  publisher.setDemand(0, 1);
  await settle();
  assert.equal(sender().track, other);
  publisher.setDemand(0, 0);
  publisher.setTrack('video', 0, null); // closed
  publisher.setDemand(0, 1);
  await settle();
  assert.equal(sender().track, null);
  publisher.setTrack('video', 0, track);
  await settle();
  assert.equal(sender().track, track);
  assert.deepEqual(errors, []);
});

test('a new connection sends everything until it is told otherwise', async () => {
  const { publisher, active, peers, clock } = await publishing();
  publisher.setDemand(0, 0);
  await settle();
  assert.equal(active(), '000');
  peers[0].change('failed');
  publisher.setDemand(0, 1); // of the old one
  await clock.pass(0);
  assert.equal(peers.length, 2);
  assert.equal(active(), '111');
});

test('from a codec with sizes inside to one without: the connection is made anew', async () => {
  const world = begin();
  world.publisher.start({ simulcast: true, video: 'VP9' });
  world.publisher.setTrack('video', 0, camera(hd));
  await settle();
  assert.equal(world.sender().parameters.encodings[0].scalabilityMode, 'L3T3_KEY');
  assert.deepEqual(world.peers[0].transceivers[0].codecs.slice(0, 2), ['video/VP9', 'video/VP8']);
  world.publisher.setCodec('VP8');
  await world.clock.pass(0);
  assert.equal(world.peers.length, 2);
  assert.deepEqual(world.restarts, ['media_restart']);
  assert.equal(world.sender().parameters.encodings.length, 3);
  world.publisher.setCodec('H264'); // both of one kind: a new offer is enough
  await settle();
  assert.equal(world.peers.length, 2);
});

test('a sender that is closed under a change is no failure', async () => {
  const { publisher, sender, errors, peers } = await publishing();
  const old = sender();
  old.setParameters = async () => { throw new Error('closed'); };
  old.replaceTrack = async () => { throw new Error('closed'); };
  publisher.setDemand(0, 0);
  publisher.stop();
  await settle();
  assert.deepEqual(errors, []);
  assert.equal(peers.length, 1);
});
