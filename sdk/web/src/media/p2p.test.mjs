// SPDX-License-Identifier: Apache-2.0
// Direct connections: negotiation, taking over, and every way back.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeClock, FakePeer, FakeStream, FakeTrack, settle } from '../../test/fakes.mjs';
import { Direct } from './p2p.mjs';

class Channel {
  readyState = 'connecting';
  sent = [];
  send(text) { if (this.readyState !== 'open') throw new Error('not open'); this.sent.push(JSON.parse(text)); }
  open() { this.readyState = 'open'; this.onopen?.(); }
  hears(message) { this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) }); }
  close() { this.readyState = 'closed'; this.onclose?.(); }
}

class Peer extends FakePeer {
  channel = new Channel();
  taken = [];
  bytes = 1000;
  protocol = 'udp';
  createDataChannel(label, options) { this.channel.options = options; return this.channel; }
  async addIceCandidate(candidate) { this.taken.push(candidate.candidate); }

  /** "audio video": the offer of the other end. */
  async setRemoteDescription(description) {
    await null;
    if (description.sdp === 'nonsense') throw new Error('bad sdp');
    this.remote.push(description);
    if (description.type === 'offer')
      for (const kind of description.sdp.split(' ')) { const section = this.addTransceiver(kind, { direction: 'recvonly' }); section.mid = String(this.transceivers.length - 1); section.sender.track = null; }
  }

  /** So many frames and packets have arrived in sections 0, 1 ... */
  arrived(...counts) {
    this.bytes += 500;
    counts.forEach((count, index) => this.stats.set(`in${index}`, { type: 'inbound-rtp', mid: String(index), framesDecoded: count, packetsReceived: count }));
  }

  async getStats() {
    const pair = { type: 'candidate-pair', nominated: true, bytesReceived: this.bytes, localCandidateId: 'local' };
    return new Map([...this.stats, ['pair', pair], ['local', { protocol: this.protocol }]]);
  }
}

/** This end (user 1) with user 2, whose picture and sound come through a fake server way. */
function begin({ wants = [{ kind: 'audio', stream: 0 }, { kind: 'video', stream: 0 }], open = true, stun = [] } = {}) {
  const clock = new FakeClock(), peers = [], configs = [], sent = [], seen = [];
  const server = new FakePeer(), remotes = new Map();
  for (const [mid, kind] of [['7', 'audio'], ['8', 'video']]) {
    const track = new FakeTrack(kind);
    remotes.set(kind, { mid, receiver: { track }, media: new FakeStream([track]) });
  }
  const world = { wants, open };
  const direct = new Direct({
    clock, createStream: (list) => new FakeStream(list), stun: () => stun, wants: () => world.wants, isOpen: () => world.open,
    codecs: () => [{ mimeType: 'video/VP8' }],
    createPeer: (config) => { const peer = new Peer(); peers.push(peer); configs.push(config); return /** @type {any} */ (peer); },
    send: (t, fields, done) => sent.push({ t, ...fields, done }),
    subscriber: { peer: server, remote: (user, kind, stream = 0) => (user === 2 && stream === 0 ? remotes.get(kind) ?? null : null) },
  });
  direct.on('state', (user, state) => seen.push(`state ${user} ${state}`));
  direct.on('changed', (user, kind) => seen.push(`changed ${user} ${kind}`));
  const of = (t) => sent.filter((message) => message.t === t);
  const signals = () => of('p2p_signal').map(({ data }) => JSON.parse(data));
  const states = () => of('p2p_state').map(({ attempt, link, tracks }) => [attempt, link, ...tracks.map(({ kind }) => kind)].join(' '));
  const start = (attempt, offer = true) => direct.handle({ t: 'p2p_start', user: 2, attempt, offer });
  const signal = async (attempt, message) => {
    direct.handle({ t: 'p2p_signalled', user: 2, attempt, data: typeof message === 'string' ? message : JSON.stringify(message) });
    await settle();
  };
  const stop = (attempt) => direct.handle({ t: 'p2p_stop', user: 2, attempt, code: 0 });
  /** What the server's way has brought. */
  const brings = (audio, video) => {
    server.stats.set('a', { type: 'inbound-rtp', mid: '7', packetsReceived: audio });
    server.stats.set('v', { type: 'inbound-rtp', mid: '8', framesDecoded: video });
  };
  brings(500, 100);
  return { direct, world, clock, peers, configs, sent, seen, of, signals, states, start, signal, stop, brings, remotes };
}

