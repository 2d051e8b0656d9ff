// SPDX-License-Identifier: Apache-2.0
// The test before a call, with a browser, a network and a user that do as told.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeDocument } from '../../test/dom.mjs';
import { FakeDevices, FakePeer, FakeStream, FakeTrack, fakeWorld, friendlyServer, refusal, user } from '../../test/fakes.mjs';
import { goodFor, judgeBandwidth, judgeCamera, judgeMicrophone, judgeQuality, verdictOf } from './judge.mjs';
import { sampleOf, summarise } from './measure.mjs';
import { stepNames, testCall } from './precall.mjs';
import { en, fill, texts, zh } from './texts.mjs';

const good = { protocol: 'udp', rtt: 0.04, loss: 0, rate: 2e6, allowed: 3e6, flows: true };

/** Statistics that grow with time as the network has it. */
class Peer extends FakePeer {
  constructor(world) { super(); this.world = world; }

  addTransceiver(track, init) {
    this.world.sent.push(track.label);
    return super.addTransceiver(track, init);
  }

  async getStats() {
    const { net, clock } = this.world;
    if (!net.protocol) return new Map();
    const packets = net.flows ? Math.floor(clock.time * net.rate / 8 / 1200 / 1000) : 0;
    const lost = Math.floor(packets * net.loss);
    return new Map([
      ['t', { type: 'transport', selectedCandidatePairId: 'p' }],
      ['p', { type: 'candidate-pair', localCandidateId: 'l', remoteCandidateId: 'r', currentRoundTripTime: net.rtt, availableOutgoingBitrate: net.allowed }],
      ['l', { protocol: net.protocol }], ['r', { address: '192.0.2.9', port: 8906 }],
      ['o', { type: 'outbound-rtp', kind: 'video', packetsSent: packets }],
      ['h', { type: 'remote-inbound-rtp', kind: 'video', packetsLost: lost, jitter: 0.01 }],
      ['i', { type: 'inbound-rtp', kind: 'video', packetsReceived: packets - lost, packetsLost: lost, bytesReceived: packets * 1200, jitter: 0.01 }],
    ]);
  }
}

function setup({ net = {}, probe = {}, devices = new FakeDevices() } = {}) {
  let users = 6;
  const members = [];
  const server = friendlyServer();
  server.answers.login = () => ['logged_in', { self: user(++users) }];
  server.answers.enter_name = ({ name }) => ['entered', { room: 100000001, name, members: members.splice(0, 9, user(users - 1, { camera: 2 })).filter(Boolean) }];
  server.answers.watch = ({ user: id, kind, on }, session) => {
    if (on && kind === 'video') queueMicrotask(() => server.send('sub_offer', { version: 1, fresh: true, sdp: 'offer v', tracks: [{ mid: '0', user: id, kind, stream: 0 }] }, session));
    return ['done', {}];
  };
  const world = fakeWorld({ server, devices, document: new FakeDocument() });
  world.net = { ...good, ...net };
  world.platform.createPeer = () => { const peer = new Peer(world); world.peers.push(peer); return peer; };
  world.sent = [];
  world.tones = 0;
  world.probe = {
    secure: true, userAgent: 'Test/1', webSocket: true, permission: async () => 'granted',
    look: async () => ({ width: 640, height: 480, brightness: 120, change: 5 }),
    listen: () => ({ level: () => 60, works: () => true, close() {} }),
    playTone: async () => { world.tones++; return true; },
    testPicture: () => ({ media: { getUserMedia: async () => new FakeStream([new FakeTrack('video', 'test picture')]) }, close: () => { world.closed = true; } }),
    ...probe,
  };
  return world;
}

async function run(world, options = {}) {
  let done = null;
  const promise = testCall({ url: 'wss://h/parlor', platform: world.platform, probe: world.probe, ...options }).then((result) => { done = result; });
  for (let i = 0; i < 300 && !done; i++) await world.clock.pass(250);
  await promise;
  return done;
}

