// SPDX-License-Identifier: Apache-2.0
// Both peer connections: what is offered and answered, when, and what happens when something fails in between.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeDevices, FakeTrack, fakeWorld, refusal, settle } from '../../test/fakes.mjs';
import { Capture } from './capture.mjs';
import { offerOrder, redFirst, videoNames } from './codecs.mjs';
import { Devices } from './devices.mjs';
import { loudness } from './levels.mjs';
import { LocalMedia } from './local.mjs';
import { withOpus } from './opus.mjs';
import { Publisher } from './publish.mjs';
import { Subscriber } from './subscribe.mjs';

/** A manager with a server that answers when the test says so. */
function begin(Manager, ports = {}) {
  const world = fakeWorld();
  const sent = [];
  const { clock, random, createPeer, createStream, videoCodecs } = world.platform;
  const manager = new Manager({
    clock, random, createPeer, createStream, codecs: () => videoCodecs('send'), audioCodecs: world.platform.audioCodecs, simulcast: () => true, ...ports,
    send: (t, fields, done) => sent.push({ t, ...fields, answer: (sdp = 'answer') => done(null, { sdp }), refuse: (code) => done(Object.assign(new Error(`${code}`), { code }), {}) }),
  });
  const seen = [];
  manager.on('failed', (error) => seen.push(`failed ${error.code}`));
  const of = (t) => sent.filter((message) => message.t === t);
  return { manager, world, sent, of, seen, peers: world.peers, clock: world.clock };
}

// ---- publishing ----

test('nothing is offered before there is a room and a track', async () => {
  const { manager, sent, peers } = begin(Publisher);
  manager.start();
  await settle();
  manager.stop();
  manager.setTrack('video', 0, new FakeTrack('video'));
  await settle();
  assert.deepEqual([sent.length, peers.length], [0, 0]);
  manager.start();
  await settle();
  assert.equal(sent.length, 1);
  assert.deepEqual(sent[0].tracks, [{ mid: '0', kind: 'video', stream: 0 }]);
});

test('what changes during a negotiation is in the next, one after the other; every section is always named', async () => {
  const { manager, of, peers } = begin(Publisher);
  manager.start();
  manager.setTrack('audio', 0, new FakeTrack('audio'));
  await settle();
  manager.setTrack('video', 0, new FakeTrack('video'));
  manager.setTrack('video', 3, new FakeTrack('video'));
  await settle();
  assert.equal(of('pub_offer').length, 1);
  of('pub_offer')[0].answer();
  await settle();
  assert.equal(of('pub_offer').length, 2);
  assert.deepEqual(of('pub_offer')[1].tracks.map(({ mid, kind, stream }) => `${mid}${kind}${stream}`), ['0audio0', '1video0', '2video3']);
  assert.ok(peers[0].transceivers.every(({ direction }) => direction === 'sendonly'));
  of('pub_offer')[1].answer();
  manager.setTrack('video', 3, null);
  manager.setTrack('video', 3, new FakeTrack('video')); // closed and opened: nothing to negotiate
  await settle();
  assert.equal(of('pub_offer').length, 2);
  assert.equal(peers.length, 1);
});

test('H.264 and VP8 are offered; pub_codec puts the other first and offers again', async () => {
  const { manager, of, peers } = begin(Publisher);
  manager.start();
  manager.setTrack('video', 0, new FakeTrack('video'));
  await settle();
  const [transceiver] = peers[0].transceivers;
  assert.deepEqual(transceiver.codecs, ['video/H264', 'video/VP8', 'video/rtx']);
  of('pub_offer')[0].answer();
  await settle();
  manager.setCodec('VP8');
  await settle();
  assert.deepEqual(transceiver.codecs, ['video/VP8', 'video/H264', 'video/rtx']);
  assert.equal(of('pub_offer').length, 2);
});