/** ... and attempt 1 is up, with both streams moving. */
async function up(options) {
  const w = begin(options);
  w.start(1);
  await settle();
  await w.signal(1, { sdp: { type: 'answer', sdp: 'a' }, want: [{ kind: 'audio', stream: 0 }, { kind: 'video', stream: 0 }] });
  const [peer] = w.peers;
  peer.channel.open();
  peer.change('connected');
  peer.arrived(50, 3);
  await settle();
  peer.arrived(62, 6);
  await w.clock.pass(250);
  return { ...w, peer };
}

const shows = (w, kind) => w.remotes.get(kind).media.list;
const directTrack = (peer, index) => peer.transceivers[index].receiver.track;
/** Time passes and things go on arriving, in the sections given. */
async function flow(w, peer, ms, sections = [0, 1]) {
  for (; ms > 0; ms -= 250) {
    const count = (index) => (peer.stats.get(`in${index}`)?.packetsReceived ?? 0) + (sections.includes(index) ? 5 : 0);
    peer.arrived(count(0), count(1));
    await w.clock.pass(250);
  }
}

test('the offer has a section for the sound and each camera, and says what is wanted', async () => {
  const w = begin({ wants: [{ kind: 'video', stream: 2 }], stun: ['stun:192.0.2.1:3478'] });
  const sound = new FakeTrack('audio'), camera = new FakeTrack('video');
  w.direct.setTrack('audio', 0, sound);
  w.direct.setTrack('video', 1, camera, { maxBitrate: 100000 });
  w.start(1);
  await settle();
  assert.deepEqual(w.configs[0].iceServers, [{ urls: ['stun:192.0.2.1:3478'] }]);
  const [offer] = w.signals();
  assert.equal(offer.sdp.type, 'offer');
  assert.deepEqual(offer.sections, [['0', 'audio', 0], ['1', 'video', 0], ['2', 'video', 1], ['3', 'video', 2]].map(([mid, kind, stream]) => ({ mid, kind, stream })));
  assert.deepEqual(offer.want, [{ kind: 'video', stream: 2 }]);
  const [peer] = w.peers;
  assert.deepEqual(peer.channel.options, { negotiated: true, id: 0 });
  assert.ok(peer.transceivers.every(({ direction }) => direction === 'sendrecv'));
  assert.deepEqual(peer.transceivers[1].codecs, ['video/VP8']);
  assert.ok(peer.transceivers.every(({ sender }) => sender.replaced.at(-1) === undefined || sender.replaced.at(-1) === null), 'nothing is sent unasked');
  await w.signal(1, { sdp: { type: 'answer', sdp: 'a' }, want: [{ kind: 'video', stream: 1 }, { kind: 'smell', stream: 0 }, { kind: 'video', stream: 99 }, null] });
  assert.deepEqual(peer.transceivers.map(({ sender }) => sender.replaced.at(-1) ?? null), [null, null, camera, null]);
  assert.equal(peer.transceivers[2].sender.parameters.encodings[0].maxBitrate, 100000);
});

test('an offer is answered section by section; candidates wait for it and go together', async () => {
  const w = begin();
  const camera = new FakeTrack('video');
  w.direct.setTrack('video', 0, camera);
  w.start(4, false);
  await settle();
  assert.equal(w.sent.length, 0);
  await w.signal(4, { candidates: [{ candidate: 'one' }, { candidate: 'two' }] });
  const [peer] = w.peers;
  assert.deepEqual(peer.taken, []);
  await w.signal(4, {
    sdp: { type: 'offer', sdp: 'audio video video' }, want: [{ kind: 'video', stream: 0 }],
    sections: [{ mid: '0', kind: 'audio', stream: 0 }, { mid: '1', kind: 'video', stream: 0 }, { mid: '2', kind: 'audio', stream: 1 }, { mid: '9', kind: 'video', stream: 1 }, 'x'],
  });
  assert.deepEqual(peer.taken, ['one', 'two']);
  assert.deepEqual(peer.transceivers.map(({ direction }) => direction), ['sendrecv', 'sendrecv', 'recvonly']);
  assert.deepEqual(peer.transceivers.map(({ sender }) => sender.track), [null, camera, null]);
  assert.equal(w.signals()[0].sdp.type, 'answer');
  for (const candidate of ['c1', 'c2']) peer.onicecandidate({ candidate: { candidate, sdpMid: '0', sdpMLineIndex: 0 } });
  peer.onicecandidate({ candidate: null });
  await w.clock.pass(60);
  assert.deepEqual(w.signals().slice(1).map(({ candidates }) => candidates.map(({ candidate }) => candidate)), [['c1', 'c2']]);
});