const outcomes = (result) => Object.fromEntries(result.steps.map(({ name, state, problem }) => [name, problem || state]));
const all = (state) => Object.fromEntries(stepNames.map((name) => [name, state]));

test('all is well: every step passes, with its figures, and nothing stays behind', async () => {
  const world = setup();
  const told = [];
  const result = await run(world, { onStep: (step, steps) => told.push([step.name, step.state, steps.length]), confirmSound: async () => true });
  assert.deepEqual(outcomes(result), all('passed'));
  assert.equal(result.verdict, 'good');
  assert.deepEqual(result.step('camera').figures, { device: 'fake video', width: 640, height: 480, brightness: 120 });
  assert.deepEqual(result.step('path').figures.protocol, 'udp');
  assert.equal(result.step('path').figures.remote, '192.0.2.9:8906');
  const { roundTrip_ms, lossUp, lossDown } = result.step('quality').figures;
  assert.deepEqual([roundTrip_ms, lossUp, lossDown], [40, 0, 0]);
  const { up, down, goodFor: what } = result.step('bandwidth').figures;
  assert.deepEqual([up, Math.abs(down - 2e6) < 2e5, what], [3e6, true, 'hd']);
  assert.deepEqual(stepNames.map((name) => told.filter((entry) => entry[0] === name).map((entry) => entry[1]).filter((state, i, list) => state !== list[i - 1])), stepNames.map(() => ['running', 'passed']));
  assert.ok(told.every((entry) => entry[2] === stepNames.length));
  assert.equal(world.closed, true);
  assert.ok(world.peers.length === 2 && world.peers.every(({ closed }) => closed));
  assert.equal([...world.server.sessions.values()].filter(({ over }) => over).length, 2);
  assert.equal(JSON.parse(JSON.stringify(result)).steps.length, stepNames.length);
  assert.match(result.report('en'), /everything is ready.*\n[\s\S]*\[ok\] Speed: At least 3\.0 Mbit\/s/);
  assert.match(result.report('zh-CN'), /一切就绪/);
});

test('the test picture goes over the network, never the camera', async () => {
  const world = setup();
  await run(world);
  assert.deepEqual(world.sent, ['test picture']);
  assert.equal(world.devices.asked.length, 1); // camera and microphone, once, for the steps before
});

test('what is refused, missing or busy is said for each device; the network is tested all the same', async () => {
  const devices = new FakeDevices();
  devices.judge = ({ video }) => { if (video) throw refusal('NotReadableError'); };
  assert.deepEqual(outcomes(await run(setup({ devices }))), { ...all('passed'), camera: 'camera.busy' });
  devices.judge = ({ audio }) => { if (audio) throw refusal('NotFoundError'); };
  assert.deepEqual(outcomes(await run(setup({ devices }))), { ...all('passed'), microphone: 'microphone.missing' });
  devices.judge = () => { throw refusal('NotAllowedError'); };
  const refused = await run(setup({ devices }));
  assert.deepEqual(outcomes(refused), { ...all('passed'), permission: 'permission.refused', camera: 'earlier', microphone: 'earlier' });
  assert.equal(refused.verdict, 'limited');
  devices.judge = ({ video }) => { if (video) throw refusal('NotAllowedError'); };
  assert.deepEqual(outcomes(await run(setup({ devices }))), { ...all('passed'), permission: 'permission.camera', camera: 'earlier' });
  const none = setup();
  none.platform.mediaDevices = null;
  none.probe.secure = false;
  assert.deepEqual(outcomes(await run(none)), { ...all('passed'), browser: 'browser.insecure', permission: 'permission.impossible', camera: 'earlier', microphone: 'earlier' });
});