test('a failed connection is told, and made again with all its tracks, later each time', async () => {
  const { manager, of, peers, clock } = begin(Publisher);
  const track = new FakeTrack('video');
  manager.start();
  manager.setTrack('audio', 0, new FakeTrack('audio'));
  manager.setTrack('video', 0, track);
  manager.setTrack('audio', 0, null); // closed: not offered again
  await settle();
  of('pub_offer')[0].answer();
  peers[0].change('failed');
  assert.equal(peers[0].closed, true);
  assert.deepEqual(of('media_restart').map(({ peer }) => peer), ['pub']);
  await clock.pass(0);
  assert.deepEqual(of('pub_offer').at(-1).tracks, [{ mid: '0', kind: 'video', stream: 0 }]);
  assert.equal(peers[1].transceivers[0].sender.track, track);
  peers[1].change('failed');
  await clock.pass(900);
  assert.equal(peers.length, 2);
  of('pub_offer').at(-1).answer(); // to the one that is no more
  await clock.pass(200);
  assert.equal(peers.length, 3);
});

/** A publisher that is connected. */
async function connected(ports) {
  const all = begin(Publisher, ports);
  all.manager.start();
  all.manager.setTrack('audio', 0, new FakeTrack('audio'));
  await settle();
  all.of('pub_offer')[0].answer();
  await settle();
  all.peers[0].change('connected');
  return all;
}

test('a lost path: a new one is looked for at once, in the same connection', async () => {
  const { of, peers, clock } = await connected();
  peers[0].change('disconnected');
  await settle();
  assert.equal(peers[0].restarts, 1);
  assert.equal(of('pub_offer').length, 2);
  of('pub_offer')[1].answer();
  await settle();
  peers[0].change('connected');
  await clock.pass(60000);
  assert.deepEqual([peers.length, peers[0].restarts, of('media_restart').length], [1, 1, 0]);
  peers[0].change('failed'); // ICE has: the same
  await settle();
  assert.equal(peers[0].restarts, 2);
});

test('a path that is not found: four tries, then a new connection; so when it never connected', async () => {
  const { of, peers, clock } = await connected();
  peers[0].change('disconnected');
  for (let tries = 1; tries <= 4; tries++) {
    await settle();
    assert.equal(peers[0].restarts, tries);
    of('pub_offer').at(-1).answer();
    peers[0].change('failed'); // within a try it changes nothing
    await clock.pass(3000);
  }
  await settle();
  assert.deepEqual([peers.length, of('media_restart').length], [2, 1]);
  await clock.pass(19999);
  assert.equal(peers.length, 2);
  await clock.pass(2000);
  assert.equal(of('media_restart').length, 2);
});

test('a connection that fails otherwise has no path to look for', async () => {
  const { of, peers } = await connected();
  peers[0].change('failed', 'connected'); // DTLS
  await settle();
  assert.deepEqual([peers[0].restarts, of('media_restart').length], [0, 1]);
});

test('another network: a new path at once, also when nothing is amiss yet', async () => {
  const { manager, of, peers, clock } = await connected();
  manager.moved();
  manager.moved(); // `online` and the link's return, say: the newest counts
  await settle();
  assert.equal(peers[0].restarts, 2);
  of('pub_offer').at(-1).answer();
  await clock.pass(60000);
  assert.deepEqual([peers.length, peers[0].restarts], [1, 2]);
  manager.stop();
  manager.moved();
});

/** The peer's counters grow from now on, once in a while. */
function counting(peer, clock, { sends = true } = {}) {
  const totals = { type: 'transport', bytesSent: 0, bytesReceived: 0 };
  const pair = { type: 'candidate-pair', id: 'P', responsesReceived: 1 };
  totals.selectedCandidatePairId = 'P';
  peer.stats = new Map([['T', totals], ['P', pair]]);
  return async (beats, received, answers = 0) => {
    for (let i = 0; i < beats; i++) {
      if (sends) totals.bytesSent += 1000;
      totals.bytesReceived += received;
      pair.responsesReceived += answers;
      await clock.pass(400);
      await settle();
    }
  };
}

test('what came steadily and comes no more: a new path before the browser has noticed, once', async () => {
  const { peers, clock } = await connected();
  const pass = counting(peers[0], clock);
  await pass(8, 100);
  await pass(2, 0);
  assert.equal(peers[0].restarts, 0);
  await pass(2, 0);
  assert.equal(peers[0].restarts, 1);
  await pass(20, 0, 1); // checks are answered: only the others are silent
  assert.equal(peers[0].restarts, 1);
  assert.equal(peers.length, 1);
});

