// SPDX-License-Identifier: Apache-2.0
// One camera, several sizes: everybody gets the one that the page shows, a picture that cannot be seen is not sent, and a
// camera that nobody watches is not encoded.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {startChromium} from '../support/browsers.mjs';
import {startServer} from './support.mjs';

const STILL_MS = 1500; // no packet and no frame for so long: it has stopped

let chromium;
before(async () => { chromium = await startChromium(); });
after(async () => { await chromium?.close(); });

async function open(server, name, options = {}) {
  const user = await chromium.page(name);
  await user.goto(`${server.url}/demos/layers.html`);
  await user.waitFor(() => window.ready, undefined, {what: 'the page'});
  user.id = await user.evaluate(([name, options]) => enter(name, options), [name, options]);
  return user;
}

/** Waits until a figure of the page has not changed for a while. */
async function standsStill(page, run, argument, what) {
  const deadline = Date.now() + 30000;
  for (;;) {
    const before = await page.evaluate(run, argument);
    await new Promise((resolve) => setTimeout(resolve, STILL_MS)); // the span that is measured
    const now = await page.evaluate(run, argument);
    if (before === now) return now;
    assert.ok(Date.now() < deadline, `${page.name}: ${what} does not stop: ${before}, ${now}`);
  }
}

const show = (page, whom, width) => page.evaluate(([id, width]) => window.show(id, width), [whom.id, width]);
const packetsFrom = async (id) => (await received(id)).packets;
const allFrames = async () => Object.values(await encoded()).reduce((sum, {frames}) => sum + frames, 0);

/** Waits for a moving picture of that width. */
const gets = (page, whom, least, most, options) => page.waitFor(async ([id, least, most]) => {
  const {width, decoded} = await received(id);
  const moves = decoded > (window.lastDecoded ?? 0);
  window.lastDecoded = decoded;
  return moves && width >= least && width <= most && width;
}, [whom.id, least, most], {what: `a picture of ${whom.name}, ${least} to ${most} wide`, timeoutMs: 30000, ...options});

test('everybody gets the size that the page shows, and nobody what cannot be seen', async () => {
  const server = await startServer({config: '[media]\nsimulcast = on\n'});
  const pages = [];
  try {
    const join = async (...args) => { const user = await open(server, ...args); pages.push(user); return user; };
    const ann = await join('ann', {camera: true});
    const [big, small, away] = [await join('big'), await join('small'), await join('away')];
    await show(big, ann, 960);
    await show(small, ann, 160);
    await show(away, ann, 160);
    await gets(away, ann, 1, 300);
    await show(away, ann, 0);
    await gets(big, ann, 900, 960);
    await gets(small, ann, 1, 300);
    await standsStill(away, packetsFrom, ann.id, 'the picture that is not laid out');

    // The small one grows, and shrinks again.
    await show(small, ann, 480);
    await gets(small, ann, 440, 960);
    await show(small, ann, 160);
    await gets(small, ann, 1, 300);

    // Nobody needs the largest size: it is not encoded; then nobody looks at all.
    await show(big, ann, 0);
    await standsStill(ann, async () => (await encoded()).h.frames, undefined, 'the largest encoding');
    await gets(small, ann, 1, 300);
    await show(small, ann, 0);
    await standsStill(ann, allFrames, undefined, 'the encoder');
    await standsStill(small, packetsFrom, ann.id, 'the picture that nobody sees');

    const begun = Date.now();
    await small.evaluate(async (id) => { window.lastDecoded = (await received(id)).decoded; }, ann.id);
    await show(small, ann, 160);
    await gets(small, ann, 1, 300);
    console.log(`back after ${Date.now() - begun} ms`);
    await show(big, ann, 960);
    await gets(big, ann, 900, 960);
  } catch (error) {
    error.message += `\n--- parlord ---\n${server.log.slice(-3000)}`;
    for (const page of pages) error.message += `\n--- ${page.name} ---\n${page.messages.slice(-20).join('\n')}\n${JSON.stringify(await page.evaluate(() => encoded()).catch(String))}`;
    throw error;
  } finally {
    for (const page of pages) await page.close().catch(() => {});
    await server.stop();
  }
});