test('a server that is not there, that refuses, or has no room', async () => {
  const away = setup();
  away.server.reachable = false;
  const result = await run(away);
  assert.deepEqual(outcomes(result), { ...all('passed'), signalling: 'signalling.code', path: 'earlier', quality: 'earlier', bandwidth: 'earlier' });
  assert.equal(result.verdict, 'bad');
  const locked = setup();
  locked.server.refuse = 102;
  assert.deepEqual((await run(locked)).step('signalling').figures.code, 102);
  const noGuests = setup();
  noGuests.server.answers.login = () => ['error', { code: 204 }];
  const step = (await run(noGuests)).step('signalling');
  assert.deepEqual([step.figures.code, step.figures.at], [204, 'login']);
  assert.match(step.texts('en').text, /\(204\)$/);
  assert.ok(step.texts('zh').cure.length > 3);
  const noRoom = setup();
  noRoom.server.answers.enter_name = () => ['error', { code: 303 }];
  assert.equal((await run(noRoom)).step('signalling').figures.at, 'room');
});

test('ways: a detour over TCP, none, and one on which nothing comes', async () => {
  assert.equal(outcomes(await run(setup({ net: { protocol: 'tcp' } }))).path, 'path.tcp');
  const none = await run(setup({ net: { protocol: '' } }));
  assert.deepEqual([outcomes(none).path, outcomes(none).quality, none.verdict], ['path.none', 'earlier', 'bad']);
  const world = setup({ net: { flows: false } });
  world.platform.createPeer = () => { const peer = Object.assign(new Peer(world), { connectionState: 'connected' }); world.peers.push(peer); return peer; };
  assert.equal(outcomes(await run(world)).path, 'path.silent');
});

test('a connection that is lossy, far or narrow, and one that breaks off', async () => {
  const lossy = await run(setup({ net: { loss: 0.05 } }));
  assert.deepEqual([outcomes(lossy).quality, lossy.step('quality').state, lossy.verdict], ['quality.lossy', 'warning', 'limited']);
  assert.ok(Math.abs(lossy.step('quality').figures.lossUp - 5) < 0.5);
  assert.equal((await run(setup({ net: { loss: 0.2 } }))).step('quality').state, 'failed');
  assert.equal(outcomes(await run(setup({ net: { rtt: 0.6 } }))).quality, 'quality.far');
  const narrow = await run(setup({ net: { rate: 300000, allowed: 0 } }));
  assert.equal(outcomes(narrow).bandwidth, 'bandwidth.down');
  assert.equal(narrow.step('bandwidth').figures.goodFor, 'small');
  const world = setup();
  const broken = await run(world, { onStep: ({ name, progress }) => { if (name === 'quality' && progress > 0) world.net.flows = false; } });
  assert.equal(outcomes(broken).quality, 'quality.stopped');
});

test('the loudspeaker: asked for, again and again, and unheard; nobody to ask; blocked', async () => {
  const answers = ['again', 'again', false];
  const world = setup();
  assert.equal(outcomes(await run(world, { confirmSound: async () => answers.shift() })).speaker, 'speaker.unheard');
  assert.equal(world.tones, 3);
  assert.deepEqual((await run(setup())).step('speaker').figures, { confirmed: false });
  assert.equal(outcomes(await run(setup({ probe: { playTone: async () => false } }))).speaker, 'speaker.blocked');
});

test('only some of the steps, and what they need', async () => {
  const result = await run(setup(), { steps: ['path'] });
  assert.deepEqual(outcomes(result), { browser: 'passed', signalling: 'passed', path: 'passed' });
  await assert.rejects(testCall({ steps: ['weather'] }), { code: 21 });
});