test('silent, and its path does not answer a new one either: dead, made anew without waiting for the browser', async () => {
  const { peers, clock, of } = await connected();
  const pass = counting(peers[0], clock);
  await pass(8, 100);
  await pass(4, 0);
  assert.equal(peers[0].restarts, 1);
  of('pub_offer').at(-1).answer();
  await pass(4, 0);
  assert.equal(peers[0].closed, true);
  assert.deepEqual(of('media_restart').map(({ peer }) => peer), ['pub']);
  assert.equal(peers.length, 2);
});

test('silence means nothing to who does not send, nor where little came before', async () => {
  const idle = await connected();
  const pass = counting(idle.peers[0], idle.clock, { sends: false });
  await pass(8, 100);
  await pass(20, 0);
  assert.equal(idle.peers[0].restarts, 0);
  const rare = await connected();
  const beat = counting(rare.peers[0], rare.clock);
  for (let i = 0; i < 10; i++) { await beat(1, 100); await beat(3, 0); }
  assert.equal(rare.peers[0].restarts, 0);
});

test('after a false alarm it takes twice the silence, up to ten seconds: who talks also pauses', async () => {
  const { peers, clock, of } = await connected();
  const pass = counting(peers[0], clock);
  for (const beats of [3, 6, 12, 24, 24]) {
    const before = peers[0].restarts;
    await pass(4, 100, 1);
    await pass(beats - 1, 0, 1);
    assert.equal(peers[0].restarts, before, `${beats}`);
    await pass(2, 0, 1);
    assert.equal(peers[0].restarts, before + 1, `${beats}`);
    of('pub_offer').at(-1).answer();
    await pass(10, 0, 1); // nobody talks, and the path answers
  }
  assert.equal(peers.length, 1);
  await pass(4, 100, 1);
  await pass(26, 0);
  of('pub_offer').at(-1).answer();
  await pass(4, 0);
  assert.equal(peers.length, 2, 'a dead path is found as soon after the alarm as ever');
});

test('without a link to the server nothing is asked, and nothing given up', async () => {
  let up = false;
  const { manager, of, peers, clock } = await connected({ up: () => up });
  peers[0].change('disconnected');
  await clock.pass(25000);
  assert.deepEqual([peers.length, peers[0].restarts, of('pub_offer').length], [1, 0, 1]);
  up = true;
  manager.moved();
  await settle();
  assert.deepEqual([peers[0].restarts, of('pub_offer').length], [1, 2]);
});

test('the receiving connection asks the server for a new path', async () => {
  const { manager, of, peers, clock } = begin(Subscriber);
  manager.start();
  manager.handle({ version: 1, fresh: true, sdp: 'v', tracks: [] });
  await settle();
  manager.moved(); // it is not connected yet
  peers[0].change('connected');
  peers[0].change('disconnected');
  assert.deepEqual(of('media_restart').map(({ peer, path }) => [peer, path]), [['sub', true]]);
  manager.handle({ version: 2, fresh: false, sdp: 'v', tracks: [] });
  await settle();
  peers[0].change('connected');
  await clock.pass(60000);
  assert.deepEqual([peers.length, of('media_restart').length, of('sub_answer').length], [1, 1, 2]);
});

test('the server gives up: offered anew without telling it', async () => {
  const { manager, of, peers, clock } = begin(Publisher);
  manager.start();
  manager.setTrack('audio', 0, new FakeTrack('audio'));
  await settle();
  manager.serverFailed();
  await clock.pass(10);
  of('pub_offer')[0].answer(); // never mind
  await settle();
  assert.equal(of('media_restart').length, 0);
  assert.equal(peers.length, 2);
  assert.equal(of('pub_offer').length, 2);
});

test('refused offers: a room that is gone is the end, anything else is tried again', async () => {
  const one = begin(Publisher);
  one.manager.start();
  one.manager.setTrack('audio', 0, new FakeTrack('audio'));
  await settle();
  one.of('pub_offer')[0].refuse(3);
  await one.clock.pass(15000);
  assert.equal(one.of('pub_offer').length, 1);
  assert.deepEqual(one.seen, []);

  const two = begin(Publisher);
  two.manager.start();
  two.manager.setTrack('audio', 0, new FakeTrack('audio'));
  await settle();
  two.of('pub_offer')[0].refuse(23);
  await two.clock.pass(10);
  assert.deepEqual(two.seen, ['failed 30000']);
  assert.equal(two.of('pub_offer').length, 2);
});

