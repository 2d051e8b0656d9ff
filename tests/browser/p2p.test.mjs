// SPDX-License-Identifier: Apache-2.0
// Direct connections between real browsers: media begin through the server, move to the direct way, and come back.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {after, before, test} from 'node:test';
import {startChromium, startFirefox} from '../support/browsers.mjs';
import {hears, inNamespace, join, sees, startServer} from './support.mjs';

const ON = '[p2p]\npolicy = on\n[metrics]\nlisten = 127.0.0.1:0\n';
const WITHOUT_FIREFOX = inNamespace ? false : 'no network namespace here, and Firefox gathers no loopback candidate';
const WITHOUT_FILTER = !inNamespace ? 'no network namespace here'
  : spawnSync('nft', ['list', 'ruleset']).status === 0 ? false : 'nft cannot be used here';

let chromium;
before(async () => { chromium = await startChromium(); });
after(async () => { await chromium?.close(); });

async function withServer(run) {
  const server = await startServer({config: ON});
  const pages = [];
  try {
    await run({server, enter: async (browser, name, options) => {
      const user = await join(browser, server, name, {page: 'direct', ...options});
      pages.push(user);
      return user;
    }});
  } catch (error) {
    error.message += `\n--- parlord ---\n${server.log.slice(-5000)}`;
    for (const page of pages) error.message += `\n--- ${page.name} ---\n${page.messages.slice(-20).join('\n')}`;
    throw error;
  } finally {
    for (const page of pages) await page.close().catch(() => {});
    await server.stop();
  }
}

const PATIENT = {timeoutMs: 60000};

async function bothSee(...users) {
  for (const [user, other] of [users, [...users].reverse()]) await sees(user, other, PATIENT);
}

/** Both say that they have a direct connection to each other. */
async function areDirect(...users) {
  for (const [user, other] of [users, [...users].reverse()]) {
    await user.waitFor((id) => BRAC_QueryUserStateInt(id, BRAC_USERSTATE_P2PCONNECT) === 2, other.id, {what: `a direct connection to ${other.user}`, ...PATIENT});
  }
}

/** How often pages were told that their direct connection is over. (A loaded machine may lose one without being asked to.) */
const endings = (user) => user.evaluate(() => named('P2PConnectState').filter(({args}) => args[1] === 0).length);

/** Does something that ends the direct connection of these two, and waits until both pages were told. */
async function parted(users, what) {
  const before = await Promise.all(users.map(endings));
  const result = await what();
  for (const [index, user] of users.entries()) {
    await user.waitFor((n) => named('P2PConnectState').filter(({args}) => args[1] === 0).length > n, before[index], {what: 'the end of the direct connection', ...PATIENT});
  }
  return result;
}

const record = (user, other) => user.evaluate((id) => recordFrames(id), other.id);

/**
 * Prints the longest time that a picture stood still, and fails where an element showed nothing. (Firefox empties an element
 * whose track is exchanged until the next frame.)
 */
async function report(what, ...users) {
  for (const user of users) {
    const {longest, count, black} = await user.evaluate(() => frames);
    console.log(`p2p: ${what}, at ${user.name}: longest gap ${Math.round(longest)} ms, ${count} frames, without a picture ${black} times`);
    if (user.name.startsWith('Chromium')) assert.equal(black, 0, `${user.name} showed no picture`);
  }
}

/** RTP packets that the server has sent on. */
async function forwarded(server) {
  await server.waitForLog(/metrics\.listening/);
  const address = /event=metrics\.listening address="?([^\s"]+)/.exec(server.log)[1];
  const text = await (await fetch(`http://${address}/metrics`)).text();
  let sum = 0;
  for (const line of text.split('\n')) if (line.startsWith('parlor_media_sent_rtp_packets_total')) sum += Number(line.split(' ').at(-1));
  return sum;
}