test('taken over when frames move, in the stream that plays already, and the server is told', async () => {
  const w = begin();
  w.start(1);
  await settle();
  await w.signal(1, { sdp: { type: 'answer', sdp: 'a' }, want: [] });
  const [peer] = w.peers;
  const { media } = w.remotes.get('video');
  const [serverTrack] = media.list;
  peer.change('connected');
  await settle();
  assert.deepEqual([w.seen, w.states()], [['state 2 2'], ['1 connected']]);
  peer.arrived(20, 0); // sound, but no frame yet
  await w.clock.pass(250);
  assert.deepEqual(w.states(), ['1 connected', '1 connected audio']);
  assert.deepEqual(media.list, [serverTrack]);
  peer.arrived(40, 1);
  await w.clock.pass(250);
  assert.deepEqual(w.states().at(-1), '1 connected audio video');
  assert.deepEqual(media.list, [directTrack(peer, 1)]);
  assert.equal(w.direct.remote(2, 'video').media, media);
  assert.equal(w.direct.state(2), 2);
  assert.equal(w.direct.state(3), 0);
  assert.deepEqual(w.direct.traffic.remotes.map(({ user, kind, mid }) => `${user} ${kind} ${mid}`), ['2 audio 0', '2 video 1']);
  await flow(w, peer, 20000);
  assert.equal(w.states().length, 3, 'nothing new, nothing said');
});

test('a connection over TCP is told as such', async () => {
  const w = begin();
  w.start(1);
  await settle();
  w.peers[0].protocol = 'tcp';
  w.peers[0].change('connected');
  await settle();
  assert.deepEqual(w.seen, ['state 2 1']);
});

test('back to the server: each stream when the server has brought something, then goodbye', async () => {
  const w = await up();
  const { peer, clock } = w;
  w.stop(1);
  assert.equal(w.direct.state(2), 0);
  assert.equal(w.seen.at(-1), 'state 2 0');
  await flow(w, peer, 1000);
  assert.deepEqual(shows(w, 'video'), [directTrack(peer, 1)], 'nothing has come through the server yet');
  w.brings(501, 100);
  await clock.pass(100);
  assert.equal(shows(w, 'audio')[0], w.remotes.get('audio').receiver.track);
  assert.deepEqual(shows(w, 'video'), [directTrack(peer, 1)]);
  assert.equal(peer.channel.sent.some(({ bye }) => bye), false);
  w.brings(520, 101);
  await clock.pass(100);
  assert.deepEqual(shows(w, 'video'), [w.remotes.get('video').receiver.track]);
  assert.equal(w.direct.remote(2, 'video'), null);
  assert.equal(peer.channel.sent.at(-1).bye, true);
  assert.equal(peer.closed, false, 'the other end may still need ours');
  peer.channel.hears({ bye: true });
  assert.equal(peer.closed, true);
  assert.deepEqual(w.states().filter((state) => /failed/.test(state)), []);
});

test('an end that never says goodbye is not waited for', async () => {
  const w = await up();
  w.stop(1);
  await w.clock.pass(100);
  w.brings(600, 200);
  await w.clock.pass(100);
  assert.equal(w.peer.closed, false);
  await w.clock.pass(5000);
  assert.equal(w.peer.closed, true);
});

test('nothing comes at all: the server is asked at once, the last picture stays until it has answered', async () => {
  const w = await up();
  await w.clock.pass(750);
  assert.equal(w.states().some((state) => /failed/.test(state)), false);
  await w.clock.pass(500);
  assert.equal(w.states().at(-1), '1 failed');
  assert.equal(w.seen.at(-1), 'state 2 0');
  assert.deepEqual(shows(w, 'video'), [directTrack(w.peer, 1)]);
  await w.clock.pass(120);
  w.brings(600, 200);
  await w.clock.pass(100);
  assert.deepEqual(shows(w, 'video'), [w.remotes.get('video').receiver.track]);
  w.stop(1); // the server's answer to our failure: known already
  assert.equal(w.seen.filter((event) => event === 'state 2 0').length, 1);
});