test('left in the middle of a negotiation: the late answer touches nothing, the next room begins anew', async () => {
  const { manager, of, peers } = begin(Publisher);
  manager.start();
  manager.setTrack('audio', 0, new FakeTrack('audio'));
  await settle();
  manager.stop();
  manager.start();
  of('pub_offer')[0].answer();
  await settle();
  assert.deepEqual(peers.map(({ closed }) => closed), [true, false]);
  assert.deepEqual(peers[0].remote, []);
  assert.equal(of('pub_offer').length, 2);
});

// ---- receiving ----

const offer = (version, fresh, letters, tracks) => ({ t: 'sub_offer', version, fresh, sdp: `v${version} ${letters}`, tracks });
const video = (mid, user, stream = 0) => ({ mid: String(mid), user, kind: 'video', stream });
const audio = (mid, user) => ({ mid: String(mid), user, kind: 'audio', stream: 0 });

function subscribed() {
  const all = begin(Subscriber);
  all.manager.on('track', (user, kind, stream) => all.seen.push(`+${user}${kind[0]}${stream}`));
  all.manager.on('untrack', (user, kind, stream) => all.seen.push(`-${user}${kind[0]}${stream}`));
  all.manager.start();
  return all;
}

test('an offer is answered with its version, and its tracks have their users', async () => {
  const { manager, of, seen, peers } = subscribed();
  manager.handle(offer(1, true, 'av', [audio(0, 8), video(1, 8)]));
  await settle();
  assert.deepEqual(of('sub_answer').map(({ version, sdp }) => `${version} ${sdp}`), ['1 answer to v1 av']);
  assert.deepEqual(seen, ['+8a0', '+8v0']);
  assert.equal(manager.remote(8, 'video').media.getTracks()[0], peers[0].transceivers[1].receiver.track);
});

test('a section passes from one user to another', async () => {
  const { manager, seen, peers } = subscribed();
  manager.handle(offer(1, true, 'vv', [video(0, 8), video(1, 9, 2)]));
  await settle();
  manager.handle(offer(2, false, 'vv', [video(0, 10), video(1, 9, 2)]));
  await settle();
  assert.deepEqual(seen, ['+8v0', '+9v2', '-8v0', '+10v0']);
  assert.equal(manager.remote(10, 'video').media.getTracks()[0], peers[0].transceivers[0].receiver.track);
  assert.equal(peers.length, 1);
});

test('only the newest of the offers that come during a negotiation is worked on; an overtaken answer is not sent', async () => {
  const { manager, of, peers, seen } = subscribed();
  manager.handle(offer(1, true, 'v', [video(0, 8)]));
  manager.handle(offer(2, false, 'vv', [video(0, 8), video(1, 9)]));
  manager.handle(offer(3, false, 'vv', [video(0, 8), video(1, 10)]));
  await settle();
  assert.deepEqual(of('sub_answer').map(({ version }) => version), [3]);
  assert.deepEqual(peers[0].remote.map(({ sdp }) => sdp), ['v1 v', 'v3 vv']);
  assert.deepEqual(seen, ['+8v0', '+10v0']);
});

test('a fresh offer drops the connection at once, also in the middle; what belonged to the old one is ignored', async () => {
  const { manager, of, peers, seen } = subscribed();
  manager.handle(offer(1, true, 'v', [video(0, 8)]));
  await settle();
  manager.handle(offer(2, false, 'v', [video(0, 9)]));
  manager.handle(offer(3, true, 'v', [video(0, 10)]));
  manager.handle(offer(4, false, 'v', [video(0, 11)]));
  await settle();
  assert.deepEqual(peers.map(({ closed }) => closed), [true, false]);
  assert.deepEqual(of('sub_answer').map(({ version }) => version), [1, 4]);
  assert.deepEqual(seen, ['+8v0', '-8v0', '+11v0']);
});

