// SPDX-License-Identifier: Apache-2.0
// The three pages of the service counters, used by hand and by keyboard: a client waits, is served, passed on and rates; two agents; a
// supervisor who listens.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {startChromium, startFirefox} from '../support/browsers.mjs';
import {inNamespace, startServer} from './support.mjs';

const branch = `
[counter]
supervisors = Chen
[area 10001]
name = North branch
[queue 101]
area = 10001
name = Personal banking
description = Accounts, cards, payments
attribute = 1
[queue 102]
area = 10001
name = Business customers
attribute = 2
[queue 103]
area = 10001
name = Reception
strategy = ring-all
[queue 104]
area = 10001
name = Mortgages
skills = 7:2
[queue 105]
area = 10001
name = Cards
call_backs = 5
`;

let server;
before(async () => { server = await startServer({config: branch, demos: 'demos'}); });
after(async () => { await server?.stop(); });

const id = (name) => `[data-testid="${name}"]`;
const patient = {timeoutMs: 60000};

async function open(browser, name, page, options) {
  const user = await browser.page(`${name} (${browser.name})`, options);
  user.user = name;
  user.keysNeedFront = browser.name === 'Firefox'; // keys reach the page in front alone
  await user.goto(`${server.url}/demos/counter/${page}`);
  await user.waitFor(() => document.querySelector('#page')?.hidden === false, undefined, {what: 'the page', ...patient});
  return user;
}

