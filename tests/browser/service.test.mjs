// SPDX-License-Identifier: Apache-2.0
// Services with real media: a supervisor who listens is heard, seen and listed by nobody, whatever his page tries; hold, consultation,
// conference, transfer and whisper let exactly those hear each other who may. Who hears whom is counted in packets that arrive.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {startChromium, startFirefox} from '../support/browsers.mjs';
import {startServer} from './support.mjs';

const CONFIG = `
[counter]
supervisors = dan
[area 1]
name = Office
[queue 101]
area = 1
name = Cash
[queue 102]
area = 1
name = Loans
`;

let server;
before(async () => { server = await startServer({config: CONFIG}); });
after(async () => { await server?.stop(); });

/** In the page: somebody at the counter with an open microphone, who goes where he is called, and listens to everybody there. */
async function begin({name, role}) {
  const {Parlor} = await import('/sdk/parlor.mjs');
  const parlor = window.parlor = new Parlor();
  const {counter} = parlor;
  window.texts = [];
  window.goIn = async (number) => {
    const room = window.room = await parlor.enter(number);
    room.on('text', ({text}) => window.texts.push(text));
    for (const {id} of room.users) parlor.watch(id, {video: false});
    room.on('userEntered', ({id}) => parlor.watch(id, {video: false}));
    await parlor.microphone.open();
  };
  window.heard = async (id) => {
    const stats = await parlor._client.subscriber.remote(id, 'audio')?.receiver.getStats();
    return [...stats?.values() ?? []].find(({type}) => type === 'inbound-rtp')?.packetsReceived ?? 0;
  };
  /** How many send us sound, whoever they are. */
  window.voices = async () => {
    const stats = await parlor._client.subscriber.peer?.getStats();
    return [...stats?.values() ?? []].filter(({type, kind, packetsReceived}) => type === 'inbound-rtp' && kind === 'audio' && packetsReceived > 0).length;
  };
  parlor.on('call', async (call) => window.goIn(await call.accept()));
  counter.on('asked', async (request) => window.goIn(await request.accept()));
  counter.on('serviceOver', () => parlor.leave());
  await parlor.connect();
  await parlor.login(name, 'x');
  await counter.register({role});
  await counter.enter(1);
  return parlor.self.id;
}

async function office(browser, ...people) {
  const pages = {};
  for (const [name, role] of people) {
    const page = pages[name] = await browser.page(`${browser.name} (${name})`);
    page.user = name;
    await page.goto(`${server.url}/demos/events.html`);
    page.id = await page.evaluate(begin, {name, role});
  }
  return pages;
}

/** bob serves ann: they talk, and hear each other. */
async function serve({ann, bob}) {
  await ann.evaluate(() => window.parlor.counter.join(101, {intake: {card: 'gold'}}));
  await bob.evaluate(() => window.parlor.counter.next());
  await bob.waitFor(() => window.parlor.counter.service, undefined, {what: 'bob serves'});
  await bob.evaluate(async (id) => window.goIn(await window.parlor.call(id).started), ann.id);
  await hears(ann, bob);
  await hears(bob, ann);
}

const packets = (listener, whom) => listener.evaluate((id) => window.heard(id), whom.id);
/** Sound of `whom` arrives at `listener`. */
async function hears(listener, whom, more = 10) {
  const start = await packets(listener, whom);
  await listener.waitFor(async ({id, least}) => await window.heard(id) >= least, {id: whom.id, least: start + more},
    {what: `${listener.user} hears ${whom.user}`, timeoutMs: 30000});
}
/** While `other` hears two seconds of `whom`, `listener` hears nothing of him but what was on its way. */
async function isDeafTo(listener, whom, other) {
  await hears(other, whom, 10);
  const start = await packets(listener, whom);
  await hears(other, whom, 60);
  const came = await packets(listener, whom) - start;
  assert.ok(came <= 25, `${came} packets of ${whom.user} at ${listener.user}`);
}
const service = (page, want) => page.waitFor((want) => {
  const now = window.parlor.counter.service;
  return now && Object.entries(want).every(([key, value]) => JSON.stringify(now[key]) === JSON.stringify(value));
}, want, {what: `${page.user}: ${JSON.stringify(want)}`});
const say = (page, verb, ...args) => page.evaluate(async ({verb, args}) => {
  try { await window.parlor.counter[verb](...args); return 0; } catch (error) { return error.code ?? String(error); }
}, {verb, args});
const watch = async (page, verb, client) => page.evaluate(async ({verb, client}) => {
  const number = await window.parlor.counter[verb](client);
  if (!window.parlor.room) await window.goIn(number);
}, {verb, client: client.id});
const users = (page) => page.evaluate(() => window.room.users.map(({name}) => name).sort());