test('stopped in the middle: what runs ends, the rest is not tested, devices and links are closed', async () => {
  const world = setup();
  const stop = new AbortController();
  const result = await run(world, { signal: stop.signal, onStep: ({ name, progress }) => { if (name === 'quality' && progress > 0) stop.abort(); } });
  assert.deepEqual([outcomes(result).path, outcomes(result).quality, outcomes(result).bandwidth, result.cancelled], ['passed', 'cancelled', 'cancelled', true]);
  assert.equal([...world.server.sessions.values()].filter(({ over }) => over).length, 2);
  const early = setup();
  const none = await run(early, { signal: AbortSignal.abort() });
  assert.deepEqual(outcomes(none), all('cancelled'));
  // While the user is being asked.
  const asking = setup();
  const ask = new AbortController();
  const asked = await run(asking, { signal: ask.signal, confirmSound: () => { ask.abort(); return new Promise(() => {}); } });
  assert.equal(outcomes(asked).speaker, 'cancelled');
});

test('a step that fails unexpectedly, or a page that throws, ends nothing', async () => {
  const result = await run(setup({ probe: { look: async () => { throw new Error('boom'); } } }), { onStep: () => { throw new Error('page'); } });
  assert.deepEqual(outcomes(result), { ...all('passed'), camera: 'internal' });
  assert.match(result.step('camera').texts().cause, /boom/);
});

test('judgements at their edges', () => {
  const camera = { width: 640, height: 480, brightness: 100, change: 5 };
  assert.deepEqual(['passed', 'camera.dark', 'camera.still', 'camera.empty'].map((_, i) => {
    const judged = judgeCamera({ ...camera, ...[{}, { brightness: 3 }, { change: 0 }, { width: 0 }][i] });
    return judged.problem || judged.state;
  }), ['passed', 'camera.dark', 'camera.still', 'camera.empty']);
  const mic = (loudest, muted = false, works = true) => judgeMicrophone({ loudest, muted }, works).problem;
  assert.deepEqual([mic(50), mic(5), mic(0), mic(50, true), mic(0, false, false)], ['', 'microphone.quiet', 'microphone.silent', 'microphone.muted', 'microphone.unmeasured']);
  assert.deepEqual([2e6, 6e5, 2e5, 1e5].map(goodFor), ['hd', 'sd', 'small', 'none']);
  assert.equal(judgeBandwidth({ up: 1e5, down: 1e5 }, true).problem, 'bandwidth.cpu');
  assert.equal(judgeBandwidth({ up: 1e5, down: 9e5 }).problem, 'bandwidth.up');
  assert.equal(judgeQuality({ roundTrip_ms: 20, lossUp: 0, lossDown: 0, jitter_ms: 80 }).problem, 'quality.unsteady');
  assert.equal(verdictOf([{ name: 'camera', state: 'failed' }]), 'limited');
  assert.equal(verdictOf([{ name: 'path', state: 'failed' }]), 'bad');
  assert.equal(verdictOf([{ name: 'path', state: 'passed' }]), 'good');
});

test('measures: nothing known is nothing, never NaN', () => {
  const empty = sampleOf(0, null, null);
  assert.deepEqual(Object.values(summarise([empty])).filter((value) => Number.isNaN(value)), []);
  assert.deepEqual(Object.values(summarise([])).filter((value) => Number.isNaN(value)), []);
  assert.equal(summarise([{ ...empty, at: 0, bytes: 0 }, { ...empty, at: 1000, bytes: 125000 }]).down, 1e6);
});

test('both languages say the same things, and all that can be asked for', () => {
  for (const part of ['steps', 'words', 'problems']) assert.deepEqual(Object.keys(zh[part]).sort(), Object.keys(en[part]).sort());
  for (const [key, said] of Object.entries(en.problems)) {
    assert.equal(zh.problems[key].length, said.length, key);
    const values = (list) => list.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1])).sort();
    assert.deepEqual(values(zh.problems[key]), values(said), key);
    assert.ok(said.length === 1 || said.length === 3, key);
    for (const text of zh.problems[key]) assert.doesNotMatch(text, /[\u4e00-\u9fff][,.!?;:]/, key);
  }
  for (const name of stepNames) assert.ok(en.steps[name] && en.problems[`${name}.passed`]);
  assert.equal(texts('zh-TW'), zh);
  assert.equal(fill('{a} {b}', { a: 1 }), '1 {b}');
});