test('the server brings nothing either: its way is shown in the end', async () => {
  const w = await up();
  w.stop(1);
  await w.clock.pass(9900);
  assert.deepEqual(shows(w, 'video'), [directTrack(w.peer, 1)]);
  await w.clock.pass(200);
  assert.deepEqual(shows(w, 'video'), [w.remotes.get('video').receiver.track]);
});

test('the server has made its connection anew meanwhile: its own stream is shown', async () => {
  const w = await up();
  const track = new FakeTrack('video');
  w.remotes.set('video', { mid: '8', receiver: { track }, media: new FakeStream([track]) });
  w.brings(1, 0);
  w.stop(1);
  await w.clock.pass(100);
  w.brings(2, 1);
  await w.clock.pass(100);
  assert.equal(w.direct.remote(2, 'video'), null);
  assert.equal(w.seen.filter((event) => event === 'changed 2 video').length, 2);
});

test('disconnected for a moment is nothing, for a second it is over; so is a closed channel', async () => {
  const w = await up();
  w.peer.change('disconnected');
  await flow(w, w.peer, 750);
  w.peer.change('connected');
  await flow(w, w.peer, 2000);
  assert.equal(w.states().some((state) => /failed/.test(state)), false);
  w.peer.change('disconnected');
  await flow(w, w.peer, 1000);
  assert.equal(w.states().filter((state) => /failed/.test(state)).length, 1);
  w.peer.change('failed');
  assert.equal(w.states().filter((state) => /failed/.test(state)).length, 1);

  const other = await up();
  other.peer.channel.close();
  assert.equal(other.states().at(-1), '1 failed');
});

test('one stream stops: it alone goes back, and is taken again when it moves', async () => {
  const w = await up();
  await flow(w, w.peer, 2750, [0]);
  assert.equal(w.states().at(-1), '1 connected audio video');
  await flow(w, w.peer, 500, [0]);
  assert.equal(w.states().at(-1), '1 connected audio');
  assert.deepEqual(shows(w, 'video'), [directTrack(w.peer, 1)]);
  w.brings(500, 105);
  await flow(w, w.peer, 250, [0]);
  assert.deepEqual(shows(w, 'video'), [w.remotes.get('video').receiver.track]);
  await flow(w, w.peer, 500);
  assert.equal(w.states().at(-1), '1 connected audio video');
  assert.equal(w.direct.state(2), 2);
});

test('a device that closes, or a picture that is hidden, is not wanted; the other end is told', async () => {
  const w = await up();
  w.world.wants = [{ kind: 'audio', stream: 0 }];
  w.direct.review();
  assert.equal(w.states().at(-1), '1 connected audio');
  assert.deepEqual(w.peer.channel.sent.at(-1), { want: [{ kind: 'audio', stream: 0 }] });
  assert.deepEqual(shows(w, 'video'), [w.remotes.get('video').receiver.track]);
  await flow(w, w.peer, 5000, [0]); // it does not move, and nobody minds
  w.world.wants = [{ kind: 'audio', stream: 0 }, { kind: 'video', stream: 0 }];
  await flow(w, w.peer, 500);
  assert.equal(w.states().at(-1), '1 connected audio video');
  assert.deepEqual(w.peer.channel.sent.at(-1).want.length, 2);
});

test('what the other end wants, and our devices, change while it is up', async () => {
  const w = await up();
  const [sound, camera, better] = [new FakeTrack('audio'), new FakeTrack('video'), new FakeTrack('video')];
  const sends = () => w.peer.transceivers.map(({ sender }) => sender.replaced.at(-1) ?? null);
  w.direct.setTrack('audio', 0, sound);
  w.direct.setTrack('video', 0, camera);
  assert.deepEqual(sends(), [sound, camera]);
  w.direct.setTrack('video', 0, better);
  assert.deepEqual(sends(), [sound, better]);
  w.peer.channel.hears({ want: [{ kind: 'video', stream: 0 }] });
  assert.deepEqual(sends(), [null, better]);
  w.peer.channel.hears('no json');
  w.peer.channel.hears('null');
  w.direct.setTrack('video', 0, null);
  assert.deepEqual(sends(), [null, null]);
  await flow(w, w.peer, 500);
  assert.equal(w.direct.state(2), 2);
});