/** Waits until the server has forwarded something: its workers tell their counts now and then. */
async function forwards(server) {
  for (const deadline = Date.now() + PATIENT.timeoutMs; await forwarded(server) === 0;) {
    assert.ok(Date.now() < deadline, 'the server has forwarded nothing');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Waits until the server forwards nothing for a second. */
async function silent(server) {
  const deadline = Date.now() + PATIENT.timeoutMs;
  for (let last = await forwarded(server); ;) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const now = await forwarded(server);
    if (now === last) return;
    assert.ok(Date.now() < deadline, `the server goes on forwarding: ${now - last} packets in the last second`);
    last = now;
  }
}

/** Every picture and sound of `other` that plays on this page is one of the direct connection, and that does not lead to the server. */
async function playsDirectly(user, other, serverPorts) {
  const found = await user.waitFor(async (id) => {
    const video = document.getElementById(`VIDEO_${id}`).querySelector('video').srcObject?.getVideoTracks()[0];
    const direct = directConnections().filter((pc) => pc.connectionState === 'connected');
    if (direct.length !== 1 || !direct[0].getReceivers().some(({track}) => track === video)) return null;
    const stats = await direct[0].getStats();
    const remote = [...stats.values()].filter((pair) => pair.type === 'candidate-pair' && (pair.nominated || pair.selected) && pair.state === 'succeeded')
      .map((pair) => stats.get(pair.remoteCandidateId)?.port);
    return remote.length > 0 && remote;
  }, other.id, {what: `${other.user} on the direct connection`, ...PATIENT});
  for (const port of found) assert.ok(!serverPorts.includes(port), `candidate port ${port} is the server's`);
}

/** Ports of the server that a page's other connections use. */
const serverPortsOf = (user) => user.evaluate(() => peerConnections.filter((pc) => !directConnections().includes(pc)).flatMap((pc) => [...(pc.remoteDescription?.sdp ?? '').matchAll(/^a=candidate:\S+ 1 udp \d+ \S+ (\d+) /gim)])
  .map((match) => Number(match[1])));

test('two users move to the direct way; a third brings them back; a cut link as well', () => withServer(async ({server, enter}) => {
  const ann = await enter(chromium, 'ann');
  const bob = await enter(chromium, 'bob');
  await bothSee(ann, bob);
  await record(ann, bob);
  await record(bob, ann);
  const ports = await serverPortsOf(ann);
  assert.ok(ports.length > 0, 'it begins through the server');
  await forwards(server);
  await areDirect(ann, bob);
  await playsDirectly(ann, bob, ports);
  await playsDirectly(bob, ann, ports);
  await silent(server);
  await bothSee(ann, bob);
  await hears(bob, ann, PATIENT);
  await report('to the direct way', ann, bob);
  assert.deepEqual(await ann.evaluate(() => named('P2PConnectState')[0].args), [bob.id, 2]);

  await record(ann, bob);
  await record(bob, ann);
  const cat = await parted([ann, bob], () => enter(chromium, 'cat', {media: false}));
  await bothSee(ann, bob);
  await sees(cat, ann, PATIENT);
  await report('back for a third user', ann, bob);
  await cat.evaluate(() => { BRAC_LeaveRoom(-1); });

  await areDirect(ann, bob);
  await playsDirectly(ann, bob, ports);
  await record(ann, bob);
  await record(bob, ann);
  await parted([ann, bob], () => bob.evaluate(() => { directConnections().forEach((pc) => pc.close()); }));
  await bothSee(ann, bob);
  await report('back after one end closed it', ann); // at that end, closing has ended the tracks
}));

test('packets of the direct way vanish: media come through the server again', {skip: WITHOUT_FILTER}, () => withServer(async ({enter}) => {
  const ann = await enter(chromium, 'ann');
  const bob = await enter(chromium, 'bob');
  await areDirect(ann, bob);
  const ports = await serverPortsOf(ann);
  await playsDirectly(ann, bob, ports);
  await playsDirectly(bob, ann, ports);
  await record(ann, bob);
  await record(bob, ann);
  const list = `{ ${[...new Set(ports)].join(', ')} }`;
  const rules = `table inet cut { chain out { type filter hook output priority 0; udp sport ${list} accept; udp dport ${list} accept; meta l4proto udp drop; }; }`;
  try {
    await parted([ann, bob], () => {
      const cut = spawnSync('nft', ['-f', '-'], {input: rules});
      assert.equal(cut.status, 0, String(cut.stderr));
    });
    await bothSee(ann, bob);
    await hears(ann, bob, PATIENT);
    await report('back after the way was cut', ann, bob);
  } finally {
    spawnSync('nft', ['delete', 'table', 'inet', 'cut']);
  }
}));

test('Chromium and Firefox go direct when the page asks, and part when it says so', {skip: WITHOUT_FIREFOX}, () => withServer(async ({server, enter}) => {
  const firefox = await startFirefox();
  try {
    const ann = await enter(chromium, 'ann');
    await ann.evaluate(() => { BRAC_SetSDKOption(BRAC_SO_NETWORK_P2PPOLITIC, 2); });
    const fay = await enter(firefox, 'fay');
    await bothSee(ann, fay);
    const ports = await serverPortsOf(ann);
    await record(ann, fay);
    await record(fay, ann);
    assert.deepEqual(await ann.evaluate(() => named('P2PConnectState')), [], 'nobody has asked');
    await ann.evaluate((id) => { BRAC_SetSDKOption(BRAC_SO_NETWORK_P2PCONNECT, id); }, fay.id);
    await areDirect(ann, fay);
    await playsDirectly(ann, fay, ports);
    await playsDirectly(fay, ann, ports);
    await silent(server);
    await bothSee(ann, fay);
    await hears(fay, ann, PATIENT);
    await report('to the direct way', ann, fay);
    await parted([ann, fay], () => ann.evaluate((id) => { BRAC_SetSDKOption(BRAC_SO_NETWORK_P2PBREAK, id); }, fay.id));
    await bothSee(ann, fay);
    await report('back when the page said so', ann, fay);
  } finally {
    await firefox.close();
  }
}));
