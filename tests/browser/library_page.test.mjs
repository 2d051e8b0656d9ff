// SPDX-License-Identifier: Apache-2.0
// The page of recordings, used by hand and by keyboard: two people record, mark and photograph; one of them finds it, plays it, seeks,
// steps through what happened, meets a link whose time is over, and deletes it; the other may not look.
import assert from 'node:assert/strict';
import {mkdirSync} from 'node:fs';
import {dirname, join as pathOf} from 'node:path';
import {after, before, test} from 'node:test';
import {startChromium} from '../support/browsers.mjs';
import {startServer} from './support.mjs';

const parlord = process.env.PARLORD ?? 'build/src/server/parlord';
const recorder = process.env.RECORDER ?? pathOf(dirname(parlord), '../recorder/parlor-recorder');
const CONFIG = `[record]\nenabled = yes\nrecorder = ${recorder}\nkeepers = Ann\nviewers = Cat\n[guests]\nrecording = yes\n`;
const ROOM = 7;

let server;
before(async () => {
  server = await startServer({config: CONFIG, demos: 'demos'});
  await server.waitForLog(/recorder\.ready/, 20000);
});
after(async () => { await server?.stop(); });

const id = (name) => `[data-testid="${name}"]`;
const patient = {timeoutMs: 60000};
/** For people who look at it: SHOTS=folder. */
async function shot(user, name) {
  if (!process.env.SHOTS) return;
  mkdirSync(process.env.SHOTS, {recursive: true});
  await user.page.screenshot({path: pathOf(process.env.SHOTS, `${name}.png`), fullPage: true});
}

