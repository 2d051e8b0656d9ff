// SPDX-License-Identifier: Apache-2.0
// The call page, used by hand and by keyboard: directory, ring tone, notices while nobody looks, every end of a call, past calls.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {startChromium, startFirefox} from '../support/browsers.mjs';
import {inNamespace, startServer} from './support.mjs';

let server, hasty;
before(async () => {
  [server, hasty] = await Promise.all([
    startServer({config: '[friends]\ndirectory = everybody\n', demos: 'demos'}),
    startServer({config: '[calls]\nring_seconds = 5\n', demos: 'demos'}), // and no directory
  ]);
});
after(async () => { await Promise.all([server?.stop(), hasty?.stop()]); });

const id = (name) => `[data-testid="${name}"]`;

/** Notices are written down, and `window.looksAway` says whether the page is looked at. */
function spyOnNotices() {
  window.noticed = [];
  window.looksAway = false;
  Object.defineProperty(document, 'hidden', {get: () => window.looksAway});
  Object.defineProperty(document, 'hasFocus', {value: () => !window.looksAway});
  window.Notification = class {
    static permission = 'default';
    static async requestPermission() { return window.Notification.permission = 'granted'; }
    constructor(title, {body}) { this.entry = {title, body, open: true}; window.noticed.push(this.entry); }
    close() { this.entry.open = false; }
  };
}

async function signIn(browser, name, {at = server, ...options} = {}) {
  const user = await browser.page(`${name} (${browser.name})`, options);
  user.user = name;
  user.keysNeedFront = browser.name === 'Firefox'; // keys reach the page in front alone
  await (user.page.addInitScript ?? user.page.evaluateOnNewDocument).call(user.page, spyOnNotices);
  await user.goto(`${at.url}/demos/call/`);
  await user.waitFor(() => document.querySelector('#page')?.hidden === false, undefined, {what: 'the page', timeoutMs: 60000});
  await enter(user, name);
  return user;
}

async function enter(user, name) {
  await user.evaluate((name) => { document.querySelector('#name').value = name; document.querySelector('#name').focus(); }, name);
  await user.page.keyboard.press('Enter');
  await user.waitFor(() => document.querySelector('#page').dataset.phase === 'in', undefined, {what: 'the sign-in'});
  user.id = Number((await user.evaluate(() => document.querySelector('#own-number').textContent)).match(/-?\d+$/)[0]);
}

const press = async (user, name) => {
  await user.waitFor((name) => Boolean(document.querySelector(name)?.offsetParent), id(name), {what: name});
  if (user.keysNeedFront) await user.page.bringToFront();
  await user.page.focus(id(name));
  await user.page.keyboard.press('Enter');
};
const stage = (user, wanted) => user.waitFor((wanted) => {
  const call = document.querySelector('#call');
  return (call.hidden ? 'none' : call.dataset.stage) === wanted;
}, wanted, {what: `a call that is ${wanted}`});
const outcome = (user, wanted) => user.waitFor((wanted) => document.querySelector('#call').dataset.outcome === wanted, wanted, {what: `the outcome ${wanted}`});
const tone = (user, wanted) => user.waitFor((wanted) => (document.querySelector('#page').dataset.tone ?? '') === wanted, wanted, {what: `the tone ${wanted}`});
const knows = (user, other) => user.waitFor((id) => document.querySelector(id)?.dataset.online === '', id(`person-${other.id}`), {what: `${other.user} in the directory`});
const past = (user) => user.evaluate(() => [...document.querySelectorAll('#past .row')].map((row) => `${row.querySelector('.row-name').textContent} ${row.dataset.outcome}`));
const seesOther = (user) => user.waitFor(() => { const video = document.querySelector('#other'); return video.videoWidth > 0 && video.currentTime > 0.3; }, undefined, {what: 'the other\'s picture'});
const isRinging = async (caller, called) => {
  await stage(called, 'ringing');
  await stage(caller, 'ringing');
};
const quietConsole = (...users) => {
  for (const user of users) assert.deepEqual(user.messages.filter((line) => /^(error|pageerror)/.test(line)), [], `${user.name}: errors on the console`);
};

