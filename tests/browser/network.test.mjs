// SPDX-License-Identifier: Apache-2.0
// A call that survives its network: the address of a client changes (its connections stay), and UDP is blocked from one
// moment to the next. The seat stays, the others in the room notice nothing but a short gap: how short it is, bench/recovery judges.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {startChromium} from '../support/browsers.mjs';
import {here, Netns} from '../support/netns.mjs';
import {inNamespace, join, meet, startServer} from './support.mjs';

const skip = inNamespace ? false : 'no network namespace here, and a network of our own is what changes';
const SERVER = '10.98.0.1';

let net, server, mobile, fixed;

before(async () => {
  if (skip) return;
  net = await Netns.create('pl2', {here: SERVER, there: '10.98.0.2'});
  server = await startServer({media: `${SERVER}:0`, advertise: SERVER, args: ['--listen', `${SERVER}:0`]});
  // Cameras are for secure pages; this one is served on an address of our own.
  const secure = [`--unsafely-treat-insecure-origin-as-secure=${server.url}`];
  mobile = await startChromium(secure, {netns: net.pid});
  fixed = await startChromium(secure);
}, {timeout: 60000});

after(async () => {
  await mobile?.close();
  await fixed?.close();
  await server?.stop();
  net?.close();
});

/** Notes when frames of `whom` come on a page. */
const watchFrames = (page, whom) => page.evaluate((id) => {
  const element = document.getElementById(`VIDEO_${id}`);
  const video = element.tagName === 'VIDEO' ? element : element.querySelector('video');
  let last = -1;
  window.frameTimes = [];
  setInterval(() => {
    const {totalVideoFrames} = video.getVideoPlaybackQuality();
    if (totalVideoFrames !== last) window.frameTimes.push(performance.now());
    last = totalVideoFrames;
  }, 10);
}, whom.id);

const mark = (page) => page.evaluate(() => { window.markedAt = performance.now(); });

/** What selected pairs of the connections that live are made of: "udp 10.98.0.2" ... */
const paths = (page) => page.evaluate(async () => {
  const found = [];
  for (const pc of window.peerConnections.filter(({connectionState}) => connectionState !== 'closed')) {
    const stats = await pc.getStats();
    stats.forEach((entry) => {
      if (entry.type !== 'transport' || !entry.selectedCandidatePairId) return;
      const pair = stats.get(entry.selectedCandidatePairId);
      const local = stats.get(pair.localCandidateId);
      found.push(`${local.protocol} ${local.address ?? local.ip}`);
    });
  }
  return found;
});

/** Waits for twenty frames after a gap that began about when `mark` was called; gives the longest gap since then. */
async function gap(page, what) {
  await page.waitFor(() => {
    const since = window.frameTimes.filter((time) => time >= window.markedAt);
    const gaps = since.map((time, i) => time - (i > 0 ? since[i - 1] : window.markedAt));
    const longest = gaps.indexOf(Math.max(...gaps));
    return since.length - longest > 20;
  }, undefined, {what, timeoutMs: 30000});
  return page.evaluate(() => {
    const since = [window.markedAt, ...window.frameTimes.filter((time) => time >= window.markedAt)];
    return Math.round(Math.max(...since.slice(1).map((time, i) => time - since[i])));
  });
}

/** A call between a client in the other network (`ann`) and one in ours; what `change` does to it. */
async function survives(name, change, arrived, {sameConnections = true} = {}) {
  const ann = await join(mobile, server, 'ann');
  const bob = await join(fixed, server, 'bob');
  try {
    await meet(ann, bob);
    await watchFrames(ann, bob);
    await watchFrames(bob, ann);
    const before = {bob: await bob.evaluate(() => events.length), connections: await ann.evaluate(() => window.peerConnections.length)};
    await mark(ann);
    await mark(bob);
    change();
    for (const until = Date.now() + 30000; ;) {
      const now = await paths(ann);
      if (now.length === 2 && now.every(arrived)) break;
      assert.ok(Date.now() < until, `the connections are still on ${now}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const seen = {ann: await gap(ann, 'frames of bob'), bob: await gap(bob, 'frames of ann')};
    console.log(`# ${name}: ann is back after ${seen.bob} ms at bob's, bob after ${seen.ann} ms at ann's`);
    const since = (await bob.evaluate(() => events)).slice(before.bob);
    assert.deepEqual(since.filter(({name}) => name === 'UserAtRoom'), [], 'bob saw no leave and no coming back');
    assert.equal(await ann.evaluate(() => named('LinkClose').length), 0);
    if (sameConnections) assert.equal(await ann.evaluate(() => window.peerConnections.length), before.connections, 'the connections are the same ones');
    await meet(ann, bob);
  } catch (error) {
    error.message += `\n--- parlord ---\n${server.log.slice(-4000)}\n--- ann ---\n${ann.messages.slice(-20).join('\n')}`;
    throw error;
  } finally {
    await ann.close();
    await bob.close();
  }
}

test('another address: the same call, media comes back', {skip}, () => survives('address changed', () => {
  net.run(`ip addr flush dev c0; ip addr add 10.98.0.77/24 dev c0; ip route add default via ${SERVER}`);
}, (path) => path === 'udp 10.98.0.77'));

test('UDP blocked: the same call over TCP, media comes back', {skip}, () => survives('UDP blocked', () => {
  here(`nft add table ip parlor
    nft add chain ip parlor block '{ type filter hook input priority 0; }'
    nft add chain ip parlor block_out '{ type filter hook output priority 0; }'
    nft add rule ip parlor block iifname pl2 meta l4proto udp drop
    nft add rule ip parlor block_out oifname pl2 meta l4proto udp drop`);
}, (path) => path.startsWith('tcp '), {sameConnections: false}));