test('an offer that cannot be taken, or a connection that fails: media_restart, then the fresh offer', async () => {
  const { manager, of, peers, clock, seen } = subscribed();
  manager.handle(offer(1, true, 'v', [video(0, 8)]));
  await settle();
  peers[0].breakNext = true;
  manager.handle(offer(2, false, 'v', [video(0, 8)]));
  await clock.pass(10);
  assert.deepEqual(of('media_restart').map(({ peer }) => peer), ['sub']);
  manager.handle(offer(3, false, 'v', [video(0, 8)])); // was under way
  await settle();
  assert.equal(of('sub_answer').length, 1);
  manager.handle(offer(4, true, 'v', [video(0, 8)]));
  await settle();
  peers[1].change('connected');
  peers[1].change('failed', 'connected');
  await clock.pass(10);
  assert.equal(of('media_restart').length, 2);
  assert.deepEqual(seen, ['+8v0', 'failed 30000', '-8v0', '+8v0', '-8v0']);
});

test('after the room: nothing is answered, nothing is kept', async () => {
  const { manager, sent, peers, seen, clock } = subscribed();
  manager.handle(offer(1, true, 'v', [video(0, 8)]));
  manager.stop();
  manager.handle(offer(2, true, 'v', [video(0, 8)]));
  await clock.pass(60000);
  assert.deepEqual(sent, []);
  assert.ok(peers.every(({ closed }) => closed));
  assert.deepEqual(seen, []);
});

// ---- our own devices ----

function owner(devices = new FakeDevices()) {
  const world = fakeWorld({ devices });
  const list = new Devices({ mediaDevices: devices, language: 'en' });
  const published = [], states = [], errors = [];
  const local = new LocalMedia({
    capture: new Capture({ mediaDevices: devices, clock: world.clock }), devices: list,
    publisher: { setTrack: (kind, stream, track) => published.push(track && track.label ? `${kind}${stream} ${track.label}` : `${kind}${stream} ${track}`) },
  });
  local.on('state', ({ camera, mic }) => states.push(`${camera}${mic}`));
  local.on('error', ({ code, reason }) => errors.push(`${code} ${reason}`));
  return { world, local, list, devices, published, states, errors };
}

test('closed before it was open: the light goes off as soon as it came on', async () => {
  const { local, devices, published, states, list } = owner();
  await list.refresh();
  let release;
  devices.delay = new Promise((resolve) => { release = resolve; });
  let taken;
  const getUserMedia = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => taken = await getUserMedia(constraints);
  const opening = local.openCamera();
  await settle();
  local.closeCamera();
  release();
  await assert.rejects(opening, { code: 6 });
  assert.equal(taken.getTracks()[0].readyState, 'ended');
  assert.deepEqual(published, []);
  assert.deepEqual(states, ['10']);
});

test('unplugged: told with its cause, closed, and open again when asked', async () => {
  const { local, list, states, errors } = owner();
  await list.refresh();
  const track = await local.openCamera();
  track.end();
  await settle();
  assert.deepEqual(errors, ['22 ended']);
  await local.openCamera();
  assert.deepEqual(states, ['10', '20', '10', '20']);
});

test('another device while it is open: the old one serves until the new one is there', async () => {
  const devices = new FakeDevices();
  devices.list = ['a', 'b'].map((deviceId) => ({ kind: 'videoinput', deviceId, label: `cam ${deviceId}` }));
  const { local, list, published, states } = owner(devices);
  await list.refresh();
  const first = await local.openCamera();
  list.choose('camera', 'cam b');
  await local.apply('camera');
  assert.equal(first.readyState, 'ended');
  assert.equal(published.length, 2);
  assert.ok(published.every((line) => line !== 'video0 null'));
  assert.deepEqual(states, ['10', '20']); // nobody noticed
  assert.deepEqual(devices.asked[1].video.deviceId, { exact: 'b' });
});

test('camera and microphone in one question; when one of them is to blame the other is had', async () => {
  const { local, devices, errors } = owner();
  devices.judge = (constraints) => { if (constraints.video) throw refusal('NotFoundError'); };
  const [camera, mic] = await Promise.allSettled([local.openCamera(), local.openMic()]);
  assert.deepEqual([camera.status, mic.status], ['rejected', 'fulfilled']);
  assert.deepEqual(errors, ['22 missing']);
  assert.deepEqual(devices.asked.map((constraints) => Object.keys(constraints).join()), ['audio,video', 'audio', 'video']);
});