const shown = (user, name) => user.waitFor((name) => Boolean(document.querySelector(name)?.getClientRects().length), id(name), {what: name});
/** By keyboard: whatever can be pressed can be focused. */
async function press(user, name) {
  await shown(user, name);
  if (user.keysNeedFront) await user.page.bringToFront();
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
const tick = (user, name) => user.evaluate((name) => document.querySelector(name).click(), id(name));
const key = async (user, name) => {
  if (user.keysNeedFront) await user.page.bringToFront();
  await user.evaluate(() => document.activeElement?.blur());
  await user.page.keyboard.press(name);
};
const step = (user, wanted) => user.waitFor((wanted) => document.querySelector('#page').dataset.step === wanted, wanted, {what: `the step ${wanted}`, ...patient});
const doing = (user, wanted) => user.waitFor((wanted) => document.querySelector('#page').dataset.doing === wanted, wanted, {what: `an agent who is ${wanted}`, ...patient});
const text = (user, name) => user.evaluate((name) => document.querySelector(name).textContent, id(name));
const says = (user, name, pattern) => user.waitFor(({name, pattern}) => new RegExp(pattern).test(document.querySelector(name)?.textContent ?? ''), {name: id(name), pattern}, {what: `${pattern} in ${name}`, ...patient});
const reads = (user, line) => user.waitFor((line) => [...document.querySelectorAll('.bubble')].some(({textContent}) => textContent === line), line, {what: `the line "${line}"`, ...patient});
/** So many others are seen, and their pictures move. */
const sees = (user, count) => user.waitFor((count) => {
  const videos = [...document.querySelectorAll('.stage .tile .tile-video')];
  return videos.length === count && videos.every((video) => video.videoWidth > 0 && video.currentTime > 0.2);
}, count, {what: `${count} moving pictures`, ...patient});
const fits = async (user) => assert.ok(await user.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${user.user}: no sideways scrolling`);
const quietConsole = (...users) => {
  for (const user of users) assert.deepEqual(user.messages.filter((line) => /^(error|pageerror)/.test(line)), [], `${user.name}: errors on the console`);
};

async function signIn(browser, name, page, options) {
  const user = await open(browser, name, page, options);
  await write(user, 'name', name);
  await write(user, 'password', 'secret');
  await user.page.keyboard.press('Enter');
  await user.waitFor(() => document.querySelector('#page').dataset.phase === 'in', undefined, {what: `${name} is signed in`, ...patient});
  return user;
}

/** Into the queue, without the check of the devices. */
async function join(client, name, queue = 101) {
  await press(client, `service-${queue}`);
  await write(client, 'name', name);
  await tick(client, 'agree');
  await press(client, 'to-check');
  await step(client, 'check');
  await press(client, 'join');
  await step(client, 'wait');
}

test('a client waits, is served, passed on and rates; two agents; a supervisor listens', async () => {
  const chromium = await startChromium();
  try {
    const [li, wang, chen, ann] = await Promise.all([
      signIn(chromium, 'Li', 'desk.html', {viewport: {width: 1300, height: 840}}),
      signIn(chromium, 'Wang', 'desk.html', {viewport: {width: 390, height: 844}, locale: 'zh-CN'}),
      signIn(chromium, 'Chen', 'board.html', {viewport: {width: 1300, height: 840}}),
      open(chromium, 'Ann', '', {viewport: {width: 390, height: 844}}),
    ]);

    // The client says who she is, and what is missing is told beside the field.
    await press(ann, 'service-101');
    await press(ann, 'to-check');
    assert.equal(await ann.evaluate(() => document.activeElement.id), 'name');
    assert.equal(await ann.evaluate(() => document.querySelector('#agree-error').hidden), false);
    await press(ann, 'back-choose');
    await join(ann, 'Ann Becker');
    assert.equal(await text(ann, 'before'), 'nobody');
    assert.match(await text(ann, 'why-list'), /not taking clients/);
    await fits(ann);

    // Everybody sees that she waits; the supervisor asks why.
    await says(chen, 'figure-waiting', '^1$');
    await press(chen, 'why-101');
    await says(chen, 'why-reason', 'paused or not ready');
    await chen.page.keyboard.press('Escape');
    await ann.page.reload();
    await step(ann, 'wait');
    await says(ann, 'wait-note', 'place was kept');
    assert.equal(await text(ann, 'before'), 'nobody');

    // Taken by keyboard, with what she told of herself.
    await key(li, 'r');
    await says(li, 'offer-name', '^Ann Becker$');
    await shown(li, 'accept');
    assert.equal(await li.evaluate(() => document.querySelector('#page').dataset.tone), 'incoming');
    await key(li, 'a');
    await Promise.all([step(ann, 'talk'), doing(li, 'talking')]);
    await Promise.all([sees(ann, 1), sees(li, 1)]);
    assert.equal(await text(ann, 'talk-name'), 'Li');
    assert.equal(await text(li, 'client-name'), 'Ann Becker');
    await fits(ann);

    // Texts and a file.
    await press(ann, 'chat');
    await write(ann, 'chat-input', 'Here is my form.');
    await ann.page.keyboard.press('Enter');
    await reads(li, 'Here is my form.');
    await ann.page.setInputFiles(id('file-input'), {name: 'form.txt', mimeType: 'text/plain', buffer: Buffer.from('a form')});
    await shown(li, 'file-save');
    assert.equal(await li.evaluate(async () => (await fetch(document.querySelector('[data-testid="file-save"]').href)).text()), 'a form');
    await key(li, 'w');
    await li.page.keyboard.type('Thank you.');
    await li.page.keyboard.press('Enter');
    await reads(ann, 'Thank you.');
    await press(ann, 'chat'); // shut again

    // A supervisor listens: she sees both, and nobody sees her.
    await chen.waitFor(() => document.querySelector('[data-testid="agents"] [data-testid^="listen-"]:not([hidden])'), undefined, {what: 'the button for listening', ...patient});
    await chen.evaluate(() => document.querySelector('[data-testid="agents"] [data-testid^="listen-"]:not([hidden])').click());
    await sees(chen, 2);
    assert.equal(await text(chen, 'watch-mark'), 'You listen');
    for (const user of [ann, li]) assert.equal(await user.evaluate(() => document.querySelectorAll('.stage .tile').length), 1, `${user.user} sees one other`);
    await press(chen, 'whisperer');
    await says(chen, 'watch-mark', 'whisper');
    await says(li, 'parties', 'Chen.*whispers');
    assert.equal(await ann.evaluate(() => document.querySelectorAll('.stage .tile').length), 1);
    await press(chen, 'stop');
    await chen.waitFor(() => document.querySelector('#watch').hidden, undefined, {what: 'the end of it'});

    // On hold, and back.
    await key(li, 'h');
    await Promise.all([ann, li].map((user) => says(user, 'talk-note', 'on hold')));
    await key(li, 'h');
    await ann.waitFor(() => !/on hold/.test(document.querySelector('[data-testid="talk-note"]').textContent), undefined, {what: 'no hold'});

    // Handed over to another agent, with a note.
    await press(wang, 'ready');
    await doing(wang, 'ready');
    await write(li, 'client-note', 'wants a loan');
    await key(li, 'x');
    await li.waitFor(() => [...document.querySelectorAll('#pass-agents [data-testid^="transfer-"]')].length === 1, undefined, {what: 'the other agent', ...patient});
    await li.evaluate(() => document.querySelector('#pass-agents [data-testid^="transfer-"]').click());
    await says(wang, 'request-title', 'Li');
    await press(wang, 'request-yes');
    await doing(wang, 'talking');
    await doing(li, 'wrap');
    await says(ann, 'talk-name', '^Wang$');
    await Promise.all([sees(ann, 1), sees(wang, 1)]);
    assert.ok(await li.evaluate(() => document.querySelector('[data-testid="outcome-passed"]').checked));
    await key(li, 'd');
    await doing(li, 'ready');
    await press(wang, 'tab-client');
    await wang.waitFor(() => /wants a loan/.test(document.querySelector('#remarks').textContent), undefined, {what: 'the note', ...patient});
    await fits(wang);

    // The end, and what came of it.
    await press(wang, 'tab-work');
    await press(wang, 'hang-up');
    await step(ann, 'rate');
    await press(ann, 'rate');
    assert.equal(await ann.evaluate(() => document.querySelector('#stars-error').hidden), false);
    await tick(ann, 'star-5');
    await press(ann, 'rate');
    await step(ann, 'thanks');
    await doing(wang, 'wrap');
    await press(wang, 'done');
    await doing(wang, 'ready');
    assert.match(await text(li, 'today'), /Ann Becker.*Passed on.*wants a loan/s);
    assert.match(await text(wang, 'today'), /Ann Becker.*已解决/s);
    await says(chen, 'queue-101', 'Personal banking');
    await fits(chen);
    quietConsole(ann, li, wang, chen);
  } finally { await chromium.close(); }
});

test('a client rings at all who are ready, the first takes him; the board says which skill is missing', async () => {
  const chromium = await startChromium();
  try {
    const [li, wang, chen] = await Promise.all([signIn(chromium, 'Li', 'desk.html'), signIn(chromium, 'Wang', 'desk.html', {viewport: {width: 390, height: 844}, locale: 'zh-CN'}),
      signIn(chromium, 'Chen', 'board.html', {viewport: {width: 390, height: 844}})]);
    // One leaves her number, and the page; her place waits without her.
    const dora = await open(chromium, 'Dora', '', {viewport: {width: 360, height: 780}, locale: 'zh-CN'});
    await join(dora, 'Dora', 105);
    await press(dora, 'call-back');
    await write(dora, 'call-back-number', 'mail me');
    await press(dora, 'call-back-yes');
    await says(dora, 'call-back-dialog', '至少五位数字');
    await write(dora, 'call-back-number', '+49 30 1234567');
    await press(dora, 'call-back-yes');
    await shown(dora, 'call-back-off');
    await fits(dora);
    await dora.evaluate(() => sessionStorage.clear());
    for (const where of ['about:blank', `${server.url}/demos/counter/`]) await dora.goto(where); // she looks once more
    await step(dora, 'wait');
    await shown(dora, 'call-back-off');
    assert.equal(await text(dora, 'before'), '无');
    await dora.goto('about:blank');

    // Whoever is ready first calls her, by telephone.
    await key(li, 'r');
    await says(li, 'back-name', '^Dora$');
    assert.equal(await li.evaluate(() => document.querySelector('#back-phone').getAttribute('href')), 'tel:+49301234567');
    await key(li, 'a');
    await doing(li, 'talking');
    await write(li, 'wrap-note', 'new card sent');
    await press(li, 'done');
    await doing(li, 'ready');
    await says(li, 'today', 'Dora.*Solved.*new card sent');
    await says(li, 'me-figures', 'Served1'); // for the server, too
    await key(wang, 'r');
    await doing(wang, 'ready');
    const [ann, bob] = [await open(chromium, 'Ann', ''), await open(chromium, 'Bob', '')];
    await join(bob, 'Bob', 104); // nobody has what it takes
    await press(chen, 'why-104');
    await says(chen, 'why-reason', 'no agent in this branch');
    await says(chen, 'why-more', 'skill 7 at level 2');
    await fits(chen);
    // So is an agent who sits free, in words of his own.
    await says(li, 'idle-why', 'Mortgages.*You lack skill 7 at level 2.*Nobody in this branch has');
    await says(wang, 'idle-why', 'Mortgages.*您缺少技能 7（2 级）');
    await says(li, 'why-104', 'You lack skill 7');
    await fits(wang);
    await join(ann, 'Ann', 103);
    await Promise.all([li, wang].map((agent) => says(agent, 'rings', agent === li ? 'Reception' : '先接者为准')));
    assert.equal(await wang.evaluate(() => document.querySelector('#page').dataset.tone), 'incoming');
    await fits(wang);
    await key(li, 'a');
    await says(li, 'offer-name', '^Ann$');
    await wang.waitFor((name) => document.querySelector(name).hidden, id('rings'), {what: 'somebody else was faster', ...patient});
    await doing(wang, 'ready');
    await Promise.all([step(ann, 'talk'), doing(li, 'talking')]);
    quietConsole(li, wang, chen, ann, bob);
  } finally { await chromium.close(); }
});

test('Firefox: a manual agent calls the next client', {skip: inNamespace ? false : 'no network namespace here'}, async () => {
  const firefox = await startFirefox();
  try {
    const li = await open(firefox, 'Li', 'desk.html');
    await tick(li, 'mode-manual');
    await write(li, 'name', 'Li');
    await write(li, 'password', 'secret');
    await press(li, 'sign-in');
    await li.waitFor(() => document.querySelector('#page').dataset.phase === 'in', undefined, {what: 'Li is signed in', ...patient});
    await press(li, 'next');
    await shown(li, 'nobody');
    const ann = await open(firefox, 'Ann', '');
    await join(ann, 'Ann');
    await says(li, 'queue-101', '1');
    await press(li, 'next');
    await step(ann, 'turn');
    await press(ann, 'answer');
    await Promise.all([step(ann, 'talk'), doing(li, 'talking')]);
    await Promise.all([sees(ann, 1), sees(li, 1)]);
    await press(ann, 'hang-up');
    await step(ann, 'rate');
    await doing(li, 'wrap');
    await press(li, 'done');
    for (const user of [ann, li]) assert.deepEqual(user.messages.filter((line) => line.startsWith('pageerror')), []);
  } finally { await firefox.close(); }
});
