// SPDX-License-Identifier: Apache-2.0
// The main job: people enter a room, see, hear and write to each other. Real browsers, a real server.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {startChromium, startFirefox} from '../support/browsers.mjs';
import {inNamespace, join, meet, receivedCodecs, sees, startServer, write} from './support.mjs';

const WITHOUT_FIREFOX = inNamespace ? false : 'no network namespace here, and Firefox gathers no loopback candidate';

let chromium;
let firefox;
before(async () => {
  chromium = await startChromium();
  if (!WITHOUT_FIREFOX) firefox = await startFirefox();
});
after(async () => {
  await chromium?.close();
  await firefox?.close();
});

async function withServer(run, options) {
  const server = await startServer(options);
  const pages = [];
  try {
    await run({
      server,
      join: async (...args) => { const user = await join(args[0], server, ...args.slice(1)); pages.push(user); return user; },
    });
  } catch (error) {
    error.message += `\n--- parlord ---\n${server.log.slice(-5000)}`;
    for (const page of pages) error.message += `\n--- ${page.name} ---\n${page.messages.slice(-20).join('\n')}`;
    throw error;
  } finally {
    for (const page of pages) await page.close().catch(() => {});
    await server.stop();
  }
}

test('two Chromium users meet over H.264', () => withServer(async ({join}) => {
  const ann = await join(chromium, 'ann');
  const bob = await join(chromium, 'bob');
  await meet(ann, bob);
  await write(ann, bob, 'hello <b>bob</b> \u4f60\u597d');
  await write(bob, ann, 'hello ann');
  assert.deepEqual(await receivedCodecs(ann), ['video/H264']);
  assert.deepEqual(await receivedCodecs(bob), ['video/H264']);
}));

test('Chromium and Firefox meet over VP8', {skip: WITHOUT_FIREFOX}, () => withServer(async ({join}) => {
  const ann = await join(chromium, 'ann');
  const fay = await join(firefox, 'fay');
  await meet(ann, fay);
  await write(ann, fay, 'hello fay');
  await write(fay, ann, 'hello ann');
  assert.deepEqual(await receivedCodecs(ann), ['video/VP8']);
  assert.deepEqual(await receivedCodecs(fay), ['video/VP8']);
}));

test('Firefox comes last: everybody changes to VP8 and no picture stops', {skip: WITHOUT_FIREFOX}, () => withServer(async ({join}) => {
  const ann = await join(chromium, 'ann');
  const bob = await join(chromium, 'bob');
  await meet(ann, bob);
  assert.deepEqual(await receivedCodecs(bob), ['video/H264']);
  const pagesBefore = await Promise.all([ann, bob].map((user) => user.evaluate(() => performance.timeOrigin)));
  const fay = await join(firefox, 'fay');
  await meet(ann, bob, fay);
  await sees(bob, ann);
  await sees(ann, bob);
  const pagesAfter = await Promise.all([ann, bob].map((user) => user.evaluate(() => performance.timeOrigin)));
  assert.deepEqual(pagesAfter, pagesBefore, 'nobody reloaded');
  await write(fay, bob, 'hello from Firefox');
}));
