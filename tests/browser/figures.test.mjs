// SPDX-License-Identifier: Apache-2.0
// What the typed API says of running media, against the browsers' own figures: sizes, rates, marks on a clean way. Waits for each
// to be right once: a loaded machine freezes pictures and changes layers.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startChromium} from '../support/browsers.mjs';
import {startServer} from './support.mjs';

// A direct connection would hide from the server what it is to tell of.
const CONFIG = '[p2p]\npolicy = off\n';

/** In the page: a user with camera and microphone who watches everybody; keeps what the server told, and what had come by then. */
async function enter(name) {
  const told = window.told = [];
  const Native = window.WebSocket;
  const received = async () => {
    const {peer} = window.parlor._client.subscriber;
    return peer ? [...(await peer.getStats()).values()].find(({type, kind}) => type === 'inbound-rtp' && kind === 'video') : null;
  };
  window.WebSocket = class extends Native {
    constructor(...args) {
      super(...args);
      this.addEventListener('message', async ({data}) => {
        const message = JSON.parse(data);
        if (message.t !== 'figures') return;
        const came = await received();
        told.push({...message, bytes: came?.bytesReceived ?? 0, at: came?.timestamp ?? 0});
      });
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

/** In the page: all marks have been good, each at some moment: a loaded machine spoils one or the other for a while. */
function goodMarks(id) {
  const {video, audio} = window.parlor.stats(id), own = window.parlor.quality(-1), his = window.parlor.quality(id);
  const now = {video: video.quality, source: video.source, audio: audio.quality, ownUp: own.up, ownDown: own.down, up: his.up, down: his.down};
  const best = window.best ??= {};
  for (const [name, mark] of Object.entries(now)) best[name] = Math.max(best[name] ?? -1, mark ?? -1);
  return Object.values(best).every((mark) => mark >= 4);
}

/** In the page: sizes in which we send our picture now, as the browser says. */
async function sizesSent() {
  const report = await window.parlor._client.publisher.peer.getStats();
  return [...report.values()].filter(({type, frameWidth}) => type === 'outbound-rtp' && frameWidth > 0).map(({frameWidth, frameHeight}) => `${frameWidth}x${frameHeight}`);
}

/** In the page: a size that the server told of this user's picture just now and that is the one we receive. */
function sizeReceived(id) {
  const {video} = window.parlor.stats(id);
  const told = window.told.at(-1)?.streams.find(({user, kind}) => user === id && kind === 'video');
  return told?.width > 0 && told.width === video.width && told.height === video.height && `${told.width}x${told.height}`;
}

/** In the page: the rate that the server told of a user's picture, and the real one of the same time, in bit/s. */
function rates(id) {
  const words = window.told.filter(({at}) => at > 0).slice(-4), [first] = words, last = words.at(-1);
  if (words.length < 4) return null;
  const told = words.slice(1).map(({streams}) => streams.find(({user, kind}) => user === id && kind === 'video')?.bps ?? 0);
  return {told: told.reduce((sum, bps) => sum + bps, 0) / told.length, real: 8000 * (last.bytes - first.bytes) / (last.at - first.at)};
}

const near = ({told, real}) => told > real / 2 && told < real * 2;

test('figures of a clean call are those of the browsers, and the marks are good', async () => {
  const server = await startServer({config: CONFIG});
  const chromium = await startChromium();
  const pages = [];
  try {
    for (const name of ['ann', 'bob']) {
      const page = await chromium.page(name);
      pages.push(page);
      await page.goto(`${server.url}/demos/events.html`);
      await page.evaluate(`window.sizesSent = ${sizesSent}`);
      page.id = await page.evaluate(enter, name);
    }
    const [ann, bob] = pages;
    for (const [page, other] of [[ann, bob], [bob, ann]]) await page.waitFor(goodMarks, other.id, {what: 'good marks in both directions', timeoutMs: 60000});
    const size = await bob.waitFor(sizeReceived, ann.id, {what: 'the size of the picture', timeoutMs: 30000});
    await ann.waitFor(async (wanted) => (await window.sizesSent()).includes(wanted), size, {what: `a picture of ${size} that is sent`, timeoutMs: 30000});
    let measured = null;
    for (let tries = 0; tries < 10 && !(measured && near(measured)); tries++) {
      measured = await bob.waitFor(rates, ann.id, {what: 'four words of the server', timeoutMs: 30000});
      if (!near(measured)) await bob.waitFor((n) => window.told.length > n, await bob.evaluate(() => window.told.length), {what: 'another word of the server', timeoutMs: 30000});
    }
    assert.ok(near(measured), JSON.stringify(measured));
    const {video} = await bob.evaluate((id) => window.parlor.stats(id), ann.id);
    assert.match(video.why, /^(best|size|estimate)$/);
    assert.ok(video.bitrate > 0 && video.fps > 0 && video.loss < 20 && video.roundTrip_ms > 0, JSON.stringify(video));
    // Our own picture.
    const own = (await ann.evaluate(() => window.parlor.stats(-1))).video;
    assert.ok(own.bitrate > 0 && own.width > 0 && own.quality !== null, JSON.stringify(own));
    // Who goes is not marked any more.
    await ann.evaluate(() => window.parlor.leave());
    await bob.waitFor((id) => window.marks.some(({user, down}) => user === id && down === null), ann.id, {what: 'the end of the marks', timeoutMs: 20000});
  } catch (error) {
    error.message += `\n--- parlord ---\n${server.log.slice(-3000)}`;
    for (const page of pages) {
      const state = await page.evaluate(() => JSON.stringify({best: window.best, told: window.told?.slice(-2)})).catch(String);
      error.message += `\n--- ${page.name} ---\n${state}\n${page.messages.slice(-20).join('\n')}`;
    }
    throw error;
  } finally {
    await chromium.close();
    await server.stop();
  }
});