/** In the page of one who listens: everything that could make him heard. What was refused, by its code. */
async function tries(client) {
  const {parlor} = window, {session} = parlor._client;
  const said = (t, fields) => new Promise((resolve) => session.send(t, fields, (error) => resolve(error?.code ?? 0)));
  await parlor.microphone.open();
  await parlor.camera.open().catch(() => {});
  const peer = new RTCPeerConnection();
  const media = await navigator.mediaDevices.getUserMedia({audio: true, video: true});
  for (const track of media.getTracks()) peer.addTransceiver(track, {direction: 'sendonly'});
  await peer.setLocalDescription();
  const codes = [
    await said('pub_offer', {sdp: peer.localDescription.sdp, tracks: [{mid: '0', kind: 'audio', stream: 0}, {mid: '1', kind: 'video', stream: 0}]}),
    await said('text', {to: -1, secret: false, text: 'boo'}),
    await said('text', {to: client, secret: true, text: 'boo'}),
    await said('private_request', {user: client}),
    await said('p2p_connect', {user: client, on: true}),
    await said('buffer', {to: -1, is_text: true, data: btoa('boo')}),
    await said('buffer', {to: client, is_text: true, data: btoa('boo')}),
    await said('note', {to: -1, kind: 'business', text: '{}'}),
    await said('note', {to: client, kind: 'business', text: '{}'}),
    await said('file_offer', {to: client, task: 1, size: 3, name: 'boo.txt'}),
    await said('call_request', {user: client, flags: 0, param: 0, text: ''}),
    await said('record', {user: client, on: true, flags: 0, param: 0}),
    await said('service_note', {client, text: 'boo'}),
    await said('service_hold', {client, on: true}),
  ];
  await said('state', {camera: 2, mic: 1, streams: 1});
  parlor.setDirect('page');
  return codes;
}

async function listening(browser) {
  const {ann, bob, dan} = await office(browser, ['ann', 'client'], ['bob', 'agent'], ['dan', 'supervisor']);
  await serve({ann, bob});
  assert.equal(await say(bob, 'listen', ann.id), 20, 'only supervisors');
  assert.equal(await say(ann, 'listen', ann.id), 20);

  await watch(dan, 'listen', ann);
  await hears(dan, ann);
  await hears(dan, bob);
  assert.deepEqual(await users(dan), ['ann', 'bob']);
  assert.deepEqual(await dan.evaluate(tries, ann.id), Array(14).fill(20));
  for (const page of [ann, bob]) await page.evaluate((id) => { window.parlor.watch(id); }, dan.id); // who knows of him may ask: in vain

  // Over a link that has come back, too.
  await dan.evaluate(() => window.parlor._client.session.send('state', {camera: 2, mic: 1, streams: 1}));
  await hears(ann, bob, 60);
  await hears(bob, ann, 60);
  for (const page of [ann, bob]) {
    assert.equal(await page.evaluate(() => window.voices()), 1, `voices at ${page.user}`);
    assert.equal(await packets(page, dan), 0);
    assert.equal((await users(page)).includes('dan'), false);
    assert.deepEqual(await page.evaluate(() => [window.texts, window.parlor.counter.service.parties]), [[], []]);
  }

  // The same measure shows him as soon as he may be heard: by bob, then by both.
  await dan.evaluate(() => { window.parlor.setDirect('server'); });
  await watch(dan, 'whisper', ann);
  await dan.evaluate(async () => { await window.parlor.microphone.close(); await window.parlor.microphone.open(); });
  await hears(bob, dan);
  assert.deepEqual([await users(ann), await users(bob)], [['bob'], ['ann', 'dan']]);
  await hears(bob, dan, 60);
  assert.deepEqual([await packets(ann, dan), await ann.evaluate(() => window.voices())], [0, 1]);
  await watch(dan, 'barge', ann);
  await hears(ann, dan);
  assert.deepEqual(await users(ann), ['bob', 'dan']);

  // And no more.
  await watch(dan, 'listen', ann);
  await ann.waitFor(() => window.room.users.length === 1, undefined, {what: 'dan is gone for ann'});
  const [before] = [await packets(ann, dan)];
  await hears(ann, bob, 60);
  assert.ok(await packets(ann, dan) - before <= 25);
  assert.equal(await say(dan, 'depart'), 0);
}