test('three people: answered by keyboard, busy, declined, cancelled, missed; in two languages, wide and narrow', async () => {
  const chromium = await startChromium();
  try {
    const ann = await signIn(chromium, 'Ann', {viewport: {width: 1200, height: 800}});
    const bob = await signIn(chromium, 'Bob', {viewport: {width: 360, height: 740}, locale: 'zh-CN'});
    const cat = await signIn(chromium, 'Cat');
    await press(bob, 'allow-notices');
    await bob.evaluate(() => { window.looksAway = true; });
    for (const [user, other] of [[ann, bob], [bob, ann], [cat, bob]]) await knows(user, other);
    assert.ok(await bob.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'no sideways scrolling on a phone');

    await press(ann, `video-${bob.id}`);
    await isRinging(ann, bob);
    await tone(ann, 'ringback');
    await tone(bob, 'incoming');
    assert.deepEqual(await bob.evaluate(() => window.noticed), [{title: 'Ann 来电', body: '视频通话，点击接听。', open: true}]);
    assert.equal(await bob.evaluate(() => document.title), 'Ann 来电');
    assert.equal(await bob.evaluate(() => document.activeElement.id), 'call-name', 'nobody answers by what he is just typing');
    assert.equal(await bob.evaluate(() => document.querySelector('#desk').inert), true);
    assert.ok(await bob.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'no sideways scrolling of a call');
    for (let i = 0; i < 3; i++) await bob.page.keyboard.press('Tab'); // decline, without camera, answer
    assert.equal(await bob.evaluate(() => document.activeElement.dataset.testid), 'answer');
    await bob.page.keyboard.press('Enter');
    for (const user of [ann, bob]) {
      await stage(user, 'talking');
      await seesOther(user);
      await tone(user, '');
    }
    assert.equal(await bob.evaluate(() => window.noticed[0].open), false, 'the notice goes when it rings no more');

    await press(cat, `voice-${bob.id}`);
    await outcome(cat, 'busy');
    await press(cat, 'close');
    await stage(cat, 'none');
    await stage(bob, 'talking');

    await ann.page.keyboard.press('m');
    await bob.waitFor(() => document.querySelector('#call-note').textContent.includes('静音'), undefined, {what: 'that Ann is muted'});
    await press(bob, 'camera');
    await ann.waitFor(() => !document.querySelector('#call').hasAttribute('data-picture'), undefined, {what: 'no picture of Bob'});
    await press(ann, 'hang-up');
    for (const user of [ann, bob]) await stage(user, 'none');
    assert.equal(await ann.evaluate(() => document.activeElement.dataset.testid), `video-${bob.id}`, 'the focus is where it was');

    await press(ann, `voice-${bob.id}`);
    await isRinging(ann, bob);
    await press(bob, 'decline');
    await outcome(ann, 'refused');
    await ann.page.keyboard.press('Escape');
    await stage(ann, 'none');

    await press(ann, `video-${bob.id}`);
    await isRinging(ann, bob);
    await ann.page.keyboard.press('Escape');
    for (const user of [ann, bob]) await stage(user, 'none');
    assert.deepEqual(await bob.evaluate(() => window.noticed.map(({title}) => title)), ['Ann 来电', 'Ann 来电', 'Ann 来电', '未接来电：Ann']);
    assert.match(await bob.evaluate(() => document.title), /^（1）未接来电/);
    await bob.evaluate(() => { window.looksAway = false; window.dispatchEvent(new Event('focus')); });
    assert.match(await bob.evaluate(() => document.title), /^通话/);
    assert.deepEqual(await past(ann), ['Bob cancelled', 'Bob refused', 'Bob answered']);
    assert.deepEqual(await past(bob), ['Ann missed', 'Ann declined', 'Ann answered']);
    assert.deepEqual(await past(cat), ['Bob busy']);

    await bob.page.reload(); // the list is still there
    await bob.waitFor(() => document.querySelector('#page')?.hidden === false, undefined, {what: 'the page'});
    await enter(bob, 'Bob');
    assert.deepEqual(await past(bob), ['Ann missed', 'Ann declined', 'Ann answered']);
    await knows(bob, ann);
    await press(bob, `again-${ann.id}`); // called back from the list; and the page goes away while they talk
    await stage(ann, 'ringing');
    await press(ann, 'answer');
    await seesOther(ann);
    await bob.close();
    await stage(ann, 'none');
    assert.equal((await past(ann))[0], 'Bob answered');
    await press(ann, 'clear');
    assert.deepEqual(await past(ann), []);
    quietConsole(ann, bob, cat);
  } finally { await chromium.close(); }
});

test('without a directory: by number; nobody answers; oneself; camera and microphone refused', async () => {
  const chromium = await startChromium();
  try {
    const ann = await signIn(chromium, 'Ann', {at: hasty});
    const bob = await signIn(chromium, 'Bob', {at: hasty});
    await ann.waitFor(() => document.querySelector('#people-note').textContent.includes('does not say'), undefined, {what: 'that there is no directory'});
    const dial = async (number) => {
      await ann.evaluate((number) => { document.querySelector('#number').value = number; document.querySelector('#number').focus(); }, String(number));
      await ann.page.keyboard.press('Enter');
    };
    await dial('12x');
    assert.equal(await ann.evaluate(() => document.querySelector('#number-error').hidden), false);
    await dial(ann.id);
    await outcome(ann, 'failed');
    await press(ann, 'close');
    await dial(4711);
    await outcome(ann, 'offline');
    await press(ann, 'close');
    await dial(bob.id);
    await isRinging(ann, bob);
    await bob.waitFor(() => document.querySelector('#call-name').textContent === 'Ann', undefined, {what: 'the name of who calls'});
    await outcome(ann, 'unanswered');
    await tone(ann, 'busy');
    await stage(bob, 'none');
    assert.deepEqual(await past(bob), ['Ann missed']);

    await bob.evaluate(() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError')); });
    await press(ann, 'again');
    await stage(bob, 'ringing');
    await press(bob, 'answer');
    await stage(bob, 'talking');
    await bob.waitFor(() => /Permission/.test(document.querySelector('#call-note').textContent), undefined, {what: 'what is wrong with the devices'});
    await press(bob, 'hang-up');
    for (const user of [ann, bob]) await stage(user, 'none');
    quietConsole(ann, bob);
  } finally { await chromium.close(); }
});

test('Firefox calls Firefox', {skip: inNamespace ? false : 'no network namespace here'}, async () => {
  const firefox = await startFirefox();
  try {
    const ann = await signIn(firefox, 'Ann');
    const bob = await signIn(firefox, 'Bob');
    await knows(ann, bob);
    await press(ann, `video-${bob.id}`);
    await isRinging(ann, bob);
    await press(bob, 'answer');
    for (const user of [ann, bob]) await seesOther(user);
    await press(bob, 'hang-up');
    for (const user of [ann, bob]) await stage(user, 'none');
    assert.deepEqual([await past(ann), await past(bob)], [['Bob answered'], ['Ann answered']]);
    for (const user of [ann, bob]) assert.deepEqual(user.messages.filter((line) => line.startsWith('pageerror')), []);
  } finally { await firefox.close(); }
});
