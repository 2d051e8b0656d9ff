// SPDX-License-Identifier: Apache-2.0
// Files between two browsers that have a direct connection: they go over its data channel, and through the server when it ends under way.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {startChromium, startFirefox} from '../support/browsers.mjs';
import {inNamespace, join, startServer} from './support.mjs';

const WITHOUT_FIREFOX = inNamespace ? false : 'no network namespace here, and Firefox gathers no loopback candidate';
const PATIENT = {timeoutMs: 60000};

let server, chromium;
before(async () => {
  server = await startServer({config: '[p2p]\npolicy = on\n'});
  chromium = await startChromium();
});
after(async () => { await chromium?.close(); await server?.stop(); });

async function enter(browser, name, room) {
  const user = await join(browser, server, name, {page: 'direct', room});
  await user.evaluate(() => {
    window.received = [];
    window.OnAnyChatTransFile = (from, file, path, length) => received.push({file, length, url: BRAC_GetSDKOptionStringEx(11003, path, 0)});
    window.sum = async (blob) => Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()))).join();
    window.fill = (length, seed) => new File([Uint8Array.from({length}, (_, i) => (i * 7 + (i >> 8) * 13 + seed) & 255)], `f${seed}.bin`);
    window.sumOf = async (name) => sum(await (await fetch(received.find(({file}) => file === name).url)).blob());
    /** Bytes that came over data channels of this page, or left by them. */
    window.overChannels = async (what) => {
      let bytes = 0;
      for (const pc of peerConnections) (await pc.getStats()).forEach((entry) => { if (entry.type === 'data-channel') bytes += entry[what]; });
      return bytes;
    };
  });
  return user;
}

const direct = (user, other, state) => user.waitFor(([id, state]) => BRAC_QueryUserStateInt(id, BRAC_USERSTATE_P2PCONNECT) === state, [other.id, state],
  {what: `${state ? 'a' : 'no'} direct connection to ${other.user}`, ...PATIENT});
const arrived = (user, name) => user.waitFor((name) => received.some(({file}) => file === name), name, {what: name, ...PATIENT});

/** The file that begins to go directly goes all that way, in both directions. */
async function goesDirectly(ann, bob, seed) {
  for (const [from, to, i] of [[ann, bob, seed], [bob, ann, seed + 1]]) {
    const before = await to.evaluate(() => overChannels('bytesReceived'));
    const sum = await from.evaluate(([id, i]) => { const file = fill(2000000, i); BRAC_TransFile(id, file, 0, 0, 0); return window.sum(file); }, [to.id, i]);
    await arrived(to, `f${i}.bin`);
    assert.equal(await to.evaluate((name) => sumOf(name), `f${i}.bin`), sum);
    const over = await to.evaluate(() => overChannels('bytesReceived')) - before;
    assert.ok(over >= 2000000, `only ${over} bytes came over data channels of ${to.name}`);
  }
}

test('Chromium to Chromium: over the data channel; when a third user comes, on through the server, whole', async () => {
  const ann = await enter(chromium, 'ann', 1), bob = await enter(chromium, 'bob', 1);
  await direct(ann, bob, 2);
  await direct(bob, ann, 2);
  await goesDirectly(ann, bob, 10);
  const [task, sum] = await ann.evaluate(async (id) => {
    BRAC_SetSDKOption(BRAC_SO_NETWORK_TRANSBUFMAXBITRATE, 4000000);
    const file = fill(6000000, 20);
    return [BRAC_TransFile(id, file, 0, 0, 0), await window.sum(file)];
  }, bob.id);
  const progress = (least) => ann.waitFor(([task, least]) => BRAC_QueryTransTaskInfo(-1, task, BRAC_TRANSTASK_PROGRESS) >= least, [task, least], {what: `${least} %`, ...PATIENT});
  await progress(10);
  const cid = await join(chromium, server, 'cid', {page: 'direct', room: 1, media: false}); // more than two have no direct connections
  await direct(ann, bob, 0);
  assert.ok(await ann.evaluate((task) => BRAC_QueryTransTaskInfo(-1, task, BRAC_TRANSTASK_PROGRESS) < 100, task), 'it was over before the connection was');
  await ann.evaluate(() => BRAC_SetSDKOption(BRAC_SO_NETWORK_TRANSBUFMAXBITRATE, 0));
  await arrived(bob, 'f20.bin');
  assert.equal(await bob.evaluate((name) => sumOf(name), 'f20.bin'), sum);
  await progress(100);
  for (const user of [ann, bob, cid]) await user.close();
});

test('Firefox and Chromium: over the data channel, both ways', {skip: WITHOUT_FIREFOX}, async () => {
  const firefox = await startFirefox();
  try {
    const ann = await enter(chromium, 'ann', 2), fox = await enter(firefox, 'fox', 2);
    await direct(ann, fox, 2);
    await direct(fox, ann, 2);
    await goesDirectly(ann, fox, 30);
    await ann.close();
  } finally {
    await firefox.close();
  }
});
