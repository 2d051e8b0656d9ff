// SPDX-License-Identifier: Apache-2.0
// What the typed API says of running media, against the browsers' own figures: sizes, rates, marks on a clean way.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startChromium} from '../support/browsers.mjs';
import {startServer} from './support.mjs';

// A direct connection would hide from the server what it is to tell of.
const CONFIG = '[p2p]\npolicy = off\n';

/** In the page: a user with camera and microphone who watches everybody, and what the server told him. */
async function enter(name) {
  const told = window.told = [];
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...args) {
      super(...args);
      this.addEventListener('message', ({data}) => { const message = JSON.parse(data); if (message.t === 'figures') told.push(message); });
    }
  };
  const {Parlor} = await import('/sdk/parlor.mjs');
  const parlor = window.parlor = new Parlor();
  window.marks = [];
  parlor.on('quality', (user, marks) => window.marks.push({user, ...marks}));
  await parlor.connect();
  await parlor.login(name);
  const room = await parlor.enter(1);
  const show = ({id}) => {
    const element = document.body.appendChild(document.createElement('video'));
    Object.assign(element.style, {position: 'fixed', left: 0, top: 0, width: '640px', height: '480px'});
    parlor.watch(id);
    parlor.attach(id, element);
  };
  room.users.forEach(show);
  room.on('userEntered', show);
  await Promise.all([parlor.camera.open(), parlor.microphone.open()]);
  return parlor.self.id;
}

/** In the page: what is sent and received, as the browser says: sizes that are sent, and bytes and time of what comes. */
async function browserSays() {
  const {publisher, subscriber} = window.parlor._client;
  const entries = async ({peer}, type) => [...(await peer.getStats()).values()].filter((entry) => entry.type === type && entry.kind === 'video');
  const sent = (await entries(publisher, 'outbound-rtp')).filter(({frameWidth}) => frameWidth > 0);
  const [came] = await entries(subscriber, 'inbound-rtp');
  return {sizes: sent.map(({frameWidth, frameHeight}) => `${frameWidth}x${frameHeight}`), bytes: came?.bytesReceived ?? 0, at: came?.timestamp ?? 0};
}

test('figures of a clean call are those of the browsers, and the marks are good', async () => {
  const server = await startServer({config: CONFIG});
  const chromium = await startChromium();
  const pages = [];
  try {
    for (const name of ['ann', 'bob']) {
      const page = await chromium.page(name);
      pages.push(page);
      await page.goto(`${server.url}/demos/events.html`);
      page.id = await page.evaluate(enter, name);
    }
    const [ann, bob] = pages;
    // Both directions are marked, on both pages, and nothing is as bad as a loaded machine would make it for a moment.
    for (const [page, other] of [[ann, bob], [bob, ann]]) {
      await page.waitFor((id) => {
        const {video, audio} = window.parlor.stats(id), own = window.parlor.quality(-1), his = window.parlor.quality(id);
        return video.quality >= 4 && video.source >= 4 && video.width > 0 && video.fps > 0 && audio.quality >= 4 && own.up >= 4 && own.down >= 4 && his.up >= 4 && his.down >= 4;
      }, other.id, {what: 'good marks in both directions', timeoutMs: 30000});
    }
    const before = await bob.evaluate(browserSays);
    const told = await bob.evaluate(() => window.told.length);
    await bob.waitFor((n) => window.told.length >= n + 2, told, {what: 'two more words of the server', timeoutMs: 20000});
    const after = await bob.evaluate(browserSays), sent = await ann.evaluate(browserSays);
    const {video} = await bob.evaluate((id) => window.parlor.stats(id), ann.id);
    const words = await bob.evaluate((id) => window.told.slice(-2).map(({streams}) => streams.find(({user, kind}) => user === id && kind === 'video')), ann.id);
    const facts = JSON.stringify({before, after, sent, video, words});
    assert.ok(sent.sizes.includes(`${video.width}x${video.height}`), facts);
    assert.ok(words.every((word) => `${word.width}x${word.height}` === `${video.width}x${video.height}`), facts);
    assert.match(video.why, /^(best|size|estimate)$/, facts);
    assert.equal(video.paused, false, facts);
    const real = 8000 * (after.bytes - before.bytes) / (after.at - before.at);
    const meant = words.reduce((sum, {bps}) => sum + bps, 0) / words.length;
    assert.ok(meant > real / 2 && meant < real * 2, `${meant} bit/s told, ${real} seen: ${facts}`);
    assert.ok(video.bitrate > 0 && video.loss < 5 && video.roundTrip_ms < 1000, facts);
    // Our own picture, as the server receives it.
    const own = (await ann.evaluate(() => window.parlor.stats(-1))).video;
    assert.ok(own.quality >= 3 && own.bitrate > 0 && own.width > 0, JSON.stringify(own));
    // Who goes is not marked any more.
    await ann.evaluate(() => window.parlor.leave());
    await bob.waitFor((id) => window.marks.some(({user, down}) => user === id && down === null), ann.id, {what: 'the end of the marks', timeoutMs: 20000});
  } catch (error) {
    error.message += `\n--- parlord ---\n${server.log.slice(-3000)}`;
    for (const page of pages) error.message += `\n--- ${page.name} ---\n${page.messages.slice(-20).join('\n')}`;
    throw error;
  } finally {
    await chromium.close();
    await server.stop();
  }
});