async function together(browser) {
  const {ann, bob, cat, dan} = await office(browser, ['ann', 'client'], ['bob', 'agent'], ['cat', 'agent'], ['dan', 'supervisor']);
  await serve({ann, bob});
  await service(bob, {role: 'agent', intake: {card: 'gold'}});
  assert.equal(await say(bob, 'note', 'wants a loan'), 0);

  // Consultation: the two agents hear each other, ann nobody, and nobody ann.
  assert.equal(await say(bob, 'consult', cat.id, {text: 'help'}), 0);
  await service(ann, {held: true, parties: [{user: cat.id, role: 'guest', asked: false}]});
  await service(cat, {role: 'guest', notes: [{user: bob.id, text: 'wants a loan'}], intake: {card: 'gold'}});
  await hears(cat, bob);
  await hears(bob, cat);
  await isDeafTo(ann, bob, cat);
  await isDeafTo(ann, cat, bob);
  assert.equal(await packets(cat, ann), 0);

  // Conference.
  assert.equal(await say(bob, 'hold', false), 0);
  await hears(ann, cat);
  await hears(ann, bob);
  await hears(cat, ann);

  // Whisper: bob alone.
  await watch(dan, 'whisper', ann);
  await hears(bob, dan, 60);
  assert.deepEqual([await packets(ann, dan), await packets(cat, dan)], [0, 0]);
  assert.equal(await say(dan, 'depart'), 0);

  // cat takes ann over, in the same room; bob is out of it.
  const room = await ann.evaluate(() => window.parlor.room.id ?? window.parlor.room.number);
  assert.equal(await say(bob, 'transfer', {agent: cat.id}), 0);
  await service(ann, {agent: cat.id, held: false, parties: []});
  await bob.waitFor(() => !window.parlor.room && !window.parlor.counter.service, undefined, {what: 'bob is out'});
  await hears(ann, cat);
  await hears(cat, ann);
  assert.equal(await ann.evaluate(() => window.parlor.currentCall.user), cat.id);
  assert.equal(await ann.evaluate(() => window.parlor.room.id ?? window.parlor.room.number), room);

  // bob is asked, and does not want to: all is as before. Then the loans' queue, where bob finds her.
  await bob.evaluate(() => { window.parlor.counter.silence(); window.parlor.counter.on('asked', (request) => request.refuse()); });
  assert.equal(await say(cat, 'transfer', {agent: bob.id}), 100104);
  await service(ann, {agent: cat.id, held: false});
  await hears(ann, cat);
  assert.equal(await say(cat, 'transfer', {queue: 4711}), 750);
  assert.equal(await say(cat, 'transfer', {queue: 102}, {text: 'please'}), 0);
  await ann.waitFor(() => window.parlor.counter.place?.queue.id === 102, undefined, {what: 'ann waits for a loan'});
  await cat.waitFor(() => !window.parlor.currentCall && !window.parlor.counter.service, undefined, {what: 'cat is free'});
  assert.equal(await say(bob, 'next'), 0);
  await service(bob, {client: ann.id, queue: 102, intake: {card: 'gold'}, notes: [{user: bob.id, text: 'wants a loan'}, {user: cat.id, text: 'please'}]});
}

for (const [start, run, what] of [
  [startChromium, listening, 'a supervisor who listens is not there (Chromium)'], [startFirefox, listening, 'a supervisor who listens is not there (Firefox)'],
  [startChromium, together, 'consultation, conference, whisper, transfer (Chromium)']]) {
  test(what, {timeout: 240000}, async () => {
    const browser = await start();
    try { await run(browser); } finally { await browser.close(); }
  });
}
