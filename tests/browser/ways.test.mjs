// SPDX-License-Identifier: Apache-2.0
// What few calls use, each once with a real browser: VP9, sound sent twice over (RED), media over IPv6; and who speaks, as the
// server tells. Two pages of one browser that sits in another network.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {startChromium, startFirefox} from '../support/browsers.mjs';
import {here, Netns} from '../support/netns.mjs';
import {inNamespace, startServer} from './support.mjs';

const skip = inNamespace ? false : 'no network namespace here, and IPv6 needs a network of our own';
const OURS = 'fd98::1', THEIRS = 'fd98::2';
const CONFIG = '[p2p]\npolicy = off\n[media]\nvideo_codecs = VP9, VP8\n'; // a direct connection would go elsewhere

let net, server;

before(async () => {
  if (skip) return;
  net = await Netns.create('pl6', {here: '10.98.6.1', there: '10.98.6.2'});
  here(`ip -6 addr add ${OURS}/64 dev pl6 nodad`);
  net.run(`ip -6 addr add ${THEIRS}/64 dev c0 nodad; ip -6 route add default via ${OURS}`);
  server = await startServer({media: `[${OURS}]:0`, advertise: OURS, args: ['--listen', '10.98.6.1:0'], config: CONFIG});
}, {timeout: 60000});

after(async () => {
  await server?.stop();
  net?.close();
});

/** In the page: a user with camera and microphone who watches everybody. */
async function enter(name) {
  const {Parlor} = await import('/sdk/parlor.mjs');
  const parlor = window.parlor = new Parlor({audio: {red: true}});
  await parlor.connect();
  await parlor.login(name);
  const room = window.room = await parlor.enter(1);
  window.spoke = new Set();
  room.on('speakers', (ids) => ids.forEach((id) => window.spoke.add(id)));
  const show = ({id}) => {
    parlor.watch(id);
    parlor.attach(id, document.body.appendChild(document.createElement('video')));
  };
  room.users.forEach(show);
  room.on('userEntered', show);
  await Promise.all([parlor.camera.open(), parlor.microphone.open()]);
  return parlor.self.id;
}

/** In the page: codecs that come and play, and the addresses between which they do; null: not yet. */
async function wayOf(role) {
  const {peer} = window.parlor._client[role];
  if (peer?.connectionState !== 'connected') return null;
  const stats = await peer.getStats(), all = [...stats.values()];
  const running = all.filter(({type, framesDecoded, framesEncoded, packetsReceived, packetsSent, kind}) =>
    (type === 'inbound-rtp' && (kind === 'video' ? framesDecoded > 10 : packetsReceived > 50)) ||
    (type === 'outbound-rtp' && (kind === 'video' ? framesEncoded > 10 : packetsSent > 50)));
  const codecs = running.map(({codecId}) => stats.get(codecId)?.mimeType);
  if (!codecs.some((name) => name?.startsWith('video/')) || !codecs.some((name) => name?.startsWith('audio/'))) return null;
  const pair = all.find(({type, state, nominated, selected}) => type === 'candidate-pair' && state === 'succeeded' && (nominated || selected));
  // Of RED the browser names the sound inside; what comes a second time it counts as discarded, each packet but the first.
  const agreed = peer.getSenders().find(({track}) => track?.kind === 'audio')?.getParameters().codecs[0]?.mimeType;
  const spare = all.find(({type, kind}) => type === 'inbound-rtp' && kind === 'audio')?.packetsDiscarded ?? 0;
  return pair && {agreed, spare, codecs: [...new Set(codecs)].sort(), address: stats.get(pair.remoteCandidateId).address ?? stats.get(pair.remoteCandidateId).ip};
}

async function call(browser) {
  try {
    const ann = await browser.page('ann'), bob = await browser.page('bob');
    for (const [page, name] of [[ann, 'ann'], [bob, 'bob']]) {
      await page.goto(`${server.url}/demos/events.html`);
      page.id = await page.evaluate(enter, name);
    }
    const ways = {};
    for (const role of ['publisher', 'subscriber']) {
      ways[role] = await bob.waitFor(wayOf, role, {what: `sound and picture of the ${role}`, timeoutMs: 60000});
      assert.equal(ways[role].address, OURS);
    }
    await bob.waitFor((id) => window.spoke.has(id), ann.id, {what: 'word that ann speaks', timeoutMs: 30000});
    return ways;
  } finally {
    await browser.close();
  }
}

const secure = () => [`--unsafely-treat-insecure-origin-as-secure=${server.url}`]; // cameras are for secure pages

test('Chromium: VP9 and RED over IPv6, and the word of who speaks', {skip, timeout: 180000}, async () => {
  const {publisher, subscriber} = await call(await startChromium(secure(), {netns: net.pid}));
  for (const {codecs} of [publisher, subscriber]) assert.ok(codecs.includes('video/VP9'), String(codecs));
  assert.equal(publisher.agreed, 'audio/red');
  assert.ok(subscriber.spare > 20, `${subscriber.spare} spare packets`);
});

/** In the page: sizes that are being encoded. */
async function sizesSent() {
  const report = await window.parlor._client.publisher.peer.getStats();
  const sizes = [...report.values()].filter(({type, kind, framesEncoded}) => type === 'outbound-rtp' && kind === 'video' && framesEncoded > 0).map(({frameWidth}) => frameWidth);
  return sizes.length > 1 && sizes;
}

/** In the page: what the media goes over. */
async function transportsOf() {
  const found = [];
  for (const role of ['publisher', 'subscriber']) {
    const {peer} = window.parlor._client[role];
    const all = [...(await peer.getStats()).values()];
    const pair = all.find(({type, state, nominated, selected}) => type === 'candidate-pair' && state === 'succeeded' && (nominated || selected));
    const local = all.find(({id}) => id === pair?.localCandidateId);
    if (!local) return null;
    found.push(local.protocol);
  }
  return found;
}

test('Firefox: two sizes of a picture, and all media over TCP where UDP is blocked', {skip, timeout: 180000}, async () => {
  const host = '10.99.0.1', own = await startServer({config: '[p2p]\npolicy = off\n[media]\nsimulcast = on\n'});
  const firefox = await startFirefox();
  try {
    here(`nft add table inet ways; nft 'add chain inet ways out { type filter hook output priority 0; }'; nft add rule inet ways out ip daddr ${host} meta l4proto udp drop`);
    const ann = await firefox.page('ann'), bob = await firefox.page('bob');
    for (const [page, name] of [[ann, 'ann'], [bob, 'bob']]) {
      await page.goto(`${own.url}/demos/events.html`);
      page.id = await page.evaluate(enter, name);
    }
    await bob.waitFor(sizesSent, undefined, {what: 'two sizes of a picture', timeoutMs: 60000});
    await bob.waitFor(() => [...document.querySelectorAll('video')].some(({videoWidth, currentTime}) => videoWidth > 0 && currentTime > 1), undefined,
      {what: 'a moving picture', timeoutMs: 60000});
    assert.deepEqual(await bob.waitFor(transportsOf, undefined, {what: 'two ways'}), ['tcp', 'tcp']);
  } finally {
    here('nft delete table inet ways || true');
    await firefox.close();
    await own.stop();
  }
});
