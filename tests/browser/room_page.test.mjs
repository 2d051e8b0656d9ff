// SPDX-License-Identifier: Apache-2.0
// The page that a person opens after `make run`: used by hand, as far as a machine has hands.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {startChromium, startFirefox} from '../support/browsers.mjs';
import {inNamespace, startServer} from './support.mjs';

let chromium;
let server;
before(async () => { chromium = await startChromium(); server = await startServer({config: '[room 7]\npassword = sesame\n', demos: 'demos'}); });
after(async () => { await chromium?.close(); await server?.stop(); });

const id = (name) => `[data-testid="${name}"]`;

async function open(name, {locale = 'en-US', viewport = {width: 1024, height: 768}, before: prepare} = {}) {
  const user = await chromium.page(name, {locale, viewport});
  if (prepare) await user.page.addInitScript(prepare);
  await user.goto(`${server.url}/demos/room/`);
  await user.waitFor(() => document.querySelector('#page')?.hidden === false, undefined, {what: 'the page', timeoutMs: 60000});
  return user;
}

async function enter(user, name, room, {keyboard = false} = {}) {
  await user.page.fill(id('join-name'), name);
  await user.page.fill(id('join-room'), room);
  if (keyboard) await user.page.press(id('join-room'), 'Enter');
  else await user.page.click(id('join-button'));
}

const pictures = (user, count) => user.waitFor((count) => [...document.querySelectorAll('[data-testid^="tile-"] video')]
  .filter((video) => video.videoWidth > 0 && video.currentTime > 0).length === count, count, {what: `${count} pictures`, timeoutMs: 60000});

test('three people meet, on a desk, on a phone and in Chinese; they chat, mute and leave', async () => {
  const ann = await open('ann');
  const bob = await open('bob', {viewport: {width: 360, height: 740}});
  const wang = await open('wang', {locale: 'zh-CN'});
  assert.equal(await wang.evaluate(() => document.documentElement.lang.slice(0, 2)), 'zh');
  await enter(ann, 'Ann', '5');
  await enter(bob, 'Bob', '5', {keyboard: true});
  await enter(wang, '王小明', '5');
  for (const user of [ann, bob, wang]) await pictures(user, 3);
  assert.ok(await bob.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'no sideways scrolling on a phone');

  await ann.page.click(id('chat-button'));
  await ann.page.fill(id('chat-input'), 'hello <b>you</b>');
  await ann.page.press(id('chat-input'), 'Enter');
  await wang.page.click(id('chat-button'));
  await wang.waitFor(() => document.querySelector('[data-testid="chat-list"]').textContent.includes('hello <b>you</b>'), undefined, {what: 'the text, not as markup'});

  await bob.page.click(id('mic-button'));
  await bob.page.click(id('cam-button'));
  await ann.waitFor(() => [...document.querySelectorAll('[data-testid^="tile-"]')].some((tile) => tile.dataset.mic === 'off' && tile.dataset.camera === 'closed'),
    undefined, {what: 'the marks of a closed microphone and camera'});

  await bob.page.click(id('leave-button'));
  await ann.waitFor(() => document.querySelectorAll('[data-testid^="tile-"]').length === 2, undefined, {what: 'bob to be gone'});
  for (const user of [ann, bob, wang]) {
    assert.deepEqual(user.messages.filter((line) => /^(error|pageerror)/.test(line)), [], `${user.name}: errors on the console`);
    await user.close();
  }
});

test('the page in Firefox, with Chromium on the other side', {skip: inNamespace ? false : 'no network namespace here'}, async () => {
  const firefox = await startFirefox();
  try {
    const users = [];
    for (const [browser, name] of [[chromium, 'Ann'], [firefox, 'Fay']]) {
      const user = await browser.page(name);
      await user.goto(`${server.url}/demos/room/?room=6&name=${name}`);
      await user.waitFor(() => document.querySelector('[data-testid="join-name"]')?.value !== '', undefined, {what: 'the form'});
      await user.page.click(id('join-button'));
      users.push(user);
    }
    for (const user of users) await pictures(user, 2);
    for (const user of users) await user.close();
  } finally {
    await firefox.close();
  }
});

test('a room with a password asks for it', async () => {
  const ann = await open('ann');
  await enter(ann, 'Ann', '7');
  await ann.page.waitForSelector(id('join-room-password'));
  await ann.page.fill(id('join-room-password'), 'wrong');
  await ann.page.click(id('join-button'));
  await ann.page.waitForSelector(id('error-message'));
  await ann.page.fill(id('join-room-password'), 'sesame');
  await ann.page.click(id('join-button'));
  await ann.page.waitForSelector('[data-testid^="tile-"]');
  await ann.close();
});

const WITHOUT_DEVICES = {
  'the camera is refused': () => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('refused', 'NotAllowedError')); },
  'there is no camera': () => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('none', 'NotFoundError'));
    navigator.mediaDevices.enumerateDevices = () => Promise.resolve([]);
  },
  'the origin is insecure': () => {
    Object.defineProperty(navigator, 'mediaDevices', {value: undefined});
    Object.defineProperty(window, 'isSecureContext', {value: false});
  },
};

test('a module that does not arrive is asked for again; when it never comes the page says so', async () => {
  const user = await chromium.page('unlucky', {locale: 'en-US'});
  let broken = 1;
  await user.page.route('**/room/store.mjs', (route) => (broken-- > 0 ? route.abort('internetdisconnected') : route.continue()));
  await user.goto(`${server.url}/demos/room/`);
  await user.waitFor(() => document.querySelector('#page')?.hidden === false, undefined, {what: 'the page at the second try'});
  broken = Infinity;
  await user.goto(`${server.url}/demos/room/`);
  await user.waitFor(() => document.querySelector('[data-testid="load-error"] button'), undefined, {what: 'the message'});
  broken = 0;
  await user.evaluate(() => document.querySelector('[data-testid="load-error"] button').click());
  await user.waitFor(() => document.querySelector('#page')?.hidden === false, undefined, {what: 'the page after "Try again"'});
  await user.close();
});

for (const [what, prepare] of Object.entries(WITHOUT_DEVICES)) {
  test(`when ${what} the page says so, and one can still come in, watch and write`, async () => {
    const eve = await open('eve', {before: prepare});
    const note = await eve.waitFor(() => document.querySelector('[data-testid="device-note"]')?.textContent.trim(), undefined, {what: 'the message'});
    assert.ok(note.length > 20, note);
    const ann = await open('ann');
    const room = `devices-${what}`;
    await enter(ann, 'Ann', room);
    await pictures(ann, 1);
    await enter(eve, 'Eve', room);
    await pictures(eve, 1);
    await eve.page.click(id('chat-button'));
    await eve.page.fill(id('chat-input'), 'I have no camera');
    await eve.page.press(id('chat-input'), 'Enter');
    await ann.page.click(id('chat-button'));
    await ann.waitFor(() => document.querySelector('[data-testid="chat-list"]').textContent.includes('I have no camera'), undefined, {what: 'the text of eve'});
    assert.deepEqual(eve.messages.filter((line) => line.startsWith('pageerror')), []);
    await ann.close();
    await eve.close();
  });
}