test('nonsense from the other end fails the attempt, once', async () => {
  for (const message of ['no json', { sdp: { type: 'answer', sdp: 'nonsense' } }]) {
    const w = begin();
    w.start(1);
    await settle();
    await w.signal(1, message);
    await w.signal(1, message);
    assert.deepEqual(w.states(), ['1 failed']);
    assert.equal(w.peers[0].closed, true);
    assert.deepEqual(w.seen, [], 'it never was up');
  }
});

test('signals and ends of other attempts change nothing', async () => {
  const w = await up();
  w.stop(2);
  await w.signal(2, { sdp: { type: 'answer', sdp: 'nonsense' } });
  w.direct.handle({ t: 'p2p_stop', user: 3, attempt: 1, code: 0 });
  assert.equal(w.direct.state(2), 2);
  assert.equal(w.peers.length, 1);
});

test('the next attempt begins while the last one says goodbye', async () => {
  const w = await up();
  w.stop(1);
  w.start(2);
  await settle();
  await w.signal(2, { sdp: { type: 'answer', sdp: 'a' }, want: [] });
  const second = w.peers[1];
  second.change('connected');
  second.arrived(50, 3);
  await settle();
  second.arrived(60, 6);
  await w.clock.pass(50);
  assert.equal(w.direct.remote(2, 'video').receiver.track, directTrack(w.peer, 1), 'not before it is home');
  await w.clock.pass(100);
  w.brings(600, 200);
  await w.clock.pass(100);
  await flow(w, second, 500);
  assert.equal(w.states().at(-1), '2 connected audio video');
  assert.deepEqual(shows(w, 'video'), [directTrack(second, 1)]);
});

test('leaving closes everything and tells nobody', async () => {
  const w = await up();
  const before = w.sent.length;
  w.seen.length = 0;
  w.direct.stop();
  await w.clock.pass(20000);
  assert.deepEqual([w.peer.closed, w.sent.length, w.direct.state(2), w.clock.count], [true, before, 0, 0]);
  assert.equal(w.seen.some((event) => event.startsWith('state')), false);
  assert.deepEqual(shows(w, 'video'), [w.remotes.get('video').receiver.track]);
});

test('policies and wishes', async () => {
  const w = begin({ open: false });
  w.direct.setPolicy(2);
  assert.deepEqual([w.direct.policy, w.sent.length], [2, 0], 'hello will tell');
  w.world.open = true;
  for (const policy of [2, 4, -1, NaN]) w.direct.setPolicy(policy);
  assert.equal(w.sent.length, 0);
  w.direct.setPolicy(0);
  assert.deepEqual(w.of('p2p_policy').map(({ policy }) => policy), [0]);
  w.direct.connect(2, true);
  assert.deepEqual([w.sent.at(-1).user, w.sent.at(-1).on], [2, true]);
  w.sent.at(-1).done(new Error('20'));
  assert.deepEqual(w.seen, ['state 2 0'], 'the event tells what comes of it');
  w.direct.connect(2, true);
  w.sent.at(-1).done(null);
  w.start(1);
  await settle();
  w.stop(1);
  assert.deepEqual(w.seen, ['state 2 0', 'state 2 0']);
  assert.equal(w.peers[0].closed, true);
});

test('sound as its settings have it: pauses, stereo and rate, also without the server', async () => {
  const w = begin();
  w.direct.setTrack('audio', 0, /** @type {any} */ (new FakeTrack('audio')), { dtx: true, stereo: true, maxBitrate: 96000 });
  w.start(1);
  await settle();
  const answer = 'm=audio 9 x 111\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10\r\n';
  await w.signal(1, { sdp: { type: 'answer', sdp: answer }, want: [{ kind: 'audio', stream: 0 }] });
  const [peer] = w.peers;
  assert.equal(peer.remote[0].sdp, answer.replace('minptime=10', 'minptime=10;usedtx=1;stereo=1'));
  assert.equal(peer.transceivers[0].sender.parameters.encodings[0].maxBitrate, 96000);
});