test('a refusal that took the user a moment is not asked for again', async () => {
  const { local, devices, world, errors } = owner();
  devices.judge = () => { world.clock.time += 2000; throw refusal('NotAllowedError'); };
  await Promise.allSettled([local.openCamera(), local.openMic()]);
  assert.equal(devices.asked.length, 1);
  assert.deepEqual(errors, ['22 permission', '22 permission']);
});

test('names of codecs; H.264 counts only in the form that everybody has', () => {
  const h264 = (fmtp) => ({ mimeType: 'video/H264', sdpFmtpLine: fmtp });
  assert.deepEqual(videoNames([h264('packetization-mode=0;profile-level-id=42e01f'), { mimeType: 'video/VP8' }]), ['VP8']);
  assert.deepEqual(videoNames([h264('profile-level-id=42001f;packetization-mode=1'), { mimeType: 'video/AV1' }]), ['AV1']);
  assert.deepEqual(videoNames([h264('packetization-mode=1;profile-level-id=42E01F')]), ['H264']);
  const other = (name, sdpFmtpLine) => ({ mimeType: `video/${name}`, sdpFmtpLine });
  assert.deepEqual(videoNames([other('VP9', 'profile-id=2'), other('AV1', 'level-idx=5;profile=1;tier=0')]), []);
  assert.deepEqual(videoNames([other('VP9', 'profile-id=0'), other('AV1', 'level-idx=5;profile=0;tier=0')]), ['VP9', 'AV1']);
  assert.equal(offerOrder([{ mimeType: 'video/VP9' }], 'H264'), null);
  const all = [other('VP8'), h264('packetization-mode=1;profile-level-id=42E01F'), other('VP9'), other('AV1'), other('rtx')];
  const order = (first) => offerOrder(all, first).map(({ mimeType }) => mimeType.slice(6)).join(' ');
  assert.deepEqual(['H264', 'VP8', 'VP9', 'AV1'].map(order), ['H264 VP8 rtx', 'VP8 H264 rtx', 'VP9 VP8 H264 rtx', 'AV1 VP8 H264 rtx']);
});

test('microphones that are silent when nobody speaks: said in the answer, for Opus alone, once', async () => {
  const answer = 'm=audio 9 x 111 63\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;usedtx=0;useinbandfec=1\r\na=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n';
  const expected = answer.replace('usedtx=0;useinbandfec=1', 'useinbandfec=1;usedtx=1');
  assert.equal(withOpus(answer, { dtx: true }), expected);
  assert.equal(withOpus(expected, { dtx: true }), expected);
  assert.equal(withOpus('a=rtpmap:96 OPUS/48000/2\r\na=x\r\n', { dtx: true }), 'a=rtpmap:96 OPUS/48000/2\r\na=fmtp:96 usedtx=1\r\na=x\r\n');
  const { manager, of, peers } = begin(Publisher);
  const track = new FakeTrack('audio');
  manager.start();
  manager.setTrack('audio', 0, track);
  await settle();
  of('pub_offer')[0].answer(answer);
  await settle();
  assert.equal(peers[0].remote[0].sdp, answer);
  manager.setTrack('audio', 0, track, { dtx: true }); // offered anew
  await settle();
  of('pub_offer')[1].answer(answer);
  await settle();
  assert.equal(peers[0].remote[1].sdp, expected);
});

test('sound twice over: put first where it is wanted and the browser can', async () => {
  const { manager, peers } = begin(Publisher);
  manager.start();
  manager.setTrack('audio', 0, new FakeTrack('audio'), { red: true });
  await settle();
  assert.deepEqual(peers[0].transceivers[0].codecs, ['audio/red', 'audio/opus', 'audio/PCMU']);
  const plain = begin(Publisher);
  plain.manager.start();
  plain.manager.setTrack('audio', 0, new FakeTrack('audio'));
  await settle();
  assert.equal(plain.peers[0].transceivers[0].codecs, null);
  assert.equal(redFirst([{ mimeType: 'audio/opus' }]), null);
});

test('loudness: silence is 0, full scale 100, half as loud for the ear in between', () => {
  assert.deepEqual([loudness(0), loudness(NaN), loudness(1), loudness(2), loudness(0.001)], [0, 0, 100, 100, 0]);
  assert.ok(loudness(0.1) > 50 && loudness(0.1) < 70);
});