async function signIn(browser, name, options, at = server) {
  const user = await browser.page(name, options);
  user.user = name;
  await user.goto(`${at.url}/demos/record/?room=${ROOM}`);
  await user.waitFor(() => document.querySelector('#page')?.hidden === false, undefined, {what: 'the page', ...patient});
  await write(user, 'name', name);
  await write(user, 'password', 'secret');
  await user.page.keyboard.press('Enter');
  await user.waitFor(() => document.querySelector('#page').dataset.phase === 'in', undefined, {what: `${name} is signed in`, ...patient});
  return user;
}
const shown = (user, name) => user.waitFor((name) => Boolean(document.querySelector(name)?.getClientRects().length), id(name), {what: name, ...patient});
async function press(user, name) {
  await shown(user, name);
  await user.page.focus(id(name));
  await user.page.keyboard.press('Enter');
}
async function write(user, name, text) {
  await shown(user, name);
  await user.evaluate(({name, text}) => {
    const field = document.querySelector(name);
    field.focus();
    field.value = text;
    field.dispatchEvent(new Event('input', {bubbles: true}));
    field.dispatchEvent(new Event('change', {bubbles: true}));
  }, {name: id(name), text});
}
const says = (user, name, pattern) => user.waitFor(({name, pattern}) => new RegExp(pattern).test(document.querySelector(name)?.textContent ?? ''), {name: id(name), pattern}, {what: `${pattern} in ${name}`, ...patient});
const key = async (user, name) => { await user.evaluate(() => document.activeElement?.blur()); await user.page.keyboard.press(name); };
const film = (user, fact, value, what) => user.waitFor(({fact, value}) => new Function('film', 'value', `return ${fact}`)(document.querySelector('[data-testid="film"]'), value), {fact, value}, {what, ...patient});
const fits = async (user) => assert.ok(await user.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${user.user}: no sideways scrolling`);
const cards = (user, count) => user.waitFor((count) => document.querySelector('#cards').getAttribute('aria-busy') === 'false' && document.querySelectorAll('#cards > li > a').length === count, count, {what: `${count} cards`, ...patient});

/** Two in a room; Ann records both, with a mark and a snapshot of Bob. */
async function record(ann, bob) {
  for (const user of [ann, bob]) await press(user, 'enter');
  for (const user of [ann, bob]) await user.waitFor(() => { const videos = [...document.querySelectorAll('.tile-video')]; return videos.length === 2 && videos.every((video) => video.videoWidth > 0); }, undefined, {what: 'two pictures', ...patient});
  await shot(ann, 'room-wide');
  await write(ann, 'title', 'Loan advice, contract 4711');
  await press(ann, 'start');
  await says(ann, 'on-air', 'Everybody here is being recorded');
  await says(bob, 'on-air', '所有人');
  await says(ann, 'elapsed', '^0:0[2-9]');
  await write(ann, 'tag', 'Contract 4711 explained');
  await ann.page.keyboard.press('Enter');
  await says(ann, 'tags', '4711 explained');
  await press(bob, 'mic');
  await ann.evaluate(() => [...document.querySelectorAll('.tile-shoot')].at(-1).click());
  await shown(ann, 'made-snapshot');
  await shot(ann, 'recording-wide');
  await shot(bob, 'recording-narrow-zh');
  await fits(ann);
  await fits(bob);
  await says(ann, 'elapsed', '^0:0[6-9]|^0:[1-9]');
  await press(ann, 'stop');
  await shown(ann, 'made-recording');
  await bob.waitFor(() => document.querySelector('#on-air').hidden, undefined, {what: 'no notice any more', ...patient});
}

test('recorded, marked, found, played, and deleted', async () => {
  const chromium = await startChromium();
  try {
    const ann = await signIn(chromium, 'Ann', {viewport: {width: 1280, height: 860}});
    const bob = await signIn(chromium, 'Bob', {viewport: {width: 360, height: 780}, locale: 'zh-CN'});
    await record(ann, bob);

    // Whom the settings do not name sees why, and nothing else.
    await press(bob, 'tab-shelf');
    await says(bob, 'shelf-problem', '20');
    await cards(bob, 0);
    await fits(bob);

    // Found by its mark, and not by what nobody said.
    await press(ann, 'tab-shelf');
    await cards(ann, 2);
    await shot(ann, 'library-wide');
    await write(ann, 'search-text', 'nobody said this');
    await press(ann, 'search');
    await cards(ann, 0);
    await shown(ann, 'empty');
    await write(ann, 'search-text', 'EXPLAINED contract');
    await press(ann, 'search');
    await cards(ann, 1);
    const card = await ann.evaluate(() => document.querySelector('#cards a').dataset.testid);

    // Played by keyboard; every place can be reached.
    await press(ann, card);
    await film(ann, 'film.readyState >= 1 && film.duration > 3', null, 'the film');
    await key(ann, 'k');
    await film(ann, 'film.currentTime > 0.5', null, 'the film plays');
    await key(ann, 'k');
    await film(ann, 'film.paused', null, 'a pause');
    await key(ann, '5');
    await film(ann, '!film.seeking && Math.abs(film.currentTime - film.duration / 2) < 0.2', null, 'the middle');
    const middle = await ann.evaluate(() => document.querySelector('[data-testid="film"]').currentTime);
    await key(ann, '.');
    await film(ann, 'film.currentTime > value && film.currentTime < value + 0.1', middle, 'the next picture');
    await key(ann, 'Home');
    await film(ann, 'film.currentTime === 0', null, 'the beginning');
    await key(ann, '>');
    assert.equal(await ann.evaluate(() => document.querySelector('[data-testid="film"]').playbackRate), 1.25);
    // Its file comes in parts: the server was asked for a Range.
    assert.equal(await ann.evaluate(async () => (await fetch(document.querySelector('[data-testid="film"]').src, {headers: {range: 'bytes=4-7'}})).status), 206);

    // What happened, on the time line and beside it.
    const kinds = await ann.evaluate(() => [...document.querySelectorAll('#events .event')].map((one) => one.dataset.testid));
    for (const kind of ['event-joined', 'event-tag', 'event-muted', 'event-snapshot', 'event-stop']) assert.ok(kinds.includes(kind), `${kind} in ${kinds}`);
    assert.ok(await ann.evaluate(() => ['join', 'tag', 'device', 'snapshot'].every((mark) => document.querySelector(`[data-testid="marks"] [data-mark="${mark}"]`))));
    await press(ann, 'event-tag');
    await film(ann, 'film.currentTime > 1 && film.currentTime < film.duration - 1', null, 'the mark');
    await says(ann, 'caption', 'Contract 4711 explained');
    const bar = await ann.evaluate(() => { const box = document.querySelector('[data-testid="bar"]').getBoundingClientRect(); return {x: box.x, y: box.y, width: box.width, height: box.height}; });
    await ann.page.mouse.move(bar.x + bar.width * 0.5, bar.y + bar.height / 2);
    await says(ann, 'peek', '\\d:\\d\\d');
    await shot(ann, 'player-wide');
    await ann.page.mouse.click(bar.x + bar.width * 0.25, bar.y + bar.height / 2);
    await film(ann, 'Math.abs(film.currentTime - film.duration / 4) < 0.2', null, 'a quarter');

    // Facts, and a link to give away.
    for (const words of ['Ann', 'Everybody was told', 'Stopped as wanted', '[0-9a-f]{64}', 'MP4']) await says(ann, 'facts', words);
    await press(ann, 'verify');
    await says(ann, 'verified', 'Unchanged since it ended');
    await press(ann, 'download');
    await says(ann, 'give-hint', 'Good until');

    // A link whose time is over says so, and another one goes on where it was.
    const at = await ann.evaluate(() => { const film = document.querySelector('[data-testid="film"]'); const {currentTime} = film; film.src = film.src.replace(/\/recordings\/\d+-/, '/recordings/1000-'); return currentTime; });
    await says(ann, 'cannot', 'time of this link is over');
    await shot(ann, 'expired-wide');
    await press(ann, 'renew');
    await film(ann, 'film.readyState >= 2 && Math.abs(film.currentTime - value) < 0.3', at, 'the same place by a new link');
    await fits(ann);
    await lookAround(chromium, card);

    // Deleted, with a reason; what is known stays.
    await press(ann, 'delete');
    await press(ann, 'delete-yes');
    assert.equal(await ann.evaluate(() => document.querySelector('#why-error').hidden), false);
    await write(ann, 'why', 'the client wishes it');
    const url = await ann.evaluate(() => document.querySelector('[data-testid="film"]').src);
    await ann.page.keyboard.press('Enter');
    await says(ann, 'cannot', 'has been deleted');
    await says(ann, 'facts', 'Deleted');
    assert.notEqual((await fetch(url)).status, 200);
    for (const user of [ann, bob]) assert.deepEqual(user.messages.filter((line) => line.startsWith('pageerror')), [], user.user);
  } finally { await chromium.close(); }
});

/** A viewer on a telephone, in Chinese: finds and plays, and is not offered to delete. */
async function lookAround(browser, card) {
  const cat = await signIn(browser, 'Cat', {viewport: {width: 360, height: 780}, locale: 'zh-CN'});
  await press(cat, 'tab-shelf');
  await cards(cat, 2);
  await shot(cat, 'library-narrow-zh');
  await fits(cat);
  await press(cat, card);
  await film(cat, 'film.readyState >= 1', null, 'the film');
  await says(cat, 'facts', '正常停止');
  assert.equal(await cat.evaluate(() => document.querySelector('[data-testid="delete"]').hidden), true);
  await fits(cat);
  await shot(cat, 'player-narrow-zh');
  await cat.close();
}

test('asked first: nothing begins before both agree, and who says no is not recorded', async () => {
  const asking = await startServer({config: CONFIG.replace('enabled = yes', 'enabled = yes\nconsent = yes'), demos: 'demos'});
  const chromium = await startChromium();
  try {
    await asking.waitForLog(/recorder\.ready/, 20000);
    const ann = await signIn(chromium, 'Ann', {viewport: {width: 1280, height: 860}, colorScheme: 'dark'}, asking);
    const bob = await signIn(chromium, 'Bob', {viewport: {width: 360, height: 780}, locale: 'zh-CN', colorScheme: 'dark'}, asking);
    for (const user of [ann, bob]) await press(user, 'enter');
    for (const user of [ann, bob]) await user.waitFor(() => [...document.querySelectorAll('.tile-video')].filter((video) => video.videoWidth > 0).length === 2, undefined, {what: 'two pictures', ...patient});
    await ann.evaluate(() => { const whom = document.querySelector('#whom'); whom.value = [...whom.options].at(-1).value; });

    await press(ann, 'start');
    await bob.waitFor(() => document.querySelector('#consent').open, undefined, {what: 'the question', ...patient});
    await says(ann, 'on-air', 'Waiting for consent to record Bob');
    await shot(bob, 'consent-narrow-zh-dark');
    await bob.page.keyboard.press('Escape'); // it waits for an answer
    assert.equal(await bob.evaluate(() => document.querySelector('#consent').open), true);
    await press(bob, 'consent-no');
    await ann.waitFor(() => document.querySelector('#running').hidden && document.querySelector('#on-air').hidden, undefined, {what: 'the end of it', ...patient});

    await press(ann, 'start');
    await bob.waitFor(() => document.querySelector('#consent').open, undefined, {what: 'the question', ...patient});
    await press(bob, 'consent-yes');
    await says(bob, 'on-air', '所有人');
    await says(ann, 'elapsed', '^0:0[2-9]');
    await shot(ann, 'recording-wide-dark');
    await press(ann, 'cancel');
    await bob.waitFor(() => document.querySelector('#on-air').hidden, undefined, {what: 'no notice any more', ...patient});

    // Both are in the catalogue with their end, and neither has a file.
    await press(ann, 'tab-shelf');
    await cards(ann, 2);
    await ann.waitFor(() => {
      if (document.querySelector('#cards').getAttribute('aria-busy') === 'true') return false;
      const states = [...document.querySelectorAll('#cards a')].map((card) => card.dataset.state).sort().join();
      if (states !== 'cancelled,refused') document.querySelector('[data-testid="search"]').click();
      return states === 'cancelled,refused';
    }, undefined, {what: 'what became of them', ...patient});
    await shot(ann, 'library-wide-dark');
    await ann.evaluate(() => document.querySelector('#cards a').click());
    await says(ann, 'cannot', 'There is no file');
    await says(ann, 'facts', 'Discarded');
    await shot(ann, 'nofile-wide-dark');
    await fits(bob);
    for (const user of [ann, bob]) assert.deepEqual(user.messages.filter((line) => line.startsWith('pageerror')), [], user.user);
  } finally {
    await chromium.close();
    await asking.stop();
  }
});
